/** Rules that say nothing in tests are not asked there, whatever they would say. */
import { describe, expect, it } from "vitest";
import type { AnyRule } from "../../rules/api.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { LanguageFile } from "../../server/engine/language.ts";
import { lintFile } from "../../server/engine/lint.ts";
import { allRules, lint, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";

const silent = (allRules as readonly AnyRule[]).filter((rule) => rule.reads !== "project" && rule.silentInTests);

describe("a rule that is silent in tests", () => {
  it("is not rare", () => expect(silent.length).toBeGreaterThan(40));

  it.each(silent.map((rule) => [rule.id, rule] as const))("%s", async (id, rule) => {
    for (const example of rule.examples) expect(await lint(`tests/${pathOf(rule, example)}`, readMarkers(example.bad).text, id, example.files)).toEqual([]);
  });

  it.each([
    ["app/main.py", {}, ["python/any", "python/quiet"]],
    ["tests/test_main.py", {}, ["python/any"]],
    ["web/src/__e2e__/steps.py", {}, ["python/any"]],
    ["app/main.py", { "**": "test" }, ["python/any"]],
    ["tests/test_main.py", { "**": "serve" }, ["python/any", "python/quiet"]],
  ] as const)("is asked about %s with roles %j as it should be", (path, roles, asked) => {
    const heard: string[] = [];
    const rule = (id: string, more: object) => ({ ...(allRules.find(({ reads }) => reads === "python") as AnyRule), prefilter: undefined, id, ...more, *check() { heard.push(id); } }) as unknown as AnyRule;
    const file = { path, text: "x = 1\n", language: "python" } as unknown as LanguageFile;
    lintFile(file, [rule("python/any", { silentInTests: undefined }), rule("python/quiet", { silentInTests: true })], effectiveConfig([{ source: "test", folder: "", roles }]), () => {});
    expect(heard).toEqual(asked);
  });
});
