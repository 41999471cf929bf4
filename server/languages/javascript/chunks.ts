/** The exact side of parsing: typescript-estree reads one top-level statement at a time, and only those whose text is new. */
import { parse, type TSESTree } from "@typescript-eslint/typescript-estree";
import type { JsStmt, Span } from "../../../rules/api.ts";
import { Builder, move } from "./build.ts";
import { brokenPart, diagnosticsOf, parseTolerant, type Dialect, type Statement } from "./syntax.ts";

/** One top-level statement. Offsets in `builder` are the file's, in `estree` the slice's. */
export interface Chunk {
  start: number;
  readonly estree: readonly TSESTree.ProgramStatement[];
  readonly body: readonly JsStmt[];
  readonly builder: Builder;
  /** Stretches left out because they are broken, relative to the start. */
  readonly holes: readonly Span[];
}

const fileNames: Record<Dialect, string> = { ts: "file.ts", tsx: "file.tsx", jsx: "file.jsx" };
const repairAttempts = 6;

export class Chunks {
  private known = new Map<string, Chunk[]>();
  constructor(readonly dialect: Dialect) {}

  /** Chunks of the statements as they are now; those not asked for again are forgotten. */
  take(text: string, statements: readonly Statement[]): Chunk[] {
    const next = new Map<string, Chunk[]>();
    const chunks = statements.map((statement) => {
      const slice = text.slice(statement.start, statement.end);
      const key = statement.errors.length > 0 ? `${statement.errors.join()}\u0000${slice}` : slice;
      const reusable = this.known.get(key)?.shift();
      const chunk = reusable ? moved(reusable, statement.start) : this.read(text, slice, statement);
      const list = next.get(key);
      if (list) list.push(chunk);
      else next.set(key, [chunk]);
      return chunk;
    });
    this.known = next;
    return chunks;
  }

  private read(text: string, slice: string, { start, errors }: Statement): Chunk {
    try {
      const builder = new Builder(text, start);
      const { sound, holes } = errors.length === 0 ? { sound: slice, holes: [] } : this.repair(slice, errors);
      const estree = this.parse(sound);
      return { start, estree, body: builder.statements(estree), builder, holes };
    } catch {
      // typescript-estree throws on what it cannot represent, and everything recursive on absurd depth: such a statement is silent
      return { start, estree: [], body: [], builder: new Builder(text, start), holes: [{ start: 0, end: slice.length }] };
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

function moved(chunk: Chunk, start: number): Chunk {
  move(chunk.builder.places, start - chunk.start);
  chunk.start = start;
  return chunk;
}
