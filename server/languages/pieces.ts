/** Keeps what was worked out of each piece of a text until something it rests on changes. Knows no language. */

/** The key of who asked for more than can be told apart. */
export const everything = "everything";

/** Something that rests on others, and on what all pieces together say about a key; forgotten as a whole. */
export abstract class Resting {
  /** What rests on this. */
  users: Set<Resting> | undefined;
  restsOn: Set<Resting> | undefined;
  asked: Set<string> | undefined;
  /** The piece it is about, if it is about one: it falls with that, whatever else it rests on. */
  readonly home: Resting | undefined = undefined;
  /** Whoever rests on this waits until it is worked out again, and goes on if it comes out the same. */
  readonly isCompared: boolean = false;

  /** What it rests on has changed. */
  abstract forget(changes: Changes): void;
}

interface Changes {
  noteChange(piece: PieceOfText): void;
}

/** A stretch of the text with whole statements in it. */
export abstract class PieceOfText extends Resting {
  /** Where in the order of the text it stands. */
  order = 0;
  isGone = false;

  constructor(public offset: number, public text: string) {
    super();
  }

  /** Everything that others may have asked all pieces about and that this one has a say in. */
  abstract keys(): Iterable<string>;
  /** Forgets what was worked out; its own nodes stay. */
  protected abstract clear(): void;

  forget(changes: Changes): void {
    this.clear();
    changes.noteChange(this);
  }
}

/** What one asker was told about one piece. */
class Answer<P extends PieceOfText, T> extends Resting {
  /** Where the piece stood when it was asked. */
  readonly offset: number;
  told: readonly T[] = [];

  constructor(override readonly home: P, private readonly of: Gathered<P, T>) {
    super();
    this.offset = home.offset;
  }

  forget(): void {
    this.of.askAgain(this.home);
  }
}

/** What one asker was told about all pieces: a rule, or something that rules gather. */
export class Gathered<P extends PieceOfText, T> extends Resting {
  override readonly isCompared = true;
  /** Pieces of which something was told, or whose answer rests on something elsewhere. */
  readonly answers = new Map<P, Answer<P, T>>();
  readonly waiting = new Set<P>();
  /** How far the changes have been followed; negative before the first time. */
  followed = -1;
  /** All that was told when somebody last asked for it; the same list for as long as it would hold the same. */
  list: readonly T[] | undefined;
  private inOrder: readonly Answer<P, T>[] | undefined;

  /** `ask` must hold for every text to come. */
  constructor(readonly ask: (piece: P) => readonly T[]) {
    super();
  }

  forget(): void {
    // the pieces themselves tell what changed
  }

  askAgain(piece: P): void {
    const answer = this.answers.get(piece);
    if (answer) {
      this.answers.delete(piece);
      if (answer.told.length > 0) this.inOrder = undefined;
    }
    if (piece.isGone) this.waiting.delete(piece);
    else this.waiting.add(piece);
  }

  askAllAgain(pieces: readonly P[]): void {
    this.answers.clear();
    this.waiting.clear();
    for (const piece of pieces) this.waiting.add(piece);
    this.inOrder = undefined;
  }

  note(piece: P, answer: Answer<P, T>): void {
    this.waiting.delete(piece);
    if (answer.told.length > 0 || answer.restsOn || answer.asked) this.answers.set(piece, answer);
    if (answer.told.length > 0) this.inOrder = undefined;
  }

  /** In the order of the text; those that said nothing are left out. */
  get speaking(): readonly Answer<P, T>[] {
    return (this.inOrder ??= [...this.answers.values()].filter(({ told }) => told.length > 0).sort((a, b) => a.home.order - b.home.order));
  }

  /** Joins what was told. True when that is something new. */
  join(): boolean {
    if (this.inOrder && this.list) return false;
    const list = this.speaking.flatMap(({ told }) => told);
    if (this.list && isAlike(list, this.list)) return false;
    this.list = list;
    return true;
  }
}

/** An answer about the whole text. */
class Whole<T> extends Resting {
  override readonly isCompared = true;
  isStale = true;
  known: { readonly value: T } | undefined;

  /** `compute` must hold for every text to come. */
  constructor(readonly compute: () => T) {
    super();
  }

  forget(): void {
    this.isStale = true;
  }
}

export class Ledger<P extends PieceOfText> implements Changes {
  /** No edit will follow the first text. */
  readonly isReadOnce: boolean = false;
  pieces: readonly P[] = [];
  /** Counts the texts; what is joined from all pieces holds for one of them. */
  turn = 0;
  private asking: Resting | undefined;
  private readonly askers = new Map<string, Set<Resting>>();
  /** Pieces that came, went or were forgotten, from the `dropped`th change on. */
  private changes: P[] = [];
  private dropped = 0;
  private readonly gatherings = new Map<object, Gathered<P, unknown>>();
  /** The configuration each asker was last asked under. */
  private readonly terms = new Map<object, object>();
  private readonly wholes = new Map<object, Whole<unknown>>();

  /** From now on questions are asked on behalf of `who`. Gives who asked before, to be handed to `leave`. */
  enter(who: Resting | undefined): Resting | undefined {
    const before = this.asking;
    this.asking = who;
    return before;
  }

  leave(before: Resting | undefined): void {
    this.asking = before;
  }

  on<T>(behalfOf: Resting | undefined, work: () => T): T {
    const before = this.enter(behalfOf);
    try {
      return work();
    } finally {
      this.leave(before);
    }
  }

  /** Who asks rests on this. */
  restOn(one: Resting): void {
    const { asking } = this;
    if (!asking || asking === one || asking.home === one || asking.restsOn?.has(one)) return;
    (asking.restsOn ??= new Set()).add(one);
    (one.users ??= new Set()).add(asking);
  }

  /** Who asks rests on what all pieces together say about a key, which is `what` and, where it is of one, its name. */
  restOnKey(what: string, name?: string): void {
    if (this.asking) this.noteKey(this.asking, name === undefined ? what : `${what} ${name}`);
  }

  /** An answer was cut short on its way back to itself: then the order of questions decides, and it is worked out anew after every edit. */
  tangle(pieces: Iterable<P>): void {
    this.restOnKey(everything);
    for (const piece of pieces) this.noteKey(piece, everything);
  }

  private noteKey(who: Resting, key: string): void {
    if (who.asked?.has(key)) return;
    (who.asked ??= new Set()).add(key);
    const askers = this.askers.get(key);
    if (askers) askers.add(who);
    else this.askers.set(key, new Set([who]));
  }

  /** There is another text, with these pieces; those that stayed are in the order they were in. */
  advance(pieces: readonly P[]): void {
    const { gone, come } = difference(this.pieces, pieces);
    this.turn++;
    this.asking = undefined;
    if (this.changes.length > 1000) [this.dropped, this.changes] = [this.dropped + this.changes.length, []];
    this.pieces = pieces;
    for (const [order, piece] of pieces.entries()) piece.order = order;
    const outdated = new Set<Resting>(gone);
    for (const piece of gone) piece.isGone = true;
    for (const piece of come) this.noteChange(piece);
    if (this.askers.size > 0) for (const piece of [...gone, ...come]) for (const key of piece.keys()) for (const one of this.askers.get(key) ?? []) outdated.add(one);
    for (const one of this.askers.get(everything) ?? []) outdated.add(one);
    this.forget(outdated);
  }

  noteChange(piece: PieceOfText): void {
    this.changes.push(piece as P);
  }

  /** What others say of the whole text is another thing now. */
  outdate(key: string): void {
    this.forget(new Set(this.askers.get(key)));
  }

  private forget(outdated: Set<Resting>): void {
    for (const one of outdated) if (one.users && !one.isCompared) for (const user of one.users) outdated.add(user); // a set is walked to its end while it grows
    for (const one of outdated) {
      this.unlink(one);
      one.forget(this);
    }
  }

  private unlink(one: Resting): void {
    for (const other of one.restsOn ?? []) other.users?.delete(one);
    for (const key of one.asked ?? []) {
      const askers = this.askers.get(key);
      askers?.delete(one);
      if (askers?.size === 0) this.askers.delete(key);
    }
    one.restsOn = undefined;
    one.asked = undefined;
    if (!one.isCompared) one.users = undefined;
  }

  /** What `ask` says of every piece; asked are those of which it is not known. `ask` gives nodes and words, or places that its user moves along with their piece. */
  gather<T>(asker: object, ask: (piece: P) => readonly T[]): Gathered<P, T> {
    let of = this.gatherings.get(asker) as Gathered<P, T> | undefined;
    if (!of) this.gatherings.set(asker, (of = new Gathered<P, T>(ask)));
    this.follow(of);
    if (of.waiting.size === 0) return of;
    for (const piece of of.waiting.size === 1 ? [...of.waiting] : [...of.waiting].sort((a, b) => a.order - b.order)) {
      const answer = new Answer(piece, of);
      const before = this.enter(answer);
      try {
        answer.told = ask(piece);
      } finally {
        this.leave(before);
      }
      of.note(piece, answer);
    }
    return of;
  }

  private follow<T>(of: Gathered<P, T>): void {
    if (of.followed < this.dropped) {
      this.unlinkAll(of);
      of.askAllAgain(this.pieces);
    } else {
      for (let at = of.followed - this.dropped; at < this.changes.length; at++) {
        const piece = this.changes[at] as P;
        const answer = of.answers.get(piece);
        if (answer) this.unlink(answer);
        of.askAgain(piece);
      }
    }
    of.followed = this.now;
  }

  /** Counts the changes. */
  get now(): number {
    return this.dropped + this.changes.length;
  }

  /** Pieces that came, went or were forgotten since `now` was this; undefined where that is too long ago to be told. */
  changesSince(then: number): readonly P[] | undefined {
    return then < this.dropped ? undefined : this.changes.slice(then - this.dropped);
  }

  private unlinkAll(of: Gathered<P, unknown>): void {
    for (const answer of of.answers.values()) this.unlink(answer);
  }

  /** What an asker was told is worth nothing under other terms. */
  under(terms: object, asker: object): void {
    const known = this.terms.get(asker);
    if (known === terms) return;
    if (known) this.release(asker);
    this.terms.set(asker, terms);
  }

  /** Forgets all that an asker was told. */
  release(asker: object): void {
    const of = this.gatherings.get(asker);
    if (of) this.unlinkAll(of);
    this.gatherings.delete(asker);
    const whole = this.wholes.get(asker);
    if (whole) this.unlink(whole);
    this.wholes.delete(asker);
  }

  /** What `ask` says of all pieces, in order. Who asks rests on it. */
  collect<T>(asker: object, ask: (piece: P) => readonly T[]): readonly T[] {
    const of = this.gather(asker, ask);
    if (of.join() && of.users) this.forget(new Set(of.users));
    this.restOn(of);
    return of.list ?? [];
  }

  /** What `compute` gives for the whole text. Who asks rests on it. */
  whole<T>(asker: object, compute: () => T): T {
    let one = this.wholes.get(asker) as Whole<T> | undefined;
    if (!one) this.wholes.set(asker, (one = new Whole(compute)));
    const { known } = one;
    let kept = known;
    if (one.isStale || !kept) {
      const value = this.on(one, compute);
      one.isStale = false;
      if (!kept || !isAlike(value, kept.value)) {
        one.known = kept = { value };
        if (known && one.users) this.forget(new Set(one.users));
      }
    }
    this.restOn(one);
    return kept.value;
  }

  /** Brings up to date what others rest on, so that they are asked again only where it came out otherwise. */
  settle(): void {
    let isSettled = false;
    for (let round = 0; !isSettled && round < 20; round++) {
      isSettled = true;
      for (const [asker, of] of this.gatherings) if (of.users?.size && (of.waiting.size > 0 || of.followed < this.now)) [isSettled] = [false, this.collect(asker, of.ask)];
      for (const [asker, one] of this.wholes) if (one.users?.size && one.isStale) [isSettled] = [false, this.whole(asker, one.compute)];
    }
  }
}

/** Pieces that are in one list only. What is in both stands in the same order. */
function difference<P>(before: readonly P[], now: readonly P[]): { readonly gone: readonly P[]; readonly come: readonly P[] } {
  let head = 0;
  const shorter = Math.min(before.length, now.length);
  while (head < shorter && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const [old, fresh] = [before.slice(head, before.length - tail), now.slice(head, now.length - tail)];
  const [known, stays] = [new Set(old), new Set(fresh)];
  return { gone: old.filter((one) => !stays.has(one)), come: fresh.filter((one) => !known.has(one)) };
}

/** The same, or plain data, lists, sets and maps that hold the same. */
function isAlike(value: unknown, other: unknown, depth = 3): boolean {
  if (Object.is(value, other)) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return Array.isArray(other) && value.length === other.length && value.every((one, index) => isAlike(one, other[index], depth - 1));
  if (value instanceof Set) return other instanceof Set && value.size === other.size && [...value].every((one) => other.has(one));
  if (value instanceof Map) return other instanceof Map && value.size === other.size && [...value].every(([key, one]) => other.has(key) && isAlike(one, other.get(key), depth - 1));
  if (!isPlain(value) || !isPlain(other)) return false;
  const names = Object.keys(value);
  return names.length === Object.keys(other).length && names.every((name) => name in other && isAlike(value[name], other[name], depth - 1));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
