/** Rows that training watches to know when to stop, or which of its rounds to keep; and the boosters that are trained by a function. */
import type { PyCall, PyExpr } from "../../../../rules/api.ts";
import type { Given } from "./calls.ts";
import type { Machine } from "./machine.ts";
import { blank, type Estimator, type Value } from "./values.ts";

const watching = new Set(["validation_data", "eval_set", "evals", "valid_sets"]);

export function watched(machine: Machine, call: PyCall, estimator: Estimator, given: readonly Given[]): void {
  const how = stopsBy(machine, call, estimator) ? "stop" : "judge";
  for (const { name, value } of given) {
    if (!name || !watching.has(name)) continue;
    const rows = watchedRows(name, value);
    if (rows) machine.use(how, rows, call.node, estimator);
  }
}

/** The last pair decides: `(X, y)`, `[(X, y), …]`, a pool or a list of data sets. */
function watchedRows(name: string, value: Value): Value | undefined {
  if (value.rows) return value;
  const { items = [] } = value;
  const last = items[items.length - 1];
  const isPair = name === "validation_data" || (name === "eval_set" && items[0]?.rows !== undefined && items.length === 2);
  if (isPair) return items[0];
  return last?.items ? last.items[0] : last;
}

/** `train(params, rows, evals=…)` of XGBoost and LightGBM: https://xgboost.readthedocs.io/en/stable/python/python_api.html#xgboost.train, https://lightgbm.readthedocs.io/en/latest/pythonapi/lightgbm.train.html */
export function trainedBooster(machine: Machine, call: PyCall, given: readonly Given[]): Value {
  const rows = given.find(({ name }) => name === "dtrain" || name === "train_set") ?? given.filter(({ name }) => name === undefined)[1];
  const estimator: Estimator = {
    kind: "model", name: `${call.callee?.split(".")[0] ?? ""}.train`, made: call.node, settings: [call.node], loops: machine.loops, steps: [],
    learned: [], fits: [], judged: [], predicted: [], isCrossValidated: false,
  };
  machine.estimators.push(estimator);
  if (rows?.value.rows) {
    machine.use("fit", rows.value, call.node, estimator);
    estimator.fits.push({ rows: rows.value.rows, call });
  }
  const fourth = given[3]?.name === undefined ? given[3] : undefined; // both libraries take the watched rows after the number of rounds
  watched(machine, call, estimator, fourth ? [{ ...fourth, name: "evals" }] : given);
  return { ...blank(), estimator };
}

/** CatBoost keeps the best round by `eval_set` unless told otherwise: https://catboost.ai/docs/en/references/training-parameters/common#use_best_model */
function stopsBy(machine: Machine, call: PyCall, { made, name }: Estimator): boolean {
  const own = machine.file.call(made);
  if (name.startsWith("CatBoost")) {
    const keeps = call.argument("use_best_model") ?? own.argument("use_best_model");
    return !(keeps?.kind === "Const" && keeps.value === false);
  }
  return [call, own].some((one) => {
    const rounds = one.argument("early_stopping_rounds");
    const callbacks = one.argument("callbacks");
    const value = rounds && machine.file.valueOf(rounds);
    return (value !== undefined && value.kind !== "none" && !(value.kind === "number" && value.value === 0)) || (callbacks !== undefined && stopsTraining(machine, callbacks));
  });
}

/** Callbacks that stop training, or keep its best round, by what is watched. */
function stopsTraining(machine: Machine, callbacks: PyExpr): boolean {
  if (/early|stop/i.test(machine.file.slice(callbacks))) return true;
  const value = machine.file.valueOf(callbacks);
  const each = value.kind === "list" || value.kind === "tuple" ? value.elements : [callbacks];
  return each.some((one) => {
    const made = machine.file.valueOf(one);
    if (made.kind !== "call") return false;
    return /(?:^|\.)(?:EarlyStopping|early_stopping)$/.test(made.of) || (/(?:^|\.)ModelCheckpoint$/.test(made.of) && keepsBest(machine, made.call));
  });
}

/** The best round is written, and read again before the model is judged. */
function keepsBest(machine: Machine, checkpoint: PyCall): boolean {
  const best = checkpoint.argument("save_best_only");
  return best?.kind === "Const" && best.value === true && machine.file.calls().some((call) => call.start > checkpoint.end
    && (call.method === "load_weights" || (call.method === "load_model" && isSamePath(machine, checkpoint, call))));
}

/** `load_model(path)` gives back the model whose checkpoint was written there. */
export function reloaded(machine: Machine, call: PyCall): Value | undefined {
  const written = machine.file.calls().filter(({ method, end }) => method === "ModelCheckpoint" && end < call.start).reverse().find((one) => isSamePath(machine, one, call));
  const model = written && [...machine.estimators].reverse().find(({ kind, fits }) => kind === "model" && fits.some((fit) => fit.call.start > written.start && fit.call.argument("callbacks") !== undefined));
  return model && { ...blank(), estimator: model };
}

function isSamePath(machine: Machine, checkpoint: PyCall, load: PyCall): boolean {
  const [written, read] = [checkpoint.argument("filepath", 0), load.argument("filepath", 0) ?? load.positional[0]];
  if (!written || !read) return false;
  const [one, other] = [machine.file.valueOf(written), machine.file.valueOf(read)];
  return one.kind === "string" && other.kind === "string" ? one.value === other.value : machine.file.slice(written) === machine.file.slice(read);
}
