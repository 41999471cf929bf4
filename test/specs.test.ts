/**
 * Markdown files as specification: `# rule-id`, then per `##` heading one test. Prose gives the reason. Each fence is a file, named after its
 * language: ```python app/main.py. `«…»` marks the exact spans in which the rule speaks; a heading without marks states silence.
 * ```yaml preship.yaml is the configuration.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { houseRules } from "../server/engine/house.ts";
import { readConfigText } from "../server/workspace/config-text.ts";
import { allRules, applyFix, lint, readMarkers, withMarkers, workspace } from "./harness.ts";

const folder = path.join(import.meta.dirname, "specs");
const known = [...allRules, ...Object.values(houseRules)];

interface Spec { readonly title: string; readonly files: Readonly<Record<string, string>> }

function specsOf(markdown: string): { rule: string; specs: Spec[] } {
  const rule = /^# (\S+)/m.exec(markdown)?.[1] ?? "";
  const specs = markdown.split(/^## /m).slice(1).map((section): Spec => {
    const fences = [...section.matchAll(/^(````?)\w+ (\S+)\n([\s\S]*?)^\1$/gm)];
    return { title: section.split("\n")[0] ?? "", files: Object.fromEntries(fences.map((fence) => [fence[2] ?? "", fence[3] ?? ""])) };
  });
  return { rule, specs };
}

for (const name of readdirSync(folder).filter((one) => one.endsWith(".md")).sort()) {
  const { rule, specs } = specsOf(readFileSync(path.join(folder, name), "utf8"));
  describe(`specs/${name} (${rule})`, () => {
    it("names a rule and has specs with files", () => {
      expect(known.map(({ id }) => id)).toContain(rule);
      expect(specs.length).toBeGreaterThan(0);
      expect(specs.filter(({ files }) => Object.keys(files).length === 0).map(({ title }) => title)).toEqual([]);
    });
    it.each(specs.map((spec) => [spec.title, spec] as const))("%s", async (_title, { files }) => {
      const plain = Object.fromEntries(Object.entries(files).map(([file, marked]) => [file, readMarkers(marked).text]));
      const config = plain["preship.yaml"] === undefined ? {} : readConfigText(plain["preship.yaml"], "preship.yaml", "", known).layer;
      const { findings, trouble } = await workspace(plain, config);
      expect(trouble).toEqual([]);
      for (const [file, marked] of Object.entries(files)) {
        const mine = findings(file, rule);
        expect(withMarkers(plain[file] ?? "", mine), file).toBe(marked);
        for (const finding of mine) {
          for (const fix of finding.fixes) {
            const after = await lint(file, applyFix(plain[file] ?? "", fix), rule, plain);
            expect(after.length, `${finding.message}\nafter: ${fix.title}`).toBeLessThan(mine.length);
          }
        }
      }
    });
  });
}
