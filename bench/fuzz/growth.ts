/** Examples, specs and seeds typed from nothing, key by key: at every key the living analysis says what a fresh one says. */
import { pick, seeded } from "../../test/fuzz/mutations.ts";
import { typedFromNothing } from "../../test/fuzz/replay.ts";
import { seeds } from "../../test/fuzz/seeds.ts";
import { examples, familyOf, specTexts } from "./corpus.ts";
import type { Options } from "./options.ts";

/** How many texts went wrong. `cases` counts keys. */
export function growth({ cases, seed, only, until, job, jobs, tell }: Options): number {
  const random = seeded(seed + job);
  const families = new Map<string, { readonly path: string; readonly text: string }[]>();
  for (const sample of [...examples(), ...specTexts(), ...seeds]) {
    if (only && !only.test(sample.path)) continue;
    const family = families.get(familyOf(sample.path));
    if (family) family.push(sample);
    else families.set(familyOf(sample.path), [sample]);
  }
  const counts = new Map<string, number>();
  let [done, failed] = [0, 0];
  for (let turn = job; done < cases && Date.now() < until && families.size > 0; turn += jobs) {
    const [family, samples] = [...families][turn % families.size] ?? ["", []];
    const { path, text } = pick(random, samples);
    const wrong = typedFromNothing(path, text);
    done += text.length;
    counts.set(family, (counts.get(family) ?? 0) + text.length);
    tell({ done, failed, counts });
    if (wrong === undefined) continue;
    failed++;
    console.log(`${path} ${wrong}\n  ${JSON.stringify(text)}`);
  }
  tell({ done, failed, counts }, true);
  return failed;
}
