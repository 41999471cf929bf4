/** JSON text to a data tree; tolerant of comments, trailing commas and half-typed values. */
import { type Node, type ParseError, parseTree } from "jsonc-parser";
import type { Comment, Problem } from "../../../rules/api.ts";
import { type Data, type DataTable, emptyTable } from "./data.ts";

export interface ReadData {
  readonly root: DataTable;
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
}

export function readJson(text: string): ReadData {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const root = tree ? toData(tree, text) : undefined;
  return {
    root: root?.kind === "table" ? root : emptyTable(),
    problems: errors.slice(0, 20).map(({ offset, length }) => ({ at: { start: offset, end: Math.min(text.length, offset + length) }, message: "This is not valid JSON." })),
    comments: root?.kind === "table" ? noteEntries(root) : [],
  };
}

/** JSON has no comments; npm's convention is a `"//"` key, and a suppression may be written there. */
function noteEntries(root: DataTable): Comment[] {
  return root.entries.flatMap((entry): Comment[] => [
    ...(entry.key === "//" && entry.value.kind === "string" ? [{ at: { start: entry.keyAt.start, end: entry.value.at.end }, text: entry.value.value.trim() }] : []),
    ...(entry.value.kind === "table" ? noteEntries(entry.value) : []),
  ]);
}

function toData(node: Node, text: string): Data | undefined {
  const at = { start: node.offset, end: node.offset + node.length };
  switch (node.type) {
    case "string": {
      const value = String(node.value);
      const isClosed = node.length >= 2 && text[at.end - 1] === '"';
      const innerAt = { start: at.start + 1, end: isClosed ? at.end - 1 : at.end };
      return { kind: "string", value, at, innerAt, isPlain: isClosed && text.slice(innerAt.start, innerAt.end) === value };
    }
    case "object":
      return { kind: "table", at, entries: (node.children ?? []).flatMap((property) => {
        const [key, value] = property.children ?? [];
        const data = value && toData(value, text);
        return key && data ? [{ key: String(key.value), keyAt: { start: key.offset, end: key.offset + key.length }, value: data }] : [];
      }) };
    case "array":
      return { kind: "list", at, items: (node.children ?? []).flatMap((child) => toData(child, text) ?? []) };
    case "number":
    case "boolean":
    case "null":
      return { kind: "scalar", at, value: node.value as number | boolean | null };
    default:
      return undefined;
  }
}
