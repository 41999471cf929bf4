/** Memory over a very long time of typing, in Python and TypeScript: resident and heap, after every tenth of the edits. What it ends with must be about what it had after the first. */
import { seeded } from "../../test/fuzz/mutations.ts";
import { Live } from "../../test/fuzz/replay.ts";
import { rewrite } from "../../test/fuzz/rewrites.ts";
import { examples } from "./corpus.ts";
import type { Options } from "./options.ts";

const longest = 2500;
/** Resident memory is the system's to give and take: what the heap keeps is the measure. */
const mostGrowth = 30;

/** 1 when the heap grew. */
export function memory({ cases, seed, only }: Options): number {
  let grown = 0;
  for (const path of ["shop.py", "shop.ts"].filter((one) => !only || only.test(one))) {
    const text = examples().filter((one) => one.path.endsWith(path.slice(4))).map((one) => one.text).join("\n").slice(0, longest);
    const random = seeded(seed);
    const live = new Live(new Map([[path, text]]));
    const kept: number[] = [];
    const report = Math.max(1, Math.floor(cases / 10));
    for (let edit = 1; edit <= cases; edit++) {
      const now = live.texts.get(path) ?? "";
      if (edit % 20 === 0) live.edit(path, [{ at: { start: 0, end: now.length }, text }]); // else edits pile up
      else live.edit(path, rewrite(random, now, text, now));
      live.analysis.findings(path);
      if (edit % report !== 0) continue;
      globalThis.gc?.();
      const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
      kept.push((heapUsed + external) / 1e6);
      console.log(`${path} after ${edit} edits: resident ${Math.round(rss / 1e6)} MB, heap ${Math.round(heapUsed / 1e6)} MB, outside ${Math.round((external + arrayBuffers) / 1e6)} MB`);
    }
    live.close();
    if ((kept.at(-1) ?? 0) - (kept[0] ?? 0) > mostGrowth) grown++;
  }
  return grown;
}
