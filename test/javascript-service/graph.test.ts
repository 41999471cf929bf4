/** How functions are reached from handlers over files: the entry, then each call on the way. */
import { expect, it } from "vitest";
import { workspace } from "../harness.ts";

type Case = readonly [name: string, files: Readonly<Record<string, string>>, place: readonly [path: string, unit: string], way: string];

const route = (line: string, imports: string) => `import express from "express";\n${imports}\nconst router = express.Router();\n${line}\nexport default router;\n`;

const cases: readonly Case[] = [
  ["a registered function", { "r.ts": route(`router.get("/a", list);`, `import { list } from "./c";`), "c.ts": "export function list(a, b) {}" }, ["c.ts", "list"], "GET /a"],
  ["a namespace, a folder's index, a file written with .js", { "r.ts": route(`router.get("/a", c.list);`, `import * as c from "./c/index.js";`), "c/index.ts": "export const list = async () => {};" }, ["c/index.ts", "list"], "GET /a"],
  ["CommonJS throughout", { "r.js": `const router = require("express").Router(); const c = require("./c"); router.get("/a", wrap(c.list)); module.exports = router;`, "c.js": `const s = require("./s"); exports.list = async (req, res) => res.json(await s.load());`, "s.js": `async function load() {} module.exports = { load };` }, ["s.js", "load"], "GET /a > load"],
  ["an object that is exported", { "r.ts": route(`router.get("/a", (q, s) => users.list());`, `import users from "./users";`), "users.ts": "const service = { async list() {} }; export default service;" }, ["users.ts", "service.list"], "GET /a > service.list"],
  ["an instance that is exported", { "r.ts": route(`router.get("/a", (q, s) => users.list());`, `import { users } from "./users";`), "users.ts": "class Users { async list() { return this.load(); } load() {} } export const users = new Users();" }, ["users.ts", "Users.load"], "GET /a > Users.list > Users.load"],
  ["a re-export", { "r.ts": route(`router.get("/a", (q, s) => list());`, `import { list } from "./all";`), "all.ts": `export * from "./users";`, "users.ts": "export function list() {}" }, ["users.ts", "list"], "GET /a > list"],
  ["a renamed re-export", { "r.ts": route(`router.get("/a", (q, s) => all());`, `import { all } from "./all";`), "all.ts": `export { list as all } from "./users";`, "users.ts": "export function list() {}" }, ["users.ts", "list"], "GET /a > list"],
  ["an alias of the folder", { "src/app/x/route.ts": `import { load } from "@/lib/db"; export async function GET() { return load(); }`, "src/lib/db.ts": "export const load = () => {};" }, ["src/lib/db.ts", "load"], "GET /x > load"],
  ["a package of the workspace", { "apps/a/r.ts": route(`router.get("/a", (q, s) => load());`, `import { load } from "@acme/db";`), "packages/db/package.json": `{ "name": "@acme/db" }`, "packages/db/src/index.ts": "export const load = () => {};" }, ["packages/db/src/index.ts", "load"], "GET /a > load"],
  ["what Nest hands in", { "c.ts": `import { Users } from "./u"; @Controller("users") export class C { constructor(private readonly users: Users) {} @Get() all() { return this.users.list(); } }`, "u.ts": "@Injectable() export class Users { list() {} idle() {} }" }, ["u.ts", "Users.list"], "GET /users > Users.list"],
  ["what nobody calls", { "c.ts": `import { Users } from "./u"; @Controller("users") export class C { constructor(private readonly users: Users) {} @Get() all() { return this.users.list(); } }`, "u.ts": "@Injectable() export class Users { list() {} idle() {} }" }, ["u.ts", "Users.idle"], ""],
  ["a method of a base class", { "r.ts": route(`router.get("/a", (q, s) => new B().list());`, `import { B } from "./b";`), "b.ts": `import { Base } from "./base"; export class B extends Base {}`, "base.ts": "export class Base { list() {} }" }, ["base.ts", "Base.list"], "GET /a > Base.list"],
  ["a function that is handed over", { "r.ts": route(`router.get("/a", (q, s) => ids.map(load));`, `import { load } from "./l";`), "l.ts": "export function load(id) {}" }, ["l.ts", "load"], "GET /a > load"],
  ["start-up code", { "main.ts": `import express from "express"; import { connect } from "./db"; const app = express(); connect(); app.listen(1);`, "db.ts": "export function connect() {}" }, ["db.ts", "connect"], ""],
  ["a test's routes", { "test/r.test.ts": route(`router.get("/a", list);`, `import { list } from "../c";`), "c.ts": "export function list(a, b) {}" }, ["c.ts", "list"], ""],
  ["a program that only shows it", { "playground/r.ts": route(`router.get("/a", (q, s) => load());`, `import { load } from "../lib/c";`), "lib/c.ts": "export function load() {}" }, ["lib/c.ts", "load"], ""],
  ["an example by itself", { "examples/a/r.ts": route(`router.get("/a", (q, s) => load());`, `import { load } from "./c";`), "examples/a/c.ts": "export function load() {}" }, ["examples/a/c.ts", "load"], "GET /a > load"],
  ["a gRPC service", { "s.js": `const grpc = require("@grpc/grpc-js"); const orders = require("./o"); const server = new grpc.Server(); server.addService(proto.Orders.service, { get: (call, done) => orders.load(call) });`, "o.js": "exports.load = async () => {};" }, ["o.js", "load"], "gRPC get > load"],
  ["circular imports", { "a.ts": `export * from "./b";`, "b.ts": `export * from "./a";`, "r.ts": route(`router.get("/a", (q, s) => gone());`, `import { gone } from "./a";`) }, ["a.ts", "gone"], ""],
];

for (const [name, files, [path, unit], way] of cases) {
  it(name, async () => {
    const { analysis, trouble } = await workspace(files);
    expect(trouble).toEqual([]);
    expect(analysis.facts?.javascript.servePath(path, unit).map(({ label }) => label).join(" > ")).toBe(way);
  });
}

it("names the routes, and tells packages for browsers", async () => {
  const { analysis } = await workspace({
    "api/package.json": `{ "dependencies": { "express": "4.19.2" } }`, "api/r.ts": route(`router.get("/health", (req, res) => res.end());`, ""),
    "web/package.json": `{ "dependencies": { "react-dom": "18.3.1" } }`, "web/src/api.ts": "export const x = 1;",
  });
  const project = analysis.facts?.javascript;
  expect(project?.routes().map(({ path, label }) => `${path} ${label}`)).toEqual(["api/r.ts GET /health"]);
  expect([project?.isInterface("api/r.ts"), project?.isInterface("web/src/api.ts")]).toEqual([false, true]);
});

it("believes a field of the body that middleware of the workspace writes", async () => {
  const used = `import User from "./models/user.js"; import express from "express"; const app = express(); app.post("/a", async (req, res) => { await User.create({ owner: req.body.UserId }); });`;
  const told = async (files: Readonly<Record<string, string>>) => {
    const { analysis } = await workspace({ "app.ts": used, ...files });
    return analysis.findings("app.ts").filter(({ rule }) => rule.id === "javascript/unvalidated-request").length;
  };
  expect(await told({})).toBe(1);
  expect(await told({ "own.ts": `export const own = (req, res, next) => { req.body.Other = 1; next(); };` })).toBe(1);
  expect(await told({ "own.ts": `export const own = (req, res, next) => { req.body.UserId = user(req).id; next(); };` })).toBe(0);
});
