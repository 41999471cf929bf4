/** Holds rules and languages to a time, even where they never yield: what does not end is stopped, named and left out. */
import type { AnyRule } from "../../rules/api.ts";
import { contentHash } from "./hash.ts";
import type { TextChange } from "./language.ts";
import type { RuleTiming, Stopwatch } from "./lint.ts";
import type { Trouble } from "./report.ts";

/**
 * Does `work`, and stops it after so many milliseconds whatever it does; false when it was stopped. Nothing of it runs any more then, not even
 * what was to run in any case: what it was changing is half changed.
 */
export type Bounded = (work: () => void, limit: number) => boolean;

export interface Watchdog {
  readonly run: Bounded;
  /** More milliseconds than honest work on one file takes. */
  readonly limit: number;
}

/** What is to be done in time. */
export interface Errand {
  /** Of the file, or empty for what spans all of them. */
  readonly path: string;
  work(): void;
  /** Does it once more after it was stopped, and trusts nothing that it had begun. */
  anew(): void;
  /** What is said where it does not end even so. */
  failure(limit: number): string;
  /** For more work than that on one file. */
  readonly scale?: number;
}

/** Each costs its whole time, and all wait for it. */
const mostTries = 4;
/** Of the time that one file may take: many short ones together take much less. */
const togetherScale = 0.1;

export class Guard {
  private rule: string | undefined;
  private since = 0;
  private isOn = false;
  /** By path, the rules that took too long on it. */
  private readonly overran = new Map<string, ReadonlySet<string>>();
  /** By path, the hash of a text with which nothing ended. */
  private readonly givenUp = new Map<string, string>();

  constructor(private readonly stopwatch: Stopwatch | undefined, private readonly onTrouble: (trouble: Trouble) => void) {}

  /** Without those that overran once on the file; they stay out until it is opened anew. */
  rulesFor(path: string, rules: readonly AnyRule[]): readonly AnyRule[] {
    const late = this.overran.get(path);
    return late ? rules.filter(({ id }) => !late.has(id)) : rules;
  }

  timing(path: string): RuleTiming | undefined {
    return this.stopwatch && { ...this.stopwatch, onRule: this.at, onOverrun: (rule) => this.noteOverrun(rule, path) };
  }

  /** To be told of the rule that begins; of none where a language is at work. */
  readonly at = (rule: string | undefined): void => {
    this.rule = rule;
    if (!this.stopwatch) return;
    if (this.isOn) this.since = this.stopwatch.now();
    this.stopwatch.onRule?.(rule);
  };

  /** All may be tried again. */
  forgive(path: string): void {
    this.overran.delete(path);
    this.givenUp.delete(path);
  }

  /** Configuration changed: what never ended may be off now. */
  forgiveGivenUp(): void {
    this.givenUp.clear();
    this.overran.delete("");
  }

  hasGivenUp(path: string, text: string): boolean {
    return this.givenUp.size > 0 && this.givenUp.get(path) === contentHash(text);
  }

  giveUp(path: string, text: string): void {
    this.givenUp.set(path, contentHash(text));
  }

  /** True when it was done; errands inside of errands are stopped with them. */
  within(errand: Errand): boolean {
    const watchdog = this.stopwatch?.watchdog;
    if (!watchdog || this.isOn) {
      errand.work();
      return true;
    }
    const least = watchdog.limit * (errand.scale ?? 1);
    let limit = least;
    for (let tries = 0; tries < mostTries; tries++) {
      if (this.isDone(watchdog.run, () => (tries === 0 ? errand.work() : errand.anew()), limit)) return true;
      const rule = this.culprit(limit);
      if (rule !== undefined) this.leaveOut(rule, errand.path, limit);
      else if (limit > least) break;
      else limit *= 2; // no single one took most of it: there may be much to do, or a slow machine
    }
    this.onTrouble({ path: errand.path, message: errand.failure(limit) });
    return false;
  }

  /**
   * Does one thing after the other under one watch, which costs more than most of them. Where they take long, each from the one on that was being
   * done is done under its own: again, once `forget` took back what was begun.
   */
  together<T>(items: readonly T[], work: (item: T) => void, forget: (item: T) => void): void {
    const watchdog = this.stopwatch?.watchdog;
    let done = 0;
    const goOn = () => {
      for (const item of items.slice(done)) {
        work(item);
        done++;
      }
    };
    if (!watchdog || this.isOn || items.length < 2) return goOn();
    if (this.isDone(watchdog.run, goOn, watchdog.limit * togetherScale)) return;
    items.slice(done, done + 1).forEach(forget);
    goOn();
  }

  private isDone(run: Bounded, work: () => void, limit: number): boolean {
    this.isOn = true;
    this.at(undefined);
    try {
      return run(work, limit);
    } finally {
      this.isOn = false;
    }
  }

  private culprit(limit: number): string | undefined {
    return this.stopwatch && this.stopwatch.now() - this.since >= limit / 2 ? this.rule : undefined;
  }

  private leaveOut(rule: string, path: string, limit: number): void {
    this.noteOverrun(rule, path);
    this.onTrouble({ rule, path, message: `took longer than ${limit} ms and is left out${path && " of this file"}` });
  }

  private noteOverrun(rule: string, path: string): void {
    this.overran.set(path, new Set([...(this.overran.get(path) ?? []), rule]));
  }
}

/** Milliseconds from which on it is no burden to be watched. */
const slow = 20;

/** A letter typed, exchanged or taken away where the last edit cost little: to be watched would take longer than many an answer. */
export function isQuick(changes: readonly TextChange[], cost: number | undefined): boolean {
  return cost !== undefined && cost < slow && changes.every(({ at, text }) => text.length <= 2 && at.end - at.start <= 2);
}
