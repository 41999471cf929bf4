/** Which workspaces hold a service, and what it lacks: small workspaces as cases, each with the rules that speak and where. */
import { describe, expect, it } from "vitest";
import { workspace } from "../harness.ts";

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** `rule path`, severities but hints left out: sorted. */
  readonly speaks: readonly string[];
  readonly profile?: "prototype" | "customer-facing";
}

const node = { Dockerfile: "FROM node:22\nCMD [\"node\", \"server.js\"]\n" };
const python = { Dockerfile: "FROM python:3.12\nCMD [\"python\", \"app.py\"]\n" };
const routes = 'app.get("/orders", (q, r) => r.json([]));\napp.post("/orders", (q, r) => r.json({}));\napp.get("/users", (q, r) => r.json([]));\napp.get("/health", (q, r) => r.send("ok"));\n';
const express = `import express from "express";\nconst app = express();\n${routes}`;
const flask = 'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/a")\ndef a(): return ""\n\n@app.route("/b")\ndef b(): return ""\n\n@app.route("/c")\ndef c(): return ""\n\n@app.route("/health")\ndef health(): return ""\n';
const main = '\nif __name__ == "__main__":\n    app.run(host="0.0.0.0")\n';
const counted = "project/missing-metrics";
const numbered = "project/missing-request-id";
const stopped = "project/missing-graceful-shutdown";
const limited = "project/missing-rate-limit";
const traced = "project/missing-tracing";
const drifts = "project/missing-drift-monitoring";
const quiet = 'import "prom-client";\nconst requestId = 1;\n';
const scored = 'import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\nmodel = joblib.load("model.joblib")\n\n@app.post("/price")\ndef price(rooms: float):\n    return float(model.predict([[rooms]])[0])\n';

const cases: readonly Case[] = [
  { name: "an Express service in a container", files: { ...node, "server.js": `${express}app.listen(3000);\n` }, speaks: [`${stopped} server.js info`, `${counted} server.js info`, `${numbered} server.js info`] },
  { name: "stopping counts more where customers depend on it", profile: "customer-facing", files: { ...node, "server.js": `${quiet}${express}app.listen(3000);\n` }, speaks: [`${stopped} server.js warning`] },
  { name: "a prototype owes none of it", profile: "prototype", files: { ...node, "server.js": `${express}app.post("/login", (q, r) => r.end());\napp.listen(3000);\n` }, speaks: [] },
  { name: "nothing shows how it is deployed", files: { "server.js": `${express}app.listen(3000);\n` }, speaks: [`${stopped} server.js hint`] },
  { name: "a server that is answered for in another file", files: { ...node, "server.js": `${quiet}${express}app.listen(3000);\n`, "lib/stop.js": 'for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));\n' }, speaks: [] },
  { name: "only SIGINT, which no platform sends", files: { ...node, "server.js": `${quiet}${express}app.listen(3000);\nprocess.on("SIGINT", () => process.exit(0));\n` }, speaks: [`${stopped} server.js info`] },
  { name: "a library of the manifest", files: { ...node, "server.js": `${quiet}${express}app.listen(3000);\n`, "package.json": '{ "private": true, "dependencies": { "express": "5.1.0", "http-terminator": "3.2.0" } }' }, speaks: [] },
  { name: "Nest with its hooks", files: { ...node, "src/main.ts": 'import { NestFactory } from "@nestjs/core";\nasync function start() {\n  const app = await NestFactory.create(AppModule);\n  app.enableShutdownHooks();\n  await app.listen(3000);\n}\n' }, speaks: [] },
  { name: "Nest without", files: { ...node, "src/main.ts": 'import { NestFactory } from "@nestjs/core";\nasync function start() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\n' }, speaks: [`${stopped} src/main.ts info`] },
  { name: "Fastify numbers its requests", files: { ...node, "server.js": 'import Fastify from "fastify";\nimport "prom-client";\nconst app = Fastify();\napp.get("/a", (q, r) => r.end());\napp.get("/b", (q, r) => r.end());\napp.get("/c", (q, r) => r.end());\napp.get("/d", (q, r) => r.end());\nawait app.listen({ port: 1 });\nprocess.on("SIGTERM", () => app.close());\n' }, speaks: [] },
  { name: "plain node:http", files: { ...node, "server.js": 'const http = require("http");\nhttp.createServer((q, r) => r.end("ok")).listen(8080);\n' }, speaks: [`${stopped} server.js info`] },
  { name: "no server at all: an emitter that listens", files: { ...node, "bus.js": 'import { bus } from "./bus.js";\nbus.listen("order", () => {});\n' }, speaks: [] },
  { name: "a test helper listens", files: { ...node, "test/server.js": `${express}app.listen(0);\n`, "src/x.test.js": `${express}app.listen(0);\n` }, speaks: [] },
  { name: "examples, scripts and mock servers", files: { ...node, "examples/a/server.js": `${express}app.listen(1);\n`, "scripts/serve.js": `${express}app.listen(1);\n`, "mock-api.js": `${express}app.listen(1);\n` }, speaks: [] },
  { name: "a published library with a server inside", files: { ...node, "package.json": '{ "name": "kit", "version": "1.0.0", "main": "index.js", "files": ["index.js"], "repository": "a/b", "publishConfig": { "access": "public" } }', "index.js": `${express}export const start = () => app.listen(1);\n` }, speaks: [] },
  { name: "a desktop program", files: { ...node, "package.json": '{ "private": true, "dependencies": { "electron": "30.0.0" } }', "main.js": `${express}app.listen(0);\n` }, speaks: [] },
  { name: "a course, by its README", files: { ...node, "README.md": "# Node workshop\n", "server.js": `${express}app.listen(1);\n` }, speaks: [] },
  { name: "functions of a platform", files: { "serverless.yml": "service: x\nprovider: { name: aws }\n", ...node, "server.js": `${express}app.listen(1);\n` }, speaks: [] },
  { name: "behind a mesh", files: { ...node, "k8s/pod.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n  annotations: { sidecar.istio.io/inject: \"true\" }\nspec: {}\n", "server.js": `${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [] },
  { name: "an agent in the image", files: { Dockerfile: "FROM node:22\nRUN npm i newrelic\nCMD [\"node\", \"-r\", \"newrelic\", \"server.js\"]\n", "server.js": `${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [] },
  { name: "a word in a document is no measurement", files: { ...node, "docs/plan.md": "# Later\nUse Prometheus and request-id.\n", "server.js": `${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [`${counted} server.js info`, `${numbered} server.js info`] },
  { name: "two services, one of them measured", files: { "a/Dockerfile": node.Dockerfile, "a/package.json": '{ "private": true }', "a/server.js": `${quiet}${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n`, "b/Dockerfile": node.Dockerfile, "b/package.json": '{ "private": true }', "b/server.js": `${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [`${counted} b/server.js info`, `${numbered} b/server.js info`] },
  { name: "a shared package measures for both", files: { "packages/telemetry/index.js": quiet, "packages/telemetry/package.json": '{ "private": true }', "b/Dockerfile": node.Dockerfile, "b/package.json": '{ "private": true }', "b/server.js": `${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [] },
  { name: "calls others and a database without traces", files: { ...node, "server.js": `import axios from "axios";\nimport pg from "pg";\n${quiet}${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [`${traced} server.js info`] },
  { name: "a database alone is one hop", files: { ...node, "server.js": `import pg from "pg";\n${quiet}${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [] },
  { name: "traces by the start command's package", files: { ...node, "package.json": '{ "private": true, "dependencies": { "dd-trace": "5.0.0" } }', "server.js": `import axios from "axios";\nimport pg from "pg";\n${express}app.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [] },
  { name: "sign-in without a limit", files: { ...node, "server.js": `${quiet}${express}app.post("/api/login", (q, r) => r.end());\napp.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [`${limited} server.js info`] },
  { name: "sign-in by somebody else's word", files: { ...node, "server.js": `${quiet}${express}app.post("/auth/google/login", (q, r) => r.end());\napp.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [] },
  { name: "reading a session is no guess", files: { ...node, "server.js": `${quiet}${express}app.get("/session", (q, r) => r.end());\napp.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [] },
  { name: "limited in the ingress", files: { ...node, "k8s/in.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations: { nginx.ingress.kubernetes.io/limit-rps: \"5\" }\n", "nginx.conf": "limit_req zone=a;\n", "server.js": `${quiet}${express}app.post("/login", (q, r) => r.end());\napp.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [] },
  { name: "an ingress that is not seen whole", files: { ...node, "k8s/in.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n", "server.js": `${quiet}${express}app.post("/login", (q, r) => r.end());\napp.listen(1);\nprocess.on("SIGTERM", stop);\n` }, speaks: [`${limited} server.js hint`] },
  { name: "Flask's own server in a container", files: { ...python, "app.py": `from prometheus_client import Counter\nrequest_id = 1\n${flask}${main}` }, speaks: [`${stopped} app.py info`] },
  { name: "Flask under gunicorn, by the requirements", files: { ...python, "requirements.txt": "flask==3.1.0\ngunicorn==23.0.0\n", "app.py": `from prometheus_client import Counter\nrequest_id = 1\n${flask}${main}` }, speaks: [] },
  { name: "Flask under gunicorn, by the start script", files: { ...python, "start.sh": "exec gunicorn app:app\n", "app.py": `from prometheus_client import Counter\nrequest_id = 1\n${flask}${main}` }, speaks: [] },
  { name: "Flask under gunicorn, by a Compose file above", files: { "compose.yaml": "services:\n  api:\n    build: api\n    command: gunicorn app:app\n", "api/requirements.txt": "flask==3.1.0\n", "api/Dockerfile": python.Dockerfile, "api/app.py": `from prometheus_client import Counter\nrequest_id = 1\n${flask}${main}` }, speaks: [] },
  { name: "gunicorn runs another service, not this one", files: { "web/requirements.txt": "gunicorn==23.0.0\n", "web/load.py": "import gevent\n", "api/requirements.txt": "grpcio==1.70.0\n", "api/Dockerfile": python.Dockerfile, "api/server.py": "import grpc\ndef serve():\n    server = grpc.server(pool)\n    server.start()\n    server.wait_for_termination()\n" }, speaks: [`${stopped} api/server.py info`] },
  { name: "Tornado's loop", files: { ...python, "app.py": "import tornado.ioloop\nimport tornado.web\napp = tornado.web.Application([])\napp.listen(80)\ntornado.ioloop.IOLoop.current().start()\n" }, speaks: [`${stopped} app.py info`] },
  { name: "FastAPI drains under uvicorn", files: { ...python, "app.py": 'import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\nuvicorn.run(app)\n' }, speaks: [] },
  { name: "a notebook's application", files: { ...python, "notebooks/serve.py": `${flask}${main}` }, speaks: [] },
  { name: "a served model nobody watches", files: { ...python, "app.py": scored }, speaks: [`${drifts} app.py info`] },
  { name: "a served model on nobody's machine yet", files: { "app.py": scored }, speaks: [`${drifts} app.py hint`] },
  { name: "a job compares distributions", files: { ...python, "app.py": scored, "jobs/compare.py": "from scipy.stats import ks_2samp\nks_2samp(a, b)\n" }, speaks: [] },
  { name: "a monitor by its name", files: { ...python, "app.py": scored, "dags/check_drift.sql": "select 1\n" }, speaks: [] },
  { name: "a published network", files: { ...python, "app.py": scored.replace('joblib.load("model.joblib")', 'transformers.pipeline("text-classification")').replace("import joblib", "import transformers") }, speaks: [] },
  { name: "half-typed, empty and odd texts", files: { ...node, "server.js": `${express}app.listen(`, "empty.js": "", "odd.py": "\uFEFFfrom flask import Flask\r\napp = Flask(\r\n", "😀.js": "const app = require('express')(" }, speaks: [`${counted} server.js info`, `${numbered} server.js info`] },
];

describe("services", () => {
  for (const { name, files, speaks, profile } of cases) {
    it(name, async () => {
      const { findings, trouble } = await workspace(files, profile ? { profile } : {});
      const mine = findings().filter(({ rule }) => [counted, numbered, stopped, limited, traced, drifts].includes(rule.id));
      expect(trouble).toEqual([]);
      expect(mine.map(({ rule, path, severity }) => `${rule.id} ${path} ${severity}`).sort()).toEqual([...speaks].sort());
    });
  }
});

describe("facts of services", () => {
  const bodyOf = async (path: string, text: string) => (await workspace({ [path]: text })).analysis.facts?.files.get(path)?.body;

  it("stay equal while code around them moves", async () => {
    for (const [path, text] of [["server.js", `${express}app.listen(1);\n`], ["app.py", `${flask}${main}`]] as const) {
      const comment = path.endsWith(".py") ? "# moved\n" : "// moved\n";
      expect(await bodyOf(path, comment + text)).toEqual(await bodyOf(path, text));
    }
  });

  it("are absent where a file says nothing of services", async () => {
    for (const [path, text] of [["a.ts", "export const a = 1;\n"], ["a.py", "a = 1\n"], ["a.yaml", "a: 1\n"], ["Dockerfile", "FROM node:22\n"]] as const) expect((await bodyOf(path, text))?.service).toBeUndefined();
  });

  it("hear nothing from Preship's own comments", async () => {
    const body = await bodyOf("a.js", "// preship: ignore[project/missing-rate-limit] the network limits\nexport const a = 1;\n");
    expect(body?.service).toBeUndefined();
  });
});
