/** The process of the command line: how its memory may grow, and what was compiled the last time, where the platform can keep that. */
import module from "node:module";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { cacheFolder } from "../workspace/cache.ts";

/** From Node 22.1 on. It never throws: what cannot be kept is compiled again. */
interface Compiler {
  enableCompileCache?(folder: string): void;
}

// What a scan keeps is small beside what it lets go of: left alone, the heap grows to many times of that before it is cleaned. Measured on 550 Python files, a quarter less memory for the same time.
setFlagsFromString("--heap-growing-percent=50");

if (!process.argv.includes("--no-cache")) (module as Compiler).enableCompileCache?.(path.join(cacheFolder(), "compiled"));
await import("./main.ts");
