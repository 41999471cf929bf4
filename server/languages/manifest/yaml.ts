/** YAML text to a data tree; tolerant, the first document only. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Comment } from "../../../rules/api.ts";
import { type Data, type DataTable, emptyTable } from "./data.ts";
import type { ReadData } from "./json.ts";

const longest = 200_000;
/** The parser takes time by the square of the depth, and no manifest is nested like this. */
const tooDeep = /(?:[[{]\s?|- ){100}/;

export function readYaml(text: string): ReadData {
  const comments = hashComments(text);
  if (text.length > longest || tooDeep.test(text)) return { root: emptyTable(), comments, problems: [{ at: { start: 0, end: 0 }, message: "The file is too large or too deeply nested to be read." }] };
  const document = parseDocument(text, { lineCounter: new LineCounter(), logLevel: "silent", uniqueKeys: false, strict: false });
  const root = document.contents ? toData(document.contents as Node, text, 0) : undefined;
  return {
    root: root?.kind === "table" ? root : emptyTable(),
    comments,
    problems: document.errors.slice(0, 20).map((error) => ({ at: { start: Math.min(error.pos[0], text.length), end: Math.min(error.pos[1], text.length) }, message: "This is not valid YAML." })),
  };
}

const deepest = 60;

function toData(node: Node | null, text: string, depth: number): Data | undefined {
  if (!node?.range || isAlias(node) || depth > deepest) return undefined;
  const at = { start: node.range[0], end: Math.max(node.range[0], node.range[1]) };
  if (isMap(node)) {
    const table: DataTable = { kind: "table", entries: [], at };
    for (const { key, value } of node.items) {
      if (!isScalar(key) || !key.range) continue;
      const data = toData(value as Node | null, text, depth + 1);
      if (data) table.entries.push({ key: String(key.value), keyAt: { start: key.range[0], end: key.range[1] }, value: data });
    }
    return table;
  }
  if (isSeq(node)) return { kind: "list", at, items: node.items.flatMap((item) => toData(item as Node | null, text, depth + 1) ?? []) };
  if (!isScalar(node)) return undefined;
  if (typeof node.value !== "string") {
    const { value } = node;
    return { kind: "scalar", at, value: typeof value === "number" || typeof value === "boolean" ? value : null };
  }
  const isQuoted = node.type === "QUOTE_SINGLE" || node.type === "QUOTE_DOUBLE";
  const innerAt = isQuoted ? { start: at.start + 1, end: Math.max(at.start + 1, at.end - 1) } : at;
  return { kind: "string", value: node.value, at, innerAt, isPlain: text.slice(innerAt.start, innerAt.end) === node.value };
}

/** `#` comments of formats with one-line quotes: YAML, INI, npmrc. */
export function hashComments(text: string, marks = "#"): Comment[] {
  const found: Comment[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    const start = commentStart(line, marks);
    if (start >= 0) {
      const end = offset + line.replace(/\r$/, "").length;
      found.push({ at: { start: offset + start, end }, text: text.slice(offset + start, end).replace(/^[#;]+/, "").trim() });
    }
    offset += line.length + 1;
  }
  return found;
}

function commentStart(line: string, marks: string): number {
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? "";
    if (quote) {
      if (character === quote) quote = "";
      continue;
    }
    const before = line[i - 1] ?? " ";
    if ((character === '"' || character === "'") && /[\s[{,:=(]/.test(before)) quote = character;
    else if (marks.includes(character) && /\s/.test(before)) return i;
  }
  return -1;
}
