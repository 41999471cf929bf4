/** Texts of every language and format with what stands in them exchanged: nothing throws, nothing is said of places that are not there, and what a fix leaves can be read by the same rules. */
import { seeded } from "../../test/fuzz/mutations.ts";
import { wrongWith } from "../../test/fuzz/sound.ts";
import { Shapes } from "../../test/fuzz/shapes.ts";
import { examples } from "./corpus.ts";
import type { Options } from "./options.ts";
import { smaller } from "./smaller.ts";

/** How many texts went wrong. */
export function shapes({ cases, seed, only, until }: Options): number {
  const source = new Shapes(examples().filter(({ path }) => !only || only.test(path)));
  const seen = new Set<string>();
  let [done, failed] = [0, 0];
  const started = Date.now();
  for (; done < cases && Date.now() < until; done++) {
    const { path, text } = source.next(seeded(seed + done));
    if (only && !only.test(path)) continue;
    const wrong = wrongWith(path, text);
    if (done % 10_000 === 9999) console.log(`${done + 1} texts, ${failed} failures, ${Math.round((Date.now() - started) / 1000)} s, ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
    if (wrong === undefined) continue;
    failed++;
    const what = wrong.replace(/\d+/g, "N").slice(0, 160);
    if (seen.has(what)) continue;
    seen.add(what);
    const [least] = smaller([text], ([one]) => wrongWith(path, one ?? "") !== undefined);
    console.log(`seed ${seed + done} ${path}\n  ${wrong}\n  ${JSON.stringify(least)}`);
  }
  console.log(`${done} texts, ${failed} failed in ${seen.size} ways`);
  return failed;
}
