/** The bundled parser makes the very trees and problems that TypeScript's own makes: kinds, places, flags, words, on sound and on broken text. */
import { build, type Plugin } from "esbuild";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
let folder = "";
let lean: Pick<typeof ts, "createSourceFile" | "forEachChild"> | undefined;

beforeAll(async () => {
  const { slimTypescript } = (await import(pathToFileURL(path.join(root, "scripts/slim-typescript.mjs")).href)) as { slimTypescript: () => Plugin };
  folder = mkdtempSync(path.join(tmpdir(), "preship-lean-"));
  const outfile = path.join(folder, "typescript.mjs");
  const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const __filename = ""; const __dirname = "";';
  await build({ stdin: { contents: 'export { default } from "typescript";', resolveDir: root }, bundle: true, platform: "node", format: "esm", outfile, logLevel: "error", plugins: [slimTypescript()], banner: { js: banner } });
  lean = ((await import(pathToFileURL(outfile).href)) as { default: typeof ts }).default;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Dialect = "ts" | "tsx" | "jsx";
const kinds = { ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX, jsx: ts.ScriptKind.JSX };

/** All that is in a tree, node by node. */
function told(from: Pick<typeof ts, "createSourceFile" | "forEachChild">, text: string, dialect: Dialect): string {
  const markAsModule = (file: ts.SourceFile) => { (file as unknown as { externalModuleIndicator: unknown }).externalModuleIndicator ??= true; };
  const source = from.createSourceFile(`file.${dialect}`, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone, setExternalModuleIndicator: markAsModule }, false, kinds[dialect]);
  const found: unknown[] = [];
  const visit = (node: ts.Node): void => {
    const { kind, pos, end, flags, ...rest } = node as unknown as Record<string, unknown>;
    const words = Object.entries(rest).filter(([name, value]) => name !== "fileName" && !unread.has(name) && (typeof value === "string" || typeof value === "boolean" || typeof value === "number"));
    const lists = Object.entries(rest).filter(([name, value]) => !unread.has(name) && Array.isArray(value) && "pos" in value).map(([name, value]) => [name, (value as unknown as ts.NodeArray<ts.Node>).pos, (value as unknown as ts.NodeArray<ts.Node>).end, (value as ts.Node[]).length, (value as unknown as ts.NodeArray<ts.Node>).hasTrailingComma]);
    found.push(kind, pos, end, flags, ...words.sort(), ...lists.sort());
    from.forEachChild(node, visit);
  };
  visit(source);
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  return [...found, ...parseDiagnostics.map(({ start, length, code, messageText }) => JSON.stringify([start, length, code, messageText]))].join("\n");
}

/** What only a binder, a checker or an emitter asks for. */
const unread = new Set(["id", "modifierFlagsCache", "transformFlags", "nodeCount", "identifierCount"]);

const hard: readonly (readonly [string, Dialect, string])[] = [
  ["a wait at the top level", "ts", "const a = await load(1);\nawait\nrun();\nawait [1];\nfunction f() { await (x); }\nvar await = 1;\nclass C { static { await (y); } m(await) {} }\nlet b = { await, c: await (z) };"],
  ["a wait in what awaits", "jsx", "async function f() { for await (const x of y) await (x); const g = async (a) => await a, h = async await => 1; }\nexport default await import('z');"],
  ["strings and what is in them", "ts", "f('a\\'b', \"c\\u{1F600}d\", 'open\n, \"\\\n\", `t${`u${1}`}v`, 'é', '😀', '\u2028');\nconst s = '', t = \"x\", u = 'last"],
  ["names of all alphabets", "ts", "const é = 1, a\u00e9b = 2, \\u0061b = 3, a\\u{62}c = 4, 𝒜b = 5, $_ = 6, _0$ = 7, ab\u200d = 8;\nf(é, \\u0061b,a\\u0062, 𝒜b);"],
  ["comments and marks of a merge", "ts", "// one\u2028a /* two\r\n */ b /** three */ c // @ts-ignore\n<<<<<<< ours\nd\n=======\ne\n>>>>>>> theirs\n||||||| base\nf /* open"],
  ["what an expression goes on with", "ts", "a.b?.c[d]?.[e]?.(f)!.g`h${i}`<J>(k)<L>`m`; new n<o>(p).q!; r<s>(t); u < v > (w); x<<y>(z); a << b >>> c >= d; e<f>; super.g; import.meta.h; import('i').then(j);"],
  ["what ends behind a name or a string", "tsx", "f(a,'b',c ,d\n,e=>e,g/*h*/,(i),j as k,l!,m++,n?o:p,...q);r=[a,b,'c'];s={t:u,v:'w',x};y={a:b};<a b={c} d={'e'}>{f}{'g'}</a>;(h);[i]=j;async,k;yield,l;of;m"],
  ["operators", "ts", "a = b ?? c || d && e | f ^ g & h == i !== j < k instanceof l in m << n + o * p ** q; r ||= s; t **= -u ** 2; v as w satisfies x; for (const y in z, a) ; b > > c; d >>>= e"],
  ["arrows that may be none", "ts", "(a, b) => c; (d, e); (f) ? (g) : (h) => i; j ? (k) : l => m; <T>(n: T): T => n; async (o) => p; async(q); (r?: s) => t; ({ u }) => v; (w = x, ...y): z is a => b"],
  ["arrows beside elements", "tsx", "<T,>(a: T) => a; <b:c d='e' {...f}>g {/* h */} &amp; {...i}<></><j.k/></b:c>; <l>m; a < b > c"],
  ["members and what marks them", "ts", "@a() @b.c export default abstract class D<in out E> extends F<G> implements H, I { declare readonly j?: K = 1; static async *[l]() {} get m() { return 1 } set m(n) {} constructor(private o, @p() public q) { super(o) } accessor r; #s; static { t() } [u: string]: v; w!: x }"],
  ["types", "ts", "type A<T extends B = C> = T extends (infer U extends D)[] ? { -readonly [K in keyof E as `f${K}`]+?: G[K] } : (new () => H) | typeof i.j | unique symbol | [k?: l, ...m[]] | asserts; function n(this: O, p: asserts p is Q): p is R; declare global { namespace S.T { } } enum U { V = 1 << 2, 'w' }"],
  ["imports and exports", "ts", "import a, { b as c, type d, default as e } from 'f'; import * as g from 'h' with { type: 'json' }; import i = require('j'); import type k from 'l'; export * as m from 'n'; export { o as 'p', type q }; export = r; export as namespace s; export import t = u.v;"],
  ["statements", "jsx", "#!/usr/bin/env node\n'use strict'; label: for (;;) { continue label } do a(); while (b) switch (c) { case 1: default: break } try { d } catch { } finally { } with (e) f; if (g) ; else h; debugger; throw i\nreturn\n/re[/]\\//giu.test(j); var k = 0b1_0, l = 0xFFn, m = .5e-3, n = 08; using o = p; let\nq"],
];

function lengths(text: string, step: number): number[] {
  return Array.from({ length: Math.ceil(text.length / step) }, (_, index) => text.length - index * step);
}

describe("what is hard to read, cut short anywhere and with something odd in it", () => {
  for (const [title, dialect, text] of hard) {
    it(title, () => {
      if (!lean) throw new Error("not built");
      for (const length of lengths(text, 2)) {
        const part = text.slice(0, length);
        expect(told(lean, part, dialect), `cut at ${length}`).toBe(told(ts, part, dialect));
      }
      for (const length of lengths(text, 5)) {
        for (const odd of ["await ", "`", "<", "'", "\\", "é", "=>", "/*"]) {
          const marred = text.slice(0, length) + odd + text.slice(length);
          expect(told(lean, marred, dialect), `${odd} at ${length}`).toBe(told(ts, marred, dialect));
        }
      }
    }, 60_000);
  }
});

it("the sources of a language of this project", () => {
  if (!lean) throw new Error("not built");
  const sources = path.join(root, "server/languages/javascript");
  for (const name of readdirSync(sources).filter((one) => one.endsWith(".ts"))) {
    const text = readFileSync(path.join(sources, name), "utf8");
    expect(told(lean, text, "ts"), name).toBe(told(ts, text, "ts"));
  }
}, 60_000);
