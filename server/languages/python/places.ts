/** What encloses a node. */
import type { PyClassDef, PyFunctionDef, PyLambda, PyNode } from "../../../rules/api.ts";
import { isStatement } from "./scopes.ts";

/** The innermost function whose body holds the node; decorators, defaults and annotations belong outside. */
export function enclosingFunction(node: PyNode): PyFunctionDef | PyLambda | undefined {
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (at.kind === "FunctionDef" && isStatement(child)) return at;
    if (at.kind === "Lambda" && child === at.body) return at;
  }
  return undefined;
}

export function enclosingClass(node: PyNode): PyClassDef | undefined {
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) if (at.kind === "ClassDef" && isStatement(child)) return at;
  return undefined;
}
