/** How modules are named: Node's own always with `node:`, everything else as written. */

/** Node's modules that may be written without the prefix, as `module.builtinModules` lists them in Node 20. */
const builtin = new Set([
  "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto", "dgram", "diagnostics_channel", "dns", "domain", "events", "fs", "http",
  "http2", "https", "inspector", "module", "net", "os", "path", "perf_hooks", "process", "punycode", "querystring", "readline", "repl", "stream", "string_decoder", "sys",
  "timers", "tls", "trace_events", "tty", "url", "util", "v8", "vm", "wasi", "worker_threads", "zlib",
]);
const builtinFolders = new Set(["assert/strict", "dns/promises", "fs/promises", "inspector/promises", "path/posix", "path/win32", "readline/promises", "stream/consumers", "stream/promises", "stream/web", "timers/promises", "util/types"]);

export function moduleName(specifier: string): string {
  return builtin.has(specifier) || builtinFolders.has(specifier) ? `node:${specifier}` : specifier;
}

const knownGlobals = new Set(["fetch", "console", "JSON", "Object", "Request", "Response", "Headers", "Promise", "Array", "Map", "Set", "String", "Boolean", "structuredClone"]);

/** Not this project's own code: a package, a module of Node, or a well-known global. */
export function isForeign(name: string): boolean {
  const [root, member = ""] = name.split(".", 2);
  return root === "globalThis" ? knownGlobals.has(member) : !/^(?:[.#/~]|@\/)/.test(name);
}

/** Names that folders and packages of a workspace have, and packages of the registry that anybody uses do not. */
const homely = /^(?:api|apps?|backend|common|config|constants|controllers?|core|db|database|domain|entities|handlers?|helpers?|infra|lib|libs|middlewares?|models?|modules|repositories|routes|schemas?|server|services?|shared|store|types|utils?)$/;

/** The module, or a thing in it by qualified name, may be this project's own: relative, by an alias, from a base folder, a package of the workspace. */
export function mayBeOwn(name: string): boolean {
  if (/^(?:[.~#/@]|\$?[\w-]+\/)/.test(name)) return true;
  return homely.test(name.split(".", 1)[0] ?? "");
}
