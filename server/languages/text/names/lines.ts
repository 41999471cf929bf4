/** Named strings of settings files and shell scripts: one assignment a line, values quoted or bare. */
import type { NamedString, Span } from "../../../../rules/api.ts";

const longestLine = 4000;

/** Line ends are `\n`, `\r\n` and `\r`; the callback gets offsets without them. */
export function eachLine(text: string, visit: (start: number, end: number) => void): void {
  const next = (mark: string, from: number): number => {
    const at = text.indexOf(mark, from);
    return at < 0 ? text.length : at;
  };
  let newline = next("\n", 0);
  let feed = next("\r", 0);
  for (let start = 0; start <= text.length; ) {
    if (newline < start) newline = next("\n", start);
    if (feed < start) feed = next("\r", start);
    const end = Math.min(newline, feed);
    visit(start, end);
    start = end + (feed + 1 === newline && newline < text.length ? 2 : 1);
  }
}

const setting = /^[ \t]{0,40}(?:export[ \t]+|set[ \t]+|setx[ \t]+)?["']?([A-Za-z_/][\w./:@*[\]-]{0,119})["']?[ \t]{0,40}(=|:)[ \t]{0,40}/;

/** `requirepass hunter2`, alone on its line. */
const directive = /^[ \t]{0,40}([A-Za-z_][\w-]{3,60})[ \t]{1,40}(?=[^\s=:#;]{3,200};?[ \t]{0,20}$)/;

/** `.ini`, `.properties`, `.conf` and their kin. */
export function namedSettings(text: string): NamedString[] {
  const found: NamedString[] = [];
  eachLine(text, (start, end) => {
    if (end - start > longestLine) return;
    const line = text.slice(start, end);
    const match = setting.exec(line) ?? directive.exec(line);
    if (!match) return;
    const name = match[1] ?? "";
    const value = valueAt(line, match[0].length);
    if (value) found.push(named(name, start + match[0].indexOf(name), value, start, "assignment"));
  });
  return found;
}

const assignment = /(?:^|[\s;&|(`])(?:\$env:|\$)?([A-Za-z_]\w{0,119})=(?=[^=\s;&|)])/gi;
const powershell = /(?:^|[\s;(])\$(?:env:|script:|global:)?([A-Za-z_]\w{0,119})[ \t]{1,8}=[ \t]{1,8}(?=["'])/gi;
const makeAssignment = /^(?:export[ \t]+)?([A-Za-z_]\w{0,119})[ \t]{0,8}[:?+]?=[ \t]{0,8}(?=[^=\s])/;

/** `.env`, shell, make and PowerShell: `NAME=value`, several a line, bare values end at white space. */
export function namedAssignments(text: string, isEnvFile: boolean): NamedString[] {
  const found: NamedString[] = [];
  eachLine(text, (start, end) => {
    if (end - start > longestLine) return;
    const line = text.slice(start, end);
    if (/^\s*(?:#|REM |::)/i.test(line) || !line.includes("=")) return;
    if (isEnvFile) {
      const match = setting.exec(line);
      const value = match && match[2] === "=" ? valueAt(line, match[0].length) : undefined;
      if (match && value) found.push(named(match[1] ?? "", start + match[0].indexOf(match[1] ?? ""), value, start, "assignment"));
      return;
    }
    for (const pattern of [assignment, powershell]) {
      for (const match of line.matchAll(pattern)) {
        const value = wordAt(line, match.index + match[0].length);
        if (value) found.push(named(match[1] ?? "", start + match.index + match[0].lastIndexOf(match[1] ?? ""), value, start, "assignment"));
      }
    }
    const make = makeAssignment.exec(line);
    const value = make && make[0].trimEnd() !== `${make[1]}=` ? valueAt(line, make[0].length) : undefined;
    if (make && value && !found.some((one) => one.at.start === start + value.at.start)) found.push(named(make[1] ?? "", start, value, start, "assignment"));
  });
  return found;
}

/** `machine host login user password secret`, over one line or several. */
export function namedLogins(text: string): NamedString[] {
  return [...text.matchAll(/\b(login|password|account)[ \t\r\n]{1,20}([^\s]{1,300})/g)].map((match) => {
    const value = match[2] ?? "";
    const start = match.index + match[0].length - value.length;
    const at = { start, end: start + value.length };
    return { name: match[1] ?? "", nameAt: { start: match.index, end: match.index + (match[1] ?? "").length }, value, at, innerAt: at, how: "assignment", whole: true };
  });
}

/** `host:port:database:user:password`, with escaped colons. */
export function namedPasses(text: string): NamedString[] {
  const found: NamedString[] = [];
  eachLine(text, (start, end) => {
    const line = text.slice(start, Math.min(end, start + longestLine));
    const fields = /^(?!#)((?:(?:[^:\\\s]|\\.)+:){4})(\S+)$/.exec(line);
    if (!fields) return;
    const from = (fields[1] ?? "").length;
    const at = { start: from, end: line.length };
    found.push(named("password", start + from, { at, innerAt: at, text: fields[2] ?? "" }, start, "assignment"));
  });
  return found;
}

/** A file that is one key and nothing else. */
export function namedKey(text: string): NamedString[] {
  const key = text.trim();
  if (key === "" || key.length > 200 || /\s/.test(key)) return [];
  const start = text.indexOf(key);
  const at = { start, end: start + key.length };
  return [{ name: "master_key", nameAt: at, value: key, at, innerAt: at, how: "assignment", whole: true }];
}

interface Value {
  readonly at: Span;
  readonly innerAt: Span;
  readonly text: string;
}

/** The rest of the line: a quoted literal, or bare text up to a comment. */
function valueAt(line: string, from: number): Value | undefined {
  const quote = line.charAt(from);
  if (quote === '"' || quote === "'" || quote === "`") return quotedAt(line, from, quote);
  const bare = line.slice(from).replace(/[ \t][#;].*$/, "").trimEnd();
  const end = from + bare.length;
  return bare === "" ? undefined : { at: { start: from, end }, innerAt: { start: from, end }, text: bare };
}

function wordAt(line: string, from: number): Value | undefined {
  const quote = line.charAt(from);
  if (quote === '"' || quote === "'") return quotedAt(line, from, quote);
  const bare = /^[^\s;&|)"'`]+/.exec(line.slice(from))?.[0] ?? "";
  const end = from + bare.length;
  return bare === "" || /["']/.test(line.charAt(end)) ? undefined : { at: { start: from, end }, innerAt: { start: from, end }, text: bare };
}

function quotedAt(line: string, from: number, quote: string): Value | undefined {
  let end = from + 1;
  while (end < line.length && line[end] !== quote) end += line[end] === "\\" && quote !== "'" ? 2 : 1;
  if (end >= line.length) return undefined;
  return { at: { start: from, end: end + 1 }, innerAt: { start: from + 1, end }, text: line.slice(from + 1, end) };
}

function named(name: string, nameStart: number, value: Value, lineStart: number, how: NamedString["how"]): NamedString {
  const shift = (at: Span): Span => ({ start: at.start + lineStart, end: at.end + lineStart });
  return { name, nameAt: { start: nameStart, end: nameStart + name.length }, value: value.text, at: shift(value.at), innerAt: shift(value.innerAt), how, whole: true };
}
