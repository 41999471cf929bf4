/** What a call gives back: functions of this file are run, those of libraries are known by name, the rest is unknown. */
import type { PyCall, PyCallExpr, PyExpr } from "../../../../rules/api.ts";
import { conventional } from "./conventions.ts";
import { estimatorMethod, newEstimator, strayMethod, unseenEstimator } from "./estimators.ts";
import { boosters, crossValidators, datasetMakers, dumpers, estimatorKind, fittingFunctions, learningName, metricFunctions, numberMakers, optimizers, rowKeeping, rowsForget, splitters, statisticFunctions } from "./knowledge.ts";
import { type Machine, methodOf, sideOfFile } from "./machine.ts";
import { concatenate, cutApart, repeated, resample, split, stacked, subset } from "./recombine.ts";
import { rowMethod } from "./row-methods.ts";
import type { Learning } from "./rows.ts";
import { measured, reducesDifference, scoringName } from "./scores.ts";
import { settlePrediction } from "./features.ts";
import { blank, elementOf, like, mark, settle, together, type Value } from "./values.ts";
import { reloaded, trainedBooster } from "./watching.ts";

export interface Given { readonly name: string | undefined; readonly value: Value; readonly node: PyExpr }

export function evaluateCall(machine: Machine, node: PyCallExpr): Value {
  const call = conventional(machine, machine.file.call(node));
  const { func } = node;
  const on = func.kind === "Attribute" ? machine.evaluate(func.value) : undefined;
  const given = node.args.map(({ name, value }): Given => ({ name, value: machine.evaluate(value), node: value }));
  tryAll(machine, call, given);
  return ownFunction(machine, call, on, given) ?? (on && ofObject(machine, call, on, given)) ?? ofLibrary(machine, call, given) ?? unknownCall(machine, call, given);
}

/** `study.optimize(objective)`, `fmin(objective, space)`: the function is called again and again, each time with other settings. */
function tryAll(machine: Machine, call: PyCall, given: readonly Given[]): void {
  if (!optimizers.test(call.callee ?? "") && !(call.method === "optimize" && machine.file.says(optuna))) return;
  const objective = given.find(({ name, value }) => (name === undefined || name === "func" || name === "fn") && value.callable !== undefined)?.value.callable;
  if (!objective || !("definition" in objective)) return;
  const tried = objective.definition.params.map(({ name }) => ({ name, value: blank() }));
  machine.inLoop(call.node, () => machine.invoke(objective.definition, tried, objective.self));
}

const optuna = /optuna/;

/** Functions, methods and classes that the file defines. */
function ownFunction(machine: Machine, call: PyCall, on: Value | undefined, given: readonly Given[]): Value | undefined {
  const { func } = call.node;
  if (on?.instanceOf && func.kind === "Attribute") {
    const method = methodOf(on.instanceOf, func.attr);
    return method && (machine.invoke(method, given, on) ?? blank());
  }
  const held = func.kind === "Name" ? machine.lookup(func.id)?.callable : on?.fields && func.kind === "Attribute" ? on.fields.get(func.attr)?.callable : undefined;
  if (held && "definition" in held) return machine.invoke(held.definition, given, held.self) ?? blank();
  if (held) return estimatorMethod(machine, call, held.on, held.method, given);
  const layer = func.kind === "Name" ? machine.lookup(func.id) : undefined;
  if (layer?.estimator?.kind === "transformer") return estimatorMethod(machine, call, layer, "__call__", given);
  const value = func.kind === "Name" ? machine.file.valueOf(func) : undefined;
  if (value?.kind !== "symbol" || !value.definition) return undefined;
  return value.definition.kind === "ClassDef" ? machine.construct(value.definition, given) : (machine.invoke(value.definition, given) ?? blank());
}

function ofObject(machine: Machine, call: PyCall, on: Value, given: readonly Given[]): Value | undefined {
  const { method } = call;
  if (on.estimator) return estimatorMethod(machine, call, on, method, given);
  if (on.index && "ofRows" in on.index) return rowMethod(machine, call, on, given);
  if (method === "append" && on.rows && call.node.parent?.kind !== "ExprStmt") return stacked(machine, call, [on, ...given.slice(0, 1).flatMap(({ value }) => value.items ?? [value])]);
  if (method === "append" || method === "extend" || method === "insert") return append(on, given.filter(({ name }) => name === undefined).pop()?.value);
  if (on.entries) return ofDict(on, method, given);
  if (on.isOpaque && given.length > 0 && /^(?:fit|fit_transform|fit_generator|predict|predict_proba|evaluate)$/.test(method)) return unseenEstimator(machine, call, on, given) ?? blank();
  if (on.rows) return rowMethod(machine, call, on, given);
  if (on.latent.size > 0 && keepsStatistics.test(method)) return like(on);
  if (on.prediction || (!/^(?:numpy|torch|tensorflow|cupy|copy)\.\w+$/.test(call.callee ?? "") && /^(?:reshape|ravel|flatten|astype|transpose|squeeze|copy)$/.test(method))) return like(on);
  return strayMethod(machine, call, given);
}

/** Methods of a table of statistics that give one again. */
const keepsStatistics = /^(?:abs|agg|sort_values|sort_index|reset_index|set_index|rename|to_frame|to_dict|to_numpy|round|nlargest|nsmallest|drop|dropna|fillna|head|tail|tolist|to_list|copy|add_prefix|add_suffix|squeeze|unstack|astype|where)$/;

/** A list that rows are collected in holds them all. */
function append(on: Value, added: Value | undefined): Value {
  if (!added) return blank();
  if (on.rows) {
    const all = together([on, added]);
    for (const [learning, column] of all.traces) on.traces.set(learning, column);
    if (!on.view && on.items === undefined && !on.isColumn) all.rows = together([on, added]).rows;
    on.rows = all.rows;
    return all;
  }
  if (!added.rows || on.items?.some((one) => one.estimator)) {
    (on.items ??= []).push(added);
    return blank();
  }
  const all = together([...(on.items ?? []), added]);
  on.items = undefined;
  on.rows = all.rows;
  for (const [learning, column] of all.traces) on.traces.set(learning, column);
  return blank();
}

function ofDict(on: Value, method: string, given: readonly Given[]): Value {
  const each = elementOf(on);
  const [key] = given;
  const held = [...(on.entries?.values() ?? [])];
  if (method === "items") return { ...inTurns(held, (value) => [blank(), value]), element: { ...blank(), items: [blank(), each] } };
  if (method === "values") return { ...blank(), element: each, items: held };
  if (method === "get" || method === "pop") return (key?.node.kind === "Str" ? on.entries?.get(key.node.value) : each) ?? blank();
  return blank();
}

/** The turns of a loop over this, each a tuple. */
function inTurns(values: readonly Value[] | undefined, tuple: (value: Value, index: number) => Value[]): Value {
  return { ...blank(), ...(values && values.length > 0 && { items: values.map((value, index) => ({ ...blank(), items: tuple(value, index) })) }) };
}

function ofLibrary(machine: Machine, call: PyCall, given: readonly Given[]): Value | undefined {
  const { callee, node } = call;
  if (splitters.test(callee ?? call.method)) return split(machine, call, given);
  if (!callee) return undefined;
  const first = given.find(({ value }) => value.rows ?? value.items)?.value;
  if (boosters.test(callee)) return trainedBooster(machine, call, given);
  if (/(?:^|\.)keras\.(?:\w+\.)*load_model$/.test(callee)) return reloaded(machine, call) ?? blank();
  if (crossValidators.test(callee)) return crossValidated(machine, call, given);
  if (metricFunctions.test(callee)) return measured(machine, call, given);
  if (reducesDifference(machine, call, first, false)) return blank();
  if (/^numpy\.(?:array_)?split$/.test(callee)) return cutApart(machine, call, given);
  if (callee === "torch.utils.data.Subset") return subset(machine, call, given);
  if (callee === "sklearn.utils.resample" || callee === "sklearn.utils.shuffle") return resample(machine, call, given);
  if (fittingFunctions.test(callee) || learnsByArgument(machine, call)) return fitted(machine, call, first);
  if (statisticFunctions.test(callee)) return statistic(machine, call, first);
  if (estimatorKind(callee)) return newEstimator(machine, callee, node, given);
  if (callee === "numpy.repeat") return repeated(machine, call, first, call.argument("axis", 2));
  const joined = concatenate(machine, call, given);
  if (joined) return joined;
  if (datasetMakers.test(callee)) {
    const held = first?.items && callee.endsWith("from_tensor_slices") ? together(first.items) : first;
    if (held) machine.use("leave", held, node);
    return held ? like(held) : blank();
  }
  if (dumpers.test(callee)) for (const { value } of given) machine.use("leave", value, node);
  return ofContainer(callee, given) ?? (rowKeeping.test(callee) && !rowsForget.test(callee) ? carried(machine, given) : undefined);
}

function ofContainer(callee: string, given: readonly Given[]): Value | undefined {
  const [one] = given;
  if (!one) return undefined;
  if (callee === "builtins.enumerate") return { ...inTurns(one.value.items, (value) => [blank(), value]), element: { ...blank(), items: [blank(), elementOf(one.value)] } };
  if (callee === "builtins.zip") return { ...inTurns(given[0]?.value.items ?? given[1]?.value.items, (_, index) => given.map(({ value }) => value.items?.[index] ?? elementOf(value))), element: { ...blank(), items: given.map(({ value }) => elementOf(value)) } };
  if (callee === "builtins.next") return elementOf(one.value);
  return /^builtins\.(?:list|tuple|iter|sorted|reversed)$|^tqdm/.test(callee) ? one.value : undefined;
}

function latentIn({ latent, items, entries }: Value): Learning[] {
  return [...latent, ...[...(items ?? []), ...(entries?.values() ?? [])].flatMap((one) => [...one.latent])];
}

/** `np.where(x.isna(), x.mean(), x)`: the rows of the first argument that has any, with the traces of all. */
function carried(machine: Machine, given: readonly Given[]): Value {
  const parts = given.flatMap(({ value }) => (value.items ? [together(value.items)] : value.entries ? [together([...value.entries.values()])] : [value]));
  const first = parts.find(({ rows }) => rows);
  if (!first) return parts.find(({ prediction }) => prediction) ?? { ...blank(), latent: new Set(given.flatMap(({ value }) => latentIn(value))) };
  const result = like(first);
  for (const part of parts) settle(result, part);
  for (const { value } of given) for (const one of [...(value.items ?? []), ...(value.entries?.values() ?? [])]) settlePrediction(machine, result, one);
  return result;
}

export function isAcrossColumns(call: PyCall, position?: number): boolean {
  const axis = call.argument("axis", position);
  if (axis?.kind === "Num") return axis.value === 1;
  return axis?.kind === "Unary" || (axis?.kind === "Str" && axis.value === "columns");
}

function statistic(machine: Machine, call: PyCall, of: Value | undefined): Value {
  const result = blank();
  const held = of?.items ? together(of.items) : of;
  if (held?.rows && !isAcrossColumns(call, 1)) result.latent.add(machine.learn(call.node, "statistic", call.method, held.rows));
  return result;
}

function fitted(machine: Machine, call: PyCall, of: Value | undefined): Value {
  if (!of?.rows) return blank();
  const result = like(of);
  if (!isAcrossColumns(call, 1)) mark(result, machine.learn(call.node, "transformer", call.method, of.rows));
  return /box|yeo/.test(call.method) ? { ...blank(), items: [result, blank()] } : result;
}

/** `normalize(X, axis=0)` divides by the length of columns, `pd.cut(x, 5)` takes its borders from the rows. */
function learnsByArgument(machine: Machine, call: PyCall): boolean {
  const [argument, wanted] = call.callee === "sklearn.preprocessing.normalize" ? [call.argument("axis", 2), 0] as const : call.callee === "pandas.cut" ? [call.argument("bins", 1), undefined] as const : [];
  const value = argument && machine.file.valueOf(argument);
  return value?.kind === "number" && (wanted === undefined || value.value === wanted);
}

function crossValidated(machine: Machine, call: PyCall, given: readonly Given[]): Value {
  const model = given[0]?.value.estimator;
  const rows = given.find(({ name }) => name === "X")?.value ?? given.filter(({ name }) => name === undefined)[1]?.value;
  if (model) model.isCrossValidated = true;
  if (rows) machine.use("cross", rows, call.node, model);
  return blank();
}

function unknownCall(machine: Machine, call: PyCall, given: readonly Given[]): Value {
  if (/^builtins\.str\b|^re\.sub$/.test(call.callee ?? "") || call.method === "join") return carried(machine, given);
  if (/^builtins\./.test(call.callee ?? "") || numberMakers.test(call.callee ?? "")) return blank();
  if (scoringName.test(call.method)) measured(machine, call, given, true);
  if (learningName.test(call.method)) for (const { value } of given) machine.use("leave", value, call.node);
  // a tool that is handed nothing, such as a lemmatizer, holds no rows
  if (/^[A-Z]\w*[a-z]/.test(call.method) && call.node.args.length === 0) return blank();
  const isPart = given.some(({ value }) => value.rows?.kind === "part" || value.rows?.named !== undefined);
  return machine.fresh(/read|load/.test(call.method) ? sideOfPath(machine, call.positional[0]) : undefined, isPart ? undefined : call.node);
}

/** What the last part of a path says: written out, in a constant, or at the end of what is put together. */
function sideOfPath(machine: Machine, path: PyExpr | undefined): ReturnType<typeof sideOfFile> {
  if (path?.kind === "Binary") return sideOfPath(machine, path.right);
  if (path?.kind === "Call") return /(?:^|\.)(?:join|Path|joinpath)$/.test(machine.file.call(path).method) ? sideOfPath(machine, machine.file.call(path).positional.at(-1)) : undefined;
  const value = path && machine.file.valueOf(path);
  return value?.kind === "string" ? sideOfFile(value.value) : undefined;
}
