/** Taking parts of rows: slices, masks, indices of a split, columns. */
import type { PyExpr, PySlice, PySubscript } from "../../../../rules/api.ts";
import type { Machine } from "./machine.ts";
import { ancestry, newSplit, partOf, type Rows, subsetOf, unitesSides } from "./rows.ts";
import { blank, elementOf, like, project, settle, type Value } from "./values.ts";

export function select(machine: Machine, node: PySubscript): Value {
  const on = machine.evaluate(node.value);
  const { index } = node;
  if (on.entries && index.kind === "Str") return on.entries.get(index.value) ?? blank();
  if (on.items) {
    const counted = index.kind === "Name" ? machine.lookup(index.id)?.number : undefined;
    const chosen = counted !== undefined ? on.items.at(counted) : index.kind === "Num" ? on.items.at(index.value) : index.kind === "Unary" && index.operand.kind === "Num" ? on.items.at(-index.operand.value) : undefined;
    return chosen ?? elementOf(on);
  }
  // an empty frame is filled through its columns
  if (!on.rows) return index.kind === "Str" && on.latent.size === 0 ? { ...like(on), view: { of: on, column: index.value } } : chosenBy(machine, like(on), index);
  const part = selectRows(machine, node, on);
  if (on.isGrouped) part.isGrouped = true;
  if (on.isWindow) part.isWindow = true;
  return part;
}

/** What a statistic chose still tells of the rows it was taken over: `X.columns[chooser.get_support()]`. */
function chosenBy(machine: Machine, value: Value, index: PyExpr): Value {
  const chooser = index.kind === "Compare" ? index.left : index;
  if (chooser.kind === "Name" || chooser.kind === "Call" || chooser.kind === "Attribute" || chooser.kind === "Subscript") {
    const by = machine.evaluate(chooser);
    if (!by.rows) for (const learning of by.latent) value.latent.add(learning);
  }
  return value;
}

function selectRows(machine: Machine, node: PySubscript, on: Value & { rows?: Rows | undefined }): Value {
  if (!on.rows) return like(on);
  const { index } = node;
  const named = columnsOf(machine, index);
  const frame = on.view?.of ?? on;
  if (named) {
    const [column, ...more] = named;
    return { ...project(frame, named), view: { of: frame, column: more.length === 0 ? column : undefined }, ...(index.kind === "Str" && { isColumn: true }) };
  }
  const first = index.kind === "Tuple" ? index.elements[0] : index;
  const rows = first ? rowsSelected(machine, on.rows, first, machine.file.slice(node.value)) : on.rows;
  if (index.kind === "Tuple") return cornerOf(frame, rows, index.elements[1]);
  if (rows !== on.rows) return like(on, rows);
  const chosen: Value = { ...like(on), view: { of: frame, column: on.view?.column } };
  const by = chosenBy(machine, blank(), index);
  if (by.latent.size === 0) return chosen;
  const columns = like(on);
  settle(columns, by);
  return columns;
}

/** `df.loc[rows, columns]`, `X[:, 3]`. */
function cornerOf(frame: Value, rows: Rows | undefined, second: PyExpr | undefined): Value {
  const names = second?.kind === "Str" ? [second.value] : second?.kind === "List" ? strings(second.elements) : undefined;
  const result = project(frame, names);
  if (second?.kind === "Num" || second?.kind === "Unary") result.isColumn = true;
  if (rows === frame.rows) return { ...result, view: { of: frame, column: names?.length === 1 ? names[0] : undefined } };
  result.rows = rows;
  return result;
}

/** The columns an index names; undefined when it selects rows or cannot be seen. */
export function columnsOf(machine: Machine, index: PyExpr): readonly string[] | undefined {
  if (index.kind === "Str") return [index.value];
  if (index.kind === "List") return strings(index.elements);
  if (index.kind !== "Name") return undefined;
  const value = machine.file.valueOf(index);
  if (value.kind === "string") return [value.value];
  return value.kind === "list" ? strings(value.elements) : undefined;
}

function strings(elements: readonly PyExpr[]): readonly string[] | undefined {
  const found = elements.flatMap((one) => (one.kind === "Str" ? [one.value] : []));
  return found.length === elements.length && found.length > 0 ? found : undefined;
}

function rowsSelected(machine: Machine, rows: Rows, index: PyExpr, base: string): Rows {
  if (index.kind === "Slice") return sliced(machine, rows, index);
  const value = index.kind === "Str" || index.kind === "Num" ? undefined : machine.evaluate(index);
  const chosen = value?.index;
  if (chosen && "split" in chosen) return ancestry(rows).some(({ split }) => split === chosen.split) ? rows : partOf(chosen.split, rows, chosen.part);
  if (chosen) return chosen.ofRows;
  const drawn = value?.rows;
  if (drawn?.kind === "part" && drawn.split && drawn.part !== undefined && !ancestry(drawn).some((one) => ancestry(rows).includes(one))) return partOf(drawn.split, rows, drawn.part);
  const half = maskOf(machine, index, base);
  const isOrdered = index.kind === "Compare" && index.ops[0] !== "!=";
  if (half) return halfOf(machine, rows, isOrdered ? neighbourOf(machine, rows, half) : half.key, half.part, index);
  if (index.kind === "Name" && !drawn && /\.i?loc$/.test(base)) return subsetOf(rows);
  return index.kind === "Compare" || index.kind === "Binary" || index.kind === "Unary" ? subsetOf(rows) : rows;
}

function sliced(machine: Machine, rows: Rows, index: PySlice): Rows {
  const { file } = machine;
  const lower = index.lower?.kind === "Num" && index.lower.value === 0 ? undefined : index.lower;
  const isWholeLength = index.upper !== undefined && lower !== undefined && /^(?:len\([\w.]+\)|[\w.]+\.shape\[0\])$/.test(file.slice(index.upper));
  const upper = isWholeLength ? undefined : index.upper;
  if (index.step || (!lower && !upper)) return rows;
  if (lower && upper) return between(machine, rows, lower, upper, index);
  const bound = lower ?? upper;
  return bound ? halfOf(machine, rows, `slice ${boundText(machine, bound)}`, lower ? "second" : "first", index) : rows;
}

/** A window of rows counted through one part lies in that part; otherwise `a:b` are some of `a:`. */
function between(machine: Machine, rows: Rows, lower: PyExpr, upper: PyExpr, at: PyExpr): Rows {
  for (const name of [lower, upper].flatMap((bound) => [bound, ...machine.file.childrenOf(bound)])) {
    const counted = name.kind === "Name" ? machine.lookup(name.id)?.index : undefined;
    if (counted && "split" in counted) return ancestry(rows).some(({ split }) => split === counted.split) ? rows : partOf(counted.split, rows, counted.part);
  }
  return subsetOf(lower.kind === "Name" || lower.kind === "Num" ? halfOf(machine, rows, `slice ${boundText(machine, lower)}`, "second", at) : rows);
}

/** `n - 60` cuts where `n` cuts: windows reach back a little. */
function boundText(machine: Machine, bound: PyExpr): string {
  const core = bound.kind === "Binary" && (bound.op === "-" || bound.op === "+") && bound.right.kind !== "Call" && bound.left.kind === "Name" ? bound.left : bound;
  return machine.file.slice(core).replace(/\s+/g, "");
}

const compared: Readonly<Record<string, "first" | "second">> = { "<": "first", "<=": "first", "==": "first", ">=": "second", ">": "second", "!=": "second" };

function maskOf(machine: Machine, index: PyExpr, base: string): { key: string; part: string } | undefined {
  const text = (node: PyExpr) => machine.file.slice(node).replace(/\s+/g, "").replaceAll(base, "");
  if (index.kind === "Unary" && index.op === "~") return { key: `mask ${text(index.operand)}`, part: "second" };
  if (index.kind === "Name") return isNegatedSomewhere(machine, index.id) ? { key: `mask ${index.id}`, part: "first" } : undefined;
  if (index.kind === "Call") return { key: `mask ${text(index)}`, part: "first" };
  const [op] = index.kind === "Compare" ? index.ops : [];
  const [right] = index.kind === "Compare" ? index.rights : [];
  const part = op && compared[op];
  if (index.kind !== "Compare" || !part || !right || index.ops.length > 1) return undefined;
  return op === "==" && (right.kind === "Str" || right.kind === "Const" || right.kind === "Num") ? { key: `is ${text(index.left)}`, part: text(right) } : { key: `compare ${text(index.left)} ${text(right)}`, part };
}

/** `year <= 2016` and `year >= 2017` cut once: the key of the half that was taken before, when none of its rows are in this one. */
function neighbourOf(machine: Machine, rows: Rows, { key, part }: { key: string; part: string }): string {
  const bound = boundIn(key);
  const known = machine.halves.get(rows);
  if (!bound || !known || known.has(key)) return key;
  return [...known].find(([other, split]) => {
    const its = boundIn(other);
    const taken = split.parts.get(rows);
    if (its?.of !== bound.of || its.at.length !== bound.at.length || taken?.size !== 1 || taken.has(part)) return false;
    return part === "second" ? its.at <= bound.at : its.at >= bound.at;
  })?.[0] ?? key;
}

/** What a mask compares and the written number or date it is compared with. */
function boundIn(key: string): { of: string; at: string } | undefined {
  const [, of, at] = /^compare (\S+) ["']?([\d-]+)["']?$/.exec(key) ?? [];
  return of !== undefined && at !== undefined ? { of, at } : undefined;
}

function isNegatedSomewhere(machine: Machine, name: string): boolean {
  return machine.file.turnedRound().has(name);
}

export function halfOf(machine: Machine, rows: Rows, key: string, part: string, at: PyExpr): Rows {
  // what was put together of two sides is taken apart into them
  const side = key.startsWith("slice") && rows.kind === "union" && rows.of.length === 2 && unitesSides(rows) ? rows.of[part === "first" ? 0 : 1] : undefined;
  if (side) return side;
  let splits = machine.halves.get(rows);
  if (!splits) machine.halves.set(rows, (splits = new Map<string, ReturnType<typeof newSplit>>()));
  let split = splits.get(key);
  if (!split) splits.set(key, (split = newSplit(at, key.startsWith("slice") ? "slice" : "mask", machine.loops, { isSurely: false })));
  return partOf(split, rows, part);
}
