/** The timeout that the fix passes: exact in every layout of a call, valid for the rule afterwards. */
import { describe, expect, it } from "vitest";
import { applyFix, lint } from "../harness.ts";
import { rewritten } from "./timeouts-passed.ts";

const rule = "python/request-without-timeout";

describe("Pass timeout=10", () => {
  it.each(rewritten)("%s", async (_title, before, after) => {
    const [finding] = await lint("service.py", before, rule);
    const [fix] = finding?.fixes ?? [];
    expect(fix && applyFix(before, fix)).toBe(after);
    expect(await lint("service.py", after, rule)).toEqual([]);
  });
});
