/** The edit that reads a secret from the environment instead, where the language has such a thing. */
import type { Fix, NamedString, Span, TextFile } from "../../api.ts";
import { wordsOf } from "./names.ts";

/** `variable` is used when the literal has no name of its own. */
export function readFromEnvironment(file: TextFile, literal: Span, variable: string): Fix[] {
  const edits = file.environmentRead?.(variable, literal);
  if (!edits || edits.length === 0) return [];
  return [{ title: `Read it from the environment variable ${variable}`, safe: false, edits, appends: [{ path: ".env.example", line: `${variable}=` }] }];
}

/** `dbPassword` and `db-password` are `DB_PASSWORD`. */
export function variableOf(name: string): string | undefined {
  const words = wordsOf(name).filter((word) => /^[a-z0-9]+$/.test(word));
  const variable = words.join("_").toUpperCase();
  return /^[A-Z]/.test(variable) ? variable : undefined;
}

/** The literal, with its quotes, that is nothing but this span. */
export function literalOf(file: TextFile, at: Span, strings: readonly NamedString[]): { readonly at: Span; readonly name: string | undefined } | undefined {
  const named = strings.find((string) => string.innerAt.start <= at.start && at.end <= string.innerAt.end);
  if (named) return named.whole && named.innerAt.start === at.start && named.innerAt.end === at.end ? { at: named.at, name: named.name } : undefined;
  const quote = file.text.charAt(at.start - 1);
  if (!/["'`]/.test(quote) || file.text.charAt(at.end) !== quote || /[\w"'`\\]/.test(file.text.charAt(at.start - 2)) || file.text.charAt(at.end + 1) === quote) return undefined;
  return { at: { start: at.start - 1, end: at.end + 1 }, name: undefined };
}

/** The literal around a part of a URL or connection string: the whole of it belongs in the environment. */
export function literalAround(file: TextFile, at: Span, strings: readonly NamedString[]): { readonly at: Span; readonly name: string | undefined } | undefined {
  const named = strings.find((string) => string.innerAt.start <= at.start && at.end <= string.innerAt.end);
  if (named) return named.whole ? { at: named.at, name: named.name } : undefined;
  const { text } = file;
  let start = at.start - 1;
  while (start >= 0 && !/["'`\n]/.test(text.charAt(start))) start--;
  let end = at.end;
  while (end < text.length && !/["'`\n]/.test(text.charAt(end))) end++;
  return start < 0 || text.charAt(start) === "\n" ? undefined : literalOf(file, { start: start + 1, end }, []);
}
