// Source texts of any length for the benchmark: plausible services, the same every time, whole to the last bracket, with something to find every few hundred lines.

/** About `lines` lines of Python: functions with calls, classes, a few findings. */
export function pythonText(lines, seed = 0) {
  const parts = ["import json", "import logging", "import requests", "import pandas as pd", "from sklearn.preprocessing import StandardScaler", "", "log = logging.getLogger(__name__)", ""];
  for (let index = 0; parts.length < lines; index++) parts.push(...pythonBlock(seed + index));
  return parts.join("\n") + "\n";
}

/** About `lines` lines of TypeScript. */
export function typescriptText(lines, seed = 0) {
  const parts = ['import axios from "axios";', 'import { Pool } from "pg";', "", "interface Row { readonly id: number; readonly name: string }", ""];
  for (let index = 0; parts.length < lines; index++) parts.push(...typescriptBlock(seed + index));
  return parts.join("\n") + "\n";
}

/** About `lines` lines of Kubernetes deployments, a blank line after each. */
export function yamlTextOf(lines) {
  const parts = [];
  for (let index = 0; parts.length < lines; index++) parts.push(...yamlText(index).split("\n"), "---");
  return parts.join("\n") + "\n";
}

/** A project of `count` files: mostly Python and TypeScript, with the files that stand around them. */
export function project(count) {
  const files = new Map([
    ["requirements.txt", "pandas>=2\nrequests\nscikit-learn==1.5.2\n"], ["package.json", '{ "name": "bench", "private": true, "dependencies": { "axios": "^1.7.0" } }\n'],
    ["Dockerfile", "FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt\n"], [".gitignore", "node_modules/\n"],
  ]);
  for (let index = 0; files.size < count; index++) {
    const folder = `service${index % 20}`;
    if (index % 10 < 5) files.set(`${folder}/module${index}.py`, pythonText(60 + (index % 7) * 40, index));
    else if (index % 10 < 8) files.set(`${folder}/part${index}.ts`, typescriptText(60 + (index % 5) * 40, index));
    else if (index % 10 < 9) files.set(`${folder}/deploy${index}.yaml`, yamlText(index));
    else files.set(`${folder}/settings${index}.ini`, `[service]\nhost = db${index}\npool = ${index}\n`);
  }
  return files;
}

function pythonBlock(index) {
  return [
    "", "",
    `class Loader${index}:`,
    `    """Loads batch ${index} and keeps what it learned."""`,
    "",
    "    def __init__(self, path, limit=100):",
    "        self.path = path",
    "        self.limit = limit",
    "        self.session = requests.Session()",
    "",
    "    def rows(self, day):",
    "        try:",
    `            answer = self.session.get(f"https://data.example.com/{day}/${index}", timeout=5)`,
    "            answer.raise_for_status()",
    '            return [row for row in answer.json() if row["value"] is not None]',
    "        except requests.HTTPError:",
    '            log.exception("day %s failed", day)',
    "            raise",
    "",
    "",
    `def score_${index}(frame: pd.DataFrame, weights: dict[str, float]) -> float:`,
    "    total = 0.0",
    ...(index % 10 === 3 ? ['    requests.post("https://data.example.com/scored", json=weights)'] : []),
    "    for name, weight in weights.items():",
    "        if name in frame.columns:",
    "            total += frame[name].mean() * weight",
    `    return round(total / max(len(weights), 1), ${index % 5})`,
  ];
}

function typescriptBlock(index) {
  return [
    "",
    `export class Store${index} {`,
    "  private readonly rows = new Map<number, Row>();",
    "",
    "  constructor(private readonly pool: Pool, private readonly limit = 100) {}",
    "",
    "  async load(day: string): Promise<readonly Row[]> {",
    `    const { rows } = await this.pool.query<Row>("select id, name from t${index} where day = $1 limit $2", [day, this.limit]);`,
    "    for (const row of rows) this.rows.set(row.id, row);",
    "    return rows.filter((row) => row.name.length > 0).map(({ id, name }) => ({ id, name: name.trim() }));",
    "  }",
    "",
    "  async push(url: string): Promise<number> {",
    `    const answer = await axios.post(url, [...this.rows.values()]${index % 10 === 3 ? "" : ", { timeout: 5000 }"});`,
    `    return answer.status === 200 ? this.rows.size : ${index};`,
    "  }",
    "}",
  ];
}

function yamlText(index) {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service${index}\nspec:\n  replicas: 2\n  template:\n    spec:\n      containers:\n        - name: main\n          image: registry.example.com/service:${index}\n          resources:\n            limits:\n              memory: 256Mi\n`;
}
