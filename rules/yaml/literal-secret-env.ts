/** Secrets that reach a container through places that keep no secret: ConfigMaps, build arguments, Secret manifests in the repository. */
import { yamlRule, type Finding, type YamlFile } from "../api.ts";
import { below, entryAt, itemsOf, mappingOf, spanOf, textOf } from "./structure/nodes.ts";
import { services } from "./structure/services.ts";
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
  silent: `Values that stand in the file under a telling name: \`text/hardcoded-secret\` tells of those. Encrypted manifests (SOPS, SealedSecret), placeholders, empty values, tests.`,
  references: ["https://kubernetes.io/docs/concepts/configuration/secret/", "https://docs.docker.com/build/building/secrets/"],
  examples: [
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
  prefilter: /configMapKeyRef|kind:\s*["']?Secret|args:/,
  *check(file, context) {
    if (context.isTest) return;
    yield* fromConfigMaps(file);
    yield* buildArguments(file);
    yield* manifests(file);
  },
});

const secretName = /(^|[_.-])(password|passwd|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|credentials?)$/i;

/** Client libraries read these as the place of a file. https://cloud.google.com/docs/authentication/application-default-credentials */
const namesAPath = /APPLICATION_CREDENTIALS$|_(FILE|PATH|DIR|NAME)$/i;

function* fromConfigMaps(file: YamlFile): Iterable<Finding> {
  for (const { mapping } of workloads(file).flatMap(({ containers }) => containers)) {
    for (const item of itemsOf(mapping.get("env"))) {
      const name = textOf(mappingOf(item)?.get("name")) ?? "";
      const source = mappingOf(below(item, "valueFrom"))?.entry("configMapKeyRef");
      if (source && secretName.test(name) && !namesAPath.test(name)) yield { at: spanOf(source.keyAt), fixes: [{ title: "Read it from a Secret of that name", safe: false, edits: [{ at: spanOf(source.keyAt), text: "secretKeyRef" }] }], message: `\`${name}\` comes from a ConfigMap, which everybody who may look at the namespace can read. Keep it in a Secret and use \`secretKeyRef\`.` };
    }
  }
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

/** One finding per manifest, and none where a key tells its own story. */
function* manifests(file: YamlFile): Iterable<Finding> {
  for (const root of objects(file)) {
    if (textOf(root.get("kind")) !== "Secret" || root.get("sops") || /\bENC\[/.test(file.text)) continue;
    for (const field of ["data", "stringData"]) {
      const entries = (mappingOf(root.get(field))?.entries ?? []).filter(({ value }) => isLiteral(textOf(value)));
      const at = entryAt(root, field);
      if (!at || entries.length === 0 || entries.some(({ key }) => secretName.test(key) || /pass|secret|token|key/i.test(key))) continue;
      const key = mappingOf(root)?.entry(field)?.keyAt ?? at;
      yield { at: spanOf(key), variant: "manifest", message: `\`${field}\` of this Secret stands in the repository, base64 at most: whoever can read the repository can read it, for as long as its history lives. Let a controller create it, or encrypt it.` };
    }
  }
}

function isLiteral(value: string | undefined): boolean {
  return value !== undefined && value.length > 3 && !/^[<$*]|\$\{|\$\(|<[^>]*>|change.?me|placeholder|your[-_ ]|example|todo|redacted|xxx/i.test(value);
}
