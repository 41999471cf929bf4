/** Containers that share namespaces or folders with the machine they run on. */
import { yamlRule, type Finding, type YamlFile, type YamlNode } from "../api.ts";
import { below, childrenOf, entryAt, isTrue, itemsOf, mappingOf, scalarOf, spanOf, textOf } from "./structure/nodes.ts";
import { composeUse, services, type Service } from "./structure/services.ts";
import { objects, workloads, type Workload } from "./structure/workloads.ts";
import { removed, replacedValue } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/host-access",
  title: "Container with a way to its host",
  severity: { default: "warning", mild: "info" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `The runtime's socket, the host's process table or its system folders are ways out of the container: whoever breaks the service can start containers as root,
read other services' memory or write what root runs next.`,
  remedy: `Use volumes instead of host folders, Services instead of the host's network, and a socket proxy that allows only the calls that are needed.`,
  silent: `Host folders that hold nothing of the system are information in Kubernetes and silent in Compose; so is the host network. DaemonSets, whose work is the node,
are information. Patches and Helm templates. Tests and Compose files for development get a hint.`,
  references: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline", "https://docs.docker.com/engine/security/#docker-daemon-attack-surface"],
  examples: [
    {
      title: "The runtime's socket", path: "compose.yaml",
      bad: "services:\n  ci:\n    image: acme/ci:3\n    volumes:\n      - «/var/run/docker.sock:/var/run/docker.sock:ro»\n",
      good: "services:\n  ci:\n    image: acme/ci:3\n    environment:\n      DOCKER_HOST: tcp://socket-proxy:2375\n",
    },
    {
      title: "The host's processes", path: "pod.yaml",
      bad: "apiVersion: v1\nkind: Pod\nspec:\n  «hostPID: true»\n  containers:\n    - image: acme/api:3\n",
      good: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api:3\n",
    },
  ],
  prefilter: /host|docker\.sock|containerd\.sock|pid:|ipc:|volumes/,
  judges: "documents",
  *check(file, context) {
    for (const finding of written(file)) yield context.isTest ? { ...finding, confidence: "possible" } : finding;
  },
});

function* written(file: YamlFile): Iterable<Finding> {
  for (const workload of workloads(file)) {
    for (const finding of inPod(workload)) yield workload.kind === "DaemonSet" ? { ...finding, variant: "mild" } : finding;
  }
  const isDevelopment = file.once(composeUse) === "development";
  for (const service of services(file)) for (const finding of inService(service, file)) yield isDevelopment ? { ...finding, confidence: "possible" } : finding;
  yield* namedVolumes(file);
}

const consequences: Readonly<Record<string, string>> = {
  hostPID: "sees and signals every process of the node and reads their environment",
  hostIPC: "reads the shared memory of every process of the node",
  hostNetwork: "listens and talks as the node itself, past every network policy",
};

function* inPod({ pod, name }: Workload): Iterable<Finding> {
  for (const [key, consequence] of Object.entries(consequences)) {
    const at = entryAt(pod, key);
    const edit = replacedValue(pod.entry(key), "false");
    if (at && isTrue(pod.get(key))) yield { at, ...(edit && { fixes: [{ title: `Set ${key}: false`, safe: false, edits: [edit] }] }), ...(key === "hostNetwork" && { variant: "mild" }), message: `\`${key}: true\`: \`${name}\` ${consequence}. Leave it out unless the node itself is its work.` };
  }
  for (const volume of itemsOf(pod.get("volumes"))) {
    const path = scalarOf(mappingOf(mappingOf(volume)?.get("hostPath"))?.get("path"));
    if (!path) continue;
    const danger = dangerOf(path.value);
    yield {
      at: spanOf(path), ...(!danger && { variant: "mild" }),
      message: danger
        ? `\`${path.value}\` of the node is mounted into \`${name}\`: ${danger}. Use a volume, or give this work to an agent of its own.`
        : `\`${path.value}\` of the node is mounted into \`${name}\`: its data stays behind when the pod moves, and it writes to the node's disk. Use a volume claim.`,
    };
  }
}

function* inService({ mapping, name }: Service, file: YamlFile): Iterable<Finding> {
  for (const key of ["pid", "ipc"]) {
    const at = entryAt(mapping, key);
    const entry = mapping.entry(key);
    const edit = entry && removed(file, mapping, entry);
    if (at && textOf(mapping.get(key)) === "host") yield { at, ...(edit && { fixes: [{ title: `Leave out ${key}: host`, safe: false, edits: [edit] }] }), message: `\`${key}: host\`: \`${name}\` ${consequences[key === "pid" ? "hostPID" : "hostIPC"]?.replaceAll("node", "host") ?? ""}. Leave it out unless the host itself is its work.` };
  }
  for (const volume of itemsOf(mapping.get("volumes"))) {
    const { source, at } = sourceOf(volume);
    const danger = source === undefined ? undefined : dangerOf(source);
    if (danger && at && !isReadOnlyView(volume, source ?? "")) yield { at, message: `\`${source}\` of the host is mounted into \`${name}\`: ${danger}. Mount only what it needs, or put a filtering proxy in between.` };
  }
}

/** Volumes that are host folders under another name: of a cluster, and of a Compose file (`driver_opts: {o: bind, device: /etc}`). */
function* namedVolumes(file: YamlFile): Iterable<Finding> {
  for (const root of objects(file)) {
    const path = textOf(root.get("kind")) === "PersistentVolume" ? scalarOf(below(root, "spec", "hostPath", "path")) : undefined;
    const danger = path && dangerOf(path.value);
    if (path && danger) yield { at: spanOf(path), message: `\`${path.value}\` of the node is offered as a volume: whichever pod claims it, ${danger}. Use storage that holds nothing of the system.` };
  }
  for (const { kind, root } of file.documents()) {
    for (const { key, mapping } of kind === "compose" ? childrenOf(mappingOf(root)?.get("volumes")) : []) {
      const device = /\b(r?bind)\b/.test(textOf(below(mapping, "driver_opts", "o")) ?? "") ? scalarOf(below(mapping, "driver_opts", "device")) : undefined;
      const danger = device && dangerOf(device.value);
      if (device && danger) yield { at: spanOf(device), message: `\`${device.value}\` of the host is the volume \`${key}\`: ${danger}. Mount only what the service needs.` };
    }
  }
}

function sourceOf(volume: YamlNode): { readonly source?: string; readonly at?: { readonly start: number; readonly end: number } } {
  const short = scalarOf(volume);
  if (short) return short.value.includes(":") ? { source: short.value.split(":")[0] ?? "", at: spanOf(short) } : {}; // a path alone is a volume of its own
  const mapping = mappingOf(volume);
  const source = scalarOf(mapping?.get("source"));
  return mapping && source && (textOf(mapping.get("type")) ?? (/^[/~]/.test(source.value) ? "bind" : "")) === "bind" ? { source: source.value, at: spanOf(source) } : {};
}

/** Node exporters read the host's figures through such mounts; a socket is as strong read-only as otherwise. */
function isReadOnlyView(volume: YamlNode, source: string): boolean {
  if (source.endsWith(".sock")) return false;
  return /:(ro|ro,.*|.*,ro)$/.test(textOf(volume) ?? "") || isTrue(mappingOf(volume)?.get("read_only"));
}

function dangerOf(path: string): string | undefined {
  if (/\/(docker|containerd|crio|cri-dockerd|podman)\.sock$/.test(path)) return "whoever breaks it can start containers as root on this machine";
  const folder = path.replace(/(.)\/+$/, "$1");
  if (/^\/(|etc|root|boot|proc|sys|dev|var|var\/run|run|usr|lib|home|var\/lib\/(docker|kubelet|containerd)|etc\/kubernetes(\/.*)?)$/.test(folder)) return "system files, or other services' data, are in its reach";
  return undefined;
}
