/** Which literals get which names, what replaces them, and what a file tells the workspace. */
import { beforeAll, expect, it } from "vitest";
import type { JavaScriptFile } from "../../rules/api.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";
import { applyEdits } from "../../server/engine/fix.ts";

const language = javascriptLanguage();
beforeAll(() => language.load());

const read = (text: string, path = "a.tsx") => language.open(path, text).file as JavaScriptFile;

const named: readonly (readonly [text: string, ...expected: string[]])[] = [
  [`const password = "s3";`, "password=s3 assignment"],
  [`let a = this.b = c["api-key"] = "k";`, "a=k assignment", "b=k assignment", "api-key=k assignment"],
  [`const c = { db: { password: "s3" }, "x-key": 'k' };`, "password=s3 entry", "x-key=k entry"],
  [`class A { static #token: string = "t"; secret = "s" as const }`, "#token=t assignment", "secret=s assignment"],
  [`function f(password = "p", { token = "t" } = {}) {}`, "password=p default", "token=t default"],
  [`const k = process.env.API_KEY || "fallback";`, "API_KEY=fallback environment-default"],
  [`const k = process.env["API_KEY"] ?? 'fallback';`, "API_KEY=fallback environment-default"],
  [`connect({ key: import.meta.env.KEY || "f" })`, "KEY=f environment-default"],
  [`process.env.TOKEN = "t"`, "TOKEN=t assignment"],
  [`if (user.password === "letmein") go()`, "password=letmein comparison"],
  ["const url = `postgres://u:${pw}@h`;", "url=postgres://u:\uFFFC@h assignment part"],
  [`const key = "a" + b + "c";`, "key=a assignment part", "key=c assignment part"],
  [`const key = ready ? "a" : "b";`, "key=a assignment", "key=b assignment"],
  [`import jwt from "jsonwebtoken"; jwt.sign(p, "shh")`, "jwt_secret=shh argument"],
  [`const { createHmac } = require("crypto"); createHmac("sha256", "kk")`, "hmac_key=kk argument"],
  [`import Stripe from "stripe"; new Stripe("sk")`, "api_key=sk argument"],
  [`headers.set("Authorization", "Bearer x")`, "Authorization=Bearer x argument"],
  [`const v = <Login password="p" token={"t"} />;`, "password=p argument", "token=t argument"],
  [`const key = Buffer.from("aGV5", "base64");`, "key=aGV5 assignment"],
  [`const s = "esc\\u0041\\n";`, "s=escA\n assignment"],
  [`log("nothing"); import x from "y"; gql\`query\`; type T = "t"; enum E { A = "a" }`],
];

it.each(named)("%s", (text, ...expected) => {
  const strings = read(text).namedStrings();
  expect(strings.map((one) => `${one.name}=${one.value} ${one.how}${one.whole ? "" : " part"}`)).toEqual(expected);
  for (const { at, innerAt } of strings) expect(text.slice(at.start + 1, at.end - 1)).toBe(text.slice(innerAt.start, innerAt.end));
});

const replaced: readonly (readonly [before: string, after: string | undefined])[] = [
  [`const password = "s3";`, `const password = process.env.SECRET;`],
  [`const c = { password: 's3', };`, `const c = { password: process.env.SECRET, };`],
  [`const k = process.env.API_KEY || "fallback";`, `const k = process.env.API_KEY;`],
  [`const v = <Login password="p" />;`, `const v = <Login password={process.env.SECRET} />;`],
  [`const v = <Login password={"p"} />;`, `const v = <Login password={process.env.SECRET} />;`],
  ["const u = `a${b}`;", undefined],
];
it.each(replaced)("reads the environment instead: %s", (before, after) => {
  const file = read(before);
  const edits = file.environmentRead?.("SECRET", file.namedStrings()[0]?.at ?? { start: 0, end: 0 });
  expect(edits && applyEdits(before, edits)).toBe(after);
});

const comments: readonly (readonly [text: string, ...expected: string[]])[] = [
  [`#!/usr/bin/env node\n// one\nf(); /* two */ "// no"; \`/* no \${x /* three */} */\`; /[/*]\\/\\//; // four`, "/usr/bin/env node", "one", "two", "three", "four"],
  [`const v = <p>// no {/* yes */} http://x</p>;`, "yes"],
  [`const broken = (; // still\nf(`, "still"],
  [`/* open`, "open"],
];
it.each(comments)("comments: %s", (text, ...expected) => expect(read(text).comments().map((one) => one.text)).toEqual(expected));

it("tells the workspace what it imports, exports and sets", () => {
  const text = [
    `import axios, { get as g } from "axios";`, `const { Pool } = require("pg");`, `export { a as b } from "./a";`, `export * from "./c";`,
    `const made = axios.create({ baseURL, timeout: 5 });`, `export { made as api };`, `export const open = axios.create({ ...options });`, `export const raw = axios;`,
    `export default class Service {}`, `export function run() {}`, `module.exports.pool = new Pool();`, `axios.defaults.timeout = 5;`, `export type T = string;`,
  ].join("\n");
  const facts = language.open("a.ts", text).facts();
  expect(facts.body.javascript).toMatchObject({
    kind: "javascript",
    imports: [{ module: "./a", names: [] }, { module: "./c", names: [] }, { module: "axios", names: ["default", "get"] }, { module: "pg", names: ["Pool"] }],
    exports: [
      { name: "b", from: { module: "./a", name: "a" }, at: 0 }, { name: "*", from: { module: "./c", name: "*" }, at: 1 },
      { name: "api", made: { of: "axios.create", options: ["baseURL", "timeout"], open: false }, at: 2 },
      { name: "open", made: { of: "axios.create", options: [], open: true }, at: 3 },
      { name: "raw", from: { module: "axios", name: "default" }, at: 4 }, { name: "default", at: 5 }, { name: "run", at: 6 },
      { name: "pool", made: { of: "pg.Pool", options: [], open: false }, at: 7 },
    ],
    sets: ["axios.defaults.timeout"],
  });
  expect(facts.anchors.slice(0, 8).map(({ start, end }) => text.slice(start, end))).toEqual(["a as b", `"./c"`, "made as api", "open", "raw", "Service", "run", "pool"]);
});
