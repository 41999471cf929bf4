/** The process of the command line: how its memory may grow, and when its code is compiled well. */
import { setFlagsFromString } from "node:v8";
import { growSparingly } from "../heap.ts";

growSparingly();

// Most of a scan is code that runs a little: the engine's optimising compilers, called as early as they are by themselves, take longer than they save. Measured on 550 and 1,040 Python files: a third of the processor time on Node 20, an eighth on Node 24 and 26.
for (const flag of optimisingPatience(process.versions.v8)) setFlagsFromString(flag);

// A pattern is compiled twice otherwise: to be interpreted when it is first tried, and for the processor when it is tried again. Measured there, a twentieth as well.
setFlagsFromString("--no-regexp-tier-up");

void import("./main.ts"); // by flags that stay

/** How often a function runs before it is worth compiling well, by the engine's version; none for one whose names for it are not known, because it complains of flags that it does not have. */
function optimisingPatience(engine: string): readonly string[] {
  const major = Number.parseInt(engine, 10);
  if (major === 11) return ["--interrupt-budget=1056000"]; // Node 20
  if (major === 12) return ["--invocation-count-for-turbofan=24000"]; // Node 22
  return major === 13 || major === 14 ? ["--invocation-count-for-maglev=4000", "--invocation-count-for-turbofan=48000"] : []; // Node 24 and 26
}
