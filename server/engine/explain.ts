/** The page of one rule as Markdown, for editors and the command line. */
import type { Example, RuleMeta } from "../../rules/api.ts";
import { principles } from "../../rules/principles.ts";
import { severityOf } from "./config.ts";

const fences: Record<string, string> = { python: "python", notebook: "python", javascript: "ts", yaml: "yaml", dockerfile: "dockerfile", preship: "yaml" };

export function rulePage(rule: RuleMeta): string {
  const principle = principles[rule.principle];
  const sections = [
    `# ${rule.title}`,
    `\`${rule.id}\` · ${severities(rule)} · ${principle.numeral} ${principle.title}${rule.checklist.length > 0 ? ` · counts against ${rule.checklist.map((item) => `\`${item}\``).join(", ")}` : ""}`,
    `## Why\n\n${rule.why.trim()}`,
    `## Instead\n\n${rule.remedy.trim()}`,
    ...rule.examples.map((example) => examplePart(rule, example)),
    ...(rule.silent ? [`## When it stays silent\n\n${rule.silent.trim()}`] : []),
    ...optionsPart(rule),
    `## Suppress\n\nWrite \`preship: ignore[${rule.id}] reason\` in a comment on the line or the line above. Change the level under \`rules:\` in \`preship.yaml\`.`,
    ...(rule.references.length > 0 ? [`## Sources\n\n${rule.references.map((link) => `- <${link}>`).join("\n")}`] : []),
    `Since ${rule.since}.`,
  ];
  return sections.join("\n\n") + "\n";
}

/** An example's text without the marks around the expected findings. */
export function withoutMarks(marked: string): string {
  return marked.replace(/[«»]/g, "");
}

/** The Markdown fence for a rule's examples; the file name tells more than the rule where there is one. */
export function fenceOf(rule: RuleMeta, example: Example): string {
  const extension = /\.(\w+)$/.exec(example.path ?? "")?.[1];
  return extension ?? fences[rule.id.split("/")[0] ?? ""] ?? "";
}

function examplePart(rule: RuleMeta, example: Example): string {
  const fence = (text: string) => `\`\`\`\`${fenceOf(rule, example)}\n${withoutMarks(text).trimEnd()}\n\`\`\`\``;
  return `## ${example.title}${example.path ? ` (\`${example.path}\`)` : ""}\n\n${fence(example.bad)}\n\nHardened:\n\n${fence(example.good)}`;
}

function severities(rule: RuleMeta): string {
  if (typeof rule.severity === "string") return rule.severity;
  const variants = Object.entries(rule.severity).filter(([name]) => name !== "default");
  return [severityOf(rule), ...variants.map(([name, level]) => `${name}: ${level}`)].join(", ");
}

function optionsPart(rule: RuleMeta): string[] {
  const options = Object.entries(rule.options ?? {});
  if (options.length === 0) return [];
  return [`## Options\n\n${options.map(([name, option]) => `- \`${name}\` (default \`${JSON.stringify(option.default)}\`): ${option.doc}`).join("\n")}`];
}
