/** The process of the command line: starts it with what was compiled the last time, where the platform can keep that. */
import module from "node:module";
import path from "node:path";
import { cacheFolder } from "../workspace/cache.ts";

/** From Node 22.1 on. It never throws: what cannot be kept is compiled again. */
interface Compiler {
  enableCompileCache?(folder: string): void;
}

if (!process.argv.includes("--no-cache")) (module as Compiler).enableCompileCache?.(path.join(cacheFolder(), "compiled"));
await import("./main.ts");
