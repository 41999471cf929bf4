/** Python string literals: prefixes, escapes, holes of f-strings, adjacent literals joined into one node. */
import type { PyExpr, PyStr } from "../../../rules/api.ts";
import { Place, makeNode, type Base } from "./located.ts";
import { field, type Raw } from "./raw.ts";

/** Stands in a decoded value for each part that is not literal. */
export const hole = "\uFFFC";

const simpleEscapes: Readonly<Record<string, string>> = {
  "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\n": "", "\r\n": "",
};

/** Undefined when a literal is not one (Python 2 backquotes). */
export function stringNode(base: Base, raw: Raw, expression: (raw: Raw) => PyExpr): PyStr | undefined {
  const literals = raw.type === "concatenated_string" ? raw.kids : [raw];
  const pieces: { at: Place; innerAt: Place; prefix: string; quote: string }[] = [];
  const holes: PyExpr[] = [];
  let value = "";
  for (const literal of literals) {
    const opening = literal.kids[0];
    const closing = literal.kids.at(-1);
    if (opening?.type !== "string_start" || closing?.type !== "string_end") return undefined;
    const start = base.text.slice(opening.from, opening.to);
    const quote = start.replace(/^[A-Za-z]*/, "");
    if (quote.startsWith("`")) return undefined;
    const prefix = start.slice(0, start.length - quote.length).toLowerCase();
    pieces.push({ at: new Place(base, literal.from, literal.to), innerAt: new Place(base, opening.to, closing.from), prefix, quote });
    const isFormat = /[ft]/.test(prefix);
    let from = opening.to;
    for (const kid of literal.kids) {
      if (kid.type !== "interpolation") continue;
      value += decode(base.text.slice(from, kid.from), prefix, isFormat) + hole;
      const inner = field(kid, "expression");
      if (inner) holes.push(expression(inner));
      from = kid.to;
    }
    value += decode(base.text.slice(from, closing.from), prefix, isFormat);
  }
  return makeNode<PyStr>(base, raw.from, raw.to, {
    kind: "Str", value, holes, pieces,
    isBytes: pieces.some(({ prefix }) => prefix.includes("b")),
    isFormat: pieces.some(({ prefix }) => /[ft]/.test(prefix)),
  });
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
