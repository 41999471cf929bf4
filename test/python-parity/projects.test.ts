/** Training held against serving over several files: tables of projects that must and must not speak. */
import { describe, expect, it } from "vitest";
import { workspace } from "../harness.ts";
import { cases } from "./projects.ts";

for (const [rule, rows] of Object.entries(cases)) {
  describe(rule, () => {
    it.each(rows.map(([title, files, expected, paths]) => ({ title, files, expected, paths })))("$title", async ({ files, expected, paths = [] }) => {
      const { findings, trouble } = await workspace(files, {}, { paths: new Set([...Object.keys(files), ...paths]) });
      const found = Object.entries(files).flatMap(([path, text]) => findings(path, rule).map(({ at }) => `${path}:${text.slice(0, at.start).split("\n").length}`));
      expect(trouble).toEqual([]);
      expect(found).toEqual(expected);
    });
  });
}

describe("copies that differ say so", () => {
  it("and equal copies are information", async () => {
    const severities = await Promise.all(["equal copies", "one stems, one lemmatizes", "loops for comprehensions"].map(async (title) => {
      const files = cases["project/duplicated-transform"]?.find(([one]) => one === title)?.[1] ?? {};
      return (await workspace(files)).findings("app.py", "project/duplicated-transform").map(({ severity }) => severity);
    }));
    expect(severities).toEqual([["info"], ["warning"], ["info"]]);
  });
});
