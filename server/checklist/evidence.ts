/** Turns detectors into evidence, over a plain view of the workspace. */
import { contentHash } from "../engine/hash.ts";
import { computed } from "./computed.ts";
import { remembering } from "./memory.ts";
import type { Detector, Evidence } from "./model.ts";
import { type Hit, hitsOf, type Looking } from "./sightings.ts";
import type { ProjectView, WorkspaceView } from "./workspace-view.ts";

const shown = 5;

export function collectEvidence(detectors: readonly Detector[], view: WorkspaceView): Evidence[] {
  const all = groupsOf(detectors).flatMap((group): readonly Evidence[] => {
    if (typeof group === "string") return computed[group](view);
    if ("platform" in group) return [{ kind: "unknown", text: `${group.platform} cannot be seen from here: confirm with a link` }];
    return evidenceOf(group, view);
  });
  return all.filter((one, index) => one.kind === "found" || all.findIndex(({ text, kind }) => kind === one.kind && text === one.text) === index); // one gap, said once
}

/** The same thing may be known by several signs: it is missing when none of them is there. */
interface Group {
  readonly says: string;
  readonly detectors: readonly Looking[];
}

const groupsOf = remembering((detectors: readonly Detector[]): readonly (Exclude<Detector, Looking> | Group)[] => {
  const isLooking = (detector: Detector): detector is Looking => typeof detector === "object" && "says" in detector;
  const seen = new Set<string>();
  return detectors.flatMap((detector): readonly (Exclude<Detector, Looking> | Group)[] => {
    if (!isLooking(detector)) return [detector];
    if (seen.has(detector.says)) return [];
    seen.add(detector.says);
    return [{ says: detector.says, detectors: detectors.filter(isLooking).filter(({ says }) => says === detector.says) }];
  });
});

/** What was found, and, where no whole file is part of it, the evidence itself. */
interface Found {
  readonly hits: readonly Hit[];
  evidence?: readonly Evidence[];
}

const foundBy = remembering((_facts: ProjectView) => ({ paths: undefined as readonly string[] | undefined, groups: new Map<Group, Found>() }));

function find(group: Group, view: WorkspaceView): Found {
  const known = foundBy(view.facts);
  if (known.paths !== view.paths) known.groups.clear();
  known.paths = view.paths;
  let found = known.groups.get(group);
  if (!found) {
    const byPath = new Map<string, Hit>();
    for (const hit of group.detectors.flatMap((detector) => hitsOf(detector, view))) if (!byPath.has(hit.path)) byPath.set(hit.path, hit);
    known.groups.set(group, (found = { hits: [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) }));
  }
  return found;
}

function evidenceOf(group: Group, view: WorkspaceView): readonly Evidence[] {
  const found = find(group, view);
  if (found.evidence) return found.evidence;
  const evidence = evidenceFrom(group.says, found.hits, view);
  if (found.hits.every(({ digest }) => digest !== undefined)) found.evidence = evidence;
  return evidence;
}

function evidenceFrom(says: string, all: readonly Hit[], view: WorkspaceView): Evidence[] {
  const isUntouched = (hit: Hit) => hit.digest === undefined && view.isTemplate(hit.path);
  const hits = all.filter((hit) => !isUntouched(hit));
  const untouched = all.find(isUntouched);
  if (hits.length === 0) return [untouched ? { kind: "missing", path: untouched.path, text: `${untouched.path} is still the template as it was created` } : { kind: "missing", text: `no ${says} found` }];
  const digestOf = (hit: Hit) => hit.digest ?? view.digest(hit.path) ?? contentHash(hit.path);
  const first = hits.slice(0, shown).map((hit): Evidence => ({
    kind: "found", text: `${says}: ${hit.name}`, path: hit.path, ...(hit.offset !== undefined && { offset: hit.offset }), digest: digestOf(hit),
  }));
  const rest = hits.slice(shown);
  if (rest.length === 0) return first;
  return [...first, { kind: "found", text: `${says}: ${rest.length} more file${rest.length === 1 ? "" : "s"}`, digest: contentHash(rest.map((hit) => `${hit.path} ${digestOf(hit)}`).join("\n")) }];
}
