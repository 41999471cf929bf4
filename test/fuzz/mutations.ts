/** Texts as people leave them half-way: lines moved, brackets lost, pieces of other texts pasted in; the same for the same seed. */
import type { TextChange } from "../../server/engine/language.ts";

/** Numbers from 0 up to, not including, 1. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, list: readonly T[]): T {
  const one = list[Math.floor(random() * list.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}

const tokens = [
  "(", ")", "[", "]", "{", "}", "\"", "'", "\"\"\"", "`", "#", "//", "/*", "*/", ":", ",", ".", "=", "\\", "\n", "\r\n", "\r", "\t", "    ", " ", "😀", "\u0000", "\uFEFF", "\ud800", "${", "{{",
  "def f():\n", "class A:\n", "if x:\n", "else:", "async ", "await ", "import os\n", "from . import a\n", "return ", "lambda: ", "f'{", "=> {", "export ", "<div>", "- ", "&a ", "*a", "|\n", "---\n", "RUN ", "FROM ", "<<EOF\n", "\nEOF\n",
];

/** One change of `text`; `pool` is where pasted pieces come from. */
export function change(random: Random, text: string, pool: string): TextChange {
  const at = Math.floor(random() * (text.length + 1));
  const nextLine = (from: number) => { const found = text.indexOf("\n", from); return found < 0 ? text.length : found + 1; };
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const kind = random();
  if (kind < 0.3) return { at: { start: at, end: at }, text: pick(random, tokens) };
  if (kind < 0.45) return { at: { start: at, end: Math.min(text.length, at + 1 + Math.floor(random() * 4)) }, text: "" };
  if (kind < 0.55) return { at: { start: lineStart, end: nextLine(at) }, text: "" };
  if (kind < 0.65) return { at: { start: lineStart, end: lineStart }, text: text.slice(lineStart, nextLine(at)) };
  if (kind < 0.75) return { at: { start: lineStart, end: lineStart }, text: pick(random, ["    ", "\t", "  ", "# ", "// "]) };
  if (kind < 0.8) return bracketLost(random, text, at);
  if (kind < 0.97) return { at: { start: at, end: Math.min(text.length, at + Math.floor(random() * 20)) }, text: piece(random, pool, 60) };
  return { at: { start: at, end: Math.min(text.length, at + Math.floor(random() * text.length)) }, text: piece(random, pool, 600) };
}

function bracketLost(random: Random, text: string, from: number): TextChange {
  const found = text.slice(from).search(/[()[\]{}"'`:]/);
  const start = found < 0 ? text.length : from + found;
  return { at: { start, end: Math.min(text.length, start + 1) }, text: random() < 0.5 ? "" : pick(random, tokens) };
}

function piece(random: Random, pool: string, longest: number): string {
  const start = Math.floor(random() * pool.length);
  return pool.slice(start, start + Math.floor(random() * longest));
}

export function applied(text: string, changes: readonly TextChange[]): string {
  return changes.reduce((before, { at, text: inserted }) => before.slice(0, at.start) + inserted + before.slice(at.end), text);
}
