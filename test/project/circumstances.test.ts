/** Under what calls run: worked out once for all that stands in a statement, and never mixed up between what it holds. */
import { describe, expect, it } from "vitest";
import type { GuardFact } from "../../rules/facts/python.ts";
import { workspace } from "../harness.ts";

const told = (guard: GuardFact): string => (guard.when === "parameter" ? `${guard.holds ? "" : "not "}${guard.name} ${guard.test}` : guard.when);

/** Of each call of one function: its name, under what it runs, whether it is tried. */
async function callsOf(text: string, name: string): Promise<readonly string[]> {
  const facts = (await workspace({ "a.py": `def a(*x): pass\ndef b(*x): pass\n${text}` })).analysis.facts?.python().get("a.py");
  const found = facts?.functions.filter((one) => one.name === name) ?? [];
  return found.flatMap(({ calls = [] }) => calls.map(({ to = "", guards = [], isTried }) => [to, ...guards.map(told), ...(isTried ? ["tried"] : [])].join(" ")));
}

const cases: readonly (readonly [title: string, text: string, calls: readonly string[]])[] = [
  ["a test does not run under itself", "def f(p):\n    if a(p):\n        b()\n", [":a", ":b"]],
  ["both branches", "def f(p):\n    if p:\n        a()\n    else:\n        b()\n", [":a p truthy", ":b not p truthy"]],
  ["two in one statement", "def f(p):\n    if p:\n        a(b())\n", [":a p truthy", ":b p truthy"]],
  ["only one of two in one statement is chosen", "def f(p, q):\n    if p:\n        a(), (b() if q else 1)\n", [":a p truthy", ":b q truthy p truthy"]],
  ["one of two that are chosen between", "def f(q):\n    return a() if q else b()\n", [":a q truthy", ":b not q truthy"]],
  ["a condition said twice", "def f(p):\n    if p:\n        if p:\n            a()\n        b()\n", [":a p truthy", ":b p truthy"]],
  ["inner ones come first", "def f(p, q):\n    while q:\n        if not p:\n            a()\n", [":a not p truthy q truthy"]],
  ["what comes behind a return, and before it", "def f(p):\n    a()\n    if p is None:\n        return\n    b()\n", [":a", ":b not p none"]],
  ["behind two returns", "def f(p, q):\n    if p: return\n    if q: raise E\n    a()\n    b()\n", [":a not p truthy not q truthy", ":b not p truthy not q truthy"]],
  ["a body, a handler, what comes last", "def f():\n    try:\n        a()\n    except FileNotFoundError:\n        b()\n    finally:\n        a()\n", [":a tried", ":b missing", ":a"]],
  ["a handler within what is tried", "def f():\n    try:\n        try:\n            a()\n        except KeyError:\n            b()\n    except OSError:\n        pass\n", [":a tried", ":b missing tried"]],
  ["nothing tried where nothing is caught", "def f(p):\n    try:\n        a()\n    finally:\n        b()\n", [":a", ":b"]],
  ["a function handed over", "def f(p):\n    if p:\n        run(a, b())\n", [":b p truthy", ":a p truthy"]],
];

describe("circumstances", () => {
  for (const [title, text, calls] of cases) it(title, async () => expect([...(await callsOf(text, "f"))].sort()).toEqual([...calls].sort()));

  it("of a function within another end at its border", async () => {
    expect(await callsOf("def g(p):\n    if p:\n        def f(q):\n            if q:\n                a()\n        b()\n", "g.f")).toEqual([":a q truthy"]);
    expect(await callsOf("def g(p):\n    if p:\n        def f(q):\n            if q:\n                a()\n        b()\n", "g")).toEqual([":b p truthy"]);
  });

  it("are told however deep a call stands", async () => {
    const sum = Array.from({ length: 300 }, () => "1").join(" + ");
    expect(await callsOf(`def f(p):\n    if p:\n        x = a() + ${sum}\n`, "f")).toEqual([":a p truthy"]);
  });
});
