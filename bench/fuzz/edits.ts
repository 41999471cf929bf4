/** Random edit scripts over real files: after every edit the living analysis says what a fresh one says. Failures are made small before they are shown. */
import { applied, pick, seeded, type Random } from "../../test/fuzz/mutations.ts";
import { Live, played } from "../../test/fuzz/replay.ts";
import { rewrite } from "../../test/fuzz/rewrites.ts";
import { examples, filesBelow, kindOf, read, type Sample } from "./corpus.ts";
import type { Options } from "./main.ts";
import { smaller } from "./smaller.ts";

const steps = 12;
const longestText = 9000;

/** How many scripts went wrong. */
export function edits({ cases, folder, seed, only, until }: Options): number {
  const sources = corpus(folder, only);
  let [done, failed, script] = [0, 0, 0];
  const seen = new Set<string>();
  const started = Date.now();
  for (; done < cases && Date.now() < until; script++) {
    const random = seeded(seed + script);
    const { wrong, texts, path, others, count } = playScript(random, sources);
    done += count;
    if (script % 250 === 249) console.log(`${done} edits, ${failed} failures, ${Math.round((Date.now() - started) / 1000)} s, ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
    if (wrong === undefined) continue;
    failed++;
    const what = wrong.replace(/\d+/g, "N").slice(0, 160);
    if (seen.has(what)) continue;
    seen.add(what);
    const least = smaller(texts, (fewer) => played(path, fewer, others) !== undefined);
    console.log(`seed ${seed + script} ${path}\n  ${played(path, least, others) ?? wrong}\n  ${JSON.stringify(least)}${others.size > 0 ? `\n  beside ${JSON.stringify([...others])}` : ""}`);
  }
  console.log(`${done} edits in ${script} scripts, ${failed} scripts failed`);
  return failed;
}

function playScript(random: Random, sources: Sources) {
  const { path, text: start } = sources.any(random);
  const others = new Map(random() < 0.3 ? [sources.any(random)].filter((other) => other.path !== path).map((other) => [other.path, other.text]) : []);
  const pool = `${start}\n${sources.any(random).text}`;
  const texts = [start];
  const live = new Live(new Map([[path, start], ...others]));
  let wrong: string | undefined;
  let count = 0;
  while (count < steps && wrong === undefined) {
    const text = live.texts.get(path) ?? "";
    const changes = rewrite(random, text, pool, texts.at(-2) ?? start);
    const next = applied(text, changes);
    if (next.length > 3 * longestText) break;
    texts.push(next);
    count++;
    wrong = live.wrongAfterEdit(path, changes);
  }
  live.close();
  return { wrong, texts, path, others, count };
}

interface Sources {
  any(random: Random): Sample;
}

/** Kinds are drawn with the weight of the root of their number, so that rare ones are met often. */
function corpus(folder: string | undefined, only: RegExp | undefined): Sources {
  const byKind = new Map<string, (() => Sample | undefined)[]>();
  const add = (path: string, load: () => Sample | undefined) => {
    if (only && !only.test(path)) return;
    const list = byKind.get(kindOf(path));
    if (list) list.push(load);
    else byKind.set(kindOf(path), [load]);
  };
  for (const sample of examples()) add(sample.path, () => sample);
  for (const name of folder ? filesBelow(folder) : []) add(name, () => { const text = read(folder ?? "", name); return text === undefined ? undefined : { path: name, text }; });
  const kinds = [...byKind].map(([, list]) => ({ list, weight: Math.sqrt(list.length) }));
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  return {
    any(random) {
      for (;;) {
        let left = random() * total;
        const { list } = kinds.find(({ weight }) => (left -= weight) < 0) ?? pick(random, kinds);
        const sample = pick(random, list)();
        if (sample) return { path: sample.path, text: part(random, sample.text) };
      }
    },
  };
}

/** A stretch of whole lines: long files cost much and show little more. */
function part(random: Random, text: string): string {
  const length = Math.floor(500 + random() ** 3 * longestText);
  if (text.length <= length) return text;
  const start = random() < 0.4 ? 0 : text.lastIndexOf("\n", Math.floor(random() * (text.length - length))) + 1;
  const end = text.indexOf("\n", start + length);
  return text.slice(start, end < 0 || end > start + 2 * length ? start + length : end + 1);
}
