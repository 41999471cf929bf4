/** Where words begin that a secret or what stands around it may begin with: one pass over a text, for all that ask. */
import { handedOver, optionPasswords } from "../knowledge/command-passwords.ts";
import { clouds, forges, models, services } from "../knowledge/providers.ts";
import { business, observability, payments } from "../knowledge/providers-business.ts";

/**
 * By who asks. The case of letters does not count, and of a word no more than its first four characters do: a place where one may begin is
 * only worth a look. Before each stands no letter or digit, or an escape that ends in one.
 */
const words = {
  token: [...[...clouds, ...forges, ...models, ...services, ...payments, ...business, ...observability].flatMap(({ starts }) => starts), "eyJ", "ZXlK", "LS0tLS1CRUdJTi", "PuTTY-User-Key-File-", "-----BEGIN "],
  curl: ["curl"],
  option: ["pass", "db-password", "dbpassword", "api-key", "apikey", "token", "secret", "client", "access", "auth"],
  tool: optionPasswords.flatMap(({ words }) => words),
  statement: handedOver.flatMap(({ words }) => words),
  keyed: ["pass", "pwd", "user password", "api", "access", "auth", "client", "secret", "account", "shared", "token", "key"],
  header: ["x-", "private-", "job-", "dd-", "circle-", "ocp-", "api-key"],
} as const;

export type Beginning = keyof typeof words;

type Places = Readonly<Record<Beginning, readonly number[]>>;

const letters = 26;
const digit = 27;
const classCount = 32;
const shortest = 2;
const none: readonly Beginning[] = [];
const longestEscape = 6;
const [percent, hyphen, upperB, upperU, backslash, lowerN, lowerR, lowerT, lowerU] = [37, 45, 66, 85, 92, 110, 114, 116, 117];

/** Beside the class: of no word. */
const bound = 32;

/** Both cases of a letter are of one class, and so is all that no word is told by. */
const classes = new Uint8Array(128).fill(bound);
for (let letter = 0; letter < letters; letter++) classes[65 + letter] = classes[97 + letter] = letter + 1;
for (let code = 48; code < 58; code++) classes[code] = digit;
for (const [index, sign] of ["-", "_", ".", " "].entries()) classes[sign.charCodeAt(0)] = bound + digit + 1 + index;

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (classes[code] ?? 0) & 31 : 0;
}

/** By the classes of the first three characters: a bit for each class that the fourth may be of. */
const fourth = new Uint32Array(classCount ** 3);
/** By the classes of a word's first characters, of four or of all that it has. */
const askers = new Map<number, readonly Beginning[]>();

for (const asker of Object.keys(words) as Beginning[]) for (const word of words[asker]) enter(word, asker);

function enter(word: string, asker: Beginning): void {
  const length = Math.min(4, word.length);
  const key = keyAt(word, 0, length);
  const known = askers.get(key) ?? [];
  if (!known.includes(asker)) askers.set(key, [...known, asker]);
  const behind = classCount ** (4 - length);
  const first = key * behind;
  for (let one = first; one < first + behind; one++) fourth[one >> 5] = (fourth[one >> 5] ?? 0) | (1 << (one & 31));
}

/** Words of several lengths have different keys, for none begins with what has no class. */
function keyAt(text: string, at: number, length: number): number {
  let key = 0;
  for (let next = at; next < at + length; next++) key = key * classCount + classAt(text, next);
  return key;
}

/** Words that begin a little behind `to` are among them: what begins with them may begin with what stands before. */
const beyond = 3;

let last: { readonly text: string; readonly from: number; readonly to: number; readonly places: Places } | undefined;

/** In ascending order. All scans of a text ask for the same stretch of it, one after the other. */
export function beginningsIn(text: string, from: number, to: number, asker: Beginning): readonly number[] {
  if (last?.text !== text || last.from !== from || last.to !== to) last = { text, from, to, places: placesIn(text, from, to) };
  return last.places[asker];
}

function placesIn(text: string, from: number, to: number): Places {
  const places: Record<Beginning, number[]> = { token: [], curl: [], option: [], tool: [], statement: [], keyed: [], header: [] };
  const { begun, escapes } = looks(text, from, Math.min(text.length, to + beyond + 3)); // nothing that is looked for is shorter than four characters
  for (const at of begun) enterPlace(places, text, at);
  let isInOrder = true;
  for (const escape of escapes) {
    const at = behindEscape(text, escape);
    if (at < from || at >= to + beyond) continue;
    enterPlace(places, text, at);
    isInOrder = false;
  }
  if (!isInOrder) for (const list of Object.values(places)) list.sort((a, b) => a - b);
  return places;
}

/** All that is done for each character of a text, and therefore nothing else: where a word that may be one begins, and where an escape does. */
function looks(text: string, from: number, to: number): { readonly begun: readonly number[]; readonly escapes: readonly number[] } {
  const begun: number[] = [];
  const escapes: number[] = [];
  for (let at = Math.max(0, from - longestEscape); at < from; at++) if (isEscape(text.charCodeAt(at))) escapes.push(at);
  let key = 0; // of the last four characters
  let bounds = from > 0 && !isBound(text.charCodeAt(from - 1)) ? 0 : 1; // a bit for each character, set where it is of no word
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    const one = code < 128 ? (classes[code] ?? bound) : bound;
    key = ((key << 5) | (one & 31)) & 0xfffff;
    bounds = (bounds << 1) | (one >> 5);
    if ((((fourth[key >> 5] ?? 0) >>> (key & 31)) & (bounds >> 4) & 1) !== 0) begun.push(at - 3);
    if (isEscape(code)) escapes.push(at);
  }
  return { begun, escapes };
}

function enterPlace(places: Record<Beginning, number[]>, text: string, at: number): void {
  if (text.charCodeAt(at) === hyphen && text.charCodeAt(at + 5) !== upperB) return; // a rule drawn of hyphens
  for (let length = shortest; length <= 4; length++) for (const asker of askers.get(keyAt(text, at, length)) ?? none) if (places[asker].at(-1) !== at) places[asker].push(at);
}

function isBound(code: number): boolean {
  return code >= 128 || (classes[code] ?? bound) >= bound;
}

/** Whether the character before belongs to an escape, so that here is a boundary: `\n`, `%3D`, `\u003d`. */
export function followsEscape(text: string, at: number): boolean {
  return [2, 3, 6].some((length) => at >= length && behindEscape(text, at - length) === at);
}

/** Where the escape ends that begins at `at`, at a backslash or a percent sign; -1 if none does. */
function behindEscape(text: string, at: number): number {
  if (text.charCodeAt(at) === percent) return isHex(text, at + 1) && isHex(text, at + 2) ? at + 3 : -1;
  if (text.charCodeAt(at) !== backslash) return -1;
  const next = text.charCodeAt(at + 1);
  if (next === lowerN || next === lowerR || next === lowerT) return at + 2;
  return (next === lowerU || next === upperU) && text.startsWith("00", at + 2) && isHex(text, at + 4) && isHex(text, at + 5) ? at + longestEscape : -1;
}

function isHex(text: string, at: number): boolean {
  const one = classAt(text, at);
  return one === digit || (one > 0 && one <= 6);
}

function isEscape(code: number): boolean {
  return code === backslash || code === percent;
}
