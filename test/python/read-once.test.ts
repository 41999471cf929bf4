/** A text that is opened to be read once is one piece, and says what it says piece by piece. */
import { beforeAll, describe, expect, it } from "vitest";
import type { NamedStringTest, PythonFile } from "../../rules/api.ts";
import { createLanguages, readWasm } from "../../server/compose.ts";
import type { Language } from "../../server/engine/language.ts";
import { PythonDocument } from "../../server/languages/python/document.ts";
import { ParsedPython, PythonKnowledge } from "../../server/languages/python/file.ts";
import { loadGrammar } from "../../server/languages/python/parser.ts";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { say } from "./open.ts";

let language: Language;
beforeAll(async () => {
  const found = createLanguages().find(({ id }) => id === "python");
  if (!found) throw new Error("no Python language");
  await found.load();
  language = found;
}, 60_000);

const line = "        total = client.get(url, key='abc')  # why\n";
const names = `
from . import one, two as second
import os.path, json as plain
limit = 3; other = limit
@second(limit)
class Outer(one.Base, key=limit):
    # first
    limit = limit; inner = lambda limit=limit: limit
    class Inner(one.Base):
        own = limit
        def method(self, *args, limit: "Outer" = None, **rest):
            self.stored, self.other = limit, [own for own in args if own]
            return self.stored
    def second(self):
        global made
        nonlocal_ = made = Outer.Inner().method(limit=limit)
        def deep():
            nonlocal nonlocal_
            nonlocal_ = (walrus := limit) and [walrus for walrus in rest if (found := walrus)]
        return deep
    # last
def loop():
    for limit in range(3):
        with open(limit) as file, one.lock: pass
    else: limit = None
    try: import os
    except ImportError as error: os = None
    finally: del limit
    return os
made = loop()
def loop(): yield made
if made: loop()
# the end
`;
const long = `def long(client, url):\n    if url:\n${line.repeat(40)}    def within(url=url): return url; pass;\n    global told\n    told = within\n    return told\n`;
const fitted = `
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
scaler = StandardScaler()
def prepare(rows):
    return scaler.fit_transform(rows)
rows = prepare(load())
train, test = train_test_split(rows)
class Apart:
    def fit(self, rows): return scaler.fit(rows)
again = ~rows
`;
const texts: readonly (readonly [name: string, text: string])[] = [
  ["names", names], ["a long function", long], ["a class of long functions", `class Holder:\n${`${long}\n`.repeat(2).replaceAll(/^(?=.)/gm, "    ")}`], ["rows", fitted], ["nothing", ""], ["blank lines", "\r\n\r\n   \n"], ["comments alone", "# a\n\n   # b\n# c"],
  ["semicolons", "a = 1; b = a;\nif a: c = b; d;\nclass E: f = 1; g = f;\n"], ["something at the end", "x = [\n  1,  # a\n]  # b\n    # c"], ["lines of old", "def a():\r\n    # b\r\n    return 1\r\n# c\r\n"],
  ["what the grammar has to read", `match limit:\n    case [one, two]: made = one\n${names}`], ["broken", `${names}def half(:\n    return\n${long}`], ["deep, one in another", `${Array.from({ length: 25 }, (_, depth) => `${"  ".repeat(depth)}class C${depth}:\n`).join("")}${"  ".repeat(25)}a = f(g(h(1 + (2 * [3]))))\n`],
];
const examples = allRules.flatMap((rule) => rule.examples.flatMap((example) => (pathOf(rule, example).endsWith(".py") ? [[pathOf(rule, example), readMarkers(example.bad).text] as const] : [])));

/** Places within what a node is part of: one that is read once is part of the whole text. */
const inside = new Set(["parent", "base", "literals", "from", "to", "open", "innerTo"]);
const derived = ["start", "end", "attrAt", "nameAt", "argsAt", "at", "innerAt", "pieces", "text"];

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return typeof value === "number" && Number.isNaN(value) ? "NaN" : value;
  const names = [...new Set([...Object.keys(value), ...derived.filter((name) => name in value)])].filter((name) => !inside.has(name)).sort();
  return names.map((name) => [name, plain((value as Readonly<Record<string, unknown>>)[name])]);
}

/** All that can be asked, as plain data. */
function told(file: PythonFile): unknown {
  return [
    plain(file.body), plain(file.problems), file.comments().map(({ at, text }) => [at.start, at.end, text]), plain(file.namedStrings()), file.imports(), plain(file.rowStories()),
    file.calls().map((call) => [call.start, call.callee, call.method, call.node.args.map((arg) => [say(file.valueOf(arg.value)), file.qualifiedName(arg.value)])]),
    file.nodes("Name").map((name) => [name.start, name.id, name.parent?.start, file.bindingsOf(name).map((one) => [one.how, one.node.start])]),
    file.functions().map(({ start }) => start), file.classes().map(({ start }) => start), file.nodes("Other").map(({ start }) => start),
    file.collect(shown), file.collect(mixed), file.once(({ text }) => text.length),
  ];
}

const shown = ({ here }: PythonFile) => here.comments().map(({ text }) => text);
/** Two kinds, and only the first of a third: what a piece says depends on where it ends. */
const mixed = ({ here }: PythonFile) => [...here.functions(), ...here.nodes("Assign"), ...here.nodes("ClassDef").slice(0, 1), ...here.calls().slice(0, 1)].map(({ start }) => `${start} of ${here.text.length}`);

function both(path: string, text: string): [PythonFile, PythonFile, boolean] {
  const [once, opened] = [language.open(path, text, true), language.open(path, text)];
  return [once.file as PythonFile, opened.file as PythonFile, JSON.stringify(once.facts()) === JSON.stringify(opened.facts())];
}

describe("a text that is read once", () => {
  it.each(texts)("is told as when it is opened: %s", (_, text) => {
    const [once, opened, isSame] = both("src/app/main.py", text);
    expect(told(once)).toEqual(told(opened));
    expect(isSame).toBe(true);
  });

  it.each(texts)("starts anew with an edit: %s", (_, text) => {
    const once = language.open("a.py", text, true);
    told(once.file as PythonFile);
    const added = "added = fetch(address)\n";
    once.update([{ at: { start: 0, end: 0 }, text: added }], added + text);
    expect(told(once.file as PythonFile)).toEqual(told(language.open("a.py", added + text).file as PythonFile));
  });

  it("is told as when it is opened: all that rules show", () => {
    for (const [path, text] of examples) {
      const [once, opened, isSame] = both(path, text);
      expect(told(once), text).toEqual(told(opened));
      expect(isSame, text).toBe(true);
    }
  }, 120_000);

  it.each(texts)("knows beforehand whether a name and a value may be asked for: %s", (_, text) => {
    const file = language.open("a.py", text, true).file as PythonFile;
    for (const [wanted, length] of [["key", 3], ["a", 0], ["url", 5], ["nobody", 0]] as const) {
      const test: NamedStringTest = { isName: (name) => name.includes(wanted), isValue: (value, name) => value.length >= length && name.length > 0 };
      expect(file.mayName?.(test), wanted).toBe(file.namedStrings().some(({ name, value }) => test.isName(name) && test.isValue(value, name)));
    }
  });

  it.each([["one piece where it can be read plainly", names, 1], ["pieces where it cannot", `${names}print "old"\n`, 10], ["one, with nothing in it", "", 1]])("is %s", async (_, text, count) => {
    const document = new PythonDocument(await loadGrammar(readWasm), text, true);
    expect(document.pieces().length).toBe(count);
  });

  it("asks piece by piece only what the whole has something of", async () => {
    const knowledge = new PythonKnowledge("a.py", true);
    const file = new ParsedPython("a.py", names, new PythonDocument(await loadGrammar(readWasm), names, true), knowledge);
    let asked = 0;
    const of = (kind: "Await" | "ClassDef") => ({ here }: PythonFile) => (asked++, here.nodes(kind).map(({ start }) => start));
    expect([file.collect(of("Await")), asked]).toEqual([[], 1]);
    expect(file.collect(of("ClassDef")).length).toBe(2);
    expect(asked).toBeGreaterThan(5);
  });
});
