/** A text that is read once as one piece; what it would be cut into is made where somebody asks piece by piece. */
import type { PyNode, PyNodeOf, Span } from "../../../rules/api.ts";
import { ReadOnce } from "../read-once.ts";
import type { Chunk } from "./chunks.ts";
import { PieceIndex, type PieceScopes } from "./piece-index.ts";
import { Piece } from "./piece.ts";
import { segmentStarts } from "./segments.ts";

export class WholePiece extends Piece {
  private cut: readonly Piece[] | undefined;

  constructor(text: string, private readonly chunk: Chunk) {
    super(0, text, [chunk]);
  }

  /** As an editor would have them. Nodes go on being of the whole. */
  get parts(): readonly Piece[] {
    return (this.cut ??= [0, ...segmentStarts(this.text, 0)].map((from, index, starts) => this.part(from, starts[index + 1] ?? this.text.length)));
  }

  private part(from: number, to: number): Piece {
    const { chunk, text } = this;
    const own = text.slice(from, to);
    const { body, comments } = { body: within(chunk.body, from, to, startOf), comments: within(chunk.comments, from, to, ({ at }) => at.start) };
    const isSilent = body.length === 0 && comments.length === 0;
    return new Piece(from, own, isSilent ? [] : [{ ...chunk, base: { offset: from, text: own }, body, comments, byKind: noKinds }], new PartIndex(this.index, from, to));
  }
}

/**
 * Most of what rules gather is in no piece of a text, and is not in the whole either: only where something is there is it asked for piece by piece, so that
 * it comes in the order, and with the repetitions, that it has in an editor.
 */
export class ReadAsOne extends ReadOnce<Piece> {
  protected override asked<T>(ask: (piece: Piece) => readonly T[]): readonly T[] {
    const [whole] = this.pieces;
    if (!(whole instanceof WholePiece)) return super.asked(ask);
    return ask(whole).length === 0 ? [] : whole.parts.flatMap(ask);
  }
}

const noKinds: ReadonlyMap<PyNode["kind"], readonly PyNode[]> = new Map();
const startOf = ({ start }: Span): number => start;

class PartIndex extends PieceIndex {
  constructor(private readonly whole: PieceIndex, private readonly from: number, private readonly to: number) {
    super([]);
  }

  override nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    return within(this.whole.nodes(kind), this.from, this.to, startOf);
  }

  override scopes(): PieceScopes {
    const { owned, outer, declaredGlobal } = this.whole.scopes();
    const mine = ({ node: { start } }: { readonly node: Span }) => start >= this.from && start < this.to;
    return { owned, outer: outer.filter(mine), declaredGlobal: declaredGlobal.filter(mine) };
  }
}

/** Of a list in which nothing of a stretch stands behind what begins beyond it. */
function within<T>(list: readonly T[], from: number, to: number, start: (one: T) => number): readonly T[] {
  return list.slice(firstFrom(list, from, start), firstFrom(list, to, start));
}

function firstFrom<T>(list: readonly T[], place: number, start: (one: T) => number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = list[middle];
    if (one !== undefined && start(one) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
