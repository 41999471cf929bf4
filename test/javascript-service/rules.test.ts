/** The JavaScript service rules on cases of their own: what speaks and what does not. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const app = `import express from "express"; const app = express(); `;
const route = (body: string) => `${app}app.post("/a", async (req, res) => { ${body} });`;

const speaks: Readonly<Record<string, readonly string[]>> = {
  "blocking-call-in-handler": [
    `import { readFileSync as read } from "fs"; ${route(`res.send(«read»("x"));`)}`,
    `import cp from "node:child_process"; ${route(`cp.«execSync»("ls", { timeout: 5 });`)}`,
    `import bcrypt from "bcryptjs"; export const login = (req, res, next) => { bcrypt.«hashSync»("x", 10); };`,
    `import zlib from "zlib"; export const handler = async (event) => zlib.«gunzipSync»(event.body);`,
  ],
  "client-per-request": [
    `import { Pool } from "pg"; ${route(`const pool = new «Pool»({ connectionString: process.env.DB }); await pool.query("select 1");`)}`,
    `import Redis from "ioredis"; ${route(`const redis = new «Redis»(process.env.REDIS); await redis.get("a");`)}`,
    `const { MongoClient } = require("mongodb"); exports.handler = async (event) => { const c = new «MongoClient»(process.env.URL); await c.connect(); };`,
  ],
  "console-in-service": [route(`console.«log»("x");`), `import Fastify from "fastify"; const f = Fastify(); f.get("/a", async () => { console.«warn»("x"); });`],
  "unbounded-query": [
    `import { prisma } from "./db"; ${route(`res.json(await prisma.order.«findMany»({ where: { isOpen: true } }));`)}`,
    `import User from "./models/user.js"; ${route(`res.json(await User.«find»({}).sort("name").lean());`)}`,
    `import { db } from "./db"; ${route(`res.json(await db.«query»("select id, name from orders order by id"));`)}`,
    `import OpenAI from "openai"; const ai = new OpenAI({ timeout: 5 }); ${route(`await ai.chat.completions.«create»({ model: "m", messages: [], max_tokens: undefined });`)}`,
  ],
  "unbounded-concurrency": [route(`await «Promise.all»(req.body.urls.map(async (url) => fetch(url, { signal })));`)],
  "await-in-loop": [`import { prisma } from "./db"; ${route(`const rows = await prisma.a.findMany({ take: 9 }); for (const row of rows) { await prisma.b.«update»({ where: { id: row.id }, data: {} }); }`)}`],
  "high-cardinality-label": [`import { Histogram } from "prom-client"; const time = new Histogram({ name: "t", help: "t", labelNames: ["route"] }); export const f = (req) => time.labels(«req.url»).observe(1);`],
  "unvalidated-request": [
    `import User from "./models/user.js"; ${route(`const { email } = «req.body»; res.json(await User.findOne({ email }));`)}`,
    `import { prisma } from "./db"; ${route(`await prisma.a.create({ data: { ...«req.body» } });`)}`,
    `import { prisma } from "./db"; export const handler = async (event) => { const data = «JSON.parse(event.body)»; await prisma.a.create({ data: { n: data.n } }); };`,
  ],
  "unvalidated-response": [`export const f = async () => { const r = await fetch("https://x.example.com", { signal }); const d = («await r.json()») as Rate; return d.usd; };`],
};

const silent: Readonly<Record<string, readonly string[]>> = {
  "blocking-call-in-handler": [
    `import fs from "fs"; ${app}const page = fs.readFileSync("x"); app.get("/", (req, res) => res.send(page));`,
    `import fs from "fs"; let page; ${route(`page ??= fs.readFileSync("x"); res.send(page);`)}`,
    `import fs from "fs"; let page; ${route(`if (!page) page = fs.readFileSync("x"); res.send(page);`)}`,
    `import fs from "fs"; ${route(`if (process.env.NODE_ENV === "development") res.send(fs.readFileSync("x"));`)}`,
    `import fs from "fs"; ${app}app.listen(3000, () => fs.writeFileSync("pid", "1"));`,
    `import { readSync } from "./mine"; ${route(`readSync("x");`)}`,
  ],
  "client-per-request": [
    `import { Pool } from "pg"; let pool; ${route(`pool ??= new Pool({ max: 5 }); await pool.query("select 1");`)}`,
    `import { Pool } from "pg"; ${route(`const pool = new Pool({ host: req.body.host }); await pool.query("select 1");`)}`,
    `import { Pool } from "pg"; const pools = new Map(); ${route(`const pool = new Pool({ max: 5 }); pools.set("a", pool);`)}`,
    `import { S3Client } from "@aws-sdk/client-s3"; let kept; const make = () => new S3Client({}); const get = () => { if (!kept) kept = make(); return kept; }; ${route(`await get().send(x);`)}`,
    `import { Pool } from "pg"; class Pool2 { constructor() { this.pool = new Pool({ max: 5 }); } }`,
  ],
  "console-in-service": [
    `export const handler = async (event) => { console.log(event); };`, `${app}app.listen(3000, () => console.log("ready"));`, `console.log("start");`,
    route(`if (process.env.DEBUG) console.log("x");`), `function idle() { console.log("x"); }`,
    `import io from "socket.io-client"; const socket = io(); socket.on("x", () => console.log("x"));`,
  ],
  "unbounded-query": [
    `import { prisma } from "./db"; ${route(`await prisma.order.findMany({ where: { userId: req.user.id } });`)}`,
    `import { prisma } from "./db"; ${route(`await prisma.order.findMany({ take: 10 });`)}`, `import { prisma } from "./db"; ${route(`await prisma.order.findMany(options);`)}`,
    `import { prisma } from "./db"; ${route(`await prisma.role.findMany();`)}`,
    `import User from "./models/user.js"; ${route(`const query = User.find({}); query.limit(10); res.json(await query);`)}`,
    `import User from "./models/user.js"; ${route(`res.json(await paginate(User.find({})));`)}`,
    `import { db } from "./db"; ${route(`await db.query("select count(*) from orders"); await db.query("select a from orders limit 5"); await db.query("select a from orders where id = $1", [1]);`)}`,
    route(`[1, 2].find((one) => one > 1); items.find({});`), `import { repo } from "./db"; ${route(`await this.userRepository.find({ email: req.body.email });`)}`,
    `import { prisma } from "./db"; export async function all() { return prisma.order.findMany(); }`,
  ],
  "unbounded-concurrency": [
    route(`await Promise.all([1, 2].map((id) => fetch("https://x.example.com/" + id, { signal })));`), route(`await Promise.all(req.body.urls.map((url) => url.trim()));`),
    route(`await Promise.all(req.body.urls.slice(0, 5).map((url) => fetch(url, { signal })));`), route(`await Promise.all(req.body.urls.map((url) => limit(() => fetch(url, { signal }))));`),
  ],
  "await-in-loop": [
    `import { prisma } from "./db"; ${route(`for (const row of rows) { await sleep(5); await prisma.b.update({ where: { id: row.id } }); }`)}`,
    `import { prisma } from "./db"; ${route(`for (const row of rows) { const found = await prisma.b.findFirst({ where: { id: row.id } }); if (found) break; }`)}`,
    `import { prisma } from "./db"; ${route(`for (const chunk of chunks) { await prisma.b.createMany({ data: chunk }); }`)}`,
    `import { prisma } from "./db"; ${route(`let last; for (const row of rows) { last = await prisma.b.create({ data: { row, last } }); }`)}`,
    `import { prisma } from "./db"; ${route(`for (const kind of ["a", "b"]) { await prisma.b.count({ where: { kind } }); }`)}`,
  ],
  "high-cardinality-label": [`import { Counter } from "prom-client"; const c = new Counter({ name: "c", help: "c", labelNames: ["route", "status"] }); export const f = (req, res) => c.inc({ route: req.route.path, status: res.statusCode });`],
  "unvalidated-request": [
    `import User from "./models/user.js"; ${route(`const body = schema.parse(req.body); await User.create(body);`)}`,
    `import User from "./models/user.js"; ${app}app.post("/a", validate(schema), async (req, res) => { await User.create(req.body); });`,
    `import User from "./models/user.js"; ${app}app.use(validator); app.post("/a", async (req, res) => { await User.create(req.body); });`,
    `import User from "./models/user.js"; ${route(`if (typeof req.body.name !== "string") return res.sendStatus(400); await User.create({ name: req.body.name });`)}`,
    `import User from "./models/user.js"; export const create = async (req, res) => { await User.create(req.body); };`,
    `import { create } from "./users"; ${route(`await create(req.body);`)}`,
  ],
  "unvalidated-response": [
    `export const f = async () => { const r = await fetch("https://x.example.com", { signal }); return (await r.json()) as unknown; };`,
    `export const f = async () => { const r = await fetch("https://x.example.com", { signal }); return ((await r.json()) as { data: unknown }).data; };`,
    `export const f = async () => { const r = await fetch("/api/x"); return (await r.json()) as Rate; };`, `export const f = (text) => JSON.parse(text) as Rate;`,
    `export const f = async () => { const r = await fetch("https://x.example.com", { signal }); const d = (await r.json()) as Rate; assertRate(d); return d; };`,
  ],
};

for (const [rule, cases] of Object.entries(speaks)) {
  describe(`javascript/${rule} speaks`, () => it.each(cases)("%s", async (marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint("service.ts", text, `javascript/${rule}`))).toBe(marked);
  }));
}

for (const [rule, cases] of Object.entries(silent)) {
  describe(`javascript/${rule} is silent`, () => it.each(cases)("%s", async (text) => {
    expect((await lint("service.ts", text, `javascript/${rule}`)).map(({ message }) => message)).toEqual([]);
  }));
}
