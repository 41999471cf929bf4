/** All lists of one workspace folder with every item's state: what panel, gate and report show. */
import type { AnyRule, Profile } from "../../rules/api.ts";
import { glob } from "../engine/glob.ts";
import type { Reported } from "../engine/report.ts";
import { collectEvidence } from "./evidence.ts";
import type { Checklist, ChecklistItem, Signoff, Trait } from "./model.ts";
import { itemView, type ItemView } from "./state.ts";
import type { WorkspaceView } from "./workspace-view.ts";

export interface OverviewInput {
  readonly lists: readonly Checklist[];
  readonly rules: readonly AnyRule[];
  readonly profile: Profile;
  readonly hasTrait: (trait: Trait) => boolean;
  readonly view: WorkspaceView;
  readonly findings: readonly Reported[];
  readonly signoffs: ReadonlyMap<string, Signoff>;
  readonly now: Date;
}

export interface PartView {
  readonly id: string;
  readonly title: string;
  readonly items: readonly ItemView[];
}

export interface ListView {
  readonly list: Checklist;
  readonly parts: readonly PartView[];
}

export interface Tally {
  readonly confirmed: number;
  readonly applicable: number;
  readonly blocked: number;
  readonly stale: number;
  readonly waived: number;
}

export function overview(input: OverviewInput): readonly ListView[] {
  const findingsByRule = groupByRule(input.findings);
  const known = new Map<string, ItemView>(); // an item that stands in two lists has one state
  const view = (item: ChecklistItem): ItemView => {
    const seen = known.get(item.id);
    if (seen) return seen;
    const fresh = itemView({
      item, profile: input.profile, hasTrait: input.hasTrait, now: input.now,
      evidence: collectEvidence(item.evidence, input.view),
      findings: blockerRules(item, input.rules).flatMap((rule) => findingsByRule.get(rule) ?? []),
      signoff: input.signoffs.get(item.id),
    });
    known.set(item.id, fresh);
    return fresh;
  };
  return input.lists.map((list) => ({ list, parts: list.parts.map(({ id, title, items }) => ({ id, title, items: items.map(view) })) }));
}

export function tally(items: readonly ItemView[]): Tally {
  const count = (state: ItemView["state"]) => items.filter((item) => item.state === state).length;
  return { confirmed: count("confirmed"), blocked: count("blocked"), stale: count("stale"), waived: count("waived"), applicable: items.length - count("not-applicable") };
}

/** The figure people know: of the first list, the gates before shipping; the others are counted where they are shown. */
export function headTally([first]: readonly ListView[]): Tally {
  return tally(first ? itemsOf(first) : []);
}

export function headerOf({ confirmed, applicable, blocked, stale, waived }: Tally): string {
  const extra = [[blocked, "blocked"], [stale, "stale"], [waived, "waived"]] as const;
  return [`${confirmed} of ${applicable} confirmed`, ...extra.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []))].join(" · ");
}

export function itemsOf(list: ListView): readonly ItemView[] {
  return list.parts.flatMap((part) => part.items);
}

export function blockerRules(item: ChecklistItem, rules: readonly AnyRule[]): readonly string[] {
  const known = blockers.get(item);
  if (known?.rules === rules) return known.ids;
  const extra = (item.blockers ?? []).map(glob);
  const ids = rules.filter((rule) => rule.checklist.includes(item.id) || extra.some((matches) => matches(rule.id))).map((rule) => rule.id);
  blockers.set(item, { rules, ids });
  return ids;
}

const blockers = new WeakMap<ChecklistItem, { readonly rules: readonly AnyRule[]; readonly ids: readonly string[] }>();

function groupByRule(findings: readonly Reported[]): Map<string, Reported[]> {
  const groups = new Map<string, Reported[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule.id);
    if (group) group.push(finding);
    else groups.set(finding.rule.id, [finding]);
  }
  return groups;
}
