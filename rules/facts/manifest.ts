/** What a manifest or lockfile tells the rest of the workspace: plain data, places as anchors, no offsets. */
import type { DependencyGroup, DependencySource, Ecosystem, ManifestFormat, PinState, Publication } from "../facades/manifest.ts";
import type { Anchor } from "../facades/text.ts";

export interface DependencyFact {
  readonly name: string;
  readonly key: string;
  readonly ecosystem: Ecosystem;
  readonly at: Anchor;
  /** The requirement as a message shows it. */
  readonly text: string;
  readonly specifier: string;
  readonly specifierAt?: Anchor;
  readonly pinWith: string;
  readonly group: DependencyGroup;
  readonly groupName: string;
  readonly source: DependencySource;
  readonly pin: PinState;
  readonly hasMarker: boolean;
}

/** Programs that write lockfiles. */
export type LockTool = "poetry" | "uv" | "pdm" | "pipenv" | "npm" | "pnpm" | "yarn" | "bun";

export interface ManifestFacts {
  readonly kind: "manifest";
  readonly format: ManifestFormat;
  readonly ecosystem: Ecosystem;
  /** Where a finding about the whole manifest goes. */
  readonly place: Anchor;
  readonly packageName?: string;
  /** The tool the manifest names itself: a `[tool.poetry]` table, `packageManager`. */
  readonly tool?: LockTool;
  /** npm: the files that `exports` (`.`, `./x`), `imports` (`#x`) or else `source`, `module`, `main` and `types` name, by what is written to reach them. */
  readonly entryPoints?: Readonly<Record<string, readonly string[]>>;
  readonly publication: Publication;
  /** The manifest says which Python or Node it wants. */
  readonly namesRuntime?: true;
  readonly dependencies: readonly DependencyFact[];
  readonly includes: readonly { readonly target: string; readonly as: "requirements" | "constraints" }[];
  /** Globs of the members that share this manifest's lockfile, relative to its folder; negated ones start with `!`. */
  readonly members: readonly string[];
  /** Normalised names whose version something else decides: overrides, resolutions. */
  readonly overridden: readonly string[];
  /** The line that tells the package manager to write no lockfile, and which manager that is. */
  readonly lockfileOff?: { readonly at: Anchor; readonly tool: LockTool; readonly text: string };
  /** Pip: `--require-hashes`, or a header saying that a tool compiled the file. */
  readonly isCompiled: boolean;
  /** Broken or templated so that something may be missing. */
  readonly isPartial: boolean;
  readonly lock?: LockFacts;
}

export interface LockFacts {
  /** Undefined for lock formats of several tools: `pylock.toml`. */
  readonly tool?: LockTool;
  /** All versions by normalised name, in order of appearance. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /**
   * What each folder ("" is the lockfile's own) asked for when the lockfile was written, by normalised name; absent where the
   * format does not record it.
   */
  readonly direct?: Readonly<Record<string, Readonly<Record<string, { readonly specifier?: string; readonly version?: string }>>>>;
  /** Yarn: version by `name@specifier`. */
  readonly requested?: Readonly<Record<string, string>>;
  /** False when the file is too large, has conflict markers or could not be read: it then proves nothing absent. */
  readonly isComplete: boolean;
}
