/** Containers that are given the rights of the node they run on. */
import { yamlRule, type Finding, type YamlMapping, type YamlNode } from "../api.ts";
import { entryAt, isTrue, itemsOf, mappingOf, spanOf, textOf } from "./structure/nodes.ts";
import { services } from "./structure/services.ts";
import { workloads } from "./structure/workloads.ts";
import { replacedValue } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/privileged-container",
  title: "Container with the rights of its host",
  severity: { default: "warning", agent: "info", escalation: "info" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `A privileged container is root on the node: whoever breaks the one service inside it owns every workload and secret on that machine.`,
  remedy: `Drop \`privileged\` and add the single capability that is needed, after \`drop: [ALL]\`; or move the privileged part into an agent of its own.`,
  silent: `Capabilities short of administration (\`NET_BIND_SERVICE\`, \`SYS_PTRACE\` …), patches, Helm templates and tests. DaemonSets, whose work is the node, are information.`,
  references: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/", "https://docs.docker.com/reference/compose-file/services/#privileged"],
  examples: [
    {
      title: "Privileged pod", path: "deploy.yaml",
      bad: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api:3\n      securityContext:\n        «privileged: true»\n",
      good: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api:3\n      securityContext:\n        capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}\n",
    },
    {
      title: "All capabilities of a Compose service", path: "compose.yaml",
      bad: "services:\n  api:\n    image: acme/api:3\n    cap_add:\n      - «ALL»\n",
      good: "services:\n  api:\n    image: acme/api:3\n    cap_drop:\n      - ALL\n",
    },
  ],
  prefilter: /privileged|allowPrivilegeEscalation|SYS_ADMIN|\bALL\b/i,
  *check(file, context) {
    if (context.isTest) return;
    for (const { kind, containers } of workloads(file)) {
      for (const { name, mapping } of containers) {
        const security = mappingOf(mapping.get("securityContext"));
        const found = [...privileged(security, name), ...escalation(security, name), ...capabilities(mappingOf(security?.get("capabilities"))?.get("add"), name)];
        for (const finding of found) yield { ...finding, ...(kind === "DaemonSet" && { variant: "agent" }) };
      }
    }
    for (const { name, mapping } of services(file)) {
      yield* privileged(mapping, name);
      yield* capabilities(mapping.get("cap_add"), name);
    }
  },
});

function* privileged(mapping: YamlMapping | undefined, name: string): Iterable<Finding> {
  const at = entryAt(mapping, "privileged");
  const edit = replacedValue(mapping?.entry("privileged"), "false");
  if (at && isTrue(mapping?.get("privileged"))) yield { at, ...(edit && { fixes: [{ title: "Set privileged: false", safe: false, edits: [edit] }] }), message: `\`privileged: true\` makes \`${name}\` root on its host: whoever breaks it owns the machine and every other container's secrets. Drop it and add only the capability it needs.` };
}

/** Said aloud; the same as silence, except that a policy meant it. */
function* escalation(security: YamlMapping | undefined, name: string): Iterable<Finding> {
  const at = entryAt(security, "allowPrivilegeEscalation");
  const edit = replacedValue(security?.entry("allowPrivilegeEscalation"), "false");
  if (!at || !isTrue(security?.get("allowPrivilegeEscalation")) || isTrue(security?.get("privileged"))) return;
  yield { at, variant: "escalation", ...(edit && { fixes: [{ title: "Set allowPrivilegeEscalation: false", safe: false, edits: [edit] }] }), message: `\`allowPrivilegeEscalation: true\` lets a program in \`${name}\` become root through any setuid binary: a hole in the service is a hole as root. Set it to false.` };
}

/** https://man7.org/linux/man-pages/man7/capabilities.7.html: SYS_ADMIN is root in all but name; SYS_MODULE loads kernel code. */
function* capabilities(added: YamlNode | undefined, name: string): Iterable<Finding> {
  for (const item of itemsOf(added)) {
    const written = textOf(item) ?? "";
    if (/^(CAP_)?(ALL|SYS_ADMIN|SYS_MODULE)$/i.test(written)) yield { at: spanOf(item), message: `Capability \`${written}\` gives \`${name}\` nearly all rights of root on its host: breaking the service is breaking the machine. Add only the capability it needs.` };
  }
}
