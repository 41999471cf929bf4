/** Cuts a text where a statement begins in the first column, by its characters alone: each piece can then be parsed by itself, however broken its neighbours are. */

export interface Segment {
  /** Where the next piece begins; the length of the text when this is the last one. */
  readonly end: number;
  /** No character from here on had a say in that. */
  readonly reach: number;
}

/** What begins a statement whatever stands above it, and hardly stands in the first column otherwise. */
const surely = /(?:export|interface|enum|namespace|declare)\b(?=[ \t{*])|import\b(?=[ \t{*"'])|(?:const|let|var)[ \t]+[\w$[{]|(?:async[ \t]+)?function\b[ \t]*[*\w$]|(?:abstract[ \t]+)?class[ \t]+[\w$]|type[ \t]+[\w$]+[ \t]*[=<]/y;
/** Words that go on with the statement above, or may do so. */
export const goesOn = /(?:else|catch|finally|while|from|in|instanceof|of|as|satisfies|is|with|assert|extends|implements)\b/y;
/** Words behind which a slash opens a regular expression. */
const operators = new Set(["return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw", "new", "instanceof", "yield", "await"]);

const [newline, carriage, quote, apostrophe, backtick, slash, backslash, star, dollar, at] = [10, 13, 34, 39, 96, 47, 92, 42, 36, 64];
const [openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace, semicolon, less] = [40, 41, 91, 93, 123, 125, 59, 60];

/** The piece that begins at `from`: it depends on nothing before that. It may hold several statements, and where it can be read never a part of one. */
export function segmentFrom(text: string, from: number): Segment {
  const reader = new Reader(text, from);
  const end = reader.end();
  if (end !== undefined) return { end, reach: lineEnd(text, end) + 1 };
  const reach = reader.reach;
  for (let line = lineEnd(text, from) + 1; line < text.length; line = lineEnd(text, line) + 1) {
    if (matches(surely, text, line)) return { end: line, reach: Math.max(reach, lineEnd(text, line) + 1) }; // a bracket, a comment or a template further up is not closed
  }
  return { end: text.length, reach: Infinity };
}

/** After so many lines that surely begin a statement, what is open is taken to be never closed: looking on would cost too much where nothing ever is. */
const mostBeginnings = 400;

/** Goes over a text and knows how deep in brackets it is; what it says of a slash is a guess. */
export class Reader {
  protected at: number;
  protected depth = 0;
  /** The last character that is neither blank nor comment; 0 at the beginning. */
  protected last = 0;
  protected wordStart = 0;
  private isDecorated: boolean;
  private beginnings = 0;
  /** Depths at which a brace closes the hole of a template. */
  private readonly holes: number[] = [];

  constructor(protected readonly text: string, from: number) {
    this.at = from;
    this.isDecorated = text.charCodeAt(from) === at;
  }

  /** What was read when nothing was found. */
  get reach(): number {
    return this.beginnings < mostBeginnings ? Infinity : lineEnd(this.text, this.at) + 1;
  }

  /** Undefined when something stays open. */
  end(): number | undefined {
    const { text } = this;
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (code === newline) {
        this.at++;
        if (this.depth > 0) {
          if (matches(surely, text, this.at) && ++this.beginnings >= mostBeginnings) return undefined;
        } else if (this.isBorder()) return this.at;
      } else if (isWord(code)) this.word();
      else if (code <= 32) this.at++;
      else if (!this.mark(code)) return undefined;
    }
    return this.depth === 0 ? text.length : undefined;
  }

  protected word(): void {
    const { text } = this;
    this.wordStart = this.at;
    while (isWord(text.charCodeAt(this.at))) this.at++;
    this.last = text.charCodeAt(this.at - 1);
  }

  /** False when it is never closed. */
  protected mark(code: number): boolean {
    switch (code) {
      case quote: case apostrophe:
        this.string(code);
        break;
      case backtick:
        return this.template();
      case slash:
        return this.slash();
      case openParenthesis: case openBracket: case openBrace:
        this.depth++;
        break;
      case closeParenthesis: case closeBracket: case closeBrace:
        if (code === closeBrace && this.holes.length > 0 && this.holes[this.holes.length - 1] === this.depth) {
          this.holes.pop();
          this.depth--;
          return this.template();
        }
        this.depth = Math.max(0, this.depth - 1);
        if (this.depth < (this.holes[this.holes.length - 1] ?? 0)) this.holes.pop();
        break;
      case less:
        if (this.text.charCodeAt(this.at + 1) === slash) this.at++; // the closing tag of an element
        break;
      default:
    }
    this.last = code;
    this.at++;
    return true;
  }

  /** One that is not closed ends with its line. */
  private string(close: number): void {
    const { text } = this;
    for (let index = this.at + 1; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === backslash) index += text.charCodeAt(index + 1) === carriage && text.charCodeAt(index + 2) === newline ? 2 : 1;
      else if (code === close) return void (this.at = index);
      else if (code === newline) return void (this.at = index - 1);
    }
    this.at = text.length - 1;
  }

  /** Goes behind its end, or into the next hole. */
  private template(): boolean {
    const { text } = this;
    this.last = backtick;
    for (let index = this.at + 1; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === backslash) index++;
      else if (code === backtick) {
        this.at = index + 1;
        return true;
      } else if (code === dollar && text.charCodeAt(index + 1) === openBrace) {
        this.at = index + 2;
        this.last = openBrace;
        this.holes.push(++this.depth);
        return true;
      }
    }
    return false;
  }

  private slash(): boolean {
    const { text } = this;
    const next = text.charCodeAt(this.at + 1);
    if (next === slash) this.at = lineEnd(text, this.at);
    else if (next === star) {
      const close = text.indexOf("*/", this.at + 2);
      if (close < 0) return false;
      this.at = close + 2;
    } else {
      this.at = (this.mayOpenExpression() ? afterExpression(text, this.at) : undefined) ?? this.at + 1;
      this.last = slash;
    }
    return true;
  }

  private mayOpenExpression(): boolean {
    if (isWord(this.last)) return operators.has(this.text.slice(this.wordStart, Math.min(this.at, this.wordStart + 11)).trimEnd());
    return this.last !== closeParenthesis && this.last !== closeBracket && this.last !== closeBrace && this.last !== quote && this.last !== apostrophe && this.last !== backtick && this.last !== slash;
  }

  /** Whether the line that begins here begins a statement. */
  private isBorder(): boolean {
    const { text, last } = this;
    const code = text.charCodeAt(this.at);
    const ends = last === semicolon || last === closeBrace;
    if (code === openParenthesis || code === openBracket) return last === semicolon;
    if (code === at) {
      const isBorder = ends && !this.isDecorated;
      this.isDecorated = true;
      return isBorder;
    }
    if (!isWord(code) || last === 0) return false;
    const isDecorated = this.isDecorated;
    this.isDecorated = false;
    if (isDecorated || matches(goesOn, text, this.at)) return false;
    return ends || last === closeParenthesis || last === closeBracket || last === quote || last === apostrophe || last === backtick || (isWord(last) && matches(surely, text, this.at));
  }
}

export function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === dollar || code > 127;
}

export function matches(what: RegExp, text: string, index: number): boolean {
  what.lastIndex = index;
  return what.test(text);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Behind the slash that closes a regular expression; undefined when its line ends first. */
function afterExpression(text: string, from: number): number | undefined {
  let isInClass = false;
  for (let index = from + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === newline) return undefined;
    if (code === backslash) index++;
    else if (code === openBracket) isInClass = true;
    else if (code === closeBracket) isInClass = false;
    else if (code === slash && !isInClass) return index + 1;
  }
  return undefined;
}
