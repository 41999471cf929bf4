/** Recognises a token by the provider that the name beside it tells. */
import type { NamedString } from "../../api.ts";
import { boundTokens, companyOfBound, type BoundToken } from "../knowledge/bound-tokens.ts";
import { wordsOf } from "./names.ts";
import { isTokenBody } from "./values.ts";

const byWord = new Map<string, BoundToken[]>();
for (const token of boundTokens) for (const word of token.words) byWord.set(word, [...(byWord.get(word) ?? []), token]);

const couldBe = /^[A-Za-z0-9_+/=|:.%-]{8,130}$/;
const longestName = 80;
const secretWords = new Set(["key", "token", "secret", "password", "credential", "credentials", "apikey"]);

const anyWord = new RegExp([...byWord.keys()].join("|"), "i");

/** Whether a provider may be told by a name; words that belong together may stand apart in it. */
export function mayBind(name: string): boolean {
  return name.length <= longestName && (/[^\x00-\x7f]/.test(name) || anyWord.test(name.replace(/[^A-Za-z0-9]/g, "")));
}

export function boundTokenOf({ name, value, whole }: NamedString): BoundToken | undefined {
  return whole ? tokenBoundTo(name, value) : undefined;
}

export function tokenBoundTo(name: string, value: string): BoundToken | undefined {
  if (!couldBe.test(value) || !/[0-9]/.test(value) || name.length > longestName) return undefined;
  const words = wordsOf(name);
  for (const [at, word] of words.entries()) {
    const pair = word + (words[at + 1] ?? "");
    const isPair = byWord.has(pair) && at + 1 < words.length;
    const token = (byWord.get(isPair ? pair : word) ?? []).find(({ shape, isPlain }) => shape.test(value) && (!isPlain || words.some((other) => secretWords.has(other))));
    const rest = words.filter((_, index) => index !== at && !(isPair && index === at + 1));
    if (token && rest.every((other) => companyOfBound.has(other) || byWord.has(other)) && isTokenBody(value)) return token;
  }
  return undefined;
}
