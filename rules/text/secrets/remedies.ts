/** The edit that reads a secret from the environment instead, where the language has such a thing. */
import type { Fix, NamedString, Span, TextFile } from "../../api.ts";
import { wordsOf } from "./names.ts";

/** The literal to replace, and what the language's tree says of it. */
export interface Literal {
  readonly at: Span;
  readonly name: string | undefined;
  readonly how: NamedString["how"] | undefined;
}

export function readFromEnvironment(file: TextFile, literal: Literal, variable: string): Fix[] {
  if (/^[rR]?[bB][rR]?["']/.test(file.slice(literal.at))) return []; // bytes; the environment has text
  const edits = file.environmentRead?.(variable, literal.at) ?? [];
  if (edits.length === 0) return [];
  // a fallback has its reading already: it can be taken out, but a second reading would mend nothing
  if (literal.how === "environment-default" && edits.some(({ text }) => text.includes(variable))) return [];
  const isPipeline = edits.some(({ text }) => /secrets[.]/.test(text));
  if (isPipeline) return [{ title: `Read it from the pipeline's secret ${variable}`, safe: false, edits }];
  return [{ title: `Read it from the environment variable ${variable}`, safe: false, edits, appends: [{ path: ".env.example", line: `${variable}=` }] }];
}

/** `dbPassword` and `db-password` are `DB_PASSWORD`. */
export function variableOf(name: string): string | undefined {
  const words = wordsOf(name).filter((word) => /^[a-z0-9]+$/.test(word));
  const variable = words.join("_").toUpperCase();
  return /^[A-Z]/.test(variable) ? variable : undefined;
}

/** The literal, with its quotes, that is nothing but this span. */
export function literalOf(file: TextFile, at: Span, strings: readonly NamedString[]): Literal | undefined {
  const named = strings.find((string) => string.innerAt.start <= at.start && at.end <= string.innerAt.end);
  if (named) return named.whole && named.innerAt.start === at.start && named.innerAt.end === at.end ? named : undefined;
  const quote = file.text.charAt(at.start - 1);
  if (!/["'`]/.test(quote) || file.text.charAt(at.end) !== quote || /[\w"'`\\]/.test(file.text.charAt(at.start - 2)) || file.text.charAt(at.end + 1) === quote) return undefined;
  return { at: { start: at.start - 1, end: at.end + 1 }, name: undefined, how: undefined };
}

/** The literal around a part of a URL or connection string: the whole of it belongs in the environment. */
export function literalAround(file: TextFile, at: Span, strings: readonly NamedString[]): Literal | undefined {
  const named = strings.find((string) => string.innerAt.start <= at.start && at.end <= string.innerAt.end);
  if (named) return named.whole ? named : undefined;
  const { text } = file;
  let start = at.start - 1;
  while (start >= 0 && !/["'`\n]/.test(text.charAt(start))) start--;
  let end = at.end;
  while (end < text.length && !/["'`\n]/.test(text.charAt(end))) end++;
  return start < 0 || text.charAt(start) === "\n" ? undefined : literalOf(file, { start: start + 1, end }, []);
}
