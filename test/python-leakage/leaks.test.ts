/** Small programs with labels by line: what leaks is found where it leaks, and what only looks like it is left alone. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";
import { clean } from "./clean.ts";
import { chosen, harmless } from "./choices.ts";
import { contested, uncontested } from "./contests.ts";
import { common, leaky } from "./leaky.ts";

const rules = new Set(["fit-before-split", "fit-on-combined", "resample-before-split", "preprocess-outside-cv", "train-test-overlap", "tuning-on-test"].map((name) => `python/${name}`));

async function found(text: string): Promise<string[]> {
  const findings = await lint("train.py", text);
  return findings.filter(({ rule }) => rules.has(rule.id)).map(({ rule, at }) => `${text.slice(0, at.start).split("\n").length} ${rule.id}`).sort();
}

const expected = (text: string) => text.split("\n").flatMap((line, index) => [...line.matchAll(/# <- ([a-z-]+)/g)].map(([, rule]) => `${index + 1} python/${rule}`)).sort();

describe("finds the leak on its line", () => {
  it.each([...leaky, ...contested, ...chosen])("%s", async (_, program) => {
    const text = common + program;
    expect(expected(text).length).toBeGreaterThan(0);
    expect(await found(text)).toEqual(expected(text));
  });
});

describe("is silent", () => {
  it.each([...clean, ...uncontested, ...harmless])("%s", async (_, program) => expect(await found(common + program)).toEqual([]));
});

describe("does not depend on how the file is written", () => {
  const program = common + (leaky[0]?.[1] ?? "");
  it.each([
    ["BOM", `\uFEFF${program}`],
    ["CRLF", program.replaceAll("\n", "\r\n")],
    ["emoji before it", `title = "🎉🎉"\n${program}`],
  ])("%s", async (_, text) => expect((await found(text)).map((one) => one.split(" ")[1])).toEqual(["python/fit-before-split"]));

  it("survives programs cut off anywhere", async () => {
    const text = common + (leaky.find(([title]) => title === "in a class over methods")?.[1] ?? "");
    for (let end = common.length; end < text.length; end += 7) expect(Array.isArray(await found(text.slice(0, end)))).toBe(true);
  });
});
