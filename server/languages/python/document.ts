/** A text and its statements: parsed when first asked for, and after an edit only what changed is built again. */
import { NotLoaded, type TextChange } from "../../engine/language.ts";
import { Reader, copyOf, type Chunk } from "./chunks.ts";
import { loadedGrammar, type Grammar } from "./parser.ts";
import { Piece } from "./piece.ts";
import { readPlainAsOne } from "./plain/statements.ts";
import { Reusable } from "./reusable.ts";
import { segmentStarts } from "./segments.ts";
import { WholePiece } from "./whole.ts";

export class PythonDocument {
  private known: readonly Piece[] = [];
  /** The text that `known` was read from. */
  private read = "";
  private isCurrent = false;
  /** How much of the text that was read still stands, at its beginning and at its end. */
  private kept = { head: 0, tail: 0 };

  private readonly reader: Reader | undefined;

  /** What is read once is never updated. Without the grammar only that can be read, and only plainly. */
  constructor(grammar: Grammar | undefined, private current: string, private readonly isReadOnce = false) {
    this.reader = grammar && new Reader(grammar);
  }

  get text(): string {
    return this.current;
  }

  pieces(): readonly Piece[] {
    if (!this.isCurrent) {
      this.known = this.asOne() ?? this.follow();
      this.read = this.current;
      this.kept = { head: this.read.length, tail: this.read.length };
      this.isCurrent = true;
    }
    return this.known;
  }

  chunks(): readonly Chunk[] {
    return this.pieces().flatMap(({ chunks }) => chunks);
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
    this.isCurrent = false;
  }

  private asOne(): readonly Piece[] | undefined {
    const chunk = this.isReadOnce ? readPlainAsOne(this.current) : undefined;
    return chunk && [new WholePiece(this.current, chunk)];
  }

  /** Reads again from the piece before the first change, up to where a piece begins that began there before. */
  private follow(): readonly Piece[] {
    const { current: text, known, read } = this;
    const { head, tail } = standing(this.kept, read, text);
    const by = text.length - read.length;
    const first = Math.max(0, lastUpTo(known, head) - 1);
    const starts = [known[first]?.offset ?? 0];
    let resumed = known.length;
    for (const start of segmentStarts(text, starts[0] ?? 0)) {
      const same = start < text.length - tail ? -1 : lastUpTo(known, start - by);
      if (known[same]?.offset === start - by) {
        resumed = same;
        break;
      }
      starts.push(start);
    }
    const end = resumed < known.length ? (known[resumed]?.offset ?? 0) + by : text.length;
    const kept = known.slice(resumed);
    if (by !== 0) for (const piece of kept) piece.moveTo(piece.offset + by);
    return [...known.slice(0, first), ...this.readBetween([...starts, end], known.slice(first, resumed)), ...kept];
  }

  /** A piece with the same text as one that was there reads the same. */
  private readBetween(borders: readonly number[], gone: readonly Piece[]): readonly Piece[] {
    const { reader } = this;
    if (!reader) throw new NotLoaded("the Python grammar is not loaded");
    const texts = borders.slice(0, -1).map((start, index) => this.current.slice(start, borders[index + 1]));
    let next = 0;
    const same = texts.map((text) => {
      const at = gone.findIndex((piece, index) => index >= next && isSame(piece, text));
      if (at >= 0) next = at + 1; // those that stay keep their order
      return gone[at];
    });
    const again = new Set(same);
    const reusable = gone.length > 0 ? new Reusable(gone.filter((piece) => !again.has(piece)).flatMap(({ chunks }) => chunks)) : undefined;
    return texts.map((text, index) => {
      const [piece, offset] = [same[index], borders[index] ?? 0];
      piece?.moveTo(offset);
      if (piece && piece.text.length !== text.length) piece.text = copyOf(text);
      if (piece) return piece;
      const own = gone.length > 0 ? copyOf(text) : text;
      return new Piece(offset, own, reader.read(own, offset, reusable));
    });
  }

}

/** Throws `NotLoaded` at once for a text that is read once, is not plain, and comes before the grammar. */
export function openDocument(text: string, isReadOnce: boolean): PythonDocument {
  const grammar = loadedGrammar();
  if (!grammar && !isReadOnce) throw new Error("the Python grammar is used before it was loaded");
  const document = new PythonDocument(grammar, text, isReadOnce);
  if (!grammar) document.pieces();
  return document;
}

/** What is said to stand at both ends, as far as it does. */
function standing(kept: { readonly head: number; readonly tail: number }, read: string, text: string): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(read.length, text.length);
  const head = Math.max(0, Math.min(kept.head, shorter));
  const tail = Math.max(0, Math.min(kept.tail, shorter - head));
  const isTrue = read.slice(0, head) === text.slice(0, head) && read.slice(read.length - tail) === text.slice(text.length - tail);
  return isTrue ? { head, tail } : { head: 0, tail: 0 };
}

/** Index of the last piece that begins no later. */
function lastUpTo(pieces: readonly Piece[], offset: number): number {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Blank lines behind statements that can be read say nothing. */
function isSame({ text: known, chunks }: Piece, text: string): boolean {
  if (known === text) return true;
  const length = lengthWithoutBlanks(text);
  return length > 1 && lengthWithoutBlanks(known) === length && known.startsWith(text.slice(0, length)) && chunks.every(({ isSound, type }) => isSound || type === "comment");
}

function lengthWithoutBlanks(text: string): number {
  let { length } = text;
  while (text[length - 1] === "\n" && text[length - 2] === "\n") length--;
  return length;
}
