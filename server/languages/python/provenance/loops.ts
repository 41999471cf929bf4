/** What the turns of a loop are about: all at once, or one by one where each has a model of its own. */
import type { PyExpr, PyNodeOf } from "../../../../rules/api.ts";
import type { Machine } from "./machine.ts";
import { blank, elementOf, type Value } from "./values.ts";

/** More turns than these are told from the first ones. */
const mostTurns = 8;

export function turnsOf(machine: Machine, node: PyNodeOf<"For">): readonly Value[] {
  const over = machine.evaluate(node.iter);
  const count = node.target.kind === "Name" ? countOf(machine, node.iter) : undefined;
  if (node.target.kind === "Name" && count !== undefined && countsModels(machine, node, node.target.id)) return Array.from({ length: Math.min(count, mostTurns) }, (_, number) => ({ ...blank(), number }));
  const turns = over.items?.filter(holdsModel) ?? [];
  const counted = partCounted(machine, node.iter);
  if (counted) return [{ ...blank(), index: counted }];
  return turns.length > 1 ? turns.slice(0, mostTurns) : [elementOf(over)];
}

/** Models, or tuples with one, that a comprehension goes through. */
export function modelsOf(machine: Machine, iter: PyExpr): readonly Value[] {
  return (machine.evaluate(iter).items?.filter(holdsModel) ?? []).slice(0, mostTurns);
}

function holdsModel(value: Value): boolean {
  return value.estimator !== undefined || (value.items?.some((one) => one.estimator !== undefined) ?? false);
}

/** `range(3)`, `range(len(models))`. */
function countOf(machine: Machine, iter: PyExpr): number | undefined {
  if (iter.kind !== "Call" || machine.file.call(iter).callee !== "builtins.range") return undefined;
  const { positional } = machine.file.call(iter);
  const end = positional.length === 1 ? positional[0] : positional[0]?.kind === "Num" && positional[0].value === 0 ? positional[1] : undefined;
  if (end?.kind === "Num") return end.value;
  const [of] = end?.kind === "Call" && machine.file.call(end).callee === "builtins.len" ? machine.file.call(end).positional : [];
  return of && machine.evaluate(of).items?.length;
}

/** `range(60, len(train))` counts through the rows of one part. */
function partCounted(machine: Machine, iter: PyExpr): Value["index"] {
  if (iter.kind !== "Call" || machine.file.call(iter).callee !== "builtins.range") return undefined;
  const end = machine.file.call(iter).positional.slice(0, 2).pop();
  const of = end?.kind === "Call" && machine.file.call(end).callee === "builtins.len" ? machine.file.call(end).positional[0]
    : end?.kind === "Subscript" && end.value.kind === "Attribute" && end.value.attr === "shape" ? end.value.value : undefined;
  const rows = of && machine.evaluate(of).rows;
  return rows?.kind === "part" && rows.split && rows.part !== undefined ? { split: rows.split, part: rows.part } : undefined;
}

/** `models[i].fit(…)` in the body. */
function countsModels(machine: Machine, node: PyNodeOf<"For">, name: string): boolean {
  return machine.file.nodes("Subscript").some(({ start, end, value, index }) => start >= node.start && end <= node.end && index.kind === "Name" && index.id === name
    && value.kind === "Name" && (machine.lookup(value.id)?.items?.some(holdsModel) ?? false));
}
