/** Preship's own messages over the protocol, shared with the client as types. Parameters are objects, results are plain data. */

/** A place as the protocol has it: zero-based lines, UTF-16 columns. */
export interface PlaceDto {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

export type ItemState = "blocked" | "open" | "confirmed" | "stale" | "waived" | "not-applicable" | "unknown";

export interface EvidenceDto {
  /** `found` supports the item, `missing` was looked for in vain, `unknown` cannot be seen from the repository. */
  readonly kind: "found" | "missing" | "unknown";
  readonly text: string;
  readonly place?: PlaceDto;
}

export interface BlockerDto {
  readonly rule: string;
  readonly severity: "error" | "warning" | "info" | "hint";
  readonly message: string;
  readonly place: PlaceDto;
}

export interface ItemDto {
  readonly id: string;
  readonly list: string;
  readonly text: string;
  readonly why: string;
  readonly verify: string;
  readonly principle: string;
  readonly state: ItemState;
  /** The state in words with its reason: `blocked by 1 error`, `Ada · 3 Nov · 4f2c9e1`, `waived until 2027-01-31 by Ada: …`. */
  readonly stateText: string;
  /** What the checkbox shows; managed by us, never a false tick. */
  readonly checked: boolean;
  readonly evidence: readonly EvidenceDto[];
  /** The first of them; a project in a bad state has thousands. */
  readonly findings: readonly BlockerDto[];
  /** How many there are beside those. */
  readonly moreFindings?: number;
  /** Template that would create the missing artefact. */
  readonly artefact?: { readonly template: string; readonly path: string; readonly exists: boolean };
  readonly signoff?: { readonly decision: string; readonly by: string; readonly at: string; readonly commit?: string; readonly note?: string; readonly owner?: string; readonly until?: string };
}

export interface PartDto {
  readonly id: string;
  readonly title: string;
  readonly confirmed: number;
  readonly applicable: number;
  readonly items: readonly ItemDto[];
}

export interface ListDto {
  readonly id: string;
  readonly title: string;
  readonly confirmed: number;
  readonly applicable: number;
  readonly parts: readonly PartDto[];
}

export interface ChecklistDto {
  /** Workspace folder uri. */
  readonly folder: string;
  readonly name: string;
  readonly profile: string;
  /** False until someone has chosen the blast radius in preship.yaml. */
  readonly profileChosen: boolean;
  readonly lists: readonly ListDto[];
  /** `7 of 11 confirmed · 1 blocked · 1 stale` */
  readonly header: string;
  readonly confirmed: number;
  readonly applicable: number;
  readonly blocked: number;
  readonly stale: number;
  /** A broken or newer sign-off file: shown, never overwritten; signing is refused meanwhile. */
  readonly problem?: string;
}

/** request, client to server: all folders. */
export const checklistRequest = "preship/checklist";
export interface ChecklistParams { readonly folder?: string | null }
export interface ChecklistResult { readonly folders: readonly ChecklistDto[] }

/** notification, server to client, of a name that others than ours drop in silence: only what changed since the last one. */
export const checklistChanged = "$/preship/checklistChanged";
export interface ChecklistChangedParams { readonly checklist: ChecklistDto; readonly changedItems: readonly string[] }

/** request, client to server: decide about an item. Refusals come back as `refused` with the reason, not as errors. */
export const decideRequest = "preship/decide";
export interface DecideParams {
  readonly folder: string;
  readonly item: string;
  readonly decision: "confirm" | "waive" | "not-applicable" | "withdraw";
  readonly note?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly until?: string;
  readonly links?: readonly string[];
}
export interface DecideResult { readonly refused?: string }

/** request: creates an artefact from its template; answers with the uri to open. Never overwrites. */
export const createArtefactRequest = "preship/createArtefact";
export interface CreateArtefactParams { readonly folder: string; readonly item: string }
export interface CreateArtefactResult { readonly uri?: string; readonly refused?: string }

/** request: writes the profile into preship.yaml, keeping comments. */
export const chooseProfileRequest = "preship/chooseProfile";
export interface ChooseProfileParams { readonly folder: string; readonly profile: string }

/** request: the rule page as Markdown. */
export const explainRequest = "preship/explain";
export interface ExplainParams { readonly rule: string }
export interface ExplainResult { readonly markdown: string }

/** request: ids and titles of all rules, to pick one by name. */
export const rulesRequest = "preship/rules";
export interface RulesResult { readonly rules: readonly { readonly id: string; readonly title: string }[] }

/** request: answered at once by a server that lives, with the process that is to be ended when it is not. */
export const aliveRequest = "preship/alive";
export interface AliveResult { readonly process: number }

/** request: reads the whole workspace again; answers when done. Findings arrive as diagnostics. */
export const scanRequest = "preship/scan";

/** request: the readiness report. */
export const reportRequest = "preship/report";
export interface ReportParams { readonly folder: string; readonly format: "markdown" | "html" }
export interface ReportResult { readonly text: string }

/** request: changes a rule's level in the nearest preship.yaml, keeping comments; creates the file at the folder's root if there is none. */
export const setLevelRequest = "preship/setLevel";
export interface SetLevelParams { readonly uri: string; readonly rule: string; readonly level: "error" | "warning" | "info" | "hint" | "off" }

/** notification, server to client, of a name that others than ours drop in silence: for the language status item and the status bar. */
export const statusNotification = "$/preship/status";
export interface StatusParams {
  readonly phase: "scanning" | "ready" | "failed";
  readonly scanned: number;
  readonly total: number;
  readonly errors: number;
  readonly warnings: number;
  readonly message?: string;
}
