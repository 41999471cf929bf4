/** Pipelines and deployments that accept any certificate. */
import { yamlRule, type Edit, type Finding, type YamlFile } from "../api.ts";
import { consequence, switchesOff, unverifiedCommands } from "../shell/tls.ts";
import { isFalse, isTrue, spanOf, textOf } from "./structure/nodes.ts";
import { replacedValue } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/disabled-tls-verification",
  title: "Certificate check switched off",
  severity: "warning",
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `Without the certificate check anybody on the way can pose as the other side: read the credentials that are sent, and answer what they like.`,
  remedy: `Trust the right authority: mount its certificate and name it (\`ca_file\`, \`NODE_EXTRA_CA_CERTS\`, \`REQUESTS_CA_BUNDLE\`, \`--cacert\`), and leave the check on.`,
  silent: `Calls to this machine, checks that are stated to be on. Tests get a hint.`,
  references: ["https://prometheus.io/docs/prometheus/latest/configuration/configuration/#tls_config", "https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue"],
  examples: [
    {
      title: "Environment", path: "compose.yaml",
      bad: "services:\n  api:\n    image: acme/api:3\n    environment:\n      «NODE_TLS_REJECT_UNAUTHORIZED: \"0\"»\n",
      good: "services:\n  api:\n    image: acme/api:3\n    environment:\n      NODE_EXTRA_CA_CERTS: /etc/ssl/acme.pem\n",
    },
    {
      title: "Scrape configuration", path: "prometheus.yml",
      bad: "scrape_configs:\n  - job_name: api\n    tls_config:\n      «insecure_skip_verify: true»\n",
      good: "scrape_configs:\n  - job_name: api\n    tls_config:\n      ca_file: /etc/ssl/acme.pem\n",
    },
    {
      title: "In a pipeline", path: ".github/workflows/deploy.yml",
      bad: "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: curl «-k» https://deploy.example.com/hook\n",
      good: "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: curl --cacert ca.pem https://deploy.example.com/hook\n",
    },
  ],
  judges: "documents",
  *check(file, context) {
    for (const finding of written(file)) yield context.isTest ? { ...finding, confidence: "possible" } : finding;
  },
});

function* written(file: YamlFile): Iterable<Finding> {
  yield* settings(file);
  for (const { script } of file.scripts()) for (const { at, written, remedy, fixes } of unverifiedCommands(script.commands(), file.text)) yield { at, message: `${consequence(written)}. ${remedy}.`, fixes };
}

/** Keys of Prometheus, Go programs, kubeconfig, Ansible and Grafana. */
const skips = /^(insecure_?skip_?(tls_?)?verify|insecure-skip-tls-verify|insecureSkipTLSVerify|tlsSkipVerify|skip_tls_verify|skipTLSVerify)$/i;
const checks = /^(ssl_verify|verify_ssl|tls_verify|validate_certs|sslVerify|strict-ssl|rejectUnauthorized)$/i;

function* settings(file: YamlFile): Iterable<Finding> {
  for (const { mapping, document } of file.mappings()) {
    if (document.kind === "openapi") continue;
    for (const entry of mapping.entries) {
      const { key, value, start, end, isAlias } = entry;
      if (isAlias || value.kind === "mapping") continue;
      const written = textOf(value) ?? "";
      if ((skips.test(key) && isTrue(value)) || (checks.test(key) && isFalse(value)) || switchesOff(key, written)) yield { at: { start, end }, message: messageOf(`${key}: ${written}`), ...fixOf(replacedValue(entry, opposite(key, written))) };
      for (const item of value.kind === "sequence" && /^(environment|env)$/.test(key) ? value.items : []) {
        const [name = "", ...rest] = (textOf(item) ?? "").split("=");
        if (switchesOff(name, rest.join("="))) yield { at: spanOf(item), message: messageOf(textOf(item) ?? "") };
      }
    }
    const name = textOf(mapping.get("name"));
    if (name !== undefined && switchesOff(name, textOf(mapping.get("value")) ?? "")) yield { at: spanOf(mapping.entry("value") ?? mapping), message: messageOf(`${name}=${textOf(mapping.get("value")) ?? ""}`), ...fixOf(replacedValue(mapping.entry("value"), opposite(name, textOf(mapping.get("value")) ?? ""))) };
  }
}

function messageOf(written: string): string {
  return `${consequence(written)}. Trust the right certificate authority instead.`;
}

function opposite(key: string, written: string): string {
  if (/^[01]$/.test(written)) return written === "0" ? "1" : "0";
  const isOn = skips.test(key) || key === "GIT_SSL_NO_VERIFY";
  return isOn ? "false" : "true";
}

function fixOf(edit: Edit | undefined) {
  return edit && { fixes: [{ title: "Check certificates", safe: false, edits: [edit] }] };
}
