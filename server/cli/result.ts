/** What a check yields, ready for any reporter: findings with one-based places. */
import type { Analysis } from "../engine/analysis.ts";
import type { Reported, ReportedFix, Trouble } from "../engine/report.ts";

/** Of a finding, what reports say. */
export interface Told extends Pick<Reported, "rule" | "path" | "severity" | "confidence" | "message" | "fingerprint"> {
  readonly related: readonly Pick<Reported["related"][number], "path" | "message">[];
  readonly fixes: readonly Pick<ReportedFix, "title" | "safe">[];
}

export interface Placed {
  readonly finding: Told;
  /** One-based, columns in UTF-16 units as editors count them. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What a check finds, before it is reported. */
export interface Found {
  readonly root: string;
  readonly findings: readonly Placed[];
  readonly fileCount: number;
  readonly trouble: readonly Trouble[];
  /** A fix could not be written. */
  readonly isUnwritten?: boolean;
}

export interface CheckResult {
  readonly findings: readonly Placed[];
  readonly fileCount: number;
  readonly seconds: number;
  readonly trouble: readonly Trouble[];
  /** How many safe fixes are on offer. */
  readonly fixable: number;
}

export function findingsOf(analysis: Analysis, file: string): Placed[] {
  return analysis.findings(file).map((finding) => place(analysis, finding));
}

function place(analysis: Analysis, finding: Reported): Placed {
  const lines = analysis.lines(finding.path);
  const start = lines?.position(finding.at.start) ?? { line: 0, character: 0 };
  const end = lines?.position(finding.at.end) ?? start;
  return { finding, line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

export function bySeverity(findings: readonly Placed[]): { error: number; warning: number; info: number; hint: number } {
  const count = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { finding } of findings) count[finding.severity]++;
  return count;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
