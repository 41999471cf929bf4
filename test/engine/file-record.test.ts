/** What is left of closed files: the same whether it was read before it is handed on or not, and told apart among many. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { AnyRule, FileFacts } from "../../rules/api.ts";
import { KeptFile, toldText } from "../../server/engine/file-record.ts";
import { placesText } from "../../server/engine/kept-places.ts";
import type { Raw } from "../../server/engine/lint.ts";

const [known, gone] = ["text/known", "text/gone"].map((id) => ({ id }) as AnyRule) as [AnyRule, AnyRule];
const rules = new Map([[known.id, known]]);
const raw: readonly Raw[] = [known, gone].map((rule) => ({ rule, finding: { at: { start: 3, end: 5 }, message: "é \"😀\"\n", tree: "large" } as Raw["finding"] }));
const facts: FileFacts = { path: "a b.ipynb", language: "python", isQuoted: true, anchors: [{ start: 1, end: 2 }], body: {} };
const record = { hash: "h", factsKey: "k", told: toldText(raw, [], facts, "{}"), places: placesText(facts.anchors, [[0, "x"]]) };

describe("a kept file", () => {
  it("says what was told, but for rules that are gone and for what no finding has", () => {
    const kept = new KeptFile(record, rules);
    expect(kept.raw).toEqual([{ rule: known, finding: { at: { start: 3, end: 5 }, message: "é \"😀\"\n" } }]);
    expect(kept.facts).toEqual(facts);
    expect([kept.suppressions, kept.lines, kept.hash, kept.factsKey]).toEqual([[], new Map([[0, "x"]]), "h", "k"]);
  });

  it("hands on the very texts until somebody reads them, and afterwards what says the same", () => {
    const kept = new KeptFile(record, new Map([known, gone].map((rule) => [rule.id, rule])));
    expect(kept.record).toBe(record);
    void kept.facts;
    expect(kept.record).toEqual(record);
  });

  it("may be given lines that were not kept", () => {
    const kept = new KeptFile({ ...record, places: placesText(facts.anchors, undefined) }, rules);
    expect(kept.lines).toBeUndefined();
    kept.keepLines([[2, "y"]]);
    expect([kept.lines, kept.facts.anchors]).toEqual([new Map([[2, "y"]]), facts.anchors]);
  });

  it("is told apart among many", () => {
    const files = Array.from({ length: 100 }, (_, file) => new KeptFile({ ...record, places: placesText([{ start: file, end: file }], []) }, rules));
    for (const order of [files, [...files].reverse()]) for (const file of order) expect(file.facts.anchors).toEqual([{ start: files.indexOf(file), end: files.indexOf(file) }]);
  });

  it("holds no text that was read, only what it says", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const used = () => { collect(); return process.memoryUsage().heapUsed; };
    const before = used();
    const files = Array.from({ length: 100 }, (_, file) => new KeptFile({ ...record, told: `${record.told.slice(0, -1)},"unread":"${`${file}`.padEnd(200_000, "x")}"}` }, rules));
    for (const file of files) expect([file.facts, file.lines]).toEqual([facts, new Map([[0, "x"]])]);
    expect(used() - before).toBeLessThan(5_000_000);
    expect(files).toHaveLength(100);
  });
});
