/** Edit scripts over small texts and stretches of real files: after every edit the living analysis says what a fresh one says. Failures are made small before they are shown. */
import { knot } from "../../test/fuzz/knots.ts";
import { pick, seeded, type Random } from "../../test/fuzz/mutations.ts";
import { someNosyRules } from "../../test/fuzz/nosy.ts";
import { playAtRandom, playedAgain, type Sample } from "../../test/fuzz/script.ts";
import { seeds } from "../../test/fuzz/seeds.ts";
import { allRules } from "../../test/harness.ts";
import { examples, familyOf, filesBelow, kindOf, longestPart, part, read, specTexts } from "./corpus.ts";
import type { Options } from "./options.ts";
import { smallerSteps } from "./smaller.ts";

const length = 40;

/** How many scripts went wrong. */
export function edits({ cases, folders, seed, only, until, job, jobs, tell }: Options): number {
  const sources = new Sources(folders, only);
  const counts = new Map<string, number>();
  let [done, failed, script] = [0, 0, 0];
  const seen = new Set<string>();
  for (; done < cases && Date.now() < until; script++) {
    const own = seed + script * jobs + job;
    const played = playScript(seeded(own), sources);
    const { path, steps, wrong } = played;
    done += steps.length;
    counts.set(familyOf(path), (counts.get(familyOf(path)) ?? 0) + steps.length);
    tell({ done, failed, counts });
    if (wrong === undefined) continue;
    failed++;
    const what = wrong.replace(/\d+/g, "N").slice(0, 160);
    if (seen.has(what) || seen.size > 40) continue;
    seen.add(what);
    console.log(`seed ${own} ${path}\n  ${told(played, wrong)}`);
  }
  tell({ done, failed, counts }, true);
  return failed;
}

function told({ path, start, steps, others, rules }: ReturnType<typeof playScript>, wrong: string): string {
  const beside = others.size > 0 ? `\n  beside ${JSON.stringify([...others])}` : "";
  if (playedAgain(path, start, steps, others, rules) === undefined) return `${wrong}\n  only as it was made: ${JSON.stringify([start, ...steps.slice(-4)]).slice(0, 4000)}${beside}`;
  const least = smallerSteps(start, steps, (first, fewer) => playedAgain(path, first, fewer, others, rules) !== undefined);
  const happened = least.steps.map(({ text, event, isAsked }) => (event ?? (isAsked ? text : { text, isAsked })));
  return `${playedAgain(path, least.start, least.steps, others, rules) ?? wrong}\n  ${JSON.stringify([least.start, ...happened])}${beside}`;
}

function playScript(random: Random, sources: Sources) {
  const { path, text: start } = random() < 0.15 ? sources.knot(random) : sources.any(random);
  const other = random() < 0.3 ? (random() < 0.5 ? sources.like(random, path) : sources.any(random)) : undefined;
  const others = new Map(other && other.path !== path ? [[other.path, other.text]] : []);
  const pool = `${start}\n${sources.like(random, path).text}\n${random() < 0.3 ? sources.any(random).text : ""}`;
  const rules = random() < 0.15 ? someNosyRules(random) : allRules;
  return { path, start, others, rules, ...playAtRandom(random, path, start, others, pool, { length, longest: Math.min(longestPart, 3 * start.length + 3000), rules }) };
}

/** How often each is met, whatever the folders hold. */
const weights: readonly (readonly [family: RegExp, weight: number])[] = [[/^python$/, 28], [/^notebook$/, 8], [/ \.tsx?$/, 12], [/ \.m?jsx?$/, 8], [/ \.(vue|svelte)$/, 5], [/^javascript/, 1], [/^yaml$/, 16], [/^dockerfile$/, 8], [/^manifest$/, 10], [/ \.(sh|env|toml|md)$/, 2], [/./, 4]];

interface Family {
  readonly weight: number;
  readonly kinds: Map<string, (() => Sample | undefined)[]>;
}

/** Families by their weight; in each, kinds with the root of their number, so that rare ones are met often. */
class Sources {
  private readonly families = new Map<string, Family>();

  constructor(folders: readonly string[], private readonly only: RegExp | undefined) {
    const add = (path: string, load: () => Sample | undefined) => {
      if (only && !only.test(path)) return;
      const name = familyOf(path);
      const family = this.families.get(name) ?? { weight: weights.find(([form]) => form.test(name))?.[1] ?? 1, kinds: new Map<string, (() => Sample | undefined)[]>() };
      this.families.set(name, family);
      const kind = family.kinds.get(kindOf(path));
      if (kind) kind.push(load);
      else family.kinds.set(kindOf(path), [load]);
    };
    for (const sample of [...examples(), ...specTexts(), ...seeds]) add(sample.path, () => sample);
    for (const folder of folders) for (const name of filesBelow(folder)) add(name, () => { const text = read(folder, name); return text === undefined ? undefined : { path: name, text }; });
  }

  any(random: Random): Sample {
    if (this.families.size === 0) return { path: "knot.py", text: knot(random, true) };
    return this.from(random, drawn(random, [...this.families.values()], ({ weight }) => weight));
  }

  /** Where paths of that kind are wanted. */
  knot(random: Random): Sample {
    const path = random() < 0.5 ? "knot.py" : "knot.ts";
    return this.only && this.families.size > 0 && !this.only.test(path) ? this.any(random) : { path, text: knot(random, path === "knot.py") };
  }

  /** Of the same kind: what is pasted from it means something there. */
  like(random: Random, path: string): Sample {
    if (path.startsWith("knot.") && random() < 0.8) return { path, text: knot(random, path === "knot.py") };
    const family = this.families.get(familyOf(path));
    return family ? this.from(random, family) : this.any(random);
  }

  private from(random: Random, { kinds }: Family): Sample {
    for (let tries = 0; tries < 20; tries++) {
      const sample = pick(random, drawn(random, [...kinds.values()], (list) => Math.sqrt(list.length)))();
      if (sample) return part(random, sample);
    }
    return this.any(random); // all of them may be too long, or no text
  }
}

function drawn<T>(random: Random, list: readonly T[], weigh: (one: T) => number): T {
  let left = random() * list.reduce((sum, one) => sum + weigh(one), 0);
  return list.find((one) => (left -= weigh(one)) < 0) ?? pick(random, list);
}
