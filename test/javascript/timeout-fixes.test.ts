/** The fix of a call without a timeout, in every shape of call: `before` becomes `after`, and that is silent. */
import { describe, expect, it } from "vitest";
import { applyFix, lint } from "../harness.ts";

const rule = "javascript/request-without-timeout";
const signal = "signal: AbortSignal.timeout(10_000)";
const pg = "connectionTimeoutMillis: 10_000, statement_timeout: 10_000";

/** `import` and the handler around are added where a case needs them. */
const shapes: Readonly<Record<string, { readonly head: string; readonly cases: readonly (readonly [before: string, after: string])[] }>> = {
  "fetch": { head: "", cases: [
    ["await fetch(url);", `await fetch(url, { ${signal} });`],
    [`await fetch(url, { method: "POST", body });`, `await fetch(url, { method: "POST", body, ${signal} });`],
    ["await fetch(url, {});", `await fetch(url, { ${signal} });`],
    ["await fetch(url, undefined);", `await fetch(url, { ${signal} });`],
    ["await fetch(url, { signal: null });", `await fetch(url, { ${signal} });`],
    ["const o = { headers }; await fetch(url, o);", `const o = { headers }; await fetch(url, { ...o, ${signal} });`],
    ["const o = { headers } as RequestInit; await fetch(url, o);", `const o = { headers } as RequestInit; await fetch(url, { ...o, ${signal} });`],
    [`await fetch(url, put ? { method: "PUT" } : undefined);`, `await fetch(url, { ...(put ? { method: "PUT" } : undefined), ${signal} });`],
    ["await fetch(new Request(url));", `await fetch(new Request(url), { ${signal} });`],
    ["const ask = fetch; await ask(url);", `const ask = fetch; await ask(url, { ${signal} });`],
    ["fetch(url).then((r) => r.json()).catch(report);", `fetch(url, { ${signal} }).then((r) => r.json()).catch(report);`],
    [`await fetch(\n  url,\n  {\n    method: "PUT",\n  },\n);`, `await fetch(\n  url,\n  {\n    method: "PUT",\n    ${signal},\n  },\n);`],
  ] },
  "axios": { head: `import axios from "axios";\n`, cases: [
    ["await axios.get(url);", "await axios.get(url, { timeout: 10_000 });"],
    ["await axios.get(url, { params });", "await axios.get(url, { params, timeout: 10_000 });"],
    ["await axios.post(url);", "await axios.post(url, undefined, { timeout: 10_000 });"],
    ["await axios.put<Foo>(url, body);", "await axios.put<Foo>(url, body, { timeout: 10_000 });"],
    ["await axios.patch(url, body, { headers });", "await axios.patch(url, body, { headers, timeout: 10_000 });"],
    ["await axios.delete(url, { data });", "await axios.delete(url, { data, timeout: 10_000 });"],
    ["await axios(url);", "await axios(url, { timeout: 10_000 });"],
    [`await axios({ url, method: "post" });`, `await axios({ url, method: "post", timeout: 10_000 });`],
    ["const c = { url }; await axios.request(c);", "const c = { url }; await axios.request({ ...c, timeout: 10_000 });"],
    ["export const api = axios.create();", "export const api = axios.create({ timeout: 10_000 });"],
    ["export const api = axios.create({ baseURL });", "export const api = axios.create({ baseURL, timeout: 10_000 });"],
    ["await axios.get(url, { timeout: 0 });", "await axios.get(url, { timeout: 10_000 });"],
  ] },
  "got": { head: `import got from "got";\n`, cases: [
    ["await got(url);", "await got(url, { timeout: { request: 10_000 } });"],
    ["await got({ url });", "await got({ url, timeout: { request: 10_000 } });"],
    ["await got.post(url, { json });", "await got.post(url, { json, timeout: { request: 10_000 } });"],
    ["got.stream(url);", "got.stream(url, { timeout: { request: 10_000 } });"],
    ["export const api = got.extend({ prefixUrl });", "export const api = got.extend({ prefixUrl, timeout: { request: 10_000 } });"],
  ] },
  "needle": { head: `import needle from "needle";\n`, cases: [
    ["needle.get(url, done);", "needle.get(url, { response_timeout: 10_000 }, done);"],
    ["needle.post(url, data, done);", "needle.post(url, data, { response_timeout: 10_000 }, done);"],
    ["await needle.post(url, data, { json: true });", "await needle.post(url, data, { json: true, response_timeout: 10_000 });"],
  ] },
  "superagent": { head: `import superagent from "superagent";\n`, cases: [
    ["await superagent.get(url);", "await superagent.get(url).timeout(10_000);"],
    ["await superagent.post(url).send(body);", "await superagent.post(url).timeout(10_000).send(body);"],
    [`await superagent("GET", url);`, `await superagent("GET", url).timeout(10_000);`],
    ["const agent = superagent.agent(); await agent.get(url);", "const agent = superagent.agent(); await agent.get(url).timeout(10_000);"],
  ] },
  "undici": { head: `import { Agent, Client, fetch, request } from "undici";\n`, cases: [
    ["await request(url);", `await request(url, { ${signal} });`],
    [`await request(url, { method: "POST" });`, `await request(url, { method: "POST", ${signal} });`],
    ["await fetch(url);", `await fetch(url, { ${signal} });`],
    ["export const client = new Client(url, { bodyTimeout: 0 });", "export const client = new Client(url, { bodyTimeout: 10_000 });"],
    ["export const agent = new Agent({ headersTimeout: 0 });", "export const agent = new Agent({ headersTimeout: 10_000 });"],
  ] },
  "node:http": { head: `import http from "http";\nimport https from "node:https";\n`, cases: [
    ["http.get(url, (r) => r.resume());", `http.get(url, { ${signal} }, (r) => r.resume());`],
    ["https.request({ host, path }).end();", `https.request({ host, path, ${signal} }).end();`],
    ["https.request({ host }, done).end();", `https.request({ host, ${signal} }, done).end();`],
    ["const o = { host }; https.request(o, done).end();", `const o = { host }; https.request({ ...o, ${signal} }, done).end();`],
    [`http.request(url, { method: "POST" }, done).end();`, `http.request(url, { method: "POST", ${signal} }, done).end();`],
    ["https.request(url).end();", `https.request(url, { ${signal} }).end();`],
  ] },
  "pg": { head: `import { Client, Pool } from "pg";\n`, cases: [
    ["export const pool = new Pool();", `export const pool = new Pool({ ${pg} });`],
    ["export const pool = new Pool({ host });", `export const pool = new Pool({ host, ${pg} });`],
    [`export const one = new Client("postgres://db/shop");`, `export const one = new Client({ connectionString: "postgres://db/shop", ${pg} });`],
    ["export const one = new Client(process.env.DATABASE_URL!);", `export const one = new Client({ connectionString: process.env.DATABASE_URL!, ${pg} });`],
    ["export const pool = new Pool({ connectionTimeoutMillis: 0 });", "export const pool = new Pool({ connectionTimeoutMillis: 10_000 });"],
  ] },
  "defaults that are switched off": { head: `import Redis from "ioredis";\nimport mongoose from "mongoose";\n`, cases: [
    ["export const redis = new Redis({ connectTimeout: 0 });", "export const redis = new Redis({ connectTimeout: 10_000 });"],
    ["export const redis = new Redis(url, { maxRetriesPerRequest: null });", "export const redis = new Redis(url, { maxRetriesPerRequest: 20 });"],
    ["mongoose.connect(uri, { serverSelectionTimeoutMS: 0 });", "mongoose.connect(uri, { serverSelectionTimeoutMS: 10_000 });"],
  ] },
  "child processes of a route": { head: `import { exec, execFile, execSync, spawn } from "child_process";\nimport { execa } from "execa";\n`, cases: [
    [`app.get("/a", (q, s) => { exec("ls"); });`, `app.get("/a", (q, s) => { exec("ls", { timeout: 10_000 }); });`],
    [`app.get("/a", (q, s) => { exec("ls", { cwd }, done); });`, `app.get("/a", (q, s) => { exec("ls", { cwd, timeout: 10_000 }, done); });`],
    [`app.get("/a", (q, s) => { execSync("ls"); });`, `app.get("/a", (q, s) => { execSync("ls", { timeout: 10_000 }); });`],
    [`app.get("/a", (q, s) => { execFile("ls", ["-l"], done); });`, `app.get("/a", (q, s) => { execFile("ls", ["-l"], { timeout: 10_000 }, done); });`],
    [`app.get("/a", (q, s) => { spawn("ls"); });`, `app.get("/a", (q, s) => { spawn("ls", { timeout: 10_000 }); });`],
    [`app.get("/a", (q, s) => { spawn("ls", ["-l"], { cwd }); });`, `app.get("/a", (q, s) => { spawn("ls", ["-l"], { cwd, timeout: 10_000 }); });`],
    [`app.get("/a", async (q, s) => { await execa("ls", ["-l"]); });`, `app.get("/a", async (q, s) => { await execa("ls", ["-l"], { timeout: 10_000 }); });`],
  ] },
};

for (const [client, { head, cases }] of Object.entries(shapes)) {
  describe(client, () => {
    it.each(cases)("%s", async (before, after) => {
      const text = `${head}${before}\n`;
      const [finding, ...others] = await lint("src/service.ts", text, rule);
      const [fix] = finding?.fixes ?? [];
      expect(others).toEqual([]);
      expect(fix && applyFix(text, fix)).toBe(`${head}${after}\n`);
      expect(await lint("src/service.ts", `${head}${after}\n`, rule)).toEqual([]);
    });
  });
}
