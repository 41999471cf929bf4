/** Places and lines of files that are closed: a string for each file, read when somebody asks, which few do and of few files. */
import type { Span } from "../../rules/api.ts";

/** Number and text. */
export type KeptLine = readonly [number, string];

export interface Places {
  readonly anchors: readonly Span[];
  /** Undefined where they must not be kept and are taken from the text again. */
  readonly lines: ReadonlyMap<number, string> | undefined;
}

const nothing: Places = { anchors: [], lines: new Map() };

/** As JSON: beginnings and ends, numbers and texts, each one after the other. */
export function placesText(anchors: readonly Span[], lines: readonly KeptLine[] | undefined): string {
  if (anchors.length === 0 && lines?.length === 0) return "";
  const numbers: number[] = [];
  for (const { start, end } of anchors) numbers.push(start, end);
  return JSON.stringify(lines ? { anchors: numbers, lines: lines.flat() } : { anchors: numbers });
}

export function placesIn(text: string): Places {
  if (text === "") return nothing;
  const { anchors, lines } = JSON.parse(text) as { readonly anchors: readonly number[]; readonly lines?: readonly (number | string)[] };
  return { anchors: pairs(anchors, (start, end) => ({ start, end })), lines: lines && new Map(pairs(lines, (line, said) => [Number(line), String(said)] as const)) };
}

function pairs<T, U>(flat: readonly T[], pair: (first: T, second: T) => U): U[] {
  const made: U[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) made.push(pair(flat[index] as T, flat[index + 1] as T));
  return made;
}

const most = 32;
const worked = new Map<object, unknown>();

/** What was worked out for a key is kept for a while: whoever asks once asks again soon, and what spans files asks for several in turn. */
export function recently<T>(key: object, work: () => T): T {
  if (worked.has(key)) return worked.get(key) as T;
  if (worked.size >= most) worked.clear();
  const made = work();
  worked.set(key, made);
  return made;
}
