export interface Score {
  churn: number;
}

const base = process.env.CHURN_URL;

export async function scoreOf(customer: string): Promise<Score> {
  const response = await fetch(`${base}/v1/score`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customer }),
  });
  return (await response.json()) as Score;
}

export async function scoresOf(customers: string[]): Promise<Score[]> {
  return Promise.all(customers.map((customer) => scoreOf(customer)));
}
