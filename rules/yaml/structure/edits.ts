/** Edits of YAML text that touch nothing but what they add, replace or take out. */
import type { Edit, Span, YamlEntry, YamlFile, YamlMapping, YamlNode } from "../../api.ts";
import { scalarOf } from "./nodes.ts";

/** What to add to a mapping: block lines, indented among themselves, and the same on one line for `{ … }`. */
export interface Added {
  readonly lines: readonly string[];
  readonly flow: string;
}

/** `key: value`, where both fit on a line. */
export function oneLine(text: string): Added {
  return { lines: [text], flow: text };
}

/** Adds entries to a mapping, behind the entry called `behind` where that stands on a line of its own; undefined where no place is certain. */
export function addedTo(file: YamlFile, mapping: YamlMapping, added: Added, behind?: string): Edit | undefined {
  const { text } = file;
  const first = mapping.entries[0];
  if (text[mapping.start] === "{") {
    const at = mapping.start + 1;
    return { at: { start: at, end: at }, text: first ? `${added.flow}, ` : added.flow };
  }
  const after = behind === undefined ? undefined : mapping.entry(behind);
  const end = after && oneLineEnd(text, after);
  const next = after && mapping.entries.find(({ start }) => start > after.start);
  const anchor = end === undefined ? (next ?? first) : first;
  const indent = anchor && indentOf(text, anchor.start);
  if (!anchor || indent === undefined || !isInside(mapping, anchor)) return undefined;
  const newline = newlineOf(file);
  const block = added.lines.join(newline + indent);
  if (end !== undefined) return { at: { start: end, end }, text: `${newline}${indent}${block}` };
  return { at: { start: anchor.start, end: anchor.start }, text: `${block}${newline}${indent}` };
}

/** Adds `key:` with lines below, or completes the mapping that the key has already. */
export function addedBelow(file: YamlFile, mapping: YamlMapping, key: string, added: Added, behind?: string): Edit | undefined {
  const entry = mapping.entry(key);
  if (entry?.isAlias) return undefined;
  if (entry?.value.kind === "mapping") return addedTo(file, entry.value, added);
  if (entry) return undefined;
  return addedTo(file, mapping, nested(key, added), behind);
}

export function nested(key: string, { lines, flow }: Added): Added {
  return { lines: [`${key}:`, ...lines.map((line) => `  ${line}`)], flow: `${key}: {${flow}}` };
}

/** The value of an entry as written becomes another one, in the same quotes; undefined for aliases and blocks. */
export function replacedValue(entry: YamlEntry | undefined, value: string): Edit | undefined {
  const scalar = entry && !entry.isAlias ? scalarOf(entry.value) : undefined;
  if (!scalar || scalar.style === "literal" || scalar.style === "folded") return undefined;
  return { at: { start: scalar.innerAt.start, end: scalar.innerAt.end }, text: value };
}

export function replacedNode(node: YamlNode, value: string): Edit {
  return { at: { start: node.start, end: node.end }, text: value };
}

/** Takes an entry out with its line; undefined where it shares the line with others or is the only one. */
export function removed({ text }: YamlFile, mapping: YamlMapping, entry: YamlEntry): Edit | undefined {
  const end = oneLineEnd(text, entry);
  const line = lineStart(text, entry.start);
  if (end === undefined || mapping.entries.length < 2 || !/^ *$/.test(text.slice(line, entry.start))) return undefined;
  const after = text.startsWith("\r\n", end) ? end + 2 : text[end] === "\n" ? end + 1 : end;
  return { at: { start: line, end: after }, text: "" };
}

/** The end of the entry's line, comment included, when key and value stand on one line with nothing else. */
function oneLineEnd(text: string, { start, end, value, isAlias }: YamlEntry): number | undefined {
  const newline = text.indexOf("\n", start);
  const lineEnd = newline < 0 ? text.length : text[newline - 1] === "\r" ? newline - 1 : newline;
  if (end > lineEnd || (!isAlias && value.kind === "scalar" && (value.style === "literal" || value.style === "folded"))) return undefined;
  return /^[ \t]*(#.*)?$/.test(text.slice(end, lineEnd)) ? lineEnd : undefined;
}

/** What a further line of the mapping starts with: blanks as wide as what stands before the key, dashes of a list included. */
function indentOf(text: string, at: number): string | undefined {
  const before = text.slice(lineStart(text, at), at);
  return /^[ -]*$/.test(before) && !/-$/.test(before) ? " ".repeat(before.length) : undefined;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Merged entries stand elsewhere. */
function isInside(mapping: Span, entry: Span): boolean {
  return entry.start >= mapping.start && entry.end <= mapping.end;
}

export function newlineOf(file: YamlFile): string {
  return file.once(hasReturns) ? "\r\n" : "\n";
}

function hasReturns({ text }: YamlFile): boolean {
  return text.includes("\r\n");
}
