/** When a network call without an end is spoken about, and when not. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const rule = "javascript/request-without-timeout";

async function marked(text: string, path = "service.ts"): Promise<string> {
  const { text: plain } = readMarkers(text);
  return withMarkers(plain, await lint(path, plain, rule));
}

const speaks: Readonly<Record<string, readonly string[]>> = {
  "fetch": [
    "«fetch»(url)",
    "await «fetch»(`${base}/x`, { method: 'POST' })",
    "window2.x = globalThis.«fetch»(url, {})",
    "const options = { method: 'POST', headers }; «fetch»(url, options)",
    "const options = post ? { method: 'POST' } : { method: 'GET' }; «fetch»(url, options)",
    "«fetch»(url, { signal: undefined })",
    "«fetch»(url, undefined)",
    "import fetch from 'node-fetch'; «fetch»(url)",
    "import { fetch as ask } from 'undici'; «ask»(url)",
    "const ask = fetch; export const go = () => «ask»(url)",
    "const fetch = require('cross-fetch'); «fetch»(url)",
    "«fetch»(new Request(url, { method: 'PUT' }))",
    "export const all = () => Promise.all([«fetch»(a), «fetch»(b)])",
    "setTimeout(() => «fetch»(url), 100)",
    "class A { fetch(u) { return «fetch»(u) } }",
  ],
  "axios": [
    "import axios from 'axios'; axios.«get»(url)",
    "import axios from 'axios'; axios.«post»(url, body)",
    "import axios from 'axios'; axios.«delete»(url, { headers })",
    "import axios from 'axios'; «axios»({ url, method: 'get' })",
    "import axios from 'axios'; «axios»(url, { method: 'get' })",
    "import axios from 'axios'; axios.«request»({ url })",
    "import ax from 'axios'; const config = { headers: {} }; ax.«put»(url, body, config)",
    "import axios from 'axios'; axios.«get»(url, { timeout: 0 })",
    "import axios from 'axios'; export default axios.«create»()",
    "import axios from 'axios'; class Base { protected http = axios.«create»({ baseURL }) } export class Api extends Base { go() { return this.http.get('/x') } }",
    "import axios from 'axios'; const api = axios.create({ timeout: 5000 }); api.«get»(url, { timeout: 0 })",
    "import axios from 'axios'; const api = axios.«create»(); api.get(a, { timeout: 1 }); api.get(b)",
    "import axios from 'axios'; await axios.«create»().post(url, body)",
    "import axios from 'axios'; class A { http = axios.«create»(); go() { return this.http.get(url) } }",
    "import axios from 'axios'; axios.interceptors.request.use((config) => { config.headers.a = 1; return config }); axios.«get»(url)",
  ],
  "others": [
    "import got from 'got'; «got»(url)",
    "import got from 'got'; got.«post»(url, { json })",
    "import got from 'got'; export const api = got.«extend»({ prefixUrl })",
    "import ky from 'ky'; ky.«get»(url, { timeout: false })",
    "const request = require('request'); «request»(url, (error, answer) => done(answer))",
    "const request = require('request-promise'); «request»({ uri })",
    "const needle = require('needle'); needle.«post»(url, data)",
    "const superagent = require('superagent'); superagent.«get»(url).set('a', 'b').then(done)",
    "const superagent = require('superagent'); export const load = () => superagent.«get»(url)",
    "import { request } from 'undici'; «request»(url, { method: 'GET' })",
    "import { $fetch } from 'ofetch'; «$fetch»(url)",
    "const https = require('https'); https.«get»(url, done)",
    "const http = require('http'); const req = http.«request»({ host, path }, done); req.on('error', fail); req.end()",
    "import https from 'https'; const agent = new https.Agent({ keepAlive: true }); https.«get»(url, { agent }, done)",
  ],
  "databases": [
    "const { Pool } = require('pg'); const pool = new «Pool»()",
    "import pg from 'pg'; export const db = new pg.«Client»(process.env.DATABASE_URL)",
    "import pg from 'pg'; const { Pool } = pg; export const db = new «Pool»({ max: 5, connectionTimeoutMillis: 0 })",
    "import mysql from 'mysql2/promise'; export const pool = mysql.«createPool»({ uri })",
    "import mongoose from 'mongoose'; mongoose.«connect»(uri, { serverSelectionTimeoutMS: 0 })",
    "import Redis from 'ioredis'; export const redis = new «Redis»({ maxRetriesPerRequest: null })",
  ],
  "services only": [
    "import { execFile } from 'child_process'; app.get('/thumb', (req, res) => { «execFile»('convert', ['a', 'b'], done) })",
    "import { exec } from 'node:child_process'; import { promisify } from 'node:util'; const run = promisify(exec); router.post('/build', async (req, res) => { await «run»('make') })",
    "import OpenAI from 'openai'; const ai = new «OpenAI»({ apiKey }); app.post('/ask', ask)",
  ],
};

const silent: Readonly<Record<string, readonly string[]>> = {
  "bounded in the options": [
    "fetch(url, { signal: AbortSignal.timeout(5000) })",
    "const controller = new AbortController(); fetch(url, { signal: controller.signal })",
    "export const load = (url, { signal }) => fetch(url, { signal })",
    "const options = { method: 'POST' }; options.signal = AbortSignal.timeout(1); fetch(url, options)",
    "fetch(url, withSignal({ method: 'POST' }))",
    "const withLimit = (o) => ({ ...o, signal: AbortSignal.timeout(1) }); fetch(url, withLimit({}))",
    "import axios from 'axios'; axios.post(url, body, { timeout: Number(process.env.T) })",
    "import got from 'got'; got(url, { timeout: { request: 5000 } })",
    "import https from 'https'; https.get(url, { timeout: 500 }, done)",
    "const options = slow ? { timeout: 9000 } : { timeout: 100 }; require('axios').get(url, options)",
  ],
  "cannot be seen": [
    "export const ask = (...args) => fetch(...args)",
    "export const ask = (url, init) => fetch(url, init)",
    "export const ask = (url, init) => fetch(url, { ...init, method: 'POST' })",
    "import axios from 'axios'; export const ask = (config) => axios(config)",
    "import { options } from './options'; import axios from 'axios'; axios.get(url, options)",
    "import { api } from './client'; api.get(url)",
    "const options = {}; addLimit(options); fetch(url, options)",
    "const fn = fetch",
    "self.addEventListener('fetch', (event) => event.respondWith(fetch(event.request)))",
    "import https from 'https'; https.get(url, { agent: proxyAgent }, done)",
    "import https from 'https'; export const raw = (o) => https.request(o, done)",
  ],
  "bounded elsewhere": [
    "import axios from 'axios'; axios.defaults.timeout = 5000; axios.get(url)",
    "import axios from 'axios'; const api = axios.create(); api.defaults.timeout = 5000; export default api",
    "import axios from 'axios'; axios.interceptors.request.use((c) => ({ ...c, timeout: 3 })); axios.get(url)",
    "import axios from 'axios'; const api = axios.create({ timeout: 5000 }); api.get(url)",
    "import axios from 'axios'; const api = axios.create(); api.get(url, { timeout: 100 }); api.post(url, body, { timeout: 100 })",
    "import axios from 'axios'; await axios.create().post(url, body, { timeout: 100 })",
    "import axios from 'axios'; class A { #http = axios.create(); go() { return this.#http.get(url, { timeout: 100 }) } }",
    "import { setGlobalDispatcher, Agent } from 'undici'; setGlobalDispatcher(new Agent({ headersTimeout: 1000 })); fetch(url)",
    "Promise.race([fetch(url), sleep(5000)])",
    "const answer = fetch(url); await Promise.race([answer, sleep(5000)])",
    "withTimeout(fetch(url), 5000)",
    "pTimeout((async () => { return await fetch(url) })(), { milliseconds: 5 })",
    "const http = require('http'); const req = http.get(url, done); req.setTimeout(500, () => req.destroy())",
    "const http = require('http'); http.get(url, done).on('timeout', fail)",
    "const http = require('http'); const req = http.request(o, done); setTimeout(() => req.destroy(), 500); req.end()",
    "const superagent = require('superagent'); superagent.get(url).timeout(5000).then(done)",
    "const { Pool } = require('pg'); new Pool({ statement_timeout: 1000 })",
    "const { Pool } = require('pg'); const pool = new Pool(); pool.on('connect', (c) => c.query('SET statement_timeout = 1000'))",
    "import OpenAI from 'openai'; const ai = new OpenAI({ timeout: 20_000 }); app.post('/ask', ask)",
  ],
  "bounded by default": [
    "import ky from 'ky'; ky.get(url)",
    "import mongoose from 'mongoose'; mongoose.connect(uri)",
    "import Redis from 'ioredis'; new Redis(process.env.REDIS_URL)",
    "import Redis from 'ioredis'; import { Worker } from 'bullmq'; new Redis({ maxRetriesPerRequest: null })",
    "import nodemailer from 'nodemailer'; nodemailer.createTransport({ host })",
  ],
  "browsers and local targets": [
    "fetch('/api/users')",
    "fetch(`/api/users/${id}`, { method: 'DELETE' })",
    "const base = '/api'; fetch(base + '/users')",
    "import axios from 'axios'; axios.get('/api/users')",
    "import axios from 'axios'; export const api = axios.create({ baseURL: '/api' })",
    "'use client'; fetch(url)",
    "import { useQuery } from '@tanstack/react-query'; fetch(url)",
    "fetch(`${import.meta.env.VITE_API}/x`)",
    "document.querySelector('a').onclick = () => fetch(url)",
    "fetch(new URL('./data.json', import.meta.url))",
  ],
  "not a service": [
    "import { exec } from 'child_process'; exec('make')",
    "import OpenAI from 'openai'; export const ai = new OpenAI()",
    "import { spawn } from 'child_process'; const child = spawn('node', ['x']); app.get('/x', show)",
  ],
  "something else": [
    "notaxios.get(url)", "this.fetch(url)", "repository.fetch(url)", "const map = new Map(); map.get(url)", "app.get('/x', (req, res) => res.send(1))",
    "import request from 'supertest'; request(app).get('/x')", "import { axios } from './mine'; axios.get(url)", "import type axios from 'axios'; export type A = typeof axios.get",
    "function fetch(u) { return cache.get(u) } fetch(url)",
  ],
};

for (const [title, texts] of Object.entries(speaks)) {
  describe(`speaks: ${title}`, () => it.each(texts)("%s", async (text) => expect(await marked(text)).toBe(text)));
}

for (const [title, texts] of Object.entries(silent)) {
  describe(`silent: ${title}`, () => it.each(texts)("%s", async (text) => expect(await marked(text)).toBe(text)));
}

it("is silent in components, and speaks in server components", async () => {
  const component = "export function Page() { useEffect(() => { fetch(url) }); return <p>{data}</p> }";
  const server = "export default async function Page() { const data = await «fetch»(url); return <p>{rows.map((row) => <b>{row}</b>)}</p> }";
  expect(await marked(component, "app/page.tsx")).toBe(component);
  expect(await marked(server, "app/page.tsx")).toBe(server);
});

it("is silent in tests", async () => expect(await marked("fetch(url)", "src/api.test.ts")).toBe("fetch(url)"));

const severities: readonly (readonly [text: string, severity: string])[] = [
  ["require('axios').get(url)", "error"],
  ["fetch(url)", "warning"],
  ["require('mysql2').createPool({})", "info"],
  ["const OpenAI = require('openai'); new OpenAI(); app.get('/a', b)", "info"],
  ["require('ky').get(url, { timeout: false })", "error"],
];
it.each(severities)("%s is %s", async (text, severity) => expect((await lint("service.js", text, rule)).map((one) => one.severity)).toEqual([severity]));

it("names the call as written, the consequence and the remedy", async () => {
  const [finding] = await lint("service.js", "const http = require('axios');\nhttp.get(url);\n", rule);
  expect(finding?.message).toBe("`http.get` waits forever unless given a timeout: one silent upstream holds this call, its socket and its memory until a restart. Pass `timeout: 10_000`.");
});
