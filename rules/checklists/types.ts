/** What a checklist is, as data: lists of parts of items, and what counts as evidence. */
import type { Profile } from "../api.ts";
import type { Principle } from "../principles.ts";

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
