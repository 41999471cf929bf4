/** The readiness report as text for a terminal and as Markdown; report-html.ts makes the page. */
import { headerOf, headTally, itemsOf, type ListView, tally } from "./overview.ts";
import type { ItemView } from "./state.ts";

export interface ReportInput {
  readonly name: string;
  readonly profile: string;
  readonly lists: readonly ListView[];
  readonly now: Date;
  readonly commit: string | undefined;
  /** `path:line` of a place, for evidence and findings. */
  readonly place: (path: string, offset: number) => string;
}

export const marks = { confirmed: "☑", waived: "◐", "not-applicable": "–", blocked: "⊘", stale: "↻", unknown: "?", open: "☐" } as const;

export function textReport(input: ReportInput): string {
  const { lists, name, profile } = input;
  return [`${name} · ${profile}`, ...lists.flatMap((list, index) => ["", ...textOfList(list, index === 0, input)])].join("\n") + "\n";
}

/** The first list with everything that is known, the others a line per item: who wants more asks for Markdown or the page. */
function textOfList(list: ListView, isFirst: boolean, input: ReportInput): string[] {
  const { applicable } = tally(itemsOf(list));
  if (applicable === 0) return [`${list.list.title}  ${noneApplies(list)}`];
  const lines = [`${list.list.title}  ${headerOf(tally(itemsOf(list)))}`];
  for (const part of list.parts) {
    const counts = tally(part.items);
    const asked = isFirst ? part.items : part.items.filter((view) => view.state !== "not-applicable");
    if (asked.length > 0) lines.push(`  ${part.title}  ${counts.confirmed} of ${counts.applicable}`);
    for (const view of asked) lines.push(...textOfItem(view, isFirst, input));
  }
  return lines;
}

function textOfItem(view: ItemView, isFull: boolean, { place }: ReportInput): string[] {
  const lines = [`    ${marks[view.state]} ${view.item.text}`, `        ${view.item.id}: ${view.stateText}`];
  if (view.isSettled) return lines;
  for (const finding of view.blockers.slice(0, 3)) lines.push(`        ✗ ${place(finding.path, finding.at.start)}  ${finding.rule.id}`);
  if (view.blockers.length > 3) lines.push(`        ✗ and ${view.blockers.length - 3} more`);
  if (!isFull) return lines;
  for (const one of view.evidence.slice(0, 4)) lines.push(`        ${one.kind === "found" ? "✓" : "·"} ${one.path && !one.text.includes(one.path) ? `${one.path}  ` : ""}${one.text}`);
  return lines;
}

export function markdownReport(input: ReportInput): string {
  const sections = input.lists.flatMap((list) => {
    if (tally(itemsOf(list)).applicable === 0) return [`## ${list.list.title}`, "", `${capital(noneApplies(list))}.`, ""];
    return [`## ${list.list.title}: ${headerOf(tally(itemsOf(list)))}`, "", ...list.parts.flatMap((part) => markdownOfPart(part, input))];
  });
  return [`# Readiness of ${input.name}`, "", `${headerOf(headTally(input.lists))} · profile ${input.profile} · ${stamp(input)}`, "", ...sections].join("\n");
}

function markdownOfPart({ title, items }: ListView["parts"][number], input: ReportInput): string[] {
  const cell = (text: string) => text.replace(/\\/g, "\\\\").replace(/\|/g, "\\|").replace(/</g, "&lt;").replace(/\s+/g, " ");
  const rows = items.map((view) => `| ${marks[view.state]} | ${cell(view.item.text)} | ${cell(view.stateText)} | ${view.state === "not-applicable" ? "" : cell(detailsOf(view, input).join("; "))} |`);
  return [`### ${title}`, "", "| | item | state | evidence |", "| --- | --- | --- | --- |", ...rows, ""];
}

/** What contradicts an item, what shows it, what its signer said. */
export function detailsOf(view: ItemView, { place }: ReportInput): string[] {
  return [
    ...view.blockers.slice(0, 5).map((finding) => `${place(finding.path, finding.at.start)} ${finding.rule.id}`),
    ...(view.blockers.length > 5 ? [`and ${view.blockers.length - 5} more findings`] : []),
    ...view.evidence.map((one) => (one.path && !one.text.includes(one.path) ? `${one.text} (${one.path})` : one.text)),
    ...(view.signoff?.note ? [`note: ${view.signoff.note}`] : []),
    ...(view.signoff?.links ?? []),
  ];
}

/** Why a whole list is left out, and how to have it all the same. */
export function noneApplies(list: ListView): string {
  const items = itemsOf(list);
  const byProfile = items.filter(({ item, stateText }) => item.profiles && stateText.includes("profile")).length;
  if (byProfile * 2 < items.length) return `none of its ${items.length} items applies here`;
  return `none of its ${items.length} items applies to this profile; \`checklists: [${list.list.id}]\` in preship.yaml asks for them`;
}

export function stamp({ now, commit }: ReportInput): string {
  return `${now.toISOString().slice(0, 16).replace("T", " ")} UTC${commit ? ` at ${commit.slice(0, 7)}` : ""}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
