/** The first script of a process or thread that runs the bundle. */
import path from "node:path";
import { isMainThread } from "node:worker_threads";
import { build } from "./build.ts";
import { Scripts, setScripts } from "./scripts.ts";
import { cacheFolder, compiledFolder } from "./workspace/kept.ts";

/** Runs a script of this folder. The command line keeps what was compiled of it, where the user lets anything be kept; a server, which goes by other rules of memory from hour to hour, does not. */
export function load(name: string): object {
  const cache = build === undefined || name === "server.cjs" || process.argv.includes("--no-cache") ? undefined : cacheFolder();
  const kept = cache && path.join(compiledFolder(cache), `${build}-${process.version}-${process.arch}`);
  const scripts = setScripts(new Scripts(__dirname, kept));
  if (isMainThread && kept !== undefined) process.on("exit", () => scripts.keep());
  return scripts.load(name);
}
