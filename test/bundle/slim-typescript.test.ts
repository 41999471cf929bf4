/** The bundled part of TypeScript reads every text as the whole does: calls, comments, problems and facts are equal, on sound and on broken text. */
import { build, type Plugin } from "esbuild";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { JavaScriptFile } from "../../rules/api.ts";
import { discover } from "../../server/workspace/discover.ts";
import { GitIgnore } from "../../server/workspace/ignored.ts";
import { openJavaScript } from "../../server/languages/javascript/open.ts";

const root = path.resolve(import.meta.dirname, "../..");
let folder = "";
let slim: typeof openJavaScript | undefined;

beforeAll(async () => {
  const plugin = path.join(root, "scripts/slim-typescript.mjs");
  const { slimTypescript } = (await import(pathToFileURL(plugin).href)) as { slimTypescript: () => Plugin };
  folder = mkdtempSync(path.join(tmpdir(), "preship-slim-"));
  const outfile = path.join(folder, "open.mjs");
  const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const __filename = ""; const __dirname = "";';
  await build({ entryPoints: [path.join(root, "server/languages/javascript/open.ts")], bundle: true, platform: "node", format: "esm", mainFields: ["module", "main"], outfile, logLevel: "error", plugins: [slimTypescript()], banner: { js: banner } });
  slim = ((await import(pathToFileURL(outfile).href)) as { openJavaScript: typeof openJavaScript }).openJavaScript;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hard: readonly (readonly [string, string])[] = [
  ["decorators.ts", "@injectable() export default class A { @field() accessor x: number = 1; constructor(@inject(T) private readonly t: T) {} static { go(); } }"],
  ["types.ts", "type A<T> = T extends `a${infer R}` ? { readonly [K in keyof R as `x${string & K}`]?: R[K] } : never; declare module 'm' { export = x; } enum E { A = 1 << 2 } namespace N.M { export import x = y.z; }"],
  ["view.tsx", "export const V = <T,>(p: T) => <><a:b {...p} c=\"d\">text {fetch(`u${1}`)} &amp;</a:b></>; /* c */"],
  ["plain.jsx", "const x = <div>{/* comment */}</div>; export { x as default }; import y from './y.json' with { type: 'json' };"],
  ["modern.mjs", "for await (using a of b?.c?.(1)) label: while (1) break label; export * as n from 'n'; x ??= y ** 2n; class P { #a = 1; has(o) { return #a in o; } } await import('z'); /re[/]/giu.test(a);"],
  ["broken.ts", "export class A { b( { return fetch( \nconst x = ; }\nfunction ok() { axios.get('u') }"],
  ["broken.tsx", "const a = <div><b></div>; fetch('x'); const s = \"open\nlet t = `never"],
  ["hash.cjs", "#!/usr/bin/env node\nmodule.exports = { a: require('fs').readFileSync };\r\nfetch(a)"],
];

function seen(open: typeof openJavaScript, name: string, text: string): unknown {
  const opened = open(name, text);
  const file = opened.file as JavaScriptFile;
  const result = { calls: file.calls().map(({ node, callee }) => [node.start, node.end, callee]), comments: file.comments(), problems: file.problems, strings: file.namedStrings(), imports: file.imports(), partial: file.isPartial, facts: opened.facts() };
  opened.dispose();
  return result;
}

it("holds for what is hard to read, cut short at every few characters", () => {
  if (!slim) throw new Error("not built");
  for (const [name, text] of hard) {
    for (let length = text.length; length > 0; length -= 7) expect(seen(slim, name, text.slice(0, length)), `${name} cut at ${length}`).toEqual(seen(openJavaScript, name, text.slice(0, length)));
  }
}, 60_000);

it("holds for the sources of this project", async () => {
  if (!slim) throw new Error("not built");
  const { files } = await discover(root, { gitIgnore: new GitIgnore(root), below: "server" });
  const sources = files.filter((file) => /\.ts$/.test(file));
  expect(sources.length).toBeGreaterThan(50);
  for (const file of sources) {
    const text = readFileSync(path.join(root, file), "utf8");
    expect(seen(slim, file, text), file).toEqual(seen(openJavaScript, file, text));
  }
}, 120_000);

it("is a small part of the whole", async () => {
  const bytes = readFileSync(path.join(folder, "open.mjs")).length;
  expect(bytes).toBeLessThan(readFileSync(createRequire(import.meta.url).resolve("typescript")).length / 2);
});
