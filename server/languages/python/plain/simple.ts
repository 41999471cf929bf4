/** Reads statements that hold no others. */
import type { PyAlias, PyExpr, PyExprStmt, PyReturn, PyStmt } from "../../../../rules/api.ts";
import { makeNode, makePart } from "../located.ts";
import { AssignNode, valueNode } from "../nodes.ts";
import { Expressions } from "./expressions.ts";
import { refuse } from "../../refusal.ts";
import { Token } from "./tokens.ts";

/** Words that begin statements of their own, depending on what follows. */
const soft = /^(?:print|exec|match|type)$/;

/** To the grammar each holds all that follow it. */
const manyTargets = 20;
export abstract class Simple extends Expressions {
  protected simple(): PyStmt {
    const { base, from } = this;
    const kind = this.next();
    switch (kind) {
      case Token.Import: case Token.From: return this.import();
      case Token.Pass: case Token.Break: case Token.Continue:
        this.at++;
        return makeNode(base, from, this.to, { kind: kind === Token.Pass ? "Pass" : kind === Token.Break ? "Break" : "Continue" });
      case Token.Global: case Token.Nonlocal: {
        this.at++;
        const names = [this.word()];
        while (this.accept(Token.Comma)) names.push(this.word());
        return makeNode(base, from, this.to, { kind: kind === Token.Global ? "Global" : "Nonlocal", names });
      }
      case Token.Return: {
        this.at++;
        const value = this.next() === Token.Newline ? undefined : this.values();
        return valueNode<PyReturn>(base, from, this.to, "Return", value);
      }
      case Token.Raise: {
        this.at++;
        const exc = this.next() === Token.Newline ? undefined : this.expression();
        const cause = exc && this.accept(Token.From) ? this.expression() : undefined;
        return makeNode(base, from, this.to, { kind: "Raise", exc, cause });
      }
      case Token.Assert: {
        this.at++;
        const test = this.expression();
        const message = this.accept(Token.Comma) ? this.expression() : undefined;
        return makeNode(base, from, this.to, { kind: "Assert", test, message });
      }
      case Token.Del: {
        this.at++;
        const value = this.values();
        return makeNode(base, from, this.to, { kind: "Delete", targets: value.kind === "Tuple" ? value.elements : [value] });
      }
      default: return this.assignment();
    }
  }

  /** One value, or several with commas between them. */
  protected values(): PyExpr {
    const found = this.list();
    if (found.kind === "Starred") refuse();
    return found;
  }

  private valuesOrYield(): PyExpr {
    return this.next() === Token.Yield ? this.yielding() : this.values();
  }

  private assignment(): PyStmt {
    const { base, from } = this;
    if (this.next() === Token.Yield) {
      const value = this.yielding();
      return valueNode<PyExprStmt>(base, from, this.to, "ExprStmt", value);
    }
    if (this.next() === Token.Name) this.checkSoft();
    const { length } = this.wrapped;
    const first = this.list();
    if (this.next() === Token.Equal) {
      const targets = [first];
      let value = first;
      let before = length;
      while (this.accept(Token.Equal)) {
        this.checkUnwrapped(value, before, this.wrapped.length);
        if (value !== first) targets.push(value);
        before = this.wrapped.length;
        value = this.next() === Token.Yield ? this.yielding() : this.list();
      }
      if (targets.length > manyTargets || value.kind === "Starred") refuse();
      return new AssignNode(base, from, this.to, targets, value);
    }
    if (this.next() === Token.Colon || this.next() === Token.Augmented) this.checkUnwrapped(first, length, this.wrapped.length);
    if (this.next() === Token.Colon) return this.annotated(from, first);
    if (this.next() === Token.Augmented) {
      const at = this.from;
      this.at++;
      const op = this.written(at);
      const given = this.valuesOrYield();
      return makeNode(base, from, this.to, { kind: "AugAssign", target: first, op, value: given });
    }
    if (first.kind === "Starred") refuse();
    return valueNode<PyExprStmt>(base, from, this.to, "ExprStmt", first);
  }

  private annotated(from: number, target: PyExpr): PyStmt {
    this.at++;
    const annotation = this.annotation();
    const value = this.accept(Token.Equal) ? this.valuesOrYield() : undefined;
    return makeNode(this.base, from, this.to, { kind: "AnnAssign", target, annotation, value });
  }

  private checkSoft(): void {
    const { tokens, at } = this;
    const [start, end] = [tokens.starts[at] ?? 0, tokens.ends[at] ?? 0];
    const length = end - start;
    if (length !== 4 && length !== 5) return;
    const word = tokens.text.slice(start, end);
    if (!soft.test(word)) return;
    const behind = this.kindBehind();
    if (behind === Token.Open) {
      if (word === "match" && this.isOnLine(Token.Colon) || word === "type" && this.isOnLine(Token.Equal)) refuse();
    } else if (word === "print" || word === "exec" || behind !== Token.Equal && behind !== Token.Dot && behind !== Token.Colon && behind !== Token.Comma) refuse();
  }

  /** Outside of brackets. */
  private isOnLine(wanted: Token): boolean {
    const { kinds } = this.tokens;
    let depth = 0;
    for (let at = this.at + 1; ; at++) {
      const kind = kinds[at];
      if (kind === Token.Open || kind === Token.OpenSquare || kind === Token.OpenCurly) depth++;
      else if (kind === Token.Close || kind === Token.CloseSquare || kind === Token.CloseCurly) depth--;
      else if (kind === wanted && depth === 0) return true;
      else if (kind === Token.Newline || kind === Token.End) return false;
    }
  }

  private import(): PyStmt {
    const { base, from } = this;
    if (this.accept(Token.Import)) {
      const names = this.aliases();
      return makeNode(base, from, this.to, { kind: "Import", names });
    }
    this.at++;
    const at = this.from;
    while (this.accept(Token.Dot) || this.accept(Token.Ellipsis));
    const isLevel = this.from > at;
    if (!isLevel || this.next() === Token.Name) this.dotted();
    const written = this.spelled(at).replace(/\s+/g, "");
    const level = /^\.*/.exec(written)?.[0].length ?? 0;
    this.take(Token.Import);
    const star = this.from;
    if (this.accept(Token.Star)) {
      if (written === "__future__") refuse();
      return makeNode(base, from, this.to, { kind: "ImportFrom", module: written.slice(level), level, names: [makePart<PyAlias>(base, star, this.to, { name: "*", asname: undefined })] });
    }
    const isWrapped = this.accept(Token.Open);
    const names = this.aliases();
    if (isWrapped) this.take(Token.Close);
    return makeNode(base, from, this.to, { kind: "ImportFrom", module: written.slice(level), level, names });
  }

  private aliases(): PyAlias[] {
    const found: PyAlias[] = [];
    do {
      if (this.next() !== Token.Name && found.length > 0) break;
      const { from } = this;
      this.dotted();
      const name = this.spelled(from).replace(/\s+/g, "");
      const asname = this.accept(Token.As) ? this.word() : undefined;
      found.push(makePart<PyAlias>(this.base, from, this.to, { name, asname }));
    } while (this.accept(Token.Comma));
    return found;
  }

  private dotted(): void {
    do this.take(Token.Name);
    while (this.accept(Token.Dot));
  }
}
