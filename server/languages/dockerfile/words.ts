/** The arguments of an instruction as one logical line, as words, pairs, flags and JSON, each with its place in the file. */
import type { DockerFlag, DockerPair, DockerWord, Span } from "../../../rules/api.ts";
import { MappedBuilder, type MappedText } from "../shell/mapped.ts";

/** Joins continued lines and drops the comments and blank lines between them, as the builder does before it looks at anything. */
export function logicalLine(text: string, start: number, end: number, escape: string): MappedText {
  const builder = new MappedBuilder(start);
  let lineStart = start;
  let isFirst = true;
  while (lineStart < end) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 || newline > end ? end : newline;
    const line = text.slice(lineStart, lineEnd);
    if (isFirst || !/^\s*(#|$)/.test(line)) {
      const continued = continuation(line, escape);
      for (let i = 0; i < continued; i++) builder.add(line.charAt(i), lineStart + i, lineStart + i + 1);
    }
    isFirst = false;
    lineStart = lineEnd + 1;
  }
  return builder.build();
}

/** Length of the line without its continuation mark and trailing carriage return. */
function continuation(line: string, escape: string): number {
  const trimmed = line.trimEnd();
  if (trimmed.endsWith(escape)) return trimmed.length - 1;
  return line.endsWith("\r") ? line.length - 1 : line.length;
}

export interface RawWord {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

/** Split at blanks outside quotes; quotes and escapes removed. */
export function splitWords(line: MappedText, from: number, escape: string): RawWord[] {
  const { text } = line;
  const words: RawWord[] = [];
  let i = from;
  while (i < text.length) {
    if (isBlank(text[i])) { i++; continue; }
    const start = i;
    let value = "";
    let quote = "";
    for (; i < text.length && (quote || !isBlank(text[i])); i++) {
      const character = text.charAt(i);
      if (quote && character === quote) quote = "";
      else if (!quote && (character === '"' || character === "'")) quote = character;
      else if (character === escape && quote !== "'" && i + 1 < text.length && text[i + 1] !== "$") value += text.charAt(++i);
      else value += character;
    }
    words.push({ from: start, to: i, value });
  }
  return words;
}

export function toWord(line: MappedText, word: RawWord): DockerWord {
  return { ...line.span(word.from, word.to), value: word.value };
}

/** The leading `--name=value` words, and where the rest begins. */
export function readFlags(line: MappedText, escape: string): { readonly flags: DockerFlag[]; readonly rest: number } {
  const flags: DockerFlag[] = [];
  let rest = skipBlanks(line.text, 0);
  while (line.text.startsWith("--", rest)) {
    const word = firstWord(line, rest, escape);
    if (!word) break;
    const raw = line.text.slice(word.from, word.to);
    const equals = raw.indexOf("=");
    flags.push({
      ...line.span(word.from, word.to),
      name: raw.slice(2, equals < 0 ? undefined : equals),
      value: equals < 0 ? undefined : word.value.slice(word.value.indexOf("=") + 1),
      valueAt: equals < 0 ? undefined : line.span(word.from + equals + 1, word.to),
    });
    rest = skipBlanks(line.text, word.to);
  }
  return { flags, rest };
}

function firstWord(line: MappedText, from: number, escape: string): RawWord | undefined {
  let to = from;
  let quote = "";
  for (; to < line.text.length && (quote || !isBlank(line.text[to])); to++) {
    const character = line.text.charAt(to);
    if (quote === character) quote = "";
    else if (!quote && (character === '"' || character === "'")) quote = character;
  }
  return splitWords(line.slice(from, to), 0, escape).map((word) => ({ ...word, from, to })).at(0);
}

/** `A=1 B="x y"`, or the old `A the rest of the line` of ENV and LABEL. */
export function readPairs(line: MappedText, from: number, escape: string, allowsOldForm: boolean): DockerPair[] {
  const words = splitWords(line, from, escape);
  const first = words[0];
  if (!first) return [];
  if (allowsOldForm && !line.text.slice(first.from, first.to).includes("=")) {
    const start = words[1]?.from;
    const end = line.text.trimEnd().length;
    const value = start === undefined ? undefined : { from: start, to: end };
    const at = line.span(first.from, value?.to ?? first.to);
    return [{ ...at, name: first.value, nameAt: line.span(first.from, first.to), ...valueOf(line, value, value && line.text.slice(value.from, value.to)) }];
  }
  return words.map((word) => {
    const raw = line.text.slice(word.from, word.to);
    const equals = raw.indexOf("=");
    const nameEnd = equals < 0 ? word.to : word.from + equals;
    const value = equals < 0 ? undefined : { from: nameEnd + 1, to: word.to };
    return {
      ...line.span(word.from, word.to),
      name: raw.slice(0, nameEnd - word.from),
      nameAt: line.span(word.from, nameEnd),
      ...valueOf(line, value, value && word.value.slice(word.value.indexOf("=") + 1)),
    };
  });
}

function valueOf(line: MappedText, place: { from: number; to: number } | undefined, value: string | undefined): Pick<DockerPair, "value" | "valueAt" | "innerAt"> {
  if (!place || value === undefined) return { value: undefined, valueAt: undefined, innerAt: undefined };
  const { from, to } = place;
  const quote = line.text[from];
  const isQuoted = (quote === '"' || quote === "'") && to - from >= 2 && line.text[to - 1] === quote;
  return { value, valueAt: line.span(from, to), innerAt: isQuoted ? line.span(from + 1, to - 1) : line.span(from, to) };
}

export interface JsonWord {
  /** With its quotes. */
  readonly at: Span;
  readonly text: MappedText;
}

/** Words of `["a", "b"]`; undefined when it is not exactly that, in which case the builder reads the shell form. */
export function readJson(line: MappedText, from: number): JsonWord[] | undefined {
  const { text } = line;
  let i = skipBlanks(text, from);
  if (text[i] !== "[") return undefined;
  i = skipBlanks(text, i + 1);
  const words: JsonWord[] = [];
  if (text[i] === "]") return skipBlanks(text, i + 1) >= text.length ? [] : undefined;
  for (;;) {
    const word = jsonString(line, i);
    if (!word) return undefined;
    words.push({ at: line.span(i, word.end), text: word.text });
    i = skipBlanks(text, word.end);
    if (text[i] === "]") return skipBlanks(text, i + 1) >= text.length ? words : undefined;
    if (text[i] !== ",") return undefined;
    i = skipBlanks(text, i + 1);
  }
}

const jsonEscapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function jsonString(line: MappedText, start: number): { readonly text: MappedText; readonly end: number } | undefined {
  const { text } = line;
  if (text[start] !== '"') return undefined;
  const builder = line.rebuild();
  for (let i = start + 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '"') return { text: builder.build(), end: i + 1 };
    if (character !== "\\") { builder.keep(i); continue; }
    const unicode = /^u[0-9a-fA-F]{4}/.exec(text.slice(i + 1, i + 6));
    const plain = jsonEscapes[text.charAt(i + 1)];
    if (!unicode && plain === undefined) return undefined;
    builder.put(unicode ? String.fromCharCode(parseInt(unicode[0].slice(1), 16)) : (plain ?? ""), i, i + (unicode ? 6 : 2));
    i += unicode ? 5 : 1;
  }
  return undefined;
}

export function skipBlanks(text: string, from: number): number {
  let i = from;
  while (i < text.length && isBlank(text[i])) i++;
  return i;
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}
