/** Async handlers of Express 4 that one file defines and another registers: who hears when they fail. */
import { expect, it } from "vitest";
import { workspace } from "../harness.ts";

const manifest = (express: string, more: object = {}) => JSON.stringify({ name: "shop", private: true, dependencies: { express, ...more } });
const routes = (line: string, imports = `const c = require("./c");`, router = "express.Router()") => `const express = require("express");\n${imports}\nconst router = ${router};\n${line}\nmodule.exports = router;\n`;
const controller = "exports.list = async (req, res) => {\n  res.json(await store.load(req.params.id));\n};\n";
const guarded = "exports.list = async (req, res, next) => {\n  try { res.json(await store.load(req.params.id)); } catch (error) { next(error); }\n};\n";

type Case = readonly [name: string, told: string, files: Readonly<Record<string, string>>];

const cases: readonly Case[] = [
  ["exports one by one", "GET /a", { "r.js": routes(`router.get("/a", c.list);`), "c.js": controller }],
  ["module.exports of functions", "GET /a", { "r.js": routes(`router.get("/a", auth, list);`, `const { list } = require("./c");`), "c.js": "const list = async (req, res) => { await store.load(); res.end(); };\nmodule.exports = { list };\n" }],
  ["ES modules", "POST /a", { "r.ts": `import { Router } from "express";\nimport * as c from "./c.js";\nconst router = Router();\nrouter.post("/a", c.create);\nexport default router;\n`, "c.ts": "export async function create(req: Request, res: Response) {\n  await store.save(req.body);\n  res.end();\n}\n" }],
  ["a chain of a route", "GET /a", { "r.js": routes(`router.route("/a").get(c.list).post(c.other);`), "c.js": controller }],
  ["a list of middleware", "GET /a", { "r.js": routes(`router.get("/a", [auth, c.list]);`), "c.js": controller }],
  ["an application that is handed in", "GET /a", { "r.js": `const c = require("./c");\nmodule.exports = (app) => {\n  app.get("/a", c.list);\n};\n`, "c.js": controller }],
  ["a bound method of an instance", "GET /a", { "r.ts": `import { Router } from "express";\nimport { orders } from "./c";\nconst router = Router();\nrouter.get("/a", orders.list.bind(orders));\nexport default router;\n`, "c.ts": "export class Orders {\n  async list(req, res) {\n    res.json(await this.store.load());\n  }\n}\nexport const orders = new Orders();\n" }],
  ["a field that is an arrow", "GET /a", { "r.ts": `import { Router } from "express";\nimport Orders from "./c";\nconst orders = new Orders();\nconst router = Router();\nrouter.get("/a", orders.list);\nexport default router;\n`, "c.ts": "export default class Orders {\n  list = async (req, res) => {\n    res.json(await this.store.load());\n  };\n}\n" }],
  ["middleware", "handler list", { "r.js": routes(`router.use(c.list);`), "c.js": "exports.list = async (req, res, next) => {\n  req.user = await store.load(req.headers.authorization);\n  next();\n};\n" }],
  ["a barrel between", "GET /a", { "r.js": routes(`router.get("/a", all.orders.list);`, `const all = require("./all");`), "all.js": `exports.orders = require("./c");`, "c.js": controller }],
  ["Express 5", "", { "package.json": manifest("5.1.0"), "r.js": routes(`router.get("/a", c.list);`), "c.js": controller }],
  ["a version nobody knows", "", { "package.json": manifest("latest"), "r.js": routes(`router.get("/a", c.list);`), "c.js": controller }],
  ["express-async-errors somewhere", "", { "app.js": `require("express-async-errors");`, "r.js": routes(`router.get("/a", c.list);`), "c.js": controller }],
  ["express-async-handler around it", "", { "r.js": routes(`router.get("/a", asyncHandler(c.list));`, `const asyncHandler = require("express-async-handler");\nconst c = require("./c");`), "c.js": controller }],
  ["an own wrapper around it", "", { "r.js": routes(`router.get("/a", auth, catchAsync(c.list));`, `const catchAsync = require("./wrap");\nconst c = require("./c");`), "c.js": controller, "wrap.js": "module.exports = (fn) => (req, res, next) => fn(req, res, next).catch(next);" }],
  ["wrapped where it is defined", "", { "r.js": routes(`router.get("/a", c.list);`), "c.js": "exports.list = catchAsync(async (req, res) => {\n  res.json(await store.load());\n});\n" }],
  ["a try around everything", "", { "r.js": routes(`router.get("/a", c.list);`), "c.js": guarded }],
  ["a promise router", "", { "r.js": `const router = require("express-promise-router")();\nconst c = require("./c");\nrouter.get("/a", c.list);\n`, "c.js": controller }],
  ["a router of the project's own making", "", { "r.js": routes(`router.get("/a", c.list);`, `const { safeRouter } = require("./router");\nconst c = require("./c");`, "safeRouter()"), "router.js": "exports.safeRouter = () => {};", "c.js": controller }],
  ["registered by nobody", "", { "r.js": routes(`router.get("/a", c.other);`), "c.js": controller }],
  ["registered by a test alone", "", { "test/r.test.js": routes(`router.get("/a", c.list);`, `const c = require("../c");`), "c.js": controller }],
  ["not async", "", { "r.js": routes(`router.get("/a", c.list);`), "c.js": "exports.list = (req, res) => { store.load().then((x) => res.json(x)).catch(() => res.end()); };" }],
];

for (const [name, told, files] of cases) {
  it(name, async () => {
    const { findings, trouble } = await workspace({ "package.json": manifest("4.21.2"), ...files });
    expect(trouble).toEqual([]);
    const found = findings(undefined, "javascript/unhandled-rejection").filter(({ message }) => message.includes("Express 4"));
    expect(found.map(({ message }) => /^`([^`]+)`/.exec(message)?.[1])).toEqual(told === "" ? [] : [told]);
  });
}
