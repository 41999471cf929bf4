/** Containers that may take as much memory as the node has, or that the scheduler places without knowing what they need. */
import { yamlRule, type Edit, type Finding, type YamlFile, type YamlMapping } from "../api.ts";
import { below, mappingOf, textOf } from "./structure/nodes.ts";
import { composeUse, services } from "./structure/services.ts";
import { objects, workloads, type Container, type Workload } from "./structure/workloads.ts";
import { addedBelow, addedTo, nested, oneLine, type Added } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/missing-resource-limits",
  title: "Container without requests or memory limit",
  severity: { default: "warning", requests: "info", compose: "info", pod: "info" },
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: `Without requests the scheduler packs pods by guess and evicts these first; without a memory limit one leak takes the whole node, and every
neighbour on it, down.`,
  remedy: `Set \`resources.requests\` to what the container normally uses and \`resources.limits.memory\` to what it may never exceed.`,
  silent: `Patches and Helm templates, files that also hold a LimitRange, pods that set resources for all their containers, variables, tests. A missing CPU limit
is no finding: throttling is often worse than sharing. Compose services speak in files for production; elsewhere as a hint, never in development files.`,
  references: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/", "https://docs.docker.com/reference/compose-file/deploy/#resources"],
  examples: [
    {
      title: "Nothing set", path: "deploy.yaml",
      bad: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  selector: {}\n  template:\n    spec:\n      containers:\n        - name: «api»\n          image: acme/api:3\n",
      good: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  selector: {}\n  template:\n    spec:\n      containers:\n        - name: api\n          image: acme/api:3\n          resources:\n            requests: {cpu: 100m, memory: 256Mi}\n            limits: {memory: 512Mi}\n",
    },
    {
      title: "A Compose service in production", path: "compose.prod.yaml",
      bad: "services:\n  «api»:\n    image: acme/api:3\n",
      good: "services:\n  api:\n    image: acme/api:3\n    mem_limit: 512m\n",
    },
  ],
  prefilter: /containers|services|image|build/,
  judges: "documents",
  *check(file, context) {
    if (context.isTest || context.profile === "prototype") return;
    if (file.collect(limitRanges).length > 0) return;
    for (const workload of workloads(file)) {
      if (workload.pod.get("resources")) continue;
      for (const container of workload.containers) for (const finding of judge(container, workload, file)) yield workload.kind === "Pod" ? { ...finding, variant: "pod" } : finding;
    }
    const use = file.once(composeUse);
    if (use === "development") return;
    for (const { name, at, mapping } of services(file)) {
      if (mapping.get("mem_limit") ?? mapping.get("extends") ?? below(mapping, "deploy", "resources", "limits", "memory")) continue;
      yield {
        at, variant: "compose", ...fixOf(addedTo(file, mapping, oneLine("mem_limit: 512m"), "image")), ...(use === "unknown" && { confidence: "possible" as const }),
        message: `Service \`${name}\` has no memory limit: one leak takes the whole machine and every other service down. Set \`mem_limit\` or \`deploy.resources.limits.memory\`.`,
      };
    }
  },
});

function limitRanges(file: YamlFile): readonly string[] {
  return objects(file).flatMap((root) => (textOf(root.get("kind")) === "LimitRange" ? ["LimitRange"] : []));
}

function* judge({ name, at, mapping }: Container, { kind }: Workload, file: YamlFile): Iterable<Finding> {
  const resources = mapping.get("resources");
  if (resources?.kind === "scalar" && resources.type !== "null") return; // a variable that something fills in
  const limits = mappingOf(below(resources, "limits"));
  const requests = mappingOf(below(resources, "requests"));
  const hasLimit = limits?.get("memory") !== undefined;
  // Kubernetes copies a limit into the request that is missing
  const asks = (what: string) => requests?.get(what) !== undefined || limits?.get(what) !== undefined;
  if (!hasLimit) {
    const also = asks("memory") ? "" : " and no memory request";
    yield { at, ...fixOf(...limited(file, mapping, !asks("cpu"))), message: `Container \`${name}\` of this ${kind} has no memory limit${also}: one leak can take down the node and its neighbours${also ? ", and the scheduler places it by guess" : ""}. Set \`resources.limits.memory\`${also ? " and `resources.requests`" : ""}.` };
  } else if (!asks("cpu")) {
    yield { at, variant: "requests", ...fixOf(addedBelow(file, mappingOf(resources) ?? mapping, "requests", oneLine("cpu: 100m"))), message: `Container \`${name}\` of this ${kind} requests no CPU: the scheduler places it by guess, and autoscaling on CPU cannot work. Set \`resources.requests.cpu\`.` };
  }
}

function fixOf(...edits: readonly (Edit | undefined)[]) {
  const known = edits.flatMap((edit) => edit ?? []);
  return known.length === edits.length && { fixes: [{ title: "Add limits, to be measured", safe: false, edits: known }] };
}

const whole: Added = {
  lines: ["requests:", "  cpu: 100m", "  memory: 256Mi", "limits:", "  memory: 512Mi"],
  flow: "requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 512Mi}",
};

/** Whole where there is nothing; into what is there where only a part is missing. */
function limited(file: YamlFile, container: YamlMapping, needsCpu: boolean): readonly (Edit | undefined)[] {
  const entry = container.entry("resources");
  const resources = mappingOf(entry?.value);
  if (!entry) return [addedTo(file, container, nested("resources", whole), "image")];
  if (!resources || entry.isAlias) return [undefined];
  if (resources.entries.length === 0) return [addedTo(file, resources, whole)];
  const memory = addedBelow(file, resources, "limits", oneLine("memory: 512Mi"));
  const cpu = needsCpu ? [addedBelow(file, resources, "requests", oneLine("cpu: 100m"))] : [];
  const isSamePlace = memory !== undefined && cpu[0]?.at.start === memory.at.start;
  return isSamePlace ? [{ at: memory.at, text: memory.text + (cpu[0]?.text ?? "") }] : [memory, ...cpu];
}
