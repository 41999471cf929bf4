/** What the grammar takes for something else, where it stands in some places. */
import type { PyExpr } from "../../../../rules/api.ts";
import { refuse } from "./tokens.ts";

/** Where something is called the grammar may take the star for a part of what is called. */
export function isPlainSpread(node: PyExpr): boolean {
  if (node.kind === "Attribute" || node.kind === "Subscript") return isPlainSpread(node.value);
  return node.kind !== "Call";
}

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

/** What the grammar takes for something that can be given a value. */
export function checkTarget(node: PyExpr): void {
  switch (node.kind) {
    case "Name": case "Attribute": case "Subscript": return;
    case "Starred":
      if (node.value.kind !== "Name" && node.value.kind !== "Attribute" && node.value.kind !== "Subscript") refuse();
      return;
    case "Tuple": case "List":
      for (const one of node.elements) checkTarget(one);
      return;
    default: refuse();
  }
}
