/** What scalars of YAML say: folded lines, escapes and blocks decoded as the grammar's parser does. Texts hold no carriage return. */
import type { YamlScalar } from "../../../rules/api.ts";

const telling = /^[~nNtTfF.+\-0-9]/;
const nothing = /^(?:~|[Nn]ull|NULL)?$/;
const truth = /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/;
const number = /^(?:0o[0-7]+|[-+]?[0-9]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+|[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*))$/;

/** Of a plain scalar. https://yaml.org/spec/1.2.2/#1032-tag-resolution */
export function typeOf(value: string): YamlScalar["type"] {
  if (value === "") return "null";
  if (!telling.test(value)) return "string";
  if (nothing.test(value)) return "null";
  if (truth.test(value)) return "boolean";
  return number.test(value) ? "number" : "string";
}

/** Lines joined by a space, empty ones kept as line breaks. */
export function unfolded(source: string): string {
  if (!source.includes("\n")) return source;
  const lines = source.split("\n");
  const last = lines.length - 1;
  let value = (lines[0] ?? "").replace(blankEnd, "");
  let separator = " ";
  for (let index = 1; index < last; index++) {
    const line = (lines[index] ?? "").replace(blankStart, "").replace(blankEnd, "");
    if (line !== "") {
      value += separator + line;
      separator = " ";
    } else if (separator === "\n") value += "\n";
    else separator = "\n";
  }
  return value + separator + (lines[last] ?? "").replace(blankStart, "");
}

const blankStart = /^[ \t]+/;
const blankEnd = /(?<![ \t])[ \t]+$/;

const escapes: Readonly<Record<string, string>> = {
  "0": "\0", a: "\x07", b: "\b", e: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", N: "\u0085", _: "\u00a0", L: "\u2028", P: "\u2029",
  " ": " ", '"': '"', "/": "/", "\\": "\\", "\t": "\t",
};
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What stands between double quotes on one line; undefined where an escape is none. */
export function unescaped(inner: string): string | undefined {
  if (!inner.includes("\\")) return inner;
  let value = "";
  for (let at = 0; at < inner.length; at++) {
    const character = inner.charAt(at);
    if (character !== "\\") {
      value += character;
      continue;
    }
    const kind = inner.charAt(++at);
    const plain = escapes[kind];
    const length = codeLengths[kind];
    if (plain !== undefined) value += plain;
    else if (length === undefined) return undefined;
    else {
      const code = /^[0-9a-fA-F]+$/.test(inner.slice(at + 1, at + 1 + length)) ? Number.parseInt(inner.slice(at + 1, at + 1 + length), 16) : Infinity;
      if (at + length >= inner.length || code > 0x10ffff) return undefined;
      value += String.fromCodePoint(code);
      at += length;
    }
  }
  return value;
}

export interface BlockHeader {
  readonly isFolded: boolean;
  readonly chomp: string;
}

/** Where a block scalar that begins at `from`, below its header, ends; its lines are indented by `least` or deeper. Undefined where tabs decide. */
export function blockEnd(text: string, from: number, least: number, { chomp }: BlockHeader): number | undefined {
  let lineBreak = from - 1;
  let indent = 0;
  for (let at = from; text[at] === " " || text[at] === "\n"; at++) {
    if (text[at] === " ") indent++;
    else [lineBreak, indent] = [at, 0];
  }
  for (let at = indent >= least ? lineAfter(text, lineBreak + 1, indent) : -1; at >= 0; at = lineAfter(text, lineBreak + 1, indent)) {
    lineBreak = text.indexOf("\n", at);
    if (lineBreak < 0) lineBreak = text.length;
  }
  if (text[spacesEnd(text, lineBreak + 1)] === "\t") return undefined;
  if (chomp !== "+") lineBreak = withoutBlankLines(text, lineBreak, from, indent);
  return Math.min(lineBreak + 1, text.length);
}

/** Where the line at `start` says something, or ends; -1 where it is indented less. */
function lineAfter(text: string, start: number, indent: number): number {
  const first = spacesEnd(text, start);
  return text[first] === "\n" || first - start >= indent ? first : -1;
}

/** Lines at the end that hold no more blanks than the indentation belong to nobody. */
function withoutBlankLines(text: string, end: number, from: number, indent: number): number {
  for (let lineBreak = end; ; ) {
    let at = lineBreak - 1;
    const last = at;
    while (text[at] === " ") at--;
    if (text[at] !== "\n" || at < from || at + 1 + indent <= last) return lineBreak;
    lineBreak = at;
  }
}

export function spacesEnd(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at++;
  return at;
}

/** What a block scalar says whose lines are `source`; undefined where its indentation is wrong or told by blank lines. */
export function blockValue(source: string, parentIndent: number, header: BlockHeader): string | undefined {
  const lines = source === "" ? [] : source.split("\n");
  let end = lines.length;
  while (end > 0 && isBlank(lines[end - 1] ?? "")) end--;
  if (end === 0) return header.chomp === "+" && lines.length > 0 ? "\n".repeat(Math.max(1, lines.length - 1)) : "";
  let first = 0;
  let indent = parentIndent;
  for (; isBlank(lines[first] ?? ""); first++) indent = Math.max(indent, (lines[first] ?? "").length);
  const own = spacesEnd(lines[first] ?? "", 0);
  if (own < indent || own === 0) return undefined;
  for (let at = lines.length - 1; at >= end; at--) if ((lines[at] ?? "").length > own) end = at + 1;
  const leading = lines.slice(0, first).map((line) => `${line.slice(own)}\n`).join("");
  const content = lines.slice(first, end);
  for (const line of content) if (!isBlank(line) && spacesEnd(line, 0) < own) return undefined;
  const value = leading + (header.isFolded ? foldedBlock(content, own) : content.map((line) => line.slice(own)).join("\n"));
  return value + chomped(lines.slice(end), own, value, header.chomp);
}

function isBlank(line: string): boolean {
  return spacesEnd(line, 0) === line.length;
}

function chomped(rest: readonly string[], indent: number, value: string, chomp: string): string {
  if (chomp === "-") return "";
  if (chomp !== "+") return "\n";
  const kept = rest.map((line) => `\n${line.slice(indent)}`).join("");
  return (value + kept).endsWith("\n") ? kept : `${kept}\n`;
}

function foldedBlock(lines: readonly string[], indent: number): string {
  let value = "";
  let separator = "";
  let isDeeper = false;
  for (const line of lines) {
    const depth = spacesEnd(line, 0);
    if (depth > indent || line[depth] === "\t") {
      if (separator === " ") separator = "\n";
      else if (!isDeeper && separator === "\n") separator = "\n\n";
      value += separator + line.slice(indent);
      separator = "\n";
      isDeeper = true;
    } else if (depth === line.length) {
      if (separator === "\n") value += "\n";
      else separator = "\n";
    } else {
      value += separator + line.slice(indent);
      separator = " ";
      isDeeper = false;
    }
  }
  return value;
}
