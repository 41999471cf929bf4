/** Places and lines of files that are closed: a string for each file, read when somebody asks, which few do and of few files. */
import type { Span } from "../../rules/api.ts";

/** Number and text. */
export type KeptLine = readonly [number, string];

export function keptSpans(spans: readonly Span[]): () => readonly Span[] {
  return kept(spans.flatMap(({ start, end }) => [start, end]), spansOf);
}

export function keptLines(lines: readonly KeptLine[]): () => readonly KeptLine[] {
  return kept(lines, (same) => same);
}

function spansOf(numbers: readonly number[]): readonly Span[] {
  return Array.from({ length: numbers.length / 2 }, (_, index) => ({ start: numbers[2 * index] ?? 0, end: numbers[2 * index + 1] ?? 0 }));
}

const none: readonly never[] = [];

function kept<T, U>(data: readonly T[], from: (data: readonly T[]) => readonly U[]): () => readonly U[] {
  if (data.length === 0) return () => none;
  const packed = JSON.stringify(data);
  const read = (): readonly U[] => from(JSON.parse(packed) as T[]);
  return () => recently(read, read);
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
