/** Calls that take rows apart, draw from them or put them together. */
import type { PyCall, PyExpr } from "../../../../rules/api.ts";
import { type Given, isAcrossColumns } from "./calls.ts";
import { settlePrediction } from "./features.ts";
import type { Machine } from "./machine.ts";
import { contains, newSplit, partOf, type Rows, type Split, subsetOf } from "./rows.ts";
import { halfOf } from "./selections.ts";
import { absorb, blank, like, mark, together, type Value } from "./values.ts";

/** `train, test, train, test, …`; each part also serves as an index into other rows. */
export function split(machine: Machine, call: PyCall, given: readonly Given[]): Value {
  const isMethod = call.method === "randomSplit";
  const receiver = isMethod && call.receiver ? machine.evaluate(call.receiver) : undefined;
  const cut = newSplit(call.name, call.method, machine.loops);
  const sets = receiver ? [receiver] : given.filter(({ name, node }) => name === undefined && node.kind !== "Num").map(({ value }) => withRows(machine, value));
  const taken = call.method === "random_split" ? sets.slice(0, 1) : sets;
  const parts = call.method === "random_split" || isMethod ? ["train", "test", "last"] : ["train", "test"];
  return { ...blank(), items: taken.flatMap((value) => parts.map((part) => partValue(value, cut, part))) };
}

/** What a model said has the rows that it was asked about. */
function withRows(machine: Machine, value: Value): Value {
  if (value.rows) return value;
  if (value.prediction?.rows) return like(value, value.prediction.rows);
  return value.items ? together(value.items) : machine.fresh();
}

function partValue(value: Value, cut: Split, part: string): Value {
  if (!value.rows) return { ...blank(), index: { split: cut, part } };
  const rows = partOf(cut, value.rows, part);
  return { ...like(value, rows), index: { split: cut, part } };
}

/** `np.split(X, [800])`: neighbouring parts; which of them is judged, their names or uses show. */
export function cutApart(machine: Machine, call: PyCall, given: readonly Given[]): Value | undefined {
  const [value, at] = [given[0]?.value, call.argument("indices_or_sections", 1)];
  if (!value?.rows || at?.kind !== "List") return undefined;
  const key = `slice ${machine.file.slice(at)}`;
  return { ...blank(), items: ["first", "second", "third", "fourth"].slice(0, at.elements.length + 1).map((part) => like(value, value.rows && halfOf(machine, value.rows, key, part, call.node))) };
}

/** `Subset(rows, indices)`: https://pytorch.org/docs/stable/data.html#torch.utils.data.Subset */
export function subset(machine: Machine, call: PyCall, given: readonly Given[]): Value | undefined {
  const [of, by] = given.map(({ value }) => value);
  if (!of?.rows || !by?.index || !("split" in by.index)) return of && like(of);
  const part = like(of, partOf(by.index.split, of.rows, by.index.part));
  machine.use("leave", part, call.node);
  return part;
}

/** Rows drawn by `sample` become one part of a split once the rest is taken by leaving them out. */
export function restOf(drawn: Rows, at: PyCall): { readonly split: Split; readonly part: string } | undefined {
  const [from] = drawn.of;
  if (drawn.kind === "part" && drawn.split && drawn.part !== undefined) return { split: drawn.split, part: drawn.part };
  if (drawn.kind !== "subset" || !from) return undefined;
  const cut = newSplit(at.name, "sample", []);
  drawn.kind = "part";
  drawn.split = cut;
  drawn.part = "first";
  cut.parts.set(from, new Map([["first", drawn]]));
  return { split: cut, part: "first" };
}

export function resample(machine: Machine, call: PyCall, given: readonly Given[]): Value {
  const sets = given.filter(({ name }) => name === undefined).map(({ value }) => value);
  const replace = call.argument("replace");
  const isShuffle = call.method === "shuffle" || (replace?.kind === "Const" && replace.value === false);
  const isSized = call.argument("n_samples") !== undefined;
  const results = sets.map((value) => {
    if (!value.rows || isShuffle) return like(value);
    const result = like(value, subsetOf(value.rows));
    if (isSized) mark(result, machine.learn(call.node, "resampler", call.method, value.rows));
    return result;
  });
  return results.length === 1 && results[0] ? results[0] : { ...blank(), items: results };
}

const stacks = /^(?:pandas\.concat|numpy\.(?:concatenate|vstack|row_stack|append|hstack|column_stack|dstack)|scipy\.sparse\.(?:hstack|vstack)|torch\.cat|tensorflow\.concat|polars\.concat|dask\.dataframe\.concat)$/;

/** `axis=2` puts channels beside each other. */
function isDeeper(call: PyCall): boolean {
  const axis = call.argument("axis");
  return axis?.kind === "Num" && axis.value > 1;
}

export function concatenate(machine: Machine, call: PyCall, given: readonly Given[]): Value | undefined {
  if (!call.callee || !stacks.test(call.callee)) return undefined;
  const [first] = given;
  const items = call.method === "append" ? given.filter(({ name }) => name === undefined).map(({ value }) => value) : (first?.value.items ?? [...(first?.value.entries?.values() ?? [])]);
  if (items.length === 0) return first ? like(first.value) : blank();
  const isSideways = isAcrossColumns(call, call.method === "append" ? 2 : 1) || isDeeper(call) || /^(?:hstack|column_stack|dstack)$/.test(call.method);
  if (isSideways) {
    const result = blank(items.find(({ rows }) => rows)?.rows);
    for (const one of items) {
      absorb(result, one);
      settlePrediction(machine, result, one);
    }
    return result;
  }
  if (call.method === "append") return together(items);
  return call.node.parent?.kind === "Attribute" && call.node.parent.attr === "T" ? together(items) : stacked(machine, call, items);
}

/** One under the other; rows that stand in two of them are copies. */
export function stacked(machine: Machine, call: PyCall, items: readonly Value[]): Value {
  const result = together(items);
  const twice = items.find((one, index) => one.rows && items.some((other, at) => at !== index && isCopied(one, other)));
  if (twice?.rows) mark(result, machine.learn(call.node, "resampler", call.method, twice.rows));
  return result;
}

/** Columns of one frame under each other are not: `concat([pairs.question1, pairs.question2])`. */
function isCopied(one: Value, other: Value): boolean {
  if (!one.rows || !other.rows || one.isColumn || other.isColumn || one.isGrouped) return false;
  return one.rows === other.rows ? one.view?.column === undefined && other.view?.column === undefined : one.rows.kind !== "source" && contains(other.rows, one.rows);
}

/** `np.repeat(rows, 3, axis=0)`. */
export function repeated(machine: Machine, call: PyCall, of: Value | undefined, axis: PyExpr | undefined): Value {
  if (!of?.rows) return blank();
  const result = like(of);
  if (axis?.kind === "Num" && axis.value === 0) mark(result, machine.learn(call.node, "resampler", call.method, of.rows));
  return result;
}
