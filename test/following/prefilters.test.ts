/** What rules test a whole text for can be followed through edits: how far a match reaches is known, and what is kept says what a fresh test says. */
import { describe, expect, it } from "vitest";
import { FollowedText } from "../../server/engine/followed-text.ts";
import { reachOf } from "../../server/engine/pattern-reach.ts";
import { applied, seeded } from "../fuzz/mutations.ts";
import { rewrite } from "../fuzz/rewrites.ts";
import { allRules, readMarkers } from "../harness.ts";

const prefilters = allRules.flatMap((rule) => ("prefilter" in rule && rule.prefilter ? [{ id: rule.id, prefilter: rule.prefilter }] : []));

describe("prefilters", () => {
  it("are there", () => expect(prefilters.length).toBeGreaterThan(100));

  it("cross lines by white space alone, and flags keep nothing between two tests", () => {
    expect(prefilters.filter(({ prefilter }) => !reachOf(prefilter)).map(({ id }) => id)).toEqual([]);
  });

  const reaches: readonly (readonly [pattern: RegExp, characters: number | undefined, lines?: number])[] = [
    [/abc/, 3], [/a|bcd|ef/i, 3], [/\bretry\b/, 7], [/a(?:bc|d)e?/, 4], [/a{3}/, 3], [/a{0,20}b/, 21], [/(?<=a)b(?!cd)/, 4], [/\x41[a-z\]\\]/, 2],
    [/a\s*=\s*b/, 5], [/a\s+b/, 3], [/a[ \t]*b/, 3],
    [/import[^\n]*load/, 11, 1], [/a.*b.+c/, 5, 2], [/(?:a\w*){2}/, 4, 2],
    [/a[^"]*b/, undefined], [/a[^]*b/, undefined], [/(?:ab)*c/, undefined], [/a[\s\S]*b/, undefined], [/a\D*b/, undefined], [/a\W+b/, undefined],
    [/a\n*b/, undefined], [/a.*b/s, undefined], [/ab/g, undefined], [/ab/y, undefined], [/\p{L}/u, undefined], [/(a)\1/, undefined], [/(?:ab){300}/, undefined],
  ];
  for (const [pattern, characters, lines = 0] of reaches) {
    it(`${pattern} reaches ${characters ?? "anywhere"}`, () => expect(reachOf(pattern)).toEqual(characters === undefined ? undefined : { characters, lines }));
  }
});

const patterns = [...prefilters.map(({ prefilter }) => prefilter), /a\s*=\s*b/, /^import/, /pass$/m, /(?<!\w)os\b(?!\.path)/, /def[^\n]*:[^\n]*#/, /"[^"]*"/];

/** The examples of rules that look at the same text. */
const texts = ["python", "javascript", "yaml", "dockerfile", "text"].map((kind) => allRules.filter(({ id }) => id.startsWith(`${kind}/`)).flatMap(({ examples }) => examples.map(({ bad }) => readMarkers(bad).text)));

describe("what a text mentions", () => {
  it.each(texts.map((all, index) => [index, all] as const))("is known after any edit, texts %i", (index, all) => {
    for (let script = 0; script < 8; script++) {
      const random = seeded(100 * index + script);
      let text = all.slice(script, script + 1 + (script % 4)).join("\n");
      let before = text;
      const followed = new FollowedText();
      let [there, presence] = ["", 0];
      for (let step = 0; step < 25; step++) {
        followed.follow(text);
        const now = patterns.filter((pattern) => reachOf(pattern) && pattern.test(text)).join();
        if (step > 0) expect(followed.presence() === presence, `${JSON.stringify(text)}, step ${step}`).toBe(now === there);
        for (const pattern of patterns) expect(followed.mentions(pattern), `${pattern} in ${JSON.stringify(text)}, step ${step}`).toBe(pattern.test(text));
        [there, presence] = [now, followed.presence()];
        [text, before] = [applied(text, rewrite(random, text, all.join("\n"), before)), text];
      }
    }
  });

  const scripts: readonly (readonly [what: string, pattern: RegExp, ...steps: readonly (readonly [text: string, is: boolean])[]])[] = [
    ["comes and goes letter by letter", /assert/, ["x", false], ["x asser", false], ["x assert", true], ["x asset", false]],
    ["comes by taking away", /pickle/, ["pick\nle", false], ["pickle", true]],
    ["stays while another one goes", /fit/, ["fit and fit", true], ["and fit", true], ["and", false]],
    ["is cut by a letter before it", /\bfor\b/, ["for", true], ["xfor", false], ["x for", true], ["x form", false]],
    ["stands apart by many blank lines", /a\s*=\s*b/, [`a${"\n".repeat(900)}= c`, false], [`a${"\n".repeat(900)}= b`, true], [`a${"\n".repeat(900)}== b`, false]],
    ["stands apart on a long line", /import[^\n]*\bload\b/, [`import ${"x, ".repeat(900)}loa`, false], [`import ${"x, ".repeat(900)}load`, true], [`import ${"x, ".repeat(900)}\nload`, false]],
    ["is there twice and goes twice", /DataLoader/, ["DataLoader\n\n\n\nDataLoader", true], ["Data\n\n\n\nDataLoader", true], ["Data\n\n\n\nData", false]],
  ];
  for (const [what, pattern, ...steps] of scripts) {
    it(what, () => {
      const followed = new FollowedText();
      for (const [text, is] of steps) {
        followed.follow(text);
        expect(followed.mentions(pattern), text.slice(0, 40)).toBe(is);
      }
    });
  }

  it("is asked of the whole text when nobody asked about the text before", () => {
    const followed = new FollowedText();
    followed.follow("a fit");
    expect(followed.mentions(/fit/)).toBe(true);
    followed.follow("a");
    followed.follow("a b");
    expect(followed.mentions(/fit/)).toBe(false);
  });
});
