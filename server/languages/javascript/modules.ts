/** How modules are named: Node's own always with `node:`, everything else as written. */
import { isBuiltin } from "node:module";

export function moduleName(specifier: string): string {
  return isBuiltin(specifier) && !specifier.startsWith("node:") ? `node:${specifier}` : specifier;
}

const knownGlobals = new Set(["fetch", "console", "JSON", "Object", "Request", "Response", "Headers", "Promise", "Array", "Map", "Set", "String", "Boolean", "structuredClone"]);

/** Not this project's own code: a package, a module of Node, or a well-known global. */
export function isForeign(name: string): boolean {
  const [root, member = ""] = name.split(".", 2);
  return root === "globalThis" ? knownGlobals.has(member) : !/^(?:[.#/~]|@\/)/.test(name);
}
