/** `preship check`: findings of a project in the format asked for, fixes applied when asked for. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Profile, Severity } from "../../rules/api.ts";
import type { Analysis } from "../engine/analysis.ts";
import type { Reported } from "../engine/report.ts";
import { choice, flag, list, text, UsageError, type Command, type Parsed } from "./arguments.ts";
import { readBaseline, withoutAccepted } from "./baseline.ts";
import { fixFiles, type FixedFile } from "./fix.ts";
import { githubReport, jsonReport, markdownReport } from "./reporters/machine.ts";
import { sarifReport } from "./reporters/sarif.ts";
import { summary, textReport } from "./reporters/text.ts";
import { type CheckResult, type Placed, plural } from "./result.ts";
import { type Scan, scan } from "./scan.ts";
import type { Terminal } from "./terminal.ts";

export const profiles: readonly Profile[] = ["prototype", "internal", "customer-facing", "safety-critical"];

export const checkCommand: Command = {
  name: "check",
  usage: "preship check [paths] [options]",
  summary: "Lints files and folders (default: the current one) for production readiness.",
  options: {
    format: { type: "string" }, output: { type: "string" }, config: { type: "string" }, isolated: { type: "boolean" }, profile: { type: "string" },
    rule: { type: "string", multiple: true }, "fail-on": { type: "string" }, fix: { type: "boolean" }, "unsafe-fixes": { type: "boolean" }, diff: { type: "boolean" },
    baseline: { type: "string" }, "stdin-filename": { type: "string" }, jobs: { type: "string" }, "no-cache": { type: "boolean" },
  },
  help: {
    "--format F": "text (default), json, sarif, github or markdown",
    "--output FILE": "write the report there instead of to standard output",
    "--config FILE": "use this configuration instead of the nearest preship.yaml",
    "--isolated": "ignore every preship.yaml",
    "--profile P": `${profiles.join(", ")}: the blast radius, over what the configuration says`,
    "--rule GLOB": "only rules that match; may be repeated",
    "--fail-on LEVEL": "error, warning (default), info or never: what makes the exit code 1",
    "--fix": "apply safe fixes, then report what remains",
    "--unsafe-fixes": "with --fix or --diff: also fixes that may change behaviour",
    "--diff": "show what the fixes would change, and change nothing",
    "--baseline FILE": "pass over findings accepted there (`preship baseline` writes it)",
    "--stdin-filename F": "read standard input as the text of this file",
    "--jobs N": "threads at most (default: one per core, eight at most)",
    "--no-cache": "analyse every file anew, and keep nothing for the next time",
  },
};

const ranks: Readonly<Record<Severity, number>> = { hint: 0, info: 1, warning: 2, error: 3 };

export async function check(parsed: Parsed, terminal: Terminal, version: string): Promise<number> {
  const format = choice(parsed, "format", ["text", "json", "sarif", "github", "markdown"], "text");
  const failOn = choice(parsed, "fail-on", ["error", "warning", "info", "never"], "warning");
  const started = performance.now();
  const options = scanOptions(parsed, terminal);
  let ran = await scan(options);
  terminal.progress("");
  const wantsFixes = flag(parsed, "fix") || flag(parsed, "diff");
  const fixed = wantsFixes ? await fixFiles(ran, { includeUnsafe: flag(parsed, "unsafe-fixes"), only: list(parsed, "rule") }) : [];
  if (flag(parsed, "diff")) return showDiff(fixed, terminal);
  const isWritten = writeFixed(fixed, ran, terminal);
  if (fixed.some(({ reachesOut }) => reachesOut)) ran = await scan(options); // files that were not there may answer what was found
  terminal.progress("");
  const accepted = readBaseline(text(parsed, "baseline") ?? [...ran.configFor("x").layers].reverse().find((layer) => layer.baseline)?.baseline, text(parsed, "baseline") ? terminal.cwd : ran.root);
  const placed = withoutAccepted(ran.asked.flatMap((file) => findingsOf(ran.analysis, file)), accepted);
  const result: CheckResult = {
    findings: placed, fileCount: ran.fileCount, seconds: (performance.now() - started) / 1000, trouble: ran.trouble,
    fixable: placed.filter(({ finding }) => finding.fixes.some((fix) => fix.safe)).length,
  };
  emit(render(format, result, ran.root, terminal, version), text(parsed, "output"), result, terminal);
  for (const { rule, path: where, message } of ran.trouble) terminal.complain(`preship: ${rule ? `rule ${rule} failed on ` : ""}${where === "" ? "" : `${where}: `}${message}`);
  if (!isWritten) return 2;
  const worst = Math.max(-1, ...placed.map(({ finding }) => ranks[finding.severity]));
  return failOn !== "never" && worst >= ranks[failOn] ? 1 : 0;
}

export function scanOptions(parsed: Parsed, terminal: Terminal): Parameters<typeof scan>[0] {
  const profile = text(parsed, "profile");
  if (profile !== undefined && !profiles.some((one) => one === profile)) throw new UsageError(`--profile takes ${profiles.join(", ")}; it was given ${profile}.`);
  const jobs = text(parsed, "jobs");
  if (jobs !== undefined && !/^[1-9]\d{0,2}$/.test(jobs)) throw new UsageError(`--jobs takes a number from 1 on; it was given ${jobs}.`);
  const standIn = text(parsed, "stdin-filename");
  return {
    paths: parsed.positionals.length > 0 ? parsed.positionals : standIn ? [path.dirname(standIn)] : [],
    cwd: terminal.cwd, configFile: text(parsed, "config"), isolated: flag(parsed, "isolated"), profile: profile as Profile | undefined, rules: list(parsed, "rule"),
    jobs: jobs === undefined ? undefined : Number(jobs), usesCache: !flag(parsed, "no-cache"),
    ...(standIn && { override: { path: standIn.split(path.sep).join("/"), text: readFileSync(0, "utf8").replace(/^\uFEFF/, "") } }),
    onProgress: (done, total) => terminal.progress(`${done} of ${total} files`),
  };
}

export function findingsOf(analysis: Analysis, file: string): Placed[] {
  return analysis.findings(file).map((finding) => place(analysis, finding));
}

function place(analysis: Analysis, finding: Reported): Placed {
  const lines = analysis.lines(finding.path);
  const start = lines?.position(finding.at.start) ?? { line: 0, character: 0 };
  const end = lines?.position(finding.at.end) ?? start;
  return { finding, line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

function render(format: string, result: CheckResult, root: string, terminal: Terminal, version: string): string {
  if (format === "json") return jsonReport(result);
  if (format === "sarif") return sarifReport(result, version);
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

function showDiff(fixed: readonly FixedFile[], terminal: Terminal): number {
  for (const { diff } of fixed) terminal.print(diff);
  terminal.complain(fixed.length > 0 ? `${plural(fixed.length, "file")} would change.` : "Nothing would change.");
  return fixed.length > 0 ? 1 : 0;
}

/** False when a file could not be written; the others were. */
function writeFixed(fixed: readonly FixedFile[], ran: Scan, terminal: Terminal): boolean {
  const failures = fixed.flatMap(({ path: file, write, count }) => {
    const failure = write(path.join(ran.root, file));
    terminal.complain(failure === undefined ? `${file}: ${plural(count, "fix")}`.replace("fixs", "fixes") : `${file}: not fixed: ${failure}`);
    return failure ?? [];
  });
  if (failures.length > 0) ran.analysis.refreshProject();
  return failures.length === 0;
}
