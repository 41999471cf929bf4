/** Images whose program runs as root. */
import { dockerfileRule, type DockerFile, type DockerInstruction, type DockerStage, type Finding, type Fix, type RuleContext } from "../api.ts";
import { officialImages } from "./knowledge/official-images.ts";

export default dockerfileRule({
  id: "dockerfile/root-user",
  title: "Program in the image runs as root",
  severity: { default: "warning", unset: "info" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: `Root in a container is root to the kernel: one hole in the service plus one escape or careless mount is root on the machine, and until then it may rewrite
its own code.`,
  remedy: `Create a user without rights, or use the image's own (\`node\`, \`nginx\` unprivileged), and end the stage with \`USER 10001\`.`,
  silent: `Only the stage that is built by default is judged. Bases that may set a user themselves: private ones, variables, names that say nonroot or unprivileged. Entrypoints that
step down (\`gosu\`, \`su-exec\`, \`setpriv\`). Windows images, dev containers. In an image that starts nothing of its own only a written \`USER root\` speaks, as information. Until the customer-facing profile a missing USER is information.`,
  references: ["https://docs.docker.com/build/building/best-practices/#user"],
  examples: [
    { title: "Back to root", bad: "FROM python:3.12\nUSER app\n«USER root»\nCMD [\"python\", \"app.py\"]\n", good: "FROM python:3.12\nUSER root\nRUN useradd app\nUSER app\nCMD [\"python\", \"app.py\"]\n" },
    { title: "Never left root", bad: "FROM node:22 AS build\nUSER node\nFROM node:22\n«CMD [\"node\", \"server.js\"]»\n", good: "FROM node:22\nUSER node\nCMD [\"node\", \"server.js\"]\n" },
  ],
  *check(file, context) {
    if (/(^|\/)\.devcontainer\//.test(file.path)) return;
    for (const finding of judge(file, context)) yield context.isTest ? { ...finding, confidence: "possible" } : finding;
  },
});

function* judge(file: DockerFile, context: RuleContext): Iterable<Finding> {
  const chain = defaultChain(file);
  const last = chain[0];
  const start = chain.flatMap(({ instructions }) => instructions.filter(({ keyword, isOnBuild }) => !isOnBuild && /^(CMD|ENTRYPOINT)$/.test(keyword)).slice(-1))[0];
  if (!last || stepsDown(file, chain)) return;
  const user = chain.flatMap(({ instructions }) => instructions.filter(({ keyword, isOnBuild }) => keyword === "USER" && !isOnBuild).slice(-1))[0];
  const name = user?.words[0] && filledIn(chain, user, user.words[0].value);
  const stage = last.alias ? ` of stage \`${last.alias}\`, which is built by default,` : "";
  if (user && name !== undefined) {
    if (isRoot(name)) yield { at: { start: user.start, end: user.end }, ...(!start && !startsByItself(chain) && { variant: "unset" }), ...replaced(user, userOf(chain)), message: `\`${file.slice(user)}\` is the last word${stage}: the program runs as root, and one hole in it is one step from the host. End with a user without rights.` };
    return;
  }
  if (!start || !startsAsRoot(chain)) return;
  const isStrict = context.profile === "customer-facing" || context.profile === "safety-critical";
  yield { at: { start: start.start, end: start.end }, ...(!isStrict && { variant: "unset" }), fixes: [inserted(file, start, userOf(chain))], message: `No USER${stage} is set: the program runs as root, and one hole in it is one step from the host. Add \`USER\` with a user without rights before it.` };
}

/** The stage built when nobody names one, then those it continues. */
function defaultChain(file: DockerFile): DockerStage[] {
  const chain: DockerStage[] = [];
  for (let stage = file.stages().at(-1); stage; stage = stage.parent) chain.push(stage);
  return chain;
}

/** Official images that switch to a user of their own: their Dockerfiles end with USER. */
const ownUser = /^(elasticsearch|kibana|logstash|jenkins|sonarqube|couchbase|solr|kong|varnish|neo4j|influxdb|zookeeper|flink|spark|storm|tomee|geonetwork|rocket\.chat|memcached|haproxy|nats)$/;
const alsoRoot = /^(golang\/go|tiangolo\/.*|continuumio\/.*|nvidia\/cuda|pytorch\/pytorch|tensorflow\/tensorflow|astral-sh\/uv|amazonlinux|eclipse-temurin)$/;

/** Others that start a service, as a user of their own. Their documentation says to end with it again: https://airflow.apache.org/docs/docker-stack/build.html, https://github.com/jenkinsci/docker#installing-more-tools */
const servesAsOwnUser = /^(jenkins\/jenkins|apache\/(airflow|superset)|grafana\/(grafana|loki)|bitnami\/.*|jupyter\/.*|keycloak\/keycloak)$/;

function startsByItself(chain: readonly DockerStage[]): boolean {
  const name = chain.at(-1)?.base?.name.replace(/^library\//, "") ?? "";
  return servesAsOwnUser.test(name) || (ownUser.test(name) && name !== "flink" && name !== "spark");
}

/** Leading zeros, and a sign, still are user 0. */
function isRoot(user: string): boolean {
  return /^(root|[-+]?0+)(:.*)?$/.test(user);
}

/** `USER $NAME` with what an ARG or ENV before it says. */
function filledIn(chain: readonly DockerStage[], user: DockerInstruction, written: string): string {
  const variable = /^\$\{?(\w+)(?::-(\w+))?\}?$/.exec(written);
  if (!variable) return written;
  const before = chain.flatMap(({ instructions }) => instructions).filter(({ keyword, start }) => (keyword === "ARG" || keyword === "ENV") && start < user.start);
  const given = before.flatMap(({ pairs }) => pairs).filter(({ name, value }) => name === variable[1] && value !== undefined);
  return given.length === 1 ? given[0]?.value ?? written : variable[2] ?? written;
}

function startsAsRoot(chain: readonly DockerStage[]): boolean {
  const base = chain.at(-1)?.base;
  if (!base || base.pin === "unknown" || /nonroot|unprivileged|rootless|windows|nanoserver/i.test(base.resolved)) return false;
  const name = base.name.replace(/^library\//, "");
  return (officialImages.has(name) && !ownUser.test(name) && (base.registry === undefined || /(^|\.)docker\.io$|^public\.ecr\.aws$|^mirror\.gcr\.io$/.test(base.registry))) || alsoRoot.test(name);
}

/** An entrypoint that changes the user itself, or a supervisor that must be root to start others. */
const stepping = /\b(gosu|su-exec|setpriv|runuser|s6-setuidgid|s6-overlay|supervisord|dumb-init-su|chpst|su)\b|s6-overlay/;

function stepsDown(file: DockerFile, chain: readonly DockerStage[]): boolean {
  const relevant = (instruction: DockerInstruction) => /^(RUN|ENTRYPOINT|CMD|COPY|ADD|ENV)$/.test(instruction.keyword);
  if (chain.some(({ instructions }) => instructions.some((one) => relevant(one) && stepping.test(file.slice(one))))) return true;
  // a start script may step down; nginx, apache and databases do it themselves
  const entry = chain.flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === "ENTRYPOINT").slice(-1))[0];
  if (entry && /entrypoint|\.sh\b/.test(file.slice(entry))) return true;
  return /^(library\/)?(nginx|httpd|postgres|mysql|mariadb|redis|mongo|rabbitmq|caddy|traefik|php|registry|docker)$/.test(chain.at(-1)?.base?.name ?? "");
}

/** Node's image brings a user; a number needs none. https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#non-root-user */
function userOf(chain: readonly DockerStage[]): string {
  return /^(library\/)?node$/.test(chain.at(-1)?.base?.name ?? "") ? "node" : "10001";
}

function replaced({ words: [name] }: DockerInstruction, user: string) {
  return name && { fixes: [{ title: `End with USER ${user}`, safe: false, edits: [{ at: { start: name.start, end: name.end }, text: user }] }] };
}

function inserted(file: DockerFile, before: DockerInstruction, user: string): Fix {
  const newline = file.text.includes("\r\n") ? "\r\n" : "\n";
  return { title: `Add USER ${user}`, safe: false, edits: [{ at: { start: before.start, end: before.start }, text: `USER ${user}${newline}` }] };
}
