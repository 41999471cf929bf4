/** The protocol's edge: findings become diagnostics, offsets become lines and columns. */
import { DiagnosticSeverity, DiagnosticTag, type CodeDescription, type Diagnostic, type Location, type Range } from "vscode-languageserver/node";
import type { Severity, Span } from "../../rules/api.ts";
import type { Position } from "../engine/positions.ts";
import type { Reported } from "../engine/report.ts";
import type { Abilities } from "./abilities.ts";

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint,
};

/** How to find lines and columns of a file of the workspace. */
export interface Places {
  position(path: string, offset: number): Position | undefined;
  uri(path: string): string;
  /** As the client knows it: in an open notebook, a place in a cell. */
  location(path: string, at: Span): Location | undefined;
}

/** Rides on a diagnostic and comes back with requests for code actions. */
export interface DiagnosticData {
  readonly rule: string;
  readonly fingerprint: string;
}

export function toDiagnostic(finding: Reported, places: Places, abilities: Abilities): Diagnostic {
  const related = abilities.relatedInformation ? finding.related.flatMap((step) => {
    const location = places.location(step.path, step.at);
    return location ? [{ location, message: step.message }] : [];
  }) : [];
  const data: DiagnosticData = { rule: finding.rule.id, fingerprint: finding.fingerprint };
  return {
    range: toRange(finding.path, finding.at, places) ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    severity: severities[finding.severity],
    code: finding.rule.id,
    ...(abilities.codeDescription && { codeDescription: ruleLink(finding.rule.id) }),
    source: "preship",
    message: finding.message,
    ...(finding.rule.id === "preship/unused-suppression" && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && { relatedInformation: related }),
    data,
  };
}

export function toRange(path: string, at: Span, places: Places): Range | undefined {
  const start = places.position(path, at.start);
  const end = places.position(path, at.end);
  return start && end && { start, end };
}

export const ruleScheme = "preship-rule";

/** A read-only document that the server provides; see `preship/explain` and workspace/textDocumentContent. */
export function ruleLink(rule: string): CodeDescription {
  return { href: `${ruleScheme}:/${rule}.md` };
}

export function ruleOfLink(uri: string): string | undefined {
  return /^preship-rule:\/+([\w-]+\/[\w-]+)\.md$/.exec(uri)?.[1];
}
