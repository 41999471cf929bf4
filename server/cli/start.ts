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

// Most of a scan is code that runs a little: the engine's last compiler, called as early as it is by itself, takes longer than it saves. Measured on 550 Python files, a third of the processor time; twice as patient as that, another twentieth there and on 3,000 files.
const patience = optimisingPatience(process.versions.v8);
if (patience) setFlagsFromString(patience);

// A pattern is compiled twice otherwise: to be interpreted when it is first tried, and for the processor when it is tried again. Measured there, a twentieth as well.
setFlagsFromString("--no-regexp-tier-up");

if (!process.argv.includes("--no-cache")) (module as Compiler).enableCompileCache?.(compiledFolder());
await import("./main.ts");

/** Sixteen times the engine's own, where that was measured, and eight times elsewhere; undefined for one whose name for it is not known, because it complains of flags that it does not have. */
function optimisingPatience(engine: string): string | undefined {
  const major = Number.parseInt(engine, 10);
  if (major === 11) return "--interrupt-budget=1056000"; // Node 20
  return major >= 12 && major <= 13 ? "--invocation-count-for-turbofan=24000" : undefined; // Node 22 to 24
}
