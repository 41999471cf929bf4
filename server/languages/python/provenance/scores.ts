/** What counts as a score: metrics of libraries, means of differences, tables of hits, and helpers that are called so. */
import type { PyBinary, PyCall, PyCompare } from "../../../../rules/api.ts";
import type { Given } from "./calls.ts";
import type { Machine } from "./machine.ts";
import type { Rows } from "./rows.ts";
import { blank, type Estimator, type Prediction, type Value } from "./values.ts";

export function judge(machine: Machine, call: PyCall, by: Estimator, rows: Rows | undefined, isUnsure = false): void {
  if (rows) by.judged.push({ rows, call, loops: machine.loops, fits: by.fits.length, ...(isUnsure && { isUnsure }) });
}

/** A metric, of predictions or of a model and the rows it is to be asked about. */
export function measured(machine: Machine, call: PyCall, given: readonly Given[], isHearsay = false): Value {
  const values = given.map(({ value }) => value);
  const held = values.find((value) => value.rows && !predictionIn(value))?.rows;
  const asked = values.flatMap((value) => {
    const prediction = predictionIn(value);
    if (prediction) return [{ by: prediction.by, rows: prediction.rows ?? held }];
    const { estimator } = value;
    return estimator && estimator.fits.length > 0 ? [...new Set(values.map(({ rows }) => rows))].map((rows) => ({ by: estimator, rows })) : [];
  });
  for (const { by, rows } of asked) if (!isHearsay || held) judge(machine, call, by, rows, isHearsay);
  return blank();
}

function predictionIn(value: Value): Prediction | undefined {
  return value.prediction ?? value.items?.find((one) => one.prediction)?.prediction;
}

/** The name of a function out of sight that scores what it is handed. */
export const scoringName = /(?:^|_)(?:accuracy|acc|rmse|rmsle|mse|mae|mape|smape|r2|auc|roc|f1|scores?|errors?|evaluate|evaluation|eval|metrics?|report|confusion|performance)(?:_|$)/i;

const reducers = /^(?:numpy|torch|tensorflow|tensorflow\.math|cupy)\.(?:mean|nanmean|sum|average|median|count_nonzero|reduce_mean|reduce_sum)$|^numpy\.linalg\.norm$|^builtins\.sum$|^statistics\.(?:mean|median)$/;
const reducingMethods = /^(?:mean|sum|median|value_counts)$/;

/** `np.mean(said != true)`, `((said - true) ** 2).mean()`. */
export function reducesDifference(machine: Machine, call: PyCall, of: Value | undefined, isMethod: boolean): boolean {
  const prediction = of?.prediction;
  if (!prediction?.isDifference || !(isMethod ? reducingMethods.test(call.method) : reducers.test(call.callee ?? ""))) return false;
  judge(machine, call, prediction.by, prediction.rows, true);
  return true;
}

/** What a prediction becomes when it is subtracted from what was so, or compared with it; arithmetic with numbers leaves it what it is. */
export function heldAgainst(node: PyBinary | PyCompare, values: readonly Value[]): Prediction | undefined {
  const prediction = values.find((value) => value.prediction)?.prediction;
  if (!prediction || prediction.isDifference) return prediction;
  const truth = values.find((value) => value.rows && !value.prediction)?.rows;
  const isHeld = node.kind === "Binary" ? node.op === "-" : node.ops.every((op) => op === "==" || op === "!=");
  return truth && isHeld ? { by: prediction.by, rows: prediction.rows ?? truth, isDifference: true } : prediction;
}
