/** Places and lines of closed files: what was kept is what is read again, however many files are asked for in between. */
import { describe, expect, it } from "vitest";
import { keptLines, keptSpans, recently } from "../../server/engine/kept-places.ts";

describe("kept places", () => {
  it.each([[[]], [[{ start: 0, end: 0 }]], [[{ start: 7, end: 12 }, { start: 3, end: 3_000_000 }, { start: 7, end: 12 }]]])("%j", (spans) => {
    expect(keptSpans(spans)()).toEqual(spans);
  });

  it.each([[[]], [[[0, ""] as const]], [[[3, 'key = "é😀\\n"'] as const, [1, "\ud83d half"] as const, [3, "twice"] as const]]])("%j", (lines) => {
    expect(keptLines(lines)()).toEqual(lines);
  });

  it("hold nothing of what they were made from", () => {
    const span = { start: 1, end: 2, tree: "large" };
    expect(keptSpans([span])()[0]).not.toHaveProperty("tree");
  });

  it("are told apart among many files", () => {
    const files = Array.from({ length: 100 }, (_, file) => keptSpans([{ start: file, end: file + 1 }]));
    for (const order of [files, [...files].reverse()]) for (const ask of order) expect(ask()).toEqual([{ start: files.indexOf(ask), end: files.indexOf(ask) + 1 }]);
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
