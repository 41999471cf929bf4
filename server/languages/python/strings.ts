/** Python string literals: prefixes, escapes, holes of f-strings, adjacent literals joined into one node. */
import type { PyExpr, PyStr } from "../../../rules/api.ts";
import type { Base } from "./located.ts";
import { StringNode, StringPiece } from "./nodes.ts";
import { field, type Raw } from "./raw.ts";

/** Stands in a decoded value for each part that is not literal. */
export const hole = "\uFFFC";

const simpleEscapes: Readonly<Record<string, string>> = {
  "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\n": "", "\r\n": "",
};

const none: readonly PyExpr[] = [];

/** One literal; places count as those of nodes do. */
export interface Literal {
  readonly from: number;
  readonly to: number;
  readonly innerFrom: number;
  readonly innerTo: number;
  readonly prefix: string;
  readonly quote: string;
  /** Parts of an f-string that are not literal. */
  readonly holes: readonly { readonly from: number; readonly to: number; readonly inner: PyExpr | undefined }[];
}

/** Undefined when a literal is not one (Python 2 backquotes). */
export function stringNode(base: Base, raw: Raw, expression: (raw: Raw) => PyExpr): PyStr | undefined {
  const literals: Literal[] = [];
  for (const literal of raw.type === "concatenated_string" ? raw.kids : [raw]) {
    const opening = literal.kids[0];
    const closing = literal.kids.at(-1);
    if (opening?.type !== "string_start" || closing?.type !== "string_end") return undefined;
    const start = base.text.slice(opening.from, opening.to);
    const quote = start.replace(/^[A-Za-z]*/, "");
    if (quote.startsWith("`")) return undefined;
    const holes = literal.kids.filter(({ type }) => type === "interpolation").map((kid) => {
      const inner = field(kid, "expression");
      return { from: kid.from, to: kid.to, inner: inner && expression(inner) };
    });
    literals.push({ from: literal.from, to: literal.to, innerFrom: opening.to, innerTo: closing.to - quote.length, prefix: start.slice(0, start.length - quote.length).toLowerCase(), quote, holes });
  }
  return stringFrom(base, raw.from, raw.to, base.text, 0, literals);
}

/** Literals that stand in a row; `text` holds that of `base` from `origin` on. */
export function stringFrom(base: Base, from: number, to: number, text: string, origin: number, literals: readonly Literal[]): PyStr {
  const pieces: StringPiece[] = [];
  let holes: PyExpr[] | undefined; // most have none
  let value = "";
  let isBytes = false;
  let isFormat = false;
  for (const literal of literals) {
    const { prefix, quote, innerFrom, innerTo } = literal;
    pieces.push(new StringPiece(base, literal.from, literal.to, innerTo, prefix, quote));
    const isOpen = prefix !== "" && /[ft]/.test(prefix);
    isFormat ||= isOpen;
    isBytes ||= prefix.includes("b");
    let at = innerFrom;
    for (const one of literal.holes) {
      value += decode(text.slice(origin + at, origin + one.from), prefix, isOpen) + hole;
      if (one.inner) (holes ??= []).push(one.inner);
      at = one.to;
    }
    value += decode(text.slice(origin + at, origin + innerTo), prefix, isOpen);
  }
  return new StringNode(base, from, to, value, holes ?? none, pieces, isBytes, isFormat);
}

/** One literal without a prefix. */
export function plainString(base: Base, from: number, to: number, text: string, origin: number): PyStr {
  const [start, end] = [origin + from, origin + to];
  const quote = text.charCodeAt(start);
  const length = end - start >= 6 && text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote ? 3 : 1;
  return new StringNode(base, from, to, decode(text.slice(start + length, end - length), "", false), none, length, false, false);
}

function decode(source: string, prefix: string, isFormat: boolean): string {
  const text = isFormat ? source.replace(/\{\{/g, "{").replace(/\}\}/g, "}") : source;
  if (prefix.includes("r") || !text.includes("\\")) return text;
  const isBytes = prefix.includes("b");
  return text.replace(/\\(\r\n|x[0-9a-fA-F]{2}|[0-7]{1,3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^{}]{0,80}\}|[\s\S])/g, (all: string, escape: string) => {
    const simple = simpleEscapes[escape];
    if (simple !== undefined) return simple;
    const kind = escape.charAt(0);
    if (kind === "x" && escape.length > 1) return String.fromCharCode(parseInt(escape.slice(1), 16));
    if (kind >= "0" && kind <= "7") return String.fromCharCode(parseInt(escape, 8));
    if (isBytes || escape.length === 1) return all;
    if (kind === "N") return hole;
    const code = parseInt(escape.slice(1), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
