/** Changes that know a little of grammar, as people make them: blocks moved, nested and wrapped, names and literals changed, things typed letter by letter and undone. */
import { difference } from "../../server/engine/fix.ts";
import type { TextChange } from "../../server/engine/language.ts";
import { inborn } from "./hostile.ts";
import { change, pick, type Random } from "./mutations.ts";

/** The next changes, made one after the other as a single edit; `pool` is where pasted pieces come from, `before` what undoing goes back to. */
export type Rewrite = (random: Random, text: string, pool: string, before: string) => readonly TextChange[];

const wrappers: readonly (readonly [head: string, indent: string, tail: string])[] = [
  ["def made(self, request):\n", "    ", ""], ["async def made(request):\n", "    ", ""], ["class Made:\n", "    ", ""], ["if ready:\n", "    ", ""], ["try:\n", "    ", "except Exception:\n    pass\n"], ["for one in many:\n", "    ", ""], ["with open(name) as made:\n", "\t", ""], ["match made:\n  case 1:\n", "    ", ""],
  ["async function made() {\n", "  ", "}\n"], ["class Made {\n", "  ", "}\n"], ["export const made = () => {\n", "  ", "};\n"], ["try {\n", "  ", "} catch {}\n"], ["namespace Made {\n", "  ", "}\n"], ["<script>\n", "", "</script>\n"],
  ["made:\n", "  ", ""], ["- made:\n", "    ", ""], ["made: |\n", "  ", ""], ["RUN <<EOF\n", "", "EOF\n"], ["[made]\n", "", ""], ["{\n", "  ", "}\n"], ["\"\"\"\n", "", "\"\"\"\n"], ["/*\n", "", "*/\n"], ["---\n", "", "---\n"],
];

const literals = ["None", "null", "True", "false", "0", "-1", "1e400", "{}", "[]", "()", "...", "\"\"", "''", "\"latest\"", "\"Tr4ding!Places\"", "f\"{x!r:>{y}}\"", "b\"\\x00\"", "`${x}`", "/[/]/g", "**options", "*items", "x := 1", "lambda: 0", "() => 0", "${VALUE:-x}", "{{ value }}", "<<: *base", "&base", "!!binary", "\\u{1F600}", "ﬁ", "日本"];

const comments = ["# preship: ignore[python/request-without-timeout] reason\n", "// preship: ignore[javascript/request-without-timeout] reason\n", "# preship: ignore-file\n", "# preship: ignore[text/hardcoded-secret]\n", "<!-- preship: ignore[nothing] why -->\n", "# type: ignore\n", "# noqa\n", "// eslint-disable-next-line\n", "#!/usr/bin/env python2\n", "print \"two\"\n", "exec code in space\n", "%matplotlib inline\n", "!pip install pandas\n"];

const rewrites: readonly (readonly [weight: number, rewrite: Rewrite])[] = [
  [8, (random, text, pool) => [change(random, text, pool)]],
  [3, (random, text, pool) => { const first = change(random, text, pool); return [first, change(random, text.slice(0, first.at.start) + first.text + text.slice(first.at.end), pool)]; }],
  [2, moveBlock],
  [2, wrapBlock],
  [2, indentBlock],
  [2, renameOne],
  [1, renameAll],
  [2, otherLiteral],
  [1, (random, text) => [insertion(lineStart(text, place(random, text)), pick(random, comments))]],
  [2, pasteLines],
  [3, typeLetters],
  [2, (_random, text, _pool, before) => [difference(text, before)]],
  [1, (random, text) => toggleEndings(random, text)],
  [1, joinLines],
];
const weights = rewrites.reduce((sum, [weight]) => sum + weight, 0);

/** One edit of `text`, of any kind. */
export function rewrite(random: Random, text: string, pool: string, before: string): readonly TextChange[] {
  let left = random() * weights;
  for (const [weight, make] of rewrites) {
    left -= weight;
    if (left < 0) return make(random, text, pool, before);
  }
  return [change(random, text, pool)];
}

function place(random: Random, text: string): number {
  return Math.floor(random() * (text.length + 1));
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function nextLine(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 ? text.length : found + 1;
}

function insertion(at: number, text: string): TextChange {
  return { at: { start: at, end: at }, text };
}

/** A few whole lines. */
function block(random: Random, text: string): { readonly start: number; readonly end: number } {
  const start = lineStart(text, place(random, text));
  let end = start;
  for (let lines = 1 + Math.floor(random() * 6); lines > 0; lines--) end = nextLine(text, end);
  return { start, end };
}

function moveBlock(random: Random, text: string): readonly TextChange[] {
  const at = block(random, text);
  const rest = text.slice(0, at.start) + text.slice(at.end);
  return [{ at, text: "" }, insertion(lineStart(rest, place(random, rest)), text.slice(at.start, at.end))];
}

function wrapBlock(random: Random, text: string): readonly TextChange[] {
  const at = block(random, text);
  const [head, indent, tail] = pick(random, wrappers);
  const own = /^[ \t]*/.exec(text.slice(at.start, at.end))?.[0] ?? "";
  const body = text.slice(at.start, at.end).split("\n").map((line) => (line === "" ? line : indent + line)).join("\n");
  const around = (lines: string) => lines.split("\n").map((line) => (line === "" ? line : own + line)).join("\n");
  return [{ at, text: around(head) + body + around(tail) }];
}

function indentBlock(random: Random, text: string): readonly TextChange[] {
  const at = block(random, text);
  const isDeeper = random() < 0.5;
  const unit = pick(random, ["  ", "    ", "\t"]);
  return [{ at, text: text.slice(at.start, at.end).split("\n").map((line) => (isDeeper ? (line === "" ? line : unit + line) : line.startsWith(unit) ? line.slice(unit.length) : line)).join("\n") }];
}

function names(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(/[A-Za-z_]\w{1,40}/g)];
}

function renameOne(random: Random, text: string): readonly TextChange[] {
  const all = names(text);
  if (all.length === 0) return [insertion(0, "name")];
  const one = pick(random, all);
  return [{ at: { start: one.index, end: one.index + one[0].length }, text: random() < 0.2 ? pick(random, inborn) : pick(random, all)[0] }];
}

/** As a rename in an editor arrives: one change for each place, from the end to the start. */
function renameAll(random: Random, text: string): readonly TextChange[] {
  const all = names(text);
  if (all.length === 0) return [insertion(0, "name")];
  const [one, other] = [pick(random, all), pick(random, all)];
  return all.filter((found) => found[0] === one[0]).reverse().map((found) => ({ at: { start: found.index, end: found.index + found[0].length }, text: other[0] }));
}

function otherLiteral(random: Random, text: string): readonly TextChange[] {
  const all = [...text.matchAll(/"[^"\n]{0,60}"|'[^'\n]{0,60}'|\b\d+(?:\.\d+)?\b|\b(?:None|True|False|null|true|false)\b/g)];
  if (all.length === 0) return [insertion(place(random, text), pick(random, literals))];
  const one = pick(random, all);
  return [{ at: { start: one.index, end: one.index + one[0].length }, text: pick(random, literals) }];
}

function pasteLines(random: Random, text: string, pool: string): readonly TextChange[] {
  const at = block(random, pool);
  const start = lineStart(text, place(random, text));
  return [insertion(start, pool.slice(at.start, at.end))];
}

/** Some of a line, each letter a change of its own. */
function typeLetters(random: Random, text: string, pool: string): readonly TextChange[] {
  const start = lineStart(pool, place(random, pool));
  const typed = pool.slice(start, Math.min(nextLine(pool, start), start + 1 + Math.floor(random() * 30)));
  const at = random() < 0.5 ? lineStart(text, place(random, text)) : place(random, text);
  return Array.from(typed, (letter, index) => insertion(at + Array.from(typed).slice(0, index).join("").length, letter));
}

function toggleEndings(random: Random, text: string): readonly TextChange[] {
  const whole = { start: 0, end: text.length };
  if (random() < 0.5) return [{ at: whole, text: text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text.replaceAll("\n", "\r\n") }];
  return [{ at: whole, text: "" }, insertion(0, text)];
}

function joinLines(random: Random, text: string): readonly TextChange[] {
  const end = nextLine(text, place(random, text));
  return end === 0 || end > text.length || text[end - 1] !== "\n" ? [insertion(text.length, "\n")] : [{ at: { start: end - 1, end }, text: pick(random, ["", " ", "; ", " \\\n", ", "]) }];
}
