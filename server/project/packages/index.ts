/** Builds the façade of a workspace's packages from the facts of its manifests and lockfiles. */
import type { PackageManifest, Packages, Surroundings } from "../../../rules/api.ts";
import type { DependencyFact, ManifestFacts } from "../../../rules/facts/manifest.ts";
import { createHolders, type Holders } from "./held.ts";
import { findLock, toolFor, workspaceRoot } from "./locked.ts";
import { satisfiesPython } from "./pep440.ts";
import { isDevelopmentPath, isInsideLibrary, isMaterialPath, isSamplePath, purposeOf } from "./purpose.ts";
import { satisfiesNpm } from "./semver.ts";
import { lockedVersion, stalenessOf } from "./stale.ts";
import { createWorld, folderOf, joinPath, nameOf, type World } from "./world.ts";

export function buildPackages(manifests: ReadonlyMap<string, ManifestFacts>, surroundings: Surroundings): Packages {
  const world = createWorld(manifests, surroundings);
  const holders = createHolders(world);
  const asking = [...manifests].filter(([, facts]) => facts.format !== "lockfile" && facts.format !== "npmrc" && (facts.format !== "pnpm-workspace" || facts.dependencies.length > 0));
  const local = new Set([...manifests.values()].flatMap(({ packageName, ecosystem }) => (packageName === undefined ? [] : [keyOf(packageName, ecosystem)])));
  const versionFor: Packages["versionFor"] = (path, ecosystem, name) => shownVersion(path, { key: keyOf(name, ecosystem), ecosystem, specifier: "" }, world, () => true);
  return {
    manifests: new Map(asking.map(([path, facts]) => [path, describe(path, facts, world, holders, local)])),
    versionFor,
    has: (path, ecosystem, name) => asking.some(([manifest, facts]) => isAbove(folderOf(manifest), path) && facts.dependencies.some((one) => one.key === keyOf(name, ecosystem))) || versionFor(path, ecosystem, name) !== undefined,
  };
}

function describe(path: string, facts: ManifestFacts, world: World, holders: Holders, local: ReadonlySet<string>): PackageManifest {
  const folder = folderOf(path);
  const root = workspaceRoot(path, facts, world);
  const tool = toolFor(path, facts, root, world);
  const lockedBy = findLock(path, facts, tool, root, world);
  const decided = lockedBy ? ["package.json", "pnpm-workspace.yaml", "pyproject.toml"].flatMap((name) => world.manifests.get(joinPath(lockedBy.folder, name))?.overridden ?? []) : [];
  return {
    path, folder, facts, tool, lockedBy,
    purpose: purposeOf(path, facts, world),
    memberOf: root,
    hasMembers: facts.members.length > 0 || (facts.ecosystem === "npm" && world.namesIn(folder).has("pnpm-workspace.yaml")),
    isInsideLibrary: isInsideLibrary(path, world),
    isDevelopment: isDevelopmentPath(path),
    isSample: isSamplePath(path),
    isMaterial: isMaterialPath(path),
    lockfileOff: lockfileOff(folder, tool, world),
    heldBy: (dependency) => holders.heldBy(path, dependency),
    staleness: (dependency) => stalenessOf(path, facts, dependency, lockedBy, decided, local),
    isLocal: (dependency) => local.has(dependency.key),
    knownVersion: (dependency) => knownVersion(path, dependency, world),
  };
}

function isAbove(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

function keyOf(name: string, ecosystem: string): string {
  return ecosystem === "npm" ? name.toLowerCase() : name.toLowerCase().replace(/[-_.]+/g, "-");
}

function lockfileOff(folder: string, tool: string | undefined, world: World): PackageManifest["lockfileOff"] {
  for (const name of [".npmrc", ".yarnrc"]) {
    const path = folder ? `${folder}/${name}` : name;
    const off = world.manifests.get(path)?.lockfileOff;
    if (off && off.tool === tool) return { path, at: off.at, text: off.text };
  }
  return undefined;
}

/** From a lockfile in the folder or above, else from what is installed; only a version that answers the requirement as written. */
function knownVersion(path: string, dependency: DependencyFact, world: World): ReturnType<PackageManifest["knownVersion"]> {
  const satisfies = dependency.ecosystem === "npm" ? satisfiesNpm : satisfiesPython;
  const specifier = dependency.ecosystem === "conda" ? dependency.specifier.replace(/^=\s*(\d[\w.]*).*$/, "==$1.*") : dependency.specifier.replace(/^npm:.*@/, "");
  const isTag = dependency.ecosystem === "npm" && dependency.pin === "any";
  return shownVersion(path, dependency, world, (version) => isTag || satisfies(specifier, version) !== false);
}

function shownVersion(path: string, dependency: Pick<DependencyFact, "key" | "specifier" | "ecosystem">, world: World, fits: (version: string) => boolean): ReturnType<PackageManifest["knownVersion"]> {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    for (const [lockPath, facts] of world.manifestsIn(folder)) {
      if (!facts.lock || (facts.ecosystem === "npm") !== (dependency.ecosystem === "npm")) continue;
      const version = lockedVersion(path, dependency, { path: lockPath, folder, tool: facts.lock.tool, facts: facts.lock, isIgnored: false });
      if (version && fits(version)) return { version, from: nameOf(lockPath) };
    }
    if (folder === "") break;
  }
  if (dependency.ecosystem === "conda") return undefined; // its own builds: what pip installed says nothing
  const installed = world.surroundings.installed(folderOf(path), dependency.ecosystem, dependency.key);
  return installed && fits(installed) ? { version: installed, from: "installed" } : undefined;
}
