/** What holds for every rule on every text: no throw, no range outside the text, line endings do not matter, edits equal a fresh start. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnyRule } from "../rules/api.ts";
import { allRules, readMarkers, withMarkers, workspace, type Workspace } from "./harness.ts";
import { pathOf } from "./paths.ts";

interface Sample { readonly rule: AnyRule; readonly path: string; readonly text: string; readonly files: Readonly<Record<string, string>> }

const samples: readonly Sample[] = allRules.flatMap((rule) =>
  rule.examples.flatMap((example) => [example.bad, example.good].map((marked) => ({ rule, path: pathOf(rule, example), text: readMarkers(marked).text, files: example.files ?? {} }))));

const shown = ({ findings }: Workspace, path: string) => findings(path).map((finding) => [finding.rule.id, finding.at.start, finding.at.end, finding.message] as const);

describe("every rule", () => {
  it("survives every truncation of every example", async () => {
    for (const { path, text, files } of samples) {
      const { analysis, trouble } = await workspace({ ...files, [path]: text });
      for (let length = text.length; length >= 0; length -= 3) {
        analysis.open(path, text.slice(0, length));
        analysis.refreshProject();
        for (const finding of analysis.findings(path)) expect(finding.at.end, `${path} cut at ${length}: ${finding.rule.id}`).toBeLessThanOrEqual(length);
      }
      expect(trouble, path).toEqual([]);
    }
  }, 120_000);

  it("says the same with Windows line endings", async () => {
    for (const { rule, path, text, files } of samples) {
      const unix = await workspace({ ...files, [path]: text });
      const windows = text.replace(/\n/g, "\r\n");
      const dos = await workspace({ ...files, [path]: windows });
      expect(withMarkers(windows, dos.findings(path, rule.id)).replace(/\r/g, ""), `${rule.id} ${path}`).toBe(withMarkers(text, unix.findings(path, rule.id)));
    }
  }, 60_000);

  it("says the same after edits as on a fresh start", async () => {
    const pool = samples.map(({ text }) => text).join("\n");
    const edit = fc.record({ from: fc.nat(), length: fc.nat(12), take: fc.nat(), size: fc.nat(14), where: fc.nat(pool.length) });
    for (const { path, text, files } of samples.filter((_, index) => index % 4 === 0)) {
      await fc.assert(fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        const live = await workspace({ ...files, [path]: text });
        let current = text;
        for (const { from, length, where, size } of edits) {
          const start = current.length === 0 ? 0 : from % (current.length + 1);
          const at = { start, end: Math.min(current.length, start + length) };
          const inserted = pool.slice(where, where + size);
          current = current.slice(0, at.start) + inserted + current.slice(at.end);
          live.analysis.edit(path, [{ at, text: inserted }], current);
        }
        live.analysis.refreshProject();
        const fresh = await workspace({ ...files, [path]: current });
        expect(shown(live, path), JSON.stringify(current)).toEqual(shown(fresh, path));
        expect(live.trouble).toEqual([]);
      }), { numRuns: 12, seed: 20261122 });
    }
  }, 120_000);

  it("survives text of no language", async () => {
    const paths = [...new Set(samples.map(({ path }) => path))];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...paths), fc.string({ unit: "binary", maxLength: 300 }), async (path, text) => {
      const { trouble } = await workspace({ [path]: text });
      expect(trouble).toEqual([]);
    }), { numRuns: 200, seed: 20261122 });
  }, 60_000);

  it("has a page's worth of words: why, remedy, a title without a full stop", () => {
    for (const rule of allRules) {
      expect(rule.why.length, rule.id).toBeGreaterThan(40);
      expect(rule.remedy.length, rule.id).toBeGreaterThan(15);
      expect(rule.title, rule.id).not.toMatch(/\.$|TODO/);
    }
  });
});
