/** The checklist as Markdown, for a pull request or a chat. Knows no editor. */
import type { Look, Subject } from "./nodes.ts";

interface Printable {
  readonly subject: Subject;
  readonly look: Look;
  readonly children: readonly Printable[];
}

export function markdownOf(nodes: readonly Printable[]): string {
  return `${nodes.flatMap((node) => linesOf(node, 2)).join("\n").replace(/\n{3,}/g, "\n\n").trim()}\n`;
}

function linesOf(node: Printable, depth: number): string[] {
  const { subject, look, children } = node;
  const below = (step: number) => children.flatMap((child) => linesOf(child, depth + step));
  switch (subject.kind) {
    case "folder": case "list": case "part":
      return ["", `${"#".repeat(depth)} ${look.label}: ${look.description}`, "", ...below(1)];
    case "item":
      return [`- [${look.checked ? "x" : " "}] ${look.label} (${look.description})`, ...below(0)];
    case "finding":
      return [`  - ${subject.finding.severity}: \`${look.label}\` ${look.description}`];
    case "evidence":
      return [`  - ${subject.evidence.kind}: ${subject.evidence.place ? `\`${look.label}\` ` : ""}${look.description}`];
    case "signoff":
      return [`  - ${look.label}: ${look.description}`];
    default:
      return []; // questions and troubles of this machine are nobody else's
  }
}
