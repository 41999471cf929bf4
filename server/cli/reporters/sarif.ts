/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
import type { RuleMeta, Severity } from "../../../rules/api.ts";
import { principles } from "../../../rules/principles.ts";
import { severityOf } from "../../engine/config.ts";
import { rulePage } from "../../engine/explain.ts";
import type { CheckResult, Placed } from "../result.ts";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note", hint: "note" };

/** Results that are no findings: plain data, placed by line. */
export interface ExtraResults {
  readonly rules: readonly { readonly id: string }[];
  readonly results: readonly { readonly ruleId: string; readonly level: string; readonly message: string; readonly path: string; readonly line: number; readonly fingerprint: string }[];
}

/** `category` keeps uploads of one commit apart: without it the second would replace the first. */
export function sarifReport(result: CheckResult, version: string, category = "check", extra: ExtraResults = { rules: [], results: [] }): string {
  const rules = [...new Map(result.findings.map(({ finding }) => [finding.rule.id, finding.rule])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const index = new Map([...rules, ...extra.rules].map((rule, place) => [rule.id, place]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: { driver: { name: "Preship", semanticVersion: version, version, rules: [...rules.map(ruleDescriptor), ...extra.rules] } },
      automationDetails: { id: `preship/${category}/` },
      columnKind: "utf16CodeUnits",
      originalUriBaseIds: { SRCROOT: { description: { text: "The root of the repository." } } },
      invocations: [{
        executionSuccessful: true,
        ...(result.trouble.length > 0 && { toolExecutionNotifications: result.trouble.map(({ rule, path, message }) => ({ level: "warning", message: { text: `${rule ? `${rule}: ` : ""}${path}: ${message}` } })) }),
      }],
      results: [...extra.results.map((one) => extraResult(one, index.get(one.ruleId) ?? 0)), ...result.findings.map((placed) => sarifResult(placed, index.get(placed.finding.rule.id) ?? 0))],
    }],
  };
  return JSON.stringify(log, null, 2) + "\n";
}

function ruleDescriptor(rule: RuleMeta): object {
  const text = `${plain(rule.why)} ${plain(rule.remedy)}`;
  return {
    id: rule.id,
    name: rule.id.replace(/(^|[/-])(\w)/g, (_, _separator, letter: string) => letter.toUpperCase()),
    shortDescription: { text: rule.title },
    fullDescription: { text },
    help: { text, markdown: rulePage(rule) },
    ...(rule.references[0] && { helpUri: rule.references[0] }),
    defaultConfiguration: { level: levels[severityOf(rule)] },
    properties: { tags: [rule.principle, ...rule.checklist], principle: principles[rule.principle].title },
  };
}

function sarifResult({ finding, ...place }: Placed, ruleIndex: number): object {
  return {
    ruleId: finding.rule.id,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(finding.path), uriBaseId: "SRCROOT" }, region: { startLine: place.line, startColumn: place.column, endLine: place.endLine, endColumn: place.endColumn } } }],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((step, id) => ({ id, message: { text: step.message }, physicalLocation: { artifactLocation: { uri: uriOf(step.path), uriBaseId: "SRCROOT" } } })),
    }),
    partialFingerprints: { "preship/v1": finding.fingerprint },
    properties: { confidence: finding.confidence, severity: finding.severity },
  };
}

function extraResult({ ruleId, level, message, path, line, fingerprint }: ExtraResults["results"][number], ruleIndex: number): object {
  return {
    ruleId, ruleIndex, level, message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path), uriBaseId: "SRCROOT" }, region: { startLine: line } } }],
    partialFingerprints: { "preship/v1": fingerprint },
  };
}

/** Relative to the repository, percent-encoded, forward slashes. */
function uriOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function plain(markdown: string): string {
  return markdown.replace(/\s+/g, " ").trim();
}
