/** The façade of a whole workspace: the facts of every file, and what follows from them across files. */
import type { Anchor, LanguageId, Span } from "./text.ts";
import type { CallFact, ConstantFact, EntryFact, FunctionFact, GuardFact, ObjectFact, PythonFacts } from "../facts/python.ts";
import type { JavaScriptFacts } from "../facts/javascript.ts";
import type { ManifestFacts } from "../facts/manifest.ts";
import type { DocumentFacts } from "../facts/documents.ts";
import type { ImageFacts } from "../facts/images.ts";
import type { EnvironmentFacts } from "../facts/environment.ts";
import type { OperationFacts } from "../facts/operations.ts";
import type { OwnerFacts } from "../facts/owners.ts";
import type { ResolutionFacts } from "../facts/resolution.ts";
import type { ServiceFacts } from "../facts/service.ts";

import type { Packages } from "./packages.ts";

export type { Anchor } from "./text.ts";

/** Small, serialisable, free of offsets: two versions of a file with equal `body` need no project rule to run again. */
export interface FileFacts {
  readonly path: string;
  readonly language: LanguageId;
  /** Places that facts point to, by `Anchor`; the only part that moves while typing. */
  readonly anchors: readonly Span[];
  /** What is written at an anchor is written inside a JSON string. */
  readonly isQuoted?: true;
  readonly body: FactsBody;
}

export interface FactsBody {
  readonly python?: PythonFacts;
  readonly javascript?: JavaScriptFacts;
  readonly manifest?: ManifestFacts;
  readonly images?: ImageFacts;
  readonly documents?: DocumentFacts;
  readonly operations?: OperationFacts;
  readonly owners?: OwnerFacts;
  readonly environment?: EnvironmentFacts;
  readonly service?: ServiceFacts;
  readonly resolution?: ResolutionFacts;
}

/** What the workspace shows beside the text of its files; read by the host, never by rules. */
export interface Surroundings {
  /** Every file of the workspace that is not ignored, and lockfiles and env files even when they are. */
  readonly paths: ReadonlySet<string>;
  /** Those of `paths` that git ignores. */
  readonly ignored: ReadonlySet<string>;
  /** The workspace is a folder of a larger repository: what is absent here may stand elsewhere in it. */
  readonly isPart?: boolean;
  /** What git says of a path; absent outside of a repository, `undefined` where the index cannot be read. */
  readonly git?: { isTracked(path: string): boolean | undefined; isIgnored(path: string): boolean } | undefined;
  /** Installed packages, by folder of the manifest ("" is the root), ecosystem and normalised name. */
  installed(folder: string, ecosystem: "python" | "npm", name: string): string | undefined;
}

export interface Project {
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly surroundings: Surroundings;
  /** Facts of one language, by path. */
  python(): ReadonlyMap<string, PythonFacts>;
  manifests(): ReadonlyMap<string, ManifestFacts>;
  /** Manifests with what their surroundings make of them; derived on first use. */
  packages(): Packages;
  /** Derived once per change of facts: call graph, roles, artefact links. Built by server/project. */
  readonly graph: PythonGraph;
  /** The same for JavaScript and TypeScript. */
  readonly javascript: JavaScriptGraph;
}

/** Calls and entry points over all JavaScript and TypeScript files. A function is named as in its facts, see `JavaScriptFile.unitOf`. */
export interface JavaScriptGraph {
  /** How a function is reached from a handler of requests or messages, shortest way first; empty when it is not. What is done once and remembered is no such way. */
  servePath(path: string, functionName: string): readonly GraphStep[];
  routes(): readonly ServedRoute[];
  /** A request is checked before this handler sees it, or nothing shows where the handler is registered. */
  mayBeValidated(path: string, functionName: string): boolean;
  /** Some file hands this function, as it is, to a router of Express or to one that it was given. */
  isRegisteredBare(path: string, functionName: string): boolean;
  /** The package around a file is built for browsers: its manifest names a user interface library and no server. */
  isInterface(path: string): boolean;
  /** Some file sets this property of an imported thing, or imports this: `axios.defaults.timeout`, `undici.setGlobalDispatcher`. */
  isSet(name: string): boolean;
}

export interface ServedRoute {
  readonly path: string;
  /** `GET /orders`. */
  readonly label: string;
  readonly at: Anchor;
}

/** What a file is for, judged by what its code does. */
export type PythonRole = "train" | "evaluate" | "serve" | "batch" | "test" | "notebook" | "tutorial" | "library";

/** Calls and entry points over all Python files. A function is named as in its facts; "" is module-level code. */
export interface PythonGraph {
  /** How a function is reached from where requests are served, shortest way first; empty when it is not. */
  servePath(path: string, functionName: string): readonly GraphStep[];
  /**
   * How a function is reached from a route or handler that somebody waits for; empty when it is not. Scheduled tasks, reruns, start-up and what runs once
   * (memoised, made where it is missing) are no such way.
   */
  requestPath(path: string, functionName: string): readonly GraphStep[];
  /** Every known way, at most a few, on which a function runs to predict and not to learn: retrain endpoints and training branches are no such way. */
  predictionWays(path: string, functionName: string): readonly PredictionWay[];
  /** The functions that a function reaches, itself first; at most `limit`. */
  reach(path: string, functionName: string, limit?: number): readonly FunctionPlace[];
  callers(path: string, functionName: string): readonly CallerPlace[];
  /** Where an object of a function's facts comes from, followed over files, instances and call sites; empty when it is a module or None. */
  objects(path: string, functionName: string, object: ObjectFact | undefined): readonly KnownObject[];
  role(path: string): PythonRole;
  /** A path of the facts of a file with the constants of other files filled in; `*` for those that are not known. */
  pathFrom(path: string, written: string): string;
  /** False when code under these conditions does not run on this way, or when a flag about training decides and is not known. */
  mayRun(guards: readonly GuardFact[] | undefined, way: PredictionWay): boolean;
  /** Ways that were not followed because there were too many or they went too deep, as far as anybody asked for ways; 0 almost always, and said once where not. */
  readonly notFollowed: number;
}

export interface FunctionPlace {
  readonly path: string;
  readonly name: string;
  readonly facts: FunctionFact;
}

export interface CallerPlace extends FunctionPlace {
  readonly call: CallFact;
  /** True when the first positional argument of the call is the second parameter, after `self`. */
  readonly bindsSelf: boolean;
}

export interface GraphStep {
  readonly path: string;
  readonly at: Anchor;
  /** As a person would say it: `POST /v1/predict`, `predict_one`. */
  readonly label: string;
}

export interface PredictionWay {
  readonly how: EntryFact["how"] | "batch";
  /** First the entry, then each call on the way. */
  readonly steps: readonly GraphStep[];
  /** The functions passed through, entry first, the function itself last. */
  readonly through: readonly FunctionPlace[];
  /** What is known of the parameters on this way. */
  readonly given: Readonly<Record<string, ConstantFact>>;
}

export type KnownObject = {
  readonly path: string;
  readonly at: Anchor | undefined;
  /** Local: made anew whenever the function runs; the others outlive it. */
  readonly lives: "local" | "module" | "instance" | "handed-in";
} & (
  | { readonly kind: "made"; readonly of: string; readonly parts?: readonly string[] }
  /** Of a class of this workspace. */
  | { readonly kind: "instance"; readonly of: string; readonly bases: readonly string[] }
  | { readonly kind: "artefact"; readonly by: string; readonly key?: string }
  /** Only its type is known, from an annotation. */
  | { readonly kind: "typed"; readonly of: string }
  | { readonly kind: "unknown" }
);
