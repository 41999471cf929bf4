/** The exact side of parsing: typescript-estree reads one top-level statement at a time, and only those whose text is new. */
import { parse, type TSESTree } from "@typescript-eslint/typescript-estree";
import type { JsStmt, Span } from "../../../rules/api.ts";
import { Builder } from "./build.ts";
import { once } from "../once.ts";
import { readInParts, type ClassHead, type PlacedPart } from "./class-parts.ts";
import type { Base } from "./located.ts";
import type { Piece } from "./piece.ts";
import type { Reusable } from "./reusable.ts";
import { analysed, type Scopes } from "./scopes.ts";
import { brokenPart, diagnosticsOf, parseTolerant, type Dialect, type Statement } from "./syntax.ts";

/** One top-level statement, everything in it relative to where it begins. */
export interface Chunk {
  readonly base: Base;
  /** The statement's text and what is wrong with it: chunks with the same key are the same. */
  readonly key: string;
  readonly scopes: () => Scopes | "unknown";
  readonly body: readonly JsStmt[];
  readonly builder: Builder;
  /** Of a class that was read part by part: then `scopes` and `builder` are those of its head. */
  readonly head?: ClassHead;
  readonly parts?: readonly PlacedPart[];
  /** Stretches left out because they are broken. */
  readonly holes: readonly Span[];
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

const fileNames: Record<Dialect, string> = { ts: "file.ts", tsx: "file.tsx", jsx: "file.jsx" };
const repairAttempts = 6;

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
      const builder = new Builder(sound, base); // what was left out is no part of the tree
      const estree = this.parse(sound);
      return { base, key, scopes: once(() => analysed(estree)), body: builder.statements(estree), builder, holes };
    } catch {
      // typescript-estree throws on what it cannot represent, and everything recursive on absurd depth: such a statement is silent
      return { base, key, scopes: () => [], body: [], builder: new Builder(slice, base), holes: [{ start: 0, end: slice.length }] };
    }
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

  /** Throws on any syntax error. Lines and columns are not used, but leaving them out costs a second walk over every node. */
  private parse(slice: string): readonly TSESTree.ProgramStatement[] {
    return parse(slice, {
      range: true, loc: true, comment: false, tokens: false, jsx: this.dialect !== "ts", filePath: fileNames[this.dialect], sourceType: "module",
      allowInvalidAST: true, jsDocParsingMode: "none", suppressDeprecatedPropertyWarnings: true,
    }).body;
  }
}
