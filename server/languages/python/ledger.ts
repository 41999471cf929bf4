/** Keeps what was worked out of each piece of a text until something it rests on changes. */
import type { Finding, PyCall, PyCallExpr, PyExpr, PyName, PyNode, PythonFile, PyValue } from "../../../rules/api.ts";
import type { Chunk } from "./document.ts";
import { knownOf } from "./located.ts";
import { PieceIndex } from "./piece-index.ts";
import type { Bound } from "./scopes.ts";

/** The key of who asked for more than can be told apart. */
export const everything = "everything";

/** Something that rests on pieces and on what the module says of a name; forgotten as a whole. */
export class Resting {
  /** What rests on this. */
  readonly users = new Set<Resting>();
  readonly restsOn = new Set<Known>();
  readonly asked = new Set<string>();

  forget(): void {
    this.users.clear();
    this.restsOn.clear();
    this.asked.clear();
  }
}

/** The same, or plain objects that hold the same under the same names. */
function isAlike(value: unknown, other: unknown): boolean {
  if (Object.is(value, other)) return true;
  if (!isPlain(value) || !isPlain(other)) return false;
  const names = Object.keys(value);
  return names.length === Object.keys(other).length && names.every((name) => name in other && Object.is(value[name], other[name]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** What a rule said of one piece, its places as they were when the piece stood at `offset`. */
export class Judged extends Resting {
  said: { readonly findings: readonly Finding[]; readonly terms: object; readonly offset: number } | undefined;

  override forget(): void {
    super.forget();
    this.said = undefined;
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
  /** By rule; lives as long as the piece. */
  readonly judged = new Map<object, Judged>();

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
  private readonly onces = new Map<(file: PythonFile) => unknown, { readonly key: string; value: unknown }>();

  /** From now on questions are asked on behalf of `who`. Gives who asked before, to be handed to `leave`. */
  enter(who: Resting | undefined): Resting | undefined {
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
    if (this.asking) this.note(this.asking, key);
  }

  /** Who asks rests on what `compute` gives for the whole file. */
  restOnOnce(compute: (file: PythonFile) => unknown, value: unknown): void {
    let once = this.onces.get(compute);
    if (!once) this.onces.set(compute, (once = { key: `once ${this.onces.size}`, value }));
    else if (!this.askers.has(once.key)) once.value = value;
    this.restOnKey(once.key);
  }

  /** An answer was cut short on its way back to itself: then the order of questions decides, and it is worked out anew after every edit. */
  tangle(nodes: Iterable<PyNode>): void {
    this.restOnKey(everything);
    for (const node of nodes) this.note(knownOf(node), everything);
  }

  private note(who: Resting, key: string): void {
    if (who.asked.has(key)) return;
    who.asked.add(key);
    const askers = this.askers.get(key);
    if (askers) askers.add(who);
    else this.askers.set(key, new Set([who]));
  }

  /** Forgets what rests on an answer about the whole file that is another one now. */
  compare(answer: (compute: (file: PythonFile) => unknown) => unknown): void {
    const outdated = new Set<Resting>();
    for (const [compute, once] of this.onces) {
      const askers = this.askers.get(once.key);
      if (!askers) continue;
      const value = answer(compute);
      if (!isAlike(value, once.value)) for (const one of askers) outdated.add(one);
      once.value = value;
    }
    this.forget(outdated);
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
    for (const one of this.askers.get(everything) ?? []) outdated.add(one);
    for (const { judged } of gone) for (const one of judged.values()) outdated.add(one);
    this.forget(outdated);
  }

  private forget(outdated: Set<Resting>): void {
    for (const one of outdated) for (const user of one.users) outdated.add(user); // a set is walked to its end while it grows
    for (const one of outdated) this.drop(one);
  }

  drop(one: Resting): void {
    for (const known of one.restsOn) known.users.delete(one);
    for (const key of one.asked) {
      const askers = this.askers.get(key);
      askers?.delete(one);
      if (askers?.size === 0) this.askers.delete(key);
    }
    one.forget();
  }
}
