/** The one place where tests touch the engine: lint a text or a small workspace, read markers, apply fixes. */
import type { Surroundings } from "../rules/api.ts";
import { buildProject, createLanguages, rules as allRules } from "../server/compose.ts";
import { Analysis } from "../server/engine/analysis.ts";
import { effectiveConfig, type ConfigLayer } from "../server/engine/config.ts";
import { applyEdits } from "../server/engine/fix.ts";
import type { Reported, ReportedFix, Trouble } from "../server/engine/report.ts";

export interface Workspace {
  readonly analysis: Analysis;
  readonly trouble: Trouble[];
  /** All findings, of one rule or of those matching a glob-free prefix when given. */
  findings(path?: string, rule?: string): Reported[];
}

const languages = createLanguages();

/** Analyses a workspace given as texts by path. */
export async function workspace(files: Readonly<Record<string, string>>, config: Partial<ConfigLayer> = {}, surroundings: Partial<Surroundings> = {}): Promise<Workspace> {
  const trouble: Trouble[] = [];
  const effective = effectiveConfig([{ source: "test", folder: "", ...config }]);
  const analysis = new Analysis({
    languages, rules: allRules, buildProject,
    configFor: () => effective,
    surroundings: { paths: new Set(Object.keys(files)), ignored: new Set(), installed: () => undefined, ...surroundings },
    onTrouble: (problem) => trouble.push(problem),
  });
  for (const [path, text] of Object.entries(files)) {
    await analysis.languageFor(path)?.load();
    analysis.open(path, text);
  }
  analysis.refreshProject();
  return {
    analysis, trouble,
    findings: (path, rule) => [...(path ? [path] : analysis.paths())].flatMap((one) => analysis.findings(one)).filter((finding) => !rule || finding.rule.id === rule),
  };
}

/** Findings of one text. */
export async function lint(path: string, text: string, rule?: string, files: Readonly<Record<string, string>> = {}): Promise<Reported[]> {
  const { findings, trouble } = await workspace({ ...files, [path]: text });
  if (trouble.length > 0) throw new Error(`trouble: ${JSON.stringify(trouble)}`);
  return findings(path, rule);
}

/** `«` and `»` taken out, and the spans they marked. */
export function readMarkers(marked: string): { readonly text: string; readonly spans: readonly { start: number; end: number }[] } {
  let text = "";
  const open: number[] = [];
  const spans: { start: number; end: number }[] = [];
  for (const character of marked) {
    if (character === "«") open.push(text.length);
    else if (character === "»") spans.push({ start: open.pop() ?? 0, end: text.length });
    else text += character;
  }
  return { text, spans: spans.sort((a, b) => a.start - b.start) };
}

/** The marked text a rule's findings would give: what a spec compares with. */
export function withMarkers(text: string, findings: readonly Reported[]): string {
  const marks = findings.flatMap(({ at }) => [{ offset: at.start, mark: "«", order: 1 }, { offset: at.end, mark: "»", order: at.end === at.start ? 2 : 0 }]);
  marks.sort((a, b) => b.offset - a.offset || b.order - a.order);
  return marks.reduce((result, { offset, mark }) => result.slice(0, offset) + mark + result.slice(offset), text);
}

export function applyFix(text: string, fix: ReportedFix): string {
  return applyEdits(text, fix.edits);
}

export { allRules };
