/** The rules that only notebooks have: what a kernel remembers, in which order cells ran, what cells install. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";
import { type CellSpec, notebook } from "./notebooks.ts";

const hidden: readonly (readonly [string, readonly (string | CellSpec)[], readonly string[]])[] = [
  ["a name nobody defines", ["x = 1", "print(y, x)"], ["y"]],
  ["once for each name", ["print(y)", "print(y)"], ["y"]],
  ["defined below", ["print(y)", "y = 1"], ["y"]],
  ["used in a function before its definition", ["def f():\n    return y", "y = 1\nf()"], []],
  ["builtins and what IPython adds", ["display(len([]))\nget_ipython()\n_ = In, Out\n__file__"], []],
  ["loops, with, except, walrus, comprehensions, match", ["for a, (b, *c) in d0():\n  pass\n" , "def d0():\n  pass"], ["d0"]],
  ["bound in every way", ["import a.b, c as d\nwith open('x') as (e, f):\n  print(a, d, e, f)\ntry:\n  pass\nexcept E as g:\n  print(g)\nprint([h for h in a if h], (i := 1), i)\nfor j in a:\n  print(j)\nprint(j)", "class E(Exception):\n  k = 1\n  l = k"], []],
  ["star imports", ["from x import *\nprint(y)"], []],
  ["another notebook is run", ["%run other.ipynb", "print(y)"], []],
  ["parameters from outside", ["# parameters\na = 1", "print(b)"], []],
  ["other languages define names", ["%%sql result\nselect 1", "%%R -o y\ny <- 1", "print(y)"], []],
  ["output of a shell kept under a name", ["%%bash --out listing\nls", "print(listing)"], []],
  ["a query kept under a name", ["%%sql rows <<\nselect 1", "%sql more << select 2", "print(rows, more)"], []],
  ["a title above another language", ["#@title Sound\n#@markdown press\n\n%%html\n<audio controls>", "print(y)"], ["y"]],
  ["a type by name", ["type Row = dict[str, int]", "print(Row)"], []],
  ["shell and help lines use none", ["!echo {y}\n%ls y\ny?\nz = !ls y"], []],
  ["a cell that cannot be read", ["def (:\n", "print(y)"], []],
  ["prepared for its absence", ["try:\n  y\nexcept NameError:\n  y = 1"], []],
  ["attributes and keywords are no names", ["import m\nm.y(z=1)\n"], []],
];

describe("notebook/hidden-state", () => {
  for (const [title, cells, names] of hidden) {
    it(title, async () => {
      const text = notebook(cells);
      expect((await lint("a.ipynb", text, "notebook/hidden-state")).map(({ at }) => text.slice(at.start, at.end))).toEqual(names);
    });
  }
});

const order: readonly (readonly [string, readonly (number | undefined)[], readonly string[]])[] = [
  ["rising", [1, 2, 3], []], ["cleared", [undefined, undefined], []], ["one cell not run", [1, undefined, 2], []],
  ["falling", [3, 1, 2], ["warning"]], ["falling twice is said once", [3, 1, 5, 2], ["warning"]], ["a gap", [1, 2, 9], ["hint"]], ["starts late", [5, 6], []], ["zero has not run", [4, 0, 5], []],
];

describe("notebook/out-of-order-execution", () => {
  for (const [title, counts, severities] of order) {
    it(title, async () => {
      const text = notebook(counts.map((count, index): CellSpec => ({ code: `x${index} = 1`, ...(count !== undefined && { count }) })));
      expect((await lint("a.ipynb", text, "notebook/out-of-order-execution")).map(({ severity }) => severity)).toEqual(severities);
    });
  }
});

const installs: readonly (readonly [string, string, readonly string[]])[] = [
  ["shell line", "!pip3 install -q a b==1", ["a"]], ["magic", "%pip install a", ["a"]], ["conda", "%conda install -y a", ["a"]], ["interpreter", "import sys\n!{sys.executable} -m pip install a", ["a"]],
  ["in a block", "if x:\n    !pip install a", ["a"]], ["continued", "!pip install \\\n  a \\\n  b==2", ["a"]], ["no sign at all", "pip install a", ["a"]], ["shell cell", "%%bash\nset -e\npip install a\n", ["a"]], ["shell cell below a comment", "# tools\n%%bash\npip install a\n", ["a"]],
  ["requirements", "!pip install -r requirements.txt", []], ["a string", "x = '''\n!pip install a\n'''", []], ["a comment", "# !pip install a", []], ["echo", "!echo pip install a", []],
];

describe("notebook/unpinned-install", () => {
  for (const [title, code, packages] of installs) {
    it(title, async () => {
      const text = notebook([code]);
      expect((await lint("a.ipynb", text, "notebook/unpinned-install")).map(({ at }) => text.slice(at.start, at.end))).toEqual(packages);
    });
  }
});
