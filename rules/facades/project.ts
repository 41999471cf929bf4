/** The façade of a whole workspace: the facts of every file, and what follows from them across files. */
import type { Anchor, LanguageId, Span } from "./text.ts";
import type { PythonFacts } from "../facts/python.ts";
import type { JavaScriptFacts } from "../facts/javascript.ts";
import type { ManifestFacts } from "../facts/manifest.ts";
import type { DocumentFacts } from "../facts/documents.ts";
import type { ImageFacts } from "../facts/images.ts";

export type { Anchor } from "./text.ts";

/** Small, serialisable, free of offsets: two versions of a file with equal `body` need no project rule to run again. */
export interface FileFacts {
  readonly path: string;
  readonly language: LanguageId;
  /** Places that facts point to, by `Anchor`; the only part that moves while typing. */
  readonly anchors: readonly Span[];
  readonly body: FactsBody;
}

export interface FactsBody {
  readonly python?: PythonFacts;
  readonly javascript?: JavaScriptFacts;
  readonly manifest?: ManifestFacts;
  readonly images?: ImageFacts;
  readonly documents?: DocumentFacts;
}

/** What the workspace shows beside the text of its files; read by the host, never by rules. */
export interface Surroundings {
  /** Every file of the workspace that is not ignored, and lockfiles and env files even when they are. */
  readonly paths: ReadonlySet<string>;
  /** Those of `paths` that git ignores. */
  readonly ignored: ReadonlySet<string>;
  /** Installed packages, by folder of the manifest ("" is the root), ecosystem and normalised name. */
  installed(folder: string, ecosystem: "python" | "npm", name: string): string | undefined;
}

export interface Project {
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly surroundings: Surroundings;
  /** Facts of one language, by path. */
  python(): ReadonlyMap<string, PythonFacts>;
  manifests(): ReadonlyMap<string, ManifestFacts>;
  /** Derived once per change of facts: call graph, roles, artefact links. Built by server/project. */
  readonly graph: PythonGraph;
}

/** Calls and entry points over all Python files; filled in by rules/facts/python.ts and server/project. */
export interface PythonGraph {
  /** How a function is reached from where predictions are served, shortest way first; empty when it is not. */
  servePath(path: string, functionName: string): readonly GraphStep[];
}

export interface GraphStep {
  readonly path: string;
  readonly at: Anchor;
  /** As a person would say it: `POST /v1/predict`, `predict_one`. */
  readonly label: string;
}
