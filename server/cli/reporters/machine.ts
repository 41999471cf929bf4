/** Reports for other programs: JSON, GitHub annotations, Markdown. */
import { bySeverity, type CheckResult } from "../result.ts";
import { byFile, legible, summary } from "./text.ts";

export function jsonReport(result: CheckResult): string {
  const findings = result.findings.map(({ finding, line, column, endLine, endColumn }) => ({
    rule: finding.rule.id, path: finding.path, line, column, endLine, endColumn,
    severity: finding.severity, confidence: finding.confidence, message: finding.message, principle: finding.rule.principle,
    fingerprint: finding.fingerprint,
    related: finding.related.map(({ path, message }) => ({ path, message })),
    fixes: finding.fixes.map(({ title, safe }) => ({ title, safe })),
  }));
  return JSON.stringify({ version: 1, files: result.fileCount, seconds: Number(result.seconds.toFixed(3)), counts: bySeverity(result.findings), fixable: result.fixable, findings, trouble: result.trouble }, null, 2) + "\n";
}

const commands = { error: "error", warning: "warning", info: "notice", hint: "notice" } as const;

/** Workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function githubReport(result: CheckResult): string {
  const data = (text: string) => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
  const property = (text: string) => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
  const lines = result.findings.map(({ finding, line, column, endLine, endColumn }) => {
    const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : "";
    return `::${commands[finding.severity]} file=${property(finding.path)},line=${line},endLine=${endLine}${columns},title=${property(finding.rule.id)}::${data(finding.message)}`;
  });
  return [...lines, summary(result), ""].join("\n");
}

export function markdownReport(result: CheckResult): string {
  const cell = (text: string) => text.replace(/\|/g, "\\|").replace(/\r?\n/g, " ");
  const sections = [...byFile(result.findings)].map(([path, findings]) => [
    `### ${legible(path)}`, "", "| line | severity | finding | rule |", "| --- | --- | --- | --- |",
    ...findings.map(({ finding, line }) => `| ${line} | ${finding.severity} | ${cell(finding.message)} | \`${finding.rule.id}\` |`), "",
  ].join("\n"));
  return ["## Preship", "", summary(result), "", ...sections].join("\n");
}
