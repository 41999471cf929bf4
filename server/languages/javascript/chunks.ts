/** The exact side of parsing: one top-level statement at a time, and only those whose text is new. */
import type ts from "typescript";
import type { JsNode, JsStmt, Span } from "../../../rules/api.ts";
import { Builder } from "./build.ts";
import { readInParts, type ClassHead, type PlacedPart } from "./class-parts.ts";
import type { Base } from "./located.ts";
import type { Piece } from "./piece.ts";
import type { Reusable } from "./reusable.ts";
import type { ChunkScopes } from "./scopes.ts";
import { brokenPart, diagnosticsOf, parseTolerant, type Dialect, type Statement } from "./syntax.ts";

/** One top-level statement, everything in it relative to where it begins. */
export interface Chunk {
  readonly base: Base;
  /** The statement's text and what is wrong with it: chunks with the same key are the same. */
  readonly key: string;
  readonly body: readonly JsStmt[];
  readonly nodes: readonly JsNode[];
  readonly scopes: ChunkScopes;
  /** Of a class that was read part by part: then `scopes` and `nodes` are those of its head. */
  readonly head?: ClassHead;
  readonly parts?: readonly PlacedPart[];
  /** Stretches left out because they are broken. */
  readonly holes: readonly Span[];
}

const repairAttempts = 6;
const nothing: ChunkScopes = { outer: [], mentions: [] };

export function chunkKey(slice: string, { errors }: Statement): string {
  return errors.length > 0 ? `${errors.join()}\u0000${slice}` : slice;
}

export class ChunkReader {
  constructor(readonly dialect: Dialect) {}

  /** The statement with this text, which begins at `offset` in the file. Nothing to use again means that it is read for the first time: as a whole. */
  read(slice: string, statement: Statement, offset: number, reusable?: Reusable): Chunk {
    const base = { offset };
    const key = chunkKey(slice, statement);
    try {
      const { sound, holes, inParts } = statement.errors.length === 0 ? { sound: slice, holes: [], inParts: this.inParts(slice, base, reusable) } : this.repair(slice, base, statement.errors, reusable);
      if (inParts) return { base, key, ...inParts, holes };
      if (statement.tree) return { base, key, ...built(statement.tree.source, [statement.tree.statement], statement.tree.statement.getStart(statement.tree.source), base), holes };
      const source = this.parse(sound);
      return { base, key, ...built(source, source.statements, 0, base), holes };
    } catch {
      // what cannot be read, and everything recursive on absurd depth: such a statement is silent
      return { base, key, body: [], nodes: [], scopes: nothing, holes: [{ start: 0, end: slice.length }] };
    }
  }

  /** All statements of a text without an error, as one. Throws where the stack does not suffice. */
  readAll(source: ts.SourceFile): Chunk {
    const base = { offset: 0 };
    const builder = new Builder(source, 0, base);
    const body = builder.statements(source.statements);
    return { base, key: "", body, nodes: builder.nodes, scopes: builder.scopes.readWhole(), holes: [] };
  }

  /** One class without an error that was typed into; undefined for all else. */
  readClass(slice: string, offset: number, reusable: Reusable): Chunk | undefined {
    const base = { offset };
    const inParts = this.inParts(slice, base, reusable);
    return inParts && { base, key: slice, ...inParts, holes: [] };
  }

  private inParts(sound: string, base: Base, reusable: Reusable | undefined) {
    return reusable && readInParts(sound, base, (text) => this.parse(text), reusable);
  }

  /** Blanks the smallest statements that hold an error until the rest is grammatical. */
  private repair(slice: string, base: Base, errors: readonly number[], reusable: Reusable | undefined) {
    const holes: Span[] = [];
    let text = slice;
    let at: number | undefined = errors[0];
    for (let attempt = 0; attempt < repairAttempts && at !== undefined; attempt++) {
      const hole = brokenPart(parseTolerant(text, this.dialect), at);
      if (!hole) break;
      holes.push(hole);
      text = text.slice(0, hole.start) + text.slice(hole.start, hole.end).replace(/[^\r\n]/g, " ") + text.slice(hole.end);
      const inParts = this.inParts(text, base, reusable);
      if (inParts) return { sound: text, holes, inParts };
      at = diagnosticsOf(parseTolerant(text, this.dialect))[0]?.start;
    }
    return { sound: text, holes };
  }

  /** Throws on any syntax error. */
  private parse(text: string): ts.SourceFile {
    const source = parseTolerant(text, this.dialect);
    if (diagnosticsOf(source).length > 0) throw new Error("this cannot be read");
    return source;
  }
}

/** All nodes of a chunk are placed by these. */
export function basesOf({ base, parts }: Chunk): readonly Base[] {
  return parts ? [base, ...parts.map(({ part }) => part.base)] : [base];
}

export function place(chunk: Chunk, offset: number, piece: Piece): void {
  chunk.base.offset = offset;
  for (const { part, from } of chunk.parts ?? []) part.base.offset = offset + from;
  for (const base of basesOf(chunk)) base.piece = piece;
}

function built(source: ts.SourceFile, statements: readonly ts.Statement[], from: number, base: Base): Pick<Chunk, "body" | "nodes" | "scopes"> {
  const builder = new Builder(source, from, base);
  const body = builder.statements(statements);
  return { body, nodes: builder.nodes, scopes: builder.scopes.read() };
}
