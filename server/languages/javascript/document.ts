/** A text and its pieces: read when first asked for, and after an edit only what changed is read again. */
import type ts from "typescript";
import type { Comment, Problem, Span } from "../../../rules/api.ts";
import type { TextChange } from "../../engine/language.ts";
import { ChunkReader } from "./chunks.ts";
import { factsOf } from "./facts.ts";
import { Piece } from "./piece.ts";
import { Reusable } from "./reusable.ts";
import { segmentFrom } from "./segments.ts";
import { commentsOf, statementsOf, type Dialect } from "./syntax.ts";

/** How many pieces are read together with one that ends in the middle of something. */
const mostJoined = 2;

export class JavaScriptDocument {
  private known: readonly Piece[] = [];
  /** The text that `known` was read from; undefined before the first reading. */
  private read: string | undefined;
  /** How much of the text that was read still stands, at its beginning and at its end. */
  private kept = { head: 0, tail: 0 };
  private readonly reader: ChunkReader;
  /** The tree of the whole text, for as long as it is the one that was read first and has no error. */
  private whole: ts.SourceFile | undefined;
  /** Of a text that is read once, before its tree was let go of. */
  private seen: ReturnType<typeof factsOf> | undefined;

  /** What is read once will never be told of an edit. */
  constructor(private current: string, readonly dialect: Dialect, private readonly isReadOnce = false) {
    this.reader = new ChunkReader(dialect);
  }

  get text(): string {
    return this.current;
  }

  update(changes: readonly TextChange[], text: string): void {
    let { length } = this.current;
    let { head, tail } = this.kept;
    for (const { at, text: inserted } of changes) {
      head = Math.min(head, at.start);
      tail = Math.min(tail, length - at.end);
      length += inserted.length - (at.end - at.start);
    }
    this.kept = { head, tail };
    this.current = text;
  }

  pieces(): readonly Piece[] {
    const { read, current } = this;
    if (read === current) return this.known;
    this.known = read === undefined ? (this.readWhole() ?? this.readOn(0, new Rest([], 0, 0, 0, 0))) : this.follow(read);
    this.read = current;
    this.kept = { head: current.length, tail: current.length };
    return this.known;
  }

  /** What was read when somebody last asked. */
  get lastRead(): readonly Piece[] {
    return this.known;
  }

  /** The trees that make up the text, each with where it begins. */
  trees(): readonly { readonly source: ts.SourceFile; readonly offset: number }[] {
    const pieces = this.pieces();
    if (this.whole) return [{ source: this.whole, offset: 0 }];
    return pieces.flatMap((piece) => {
      const source = piece.source();
      return source ? [{ source, offset: piece.offset }] : [];
    });
  }

  /** What its outermost statements tell other files. */
  outline(): ReturnType<typeof factsOf> {
    return this.seen ?? factsOf(this.current, this.trees());
  }

  private lookAt(tree: ts.SourceFile): void {
    try {
      this.seen = factsOf(this.current, [{ source: tree, offset: 0 }]);
    } catch {
      // it fails again for whoever asks
    }
  }

  comments(): readonly Comment[] {
    const pieces = this.pieces();
    this.dealComments(pieces);
    return pieces.flatMap((piece) => piece.comments().map(({ at, text }) => ({ at: moved(at, piece.offset), text })));
  }

  problems(): readonly Problem[] {
    return this.pieces().flatMap((piece) => piece.problems().map(({ at, message }) => ({ at: moved(at, piece.offset), message }))).slice(0, 20);
  }

  /** A text without an error is parsed once, if all pieces turn out to begin at statements. */
  private readWhole(): readonly Piece[] | undefined {
    const { current: text, reader } = this;
    const all = new Piece(text, reader, undefined);
    const source = all.source();
    if (!source || !all.isSound()) return undefined;
    if (this.isReadOnce) {
      all.isWhole = true;
      all.lastLook = (tree) => this.lookAt(tree);
      return [all];
    }
    const statements = statementsOf(source);
    const pieces: Piece[] = [];
    let next = 0;
    for (let offset = 0; offset < text.length; ) {
      const { end, reach } = segmentFrom(text, offset);
      const own = [];
      for (let one = statements[next]; one && one.start < end; one = statements[++next]) own.push({ ...one, start: one.start - offset, end: one.end - offset });
      if (end < text.length && statements[next]?.start !== end) return undefined;
      pieces.push(placed(new Piece(text.slice(offset, end), reader, undefined, own), offset, reach));
      offset = end;
    }
    this.whole = source;
    return pieces;
  }

  /** Reads again from the first piece in which the edit has a say, up to where a piece begins that began there before. */
  private follow(read: string): readonly Piece[] {
    const { known } = this;
    const { head, tail } = standing(this.kept, read, this.current);
    this.whole = undefined;
    const found = known.findIndex((piece) => piece.offset + piece.reach > head);
    const first = found < 0 ? known.length : found;
    const from = known[first]?.offset ?? 0;
    return [...known.slice(0, first), ...this.readOn(from, new Rest(known.slice(first), head, tail, this.current.length - read.length, read.length))];
  }

  /** `rest` is what was there. */
  private readOn(from: number, rest: Rest): readonly Piece[] {
    const { current: text } = this;
    const pieces: Piece[] = [];
    let resumed: readonly Piece[] = [];
    for (let offset = from; offset < text.length && resumed.length === 0; ) {
      resumed = rest.resumedAt(offset);
      if (resumed.length > 0) break;
      const untouched = rest.untouchedAt(offset);
      const piece = untouched ?? this.pieceAt(offset, rest);
      pieces.push(piece);
      offset += piece.text.length;
    }
    return resumed.length > 0 ? pieces.concat(resumed) : pieces;
  }

  private pieceAt(offset: number, rest: Rest): Piece {
    const { current: text, reader } = this;
    const read = (end: number): Piece => {
      const slice = text.slice(offset, end);
      return rest.take(slice) ?? new Piece(rest.isEmpty ? slice : copyOf(slice), reader, rest.reusable);
    };
    let { end, reach } = segmentFrom(text, offset);
    const first = read(end);
    if (!first.isSound() && first.isOpen) {
      for (let joined = 0; joined < mostJoined && end < text.length; joined++) {
        const more = segmentFrom(text, end);
        end = more.end;
        reach = Math.max(reach, more.reach);
        const piece = read(end);
        if (piece.isSound()) return placed(piece, offset, reach);
      }
    }
    return placed(first, offset, reach);
  }

  /** Comments of the whole text are found at once when it is there. */
  private dealComments(pieces: readonly Piece[]): void {
    if (!this.whole || pieces.every(({ hasComments }) => hasComments)) return;
    const comments = commentsOf(this.whole);
    let next = 0;
    for (const piece of pieces) {
      const own: Comment[] = [];
      for (let one = comments[next]; one && one.at.start < piece.offset + piece.text.length; one = comments[++next]) own.push({ at: moved(one.at, -piece.offset), text: one.text });
      piece.takeComments(own);
    }
  }
}

/** Pieces that were there, from the first on that has to be read again. */
class Rest {
  private next = 0;
  private readonly resumable: number;
  private byText: Map<string, number[]> | undefined;
  /** What was read of pieces that are gone. */
  readonly reusable: Reusable | undefined;

  /** The text stands up to `head` and for `tail` characters at its end, which moved `by`. */
  constructor(private readonly pieces: readonly Piece[], private readonly head: number, tail: number, private readonly by: number, readBefore: number) {
    const at = pieces.findIndex(({ offset }) => offset >= readBefore - tail);
    this.resumable = at < 0 ? pieces.length : at;
    this.reusable = pieces.length > 0 ? new Reusable(pieces.slice(0, this.resumable).flatMap(({ chunksRead = [] }) => chunksRead)) : undefined;
  }

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  /** All that follow, when one that begins in the tail begins here. */
  resumedAt(offset: number): readonly Piece[] {
    const index = this.at(offset - this.by);
    if (index < this.resumable) return [];
    const resumed = this.pieces.slice(index);
    if (this.by !== 0) for (const piece of resumed) piece.moveTo(piece.offset + this.by);
    return resumed;
  }

  /** One that neither changed nor rests on what did. */
  untouchedAt(offset: number): Piece | undefined {
    const index = this.at(offset);
    const piece = index < this.next ? undefined : this.pieces[index];
    if (!piece || offset + piece.reach > this.head || !this.stays(piece)) return undefined;
    this.next = index + 1;
    return piece;
  }

  /** One that reads the same among those that are gone; they keep their order. */
  take(text: string): Piece | undefined {
    this.byText ??= this.gone();
    const index = this.byText.get(withoutBlanks(text))?.find((one) => one >= this.next && (this.pieces[one]?.text === text || this.pieces[one]?.isSound()));
    const piece = index === undefined ? undefined : this.pieces[index];
    if (index === undefined || !piece || !this.stays(piece)) return undefined;
    this.next = index + 1;
    if (piece.text.length !== text.length) piece.text = copyOf(text);
    return piece;
  }

  /** False where a part of it was used elsewhere. */
  private stays({ chunksRead = [] }: Piece): boolean {
    return chunksRead.every((chunk) => this.reusable?.keep(chunk));
  }

  private gone(): Map<string, number[]> {
    const byText = new Map<string, number[]>();
    for (let index = 0; index < this.resumable; index++) {
      const text = withoutBlanks(this.pieces[index]?.text ?? "");
      const list = byText.get(text);
      if (list) list.push(index);
      else byText.set(text, [index]);
    }
    return byText;
  }

  /** Index of the piece that began there; -1 where none did. */
  private at(offset: number): number {
    let [low, high] = [0, this.pieces.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.pieces[middle]?.offset ?? 0;
      if (found === offset) return middle;
      if (found < offset) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

function placed(piece: Piece, offset: number, reach: number): Piece {
  piece.moveTo(offset);
  piece.reach = reach - offset;
  return piece;
}

/** Blank lines behind statements that can be read say nothing. */
function withoutBlanks(text: string): string {
  let { length } = text;
  while (text.charCodeAt(length - 1) === 10 && text.charCodeAt(length - 2) === 10) length--;
  return text.slice(0, length);
}

/** What is said to stand at both ends, as far as it does. */
function standing(kept: { readonly head: number; readonly tail: number }, read: string, text: string): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(read.length, text.length);
  let head = Math.max(0, Math.min(kept.head, shorter));
  let tail = Math.max(0, Math.min(kept.tail, shorter - head));
  if (read.slice(0, head) === text.slice(0, head) && read.slice(read.length - tail) === text.slice(text.length - tail)) return { head, tail };
  head = tail = 0;
  while (head < shorter && read.charCodeAt(head) === text.charCodeAt(head)) head++;
  while (tail < shorter - head && read.charCodeAt(read.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail++;
  return { head, tail };
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** A slice keeps the text it was cut from, and each keystroke makes another text. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
