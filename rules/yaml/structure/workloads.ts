/** Kubernetes objects that run pods, and their containers; patches and unfinished ones are left out. */
import type { Span, YamlFile, YamlMapping, YamlNode } from "../../api.ts";
import { below, itemsOf, mappingOf, scalarOf, spanOf, textOf } from "./nodes.ts";

export interface Workload {
  readonly kind: string;
  readonly name: string;
  /** The name, else the kind. */
  readonly at: Span;
  readonly root: YamlMapping;
  readonly spec: YamlMapping;
  readonly pod: YamlMapping;
  readonly containers: readonly Container[];
}

export interface Container {
  readonly name: string;
  /** The name, else the image. */
  readonly at: Span;
  readonly mapping: YamlMapping;
  readonly isInit: boolean;
}

/** Keys to the pod's spec. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  Deployment: ["spec", "template", "spec"], StatefulSet: ["spec", "template", "spec"], DaemonSet: ["spec", "template", "spec"], ReplicaSet: ["spec", "template", "spec"],
  Rollout: ["spec", "template", "spec"], ReplicationController: ["spec", "template", "spec"], DeploymentConfig: ["spec", "template", "spec"], Job: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
  PodTemplate: ["template", "spec"],
  // Knative's; a Service of Kubernetes itself has no template. https://knative.dev/docs/serving/reference/serving-api/
  Service: ["spec", "template", "spec"], Configuration: ["spec", "template", "spec"],
};

export function workloads(file: YamlFile): readonly Workload[] {
  return objects(file).flatMap((root) => workload(root) ?? []);
}

/** Every whole object, those inside lists too. */
export function objects(file: YamlFile): readonly YamlMapping[] {
  return file.documents().filter(({ kind, isPartial }) => kind === "kubernetes" && !isPartial).flatMap(({ root }) => {
    const mapping = mappingOf(root);
    if (!mapping) return [];
    return /^(\w*)List$/.test(textOf(mapping.get("kind")) ?? "") && mapping.get("items") ? itemsOf(mapping.get("items")).flatMap((item) => mappingOf(item) ?? []) : [mapping];
  });
}

function workload(root: YamlMapping): Workload | undefined {
  const kindNode = scalarOf(root.get("kind"));
  const kind = textOf(kindNode) ?? "";
  const path = Object.hasOwn(podPaths, kind) ? podPaths[kind] : undefined;
  const spec = kind === "PodTemplate" ? root : mappingOf(root.get("spec"));
  const pod = path && mappingOf(below(root, ...path));
  if (!kindNode || !spec || !pod) return undefined;
  const name = scalarOf(below(root, "metadata", "name"));
  const containers = [...containersOf(pod.get("containers"), false), ...containersOf(pod.get("initContainers"), true), ...containersOf(pod.get("ephemeralContainers"), true)];
  if (containers.length === 0) return undefined;
  return { kind, name: name?.value ?? kind, at: spanOf(name ?? kindNode), root, spec, pod, containers };
}

/** Without an image it is a patch, whatever stands around it. */
function containersOf(list: YamlNode | undefined, isInit: boolean): Container[] {
  return itemsOf(list).flatMap((item) => {
    const mapping = mappingOf(item);
    const image = scalarOf(mapping?.get("image"));
    if (!mapping || !image) return [];
    const name = scalarOf(mapping.get("name"));
    // a sidecar is an init container that goes on running
    return [{ name: name?.value ?? image.value, at: spanOf(name ?? image), mapping, isInit: isInit && textOf(mapping.get("restartPolicy")) !== "Always" }];
  });
}

/** Ports that others than the metrics collector connect to. */
export function servesTraffic({ mapping }: Container): boolean {
  return itemsOf(mapping.get("ports")).some((port) => !/metrics|prom|debug|pprof|profil/i.test(textOf(mappingOf(port)?.get("name")) ?? "") && textOf(mappingOf(port)?.get("protocol")) !== "UDP");
}
