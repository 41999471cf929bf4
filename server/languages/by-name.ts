/** What all pieces of a text have under a name, in the order of the text; after an edit only what changed is put in its place. */
import type { Ledger, PieceOfText } from "./pieces.ts";

export class ByName<P extends PieceOfText, T> {
  private readonly entries = new Map<string, Map<P, readonly T[]>>();
  private readonly joined = new Map<string, readonly T[]>();
  private readonly held = new Set<P>();
  private followed = -1;

  /** What a piece has must not change while it lives. */
  constructor(private readonly ledger: Ledger<P>, private readonly itemsOf: (piece: P) => ReadonlyMap<string, readonly T[]>) {}

  of(name: string): readonly T[] {
    this.follow();
    let found = this.joined.get(name);
    if (!found) this.joined.set(name, (found = joinedOf(this.entries.get(name))));
    return found;
  }

  private follow(): void {
    const { now } = this.ledger;
    if (this.followed === now) return;
    const changes = this.ledger.changesSince(this.followed);
    if (!changes) for (const store of [this.entries, this.joined, this.held]) store.clear();
    for (const piece of changes ?? this.ledger.pieces) {
      if (piece.isGone) this.remove(piece);
      else this.add(piece);
    }
    this.followed = now;
  }

  private add(piece: P): void {
    if (this.held.has(piece)) return;
    this.held.add(piece);
    for (const [name, items] of this.itemsOf(piece)) {
      const there = this.entries.get(name);
      if (there) there.set(piece, items);
      else this.entries.set(name, new Map([[piece, items]]));
      this.joined.delete(name);
    }
  }

  private remove(piece: P): void {
    if (!this.held.delete(piece)) return;
    for (const name of this.itemsOf(piece).keys()) {
      const there = this.entries.get(name);
      there?.delete(piece);
      if (there?.size === 0) this.entries.delete(name);
      this.joined.delete(name);
    }
  }
}

function joinedOf<P extends PieceOfText, T>(entries: ReadonlyMap<P, readonly T[]> | undefined): readonly T[] {
  return [...entries ?? []].sort(([a], [b]) => a.order - b.order).flatMap(([, items]) => items);
}
