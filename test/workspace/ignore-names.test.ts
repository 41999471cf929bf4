/** Of whatever a .gitignore says something, its names say that it may; of most other paths they say that it does not. */
import ignore from "ignore";
import { describe, expect, it } from "vitest";
import { ignoreNames } from "../../server/workspace/ignore-names.ts";
import { pick, seeded } from "../fuzz/mutations.ts";

it.each([
  ["build/", "src/build/a.js", true], ["build/", "src/builder/a.js", false], ["/Dist", "dist/", true], ["*.pyc", "a/b.PYC", true], ["*.pyc", "a/b.py", false], ["*.py[cod]", "a.pyo", true], ["*.py[cod]", "a.py", false],
  ["!keep.txt", "a/keep.txt", true], ["docs/_build/", "docs/index.md", false], ["a/**/b", "a/x/b", true], ["src/**.js", "src/a.ts", false], ["**/*.log", "x.log", true], ["*", "anything", true], ["# build", "build", false],
  ["\\#*\\#", "#a#", true], ["\\#*\\#", "a", false], ["*local*.env", "my-local-1.env", true], ["*local*.env", "a.env", false], ["[a-z]bar", "xbar", true], ["[a-z]bar", "a-z", false], ["infrastructure/*.conf", "app/a.conf", false], ["", "a", false], ["a*.tar.gz", "ab.tar.gz", true], ["scratch*", "a/scratches/b", true],
] as const)("%s and %s", (text, path, isSpokenOf) => {
  expect(ignoreNames(text).maySpeakOf(path)).toBe(isSpokenOf);
});

describe("never denies what git's patterns say", () => {
  const bits = ["a", "b", "foo", ".log", "*", "**", "/", "/", "?", "[ab]", "[a-c]", "[!a]", "[", "]", "!", "\\", " ", "#", "build", ".", "x.y", "-", "_", "{", "$", "(", "Foo", "é"];
  const names = ["a", "b", "foo", "foo.log", "build", "x.y", "c", "ab", "Foo", ".log", "a b", "é", "fooa", "-_", "x", "#a", "!b"];
  it.each([1, 2, 3])("of seed %i", (seed) => {
    const random = seeded(seed);
    const some = <T>(most: number, one: () => T) => Array.from({ length: 1 + Math.floor(random() * most) }, one);
    let spoken = 0;
    for (let turn = 0; turn < 400; turn++) {
      const text = some(3, () => some(6, () => pick(random, bits)).join("")).join("\n");
      const [rules, mine] = [ignore({ allowRelativePaths: true }).add(text), ignoreNames(text)];
      for (const path of some(20, () => some(3, () => pick(random, names)).join("/") + (random() < 0.3 ? "/" : ""))) {
        const { ignored, unignored } = rules.test(path);
        if (!ignored && !unignored) continue;
        spoken++;
        expect(mine.maySpeakOf(path), `${text} | ${path}`).toBe(true);
      }
    }
    expect(spoken).toBeGreaterThan(100);
  });
});
