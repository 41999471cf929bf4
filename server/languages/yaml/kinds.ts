/** Tells what a YAML document is: by its content, and by its place where content alone is ambiguous. */
import type { YamlKind, YamlMapping, YamlNode } from "../../../rules/api.ts";
import { isAzurePipeline, isCircleCi } from "./pipelines.ts";
import { asMapping, asScalar, children, items, text } from "./walk.ts";

const tests: readonly { readonly kind: YamlKind; readonly is: (root: YamlMapping, path: string) => boolean }[] = [
  { kind: "workflow", is: isWorkflow },
  { kind: "action", is: (root) => text(asMapping(root.get("runs"))?.get("using")) !== undefined },
  { kind: "openapi", is: (root) => asScalar(root.get("openapi") ?? root.get("swagger")) !== undefined && (root.get("paths") ?? root.get("info") ?? root.get("components")) !== undefined },
  { kind: "kustomization", is: (root, path) => /^kustomize\.config\.k8s\.io\//.test(text(root.get("apiVersion")) ?? "") || (/(^|\/)kustomization\.ya?ml$/.test(path) && !root.get("services")) },
  { kind: "prometheus-rules", is: isPrometheusRules },
  { kind: "kubernetes", is: (root) => text(root.get("apiVersion")) !== undefined && text(root.get("kind")) !== undefined && !/skaffold/.test(text(root.get("apiVersion")) ?? "") },
  { kind: "alertmanager", is: (root) => asMapping(root.get("route")) !== undefined && root.get("receivers")?.kind === "sequence" },
  { kind: "compose", is: isCompose },
  { kind: "gitlab-ci", is: isGitlab },
  { kind: "circleci", is: isCircleCi },
  { kind: "azure-pipelines", is: isAzurePipeline },
];

export function kindOf(root: YamlNode | undefined, path: string): YamlKind {
  const mapping = asMapping(root);
  return (mapping && tests.find(({ is }) => is(mapping, path))?.kind) ?? "other";
}

/** A patch or an overlay: what it lacks may stand elsewhere. */
export function isPartial(root: YamlNode | undefined, kind: YamlKind, path: string): boolean {
  const mapping = asMapping(root);
  if (!mapping) return false;
  if (kind === "compose") return children(mapping.get("services")).some(({ mapping: service }) => !service.get("image") && !service.get("build") && !service.get("extends"));
  if (kind !== "kubernetes") return false;
  const spec = asMapping(mapping.get("spec"));
  if (mapping.get("$patch") || spec?.get("$patch")) return true;
  if (!/^(Deployment|StatefulSet|DaemonSet|ReplicaSet)$/.test(text(mapping.get("kind")) ?? "")) return false;
  const pod = asMapping(asMapping(spec?.get("template"))?.get("spec"));
  if (!pod || spec?.get("selector")) return !pod;
  // without a selector the API refuses it, and yet manifests are written so; a patch lies among overlays, or names containers alone
  const containers = items(pod.get("containers"));
  return /(^|\/)(overlays?|patch(es)?|components|variants|env(ironment)?s?)\/|patch|overlay/i.test(path) || containers.length === 0 || containers.some((one) => !asMapping(one)?.get("image"));
}

function isWorkflow(root: YamlMapping, path: string): boolean {
  const jobs = children(root.get("jobs"));
  if (/(^|\/)\.(github|gitea|forgejo)\/workflows\//.test(path)) return root.get("jobs") !== undefined;
  return root.get("on") !== undefined && jobs.some(({ mapping }) => mapping.get("runs-on") !== undefined || mapping.get("uses") !== undefined);
}

function isPrometheusRules(root: YamlMapping): boolean {
  const groups = items(root.get("groups") ?? asMapping(root.get("spec"))?.get("groups"));
  return groups.some((group) => items(asMapping(group)?.get("rules")).some((rule) => (asMapping(rule)?.get("alert") ?? asMapping(rule)?.get("record")) !== undefined));
}

function isCompose(root: YamlMapping, path: string): boolean {
  const services = children(root.get("services"));
  if (services.length > 0) return services.some(({ mapping }) => isService(mapping)) || /(^|\/)(docker-)?compose[^/]*\.ya?ml$/.test(path);
  // the first version of the format had services at the top
  return /(^|\/)(docker-)?compose[^/]*\.ya?ml$/.test(path) && root.entries.length > 0 && root.entries.every(({ value }) => value.kind === "mapping" && isService(value));
}

function isService(mapping: YamlMapping): boolean {
  return mapping.get("image") !== undefined || mapping.get("build") !== undefined || mapping.get("extends") !== undefined;
}

/** A job of a file that another one includes. https://docs.gitlab.com/ci/yaml/#job-keywords */
function isGitlabJob(job: YamlMapping): boolean {
  const isScript = items(job.get("script")).some((line) => asScalar(line) !== undefined) || text(job.get("script")) !== undefined;
  return isScript && (text(job.get("stage")) !== undefined || job.get("before_script")?.kind === "sequence" || items(job.get("rules")).some((rule) => asMapping(rule)?.get("if") !== undefined));
}

function isGitlab(root: YamlMapping, path: string): boolean {
  const scripted = children(root).some(({ mapping }) => mapping.get("script") !== undefined && !mapping.get("runs-on"));
  const isPlaced = /(^|\/)[^/]*\.gitlab-ci\.ya?ml$|(^|\/)\.gitlab\//.test(path);
  if (isPlaced) return scripted || root.get("image") !== undefined || root.get("stages") !== undefined || root.get("default") !== undefined;
  return scripted && (root.get("stages")?.kind === "sequence" || children(root).some(({ mapping }) => isGitlabJob(mapping)));
}
