/** What a checklist is, as data: lists of parts of items, and what counts as evidence. */
import type { Profile } from "../api.ts";
import type { Principle } from "../principles.ts";

export const traits = ["model", "service", "deployment", "data-pipeline", "library"] as const;
export type Trait = (typeof traits)[number];

/** Detectors that work something out; each says what it found in its own words. */
export const computedDetectors = ["lockfiles", "image-digests", "calls-bounded", "code-owners", "runbook"] as const;

/** What a detector may look for, by the key that holds the patterns. */
export const detectorKinds = {
  file: "globs of files that exist",
  imports: "modules or packages that code imports",
  calls: "Python things that are called, by qualified name: `mlflow.log_params`",
  act: "what Python code does with models and data: fit, transform, predict, load, dump, measure, split",
  route: "last segments of the paths that Python routes answer: `health`",
  heading: "words in headings of documents",
  command: "beginnings of commands that pipelines run: `pytest`, `npm test`",
  action: "actions that workflows use: `github/codeql-action`",
  resource: "kinds of Kubernetes objects or deployment files: `Rollout`, `prometheus-rules`",
  setting: "keys that deployment files and pipelines set: `readinessProbe`",
} as const;
export type DetectorKind = keyof typeof detectorKinds;

type Looking<Kind extends DetectorKind> = { readonly [Key in Kind]: readonly string[] } & {
  /** Names what a hit is; hits of one name are one piece of evidence. */
  readonly says: string;
  /** Look at tests and fixtures instead of the code that ships. */
  readonly in?: "tests";
};

/** What to look for; data, so that users can write their own. */
export type Detector =
  | (typeof computedDetectors)[number]
  | { [Kind in DetectorKind]: Looking<Kind> }[DetectorKind]
  /** Lives on a platform: its absence here proves nothing. */
  | { readonly platform: string };

export interface ChecklistItem {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  readonly verify: string;
  readonly principle: Principle;
  /** Where the demand comes from, when it is another document than the list's. */
  readonly source?: string;
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
