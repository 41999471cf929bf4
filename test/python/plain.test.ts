/** What is read without the grammar is what the grammar reads; what is rare is left to it. */
import { serialize } from "node:v8";
import { beforeAll, expect, it } from "vitest";
import type { PyExpr } from "../../rules/api.ts";
import { readWasm } from "../../server/compose.ts";
import { Reader, type Chunk } from "../../server/languages/python/chunks.ts";
import { loadGrammar } from "../../server/languages/python/parser.ts";
import { readPlain } from "../../server/languages/python/plain/statements.ts";
import { readUnfinished } from "../../server/languages/python/plain/unfinished.ts";
import { segmentStarts } from "../../server/languages/python/segments.ts";
import { applied, pick, seeded } from "../fuzz/mutations.ts";
import { rewrite } from "../fuzz/rewrites.ts";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";

let full: Reader;
beforeAll(async () => { full = new Reader(await loadGrammar(readWasm), () => undefined); }, 60_000);

const texts = [...new Set(allRules.flatMap((rule) => rule.examples.flatMap((example) => (pathOf(rule, example).endsWith(".py") ? [example.bad, example.good] : []))))].map((marked) => readMarkers(marked).text);

const derived = ["start", "end", "attrAt", "nameAt", "argsAt", "at", "innerAt", "pieces", "text"];

/** All that can be asked of a node, with its parent by place. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== "object" || value === null) return typeof value === "number" && Number.isNaN(value) ? "NaN" : value;
  const fields = value as Readonly<Record<string, unknown>>;
  const names = [...new Set([...Object.keys(value), ...derived.filter((name) => name in value)])].filter((name) => name !== "base" && name !== "parent" && name !== "literals").sort();
  const parent = fields.parent as Readonly<Record<string, unknown>> | undefined;
  return [...names.map((name) => [name, told(fields[name])]), parent && `${String(parent.kind)} ${String(parent.start)}`];
}

function toldOf({ base, type, body, byKind, comments, problems, members, isSound }: Chunk): unknown {
  return [base.offset, base.text, type, told(body), Array.from(byKind, ([kind, nodes]) => [kind, nodes.map(({ start, end }) => [start, end])]), told(comments), told(problems), members.map(({ chunk, from }) => [from, toldOf(chunk)]), isSound];
}

/** True when it was read without the grammar. */
function compare(text: string): boolean {
  const plain = readPlain(text, 7);
  if (plain) expect(plain.map(toldOf), text).toEqual(full.read(text, 7, undefined).map(toldOf));
  return plain !== undefined;
}

function piecesOf(text: string): string[] {
  const starts = [0, ...segmentStarts(text, 0), text.length];
  return starts.slice(0, -1).map((start, index) => text.slice(start, starts[index + 1])).filter((piece) => piece !== "");
}

const long = `${"    x = call(1)  # why\n".repeat(80)}    # last\n`;
const read: readonly string[] = [
  "x = (a + b) * -c ** 2 // d if not e else f and g or h\n", "a, *b = c = d, e\n", "a: int = 3\nb: List[Dict[str, int]]\n", "x += 1, 2\n", "f(a, *b, c=d, **e)(g)[h:i, ::2].j\n", "f(x for x in y if z)\n",
  "[x async for x, y in z for a in b if c if d]\n{**a, 'b': 1}\n{a, b}\n{k: v for k, v in w}\n()\n(a,)\n", "x = lambda a, *b, c=1, **d: (yield)\n", "(n := 3)\n", "a < b <= c is not d not  in e\n", "1_000 + 0x1F + .5e3 + 017 + 1j\n",
  "'a' \"b\" b'\\x41' r'\\d' f'{a!r:>10} {{}} {b[\"k\"]}' '''c\n'''\n", "del a, b\nassert a, b\nraise A from b\nglobal_ = 1\n", "import a.b as c, d\nfrom . import e\nfrom .f import (g, h as i,)\nfrom j import *\nfrom __future__ import k\n",
  "if a:\n    b\nelif c:\n    d\n  # left of it\nelse:\n    e  # behind\n    # below\n# out\n", "for a, b in c, d:\n\tpass\nelse: break\n", "while a: continue\n", "with a as b, c.d(e) as f: pass\n", "async def f():\n    async with a: await b\n    async for c in d: return\n",
  "try:\n    a\nexcept (A, B) as e:\n    b\nexcept: c\nelse:\n    d\nfinally:\n    e\n", "@a.b(c)  # why\n# and\n@d\nclass A(B, metaclass=C):\n    # first\n    x: int\n\n    @e\n    def f(self, a, /, b: int = 1, *, c) -> d:\n        return a  # g\n    # last\n",
  `def f():\n${long}`, `@a\nasync def f():\n${long}    class B:\n        def g(self):\n            return 1\n`, `class A:\n    def f(self):\n${long.replaceAll("    x", "        x")}`, "print(a, file=b)\nmatch = type(a)\ntype: str = 'a'\nx.print\n",
  "x = [  # a\n    # b\n    1,\n]  # c\n", "x = 1 + \\\n    2\n", "def f(): return 1  # a\n# b\n", "# only\n", "\n\n", "x = a if b else lambda: c\n", "x = 'é😀'  # 😀\n",
  "a = 1; b = 2\nif c: d; e;\nclass F: g = 1; h\n", "x: A | B[c] | None\n", "def f(a: A[x] | B[C | D[e] | F] | G | H[i] = 1) -> a.b[c] | D | E: pass\n", "x: type[A] | 'B' | (C | D)\n", "x[1,]\nx: A[b,]\n",
  "x = r'\\\\'\nx = rb'\\\\'\nx = r'\\'' r\"\"\"\\\"\"\"\"\n", "x = rf'\\\\{a}\\\\'\n", "x = f'{a:{b}.{c}}{d=}{\"\".join(e)}{f[\"\"]!r:{g}}'\n",
  "f(*a.b()[0], *c + d)\n[*a.b()]\n{*a[0].b}\n[*a, *b.c]\nx = *a, b\nreturn a, *b.c\n", "f(a=(b)).c = (d)\nx[(a)]: int = (b)\n", "class A: pass  # why\n@a\nclass B(C): '''d'''\n",
  "with (a as b, c.d() as (e, f),): pass\nwith (a, b): pass\nwith (a): pass\nwith (a / b).c() as d: pass\nwith (a, b) as c: pass\nwith a if b else c: pass\n",
  "exec(a, b)\ntype(a).b()\ntype, a = b\nmatch(a).b\nprint(a), b\nprint(a) % b\n", "def f():\r\n    x = [  # a\r\n        1, \\\r\n    ]\r\n\r\n    # b\r\n    return '''c\r\n'''\r\n# d\r\n",
];
it.each(read)("read without the grammar: %j", (text) => {
  expect(compare(text)).toBe(true);
});

const left: readonly string[] = [
  ";\n", "a;; b\n", "x = 1,\n", "x: A[0][1]\n", "x: print[A] | B | C\n", "print a\n", "exec 'a'\n", "print >> a, b\n", "match a:\n    case 1: pass\n", "match (a):\n    case 1: pass\n", "type A = int\n", "type(a).b = 1\n", "x = f'\\N{DASH}'\n", "x = f'{a:{b:{c}}}'\n", "x: list[int] if a else b\n",
  "x = [*a + b]\n", "for a in b, *c: d\n", "(x := a if b else c)\n", "(a) = 1\n", "a, (b) = 1\n", "for (a) in b: c\n", "x = [(a)] = 1\n", "x = 'a\n", "x = (1\n", "x = 1)\n", "é = 1\n", "x = 😀\n", "x = 1\ry\n", "x = 1\f\n", "x =\ny\n", "if a:\nb\n", "if a:\n        b\n    c\n", "def f[T](): pass\n",
  "with (a as b): pass\n", "with a if b else c as d: pass\n", "except A, e: pass\n", "a <> b\n", "`a`\n", "x = 1if a else 2\n", "from __future__ import *\n", "await = 1\n", "def f():\n    return (\n  'a')\n", "def f():\n    x = {\n        'a': # b\n 1}\n", "\\\nx = 1\n", "x = 0777L\n", "\uFEFFx = 1\n", "a = ".repeat(30) + "1\n",
  `${"(".repeat(200)}1${")".repeat(200)}\n`, `x = ${"1 + ".repeat(200)}1\n`, `x = ${"a.".repeat(200)}b\n`, `${Array.from({ length: 60 }, (_, depth) => `${" ".repeat(depth)}if a:\n`).join("")}${" ".repeat(60)}b\n`,
];
it.each(left)("left to the grammar: %j", (text) => {
  expect(compare(text)).toBe(false);
});

it("nearly all that rules show", () => {
  const pieces = texts.flatMap(piecesOf);
  expect(pieces.filter(compare).length).toBeGreaterThan(pieces.length * 0.9);
}, 60_000);

it("a string with very many holes, one after the other", () => {
  const [statement] = readPlain(`x = f"${"{a}".repeat(80_000)}"\n`, 0)?.[0]?.body ?? [];
  expect(statement?.kind === "Assign" && statement.value.kind === "Str" && statement.value.holes.length).toBe(80_000);
});

const bits = ["(", ")", "[", "]", "{", "}", ",", ":", "=", ".", "*", "**", " if ", " else ", " for x in y", " in ", "not ", " is ", "lambda: ", "await ", "yield ", "-", "|", ":=", "f'{x}'", "rb'\\\\'", "\\\n", "\n", "\n    ", "\n  # c\n", "async ", "type ", "1", "0x1f", "1.", "None", "...", " as z", ";", "a.b", "a()", "[0]", "'s'", "\t", "->int", "<>", "+=", "*args", "x: int = 3", "(a)", "x := "];
it("what is typed into them", () => {
  const random = seeded(7);
  const pool = texts.join("\n");
  let accepted = 0;
  for (const text of texts.flatMap(piecesOf)) {
    if (text.length > 1200) continue;
    const borders = Array.from(text.matchAll(/\w+|[^\w\s]|\s+/g), ({ index }) => index);
    const at = pick(random, borders);
    const typed = text.slice(0, at) + pick(random, bits) + text.slice(at + (random() < 0.4 ? 1 : 0));
    if (compare(typed)) accepted++;
    if (compare(applied(text, rewrite(random, text, pool, text)))) accepted++;
  }
  expect(accepted).toBeGreaterThan(100);
}, 60_000);

const meant: readonly (readonly [string, string, (value: PyExpr) => unknown, unknown])[] = [
  ["a raw string that begins with a pair", "r'\\\\'\n", (value) => value.kind === "Str" && value.value, "\\\\"],
  ["a star before a call, alone in a list", "[*a.b()]\n", (value) => value.kind === "List" && value.elements.map((one) => one.kind === "Starred" && one.value.kind), ["Call"]],
];
it.each(meant)("%s is what it means, both ways", (_, text, ask, expected) => {
  for (const chunks of [readPlain(text, 0), full.read(text, 0, undefined)]) {
    const [statement] = chunks?.[0]?.body ?? [];
    expect(statement?.kind === "ExprStmt" && ask(statement.value)).toEqual(expected);
  }
});

/** How the engine keeps it: in one byte for each character or in two. */
function isNarrow(text: string): boolean {
  return String.fromCharCode(serialize(text).find((byte, at) => at > 1 && byte !== 0) ?? 0) === "\"";
}

it("keeps names and strings narrow that stand in a text with wide letters, and those wide that have some", () => {
  const text = "# \u2713 checked\nfrom alpha.beta import gamma_delta\nepsilon(zeta_eta=\"theta\", iota=\"\u03b9\")\n";
  expect([isNarrow("plain"), isNarrow(text), isNarrow(text.slice(2, 9))]).toEqual([true, false, false]);
  const said: string[] = [];
  JSON.stringify(readPlain(text, 0)?.map(({ body }) => told(body)), (_, value: unknown) => {
    if (typeof value === "string") said.push(value);
    return value;
  });
  expect(said).toEqual(expect.arrayContaining(["alpha.beta", "gamma_delta", "epsilon", "zeta_eta", "theta", "\u03b9"]));
  expect(said.filter((one) => !isNarrow(one))).toEqual(["\u03b9"]);
});

/** True when it was read without the grammar. */
function compareUnfinished(text: string): boolean {
  const plain = readUnfinished(text, 7);
  if (plain) expect(plain.map(toldOf), text).toEqual(full.read(text, 7, undefined).map(toldOf));
  return plain !== undefined;
}

it.each(["x =", "x = \n\n", "a.b.c=\t\n", "f(a=)\n", "x = f(a, b=)\n\n", "x.y = z = a.b[c](1, *d, e=2, **f, g=)  \n", "x = f(g(h), a=)"])("a line without its end, read without the grammar: %j", (text) => {
  expect(compareUnfinished(text)).toBe(true);
});

it.each([
  "x == \n", "= \n", "1 =\n", "x =\ny\n", "x =\n\ny = 1\n", "x = # a\n", "x = y =\n", "x: int =\n", "x, y =\n", "if =\n", "print =\n", "x.if =\n", ".x =\n", "x. =\n", "f(a=).b\n", "x = (a=)\n", "x = [f(a=)]\n", "x = f(a=) + 1\n", "x = f(if=)\n", "f(1=)\n",
  "f(a.b=)\n", "f(*a=)\n", "f(a for a in b=)\n", "class A(b=)\n", "def f(a=)\n", "await f(a=)\n", "x = f(a=\n", "x = g(f(a=)\n", "x: f(a=)\n", "f('=', a=)\n", "a; f(b=)\n", "return f(a=)\n", "é =\n",
])("a line without its end, left to the grammar: %j", (text) => {
  expect(compareUnfinished(text)).toBe(false);
});

it("lines without their end are read as the grammar reads them", () => {
  const random = seeded(11);
  const words = ["a", "b.c", "x", "self.y", "1", "None", "f(a)", "g.h(1, k=2)", "[a, b]", "a[0]", "-1", "not a", "lambda: a", "a if b else c", "*a", "**b", "k=1", "(a, b)", "{a: b}", "a and b", "x for x in y", "...", "await a", "print", "match", "a := 1", "(yield)", "if", "a + b"];
  let count = 0;
  for (let turn = 0; turn < 6000; turn++) {
    const some = (most: number) => Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(random, words)).join(pick(random, [", ", ",", " , "]));
    const target = pick(random, ["", "", "x = ", "a.b = ", "x[0] = ", "x = y = ", "x, y = ", "x += ", "x: A = ", "*a, b = ", "print = ", "match = ", "type = ", "[a, b] = "]);
    const inside = some(5);
    const call = `${pick(random, ["f", "a.b", "a[0]", "f(a).b", "f(a)", "print", "exec", "type", "match", "(a)", "a if b else c", "not f", "lambda: f", "-f", "await f"])}(${inside}${inside === "" ? "" : pick(random, [", ", ","])}${pick(random, ["k", "print", "None", "a.b", "1", "match", "if", "k1", "_"])}${pick(random, ["=", "=", " =", "= "])})`;
    const text = `${pick(random, ["", "", "", "  "])}${random() < 0.3 ? `${pick(random, [...words, "print", "match", "type", "exec", "a.b.c", "_", "async"])}${pick(random, ["=", " =", " = "])}` : `${target}${call}`}${pick(random, ["", " ", "\t"])}${pick(random, ["", "\n", "\n\n", "\r\n", "  # a\n"])}`;
    if (compareUnfinished(text)) count++;
  }
  expect(count).toBeGreaterThan(300);
}, 60_000);
