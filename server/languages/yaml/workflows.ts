/** Steps of workflows, composite actions and GitLab jobs: the actions they use and the scripts they run. */
import type { ActionUse, YamlDocument, YamlMapping, YamlNode, YamlPlace, YamlScalar, YamlScript } from "../../../rules/api.ts";
import { shellScript } from "../shell/script.ts";
import { isPipelineKind, pipelineScripts } from "./pipelines.ts";
import { SourceScalar } from "./scalars.ts";
import { asMapping, asScalar, children, items, text } from "./walk.ts";

export interface Step {
  readonly step: YamlMapping;
  readonly job: YamlMapping | undefined;
}

export function stepsOf(root: YamlMapping): Step[] {
  const seen = new Set<YamlNode>();
  const read = (node: YamlNode | undefined, job: YamlMapping | undefined) => items(node).flatMap((item): Step[] => {
    if (item.kind !== "mapping" || seen.has(item)) return [];
    seen.add(item);
    return [{ step: item, job }];
  });
  return [...children(root.get("jobs")).flatMap(({ mapping }) => read(mapping.get("steps"), mapping)), ...read(asMapping(root.get("runs"))?.get("steps"), undefined)];
}

export function usesOf(document: YamlDocument): ActionUse[] {
  const root = asMapping(document.root);
  if (!root || (document.kind !== "workflow" && document.kind !== "action")) return [];
  const seen = new Set<YamlNode>();
  const nodes = [
    ...children(root.get("jobs")).map(({ mapping }) => ({ node: asScalar(mapping.get("uses")), isWorkflow: true })),
    ...stepsOf(root).map(({ step }) => ({ node: asScalar(step.get("uses")), isWorkflow: false })),
  ];
  return nodes.flatMap(({ node, isWorkflow }) => {
    if (!node || seen.has(node)) return [];
    seen.add(node);
    return useOf(node, isWorkflow) ?? [];
  });
}

/** Git allows refs of 255 bytes. */
const longestUse = 500;

function useOf(node: YamlScalar, isWorkflow: boolean): ActionUse | undefined {
  if (node.value.length > longestUse) return undefined;
  const match = /^\s*((?:https?:\/\/)?[\w.-]+\/[\w./-]+)(?:@([^\s@$][^\s$]*))?\s*$/.exec(node.value);
  if (!match || node.value.trimStart().startsWith(".")) return undefined;
  const [, repository = "", ref = ""] = match;
  const from = node.value.indexOf(repository);
  const refFrom = from + repository.length + 1;
  if (!ref) return { ...node.spanOf(from, refFrom - 1), written: repository, repository, ref, refAt: node.spanOf(refFrom - 1, refFrom - 1), isWorkflow };
  return { ...node.spanOf(from, refFrom + ref.length), written: `${repository}@${ref}`, repository, ref, refAt: node.spanOf(refFrom, refFrom + ref.length), isWorkflow };
}

export function scriptsOf(document: YamlDocument, places: readonly YamlPlace[]): YamlScript[] {
  const root = asMapping(document.root);
  if (!root) return [];
  if (document.kind === "gitlab-ci") return inGitlab(root);
  if (isPipelineKind(document.kind)) return pipelineScripts(document, places).flatMap((scalar) => script(scalar, []));
  if (document.kind === "kubernetes" || document.kind === "compose") return inContainers(document, places);
  if (document.kind !== "workflow" && document.kind !== "action") return [];
  return stepsOf(root).flatMap(({ step, job }) => {
    const run = asScalar(step.get("run"));
    return run && isPosix(shellOf(root, job, step)) ? script(run, [step, job, root]) : [];
  });
}

/** Undefined is the runner's default: bash, unless the job asks for Windows. */
function shellOf(root: YamlMapping, job: YamlMapping | undefined, step: YamlMapping): string | undefined {
  const fallback = (mapping: YamlMapping | undefined) => text(asMapping(asMapping(mapping?.get("defaults"))?.get("run"))?.get("shell"));
  return text(step.get("shell")) ?? fallback(job) ?? fallback(root) ?? (/^windows/i.test(text(job?.get("runs-on")) ?? "") ? "pwsh" : undefined);
}

function isPosix(shell: string | undefined): boolean {
  return shell === undefined || /(^|\/)(ba|da|z)?sh(\s|$)/.test(shell);
}

function script(scalar: YamlScalar, around: readonly (YamlMapping | undefined)[]): YamlScript[] {
  if (!(scalar instanceof SourceScalar)) return [];
  const resolve = (name: string) => {
    const value = around.map((mapping) => text(asMapping(mapping?.get("env"))?.get(name))).find((one) => one !== undefined);
    return value?.includes("${{") ? undefined : value;
  };
  return [{ at: { start: scalar.start, end: scalar.end }, script: shellScript(scalar.mapped(), { resolve }) }];
}

function inGitlab(root: YamlMapping): YamlScript[] {
  const seen = new Set<YamlNode>();
  const jobs = [root, ...children(root).filter(({ key }) => key !== "variables").map(({ mapping }) => mapping)];
  return jobs.flatMap((job) => ["before_script", "script", "after_script"].flatMap((key) => {
    const node = job.get(key);
    return (node?.kind === "sequence" ? node.items : node ? [node] : []).flatMap((item) => {
      const scalar = asScalar(item);
      if (!scalar || seen.has(scalar)) return [];
      seen.add(scalar);
      return script(scalar, []);
    });
  }));
}

/** `command: [sh, -c, script]`, also with the script in `args`, and the one-line form of Compose, which may name a shell itself. */
function inContainers(document: YamlDocument, places: readonly YamlPlace[]): YamlScript[] {
  return places.filter(({ mapping }) => mapping.get("image") ?? mapping.get("build")).flatMap(({ mapping }) => {
    const command = mapping.get(document.kind === "compose" ? "entrypoint" : "command");
    const rest = mapping.get(document.kind === "compose" ? "command" : "args");
    const words = [...items(command), ...items(rest)];
    const flag = words.findIndex((word) => /^-[a-z]*c$/.test(text(word) ?? ""));
    const isShell = flag > 0 && words.slice(0, flag).some((word) => /(^|\/)(ba|da|a)?sh$/.test(text(word) ?? ""));
    const inline = isShell ? [words[flag + 1]] : document.kind === "compose" && rest?.kind === "scalar" ? [rest] : [];
    return inline.flatMap((node) => {
      const scalar = asScalar(node);
      return scalar ? script(scalar, []) : [];
    });
  });
}
