/** Copies one statement out of the parser's tree in a single walk, so that nothing else crosses into wasm. */
import type { TreeCursor } from "web-tree-sitter";
import type { Grammar, Tree } from "./parser.ts";

/** A parser node as plain data; offsets are relative to the statement it belongs to. */
export interface Raw {
  /** "ERROR" for what could not be read, "MISSING" for what the parser had to invent. */
  readonly type: string;
  readonly field: string;
  readonly from: number;
  readonly to: number;
  readonly isNamed: boolean;
  readonly kids: readonly Raw[];
}

export interface RawStatement {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The whole subtree; asked for only when the statement has to be built anew. */
  read(comments: Raw[]): Raw;
}

/** Deeper nesting than any person writes; below it a node counts as unreadable, which keeps every recursion short. */
const deepest = 400;

const extras = new Set(["comment", "line_continuation"]);

/** Top-level statements and comments in order; `read` is valid only until the next one is asked for. */
export function* topLevel(tree: Tree, grammar: Grammar): Generator<RawStatement> {
  const cursor = tree.walk();
  try {
    if (!cursor.gotoFirstChild()) return;
    do {
      const start = cursor.startIndex;
      yield { type: typeOf(cursor, grammar), start, end: cursor.endIndex, read: (comments) => read(cursor, grammar, start, comments, 0) };
    } while (cursor.gotoNextSibling());
  } finally {
    cursor.delete();
  }
}

function typeOf(cursor: TreeCursor, grammar: Grammar): string {
  return grammar.types[cursor.nodeTypeId] ?? "ERROR";
}

function read(cursor: TreeCursor, grammar: Grammar, base: number, comments: Raw[], depth: number): Raw {
  const id = cursor.nodeTypeId;
  const field = cursor.currentFieldId;
  const from = cursor.startIndex - base;
  const to = cursor.endIndex - base;
  const kids: Raw[] = [];
  if (depth > deepest) return { type: "ERROR", field: grammar.fields[field] ?? "", from, to, isNamed: true, kids };
  if (cursor.gotoFirstChild()) {
    do {
      const kid = read(cursor, grammar, base, comments, depth + 1);
      if (!extras.has(kid.type)) kids.push(kid);
      else if (kid.type === "comment") comments.push(kid);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  const isMissing = from === to && cursor.nodeIsMissing;
  return { type: isMissing ? "MISSING" : (grammar.types[id] ?? "ERROR"), field: grammar.fields[field] ?? "", from, to, isNamed: grammar.isNamed[id] ?? true, kids };
}

export function isBroken(raw: Raw): boolean {
  return raw.type === "ERROR" || raw.type === "MISSING";
}

export function hasBrokenKid(raw: Raw): boolean {
  return raw.kids.some(isBroken);
}

export function named(raw: Raw): Raw[] {
  return raw.kids.filter((kid) => kid.isNamed);
}

export function field(raw: Raw, name: string): Raw | undefined {
  return raw.kids.find((kid) => kid.field === name);
}

export function hasToken(raw: Raw, token: string): boolean {
  return raw.kids.some((kid) => !kid.isNamed && kid.type === token);
}

/**
 * The parser lets an unfinished line (`x =`, `os.`) run on into the next one. Gives the offset where such a line should have
 * ended, or undefined when all line breaks stand inside brackets, strings or behind a backslash.
 */
export function lineOverrun(kids: readonly Raw[], text: string): number | undefined {
  let depth = 0;
  let previous = kids[0]?.from ?? 0;
  const visit = (raw: Raw): number | undefined => {
    if (raw.kids.length > 0 && raw.type !== "string") {
      for (const kid of raw.kids) {
        const found = visit(kid);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    const end = depth === 0 && raw.from > previous ? unescapedLineEnd(text, previous, raw.from) : undefined;
    if (end !== undefined) return end;
    if (raw.type === "(" || raw.type === "[" || raw.type === "{") depth++;
    if (raw.type === ")" || raw.type === "]" || raw.type === "}") depth--;
    previous = raw.to;
    return undefined;
  };
  for (const kid of kids) {
    const found = visit(kid);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unescapedLineEnd(text: string, from: number, to: number): number | undefined {
  const gap = text.slice(from, to);
  const at = gap.search(/[\r\n]/);
  if (at < 0 || /\\[ \t]*$/.test(gap.slice(0, at))) return undefined;
  return from + at;
}
