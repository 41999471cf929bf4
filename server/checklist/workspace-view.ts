/** What detectors look at, gathered from the facts of all files. */
import type { FileFacts, Project } from "../../rules/api.ts";
import type { DetectorKind } from "../../rules/checklists/types.ts";
import { templates } from "../../rules/templates/index.ts";
import { contentHash } from "../engine/hash.ts";
import type { Reported } from "../engine/report.ts";
import { lockView } from "./locks.ts";
import type { Trait } from "./model.ts";
import type { OwnerFacts } from "./owners.ts";

/** A thing with a place. */
export interface Sighting {
  readonly path: string;
  readonly offset?: number;
  readonly name: string;
}

type Sightings = Readonly<Record<Exclude<DetectorKind, "file">, readonly Sighting[]>>;

/** What follows from the facts of all files: the same until some of them change. */
export interface ProjectView {
  readonly inCode: Sightings;
  readonly inTests: Sightings;
  readonly lockfiles: readonly { readonly path: string; readonly covered: number; readonly declared: number }[];
  readonly manifestsWithoutLockfile: readonly string[];
  readonly images: readonly (Sighting & { readonly hasDigest: boolean })[];
  /** Calls that may wait for somebody else, where they can be counted. */
  readonly boundable: readonly { readonly path: string; readonly name: string; readonly count: number }[];
  /** Files with clients whose calls are not counted. */
  readonly callingFiles: readonly string[];
  readonly owners: ReadonlyMap<string, OwnerFacts>;
  readonly traits: ReadonlySet<Trait>;
}

/** What detectors may look at. */
export interface WorkspaceView {
  /** Sorted; the same array as long as the files are the same. */
  readonly paths: readonly string[];
  readonly facts: ProjectView;
  /** Digest of a file's content, undefined for files that were not read. */
  digest(path: string): string | undefined;
  /** A file made from a template that nobody has filled in: it proves nothing. */
  isTemplate(path: string): boolean;
  /** Findings that say a call is not bounded: in files whose calls are counted, and in the others. */
  readonly unbounded: { readonly counted: readonly Reported[]; readonly uncounted: readonly Reported[] };
}

export interface ViewInput {
  readonly paths: readonly string[];
  readonly facts: ProjectView;
  readonly findings: readonly Reported[];
  readonly digest: (path: string) => string | undefined;
}

const templateDigests = new Set(Object.values(templates).map((text) => contentHash(text)));

export function workspaceView({ paths, facts, findings, digest }: ViewInput): WorkspaceView {
  const unbounded = findings.filter(({ rule, severity }) => rule.id.endsWith("/request-without-timeout") && severity !== "hint");
  const isCounted = ({ rule }: Reported) => rule.id.startsWith("python/");
  return {
    paths, facts, digest,
    isTemplate: (path) => templateDigests.has(digest(path) ?? ""),
    unbounded: { counted: unbounded.filter(isCounted), uncounted: unbounded.filter((finding) => !isCounted(finding)) },
  };
}

/** Tests and fixtures prove nothing about production; what they say is kept apart. */
export function projectView(project: Project, isTest: (path: string) => boolean): ProjectView {
  const all = [...project.files.values()];
  const facts = all.filter(({ path }) => !isTest(path));
  const inCode = sightingsOf(facts);
  const calls = facts.flatMap(({ path, body }) => Object.entries(body.python?.uses ?? {}).map(([name, count]) => ({ path, name, count })));
  return {
    inCode,
    inTests: sightingsOf(all.filter(({ path }) => isTest(path))),
    ...lockView(facts),
    images: facts.flatMap((file) => (file.body.images?.images ?? []).map((image) => ({ ...sighting(file, image.name, image.at), hasDigest: image.digest !== undefined }))),
    boundable: calls.filter(({ name }) => boundableCall.test(name)),
    callingFiles: facts.filter((file) => file.body.javascript && importsOf(file).some(({ name }) => callers.has(rootOf(name)))).map(({ path }) => path).sort(),
    owners: new Map(all.flatMap(({ path, body }) => (body.owners ? [[path, body.owners] as const] : []))),
    traits: detectTraits(project, facts),
  };
}

function sightingsOf(files: readonly FileFacts[]): Sightings {
  const operations = (key: "commands" | "actions" | "resources" | "settings") => files.flatMap((file) => (file.body.operations?.[key] ?? []).map(({ name, at }) => sighting(file, name, at)));
  return {
    imports: files.flatMap(importsOf),
    calls: files.flatMap(({ path, body }) => Object.keys(body.python?.uses ?? {}).map((name) => ({ path, name }))),
    act: files.flatMap(actsOf),
    route: files.flatMap(routesOf),
    heading: files.flatMap((file) => (file.body.documents?.headings ?? []).map(({ text, at }) => sighting(file, text, at))),
    command: operations("commands"), action: operations("actions"), resource: operations("resources"), setting: operations("settings"),
  };
}

function actsOf(file: FileFacts): Sighting[] {
  const { functions = [], splits = [] } = file.body.python ?? {};
  const first = new Map(functions.flatMap(({ acts = [] }) => acts).map(({ does, at }) => [does, at] as const).reverse());
  const split = splits[0]?.at;
  if (split !== undefined) first.set("split", split);
  return [...first].map(([name, at]) => sighting(file, name, at));
}

/** Last segments of the paths that routes answer: `health` of `GET /v1/health`. */
function routesOf(file: FileFacts): Sighting[] {
  const { python, javascript } = file.body;
  const entries = [
    ...(python?.functions ?? []).flatMap(({ entries: all = [] }) => all), ...(javascript?.functions ?? []).flatMap(({ entry }) => entry ?? []), ...(javascript?.registers ?? []),
  ];
  return entries.filter(({ how }) => how === "route").flatMap(({ label, at }) => {
    const last = /\/([\w.-]+)\/?$/.exec(label)?.[1];
    return last ? [sighting(file, last.toLowerCase(), at)] : [];
  });
}

/** Python calls that wait for another machine, by qualified name. */
const boundableCall = new RegExp(`^(?:${[
  "(?:requests|httpx)\\.(?:(?:Session|Client|AsyncClient)\\.)?(?:get|post|put|patch|delete|head|options|request|stream)",
  "aiohttp\\.ClientSession\\.(?:get|post|put|patch|delete|head|options|request)",
  "urllib\\.request\\.urlopen", "urllib3\\.(?:PoolManager\\.)?(?:request|urlopen)", "http\\.client\\.HTTPS?Connection",
  "smtplib\\.SMTP(?:_SSL)?", "ftplib\\.FTP(?:_TLS)?", "socket\\.create_connection", "grpc\\.(?:insecure|secure)_channel",
  "(?:psycopg2|psycopg|pymysql|MySQLdb|mysql\\.connector|pyodbc)\\.connect", "redis\\.(?:Redis|StrictRedis|from_url)", "pymongo\\.MongoClient",
].join("|")})$`);

/** JavaScript libraries whose calls leave the process. */
const callers = new Set([
  "axios", "got", "ky", "node-fetch", "undici", "superagent", "pg", "mysql2", "mongoose", "ioredis", "node:http", "node:https", "@aws-sdk", "@grpc/grpc-js",
]);

const traitImports: Readonly<Record<"model" | "service" | "data-pipeline", ReadonlySet<string>>> = {
  model: new Set(["sklearn", "torch", "tensorflow", "keras", "xgboost", "lightgbm", "catboost", "transformers", "pytorch_lightning", "lightning", "statsmodels", "prophet", "spacy", "onnxruntime", "sentence_transformers", "@tensorflow/tfjs", "@tensorflow/tfjs-node", "onnxruntime-node"]),
  service: new Set(["fastapi", "flask", "django", "starlette", "sanic", "tornado", "bottle", "falcon", "litestar", "quart", "bentoml", "streamlit", "gradio", "dash", "grpc", "express", "fastify", "koa", "@nestjs", "hono", "next", "@hapi/hapi", "restify"]),
  "data-pipeline": new Set(["airflow", "prefect", "dagster", "luigi", "kedro", "pyspark", "dbt", "apache_beam", "great_expectations", "pandera"]),
};

const deploymentFile = /(^|\/)(Dockerfile|Containerfile|Procfile|fly\.toml|render\.yaml|app\.yaml|serverless\.ya?ml|Chart\.yaml|kustomization\.ya?ml|skaffold\.ya?ml|(docker-)?compose[^/]*\.ya?ml)$|\.(tf|dockerfile)$|(^|\/)(k8s|kubernetes|helm|deploy)\//i;

/** What the project is, as far as its files show. */
function detectTraits(project: Project, facts: readonly FileFacts[]): ReadonlySet<Trait> {
  const roots = new Set(facts.flatMap(importsOf).map(({ name }) => rootOf(name)));
  const found = new Set<Trait>();
  for (const trait of ["model", "service", "data-pipeline"] as const) if ([...traitImports[trait]].some((name) => roots.has(name))) found.add(trait);
  if ([...project.surroundings.paths].some((path) => deploymentFile.test(path))) found.add("deployment");
  if (facts.some((file) => !file.path.includes("/") && file.body.manifest?.publication.isBuildable && !file.body.manifest.publication.isPrivate && file.body.manifest.publication.signs === "strong")) found.add("library");
  return found;
}

function importsOf(file: FileFacts): Sighting[] {
  const { python, javascript } = file.body;
  const modules = [
    ...(python ? [...Object.values(python.imports), ...python.stars].filter((symbol) => !/^[:=]/.test(symbol)) : []),
    ...(javascript?.imports ?? []).map(({ module }) => module).filter((module) => !module.startsWith(".")),
  ];
  return [...new Set(modules)].map((name) => ({ path: file.path, name }));
}

/** `sklearn.preprocessing.StandardScaler` is of `sklearn`, `@nestjs/common` of `@nestjs`. */
function rootOf(name: string): string {
  return name.startsWith("node:") ? name : (/^[^./]+/.exec(name)?.[0] ?? name);
}

function sighting(file: FileFacts, name: string, at: number): Sighting {
  const offset = file.anchors[at]?.start;
  return { path: file.path, name, ...(offset !== undefined && { offset }) };
}
