/** Trying again without end or wait, migrations without a way back, failures that nobody hears. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";
import { cases, severities } from "../javascript-security/marked.ts";

cases("javascript/unbounded-retry", {
  speaks: {
    "loops": [
      "async function f() { «while» (true) { try { return await get() } catch {} } }", "async function f() { «while» (1) { try { await get(); break } catch (e) { log(e); await sleep(10) } } }", "async function f() { «for» (;;) { try { return await get() } catch (e) { log(e) } } }",
      "async function f() { «do» { try { return await get() } catch (e) { log(e) } } while (true) }", "async function f() { «while» (true) { try { const r = await get(); if (r.ok) return r } catch (e) { await sleep(10) } } }",
    ],
    "calling itself": [
      "async function load(id) { try { return await get(id) } catch { return «load»(id) } }", "const connect = () => open().catch(() => «connect»())", "function connect() { open().catch(() => setTimeout(«connect», 100)) }", "class A { async go() { try { await this.open() } catch (e) { await this.«go»() } } }",
      "function connect() { open().catch((e) => { log(e); setTimeout(() => «connect»(), 100) }) }",
    ],
    "libraries": ["import pRetry from 'p-retry'; pRetry(f, { «forever: true» })", "import pRetry from 'p-retry'; pRetry(f, { «retries: Infinity» })", "import { retry } from 'rxjs'; a.pipe(«retry»())", "const retry = require('retry'); retry.operation({ «forever: true» })"],
  },
  silent: {
    "bounded": [
      "async function f() { for (let i = 0; i < 3; i++) { try { return await get() } catch {} } }", "async function f() { while (true) { try { return await get() } catch (e) { if (++n > 3) throw e } } }", "async function f() { while (Date.now() < end) { try { return await get() } catch {} } }",
      "async function f() { while (true) { try { return await get() } catch (e) { if (signal.aborted) return } } }", "async function load(id, n = 3) { try { return await get(id) } catch (e) { if (n === 0) throw e; return load(id, n - 1) } }", "import pRetry from 'p-retry'; pRetry(f)", "import { retry } from 'rxjs'; a.pipe(retry(3))",
      "import { retry } from './mine'; retry()", "import pRetry from 'p-retry'; pRetry(f, { forever: true, maxRetryTime: 1000 })",
    ],
    "work loops and polling": [
      "async function f() { while (true) { try { await handle(await queue.next()) } catch (e) { log(e) } } }", "async function f() { while (true) { try { await handle(a) } catch (e) { log(e) } await sleep(10) } }", "async function f() { while (true) { try { return parse(line) } catch { line = shorten(line) } } }",
      "function poll() { get().then(show).finally(() => setTimeout(poll, 100)) }", "async function* f() { while (true) { try { yield await get(); return } catch {} } }", "async function load(node) { try { await get(node) } catch { await load(node.parent) } }",
    ],
  },
});

cases("javascript/retry-without-backoff", {
  speaks: {
    "at once": [
      "async function f() { «for» (let i = 0; i < 3; i++) { try { return await get() } catch (e) { log(e) } } }", "async function f() { «for» (let i = 0; i < 3; i++) { try { return await get() } catch (e) { if (i === 2) throw e } } }", "import axiosRetry from 'axios-retry'; «axiosRetry»(axios)",
      "const axiosRetry = require('axios-retry'); «axiosRetry»(client, { retries: 3 })", "import { retry } from 'rxjs/operators'; a.pipe(«retry»(3))", "import { retry } from 'rxjs'; a.pipe(«retry»({ count: 3 }))", "import async from 'async'; async.«retry»(3, go)",
    ],
    "equally long": ["async function f() { «for» (let i = 0; i < 3; i++) { try { return await get() } catch (e) { await sleep(1000) } } }", "async function f() { «for» (let i = 0; i < 3; i++) { try { return await get() } catch (e) { await new Promise((r) => setTimeout(r, DELAY)) } } }", "import retry from 'async-retry'; retry(f, { «factor: 1» })"],
  },
  silent: {
    "waits that grow or cannot be read": [
      "async function f() { for (let i = 0; i < 3; i++) { try { return await get() } catch (e) { await sleep(2 ** i * 100) } } }", "async function f() { for (let i = 0; i < 3; i++) { try { return await get() } catch (e) { await sleep(delay(i)) } } }", "import axiosRetry from 'axios-retry'; axiosRetry(client, { retryDelay: axiosRetry.exponentialDelay })",
      "import axiosRetry from 'axios-retry'; axiosRetry(client, options)", "import pRetry from 'p-retry'; pRetry(f, { retries: 3 })", "import { retry } from 'rxjs'; a.pipe(retry({ count: 3, delay: 1000 }))", "import async from 'async'; async.retry({ times: 3, interval: (n) => n * 50 }, go)",
    ],
    "another way each time": ["async function f() { for (let i = 0; i < urls.length; i++) { try { return await get(urls[i]) } catch (e) { log(e) } } }", "async function f() { for (let page = 0; page < 3; page++) { try { return await get(page) } catch {} } }", "async function f() { for (let i = 0; i < urls.length; i++) { const url = urls[i]; try { return await get(url) } catch (e) { log(e) } } }", "async function f() { for (const url of urls) { try { return await get(url) } catch {} } }"],
  },
});

severities("javascript/retry-without-backoff", [
  ["async function f() { for (let i = 0; i < 3; i++) { try { return await get() } catch (e) { log(e) } } }", "warning"],
  ["async function f() { for (let i = 0; i < 3; i++) { try { return await get() } catch (e) { await sleep(100) } } }", "info"],
]);

cases("javascript/irreversible-migration", {
  speaks: {
    "empty down": [
      "// migrations/1.ts\nexport async function up(knex: Knex) { await knex.schema.dropTable('a') }\nexport async function «down»(knex: Knex) {}", "// migrations/1.js\nexports.up = (knex) => knex.schema.dropTable('a');\nexports.«down» = async () => { return };",
      "// db/migrations/1.js\nmodule.exports = { async up(queryInterface) { await queryInterface.addColumn('a', 'b') }, async «down»() { /* later */ } }", "// migrations/1.ts\nexport class A { async up(queryRunner) { await queryRunner.query('DROP TABLE a b') } async «down»(queryRunner) { return Promise.resolve() } }",
      "// migrations/1.js\nmodule.exports = { async up(db) { await db.collection('a').updateMany({}, { $set: { b: 1 } }) }, async «down»(db) { console.log('nothing') } }", "// migrations/1.js\nexports.up = (knex) => knex.schema.dropTable('a');\nexports.«down» = (knex) => knex.schema;",
    ],
    "no down": ["// migrations/1.js\nexports.«up» = (knex) => knex.schema.dropTable('a');"],
  },
  silent: {
    "reversible, said, not a migration": [
      "// migrations/1.js\nexports.up = (knex) => knex.schema.createTable('a');\nexports.down = (knex) => knex.schema.dropTable('a');", "// migrations/1.js\nexports.up = (knex) => knex.schema.dropTable('a');\nexports.down = () => { throw new Error('rows are gone') };",
      "// migrations/1.js\nexports.up = (knex) => knex.schema.dropTable('a');\nexports.down = () => { /* irreversible: the rows are gone */ };", "// migrations/1.js\nexports.up = async (knex) => {};\nexports.down = async (knex) => {};", "// migrations/1.js\nexports.up = (pgm) => pgm.addColumn('a', {});",
      "// migrations/1.js\nexports.up = (pgm) => pgm.dropColumn('a', 'b');\nexports.down = false;", "// migrations/1.js\nexports.up = (knex) => knex.raw('ALTER TABLE a VALIDATE CONSTRAINT b');\nexports.down = () => {};", "// src/keys.js\nexports.up = (event) => move(event);\nexports.down = () => {};",
    ],
  },
});

const express = (version: string) => ({ "package.json": `{ "name": "a", "private": true, "dependencies": { "express": "${version}" } }` });
const rule = "javascript/unhandled-rejection";

describe("async handlers", () => {
  const route = "const app = require('express')();\napp.«get»('/a', async (req, res) => { res.json(await load()) })";
  const rows: readonly (readonly [title: string, text: string, files: Readonly<Record<string, string>>])[] = [
    ["Express 4", route, express("^4.18.0")],
    ["Express 5", route.replace(/[«»]/g, ""), express("^5.0.0")],
    ["a version nobody knows", route.replace(/[«»]/g, ""), {}],
    ["express-async-errors in another file", route.replace(/[«»]/g, ""), { ...express("4.21.0"), "index.js": "require('express-async-errors');\nrequire('./service');\n" }],
    ["guarded", "const app = require('express')();\napp.get('/a', async (req, res, next) => { try { res.json(await load()) } catch (e) { next(e) } })", express("4.21.0")],
    ["wrapped", "const app = require('express')();\napp.get('/a', wrap(async (req, res) => { res.json(await load()) }))", express("4.21.0")],
    ["ends in catch", "const app = require('express')();\napp.get('/a', async (req, res, next) => { await load().catch(next) })", express("4.21.0")],
    ["waits for nothing", "const app = require('express')();\napp.get('/a', async (req, res) => { res.json(1) })", express("4.21.0")],
  ];
  it.each(rows)("%s", async (_, text, files) => {
    const bare = readMarkers(text).text;
    expect(withMarkers(bare, await lint("service.js", bare, rule, files))).toBe(text);
  });
});

cases(rule, {
  speaks: {
    "promises dropped on a route": [
      "app.post('/a', (req, res) => { «fetch»(url); res.end() })", "async function mail() { await send() } app.post('/a', (req, res) => { «mail»(); res.end() })", "import Order from './models/order'; app.post('/a', (req, res) => { const o = new Order(1); o.«save»(); res.end() })",
      "app.get('/a', (req, res) => { Order.find().«then»((rows) => res.json(rows)) })", "class C { async mail() { await send() } @Post() create() { this.«mail»(); return 1 } }",
    ],
    "clients": ["const redis = require('redis'); const client = redis.«createClient»(); client.get('a')", "import { Pool } from 'pg'; export const pool = new «Pool»({ connectionTimeoutMillis: 1, statement_timeout: 1 })"],
    "streams": ["import fs from 'fs'; app.get('/a', (req, res) => { fs.«createReadStream»(p).pipe(res) })", "import { createReadStream } from 'node:fs'; app.get('/a', (req, res) => { const s = «createReadStream»(p); s.pipe(res) })"],
  },
  silent: {
    "heard": [
      "app.post('/a', async (req, res) => { await fetch(url) })", "app.post('/a', (req, res) => { void fetch(url) })", "app.post('/a', (req, res) => { fetch(url).catch(log) })", "app.post('/a', (req, res) => { fetch(url).then(a).catch(log) })", "app.post('/a', (req, res) => { fetch(url).then(a, log) })",
      "async function mail() { try { await send() } catch (e) { log(e) } } app.post('/a', (req, res) => { mail(); res.end() })", "app.post('/a', (req, res) => { jobs.push(fetch(url)) })", "app.post('/a', (req, res) => { return Order.find().then((rows) => res.json(rows)) })", "async function f() { log(1) } app.post('/a', () => { f() })",
      "import Order from './models/order'; app.post('/a', (req, res) => { const o = new Order(1); o.save((error) => done(error)) })",
    ],
    "nobody served": ["async function main() { await go() } main()", "fetch(url)", "'use client'; export const a = () => { fetch(url).then(show) }"],
    "listeners": [
      "const redis = require('redis'); const client = redis.createClient(); client.on('error', log)", "import fs from 'fs'; app.get('/a', (req, res) => { fs.createReadStream(p).on('error', fail).pipe(res) })", "import fs from 'fs'; app.get('/a', (req, res) => { pipeline(fs.createReadStream(p), res, done) })",
      "import fs from 'fs'; fs.createReadStream(p).pipe(out)", "import { createClient } from 'redis'; export default () => createClient()",
    ],
  },
});
