/** What a checklist is: lists of parts of items, and what is known about each item. */
import type { Principle, Profile } from "../../rules/api.ts";

export type Trait = "model" | "service" | "deployment" | "data-pipeline" | "library";

/** What to look for; data, so that users can write their own. `says` names what a hit is. */
export type Detector =
  | "lockfiles"
  | "image-digests"
  | "calls-bounded"
  | { readonly file: readonly string[]; readonly says: string }
  | { readonly imports: readonly string[]; readonly says: string }
  | { readonly heading: readonly string[]; readonly says: string }
  /** Lives on a platform: its absence here proves nothing. */
  | { readonly platform: string };

export interface ChecklistItem {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  readonly verify: string;
  readonly principle: Principle;
  /** Applies to these profiles only; to all where absent. */
  readonly profiles?: readonly Profile[];
  /** Applies only to projects with all of these traits. */
  readonly traits?: readonly Trait[];
  readonly evidence: readonly Detector[];
  /** Rule ids or globs whose open findings contradict the item, beside the rules that name it. */
  readonly blockers?: readonly string[];
  readonly artefact?: { readonly template: string; readonly path: string };
  /** Days until a sign-off must be renewed. */
  readonly review?: number;
}

export interface ChecklistPart {
  readonly id: string;
  readonly title: string;
  readonly items: readonly ChecklistItem[];
}

export interface Checklist {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly parts: readonly ChecklistPart[];
}

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
