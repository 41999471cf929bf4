/** Which workloads run several replicas for somebody, and which pods a PodDisruptionBudget keeps from going all at once. */
import type { Span, YamlFile, YamlMapping, YamlNode } from "../../../rules/api.ts";
import { asMapping, items, text } from "./walk.ts";

export interface ServedWorkload {
  readonly name: string;
  readonly at: Span;
  readonly labels: Readonly<Record<string, string>>;
}

export function servedWorkloads(file: YamlFile): readonly ServedWorkload[] {
  return objects(file).flatMap((root): ServedWorkload[] => {
    const kind = text(root.get("kind")) ?? "";
    const spec = asMapping(root.get("spec"));
    const template = asMapping(spec?.get("template"));
    const name = asMapping(root.get("metadata"))?.get("name");
    if (!/^(Deployment|Rollout)$/.test(kind) || name?.kind !== "scalar" || !spec?.get("selector")) return [];
    if (!(Number(text(spec.get("replicas")) ?? "1") >= 2) || !servesTraffic(asMapping(template?.get("spec")))) return [];
    return [{ name: name.value, at: { start: name.start, end: name.end }, labels: labelsOf(asMapping(template?.get("metadata"))?.get("labels")) }];
  });
}

/** Labels that a pod must have; none of them means every pod. A template that is not rendered yet may mean any. */
export function budgets(file: YamlFile): readonly Readonly<Record<string, string>>[] {
  if (file.kind === "helm-template") return /^kind:\s*PodDisruptionBudget\b/m.test(file.text) ? [{}] : [];
  return objects(file).filter((root) => text(root.get("kind")) === "PodDisruptionBudget").map((root) => {
    const selector = asMapping(asMapping(root.get("spec"))?.get("selector"));
    return selector?.get("matchExpressions") ? {} : labelsOf(selector?.get("matchLabels"));
  });
}

function objects(file: YamlFile): YamlMapping[] {
  return file.documents().filter(({ kind, isPartial }) => kind === "kubernetes" && !isPartial).flatMap(({ root }) => {
    const mapping = asMapping(root);
    if (!mapping) return [];
    return mapping.get("items") ? items(mapping.get("items")).flatMap((item) => asMapping(item) ?? []) : [mapping];
  });
}

function servesTraffic(pod: YamlMapping | undefined): boolean {
  return items(pod?.get("containers")).some((container) => items(asMapping(container)?.get("ports")).some((port) => !/metrics|prom|debug/i.test(text(asMapping(port)?.get("name")) ?? "")));
}

function labelsOf(node: YamlNode | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((asMapping(node)?.entries ?? []).map(({ key, value }) => [key, text(value) ?? ""]));
}
