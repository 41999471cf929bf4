/** Compares what a manifest asks for with what its lockfile holds. */
import type { LockedBy, Staleness } from "../../../rules/api.ts";
import type { DependencyFact, ManifestFacts } from "../../../rules/facts/manifest.ts";
import { satisfiesPython } from "./pep440.ts";
import { satisfiesNpm } from "./semver.ts";
import { below, folderOf } from "./world.ts";

/**
 * Undefined when the lockfile holds the dependency, or when that cannot be told. `decided` are names that the workspace root
 * overrides, `local` those of its own packages, which a lockfile need not list.
 */
export function stalenessOf(path: string, facts: ManifestFacts, dependency: DependencyFact, lock: LockedBy | undefined, decided: readonly string[], local: ReadonlySet<string>): Staleness | undefined {
  if (!lock?.facts?.isComplete || (facts.isPartial && facts.ecosystem === "npm")) return undefined;
  if (dependency.ecosystem === "conda" && lock.path.endsWith("conda-lock.yml")) return isInCondaLock(dependency, lock) ? undefined : { kind: "missing" };
  if (dependency.ecosystem === "conda" || dependency.group === "build" || dependency.group === "constraint") return undefined;
  if (local.has(dependency.key) || decided.includes(dependency.key) || facts.overridden.includes(dependency.key)) return undefined;
  return dependency.ecosystem === "npm" ? npmStaleness(path, dependency, lock) : pythonStaleness(facts, dependency, lock);
}

/** Groups that the tool which wrote the lockfile reads for certain. */
function isRead(dependency: DependencyFact, lock: LockedBy): boolean {
  if (dependency.groupName.startsWith("envs.")) return false; // Hatch's own environments
  if (lock.tool === "poetry" || lock.tool === "uv" || lock.tool === "pipenv") return true;
  return dependency.group === "runtime";
}

function pythonStaleness(facts: ManifestFacts, dependency: DependencyFact, lock: LockedBy): Staleness | undefined {
  const isHatchGroup = dependency.group === "development" && lock.tool === "poetry" && facts.tool !== "poetry";
  if (!isRead(dependency, lock) || isHatchGroup || dependency.source === "path" || dependency.source === "workspace") return undefined;
  if (facts.tool && lock.tool && facts.tool !== lock.tool) return undefined;
  const versions = versionsOf(lock, dependency.key);
  if (!versions) return dependency.hasMarker ? undefined : { kind: "missing" };
  const isRepeated = facts.dependencies.filter(({ key }) => key === dependency.key).length > 1;
  if (dependency.source !== "registry" || dependency.hasMarker || isRepeated || versions.length === 0) return undefined;
  // a bare version is exact in Poetry's tables, and no specifier anywhere else
  return versions.every((version) => satisfiesPython(dependency.specifier, version) === false) ? { kind: "conflict", version: versions.join(", ") } : undefined;
}

function npmStaleness(path: string, dependency: DependencyFact, lock: LockedBy): Staleness | undefined {
  if (dependency.source !== "registry" || dependency.specifier.startsWith("npm:")) return undefined;
  const asked = askedIn(path, lock);
  const entry = asked && Object.hasOwn(asked, dependency.key) ? asked[dependency.key] : undefined;
  if (lock.facts?.direct && !asked) return undefined; // the lockfile knows the folders it serves, and this is none
  const all = versionsOf(lock, dependency.key);
  if (asked ? !entry : !all) return { kind: "missing" };
  const requested = lock.facts?.requested;
  const isRequested = requested !== undefined && Object.hasOwn(requested, `${dependency.key}@${dependency.specifier}`);
  const versions = entry?.version ? [entry.version] : isRequested ? [] : all ?? [];
  return versions.length > 0 && versions.every((version) => satisfiesNpm(dependency.specifier, version) === false) ? { kind: "conflict", version: versions.join(", ") } : undefined;
}

/** Builds and channels are conda's own: only the name is compared. Templates and virtual packages are in no lockfile. */
function isInCondaLock({ key, pin }: DependencyFact, lock: LockedBy): boolean {
  return pin === "unknown" || /^(_|python$|pip$)/.test(key) || versionsOf(lock, key) !== undefined || versionsOf(lock, key.replace(/[-_.]+/g, "-")) !== undefined;
}

/** What the lockfile says the manifest's folder asked for. */
function askedIn(path: string, lock: LockedBy) {
  const folder = below(lock.folder, folderOf(path));
  const direct = lock.facts?.direct;
  return direct && Object.hasOwn(direct, folder) ? direct[folder] : undefined;
}

function versionsOf(lock: LockedBy, key: string): readonly string[] | undefined {
  const packages = lock.facts?.packages;
  return packages && Object.hasOwn(packages, key) ? packages[key] : undefined;
}

function onlyVersion(lock: LockedBy, key: string): string | undefined {
  const versions = versionsOf(lock, key);
  return versions?.length === 1 ? versions[0] : undefined;
}

/** The version a lockfile gives the manifest itself. */
export function lockedVersion(path: string, dependency: Pick<DependencyFact, "key" | "specifier">, lock: LockedBy): string | undefined {
  const asked = askedIn(path, lock);
  const entry = asked && Object.hasOwn(asked, dependency.key) ? asked[dependency.key] : undefined;
  const requested = lock.facts?.requested;
  const key = `${dependency.key}@${dependency.specifier}`;
  const answered = requested && Object.hasOwn(requested, key) ? requested[key] || undefined : undefined;
  return entry?.version ?? answered ?? onlyVersion(lock, dependency.key);
}
