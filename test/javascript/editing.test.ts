/** Half-typed, edited and absurd texts: nothing throws, neighbours stay exact, an edited tree equals a fresh one. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { JavaScriptFile, JsNode } from "../../rules/api.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";
import { lint } from "../harness.ts";
import { serviceText, viewText } from "./texts.ts";
import { plainTree } from "./plain-tree.ts";

const language = javascriptLanguage();
beforeAll(() => language.load());

function open(path: string, text: string) {
  const opened = language.open(path, text);
  return { opened, file: () => opened.file as JavaScriptFile };
}

/** Everything a rule could ask of a file, as plain data. */
function everything(file: JavaScriptFile): string {
  const tree = JSON.stringify(file.body, plainTree);
  const calls = file.calls().map((call) => `${call.start} ${call.callee} ${call.args.map((arg) => file.valueOf(arg).kind).join()}`);
  const bindings = file.nodes("Name").map((name) => `${name.start}:${file.bindingsOf(name).length}:${file.usesOf(name).length}`);
  return JSON.stringify([tree, calls, bindings, file.namedStrings(), file.comments(), file.problems, file.imports(), file.isPartial]);
}

function isInOrder(file: JavaScriptFile): boolean {
  const isSound = (node: JsNode) => node.start >= 0 && node.start <= node.end && node.end <= file.text.length;
  return file.nodes("Name").every((name) => isSound(name) && file.slice(name) === name.id) && file.calls().every((call) => isSound(call.node) && file.slice(call.name).length > 0);
}

const texts = { "service.ts": serviceText, "view.tsx": viewText };

describe.each(Object.entries(texts))("%s", (path, text) => {
  it("is read whole", () => {
    const { file } = open(path, text);
    expect(file().problems).toEqual([]);
    expect(file().isPartial).toBe(false);
    expect(isInOrder(file())).toBe(true);
  });

  it("never throws when it ends anywhere", () => {
    for (let end = 0; end < text.length; end++) {
      const { file, opened } = open(path, text.slice(0, end));
      everything(file());
      opened.facts();
    }
  }, 120_000);

  it("is the same with CRLF, tabs and a byte order mark", () => {
    for (const variant of [text.replace(/\n/g, "\r\n"), text.replace(/ {2}/g, "\t"), `\uFEFF${text}`]) {
      const { file } = open(path, variant);
      expect(file().isPartial).toBe(false);
      expect(isInOrder(file())).toBe(true);
      expect(file().calls().map((call) => call.callee)).toEqual(open(path, text).file().calls().map((call) => call.callee));
    }
  });

  it("gives after edits what a fresh reading gives", () => {
    const edit = fc.record({ at: fc.nat(text.length), remove: fc.nat(40), insert: fc.constantFrom("", "x", " ", "\n", "(", "}", "{", "fetch(u)\n", "const q = 1;\n", "\"", "`", "/*", "🚢", "<b>") });
    fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const { opened, file } = open(path, text);
      let now = text;
      for (const { at, remove, insert } of edits) {
        const start = Math.min(at, now.length);
        const end = Math.min(start + remove, now.length);
        now = now.slice(0, start) + insert + now.slice(end);
        opened.update([{ at: { start, end }, text: insert }], now);
        expect(everything(file())).toBe(everything(open(path, now).file()));
        expect(opened.facts()).toEqual(open(path, now).opened.facts());
      }
    }), { numRuns: 60, seed: 7 });
  });
});

const broken: readonly (readonly [title: string, text: string, callees: readonly string[]])[] = [
  ["a statement below", "fetch(a)\nconst x = (1 +;\nfetch(b)", ["globalThis.fetch", "globalThis.fetch"]],
  ["a statement in the same function", "function f() {\n  fetch(a);\n  const x = foo(;\n  fetch(b);\n}", ["globalThis.fetch", "globalThis.fetch"]],
  ["another member", "class A {\n  go() { fetch(a) }\n  half() { this.x = ; }\n  on() { fetch(b) }\n}", ["globalThis.fetch", "globalThis.fetch"]],
  ["a name that may be declared in it", "const fetch = wrap(;\nfetch(a)", []],
  ["an import that is half typed", "import fetch from\nfetch(a)", []],
];
it.each(broken)("a broken statement leaves alone: %s", (_title, text, callees) => {
  const calls = open("a.ts", text).file().calls().filter((call) => call.method === "fetch" && call.callee !== undefined);
  expect(calls.map((call) => call.callee)).toEqual(callees);
});

const absurd: Readonly<Record<string, string>> = {
  "nothing": "", "white space": " \r\n\t", "a byte order mark": "\uFEFF", "JSON": '{ "a": [1, 2, { "b": null }] }', "binary": "\u0000\u0001\uFFFFPK\u0003",
  "half a surrogate": "const a = '\uD83D'; fetch(a)", "deep arrays": "[".repeat(30_000), "deep parentheses": `${"(".repeat(20_000)}1${")".repeat(20_000)}`, "a long sum": `x = ${"a + ".repeat(20_000)}b`,
  "many braces": "}".repeat(5_000), "unclosed template": "`${`${`${", "unclosed comment": "fetch(a) /* ", "merge conflict": "<<<<<<< HEAD\nfetch(a)\n=======\nfetch(b)\n>>>>>>> other\n", "Flow": "// @flow\nconst a = (x: ?string): %checks => !!x;\nfetch(a)",
  "one huge line": `const a = [${"1,".repeat(200_000)}];`, "five million characters": "fetch(a);\n".repeat(500_000),
};
it.each(Object.entries(absurd))("survives %s", async (_title, text) => {
  for (const path of ["a.ts", "a.js", "a.tsx"]) {
    const { opened, file } = open(path, text);
    expect(() => everything(file())).not.toThrow();
    expect(opened.facts().language).toBe("javascript");
  }
  await expect(lint("a.js", text, "javascript/request-without-timeout")).resolves.toBeInstanceOf(Array);
});

it("says why a text was not read", () => {
  const reason = (path: string, text: string) => open(path, text).file().problems.map((problem) => problem.message);
  expect(reason("a.js", "x;\n".repeat(400_000))).toEqual(["Larger than a million characters: not analysed."]);
  expect(reason("a.js", "fetch(a);".repeat(2_000))).toEqual(["Minified: not analysed."]);
  expect(reason("lib/a.min.js", "fetch(a)")).toEqual(["Minified: not analysed."]);
});

const claims: readonly (readonly [path: string, editor: string | undefined, isClaimed: boolean])[] = [
  ["a.js", undefined, true], ["a.mjs", undefined, true], ["a.cts", undefined, true], ["a.tsx", undefined, true], ["a.d.ts", undefined, false], ["a.d.mts", undefined, false],
  ["a.css.d.ts", undefined, false], ["a.d.css.ts", undefined, false], ["a.json", undefined, false], ["Untitled-1", "typescript", true], ["a.vue", undefined, true], ["a.svelte", undefined, true], ["a.vue.html", "javascript", false],
];
it.each(claims)("claims %s (%s): %s", (path, editor, isClaimed) => expect(language.claims(path, editor)).toBe(isClaimed));
