/** The YAML façade: documents as plain nodes with exact places, what kind of file it is, and what it pulls and runs. */
import type { ImageReference } from "./dockerfile.ts";
import type { ShellScript } from "./shell.ts";
import type { Span, TextFile } from "./text.ts";

/** Aliases are resolved: the node is the anchored one, so one node may be reached on several ways. */
export type YamlNode = YamlMapping | YamlSequence | YamlScalar;

export interface YamlMapping extends Span {
  readonly kind: "mapping";
  /** As written; merged entries (`<<`) are only seen through `get`. */
  readonly entries: readonly YamlEntry[];
  /** The value of a key, own before merged; the last of duplicates, as readers take it. */
  get(key: string): YamlNode | undefined;
  entry(key: string): YamlEntry | undefined;
}

export interface YamlEntry extends Span {
  readonly key: string;
  readonly keyAt: Span;
  readonly value: YamlNode;
  /** `key: *anchor`: the value stands elsewhere. */
  readonly isAlias: boolean;
}

export interface YamlSequence extends Span {
  readonly kind: "sequence";
  readonly items: readonly YamlNode[];
}

export interface YamlScalar extends Span {
  readonly kind: "scalar";
  /** Decoded; of numbers and the like the source text; empty for a missing value. */
  readonly value: string;
  readonly type: "string" | "number" | "boolean" | "null";
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
  /** Without quotes; of block scalars the lines below the header. */
  readonly innerAt: Span;
  /** The source of a part of `value`, exact through indentation, folding and escapes. */
  spanOf(from: number, to: number): Span;
}

/** Known by content, and by place where content alone is ambiguous; never by name alone. */
export type YamlKind =
  | "workflow" | "action" | "compose" | "kubernetes" | "kustomization" | "gitlab-ci" | "circleci" | "azure-pipelines" | "prometheus-rules" | "alertmanager" | "openapi"
  /** Not YAML before it is rendered: it has no documents. */
  | "helm-template"
  | "other";

export interface YamlDocument extends Span {
  readonly root: YamlNode | undefined;
  readonly kind: YamlKind;
  /** A patch or an overlay: what it lacks proves nothing. */
  readonly isPartial: boolean;
}

/** A mapping and the keys that lead to it, indexes as decimal numbers. */
export interface YamlPlace {
  readonly mapping: YamlMapping;
  readonly path: readonly string[];
  readonly document: YamlDocument;
}

/** An image that somebody will pull; images that are built here, or never pulled, are left out. */
export interface YamlImage {
  readonly reference: ImageReference;
  readonly at: Span;
  readonly where: "compose service" | "container" | "kustomization" | "job container" | "service container" | "action" | "pipeline job";
}

/** `uses:` of a step or of a job that calls a workflow; local ones and `docker://` are none. */
export interface ActionUse extends Span {
  readonly written: string;
  readonly repository: string;
  /** After the `@`, never an expression; empty where there is none. */
  readonly ref: string;
  readonly refAt: Span;
  readonly isWorkflow: boolean;
}

export interface YamlScript {
  readonly script: ShellScript;
  readonly at: Span;
}

export interface YamlFile extends TextFile {
  readonly language: "yaml";
  /** Of the first document that says something. */
  readonly kind: YamlKind;
  documents(): readonly YamlDocument[];
  /** Every mapping once, outer before inner, in source order; safe on files that alias themselves into billions. */
  mappings(): readonly YamlPlace[];
  images(): readonly YamlImage[];
  uses(): readonly ActionUse[];
  /** `run:` of workflows and composite actions, `script:` of GitLab jobs, steps of CircleCI and Azure, shell commands of containers; only those a POSIX shell runs. */
  scripts(): readonly YamlScript[];
  /** What `question` says of the whole file: a word, a number, yes or no, or a list of these; worked out once for each text. */
  once<T>(question: (file: YamlFile) => T): T;
  /** What `each` says of every document by itself, in order: words or numbers, no places. */
  collect<T>(each: (file: YamlFile) => readonly T[]): readonly T[];
}
