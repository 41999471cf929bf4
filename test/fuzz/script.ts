/** Scripts of what happens to one file while others rest: edits by hand and at random, several before anybody asks, other settings, other files that come and go. After each step the living analysis says what a fresh one says. */
import type { Rule } from "../../rules/api.ts";
import { isCellsText } from "../../server/engine/cells.ts";
import { difference } from "../../server/engine/fix.ts";
import type { TextChange } from "../../server/engine/language.ts";
import { allRules } from "../harness.ts";
import { applied, pick, type Random } from "./mutations.ts";
import { Typist } from "./people.ts";
import { Live, settings, type Texts } from "./replay.ts";
import { rewrite } from "./rewrites.ts";

export interface Sample {
  readonly path: string;
  readonly text: string;
}

/** What is not an edit of the file itself. */
export type Event =
  | { readonly kind: "settings"; readonly index: number }
  | { readonly kind: "open" | "close" | "remove" | "try"; readonly path: string; readonly text: string };

export interface Step {
  /** The file's text afterwards. */
  readonly text: string;
  readonly changes: readonly TextChange[];
  readonly event?: Event;
  /** False when the next edit comes before anybody asks what is shown. */
  readonly isAsked: boolean;
}

export interface Played {
  readonly steps: readonly Step[];
  /** Undefined when nothing is wrong. */
  readonly wrong: string | undefined;
}

export interface Script {
  readonly length: number;
  readonly longest: number;
  readonly rules?: readonly Rule[];
}

const living = (path: string, start: string, others: Texts, rules: readonly Rule[]) => new Live(new Map([[path, start], ...others]), undefined, undefined, undefined, rules);

/** Makes and plays a script of up to `length` steps; it ends with the first that goes wrong, or when the text has grown too long. */
export function playAtRandom(random: Random, path: string, start: string, others: Texts, pool: string, { length, longest, rules = allRules }: Script): Played {
  const live = living(path, start, others, rules);
  const steps: Step[] = [];
  const typist = random() < 0.7 ? new Typist(random, pool, path) : undefined;
  let isAsked = true;
  let [before, wrong]: (string | undefined)[] = [start, undefined];
  while (steps.length < length && wrong === undefined) {
    const text = live.texts.get(path) ?? "";
    const event = isAsked && random() < 0.06 ? happening(random, path, others, pool) : undefined;
    const changes = event ? [] : typist && random() < 0.9 ? typist.next(text) : rewrite(random, text, pool, before ?? start);
    const next = applied(text, changes);
    const whole = [{ at: { start: 0, end: text.length }, text: next }]; // as the cells of an open notebook arrive
    if (next.length > longest) break;
    before = text;
    isAsked = random() < 0.8 || steps.length === length - 1;
    steps.push({ text: next, changes: isCellsText(text) && random() < 0.5 ? whole : changes, isAsked, ...(event && { event }) });
    wrong = live.after(path, steps.at(-1) as Step);
  }
  live.close();
  return { steps, wrong };
}

function happening(random: Random, path: string, others: Texts, pool: string): Event {
  const [other] = others;
  const choice = random();
  if (choice < 0.35) return { kind: "settings", index: Math.floor(random() * settings.length) };
  if (choice < 0.5 || !other) return { kind: "try", path, text: pool.slice(0, Math.floor(random() * 600)) };
  return { kind: pick(random, ["open", "close", "close", "remove"] as const), path: other[0], text: random() < 0.5 ? other[1] : other[1].slice(Math.floor(random() * other[1].length)) };
}

/** The same steps again, each edit as the one difference it makes; what goes wrong. */
export function playedAgain(path: string, start: string, steps: readonly Step[], others: Texts, rules = allRules): string | undefined {
  const live = living(path, start, others, rules);
  try {
    for (const step of steps) {
      const before = live.texts.get(path) ?? "";
      const wrong = live.after(path, { ...step, changes: step.text === before ? [] : [difference(before, step.text)] });
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  } finally {
    live.close();
  }
}
