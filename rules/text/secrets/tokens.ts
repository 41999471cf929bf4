/** Finds credentials by their own shape: provider tokens, private keys, privileged JSON web tokens. One pass over the text. */
import type { Span } from "../../api.ts";
import { clouds, forges, infixTokens, models, services, type ProviderToken } from "../knowledge/providers.ts";
import { business, observability, payments } from "../knowledge/providers-business.ts";
import { encodedTokenAt, webTokenAt } from "./web-tokens.ts";
import { encodedKeyAt, findKeyNumbers, privateKeyAt, puttyKeyAt } from "./private-keys.ts";
import { isDocumented, isRandom, isTokenBody } from "./values.ts";

export interface FoundToken {
  readonly at: Span;
  /** As a person would say it: `GitHub token`. */
  readonly name: string;
  readonly variable: string;
  readonly isTestMode: boolean;
  /** What it opens is not known: it may have expired, or open nothing. */
  readonly isUncertain?: boolean;
  /** A block over several lines, of which `at` is the first. */
  readonly isBlock: boolean;
}

type Detector = { readonly start: string; readonly token: ProviderToken };

/** By the first two characters of the literal start. */
const byStart = new Map<number, Detector[]>();
/** First characters that can begin a token, by code. */
const canStart = new Uint8Array(128);

for (const token of [...clouds, ...forges, ...models, ...services, ...payments, ...business, ...observability]) {
  for (const start of token.starts) {
    const key = start.charCodeAt(0) * 128 + start.charCodeAt(1);
    const detectors = byStart.get(key) ?? [];
    detectors.push({ start, token });
    byStart.set(key, detectors);
    canStart[start.charCodeAt(0)] = 1;
  }
}

const dash = 45;
const lowerE = 101;
const upperL = 76;
const upperP = 80;
const upperZ = 90;
canStart[upperL] = canStart[upperP] = canStart[upperZ] = 1;

export function findTokens(text: string): FoundToken[] {
  const found: FoundToken[] = [];
  let wasWord = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isWord = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
    if (code < 128 && (canStart[code] === 1 || code === dash || code === lowerE) && (!wasWord || followsEscape(text, at))) {
      const token = tokenAt(text, at, code);
      if (token) {
        found.push(token);
        at = Math.max(at, token.at.end - 1);
        wasWord = true;
        continue;
      }
    }
    wasWord = isWord;
  }
  for (const token of [...findInfixTokens(text), ...findKeyNumbers(text)]) if (!found.some((other) => other.at.start < token.at.end && token.at.start < other.at.end)) found.push(token);
  return found;
}

/** `\n`, `%3D`, `\u003d`: the character before belongs to an escape, so it is a boundary. */
function followsEscape(text: string, at: number): boolean {
  if (at >= 2 && text.charCodeAt(at - 2) === 92) return /[nrt]/.test(text.charAt(at - 1));
  if (at >= 3 && text.charCodeAt(at - 3) === 37) return /^[0-9A-F]{2}$/i.test(text.slice(at - 2, at));
  return at >= 6 && text.charCodeAt(at - 6) === 92 && /^\\u00[0-9a-f]{2}$/i.test(text.slice(at - 6, at));
}

function tokenAt(text: string, at: number, code: number): FoundToken | undefined {
  if (code === dash) return text.startsWith("-----BEGIN ", at) && text.charCodeAt(at - 1) !== dash ? privateKeyAt(text, at) : undefined;
  const webToken = code === lowerE && text.startsWith("eyJ", at) ? webTokenAt(text, at) : undefined;
  if (webToken) return webToken;
  if (code === upperZ && text.startsWith("ZXlK", at)) return encodedTokenAt(text, at);
  if (code === upperP && text.startsWith("PuTTY-User-Key-File-", at)) return puttyKeyAt(text, at);
  if (code === upperL && text.startsWith("LS0tLS1CRUdJTi", at)) return encodedKeyAt(text, at);
  for (const { start, token } of byStart.get(code * 128 + text.charCodeAt(at + 1)) ?? []) {
    if (!text.startsWith(start, at) || isInside(text, at, start, token)) continue;
    token.shape.lastIndex = at;
    const match = token.shape.exec(text);
    if (!match) continue;
    const secret = match[1] ?? match[0];
    const from = at + match[0].lastIndexOf(secret);
    const body = match[1] ?? secret.slice(start.length);
    if (!isTokenBody(telling(body)) || isDocumented(secret) || ((start.length < 4 || token.isWordy) && !isRandomBody(body))) continue;
    if (isPublicWebKey(secret, text)) continue;
    return { at: { start: from, end: from + secret.length }, name: token.name, variable: token.variable, isTestMode: token.isTestMode ?? false, isBlock: false };
  }
  return undefined;
}

/** In the middle of something longer: a short start after a sign of base64, a word after an underscore. */
function isInside(text: string, at: number, start: string, token: ProviderToken): boolean {
  const before = text.charAt(at - 1);
  return (token.isWordy === true && before === "_") || (start.length <= 4 && (before === "+" || (before === "/" && start.length < 4)));
}

/** Of a token in parts only the last is drawn at random; numbers of accounts and spaces before it may well be sequences. */
function telling(body: string): string {
  const last = body.slice(body.lastIndexOf("-") + 1);
  return last.length >= 10 && last.length < body.length ? last : body;
}

/** A short start proves little: the rest has to be plainly random. */
function isRandomBody(body: string): boolean {
  return isRandom(body.replace(/[^A-Za-z0-9]/g, ""));
}

/** Keys that browsers get are meant to be published: PostHog's project keys, Google's in Firebase's web, Android and Apple configuration. */
export function isPublicWebKey(value: string, text: string): boolean {
  if (value.startsWith("phc_")) return true;
  return value.startsWith("AIza") && /authDomain|firebaseapp\.com|"mobilesdk_app_id"|GOOGLE_APP_ID|firebaseConfig|maps\.googleapis\.com\/maps\/api\/js|youtubei\/v1/.test(text);
}

const longestWord = 300;

function findInfixTokens(text: string): FoundToken[] {
  const found: FoundToken[] = [];
  for (const token of infixTokens) {
    let from = 0;
    for (let hit = text.indexOf(token.infix); hit >= 0; hit = text.indexOf(token.infix, from)) {
      const at = wordAround(text, hit);
      from = Math.max(at.end, hit + token.infix.length); // one try a word keeps this linear
      const word = text.slice(at.start, at.end);
      const shifted = word.startsWith("bot") ? 3 : 0;
      if (!token.shape.test(word) || !isTokenBody(word)) continue;
      found.push({ at: { start: at.start + shifted, end: at.end }, name: token.name, variable: token.variable, isTestMode: false, isBlock: false });
    }
  }
  return found;
}

function wordAround(text: string, hit: number): Span {
  let start = hit;
  let end = hit;
  while (start > 0 && hit - start < longestWord && /[A-Za-z0-9_~.:-]/.test(text.charAt(start - 1))) start--;
  while (end < text.length && end - hit < longestWord && /[A-Za-z0-9_~.:-]/.test(text.charAt(end))) end++;
  return { start, end };
}
