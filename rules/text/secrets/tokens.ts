/** Finds credentials by their own shape: provider tokens, private keys, privileged JSON web tokens. One pass over the text. */
import type { RuleContext, Span, TextFile, TextScan, TextStep } from "../../api.ts";
import { clouds, forges, infixTokens, models, services, type ProviderToken } from "../knowledge/providers.ts";
import { business, observability, payments } from "../knowledge/providers-business.ts";
import { beginningsIn, followsEscape } from "./beginnings.ts";
import { encodedTokenAt, webTokenAt } from "./web-tokens.ts";
import { encodedKeyAt, findKeyNumbers, keyNumberMarks, longestKey, privateKeyAt, puttyKeyAt } from "./private-keys.ts";
import { found, movedPlace } from "./scans.ts";
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

const issued = [...clouds, ...forges, ...models, ...services, ...payments, ...business, ...observability];

for (const token of issued) {
  for (const start of token.starts) {
    const key = start.charCodeAt(0) * 128 + start.charCodeAt(1);
    const detectors = byStart.get(key) ?? [];
    detectors.push({ start, token });
    byStart.set(key, detectors);
  }
}

const dash = 45;
const lowerE = 101;
const upperL = 76;
const upperP = 80;
const upperZ = 90;

/** Parts of many words and numbers: of tokens that begin so, and of those with a shorter start, the shape has to tell. */
const plainStarts: ReadonlySet<string> = new Set("test_ pat st. ser. 1//0 1000. pat. re_ ck_ 0/1 1/1 2/1 SG. 00D cs_ v1. v1.0- fnA t1. preview: dev: prod: api_ api- API- ATTA".split(" "));
const isPlain = ({ starts }: ProviderToken): boolean => starts.some((start) => start.length <= 2 || plainStarts.has(start));
const plainlyBegun = new RegExp(issued.filter(isPlain).map(({ shape }) => `(?:${shape.source})`).join("|"));
const tellingStart = new RegExp([...issued.filter((token) => !isPlain(token)).flatMap(({ starts }) => starts), "eyJ", "ZXlK", "LS0tLS1CRUdJTi", "PuTTY-User-Key-File-", "-----BEGIN "].map(escaped).join("|"));

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** False where it is known without a look at each word. */
function mayHoldTokens({ text }: TextFile, context: RuleContext): boolean {
  return context.mayMatch === undefined || context.mayMatch(tellingStart) || plainlyBegun.test(text);
}

export function findTokens(file: TextFile, context: RuleContext): FoundToken[] {
  const all = mayHoldTokens(file, context) ? found(allTokens, file, context) : [];
  const tokens = [...(all.some(({ at }) => file.text.startsWith("AIza", at.start)) && isForWeb(file, context) ? found(withoutWebKeys, file, context) : all)];
  const infix = [...found(infixScan, file, context)].sort((a, b) => a.order - b.order || a.at.start - b.at.start);
  const numbers = (context.mentions?.(keyNumberMarks) ?? context.mayMatch?.(keyNumberMarks) ?? true) ? findKeyNumbers(file.text) : [];
  for (const token of [...infix, ...numbers]) if (!tokens.some((other) => other.at.start < token.at.end && token.at.start < other.at.end)) tokens.push(token);
  return tokens;
}

const allTokens = tokenScan(false);
const withoutWebKeys = tokenScan(true);

function tokenScan(isForWeb: boolean): TextScan<FoundToken> {
  return {
    moved: movedPlace,
    steps(text, from, to) {
      const steps: TextStep<FoundToken>[] = [];
      let passed = -1;
      for (const at of beginningsIn(text, from, to, "token")) {
        if (at >= to) break;
        if (at < passed || (at === passed && !followsEscape(text, at))) continue;
        const code = text.charCodeAt(at);
        const token = tokenAt(text, at, code, isForWeb);
        const isFar = startsBlock(text, at, code);
        if (token || isFar) steps.push({ start: at, end: token ? Math.max(at + 1, token.at.end) : at, ...(token && { found: token }), ...(isFar && { until: at + longestKey }) });
        if (token) passed = Math.max(at + 1, token.at.end);
      }
      return steps;
    },
  };
}

/** What may be a key over many lines. */
function startsBlock(text: string, at: number, code: number): boolean {
  return (code === dash && text.startsWith("-----BEGIN ", at)) || (code === upperP && text.startsWith("PuTTY-User-Key-File-", at));
}

function tokenAt(text: string, at: number, code: number, isForWeb: boolean): FoundToken | undefined {
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
    if (isWebKey(secret, isForWeb)) continue;
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
export function isPublicWebKey(value: string, file: TextFile, context: RuleContext): boolean {
  return isWebKey(value, value.startsWith("AIza") && isForWeb(file, context));
}

const webConfiguration = /authDomain|firebaseapp\.com|"mobilesdk_app_id"|GOOGLE_APP_ID|firebaseConfig|maps\.googleapis\.com\/maps\/api\/js|youtubei\/v1/;

function isForWeb({ text }: TextFile, context: RuleContext): boolean {
  return context.mentions?.(webConfiguration) ?? webConfiguration.test(text);
}

function isWebKey(value: string, isForWeb: boolean): boolean {
  return value.startsWith("phc_") || (isForWeb && value.startsWith("AIza"));
}

const longestWord = 300;

interface InfixFound extends FoundToken {
  /** Of its kind among the infixes, in which they are believed where they overlap. */
  readonly order: number;
}

const infixScan: TextScan<InfixFound> = {
  moved: movedPlace,
  needs: new RegExp(infixTokens.map(({ shape }) => shape.source.replace(/^\^|\$$/g, "")).join("|")),
  steps(text, from, to) {
    const part = text.slice(from, to);
    const steps = infixTokens.flatMap((_, order) => infixesIn(text, part, from, order).map((one): TextStep<InfixFound> => ({ start: one.at.start, end: one.at.end, found: one })));
    return steps.sort((a, b) => a.start - b.start);
  },
};

function infixesIn(text: string, part: string, base: number, order: number): InfixFound[] {
  const token = infixTokens[order];
  const tokens: InfixFound[] = [];
  if (!token) return tokens;
  for (let hit = part.indexOf(token.infix), from = 0; hit >= 0; hit = part.indexOf(token.infix, from)) {
    const at = wordAround(text, base + hit);
    from = Math.max(at.end - base, hit + token.infix.length); // one try a word keeps this linear
    const word = text.slice(at.start, at.end);
    const shifted = word.startsWith("bot") ? 3 : 0;
    if (!token.shape.test(word) || !isTokenBody(word)) continue;
    tokens.push({ at: { start: at.start + shifted, end: at.end }, name: token.name, variable: token.variable, isTestMode: false, isBlock: false, order });
  }
  return tokens;
}

function wordAround(text: string, hit: number): Span {
  let start = hit;
  let end = hit;
  while (start > 0 && hit - start < longestWord && /[A-Za-z0-9_~.:-]/.test(text.charAt(start - 1))) start--;
  while (end < text.length && end - hit < longestWord && /[A-Za-z0-9_~.:-]/.test(text.charAt(end))) end++;
  return { start, end };
}
