/** Reads strings, with the expressions in those that have holes. */
import type { PyExpr } from "../../../../rules/api.ts";
import { plainString, stringFrom, type Literal } from "../strings.ts";
import { Cursor } from "./cursor.ts";
import { refuse } from "../../refusal.ts";
import { Token } from "./tokens.ts";

const noHoles: Literal["holes"] = [];

export abstract class Literals extends Cursor {
  protected abstract expression(): PyExpr;

  /** One literal, or several in a row. */
  protected strings(): PyExpr {
    const { from } = this;
    const first = this.tokens.text.charCodeAt(from + this.origin);
    if ((first === 34 || first === 39) && this.kindBehind() !== Token.String) {
      this.at++;
      return plainString(this.base, from, this.to, this.cutFrom(from), this.origin);
    }
    const literals: Literal[] = [];
    while (this.next() === Token.String) {
      literals.push(this.literal());
      this.at++;
    }
    return stringFrom(this.base, from, this.to, this.cutFrom(from), this.origin, literals);
  }

  private cutFrom(from: number): string {
    return this.tokens.textFor(from + this.origin, this.to + this.origin);
  }

  protected literal(): Literal {
    const { text, starts, ends } = this.tokens;
    const [from, to] = [starts[this.at] ?? 0, ends[this.at] ?? 0];
    let at = from;
    while (text.charCodeAt(at) !== 34 && text.charCodeAt(at) !== 39) at++;
    const length = to - at >= 6 && text.charCodeAt(at) === text.charCodeAt(at + 1) && text.charCodeAt(at) === text.charCodeAt(at + 2) ? 3 : 1;
    const prefix = text.slice(from, at).toLowerCase();
    const holes = prefix !== "" && /[ft]/.test(prefix) ? this.holes(at + length, to - length) : noHoles;
    const { origin } = this;
    return { from: from - origin, to: to - origin, innerFrom: at + length - origin, innerTo: to - length - origin, prefix, quote: text.slice(at, at + length), holes };
  }

  protected holes(from: number, limit: number): Literal["holes"] {
    const { tokens: { text }, origin } = this;
    const holes: Literal["holes"][number][] = [];
    for (let at = from; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === 92) {
        const next = text.charCodeAt(++at);
        if (next === 123 || next === 125 || next === 78) refuse(); // `\{`, `\N{…}`
      } else if (code === 123 && text.charCodeAt(at + 1) === 123 || code === 125 && text.charCodeAt(at + 1) === 125) at++;
      else if (code === 125) refuse();
      else if (code === 123) {
        const end = holeEnd(text, at + 1, limit);
        const to = this.behindHole(end, limit);
        holes.push({ from: at - origin, to: to - origin, inner: this.inside(at + 1, end) });
        at = to - 1;
      }
    }
    return holes;
  }

  /** Behind a conversion, a format, which may have holes of its own, and the brace. */
  private behindHole(end: number, limit: number): number {
    const { text } = this.tokens;
    let at = end;
    if (text.charCodeAt(at) === 33) at += 2;
    if (text.charCodeAt(at) === 58) {
      for (; at < limit && !/[}\n\\]/.test(text.charAt(at)); at++) {
        if (text.charCodeAt(at) !== 123) continue;
        const close = holeEnd(text, at + 1, limit);
        if (text.charCodeAt(close) !== 125) refuse();
        this.inside(at + 1, close);
        at = close;
      }
    }
    if (at >= limit || text.charCodeAt(at) !== 125) refuse();
    return at + 1;
  }

  protected inside(from: number, to: number): PyExpr {
    const { at, tokens } = this;
    const { count } = tokens;
    this.at = tokens.cutInside(from, to);
    this.deeper();
    const found = this.expression();
    this.depth--;
    this.accept(Token.Equal);
    if (this.next() !== Token.End) refuse();
    this.at = at;
    tokens.count = count;
    return found;
  }
}

/** Where the expression of a hole ends. */
function holeEnd(text: string, from: number, limit: number): number {
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 34 || code === 39) {
      const close = text.indexOf(text.charAt(at), at + 1);
      if (close < 0 || close >= limit || close === at + 1 && text.charCodeAt(at + 2) === code) refuse();
      at = close;
    } else if (code === 92 || code === 35) refuse();
    else if (code === 40 || code === 91 || code === 123) depth++;
    else if (depth > 0) depth -= code === 41 || code === 93 || code === 125 ? 1 : 0;
    else if (code === 58 && text.charCodeAt(at + 1) === 61) refuse();
    else if (code === 125 || code === 58 || code === 33 && text.charCodeAt(at + 1) !== 61) return at;
  }
  return refuse();
}

