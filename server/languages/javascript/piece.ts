/** A stretch of a text that is parsed by itself, with the statements in it; everything in it is relative to where it begins. */
import type ts from "typescript";
import type { Comment, JsNode, Problem } from "../../../rules/api.ts";
import { once } from "../once.ts";
import { Ledger, PieceOfText } from "../pieces.ts";
import { basesOf, chunkKey, place, type Chunk, type ChunkReader } from "./chunks.ts";
import { located, type PlainNode } from "./located.ts";
import { CallNode, NewNode } from "./nodes.ts";
import { PieceIndex } from "./piece-index.ts";
import type { Reusable } from "./reusable.ts";
import { commentsOf, declaredNames, diagnosticsOf, parseTolerant, problemsOf, statementsOf, type Statement } from "./syntax.ts";

const tooDeep: Problem = { at: { start: 0, end: 0 }, message: "Nested too deeply to be read." };

export class Piece extends PieceOfText {
  /** All of a text that is read once, without an error: what names in it mean is known when it is read. */
  isWhole = false;
  /** Of such a text, who looks at its tree before that is let go of: most of it would outlive a collection, and few ask for it again. */
  lastLook: ((tree: ts.SourceFile) => void) | undefined;
  /** Nodes of which something was found out, where that may have to be forgotten. */
  private told: PlainNode[] = [];
  /** All calls were asked what they call, in the order they stand in. */
  isPrimed = false;
  /** No character from here on, counted from `offset`, had a say in where this piece begins and ends. */
  reach = 0;
  private held: readonly Chunk[] | undefined;
  private remarks: readonly Comment[] | undefined;

  /** `given` are the statements where they are known already, all of them sound. What was read of another text may be used again. */
  constructor(text: string, private readonly reader: ChunkReader, private reusable: Reusable | undefined, private given?: readonly Statement[]) {
    super(0, text);
  }

  /** Null for what is nested so deeply that the stack does not suffice. */
  private tree: ts.SourceFile | null | undefined;

  source(): ts.SourceFile | undefined {
    if (this.tree === undefined) {
      try {
        this.tree = parseTolerant(this.text, this.reader.dialect);
      } catch {
        this.tree = null;
      }
    }
    return this.tree ?? undefined;
  }

  /** True when it can be read without an error. */
  readonly isSound = once(() => {
    if (this.given || this.isClass()) return true;
    const source = this.source();
    return source !== undefined && diagnosticsOf(source).length === 0;
  });

  /** Reads it, if it is one class that can be read part by part: what that says needs no tree of the whole. */
  private isClass(): boolean {
    const start = this.reusable ? firstLetter(this.text) : -1;
    const slice = start < 0 ? "" : this.text.slice(start).trimEnd();
    const chunk = slice !== "" && this.reusable ? this.reader.readClass(slice, this.offset + start, this.reusable) : undefined;
    if (!chunk) return false;
    place(chunk, chunk.base.offset, this);
    this.held = [chunk];
    this.reusable = undefined;
    this.given = [{ start, end: start + slice.length, errors: [] }];
    return true;
  }

  /** It breaks off in the middle of something, and what comes next may go on with it. */
  get isOpen(): boolean {
    const source = this.source();
    const { length } = this.text.trimEnd();
    return source !== undefined && diagnosticsOf(source).some((one) => one.start + one.length >= length);
  }

  private statements(): readonly Statement[] {
    const source = this.given ? undefined : this.source();
    return this.given ?? (source ? statementsOf(source) : []);
  }

  readonly problems = once((): readonly Problem[] => {
    if (this.isSound()) return [];
    const source = this.source();
    return source ? problemsOf(source) : [tooDeep];
  });

  /** Names that the stretches left out as broken seem to declare. */
  readonly hidden = once((): ReadonlySet<string> => {
    const source = this.isSound() ? undefined : this.source();
    if (!source) return new Set();
    const holes = this.chunks.flatMap((chunk) => chunk.holes.map((hole) => ({ start: chunk.base.offset - this.offset + hole.start, end: chunk.base.offset - this.offset + hole.end })));
    return new Set(holes.flatMap((hole) => [...declaredNames(source, hole)]));
  });

  get hasComments(): boolean {
    return this.remarks !== undefined;
  }

  comments(): readonly Comment[] {
    return (this.remarks ??= this.ownComments());
  }

  private ownComments(): readonly Comment[] {
    const source = this.source();
    return source ? commentsOf(source) : [];
  }

  /** Takes what was found when the whole text was read. */
  takeComments(comments: readonly Comment[]): void {
    this.remarks ??= comments;
  }

  /** Undefined until they are asked for. */
  get chunksRead(): readonly Chunk[] | undefined {
    return this.held;
  }

  get chunks(): readonly Chunk[] {
    if (this.held) return this.held;
    const whole = this.isWhole ? this.readAll() : undefined;
    if (whole) return (this.held = [whole]);
    this.held = this.statements().map((statement) => {
      const slice = this.text.slice(statement.start, statement.end);
      const offset = this.offset + statement.start;
      const chunk = this.reusable?.take(chunkKey(slice, statement)) ?? this.reader.read(slice, statement, offset, this.reusable);
      place(chunk, offset, this);
      return chunk;
    });
    this.reusable = undefined;
    if (this.given) this.given = []; // trees are not kept beside what was made of them
    return this.held;
  }

  private readAll(): Chunk | undefined {
    const source = this.source();
    try {
      if (!source) return undefined;
      const chunk = this.reader.readAll(source);
      place(chunk, 0, this);
      this.lastLook?.(source);
      this.tree = undefined;
      return chunk;
    } catch {
      this.isWhole = false; // nested too deeply: statement by statement, most of it can be read
      return undefined;
    }
  }

  readonly index = new PieceIndex(() => this.chunks);

  moveTo(offset: number): void {
    const by = offset - this.offset;
    if (by === 0) return;
    this.offset = offset;
    for (const chunk of this.held ?? []) for (const base of basesOf(chunk)) base.offset += by;
  }

  readonly opensSockets = once(() => /new WebSocket\(/.test(this.text));

  keys(): readonly string[] {
    const { index } = this;
    return [...index.keys(), ...(this.opensSockets() ? ["sockets"] : []), ...Array.from(this.hidden(), (name) => `bind ${name}`)];
  }

  /** Begins anew in a ledger that knows nothing of it. */
  reset(): void {
    for (const { nodes, parts } of this.held ?? []) {
      nodes.forEach(forget);
      for (const { part } of parts ?? []) part.nodes.forEach(forget);
    }
    this.isPrimed = false;
    this.users = this.restsOn = this.asked = undefined;
  }

  protected clear(): void {
    this.told.forEach(forgetTold);
    this.told = [];
    this.isPrimed = false;
  }

  /** Something was found out about a node of it. */
  tell(node: PlainNode): void {
    this.told.push(node);
  }
}

function forget(node: JsNode): void {
  forgetTold(located(node));
}

function forgetTold(node: PlainNode): void {
  node.known = undefined;
  if (node instanceof CallNode || node instanceof NewNode) node.call = undefined;
}

const trivia = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;

/** Behind what says nothing. */
function firstLetter(text: string): number {
  trivia.lastIndex = 0;
  return trivia.exec(text)?.[0].length ?? 0;
}

export class ScriptLedger extends Ledger<Piece> {}
