/** The readiness report as one self-contained page: no script, nothing fetched, light and dark, printable. */
import { headerOf, headTally, itemsOf, type ListView, type PartView, tally } from "./overview.ts";
import { detailsOf, marks, noneApplies, type ReportInput, stamp } from "./report.ts";
import type { ItemView } from "./state.ts";

export function htmlReport(input: ReportInput): string {
  const title = `Readiness of ${escape(input.name)}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><main><header><p class="kicker">Pre-ship readiness</p><h1>${escape(input.name)}</h1><p class="dim">profile ${escape(input.profile)} · ${escape(stamp(input))}</p>${figures(input.lists)}${picture(input.lists)}</header>${input.lists.map((list, index) => section(list, index === 0, input)).join("")}<footer class="dim">Made by Preship from the workspace as it was; states are worked out, never stored.</footer></main></body></html>
`;
}

function figures(lists: readonly ListView[]): string {
  const { confirmed, applicable, blocked, stale, waived } = headTally(lists);
  const rest = ([["blocked", blocked], ["stale", stale], ["waived", waived]] as const).filter(([, count]) => count > 0);
  return `<p class="figure"><strong>${confirmed} of ${applicable}</strong> confirmed${rest.map(([word, count]) => `<span class="chip ${word}">${count} ${word}</span>`).join("")}</p>`;
}

function section(list: ListView, isFirst: boolean, input: ReportInput): string {
  const counts = tally(itemsOf(list));
  const source = list.list.source ? `<p class="dim source">From: ${escape(list.list.source)}</p>` : "";
  if (counts.applicable === 0) return `<section><h2>${escape(list.list.title)}</h2><p class="dim">${code(noneApplies(list))}.</p></section>`;
  const body = list.parts.map((part) => partOf(part, input)).join("");
  return `<section><details${isFirst || counts.blocked + counts.stale > 0 ? " open" : ""}><summary><h2>${escape(list.list.title)}</h2> <span class="dim">${escape(headerOf(counts))}</span></summary>${source}${body}</details></section>`;
}

function partOf(part: PartView, input: ReportInput): string {
  const applying = part.items.filter((view) => view.state !== "not-applicable");
  const others = part.items.filter((view) => view.state === "not-applicable");
  const counts = tally(part.items);
  const table = applying.length > 0 ? `<table><thead><tr><th scope="col">State</th><th scope="col">Item</th><th scope="col">Why it is so</th></tr></thead><tbody>${applying.map((view) => row(view, input)).join("")}</tbody></table>` : "";
  const left = others.length > 0 ? `<ul class="left dim">${others.map((view) => `<li>– ${escape(view.item.text)} <small>(${escape(view.stateText)})</small></li>`).join("")}</ul>` : "";
  return `<h3>${escape(part.title)} <small class="dim">${counts.applicable > 0 ? `${counts.confirmed} of ${counts.applicable}` : "does not apply"}</small></h3>${table}${left}`;
}

function row(view: ItemView, input: ReportInput): string {
  const details = detailsOf(view, input);
  const blockers = Math.min(view.blockers.length, 5) + (view.blockers.length > 5 ? 1 : 0);
  const kinds = details.map((words, index) => {
    const kind = index < blockers ? "bad" : (view.evidence[index - blockers]?.kind ?? "said");
    return `<li class="${kind}">${/^https?:\/\//.test(words) ? `<a href="${escape(words)}">${escape(words)}</a>` : escape(words)}</li>`;
  });
  const state = view.stateText.replace(/^(?:open ·|stale:) /, "").replace(/^blocked by/, "contradicted by");
  return `<tr class="${view.state}"><td><span class="mark" aria-hidden="true">${marks[view.state]}</span> ${escape(view.state)}</td><td><strong>${escape(view.item.text)}</strong><p class="dim">${escape(view.item.why)}</p></td><td>${escape(state.charAt(0).toUpperCase() + state.slice(1))}${kinds.length > 0 ? `<ul>${kinds.join("")}</ul>` : ""}</td></tr>`;
}

const barStart = 330;
const barWidth = 330;
const rowHeight = 28;

/** One bar per part of the first list and one per other list: settled first, blocked last, and the count in words beside it. */
function picture(lists: readonly ListView[]): string {
  const [first, ...others] = lists;
  const rows = [
    ...(first?.parts ?? []).map((part) => ({ title: part.title, items: part.items })),
    ...others.map((list) => ({ title: list.list.title, items: [...new Set(itemsOf(list))] })),
  ].map(({ title, items }) => ({ title, items: items.filter((view) => view.state !== "not-applicable") })).filter(({ items }) => items.length > 0);
  const ownRows = (first?.parts ?? []).filter((part) => part.items.some((view) => view.state !== "not-applicable")).length;
  const top = (index: number) => index * rowHeight + (index >= ownRows && ownRows > 0 ? 10 : 0);
  const bars = rows.map(({ title, items }, index) => {
    const y = top(index);
    const width = barWidth / items.length;
    const gap = items.length > 20 ? 1 : 3;
    const cells = [...items].sort((a, b) => order(a) - order(b)).map((view, place) => `<rect class="${view.state}" x="${(barStart + place * width).toFixed(1)}" y="${y + 6}" width="${Math.max(width - gap, 1).toFixed(1)}" height="16" rx="2"><title>${escape(view.item.text)}: ${escape(view.state)}</title></rect>`).join("");
    return `<text x="0" y="${y + 18}">${escape(title)}</text>${cells}<text x="${barStart + barWidth + 12}" y="${y + 18}">${items.filter((view) => view.isSettled).length} of ${items.length}</text>`;
  });
  const spoken = rows.map(({ title, items }) => `${title}: ${items.filter((view) => view.isSettled).length} of ${items.length} settled`).join("; ");
  return `<svg role="img" aria-label="${escape(spoken)}" viewBox="0 0 740 ${top(rows.length)}" width="740">${bars.join("")}</svg><p class="legend dim"><span class="chip confirmed">settled</span><span class="chip unknown">cannot be seen</span><span class="chip open">open</span><span class="chip stale">stale</span><span class="chip blocked">blocked</span></p>`;
}

const order = (view: ItemView) => ["confirmed", "waived", "unknown", "open", "stale", "blocked"].indexOf(view.state);

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

function code(text: string): string {
  return escape(text.charAt(0).toUpperCase() + text.slice(1)).replace(/`([^`]*)`/g, "<code>$1</code>");
}

/** Whoever shows the page may set `data-theme` on its root; else the reader's system decides. */
const dark = "--fg:#e6edf3;--bg:#0d1117;--line:#30363d;--dim:#9198a1;--ok:#3fb950;--bad:#f85149;--wait:#d29922;--ask:#ab7df8;--off:#4d555e;--soft:#161b22";

const style = `:root{color-scheme:light dark;--fg:#1f2328;--bg:#fff;--line:#d8dee4;--dim:#59636e;--ok:#1a7f37;--bad:#cf222e;--wait:#9a6700;--ask:#6639ba;--off:#b6bec7;--soft:#f6f8fa}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}:root[data-theme=dark]{color-scheme:dark;${dark}}:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}body{font:15px/1.5 system-ui,"Liberation Sans",sans-serif;color:var(--fg);background:var(--bg);margin:0}main{max-width:1020px;margin:2.5rem auto;padding:0 1.5rem}
h1{margin:0;font-size:2rem;line-height:1.2}.kicker{margin:0;color:var(--dim);text-transform:uppercase;letter-spacing:.08em;font-size:.75rem}.dim{color:var(--dim)}header p{margin:.3rem 0}
.figure{font-size:1.15rem;margin:1rem 0!important}.figure strong{font-size:1.6rem}.chip{display:inline-block;font-size:.8rem;line-height:1.6;padding:0 .6em;margin-left:.6em;border:1px solid currentColor;border-radius:1em;vertical-align:.15em}
.legend{display:flex;flex-wrap:wrap;gap:.4em;margin:.4rem 0 0}.legend .chip{margin:0}.chip.confirmed,.chip.waived{color:var(--ok)}.chip.blocked{color:var(--bad)}.chip.stale{color:var(--wait)}.chip.unknown{color:var(--ask)}.chip.open{color:var(--dim)}
section{margin-top:2rem;border-top:1px solid var(--line);padding-top:.6rem}h2{display:inline;font-size:1.3rem;margin:0}summary{cursor:pointer;padding:.3rem 0}h3{margin:1.6rem 0 .4rem;font-size:1.02rem}.source{font-size:.85rem;margin:.2rem 0}
small{font-weight:400}table{border-collapse:collapse;width:100%;table-layout:fixed}th{text-align:left;color:var(--dim);font-weight:600;font-size:.8rem}th:first-child{width:8.2rem}th:nth-child(2){width:46%}
td,th{padding:.55rem .7rem .55rem 0;border-bottom:1px solid var(--line);vertical-align:top}td p{margin:.15rem 0 0;font-size:.9rem}td ul{margin:.3rem 0 0;padding:0;list-style:none;color:var(--dim);font-size:.9rem;overflow-wrap:anywhere}
td li{padding-left:1.2em;text-indent:-1.2em}td li::before{display:inline-block;width:1.2em;text-indent:0;content:"·"}li.found::before{content:"✓";color:var(--ok)}li.bad::before{content:"✗";color:var(--bad)}li.unknown::before{content:"?";color:var(--ask)}li.bad{color:var(--fg)}
.mark{display:inline-block;width:1.2em}tr.confirmed td:first-child,tr.waived td:first-child{color:var(--ok)}tr.blocked td:first-child{color:var(--bad);font-weight:600}tr.stale td:first-child{color:var(--wait);font-weight:600}tr.unknown td:first-child{color:var(--ask)}
.left{list-style:none;padding:0;margin:.5rem 0;font-size:.9rem}code{background:var(--soft);padding:.1em .35em;border-radius:4px}a{color:inherit}footer{margin-top:3rem;font-size:.8rem}
svg{display:block;max-width:100%;height:auto;margin-top:1rem}svg text{fill:var(--fg);font:13px system-ui,"Liberation Sans",sans-serif}rect{fill:var(--off)}rect.confirmed,rect.waived{fill:var(--ok)}rect.blocked{fill:var(--bad)}rect.stale{fill:var(--wait)}rect.unknown{fill:var(--ask)}
@media (max-width:640px){thead{display:none}table,tbody,tr,td{display:block}tr{border-bottom:1px solid var(--line);padding:.5rem 0}td{border:0;padding:.15rem 0}svg text{font-size:19px}}@media print{main{margin:0;max-width:none}tr,h3{break-inside:avoid}h3{break-after:avoid}details:not([open])>*{display:block}}`;
