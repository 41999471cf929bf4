/** The façade of a workspace's packages: each manifest with the lockfile, constraints and purpose that its surroundings give it. */
import type { DependencyFact, LockFacts, LockTool, ManifestFacts } from "../facts/manifest.ts";
import type { Ecosystem } from "./manifest.ts";
import type { Anchor } from "./text.ts";

export type Purpose = "application" | "library" | "unknown";

export interface LockedBy {
  readonly path: string;
  /** Folder of the lockfile; "" is the root. */
  readonly folder: string;
  readonly tool: LockTool | undefined;
  /** Undefined when the lockfile exists but was not read (binary, too large, ignored). */
  readonly facts: LockFacts | undefined;
  /** Git ignores it, so nobody else has it. */
  readonly isIgnored: boolean;
}

/** The lockfile lacks the package, or holds only versions that the manifest rules out. */
export type Staleness = { readonly kind: "missing" } | { readonly kind: "conflict"; readonly version: string };

export interface PackageManifest {
  readonly path: string;
  readonly folder: string;
  readonly facts: ManifestFacts;
  /** Published for others to install, or run by its owners. */
  readonly purpose: Purpose;
  /** The tool that would write a lockfile for this manifest; undefined when no such tool is evident. */
  readonly tool: LockTool | undefined;
  /** The lockfile that this manifest is installed from: beside it, or at the root of its workspace. */
  readonly lockedBy: LockedBy | undefined;
  /** Folder of the workspace root whose lockfile serves this manifest too; undefined when it stands alone. */
  readonly memberOf: string | undefined;
  /** A workspace root: its lockfile serves its members. */
  readonly hasMembers: boolean;
  /** Lies in a folder of a published library: its docs, examples or tests. */
  readonly isInsideLibrary: boolean;
  /** Where the package manager was told to write none. */
  readonly lockfileOff: { readonly path: string; readonly at: Anchor; readonly text: string } | undefined;
  /** Lies where only developers install from: `docs/`, `tests/`, `scripts/`. */
  readonly isDevelopment: boolean;
  /** Lies in `examples/`, `demo/` and the like. */
  readonly isSample: boolean;
  /** Test data, or a template that is copied first: never installed as it stands. */
  readonly isMaterial: boolean;
  /** The dependency is a package of this workspace. */
  isLocal(dependency: DependencyFact): boolean;
  /** The file whose pins hold this dependency although its own line does not: a constraints file, a compiled sibling. */
  heldBy(dependency: DependencyFact): string | undefined;
  /** How the lockfile contradicts the dependency, when it certainly does. */
  staleness(dependency: DependencyFact): Staleness | undefined;
  /** A version known to be in use that answers the requirement, and what shows it: the name of a lockfile, or `installed`. */
  knownVersion(dependency: DependencyFact): { readonly version: string; readonly from: string } | undefined;
}

export interface Packages {
  /** Manifests that ask for packages, by path. */
  readonly manifests: ReadonlyMap<string, PackageManifest>;
  /** The version that lockfiles, or else the installed environment, show to a file at this path; undefined when they disagree. */
  versionFor(path: string, ecosystem: Ecosystem, name: string): { readonly version: string; readonly from: string } | undefined;
  /** A manifest in the folder of the file or above it asks for the package, or its version is known there. */
  has(path: string, ecosystem: Ecosystem, name: string): boolean;
}
