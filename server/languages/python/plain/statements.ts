/** Reads statements from words, to the same chunks that the full grammar gives. */
import type { PyExpr, PyHandler, PyOther, PyStmt, PyTry, PyWith } from "../../../../rules/api.ts";
import { assembled, type Chunk, type Member } from "../chunks.ts";
import { type Base, Place, makeNode } from "../located.ts";
import { longDefinition } from "../raw.ts";
import { IfNode } from "../nodes.ts";
import { Simple } from "./simple.ts";
import { Refusal, refuse } from "../../refusal.ts";
import { Token } from "./tokens.ts";

const types: Readonly<Partial<Record<Token, string>>> = {
  [Token.Def]: "function_definition", [Token.Class]: "class_definition", [Token.At]: "decorated_definition", [Token.If]: "if_statement", [Token.For]: "for_statement",
  [Token.While]: "while_statement", [Token.With]: "with_statement", [Token.Try]: "try_statement", [Token.Import]: "import_statement", [Token.From]: "import_from_statement",
  [Token.Global]: "global_statement", [Token.Nonlocal]: "nonlocal_statement", [Token.Pass]: "pass_statement", [Token.Break]: "break_statement",
  [Token.Continue]: "continue_statement", [Token.Return]: "return_statement", [Token.Raise]: "raise_statement", [Token.Assert]: "assert_statement", [Token.Del]: "delete_statement",
};

const nowhere: Base = { offset: 0, text: "" };

class Statements extends Simple {
  private offset = 0;
  private members: Member[] = [];
  /** All nodes are of one base: no statement is a chunk of its own. */
  private isOne = false;

  /** Undefined where the text holds something that is left to the full grammar. */
  read(text: string, offset: number): readonly Chunk[] | undefined {
    this.isOne = false;
    return this.orNothing(text, offset, () => this.topLevel());
  }

  /** All statements in one chunk; undefined as above. */
  readAsOne(text: string): Chunk | undefined {
    this.isOne = true;
    return this.orNothing(text, 0, () => this.module());
  }

  private orNothing<T>(text: string, offset: number, read: () => T): T | undefined {
    this.at = 0;
    this.depth = 0;
    this.isType = false;
    this.offset = offset;
    this.wrapped.length = 0;
    try {
      this.tokens.cut(text);
      return read();
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    } finally {
      this.base = nowhere; // what was read leads to all that is known of the file
    }
  }

  private module(): Chunk {
    const base = { offset: 0, text: this.tokens.text };
    [this.base, this.origin] = [base, 0];
    const body: PyStmt[] = [];
    while (this.next() !== Token.End) this.member(body);
    return assembled(base, "module", body, this.tokens.comments, [], [], true, deepestNode);
  }

  private topLevel(): readonly Chunk[] {
    const { tokens } = this;
    const chunks: Chunk[] = [];
    let comment = 0;
    const remarks = (before: number) => {
      for (let one = tokens.comments[comment]; one && one.from < before; one = tokens.comments[++comment]) chunks.push(this.remark(one.from, one.to));
    };
    while (this.next() !== Token.End) {
      remarks(tokens.starts[this.at] ?? 0);
      const { to, chunk } = this.chunk();
      for (let one = tokens.comments[comment]; one && one.from < to; one = tokens.comments[comment]) comment++;
      chunks.push(chunk);
      const semicolon = this.semicolonBehind(to);
      if (semicolon) chunks.push(semicolon.chunk);
    }
    remarks(Infinity);
    return chunks;
  }

  private remark(from: number, to: number): Chunk {
    return assembled({ offset: this.offset + from, text: this.tokens.text.slice(from, to) }, "comment", [], [{ from: 0, to: to - from }], [], [], false);
  }

  /** The next statement, with a base of its own; `from` and `to` count in the text. */
  private chunk(): { readonly chunk: Chunk; readonly from: number; readonly to: number } {
    const { base, origin, members, tokens } = this;
    const from = tokens.starts[this.at] ?? 0;
    const own = { offset: this.offset + from, text: "" };
    this.base = own;
    this.origin = from;
    this.members = [];
    const type = this.type();
    const statement = this.statement(true);
    const to = statement.end - own.offset + from;
    own.text = tokens.text.slice(from, to);
    const inside = this.members;
    const chunk = assembled(own, type, [statement], this.comments(from, to, inside), inside.map((one) => ({ chunk: one.chunk, from: one.from - from })), [], true, deepestNode);
    this.base = base;
    this.origin = origin;
    this.members = members;
    return { chunk, from, to };
  }

  /** Comments of a statement, but for those of its members. */
  private comments(from: number, to: number, members: readonly Member[]): { readonly from: number; readonly to: number }[] {
    let next = 0;
    const found: { readonly from: number; readonly to: number }[] = [];
    const { comments } = this.tokens;
    for (let index = firstFrom(comments, from), one = comments[index]; one && one.from < to; one = comments[++index]) {
      let member = members[next];
      while (member && member.from + member.chunk.base.text.length <= one.from) member = members[++next];
      if (!member || one.from < member.from) found.push({ from: one.from - from, to: one.to - from });
    }
    return found;
  }

  private type(): string {
    const kind = this.next() === Token.Async ? this.kindBehind() : this.next();
    if (kind === Token.From && this.tokens.text.startsWith("__future__", this.tokens.starts[this.at + 1])) return "future_import_statement";
    return types[kind] ?? "expression_statement";
  }

  /** `isRoot`: what stands directly in it may be chunks. */
  private statement(isRoot: boolean): PyStmt {
    switch (this.next()) {
      case Token.Def: return this.definition(this.from, [], false, isRoot);
      case Token.Class: return this.class(this.from, [], isRoot);
      case Token.At: return this.decorated(isRoot);
      case Token.If: return this.condition();
      case Token.For: return this.loop(this.from, false);
      case Token.While: return this.while();
      case Token.With: return this.with(this.from, false);
      case Token.Try: return this.try();
      case Token.Async: {
        const { from } = this;
        this.at++;
        if (this.next() === Token.Def) return this.definition(from, [], true, isRoot);
        return this.next() === Token.For ? this.loop(from, true) : this.next() === Token.With ? this.with(from, true) : refuse();
      }
      default: return this.ofLine();
    }
  }

  /** A statement that holds no others, with what ends it. */
  private ofLine(): PyStmt {
    const found = this.simple();
    if (!this.accept(Token.Semicolon) || this.next() === Token.Newline) this.take(Token.Newline);
    return found;
  }

  private suite(): PyStmt[] {
    this.take(Token.Colon);
    this.deeper();
    const found: PyStmt[] = [];
    if (this.accept(Token.Newline)) {
      this.take(Token.Indent);
      while (!this.accept(Token.Dedent)) found.push(this.statement(false));
    } else {
      do found.push(this.ofLine());
      while (this.isOnSameLine());
    }
    this.depth--;
    return found;
  }

  /** A suite whose statements are chunks. */
  private suiteOfChunks(): PyStmt[] {
    const isBlock = this.isBlock();
    this.take(Token.Colon);
    if (isBlock) this.at += 2;
    this.deeper();
    const found: PyStmt[] = [];
    do this.member(found);
    while (isBlock ? !this.accept(Token.Dedent) : this.isOnSameLine());
    this.depth--;
    return found;
  }

  /** A statement where statements are chunks, and the semicolon behind it. */
  private member(found: PyStmt[]): void {
    if (this.isOne) {
      const statement = this.statement(true);
      found.push(statement);
      const from = this.startOfSemicolon(statement.end);
      if (from !== undefined) found.push(makeNode<PyOther>(this.base, from, from + 1, { kind: "Other", children: [] }));
      return;
    }
    const { chunk, from, to } = this.chunk();
    const semicolon = this.semicolonBehind(to);
    for (const member of semicolon ? [{ chunk, from }, semicolon] : [{ chunk, from }]) {
      this.members.push(member);
      found.push(...member.chunk.body);
    }
  }

  /** Where statements are chunks a semicolon is one of its own, to the grammar. `to` is where the statement ended. */
  private semicolonBehind(to: number): Member | undefined {
    const from = this.startOfSemicolon(to);
    if (from === undefined) return undefined;
    const base = { offset: this.offset + from, text: ";" };
    return { chunk: assembled(base, ";", [makeNode<PyOther>(base, 0, 1, { kind: "Other", children: [] })], [], [], [], true), from };
  }

  private startOfSemicolon(to: number): number | undefined {
    const { kinds, starts, ends } = this.tokens;
    const index = kinds[this.at - 1] === Token.Semicolon ? this.at - 1 : this.at - 2;
    const from = starts[index] ?? 0;
    return kinds[index] !== Token.Semicolon || ends[index - 1] !== to || from < to ? undefined : from;
  }

  /** Behind a statement: another one follows on its line. */
  private isOnSameLine(): boolean {
    return this.tokens.kinds[this.at - 1] === Token.Semicolon;
  }

  private isBlock(): boolean {
    return this.next() === Token.Colon && this.kindBehind() === Token.Newline && this.tokens.kinds[this.at + 2] === Token.Indent;
  }

  private definition(from: number, decorators: readonly PyExpr[], isAsync: boolean, isRoot: boolean): PyStmt {
    const { base } = this;
    const begin = isAsync ? (this.tokens.starts[this.at - 1] ?? 0) : (this.tokens.starts[this.at] ?? 0);
    this.take(Token.Def);
    const at = this.from;
    const name = this.word();
    const nameAt = new Place(base, at, this.to);
    this.take(Token.Open);
    const params = this.parameters(Token.Close, true);
    this.take(Token.Close);
    const returns = this.accept(Token.Arrow) ? this.annotation() : undefined;
    const isBlock = this.isBlock();
    const isLong = isBlock && (this.tokens.ends[this.at + 2] ?? 0) - begin >= longDefinition;
    const body = isLong && isRoot ? this.suiteOfChunks() : this.suite();
    if (!isBlock && this.to + this.origin - begin >= longDefinition) refuse();
    return makeNode(base, from, this.to, { kind: "FunctionDef", name, nameAt, decorators, params, returns, isAsync, body });
  }

  private class(from: number, decorators: readonly PyExpr[], isRoot: boolean): PyStmt {
    const { base } = this;
    this.at++;
    const at = this.from;
    const name = this.word();
    const nameAt = new Place(base, at, this.to);
    const bases = this.next() === Token.Open ? this.args() : [];
    if (bases.some((one) => one.value.kind === "Comprehension")) refuse();
    const body = isRoot ? this.suiteOfChunks() : this.suite();
    return makeNode(base, from, this.to, { kind: "ClassDef", name, nameAt, decorators, bases, body });
  }

  private decorated(isRoot: boolean): PyStmt {
    const { from } = this;
    const decorators: PyExpr[] = [];
    while (this.accept(Token.At)) {
      decorators.push(this.expression());
      this.take(Token.Newline);
    }
    if (this.next() === Token.Class) return this.class(from, decorators, isRoot);
    return this.definition(from, decorators, this.accept(Token.Async), isRoot);
  }

  private condition(): PyStmt {
    const { from } = this;
    this.at++;
    const test = this.expression();
    const body = this.suite();
    const elifs: { readonly from: number; readonly test: PyExpr; readonly body: PyStmt[] }[] = [];
    while (this.next() === Token.Elif) {
      const at = this.from;
      this.at++;
      elifs.push({ from: at, test: this.expression(), body: this.suite() });
    }
    let orelse = this.otherwise();
    const { to } = this;
    for (const one of elifs.reverse()) orelse = [new IfNode(this.base, one.from, to, one.test, one.body, orelse)];
    return new IfNode(this.base, from, to, test, body, orelse);
  }

  private otherwise(): PyStmt[] {
    return this.accept(Token.Else) ? this.suite() : [];
  }

  private loop(from: number, isAsync: boolean): PyStmt {
    this.at++;
    const target = this.targets();
    this.take(Token.In);
    const iter = this.values();
    const body = this.suite();
    const orelse = this.otherwise();
    return makeNode(this.base, from, this.to, { kind: "For", target, iter, isAsync, body, orelse });
  }

  private while(): PyStmt {
    const { from } = this;
    this.at++;
    const test = this.expression();
    const body = this.suite();
    const orelse = this.otherwise();
    return makeNode(this.base, from, this.to, { kind: "While", test, body, orelse });
  }

  private with(from: number, isAsync: boolean): PyStmt {
    this.at++;
    const isWrapped = this.next() === Token.Open && this.isListOfItems();
    if (isWrapped) this.at++;
    const items: PyWith["items"][number][] = [];
    do {
      if (isWrapped && this.next() === Token.Close) break;
      const context = this.expression();
      if (this.next() === Token.As && (context.kind === "Conditional" || context.kind === "Lambda" || context.kind === "NamedExpr")) refuse(); // the name is given a part of it, to the grammar
      items.push({ context, target: this.accept(Token.As) ? this.primary() : undefined });
    } while (this.accept(Token.Comma));
    if (isWrapped) this.take(Token.Close);
    const body = this.suite();
    return makeNode(this.base, from, this.to, { kind: "With", items, isAsync, body });
  }

  /** `(…, …):`, with more than one between the brackets. */
  private isListOfItems(): boolean {
    const { kinds } = this.tokens;
    let depth = 0;
    let items = 1;
    for (let at = this.at; ; at++) {
      const kind = kinds[at];
      if (kind === Token.Open || kind === Token.OpenSquare || kind === Token.OpenCurly) depth++;
      else if (kind === Token.Comma && depth === 1 && kinds[at + 1] !== Token.Close) items++;
      else if (kind === Token.End) return false;
      else if ((kind === Token.Close || kind === Token.CloseSquare || kind === Token.CloseCurly) && --depth === 0) return items > 1 && kinds[at + 1] === Token.Colon;
    }
  }

  private try(): PyStmt {
    const { from } = this;
    this.at++;
    const body = this.suite();
    const handlers: PyHandler[] = [];
    while (this.next() === Token.Except) handlers.push(this.handler());
    const orelse = this.otherwise();
    const finalbody = this.accept(Token.Finally) ? this.suite() : [];
    return makeNode<PyTry>(this.base, from, this.to, { kind: "Try", body, handlers, orelse, finalbody });
  }

  private handler(): PyHandler {
    const { from } = this;
    this.at++;
    const type = this.next() === Token.Colon ? undefined : this.primary();
    const name = type && this.accept(Token.As) ? this.word() : undefined;
    const body = this.suite();
    return makeNode<PyHandler>(this.base, from, this.to, { kind: "Handler", type, isGroup: false, name, body });
  }
}

/** Index of the first that begins there or behind. */
function firstFrom(comments: readonly { readonly from: number }[], from: number): number {
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Below this the full grammar may cut what is deeper still. */
const deepestNode = 60;
const statements = new Statements();

/** The chunks of a text that holds nothing rare; undefined for any other. */
export function readPlain(text: string, offset: number): readonly Chunk[] | undefined {
  return statements.read(text, offset);
}

/** The same nodes in one chunk, for a text that is never edited. */
export function readPlainAsOne(text: string): Chunk | undefined {
  return statements.readAsOne(text);
}
