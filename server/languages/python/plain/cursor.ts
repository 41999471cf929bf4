/** Goes through words one by one; what is common to all that reads them. */
import type { PyExpr } from "../../../../rules/api.ts";
import type { Base } from "../located.ts";
import { refuse } from "../../refusal.ts";
import { Token, Tokens } from "./tokens.ts";

/** So deep is no program; what is deeper is cut off by the reading of the full grammar. */
const deepest = 40;

export abstract class Cursor {
  protected readonly tokens = new Tokens();

  /** The next word. */
  protected at = 0;

  protected base: Base = { offset: 0, text: "" };

  /** Where the text of `base` begins. */
  protected origin = 0;

  /** Of brackets and lines in each other. */
  protected depth = 0;

  /** What stands in brackets of its own, in the order it was read. */
  protected readonly wrapped: PyExpr[] = [];

  protected next(): Token {
    return this.tokens.kinds[this.at] ?? Token.End;
  }

  /** What is read is an annotation. */
  protected isType = false;

  protected kindBehind(): Token {
    return this.tokens.kinds[this.at + 1] ?? Token.End;
  }

  /** Where the next word begins, in `base`. */
  protected get from(): number {
    return (this.tokens.starts[this.at] ?? 0) - this.origin;
  }

  /** Where the last word ended, in `base`. */
  protected get to(): number {
    return (this.tokens.ends[this.at - 1] ?? 0) - this.origin;
  }

  protected take(kind: Token): void {
    if (this.next() !== kind) refuse();
    this.at++;
  }

  protected accept(kind: Token): boolean {
    if (this.next() !== kind) return false;
    this.at++;
    return true;
  }

  /** What was written from there to the last word. */
  protected written(from: number): string {
    return this.tokens.text.slice(from + this.origin, this.tokens.ends[this.at - 1]);
  }

  /** The same of names, and of points between them. */
  protected spelled(from: number): string {
    return this.tokens.names.slice(from + this.origin, this.tokens.ends[this.at - 1]);
  }

  protected word(): string {
    const { from } = this;
    this.take(Token.Name);
    return this.spelled(from);
  }

  protected deeper(): void {
    if (++this.depth > deepest) refuse();
  }

  protected isAtExpression(): boolean {
    switch (this.next()) {
      case Token.Name: case Token.Number: case Token.String: case Token.Open: case Token.OpenSquare: case Token.OpenCurly: case Token.Ellipsis: case Token.Star: case Token.Plus:
      case Token.Minus: case Token.Tilde: case Token.Not: case Token.Nothing: case Token.True: case Token.False: case Token.Await: case Token.Lambda: return true;
      default: return false;
    }
  }
}
