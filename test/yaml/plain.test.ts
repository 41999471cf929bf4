/** YAML that is read in one go has the nodes, the depth and the documents that the grammar gives it. */
import { describe, expect, it } from "vitest";
import { parseByGrammar, parseYaml } from "../../server/languages/yaml/nodes.ts";
import { readPlainly } from "../../server/languages/yaml/plain.ts";
import { pick, type Random, seeded } from "../fuzz/mutations.ts";
import { shown } from "./trees.ts";

const read: readonly (readonly [name: string, text: string])[] = [
  ["values of all types", "a: 1\nb: -0x1f\nc: 0o17\nd: 1.5e3\ne: .inf\nf: ~\ng: null\nh: True\ni: no\nj: 1_000\nk: 12:30\nl: -.5\nm: +\nn: .nan\no: TRUE\np: 0x\n"],
  ["values that are not there", "a:\nb:   # none\nc:\n  # none\n\nd:\n- \n-\n- # none\n-   e:\nf:"],
  ["lists below their key, indented or not", "a:\n- b\n- c: d\n  e: f\ng:\n  - h\n  -   i: j\n      k: l\n"],
  ["lists in lists", "- - a\n  - b\n-\n  - c\n-\n  d: e\n- - - f\n"],
  ["keys of all kinds", "a b: 1\n\"c\\td\": 2\n'e''f' : 3\n<<: g\n1: h\n~: i\nj#k: l\nm:n: o\n-p: q\n?r: s\n"],
  ["words over several lines", "a: one\n  two\n\n\n  three  \n   four # said\nb:\n  five\n  six\nc: x\n"],
  ["quotes over several lines", "a: 'one\n  two\n\n  it''s '\nb: x\n"],
  ["escapes", "a: \"\\x41\\u00e9\\U0001F600\\\"\\\\ \\/\\n\"\nb: \"# none\" # said\nc: 'a\\n'\n"],
  ["blocks", "a: |\n  one\n   two\n\n  three\n\n\nb: >-\n  one\n  two\n\n   three\n    four\n\n  five\nc: |+\n  kept\n\n\nd: |\ne: >+\n\nf: |- # said\n\n    deep\n\tno tab\n  \ng: >\n    \n     \n      x\n".replace("\tno tab\n", "")],
  ["a block at the end without a line break", "a:\n  - |\n    one\n     two"],
  ["a block behind a dash", "- |\n one\n- >\n  two\n  three\n\n- x\n"],
  ["lines of a block that begin with a tab", "a: |\n  one\n  \ttwo\nb: >\n  one\n  \ttwo\n  three\n"],
  ["brackets", "a: [b, 'c', \"d\", -1, {e: f, \"g\":h, 'i' : [j]}, []]\nk: {}\nl: [\n  m,\n  n\n]\no: {p: q,\n  r: s,\n}\nt: [u v, w:x, /y]\n"],
  ["comments between", "# first\n\na:   # one\n      # deep\n  b: c\n # shallow\n  d: e\n# last\n"],
  ["documents", "# first\n---\na: b\n# between\n--- # second\n- c\n---\n\n---\n# nothing\n"],
  ["words that begin with a colon", "a: :80\nb:\n- ::1\n:c: d\n"],
  ["templates in quotes and words", "a: \"{{ b }}\"\nc: ${{ d }}\ne: f{{ g }}\n"],
  ["a template at the value of a key", "a: {{ b }}\nc: [\n"], ["a template among keys", "a: b\n{{- if c }}\nd: e: f\n"], ["a template in a list", "- a\n- {{ b }}\n"], ["a template in brackets", "a: [b, {{ c }}]\n"], ["a template at the beginning", "# a\n{{ b }}\n  c: d\n"],
  ["letters beyond the alphabet", "naïve: 😀 x\n\"日本\": '本'\n"],
];

describe("is read as the grammar has it", () => {
  it.each(read)("%s", (_name, text) => {
    expect(readPlainly(text, 0, { text }, undefined)).toBeDefined();
    expect(told(text)).toEqual(byGrammar(text));
  });
});

describe("is left to the grammar", () => {
  const refused: readonly (readonly [name: string, text: string])[] = [
    ["nothing", ""], ["comments alone", "# a\n"], ["one word", "a"], ["an anchor", "a: &b c"], ["an alias", "a: *b"], ["a tag", "a: !b c"], ["an explicit key", "? a\n: b"], ["a directive", "%YAML 1.2\n---\na: b"], ["an end mark", "a: b\n...\n"],
    ["a tab for indentation", "a:\n\tb: c"], ["Windows line ends", "a: b\r\n"], ["a template in quotes that stay open", "a: \"{{ b }}\nc: \""], ["a template where no node begins", "a: b {{ c }}\n\t"], ["a key on two lines", "a\n  b: c"], ["a mapping behind a key", "a: b: c"], ["a list behind a key", "a: - b"], ["a key without a value", "a: b\nc\n"],
    ["a shallow entry", "a:\n    b: c\n  d: e"], ["a quote that stays open", "a: 'b\nc: d\n"], ["a bracket that stays open", "a: [b\nc: d\n"], ["an unknown escape", "a: \"\\q\""], ["a shallow line of a block", "a: |\n   b\n  c\nd: e"], ["a block with a depth of its own", "a: |2\n   b"],
    ["words whose depth is told by a comment above", "a:\n\n# b\n   c\n  d\n"], ["a key in brackets", "[a]: b"], ["a comment in brackets", "a: [b, # c\n  d]"], ["a document on the line of its mark", "--- a"], ["an indented document", " a: b"], ["too deep a text", "- ".repeat(130) + "a"], ["a forbidden character", "a: \u0000"],
  ];
  it.each(refused)("%s", (_name, text) => {
    expect(readPlainly(text, 0, { text }, undefined)).toBeUndefined();
    expect(told(text)).toEqual(byGrammar(text));
  });
});

describe("changed at random", () => {
  it.each(read)("%s", (_name, text) => {
    let count = 0;
    for (let seed = 1; seed <= 80; seed++) {
      const random = seeded(seed);
      const changed = mutated(mutated(text, random), random);
      if (readPlainly(changed, 0, { text: changed }, undefined)) count++;
      expect(told(changed), changed).toEqual(byGrammar(changed));
    }
    expect(count).toBeGreaterThan(0);
  });
});

it("tells places in the text around, and from a base that is given", () => {
  const source = { text: "x: y\na: [b]\n" };
  const base = { source, offset: 2 };
  const [document] = parseYaml("a: [b]\n", 5, source, base).documents;
  expect(document?.base).toBe(base);
  expect(document?.root?.kind === "mapping" && document.root.entries.map(({ start, end, keyAt, value }) => [start, end, keyAt.end, value.start])).toEqual([[5, 11, 6, 8]]);
});

function told(text: string): unknown {
  const tree = parseYaml(text);
  return [shown(tree), tree.depth];
}

function byGrammar(text: string): unknown {
  const tree = parseByGrammar(text);
  return [shown(tree), tree.depth];
}

const pieces = ["a", "b c", ":", ": ", " ", "  ", "-", "- x", "\n", "\n\n", "\n  ", "\n    k: v\n", "\"", "'", "#", " # c", "[", "]", "{", "}", "|", "|\n", ">-\n  ", ",", "?", "!", "&", "---\n", "\n---\n", "x: |+\n  a\n\n\n", "[a, {b: c}]", "~", "k:\n- y\n- z\n", "-\n", "k: # c\n", "\t", "...\n"];

function mutated(text: string, random: Random): string {
  const at = Math.floor(random() * (text.length + 1));
  return random() < 0.25 ? text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 4)) : text.slice(0, at) + pick(random, pieces) + text.slice(at);
}
