/** Places and lines of closed files: what was kept is what is read again, however many files are asked for in between. */
import { describe, expect, it } from "vitest";
import { type KeptLine, placesIn, placesText, recently } from "../../server/engine/kept-places.ts";

const spansAndLines: readonly [readonly { readonly start: number; readonly end: number }[], readonly KeptLine[]][] = [
  [[], []],
  [[{ start: 0, end: 0 }], []],
  [[], [[0, ""]]],
  [[{ start: 7, end: 12 }, { start: 3, end: 3_000_000 }, { start: 7, end: 12 }], [[3, 'key = "é😀\\n"'], [1, "\ud83d half"], [4, "12"]]],
];

describe("kept places", () => {
  it.each(spansAndLines)("%j with lines %j", (anchors, lines) => {
    expect(placesIn(placesText(anchors, lines))).toEqual({ anchors, lines: new Map(lines) });
  });

  it("tell lines that were not kept from files without any", () => {
    expect([placesIn(placesText([], undefined)).lines, placesIn(placesText([], [])).lines]).toEqual([undefined, new Map()]);
  });

  it("hold nothing of what they were made from", () => {
    const span = { start: 1, end: 2, tree: "large" };
    expect(placesIn(placesText([span], [])).anchors[0]).not.toHaveProperty("tree");
  });

  it("are read once by whoever asks again", () => {
    const key = {};
    let times = 0;
    const ask = () => recently(key, () => ++times);
    expect([ask(), ask(), ask()]).toEqual([1, 1, 1]);
  });

  it("are let go of in time", () => {
    const key = {};
    let times = 0;
    recently(key, () => ++times);
    for (let other = 0; other < 100; other++) recently({}, () => other);
    expect(recently(key, () => ++times)).toBe(2);
  });
});
