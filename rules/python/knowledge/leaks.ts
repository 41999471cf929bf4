/** What the leakage rules say alike: which stories are theirs, the steps of a story, and examples that would hide the point. */
import type { Finding, PyRowStory, PythonFile, Related } from "../../api.ts";

/** Files without one of these words have nothing that learns from rows or judges by them. */
export const mayLeak = /(?:\b|_)fit|train_test_split|cross_val|resample|sample\(|(?:\b|_)predict|scores?\b|fillna|\.to_(?:csv|parquet|pickle|feather)\(/;

/** The stories of one kind. */
export function storiesOf(file: PythonFile, isMine: (story: PyRowStory) => boolean): readonly PyRowStory[] {
  return file.rowStories().filter(isMine);
}

export const isResampling = ({ learns }: PyRowStory) => learns === "resampler" || learns === "undersampler";

/** *split here*, *used here*: where the story goes on. */
export function stepsOf({ split, use, at }: PyRowStory): Related[] {
  const steps: Related[] = [];
  if (split) steps.push({ at: split.at, message: `taken apart only here (${split.by})` });
  if (use && (use.start !== at.start || use.end !== at.end)) steps.push({ at: { start: use.start, end: use.end }, message: "and what it made is used here" });
  return steps;
}

export function leakOf(story: PyRowStory, message: string, variant?: string): Finding {
  return { at: story.at, message, ...(variant && { variant }), confidence: story.learns === "categories" ? "possible" : "likely", related: stepsOf(story) };
}
