/** What calls resolve to: import aliases, instances, fields, promises, branches. */
import { beforeAll, expect, it } from "vitest";
import type { JavaScriptFile } from "../../rules/api.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";

const language = javascriptLanguage();
beforeAll(() => language.load());

function read(text: string, path = "service.ts"): JavaScriptFile {
  return language.open(path, text).file as JavaScriptFile;
}

/** The callee of the call whose name is `probe`-marked: the last call in the text. */
function lastCallee(text: string, path?: string): string | undefined {
  return read(text, path).calls().at(-1)?.callee;
}

const cases: readonly (readonly [title: string, text: string, callee: string | undefined])[] = [
  ["default import", `import axios from "axios"; axios.get(u)`, "axios.get"],
  ["default import under another name", `import http from "axios"; http.get(u)`, "axios.get"],
  ["named import renamed", `import { get as fetchIt } from "axios"; fetchIt(u)`, "axios.get"],
  ["explicit default", `import { default as client } from "axios"; client.post(u)`, "axios.post"],
  ["namespace import", `import * as pg from "pg"; new pg.Pool()`, "pg.Pool"],
  ["import equals", `import axios = require("axios"); axios.get(u)`, "axios.get"],
  ["require", `const axios = require("axios"); axios.get(u)`, "axios.get"],
  ["require of the default", `const axios = require("axios").default; axios.get(u)`, "axios.get"],
  ["destructured require", `const { request: ask } = require("https"); ask(u)`, "node:https.request"],
  ["require inside a function", `function f(u) { const got = require("got"); return got.post(u) }`, "got.post"],
  ["Node module with and without its prefix", `import { get } from "node:http"; get(u)`, "node:http.get"],
  ["awaited dynamic import", `const { default: got } = await import("got"); got(u)`, "got"],
  ["dynamic import and then", `import("got").then(({ default: got }) => got(u))`, "got"],
  ["global", `fetch(u)`, "globalThis.fetch"],
  ["global through window", `window.fetch(u)`, "globalThis.fetch"],
  ["alias of a global", `const ask = globalThis.fetch; ask(u)`, "globalThis.fetch"],
  ["bound global", `const ask = fetch.bind(globalThis); ask(u)`, "globalThis.fetch"],
  ["local function of the same name", `function fetch(u) { return cache[u] } fetch(u)`, "#fetch"],
  ["parameter of the same name", `export const load = (fetch, u) => fetch(u)`, undefined],
  ["shadowed in a block", `import axios from "axios"; { const axios = other(); axios.get(u) }`, "globalThis.other().get"],
  ["promisified", `const run = require("util").promisify(require("child_process").exec); run(c)`, "node:child_process.exec"],
  ["module by condition", `const lib = u.startsWith("https") ? require("https") : require("http"); lib.get(u)`, "node:https.get"],
  ["different things by condition", `const f = test ? fetch : readCache; f(u)`, undefined],
  ["handed in or the default", `function f(client, u) { const c = client || require("axios"); c.get(u) }`, undefined],
  ["instance", `import axios from "axios"; const api = axios.create(); api.get(u)`, "axios.create().get"],
  ["instance called itself", `import axios from "axios"; const api = axios.create(); api({ url })`, "axios.create()"],
  ["instance assigned later", `let api; api = require("axios").create(); api.get(u)`, "axios.create().get"],
  ["instance from a local factory", `import axios from "axios"; const make = () => axios.create(); const api = make(); api.get(u)`, "axios.create().get"],
  ["class instance", `import { Pool } from "pg"; const db = new Pool(); db.query(q)`, "pg.Pool#query"],
  ["subclass of a library class", `import { Client } from "pg"; class Db extends Client {} const db = new Db(); db.query(q)`, "pg.Client#query"],
  ["field", `import axios from "axios"; class A { http = axios.create(); go(u) { return this.http.get(u) } }`, "axios.create().get"],
  ["private field", `import axios from "axios"; class A { #http = axios.create(); go(u) { return this.#http.get(u) } }`, "axios.create().get"],
  ["field set in the constructor", `import axios from "axios"; class A { constructor() { this.http = axios.create() } go(u) { return this.http.get(u) } }`, "axios.create().get"],
  ["field of a base class", `import axios from "axios"; class B { http = axios.create() } class A extends B { go(u) { return this.http.get(u) } }`, "axios.create().get"],
  ["field in an arrow", `import axios from "axios"; class A { http = axios; go = (u) => { this.http.get(u) } }`, "axios.get"],
  ["this of a plain function", `import axios from "axios"; class A { http = axios; go() { return function () { this.http.get(u) } } }`, undefined],
  ["injected field", `class A { constructor(private http: HttpService) {} go(u) { return this.http.get(u) } }`, undefined],
  ["own method", `class A { go() {} run() { this.go() } }`, "#A#go"],
  ["relative module", `import { api } from "./client"; api.get(u)`, "./client.api.get"],
  ["optional and asserted", `import axios from "axios"; axios?.get!(u)`, "axios.get"],
  ["generic call", `import axios from "axios"; axios.get<User>(u)`, "axios.get"],
  ["in a template, in JSX", "const v = <p title={`${fetch(u)}`} />;", "globalThis.fetch"],
  ["decorated method", `@Injectable() class A { @Cron("* * * * *") go() { fetch(u) } }`, "globalThis.fetch"],
  ["namespace", `namespace Jobs { export const run = () => fetch(u) }`, "globalThis.fetch"],
  ["type of the same name is no value", `type fetch = string; fetch(u)`, "globalThis.fetch"],
  ["looks alike", `import axios from "./axios"; axios.get(u)`, "./axios.get"],
  ["recursion of values ends", `let a = b, b = a; a.get(u)`, undefined],
];

it.each(cases)("%s", (_title, text, callee) => {
  expect(lastCallee(text, text.includes("<p ") ? "view.tsx" : undefined)).toBe(callee);
});

const values: readonly (readonly [title: string, text: string, expected: string])[] = [
  ["constants", `const n = 5 as const; console.probe(n)`, "number 5"],
  ["default parameter stays a parameter", `function f(t = 5) { console.probe(t) }`, "parameter"],
  ["object with a visible spread", `const base = { a: 1 }; console.probe({ ...base, b: 2 })`, "object a,b"],
  ["object with an unknown spread", `export const f = (o) => console.probe({ ...o, b: 2 })`, "object b open"],
  ["conditional spread", `console.probe({ ...(x && { a: 1 }), ...(y ? { b: 1 } : {}) })`, "object a,b"],
  ["written to later", `const o = {}; o.signal = s; console.probe(o)`, "object signal"],
  ["written to under an unknown key", `const o = {}; o[k] = s; console.probe(o)`, "object  open"],
  ["handed to code of this project", `const o = {}; prepare2(o); function prepare2(x) {} console.probe(o)`, "object  open"],
  ["merged", `const o = Object.assign({}, { a: 1 }, { b: 2 }); console.probe(o)`, "object a,b"],
  ["from a helper", `const options = () => ({ a: 1 }); console.probe(options())`, "object a"],
  ["destructured", `const { inner: { x = 1 } } = { inner: {} }; console.probe(x)`, "any-of"],
  ["two assignments", `let x = 1; if (y) x = 2; console.probe(x)`, "any-of"],
  ["never assigned", `let x; console.probe(x)`, "undefined"],
];

it.each(values)("value: %s", (_title, text, expected) => {
  const file = read(text);
  const call = file.calls().find((one) => one.method === "probe");
  const [arg] = call?.args ?? [];
  if (!arg) throw new Error("no probe");
  const value = file.valueOf(arg);
  const shown = value.kind === "object" ? `object ${[...value.entries.keys()].join()}${value.open ? " open" : ""}` : value.kind === "number" ? `number ${value.value}` : value.kind;
  expect(shown).toBe(expected);
});
