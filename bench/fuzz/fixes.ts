/** Every fix of every finding in real projects: the result parses, the finding is gone, none is new. One row for each rule, and what went wrong. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { buildProject, rules } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import { applyEdits } from "../../server/engine/fix.ts";
import type { Reported, ReportedFix } from "../../server/engine/report.ts";
import { languages } from "../../test/fuzz/replay.ts";
import { filesBelow, read } from "./corpus.ts";
import type { Options } from "./options.ts";

interface Row {
  findings: number;
  fixes: number;
  failures: number;
}

/** Project rules look at the whole project again for each fix: enough of them show what there is to see. */
const mostProjectFixes = 12;

/** How many fixes went wrong. Every folder in `folder` is a project of its own. */
export function fixes({ folder, only, until }: Options): number {
  if (folder === undefined) throw new Error("fixes needs --folder: a folder of projects");
  const rows = new Map<string, Row>();
  for (const project of readdirSync(folder).sort()) {
    if (Date.now() > until) break;
    inProject(path.join(folder, project), project, rows, only);
    const sum = (what: keyof Row) => [...rows.values()].reduce((total, row) => total + row[what], 0);
    console.log(`${project}: ${sum("findings")} findings and ${sum("fixes")} fixes by now, ${sum("failures")} failed`);
  }
  for (const [rule, { findings, fixes: count, failures }] of [...rows].sort()) console.log(`${rule.padEnd(45)} ${String(findings).padStart(6)} findings ${String(count).padStart(6)} fixes ${failures > 0 ? `${failures} FAILED` : ""}`);
  return [...rows.values()].reduce((sum, { failures }) => sum + failures, 0);
}

function inProject(root: string, name: string, rows: Map<string, Row>, only: RegExp | undefined): void {
  const texts = new Map(filesBelow(root).flatMap((file) => { const text = read(root, file); return text === undefined ? [] : [[file, text] as const]; }));
  const config = effectiveConfig([{ source: "fuzz", folder: "" }]);
  const analysis = new Analysis({ languages, rules, buildProject, configFor: () => config, surroundings: { paths: new Set(texts.keys()), ignored: new Set(), installed: () => undefined }, onTrouble: ({ rule, path: file, message }) => console.log(`trouble ${name} ${rule ?? ""} ${file} ${message}`) });
  for (const [file, text] of texts) analysis.scan(file, text);
  analysis.refreshProject();
  for (const [file, text] of texts) {
    for (const finding of analysis.findings(file)) {
      const row = rows.get(finding.rule.id) ?? { findings: 0, fixes: 0, failures: 0 };
      rows.set(finding.rule.id, row);
      row.findings++;
      if (only && !only.test(finding.rule.id)) continue;
      const isProject = rules.find(({ id }) => id === finding.rule.id)?.reads === "project";
      if (isProject && row.fixes >= mostProjectFixes * rows.size) continue;
      for (const fix of finding.fixes) {
        row.fixes++;
        const wrong = wrongWith(analysis, file, text, finding, fix, isProject);
        if (wrong === undefined) continue;
        row.failures++;
        if (row.failures > 25) continue;
        const line = text.slice(0, finding.at.start).split("\n").length;
        console.log(`${finding.rule.id} ${name}/${file}:${line} "${fix.title}" ${wrong}\n    before: ${JSON.stringify(around(text, fix))}\n    edits: ${JSON.stringify(fix.edits)}`.slice(0, 1200));
      }
    }
  }
}

function around(text: string, { edits }: ReportedFix): string {
  return text.slice(Math.max(0, Math.min(...edits.map(({ at }) => at.start)) - 100), Math.min(Math.max(...edits.map(({ at }) => at.end)) + 100, Math.min(...edits.map(({ at }) => at.start)) + 400));
}

function wrongWith(analysis: Analysis, file: string, text: string, finding: Reported, fix: ReportedFix, isProject: boolean): string | undefined {
  let end = 0;
  for (const { at } of fix.edits) {
    if (at.start < end || at.end < at.start || at.end > text.length) return "has edits out of order, on top of each other or outside the text";
    end = at.end;
  }
  if (fix.edits.length === 0) return fix.appends.length > 0 ? undefined : "has no edits";
  const next = applyEdits(text, fix.edits);
  if (next === text) return "changes nothing";
  const [before, after] = [analysis.tryOut(file, text), analysis.tryOut(file, next)];
  if (after.problems > before.problems) return `leaves ${after.problems} places that cannot be read instead of ${before.problems}`;
  const fresh = added(before.findings, after.findings);
  if (fresh.length > 0) return `adds ${fresh.join(", ")}`;
  if (!isProject) return silenced(finding, before.findings, after.findings);
  const whole = analysis.findings(file);
  analysis.scan(file, next);
  analysis.refreshProject();
  const wholeAfter = analysis.findings(file);
  analysis.scan(file, text);
  analysis.refreshProject();
  const freshWhole = added(whole, wholeAfter);
  return freshWhole.length > 0 ? `adds ${freshWhole.join(", ")}` : silenced(finding, whole, wholeAfter);
}

function silenced({ rule }: Reported, before: readonly Reported[], after: readonly Reported[]): string | undefined {
  const count = (findings: readonly Reported[]) => findings.filter((one) => one.rule.id === rule.id).length;
  return count(after) < count(before) ? undefined : `leaves its finding standing (${count(before)} before, ${count(after)} after)`;
}

/** Rules that say more afterwards than before. */
function added(before: readonly Reported[], after: readonly Reported[]): readonly string[] {
  const count = (findings: readonly Reported[], id: string) => findings.filter(({ rule }) => rule.id === id).length;
  return [...new Set(after.map(({ rule }) => rule.id))].filter((id) => count(after, id) > count(before, id));
}
