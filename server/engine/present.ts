/** From raw findings to reported ones: severity, suppression, order, fingerprints. */
import type { Finding, Fix, Packages, RuleMeta } from "../../rules/api.ts";
import type { EffectiveConfig, Level } from "./config.ts";
import { contentHash } from "./hash.ts";
import { houseRules } from "./house.ts";
import { isSampleDeployment } from "./lint.ts";
import type { Reported, ReportedFix } from "./report.ts";
import { isFingerprintAllowed } from "./secrets.ts";
import { applySuppressions, type Suppression } from "./suppress.ts";

export interface Placed {
  readonly rule: RuleMeta;
  readonly finding: Finding;
}

export function report(path: string, placed: readonly Placed[], suppressions: readonly Suppression[], config: EffectiveConfig, lineText: (offset: number) => string, packages?: Pick<Packages, "versionFor" | "has">, newline = "\n"): Reported[] {
  const all = suppressions.length === 0 ? [...placed] : unsilenced(placed, suppressions);
  all.sort((a, b) => a.finding.at.start - b.finding.at.start || a.finding.at.end - b.finding.at.end || a.rule.id.localeCompare(b.rule.id));
  const seen = new Map<string, number>();
  const samples = new Map<RuleMeta, boolean>();
  const reported: Reported[] = [];
  for (const { rule, finding } of all) {
    let isSample = samples.get(rule);
    if (isSample === undefined) samples.set(rule, (isSample = isSampleDeployment(rule.id, path, config)));
    const level = cap(config.level(rule, finding.variant), finding.confidence === "possible" || isSample);
    if (level === "off") continue;
    const line = isAboutNoLine(rule.id) ? "" : withSingleBlanks(lineText(finding.at.start));
    const key = contentHash(`${rule.id}\n${path}\n${line}`);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    if (rule.id === "text/hardcoded-secret" && isFingerprintAllowed(config, `${key}:${count}`)) continue;
    reported.push({
      rule, path, at: finding.at, severity: level, message: finding.message,
      confidence: finding.confidence ?? "certain",
      related: finding.related?.map((step) => ({ ...step, path: step.path ?? path })) ?? [],
      fixes: finding.fixes?.filter(({ has }) => !has || packages?.has(path, has.ecosystem, has.name) === true).flatMap((fix) => withVersion(fix, path, packages)).map((fix) => ordered(fix, newline)) ?? [],
      fingerprint: `${key}:${count}`,
    });
  }
  return reported;
}

/** Those that no comment silences, and what is wrong with the comments. */
function unsilenced(placed: readonly Placed[], suppressions: readonly Suppression[]): Placed[] {
  const { kept, complaints } = applySuppressions(placed.map(({ rule, finding }) => ({ rule, finding, at: finding.at })), suppressions);
  const about = { unused: houseRules["unused-suppression"], unexplained: houseRules["unexplained-suppression"], unscoped: houseRules["unexplained-suppression"] };
  return [...kept, ...complaints.map(({ kind, finding }) => ({ rule: about[kind], finding }))];
}

function withSingleBlanks(line: string): string {
  return /[^\S ]|  /.test(line) ? line.replace(/\s+/g, " ") : line;
}

/** A secret must not be guessable from a stored hash of its line; what a project lacks is merely shown on some line. */
function isAboutNoLine(rule: string): boolean {
  return rule === "text/hardcoded-secret" || rule.startsWith("project/");
}

/** What is only possible, or deployed by nobody, is shown as a hint, whatever the rule's severity. */
function cap(level: Level, isAside: boolean): Level {
  return isAside && level !== "off" ? "hint" : level;
}

/** A fix that asks for a version has it filled in, or is left out. */
function withVersion(fix: Fix, path: string, packages: Pick<Packages, "versionFor"> | undefined): Fix[] {
  if (!fix.version) return [fix];
  const known = packages?.versionFor(path, fix.version.ecosystem, fix.version.name);
  if (!known) return [];
  const filled = (text: string, version: string) => text.replaceAll("\uFFFC", version);
  return [{ ...fix, title: filled(fix.title, `${known.version} (${known.from})`), edits: fix.edits.map(({ at, text }) => ({ at, text: filled(text, known.version) })) }];
}

/** Lines that are added end as those of the file do. */
function ordered(fix: { title: string; safe: boolean; edits: ReportedFix["edits"]; appends?: ReportedFix["appends"] }, newline: string): ReportedFix {
  const written = newline === "\n" ? fix.edits : fix.edits.map(({ at, text }) => ({ at, text: text.replace(/\r?\n/g, newline) }));
  return { title: fix.title, safe: fix.safe, edits: [...written].sort((a, b) => a.at.start - b.at.start), appends: fix.appends ?? [] };
}
