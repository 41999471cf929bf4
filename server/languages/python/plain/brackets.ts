/** Reads what stands between brackets, and parameters. */
import type { PyArgument, PyAwait, PyComprehension, PyExpr, PyParam, PySequence } from "../../../../rules/api.ts";
import { Place, makeNode } from "../located.ts";
import { ArgumentPart, DictNode, ParameterNode, elementsNode, sidesNode, valueNode } from "../nodes.ts";
import { checkTarget, checkType } from "./checks.ts";
import { Literals } from "./literals.ts";
import { refuse } from "../../refusal.ts";
import { Token } from "./tokens.ts";

const noBrackets: readonly PyExpr[] = [];
const manyBrackets = 50;

/** Names that are words of the language to some of its versions: no types, to the grammar. */
const keywordOnce = /^(?:print|exec|match)$/;

type Clause = PyComprehension["clauses"][number];

export abstract class Brackets extends Literals {
  /** Without conditions. */
  protected abstract either(): PyExpr;
  protected abstract primary(): PyExpr;
  protected abstract yielding(): PyExpr;

  protected starredOr(): PyExpr {
    const { from } = this;
    if (!this.accept(Token.Star)) return this.expression();
    const value = this.spread();
    return valueNode<PyAwait>(this.base, from, this.to, "Starred", value);
  }

  /** Behind stars. Where more follows the grammar may take the star for a part of it. */
  protected spread(): PyExpr {
    const value = this.primary();
    switch (this.next()) {
      case Token.Comma: case Token.Close: case Token.CloseSquare: case Token.CloseCurly: case Token.Equal: case Token.In: case Token.Newline: return value;
      default: return refuse();
    }
  }

  protected inRound(): PyExpr {
    const { from } = this;
    this.at++;
    if (this.accept(Token.Close)) return elementsNode(this.base, from, this.to, "Tuple", []);
    if (this.next() === Token.Yield) {
      const found = this.yielding();
      this.take(Token.Close);
      this.wrapped.push(found);
      return found;
    }
    const first = this.starredOr();
    if (this.isAtClauses()) return this.comprehension("generator", from, first, undefined, Token.Close);
    if (this.next() === Token.Comma) return this.elements("Tuple", from, first, Token.Close);
    this.take(Token.Close);
    if (first.kind === "Starred") refuse();
    this.wrapped.push(first);
    return first;
  }

  protected inSquare(): PyExpr {
    const { from } = this;
    this.at++;
    if (this.accept(Token.CloseSquare)) return elementsNode(this.base, from, this.to, "List", []);
    const first = this.starredOr();
    return this.isAtClauses() ? this.comprehension("list", from, first, undefined, Token.CloseSquare) : this.elements("List", from, first, Token.CloseSquare);
  }

  protected inCurly(): PyExpr {
    const { from } = this;
    this.at++;
    if (this.next() === Token.CloseCurly || this.next() === Token.StarStar) return this.entries(from, []);
    const first = this.starredOr();
    if (this.accept(Token.Colon)) {
      const value = this.expression();
      return this.isAtClauses() ? this.comprehension("dict", from, first, value, Token.CloseCurly) : this.entries(from, [{ key: first, value }]);
    }
    return this.isAtClauses() ? this.comprehension("set", from, first, undefined, Token.CloseCurly) : this.elements("Set", from, first, Token.CloseCurly);
  }

  protected elements(kind: PySequence["kind"], from: number, first: PyExpr, close: Token): PyExpr {
    const elements = [first];
    while (this.accept(Token.Comma)) {
      if (this.next() === close) break;
      elements.push(this.starredOr());
    }
    this.take(close);
    return elementsNode(this.base, from, this.to, kind, elements);
  }

  protected entries(from: number, entries: { key: PyExpr | undefined; value: PyExpr }[]): PyExpr {
    let isMore = entries.length === 0 || this.accept(Token.Comma);
    while (isMore && this.next() !== Token.CloseCurly) {
      if (this.accept(Token.StarStar)) entries.push({ key: undefined, value: this.expression() });
      else {
        const key = this.expression();
        this.take(Token.Colon);
        entries.push({ key, value: this.expression() });
      }
      isMore = this.accept(Token.Comma);
    }
    this.take(Token.CloseCurly);
    return new DictNode(this.base, from, this.to, entries);
  }

  protected isAtClauses(): boolean {
    return this.next() === Token.For || this.next() === Token.Async;
  }

  protected comprehension(of: PyComprehension["of"], from: number, element: PyExpr, value: PyExpr | undefined, close: Token): PyExpr {
    if (element.kind === "Starred") refuse();
    const clauses: Clause[] = [];
    while (this.isAtClauses()) clauses.push(this.clause());
    this.take(close);
    return makeNode<PyComprehension>(this.base, from, this.to, { kind: "Comprehension", of, element, value, clauses });
  }

  protected clause(): Clause {
    const isAsync = this.accept(Token.Async);
    this.take(Token.For);
    const target = this.targets();
    this.take(Token.In);
    const iter = this.either();
    const ifs: PyExpr[] = [];
    while (this.accept(Token.If)) ifs.push(this.either());
    return { target, iter, ifs, isAsync };
  }

  /** Between `for` and `in`. */
  protected targets(): PyExpr {
    const { from, wrapped: { length } } = this;
    const first = this.target();
    const found = this.next() === Token.Comma ? this.tupleOfTargets(from, first) : first;
    this.checkUnwrapped(found, length, this.wrapped.length);
    return found;
  }

  protected tupleOfTargets(from: number, first: PyExpr): PyExpr {
    const elements = [first];
    let { to } = this;
    while (this.accept(Token.Comma)) {
      if (this.next() === Token.In) break;
      elements.push(this.target());
      to = this.to;
    }
    return elementsNode(this.base, from, to, "Tuple", elements);
  }

  protected target(): PyExpr {
    return this.next() === Token.Star ? this.starredOr() : this.primary();
  }

  /** What stood in brackets between two places of `wrapped` is no target, nor a part of one. */
  protected checkUnwrapped(target: PyExpr, before: number, after: number): void {
    if (after - before > manyBrackets) refuse();
    checkTarget(target, after > before ? this.wrapped.slice(before, after) : noBrackets);
  }

  /** `(…)` behind what is called. */
  protected args(): PyArgument[] {
    this.deeper();
    const { base, from } = this;
    this.take(Token.Open);
    const found: PyArgument[] = [];
    while (this.next() !== Token.Close) {
      const at = this.from;
      const argument = this.argument(at);
      if (this.isAtClauses()) {
        if (found.length > 0 || argument.name !== undefined || argument.star !== "") refuse();
        const value = this.comprehension("generator", from, argument.value, undefined, Token.Close);
        this.depth--;
        return [new ArgumentPart(base, from, this.to, undefined, "", value)];
      }
      found.push(argument);
      if (!this.accept(Token.Comma)) break;
    }
    this.take(Token.Close);
    this.depth--;
    return found;
  }

  protected argument(at: number): PyArgument {
    const { base } = this;
    if (this.next() === Token.Name && this.kindBehind() === Token.Equal) {
      const name = this.word();
      this.at++;
      const value = this.expression();
      return new ArgumentPart(base, at, this.to, name, "", value);
    }
    const star = this.accept(Token.Star) ? "*" : this.accept(Token.StarStar) ? "**" : "";
    const value = this.expression();
    return new ArgumentPart(base, at, this.to, undefined, star, value);
  }

  /** `[…]` behind a value. */
  protected index(): PyExpr {
    this.deeper();
    this.at++;
    const { from } = this;
    const first = this.indexOrSlice();
    let found = first;
    if (this.next() === Token.Comma) {
      const elements = [first];
      let { to } = this;
      while (this.accept(Token.Comma)) {
        if (this.next() === Token.CloseSquare) break;
        elements.push(this.indexOrSlice());
        to = this.to;
      }
      if (elements.length > 1 || !this.isType) found = elementsNode(this.base, from, to, "Tuple", elements);
    }
    this.take(Token.CloseSquare);
    this.depth--;
    return found;
  }

  protected indexOrSlice(): PyExpr {
    const { from } = this;
    const lower = this.next() === Token.Colon ? undefined : this.isType ? this.typeOf() : this.expression();
    if (!this.accept(Token.Colon)) return lower ?? refuse();
    if (this.isType) refuse();
    const upper = this.isAtExpression() ? this.expression() : undefined;
    const step = this.accept(Token.Colon) && this.isAtExpression() ? this.expression() : undefined;
    return makeNode(this.base, from, this.to, { kind: "Slice", lower, upper, step });
  }

  /** Up to a word that is left there. */
  protected parameters(close: Token, isTyped: boolean): PyParam[] {
    const found: PyParam[] = [];
    while (this.next() !== close) {
      if (!this.accept(Token.Slash)) found.push(this.parameter(isTyped));
      if (!this.accept(Token.Comma)) break;
    }
    return found;
  }

  protected parameter(isTyped: boolean): PyParam {
    const { base, from } = this;
    const star = this.accept(Token.Star) ? "*" : this.accept(Token.StarStar) ? "**" : "";
    if (star === "*" && (this.next() === Token.Comma)) {
      return new ParameterNode(base, from, this.to, star, "", new Place(base, from, this.to), undefined, undefined);
    }
    const at = this.from;
    const name = this.word();
    const nameAt = new Place(base, at, this.to);
    const annotation = isTyped && this.accept(Token.Colon) ? this.annotation() : undefined;
    const fallback = star === "" && this.accept(Token.Equal) ? this.expression() : undefined;
    return new ParameterNode(base, from, this.to, star, name, nameAt, annotation, fallback);
  }

  protected annotation(): PyExpr {
    const { isType } = this;
    this.isType = true;
    const found = this.typeOf();
    this.isType = isType;
    return found;
  }

  /** The grammar puts `A[x] | B[y] | …` together from the left up to the first that is no word with brackets: from there on it is one expression. */
  private typeOf(): PyExpr {
    const { from } = this;
    let left: PyExpr | undefined;
    while (this.next() === Token.Name && this.kindBehind() === Token.OpenSquare) {
      const right = this.primary();
      if (right.kind !== "Subscript" || right.value.kind !== "Name" || keywordOnce.test(right.value.id)) refuse();
      left = left ? sidesNode(this.base, from, this.to, "Binary", "|", left, right) : right;
      if (!this.accept(Token.Pipe)) return left;
    }
    const { isType } = this;
    this.isType = false;
    const right = this.expression();
    this.isType = isType;
    checkType(right);
    return left ? sidesNode(this.base, from, this.to, "Binary", "|", left, right) : right;
  }
}
