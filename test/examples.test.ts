/** Every example of every rule is a test: `bad` gives exactly the marked findings, `good` none, each fix silences and adds nothing. */
import { describe, expect, it } from "vitest";
import type { AnyRule } from "../rules/api.ts";
import { allRules, applyFix, lint, readMarkers, withMarkers } from "./harness.ts";
import { pathOf } from "./paths.ts";

for (const rule of allRules as readonly AnyRule[]) {
  describe(rule.id, () => {
    for (const example of rule.examples) {
      const path = pathOf(rule, example);
      const { text } = readMarkers(example.bad);

      it(`speaks: ${example.title}`, async () => {
        expect(withMarkers(text, await lint(path, text, rule.id, example.files))).toBe(example.bad);
      });

      it(`is silent on the hardened form: ${example.title}`, async () => {
        expect(withMarkers(example.good, await lint(path, example.good, rule.id, example.files))).toBe(example.good);
      });

      it(`fixes hold: ${example.title}`, async () => {
        const before = await lint(path, text, undefined, example.files);
        for (const finding of before.filter((one) => one.rule.id === rule.id)) {
          for (const fix of finding.fixes) {
            const added = (to: string) => fix.appends.filter((one) => one.path === to).map(({ line }) => `${line}\n`).join("");
            const beside = Object.fromEntries(fix.appends.filter((one) => one.path !== path).map((one) => [one.path, added(one.path)]));
            const after = await lint(path, applyFix(text, fix) + added(path), undefined, { ...example.files, ...beside });
            const label = `${finding.message}\nafter: ${fix.title}`;
            expect(after.filter((one) => one.rule.id === rule.id).length, label).toBeLessThan(before.filter((one) => one.rule.id === rule.id).length);
            expect(after.length, label).toBeLessThan(before.length);
          }
        }
      });
    }
  });
}

it("has rules", () => expect(allRules.length).toBeGreaterThan(0));
