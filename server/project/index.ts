/** Builds the project façade from the facts of all files. */
import type { FileFacts, Packages, Project, Surroundings } from "../../rules/api.ts";
import { buildPackages } from "./packages/index.ts";

export function buildProject(files: ReadonlyMap<string, FileFacts>, surroundings: Surroundings): Project {
  const pick = <K extends keyof FileFacts["body"]>(key: K) =>
    new Map([...files].flatMap(([path, facts]) => (facts.body[key] ? [[path, facts.body[key]] as const] : [])));
  let packages: Packages | undefined;
  return {
    files, surroundings,
    packages: () => (packages ??= buildPackages(pick("manifest"), surroundings)),
    python: () => pick("python") as never,
    manifests: () => pick("manifest") as never,
    graph: { servePath: () => [] },
  };
}
