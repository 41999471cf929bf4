/** Tells of most patterns that a text holds none of them, without looking for each: by which three characters, and which four, stand beside each other in it. */
import { and, needsOf, plainCharacters, plainOf, shortest } from "./pattern-words.ts";

const bits = 6; // enough for all plain characters
const threes = 1 << (3 * bits);

/** By code: a number for all characters that are not told apart. */
const classes = Uint8Array.from({ length: 128 }, (_, code) => plainCharacters.indexOf(plainOf(String.fromCharCode(code))));

/** Of the text that was read last, which are those of its number; a scan asks many patterns of one text. One for each three characters, then one for many fours. */
const marks = new Uint8Array(2 * threes);
let last: string | undefined;
let number = 0;
const lastNumber = 255;

/** False only where the pattern matches nowhere in the text. */
export function mayMatch(pattern: RegExp, text: string): boolean {
  const needs = marksOf(pattern);
  if (needs.length === 0) return true;
  if (last !== text) read(text);
  for (const words of needs) if (!isAnyThere(words)) return false;
  return true;
}

/** As the pattern's own test, which is spared most texts that say nothing. */
export function says(pattern: RegExp, text: string): boolean {
  return mayMatch(pattern, text) && pattern.test(text);
}

/** Tells which of the words a text may hold, by their places in the list. */
export function lookingFor(words: readonly string[]): (text: string) => readonly number[] {
  const marked = words.map((word) => [marksOfWord([...word].map(plainOf).join(""))]);
  return (text) => {
    if (last !== text) read(text);
    const found: number[] = [];
    for (let index = 0; index < marked.length; index++) if (isAnyThere(marked[index] ?? [])) found.push(index);
    return found;
  };
}

function read(text: string): void {
  last = text;
  if (number === lastNumber) marks.fill(0);
  number = (number % lastNumber) + 1;
  let key = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    key = ((key << bits) | (code < 128 ? (classes[code] ?? 0) : 0)) & fourCharacters;
    marks[key & (threes - 1)] = number;
    marks[threes + four(key)] = number;
  }
}

function isAnyThere(words: readonly Uint32Array[]): boolean {
  for (const word of words) {
    let at = 0;
    while (at < word.length && marks[word[at] ?? 0] === number) at++;
    if (at === word.length) return true;
  }
  return false;
}

const known = new WeakMap<RegExp, readonly (readonly Uint32Array[])[]>();

/** Of each list one word has to be there, with all its marks. */
function marksOf(pattern: RegExp): readonly (readonly Uint32Array[])[] {
  let needs = known.get(pattern);
  if (!needs) known.set(pattern, (needs = needsOf(pattern).map((words) => words.map(marksOfWord))));
  return needs;
}

/** Those that are rarest come first: of more characters, and of ends of words. */
function marksOfWord(word: string): Uint32Array {
  return Uint32Array.from(word.split(and).flatMap((part) => [...keysOf(part, 4).map((key) => threes + four(key)), ...(part.length > 4 ? [] : keysOf(part, shortest))]));
}

function keysOf(word: string, length: number): number[] {
  return Array.from({ length: Math.max(0, word.length - length + 1) }, (_, at) => keyOf(word.slice(at, at + length))).reverse();
}

function keyOf(characters: string): number {
  return [...characters].reduce((key, character) => (key << bits) | plainCharacters.indexOf(character), 0);
}

const fourCharacters = (1 << (4 * bits)) - 1;

/** Spreads four characters over as many marks as there are for three. */
function four(key: number): number {
  return (key ^ (key >>> 5) ^ (key >>> 13)) & (threes - 1);
}
