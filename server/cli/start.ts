/** The process of the command line: how its memory may grow, and what was compiled the last time, where the platform can keep that. */
import module from "node:module";
import { setFlagsFromString } from "node:v8";
import { compiledFolder } from "../workspace/kept.ts";
import { growSparingly } from "../heap.ts";

/** From Node 22.1 on. It never throws: what cannot be kept is compiled again. */
interface Compiler {
  enableCompileCache?(folder: string): void;
}

growSparingly();

// Most of a scan is code that runs a little: the engine's optimising compilers, called as early as they are by themselves, take longer than they save. Measured on 550 and 1,040 Python files: a third of the processor time on Node 20, an eighth on Node 24 and 26.
for (const flag of optimisingPatience(process.versions.v8)) setFlagsFromString(flag);

// A pattern is compiled twice otherwise: to be interpreted when it is first tried, and for the processor when it is tried again. Measured there, a twentieth as well.
setFlagsFromString("--no-regexp-tier-up");

if (!process.argv.includes("--no-cache")) (module as Compiler).enableCompileCache?.(compiledFolder());
await import("./main.ts");

/** How often a function runs before it is worth compiling well, by the engine's version; none for one whose names for it are not known, because it complains of flags that it does not have. */
function optimisingPatience(engine: string): readonly string[] {
  const major = Number.parseInt(engine, 10);
  if (major === 11) return ["--interrupt-budget=1056000"]; // Node 20
  if (major === 12) return ["--invocation-count-for-turbofan=24000"]; // Node 22
  return major === 13 || major === 14 ? ["--invocation-count-for-maglev=4000", "--invocation-count-for-turbofan=48000"] : []; // Node 24 and 26
}
