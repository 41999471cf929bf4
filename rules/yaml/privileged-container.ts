/** Containers that are given the rights of the node they run on. */
import { yamlRule, type Finding, type YamlFile, type YamlMapping, type YamlNode } from "../api.ts";
import { entryAt, isTrue, itemsOf, mappingOf, spanOf, textOf } from "./structure/nodes.ts";
import { composeUse, services } from "./structure/services.ts";
import { workloads } from "./structure/workloads.ts";
import { replacedValue } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/privileged-container",
  title: "Container with the rights of its host",
  severity: { default: "warning", agent: "info", escalation: "info", unconfined: "info" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `A privileged container is root on the node: whoever breaks the one service inside it owns every workload and secret on that machine.`,
  remedy: `Drop \`privileged\` and add the single capability that is needed, after \`drop: [ALL]\`; or move the privileged part into an agent of its own.`,
  silent: `Capabilities short of administration (\`NET_BIND_SERVICE\`, \`SYS_PTRACE\` …), patches and Helm templates. DaemonSets, whose work is the node, are information; tests and Compose files for development a hint.`,
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
    {
      title: "System calls that nobody filters", path: "deploy.yaml",
      bad: "apiVersion: v1\nkind: Pod\nspec:\n  securityContext:\n    seccompProfile:\n      «type: Unconfined»\n  containers:\n    - image: acme/api:3\n",
      good: "apiVersion: v1\nkind: Pod\nspec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - image: acme/api:3\n",
    },
  ],
  prefilter: /privileged|allowPrivilegeEscalation|SYS_|\bALL\b|unconfined|unmasked/i,
  judges: "documents",
  *check(file, context) {
    for (const finding of written(file)) yield context.isTest || (file.kind === "compose" && file.once(composeUse) === "development") ? { ...finding, confidence: "possible" } : finding;
  },
});

function* written(file: YamlFile): Iterable<Finding> {
  for (const { kind, name: workload, pod, containers } of workloads(file)) {
    for (const finding of unconfined(mappingOf(pod.get("securityContext")), workload)) yield { ...finding, ...(kind === "DaemonSet" && { variant: "agent" }) };
    for (const { name, mapping } of containers) {
      const security = mappingOf(mapping.get("securityContext"));
      const found = [...privileged(security, name), ...escalation(security, name), ...(isTrue(security?.get("privileged")) ? [] : unconfined(security, name)), ...capabilities(mappingOf(security?.get("capabilities"))?.get("add"), name)];
      for (const finding of found) yield { ...finding, ...(kind === "DaemonSet" && { variant: "agent" }) };
    }
  }
  for (const { name, mapping } of services(file)) {
    yield* privileged(mapping, name);
    yield* capabilities(mapping.get("cap_add"), name);
    for (const option of itemsOf(isTrue(mapping.get("privileged")) ? undefined : mapping.get("security_opt"))) {
      if (/^(seccomp|apparmor|systempaths)[:=]unconfined$/i.test(textOf(option) ?? "")) yield { at: spanOf(option), variant: "unconfined", message: unconfinedMessage(textOf(option) ?? "", name) };
    }
  }
}

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

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline: seccomp, AppArmor, /proc mount type */
function* unconfined(security: YamlMapping | undefined, name: string): Iterable<Finding> {
  for (const profile of ["seccompProfile", "appArmorProfile"]) {
    const given = mappingOf(security?.get(profile));
    const at = entryAt(given, "type");
    const edit = replacedValue(given?.entry("type"), "RuntimeDefault");
    if (at && textOf(given?.get("type")) === "Unconfined") yield { at, variant: "unconfined", ...(edit && { fixes: [{ title: "Use the runtime's profile", safe: false, edits: [edit] }] }), message: unconfinedMessage(`${profile}: Unconfined`, name) };
  }
  const at = entryAt(security, "procMount");
  if (at && textOf(security?.get("procMount")) === "Unmasked") yield { at, variant: "unconfined", message: unconfinedMessage("procMount: Unmasked", name) };
}

function unconfinedMessage(written: string, name: string): string {
  return `\`${written}\` takes the kernel's filter away from \`${name}\`: a hole in the service reaches every system call, also those that have let programs out of containers. Leave it out, or allow the single call that is needed in a profile of its own.`;
}

/** https://man7.org/linux/man-pages/man7/capabilities.7.html: SYS_ADMIN is root in all but name; SYS_MODULE loads kernel code, SYS_RAWIO writes memory. */
function* capabilities(added: YamlNode | undefined, name: string): Iterable<Finding> {
  for (const item of itemsOf(added)) {
    const written = textOf(item) ?? "";
    if (/^(CAP_)?(ALL|SYS_ADMIN|SYS_MODULE|SYS_RAWIO)$/i.test(written)) yield { at: spanOf(item), message: `Capability \`${written}\` gives \`${name}\` nearly all rights of root on its host: breaking the service is breaking the machine. Add only the capability it needs.` };
  }
}
