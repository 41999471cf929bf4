/** Judges a literal by itself: does it look issued by a machine, typed by a person, or like no secret at all? */
import { defaultCredentials, descriptiveWords, digestStarts, documentedParts, placeholderMarks, referenceStarts, sealedStarts, tokenPlaceholderMarks } from "../knowledge/worthless-values.ts";
import { fillerWords } from "../knowledge/secret-words.ts";
import { decodeBase64 } from "./base64.ts";
import { wordsOf } from "./names.ts";

/**
 * `random`: issued by a machine. `mixed`: letters with digits or symbols, as people make passwords. `word`: letters only.
 * `default`: a credential everybody knows. `uuid`: random, but mostly an identifier. `placeholder`: says it is not real.
 * `nothing`: a reference, prose, a path, a selector, a digest or a repetition of the name.
 */
export type ValueKind = "random" | "mixed" | "word" | "default" | "uuid" | "placeholder" | "nothing";

const longestValue = 4096;
const hole = "\uFFFC";
const isUuid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;

export function judgeValue(value: string, nameWords: readonly string[]): ValueKind {
  if (value.length < 3 || value.length > longestValue || value.includes(hole)) return "nothing";
  if (isDocumented(value)) return "placeholder";
  const lower = value.toLowerCase();
  if (sealedStarts.test(value) || /(?:\\x[0-9a-f]{2}){4}/i.test(value)) return "nothing"; // sealed, or spelled out byte by byte
  if (isSalt(value) || isSymbolSoup(value)) return "random";
  if (isReference(value) || isProse(value)) return "nothing";
  if (isUuid.test(value)) return isSequential(lower) || distinct(lower) < 6 ? "placeholder" : "uuid";
  if (distinct(lower) <= 2) return "placeholder";
  if (repeatsName(value, nameWords)) return "nothing";
  if (defaultCredentials.has(lower) || isDisguisedDefault(lower)) return "default";
  if (isSequential(lower)) return "placeholder";
  if (isEncodedProse(value)) return "placeholder";
  if (isRandom(value)) return tokenPlaceholderMarks.test(value) ? "placeholder" : "random";
  if (placeholderMarks.test(value)) return "placeholder";
  if (isPlain(value)) return "nothing";
  return /[0-9]|[^A-Za-z0-9\u0080-\uffff_.\- ]/.test(value) ? "mixed" : "word";
}

/** Words in base64, which no machine issues. */
function isEncodedProse(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{16,400}={0,2}$/.test(value)) return false;
  const decoded = decodeBase64(value);
  return /^[\x20-\x7e]+$/.test(decoded) && decoded.split(" ").length > 2;
}

/** True for a well-known default, also where the name alone would explain the value (`POSTGRES_PASSWORD: password`). */
export function isDefaultCredential(value: string): boolean {
  return defaultCredentials.has(value.toLowerCase()) || /^change[-_]?(?:me|this|it)/i.test(value);
}

const disguised: Readonly<Record<string, string>> = { "@": "a", "4": "a", $: "s", "5": "s", "0": "o", "3": "e", "1": "i", "!": "i" };

/** `p@$$w0rd1!` is as well known as `password`. */
function isDisguisedDefault(lower: string): boolean {
  const plain = lower.replace(/[0-9!@#$%^&*._-]{0,6}$/, "").replace(/[@$!0-9]/g, (sign) => disguised[sign] ?? sign);
  return plain === "password" || plain === "passw0rd" || plain === "letmein";
}

export function isDocumented(value: string): boolean {
  return documentedParts.some((part) => value.includes(part)) || (value.startsWith("eyJ") && isSampleJwt(value));
}

/** The claims of tutorials: `{"sub": "1234567890", "name": "John Doe"}`. */
function isSampleJwt(value: string): boolean {
  const claims = decodeBase64(value.slice(0, 2000).split(".")[1] ?? "");
  return /"sub"\s*:\s*"?(?:1234567890|[a-z]+@example\.|johndoe|user_?id|testuser)|John Doe|Jane Doe|example\.(?:com|org)|"(?:some|foo|hello)"\s*:/i.test(claims);
}

/** A template, a format, a selector, a path, a URL, an address, an expression: something that stands for a value. */
export function isReference(value: string): boolean {
  if (referenceStarts.test(value) || digestStarts.test(value)) return true;
  if (/\$\{[^}>]{1,200}\}|\$\([^)]{1,200}\)|\{\{[\w.$ |"'()-]{1,200}\}\}|<%|%>|#\{[^}]{1,200}\}|%\([a-z_]+\)s|%[sdvq](?![A-Za-z0-9])|^%s|<[A-Za-z][^<>]{0,60}>|\{[A-Za-z_][\w.]{1,40}\}|^\{.{0,60}\}$|@@|\[[A-Za-z-]{1,30}[~^$|*]?=/.test(value)) return true;
  if (/^[:?.#][A-Za-z_-]+$|^\?$|^@[A-Za-z_.]+@?$|^%[A-Za-z_]+%$|^\[[^\]]{0,80}\]$|^\/[a-z0-9_.-]+(?:\/|$)|^(?:\.{1,2}|~)\/|^[A-Za-z]:[\\/]|^\/\/|^--?[a-z]/.test(value)) return true;
  if (/^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(value) || /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$/.test(value)) return true;
  if (/\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|env|conf|cfg|ini|properties|toml|xml|pub|gpg|asc|html?|php|py|js|ts|css|png|svg|log|db|md|sh|keystore)$/i.test(value)) return true;
  if (/^[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*\s*[([].*[)\]];?$/.test(value)) return true; // a call or a lookup written as text
  if (/^(?:[a-z][a-z0-9-]{0,40}\.){1,5}[a-z]{2,10}\/[A-Za-z][A-Za-z./_-]{2,100}$/.test(value)) return true; // an annotation or an import: `acme.io/sync-wave`
  if (/^[a-z]+\/[a-z0-9.+-]+$/.test(value) || /^v?[0-9]+(?:\.[0-9]+){1,3}(?:[-+.][\w.]+)?$/.test(value)) return true; // media types, versions
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}|^[0-9]{1,2}:[0-9]{2}|^[0-9]{1,3}(?:px|ms|em|rem|s|m|h|d|kb|mb|gb|%)$/i.test(value)) return true;
  return /^(?:[A-Za-z][A-Za-z_]*\.)+[A-Za-z_]+$/.test(value) || /^[a-z0-9_-]+(?:\/[a-z0-9_.-]+){2,}$/.test(value) || /\\[dwsbDWS][+*{]|\(\?[:=!<]|\[a-z/i.test(value);
}

/** Many kinds of symbols whose brackets do not match: code, patterns and templates nest, what a password manager makes does not. */
function isSymbolSoup(value: string): boolean {
  return value.length >= 12 && value.length <= 200 && !/\s|:\/\//.test(value) && /[A-Za-z0-9]/.test(value) && new Set(value.match(/[^A-Za-z0-9]/g)).size >= 6 && !isNested(value);
}

function isNested(value: string): boolean {
  const open: string[] = [];
  for (const character of value) {
    if ("([{".includes(character)) open.push(character);
    else if (")]}".includes(character) && open.pop() !== "([{"[")]}".indexOf(character)]) return false;
  }
  return open.length === 0;
}

/** Long runs of every kind of character, spaces included, as generators of salts and keys for settings files make them. */
export function isSalt(value: string): boolean {
  return value.length >= 32 && value.length <= 200 && !value.includes("://") && /[0-9]/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && new Set(value.match(/[^A-Za-z0-9\s]/g)).size >= 8 && (value.match(/\s/g) ?? []).length < value.length / 12;
}

function isProse(value: string): boolean {
  if (/\s/.test(value)) return true;
  return /^[^A-Za-z0-9]*$/.test(value) && !/[\u0080-\uffff]/.test(value) ? true : /[\u0400-\uffff]/.test(value) && !/[0-9]/.test(value);
}

/** The value only says again what the name says: `PASSWORD = "Password"`, `token: "access-token"`. */
function repeatsName(value: string, nameWords: readonly string[]): boolean {
  if (value.length > 60) return false;
  const words = wordsOf(value);
  if (words.length === 0) return false;
  const squeezed = words.join("");
  if (squeezed === nameWords.join("") || words.every((word) => nameWords.includes(word))) return true;
  if (/[0-9!@#$%^&*]/.test(value)) return false;
  return words.length > 1 ? words.every((word) => nameWords.includes(word) || fillerWords.has(word)) : descriptiveWords.has(squeezed) && !defaultCredentials.has(squeezed);
}

/** Identifiers and words that forms, schemas and enumerations use. */
function isPlain(value: string): boolean {
  if (descriptiveWords.has(value.toLowerCase())) return true;
  if (/^(?:[HREP]S(?:256|384|512)|EdDSA)$/.test(value)) return true; // how a token is signed
  if (/^[A-Z][A-Z]*(?:_[A-Z0-9]+)+$/.test(value)) return true; // the name of a variable or a constant
  return /^[a-z]+(?:[-_][a-z]+){2,}$/i.test(value) && value.length > 24;
}

/** Runs of neighbours (`abcdef`, `12345`) make up most of it. */
export function isSequential(lower: string): boolean {
  const plain = lower.replace(/[^a-z0-9]/g, "");
  if (plain.length < 4) return false;
  const letters = plain.replace(/[0-9]/g, "");
  return stepsBySingles(plain) > 0.6 || (letters.length >= 10 && letters.length < plain.length && stepsBySingles(letters) > 0.8); // `a1b2c3d4e5`
}

/** The share of characters that are the next, the same or the previous of the one before. */
function stepsBySingles(plain: string): number {
  let steps = 0;
  for (let at = 1; at < plain.length; at++) {
    const step = plain.charCodeAt(at) - plain.charCodeAt(at - 1);
    if (step === 1 || step === -1 || step === 0) steps++;
  }
  return steps / (plain.length - 1);
}

/** As random as a token's body of exact shape should be; lenient, since the shape already speaks. */
export function isTokenBody(body: string): boolean {
  if (isDocumented(body) || tokenPlaceholderMarks.test(body)) return false;
  const lower = body.toLowerCase();
  return distinct(lower) >= Math.min(8, Math.ceil(body.length / 3)) && !isSequential(lower) && !/(.)\1{6}/.test(body);
}

/** Issued by a machine: long enough, evenly spread, and not made of words. */
export function isRandom(value: string): boolean {
  if (value.length < 16 || value.length > longestValue || !/^[A-Za-z0-9+/=_.~:-]+$/.test(value)) return false;
  const entropy = shannon(value);
  if (/^(?:0x)?[0-9a-f]+$/i.test(value)) return /[0-9]/.test(value) && /[a-f]/i.test(value) && entropy >= 2.9;
  if (entropy < 3.2) return false;
  const likeWords = wordiness(value);
  const isTwoCased = /[a-z]/.test(value) && /[A-Z]/.test(value);
  if (!/[0-9]/.test(value)) return value.length >= 20 ? likeWords < 0.5 && (entropy > 3.6 || isTwoCased) : likeWords < 0.35 && isTwoCased;
  return likeWords < 0.58 && switches(value) / value.length > 0.16;
}

export function distinct(value: string): number {
  return new Set(value).size;
}

/** Bits per character. */
export function shannon(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** The pairs of letters that running English and identifiers are mostly made of. */
const commonPairs = new Set(
  `th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur me ne co ro ec io ic ch ll be ma el us ce om ly li ri la ho no lo ai ol ta il ss ee tr ge un di ut so em wi pe
  ac ad am ap ar ck ct da do ey ag ap ca cr cl cu fi fo fr ga id ie if im ir iv ke ki mo mp na ns oo op ot ow pa pl po pr qu rd rs rt ru sc sh sp su tu ty up ul ue up vi wa wh wo ay ag ei gh ks sk sw ym ds ls ms os rm rn ry ts ub ug ui ya yp`.split(/\s+/),
);

/** Share of letter pairs that are common in words: about 0.8 in words, 0.3 in random text. */
function wordiness(value: string): number {
  let pairs = 0;
  let common = 0;
  for (const run of value.match(/[A-Z]?[a-z]{2,}|[A-Z]{2,}/g) ?? []) {
    for (let at = 1; at < run.length; at++) {
      pairs++;
      if (commonPairs.has((run[at - 1] ?? "").toLowerCase() + (run[at] ?? "").toLowerCase())) common++;
    }
  }
  return pairs < 3 ? 0 : common / pairs;
}

/** How often the kind of character changes: lower, upper, digit, other. */
function switches(value: string): number {
  let count = 0;
  let previous = -1;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    const kind = code >= 48 && code <= 57 ? 0 : code >= 65 && code <= 90 ? 1 : code >= 97 && code <= 122 ? 2 : 3;
    if (kind !== previous) count++;
    previous = kind;
  }
  return count;
}
