/** One text of each kind typed from nothing, key by key: at every key what is told is what a fresh start tells. All of them: `npm run fuzz -- growth`. */
import { beforeAll, expect, it } from "vitest";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { languages, typedFromNothing } from "./replay.ts";
import type { Sample } from "./script.ts";
import { seeds } from "./seeds.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const ending = (path: string) => /[^./]+$/.exec(path)?.[0] ?? path;
/** By ending, the shortest with something in it. */
const chosen = new Map<string, Sample>();
for (const sample of [...allRules.flatMap((rule) => rule.examples.map((example) => ({ path: pathOf(rule, example), text: readMarkers(example.bad).text }))), ...seeds]) {
  const known = chosen.get(ending(sample.path));
  if (sample.text.length >= 90 && !(known && known.text.length <= sample.text.length)) chosen.set(ending(sample.path), sample);
}

it.each([...chosen].map(([kind, sample]) => [kind, sample.text.slice(0, 160), sample.path] as const))("a text of .%s", (_kind, text, path) => {
  expect(typedFromNothing(path, text)).toBeUndefined();
}, 120_000);
