/** What the engine says about a file: findings resolved to offsets, severities decided, ready for any front end. */
import type { Append, Confidence, Edit, Related, RuleMeta, Severity, Span } from "../../rules/api.ts";

export interface ReportedFix {
  readonly title: string;
  readonly safe: boolean;
  /** In this file; sorted, never overlapping. */
  readonly edits: readonly Edit[];
  readonly appends: readonly Append[];
}

export interface Reported {
  readonly rule: RuleMeta;
  readonly path: string;
  readonly at: Span;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly related: readonly (Related & { readonly path: string })[];
  readonly fixes: readonly ReportedFix[];
  /** Stable under edits elsewhere in the file: rule, path and the normalised line, with a count for repeats. Never holds a secret. */
  readonly fingerprint: string;
}

/** A rule that threw, or a file that could not be analysed: said once, the rest goes on. */
export interface Trouble {
  readonly rule?: string;
  /** Empty when it is about the whole of a run. */
  readonly path: string;
  readonly message: string;
}

/** Said once of a project. */
export const waysNotFollowed: Trouble = {
  path: "", message: "some ways through the calls of Python functions were not followed, because there were too many or they went too deep; what only they lead to is not told",
};
