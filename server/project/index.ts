/** Builds the project façade from the facts of all files. */
import type { FileFacts, Packages, Project, Surroundings } from "../../rules/api.ts";
import type { PythonFacts } from "../../rules/facts/python.ts";
import { buildPackages } from "./packages/index.ts";
import { Graph as ScriptGraph } from "./javascript/graph.ts";
import { Graph } from "./python/graph.ts";

export interface ProjectSettings {
  /** What the config says a path is for, if anything. */
  readonly declaredRole?: (path: string) => string | undefined;
}

export function buildProject(files: ReadonlyMap<string, FileFacts>, surroundings: Surroundings, settings: ProjectSettings = {}): Project {
  const pick = <K extends keyof FileFacts["body"]>(key: K) =>
    new Map([...files].flatMap(([path, facts]) => (facts.body[key] ? [[path, facts.body[key]] as const] : [])));
  const python = pick("python") as ReadonlyMap<string, PythonFacts>;
  let graph: Graph | undefined;
  let scripts: ScriptGraph | undefined;
  let packages: Packages | undefined;
  return {
    files, surroundings,
    packages: () => (packages ??= buildPackages(pick("manifest"), surroundings)),
    python: () => python,
    manifests: () => pick("manifest") as never,
    get graph() { return (graph ??= new Graph(python, settings.declaredRole ?? (() => undefined))); },
    get javascript() { return (scripts ??= new ScriptGraph(pick("javascript"), pick("manifest"), pick("resolution"))); },
  };
}
