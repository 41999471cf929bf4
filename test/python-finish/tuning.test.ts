/** Whatever the test rows decide is told where they decide it; what only reports on them is left alone. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";
import { common, loud, silent } from "./tuning.ts";

const rules = new Set(["fit-before-split", "preprocess-outside-cv", "train-test-overlap", "tuning-on-test"].map((name) => `python/${name}`));

async function told(text: string): Promise<string[]> {
  const findings = await lint("train.py", text);
  return findings.filter(({ rule }) => rules.has(rule.id)).map(({ rule, at }) => `${text.slice(0, at.start).split("\n").length} ${rule.id}`).sort();
}

const marked = (text: string) => text.split("\n").flatMap((line, index) => [...line.matchAll(/# <- ([a-z-]+)/g)].map(([, rule]) => `${index + 1} python/${rule}`)).sort();

describe("test rows that decide", () => {
  it.each(loud)("%s", async (_, program) => {
    expect(marked(program).length).toBeGreaterThan(0);
    expect(await told(common + program)).toEqual(marked(common + program));
  });
});

describe("test rows that only judge", () => {
  it.each(silent)("%s", async (_, program) => expect(await told(common + program)).toEqual([]));
});
