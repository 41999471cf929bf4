/** What of a check may be kept: whole, for every report, and without a word of a secret. */
import { expect, it } from "vitest";
import type { RuleMeta } from "../../rules/api.ts";
import type { Trouble } from "../../server/engine/report.ts";
import { packed, unpacked } from "../../server/cli/kept-answer.ts";
import type { Found } from "../../server/cli/result.ts";

const rule: RuleMeta = { id: "python/a", title: "A", severity: "error", principle: "resilience", checklist: ["named-owner"], since: "0.1.0", why: "For example so.", remedy: "Mend it.", references: [], examples: [{ title: "t", bad: "«x»", good: "y" }] };

function found(message: string, trouble: readonly Trouble[] = [], more = { related: "there", fix: "Do" }): Found {
  const finding = { rule, path: "tests/example.py", severity: "error", confidence: "certain", message, fingerprint: "f:0", related: [{ path: "b.py", message: more.related }], fixes: [{ title: more.fix, safe: true }] } as const;
  return { root: "/r", fileCount: 1, trouble, findings: [{ finding, line: 1, column: 2, endLine: 3, endColumn: 4 }, { finding, line: 5, column: 6, endLine: 7, endColumn: 8 }] };
}

const hides = (words: readonly string[] = [], files: readonly string[] = ["tests/example.py", "b.py"], plain: readonly string[] = []) => ({ words: new Set(words), plain: new Set(plain), files: new Set(files) });

it("is what was found, after a way through text", () => {
  const kept = packed(found("é 🚀"), hides(), []);
  expect(kept && unpacked(JSON.parse(JSON.stringify(kept)) as typeof kept)).toEqual(found("é 🚀"));
});

it.each([
  ["a message", found("it says kT9xvQ2zLm here"), ["kT9xvQ2zLm"], false], ["a part of a longer word", found("it saysKT9xvQ2zLms here"), ["KT9xvQ2zLm"], false],
  ["a step", found("m", [], { related: "kT9x", fix: "Do" }), ["kT9x"], false], ["a fix", found("m", [], { related: "there", fix: "Read kT9x" }), ["kT9x"], false],
  ["a word that the rule itself uses", found("an example"), ["example"], true], ["a word of a path", found("m"), ["tests"], true], ["none", found("m"), ["kT9x"], true],
] as const)("words of secrets in %s", (_, all, hidden, isKept) => {
  expect(packed(all, hides(hidden), ["/r/kT9xvQ2zLm/a.py"]) !== undefined).toBe(isKept);
});

/** The finding lies in tests/example.py, its second step in b.py. */
it.each([
  ["a path, said of a file without it", ["c.py"], ["/r/feast/c.py"], true], ["a longer name in a path", ["c.py"], ["/r/feasting"], true], ["no path", ["c.py"], ["/r/beast"], false],
  ["a path, said where it is the secret", ["tests/example.py"], ["/r/feast"], false], ["a path, said of a step to where it is the secret", ["c.py", "b.py"], ["/r/feast"], false],
] as const)("a secret that is a word of %s", (_, files, beside, isKept) => {
  expect(packed(found("`feast-apply` has no limit"), hides(["feast"], files), beside) !== undefined).toBe(isKept);
});

it.each([
  ["inside of a longer name", "`feast-apply` has no limit", true], ["inside of a longer word", "`breakfasts` or feasts", true], ["alone", "`feast` has no limit", false], ["as a part of a place", "`example.com/feast:17` is a tag", false],
  ["behind a sign", "PASSWORD=feast", false], ["once alone and once not", "`feast-apply` of feast", false], ["not at all", "`beast`", true],
] as const)("a secret that is one plain word, said %s", (_, message, isKept) => {
  expect(packed(found(message), hides([], undefined, ["feast"]), []) !== undefined).toBe(isKept);
  expect(packed(found(message), hides(["feast"], undefined, ["feast"]), []) !== undefined).toBe(isKept && !message.includes("feast"));
});

it.each([
  ["nothing may be kept", found("m"), undefined, false], ["a rule failed", found("m", [{ rule: "python/a", path: "a.py", message: "x" }]), [], false],
  ["a file was left out", found("m", [{ path: "a.py", message: "x" }]), [], false], ["something is said of the whole", found("m", [{ path: "", message: "x" }]), [], true],
] as const)("when %s", (_, all, hidden, isKept) => {
  expect(packed(all, hidden && hides(hidden), []) !== undefined).toBe(isKept);
});
