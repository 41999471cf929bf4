/** Long random edit scripts over long texts: after each edit everything that is told is what a fresh start tells. `PRESHIP_FUZZ=20` runs twenty times as many; real files: `npm run fuzz`. */
import { beforeAll, expect, it } from "vitest";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { seeded } from "./mutations.ts";
import { languages, Live, played } from "./replay.ts";
import { rewrite } from "./rewrites.ts";

const times = Number(process.env["PRESHIP_FUZZ"] ?? 1);
const firstSeed = Number(process.env["PRESHIP_FUZZ_SEED"] ?? 20261122);

/** All examples of one kind of file one after the other: names clash, imports pile up, as in no file somebody meant to write. */
const texts = new Map<string, string>();
for (const rule of allRules) {
  for (const example of rule.examples) {
    const path = pathOf(rule, example);
    const kind = path.slice(Math.max(path.lastIndexOf("."), path.lastIndexOf("/")) + 1);
    const key = kind === "Dockerfile" || path.endsWith(".ipynb") || /package\.json|requirements|pyproject/.test(path) ? path : `src/all.${kind}`;
    for (const marked of [example.bad, example.good]) texts.set(key, `${texts.get(key) ?? ""}${readMarkers(marked).text}\n`);
  }
}
const pool = [...texts.values()].join("\n");

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

for (const [path, whole] of texts) {
  it(`edits of ${path} equal a fresh start`, () => {
    for (let script = 0; script < 3 * times; script++) {
      const seed = firstSeed + script;
      const random = seeded(seed);
      const start = Math.floor(random() * Math.max(1, whole.length - 3000));
      const seen = [whole.slice(start, start + 3000)];
      const live = new Live(new Map([[path, seen[0] ?? ""]]));
      for (let step = 0; step < 8; step++) {
        const text = live.texts.get(path) ?? "";
        const wrong = live.wrongAfterEdit(path, rewrite(random, text, pool, seen.at(-2) ?? text));
        seen.push(live.texts.get(path) ?? "");
        expect(wrong, `seed ${seed}, step ${step}: ${JSON.stringify(seen)}`).toBeUndefined();
      }
      live.close();
    }
  }, 60_000 * times);
}

/** What long runs once found, made small: the texts one after the other. */
const found: readonly (readonly [what: string, path: string, ...texts: string[]])[] = [
  ["an error that a kept JSX element hides", "page.tsx", "(l:)<TooltipProvider><i></TooltipProvider>", "        <KeyboardShortc(l:)<TooltipProvider><i></TooltipProvider>"],
  ["a kept block before an equals sign", "page.ts", "{} =n", "{} =n "],
  ["a list that is broken by a line put in", "shop.py", '""\nT=[]\n    if""not in S:\n     ()', '""\nT=[    if cpus is not None and cpus > 0:\n    ]\n    if""not in S:\n     ()'],
  ["a bracket that nobody opened", "shop.py", "()\n for i in((())):\n  ([''],{'':p})", ")\n for i in((())):\n  ([''],{'':p})"],
  ["a tab inside parameters that cannot be read", "shop.py", "def l(:\n):\n(1)\n/*", "def l(:\n\t):\n(1)\n/*"],
  ["a module whose name is no text", "page.ts", "", 'import a from 5;\nexport async function f(q) { a(q.body); }', 'import { 6 as b } from null;\nexport { b } from /x/;\nexport * from 7n;\nb.get("/", (q, r) => { b(q.body); });'],
];
it.each(found)("%s", (_what, path, ...steps) => {
  expect(played(path, steps, new Map())).toBeUndefined();
});
