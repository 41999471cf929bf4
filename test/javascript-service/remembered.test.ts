/** What is done once and remembered is no part of answering a request, however far from the handler; what only looks like it is. */
import { expect, it } from "vitest";
import { workspace } from "../harness.ts";

const route = (call: string, imports: string) => `import express from "express";\n${imports}\nconst router = express.Router();\nrouter.get("/a", (req, res) => { res.send(${call}); });\nexport default router;\n`;
const rule = "javascript/blocking-call-in-handler";
const told = async (files: Readonly<Record<string, string>>) => {
  const { analysis, trouble } = await workspace(files);
  expect(trouble).toEqual([]);
  return Object.keys(files).flatMap((file) => analysis.findings(file).filter((one) => one.rule.id === rule).map(() => file));
};

const read = `readFileSync("x", "utf8")`;
const module = (text: string) => ({ "r.ts": route("get(req.query.k)", `import { get } from "./m";`), "m.ts": `import { readFileSync } from "node:fs";\n${text}` });

it.each([
  ["missing", `let kept; export function get() { if (!kept) { const text = ${read}; kept = text.trim(); } return kept; }`],
  ["missing, in a helper", `let kept; export function get() { if (kept === undefined) kept = load(); return kept; }\nfunction load() { const text = ${read}; return JSON.parse(text); }`],
  ["there, and returned before", `let kept; export function get() { if (kept) return kept; const text = ${read}; kept = text.trim(); return kept; }`],
  ["there, else", `let kept; export function get() { if (kept != null) { return kept; } else { const text = ${read}; kept = text.trim(); } return kept; }`],
  ["a flag, with a list that is filled", `const lines = []; let isRead = false; export function get() { if (isRead) return lines; for (const one of ${read}.split("\\n")) lines.push(one); isRead = true; return lines; }`],
  ["a list that is empty", `const lines = []; export function get() { if (lines.length === 0) { for (const one of ${read}.split("\\n")) lines.push(one); } return lines; }`],
  ["a map by key", `const all = new Map(); export function get(k) { if (!all.has(k)) { const text = ${read}; all.set(k, { text }); } return all.get(k); }`],
  ["an object by key", `const all = {}; export function get(k) { if (!(k in all)) { const text = ${read}; all[k] = { text }; } return all[k]; }`],
  ["assigned where it is null, in a helper", `let kept; export function get() { return (kept ??= load()); }\nfunction load() { const text = ${read}; return JSON.parse(text); }`],
  ["assigned on the right of or", `let kept; export function get() { return kept || (kept = load()); }\nfunction load() { const text = ${read}; return JSON.parse(text); }`],
  ["for each of some", `let kept; export function get() { if (!kept) { const found = []; ["a", "b"].forEach((name) => { const text = readFileSync(name, "utf8"); found.push(text.length); }); kept = found; } return kept; }`],
])("silent: %s", async (_name, text) => expect(await told(module(text))).toEqual([]));

it.each([
  ["a variable of the call", `export function get() { let kept; if (!kept) { const text = ${read}; kept = text.trim(); } return kept; }`],
  ["a test of something else", `let kept; export function get(k) { if (!k) { const text = ${read}; return text.trim(); } return kept; }`],
  ["tested and never filled", `let kept; export function get() { if (!kept) { const text = ${read}; return text.trim(); } return kept; }`],
  ["a lock", `let isBusy = false; export function get() { if (isBusy) return ""; isBusy = true; const text = ${read}; isBusy = false; return text.trim(); }`],
  ["where it is there", `let kept; export function get() { if (kept) { const text = ${read}; kept = text.trim(); } return kept; }`],
  ["of the request", `export function get(req) { if (!req.kept) { const text = ${read}; req.kept = text.trim(); } return req.kept; }`],
])("told: %s", async (_name, text) => expect(await told(module(text))).toEqual(["m.ts"]));

const far = (get: string, other = "") => ({
  "r.ts": route("charge(1)", `import { charge } from "./pay";`),
  "pay.ts": `import { Config } from "./config";\nexport function charge(id) { return Config.get().key(id); }\n${other}`,
  "config.ts": `import { readKeys } from "./keys";\nexport class Config {\n  static instance;\n  constructor() { this.load(); this.keys = readKeys(); }\n  load() {}\n  key(id) { return this.keys[id]; }\n  static get() { ${get} }\n}\n`,
  "keys.ts": `import { readFileSync } from "node:fs";\nexport function readKeys() { const text = ${read}; return JSON.parse(text); }\n`,
});

it.each([
  "if (!Config.instance) Config.instance = new Config(); return Config.instance;",
  "if (!this.instance) { this.instance = new Config(); } return this.instance;",
  "return (Config.instance ??= new Config());",
  "if (Config.instance) return Config.instance; const made = new Config(); Config.instance = made; return made;",
])("silent: three files away, behind one instance: %s", async (get) => expect(await told(far(get))).toEqual([]));

it.each(["return new Config();", "const made = new Config(); Config.instance = made; return made;"])("told: three files away, made anew: %s", async (get) => expect(await told(far(get))).toEqual(["keys.ts"]));

it("is told where another way leads there each time", async () => {
  const files = far("return (Config.instance ??= new Config());", `import { readKeys } from "./keys";\nexport const fresh = () => readKeys();\n`);
  expect(await told({ ...files, "r.ts": route("fresh()", `import { fresh } from "./pay";`) })).toEqual(["keys.ts"]);
});
