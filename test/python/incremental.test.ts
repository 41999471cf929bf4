/** After any edits the façade is the one a fresh parse gives, and what did not change is not built again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PythonFile } from "../../rules/api.ts";
import { openPython, plain, python } from "./open.ts";

const source = `"""Orders."""
import requests as r
from .prices import price

LIMIT = None  # nobody knows


@app.get("/v1/orders")
async def orders(user: str, *, limit: int = 10) -> list:
    with r.Session() as s:
        answer = s.get(f"https://x/{user}", timeout=LIMIT)
    return [one for one in answer.json() if one["open"]]


class Shop(Base):
    """😀 emoji before code"""
    def __init__(self):
        self.session = r.Session()

    def go(self):
        try:
            return self.session.post("a" "b", json={"k": (1, 2)})
        except (OSError, ValueError) as e:
            raise RuntimeError("x") from e
        finally:
            pass

if __name__ == "__main__":
    orders(1); print("done")
`;

const snippets = ["", "x", "(", ")", "\n", "    ", "\"\"\"", "'", "#", ":", ".", "def f():\n    pass\n", "if a:\n", "else:", "\r\n", "😀", "\\", "import os\n", "= ", "\t", "async ", "{", "}", "f'{", "\u0000", "return"];
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.integer({ min: 0, max: 30 }), insert: fc.constantFrom(...snippets) });

function everything(file: PythonFile): unknown {
  return {
    body: plain(file.body), problems: plain(file.problems), comments: plain(file.comments()),
    calls: file.calls().map((call) => [call.start, call.callee, call.spreadsUnknown]), strings: plain(file.namedStrings()), imports: file.imports(),
  };
}

it("equals a fresh parse after random edits", () => {
  fc.assert(fc.property(fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }), (rounds) => {
    const open = openPython(source);
    let text = source;
    for (const round of rounds) {
      const changes = round.map(({ at, remove, insert }) => {
        const start = Math.floor(at * text.length);
        const end = Math.min(text.length, start + remove);
        text = text.slice(0, start) + insert + text.slice(end);
        return { at: { start, end }, text: insert };
      });
      open.update(changes, text);
      expect(everything(open.python)).toEqual(everything(python(text)));
    }
    open.dispose();
  }), { numRuns: 150 });
});

describe("typing", () => {
  it("keeps the nodes of statements that did not change, moved to their new place", () => {
    const open = openPython(source);
    const before = open.python.classes()[0];
    const start = before?.start ?? 0;
    const at = source.indexOf("LIMIT");
    open.update([{ at: { start: at, end: at }, text: "TIMES_" }], source.slice(0, at) + "TIMES_" + source.slice(at));
    const after = open.python.classes()[0];
    expect(after).toBe(before);
    expect(after?.start).toBe(start + 6);
  });

  it("keeps the order of equal statements", () => {
    const open = openPython("f(1)\nf(1)\nf(1)\n");
    open.update([{ at: { start: 0, end: 0 }, text: "g()\n" }], "g()\nf(1)\nf(1)\nf(1)\n");
    expect(open.python.calls().map((call) => call.start)).toEqual([0, 4, 9, 14]);
  });

  it("takes a change list that does not lead to the text as a fresh text", () => {
    const open = openPython("a = 1\n");
    open.update([{ at: { start: 0, end: 1 }, text: "b" }], "something(else_)\n");
    expect(open.python.calls().map((call) => call.method)).toEqual(["something"]);
  });

  it("goes on after being let go of", () => {
    const open = openPython("a()\n");
    open.dispose();
    open.update([{ at: { start: 0, end: 1 }, text: "b" }], "b()\n");
    expect(open.python.calls()[0]?.method).toBe("b");
  });
});

it("forgets the class around a method that now stands alone", () => {
  const before = "class Shop:\n    def go(self):\n        return self.session.get(1)\n";
  const open = openPython(before);
  expect(open.python.functions().map((one) => open.python.enclosingClass(one)?.name)).toEqual(["Shop"]);
  const gone = "class Shop:\n    ".length;
  open.update([{ at: { start: 0, end: gone }, text: "" }], before.slice(gone));
  expect(open.python.functions().map((one) => open.python.enclosingClass(one)?.name)).toEqual([undefined]);
});
