/** The page of a rule as Markdown: what `preship explain`, the editor's link and docs/rules show. */
import type { AnyRule, Example, RuleMeta } from "../../rules/api.ts";
import { principles } from "../../rules/principles.ts";

const fenceOf: Readonly<Record<string, string>> = { python: "python", notebook: "python", javascript: "ts", yaml: "yaml", dockerfile: "dockerfile", manifest: "text", text: "text", project: "text", preship: "yaml" };

export function rulePage(rule: RuleMeta | AnyRule): string {
  const principle = principles[rule.principle];
  const sections = [
    `# ${rule.id}`,
    `**${rule.title}** · ${severities(rule)} · ${principle.numeral} ${principle.title} · since ${rule.since}`,
    `## Why\n\n${rule.why}`,
    `## Instead\n\n${rule.remedy}`,
    ...(rule.silent ? [`## When it stays silent\n\n${rule.silent}`] : []),
    `## Examples\n\n${rule.examples.map((example) => exampleSection(rule, example)).join("\n\n")}`,
    ...(rule.options ? [`## Options\n\n${Object.entries(rule.options).map(([name, option]) => `- \`${name}\` (default \`${JSON.stringify(option.default)}\`): ${option.doc}`).join("\n")}`] : []),
    ...(rule.checklist.length > 0 ? [`## Checklist\n\nAn open finding contradicts ${rule.checklist.map((item) => `\`${item}\``).join(", ")}.`] : []),
    `## Living with it\n\nSuppress one place with \`preship: ignore[${rule.id}] reason\` in a comment on the line or the line above. Change its level in \`preship.yaml\`:\n\n\`\`\`yaml\nrules:\n  ${rule.id}: off # or error, warning, info, hint\n\`\`\``,
    ...(rule.references.length > 0 ? [`## Sources\n\n${rule.references.map((link) => `- <${link}>`).join("\n")}`] : []),
  ];
  return sections.join("\n\n") + "\n";
}

export function severities(rule: RuleMeta): string {
  if (typeof rule.severity === "string") return rule.severity;
  return Object.entries(rule.severity).map(([variant, severity]) => (variant === "default" ? severity : `${severity} (${variant})`)).join(", ");
}

/** Code of an example in a fence, without the marks around expected findings. */
export function fenced(rule: RuleMeta, example: Example, text: string): string {
  const fence = example.path ? fenceByPath(example.path, rule) : (fenceOf[rule.id.split("/")[0] ?? ""] ?? "text");
  return `\`\`\`${fence}\n${text.replace(/[«»]/g, "").trimEnd()}\n\`\`\``;
}

function exampleSection(rule: RuleMeta, example: Example): string {
  return `### ${example.title}\n\n${fenced(rule, example, example.bad)}\n\nInstead:\n\n${fenced(rule, example, example.good)}`;
}

function fenceByPath(path: string, rule: RuleMeta): string {
  const extension = /\.(\w+)$/.exec(path)?.[1] ?? "";
  return ({ py: "python", ts: "ts", js: "js", tsx: "tsx", jsx: "jsx", yml: "yaml", yaml: "yaml", toml: "toml", json: "json", tf: "hcl", sh: "sh" } as Record<string, string>)[extension] ?? fenceOf[rule.id.split("/")[0] ?? ""] ?? "text";
}
