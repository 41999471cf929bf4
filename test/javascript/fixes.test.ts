/** What the fix writes, in every shape a call can have. */
import { expect, it } from "vitest";
import { applyFix, lint } from "../harness.ts";

const rule = "javascript/request-without-timeout";

const cases: readonly (readonly [title: string, before: string, after: string])[] = [
  ["no options", "fetch(url);", "fetch(url, { signal: AbortSignal.timeout(10_000) });"],
  ["trailing comma after the only argument", "fetch(url,);", "fetch(url, { signal: AbortSignal.timeout(10_000) },);"],
  ["empty options", "fetch(url, {});", "fetch(url, { signal: AbortSignal.timeout(10_000) });"],
  ["options on one line", "fetch(url, { method: 'PUT' });", "fetch(url, { method: 'PUT', signal: AbortSignal.timeout(10_000) });"],
  ["options on many lines", "fetch(url, {\n  method: 'PUT',\n  body,\n});", "fetch(url, {\n  method: 'PUT',\n  body,\n  signal: AbortSignal.timeout(10_000),\n});"],
  ["options on many lines, no trailing comma, tabs", "fetch(url, {\n\tmethod: 'PUT'\n});", "fetch(url, {\n\tmethod: 'PUT',\n\tsignal: AbortSignal.timeout(10_000)\n});"],
  ["CRLF", "fetch(url, {\r\n  body,\r\n});", "fetch(url, {\r\n  body,\r\n  signal: AbortSignal.timeout(10_000),\r\n});"],
  ["comment after the last property", "fetch(url, {\n  body, // json, mostly\n});", "fetch(url, {\n  body,\n  signal: AbortSignal.timeout(10_000), // json, mostly\n});"],
  ["arguments on many lines", "fetch(\n  url,\n);", "fetch(\n  url,\n  { signal: AbortSignal.timeout(10_000) },\n);"],
  ["cast options", "fetch(url, { method: 'PUT' } as RequestInit);", "fetch(url, { method: 'PUT', signal: AbortSignal.timeout(10_000) } as RequestInit);"],
  ["options in a variable", "const o = { method: 'PUT' };\nfetch(url, o);", "const o = { method: 'PUT' };\nfetch(url, { ...o, signal: AbortSignal.timeout(10_000) });"],
  ["a signal that is none", "fetch(url, { signal: undefined });", "fetch(url, { signal: AbortSignal.timeout(10_000) });"],
  ["a body is missing", "require('axios').post(url);", "require('axios').post(url, undefined, { timeout: 10_000 });"],
  ["after a body", "require('axios').post(url, body);", "require('axios').post(url, body, { timeout: 10_000 });"],
  ["config call", "require('axios')({ url });", "require('axios')({ url, timeout: 10_000 });"],
  ["switched off", "require('axios').get(url, { timeout: 0 });", "require('axios').get(url, { timeout: 10_000 });"],
  ["before a callback", "require('https').get(url, done);\nfunction done() {}", "require('https').get(url, { signal: AbortSignal.timeout(10_000) }, done);\nfunction done() {}"],
  ["new without parentheses", "const { Pool } = require('pg');\nnew Pool;", "const { Pool } = require('pg');\nnew Pool({ connectionTimeoutMillis: 10_000, statement_timeout: 10_000 });"],
  ["in a chain", "require('superagent').get(url).then(done);", "require('superagent').get(url).timeout(10_000).then(done);"],
  ["emoji before it", "log('🚢🚢'); fetch(url);", "log('🚢🚢'); fetch(url, { signal: AbortSignal.timeout(10_000) });"],
  ["generic call", "require('axios').get<Array<(x: string) => void>>(url);", "require('axios').get<Array<(x: string) => void>>(url, { timeout: 10_000 });"],
];

it.each(cases)("%s", async (_title, before, after) => {
  const [finding] = await lint("service.ts", before, rule);
  const [fix] = finding?.fixes ?? [];
  expect(fix && applyFix(before, fix)).toBe(after);
  expect(fix?.safe).toBe(false);
  expect(await lint("service.ts", after, rule)).toEqual([]);
});
