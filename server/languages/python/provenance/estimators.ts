/** Objects that are fitted: what they learn, from which rows, and what they leave in what they make. */
import type { PyCall, PyCallExpr, PyLearningKind, Span } from "../../../../rules/api.ts";
import type { Given } from "./calls.ts";
import { learnedBy } from "./features.ts";
import { type EstimatorKind, estimatorKind } from "./knowledge.ts";
import type { Machine } from "./machine.ts";
import { newSplit, sourceRows, subsetOf } from "./rows.ts";
import { judge } from "./scores.ts";
import { watched } from "./watching.ts";
import { blank, type Estimator, like, mark, together, type Value } from "./values.ts";

export function newEstimator(machine: Machine, symbol: string, made: PyCallExpr, given: readonly Given[]): Value {
  const kind = estimatorKind(symbol) ?? "model";
  const estimator: Estimator = {
    kind, name: symbol.slice(symbol.lastIndexOf(".") + 1), made, settings: [made], loops: machine.loops, steps: given.flatMap(({ value }) => stepsIn(value, 0)),
    learned: [], fits: [], judged: [], predicted: [], isCrossValidated: kind === "search",
  };
  machine.estimators.push(estimator);
  // before 0.18 the folds were gone through directly: for train, test in KFold(n, n_folds=5)
  if (kind === "folds" && symbol.startsWith("sklearn.cross_validation.")) return { ...folds(machine, estimator, made), estimator };
  return { ...blank(), estimator };
}

function stepsIn(value: Value, depth: number): Value[] {
  if (value.estimator) return [value];
  return depth > 4 ? [] : [...(value.items ?? []), ...(value.entries?.values() ?? [])].flatMap((one) => stepsIn(one, depth + 1));
}

/** A pipeline does what its steps do; one that ends in a model is a model. */
export function effectiveKind({ kind, steps }: Estimator): EstimatorKind {
  if (kind !== "pipeline") return kind;
  const kinds = steps.flatMap(({ estimator }) => (estimator ? [effectiveKind(estimator)] : []));
  for (const one of ["search", "model", "transformer", "categories"] as const) if (kinds.includes(one)) return one;
  return "stateless";
}

export function estimatorMethod(machine: Machine, call: PyCall, on: Value, method: string, given: readonly Given[]): Value {
  const { estimator } = on;
  if (!estimator) return blank();
  const kind = effectiveKind(estimator);
  const data = given.find(({ name }) => name === undefined || name === "X" || name === "x" || name === "raw_documents")?.value;
  const rows = data?.items && data.items.length > 0 ? together(data.items) : data;
  if (kind === "folds") return method === "split" ? folds(machine, estimator, call.name) : blank();
  if (method === "fit_resample" || method === "fit_sample") return resampled(machine, call, estimator, kind, given);
  if (kind === "transformer" || kind === "categories" || kind === "stateless") return transformerMethod(machine, call, on, estimator, kind, method, rows, given);
  return kind === "analysis" ? blank() : modelMethod(machine, call, on, estimator, kind, method, rows, given);
}

function folds(machine: Machine, estimator: Estimator, at: Span): Value {
  const split = newSplit(at, estimator.name, machine.loops, { isFolds: true });
  const index = (part: string): Value => ({ ...blank(), index: { split, part } });
  return { ...blank(), element: { ...blank(), items: [index("train"), index("test")] } };
}

function resampled(machine: Machine, call: PyCall, estimator: Estimator, kind: EstimatorKind, given: readonly Given[]): Value {
  const from = given[0]?.value;
  if (!from?.rows || (kind !== "resampler" && kind !== "undersampler" && kind !== "stateless")) return { ...blank(), items: [blank(), blank()] };
  const rows = subsetOf(from.rows);
  const learning = kind === "stateless" ? undefined : machine.learn(call.node, kind, `${estimator.name}.${call.method}`, from.rows);
  return { ...blank(), items: given.slice(0, 2).map(({ value }) => {
    const made = like(value, rows);
    if (learning) mark(made, learning);
    return made;
  }) };
}

const isTargetText = /^(?:self\.)?(?:y|Y|target|targets|label|labels)(?:_\w+)?(?:\.values|\.ravel\(\))?$|\[["'](?:y|target|label|class|species|diagnosis|outcome|churn|survived|loan_status)["']\]$/i;

function transformerMethod(machine: Machine, call: PyCall, on: Value, estimator: Estimator, kind: EstimatorKind, method: string, data: Value | undefined, given: readonly Given[]): Value {
  const isFit = /^(?:fit|fit_transform|partial_fit|fit_on_texts|fit_on_sequences|adapt)$/.test(method);
  if (isFit && data) data.rows ??= sourceRows();
  if (isFit && data?.rows && kind !== "stateless") {
    const [first] = given;
    const isTarget = kind === "categories" && first !== undefined && isTargetText.test(machine.file.slice(first.node));
    const learning = isTarget ? undefined : machine.learn(call.node, kind as PyLearningKind, `${estimator.name}.${method}`, data.rows);
    estimator.learned = learning ? (method === "partial_fit" ? [...estimator.learned, learning] : [learning]) : [];
  }
  if (/^(?:fit_transform|transform|texts_to_\w+|__call__)$/.test(method)) {
    const made = data ? like(data) : blank();
    for (const learning of estimator.learned) mark(made, learning);
    return made;
  }
  if (/^get_(?:support|feature_names_out)$/.test(method)) return { ...blank(), latent: new Set(estimator.kind === "transformer" ? estimator.learned : []) };
  return isFit ? on : blank();
}

function modelMethod(machine: Machine, call: PyCall, on: Value, estimator: Estimator, kind: EstimatorKind, method: string, data: Value | undefined, given: readonly Given[]): Value {
  if (method === "fit" || method === "fit_generator" || method === "partial_fit" || method === "fit_predict") {
    if (data?.rows) {
      machine.use(kind === "search" ? "cross" : "fit", throughLayers(estimator, data), call.node, estimator);
      estimator.fits.push({ rows: data.rows, call });
    }
    watched(machine, call, estimator, given);
    if (kind === "search") for (const step of estimator.steps) if (step.estimator) step.estimator.isCrossValidated = true;
    return on;
  }
  if (/^(?:predict\w*|decision_function|score|evaluate)$/.test(method) && data) {
    machine.use("judge", data, call.node, estimator);
    if (!data.rows) return blank();
    if (method === "score" || method === "evaluate") judge(machine, call, estimator, data.rows);
    else estimator.predicted.push(data.rows);
    return { ...blank(), prediction: { by: estimator, rows: data.rows } };
  }
  if ((method === "transform" || method === "fit_transform") && data) return projected(machine, call, estimator, data);
  if (method === "set_params") {
    estimator.loops = machine.loops;
    estimator.settings = [estimator.made, call.node];
  }
  return on;
}

/** Discriminants and forests that give coordinates: `LinearDiscriminantAnalysis.fit_transform(X, y)`. */
function projected(machine: Machine, call: PyCall, estimator: Estimator, data: Value): Value {
  if (call.method === "fit_transform" && data.rows) estimator.fits.push({ rows: data.rows, call });
  const made = like(data);
  for (const learning of learnedBy(machine, estimator)) mark(made, learning);
  return made;
}

/** Layers of a network that were adapted before keep what they learned while it is fitted. */
function throughLayers({ name, steps }: Estimator, data: Value): Value {
  const learned = name === "Sequential" ? steps.flatMap(({ estimator }) => estimator?.learned ?? []) : [];
  if (learned.length === 0) return data;
  const made = like(data);
  for (const learning of learned) mark(made, learning);
  return made;
}

const looksLikeTransformer = /(?:scaler?|scalar|encoder|vectorizer|imputer|tokenizer|binarizer|transformer|preprocessor|pca|ohe|tfidf)\d*$/i;

const preparesRows = /(?:scaler?|scalar|vectorizer|imputer|preprocessor|preprocess(?:ing|or)?(?:_?pipe(?:line)?)?|pca|tfidf)\d*$/i;

/** An object made out of sight that is fitted on rows: from here on it is a transformer or a model, as its name and use say. */
export function unseenEstimator(machine: Machine, call: PyCall, on: Value, given: readonly Given[]): Value | undefined {
  const receiver = call.receiver ? machine.file.slice(call.receiver) : "";
  const isModel = !/transform|_on_/.test(call.method) && !looksLikeTransformer.test(receiver);
  if (!isModel && ((on.rows && !on.rows.from) || !preparesRows.test(receiver))) return undefined; // a parameter may be anything
  const made = on.rows?.from ?? call.node;
  on.estimator = {
    kind: isModel ? "model" : "transformer", name: on.rows?.from ? machine.file.call(on.rows.from).method : receiver, made, settings: [made], loops: machine.loops, steps: [],
    learned: [], fits: [], judged: [], predicted: [], isCrossValidated: true,
  };
  if (isModel) machine.estimators.push(on.estimator);
  else machine.isGuessing = true;
  return estimatorMethod(machine, call, on, call.method, given);
}

/** A method of something of which nothing is known: `fit` and `predict` say what it is. */
export function strayMethod(machine: Machine, call: PyCall, given: readonly Given[]): Value | undefined {
  const data = given.find(({ name }) => name === undefined || name === "X" || name === "x")?.value;
  const receiver = call.receiver ? machine.file.slice(call.receiver) : "";
  if (data?.rows && call.method === "fit_transform") return unseenEstimator(machine, call, call.receiver ? machine.evaluate(call.receiver) : blank(), given);
  if (!data || looksLikeTransformer.test(receiver)) return undefined;
  const how = /^(?:fit|fit_generator)$/.test(call.method) ? "fit" : /^(?:predict\w*|score|evaluate)$/.test(call.method) ? "judge" : undefined;
  if (!how) return undefined;
  if (call.method === "fit" && data.rows && call.receiver?.kind === "Name" && machine.lookup(call.receiver.id)) return unseenEstimator(machine, call, machine.evaluate(call.receiver), given);
  machine.use(how, data, call.node);
  return blank();
}
