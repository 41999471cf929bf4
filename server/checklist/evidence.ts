/** Turns detectors into evidence, over a plain view of the workspace. */
import { glob } from "../engine/glob.ts";
import { contentHash } from "../engine/hash.ts";
import type { Detector, Evidence } from "./model.ts";

/** A thing with a place. */
export interface Sighting {
  readonly path: string;
  readonly offset?: number;
  readonly name: string;
}

/** What detectors may look at. */
export interface WorkspaceView {
  readonly paths: readonly string[];
  /** Digest of a file's content, undefined for files that were not read. */
  digest(path: string): string | undefined;
  /** Modules and packages that code imports. */
  readonly imports: readonly Sighting[];
  /** Headings of documents, lower case. */
  readonly headings: readonly Sighting[];
  readonly lockfiles: readonly { readonly path: string; readonly covered: number; readonly declared: number }[];
  readonly manifestsWithoutLockfile: readonly string[];
  readonly images: readonly (Sighting & { readonly hasDigest: boolean })[];
  /** Files with calls that leave the process, and the findings of the timeout rules in them. */
  readonly callingFiles: readonly string[];
  readonly unboundedCalls: number;
}

const shown = 5;

export function collectEvidence(detectors: readonly Detector[], view: WorkspaceView): Evidence[] {
  const all = detectors.flatMap((detector): Evidence[] => {
    if (detector === "lockfiles") return lockfiles(view);
    if (detector === "image-digests") return imageDigests(view);
    if (detector === "calls-bounded") return callsBounded(view);
    if ("platform" in detector) return [{ kind: "unknown" as const, text: `${detector.platform} cannot be seen from here: confirm with a link` }];
    return found(detector, view) ?? [{ kind: "missing" as const, text: `no ${detector.says} found` }];
  });
  // the same thing may be known by several signs: it is missing when none of them is there
  const present = new Set(all.flatMap(({ kind, text }) => (kind === "found" ? [text.split(":")[0]] : [])));
  const said = new Set<string>();
  return all.filter(({ kind, text }) => {
    if (kind !== "missing") return true;
    const isNew = !said.has(text) && !present.has(/^no (.*) found$/.exec(text)?.[1]);
    said.add(text);
    return isNew;
  });
}

function found(detector: Exclude<Detector, string | { platform: string }>, view: WorkspaceView): Evidence[] | undefined {
  const hits = sightings(detector, view);
  const byPath = new Map<string, Sighting>();
  for (const hit of hits) if (!byPath.has(hit.path)) byPath.set(hit.path, hit);
  if (byPath.size === 0) return undefined;
  const all = [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return all.slice(0, shown).map((hit) => ({
    kind: "found",
    text: `${detector.says}: ${hit.name}${all.length > shown && hit === all[shown - 1] ? ` (and ${all.length - shown} more)` : ""}`,
    path: hit.path,
    ...(hit.offset !== undefined && { offset: hit.offset }),
    digest: view.digest(hit.path) ?? contentHash(hit.path),
  }));
}

function sightings(detector: Exclude<Detector, string | { platform: string }>, view: WorkspaceView): readonly Sighting[] {
  if ("file" in detector) {
    const matchers = detector.file.map(glob);
    return view.paths.filter((path) => matchers.some((matches) => matches(path))).map((path) => ({ path, name: path.split("/").pop() ?? path }));
  }
  if ("imports" in detector) {
    return view.imports.filter(({ name }) => detector.imports.some((wanted) => name === wanted || name.startsWith(`${wanted}.`) || name.startsWith(`${wanted}/`)));
  }
  const wanted = detector.heading.map((words) => new RegExp(`(^|[^a-z])${words.replace(/[^a-z0-9 -]/g, "")}([^a-z]|$)`));
  return view.headings.filter(({ name }) => wanted.some((pattern) => pattern.test(name)));
}

function lockfiles(view: WorkspaceView): Evidence[] {
  const locked = view.lockfiles.map(({ path, covered, declared }): Evidence => ({
    kind: "found", path, text: declared > 0 ? `${path} covers ${covered} of ${declared} requirements` : path, digest: view.digest(path) ?? contentHash(path),
  }));
  const bare = view.manifestsWithoutLockfile.map((path): Evidence => ({ kind: "missing", path, text: `${path} has no lockfile` }));
  return locked.length + bare.length > 0 ? [...locked, ...bare] : [{ kind: "missing", text: "no lockfile found" }];
}

function imageDigests(view: WorkspaceView): Evidence[] {
  if (view.images.length === 0) return [];
  const pinned = view.images.filter((image) => image.hasDigest);
  const text = `${pinned.length} of ${view.images.length} images pinned by digest`;
  const digest = contentHash(view.images.map(({ path, name }) => `${path} ${name}`).sort().join("\n"));
  return [pinned.length === view.images.length ? { kind: "found", text, digest } : { kind: "missing", text }];
}

function callsBounded(view: WorkspaceView): Evidence[] {
  if (view.callingFiles.length === 0) return [];
  const files = `${view.callingFiles.length} file${view.callingFiles.length === 1 ? "" : "s"}`;
  if (view.unboundedCalls > 0) return [{ kind: "missing", text: `${view.unboundedCalls} external calls without a bound in ${files}` }];
  const digest = contentHash([...view.callingFiles].sort().map((path) => `${path} ${view.digest(path) ?? ""}`).join("\n"));
  return [{ kind: "found", text: `every external call in ${files} is bounded`, digest }];
}
