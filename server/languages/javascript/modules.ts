/** How modules are named: Node's own always with `node:`, everything else as written. */
import { isBuiltin } from "node:module";

export function moduleName(specifier: string): string {
  return isBuiltin(specifier) && !specifier.startsWith("node:") ? `node:${specifier}` : specifier;
}

/** Not this project's own code: a package, a module of Node, or a global. */
export function isForeign(name: string): boolean {
  return !/^(?:[.#/~]|@\/)/.test(name);
}
