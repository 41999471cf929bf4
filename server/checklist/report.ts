/** The readiness report: the checklists as text for a terminal, as Markdown, and as one self-contained HTML page. */
import { headerOf, itemsOf, type ListView, tally } from "./overview.ts";
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

const marks = { confirmed: "☑", waived: "◐", "not-applicable": "–", blocked: "⊘", stale: "↻", unknown: "?", open: "☐" } as const;

export function textReport({ lists, name, profile, place }: ReportInput): string {
  const lines = [`${name} · ${profile}`];
  for (const list of lists) {
    lines.push("", `${list.list.title}  ${headerOf(tally(itemsOf(list)))}`);
    for (const part of list.parts) {
      const { confirmed, applicable } = tally(part.items);
      lines.push(`  ${part.title}  ${confirmed} of ${applicable}`);
      for (const view of part.items) {
        lines.push(`    ${marks[view.state]} ${view.item.text}`, `        ${view.item.id}: ${view.stateText}`);
        if (view.isSettled) continue;
        for (const finding of view.blockers.slice(0, 3)) lines.push(`        ✗ ${place(finding.path, finding.at.start)}  ${finding.rule.id}`);
        if (view.blockers.length > 3) lines.push(`        ✗ and ${view.blockers.length - 3} more`);
        for (const one of view.evidence.slice(0, 4)) lines.push(`        ${one.kind === "found" ? "✓" : "·"} ${one.path && !one.text.includes(one.path) ? `${one.path}  ` : ""}${one.text}`);
      }
    }
  }
  return lines.join("\n") + "\n";
}

export function markdownReport(input: ReportInput): string {
  const all = [...new Set(input.lists.flatMap(itemsOf))];
  const cell = (text: string) => text.replace(/\|/g, "\\|").replace(/\s+/g, " ");
  const sections = input.lists.flatMap((list) => [
    `## ${list.list.title}: ${headerOf(tally(itemsOf(list)))}`, "",
    ...list.parts.flatMap((part) => [
      `### ${part.title}`, "", "| | item | state | evidence |", "| --- | --- | --- | --- |",
      ...part.items.map((view) => `| ${marks[view.state]} | ${cell(view.item.text)} | ${cell(view.stateText)} | ${cell(evidenceWords(view, input).join("; "))} |`), "",
    ]),
  ]);
  return [`# Readiness of ${input.name}`, "", `${headerOf(tally(all))} · profile ${input.profile} · ${stamp(input)}`, "", ...sections].join("\n");
}

export function htmlReport(input: ReportInput): string {
  const all = [...new Set(input.lists.flatMap(itemsOf))];
  const body = input.lists.map((list) => `<section><h2>${escape(list.list.title)} <small>${escape(headerOf(tally(itemsOf(list))))}</small></h2>${list.parts.map((part) => `<h3>${escape(part.title)}</h3><table><thead><tr><th>State</th><th>Item</th><th>Why it is so</th></tr></thead><tbody>${part.items.map((view) => itemRow(view, input)).join("")}</tbody></table>`).join("")}</section>`).join("");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Readiness of ${escape(input.name)}</title><style>${style}</style></head>
<body><main><header><h1>Readiness of ${escape(input.name)}</h1><p>${escape(headerOf(tally(all)))} · profile ${escape(input.profile)} · ${escape(stamp(input))}</p>${picture(input.lists)}</header>${body}</main></body></html>
`;
}

function itemRow(view: ItemView, input: ReportInput): string {
  const details = evidenceWords(view, input).map((words) => `<li>${escape(words)}</li>`).join("");
  return `<tr class="${view.state}"><td><span class="mark">${marks[view.state]}</span> ${escape(view.state.replace("-", " "))}</td><td><strong>${escape(view.item.text)}</strong><br><small>${escape(view.item.why)}</small></td><td>${escape(view.stateText)}${details ? `<ul>${details}</ul>` : ""}</td></tr>`;
}

function evidenceWords(view: ItemView, { place }: ReportInput): string[] {
  return [
    ...view.blockers.slice(0, 5).map((finding) => `${place(finding.path, finding.at.start)} ${finding.rule.id}`),
    ...view.evidence.map((one) => (one.path && !one.text.includes(one.path) ? `${one.text} (${one.path})` : one.text)),
    ...(view.signoff?.note ? [`note: ${view.signoff.note}`] : []),
    ...(view.signoff?.links ?? []),
  ];
}

/** One bar per part: settled, open, blocked; readable without colour by its label. */
function picture(lists: readonly ListView[]): string {
  const parts = lists.flatMap((list) => list.parts.map((part) => ({ title: lists.length > 1 ? `${list.list.title}: ${part.title}` : part.title, items: part.items.filter((view) => view.state !== "not-applicable") }))).filter(({ items }) => items.length > 0);
  const height = parts.length * 34;
  const bars = parts.map(({ title, items }, row) => {
    const width = 380 / items.length;
    const cells = [...items].sort((a, b) => order(a) - order(b)).map((view, index) => `<rect class="${view.state}" x="${(300 + index * width).toFixed(1)}" y="${row * 34 + 8}" width="${(width - 3).toFixed(1)}" height="18" rx="3"><title>${escape(view.item.text)}: ${escape(view.state)}</title></rect>`).join("");
    return `<text x="0" y="${row * 34 + 22}">${escape(title)}</text>${cells}<text x="690" y="${row * 34 + 22}">${items.filter((view) => view.isSettled).length}/${items.length}</text>`;
  });
  return `<svg role="img" aria-label="Settled items per part" viewBox="0 0 740 ${height}" width="740">${bars.join("")}</svg>`;
}

const order = (view: ItemView) => ["confirmed", "waived", "unknown", "open", "stale", "blocked"].indexOf(view.state);

function stamp({ now, commit }: ReportInput): string {
  return `${now.toISOString().slice(0, 16).replace("T", " ")} UTC${commit ? ` at ${commit.slice(0, 7)}` : ""}`;
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

const style = `:root{color-scheme:light dark;--fg:#1f2328;--bg:#fff;--line:#d0d7de;--dim:#59636e;--ok:#1a7f37;--bad:#cf222e;--wait:#9a6700;--off:#8c959f}
@media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--bg:#0d1117;--line:#30363d;--dim:#9198a1;--ok:#3fb950;--bad:#f85149;--wait:#d29922;--off:#656d76}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg);margin:0}main{max-width:980px;margin:2rem auto;padding:0 1.5rem}
h1{margin:0}h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}small,header p{color:var(--dim)}table{border-collapse:collapse;width:100%}th{text-align:left;color:var(--dim);font-weight:600}
td,th{padding:.5rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}td:first-child{white-space:nowrap;width:8rem}td:nth-child(2){width:44%}ul{margin:.3rem 0 0;padding-left:1.1rem;color:var(--dim);overflow-wrap:anywhere}
.mark{font-size:1.1em}tr.confirmed td:first-child,tr.waived td:first-child{color:var(--ok)}tr.blocked td:first-child{color:var(--bad)}tr.stale td:first-child{color:var(--wait)}tr.not-applicable{color:var(--dim)}
svg{max-width:100%;height:auto;margin-top:1rem}svg text{fill:var(--fg);font:13px system-ui,sans-serif}rect{fill:var(--off)}rect.confirmed,rect.waived{fill:var(--ok)}rect.blocked{fill:var(--bad)}rect.stale{fill:var(--wait)}
@media print{main{margin:0;max-width:none}tr{break-inside:avoid}}`;
