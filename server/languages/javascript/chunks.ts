/** The exact side of parsing: typescript-estree reads one top-level statement at a time, and only those whose text is new. */
import { parse, type TSESTree } from "@typescript-eslint/typescript-estree";
import type { JsStmt, Span } from "../../../rules/api.ts";
import { Builder } from "./build.ts";
import type { Base } from "./located.ts";
import { brokenPart, diagnosticsOf, parseTolerant, type Dialect, type Statement } from "./syntax.ts";

/** One top-level statement, everything in it relative to where it begins. */
export interface Chunk {
  readonly base: Base;
  /** The statement's text and what is wrong with it: chunks with the same key are the same. */
  readonly key: string;
  readonly estree: readonly TSESTree.ProgramStatement[];
  readonly body: readonly JsStmt[];
  readonly builder: Builder;
  /** Stretches left out because they are broken. */
  readonly holes: readonly Span[];
}

const fileNames: Record<Dialect, string> = { ts: "file.ts", tsx: "file.tsx", jsx: "file.jsx" };
const repairAttempts = 6;

export function chunkKey(slice: string, { errors }: Statement): string {
  return errors.length > 0 ? `${errors.join()}\u0000${slice}` : slice;
}

export class ChunkReader {
  constructor(readonly dialect: Dialect) {}

  /** The statement with this text, which begins at `offset` in the file. */
  read(slice: string, statement: Statement, offset: number): Chunk {
    const base = { offset };
    const key = chunkKey(slice, statement);
    try {
      const builder = new Builder(slice, base);
      const { sound, holes } = statement.errors.length === 0 ? { sound: slice, holes: [] } : this.repair(slice, statement.errors);
      const estree = this.parse(sound);
      return { base, key, estree, body: builder.statements(estree), builder, holes };
    } catch {
      // typescript-estree throws on what it cannot represent, and everything recursive on absurd depth: such a statement is silent
      return { base, key, estree: [], body: [], builder: new Builder(slice, base), holes: [{ start: 0, end: slice.length }] };
    }
  }

  /** Blanks the smallest statements that hold an error until the rest is grammatical. */
  private repair(slice: string, errors: readonly number[]): { readonly sound: string; readonly holes: readonly Span[] } {
    const holes: Span[] = [];
    let text = slice;
    let at: number | undefined = errors[0];
    for (let attempt = 0; attempt < repairAttempts && at !== undefined; attempt++) {
      const hole = brokenPart(parseTolerant(text, this.dialect), at);
      if (!hole) break;
      holes.push(hole);
      text = text.slice(0, hole.start) + text.slice(hole.start, hole.end).replace(/[^\r\n]/g, " ") + text.slice(hole.end);
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
