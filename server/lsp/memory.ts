/** Keeps the heap near what lives in it while much garbage is made; typing gets the roomy heap, which collects less often. */
import { setFlagsFromString } from "node:v8";

const frugal = ["--heap-growing-percent=15", "--semi-space-growth-factor=1"];
const roomy = ["--heap-growing-percent=0", "--semi-space-growth-factor=2"]; // V8's own defaults

let running = 0;

/** A scan makes garbage many times what it keeps: left alone, V8 lets the heap grow to several times of what lives and rarely gives it back. */
export async function withFrugalHeap<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running++ === 0) frugal.forEach((flag) => setFlagsFromString(flag));
  try {
    return await work();
  } finally {
    if (--running === 0) roomy.forEach((flag) => setFlagsFromString(flag));
  }
}
