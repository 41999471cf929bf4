/** What all pieces of a text have under a name, in the order of the text; after an edit only what changed is put in its place. */
import type { Ledger, PieceOfText } from "./pieces.ts";

const none: readonly never[] = [];

export class ByName<P extends PieceOfText, T> {
  private readonly entries = new Map<string, Map<P, readonly T[]>>();
  private readonly joined = new Map<string, readonly T[]>();
  private readonly held = new Map<P, ReadonlyMap<string, readonly T[]>>();
  /** Of a text that is read once. */
  private all: ReadonlyMap<string, readonly T[]> | undefined;
  private followed = -1;

  /** What a piece has must not change while it lives. */
  constructor(private readonly ledger: Ledger<P>, private readonly itemsOf: (piece: P) => readonly T[], private readonly nameOf: (item: T) => string) {}

  of(name: string): readonly T[] {
    if (this.ledger.isReadOnce) return (this.all ??= this.readAll()).get(name) ?? none;
    this.follow();
    let found = this.joined.get(name);
    if (!found) this.joined.set(name, (found = joinedOf(this.entries.get(name))));
    return found;
  }

  private readAll(): ReadonlyMap<string, readonly T[]> {
    const all = new Map<string, T[]>();
    for (const piece of this.ledger.pieces) this.group(this.itemsOf(piece), all);
    return all;
  }

  private group(items: readonly T[], into: Map<string, T[]>): void {
    for (const item of items) {
      const name = this.nameOf(item);
      const list = into.get(name);
      if (list) list.push(item);
      else into.set(name, [item]);
    }
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
    const own = new Map<string, T[]>();
    this.group(this.itemsOf(piece), own);
    this.held.set(piece, own);
    for (const [name, items] of own) {
      const there = this.entries.get(name);
      if (there) there.set(piece, items);
      else this.entries.set(name, new Map([[piece, items]]));
      this.joined.delete(name);
    }
  }

  private remove(piece: P): void {
    const own = this.held.get(piece);
    if (!own) return;
    this.held.delete(piece);
    for (const name of own.keys()) {
      const there = this.entries.get(name);
      there?.delete(piece);
      if (there?.size === 0) this.entries.delete(name);
      this.joined.delete(name);
    }
  }
}

function joinedOf<P extends PieceOfText, T>(entries: ReadonlyMap<P, readonly T[]> | undefined): readonly T[] {
  if (!entries) return none;
  return [...entries].sort(([a], [b]) => a.order - b.order).flatMap(([, items]) => items);
}
