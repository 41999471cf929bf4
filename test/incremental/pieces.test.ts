/** Where a Python text is cut into pieces that are parsed by themselves: never inside a statement that can be read, and after an edit where a fresh start would cut. */
import { beforeAll, expect, it } from "vitest";
import { readWasm } from "../../server/compose.ts";
import { PythonDocument } from "../../server/languages/python/document.ts";
import { loadGrammar, type Grammar } from "../../server/languages/python/parser.ts";
import { topLevel } from "../../server/languages/python/raw.ts";
import { segmentStarts } from "../../server/languages/python/segments.ts";
import { applied, seeded } from "../fuzz/mutations.ts";
import { rewrite } from "../fuzz/rewrites.ts";
import { allRules, readMarkers } from "../harness.ts";
import { pathOf } from "../paths.ts";

let grammar: Grammar;
beforeAll(async () => { grammar = await loadGrammar(readWasm); });

const pieces = (text: string) => [0, ...segmentStarts(text, 0)].map((start, index, all) => text.slice(start, all[index + 1]));

const cut: readonly (readonly [what: string, ...pieces: string[]])[] = [
  ["statements", "import a\n", "x = 1\n", "y = 2"],
  ["blank lines stay above", "\n\n", "x = 1\n\n\n", "y = 2\n"],
  ["several on one line", "a; b\n", "c"],
  ["a body", "def f():\n    x\n\n    y\n", "z"],
  ["clauses", "if a:\n    b\nelif c:\n    d\nelse:\n    e\n", "try:\n    f\nexcept G:\n    h\nfinally:\n    i\n", "elsewhere = 1"],
  ["decorators over lines", "@a\n@b(\n    c,\n)\n# why\ndef f(): ...\n", "@d\nclass E: ...\n", "@f\nasync def g(): ...\n"],
  ["a decorator of nothing", "@a\n", "x = 1"],
  ["brackets", "x = [\n1,\n# one\n2\n]\n", "y = {\n}\n", "z"],
  ["strings over lines", "x = '''\nimport a\n\"\"\"\ndef f(): '''\n", 'y = r"\\"\n', "z = 'a\\\nb'\n", "w"],
  ["backslashes", "x = 1 + \\\n2\n\\\ny\n", "z"],
  ["comments in the first column belong to what follows", "def f():\n    x\n    # here\n", "# there\n\n# too\ny\n# the end"],
  ["comments in the first column inside a body", "def f():\n    x\n# here\n    y\n", "z"],
  ["Windows", "if a:\r\n    b\r\nelse:\r\n    c\r\n", "d\r\n", "e = \\\r\nf\r\n", "g"],
  ["a bracket left open ends where a statement must begin", "x = f(a,\n\n", "def g():\n    y\n", "z = [1\n", "import b\n", "w = (\n", "from c import d\n", "v = {\n", "@e\ndef h(): ..."],
  ["a string left open ends with its line", "x = 'a\n", "y = \"b\n", "z"],
  ["three quotes left open do not", "x = '''a\ny\ndef f(): ..."],
  ["a yield from in brackets", "x = (yield\nfrom y)\n", "z"],
  ["nothing", ""],
];
it.each(cut)("%s", (_what, ...expected) => {
  expect(pieces(expected.join(""))).toEqual(expected);
});

const examples = allRules.flatMap((rule) => rule.examples.flatMap((example) => (pathOf(rule, example).endsWith(".py") ? [example.bad, example.good].map((marked) => readMarkers(marked).text) : [])));

it("pieces of every example that can be read give the statements of the whole", () => {
  const statements = (text: string, from: number) => {
    const tree = grammar.parser.parse(text);
    if (!tree) throw new Error("not parsed");
    const found = Array.from(topLevel(tree, grammar), ({ type, start, end }) => `${type} ${start + from} ${end + from}`);
    const isSound = !tree.rootNode.hasError;
    tree.delete();
    return { found, isSound };
  };
  let count = 0;
  for (const text of examples) {
    const whole = statements(text, 0);
    if (!whole.isSound) continue;
    let at = 0;
    const apart = pieces(text).flatMap((piece) => {
      at += piece.length;
      return statements(piece, at - piece.length).found;
    });
    expect(apart, text).toEqual(whole.found);
    count++;
  }
  expect(count).toBeGreaterThan(300);
});

it("pieces after random edits are those of a fresh start", () => {
  const shown = (document: PythonDocument) => document.pieces().map(({ offset, text, chunks }) => [offset, text, chunks.map(({ type, base }) => [type, base.offset, base.text])]);
  const pool = examples.join("\n");
  for (let script = 0; script < 30; script++) {
    const random = seeded(script);
    const start = Math.floor(random() * (pool.length - 1500));
    let text = pool.slice(start, start + 1500);
    let earlier = text;
    const document = new PythonDocument(grammar, text);
    for (let step = 0; step < 12; step++) {
      const changes = rewrite(random, text, pool, earlier);
      earlier = text;
      text = applied(text, changes);
      document.update(changes, text);
      if (step % 3 === 1) continue; // edits may come several at once
      expect(shown(document), `script ${script}, step ${step}`).toEqual(shown(new PythonDocument(grammar, text)));
    }
  }
}, 60_000);
