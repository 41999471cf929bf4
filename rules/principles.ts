/** The ten ideas every rule and every checklist item answers to, in the order of the source essay. */
export const principles = {
  reproducibility: { numeral: "I", title: "Reproducibility", part: "correctness", idea: "The same commit gives the same result tomorrow, on another machine." },
  contracts: { numeral: "II", title: "Data contracts", part: "correctness", idea: "What crosses a boundary is checked against a schema, and fails loudly." },
  parity: { numeral: "III", title: "Pipeline parity", part: "correctness", idea: "The model is served exactly what it was trained on." },
  latency: { numeral: "IV", title: "Latency budgets", part: "performance", idea: "Users live at the tail, not at the mean." },
  cost: { numeral: "V", title: "Scalability and cost", part: "performance", idea: "Work and money grow no faster than the use." },
  resilience: { numeral: "VI", title: "Designing for failure", part: "resilience", idea: "Every call out can hang, fail or lie; what happens then is decided beforehand." },
  observability: { numeral: "VII", title: "Observability", part: "resilience", idea: "Logs, metrics and traces answer questions nobody asked before the incident." },
  drift: { numeral: "VIII", title: "Drift", part: "resilience", idea: "The world moves away from the training data, and someone is told." },
  deployment: { numeral: "IX", title: "Safe deployment", part: "resilience", idea: "Exposure is small until the change has proved itself, and the way back is short." },
  ownership: { numeral: "X", title: "Security and ownership", part: "trust", idea: "Every system has an owner, every input a check, and no secret lives in code." },
} as const;

export type Principle = keyof typeof principles;

/** The four parts of the essay; checklist items are grouped by them. */
export const parts = {
  correctness: { numeral: "I", title: "Correctness across environments" },
  performance: { numeral: "II", title: "Performance under real load" },
  resilience: { numeral: "III", title: "Resilience and operability" },
  trust: { numeral: "IV", title: "Trust and ownership" },
} as const;

export type Part = keyof typeof parts;
