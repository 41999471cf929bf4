/** Every rule on every truncation of every example, spec and seed, from behind and from the front, one letter at a time: nothing throws, nothing is said of places that are not there. */
import { Live } from "../../test/fuzz/replay.ts";
import { seeds } from "../../test/fuzz/seeds.ts";
import { examples, specTexts } from "./corpus.ts";
import type { Options } from "./options.ts";

/** How many truncations went wrong. */
export function truncations({ only, until }: Options): number {
  let [done, failed] = [0, 0];
  const seen = new Set<string>();
  for (const { path, text } of [...examples(), ...specTexts(), ...seeds]) {
    if ((only && !only.test(path)) || seen.has(`${path}\n${text}`) || Date.now() > until) continue;
    seen.add(`${path}\n${text}`);
    for (let cut = 0; cut <= text.length; cut++) {
      for (const rest of [text.slice(0, cut), text.slice(cut)]) {
        const live = new Live(new Map([[path, rest]]));
        const outside = live.analysis.findings(path).filter(({ at }) => at.start < 0 || at.end > rest.length || at.end < at.start);
        done++;
        if (live.trouble.length > 0 || outside.length > 0) {
          failed++;
          console.log(`${path} ${live.trouble[0]?.rule ?? outside[0]?.rule.id ?? ""} ${live.trouble[0]?.message ?? "outside"}\n  ${JSON.stringify(rest)}`);
        }
        live.close();
      }
    }
  }
  console.log(`${done} truncations of ${seen.size} texts, ${failed} failed`);
  return failed;
}
