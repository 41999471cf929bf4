/** Methods of frames, columns and arrays, as far as they concern rows. */
import type { PyCall } from "../../../../rules/api.ts";
import { type Given, isAcrossColumns } from "./calls.ts";
import { estimatorMethod } from "./estimators.ts";
import { rowFilters, rowless, rowWriters, statisticMethods } from "./knowledge.ts";
import type { Machine } from "./machine.ts";
import { repeated, restOf, split } from "./recombine.ts";
import { reducesDifference } from "./scores.ts";
import { columnsOf, halfOf } from "./selections.ts";
import { partOf, subsetOf } from "./rows.ts";
import { absorb, blank, like, mark, project, settle, type Value, withoutColumns } from "./values.ts";

type Method = (machine: Machine, call: PyCall, on: Value, given: readonly Given[]) => Value;

export function rowMethod(machine: Machine, call: PyCall, on: Value, given: readonly Given[]): Value {
  if (on.index && "ofRows" in on.index) return ofIndex(call, given);
  const { method } = call;
  if (reducesDifference(machine, call, on, true)) return blank();
  const special = Object.hasOwn(specials, method) ? specials[method] : undefined;
  if (special) return special(machine, call, on, given);
  if (statisticMethods.has(method)) return statistic(machine, call, on);
  if (rowless.has(method)) return blank();
  if (rowFilters.has(method)) return on.rows ? like(on, subsetOf(on.rows)) : blank();
  if (rowWriters.test(method)) machine.use("leave", on, call.node);
  return { ...like(on), ...(on.isGrouped && { isGrouped: true }), ...(on.isWindow && { isWindow: true }) };
}

function statistic(machine: Machine, call: PyCall, on: Value): Value {
  if (on.isWindow) return like(on);
  const result = blank();
  if (on.rows && !isAcrossColumns(call, 0)) result.latent.add(machine.learn(call.node, "statistic", call.method, on.rows));
  return result;
}

/** `df.index.isin(train.index)`. */
function ofIndex(call: PyCall, given: readonly Given[]): Value {
  const other = given[0]?.value.index;
  const index = call.method === "isin" && other && "ofRows" in other ? restOf(other.ofRows, call) : undefined;
  return index ? { ...blank(), index } : blank();
}

const fill: Method = (machine, call, on, given) => {
  const isInPlace = isTrue(call, "inplace");
  const result = isInPlace ? on : like(on);
  for (const { name, value } of given) {
    if (name === "inplace") continue;
    settle(result, value);
    for (const [column, one] of value.entries ?? []) settle(result, one, column.startsWith("#") ? undefined : column);
  }
  return isInPlace ? blank() : result;
};

const drop: Method = (machine, call, on, given) => {
  const named = call.argument("columns") ?? (isAcrossColumns(call, 1) ? call.argument("labels", 0) : undefined);
  const isInPlace = isTrue(call, "inplace");
  if (named) {
    const columns = columnsOf(machine, named) ?? [];
    const result = isInPlace ? on : like(on);
    withoutColumns(result, columns);
    return result;
  }
  const index = given[0]?.value.index;
  const left = index && ("split" in index ? index : restOf(index.ofRows, call));
  if (left && on.rows) return like(on, partOf(left.split, on.rows, left.part === "first" ? "second" : left.part === "train" ? "test" : "first"));
  return on.rows && !isInPlace ? like(on, subsetOf(on.rows)) : blank();
};

const sample: Method = (machine, call, on) => {
  const fraction = call.argument("frac", 1);
  if (!on.rows || (fraction?.kind === "Num" && fraction.value === 1 && !isTrue(call, "replace"))) return like(on);
  const result = like(on, subsetOf(on.rows));
  if (isTrue(call, "replace")) mark(result, machine.learn(call.node, "resampler", "sample", on.rows));
  return result;
};

/** A function over whole columns may learn from them; one over rows or single values cannot. */
const apply: Method = (machine, call, on, given) => {
  const result = like(on);
  const [first] = given;
  if (!first || isAcrossColumns(call, 1)) return result;
  const { callable } = first.value;
  const isWhole = !on.isColumn || on.isGrouped || call.method === "transform" || call.method === "pipe";
  if (!isWhole || !callable) return on.isGrouped ? grouped(machine, call, on, first) : result;
  const column: Value = { ...like(on), isColumn: true };
  const made = "definition" in callable ? machine.invoke(callable.definition, [{ name: undefined, value: column }], callable.self) : estimatorMethod(machine, call, callable.on, callable.method, [{ ...first, value: column }]);
  if (made?.rows) absorb(result, made);
  return result;
};

function grouped(machine: Machine, call: PyCall, on: Value, first: Given): Value {
  const result = like(on);
  if (call.method === "transform" && first.node.kind === "Str" && statisticMethods.has(first.node.value) && on.rows) mark(result, machine.learn(call.node, "statistic", call.method, on.rows));
  return result;
}

/** `groupby(…).agg("mean")`, `.agg({"a": ["mean", "std"]})`: named statistics. */
const aggregate: Method = (machine, call, on) => {
  const names = call.node.args.flatMap(({ value }) => [...machine.file.slice(value).matchAll(/["'](\w+)["']/g)].map(([, name = ""]) => name));
  return names.some((name) => statisticMethods.has(name)) ? statistic(machine, call, on) : like(on);
};

/** Which columns go together, or with the target, is learned from all rows. */
const correlation: Method = (machine, call, on) => {
  const result = blank();
  if (on.rows && !on.isColumn) result.latent.add(machine.learn(call.node, "statistic", call.method, on.rows));
  return result;
};

const specials: Readonly<Record<string, Method>> = {
  fillna: fill, replace: fill, where: fill, mask: fill, clip: fill, sub: fill, subtract: fill, div: fill, divide: fill, mul: fill, add: fill, combine_first: fill, assign: fill,
  map: fill, agg: aggregate, aggregate, corr: correlation, corrwith: correlation,
  drop, sample, apply, transform: apply, pipe: apply,
  rolling: (_, __, on) => ({ ...like(on), isWindow: true }),
  ewm: (_, __, on) => ({ ...like(on), isWindow: true }),
  expanding: (_, __, on) => ({ ...like(on), isWindow: true }),
  resample: (_, __, on) => ({ ...like(on, on.rows && subsetOf(on.rows)), isWindow: true }),
  groupby: (_, __, on) => ({ ...like(on), isGrouped: true }),
  repeat: (machine, call, on) => repeated(machine, call, on, call.argument("axis", 1)),
  concat: (_, __, on) => like(on),
  merge: (_, __, on, given) => combined(on, given),
  join: (_, __, on, given) => combined(on, given),
  pop: (_, call, on) => {
    const [column] = call.positional;
    const columns = column?.kind === "Str" ? [column.value] : undefined;
    const result = project(on, columns);
    if (columns) withoutColumns(on, columns);
    return result;
  },
  take: taken, skip: taken,
  randomSplit: (machine, call, _, given) => split(machine, call, given),
};

const skips = /\.skip\(/;

/** `rows.take(n)` and `rows.skip(n)` of tf.data are two sides of one border: https://www.tensorflow.org/api_docs/python/tf/data/Dataset#take */
function taken(machine: Machine, call: PyCall, on: Value): Value {
  const [count] = call.positional;
  if (!on.rows || !count || count.kind === "List" || !machine.file.says(skips)) return like(on);
  return like(on, halfOf(machine, on.rows, `slice ${machine.file.slice(count)}`, call.method === "take" ? "first" : "second", call.node));
}

function combined(on: Value, given: readonly Given[]): Value {
  const result = like(on);
  for (const { value } of given) settle(result, value);
  return result;
}

function isTrue(call: PyCall, name: string): boolean {
  const value = call.argument(name);
  return value?.kind === "Const" && value.value === true;
}
