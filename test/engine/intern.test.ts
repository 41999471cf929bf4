/** Of what is kept for long, equal strings and lists of them are there once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InternPool } from "../../server/engine/intern.ts";

describe("a pool", () => {
  it("gives one of equal lists of strings, and every other value anew", () => {
    const pool = new InternPool();
    const parsed = () => pool.of(JSON.parse('{"params":["self","path"],"none":[],"mixed":["self",1,["path"]],"object":{"from":"parameter"}}') as { params: string[]; none: string[]; mixed: unknown[]; object: object });
    const [first, second] = [parsed(), parsed()];
    expect([second.params, second.none, second.mixed[2]].map((list, index) => list === [first.params, first.none, first.mixed[2]][index])).toEqual([true, true, true]);
    expect([second.mixed === first.mixed, second.object === first.object]).toEqual([false, false]);
    pool.clear();
    expect(parsed().params === first.params).toBe(false);
  });

  it("does not take lists for one another that join to the same", () => {
    const pool = new InternPool();
    expect(pool.of([["a,b"], ["a", "b"], ["a\0b"], ['a","b'], [""], []])).toEqual([["a,b"], ["a", "b"], ["a\0b"], ['a","b'], [""], []]);
  });

  it("says what was given", () => {
    const pool = new InternPool();
    const own = fc.oneof(fc.jsonValue(), fc.array(fc.string()), fc.dictionary(fc.constantFrom("__proto__", "constructor", "a", "b"), fc.array(fc.constantFrom("a", "b", "__proto__"))));
    fc.assert(fc.property(own, (value) => {
      const text = JSON.stringify(value);
      expect(JSON.stringify(pool.of(JSON.parse(text)))).toBe(text);
    }), { seed: 5, numRuns: 500 });
  });
});
