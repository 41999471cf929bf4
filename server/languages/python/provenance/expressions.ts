/** What an expression holds: rows travel through arithmetic, containers and calls. */
import type { PyAttribute, PyBinary, PyComprehension, PyExpr } from "../../../../rules/api.ts";
import { assign } from "./assignments.ts";
import { evaluateCall } from "./calls.ts";
import { learnedBy } from "./features.ts";
import { modelsOf } from "./loops.ts";
import { type Machine, methodOf } from "./machine.ts";
import { heldAgainst } from "./scores.ts";
import { select } from "./selections.ts";
import { absorb, blank, join, like, settle, together, type Value } from "./values.ts";

export function evaluate(machine: Machine, node: PyExpr): Value {
  switch (node.kind) {
    case "Name": return machine.lookup(node.id) ?? blank();
    case "Attribute": return attributeOf(machine, node);
    case "Call": return evaluateCall(machine, node);
    case "Subscript": return select(machine, node);
    case "List": case "Tuple": return sequence(machine, node.elements);
    case "Dict": return { ...blank(), entries: new Map(node.entries.map(({ key, value }, index) => [key?.kind === "Str" ? key.value : `#${index}`, machine.evaluate(value)])) };
    case "Binary": return binary(machine, node);
    case "Compare": case "BoolOp": case "Unary": return logical(machine, node);
    case "Conditional": return join([machine.evaluate(node.then), machine.evaluate(node.otherwise)]);
    case "Await": case "Starred": return node.value ? machine.evaluate(node.value) : blank();
    case "NamedExpr": {
      const value = machine.evaluate(node.value);
      assign(machine, node.target, value, node.value);
      return value;
    }
    case "Lambda": return { ...blank(), callable: { definition: node } };
    case "Comprehension": return comprehension(machine, node);
    default: return blank();
  }
}

function sequence(machine: Machine, elements: readonly PyExpr[]): Value {
  const items = elements.flatMap((one) => {
    const value = machine.evaluate(one);
    return one.kind === "Starred" && value.items ? value.items : [value];
  });
  return { ...together(items), rows: undefined, items };
}

const windowOfColumn = new Set(["values", "T", "iloc", "loc", "ix", "iat", "at", "str", "dt", "cat", "array", "data"]);
const rowlessAttributes = new Set(["shape", "columns", "dtypes", "dtype", "size", "ndim", "empty"]);

/** What a fitted object says about columns; whoever chooses by it has seen the rows. */
const tellsOfRows = /^(?:support_|ranking_|scores_|pvalues_|feature_importances_|coef_)$/;

function attributeOf(machine: Machine, node: PyAttribute): Value {
  const on = machine.evaluate(node.value);
  const field = on.fields?.get(node.attr);
  if (field) return field;
  if (on.instanceOf) {
    const definition = methodOf(on.instanceOf, node.attr);
    return definition ? { ...blank(), callable: { definition, self: on } } : blank();
  }
  if (on.estimator && /^best_estimator_$|^model$/.test(node.attr)) return on;
  if (on.estimator && tellsOfRows.test(node.attr)) return { ...blank(), latent: new Set(learnedBy(machine, on.estimator)) };
  if (on.estimator) return { ...blank(), callable: { method: node.attr, on } };
  if (!on.rows) return on.prediction ?? (on.latent.size > 0 && /^(?:index|columns|values)$/.test(node.attr)) ? like(on) : blank();
  if (node.attr === "index") return { ...blank(), index: { ofRows: on.rows } };
  if (rowlessAttributes.has(node.attr)) return blank();
  if (windowOfColumn.has(node.attr)) return { ...like(on), view: { of: on.view?.of ?? on, column: on.view?.column } };
  const result = like(on);
  for (const [learning, column] of on.traces) if (column !== undefined && column !== node.attr) result.traces.delete(learning);
  return { ...result, isColumn: true, view: { of: on, column: node.attr } };
}

function binary(machine: Machine, node: PyBinary): Value {
  const left = machine.evaluate(node.left);
  const right = machine.evaluate(node.right);
  if (left.items && right.items && node.op === "+") return { ...together([...left.items, ...right.items]), items: [...left.items, ...right.items] };
  const copied = node.op === "*" ? [left, right].find(({ items }) => items) : undefined;
  if (copied?.items) return { ...copied, items: [...copied.items, ...copied.items] };
  const rows = left.rows ?? right.rows;
  const result = blank(rows);
  for (const side of [left, right]) {
    if (rows) settle(result, side);
    else {
      absorb(result, side);
      for (const learning of side.latent) result.latent.add(learning);
    }
  }
  const prediction = heldAgainst(node, [left, right]);
  return prediction ? { ...result, prediction } : result;
}

/** Answers yes or no for each row: no rows, and no trace of what it was compared with; `-x` and `~x` stay themselves. */
function logical(machine: Machine, node: Extract<PyExpr, { kind: "Compare" | "BoolOp" | "Unary" }>): Value {
  if (node.kind === "Unary") {
    const value = machine.evaluate(node.operand);
    return node.op === "~" && value.index && "split" in value.index ? { ...blank(), index: { ...value.index, part: value.index.part === "first" ? "second" : "first" } } : like(value);
  }
  const values = node.kind === "Compare" ? [node.left, ...node.rights].map((one) => machine.evaluate(one)) : [machine.evaluate(node.left), machine.evaluate(node.right)];
  if (node.kind === "BoolOp") return join(values);
  const rows = values.find((value) => value.rows)?.rows;
  const prediction = heldAgainst(node, values);
  return { ...blank(rows), ...(prediction && { prediction }) };
}

function comprehension(machine: Machine, node: PyComprehension): Value {
  const [only] = node.clauses;
  if (only && node.clauses.length === 1 && node.of === "list") {
    const turns = modelsOf(machine, only.iter);
    if (turns.length > 1) return { ...blank(), items: turns.map((turn) => (assign(machine, only.target, turn, undefined), machine.evaluate(node.element))) };
  }
  for (const { target, iter } of node.clauses) assign(machine, target, machine.elementOfLoop(iter), undefined);
  const value = machine.inLoop(node, () => machine.evaluate(node.value ?? node.element));
  const from = only && node.clauses.length === 1 ? machine.evaluate(only.iter) : undefined;
  if (value.isOpaque && from?.rows) return like(from); // something out of sight, element by element
  if (from?.prediction && !value.rows && !value.prediction) return like(from); // labels made of what was said
  return value.items ? { ...blank(), items: value.items } : value;
}
