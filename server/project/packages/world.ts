/** Paths and manifests of a workspace, as the questions about packages ask for them. */
import type { Surroundings } from "../../../rules/api.ts";
import type { ManifestFacts } from "../../../rules/facts/manifest.ts";

export interface World {
  readonly manifests: ReadonlyMap<string, ManifestFacts>;
  readonly surroundings: Surroundings;
  has(path: string): boolean;
  /** Manifests directly in a folder, by path. */
  manifestsIn(folder: string): readonly (readonly [string, ManifestFacts])[];
  /** Names of the files directly in a folder. */
  namesIn(folder: string): ReadonlySet<string>;
}

export function createWorld(manifests: ReadonlyMap<string, ManifestFacts>, surroundings: Surroundings): World {
  const folders = new Map<string, Set<string>>();
  for (const path of new Set([...surroundings.paths, ...manifests.keys()])) {
    const folder = folderOf(path);
    const names = folders.get(folder);
    if (names) names.add(nameOf(path));
    else folders.set(folder, new Set([nameOf(path)]));
  }
  const byFolder = new Map<string, (readonly [string, ManifestFacts])[]>();
  for (const entry of manifests) {
    const folder = folderOf(entry[0]);
    const known = byFolder.get(folder);
    if (known) known.push(entry);
    else byFolder.set(folder, [entry]);
  }
  const none: ReadonlySet<string> = new Set();
  return {
    manifests, surroundings,
    has: (path) => surroundings.paths.has(path) || manifests.has(path),
    manifestsIn: (folder) => byFolder.get(folder) ?? [],
    namesIn: (folder) => folders.get(folder) ?? none,
  };
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function joinPath(folder: string, target: string): string {
  const parts = folder ? folder.split("/") : [];
  for (const part of target.replace(/\\/g, "/").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** The folders above, nearest first, the root ("") last; the folder itself not included. */
export function* ancestors(folder: string): Generator<string> {
  for (let at = folder; at !== ""; ) {
    at = folderOf(at);
    yield at;
  }
}

export function below(folder: string, path: string): string {
  return folder === "" ? path : path.slice(folder.length + 1);
}
