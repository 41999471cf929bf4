/** Spellings that people use, and look-alikes, rule by rule: bare snippets as well as handlers. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";

type Text = readonly [text: string, path?: string, files?: Readonly<Record<string, string>>];

const app = (body: string) => `const express = require("express");\nconst app = express();\n${body}\n`;
const route = (body: string) => app(`app.get("/a", async (req, res) => {\n${body}\n});`);

const spellings: Readonly<Record<string, { readonly speaks: readonly Text[]; readonly silent: readonly Text[] }>> = {
  "await-in-loop": {
    speaks: [
      [route(`for (const id of req.query.ids) { out.push(await db.user.findOne({ id })); } res.json(out);`)],
      [route(`for (let i = 0; i < ids.length; i++) { await prisma.user.update({ where: { id: ids[i] }, data: {} }); }`)],
      [route(`const users = await User.find(); for (const u of users) { u.orders = await Order.find({ user: u.id }); } res.json(users);`)],
    ],
    silent: [
      [`import { prisma } from "@/lib/prisma";\nexport async function GET() {\n  const users = await prisma.user.findMany({ take: 100 });\n  for (const user of users) await prisma.mail.create({ data: { to: user.id } });\n  return Response.json({});\n}\n`, "app/api/cron/digest/route.ts"],
      [route(`for await (const chunk of stream) { await db.insert(chunk); }`)],
      [route(`for (const id of ids) { await sleep(100); await db.user.findOne({ id }); }`)],
    ],
  },
  "unhandled-rejection": {
    speaks: [
      [`import http from "node:http";\nhttp.createServer(async (req, res) => { res.end(await load(req.url)); }).listen(1);\n`],
      [route(`ids.forEach(async (id) => { await prisma.user.delete({ where: { id } }); }); res.end();`)],
      [route(`fetch("https://a.example", { signal }); res.end();`)],
      [route(`sendMail(req.body); res.end(); async function sendMail(b) { await axios.post(u, b, { timeout: 1 }); }`)],
      [`const user = new User({});\n${app(`app.post("/a", (req, res) => { const user = new User(req.body); user.save(); res.end(); });`)}const User = require("./models/user");`],
      [app(`app.get("/a", (req, res) => { User.findById(req.params.id).then((u) => res.json(u)); });`)],
      [app(`app.get("/f", (req, res) => { fs.createReadStream(p).pipe(res); });const fs = require("fs");`)],
      [`import { createClient } from "redis"; const c = createClient(); await c.connect();\n`],
      [app(`app.get("/a", async (req, res) => { res.json(await db.all()); });`), "src/s.js", { "package.json": `{"dependencies":{"express":"^4.18.2"}}` }],
      [app(`app.get("/a", (req, res) => { new Promise((resolve, reject) => work(resolve, reject)).then((x) => res.json(x)); });`)],
      [`import { Injectable } from "@nestjs/common"; @Controller("a") export class A { constructor(private mail: Mail) {} @Post() create() { this.notify(); return 1; } async notify() { await fetch("https://a.example", { signal }); } }\n`],
    ],
    silent: [
      [app(`app.get("/a", (req, res) => { void audit(req); User.findById(1).then((u) => res.json(u)).catch(next); });`)],
      [app(`app.get("/a", (req, res, next) => { User.findById(1).then((u) => res.json(u), next); });`)],
      [app(`app.get("/a", async (req, res, next) => { try { res.json(await db.all()); } catch (e) { next(e); } });`), "src/s.js", { "package.json": `{"dependencies":{"express":"^4.18.2"}}` }],
    ],
  },
  "swallowed-exception": {
    speaks: [
      [`process.on("uncaughtException", () => {});\n`],
      [`try { work(); } catch (e) {}\n`],
      [`try { await save(order); } catch {}\n`],
      [`save(order).catch(() => {});\n`],
      [`save(order).catch((e) => null);\n`],
      [`async function f() { try { return await db.query("x"); } catch (e) { return []; } }\n`],
      [`async function f() { try { return await db.query("x"); } catch (e) { return null; } }\n`],
      [`try { await pay(); } catch (e) { // ignore\n}\n`],
      [`try { await pay(); } catch (e) { console.log("failed"); }\n`],
      [`save(order).catch(function () {});\n`],
      [`save(order).then(done, () => {});\n`],
      [`const noop = () => {}; save(order).catch(noop);\n`],
      [`for (const o of orders) { try { await ship(o); } catch (e) { continue; } }\n`],
      [`process.on("uncaughtException", () => {});\n`],
    ],
    silent: [
      [`import { z } from "zod";\nexport const page = z.number().optional().catch(() => undefined);\n`],
      [`let running = load();\nrunning.finally(() => { done(); }).catch(() => {});\nexport const result = () => running;\n`],
      [`export async function brand(id) {\n  const [a, claim] = await Promise.all([load(id), paid ? claimOf(id).catch(() => null) : Promise.resolve(null)]);\n  return claim?.flags;\n}\n`],
      [`try { return JSON.parse(x); } catch { return undefined; }\n`],
      [`try { new URL(x); return true; } catch { return false; }\n`],
      [`try { await pay(); } catch (e) { logger.error(e); }\n`],
      [`try { await pay(); } catch (e) { next(e); }\n`],
      [`try { await pay(); } catch (e) { if (e.code !== "ENOENT") throw e; }\n`],
      [`try { await conn.close(); } catch {}\n`],
      [`try { require.resolve("x"); ok = true; } catch { ok = false; }\n`],
      [`const r = await fetch(u).catch(() => null); if (!r) throw new Error("x");\n`],
    ],
  },
  "unbounded-retry": {
    speaks: [
      [`async function load() { while (true) { try { return await fetch(u); } catch (e) { await sleep(1000); } } }\n`],
      [`async function connect() { try { await db.connect(); } catch (e) { console.error(e); setTimeout(connect, 5000); } }\n`],
      [`function connect() { mongoose.connect(uri).catch((e) => { console.error(e); setTimeout(connect, 5000); }); }\n`],
      [`async function load() { try { return await fetch(u); } catch (e) { return load(); } }\n`],
      [`import retry from "async-retry"; await retry(f, { forever: true });\n`],
      [`import pRetry from "p-retry"; await pRetry(f, { retries: Infinity });\n`],
      [`import { retry } from "rxjs"; http.get("/a").pipe(retry());\n`],
      [`import pRetry from "p-retry"; await pRetry(f, { forever: true });\n`],
      [`for (;;) { try { await client.send(m); break; } catch (e) { log(e); } }\n`],
      [`let done = false; while (!done) { try { await client.send(m); done = true; } catch (e) { log(e); await sleep(100); } }\n`],
      [`import axiosRetry from "axios-retry"; import axios from "axios"; axiosRetry(axios, { retries: Infinity, retryDelay: axiosRetry.exponentialDelay });\n`],
      [`const operation = retry.operation({ forever: true }); const retry = require("retry");\n`],
    ],
    silent: [
      [`while (true) { const m = await queue.receive(); try { await handle(m); } catch (e) { log(e); } }\n`],
      [`for (let i = 0; i < 5; i++) { try { return await fetch(u); } catch (e) { await sleep(2 ** i * Math.random() * 100); } }\n`],
      [`async function load(n = 3) { try { return await fetch(u); } catch (e) { if (n === 0) throw e; return load(n - 1); } }\n`],
      [`import pRetry from "p-retry"; await pRetry(f, { retries: 5 });\n`],
    ],
  },
  "retry-without-backoff": {
    speaks: [
      [`for (let i = 0; i < 5; i++) { try { return await fetch(u); } catch (e) { log(e); } }\n`],
      [`for (let i = 0; i < 5; i++) { try { return await fetch(u); } catch (e) { await sleep(1000); } }\n`],
      [`async function load(n = 3) { try { return await fetch(u); } catch (e) { if (n === 0) throw e; return load(n - 1); } }\n`],
      [`let n = 0; while (n < 3) { try { return await fetch(u); } catch (e) { n++; } }\n`],
      [`import retry from "async-retry"; await retry(f, { retries: 5, factor: 1 });\n`],
      [`import pRetry from "p-retry"; await pRetry(f, { retries: 5, factor: 1 });\n`],
      [`import axiosRetry from "axios-retry"; axiosRetry(client, { retries: 3 });\n`],
      [`import axiosRetry from "axios-retry"; axiosRetry(client, { retries: 3, retryDelay: () => 1000 });\n`],
    ],
    silent: [
      [`import pRetry from "p-retry"; await pRetry(f, { retries: 5 });\n`],
      [`for (let i = 0; i < 5; i++) { try { return await fetch(u); } catch (e) { await sleep(2 ** i * 100 + Math.random() * 100); } }\n`],
    ],
  },
  "unbounded-concurrency": {
    speaks: [
      [route(`const r = await Promise.all(req.body.ids.map((id) => fetch("https://a.example/" + id, { signal }))); res.json(r);`)],
      [route(`await Promise.allSettled(req.body.items.map((i) => prisma.item.create({ data: i }))); res.end();`)],
      [route(`const jobs = []; for (const id of req.body.ids) jobs.push(fetch("https://a.example/" + id, { signal })); await Promise.all(jobs); res.end();`)],
    ],
    silent: [
      [route(`const limit = pLimit(5); await Promise.all(req.body.ids.map((id) => limit(() => fetch("https://a.example/" + id, { signal }))));const pLimit = require("p-limit");`)],
      [route(`await Promise.all([a(), b()]);`)],
    ],
  },
  "unbounded-query": {
    speaks: [
      [route(`res.json(await prisma.user.findMany());`)],
      [route(`res.json(await User.find());`)],
      [route(`res.json(await User.find({}));`)],
      [route(`res.json(await User.findAll());`)],
      [route(`const { rows } = await pool.query("SELECT * FROM users"); res.json(rows);`)],
      [route(`res.json(await this.userRepository.find());`)],
      [route(`res.json(await db.collection("users").find({}).toArray());`)],
      [`import OpenAI from "openai"; const o = new OpenAI({ timeout: 1 });\n${route(`res.json(await o.chat.completions.create({ model: "gpt-4o", messages }));`)}`],
      [route(`db.query("SELECT * FROM orders", (err, rows) => res.json(rows));`)],
    ],
    silent: [
      [route(`res.json(await prisma.user.findMany({ take: 10 }));`)],
      [route(`res.json(await User.find().limit(10));`)],
      [route(`res.json(await pool.query("SELECT count(*) FROM users"));`)],
      [route(`res.json(list.find((x) => x.id === 1));`)],
      [route(`res.json(await pool.query("SELECT * FROM users WHERE id = $1", [1]));`)],
    ],
  },
  "unvalidated-request": {
    speaks: [
      [app(`app.post("/a", async (req, res) => { await db.insert(req.body.name); res.end(); });`)],
      [app(`app.post("/a", async (req, res) => { const { name, email } = req.body; await User.create({ name, email }); res.end(); });`)],
      [`export async function POST(req) { const { name } = await req.json(); await prisma.user.create({ data: { name } }); return Response.json({}); }\n`, "app/a/route.ts"],
      [`import Fastify from "fastify"; const app = Fastify(); app.post("/a", async (request) => { await prisma.user.create({ data: request.body }); });\n`],
      [`import { Hono } from "hono"; const app = new Hono(); app.post("/a", async (c) => { const b = await c.req.json(); await db.insert(b.name); return c.text("ok"); });\n`],
      [`import Router from "@koa/router"; const r = new Router(); r.post("/a", async (ctx) => { await User.create(ctx.request.body); });\n`],
    ],
    silent: [
      [app(`app.post("/a", async (req, res) => { const b = schema.parse(req.body); await User.create(b); res.end(); });`)],
      [app(`app.post("/a", validate(schema), async (req, res) => { await User.create(req.body); res.end(); });`)],
    ],
  },
  "unvalidated-response": {
    speaks: [
      [`const r = await fetch("https://a.example", { signal }); const d = (await r.json()) as User; use(d.name);\n`, "src/a.ts"],
    ],
    silent: [
      [`const d = schema.parse(await r.json()) as User;\n`, "src/a.ts"],
    ],
  },
  "client-per-request": {
    speaks: [
      [`import { MongoClient } from "mongodb";\nimport { uri } from "./config";\nexport default async function handler(req, res) { const c = new MongoClient(uri); await c.connect(); res.json(await c.db().collection("a").findOne({})); }\n`, "pages/api/x.ts"],
      [app(`app.use((req, res, next) => { req.db = new Pool({ statement_timeout: 1 }); next(); });\nconst { Pool } = require("pg");`)],
    ],
    silent: [
      [`import { MongoClient } from "mongodb";\nexport default async function handler(req, res) { const c = new MongoClient(req.headers.tenant); await c.connect(); res.json(await c.db().collection("a").findOne({})); }\n`, "pages/api/x.ts"],
    ],
  },
  "blocking-call-in-handler": {
    speaks: [
      [`import { readFileSync } from "fs";\nimport Koa from "koa";\nconst app = new Koa();\napp.use(async (ctx) => { ctx.body = readFileSync("a"); });\n`],
    ],
    silent: [
    ],
  },
  "high-cardinality-label": {
    speaks: [
      [`import { Histogram } from "prom-client";\nconst h = new Histogram({ name: "a", help: "b", labelNames: ["route"] });\n${app(`app.use((req, res, next) => { const end = h.startTimer(); res.on("finish", () => end({ route: req.originalUrl })); next(); });`)}`],
    ],
    silent: [
      [`import { Histogram } from "prom-client";\nconst h = new Histogram({ name: "a", help: "b", labelNames: ["route"] });\n${app(`app.use((req, res, next) => { const end = h.startTimer(); res.on("finish", () => end({ route: req.route?.path })); next(); });`)}`],
    ],
  },
  "request-without-timeout": {
    speaks: [
      [app(`app.get("/a", (req, res) => { spawn("convert", [a, b], { cwd }); });\nconst { spawn } = require("child_process");`)],
      [`import IORedis from "ioredis";\nexport const connection = new IORedis({ maxRetriesPerRequest: null });\n`, "src/connection.ts"],
    ],
    silent: [
      [app(`app.get("/a", (req, res) => { spawn("node", ["worker.js"], { detached: true, stdio: "ignore" }).unref(); });\nconst { spawn } = require("child_process");`)],
      [`import { create } from "zustand";\nexport const load = async () => (await fetch("https://updates.example.com")).json();\n`, "src/store/version.ts"],
      [`import IORedis from "ioredis";\nexport const connection = new IORedis({ maxRetriesPerRequest: null });\n`, "src/connection.ts", { "src/worker.ts": `import { Worker } from "bullmq";\nimport { connection } from "./connection";\nnew Worker("q", run, { connection });\n` }],
    ],
  },
  "machine-specific-path": {
    speaks: [
      ["import fs from 'node:fs';\nfs.readFileSync(`/home/ada/${name}.csv`);\n"],
      [`const config = { dataDir: "/home/ada/data" };\nconst fs = require("fs");\nfs.mkdirSync(config.dataDir);\n`],
      [`import { readFile } from "fs/promises";\nawait readFile("/Users/ada/keys/a.json");\n`],
      [`await Bun.write("D:\\\\projects\\\\out.json", x);\n`],
    ],
    silent: [
      ["import fs from 'node:fs';\nfs.readFileSync(`/tmp/${name}.csv`);\n"],
      [`router.push("/home/ada");\n`],
    ],
  },
  "irreversible-migration": {
    speaks: [
      [`module.exports = { async up(queryInterface, Sequelize) { await queryInterface.dropTable("users"); }, async down(queryInterface, Sequelize) { /** Add reverting commands here. */ } };\n`, "migrations/2-users.js"],
      [`exports.up = async (knex) => { await knex.schema.dropTable("a"); };\nexports.down = () => {};\n`, "migrations/1_a.js"],
    ],
    silent: [
      [`exports.up = (pgm) => { pgm.addColumns("a", {}); };\nexports.down = false;\n`, "migrations/6.js"],
    ],
  },
};

for (const [rule, { speaks, silent }] of Object.entries(spellings)) {
  const findings = async ([text, path = "src/server.js", files = {}]: Text) => (await lint(path, text, `javascript/${rule}`, files)).length;
  describe(rule, () => {
    for (const one of speaks) it(`speaks: ${one[0]}`, async () => expect(await findings(one)).toBe(1));
    for (const one of silent) it(`is silent: ${one[0]}`, async () => expect(await findings(one)).toBe(0));
  });
}
