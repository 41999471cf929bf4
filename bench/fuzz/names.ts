/** Every example with every one of its words exchanged for a name that each object has from birth. */
import { inborn, withNames } from "../../test/fuzz/hostile.ts";
import { troubleOf } from "../../test/fuzz/replay.ts";
import { examples } from "./corpus.ts";
import type { Options } from "./options.ts";

/** How many texts went wrong. */
export function names({ only, until }: Options): number {
  let done = 0;
  const seen = new Map<string, number>();
  for (const { path, text } of examples()) {
    if ((only && !only.test(path)) || Date.now() > until) continue;
    for (const name of inborn) {
      for (const hostile of withNames(text, name)) {
        done++;
        const wrong = troubleOf(path, hostile);
        if (wrong === undefined) continue;
        const what = wrong.slice(0, 200);
        seen.set(what, (seen.get(what) ?? 0) + 1);
        if (seen.get(what) === 1) console.log(`${path} ${wrong}\n  ${JSON.stringify(hostile)}`);
      }
    }
  }
  console.log(`${done} texts, ${[...seen.values()].reduce((sum, count) => sum + count, 0)} failed in ${seen.size} ways`);
  return seen.size;
}
