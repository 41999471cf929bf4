/** Served containers whose readiness or liveness nobody checks. */
import { yamlRule, type Edit, type Finding, type YamlFile } from "../api.ts";
import { servesTraffic, workloads, type Container, type Workload } from "./structure/workloads.ts";
import { addedTo } from "./structure/edits.ts";
import { itemsOf, mappingOf, textOf } from "./structure/nodes.ts";

export default yamlRule({
  id: "yaml/missing-probe",
  title: "Served container without a probe",
  severity: { default: "warning", liveness: "hint", agent: "info", pod: "hint", portless: "hint" },
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `Without a readiness probe a pod counts as ready the moment its process starts: a rollout replaces the working version by one that is still loading its
model, or that will never answer, and does not stop.`,
  remedy: `Add a \`readinessProbe\` that answers once the service can do its work, and a \`livenessProbe\` that only fails when a restart helps.`,
  silent: `Jobs and CronJobs, Knative services (which are probed by default), init containers, containers that declare only a port for metrics, UDP ports, patches and Helm templates, tests.`,
  references: ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
  examples: [{
    title: "Traffic from the first second", path: "deploy.yaml",
    bad: "apiVersion: apps/v1\nkind: Deployment\nspec:\n  selector: {}\n  template:\n    spec:\n      containers:\n        - name: «api»\n          image: acme/api:3\n          ports:\n            - containerPort: 8080\n",
    good: "apiVersion: apps/v1\nkind: Deployment\nspec:\n  selector: {}\n  template:\n    spec:\n      containers:\n        - name: api\n          image: acme/api:3\n          ports:\n            - containerPort: 8080\n          readinessProbe:\n            httpGet: {path: /ready, port: 8080}\n          livenessProbe:\n            httpGet: {path: /live, port: 8080}\n",
  }],
  prefilter: /containerPort|Deployment|StatefulSet/,
  judges: "documents",
  *check(file, context) {
    if (context.isTest || context.profile === "prototype") return;
    for (const workload of workloads(file)) {
      if (/^(Job|CronJob|Service|Configuration)$/.test(workload.kind)) continue;
      for (const container of workload.containers) if (!container.isInit && servesTraffic(container)) for (const finding of judge(container, workload, file)) yield workload.kind === "Pod" ? { ...finding, variant: "pod" } : finding;
      const [main, ...others] = workload.containers.filter(({ isInit }) => !isInit);
      if (main && others.length === 0 && /^(Deployment|StatefulSet)$/.test(workload.kind) && isUnwatched(main)) yield {
        at: main.at, variant: "portless",
        message: `Container \`${main.name}\` declares no port and has no probe: a process that hangs is taken for healthy, and nothing restarts it. Add a \`livenessProbe\`, and a \`readinessProbe\` if others connect to it.`,
      };
    }
  },
});

/** Not served as far as it says, and not checked in any way. */
function isUnwatched({ mapping }: Container): boolean {
  return ["ports", "livenessProbe", "readinessProbe", "startupProbe"].every((key) => mapping.get(key) === undefined);
}

function* judge(container: Container, { kind }: Workload, file: YamlFile): Iterable<Finding> {
  const { name, at, mapping } = container;
  const isReadyChecked = mapping.get("readinessProbe") !== undefined;
  const isAliveChecked = mapping.get("livenessProbe") !== undefined;
  if (!isReadyChecked) {
    const rest = isAliveChecked ? "Add a `readinessProbe`." : "Add a `readinessProbe` and, where a restart helps, a `livenessProbe`.";
    yield {
      at, ...(kind === "DaemonSet" && { variant: "agent" }), ...fixOf(file, container, isAliveChecked ? ["readinessProbe"] : ["readinessProbe", "livenessProbe"]),
      message: `Container \`${name}\` has no readiness probe: it gets traffic as soon as its process starts, and a rollout goes on although the new version cannot answer. ${rest}`,
    };
  } else if (!isAliveChecked) {
    yield { at, variant: "liveness", ...fixOf(file, container, ["livenessProbe"]), message: `Container \`${name}\` has no liveness probe: when it hangs it is taken out of traffic and never restarted. Add a \`livenessProbe\` if a restart would help.` };
  }
}

type Probe = "readinessProbe" | "livenessProbe";

/** Of the first port that serves traffic. */
function fixOf(file: YamlFile, { mapping }: Container, probes: readonly Probe[]) {
  const port = itemsOf(mapping.get("ports")).flatMap((one) => textOf(mappingOf(one)?.get("containerPort")) ?? [])[0];
  if (port === undefined || !/^\d+$/.test(port)) return undefined;
  const written = probes.map((probe) => ({ probe, path: probe === "livenessProbe" ? "/live" : "/ready" }));
  const edit: Edit | undefined = addedTo(file, mapping, {
    lines: written.flatMap(({ probe, path }) => [`${probe}:`, "  httpGet:", `    path: ${path}`, `    port: ${port}`]),
    flow: written.map(({ probe, path }) => `${probe}: {httpGet: {path: ${path}, port: ${port}}}`).join(", "),
  }, "image");
  return edit && { fixes: [{ title: `Add a ${probes.join(" and a ")}, to be adapted`, safe: false, edits: [edit] }] };
}
