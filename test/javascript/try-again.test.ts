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

  it.each(silent)("is not offered for %s", async (_title, text) => {
    const [finding] = await lint("service.ts", text, rule);
    expect(finding).toBeDefined();
    expect(finding?.fixes.filter(({ title }) => title.includes("try again"))).toEqual([]);
  });
});
