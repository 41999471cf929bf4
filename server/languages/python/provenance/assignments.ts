/** Putting values into names, attributes, columns and corners of frames. */
import type { PyAugAssign, PyExpr, PyName, PySubscript } from "../../../../rules/api.ts";
import { columnsOf } from "./selections.ts";
import { settlePrediction } from "./features.ts";
import { type Machine, namedSide } from "./machine.ts";
import { absorb, blank, elementOf, like, settle, type Value, withoutColumns } from "./values.ts";

export function assign(machine: Machine, target: PyExpr, value: Value, source: PyExpr | undefined): void {
  switch (target.kind) {
    case "Name": assignName(machine, target, value); return;
    case "Attribute": assignAttribute(machine, target.value, target.attr, value); return;
    case "Subscript": assignCorner(machine, target, value); return;
    case "Starred": return assign(machine, target.value as PyExpr, value, undefined);
    case "Tuple": case "List": assignEach(machine, target.elements, value, source); return;
    default:
  }
}

function assignName(machine: Machine, target: PyName, value: Value): void {
  const side = namedSide(target.id);
  if (side && value.rows && value.rows.kind !== "union") value.rows.named ??= side;
  machine.scope.set(target.id, value);
}

/** `X, y = load()`: each is a set of rows of its own when nothing more is known. */
function assignEach(machine: Machine, targets: readonly PyExpr[], value: Value, source: PyExpr | undefined): void {
  const isOpaque = !value.items && value.isOpaque && (source === undefined || source.kind === "Call");
  targets.forEach((target, index) => {
    const part = value.items ? (value.items[index] ?? blank()) : isOpaque ? machine.fresh(undefined, value.rows?.from) : elementOf(value);
    assign(machine, target, part, undefined);
  });
}

function assignAttribute(machine: Machine, owner: PyExpr, attr: string, value: Value): void {
  const on = machine.evaluate(owner);
  const side = namedSide(attr);
  if (side && value.rows && value.rows.kind !== "union") value.rows.named ??= side;
  if (on.instanceOf || on.fields) (on.fields ??= new Map()).set(attr, value);
  else if (on.rows && attr !== "columns" && attr !== "index" && attr !== "name") assignColumn(machine, on, attr, value);
}

function assignColumn(machine: Machine, frame: Value, column: string, value: Value): void {
  withoutColumns(frame, [column]);
  settleRows(machine, frame, value, column);
}

function assignCorner(machine: Machine, target: PySubscript, value: Value): void {
  const on = machine.evaluate(target.value);
  const columns = columnsOf(machine, target.index);
  if (on.entries && target.index.kind === "Str") {
    on.entries.set(target.index.value, value);
    return;
  }
  if (columns && columns.length > 0) {
    withoutColumns(on, columns);
    for (const column of columns) settleRows(machine, on, value, column);
    return;
  }
  const isCorner = target.index.kind === "Tuple";
  const named = isCorner && target.index.kind === "Tuple" ? target.index.elements[1] : undefined;
  const column = named?.kind === "Str" ? named.value : undefined;
  if (isCorner || on.view) settle(on, value, column ?? on.view?.column);
  else absorb(on, value);
  on.rows ??= value.rows;
  if (on.view) on.view.of.rows ??= value.rows;
}

/** A statistic alone makes a constant column, which tells nothing of any row; with rows it has already left its trace. */
function settleRows(machine: Machine, frame: Value, value: Value, column: string): void {
  settlePrediction(machine, frame, value, column);
  absorb(frame, value, column);
  frame.rows ??= value.rows;
}

export function augment(machine: Machine, node: PyAugAssign): void {
  const current = machine.evaluate(node.target);
  const value = machine.evaluate(node.value);
  if (current.rows) {
    const result = like(current);
    settle(result, value);
    assign(machine, node.target, result, undefined);
    return;
  }
  if (node.target.kind === "Name" && value.rows) machine.scope.set(node.target.id, value);
}
