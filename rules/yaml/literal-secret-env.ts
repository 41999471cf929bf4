/** Secrets that reach a container through places that keep no secret: ConfigMaps, build arguments, Secret manifests in the repository. */
import { yamlRule, type Finding, type YamlFile, type YamlMapping } from "../api.ts";
import { below, entryAt, itemsOf, mappingOf, spanOf, textOf } from "./structure/nodes.ts";
import { services } from "./structure/services.ts";
import { workflows } from "./structure/workflow-jobs.ts";
import { objects, workloads } from "./structure/workloads.ts";

export default yamlRule({
  id: "yaml/literal-secret-env",
  title: "Secret kept where none is safe",
  severity: { default: "warning", manifest: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `A ConfigMap is read by everybody who may look at the namespace, a build argument stays in the image's history, and a Secret manifest is only base64: whoever can read
the repository can read it.`,
  remedy: `Keep the value in a Secret that a controller creates (External Secrets, Sealed Secrets, a vault) and read it with \`secretKeyRef\`; mount build secrets with \`secrets:\`.`,
  silent: `Values that stand in the file under a telling name: \`text/hardcoded-secret\` tells of those. Encrypted manifests (SOPS, SealedSecret), placeholders, empty values. Tests get a hint.`,
  references: ["https://kubernetes.io/docs/concepts/configuration/secret/", "https://docs.docker.com/build/building/secrets/"],
  examples: [
    {
      title: "A password in the manifest", path: "deploy.yaml",
      bad: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api:3\n      env:\n        - name: DB_PASSWORD\n          «value: letmein»\n",
      good: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api:3\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef: {name: api, key: db-password}\n",
    },
    {
      title: "A password in a ConfigMap", path: "deploy.yaml",
      bad: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api:3\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            «configMapKeyRef»: {name: api, key: db-password}\n",
      good: "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: acme/api:3\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef: {name: api, key: db-password}\n",
    },
    {
      title: "A token as a build argument", path: "compose.yaml",
      bad: "services:\n  api:\n    build:\n      context: .\n      args:\n        «NPM_TOKEN: ${NPM_TOKEN}»\n",
      good: "services:\n  api:\n    build:\n      context: .\n      secrets: [npm_token]\n",
    },
  ],
  prefilter: /configMapKeyRef|name:|kind:\s*["']?Secret|args:|credentials/,
  judges: "documents",
  *check(file, context) {
    for (const finding of written(file)) yield context.isTest ? { ...finding, confidence: "possible" } : finding;
  },
});

function* written(file: YamlFile): Iterable<Finding> {
  yield* fromConfigMaps(file);
  yield* buildArguments(file);
  yield* manifests(file);
  for (const { jobs } of workflows(file)) for (const { mapping } of jobs) yield* registryPasswords(mapping);
}

const secretName = /(^|[_.-])(password|passwd|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|credentials?)$/i;

/** Client libraries read these as the place of a file. https://cloud.google.com/docs/authentication/application-default-credentials */
const namesAPath = /APPLICATION_CREDENTIALS$|_(FILE|PATH|DIR|NAME)$/i;

function* fromConfigMaps(file: YamlFile): Iterable<Finding> {
  for (const { mapping } of workloads(file).flatMap(({ containers }) => containers)) {
    for (const item of itemsOf(mapping.get("env"))) {
      const name = textOf(mappingOf(item)?.get("name")) ?? "";
      const source = mappingOf(below(item, "valueFrom"))?.entry("configMapKeyRef");
      const written = textOf(mappingOf(item)?.get("value"));
      const at = entryAt(mappingOf(item), "value");
      if (at && written !== undefined && isWordFor(name, written)) yield { at, message: `\`${name}\` has its value in the manifest: everybody who can read the repository or the namespace knows it, and changing it takes a release. Keep it in a Secret and use \`secretKeyRef\`.` };
      if (source && secretName.test(name) && !namesAPath.test(name)) yield { at: spanOf(source.keyAt), fixes: [{ title: "Read it from a Secret of that name", safe: false, edits: [{ at: spanOf(source.keyAt), text: "secretKeyRef" }] }], message: `\`${name}\` comes from a ConfigMap, which everybody who may look at the namespace can read. Keep it in a Secret and use \`secretKeyRef\`.` };
    }
  }
}

/** A plain word as a password. What looks like a secret by itself is found as such wherever it stands. */
function isWordFor(name: string, value: string): boolean {
  if (!/(^|[_-])(password|passwd|secret|token|(api|secret|private|access)[_-]?key|credentials?)$/i.test(name) || !/^(?:[A-Za-z][A-Za-z_-]{2,}|pass\w*\d{1,4}!?)$/i.test(value)) return false;
  return !/^(?:true|false|none|null|enabled?|disabled?|optional|required|auto|default|generated?|vault|file|env|random|replace\w*|your[_-]?\w*|example|dummy|placeholder|todo|redacted|x+)$|[_-](?:name|file|secret|credentials|token|key)s?$/i.test(value);
}

function* buildArguments(file: YamlFile): Iterable<Finding> {
  for (const { mapping } of services(file)) {
    const given = below(mapping, "build", "args");
    for (const { key, value, start, end } of mappingOf(given)?.entries ?? []) {
      if (secretName.test(key) && (value.kind === "scalar" && (value.type === "null" || /^\$\{?\w+\}?$/.test(value.value)))) yield { at: { start, end }, message: argumentMessage(key) };
    }
    for (const item of itemsOf(given)) {
      const match = /^(\w+)(?:=\$\{?\w+\}?)?$/.exec(textOf(item) ?? "");
      if (match?.[1] && secretName.test(match[1])) yield { at: spanOf(item), message: argumentMessage(match[1]) };
    }
  }
}

function argumentMessage(name: string): string {
  return `Build argument \`${name}\` stays readable in the history of the image: everybody who can pull it has the secret. Hand it over under \`build.secrets\` and mount it in the one RUN that needs it.`;
}

/** `container.credentials.password` as a plain word; one that looks like a secret is found as such wherever it stands. */
function* registryPasswords(job: YamlMapping): Iterable<Finding> {
  const services = mappingOf(job.get("services"))?.entries.map(({ value }) => value) ?? [];
  for (const container of [job.get("container"), ...services]) {
    const password = mappingOf(below(container, "credentials"))?.entry("password");
    if (password && /^[A-Za-z]+$/.test(textOf(password.value) ?? "")) yield { at: spanOf(password.value), message: "The registry's password stands in the workflow: everybody who can read the repository can pull, and often push, in its name. Keep it as a secret and write `${{ secrets.REGISTRY_PASSWORD }}`." };
  }
}

/** One finding per manifest, and none where a key tells its own story. */
function* manifests(file: YamlFile): Iterable<Finding> {
  for (const root of objects(file)) {
    if (textOf(root.get("kind")) !== "Secret" || root.get("sops") || file.once(isSealed)) continue;
    for (const field of ["data", "stringData"]) {
      const entries = (mappingOf(root.get(field))?.entries ?? []).filter(({ value }) => isLiteral(textOf(value)));
      const at = entryAt(root, field);
      if (!at || entries.length === 0 || entries.some(({ key }) => secretName.test(key) || /pass|secret|token|key/i.test(key))) continue;
      const key = mappingOf(root)?.entry(field)?.keyAt ?? at;
      yield { at: spanOf(key), variant: "manifest", message: `\`${field}\` of this Secret stands in the repository, base64 at most: whoever can read the repository can read it, for as long as its history lives. Let a controller create it, or encrypt it.` };
    }
  }
}

/** By SOPS. */
function isSealed({ text }: YamlFile): boolean {
  return /\bENC\[/.test(text);
}

function isLiteral(value: string | undefined): boolean {
  return value !== undefined && value.length > 3 && !/^[<$*]|\$\{|\$\(|<[^>]*>|change.?me|placeholder|your[-_ ]|example|todo|redacted|xxx/i.test(value);
}
