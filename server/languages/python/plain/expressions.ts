/** Reads expressions from words, to the same nodes that the full grammar gives; gives up on whatever is rare. */
import type { PyConst, PyExpr, PyName } from "../../../../rules/api.ts";
import { numberValue } from "../expressions.ts";
import { makeNode } from "../located.ts";
import { AttributeNode, CallNode, CompareNode, NameNode, NumberNode, SubscriptNode, elementsNode, sidesNode, valueNode } from "../nodes.ts";
import { Brackets } from "./brackets.ts";
import { refuse } from "../../refusal.ts";
import { Token } from "./tokens.ts";

/** How strongly an operator binds; the grammar lets `^` bind more strongly than `&`. */
const strengths: readonly number[] = (() => {
  const table: number[] = [];
  const rows: readonly (readonly [number, ...Token[]])[] = [
    [1, Token.Pipe], [2, Token.Ampersand], [3, Token.Caret], [4, Token.ShiftLeft, Token.ShiftRight], [5, Token.Plus, Token.Minus],
    [6, Token.Star, Token.At, Token.Slash, Token.SlashSlash, Token.Percent],
  ];
  for (let kind: number = Token.End; kind <= Token.Semicolon; kind++) table[kind] = rows.find(([, ...kinds]) => kinds.includes(kind))?.[0] ?? 0;
  return table;
})();

/** What an expression may go on with behind a word, a literal or brackets. Most end there, and all that could follow need not be tried one by one. */
const goesOn: readonly boolean[] = strengths.map((strength, kind) => strength > 0 || [
  Token.If, Token.Or, Token.And, Token.Not, Token.In, Token.Is, Token.Less, Token.LessEqual, Token.Same, Token.Unequal, Token.GreaterEqual, Token.Greater, Token.StarStar,
].includes(kind));

const beginsPrimary: readonly boolean[] = strengths.map((_, kind) => [
  Token.Name, Token.String, Token.Number, Token.Nothing, Token.True, Token.False, Token.Ellipsis, Token.Open, Token.OpenSquare, Token.OpenCurly,
].includes(kind));

export abstract class Expressions extends Brackets {
  /** An expression, or several with commas between them. */
  protected list(): PyExpr {
    const { from } = this;
    const first = this.starredOr();
    if (this.next() !== Token.Comma) return first;
    return this.tuple(from, first);
  }

  private tuple(from: number, first: PyExpr): PyExpr {
    const elements = [first];
    let { to } = this;
    while (this.accept(Token.Comma)) {
      if (this.next() === Token.Newline) refuse(); // the grammar may read on in the next line
      if (!this.isAtExpression()) break;
      elements.push(this.starredOr());
      to = this.to;
    }
    return elementsNode(this.base, from, to, "Tuple", elements);
  }

  expression(): PyExpr {
    const { from } = this;
    const kind = this.next();
    if (kind === Token.Name && this.kindBehind() === Token.Walrus) return this.named(from);
    this.deeper();
    const first = beginsPrimary[kind] ? this.primary() : undefined;
    const found = first && !goesOn[this.next()] ? first : kind === Token.Lambda ? this.lambda() : this.conditional(from, first);
    this.depth--;
    return found;
  }

  private named(from: number): PyExpr {
    const target = this.name();
    this.take(Token.Walrus);
    const value = this.expression();
    if (value.kind === "Conditional") refuse(); // to the grammar the name is given its first part only
    return makeNode(this.base, from, this.to, { kind: "NamedExpr", target, value });
  }

  /** `first` is what was read of it already, here and in those that are more binding. */
  private conditional(from: number, first: PyExpr | undefined): PyExpr {
    const then = this.eitherFrom(from, first);
    if (!this.accept(Token.If)) return then;
    const test = this.either();
    this.take(Token.Else);
    const otherwise = this.expression();
    return makeNode(this.base, from, this.to, { kind: "Conditional", test, then, otherwise });
  }

  /** Without conditions. */
  protected either(): PyExpr {
    return this.eitherFrom(this.from, undefined);
  }

  private eitherFrom(from: number, first: PyExpr | undefined): PyExpr {
    let left = this.both(from, first);
    while (this.accept(Token.Or)) {
      const right = this.both(this.from, undefined);
      left = sidesNode(this.base, from, this.to, "BoolOp", "or", left, right);
    }
    return left;
  }

  private both(from: number, first: PyExpr | undefined): PyExpr {
    let left = this.negated(from, first);
    while (this.accept(Token.And)) {
      const right = this.negated(this.from, undefined);
      left = sidesNode(this.base, from, this.to, "BoolOp", "and", left, right);
    }
    return left;
  }

  private negated(from: number, first: PyExpr | undefined): PyExpr {
    if (first || !this.accept(Token.Not)) return this.comparison(from, first);
    this.deeper();
    const operand = this.negated(this.from, undefined);
    this.depth--;
    return makeNode(this.base, from, this.to, { kind: "Unary", op: "not", operand });
  }

  private comparison(from: number, first: PyExpr | undefined): PyExpr {
    const left = this.binary(1, from, first);
    let op = this.comparing();
    if (op === undefined) return left;
    const ops: string[] = [];
    const rights: PyExpr[] = [];
    for (; op !== undefined; op = this.comparing()) {
      ops.push(op);
      rights.push(this.binary(1, this.from, undefined));
    }
    return new CompareNode(this.base, from, this.to, left, ops, rights);
  }

  private comparing(): string | undefined {
    switch (this.next()) {
      case Token.Less: case Token.LessEqual: case Token.Same: case Token.Unequal: case Token.GreaterEqual: case Token.Greater: case Token.In: {
        const { from } = this;
        this.at++;
        return this.written(from);
      }
      case Token.Is: {
        const { from } = this;
        this.at++;
        return this.accept(Token.Not) ? this.written(from).replace(/\s+/g, " ") : "is";
      }
      case Token.Not: {
        const { from } = this;
        this.at++;
        this.take(Token.In);
        return this.written(from).replace(/\s+/g, " ");
      }
      default: return undefined;
    }
  }

  private binary(weakest: number, from: number, first: PyExpr | undefined): PyExpr {
    let left = first ? this.power(from, first) : this.signed();
    for (;;) {
      const strength = strengths[this.next()] ?? 0;
      if (strength < weakest || strength === 0) return left;
      const at = this.from;
      this.at++;
      const op = this.written(at);
      const right = this.binary(strength + 1, this.from, undefined);
      left = sidesNode(this.base, from, this.to, "Binary", op, left, right);
    }
  }

  private signed(): PyExpr {
    const { from } = this;
    switch (this.next()) {
      case Token.Plus: case Token.Minus: case Token.Tilde: {
        this.at++;
        const op = this.written(from);
        this.deeper();
        const operand = this.signed();
        this.depth--;
        return makeNode(this.base, from, this.to, { kind: "Unary", op, operand });
      }
      case Token.Await: {
        this.at++;
        const value = this.primary();
        if (this.next() === Token.StarStar) refuse();
        return makeNode(this.base, from, this.to, { kind: "Await", value });
      }
      default: return this.power(from, this.primary());
    }
  }

  private power(from: number, left: PyExpr): PyExpr {
    if (!this.accept(Token.StarStar)) return left;
    this.deeper();
    const right = this.signed();
    this.depth--;
    return sidesNode(this.base, from, this.to, "Binary", "**", left, right);
  }

  /** A word, a literal or what is in brackets, with what is called, indexed and asked of it. */
  protected primary(): PyExpr {
    const { from, base } = this;
    let found = this.atom();
    for (;;) {
      switch (this.next()) {
        case Token.Dot: {
          this.at++;
          const attr = this.word();
          found = new AttributeNode(base, from, this.to, found, attr);
          break;
        }
        case Token.Open: {
          const at = this.from;
          const args = this.args();
          found = new CallNode(base, from, this.to, found, at, args);
          break;
        }
        case Token.OpenSquare: {
          const index = this.index();
          found = new SubscriptNode(base, from, this.to, found, index);
          break;
        }
        default: return found;
      }
    }
  }

  protected name(): PyName {
    const { from } = this;
    const id = this.word();
    return new NameNode(this.base, from, this.to, id);
  }

  private atom(): PyExpr {
    switch (this.next()) {
      case Token.Name: return this.name();
      case Token.String: return this.strings();
      case Token.Number: {
        const { from } = this;
        this.at++;
        const text = this.written(from);
        return new NumberNode(this.base, from, this.to, text, numberValue(text));
      }
      case Token.Nothing: return this.constant(null);
      case Token.True: return this.constant(true);
      case Token.False: return this.constant(false);
      case Token.Ellipsis: return this.constant("...");
      case Token.Open: case Token.OpenSquare: case Token.OpenCurly: {
        this.deeper();
        const found = this.next() === Token.Open ? this.inRound() : this.next() === Token.OpenSquare ? this.inSquare() : this.inCurly();
        this.depth--;
        return found;
      }
      default: return refuse();
    }
  }

  private constant(value: true | false | null | "..."): PyExpr {
    const { from } = this;
    this.at++;
    return valueNode<PyConst>(this.base, from, this.to, "Const", value);
  }

  private lambda(): PyExpr {
    const { from } = this;
    this.at++;
    const params = this.parameters(Token.Colon, false);
    this.take(Token.Colon);
    const body = this.expression();
    return makeNode(this.base, from, this.to, { kind: "Lambda", params, body });
  }

  protected yielding(): PyExpr {
    const { from } = this;
    this.take(Token.Yield);
    if (this.accept(Token.From)) {
      const value = this.expression();
      return makeNode(this.base, from, this.to, { kind: "YieldFrom", value });
    }
    const value = this.isAtExpression() ? this.list() : undefined;
    return makeNode(this.base, from, this.to, { kind: "Yield", value });
  }
}
