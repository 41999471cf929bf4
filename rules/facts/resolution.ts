/** What a tsconfig or jsconfig tells the rest of the workspace: where modules lie that are named by no relative path. */

export interface ResolutionFacts {
  readonly kind: "resolution";
  /** As written: relative files or packages; what comes later wins. */
  readonly extends: readonly string[];
  /** Relative to the file's folder. */
  readonly baseUrl?: string;
  /** Patterns with at most one `*`, and where they may lie: relative to `baseUrl`, or to the file's folder without one. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
}
