/** The manifest façade: what a project asks for, how firmly, and where that is written. */
import type { Span, TextFile } from "./text.ts";

export type ManifestFormat =
  | "pip-requirements" | "pip-source" | "pip-constraints" | "pyproject" | "setup-cfg" | "setup-py" | "pipfile" | "conda"
  | "package-json" | "pnpm-workspace" | "npmrc" | "lockfile";

export type Ecosystem = "python" | "npm" | "conda";

/** How firmly a requirement names what will be installed. */
export type PinState =
  /** One version. */
  | "exact"
  /** A range with an upper end: `^1.2`, `~=2.0`, `1.*`, `>=1,<2`. */
  | "bounded"
  /** A range that takes every later version: `>=2`. */
  | "open"
  /** No version at all, `*`, `latest` or another tag of the registry. */
  | "any"
  /** A branch, or a repository or archive with no revision: each install takes what is there that day. */
  | "moving"
  /** Nothing that could float: a commit, a version tag, a local path, a workspace member, an archive by name. */
  | "fixed"
  /** A template, a variable, a form not understood: no rule may judge it. */
  | "unknown";

export type DependencySource = "registry" | "vcs" | "url" | "path" | "workspace" | "catalog";

export type DependencyGroup = "runtime" | "optional" | "development" | "build" | "constraint";

export interface Dependency {
  /** As written. */
  readonly name: string;
  /** Normalised as the registry compares names: `Foo_Bar` is `foo-bar` in Python. */
  readonly key: string;
  readonly ecosystem: Ecosystem;
  /** The requirement as written, without marker, options and comment: `pandas[excel]>=2`, `"react": "^18.2.0"`. */
  readonly at: Span;
  readonly nameAt: Span;
  /** As written, without quotes; empty when there is none. */
  readonly specifier: string;
  /** Where a pin goes: the span it replaces, empty where it is inserted. Undefined when the form has no such place. */
  readonly specifierAt: Span | undefined;
  /** What stands before a version that is a pin in this form: `==`, `=` or nothing. */
  readonly pinWith: "==" | "=" | "";
  readonly extras: readonly string[];
  /** Environment marker; empty when there is none. */
  readonly marker: string;
  readonly group: DependencyGroup;
  /** Name of the group as written: `dev`, `devDependencies`; empty for the main one. */
  readonly groupName: string;
  readonly source: DependencySource;
  readonly pin: PinState;
  /** Number of `--hash` options. */
  readonly hashes: number;
}

/** `-r other.txt`, `-c constraints.txt`, and the files that `dynamic = ["dependencies"]` reads. */
export interface ManifestInclude {
  /** As written, relative to the manifest's folder. */
  readonly target: string;
  readonly as: "requirements" | "constraints";
  readonly at: Span;
}

/** What a manifest says about being published to a registry; judged together with its surroundings by `Project.packages`. */
export interface Publication {
  /** A build backend, or a package.json with name and version. */
  readonly isBuildable: boolean;
  /** Says itself that it is never published: `private`, `package-mode = false`, a `Private ::` classifier. */
  readonly isPrivate: boolean;
  /** `strong`: classifiers, `files`, `publishConfig`, a version taken from tags; `weak`: links or keywords only. */
  readonly signs: "strong" | "weak" | "none";
  /** Runs by itself: depends on an application server, has a start script. */
  readonly serves: boolean;
}

export interface ManifestFile extends TextFile {
  readonly language: "manifest";
  readonly format: ManifestFormat;
  readonly ecosystem: Ecosystem;
  /** Name of the package, when the manifest gives one. */
  readonly packageName: string | undefined;
  /** In source order; empty for lockfiles. */
  dependencies(): readonly Dependency[];
  includes(): readonly ManifestInclude[];
  readonly publication: Publication;
}
