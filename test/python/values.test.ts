/** Where names, attributes and calls lead: bindings that reach a use, import-resolved callees, visible arguments. */
import { describe, expect, it } from "vitest";
import { lastValue, python } from "./open.ts";

const reach: readonly (readonly [string, string, string])[] = [
  ["last assignment wins", "x = 1\nx = 2\nx", "2"],
  ["both branches", "if a:\n    x = 1\nelse:\n    x = 2\nx", "1 | 2"],
  ["one branch adds", "x = 1\nif a:\n    x = 2\nx", "1 | 2"],
  ["elif chain", "if a:\n    x = 1\nelif b:\n    x = 2\nelse:\n    x = 3\nx", "1 | 2 | 3"],
  ["a branch that leaves", "def f():\n    x = 1\n    if a:\n        x = 2\n        return\n    return x\nf()", "1"],
  ["loop body may not run", "x = 1\nfor i in y:\n    x = 2\nx", "1 | 2"],
  ["try and handler", "try:\n    x = 1\nexcept E:\n    x = 2\nx", "1 | 2"],
  ["handler that raises", "try:\n    x = 1\nexcept E:\n    raise\nx", "1"],
  ["finally wins", "try:\n    x = 1\nfinally:\n    x = 2\nx", "2"],
  ["with body", "with a as b:\n    x = 1\nx", "1"],
  ["with target", "with C() as c:\n    pass\nc", "unknown"],
  ["augmented is unknown", "x = 1\nx += 1\nx", "unknown"],
  ["chained", "a = b = 3\nb", "3"],
  ["tuple by element", "a, b = 1, 'two'\nb", "\"two\""],
  ["nested tuple", "a, (b, c) = 1, (2, 3)\nc", "3"],
  ["star target is unknown", "a, *b = 1, 2, 3\nb", "unknown"],
  ["walrus", "(x := 4)\nx", "4"],
  ["deleted", "x = 1\ndel x\nx", "unknown"],
  ["match binds", "match a:\n    case [x, *y]: pass\nx", "unknown"],
  ["conditional", "x = 1 if a else None\nx", "1 | none"],
  ["or skips None", "x = None or 5\nx", "5"],
  ["negative", "x = -3\nx", "-3"],
  ["in a function, what the module ends with", "x = 1\ndef f():\n    return x\nx = 2\nf()", "2"],
  ["global", "x = 1\ndef f():\n    global x\n    x = 2\ndef g():\n    return x\ng()", "1 | 2"],
  ["nonlocal reaches the outer name", "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n    return x\nf()", "1"],
  ["class body does not leak into methods", "x = 1\nclass C:\n    x = 2\n    def m(self):\n        return x\nC().m()", "1"],
  ["comprehension variable stays inside", "x = 1\n[x for x in y]\nx", "1"],
  ["class attribute", "class C:\n    limit = 5\nC.limit", "5"],
  ["attribute set in a method", "class C:\n    def __init__(self):\n        self.n = 7\nC().n", "7"],
  ["inherited attribute", "class B:\n    n = 1\nclass C(B):\n    pass\nC().n", "1"],
  ["property", "class C:\n    @property\n    def n(self):\n        return 9\nC().n", "9"],
  ["dict entry", "D = {'a': 1}\nD['a']", "1"],
  ["dict changed later", "D = {'a': 1}\nD['a'] = 2\nD", "dict {a}"],
  ["dict changed out of sight", "D = {'a': 1}\nD[k] = 2\nD", "dict {a} open"],
  ["dict call", "dict({'a': 1}, b=2)", "dict {a,b}"],
  ["dict merge", "{'a': 1} | {'b': 2}", "dict {a,b}"],
  ["open dict", "{'a': 1, **x}", "dict {a} open"],
  ["helper returns", "import requests\ndef make():\n    return requests.Session()\nmake()", "call requests.Session"],
  ["awaited", "import asyncpg\nasync def f():\n    c = await asyncpg.connect()\n    c", "call asyncpg.connect"],
  ["optional import", "try:\n    import a.b as m\nexcept ImportError:\n    m = None\nm", "symbol a.b | none"],
  ["mutual recursion ends", "def f():\n    return g()\ndef g():\n    return f()\nf()", "call src.app.main.f"],
  ["self reference ends", "x = x\nx", "unknown"],
];

describe("values", () => {
  it.each(reach)("%s", (_, text, expected) => expect(lastValue(text)).toBe(expected));
});

const callees: readonly (readonly [string, string, string | undefined])[] = [
  ["alias of a submodule", "import a.b as c\nc.d()", "a.b.d"],
  ["plain dotted import", "import a.b\na.b.d()", "a.b.d"],
  ["from import", "from a.b import c as d\nd()", "a.b.c"],
  ["relative", "from . import x\nx.go()", "src.app.x.go"],
  ["relative parent", "from ..lib.tools import go\ngo()", "src.lib.tools.go"],
  ["import in a function", "def f():\n    import a\n    a.b()", "a.b"],
  ["import inside another function is not seen", "def f():\n    import a\ndef g():\n    a.b()", undefined],
  ["first of two imports", "try:\n    import fast as m\nexcept ImportError:\n    import slow as m\nm.go()", "fast.go"],
  ["builtin", "open('x')", "builtins.open"],
  ["shadowed builtin", "def open(x): pass\nopen('x')", "src.app.main.open"],
  ["builtin shadowed by a parameter", "def f(open):\n    open('x')", undefined],
  ["own function", "def go(): pass\ngo()", "src.app.main.go"],
  ["own method", "class C:\n    def m(self): pass\n    def n(self):\n        self.m()", "src.app.main.C.m"],
  ["class method through cls", "class C:\n    @classmethod\n    def m(cls):\n        cls.n()\n    @classmethod\n    def n(cls): pass", "src.app.main.C.n"],
  ["instance method", "import a\nx = a.Thing()\nx.go()", "a.Thing.go"],
  ["base that defines it", "import a\nclass C(Mixin, a.Base):\n    pass\nC().go()", "a.Base.go"],
  ["annotated parameter", "import a\ndef f(x: a.Thing):\n    x.go()", "a.Thing.go"],
  ["optional annotation", "import a\nfrom typing import Optional\ndef f(x: Optional[a.Thing] = None):\n    x.go()", "a.Thing.go"],
  ["annotation as a string", "import a\ndef f(x: 'a.Thing | None'):\n    x.go()", "a.Thing.go"],
  ["annotated attribute", "import a\nclass C:\n    x: a.Thing\n    def f(self):\n        self.x.go()", "a.Thing.go"],
  ["annotated return", "import a\ndef get() -> a.Thing: ...\nget().go()", "a.Thing.go"],
  ["partial", "import functools, a\np = functools.partial(a.b, 1)\np(2)", "a.b"],
  ["function in a variable", "import a\nf = a.b\nf()", "a.b"],
  ["unknown", "thing.go()", undefined],
  ["rebound module", "import a\na = 1\na.go()", undefined],
  ["walrus in a condition", "import a\nif (x := a.T()) and x.go(): pass", "a.T.go"],
];

describe("callees", () => {
  it.each(callees)("%s", (_, text, expected) => {
    const calls = [...python(text).calls()].sort((a, b) => a.name.start - b.name.start);
    expect(calls.at(-1)?.callee).toBe(expected);
  });
});

describe("arguments", () => {
  const shown = (text: string) => {
    const file = python(text);
    const call = file.calls().find((one) => one.method === "f" || one.method === "p");
    const argument = call?.argument("t", 1);
    return `${argument ? file.slice(argument) : "none"}${call?.spreadsUnknown ? " open" : ""}`;
  };
  it.each([
    ["keyword", "f(a, t=1)", "1"], ["position", "f(a, 2)", "2"], ["missing", "f(a)", "none"],
    ["visible spread", "f(a, **{'t': 3})", "3"], ["spread of a constant", "K = dict(t=4)\nf(a, **K)", "4"],
    ["unseen spread", "f(a, **k)", "none open"], ["seen beside unseen", "f(a, t=5, **k)", "5 open"],
    ["visible star", "f(*[a, 6])", "6"], ["unseen star hides positions", "f(*a, 7)", "none open"],
    ["partial keywords", "import functools\np = functools.partial(g, t=8)\np(a)", "8"],
    ["partial positions", "import functools\np = functools.partial(g, a)\np(9)", "9"],
  ])("%s", (_, text, expected) => expect(shown(text.replace(/^import functools\np = (.*)$/m, "import functools\np = $1"))).toBe(expected));
});
