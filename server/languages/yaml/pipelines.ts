/** CircleCI and Azure pipelines: the images their jobs run in and the scripts that a POSIX shell runs. */
import type { YamlDocument, YamlKind, YamlMapping, YamlNode, YamlPlace, YamlScalar } from "../../../rules/api.ts";
import { asMapping, asScalar, children, items, text } from "./walk.ts";

export function isPipelineKind(kind: YamlKind): kind is "circleci" | "azure-pipelines" {
  return kind === "circleci" || kind === "azure-pipelines";
}

/** https://circleci.com/docs/configuration-reference/: a version, and jobs, commands or orbs. */
export function isCircleCi(root: YamlMapping, path: string): boolean {
  if (/(^|\/)\.circleci\/[^/]+\.ya?ml$/.test(path)) return root.get("version") !== undefined || root.get("jobs") !== undefined;
  return text(root.get("version"))?.startsWith("2") === true && children(root.get("jobs")).some(({ mapping }) => mapping.get("docker")?.kind === "sequence");
}

/** https://learn.microsoft.com/en-us/azure/devops/pipelines/yaml-schema/: steps, jobs or stages as lists. */
export function isAzurePipeline(root: YamlMapping, path: string): boolean {
  const isListed = ["steps", "jobs", "stages"].some((key) => root.get(key)?.kind === "sequence");
  if (!isListed) return false;
  return /(^|\/)[\w.-]*azure-pipelines?[\w.-]*\.ya?ml$|(^|\/)\.azure[\w-]*\//.test(path) || ((root.get("trigger") ?? root.get("pr")) !== undefined && (root.get("pool") ?? root.get("stages") ?? root.get("jobs")) !== undefined);
}

export function pipelineImages(document: YamlDocument, places: readonly YamlPlace[]): YamlScalar[] {
  const root = asMapping(document.root);
  if (!root) return [];
  const scalar = (node: YamlNode | undefined) => asScalar(node) ?? [];
  if (document.kind === "circleci") {
    const holders = [...children(root.get("jobs")), ...children(root.get("executors"))];
    return holders.flatMap(({ mapping }) => items(mapping.get("docker"))).flatMap((item) => scalar(asMapping(item)?.get("image")));
  }
  const declared = items(asMapping(root.get("resources"))?.get("containers")).flatMap((item) => asMapping(item) ?? []);
  const names = new Set(declared.flatMap((one) => text(one.get("container")) ?? []));
  const jobs = places.filter(({ mapping, path }) => path.length === 0 || mapping.get("job") || mapping.get("deployment"));
  const used = jobs.map(({ mapping }) => mapping.get("container")).flatMap((node) => scalar(asMapping(node)?.get("image") ?? node));
  return [...declared.flatMap((one) => scalar(one.get("image"))), ...used.filter(({ value }) => !names.has(value.trim()))];
}

/** Steps may stand in jobs, commands, stages, templates and deployment strategies: wherever a list is called `steps`. */
export function pipelineScripts(document: YamlDocument, places: readonly YamlPlace[]): YamlScalar[] {
  const steps = places.filter(({ path }) => path.at(-2) === "steps");
  if (document.kind === "circleci") return steps.flatMap(({ mapping }) => circleStep(mapping));
  const windows = places.filter(({ mapping }) => /^(windows|vs20|win)/i.test(text(asMapping(mapping.get("pool"))?.get("vmImage")) ?? "")).map(({ path }) => path.join("/"));
  return steps.flatMap(({ mapping, path }) => {
    const isWindows = windows.some((above) => above === "" || path.join("/").startsWith(`${above}/`));
    return asScalar(mapping.get("bash")) ?? (isWindows ? [] : (asScalar(mapping.get("script")) ?? []));
  });
}

function circleStep(step: YamlMapping): YamlScalar[] {
  const run = step.get("run");
  const shell = text(asMapping(run)?.get("shell"));
  if (shell !== undefined && !/(^|\/)(ba|da|z)?sh(\s|\.exe|$)/.test(shell)) return [];
  const found = asScalar(asMapping(run)?.get("command") ?? run);
  return found ? [found] : [];
}
