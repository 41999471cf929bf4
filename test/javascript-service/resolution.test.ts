/** Which file an import names: tsconfig's `paths` and `baseUrl`, package.json's `imports` and `exports`, CommonJS, barrels. */
import { expect, it } from "vitest";
import { workspace } from "../harness.ts";

type Case = readonly [name: string, files: Readonly<Record<string, string>>, module: string, target: string];

/** The importing file is always `apps/api/src/routes.ts` or `src/routes.ts`; the function is `load` of `target`. */
const fn = "export async function load() {}";
const json = (value: unknown) => JSON.stringify(value);
const paths = (patterns: Record<string, string[]>, more: object = {}) => json({ ...more, compilerOptions: { paths: patterns } });

const cases: readonly Case[] = [
  ["a pattern beside the configuration", { "tsconfig.json": paths({ "@services/*": ["./src/services/*"] }), "src/services/users.ts": fn }, "@services/users", "src/services/users.ts"],
  ["a pattern without a star", { "tsconfig.json": paths({ "db": ["./src/database/client.ts"] }), "src/database/client.ts": fn }, "db", "src/database/client.ts"],
  ["patterns below a base folder", { "tsconfig.json": json({ compilerOptions: { baseUrl: "./src", paths: { "~data/*": ["data/*"] } } }), "src/data/users.ts": fn }, "~data/users", "src/data/users.ts"],
  ["a base folder alone", { "tsconfig.json": json({ compilerOptions: { baseUrl: "src" } }), "src/services/users.ts": fn }, "services/users", "src/services/users.ts"],
  ["comments and trailing commas", { "tsconfig.json": `{\n  // where things lie\n  "compilerOptions": {\n    /* "baseUrl": "gone", */\n    "paths": { "$core/*": ["./core/*",], },\n  },\n}\n`, "core/users.ts": fn }, "$core/users", "core/users.ts"],
  ["the second place of a pattern", { "tsconfig.json": paths({ "@x/*": ["./generated/*", "./src/x/*"] }), "src/x/users.ts": fn }, "@x/users", "src/x/users.ts"],
  ["the more particular pattern", { "tsconfig.json": paths({ "@x/*": ["./wrong/*"], "@x/deep/*": ["./right/*"] }), "wrong/deep/users.ts": fn, "right/users.ts": fn }, "@x/deep/users", "right/users.ts"],
  ["a star in the middle", { "tsconfig.json": paths({ "@*/api": ["./packages/*/src/api.ts"] }), "packages/users/src/api.ts": fn }, "@users/api", "packages/users/src/api.ts"],
  ["extended, relative to the file that says it", { "tsconfig.json": json({ extends: "./config/tsconfig.base.json" }), "config/tsconfig.base.json": paths({ "@s/*": ["../src/s/*"] }), "src/s/users.ts": fn }, "@s/users", "src/s/users.ts"],
  ["extended without its ending", { "tsconfig.json": json({ extends: "./tsconfig.base" }), "tsconfig.base.json": paths({ "@s/*": ["./src/s/*"] }), "src/s/users.ts": fn }, "@s/users", "src/s/users.ts"],
  ["a list to extend, the later one winning", { "tsconfig.json": json({ extends: ["./tsconfig.a.json", "./tsconfig.b.json"] }), "tsconfig.a.json": paths({ "@s/*": ["./a/*"] }), "tsconfig.b.json": paths({ "@s/*": ["./b/*"] }), "a/users.ts": fn, "b/users.ts": fn }, "@s/users", "b/users.ts"],
  ["extended in a circle", { "tsconfig.json": json({ extends: "./tsconfig.b.json", compilerOptions: { paths: { "@s/*": ["./s/*"] } } }), "tsconfig.b.json": json({ extends: "./tsconfig.json" }), "s/users.ts": fn }, "@s/users", "s/users.ts"],
  ["a configuration from a package of the workspace", { "packages/config/package.json": json({ name: "@acme/config" }), "packages/config/tsconfig.node.json": paths({ "@s/*": ["../../src/s/*"] }), "tsconfig.json": json({ extends: "@acme/config/tsconfig.node.json" }), "src/s/users.ts": fn }, "@s/users", "src/s/users.ts"],
  ["a solution whose parts say it", { "tsconfig.json": json({ files: [], references: [{ path: "./tsconfig.app.json" }] }), "tsconfig.app.json": paths({ "@s/*": ["./src/s/*"] }), "src/s/users.ts": fn }, "@s/users", "src/s/users.ts"],
  ["jsconfig", { "jsconfig.json": paths({ "@s/*": ["./src/s/*"] }), "src/s/users.js": "export async function load() {}" }, "@s/users", "src/s/users.js"],
  ["a folder's index behind a pattern", { "tsconfig.json": paths({ "@s": ["./src/s"] }), "src/s/index.ts": fn }, "@s", "src/s/index.ts"],
  ["package.json imports", { "package.json": json({ name: "a", imports: { "#db": "./src/db.js", "#x/*": "./src/x/*.js" } }), "src/db.ts": fn }, "#db", "src/db.ts"],
  ["package.json imports with conditions", { "package.json": json({ name: "a", imports: { "#x/*.js": { types: "./src/x/*.d.ts", default: "./dist/x/*.js" } } }), "src/x/users.ts": fn }, "#x/users.js", "src/x/users.ts"],
  ["exports of a package of the workspace", { "packages/db/package.json": json({ name: "@acme/db", exports: { ".": "./dist/index.js", "./users": { import: "./dist/users/main.js" } } }), "packages/db/src/users/main.ts": fn }, "@acme/db/users", "packages/db/src/users/main.ts"],
  ["exports with a star", { "packages/db/package.json": json({ name: "@acme/db", exports: { "./*": "./source/*.ts" } }), "packages/db/source/users.ts": fn }, "@acme/db/users", "packages/db/source/users.ts"],
  ["the main file of a package", { "packages/db/package.json": json({ name: "@acme/db", main: "server/entry.js" }), "packages/db/server/entry.js": "exports.load = async () => {};" }, "@acme/db", "packages/db/server/entry.js"],
  ["a package without a scope", { "packages/shared/package.json": json({ name: "shared" }), "packages/shared/src/index.ts": fn }, "shared", "packages/shared/src/index.ts"],
  ["Svelte's habit", { "src/lib/server/users.ts": fn }, "$lib/server/users", "src/lib/server/users.ts"],
  ["a barrel of barrels", { "src/all.ts": `export * from "./a";`, "src/a/index.ts": `export { fetchAll as load } from "./users";`, "src/a/users.ts": "export const fetchAll = async () => {};" }, "./all", "src/a/users.ts fetchAll"],
  ["a namespace that is handed on", { "src/all.ts": `import * as users from "./users"; export { users };`, "src/users.ts": fn }, "./all users", "src/users.ts"],
  ["CommonJS handed on", { "src/all.js": `module.exports = require("./users");`, "src/users.js": "exports.load = async () => {};" }, "./all", "src/users.js"],
  ["CommonJS spread", { "src/all.js": `module.exports = { ...require("./users"), more: 1 };`, "src/users.js": "module.exports = { load }; async function load() {}" }, "./all", "src/users.js"],
  ["CommonJS, an object of modules", { "src/all.js": `module.exports = { users: require("./users") };`, "src/users.js": "exports.load = async () => {};" }, "./all users", "src/users.js"],
  ["CommonJS, one by one", { "src/all.js": `exports.users = require("./users");`, "src/users.js": "exports.load = async () => {};" }, "./all users", "src/users.js"],
  ["a pattern that leads nowhere", { "tsconfig.json": paths({ "@s/*": ["./gone/*"] }), "other/users.ts": fn }, "@s/users", ""],
  ["a broken configuration", { "tsconfig.json": `{ "compilerOptions": { "paths": { "@s/*": [`, "src/s/users.ts": fn }, "@q/users", ""],
  ["a package from elsewhere", { "src/lodash/get.ts": "export async function other() {}" }, "lodash/get", ""],
];

for (const [name, files, imported, expected] of cases) {
  it(name, async () => {
    const [module = "", part] = imported.split(" ");
    const [target = "", unit = "load"] = expected.split(" ");
    const call = part ? `${part}.load` : "load";
    const routes = `import express from "express";\nimport { ${part ?? "load"} } from "${module}";\nconst router = express.Router();\nrouter.get("/a", async (req, res) => { res.json(await ${call}()); });\n`;
    const { analysis, trouble } = await workspace({ ...files, "src/routes.ts": routes });
    expect(trouble).toEqual([]);
    const reached = Object.keys(files).flatMap((path) => ["load", "fetchAll", "other"].filter((one) => (analysis.facts?.javascript.servePath(path, one).length ?? 0) > 0).map((one) => (one === "load" ? path : `${path} ${one}`)));
    expect(reached).toEqual(expected === "" ? [] : [unit === "load" ? target : expected]);
  });
}

it("takes the configuration nearest to the importing file", async () => {
  const route = `import { load } from "@s/users"; export async function GET() { return load(); }`;
  const { analysis } = await workspace({
    "apps/a/tsconfig.json": paths({ "@s/*": ["./src/s/*"] }), "apps/a/src/app/x/route.ts": route, "apps/a/src/s/users.ts": fn,
    "apps/b/tsconfig.json": paths({ "@s/*": ["./lib/*"] }), "apps/b/src/app/y/route.ts": route, "apps/b/lib/users.ts": fn,
    "tsconfig.json": paths({ "@s/*": ["./shared/*"] }), "shared/users.ts": fn,
  });
  const way = (path: string) => analysis.facts?.javascript.servePath(path, "load").map(({ label }) => label).join(" > ");
  expect([way("apps/a/src/s/users.ts"), way("apps/b/lib/users.ts"), way("shared/users.ts")]).toEqual(["GET /x > load", "GET /y > load", ""]);
});
