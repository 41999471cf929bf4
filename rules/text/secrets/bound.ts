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

export function boundTokenOf(string: NamedString): BoundToken | undefined {
  const { value, name } = string;
  if (!string.whole || !couldBe.test(value) || !/[0-9]/.test(value) || name.length > longestName) return undefined;
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
