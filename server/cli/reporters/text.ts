/** For people at a terminal: grouped by file, width-aware, one line when clean. */
import { bySeverity, plural, type CheckResult, type Placed } from "../result.ts";

export interface TextStyle {
  readonly colour: boolean;
  /** Columns of the terminal; Infinity when it is none. */
  readonly width: number;
}

const codes = { error: 31, warning: 33, info: 36, hint: 90, dim: 90, bold: 1, file: 4 } as const;
const words = { error: "error", warning: "warn", info: "info", hint: "hint" } as const;

export function textReport(result: CheckResult, style: TextStyle): string {
  const paint = (code: keyof typeof codes, text: string) => (style.colour ? `\u001b[${codes[code]}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  for (const [path, findings] of byFile(result.findings)) {
    lines.push(paint("file", legible(path)));
    const places = findings.map(({ line, column }) => `${line}:${column}`);
    const placeWidth = places.reduce((widest, place) => Math.max(widest, place.length), 0);
    findings.forEach(({ finding }, index) => {
      const indent = 2 + placeWidth + 2 + 5 + 2;
      const head = `  ${(places[index] ?? "").padStart(placeWidth)}  ${paint(finding.severity, words[finding.severity].padEnd(5))}  `;
      const body = wrap(legible(finding.message), style.width - indent);
      lines.push(head + body.join("\n" + " ".repeat(indent)) + `  ${paint("dim", finding.rule.id)}`);
      for (const step of finding.related.slice(0, 4)) lines.push(" ".repeat(indent) + paint("dim", legible(`${step.message}${step.path === path ? "" : ` (${step.path})`}`)));
    });
    lines.push("");
  }
  lines.push(summary(result));
  return lines.join("\n") + "\n";
}

export function summary(result: CheckResult): string {
  const count = bySeverity(result.findings);
  const seconds = `${result.seconds.toFixed(1)} s`;
  if (result.findings.length === 0) return `Clean: ${plural(result.fileCount, "file")} (${seconds}).`;
  const parts = [[count.error, "error"], [count.warning, "warning"], [count.info, "note"], [count.hint, "hint"]] as const;
  const said = parts.flatMap(([number, noun]) => (number > 0 ? [plural(number, noun)] : [])).join(", ");
  const fix = result.fixable > 0 ? `  ${result.fixable} can be fixed safely: preship check --fix` : "";
  return `${said} in ${plural(result.fileCount, "file")} (${seconds}).${fix}`;
}

export function byFile(findings: readonly Placed[]): Map<string, Placed[]> {
  const files = new Map<string, Placed[]>();
  for (const placed of findings) {
    const group = files.get(placed.finding.path);
    if (group) group.push(placed);
    else files.set(placed.finding.path, [placed]);
  }
  return files;
}

/** Names of files and what is quoted from them may hold what a terminal obeys, or what turns the reading order round. */
export function legible(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (one) => JSON.stringify(one).slice(1, -1).replace(/^[^\\]$/, `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`));
}

function wrap(text: string, width: number): string[] {
  if (!Number.isFinite(width) || width < 40) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
