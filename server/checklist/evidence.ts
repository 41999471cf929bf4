/** Turns detectors into evidence, over a plain view of the workspace. */
import { contentHash } from "../engine/hash.ts";
import { computed } from "./computed.ts";
import type { Detector, Evidence } from "./model.ts";
import { type Hit, hitsOf } from "./sightings.ts";
import type { WorkspaceView } from "./workspace-view.ts";

const shown = 5;

export function collectEvidence(detectors: readonly Detector[], view: WorkspaceView): Evidence[] {
  const found = new Map<string, Map<string, Hit>>(); // by what it is, then by file
  const all: (Evidence | string)[] = [];
  for (const detector of detectors) {
    if (typeof detector === "string") all.push(...computed[detector](view));
    else if ("platform" in detector) all.push({ kind: "unknown", text: `${detector.platform} cannot be seen from here: confirm with a link` });
    else {
      // the same thing may be known by several signs: it is missing when none of them is there
      let hits = found.get(detector.says);
      if (!hits) {
        found.set(detector.says, (hits = new Map()));
        all.push(detector.says);
      }
      for (const hit of hitsOf(detector, view)) if (!hits.has(hit.path)) hits.set(hit.path, hit);
    }
  }
  return all.flatMap((one) => (typeof one === "string" ? evidenceOf(one, found.get(one) ?? new Map<string, Hit>(), view) : [one]));
}

function evidenceOf(says: string, byPath: ReadonlyMap<string, Hit>, view: WorkspaceView): Evidence[] {
  const hits = [...byPath.values()].filter(({ path }) => !view.isTemplate(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const untouched = [...byPath.values()].find(({ path }) => view.isTemplate(path));
  if (hits.length === 0) return [untouched ? { kind: "missing", path: untouched.path, text: `${untouched.path} is still the template as it was created` } : { kind: "missing", text: `no ${says} found` }];
  const digestOf = (hit: Hit) => (hit.words === undefined ? (view.digest(hit.path) ?? contentHash(hit.path)) : contentHash(hit.words));
  const first = hits.slice(0, shown).map((hit): Evidence => ({
    kind: "found", text: `${says}: ${hit.name}`, path: hit.path, ...(hit.offset !== undefined && { offset: hit.offset }), digest: digestOf(hit),
  }));
  const rest = hits.slice(shown);
  if (rest.length === 0) return first;
  return [...first, { kind: "found", text: `${says}: ${rest.length} more file${rest.length === 1 ? "" : "s"}`, digest: contentHash(rest.map((hit) => `${hit.path} ${digestOf(hit)}`).join("\n")) }];
}
