/** What a pattern needs of a text, and that no text is passed over in which it matches. */
import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { optionPasswords, handedOver } from "../../rules/text/knowledge/command-passwords.ts";
import { needsOf } from "../../server/engine/pattern-words.ts";
import { mayMatch } from "../../server/engine/word-marks.ts";

const needs: readonly (readonly [pattern: RegExp, needs: readonly (readonly string[])[]])[] = [
  [/airflow|Prefect/, [["airflow", "prefect"]]],
  [/[pP]ickle/, [["pickle"]]],
  [/colou?r/i, [["colour", "color"]]],
  [/read_(?:csv|json)\(/, [["read_csv(", "read_json("]]],
  [/gh[ps]_[A-Za-z0-9]{36}/, [["ghp_", "ghs_"]]],
  [/\bimport\s+yaml\b/, [["import"], ["yaml"]]],
  [/(?:import\s+)?yaml/, [["yaml"]]],
  [/fit|x/, []],
  [/(?:abc)*/, []],
  [/(?:abc)+d/, [["abc"]]],
  [/(?:abc){2}/, [["abc"]]],
  [/(?:abc){0,2}/, []],
  [/(?!abc)def/, [["def"]]],
  [/(?<=abc)def(?=ghi)/, [["def"]]],
  [/[?&]key=/, [["?key="]]],
  [/sha[0-9]{3}-x/, [["sha"]]],
  [/sha[\d-]x/, [["sha0x", "sha-x"]]],
  [/a[^b]cde/, [["cde"]]],
  [/a.cde/, [["cde"]]],
  [/\x61\u0062c/, [["abc"]]],
  [/(?<name>abc)\k<name>/, []],
  [/(abc)\1/, [["abc"]]],
  [new RegExp("(abc)\\12de"), [["abc"]]],
  [/abc\s+def|[.,]ghi/, [["abc\ndef", ".ghi", ",ghi"]]],
  [/\s["'`]abc\(/, [[" 'abc("]]],
  [/abc/u, []],
  [/ab[a-z]def/, [["def"]]],
  [/\/api\/v1/, [["/api/v0"]]],
];

describe("needs", () => {
  it.each(needs)("%s", (pattern, expected) => expect(needsOf(pattern)).toEqual(expected));
});

const texts: readonly (readonly [pattern: RegExp, text: string, mayMatch: boolean])[] = [
  [/airflow/, "from airflow import DAG", true],
  [/airflow/, "AIRFLOW_HOME", true],
  [/airflow/, "the air flows", false],
  [/airflow/, "", false],
  [/abc/, "abc", true],
  [/abc/, "ab", false],
  [/abc$/, "\u{1f600}abc", true],
  [/\babc def/, "\uFEFFabc\u00a0def", true],
  [/["']abc["']/, "'abc\"", true],
  [/import\s+yaml/, "import os", false],
  [/import\s+yaml/, "yaml", false],
  [/import\s+yaml/, "import\n\tyaml", true],
  [/sha256/, "sha512", true],
  [/x|y/, "", true],
  [/abc\s+def|ghi/, "abc", false],
  [/abc\s+def|ghi/, "def abc", true],
  [/abc\s+def|ghi/, "ghi", true],
  [/\sabc/, "\u2003abc", true],
  [/abc\./, "abc(", false],
];

describe("texts", () => {
  it.each(texts)("%s in %j", (pattern, text, expected) => expect(mayMatch(pattern, text)).toBe(expected));

  it("is told anew of another text of the same length", () => {
    expect([mayMatch(/abc/, "abc"), mayMatch(/abc/, "abd"), mayMatch(/abc/, "abc")]).toEqual([true, false, true]);
  });
});

const shipped = [...rules.flatMap((rule) => ("prefilter" in rule && rule.prefilter ? [rule.prefilter] : [])), ...optionPasswords.map(({ tool }) => tool), ...handedOver.map(({ pattern }) => pattern)];
const code = rules.flatMap(({ examples }) => examples.flatMap(({ bad, good }) => [bad, good ?? ""].map((text) => (typeof text === "string" ? text : Object.values(text).join("\n")))));

describe("patterns that ship", () => {
  it("match in no text that is passed over", () => {
    const missed = shipped.flatMap((pattern) => code.filter((text) => new RegExp(pattern.source, pattern.flags.replace("g", "")).test(text) && !mayMatch(pattern, text)).map((text) => `${String(pattern)} ${text.slice(0, 60)}`));
    expect(missed).toEqual([]);
  });

  it("are mostly known to be absent", () => {
    const absent = code.flatMap((text) => shipped.filter((pattern) => !pattern.test(text)).map((pattern) => mayMatch(pattern, text)));
    expect(absent.filter((may) => may).length / absent.length).toBeLessThan(0.15);
  });
});
