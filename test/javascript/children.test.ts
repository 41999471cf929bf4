/** Where the children of a node are is known of most kinds; it is what is found by looking at all that a node has. */
import { beforeAll, describe, expect, it } from "vitest";
import type { JavaScriptFile, JsNode } from "../../rules/api.ts";
import { childrenOf, findChildren, within } from "../../rules/javascript/taint/tree.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";

const language = javascriptLanguage();
beforeAll(() => language.load());

const texts = [
  "const a = 1, { b: [c = 2, ...d], ...e } = f(), g: Pool = new H(i, ...j), k = l!;",
  "x.y[z]?.w`a${b}c${d}`; `plain`; tag`t`; (p as Q).r++; [, s, , ...t]; void 0; u ? v : w;",
  "const o = { a, [b]: c, d() { return; }, get e() { return this.f; }, ...g, 'h': /i/g, async *j() { yield* k; await l; } };",
  "class A extends B { @dec() private c = 1; static d; constructor(private e: F, g = 2) { super(g); } get h() { return import.meta.url; } }",
  "for (const a of b) { if (c) continue; else break; } for (let i = 0; i < n; i++) d += i; while (e) f(); do { g(); } while (h)",
  "try { a(); } catch ({ message }) { throw new E(message); } finally { b ||= c ?? d; } switch (e) { case 1: f(); default: g(), h(); }",
  "export default async (a, { b }, ...c) => { const d = await import('e'); return a && <F g={h} {...i}>{j}<k /></F>; };",
  "import a, { b as c } from 'd'; export { a as e }; export * from 'f'; label: for (;;) break label; namespace N { export const x = 1; } enum M { A = 1 }",
  "({ a: this.b, c } = d); [e.f] = g; (h, i); delete j[k]; l = function m() { debugger; }; n?.(o); new P; q = <R>s;",
];

describe("children of a node", () => {
  it.each(texts)("%s", (text) => {
    const file = language.open("a.tsx".replace("x", text.includes("<R>") ? "" : "x"), text).file as JavaScriptFile;
    expect(file.problems).toEqual([]);
    const nodes = file.body.flatMap((statement) => within(statement, true));
    expect(nodes.length).toBeGreaterThan(10);
    const placesOf = (some: readonly JsNode[]) => some.map((one) => nodes.indexOf(one));
    for (const node of nodes) expect(placesOf(childrenOf(node))).toEqual(placesOf(findChildren(node)));
  });
});
