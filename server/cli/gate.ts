/** `preship gate`, `sign`, `waive` and `report`: the checklist from the command line, the same states as in the editor. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../compose.ts";
import { headerOf, itemsOf, tally } from "../checklist/overview.ts";
import { markdownReport, type ReportInput, textReport } from "../checklist/report.ts";
import { htmlReport } from "../checklist/report-html.ts";
import type { Decision } from "../checklist/decide.ts";
import type { ItemView } from "../checklist/state.ts";
import { gitState } from "../workspace/git.ts";
import { decideItem, readiness, type Readiness } from "../workspace/readiness.ts";
import { choice, list, text, type Parsed, UsageError } from "./arguments.ts";
import { gateSarif } from "./reporters/gate-sarif.ts";
import { findingsOf, type Placed } from "./result.ts";
import { type Scan, scan } from "./scan.ts";
import { scanOptions } from "./scan-options.ts";
import type { Terminal } from "./terminal.ts";

interface State {
  readonly ran: Scan;
  readonly ready: Readiness;
  readonly input: ReportInput;
}

export async function gate(parsed: Parsed, terminal: Terminal, version: string): Promise<number> {
  const format = choice(parsed, "format", ["text", "json", "markdown", "sarif"], "text");
  const { ran, ready, input } = await stateOf(parsed, terminal);
  const items = [...new Set(ready.lists.flatMap(itemsOf))];
  const unsettled = items.filter((view) => !view.isSettled);
  const ok = unsettled.length === 0 && ready.problem === undefined;
  write(render(), text(parsed, "output"), terminal);
  if (ready.problem) terminal.complain(ready.problem);
  return ok ? 0 : 1;

  function render(): string {
    if (format === "json") return JSON.stringify({ ok, profile: ready.profile, ...(ready.problem && { problem: ready.problem }), items: ready.lists.flatMap((listed) => itemsOf(listed).map((view) => itemJson(view, listed.list.id, input))) }, null, 2) + "\n";
    if (format === "markdown") return markdownReport(input) + `\n**${verdict()}**\n`;
    if (format === "sarif") return gateSarif({ unsettled, blocking: { findings: blocking(), fileCount: ran.fileCount, seconds: 0, trouble: ran.trouble, fixable: 0 }, lineOf: (file, offset) => (ran.analysis.lines(file)?.position(offset).line ?? 0) + 1 }, version);
    return `${textReport(input)}\n${verdict()}\n`;
  }

  /** Each once, whatever number of items it contradicts. */
  function blocking(): Placed[] {
    const wanted = new Set<unknown>(unsettled.flatMap((view) => view.blockers).map(({ path: file, fingerprint }) => `${file} ${fingerprint}`));
    const files = new Set(unsettled.flatMap((view) => view.blockers).map((one) => one.path));
    return [...files].sort().flatMap((file) => findingsOf(ran.analysis, file).filter(({ finding }) => wanted.has(`${file} ${finding.fingerprint}`)));
  }

  function verdict(): string {
    if (ok) return `The gate holds: ${headerOf(tally(items))}.`;
    return `The gate does not hold: ${unsettled.length} of ${tally(items).applicable} items are neither confirmed nor waived (${headerOf(tally(items))}).`;
  }
}

function itemJson(view: ItemView, listId: string, { place }: ReportInput): object {
  return {
    id: view.item.id, list: listId, text: view.item.text, state: view.state, isSettled: view.isSettled, reason: view.stateText,
    evidence: view.evidence.map(({ kind, text: words, path: file, digest }) => ({ kind, text: words, ...(file && { path: file }), ...(digest && { digest }) })),
    findings: view.blockers.map((finding) => ({ rule: finding.rule.id, severity: finding.severity, place: place(finding.path, finding.at.start), message: finding.message })),
  };
}

export async function sign(parsed: Parsed, terminal: Terminal): Promise<number> {
  const reason = text(parsed, "not-applicable");
  const decision: Decision["decision"] = parsed.values["withdraw"] === true ? "withdraw" : reason === undefined ? "confirm" : "not-applicable";
  return decideFrom(parsed, terminal, { decision, note: text(parsed, "note"), links: list(parsed, "link"), reason });
}

export async function waive(parsed: Parsed, terminal: Terminal): Promise<number> {
  return decideFrom(parsed, terminal, { decision: "waive", reason: text(parsed, "reason"), owner: text(parsed, "owner"), until: text(parsed, "until"), scope: text(parsed, "scope") });
}

export async function report(parsed: Parsed, terminal: Terminal): Promise<number> {
  const format = choice(parsed, "format", ["markdown", "html"], "markdown");
  const { input } = await stateOf(parsed, terminal);
  write(format === "html" ? htmlReport(input) : markdownReport(input), text(parsed, "output"), terminal);
  return 0;
}

async function decideFrom(parsed: Parsed, terminal: Terminal, decision: Decision): Promise<number> {
  const [item, ...folders] = parsed.positionals;
  if (!item) throw new UsageError("Which item? `preship gate` lists them with their ids.");
  const { ran } = await stateOf({ ...parsed, positionals: folders }, terminal);
  const refused = await decideItem({ root: ran.root, analysis: ran.analysis, rules, lists: ran.configs.checklists(), configFor: ran.configFor, now: new Date() }, item, decision);
  if (refused) {
    terminal.complain(refused);
    return 1;
  }
  terminal.print(`${item}: ${decision.decision === "withdraw" ? "withdrawn" : decision.decision === "waive" ? "waived" : decision.decision === "confirm" ? "confirmed" : "not applicable"}. Commit .preship/signoffs.yaml.\n`);
  return 0;
}

async function stateOf(parsed: Parsed, terminal: Terminal): Promise<State> {
  const ran = await scan(scanOptions(parsed, terminal));
  terminal.progress("");
  const now = new Date();
  const ready = readiness({ root: ran.root, analysis: ran.analysis, rules, lists: ran.configs.checklists(), configFor: ran.configFor, now });
  if (!ready) throw new UsageError("The project could not be read.");
  const place = (file: string, offset: number) => `${file}:${(ran.analysis.lines(file)?.position(offset).line ?? 0) + 1}`;
  return { ran, ready, input: { name: path.basename(ran.root), profile: ready.profile, lists: ready.lists, now, commit: gitState(ran.root)?.commit, place } };
}

function write(report: string, output: string | undefined, terminal: Terminal): void {
  if (output) writeFileSync(path.resolve(terminal.cwd, output), report);
  else terminal.print(report);
}
