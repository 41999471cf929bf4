/** Words of a shell command: what the program would receive, and the text of a word that is a script itself. */
import type { DoubleQuotedChild, Word, WordPart } from "unbash";
import type { ShellWord } from "../../../rules/api.ts";
import type { MappedText } from "./mapped.ts";

/** Value of a variable: undefined when it cannot be known. */
export type Resolve = (name: string) => string | undefined;

export const hole = "\uFFFC";

/** A word and, when it is one quoted text, that text as source for `sh -c`. */
export interface ReadWord extends ShellWord {
  script(): MappedText | undefined;
}

export function readWord(word: Word, source: MappedText, resolve: Resolve): ReadWord {
  const { value, isPattern } = valueOf(word, source, resolve);
  const end = trimmedEnd(source.text, word.pos, word.end);
  return {
    ...source.span(word.pos, end),
    value,
    isLiteral: !isPattern && !value.includes(hole),
    script: () => scriptOf(word, source),
  };
}

interface Value {
  readonly value: string;
  readonly isPattern: boolean;
}

function valueOf(word: Word, source: MappedText, resolve: Resolve): Value {
  const raw = source.text.slice(word.pos, word.end);
  const value = word.parts ? word.parts.map((part) => partValue(part, resolve)).join("") : word.value;
  const isPattern = word.parts?.some((part) => part.type === "Glob" || part.type === "ExtendedGlob" || part.type === "BraceExpansion") ?? false;
  // a line end with carriage return leaves it on the last word
  return { value: collapse(raw.endsWith("\r") ? value.replace(/\r$/, "") : value), isPattern };
}

function partValue(part: WordPart | DoubleQuotedChild, resolve: Resolve): string {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
    case "Glob":
      return part.value;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.map((child) => (child.type === "SimpleExpansion" || child.type === "ParameterExpansion" ? variable(child, resolve) : partValue(child, resolve))).join("");
    case "SimpleExpansion":
    case "ParameterExpansion": {
      const value = variable(part, resolve);
      return /\s/.test(value) ? hole : value; // unquoted, it would be split
    }
    case "ExtendedGlob":
      return part.text;
    default:
      return hole;
  }
}

function variable(part: Extract<WordPart, { type: "SimpleExpansion" | "ParameterExpansion" }>, resolve: Resolve): string {
  if (part.type === "SimpleExpansion") return resolve(part.text.slice(1)) ?? hole;
  if (part.prefix || part.index) return hole;
  const known = resolve(part.parameter);
  if (!part.operation) return known ?? hole;
  if (part.operation.type !== "Default" || !/^:?[-=]$/.test(part.operation.operator)) return hole;
  return known ?? (part.operation.operand.parts ? hole : part.operation.operand.value);
}

/** `$A$B` is as unknown as `$A`. */
function collapse(value: string): string {
  return value.includes(hole) ? value.replace(/\uFFFC+/g, hole) : value;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start + 1 && (text[at - 1] === "\r" || (text[at - 1] === "\n" && text[at - 2] === "\\"))) at -= text[at - 1] === "\n" ? 2 : 1;
  return at;
}

function scriptOf(word: Word, source: MappedText): MappedText | undefined {
  const parts = (word.parts ?? []).filter((part) => !(part.type === "Literal" && /^\s*$/.test(part.value)));
  const [part] = parts;
  if (parts.length !== 1 || !part) return undefined;
  if (part.type === "SingleQuoted") return source.slice(part.pos + 1, part.end - 1);
  if (part.type === "DoubleQuoted") return unescaped(source, part.pos + 1, part.end - 1);
  return undefined;
}

/** Inside double quotes a backslash is itself unless it hides one of these. */
function unescaped(source: MappedText, from: number, to: number): MappedText {
  const builder = source.rebuild();
  for (let i = from; i < to; i++) {
    const next = source.text[i + 1] ?? "";
    if (source.text[i] === "\\" && i + 1 < to && "$`\"\\".includes(next)) builder.put(next, i, ++i + 1);
    else builder.keep(i);
  }
  return builder.build();
}
