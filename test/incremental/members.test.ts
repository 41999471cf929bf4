/** Long classes and functions are read part by part once they are typed into: never otherwise than as a whole, and no more of them than was changed. */
import { beforeAll, expect, it } from "vitest";
import { readWasm } from "../../server/compose.ts";
import { Reader, type Chunk } from "../../server/languages/python/chunks.ts";
import { PythonDocument } from "../../server/languages/python/document.ts";
import { loadGrammar, type Grammar } from "../../server/languages/python/parser.ts";
import { longDefinition } from "../../server/languages/python/raw.ts";
import { Reusable } from "../../server/languages/python/reusable.ts";
import { bodyCuts } from "../../server/languages/python/segments.ts";
import { applied, seeded } from "../fuzz/mutations.ts";
import { rewrite } from "../fuzz/rewrites.ts";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";
import { openPython, plain, python } from "../python/open.ts";

let grammar: Grammar;
beforeAll(async () => { grammar = await loadGrammar(readWasm); });

const cut: readonly (readonly [what: string, head: string, ...parts: string[]])[] = [
  ["members", "class A(B):\n", "    x = 1\n\n", "    def f(self):\n        y\n\n        z\n", "    class C:\n        w\n"],
  ["above the definition", "# why\n\n@a(\n  b,\n)\n@c\nasync def f(\n  x,\n):  # here\n", "  y\n", "  z"],
  ["comments left of what stands above belong to what follows", "def f():\n", "    # first\n    x\n", "# second\n    # third\n    y\n", "    if x:\n        z\n        # fourth\n", "    w\n    # the end\n"],
  ["clauses and decorators", "class A:\n", "  if a:\n    b\n  else:\n    c\n", "  try:\n    d\n  finally:\n    e\n", "  @f\n  # why\n  def g(self): ...\n", "  h = 1\n"],
  ["brackets, strings and backslashes", "def f():\n", "\tx = [\n1,\n\t2]\n", "\ty = '''\n\tz\n'''\n", "\tw = 1 + \\\n\t2\n", "\tv"],
  ["a bracket left open ends where a statement must begin", "class A:\n", "  x = f(a,\n", "  def g(self):\n    y = (\n", "  @h\n  def i(self): ..."],
];
it.each(cut)("%s", (_what, head, ...parts) => {
  const text = [head, ...parts].join("");
  const starts = bodyCuts(text)?.starts ?? [];
  expect([text.slice(0, starts[0]), ...starts.map((start, index) => text.slice(start, starts[index + 1]))]).toEqual([head, ...parts]);
});

const whole: readonly (readonly [what: string, text: string])[] = [
  ["nothing", ""], ["no definition", "x = 1\n"], ["one line", "def f(): pass\n"], ["no body", "class A:\n"], ["a line left of the body", "class A:\n    x\n  y\n"], ["a statement behind", "class A:\n    x\n)\n"],
  ["a head that does not end", "def f(a,\n    b = 1\n"],
];
it.each(whole)("is not cut: %s", (_what, text) => { expect(bodyCuts(text)).toBeUndefined(); });

const examples = allRules.flatMap((rule) => rule.examples.flatMap((example) => (pathOf(rule, example).endsWith(".py") ? [example.bad, example.good].map((marked) => readMarkers(marked).text) : [])));
const indented = (text: string, by: string) => text.replace(/^(?=.)/gm, by);

/** Long definitions with the examples as their bodies. */
const definitions = Array.from({ length: Math.floor(examples.length / 12) }, (_, index) => {
  const body = examples.slice(index * 12, index * 12 + 12).join("\n").replace(/^from __future__.*|^from .* import \*.*$/gm, "pass");
  const inner = index % 3 === 0 ? indented(`class Inner:\n${indented(body, "\t")}\n    # behind\n${body}`, "    ") : indented(body, "    ");
  return `${["class Outer(Base):", "@decorated\nasync def outer(a, *, b=1):  # here", "# why\ndef outer():"][index % 3]}\n${inner}\n`;
}).filter((text) => text.length >= longDefinition);

/** All that is known of chunks but how they were read. */
const shown = (chunks: readonly Chunk[]): unknown => chunks.map(({ base, type, body, comments, problems, byKind, members, isSound }) => ({
  type, at: base.offset, text: base.text, body: plain(body), comments: plain(comments), problems: plain(problems), kinds: Array.from(byKind, ([kind, nodes]) => [kind, nodes.length]), isSound,
  members: members.map(({ chunk, from }) => [from, shown([chunk])]),
}));

it("parts of definitions that can be read say what the whole says", () => {
  let count = 0;
  for (const text of definitions) {
    const reader = new Reader(grammar);
    const [first, parts] = [reader.read(text, 7, undefined), reader.read(text, 7, new Reusable([]))];
    if (!first.every(({ isSound, type }) => isSound || type === "comment")) continue;
    expect(parts.some((chunk) => (chunk.parts?.length ?? 0) > 5), text).toBe(true);
    expect(shown(parts)).toEqual(shown(first));
    count++;
  }
  expect(count).toBeGreaterThan(15);
}, 60_000);

it("a short statement that is typed into needs the grammar only where it cannot be read plainly", () => {
  let asked = 0;
  const parser = new Proxy(grammar.parser, { get: (of, name) => (name === "parse" ? (text: string) => (asked++, of.parse(text)) : Reflect.get(of, name) as unknown) });
  const document = new PythonDocument({ ...grammar, parser }, "def f(): pass\n\ndef g(): pass\n");
  const typed = (text: string) => {
    const before = asked;
    document.update([{ at: { start: 14, end: 14 }, text }], `${document.text.slice(0, 14)}${text}${document.text.slice(14)}`);
    document.pieces();
    return asked - before;
  };
  document.pieces();
  expect([typed("x"), typed("y = "), typed("= ")]).toEqual([0, 0, 1]);
});

it("what stands in a long definition after random edits is what a fresh start finds", () => {
  const pool = examples.join("\n");
  for (const [script, start] of definitions.entries()) {
    const random = seeded(script);
    let text = start.slice(0, 4000);
    let earlier = text;
    const document = new PythonDocument(grammar, text);
    for (let step = 0; step < 8; step++) {
      const changes = rewrite(random, text, pool, earlier);
      earlier = text;
      text = applied(text, changes);
      document.update(changes, text);
      if (step % 3 === 1) continue; // edits may come several at once
      expect(shown(document.chunks()), `script ${script}, step ${step}`).toEqual(shown(new PythonDocument(grammar, text).chunks()));
    }
  }
}, 120_000);

const method = (name: string) => `    def ${name}(self, a):\n        b = a.${name}(1)\n        return [b for c in b]\n\n`;
const long = `class Long(Base):\n    """Much."""\n\n${Array.from({ length: 100 }, (_, index) => method(`m${index}`)).join("")}`;

it("a letter costs the part it stands in, whether that can be read or not", () => {
  const parse = grammar.parser.parse.bind(grammar.parser);
  const lengths: number[] = [];
  const spied: Grammar = { ...grammar, parser: Object.assign(Object.create(grammar.parser) as typeof grammar.parser, { parse: (text: string) => { lengths.push(text.length); return parse(text); } }) };
  let text = long;
  const document = new PythonDocument(spied, text);
  const others = () => document.chunks().flatMap(({ members }) => members.map(({ chunk }) => chunk));
  const at = text.indexOf("a.m50(") + "a.m50(".length;
  const type = (letter: string) => {
    text = text.slice(0, at) + letter + text.slice(at);
    document.update([{ at: { start: at, end: at }, text: letter }], text);
    lengths.length = 0;
    return others();
  };
  document.pieces();
  let known = type("2");
  for (const letter of ["x", "(", "'", ")"]) {
    const now = type(letter);
    expect(lengths.reduce((sum, length) => sum + length, 0), letter).toBeLessThan(1000);
    expect(now.length).toBe(101);
    expect(now.filter((one) => !known.includes(one)).length, letter).toBe(1);
    known = now;
  }
});

it("names of a long function are known across its parts", () => {
  const filler = Array.from({ length: 60 }, (_, index) => `    v${index} = work(${index}, "and more of it")\n`).join("");
  const text = `import requests\nclient = None\ndef run(first):\n    global client\n${filler}    client = requests.Session()\n    import requests as r\n    def inner():\n        nonlocal v1\n        v1 = r.Session()\n    if first:\n        r.get("a")\n    [r.get(one) for one in first]\n    v1.get(first)\n\nclient.get("b")\n`;
  const open = openPython(text);
  const at = text.indexOf("v30 =");
  const edited = `${text.slice(0, at)}w${text.slice(at)}`;
  open.update([{ at: { start: at, end: at }, text: "w" }], edited);
  const told = (file: typeof open.python) => file.calls().map(({ callee, start }) => [start, callee]);
  expect(told(open.python)).toEqual(told(python(edited)));
  expect(open.python.calls().map(({ callee }) => callee).filter((callee) => callee?.startsWith("requests."))).toEqual(["requests.Session", "requests.Session", "requests.get", "requests.get", "requests.Session.get"]);
});
