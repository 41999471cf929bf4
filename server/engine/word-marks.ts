/** Tells of most patterns that a text holds none of them, without looking for each: by which three characters stand beside each other in it. */
import { needsOf, plainOf } from "./pattern-words.ts";

const classCount = 32;
const plainCharacters = " abcdefghijklmnopqrstuvwxyz0-_=?";

/** By code: a number for all characters that are not told apart. */
const classes = Uint8Array.from({ length: 128 }, (_, code) => plainCharacters.indexOf(plainOf(String.fromCharCode(code))));

/** Of the text that was read last; a scan asks many patterns of one text. */
const marks = new Uint8Array(classCount ** 3);
let last: string | undefined;

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

function read(text: string): void {
  last = text;
  marks.fill(0);
  let key = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    key = ((key << 5) | (code < 128 ? (classes[code] ?? 0) : 0)) & 0x7fff;
    marks[key] = 1;
  }
}

function isAnyThere(words: readonly Uint16Array[]): boolean {
  for (const word of words) {
    let at = 0;
    while (at < word.length && marks[word[at] ?? 0] === 1) at++;
    if (at === word.length) return true;
  }
  return false;
}

const known = new WeakMap<RegExp, readonly (readonly Uint16Array[])[]>();

/** Of each list one word has to be there, with all its marks. */
function marksOf(pattern: RegExp): readonly (readonly Uint16Array[])[] {
  let needs = known.get(pattern);
  if (!needs) known.set(pattern, (needs = needsOf(pattern).map((words) => words.map(marksOfWord))));
  return needs;
}

function marksOfWord(word: string): Uint16Array {
  const found = Uint16Array.from({ length: word.length - 2 }, (_, at) => keyAt(word, at));
  return found.reverse(); // ends of words are rarer than beginnings
}

function keyAt(word: string, at: number): number {
  return [0, 1, 2].reduce((key, next) => (key << 5) | plainCharacters.indexOf(word.charAt(at + next)), 0);
}
