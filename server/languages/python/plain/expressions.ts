/** Reads expressions from words, to the same nodes that the full grammar gives; gives up on whatever is rare. */
import type { PyExpr, PyName, PySequence } from "../../../../rules/api.ts";
import { numberValue } from "../expressions.ts";
import { makeNode } from "../located.ts";
import { AttributeNode, CallNode, NameNode } from "../nodes.ts";
import { Brackets } from "./brackets.ts";
import { Token, refuse } from "./tokens.ts";

/** How strongly an operator binds; the grammar lets `^` bind more strongly than `&`. */
const strengths: readonly number[] = (() => {
  const table: number[] = [];
  const rows: readonly (readonly [number, ...Token[]])[] = [
    [1, Token.Pipe], [2, Token.Ampersand], [3, Token.Caret], [4, Token.ShiftLeft, Token.ShiftRight], [5, Token.Plus, Token.Minus],
    [6, Token.Star, Token.At, Token.Slash, Token.SlashSlash, Token.Percent],
  ];
  for (let kind: number = Token.End; kind <= Token.Yield; kind++) table[kind] = rows.find(([, ...kinds]) => kinds.includes(kind))?.[0] ?? 0;
  return table;
})();

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
    return makeNode<PySequence>(this.base, from, to, { kind: "Tuple", elements });
  }

  expression(): PyExpr {
    if (this.next() === Token.Name && this.kindBehind() === Token.Walrus) {
      const { from } = this;
      const target = this.name();
      this.take(Token.Walrus);
      const value = this.expression();
      if (value.kind === "Conditional") refuse(); // to the grammar the name is given its first part only
      return makeNode(this.base, from, this.to, { kind: "NamedExpr", target, value });
    }
    this.deeper();
    const found = this.next() === Token.Lambda ? this.lambda() : this.conditional();
    this.depth--;
    return found;
  }

  private conditional(): PyExpr {
    const { from } = this;
    const then = this.either();
    if (!this.accept(Token.If)) return then;
    const test = this.either();
    this.take(Token.Else);
    const otherwise = this.expression();
    return makeNode(this.base, from, this.to, { kind: "Conditional", test, then, otherwise });
  }

  /** Without conditions. */
  protected either(): PyExpr {
    const { from } = this;
    let left = this.both();
    while (this.accept(Token.Or)) {
      const right = this.both();
      left = makeNode(this.base, from, this.to, { kind: "BoolOp", op: "or", left, right });
    }
    return left;
  }

  private both(): PyExpr {
    const { from } = this;
    let left = this.negated();
    while (this.accept(Token.And)) {
      const right = this.negated();
      left = makeNode(this.base, from, this.to, { kind: "BoolOp", op: "and", left, right });
    }
    return left;
  }

  private negated(): PyExpr {
    const { from } = this;
    if (!this.accept(Token.Not)) return this.comparison();
    this.deeper();
    const operand = this.negated();
    this.depth--;
    return makeNode(this.base, from, this.to, { kind: "Unary", op: "not", operand });
  }

  private comparison(): PyExpr {
    const { from } = this;
    const left = this.binary(1);
    let op = this.comparing();
    if (op === undefined) return left;
    const [ops, rights]: [string[], PyExpr[]] = [[], []];
    for (; op !== undefined; op = this.comparing()) {
      ops.push(op);
      rights.push(this.binary(1));
    }
    return makeNode(this.base, from, this.to, { kind: "Compare", left, ops, rights });
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

  protected binary(weakest: number): PyExpr {
    const { from } = this;
    let left = this.signed();
    for (;;) {
      const strength = strengths[this.next()] ?? 0;
      if (strength < weakest || strength === 0) return left;
      const at = this.from;
      this.at++;
      const op = this.written(at);
      const right = this.binary(strength + 1);
      left = makeNode(this.base, from, this.to, { kind: "Binary", op, left, right });
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
      default: return this.power();
    }
  }

  private power(): PyExpr {
    const { from } = this;
    const left = this.primary();
    if (!this.accept(Token.StarStar)) return left;
    this.deeper();
    const right = this.signed();
    this.depth--;
    return makeNode(this.base, from, this.to, { kind: "Binary", op: "**", left, right });
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
          found = makeNode(base, from, this.to, { kind: "Subscript", value: found, index });
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
        return makeNode(this.base, from, this.to, { kind: "Num", text, value: numberValue(text) });
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
    return makeNode(this.base, from, this.to, { kind: "Const", value });
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
