/** Applies safe fixes until nothing is left to fix: one fix may uncover the next, or free the place another needs. */
import type { Append } from "../../rules/api.ts";
import { applyEdits, compatibleFixes } from "./fix.ts";
import type { Reported, ReportedFix } from "./report.ts";

export interface FixedText {
  readonly text: string;
  /** How many fixes were applied. */
  readonly count: number;
  readonly appends: readonly Append[];
  /** The edits against the original text, when a single round was enough. */
  readonly edits: ReportedFix["edits"] | undefined;
}

const roundLimit = 10;

/** `relint` gives the findings of a changed text; `pick` the fix wanted for a finding, if any. */
export function fixUntilStable(text: string, findings: readonly Reported[], relint: (text: string) => readonly Reported[], pick: (finding: Reported) => ReportedFix | undefined): FixedText {
  const seen = new Set([text]);
  const appends = new Map<string, Append>();
  let current = text;
  let count = 0;
  let edits: ReportedFix["edits"] | undefined = [];
  for (let round = 0; round < roundLimit; round++) {
    const fixes = findings.flatMap((finding) => pick(finding) ?? []);
    const chosen = compatibleFixes(fixes);
    const making = round === 0 ? chosen.chosen.filter((fix) => fix.edits.length === 0) : []; // other files alone: this one stays as it is
    for (const append of making.flatMap((fix) => fix.appends)) appends.set(`${append.path}\n${append.line}`, append);
    count += making.length;
    const next = applyEdits(current, chosen.edits);
    if (seen.has(next)) break; // nothing changed, or two fixes undo each other
    seen.add(next);
    for (const append of chosen.chosen.flatMap((fix) => fix.appends)) appends.set(`${append.path}\n${append.line}`, append);
    edits = round === 0 ? chosen.edits : undefined;
    count += chosen.chosen.filter((fix) => fix.edits.length > 0).length;
    current = next;
    findings = relint(current);
  }
  return { text: current, count, appends: [...appends.values()], edits };
}

/** The first safe fix of a finding. */
export function safeFix(finding: Reported): ReportedFix | undefined {
  return finding.fixes.find((fix) => fix.safe);
}
