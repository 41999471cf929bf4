/** Compose services that others wait for, or that serve a port, and that nobody asks whether they work. */
import { yamlRule, type YamlFile, type YamlMapping } from "../api.ts";
import { below, itemsOf, mappingOf, spanOf, textOf } from "./structure/nodes.ts";
import { composeUse, services, type Service } from "./structure/services.ts";
import { addedTo, nested, oneLine } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/missing-healthcheck",
  title: "Compose service without a health check",
  severity: { default: "info", blocked: "warning" },
  principle: "deployment",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: `Compose takes a service for ready when its process starts. What depends on a database that is still recovering crashes, or comes up half-working, at every restart of the machine.`,
  remedy: `Add a \`healthcheck\` (\`pg_isready\`, \`redis-cli ping\`, a call of /health) and wait for it: \`depends_on: { db: { condition: service_healthy } }\`.`,
  silent: `Images of unknown make, which may bring a check of their own; services that nobody depends on and that serve no port; development and test files. Services
built here are a hint: their Dockerfile may have the check.`,
  references: ["https://docs.docker.com/compose/how-tos/startup-order/", "https://docs.docker.com/reference/compose-file/services/#healthcheck"],
  examples: [
    {
      title: "Started is not ready", path: "compose.yaml",
      bad: "services:\n  api:\n    image: acme/api:3\n    depends_on: [db]\n  «db»:\n    image: postgres:17\n    restart: always\n",
      good: "services:\n  api:\n    image: acme/api:3\n    depends_on:\n      db: {condition: service_healthy}\n  db:\n    image: postgres:17\n    restart: always\n    healthcheck:\n      test: pg_isready\n",
    },
    {
      title: "Waiting for a check that does not exist", path: "compose.yaml",
      bad: "services:\n  api:\n    image: acme/api:3\n    depends_on:\n      cache: {condition: service_healthy}\n  «cache»:\n    image: redis:7\n",
      good: "services:\n  api:\n    image: acme/api:3\n    depends_on:\n      cache: {condition: service_healthy}\n  cache:\n    image: redis:7\n    healthcheck:\n      test: redis-cli ping\n",
    },
  ],
  prefilter: /services|image/,
  *check(file, context) {
    if (context.isTest || context.profile === "prototype") return;
    const all = services(file);
    const use = composeUse(file);
    for (const service of all) {
      const { mapping, name, at } = service;
      if (mapping.get("healthcheck") ?? mapping.get("extends")) continue;
      const waiting = all.filter((other) => waitsFor(other.mapping, name));
      const isStrict = waiting.some((other) => textOf(below(other.mapping, "depends_on", name, "condition")) === "service_healthy");
      const isKnown = !mapping.get("build") && bare.test(textOf(mapping.get("image")) ?? "");
      if (isKnown && isStrict) {
        yield { at, variant: "blocked", ...fixOf(file, mapping), message: `Others wait until \`${name}\` is healthy, and \`${textOf(mapping.get("image")) ?? ""}\` has no health check of its own: they never start. Add a \`healthcheck\`.` };
      } else if (use === "production" && waiting.length > 0 && isKnown) {
        yield { at, ...fixOf(file, mapping), message: `\`${waiting[0]?.name ?? ""}\` starts as soon as the process of \`${name}\` does, ready or not: after a restart of the machine it may crash or come up half-working. Add a \`healthcheck\` and wait for \`service_healthy\`.`, related: waiting.map((other) => ({ at: spanOf(other.at), message: "depends on it" })) };
      } else if (use === "production" && mapping.get("build") && itemsOf(mapping.get("ports")).length > 0) {
        yield { at, confidence: "possible", message: `\`${name}\` serves a port and has no \`healthcheck\` here: unless its Dockerfile has one, a process that hangs keeps its traffic. Add one.` };
      }
    }
  },
});

/** Official images whose Dockerfiles have no HEALTHCHECK: https://github.com/docker-library/official-images */
const bare = /^(docker\.io\/)?(library\/)?(postgres|mysql|mariadb|redis|valkey\/valkey|mongo|rabbitmq|memcached|cassandra|elasticsearch|nginx|httpd|postgis\/postgis|bitnami\/kafka)(:|@|$)/;

function waitsFor(mapping: YamlMapping, name: string): boolean {
  const on: Service["mapping"] | undefined = mappingOf(mapping.get("depends_on"));
  return on ? on.get(name) !== undefined : itemsOf(mapping.get("depends_on")).some((item) => textOf(item) === name);
}

/** From the images' own documentation: each command comes with its image. */
const commands: Readonly<Record<string, string>> = {
  postgres: "pg_isready -U postgres", postgis: "pg_isready -U postgres", redis: "redis-cli ping", valkey: "valkey-cli ping", mysql: "mysqladmin ping -h 127.0.0.1",
  mariadb: "healthcheck.sh --connect --innodb_initialized", mongo: "mongosh --quiet --eval \"db.adminCommand('ping')\"", rabbitmq: "rabbitmq-diagnostics -q ping",
  cassandra: "nodetool status", elasticsearch: "curl -fs http://localhost:9200/_cluster/health", nginx: "curl -fs http://localhost/",
};

/** Images before MongoDB 5 have no `mongosh`. */
const oldMongo = "mongo --quiet --eval \"db.adminCommand('ping')\"";

function fixOf(file: YamlFile, mapping: YamlMapping) {
  const image = textOf(mapping.get("image")) ?? "";
  const name = /(?:^|\/)([\w-]+)(?:[:@]|$)/.exec(image)?.[1] ?? "";
  const command = /(?:^|\/)mongo:[34](?:[.-]|$)/.test(image) ? oldMongo : Object.hasOwn(commands, name) ? commands[name] : undefined;
  const edit = command === undefined ? undefined : addedTo(file, mapping, nested("healthcheck", oneLine(`test: ${command}`)), "image");
  return edit && { fixes: [{ title: `Check health with ${command?.split(" ", 1)[0] ?? ""}`, safe: false, edits: [edit] }] };
}
