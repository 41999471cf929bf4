/** Containers that are told, or not kept, from running as root. */
import { yamlRule, type Edit, type Finding, type RuleContext, type YamlFile } from "../api.ts";
import { entryAt, isFalse, isTrue, itemsOf, mappingOf, textOf } from "./structure/nodes.ts";
import { composeUse, services } from "./structure/services.ts";
import { workloads, type Container, type Workload } from "./structure/workloads.ts";
import { replacedValue } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/root-container",
  title: "Container that runs as root",
  severity: { default: "warning", setup: "hint", agent: "info", unsaid: "info", compose: "info" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `Root in a container is root to the kernel: together with one escape, one writable mount or one careless volume it is root on the node.`,
  remedy: `Run as a user of the image (\`runAsUser: 10001\`) and set \`runAsNonRoot: true\`, so that an image that would run as root does not start.`,
  silent: `What nobody says is no proof of root: it speaks only from the customer-facing profile up, as information. Patches, Helm templates. Tests get a hint. Init containers
that prepare volumes are a hint, Compose services that change the owner of files and end, or go on as another user, are silent, agents (DaemonSets) information.`,
  references: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/", "https://docs.docker.com/reference/compose-file/services/#user"],
  examples: [
    {
      title: "User 0", path: "deploy.yaml",
      bad: "apiVersion: v1\nkind: Pod\nspec:\n  securityContext:\n    «runAsUser: 0»\n  containers:\n    - image: acme/api:3\n",
      good: "apiVersion: v1\nkind: Pod\nspec:\n  securityContext:\n    runAsUser: 10001\n    runAsNonRoot: true\n  containers:\n    - image: acme/api:3\n",
    },
    { title: "Compose", path: "compose.yaml", bad: "services:\n  api:\n    image: acme/api:3\n    «user: root»\n", good: "services:\n  api:\n    image: acme/api:3\n    user: \"10001\"\n" },
    {
      title: "Root for longer than it takes", path: "compose.yaml",
      bad: "services:\n  api:\n    image: acme/api:3\n    «user: root»\n    command: sh -c \"chown -R 10001 /data && exec api\"\n    ports: [\"8000:8000\"]\n",
      good: "services:\n  owner:\n    image: alpine:3.23\n    user: root\n    command: chown -R 10001 /data\n  api:\n    image: acme/api:3\n    user: \"10001\"\n    ports: [\"8000:8000\"]\n",
    },
  ],
  prefilter: /containers|user:/,
  judges: "documents",
  *check(file, context) {
    for (const finding of written(file, context)) yield context.isTest ? { ...finding, confidence: "possible" } : finding;
  },
});

function* written(file: YamlFile, context: RuleContext): Iterable<Finding> {
  const isStrict = context.profile === "customer-facing" || context.profile === "safety-critical";
  for (const workload of workloads(file)) {
    const found = [...toldSo(workload)];
    yield* found;
    if (found.length === 0 && isStrict && workload.containers.some((one) => !one.isInit && !isDecided(one, workload))) {
      yield { at: workload.at, variant: "unsaid", message: `Nothing keeps \`${workload.name}\` from running as root: an image without USER does, and breaking it is then one step from the node. Set \`runAsNonRoot: true\`.` };
    }
  }
  if (file.once(composeUse) === "development") return;
  for (const { mapping, name } of services(file)) {
    const at = entryAt(mapping, "user");
    if (at && !isPreparation(mapping) && /^(root|0)(:.*)?$/.test(textOf(mapping.get("user")) ?? "")) yield { at, variant: "compose", ...fixOf(replacedUser(mapping), "Run as user 10001"), message: `\`${name}\` runs as root: breaking it is one step from the host. Name a user without rights.` };
  }
}

/** Runs once, to give files to the user of another service, or of its own, which it then becomes: only root can. What goes on as root is a service like others. */
function isPreparation(mapping: Container["mapping"]): boolean {
  const said = [mapping.get("entrypoint"), mapping.get("command")].flatMap((one) => textOf(one) ?? itemsOf(one).map((item) => textOf(item) ?? "")).join(" ");
  const [first = "", ...others] = said.replace(/^(?:\/bin\/)?(?:ba|da|a)?sh(?: -\w{1,4}){1,3}\s{1,8}/, "").replace(/\d?>&\d|\\\n/g, " ").split(/[;&|\n]+/);
  const goesOn = others.find((one) => !prepares.test(one));
  return mapping.get("ports") === undefined && givesAway.test(first) && (goesOn === undefined || stepsDown.test(goesOn));
}

const givesAway = /^["'\s]{0,8}(?:chown|chgrp)\b/;
/** Runs the rest as somebody else. */
const stepsDown = /^["'\s]*(?:exec\s{1,8})?(?:\/[\w/-]{1,40}\/)?(?:su-exec|gosu|setpriv|runuser|su)\s(?!-?\s{0,8}root\b|(?:-c|-s)\b)/;
/** Commands on files, and the words of the shell around them; nothing stays. */
const prepares = /^["'\s]*(?:$|(?:(?:then|else|do)\s{1,8})?(?:chown|chgrp|chmod|mkdir|touch|cp|mv|rm|ln|ls|find|stat|cat|echo|printf|true|exit|sleep(?= \d)|set|if|then|else|fi|for|do|done|test)(?![\w-])|[\[#:])/;

function* toldSo({ pod, containers, kind, name }: Workload): Iterable<Finding> {
  const variantOf = (container: Container | undefined) => (container?.isInit ? { variant: "setup" } : kind === "DaemonSet" ? { variant: "agent" } : {});
  for (const { holder, container } of [{ holder: pod, container: undefined }, ...containers.map((one) => ({ holder: one.mapping, container: one }))]) {
    const security = mappingOf(holder.get("securityContext"));
    const whose = container ? container.name : name;
    const user = entryAt(security, "runAsUser");
    const check = entryAt(security, "runAsNonRoot");
    if (user && textOf(security?.get("runAsUser")) === "0") {
      if (!container && containers.every(({ mapping, isInit }) => isInit || isUnprivileged(mappingOf(mapping.get("securityContext"))?.get("runAsUser")))) continue;
      yield { at: user, ...variantOf(container), ...fixOf(replacedValue(security?.entry("runAsUser"), "10001"), "Run as user 10001"), message: `\`runAsUser: 0\` runs \`${whose}\` as root: together with one escape or one writable mount that is root on the node. Use a user of the image.` };
    } else if (check && isFalse(security?.get("runAsNonRoot")) && !security?.get("runAsUser") && !isUnprivileged(mappingOf(pod.get("securityContext"))?.get("runAsUser"))) {
      yield { at: check, ...variantOf(container), ...fixOf(replacedValue(security?.entry("runAsNonRoot"), "true"), "Set runAsNonRoot: true"), message: `\`runAsNonRoot: false\` lets \`${whose}\` start as root: together with one escape that is root on the node. Set it to true, with a user of the image.` };
    }
  }
}

function isUnprivileged(user: Parameters<typeof textOf>[0]): boolean {
  const value = textOf(user);
  return value !== undefined && value !== "0";
}

function isDecided({ mapping }: Container, { pod }: Workload): boolean {
  return [mappingOf(mapping.get("securityContext")), mappingOf(pod.get("securityContext"))].some((security) => isTrue(security?.get("runAsNonRoot")) || security?.get("runAsUser") !== undefined);
}

function fixOf(edit: Edit | undefined, title: string) {
  return edit && { fixes: [{ title, safe: false, edits: [edit] }] };
}

/** Compose wants a string, so a bare number gets quotes. */
function replacedUser(mapping: Container["mapping"]): Edit | undefined {
  const entry = mapping.entry("user");
  const isQuoted = entry?.value.kind === "scalar" && (entry.value.style === "double" || entry.value.style === "single");
  return replacedValue(entry, isQuoted ? "10001" : '"10001"');
}
