/** What detectors look at, gathered from the facts of all files. */
import type { FileFacts, Project } from "../../rules/api.ts";
import type { Reported } from "../engine/report.ts";
import type { Sighting, WorkspaceView } from "./evidence.ts";
import type { Trait } from "./model.ts";

export interface ViewInput {
  readonly project: Project;
  readonly findings: readonly Reported[];
  readonly digest: (path: string) => string | undefined;
  /** Tests and fixtures prove nothing about production. */
  readonly isTest: (path: string) => boolean;
}

export function workspaceView({ project, findings, digest, isTest }: ViewInput): WorkspaceView {
  const facts = [...project.files.values()].filter(({ path }) => !isTest(path));
  const imports = facts.flatMap(importsOf);
  const unbounded = findings.filter(({ rule, severity }) => rule.id.endsWith("/request-without-timeout") && severity !== "hint");
  return {
    paths: [...project.surroundings.paths].sort(),
    digest, imports,
    headings: facts.flatMap((file) => (file.body.documents?.headings ?? []).map(({ text, at }) => sighting(file, text, at))),
    ...lockView(facts),
    images: facts.flatMap((file) => (file.body.images?.images ?? []).map((image) => ({ ...sighting(file, image.name, image.at), hasDigest: image.digest !== undefined }))),
    callingFiles: [...new Set(imports.filter(({ name }) => callers.has(rootOf(name))).map(({ path }) => path))].sort(),
    unboundedCalls: unbounded.length,
  };
}

/** Libraries whose calls leave the process. */
const callers = new Set([
  "requests", "httpx", "aiohttp", "urllib3", "urllib", "http", "grpc", "psycopg2", "psycopg", "pymysql", "redis", "pymongo", "boto3", "kafka", "openai", "anthropic", "smtplib", "socket",
  "axios", "got", "ky", "node-fetch", "undici", "superagent", "pg", "mysql2", "mongoose", "ioredis", "node:http", "node:https", "@aws-sdk", "@grpc/grpc-js",
]);

const traitImports: Readonly<Record<"model" | "service" | "data-pipeline", ReadonlySet<string>>> = {
  model: new Set(["sklearn", "torch", "tensorflow", "keras", "xgboost", "lightgbm", "catboost", "transformers", "pytorch_lightning", "lightning", "statsmodels", "prophet", "spacy", "onnxruntime", "sentence_transformers", "@tensorflow/tfjs", "@tensorflow/tfjs-node", "onnxruntime-node"]),
  service: new Set(["fastapi", "flask", "django", "starlette", "sanic", "tornado", "bottle", "falcon", "litestar", "quart", "bentoml", "streamlit", "gradio", "dash", "grpc", "express", "fastify", "koa", "@nestjs", "hono", "next", "@hapi/hapi", "restify"]),
  "data-pipeline": new Set(["airflow", "prefect", "dagster", "luigi", "kedro", "pyspark", "dbt", "apache_beam", "great_expectations", "pandera"]),
};

const deploymentFile = /(^|\/)(Dockerfile|Containerfile|Procfile|fly\.toml|render\.yaml|app\.yaml|serverless\.ya?ml|Chart\.yaml|kustomization\.ya?ml|skaffold\.ya?ml|(docker-)?compose[^/]*\.ya?ml)$|\.(tf|dockerfile)$|(^|\/)(k8s|kubernetes|helm|deploy)\//i;

/** What the project is, as far as its files show. */
export function detectTraits(project: Project, isTest: (path: string) => boolean): ReadonlySet<Trait> {
  const facts = [...project.files.values()].filter(({ path }) => !isTest(path));
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

const application = new Set(["package.json", "pyproject.toml", "Pipfile", "requirements.txt"]);

function lockView(facts: readonly FileFacts[]): Pick<WorkspaceView, "lockfiles" | "manifestsWithoutLockfile"> {
  const locks = facts.filter((file) => file.body.manifest?.lock);
  const manifests = facts.filter((file) => file.body.manifest && !file.body.manifest.lock && application.has(nameOf(file.path)) && file.body.manifest.dependencies.length > 0);
  const lockfiles = locks.map((lock) => {
    const packages = lock.body.manifest?.lock?.packages ?? {};
    const declared = manifests.filter((file) => file.body.manifest?.ecosystem === lock.body.manifest?.ecosystem && isBelow(folderOf(lock.path), file.path)).flatMap((file) => file.body.manifest?.dependencies ?? []);
    return { path: lock.path, declared: declared.length, covered: declared.filter(({ key }) => packages[key]).length };
  });
  const bare = manifests.filter((file) => !locks.some((lock) => lock.body.manifest?.ecosystem === file.body.manifest?.ecosystem && isBelow(folderOf(lock.path), file.path)) && !isPinnedThroughout(file));
  return { lockfiles, manifestsWithoutLockfile: bare.map(({ path }) => path) };
}

function isPinnedThroughout(file: FileFacts): boolean {
  const manifest = file.body.manifest;
  return nameOf(file.path) === "requirements.txt" && (manifest?.dependencies.every(({ pin }) => pin === "exact") ?? false);
}

function isBelow(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(folder + "/");
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
