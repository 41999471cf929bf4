/** What becomes of rows of data in one Python file: who learned from them, how they were split, who judged by them. */
import type { Span } from "./text.ts";

/**
 * before-split: something learned from rows of which some became the test part, and what it made was used.
 * combined: it learned from training and test rows put together, which were taken apart again.
 * outside-cv: it learned from all rows, and cross-validation then split what it made.
 * overlap: a model was judged only by rows that it was fitted on.
 * stopped-on-test: training stopped, or chose its best round, by the rows that the model is judged by afterwards.
 * searched-on-test: a loop tries settings of a model, each judged by the same test rows, and no other rows are kept.
 * threshold-on-test: a loop keeps the cut-off for predictions that scores best on the test rows, and no other rows are kept.
 * search-fitted-on-test: a search for settings was fitted on rows that a model with these settings is judged by, or on the test part alone.
 * compared-on-test: several models are judged by the same test rows, and no other rows are kept.
 */
export type PyRowStoryKind = "before-split" | "combined" | "outside-cv" | "overlap" | "stopped-on-test" | "searched-on-test" | "threshold-on-test" | "search-fitted-on-test" | "compared-on-test";

/**
 * transformer: statistics of the rows as a fitted object; statistic: one number or column of numbers; categories: only which
 * categories there are; resampler: copies rows or makes new ones out of them;
 * undersampler: drops rows by their class; model: a predictor.
 */
export type PyLearningKind = "transformer" | "statistic" | "categories" | "resampler" | "undersampler" | "model";

/** One thing that learned from rows, and what followed; told once per place that learned. */
export interface PyRowStory {
  readonly kind: PyRowStoryKind;
  readonly learns: PyLearningKind;
  /** What a squiggle goes under: the method or function that learned. */
  readonly at: Span;
  /** As a person would say it: `StandardScaler.fit_transform`, `mean`, `SMOTE.fit_resample`. */
  readonly name: string;
  /** Where the rows were taken apart, and by what: `train_test_split`, `slice`, `KFold`. */
  readonly split: { readonly at: Span; readonly by: string } | undefined;
  /** Where what was learned reached a model or left the file. */
  readonly use: Span | undefined;
  /** For outside-cv: other rows, never seen in the cross-validation, are kept for a last score. */
  readonly hasHoldout: boolean;
  /** For compared-on-test: the models judged before this one. */
  readonly others?: readonly string[];
}
