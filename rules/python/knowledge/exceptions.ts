/** What an `except` catches and whether its body keeps the error. */
import type { PyExpr, PyHandler, PyNode, PythonFile } from "../../api.ts";
import { lastName, runs } from "./code.ts";

const broad = new Set(["Exception", "BaseException", "StandardError"]);

/** `bare`: catches everything; `broad`: names Exception or wider, also inside tuples and aliases. */
export function breadthOf(file: PythonFile, type: PyExpr | undefined): "bare" | "broad" | "narrow" {
  if (!type) return "bare";
  return caughtTypes(file, type).some((name) => broad.has(name.replace(/^builtins\./, ""))) ? "broad" : "narrow";
}

/** Qualified names of the types caught, tuples flattened and aliases followed; "" for what cannot be read. */
export function caughtTypes(file: PythonFile, type: PyExpr, depth = 0): string[] {
  if (depth > 4) return [""];
  const elements = type.kind === "Tuple" ? type.elements : undefined;
  if (elements) return elements.flatMap((one) => caughtTypes(file, one, depth + 1));
  if (type.kind === "Starred") return caughtTypes(file, type.value, depth + 1);
  const value = file.valueOf(type);
  if (value.kind === "symbol") return [value.name];
  if (value.kind === "tuple") return value.elements.flatMap((one) => caughtTypes(file, one, depth + 1));
  return [file.qualifiedName(type) ?? lastName(type)];
}

/** The error is raised on, perhaps inside another. */
export function raises(file: PythonFile, handler: PyHandler): boolean {
  return runs(file, handler.body, (node) => node.kind === "Raise");
}

/** Nodes that use the caught error by its name. */
export function usesOf(file: PythonFile, handler: PyHandler, test: (use: PyNode) => boolean = () => true): boolean {
  const { name } = handler;
  return name !== undefined && runs(file, handler.body, (node) => node.kind === "Name" && node.id === name && test(node));
}

/** Calls that end the program: whoever started it sees that it failed. */
export function endsProgram(callee: string | undefined): boolean {
  return /^(?:sys\.exit|os\._exit|os\.abort|builtins\.(?:exit|quit)|pytest\.(?:fail|skip|exit)|typer\.Exit|click\.Abort)$/.test(callee ?? "");
}
