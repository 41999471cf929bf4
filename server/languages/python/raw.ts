/** Copies one statement out of the parser's tree in a single walk, so that nothing else crosses into wasm. */
import type { TreeCursor } from "web-tree-sitter";
import type { PyStmt } from "../../../rules/api.ts";
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
  /** False when something below could not be read. */
  readonly isSound: boolean;
  /** Statements already built: a member keeps its nodes when another member changes. */
  readonly built?: readonly PyStmt[];
}

/** Asked for each statement directly in the body of a class, or of a long function, instead of reading it in place. */
export type OnMember = (member: RawStatement) => Raw;

export interface RawStatement {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Something in it cannot be read: then the same text may have been read otherwise elsewhere. */
  readonly isBroken: boolean;
  /** The whole subtree; asked for only when the statement has to be built anew. */
  read(comments: Raw[], onMember?: OnMember): Raw;
}

/** Deeper nesting than any person writes; below it a node counts as unreadable, which keeps every recursion short. */
export const deepest = 400;

export const extras = new Set(["comment", "line_continuation"]);

/** Top-level statements and comments in order; `read` is valid only until the next one is asked for. */
export function topLevel(tree: Tree, grammar: Grammar): Generator<RawStatement> {
  return grammar.memory ? grammar.memory.topLevel(tree) : topLevelByCursor(tree, grammar);
}

/** Slower, and right whatever the parser's memory looks like. */
export function* topLevelByCursor(tree: Tree, grammar: Grammar): Generator<RawStatement> {
  const cursor = tree.walk();
  const isSound = !tree.rootNode.hasError;
  try {
    if (!cursor.gotoFirstChild()) return;
    do yield statementAt(cursor, grammar, isSound);
    while (cursor.gotoNextSibling());
  } finally {
    cursor.delete();
  }
}

/** In a sound tree no statement has to be asked whether it is: each question crosses into wasm. */
function statementAt(cursor: TreeCursor, grammar: Grammar, isTreeSound: boolean): RawStatement {
  const start = cursor.startIndex;
  return {
    type: grammar.types[cursor.nodeTypeId] ?? "ERROR", start, end: cursor.endIndex, isBroken: !isTreeSound && cursor.currentNode.hasError,
    read: (comments, onMember) => read(cursor, { grammar, base: start, comments, isTreeSound }, 0, onMember),
  };
}

interface Reader {
  readonly grammar: Grammar;
  readonly base: number;
  readonly comments: Raw[];
  readonly isTreeSound: boolean;
}

/** Definitions that are shorter are cheaper to read as a whole. */
export const longDefinition = 1500;

/** Nodes between a definition and its members: the statements of a class, and of a function that is long. */
export function isAroundMembers(type: string, length: number): boolean {
  return type === "class_definition" || type === "decorated_definition" || type === "block" || type === "function_definition" && length >= longDefinition;
}

function read(cursor: TreeCursor, reader: Reader, depth: number, onMember?: OnMember): Raw {
  const { grammar, base, comments } = reader;
  const id = cursor.nodeTypeId;
  const fieldId = cursor.currentFieldId;
  const from = cursor.startIndex - base;
  const to = cursor.endIndex - base;
  const type = grammar.types[id] ?? "ERROR";
  const field = grammar.fields[fieldId] ?? "";
  const kids: Raw[] = [];
  if (depth > deepest) return { type: "ERROR", field, from, to, isNamed: true, kids, isSound: false };
  const below = onMember && isAroundMembers(type, to - from) ? onMember : undefined;
  let isSound = type !== "ERROR";
  if (cursor.gotoFirstChild()) {
    do {
      const kid = below && type === "block" ? member(cursor, reader, depth, below) : read(cursor, reader, depth + 1, below);
      isSound = isSound && kid.isSound;
      if (!extras.has(kid.type)) kids.push(kid);
      else if (kid.type === "comment") comments.push(kid);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  if (from === to && cursor.nodeIsMissing) return { type: "MISSING", field, from, to, isNamed: true, kids, isSound: false };
  return { type, field, from, to, isNamed: grammar.isNamed[id] ?? true, kids, isSound };
}

function member(cursor: TreeCursor, reader: Reader, depth: number, onMember: OnMember): Raw {
  const found = statementAt(cursor, reader.grammar, reader.isTreeSound);
  return extras.has(found.type) || found.type === "ERROR" || found.start === found.end ? read(cursor, reader, depth + 1) : onMember(found);
}

/** The same further on in the text. */
export function shifted(raw: Raw, by: number): Raw {
  return { ...raw, from: raw.from + by, to: raw.to + by, kids: raw.kids.map((kid) => shifted(kid, by)) };
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
