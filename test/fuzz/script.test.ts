/** Scripts of keystrokes, commands, other settings and other files that come and go: after each step everything that is told is what a fresh start tells. Very many of them: `npm run fuzz -- edits`. */
import { beforeAll, describe, expect, it } from "vitest";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { knot } from "./knots.ts";
import { applied, pick, seeded } from "./mutations.ts";
import { Typist } from "./people.ts";
import { languages } from "./replay.ts";
import { playAtRandom, playedAgain, type Sample, type Step } from "./script.ts";
import { seeds } from "./seeds.ts";

const times = Number(process.env["PRESHIP_FUZZ"] ?? 1);
const firstSeed = Number(process.env["PRESHIP_FUZZ_SEED"] ?? 20261122);

const samples: readonly Sample[] = [...seeds, ...allRules.flatMap((rule) => rule.examples.flatMap((example) => [example.bad, example.good].map((marked) => ({ path: pathOf(rule, example), text: readMarkers(marked).text }))))];
const ending = (path: string) => /[^./]+$/.exec(path)?.[0] ?? path;
const byEnding = new Map<string, Sample[]>();
for (const sample of samples) byEnding.set(ending(sample.path), [...(byEnding.get(ending(sample.path)) ?? []), sample]);

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

it.each([...byEnding.keys()])("scripts over .%s", (name) => {
  const same = byEnding.get(name) ?? samples;
  for (let script = 0; script < 2 * times; script++) {
    const random = seeded(firstSeed + script);
    const [{ path, text }, other] = [pick(random, same), pick(random, samples)];
    const others = new Map(other.path === path ? [] : [[other.path, other.text]]);
    const { steps, wrong } = playAtRandom(random, path, text, others, `${pick(random, same).text}\n${other.text}`, { length: 14, longest: 4000 });
    expect(wrong, `seed ${firstSeed + script}, ${path}: ${JSON.stringify([text, ...steps])}`).toBeUndefined();
  }
}, 60_000 * times);

it.each(["knot.py", "knot.ts"])("scripts over names that lean on each other: %s", (path) => {
  for (let script = 0; script < 8 * times; script++) {
    const random = seeded(firstSeed + script);
    const make = () => knot(random, path === "knot.py");
    const start = make();
    const { steps, wrong } = playAtRandom(random, path, start, new Map(), `${make()}${make()}`, { length: 14, longest: 4000 });
    expect(wrong, `seed ${firstSeed + script}: ${JSON.stringify([start, ...steps])}`).toBeUndefined();
  }
}, 60_000 * times);

describe("the keyboard", () => {
  const text = "import os\n\ndef f(a):\n    return os.getenv(a)\n";
  const played = (seed: number) => {
    const typist = new Typist(seeded(seed), text, "a.py");
    const texts = [text];
    for (let step = 0; step < 200; step++) texts.push(applied(texts.at(-1) ?? "", typist.next(texts.at(-1) ?? "")));
    return texts;
  };

  it("does the same for the same seed, and something else for another", () => {
    expect(played(7)).toEqual(played(7));
    expect(played(7)).not.toEqual(played(8));
  });

  it("types letter by letter, undoes, and takes away as well as puts in", () => {
    const lengths = [1, 2, 3, 4].flatMap((seed) => played(seed).map(({ length }, index, all) => length - (index > 0 ? (played(seed)[index - 1]?.length ?? 0) : (all[0]?.length ?? 0))));
    expect(lengths.filter((by) => by === 1).length).toBeGreaterThan(50);
    expect(lengths.filter((by) => by === 2).length).toBeGreaterThan(10); // brackets that close themselves
    expect(lengths.filter((by) => by < 0).length).toBeGreaterThan(50);
    const texts = played(3);
    expect(texts.filter((one, index) => texts.indexOf(one) < index - 1).length).toBeGreaterThan(5);
  });
});

describe("events between edits", () => {
  const call = "import requests\nrequests.get(url)\n";
  const edit = (next: string): Step => ({ text: next, changes: [], isAsked: true });
  const settings = (index: number): Step => ({ ...edit(call), event: { kind: "settings", index } });
  const scripts: readonly (readonly [what: string, steps: readonly Step[]])[] = [
    ["settings that go there and back while lines are typed", [settings(2), edit(`${call}\n`), settings(0), edit(`${call}\nx = 1`), settings(3), edit(call), settings(5), settings(0)]],
    ["edits nobody asks about", [{ ...edit(`x\n${call}`), isAsked: false }, { ...edit(""), isAsked: false }, { ...edit(`\n${call}`), isAsked: false }, edit(`\n${call}requests.post(url)\n`)]],
    ["another file that closes, changes, opens and goes", [...(["close", "open", "close", "remove", "open"] as const).map((kind, index): Step => ({ ...edit(call), event: { kind, path: "b.py", text: `from a import url\n${call.repeat(index)}` } })), edit(`url = 1\n${call}`)]],
    ["a text that is only tried", [{ ...edit(call), event: { kind: "try", path: "a.py", text: "import requests as r\nr.get(1)\n" } }, edit(`${call}r.get(2)\n`)]],
  ];
  it.each(scripts)("%s", (_what, steps) => {
    expect(playedAgain("a.py", call, steps, new Map([["b.py", "from a import url\n"]]))).toBeUndefined();
  });
});
