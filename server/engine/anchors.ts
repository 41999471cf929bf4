/** The places that facts name, followed through edits: facts themselves are told again only when typing pauses. */
import type { FileFacts, Span } from "../../rules/api.ts";
import type { FileState } from "./file-state.ts";
import type { TextChange } from "./language.ts";

/** Of facts, what their places are told by. */
export type Anchored = Pick<FileFacts, "anchors" | "isQuoted">;

export type AnchoredOf = (path: string) => Anchored | undefined;

/** More than this at once is no typing: what stands where is asked anew. */
const mostReplaced = 200;

/** Where the places are after these changes, each made in what the one before left; undefined where nobody asks, or not without a look at the text. */
export function anchorsAfter(state: FileState, changes: readonly TextChange[], isAsked: () => boolean): Anchored | undefined {
  if (changes.length === 0 || !state.knowsAnchors || changes.some(({ at }) => at.end - at.start > mostReplaced) || !isAsked()) return undefined;
  const { anchors, isQuoted } = state.anchored;
  return { anchors: changes.reduce((spans, { at, text }) => spans.map((span) => moved(span, at, text.length)), anchors), ...(isQuoted && { isQuoted }) };
}

/** From now on the places are those of the file's own facts. True when some are others than typing had moved them to. */
export function settleAnchors(state: FileState | undefined): boolean {
  const guessed = state?.movedAnchors?.anchors;
  if (!state || !guessed) return false;
  state.movedAnchors = undefined;
  return !areSame(guessed, state.anchored.anchors);
}

function moved(span: Span, at: Span, inserted: number): Span {
  if (at.start >= span.end) return span;
  const by = inserted - (at.end - at.start);
  if (at.end <= span.start) return { start: span.start + by, end: span.end + by };
  const start = Math.min(span.start, at.start);
  return { start, end: Math.max(start, at.start + inserted, span.end + by) };
}

function areSame(some: readonly Span[], others: readonly Span[]): boolean {
  return some === others || (some.length === others.length && some.every((one, index) => one.start === others[index]?.start && one.end === others[index].end));
}
