/** Cuts Python text into words, line ends and levels of indentation, as the grammar does; gives up on whatever is rare. */
import { refuse } from "../../refusal.ts";

export const enum Token {
  End, Newline, Indent, Dedent, Name, Number, String,
  Dot, Comma, Colon, Open, Close, OpenSquare, CloseSquare, OpenCurly, CloseCurly, Equal, Walrus, Arrow, Ellipsis, Augmented,
  Star, StarStar, At, Slash, SlashSlash, Percent, Plus, Minus, Tilde, Pipe, Ampersand, Caret, ShiftLeft, ShiftRight,
  Less, LessEqual, Same, Unequal, GreaterEqual, Greater, In, Is, Not, And, Or,
  Nothing, True, False, As, Assert, Async, Await, Break, Class, Continue, Def, Del, Elif, Else, Except, Finally, For, From, Global, If, Import,
  Lambda, Nonlocal, Pass, Raise, Return, Try, While, With, Yield, Semicolon,
}

const words: readonly (readonly [string, Token])[] = [
  ["in", Token.In], ["is", Token.Is], ["not", Token.Not], ["and", Token.And], ["or", Token.Or], ["None", Token.Nothing], ["True", Token.True], ["False", Token.False],
  ["as", Token.As], ["assert", Token.Assert], ["async", Token.Async], ["await", Token.Await], ["break", Token.Break], ["class", Token.Class], ["continue", Token.Continue],
  ["def", Token.Def], ["del", Token.Del], ["elif", Token.Elif], ["else", Token.Else], ["except", Token.Except], ["finally", Token.Finally], ["for", Token.For],
  ["from", Token.From], ["global", Token.Global], ["if", Token.If], ["import", Token.Import], ["lambda", Token.Lambda], ["nonlocal", Token.Nonlocal], ["pass", Token.Pass],
  ["raise", Token.Raise], ["return", Token.Return], ["try", Token.Try], ["while", Token.While], ["with", Token.With], ["yield", Token.Yield],
];
const longestWord = 8;
/** By the code of the first letter. */
const wordsByLetter: (readonly (readonly [string, Token])[] | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const own = words.filter(([word]) => word.charCodeAt(0) === code);
  return own.length > 0 ? own : undefined;
});

const enum Class { Other, Letter, Digit, Blank }
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122 || code >= 65 && code <= 90 || code === 95) return Class.Letter;
  return code >= 48 && code <= 57 ? Class.Digit : code === 32 || code === 9 || code === 13 ? Class.Blank : Class.Other;
});

/** Line ends of old systems, or what a string ends at. */
const rare = /[\0\v\f]|\r(?!\n)/;
const wide = /[^\0-\xff]/;
const number = /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?[jJ]?)(?![\w.])/y;
const deepestIndent = 40;
/** Words there is room for once a longer text was read. */
const kept = 1 << 16;

export class Tokens {
  kinds = new Uint8Array(1024);
  /** Of a line end where its last word ends. */
  starts = new Int32Array(1024);
  /** Of a line end, and of what ends a level, behind the comment that belongs to it; of what opens a level, where that ends. */
  ends = new Int32Array(1024);
  count = 0;
  text = "";
  /** The same, to cut names from. */
  names = "";
  private isNarrow = true;
  readonly comments: { readonly from: number; readonly to: number }[] = [];
  private readonly indents: number[] = [];
  /** The words that opened them. */
  private readonly openings: number[] = [];
  /** Comments on lines of their own since the last line of code, by the column they stand in. */
  private readonly waiting: { readonly column: number; readonly to: number }[] = [];

  /** All of a text that begins in the first column. */
  cut(text: string): void {
    this.text = text;
    this.count = 0;
    this.comments.length = 0;
    this.indents.length = 0;
    this.openings.length = 0;
    this.waiting.length = 0;
    if (this.kinds.length > kept && text.length < kept) this.resize(kept);
    if (rare.test(text)) refuse();
    this.isNarrow = !wide.test(text);
    this.names = this.isNarrow ? text : narrow(text);
    let at = 0;
    while (at < text.length) at = this.line(at);
    this.close(0);
    this.add(Token.End, text.length, text.length);
  }

  /** What to cut a string from. */
  textFor(from: number, to: number): string {
    return this.isNarrow || wide.test(this.text.slice(from, to)) ? this.text : this.names;
  }

  /** Words between brackets, added behind those that are there. Gives the index of the first. */
  cutInside(from: number, to: number): number {
    const first = this.count;
    let at = from;
    while (at < to) {
      const code = this.text.charCodeAt(at);
      if (code === 32 || code === 9 || code === 10 || code === 13) at++;
      else if (code === 35 || code === 92) refuse();
      else at = this.word(at, code);
    }
    if (at > to) refuse();
    this.add(Token.End, to, to);
    return first;
  }

  /** One line, or a logical line of several. Gives where the next one begins. */
  private line(start: number): number {
    const { text } = this;
    let at = start;
    let column = 0;
    let code = text.charCodeAt(at);
    for (; code === 32 || code === 9; code = text.charCodeAt(++at)) column += code === 9 ? 8 : 1;
    if (code === 13) code = text.charCodeAt(++at);
    if (at >= text.length) return at;
    if (code === 10) return at + 1;
    if (code === 92) refuse();
    if (code === 35) {
      const to = this.comment(at);
      this.waiting.push({ column, to });
      return to + 1;
    }
    this.close(column);
    if (column > (this.indents.at(-1) ?? 0)) this.open(column, at);
    if (this.waiting.length > 0) this.waiting.length = 0;
    return this.code(at);
  }

  private open(column: number, at: number): void {
    if (this.indents.push(column) > deepestIndent) refuse();
    this.openings.push(this.count);
    this.add(Token.Indent, at, at);
  }

  /** Ends the levels right of a column; a comment that does not stand left of its level belongs to it. */
  private close(column: number): void {
    const { indents, waiting } = this;
    let next = 0;
    for (let level = indents.at(-1); level !== undefined && column < level; level = indents.at(-1)) {
      let end = this.ends[this.count - 1] ?? 0;
      for (let one = waiting[next]; one && one.column >= level; one = waiting[++next]) end = one.to;
      this.add(Token.Dedent, end, end);
      this.ends[this.openings.pop() ?? 0] = end;
      indents.pop();
      if (column > (indents.at(-1) ?? 0)) refuse();
    }
  }

  private code(at: number): number {
    const { text } = this;
    let depth = 0;
    const first = this.count;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === 32 || code === 9 || code === 13) at++;
      else if (code === 10) {
        at++;
        if (depth === 0) break;
        if (this.indents.length > 0) this.checkIndent(at);
      } else if (code === 35) {
        const to = this.comment(at);
        at = to;
        if (depth > 0) continue;
        this.endLine(first, to);
        return to + 1;
      } else if (code === 92) at = this.goneOn(at);
      else {
        at = this.word(at, code);
        const kind = this.kinds[this.count - 1];
        if (kind === Token.Open || kind === Token.OpenSquare || kind === Token.OpenCurly) depth++;
        else if ((kind === Token.Close || kind === Token.CloseSquare || kind === Token.CloseCurly) && --depth < 0) refuse();
      }
    }
    if (depth > 0) refuse();
    this.endLine(first, this.ends[this.count - 1] ?? 0);
    return at;
  }

  /** Between brackets, what stands left of its level may end that, to the grammar. */
  private checkIndent(at: number): void {
    const { text } = this;
    let column = 0;
    let code = text.charCodeAt(at);
    for (; code === 32 || code === 9; code = text.charCodeAt(++at)) column += code === 9 ? 8 : 1;
    if (code !== 10 && code !== 13 && column < (this.indents.at(-1) ?? 0)) refuse();
  }

  private endLine(first: number, to: number): void {
    if (this.count === first) refuse();
    this.add(Token.Newline, this.ends[this.count - 1] ?? 0, to);
  }

  private goneOn(at: number): number {
    const { text } = this;
    at += text.charCodeAt(at + 1) === 13 ? 3 : 2;
    if (text.charCodeAt(at - 1) !== 10) refuse();
    while (classes[text.charCodeAt(at)] === Class.Blank) at++;
    const code = text.charCodeAt(at);
    if (at >= text.length || code === 10 || code === 35 || code === 92) refuse();
    return at;
  }

  private comment(from: number): number {
    const end = this.text.indexOf("\n", from);
    const to = end < 0 ? this.text.length : end;
    this.comments.push({ from, to });
    return to;
  }

  private word(at: number, code: number): number {
    switch (classes[code] ?? Class.Other) {
      case Class.Letter: return this.name(at, code);
      case Class.Digit: return this.number(at);
    }
    if (code === 34 || code === 39) return this.string(at, at, code);
    if (code === 46 && classes[this.text.charCodeAt(at + 1)] === Class.Digit) return this.number(at);
    return this.sign(at, code);
  }

  private name(from: number, first: number): number {
    const { text } = this;
    let at = from + 1;
    let code = text.charCodeAt(at);
    while (code < 128 && (classes[code] === Class.Letter || classes[code] === Class.Digit)) code = text.charCodeAt(++at);
    if (code >= 128) refuse();
    if (code === 34 || code === 39) return this.string(from, at, code);
    const length = at - from;
    const alike = length <= longestWord ? wordsByLetter[first] : undefined;
    if (alike) for (const [word, kind] of alike) {
      if (word.length === length && text.startsWith(word, from)) return this.add(kind, from, at);
    }
    return this.add(Token.Name, from, at);
  }

  private number(from: number): number {
    number.lastIndex = from;
    if (!number.test(this.text)) refuse();
    return this.add(Token.Number, from, number.lastIndex);
  }

  /** `from` is where its prefix begins, `at` its quote. */
  private string(from: number, at: number, quote: number): number {
    const { text } = this;
    if (at - from > 2) refuse();
    for (let letter = from; letter < at; letter++) if (!/[bfrtu]/i.test(text.charAt(letter))) refuse();
    const isTriple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
    at += isTriple ? 3 : 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        if (!isTriple) return this.add(Token.String, from, at + 1);
        if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return this.add(Token.String, from, at + 3);
        at++;
      } else if (code === 92) at += 2;
      else if (code === 10 && !isTriple || at >= text.length) refuse();
      else at++;
    }
  }

  private sign(at: number, code: number): number {
    const { text } = this;
    const next = text.charCodeAt(at + 1);
    const isAssigned = next === 61;
    switch (code) {
      case 40: return this.add(Token.Open, at, at + 1);
      case 41: return this.add(Token.Close, at, at + 1);
      case 91: return this.add(Token.OpenSquare, at, at + 1);
      case 93: return this.add(Token.CloseSquare, at, at + 1);
      case 123: return this.add(Token.OpenCurly, at, at + 1);
      case 125: return this.add(Token.CloseCurly, at, at + 1);
      case 44: return this.add(Token.Comma, at, at + 1);
      case 58: return isAssigned ? this.add(Token.Walrus, at, at + 2) : this.add(Token.Colon, at, at + 1);
      case 61: return isAssigned ? this.add(Token.Same, at, at + 2) : this.add(Token.Equal, at, at + 1);
      case 46: return next === 46 && text.charCodeAt(at + 2) === 46 ? this.add(Token.Ellipsis, at, at + 3) : this.add(Token.Dot, at, at + 1);
      case 43: return isAssigned ? this.add(Token.Augmented, at, at + 2) : this.add(Token.Plus, at, at + 1);
      case 45: return isAssigned ? this.add(Token.Augmented, at, at + 2) : next === 62 ? this.add(Token.Arrow, at, at + 2) : this.add(Token.Minus, at, at + 1);
      case 42: return next === 42 ? this.doubled(at, Token.StarStar) : isAssigned ? this.add(Token.Augmented, at, at + 2) : this.add(Token.Star, at, at + 1);
      case 47: return next === 47 ? this.doubled(at, Token.SlashSlash) : isAssigned ? this.add(Token.Augmented, at, at + 2) : this.add(Token.Slash, at, at + 1);
      case 37: return isAssigned ? this.add(Token.Augmented, at, at + 2) : this.add(Token.Percent, at, at + 1);
      case 64: return isAssigned ? this.add(Token.Augmented, at, at + 2) : this.add(Token.At, at, at + 1);
      case 38: return isAssigned ? this.add(Token.Augmented, at, at + 2) : this.add(Token.Ampersand, at, at + 1);
      case 124: return isAssigned ? this.add(Token.Augmented, at, at + 2) : this.add(Token.Pipe, at, at + 1);
      case 94: return isAssigned ? this.add(Token.Augmented, at, at + 2) : this.add(Token.Caret, at, at + 1);
      case 126: return this.add(Token.Tilde, at, at + 1);
      case 33: return isAssigned ? this.add(Token.Unequal, at, at + 2) : refuse();
      case 60: return next === 60 ? this.doubled(at, Token.ShiftLeft) : next === 62 ? refuse() : isAssigned ? this.add(Token.LessEqual, at, at + 2) : this.add(Token.Less, at, at + 1);
      case 62: return next === 62 ? this.doubled(at, Token.ShiftRight) : isAssigned ? this.add(Token.GreaterEqual, at, at + 2) : this.add(Token.Greater, at, at + 1);
      case 59: return this.add(Token.Semicolon, at, at + 1);
      default: return refuse(); // `$`, letters of other scripts
    }
  }

  private doubled(at: number, kind: Token): number {
    return this.text.charCodeAt(at + 2) === 61 ? this.add(Token.Augmented, at, at + 3) : this.add(kind, at, at + 2);
  }

  /** Gives where it ends. */
  private add(kind: Token, from: number, to: number): number {
    const index = this.count++;
    if (index >= this.kinds.length) this.resize(this.kinds.length * 2);
    this.kinds[index] = kind;
    this.starts[index] = from;
    this.ends[index] = to;
    return to;
  }

  private resize(length: number): void {
    const [kinds, starts, ends] = [new Uint8Array(length), new Int32Array(length), new Int32Array(length)];
    kinds.set(this.kinds.subarray(0, this.count));
    starts.set(this.starts.subarray(0, this.count));
    ends.set(this.ends.subarray(0, this.count));
    [this.kinds, this.starts, this.ends] = [kinds, starts, ends];
  }
}

/**
 * With something else for each character that takes two bytes. Where a text has one, all its pieces take two for each of theirs, and a name that comes first
 * from there is kept so by the engine wherever it is a key: facts of other files that have it doubled.
 */
function narrow(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}
