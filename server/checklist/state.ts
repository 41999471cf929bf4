/** The state of an item, worked out anew from workspace, config, sign-off and clock: one pure function that panel, gate and report share. */
import type { Profile } from "../../rules/api.ts";
import { contentHash } from "../engine/hash.ts";
import type { Reported } from "../engine/report.ts";
import type { ChecklistItem, Evidence, ItemState, Signoff, Trait } from "./model.ts";

export interface StateInput {
  readonly item: ChecklistItem;
  readonly profile: Profile;
  readonly hasTrait: (trait: Trait) => boolean;
  readonly evidence: readonly Evidence[];
  /** Findings of the item's blocker rules, any severity. */
  readonly findings: readonly Reported[];
  readonly signoff: Signoff | undefined;
  readonly now: Date;
}

export interface ItemView {
  readonly item: ChecklistItem;
  readonly state: ItemState;
  /** The state with its reason, for people. */
  readonly stateText: string;
  readonly evidence: readonly Evidence[];
  /** What contradicts it: errors and warnings only. */
  readonly blockers: readonly Reported[];
  readonly signoff: Signoff | undefined;
  /** Counts for the gate: confirmed, waived, not applicable, or unknown with a link. */
  readonly isSettled: boolean;
}

export function itemView(input: StateInput): ItemView {
  const blockers = input.findings.filter((finding) => finding.severity === "error" || finding.severity === "warning");
  const [state, stateText] = decide(input, blockers);
  const { item, evidence, signoff } = input;
  const isSettled = state === "confirmed" || state === "waived" || state === "not-applicable" || (state === "unknown" && (signoff?.links?.length ?? 0) > 0);
  return { item, state, stateText, evidence, blockers, signoff, isSettled };
}

function decide(input: StateInput, blockers: readonly Reported[]): readonly [ItemState, string] {
  const { signoff, now } = input;
  const outside = notApplicableReason(input);
  if (outside) return ["not-applicable", outside];
  if (signoff?.decision === "not-applicable") return ["not-applicable", `not applicable, says ${name(signoff)}: ${signoff.reason ?? "no reason given"}`];
  const isExpired = signoff?.decision === "waive" && !isHeld(signoff, now);
  if (signoff?.decision === "waive" && !isExpired) return ["waived", `waived until ${signoff.until} by ${signoff.owner}: ${signoff.reason}`];
  const after = isExpired ? `; the waiver of ${name(signoff)} ended ${signoff.until ?? "without a date"}` : "";
  if (blockers.length > 0) return ["blocked", `blocked by ${counted(blockers)}${after}`];
  if (signoff?.decision === "confirm") return confirmedOrStale(input, signoff);
  const missing = input.evidence.filter((one) => one.kind === "missing").length;
  const found = input.evidence.filter((one) => one.kind === "found").length;
  if (found === 0 && input.evidence.some((one) => one.kind === "unknown")) return ["unknown", `cannot be seen from the repository${after}`];
  return ["open", `open · ${found > 0 ? `${found} found` : "no evidence"}${missing > 0 && found > 0 ? `, ${missing} missing` : ""}${after}`];
}

function confirmedOrStale({ item, evidence, now }: StateInput, signoff: Signoff): readonly [ItemState, string] {
  const changed = changedEvidence(evidence, signoff.evidence ?? {});
  if (changed) return ["stale", `stale: ${changed} changed since ${name(signoff)} signed on ${day(signoff.at)}`];
  const signed = Date.parse(signoff.at);
  if (Number.isNaN(signed)) return ["stale", `stale: when ${name(signoff)} signed cannot be read (${signoff.at})`];
  if (signed > now.getTime() + clockSkew) return ["stale", `stale: ${name(signoff)} signed on ${day(signoff.at)}, which is yet to come`];
  const due = item.review === undefined ? undefined : signed + item.review * 86_400_000;
  if (due !== undefined && now.getTime() > due) return ["stale", `stale: review was due ${day(new Date(due).toISOString())}`];
  return ["confirmed", [name(signoff), day(signoff.at), signoff.commit?.slice(0, 7)].filter(Boolean).join(" · ")];
}

/** Clocks of two machines differ, and so do their ideas of UTC. */
const clockSkew = 86_400_000;

/** The first piece of evidence that differs from what was signed, by name. */
function changedEvidence(now: readonly Evidence[], then: Readonly<Record<string, string>>): string | undefined {
  const current = evidenceDigests(now);
  for (const [key, digest] of Object.entries(then)) if (current[key] !== digest) return key;
  return Object.keys(current).find((key) => then[key] === undefined);
}

/** What a sign-off records: digest by path, or by text for evidence without a place. A file that shows several things has one digest of all of them. */
export function evidenceDigests(evidence: readonly Evidence[]): Record<string, string> {
  const digests = new Map<string, Set<string>>();
  for (const { kind, digest, path, text } of evidence) {
    if (kind !== "found" || !digest) continue;
    const key = path ?? text;
    digests.set(key, (digests.get(key) ?? new Set<string>()).add(digest));
  }
  const joined = [...digests].map(([key, all]) => [key, all.size === 1 ? [...all].join("") : contentHash([...all].sort().join(" "))] as const);
  return Object.fromEntries(joined.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function notApplicableReason({ item, profile, hasTrait }: StateInput): string | undefined {
  if (item.profiles && !item.profiles.includes(profile)) return `not applicable: the profile is ${profile}`;
  const lacking = item.traits?.find((trait) => !hasTrait(trait));
  return lacking && `not applicable: the project has no ${lacking.replace("-", " ")}`;
}

/** A waiver holds through its last day, and only when reason, owner and date are there. */
function isHeld(signoff: Signoff, now: Date): boolean {
  if (!signoff.reason || !signoff.owner || !signoff.until) return false;
  const end = Date.parse(`${signoff.until}T23:59:59Z`);
  return Number.isFinite(end) && now.getTime() <= end;
}

function counted(blockers: readonly Reported[]): string {
  const errors = blockers.filter((finding) => finding.severity === "error").length;
  const warnings = blockers.length - errors;
  const say = (count: number, noun: string) => (count === 0 ? [] : [`${count} ${noun}${count === 1 ? "" : "s"}`]);
  return [...say(errors, "error"), ...say(warnings, "warning")].join(" and ");
}

function name(signoff: Signoff): string {
  return signoff.by.replace(/\s*<.*$/, "") || "somebody";
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function day(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
