/** Hovering over a finding: what is wrong, why, what instead, what it counts against. */
import { MarkupKind, type Hover, type Position } from "vscode-languageserver/node";
import type { Example, RuleMeta } from "../../rules/api.ts";
import { fenced } from "../engine/explain.ts";
import type { Reported } from "../engine/report.ts";
import type { Abilities } from "./abilities.ts";
import type { Home } from "./sessions.ts";

/** More lines of code than this are a page, not a hover. */
const shownLines = 8;

export function hover(home: Home, position: Position, itemText: (id: string) => string | undefined, abilities: Abilities): Hover | undefined {
  const offset = home.document.offset(position);
  const here = home.session.findings(home.path).filter(({ at }) => at.start <= offset && offset <= at.end);
  const [first] = here;
  if (!first) return undefined;
  const range = { start: home.document.position(first.at.start), end: home.document.position(first.at.end) };
  const text = here.map((finding) => section(finding, itemText, abilities)).join("\n\n---\n\n");
  const value = abilities.markdownHover ? text : text.replace(/[*`]/g, "");
  return { contents: { kind: abilities.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText, value }, range };
}

function section({ rule, message, path }: Reported, itemText: (id: string) => string | undefined, abilities: Abilities): string {
  const items = rule.checklist.map((id) => itemText(id) ?? id);
  return [
    // our own client shows the diagnostic's message right above the hover
    ...(abilities.isOurs ? [`**${rule.title}**`] : [message]),
    `**Why** ${rule.why.trim()}`,
    instead(rule, path, message),
    ...(items.length > 0 ? [`**Counts against** ${items.map((text) => `*${text}*`).join(" · ")}`] : []),
    links(rule, abilities),
  ].filter(Boolean).join("\n\n");
}

/** Code in the language at hand that is about the same thing, when an example is short enough; else in words. */
function instead(rule: RuleMeta, path: string, message: string): string {
  const fitting = rule.examples.filter((example) => example.path === undefined || extensionOf(example.path) === extensionOf(path));
  const subject = /`(\w+)/.exec(message)?.[1];
  const isAbout = (example: Example) => (subject !== undefined && example.bad.replace(/[«»]/g, "").includes(subject) ? 0 : 1);
  const [closest] = [...fitting].sort((a, b) => isAbout(a) - isAbout(b) || lineCount(a.good) - lineCount(b.good));
  if (!closest || lineCount(closest.good) > shownLines) return `**Instead** ${rule.remedy.trim()}`;
  return `**Instead**\n\n${fenced(rule, closest, closest.good)}`;
}

function extensionOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf(".")) + 1);
}

function links(rule: RuleMeta, abilities: Abilities): string {
  const sources = rule.references.slice(0, 2).map((link) => `[${hostOf(link)}](${link})`);
  const commands = abilities.isOurs ? [`[Rule page](command:preship.explainRule?${encodeURIComponent(JSON.stringify([rule.id]))})`, "[Settings](command:preship.openConfig)"] : [`\`${rule.id}\``];
  return [...commands, ...sources].join(" · ");
}

function hostOf(link: string): string {
  return /^https?:\/\/(?:www\.)?([^/]+)/.exec(link)?.[1] ?? link;
}

function lineCount(text: string): number {
  return text.trim().split("\n").length;
}
