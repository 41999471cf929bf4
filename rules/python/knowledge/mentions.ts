/** Questions about the text or the calls of a whole file that are asked of each statement by itself, so that an edit asks them of little. */
import type { PyCall, PyNode, PythonFile } from "../../api.ts";
import { anywhere, oncePerFile } from "./code.ts";

/** Whether any statement or comment says this; what is looked for must not lie across two of them. */
export function mentions(pattern: RegExp): (file: PythonFile) => boolean {
  return anywhere(({ here }) => pattern.test(here.text));
}

/** Whether any call of the file is like this. */
export function hasCall(isLike: (call: PyCall, file: PythonFile) => boolean): (file: PythonFile) => boolean {
  return anywhere((file) => file.here.calls().some((call) => isLike(call, file)));
}

/** Whether the file imports something with such a name. */
export function importing(pattern: RegExp): (file: PythonFile) => boolean {
  return oncePerFile((file) => file.imports().some((name) => pattern.test(name)));
}

/**
 * The calls of the function that a call stands in, nested functions left out; at module level those that `loose` gathers from the module level of
 * every statement.
 */
export function besides(file: PythonFile, call: PyCall, loose: (file: PythonFile) => readonly PyCall[]): readonly PyCall[] {
  const home = call.function;
  return home === undefined ? file.collect(loose) : file.here.calls().filter((one) => one.function === home);
}

/** For `besides`: calls at module level that are like this. */
export function looseCalls(isLike: (call: PyCall) => boolean): (file: PythonFile) => readonly PyCall[] {
  return (file) => file.here.calls().filter((call) => call.function === undefined && isLike(call));
}

/** True for what runs with the module itself: no function, lambda or class is around it. */
export function isLoose(node: PyNode): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.kind === "FunctionDef" || at.kind === "Lambda" || at.kind === "ClassDef") return false;
  return true;
}
