/** Keeps what was worked out of each piece of a text until something it rests on changes. */
import type { PyCall, PyCallExpr, PyExpr, PyName, PyNode, PyValue } from "../../../rules/api.ts";
import type { Chunk } from "./document.ts";
import { knownOf } from "./located.ts";
import { PieceIndex } from "./piece-index.ts";
import type { Bound } from "./scopes.ts";

/** Something that rests on pieces and on what the module says of a name; forgotten as a whole. */
export class Resting {
  /** What rests on this. */
  readonly users = new Set<Resting>();
  readonly restsOn = new Set<Known>();
  readonly asked = new Set<string>();
  /** It was cut short on its way back to itself: then the order of questions decides, and it is worked out anew after every edit. */
  isKnotted = false;

  forget(): void {
    this.users.clear();
    this.restsOn.clear();
    this.asked.clear();
    this.isKnotted = false;
  }
}

/** What is known of the nodes of one piece. */
export class Known extends Resting {
  readonly bindings = new Map<PyName, readonly Bound[]>();
  readonly values = new Map<PyExpr, PyValue>();
  readonly calls = new Map<PyCallExpr, PyCall>();
  /** What else is worked out for the whole piece, by what works it out. */
  readonly works = new Map<unknown, unknown>();
  /** All calls were asked what they call, in the order they stand in. */
  isPrimed = false;
  readonly index: PieceIndex;

  constructor(chunks: readonly Chunk[]) {
    super();
    this.index = new PieceIndex(chunks);
  }

  override forget(): void {
    super.forget();
    this.bindings.clear();
    this.values.clear();
    this.calls.clear();
    this.works.clear();
    this.isPrimed = false;
  }
}

export class Ledger {
  pieces: readonly Known[] = [];
  /** Counts the texts; what is joined from all pieces holds for one of them. */
  turn = 0;
  private asking: Resting | undefined;
  private readonly askers = new Map<string, Set<Resting>>();

  /** From now on questions are asked on behalf of `who`. Gives who asked before, to be handed to `leave`. */
  enter(who: Resting): Resting | undefined {
    const before = this.asking;
    this.asking = who;
    return before;
  }

  leave(before: Resting | undefined): void {
    this.asking = before;
  }

  /** What `work` gives for a piece, kept with what is known of it. */
  ofPiece<T>(known: Known, work: (known: Known) => T): T {
    this.restOn(known);
    if (known.works.has(work)) return known.works.get(work) as T;
    const before = this.enter(known);
    try {
      const made = work(known);
      known.works.set(work, made);
      return made;
    } finally {
      this.leave(before);
    }
  }

  /** Who asks rests on what is known of a piece. */
  restOn(known: Known): void {
    if (!this.asking || this.asking === known || this.asking.restsOn.has(known)) return;
    this.asking.restsOn.add(known);
    known.users.add(this.asking);
  }

  /** Who asks rests on what all pieces together say about `key`. */
  restOnKey(key: string): void {
    if (!this.asking || this.asking.asked.has(key)) return;
    this.asking.asked.add(key);
    const askers = this.askers.get(key);
    if (askers) askers.add(this.asking);
    else this.askers.set(key, new Set([this.asking]));
  }

  tangle(nodes: Iterable<PyNode>): void {
    if (this.asking) this.asking.isKnotted = true;
    for (const node of nodes) knownOf(node).isKnotted = true;
  }

  /** The text has these pieces now; those that stayed are in the order they were in. */
  advance(pieces: readonly Known[]): void {
    if (this.turn > 0 && pieces.length === this.pieces.length && pieces.every((known, index) => known === this.pieces[index])) return;
    this.turn++;
    this.asking = undefined;
    const [before, now] = [new Set(this.pieces), new Set(pieces)];
    const gone = this.pieces.filter((known) => !now.has(known));
    const come = pieces.filter((known) => !before.has(known));
    this.pieces = pieces;
    const outdated = new Set<Resting>(gone);
    for (const { index } of [...gone, ...come]) {
      for (const key of index.keys()) for (const one of this.askers.get(key) ?? []) outdated.add(one);
    }
    for (const known of pieces) if (known.isKnotted) outdated.add(known);
    for (const one of outdated) for (const user of one.users) outdated.add(user); // a set is walked to its end while it grows
    for (const one of outdated) this.drop(one);
  }

  private drop(one: Resting): void {
    for (const known of one.restsOn) known.users.delete(one);
    for (const key of one.asked) {
      const askers = this.askers.get(key);
      askers?.delete(one);
      if (askers?.size === 0) this.askers.delete(key);
    }
    one.forget();
  }
}
