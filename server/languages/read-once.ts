/** A ledger for a text that is read once and closed: it answers what any other would, in the same order, and keeps no books. */
import { Ledger, type PieceOfText } from "./pieces.ts";

export class ReadOnce<P extends PieceOfText> extends Ledger<P> {
  override readonly isReadOnce = true;
  private readonly lists = new Map<object, readonly unknown[]>();
  private readonly values = new Map<object, { readonly value: unknown }>();

  override enter(): undefined {
    // nobody is told when something changes
  }

  override leave(): void {
    // nobody entered
  }

  override on<T>(_behalfOf: unknown, work: () => T): T {
    return work();
  }

  override restOn(): void {
    // nothing will change
  }

  override restOnKey(): void {
    // nothing will change
  }

  override tangle(): void {
    // there is no edit after which to work it out anew
  }

  override advance(pieces: readonly P[]): void {
    if (this.turn > 0) throw new Error("a text that is read once was edited");
    this.turn = 1;
    this.pieces = pieces;
    for (const [order, piece] of pieces.entries()) piece.order = order;
  }

  override outdate(): void {
    // nothing will change
  }

  /** Counts texts, of which there is one. */
  override get now(): number {
    return this.turn;
  }

  override changesSince(then: number): readonly P[] | undefined {
    return then === this.now ? [] : undefined;
  }

  override under(): void {
    // what is asked is asked once
  }

  override release(asker: object): void {
    this.lists.delete(asker);
    this.values.delete(asker);
  }

  override collect<T>(asker: object, ask: (piece: P) => readonly T[]): readonly T[] {
    const known = this.lists.get(asker) as readonly T[] | undefined;
    if (known) return known;
    const list = this.asked(ask);
    this.lists.set(asker, list);
    return list;
  }

  protected asked<T>(ask: (piece: P) => readonly T[]): readonly T[] {
    const list: T[] = [];
    for (const piece of this.pieces) for (const one of ask(piece)) list.push(one);
    return list;
  }

  override whole<T>(asker: object, compute: () => T): T {
    const known = this.values.get(asker) as { readonly value: T } | undefined;
    if (known) return known.value;
    const value = compute();
    this.values.set(asker, { value });
    return value;
  }

  override settle(): void {
    // nothing is out of date
  }
}
