/** What is known about a checklist item: its state, its evidence, who signed it. */
export type { Checklist, ChecklistItem, ChecklistPart, Detector, DetectorKind, Trait } from "../../rules/checklists/types.ts";

export type ItemState = "blocked" | "open" | "confirmed" | "stale" | "waived" | "not-applicable" | "unknown";

/** Concrete: what was found, where, with a digest of exactly that content. */
export interface Evidence {
  readonly kind: "found" | "missing" | "unknown";
  readonly text: string;
  readonly path?: string;
  readonly offset?: number;
  /** Absent for what was not found. */
  readonly digest?: string;
}

export interface Signoff {
  readonly item: string;
  readonly decision: "confirm" | "waive" | "not-applicable";
  /** Git identity, `Ada Lovelace <ada@example.org>`. */
  readonly by: string;
  /** UTC, ISO 8601 to the second. */
  readonly at: string;
  readonly commit?: string;
  /** What the evidence was: digest by `path` or by text where there is no path. */
  readonly evidence?: Readonly<Record<string, string>>;
  readonly links?: readonly string[];
  readonly note?: string;
  readonly reason?: string;
  readonly owner?: string;
  /** Waivers: last day it holds, `2027-01-31`. */
  readonly until?: string;
  readonly scope?: string;
}
