/** What a check yields, ready for any reporter: findings with one-based places. */
import type { Reported, Trouble } from "../engine/report.ts";

export interface Placed {
  readonly finding: Reported;
  /** One-based, columns in UTF-16 units as editors count them. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface CheckResult {
  readonly findings: readonly Placed[];
  readonly fileCount: number;
  readonly seconds: number;
  readonly trouble: readonly Trouble[];
  /** How many safe fixes are on offer. */
  readonly fixable: number;
}

export function bySeverity(findings: readonly Placed[]): { error: number; warning: number; info: number; hint: number } {
  const count = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { finding } of findings) count[finding.severity]++;
  return count;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
