/** The tree: every kind of syntax in its place, and broken text that damages only itself. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PyNode } from "../../rules/api.ts";
import { python, sources } from "./open.ts";

const kinds: readonly (readonly [string, PyNode["kind"], string, readonly string[]])[] = [
  ["adjacent strings are one", "Str", "x = 'a' f\"{b}\" \"c\"", ["'a' f\"{b}\" \"c\""]],
  ["template string", "Str", "x = t'{b}'", ["t'{b}'"]],
  ["nested f-string of 3.12", "Str", "f'{f\"{x}\"}'", ["f'{f\"{x}\"}'", "f\"{x}\""]],
  ["tuple without brackets", "Tuple", "a = 1, 2", ["1, 2"]],
  ["one-tuple", "Tuple", "a = 1,", ["1"]],
  ["subscript of several", "Tuple", "a[1:2, ::3]", ["1:2, ::3"]],
  ["generator argument", "Comprehension", "f(x for x in y)", ["(x for x in y)"]],
  ["async comprehension", "Comprehension", "[x async for x in y if x]", ["[x async for x in y if x]"]],
  ["comparison chain", "Compare", "a < b not in c", ["a < b not in c"]],
  ["union annotation", "Binary", "x: int | None = 1", ["int | None"]],
  ["generic annotation", "Subscript", "x: list[int] = []", ["list[int]"]],
  ["decorated async function", "FunctionDef", "@a\nasync def f(): pass", ["@a\nasync def f(): pass"]],
  ["type parameters", "FunctionDef", "def f[T: int](x: T) -> T: pass", ["def f[T: int](x: T) -> T: pass"]],
  ["type parameter with default", "FunctionDef", "def f[T = int](x: T): pass", ["def f[T = int](x: T): pass"]],
  ["class with type parameters", "ClassDef", "class C[T](B, metaclass=M): pass", ["class C[T](B, metaclass=M): pass"]],
  ["parameters of every sort", "Param", "def f(a, /, b: int, *c, d=1, **e): pass", ["a", "b: int", "*c", "d=1", "**e"]],
  ["lambda parameters", "Param", "lambda a, *b: a", ["a", "*b"]],
  ["handlers", "Handler", "try: pass\nexcept* A as e: pass\nexcept: pass", ["except* A as e: pass", "except: pass"]],
  ["parenthesised with", "With", "with (a as b, c): pass", ["with (a as b, c): pass"]],
  ["match", "Match", "match x:\n    case C(a, k=b) as c if c: pass", ["match x:\n    case C(a, k=b) as c if c: pass"]],
  ["type statement", "Other", "type X = int", ["type X = int"]],
  ["python 2 print", "Other", "print x, f(y)", ["print x, f(y)"]],
  ["python 2 raise", "Raise", "raise E, 'm'", ["raise E, 'm'"]],
  ["match as a name", "Call", "match = f\nmatch(x)", ["match(x)"]],
  ["line continuation", "Attribute", "a = b \\\n    .c", ["b \\\n    .c"]],
];

describe("kinds", () => {
  it.each(kinds)("%s", (_, kind, text, expected) => expect(sources(python(text), kind)).toEqual(expected));
});

it("decodes strings", () => {
  const values = python(String.raw`a = ['\x41\u00e9\N{DASH}\n', r'\n', b'\u0041\x41', f'{{x}}{y}', '\101', "a\
b", '\q']`).nodes("Str").map((node) => node.value);
  expect(values).toEqual(["Aé\uFFFC\n", "\\n", "\\u0041A", "{x}\uFFFC", "A", "ab", "\\q"]);
});

it("reads numbers", () => {
  const values = python("1_000; 0x1F; 0b11; 0o17; 017; 10L; 1e3; .5").nodes("Num").map((node) => node.value);
  expect(values).toEqual([1000, 31, 3, 15, 15, 10, 1000, 0.5]);
});

it("binds what patterns capture and nothing else", () => {
  const [match] = python("match x:\n    case Point(a, y=b) | {'k': c, **d} as e: pass\n    case [f, *g, _]: pass\n    case m.CONST: pass").nodes("Match");
  expect(match?.cases.map((one) => one.captures.map((name) => name.id))).toEqual([["a", "b", "c", "d", "e"], ["f", "g"], []]);
});

it("tells Python 2 handlers from lists of types", () => {
  const handlers = python("try: pass\nexcept IOError, e: pass\nexcept IOError, OSError: pass").nodes("Handler");
  expect(handlers.map((node) => [node.type?.kind, node.name])).toEqual([["Name", "e"], ["Tuple", undefined]]);
});

it("finds comments wherever they stand", () => {
  const text = "#!/usr/bin/python\nx = [  # one\n    1,\n]\nclass C:\n    # two\n    def f(self):\n        # three\n        pass\ny = '# none'  # four\n";
  expect(python(text).comments().map((one) => one.text)).toEqual(["!/usr/bin/python", "one", "two", "three", "four"]);
});

const broken: readonly (readonly [string, string, readonly string[]])[] = [
  ["unfinished attribute", "os.\nf()\ng()", ["f()", "g()"]],
  ["unfinished assignment", "x =\nf(1)\ng()", ["f(1)", "g()"]],
  ["unfinished line in a function", "def a():\n    x = y.\n    f()\n\ndef b():\n    g()", ["f()", "g()"]],
  ["unfinished header", "def a(x\n\ndef b():\n    g()", ["g()"]],
  ["keyword without value", "f(a, t=)\ng()", ["g()"]],
  ["unclosed string", "x = 'abc\ng()", ["g()"]],
  ["try alone", "try:\n    f()\ng()", ["f()", "g()"]],
  ["stray bracket", "f()\n)\ng()", ["f()", "g()"]],
  ["bad member", "class C:\n    def a(self):\n        f()\n    def\n    def b(self):\n        g()", ["f()", "g()"]],
];

describe("broken text", () => {
  it.each(broken)("%s leaves its neighbours alone", (_, text, calls) => {
    const found = sources(python(text), "Call");
    for (const call of calls) expect(found).toContain(call);
    expect(found.length).toBeLessThanOrEqual(calls.length + 1);
  });

  it.each([["nothing", ""], ["blank", " \n\t\n"], ["mark", "\uFEFFf()\n"], ["zero bytes", "\u0000\u0001\u0000"], ["lone surrogate", "x = '\ud800'\nf()"], ["old Mac line ends", "f()\rg()\r"], ["deep brackets", "(".repeat(3000)], ["deep closed brackets", "(".repeat(3000) + ")".repeat(3000)], ["long sum", Array(4000).fill("a").join(" + ")], ["deep blocks", Array.from({ length: 90 }, (_, i) => " ".repeat(i) + "if a:").join("\n")]])("%s does not crash", (_, text) => {
    const file = python(text);
    file.calls().forEach((call) => void call.callee);
    expect(file.namedStrings().every((one) => one.at.end <= text.length)).toBe(true);
  });

  it("counts offsets in UTF-16 behind a byte order mark and emoji", () => {
    const text = "\uFEFFx = '😀é'; f(1)\r\ng(2)\r\n";
    expect(sources(python(text), "Call")).toEqual(["f(1)", "g(2)"]);
  });

  it("holds for any text", () => {
    const piece = fc.constantFrom("def f(", "):", "\n", "    ", "class A:", "x", " = ", "'", '"""', "f'{", "}", "[", "]", "lambda", " for ", " in ", "if ", "else", "import ", "from . ", "*", "**", ",", "@", "match ", "case ", "😀", "\\", "#", "\r\n", "\t", "1", "await ", "print ", "`");
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const file = python(text);
      for (const call of file.calls()) {
        void call.callee;
        void call.argument("x", 0);
        expect(text.slice(call.node.argsAt.start, call.node.argsAt.start + 1)).toBe("(");
      }
      file.namedStrings();
      file.comments();
    }), { numRuns: 400 });
  });
});
