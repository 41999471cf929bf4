/** Weighs a literal against the name it is given to. */
import type { NamedString, NamedStringTest, TextScan } from "../../api.ts";
import type { FileNature } from "./files.ts";
import { decodeBase64 } from "./base64.ts";
import { boundTokenOf, mayBind, tokenBoundTo } from "./bound.ts";
import { readName, type SecretName } from "./names.ts";
import { movedString, patternScan } from "./scans.ts";
import { isDefaultCredential, isSalt, judgeValue, type ValueKind } from "./values.ts";

/** `issued`: looks like what a machine issues. `typed`: as people make passwords. `word`: letters only. `known`: everybody knows it. */
export type Weight = "issued" | "typed" | "word" | "known";

export interface WeighedString {
  readonly string: NamedString;
  readonly weight: Weight;
  /** What it is, where the name tells whose it is: `Datadog key`. */
  readonly issuer?: string;
}

/** `parts`: of one text, in order; a part that is the same list as before is not looked through again. */
export function* weighNamedStrings(parts: readonly (readonly NamedString[])[], nature: FileNature): Iterable<WeighedString> {
  let all: readonly NamedString[] | undefined;
  let start = 0;
  for (const part of parts) {
    for (const { index, string, issuer, name } of suspects(part)) {
      const at = start + index;
      const weight = issuer !== undefined ? "issued" : name && weigh(name, string, nature, () => hasCompany((all ??= parts.flat()), at));
      if (weight) yield { string, weight, ...(issuer !== undefined && { issuer }) };
    }
    start += part.length;
  }
}

const longestKnown = 20_000;
const names = new Map<string, boolean>();

/** Holds of every string that weighs anything, in whatever file. */
export const suspicion: NamedStringTest = {
  isName(name) {
    let isKnown = names.get(name);
    if (isKnown === undefined) {
      if (names.size > longestKnown) names.clear();
      names.set(` ${name}`.slice(1), (isKnown = readName(name) !== undefined || mayBind(name))); // a piece of a text would keep all of it
    }
    return isKnown;
  },
  isValue(value, name) {
    if (value.length < 3) return false;
    if (tokenBoundTo(name, value)) return true;
    const words = readName(name)?.words;
    if (!words) return false;
    const kind = judgeValue(value, words);
    return (kind !== "nothing" && kind !== "placeholder") || isDefaultCredential(value) || isSalt(value) || isEncodedLogin(words, value);
  },
};

/** A string whose name alone makes it worth a look. */
interface Suspect {
  readonly index: number;
  readonly string: NamedString;
  readonly issuer?: string;
  readonly name?: SecretName;
}

const known = new WeakMap<readonly NamedString[], readonly Suspect[]>();

function suspects(part: readonly NamedString[]): readonly Suspect[] {
  let found = known.get(part);
  if (!found) known.set(part, (found = part.flatMap(suspect)));
  return found;
}

function suspect(string: NamedString, index: number): Suspect[] {
  if (string.value.length < 3) return [];
  const bound = boundTokenOf(string);
  if (bound) return [{ index, string, issuer: bound.name }];
  const name = readName(string.name);
  return name ? [{ index, string, name }] : [];
}

const fallback = /\$\{([A-Za-z_][A-Za-z0-9_]{0,80}):?[-=]([^${}"'`\s]{3,300})\}/g;

/** `${NAME:-value}`, as shells, compose files and many templates write a default. */
export const interpolationDefaults: TextScan<NamedString> = patternScan(fallback, movedString, (match, start) => {
  const name = match[1] ?? "";
  const value = match[2] ?? "";
  const end = start + match[0].length - 1;
  const at = { start: end - value.length, end };
  return { name, nameAt: { start: start + 2, end: start + 2 + name.length }, value, at, innerAt: at, how: "environment-default", whole: true };
}, "${");

function weigh(name: SecretName, string: NamedString, nature: FileNature, hasCompany: () => boolean): Weight | undefined {
  const value = judgeValue(string.value, name.words);
  if (name.kind === "vague" && name.words[name.words.length - 1] === "salt") return isSalt(string.value) ? "issued" : undefined;
  if (isEncodedLogin(name.words, string.value)) return "typed";
  const runsAsIs = nature.isDeployed || string.how === "environment-default";
  if (value === "nothing" || value === "placeholder") {
    const isInUse = runsAsIs || (string.how === "argument" && signedWith.test(string.name)) || (nature.isSettings && name.kind === "password" && hasCompany());
    return isInUse && name.kind !== "vague" && isDefaultCredential(string.value) ? "known" : undefined;
  }
  if (value === "default") return isDefaultBelievable(name, string, runsAsIs, hasCompany) ? "known" : undefined;
  if (value === "random" && name.kind === "password" && isStoredDigest(string, nature)) return undefined;
  if (value === "random") return isAddress(string.value) || (name.kind === "vague" && string.value.length < 20) ? undefined : "issued";
  if (!string.whole) return undefined; // half of a value proves nothing
  if (value === "uuid") return name.kind === "vague" ? undefined : "issued";
  if (!isTyped(name, value, string, runsAsIs, hasCompany)) return undefined;
  return value === "word" ? "word" : "typed";
}

/** Names of parameters, not of the author: the literal itself signs. */
const signedWith = /^(?:jwt|cookie)_secret$/;

/** `_auth` of npm and `auth` of Docker: a user name and a password in base64. */
function isEncodedLogin(words: readonly string[], value: string): boolean {
  if (words[words.length - 1] !== "auth" || !/^[A-Za-z0-9+/]{8,400}={0,2}$/.test(value)) return false;
  return /^[A-Za-z0-9_.@+-]{1,80}:[\x21-\x7e]{3,300}$/.test(decodeBase64(value));
}

function isDefaultBelievable(name: SecretName, string: NamedString, runsAsIs: boolean, hasCompany: () => boolean): boolean {
  if (runsAsIs) return name.kind !== "vague";
  if (string.how === "comparison") return false;
  return name.kind === "password" ? string.how !== "entry" || /[^A-Za-z]/.test(string.value.slice(0, 5)) || hasCompany() : name.kind === "secret" && string.how !== "entry";
}

function isTyped(name: SecretName, value: ValueKind, string: NamedString, runsAsIs: boolean, hasCompany: () => boolean): boolean {
  const text = string.value;
  const isMixed = value === "mixed" && /[A-Za-z\u00c0-\uffff][^]*[A-Za-z0-9\u00c0-\uffff]|[0-9][^]*[A-Za-z\u00c0-\uffff]/.test(text);
  if (name.kind === "password") {
    if (isMixed) return text.length >= 5;
    if (/^[0-9]+$/.test(text)) return text.length > 3 && (string.how !== "entry" || hasCompany());
    return isWordBelievable(text) && (string.how === "entry" ? hasCompany() : string.how !== "comparison") || (runsAsIs && isWordBelievable(text));
  }
  if (name.kind === "secret") {
    if (isMixed) return text.length >= 6 && /[0-9]/.test(text);
    return text.length >= 8 && string.how !== "entry" && string.how !== "comparison" && (/^[a-zA-Z]+$/.test(text) || (/^[a-zA-Z]+(?:[-_. ][a-zA-Z]+){1,5}$/.test(text) && ofSecrets.test(text)));
  }
  return name.kind === "token" && isMixed && text.length >= 12 && /^[A-Za-z0-9_.+/=-]+$/.test(text) && (text.match(/[0-9]/g) ?? []).length >= 3 && !/^[A-Za-z][A-Za-z._-]*[0-9]+$/.test(text);
}

/** Several words are a key only when they speak of one: `my-super-secret`; `permission-denied` is a code. */
const ofSecrets = /secret|key|super|random|private|token|insecure|pass|jwt|sign|crypt/i;

/** One word, as people choose them; several with separators are names of things. */
function isWordBelievable(text: string): boolean {
  return text.length >= 4 && /^[A-Za-z\u00c0-\u024f]+$/.test(text) && !/^[A-Z]+$/.test(text);
}

/** Rows of a user table in code: what stands under `password` there is its hash. Settings hold the password itself. */
function isStoredDigest({ value, how }: NamedString, nature: FileNature): boolean {
  return !nature.isSettings && !nature.isDeployed && (how === "entry" || how === "argument") && /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(value);
}

/** A public address on a block chain, not a key. */
function isAddress(value: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(value);
}

const companions = /user|login|email|e_mail|mail|host|server|database|dbname|dsn|account|uid|port|driver/i;
const reach = 5;
/** So many strings are looked at on each side at most: in a list of thousands of secrets each would look at all others. */
const farthest = 40;

/** A user name, host or database beside it: together they are a way in, not a form or a schema. */
function hasCompany(strings: readonly NamedString[], index: number): boolean {
  return isBeside(strings, index, -1) || isBeside(strings, index, 1);
}

/** Other secrets on the way do not count as steps: taking one of them out of the code must not bring another within reach. */
function isBeside(strings: readonly NamedString[], index: number, step: -1 | 1): boolean {
  for (let other = index + step, steps = 0; steps < reach && Math.abs(other - index) <= farthest; other += step) {
    const neighbour = strings[other];
    if (!neighbour) return false;
    if (readName(neighbour.name)) continue;
    if (companions.test(neighbour.name) && isPlainValue(neighbour.value)) return true;
    steps++;
  }
  return false;
}

function isPlainValue(value: string): boolean {
  return value.length > 0 && !/\s/.test(value) && !/^(?:string|text|email|number|integer|required|user(?:name)?|login)$/i.test(value);
}
