/** TOML text to a data tree. The parser stops at the first error, so a broken file is read again table by table and line by line. */
import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import type { Comment, Problem, Span } from "../../../rules/api.ts";
import { type Data, type DataEntry, type DataTable, emptyTable } from "./data.ts";
import type { ReadData } from "./json.ts";

/** A manifest longer than this is generated; nobody edits it and nothing in it is judged. */
const longest = 150_000;
const header = /^\[\[?[^\]\n]*\]\]?[ \t]*(?:#[^\n]*)?\r?$/gm;
const attemptsPerTable = 6;
/** A broken table longer than this is read no more than once again. */
const longestRepaired = 20_000;

export function readToml(text: string): ReadData {
  const root = emptyTable();
  const comments: Comment[] = [];
  const problems: Problem[] = [];
  if (text.length > longest) return { root, comments, problems: [{ at: { start: 0, end: 0 }, message: "The file is too large to be read." }] };
  const whole = parse(text);
  if (!("error" in whole)) {
    take(whole.program, text, 0, root, comments);
    return { root, comments, problems };
  }
  problems.push({ at: whole.error, message: "This is not valid TOML." });
  for (const { start, end } of tables(text)) takeTable(text, start, end, root, comments);
  return { root, comments, problems };
}

function parse(text: string): { readonly program: AST.TOMLProgram } | { readonly error: Span } {
  try {
    return { program: parseTOML(text, { tomlVersion: "next" }) };
  } catch (error) {
    const index = error instanceof ParseError ? Math.min(Math.max(0, error.index), text.length) : 0;
    return { error: { start: index, end: index } };
  }
}

/** From each table header to the next. */
function tables(text: string): Span[] {
  const starts = [0, ...[...text.matchAll(header)].map((match) => match.index)];
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? text.length })).filter(({ start, end }) => end > start);
}

/** Reads one table; a line that breaks it is blanked, at most a few times. */
function takeTable(text: string, start: number, end: number, root: DataTable, comments: Comment[]): void {
  let part = text.slice(start, end);
  for (let attempt = 0; attempt < (part.length > longestRepaired ? 1 : attemptsPerTable); attempt++) {
    const read = parse(part);
    if (!("error" in read)) return take(read.program, text, start, root, comments);
    const shorter = blankLine(part, read.error.start);
    if (shorter === part) return;
    part = shorter;
  }
}

/** Spaces for the line around `offset`, or for the last line that says something before it. */
function blankLine(text: string, offset: number): string {
  let end = offset;
  for (;;) {
    const from = text.lastIndexOf("\n", Math.max(0, end - 1)) + 1;
    const newline = text.indexOf("\n", Math.max(from, end));
    const to = newline < 0 ? text.length : newline;
    if (text.slice(from, to).trim() !== "") return text.slice(0, from) + text.slice(from, to).replace(/[^\r]/g, " ") + text.slice(to);
    if (from === 0) return text;
    end = from - 1;
  }
}

function take(program: AST.TOMLProgram, text: string, base: number, root: DataTable, comments: Comment[]): void {
  for (const comment of program.comments) comments.push({ at: span(comment.range, base), text: comment.value.replace(/^#+/, "").trim() });
  for (const node of program.body[0].body) {
    if (node.type === "TOMLKeyValue") addPair(root, node, text, base);
    else {
      const table = tableFor(root, node.key.keys, node.kind === "array", span(node.range, base), base);
      for (const pair of node.body) addPair(table, pair, text, base);
    }
  }
}

type Key = AST.TOMLBare | AST.TOMLQuoted;

function addPair(table: DataTable, pair: AST.TOMLKeyValue, text: string, base: number): void {
  const keys = pair.key.keys;
  const last = keys.at(-1);
  if (!last) return;
  const parent = tableFor(table, keys.slice(0, -1), false, span(pair.range, base), base);
  parent.entries.push({ key: nameOf(last), keyAt: span(last.range, base), value: toData(pair.value, text, base) });
}

/** The table that `keys` lead to below `root`, made where it is missing; `[[a]]` starts a new one in the list `a`. */
function tableFor(root: DataTable, keys: readonly Key[], startsItem: boolean, at: Span, base: number): DataTable {
  let table = root;
  keys.forEach((key, i) => {
    const isItem = startsItem && i === keys.length - 1;
    const known = table.entries.find((entry) => entry.key === nameOf(key))?.value;
    const last = known?.kind === "list" ? known.items.at(-1) : known;
    if (last?.kind === "table" && !isItem) return void (table = last);
    const fresh: DataTable = { kind: "table", entries: [], at };
    if (isItem && known?.kind === "list") known.items.push(fresh);
    else table.entries.push({ key: nameOf(key), keyAt: span(key.range, base), value: isItem ? { kind: "list", items: [fresh], at } : fresh });
    table = fresh;
  });
  return table;
}

function toData(node: AST.TOMLContentNode, text: string, base: number): Data {
  const at = span(node.range, base);
  if (node.type === "TOMLArray") return { kind: "list", at, items: node.elements.map((element) => toData(element, text, base)) };
  if (node.type === "TOMLInlineTable") {
    const table: DataTable & { entries: DataEntry[] } = { kind: "table", entries: [], at };
    for (const pair of node.body) addPair(table, pair, text, base);
    return table;
  }
  if (node.kind === "string") {
    const quotes = node.multiline ? 3 : 1;
    const innerAt = { start: at.start + quotes, end: Math.max(at.start + quotes, at.end - quotes) };
    return { kind: "string", value: node.value, at, innerAt, isPlain: text.slice(innerAt.start, innerAt.end) === node.value };
  }
  if (node.kind === "boolean") return { kind: "scalar", at, value: node.value };
  return { kind: "scalar", at, value: node.kind === "integer" || node.kind === "float" ? Number(node.number) : null };
}

function nameOf(key: Key): string {
  return key.type === "TOMLBare" ? key.name : key.value;
}

function span(range: readonly [number, number], base: number): Span {
  return { start: range[0] + base, end: range[1] + base };
}
