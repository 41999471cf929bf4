/** A text and its statements: parsed when first asked for, and after an edit only what changed is built again. */
import type { Comment, Problem, PyNode, PyStmt } from "../../../rules/api.ts";
import type { TextChange } from "../../engine/language.ts";
import { childrenOf } from "./children.ts";
import { Place, setParent, type Base } from "./located.ts";
import type { Grammar } from "./parser.ts";
import { Piece } from "./piece.ts";
import { isBroken, topLevel, type Raw, type RawStatement } from "./raw.ts";
import { segmentStarts } from "./segments.ts";
import { statements } from "./statements.ts";

/** A top-level statement, or a member of a class, with everything below it in nodes relative to `base`; members are chunks of their own. */
export interface Chunk {
  readonly base: Base;
  readonly type: string;
  readonly body: readonly PyStmt[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  /** Without what is in `members`. */
  readonly byKind: ReadonlyMap<PyNode["kind"], readonly PyNode[]>;
  readonly members: readonly { readonly chunk: Chunk; readonly from: number }[];
  /** False when something could not be read: then the text alone does not decide the tree. */
  readonly isSound: boolean;
}

export class PythonDocument {
  private known: readonly Piece[] = [];
  /** The text that `known` was read from. */
  private read = "";
  private isCurrent = false;
  /** How much of the text that was read still stands, at its beginning and at its end. */
  private kept = { head: 0, tail: 0 };

  constructor(private readonly grammar: Grammar, private current: string) {}

  get text(): string {
    return this.current;
  }

  pieces(): readonly Piece[] {
    if (!this.isCurrent) {
      this.known = this.follow();
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
    const texts = borders.slice(0, -1).map((start, index) => this.current.slice(start, borders[index + 1]));
    let next = 0;
    const same = texts.map((text) => {
      const at = gone.findIndex((piece, index) => index >= next && isSame(piece, text));
      if (at >= 0) next = at + 1; // those that stay keep their order
      return gone[at];
    });
    const again = new Set(same);
    const reusable = new Reusable(gone.filter((piece) => !again.has(piece)).flatMap(({ chunks }) => chunks));
    return texts.map((text, index) => {
      const [piece, offset] = [same[index], borders[index] ?? 0];
      piece?.moveTo(offset);
      if (piece && piece.text.length !== text.length) piece.text = copyOf(text);
      return piece ?? this.parse(gone.length > 0 ? copyOf(text) : text, offset, reusable);
    });
  }

  private parse(text: string, offset: number, reusable: Reusable): Piece {
    const chunks: Chunk[] = [];
    const tree = this.grammar.parser.parse(text);
    for (const found of tree ? topLevel(tree, this.grammar) : []) {
      const chunk = this.chunkOf(found, { text, offset, reusable });
      for (const statement of chunk.body) setParent(statement, undefined); // it may have been the member of a class that is gone
      chunks.push(chunk);
    }
    tree?.delete();
    return new Piece(offset, text, chunks);
  }

  private chunkOf(found: RawStatement, within: Within): Chunk {
    const text = within.text.slice(found.start, found.end);
    return (found.isBroken ? undefined : within.reusable.take(found, text, within.offset)) ?? this.build(found, text, within);
  }

  private build(found: RawStatement, text: string, within: Within): Chunk {
    const base: Base = { offset: within.offset + found.start, text };
    const comments: Raw[] = [];
    const members: { chunk: Chunk; from: number }[] = [];
    const raw = found.read(comments, (member) => {
      const chunk = this.chunkOf(member, within);
      const from = member.start - found.start;
      members.push({ chunk, from });
      return { type: member.type, field: "", from, to: member.end - found.start, isNamed: true, kids: [], isSound: chunk.isSound, built: chunk.body };
    });
    if (raw.type === "comment") comments.push(raw);
    const body = raw.type === "comment" || raw.type === "line_continuation" ? [] : statements({ base, reread: (rest, from) => this.reread(rest, from) }, raw);
    const byKind = new Map<PyNode["kind"], PyNode[]>();
    const built = new Set<PyNode>(members.flatMap(({ chunk }) => chunk.body));
    for (const statement of body) link(statement, undefined, byKind, built);
    return {
      base, type: found.type, body, byKind, members: members.filter(({ chunk }) => !chunk.body.some((one) => built.has(one))),
      comments: comments.sort((a, b) => a.from - b.from).map((one) => ({ at: new Place(base, one.from, one.to), text: text.slice(one.from, one.to).replace(/^#+/, "").trim() })),
      problems: damaged(raw).map((one) => ({ at: new Place(base, one.from, one.to), message: "This cannot be read as Python." })),
      isSound: raw.isSound && body.length === 1,
    };
  }

  /** Comments in there were already met in the first reading. */
  private reread(text: string, from: number): Raw[] {
    const tree = this.grammar.parser.parse(text);
    if (!tree) return [];
    const kids: Raw[] = [];
    for (const found of topLevel(tree, this.grammar)) {
      const raw = found.read([]);
      if (raw.type !== "comment" && raw.type !== "line_continuation") kids.push(shifted(raw, from + found.start));
    }
    tree.delete();
    return kids;
  }
}

/** The piece that is being read. */
interface Within {
  readonly text: string;
  readonly offset: number;
  readonly reusable: Reusable;
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

/** A slice keeps the text it was cut from, and each keystroke makes another text. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}

/** Earlier chunks by type and text, handed out in order and never twice. */
class Reusable {
  private readonly byText = new Map<string, Chunk[]>();
  private readonly taken = new Set<Chunk>();

  constructor(chunks: readonly Chunk[]) {
    this.add(chunks);
    for (const list of this.byText.values()) list.reverse();
  }

  take(found: RawStatement, text: string, offset: number): Chunk | undefined {
    const list = this.byText.get(`${found.type}\n${text}`);
    for (let chunk = list?.pop(); chunk; chunk = list?.pop()) {
      if (this.isTaken(chunk)) continue;
      this.claim(chunk, offset + found.start);
      return chunk;
    }
    return undefined;
  }

  private add(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      this.add(chunk.members.map((member) => member.chunk));
      if (!chunk.isSound) continue;
      const key = `${chunk.type}\n${chunk.base.text}`;
      const list = this.byText.get(key);
      if (list) list.push(chunk);
      else this.byText.set(key, [chunk]);
    }
  }

  private isTaken(chunk: Chunk): boolean {
    return this.taken.has(chunk) || chunk.members.some((member) => this.isTaken(member.chunk));
  }

  private claim(chunk: Chunk, offset: number): void {
    this.taken.add(chunk);
    chunk.base.offset = offset;
    for (const { chunk: member, from } of chunk.members) this.claim(member, offset + from);
  }
}

/** Chunks with their members behind them, in source order. */
export function flattened(chunks: readonly Chunk[]): Chunk[] {
  return chunks.flatMap((chunk) => (chunk.members.length > 0 ? [chunk, ...flattened(chunk.members.map((member) => member.chunk))] : [chunk]));
}

/** `built` are roots of other chunks: they get their parent, are left alone otherwise, and are struck off. */
function link(node: PyNode, parent: PyNode | undefined, byKind: Map<PyNode["kind"], PyNode[]>, built: Set<PyNode>): void {
  setParent(node, parent);
  if (built.delete(node)) return;
  const list = byKind.get(node.kind);
  if (list) list.push(node);
  else byKind.set(node.kind, [node]);
  for (const child of childrenOf(node)) link(child, node, byKind, built);
}

function damaged(raw: Raw): Raw[] {
  if (raw.isSound || raw.built) return [];
  return isBroken(raw) ? [raw] : raw.kids.flatMap(damaged);
}

function shifted(raw: Raw, by: number): Raw {
  return { ...raw, from: raw.from + by, to: raw.to + by, kids: raw.kids.map((kid) => shifted(kid, by)) };
}
