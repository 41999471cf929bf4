/** A read that is given a timeout and tried again, by the library the file imports. */
import { describe, expect, it } from "vitest";
import { applyFix, lint } from "../harness.ts";

const rule = "javascript/request-without-timeout";
const retry = `import pRetry from "p-retry";\n\n`;

const cases: readonly (readonly [title: string, before: string, after: string])[] = [
  ["fetch", `${retry}export const load = async (url: string) => (await fetch(url)).json();\n`, `${retry}export const load = async (url: string) => (await pRetry(() => fetch(url, { signal: AbortSignal.timeout(10_000) }), { retries: 3, randomize: true })).json();\n`],
  ["fetch with options", `${retry}export const load = (url: string) => fetch(url, {\n  headers,\n});\n`, `${retry}export const load = (url: string) => pRetry(() => fetch(url, {\n  headers,\n  signal: AbortSignal.timeout(10_000),\n}), { retries: 3, randomize: true });\n`],
  ["axios, async-retry under another name", `import again from "async-retry";\nimport axios from "axios";\n\nexport const load = () => axios.get("https://a.example");\n`, `import again from "async-retry";\nimport axios from "axios";\n\nexport const load = () => again(() => axios.get("https://a.example", { timeout: 10_000 }), { retries: 3, randomize: true });\n`],
];

type Offer = readonly [title: string, path: string, packages: Readonly<Record<string, string>>, before: string, after: string];

/** What package.json has, where the file does not import it. */
const offers: readonly Offer[] = [
  ["an import behind the others", "s.ts", { "p-retry": "6.2.0" }, `import axios from 'axios'\n\nexport const load = () => axios.get("https://a.example")\n`, `import axios from 'axios'\nimport pRetry from 'p-retry'\n\nexport const load = () => pRetry(() => axios.get("https://a.example", { timeout: 10_000 }), { retries: 3, randomize: true })\n`],
  ["the first import", "s.ts", { "p-retry": "6.2.0" }, "export const load = (url: string) => fetch(url);\n", `import pRetry from "p-retry";\n\nexport const load = (url: string) => pRetry(() => fetch(url, { signal: AbortSignal.timeout(10_000) }), { retries: 3, randomize: true });\n`],
  ["CommonJS", "s.js", { "async-retry": "1.3.3" }, `const axios = require("axios");\n\nexports.load = () => axios.get("https://a.example");\n`, `const axios = require("axios");\nconst retry = require("async-retry");\n\nexports.load = () => retry(() => axios.get("https://a.example", { timeout: 10_000 }), { retries: 3, randomize: true });\n`],
  ["CommonJS that has it already", "s.js", {}, `const again = require("async-retry");\nconst axios = require("axios");\n\nexports.load = () => axios.get("https://a.example");\n`, `const again = require("async-retry");\nconst axios = require("axios");\n\nexports.load = () => again(() => axios.get("https://a.example", { timeout: 10_000 }), { retries: 3, randomize: true });\n`],
  ["by name", "s.ts", { "exponential-backoff": "3.1.1" }, `import { base } from "./base";\r\n\r\nexport const load = () => fetch(base);\r\n`, `import { base } from "./base";\r\nimport { backOff } from "exponential-backoff";\r\n\r\nexport const load = () => backOff(() => fetch(base, { signal: AbortSignal.timeout(10_000) }), { numOfAttempts: 4, jitter: "full" });\r\n`],
  ["p-retry cannot be required", "s.js", { "p-retry": "6.2.0" }, `const axios = require("axios");\nexports.load = () => axios.get("https://a.example");\n`, ""],
  ["a name that is taken", "s.ts", { "p-retry": "6.2.0" }, `import axios from "axios";\nconst pRetry = 3;\nexport const load = () => axios.get("https://a.example");\n`, ""],
];

const silent: readonly (readonly [title: string, text: string])[] = [
  ["a write", `${retry}export const save = (url: string) => fetch(url, { method: "POST" });\n`],
  ["what is tried again already", `${retry}export const load = (url: string) => pRetry(() => fetch(url));\n`],
  ["a loop", `${retry}export async function load(urls: string[]) { for (const url of urls) await fetch(url); }\n`],
  ["arguments that wait", `${retry}export const load = async () => fetch(await address());\n`],
  ["no library", "export const load = (url: string) => fetch(url);\n"],
];

describe("Pass a timeout and try again", () => {
  it.each(cases)("%s", async (_title, before, after) => {
    const [finding] = await lint("service.ts", before, rule);
    const fix = finding?.fixes.find(({ title }) => title.includes("try again"));
    expect(fix && applyFix(before, fix)).toBe(after);
    expect((await lint("service.ts", after)).filter(({ rule: { id } }) => /timeout|retry|rejection/.test(id))).toEqual([]);
  });

  it.each(offers)("%s", async (_title, path, packages, before, after) => {
    const [finding] = await lint(path, before, rule, { "package.json": JSON.stringify({ name: "s", private: true, dependencies: packages }) });
    const fixes = finding?.fixes.filter(({ title }) => title.includes("try again")) ?? [];
    expect(fixes.map((fix) => applyFix(before, fix))).toEqual(after === "" ? [] : [after]);
  });

  it.each(silent)("is not offered for %s", async (_title, text) => {
    const [finding] = await lint("service.ts", text, rule);
    expect(finding).toBeDefined();
    expect(finding?.fixes.filter(({ title }) => title.includes("try again"))).toEqual([]);
  });
});
