/** What stands in texts of every language and format exchanged, the shape kept: nothing throws, all places are in the text, and fixes can be applied. A million of them: `npm run fuzz -- shapes --cases 1000000`. */
import { beforeAll, expect, it } from "vitest";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { seeded } from "./mutations.ts";
import { languages } from "./replay.ts";
import { seeds } from "./seeds.ts";
import { Shapes } from "./shapes.ts";
import { wrongWith } from "./sound.ts";

const times = Number(process.env["PRESHIP_FUZZ"] ?? 1);
const firstSeed = Number(process.env["PRESHIP_FUZZ_SEED"] ?? 20261122);
const samples = allRules.flatMap((rule) => rule.examples.flatMap((example) => [example.bad, example.good].map((marked) => ({ path: pathOf(rule, example), text: readMarkers(marked).text }))));
const shapes = new Shapes(samples);

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

it.each(seeds.map(({ path, text }) => [path, text] as const))("%s at every cut", (path, text) => {
  for (let cut = 0; cut <= text.length; cut += 9) {
    for (const rest of [text.slice(0, cut), text.slice(cut)]) expect(wrongWith(path, rest), JSON.stringify(rest)).toBeUndefined();
  }
}, 60_000);

it.each(shapes.names)("%s with its pieces exchanged", (family) => {
  for (let index = 0; index < 40 * times; index++) {
    const { path, text } = shapes.next(seeded(firstSeed + index), family);
    expect(wrongWith(path, text), `seed ${firstSeed + index}, ${path}: ${JSON.stringify(text)}`).toBeUndefined();
  }
}, 60_000 * times);

it("the exchange changes texts and keeps most of them readable", () => {
  const made = Array.from({ length: 300 }, (_, index) => shapes.next(seeded(index), "py").text);
  expect(new Set(made).size).toBeGreaterThan(250);
  expect(made.filter((text) => samples.some((sample) => sample.text === text)).length).toBeLessThan(60);
});
