/** A class that is typed into is read part by part, and reads as it would as a whole. */
import { beforeAll, describe, expect, it } from "vitest";
import type { JavaScriptFile } from "../../rules/api.ts";
import { javascriptLanguage } from "../../server/languages/javascript/index.ts";
import { memberCuts } from "../../server/languages/javascript/member-cuts.ts";
import { plainTree } from "./plain-tree.ts";

const language = javascriptLanguage();
beforeAll(() => language.load());

function stretches(text: string): string[] | undefined {
  const cuts = memberCuts(text);
  return cuts?.starts.map((start, index) => text.slice(start, cuts.starts[index + 1] ?? cuts.close).trim());
}

const cuts: readonly (readonly [title: string, text: string, parts: readonly string[] | undefined])[] = [
  ["methods", "class A {\n  a() {}\n  b() {}\n}", ["a() {}", "b() {}"]],
  ["fields that end with a line", "class A {\n  a = 1\n  b = f()\n  c = \"x\"\n  #d = [1]\n  e\n  f() {}\n}", ["a = 1", "b = f()", "c = \"x\"", "#d = [1]", "e", "f() {}"]],
  ["what goes on with an expression", "class A {\n  a = {}\n  in b\n  c = {}\n  [d] = 1\n  e = {}\n  *f() {}\n  g = {}\n  as G\n}", ["a = {}\n  in b", "c = {}\n  [d] = 1", "e = {}\n  *f() {}", "g = {}\n  as G"]],
  ["what is sure behind a semicolon", "class A {\n  a = 1;\n  [b] = 2;\n  *c() {}\n}", ["a = 1;", "[b] = 2;", "*c() {}"]],
  ["modifiers and decorators above a member", "class A {\n  a = 1\n  static\n  b = 2\n  get\n  c() { return 1 }\n  @Dec()\n  d = 3\n  private @Dec()\n  e = 4\n}", ["a = 1", "static\n  b = 2", "get\n  c() { return 1 }", "@Dec()\n  d = 3\n  private @Dec()\n  e = 4"]],
  ["comments stay where they are", "class A {\n  a() {}\n\n  // about b\n  b() {}\n  /* about c */\n  c() {}\n}", ["a() {}\n\n  // about b", "b() {}\n  /* about c */", "c() {}"]],
  ["what is deeper is left together", "export default class extends mixin({ a: 1 }) {\n  a() {\n    f();\n    g();\n  }\n  b = `${\n  c}\n  d() {`\n}", ["a() {\n    f();\n    g();\n  }", "b = `${\n  c}\n  d() {`"]],
  ["no class", "function f() {\n  a;\n  b;\n}", undefined],
  ["something behind it", "class A {\n  a() {}\n  b() {}\n}\nf()", undefined],
  ["nothing closes it", "class A {\n  a() {}\n  b() {", undefined],
];

it.each(cuts)("cuts where a member surely begins: %s", (_title, text, parts) => {
  expect(stretches(text)).toEqual(parts);
});

const text = `import axios from "axios";

/** Keeps rows. */
export class Store extends Base<Row> {
  private readonly rows = new Map<number, Row>();
  static made = 0;

  constructor(private readonly pool: Pool, private limit = 100) { super(); Store.made++; this.url = "https://example.com/a"; }

  async load(day: string): Promise<Row[]> {
    const { rows } = await this.pool.query("select " + day);
    for (const row of rows) this.rows.set(row.id, row);
    return rows.map(({ id, name }) => ({ id, name: name.trim() }));
  }

  async push(url: string, day = url): Promise<Store> {
    const answer = await axios.post(this.url, [...this.rows.values()], day);
    return answer.status === 200 ? new Store(this.pool) : this;
  }

  url: string;
  static { axios.get(Store.made); }
}

const store = new Store(pool);
store.load(day);
`;

/** Everything a rule could ask of a file that the place of a part may change. */
function everything(file: JavaScriptFile) {
  return JSON.stringify([
    file.body, file.problems, file.isPartial, file.comments(), file.namedStrings(),
    file.calls().map((call) => [call.start, call.callee, call.args.map((arg) => file.valueOf(arg).kind)]),
    file.nodes("Name").map((name) => [name.start, name.id, name.parent?.start, file.bindingsOf(name).map((one) => [one.how, one.name.start]), file.usesOf(name).map(({ start }) => start)]),
  ], plainTree);
}

function typed(at: string, written: readonly string[]): void {
  const opened = language.open("a.ts", text);
  void everything(opened.file as JavaScriptFile);
  let [now, offset] = [text, text.indexOf(at)];
  for (const letters of written) {
    now = now.slice(0, offset) + letters + now.slice(offset);
    opened.update([{ at: { start: offset, end: offset }, text: letters }], now);
    offset += letters.length;
    const fresh = language.open("a.ts", now);
    expect(everything(opened.file as JavaScriptFile)).toBe(everything(fresh.file as JavaScriptFile));
    expect(opened.facts()).toEqual(fresh.facts());
  }
}

const lines: readonly (readonly [title: string, at: string, written: string])[] = [
  ["a field", "\n  async load", "\n  total = compute(rows, limit)"],
  ["a method with brackets one after the other", "\n  async push", "\n  drop(a: string) { return this.url + Store.made }"],
  ["a statement in a method", "    for (const", "    const other = await axios.get(day, { x: `${day}` });\n"],
  ["another member of the same text", "  url: string;", "static { axios.get(Store.made); }\n  "],
  ["the name of the class", " extends Base", "2"],
  ["above the class", "\n/** Keeps", "const a = 1;\nclass Other {}\n"],
];

describe.each(lines)("typing %s", (_title, at, written) => {
  it("gives letter by letter what a fresh reading gives", () => typed(at, [...written]));
});

it("reads what stays in its place no second time", () => {
  const opened = language.open("a.ts", text);
  const functions = () => (opened.file as JavaScriptFile).nodes("Function");
  void functions();
  const at = text.indexOf("\n  async load") + 1;
  const type = (letters: string, now: string) => {
    opened.update([{ at: { start: at, end: at }, text: letters }], now);
    return functions();
  };
  const [before, after] = [type("a = 1\n", text.slice(0, at) + "a = 1\n" + text.slice(at)), type("b = () => 2\n", text.slice(0, at) + "b = () => 2\na = 1\n" + text.slice(at))];
  expect(before.length).toBe(4);
  expect(after.filter((one) => before.includes(one)).length).toBe(4);
  expect(after.length).toBe(5);
});

it("reads what stays sound no second time where something is broken", () => {
  const opened = language.open("a.ts", text);
  const functions = () => (opened.file as JavaScriptFile).nodes("Function");
  void functions();
  const at = text.indexOf("  url: string;");
  const type = (letters: string) => {
    opened.update([{ at: { start: at, end: at }, text: letters }], (now = now.slice(0, at) + letters + now.slice(at)));
    return functions();
  };
  let now = text;
  const before = type("  a = 1;\n");
  const after = type("  b = ;\n");
  expect(opened.file.problems.length).toBeGreaterThan(0);
  expect(before.length).toBe(4);
  expect(after.filter((one) => before.includes(one)).length).toBe(3); // what is left out is read with the method above it
});

it("gives a part that two classes could have to one of them", () => {
  const opened = language.open("a.ts", text);
  void everything(opened.file as JavaScriptFile);
  const [start, end] = [text.indexOf("/** Keeps"), text.indexOf("const store")];
  const once = text.replace("static made = 0", "static made = 01");
  opened.update([{ at: { start: 0, end: text.length }, text: once }], once);
  void everything(opened.file as JavaScriptFile);
  const twice = once.replace("static made = 01", "static made = 2") + once.slice(start, end + 1) + text.slice(start, end);
  opened.update([{ at: { start: 0, end: once.length }, text: twice }], twice);
  expect(everything(opened.file as JavaScriptFile)).toBe(everything(language.open("a.ts", twice).file as JavaScriptFile));
});
