/** A text that is opened to be read once is read whole, and says what it would say piece by piece. */
import { beforeAll, describe, expect, it } from "vitest";
import type { JavaScriptFile, NamedStringTest } from "../../rules/api.ts";
import { JavaScriptDocument } from "../../server/languages/javascript/document.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";
import { plainTree } from "./plain-tree.ts";
import { syntaxes } from "./syntaxes.ts";
import { serviceText, viewText } from "./texts.ts";

const language = javascriptLanguage();
beforeAll(() => language.load());

const broken = "import { Pool } from 'pg';\nconst a = ;\nexport function f(x) { return x.y( }\nconst b = new Pool();\nb.query('select 1');\n";
const names = `
import type { Shape } from "./shapes";
import { make } from "./make";
declare const told: number;
interface both { a: string }
const both = make();
function outer(a = both, { b, ...rest } = a, ...more: Shape[]) {
  var hoisted = arguments.length;
  try { make(); } catch (hoisted) { var hoisted = told; }
  for (const a of rest) { const inner = () => inner(a, b, more); }
  class outer extends both { static own = outer; method(arguments_: Shape) { return outer.own(hoisted, arguments_); } }
  return function named() { return named ?? outer; };
}
export { outer as default, both };
export type { Shape };
const late = () => early(late);
function early(f: typeof late = late) { return f; }
namespace Space { export const both = early; console.log(both, Space); }
enum Kind { one }
console.log(Kind.one, told, missing, arguments);
`;
const deep = `${"f(".repeat(6000)}1${")".repeat(6000)};\nexport const kept = require("pg");\n`;
const texts: readonly (readonly [path: string, text: string])[] = [
  ["src/service.ts", serviceText], ["src/view.tsx", viewText], ["src/broken.ts", broken], ["src/names.ts", names], ["src/deep.js", deep], ["src/empty.ts", ""], ["src/blank.ts", "\uFEFF\r\n // nothing\r\n"],
  ["src/a.vue", "<template><p/></template>\n<script>\nexport default { data() { return { key: 'abc' }; } }\n</script>\n"],
  ...syntaxes.map(([name, text]) => [`src/${name.replace(/\W+/g, "-")}.tsx`, text] as const),
];

/** All that can be asked, as plain data. */
function told(file: JavaScriptFile): string {
  return JSON.stringify([
    file.body, file.problems, file.isPartial, file.directives, file.comments(), file.namedStrings(), file.imports(), file.handlers().map(({ label, how, at }) => [label, how, at.start]),
    file.calls().map((call) => [call.start, call.end, call.callee, call.method, call.name.start, call.isNew, call.spreadsUnknown, call.args.map((arg) => [file.valueOf(arg).kind, file.qualifiedName(arg)])]),
    file.nodes("Name").map((name) => [name.start, name.id, name.parent?.start, file.bindingsOf(name).map((one) => [one.how, one.name.start, one.path]), file.usesOf(name).map(({ start }) => start)]),
    file.classes().map(({ name, members }) => [name, members.length]),
  ], plainTree);
}

describe("a text that is read once", () => {
  it.each(texts)("is told as when it is opened: %s", (path, text) => {
    const [opened, once] = [language.open(path, text), language.open(path, text, true)];
    expect(told(once.file as JavaScriptFile)).toBe(told(opened.file as JavaScriptFile));
    expect(JSON.stringify(once.facts())).toBe(JSON.stringify(opened.facts()));
  });

  it("lets go of its tree once nodes are made of it, and says outline and comments all the same", () => {
    const text = `// why\n${names}`;
    const [once, opened] = [new JavaScriptDocument(text, "ts", true), new JavaScriptDocument(text, "ts")];
    const [piece] = once.pieces();
    const tree = piece?.source();
    expect(piece?.source()).toBe(tree);
    expect(piece?.chunks.length).toBe(1);
    expect(piece?.source()).not.toBe(tree);
    expect(once.outline()).toEqual(opened.outline());
    expect(once.comments()).toEqual(opened.comments());
  });

  it.each(texts)("starts anew with an edit: %s", (path, text) => {
    const once = language.open(path, text, true);
    told(once.file as JavaScriptFile);
    const added = "const added = fetch(address);\n";
    once.update([{ at: { start: 0, end: 0 }, text: added }], added + text);
    expect(told(once.file as JavaScriptFile)).toBe(told(language.open(path, added + text).file as JavaScriptFile));
    once.update([{ at: { start: 6, end: 11 }, text: "renamed" }], `const renamed = fetch(address);\n${text}`);
    expect(told(once.file as JavaScriptFile)).toBe(told(language.open(path, `const renamed = fetch(address);\n${text}`).file as JavaScriptFile));
  });

  it.each(texts)("knows beforehand whether a name and a value may be asked for: %s", (path, text) => {
    const file = language.open(path, text, true).file as JavaScriptFile;
    const strings = file.namedStrings();
    for (const [wanted, length] of [["key", 3], ["a", 0], ["id", 2], ["url", 5], ["nobody", 0]] as const) {
      const test: NamedStringTest = { isName: (name) => name.includes(wanted), isValue: (value, name) => value.length >= length && name.length > 0 };
      expect(file.mayName?.(test), wanted).toBe(strings.some(({ name, value }) => test.isName(name) && test.isValue(value, name)));
    }
  });

  it.each([
    ["const load = () => import\n('./late');", ["./late"], []],
    ["const a = require ( 'express' );", ["express"], []],
    ["import axios from 'axios';\naxios.defaults.timeout = 5;", ["axios"], ["axios.defaults.timeout"]],
    ["import axios from 'axios';\nif (axios.defaults.timeout == 5 || axios.get => 1) {}", ["axios"], []],
    ["app.use((req) => { req.body.user\n  = 1; });", [], ["request.body.user"]],
    ["const required = 1;", [], []],
  ] as const)("tells of modules and of what is set: %s", (text, modules, sets) => {
    const { javascript } = language.open("src/a.ts", text, true).facts().body;
    expect([javascript?.imports.map(({ module }) => module), javascript?.sets]).toEqual([modules, sets]);
  });

  it("knows what the module binds", () => {
    const once = language.open("src/names.ts", names, true).file as JavaScriptFile;
    const [first] = once.nodes("Name").filter(({ id }) => id === "make");
    expect(first && once.usesOf(first).length).toBe(2);
  });
});
