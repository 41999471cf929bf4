/** Which places of a file run once per request or message, and how they are reached. */
import { expect, it } from "vitest";
import type { JavaScriptFile } from "../../rules/api.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";

const language = javascriptLanguage();

/** What serves the place of each `mark()` call: `label [steps]`, or "-". */
async function served(text: string, path = "service.ts"): Promise<string[]> {
  await language.load();
  const file = language.open(path, text).file as JavaScriptFile;
  return file.calls().filter(({ method }) => method === "mark").map(({ node }) => {
    const way = file.servedBy(node, { throughCalls: true });
    return way ? [way.handler.label, ...way.steps.map(({ label }) => label)].join(" > ") : "-";
  });
}

const cases: readonly (readonly [name: string, text: string, expected: readonly string[], path?: string])[] = [
  ["express", `import express from "express"; const app = express(); app.get("/a", (req, res) => { mark(); });`, ["GET /a"]],
  ["express in CommonJS with middleware", `const router = require("express").Router(); router.post("/a/:id", auth, async (req, res) => { await mark(); });`, ["POST /a/:id"]],
  ["a named handler", `const express = require("express"); const router = express.Router(); router.get("/a", list); async function list(req, res) { mark(); }`, ["GET /a"]],
  ["a wrapped handler", `router.delete("/a", asyncHandler(async (req, res) => { mark(); }));`, ["DELETE /a"]],
  ["a wrapped handler kept in a constant", `const list = catchAsync(async (req, res) => { mark(); }); router.get("/a", list);`, ["GET /a"]],
  ["a chained route", `router.route("/a").get(list).post(async (req, res) => { mark(); });`, ["POST /a"]],
  ["an array of middleware", `app.put("/a", [check, (req, res) => { mark(); }]);`, ["PUT /a"]],
  ["an instance's method", `class C { list = async (req, res) => { mark(); } } const c = new C(); router.get("/a", c.list);`, ["GET /a"]],
  ["a bound method", `class C { list(a, b) { mark(); } } const c = new C(); router.get("/a", c.list.bind(c));`, ["GET /a"]],
  ["through calls", `app.get("/a", (req, res) => res.send(load())); function load() { return deep(); } const deep = () => mark();`, ["GET /a > load > deep"]],
  ["through a method of the same class", `class C { list(req, res) { this.load(); } load() { mark(); } }`, ["handler list > load"]],
  ["a callback inside", `app.get("/a", (req, res) => items.map((one) => mark(one)));`, ["GET /a"]],
  ["an exported controller", `exports.list = async (req, res, next) => { mark(); };`, ["handler list"]],
  ["an error handler", `app.use((err, req, res, next) => { mark(); });`, ["middleware"]],
  ["fastify with a schema", `import Fastify from "fastify"; const app = Fastify(); app.get("/a", { schema }, async (request, reply) => { mark(); });`, ["GET /a"]],
  ["fastify's object form", `fastify.route({ method: "GET", url: "/a", handler: async (request) => mark() });`, ["GET /a"]],
  ["a fastify plugin", `export default async function (server, opts) { server.get("/a", async () => mark()); }`, ["GET /a"]],
  ["koa", `import Router from "@koa/router"; const r = new Router(); r.get("/a", async (ctx) => { mark(); });`, ["GET /a"]],
  ["hono in a chain", `import { Hono } from "hono"; const h = new Hono().get("/a", (c) => c.json(1)).post("/b", (c) => mark());`, ["POST /b"]],
  ["nest", `@Controller("orders") export class Orders { @Get(":id") one() { return mark(); } helper() { mark(); } }`, ["GET /orders/:id", "-"]],
  ["a nest consumer", `@Processor("mail") export class Mail extends WorkerHost { async process(job) { mark(); } }`, ["Mail.process"]],
  ["next route handler", `export async function GET(request: Request) { mark(); }`, ["GET /orders/[id]"], "src/app/orders/[id]/route.ts"],
  ["next api page", `export default async function handler(req, res) { mark(); }`, ["ANY /api/orders"], "pages/api/orders.ts"],
  ["a server action", `"use server";\nexport async function save(data: FormData) { mark(); }`, ["server action save"]],
  ["lambda", `export const handler = async (event) => { mark(); };`, ["Lambda handler handler"]],
  ["lambda in CommonJS, wrapped", `exports.handler = middy(async (event) => { mark(); });`, ["Lambda handler handler"]],
  ["a worker", `export default { async fetch(request, env) { return mark(); } };`, ["worker fetch"]],
  ["bullmq", `import { Worker } from "bullmq"; new Worker("mail", async (job) => { mark(); });`, ["queue worker mail"]],
  ["kafka", `await consumer.run({ eachMessage: async ({ message }) => { mark(); } });`, ["consumer"]],
  ["amqplib", `channel.consume("orders", async (message) => mark());`, ["queue orders"]],
  ["socket.io", `import { Server } from "socket.io"; const io = new Server(); io.on("connection", (socket) => { socket.on("say", () => mark()); });`, ["socket event say"]],
  ["node's own server", `import http from "http"; http.createServer((a, b) => mark()).listen(1);`, ["HTTP server"]],
  ["tRPC", `export const r = router({ list: publicProcedure.input(x).query(async ({ input }) => mark()) });`, ["query list"]],
  ["GraphQL resolvers", `export const resolvers = { Query: { users: async (parent, args) => mark() } };`, ["Query.users"]],
  ["start-up code", `import express from "express"; const app = express(); mark(); app.listen(3000, () => mark()); async function boot() { mark(); } boot();`, ["-", "-", "-"]],
  ["an HTTP client is no router", `import axios from "axios"; axios.get("/a", () => mark()); $.get("/a", () => mark()); cache.get("/a", () => mark());`, ["-", "-", "-"]],
  ["a map is no router", `const routes = new Map(); routes.get("/a", () => mark());`, ["-"]],
  ["recursion ends", `app.get("/a", (req, res) => a()); function a() { b(); } function b() { a(); mark(); }`, ["GET /a > a > b"]],
  ["half-typed", `app.get("/a", (req, res) => { mark(`, []],
];

for (const [name, text, expected, path] of cases) it(name, async () => expect(await served(text, path)).toEqual(expected));
