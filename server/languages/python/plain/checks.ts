/** What the grammar takes for something else, where it stands in some places. */
import type { PyExpr } from "../../../../rules/api.ts";
import { refuse } from "../../refusal.ts";

/** What is no type in itself the grammar may read as one that something follows. */
export function checkType(node: PyExpr): void {
  switch (node.kind) {
    case "Attribute": return checkDotted(node.value);
    case "Subscript": return checkDotted(node.value);
    case "Name": case "Str": case "Const": case "Num": case "List": case "Tuple": return;
    case "Binary":
      if (node.op !== "|") refuse();
      checkType(node.left);
      checkType(node.right);
      return;
    case "Unary":
      if (node.operand.kind !== "Num") refuse();
      return;
    case "Call": return checkDotted(node.func);
    default: refuse();
  }
}

function checkDotted(node: PyExpr): void {
  if (node.kind === "Attribute") checkDotted(node.value);
  else if (node.kind !== "Name") refuse();
}

/** What the grammar takes for something that can be given a value, which nothing is that stands in brackets of its own. */
export function checkTarget(node: PyExpr, wrapped: readonly PyExpr[]): void {
  if (wrapped.includes(node)) refuse();
  switch (node.kind) {
    case "Name": case "Attribute": case "Subscript": return;
    case "Starred":
      if (node.value.kind !== "Name" && node.value.kind !== "Attribute" && node.value.kind !== "Subscript" || wrapped.includes(node.value)) refuse();
      return;
    case "Tuple": case "List":
      for (const one of node.elements) checkTarget(one, wrapped);
      return;
    default: refuse();
  }
}
