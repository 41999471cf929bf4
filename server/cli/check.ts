/**
 * `preship check`: findings of a project in the format asked for. What was found before is said again while nothing that it rests on has changed:
 * neither a rule nor a parser is loaded for that, so this file and what it imports know none.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Severity } from "../../rules/api.ts";
import { build } from "../build.ts";
import { type Question, recall } from "../workspace/answers.ts";
import { hiredAhead } from "./ahead.ts";
import { choice, flag, list, text, type Parsed } from "./arguments.ts";
import type { FixOptions } from "./fix.ts";
import { type Kept, unpacked } from "./kept-answer.ts";
import { githubReport, jsonReport, markdownReport } from "./reporters/machine.ts";
import { legible, summary, textReport } from "./reporters/text.ts";
import type { CheckResult, Found } from "./result.ts";
import type { ScanOptions } from "./scan.ts";
import { scanOptions } from "./scan-options.ts";
import type { Terminal } from "./terminal.ts";

const ranks: Readonly<Record<Severity, number>> = { hint: 0, info: 1, warning: 2, error: 3 };

export async function check(parsed: Parsed, terminal: Terminal, version: string): Promise<number> {
  const format = choice(parsed, "format", ["text", "json", "sarif", "github", "markdown"], "text");
  const failOn = choice(parsed, "fail-on", ["error", "warning", "info", "never"], "warning");
  const started = performance.now();
  const options = scanOptions(parsed, terminal);
  const fixes = { includeUnsafe: flag(parsed, "unsafe-fixes"), only: list(parsed, "rule") };
  if (flag(parsed, "diff")) return (await anew()).showDiff(options, fixes, terminal);
  const found = await findingsFor(options, text(parsed, "baseline"), flag(parsed, "fix") ? fixes : undefined, terminal);
  const result: CheckResult = {
    findings: found.findings, fileCount: found.fileCount, seconds: (performance.now() - started) / 1000, trouble: found.trouble,
    fixable: found.findings.filter(({ finding }) => finding.fixes.some((fix) => fix.safe)).length,
  };
  emit(await render(format, result, found.root, terminal, version), text(parsed, "output"), result, terminal);
  for (const { rule, path: where, message } of found.trouble) terminal.complain(legible(`preship: ${rule ? `rule ${rule} failed on ` : ""}${where === "" ? "" : `${where}: `}${message}`));
  if (found.isUnwritten) return 2;
  return failOn !== "never" && found.findings.some(({ finding }) => ranks[finding.severity] >= ranks[failOn]) ? 1 : 0;
}

async function findingsFor(options: ScanOptions, baseline: string | undefined, fixes: FixOptions | undefined, terminal: Terminal): Promise<Found> {
  if (fixes) return (await anew()).fixAndFind(options, baseline, fixes, terminal);
  const question = questionOf(options, baseline);
  const known = question && recall<Kept>(question);
  if (known) return unpacked(known);
  const pool = hiredAhead(options);
  try {
    return await (await anew()).find(pool ? { ...options, pool } : options, baseline, question, terminal);
  } finally {
    await pool?.close();
  }
}

const anew = () => import("./check-anew.ts");

/** Undefined for what is never answered from memory. */
function questionOf({ paths, cwd, configFile, isolated, profile, rules, override, usesCache }: ScanOptions, baseline: string | undefined): Question | undefined {
  if (build === undefined || usesCache === false || override) return undefined;
  return { build, folder: cwd, paths, configFile, isolated, profile, rules, baseline };
}

async function render(format: string, result: CheckResult, root: string, terminal: Terminal, version: string): Promise<string> {
  if (format === "json") return jsonReport(result);
  if (format === "sarif") return (await import("./reporters/sarif.ts")).sarifReport(result, version);
  if (format === "github") return githubReport(result);
  if (format === "markdown") return markdownReport(result);
  const below = path.relative(terminal.cwd, root);
  const shown = below ? { ...result, findings: result.findings.map((one) => ({ ...one, finding: { ...one.finding, path: path.join(below, one.finding.path) } })) } : result;
  return textReport(shown, { colour: terminal.colour, width: terminal.width });
}

function emit(report: string, output: string | undefined, result: CheckResult, terminal: Terminal): void {
  if (!output) return terminal.print(report);
  writeFileSync(path.resolve(terminal.cwd, output), report);
  terminal.complain(summary(result));
}
