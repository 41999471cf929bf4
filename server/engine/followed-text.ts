/** A text that is being edited: what patterns and scans say of it is kept, and read again only around what changed. */
import { textReach, type Span, type TextScan, type TextStep } from "../../rules/api.ts";
import { type Reach, reachOf } from "./pattern-reach.ts";

/** The one stretch in which two texts differ, in offsets of both. */
interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The first match that was met, kept for as long as nothing comes near it. */
interface Mention {
  readonly pattern: RegExp;
  readonly reach: Reach;
  /** Negative where there is none. */
  start: number;
  end: number;
  /** Those that were absent with it, where one test tells of all of them. */
  absent: Absent | undefined;
}

/** Patterns with the same flags that the text did not hold when they were first asked for: one test tells of all of them that this has not changed. */
interface Absent {
  readonly patterns: Set<RegExp>;
  /** All of them as one; undefined when another has come. */
  union: RegExp | undefined;
  /** One of them may be there now. */
  isNear: boolean;
}

/** A pattern that reaches further is tested by itself. */
const shortReach: Reach = { characters: 32, lines: 0 };

interface Scanned {
  readonly turn: number;
  readonly steps: readonly TextStep<unknown>[];
  readonly found: readonly unknown[];
}

export class FollowedText {
  private turn = 0;
  private change: Change = { start: 0, oldEnd: 0, newEnd: 0 };
  private current: string | undefined;
  private readonly mentioned = new Map<RegExp, Mention>();
  /** The turn that they hold for, and how often one of them came or went. */
  private mentionedIn = 0;
  private comings = 0;
  /** No followed pattern reaches further. */
  private widest: Reach = shortReach;
  private readonly absent = new Map<string, Absent>();
  private readonly scanned = new Map<TextScan<unknown>, Scanned>();

  get text(): string {
    return this.current ?? "";
  }

  /** From now on this is the text. */
  follow(text: string): void {
    if (this.current === text) return;
    if (this.current !== undefined) this.change = difference(this.current, text);
    else this.turn++; // whatever was known before there was a text is two turns old
    this.turn++;
    this.current = text;
  }

  /** As `pattern.test`. */
  mentions(pattern: RegExp): boolean {
    this.bringUp();
    const known = this.mentioned.get(pattern);
    if (known) return known.start >= 0;
    const reach = reachOf(pattern);
    return reach ? this.firstMention(pattern, reach) : pattern.test(this.text);
  }

  /** The same number for as long as all patterns that are followed (`reachOf` says which can be) are there, or not there, as before. */
  presence(): number {
    this.bringUp();
    return this.comings;
  }

  /** Has ready what the first change needs. */
  prepare(): void {
    for (const [flags, absent] of this.absent) for (let times = 0; times < 3; times++) (absent.union ??= unionOf([...absent.patterns], flags)).test(this.text.slice(0, 100));
  }

  private firstMention(pattern: RegExp, reach: Reach): boolean {
    const at = firstIn(pattern, this.text);
    this.widest = { characters: Math.max(this.widest.characters, reach.characters), lines: Math.max(this.widest.lines, reach.lines) };
    this.mentioned.set(pattern, { pattern, reach, start: at?.start ?? -1, end: at?.end ?? -1, absent: at ? undefined : this.join(pattern, reach) });
    return at !== undefined;
  }

  private join(pattern: RegExp, { characters, lines }: Reach): Absent | undefined {
    if (lines > shortReach.lines || characters > shortReach.characters || namesGroup.test(pattern.source)) return undefined;
    let absent = this.absent.get(pattern.flags);
    if (!absent) this.absent.set(pattern.flags, (absent = { patterns: new Set(), union: undefined, isNear: true }));
    absent.patterns.add(pattern);
    absent.union = undefined;
    return absent;
  }

  /** Follows the mentions to the newest text. */
  private bringUp(): void {
    if (this.mentionedIn === this.turn) return;
    const isNext = this.mentionedIn === this.turn - 1;
    this.mentionedIn = this.turn;
    if (isNext) this.testAbsent();
    const { start, end } = around(this.text, this.change.start, this.change.newEnd, this.widest);
    const by = this.change.newEnd - this.change.oldEnd;
    for (const known of this.mentioned.values()) {
      if (!isNext) this.place(known, firstIn(known.pattern, this.text));
      else if (known.start < 0 ? known.absent?.isNear === false : known.end < start) continue;
      else if (known.start + by > end) [known.start, known.end] = [known.start + by, known.end + by];
      else this.place(known, this.mentionAfter(known));
    }
  }

  private place(known: Mention, at: Span | undefined): void {
    if ((at === undefined) !== known.start < 0) this.comings++;
    [known.start, known.end] = [at?.start ?? -1, at?.end ?? -1];
  }

  private testAbsent(): void {
    const { start, end } = around(this.text, this.change.start, this.change.newEnd, shortReach);
    const near = this.text.slice(start, end);
    for (const [flags, absent] of this.absent) absent.isNear = (absent.union ??= unionOf([...absent.patterns], flags)).test(near);
  }

  private mentionAfter({ pattern, reach, start: from, end: to }: Mention): Span | undefined {
    const { oldEnd, newEnd } = this.change;
    const { start, end } = around(this.text, this.change.start, newEnd, reach);
    const by = newEnd - oldEnd;
    const isThere = from >= 0;
    if (isThere && to < start) return { start: from, end: to };
    if (isThere && from + by > end) return { start: from + by, end: to + by };
    const near = firstIn(pattern, this.text.slice(start, end), start);
    if (near ? isWhole(pattern, this.text, near.start) : !isThere) return near;
    return firstIn(pattern, this.text);
  }

  /** What a scan finds in the whole text. */
  found<T>(scan: TextScan<T>): readonly T[] {
    const known = this.scanned.get(scan) as (Scanned & { readonly steps: readonly TextStep<T>[]; readonly found: readonly T[] }) | undefined;
    if (known?.turn === this.turn) return known.found;
    const steps = known?.turn === this.turn - 1 ? stepsAfter(scan, known.steps, this.text, this.change) : scan.steps(this.text, 0, this.text.length);
    const found = steps.flatMap((step) => (step.found === undefined ? [] : [step.found]));
    this.scanned.set(scan, { turn: this.turn, steps, found });
    return found;
  }
}

/** What a scan finds in a text that nobody follows. */
export function foundIn<T>(scan: TextScan<T>, text: string): readonly T[] {
  return scan.steps(text, 0, text.length).flatMap((step) => (step.found === undefined ? [] : [step.found]));
}

function firstIn(pattern: RegExp, text: string, from = 0): Span | undefined {
  const match = pattern.exec(text);
  return match ? { start: from + match.index, end: from + match.index + match[0].length } : undefined;
}

/** Two groups of a name are no pattern. */
const namesGroup = /\(\?<\w/;

/** A pattern whose reach is known refers to no group. */
function unionOf(patterns: readonly RegExp[], flags: string): RegExp {
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join("|"), flags);
}

const stickies = new WeakMap<RegExp, RegExp>();

/** A match in a part of the text may be none in the whole, for the sake of what stands before or behind the part. */
function isWhole(pattern: RegExp, text: string, at: number): boolean {
  let sticky = stickies.get(pattern);
  if (!sticky) stickies.set(pattern, (sticky = new RegExp(pattern.source, `${pattern.flags}y`)));
  sticky.lastIndex = at;
  return sticky.test(text);
}

/** The steps before the change stay, those around it are taken again until one ends where one ended before, those behind it move. */
function stepsAfter<T>(scan: TextScan<T>, steps: readonly TextStep<T>[], text: string, { start, oldEnd, newEnd }: Change): readonly TextStep<T>[] {
  const by = newEnd - oldEnd;
  const line = lineStart(text, lineStart(text, start) - textReach);
  const first = indexOr(steps, (step) => step.start >= line || step.end > line || (step.until ?? 0) >= start);
  let from = Math.min(line, steps[first]?.start ?? line);
  let to = lineEnd(text, newEnd);
  let rest = indexOr(steps, (step) => step.start >= to - by);
  const made: TextStep<T>[] = [];
  for (;;) {
    for (const step of scan.steps(text, from, to)) made.push(step);
    const [ended, endedBefore] = [made.at(-1)?.end ?? 0, rest > first ? (steps[rest - 1]?.end ?? 0) + by : 0];
    if ((ended <= to && endedBefore <= to) || to === text.length) break;
    [from, to] = [Math.max(ended, to), lineEnd(text, Math.max(ended, endedBefore))];
    rest = indexOr(steps, (step) => step.start >= to - by);
  }
  const behind = by === 0 ? steps.slice(rest) : steps.slice(rest).map((step) => moved(scan, step, by));
  return [...steps.slice(0, first), ...made, ...behind];
}

function moved<T>(scan: TextScan<T>, { start, end, until, found }: TextStep<T>, by: number): TextStep<T> {
  return { start: start + by, end: end + by, ...(until !== undefined && { until: until + by }), ...(found !== undefined && { found: scan.moved(found, by) }) };
}

function indexOr<T>(list: readonly T[], is: (one: T) => boolean): number {
  const index = list.findIndex(is);
  return index < 0 ? list.length : index;
}

/** The stretch in which a match must lie that rests on any of the characters from `start` to `end`. */
function around(text: string, start: number, end: number, { characters, lines }: Reach): Span {
  let [head, tail] = [before(text, start, characters), behind(text, end, characters)];
  for (let line = 0; line < lines; line++) [head, tail] = [before(text, lineStart(text, head), characters), behind(text, lineEnd(text, tail), characters)];
  return { start: head, end: tail };
}

/** So many characters further up, not counting white space. */
function before(text: string, from: number, characters: number): number {
  let at = from;
  for (let left = characters; at > 0 && left >= 0; at--) if (!isBlank(text.charCodeAt(at - 1))) left--;
  return at;
}

function behind(text: string, from: number, characters: number): number {
  let at = from;
  for (let left = characters; at < text.length && left >= 0; at++) if (!isBlank(text.charCodeAt(at))) left--;
  return at;
}

function isBlank(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return /\s/.test(String.fromCharCode(code));
}

function lineStart(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** Behind the line end. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline + 1;
}

/** By halves: comparing pieces of strings is many times faster than looking at each character. */
function difference(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  const start = longest(shorter, (length, known) => before.slice(known, length) === after.slice(known, length));
  const tail = longest(shorter - start, (length, known) => before.slice(before.length - length, before.length - known) === after.slice(after.length - length, after.length - known));
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** The greatest length up to `limit` for which all is alike, when `isAlike` says so of what lies between two lengths. */
function longest(limit: number, isAlike: (length: number, known: number) => boolean): number {
  let [known, low, high] = [0, 0, limit];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isAlike(middle, known)) known = low = middle;
    else high = middle - 1;
  }
  return known;
}
