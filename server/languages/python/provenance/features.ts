/** What fitted models leave in features: columns chosen by their weights, predictions that become columns. */
import type { Machine } from "./machine.ts";
import type { Learning } from "./rows.ts";
import { type Estimator, mark, type Value } from "./values.ts";

export function learnedBy(machine: Machine, { kind, name, learned, fits }: Estimator): readonly Learning[] {
  return kind === "model" ? fits.map(({ rows, call }) => machine.learn(call.node, "model", `${name}.${call.method}`, rows)) : kind === "transformer" ? learned : [];
}

/** A prediction as a column tells of all rows that its model was fitted on. */
export function settlePrediction(machine: Machine, into: Value, { prediction, rows }: Value, column?: string): void {
  if (!prediction || rows || !into.rows || prediction.isDifference) return;
  for (const learning of learnedBy(machine, prediction.by)) mark(into, learning, column);
}
