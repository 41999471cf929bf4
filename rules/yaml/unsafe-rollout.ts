/** Deployments whose next rollout is an outage, or cannot be taken back. */
import { yamlRule, type Finding, type YamlFile, type YamlMapping } from "../api.ts";
import { below, entryAt, itemsOf, mappingOf, spanOf, textOf } from "./structure/nodes.ts";
import { objects, servesTraffic, workloads, type Workload } from "./structure/workloads.ts";
import { newlineOf, replacedValue } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/unsafe-rollout",
  title: "Rollout with an outage in it",
  severity: { default: "warning", single: "info", unset: "hint" },
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `A rollout that stops the old version before the new one answers turns every bad release into an outage; without old revisions there is nothing to go
back to; a single replica is gone whenever its node is drained.`,
  remedy: `Roll with \`maxUnavailable: 0\` and \`maxSurge: 1\`, keep a few revisions, run two replicas or more with a PodDisruptionBudget.`,
  silent: `Stateful singletons: databases and brokers, pods that mount a claim, or that hold a host port or the host's network. A replica count that an autoscaler in the same file
sets. Pods without a port serve nobody. Patches, Helm templates and tests.`,
  references: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy", "https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
  examples: [
    {
      title: "Everything stops first, and nothing to go back to", path: "deploy.yaml",
      bad: "apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 3\n  «revisionHistoryLimit: 0»\n  selector: {}\n  strategy:\n    «type: Recreate»\n  template:\n    spec:\n      containers:\n        - image: acme/api:3\n          ports: [{containerPort: 80}]\n",
      good: "apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 3\n  selector: {}\n  strategy:\n    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}\n  template:\n    spec:\n      containers:\n        - image: acme/api:3\n          ports: [{containerPort: 80}]\n",
    },
    {
      title: "One replica for everybody", path: "deploy.yaml",
      bad: "apiVersion: apps/v1\nkind: Deployment\nspec:\n  «replicas: 1»\n  selector: {}\n  template:\n    spec:\n      containers:\n        - image: acme/api:3\n          ports: [{containerPort: 80}]\n",
      good: "apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 2\n  selector: {}\n  template:\n    spec:\n      containers:\n        - image: acme/api:3\n          ports: [{containerPort: 80}]\n",
    },
  ],
  prefilter: /Deployment|Rollout/,
  judges: "documents",
  *check(file, context) {
    if (context.isTest || context.profile === "prototype") return;
    for (const workload of workloads(file)) {
      if (workload.kind !== "Deployment" && workload.kind !== "Rollout") continue;
      yield* irreversible(workload);
      if (isSingleton(workload)) continue;
      if (!workload.containers.some(servesTraffic)) {
        for (const finding of abrupt(workload)) yield { ...finding, variant: "unset" }; // nobody is known to wait for it
        continue;
      }
      yield* abrupt(workload);
      yield* single(workload, isScaled(file, workload.name), file);
    }
  },
});

function* irreversible({ spec, name }: Workload): Iterable<Finding> {
  const at = entryAt(spec, "revisionHistoryLimit");
  if (at && textOf(spec.get("revisionHistoryLimit")) === "0") yield { at, ...fixOf(spec, "revisionHistoryLimit", "3"), message: `\`revisionHistoryLimit: 0\` keeps no old version of \`${name}\`: \`kubectl rollout undo\` has nothing to go back to in an incident. Keep at least 2.` };
}

function* abrupt({ spec, name }: Workload): Iterable<Finding> {
  const strategy = mappingOf(spec.get("strategy"));
  const type = entryAt(strategy, "type");
  if (type && textOf(strategy?.get("type")) === "Recreate") yield { at: type, ...fixOf(strategy, "type", "RollingUpdate"), message: `\`Recreate\` stops every pod of \`${name}\` before the first new one answers: each release is an outage, a bad one lasts until somebody acts. Use \`RollingUpdate\`.` };
  const rolling = mappingOf(strategy?.get("rollingUpdate"));
  const most = textOf(rolling?.get("maxUnavailable"));
  const at = entryAt(rolling, "maxUnavailable");
  if (at && most === "100%") yield { at, ...fixOf(rolling, "maxUnavailable", "25%"), message: `\`maxUnavailable: 100%\` lets a rollout stop every pod of \`${name}\` at once: a bad release is an outage. Use \`maxUnavailable: 0\` with \`maxSurge: 1\`.` };
}

function* single(workload: Workload, isScaled: boolean, file: YamlFile): Iterable<Finding> {
  const { spec, name, at } = workload;
  const count = textOf(spec.get("replicas"));
  const place = entryAt(spec, "replicas");
  if (isScaled) return;
  const rest = "Run two or more, with a PodDisruptionBudget";
  if (place && count === "1") yield { at: place, variant: "single", ...replicated(workload, file), message: `One replica of \`${name}\`: it is gone whenever its node is drained or its process dies. ${rest}.` };
  else if (!spec.entry("replicas") && !spec.get("replicas")) yield { at: spanOf(at), variant: "unset", message: `\`${name}\` sets no \`replicas\`, which means one: it is gone whenever its node is drained. ${rest}, or let an autoscaler decide.` };
}

function isSingleton({ pod, containers }: Workload): boolean {
  if (/^true$/.test(textOf(pod.get("hostNetwork")) ?? "")) return true;
  if (itemsOf(pod.get("volumes")).some((volume) => mappingOf(volume)?.get("persistentVolumeClaim") ?? mappingOf(volume)?.get("hostPath"))) return true;
  if (containers.some(({ mapping }) => stateful.test(textOf(mapping.get("image")) ?? ""))) return true;
  return containers.some(({ mapping }) => itemsOf(mapping.get("ports")).some((port) => mappingOf(port)?.get("hostPort")));
}

/** A second replica of these is another database, not the same one twice. */
const stateful = /(^|\/)[\w-]*(redis|valkey|postgres|postgis|mysql|mariadb|mongo|etcd|rabbitmq|kafka|zookeeper|elasticsearch|opensearch|minio|cassandra|clickhouse|influxdb|prometheus|consul|vault|registry)[\w-]*(:|@|$)/;

function isScaled(file: YamlFile, name: string): boolean {
  return file.collect(scaled).includes(name);
}

/** What the autoscalers of a file name. */
function scaled(file: YamlFile): readonly string[] {
  return objects(file).flatMap((root) => (/^(HorizontalPodAutoscaler|ScaledObject)$/.test(textOf(root.get("kind")) ?? "") ? (textOf(below(root, "spec", "scaleTargetRef", "name")) ?? []) : []));
}

function endsItsLine({ text }: YamlFile): boolean {
  return text.endsWith("\n");
}

function fixOf(mapping: YamlMapping | undefined, key: string, value: string) {
  const edit = replacedValue(mapping?.entry(key), value);
  return edit && { fixes: [{ title: `Set ${key}: ${value}`, safe: false, edits: [edit] }] };
}

/** With a budget of its own where the pods have labels and the file is a plain one: whoever ran one replica has none yet. */
function replicated({ spec, root, name }: Workload, file: YamlFile) {
  const edit = replacedValue(spec.entry("replicas"), "2");
  const labels = mappingOf(below(spec, "template", "metadata", "labels"))?.entries ?? [];
  const namespace = textOf(below(root, "metadata", "namespace"));
  const isPlain = file.documents().some((document) => document.root === root) && labels.length > 0 && labels.every(({ key, value }) => /^[\w./-]+$/.test(key) && /^[\w.-]+$/.test(textOf(value) ?? "")) && /^[\w.-]+$/.test(name) && (namespace === undefined || /^[\w-]+$/.test(namespace));
  if (!edit) return undefined;
  if (!isPlain) return { fixes: [{ title: "Set replicas: 2", safe: false, edits: [edit] }] };
  const lines = [
    "---", "apiVersion: policy/v1", "kind: PodDisruptionBudget", "metadata:", `  name: ${name}`, ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    "spec:", "  maxUnavailable: 1", "  selector:", "    matchLabels:", ...labels.map(({ key, value }) => `      ${key}: ${/^[\d.]+$|^(true|false|yes|no|on|off|null)$/i.test(textOf(value) ?? "") ? `"${textOf(value) ?? ""}"` : textOf(value) ?? ""}`), "",
  ];
  const newline = newlineOf(file);
  const at = { start: file.text.length, end: file.text.length };
  return { fixes: [{ title: "Set replicas: 2, with a PodDisruptionBudget", safe: false, edits: [edit, { at, text: (file.once(endsItsLine) ? "" : newline) + lines.join(newline) }] }] };
}
