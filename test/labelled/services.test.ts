/** Whole small services: the mistake is found on its line, and the mended twin is left alone. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";
import { expectedIn, mended, scoredRules, services } from "./services.ts";

async function found(text: string): Promise<string[]> {
  const findings = await lint("service.py", text);
  return [...new Set(findings.filter(({ rule }) => scoredRules.includes(rule.id)).map(({ rule, at }) => `${text.slice(0, at.start).split("\n").length} ${rule.id}`))];
}

describe("finds the mistake of a service on its line", () => {
  it.each(services.map((one) => [one.title, one] as const))("%s", async (_, { wrong }) => {
    expect(expectedIn(wrong)).toHaveLength(1);
    expect(await found(wrong)).toEqual(expectedIn(wrong));
  });
});

describe("leaves the mended twin of a service alone", () => {
  it.each(services.map((one) => [one.title, one] as const))("%s", async (_, service) => {
    expect(expectedIn(mended(service))).toEqual([]);
    expect(await found(mended(service))).toEqual([]);
  });
});
