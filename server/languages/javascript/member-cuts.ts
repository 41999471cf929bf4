/** Cuts the body of a class where a member begins on a line of its own, by its characters alone: each stretch can then be parsed in a class of its own. */
import { goesOn, isWord, matches, Reader } from "./segments.ts";

export interface MemberCuts {
  /** Where each stretch begins, the first behind the brace that opens the body. */
  readonly starts: readonly [number, ...number[]];
  /** The brace that closes it. */
  readonly close: number;
}

const mayBeClass = /@|(?:export[ \t]+)?(?:default[ \t]+)?(?:abstract[ \t]+)?class\b/y;
/** Behind these a member has only begun. */
const modifiers = new Set(["abstract", "accessor", "async", "const", "declare", "default", "export", "get", "in", "out", "override", "private", "protected", "public", "readonly", "set", "static"]);

const [newline, carriage, space, tab, quote, apostrophe, backtick, slash, hash, at] = [10, 13, 32, 9, 34, 39, 96, 47, 35, 64];
const [closeParenthesis, closeBracket, openBrace, closeBrace, semicolon] = [41, 93, 123, 125, 59];

/** Of a text that is one class and nothing else; undefined where that does not look so. A stretch that can be read then reads as it would in the whole. */
export function memberCuts(text: string): MemberCuts | undefined {
  return matches(mayBeClass, text, 0) ? new BodyReader(text, 0).cuts() : undefined;
}

class BodyReader extends Reader {
  /** A decorator of the member that is being read may stand on lines of its own. */
  private hasDecorator = false;

  cuts(): MemberCuts | undefined {
    const { text } = this;
    let starts: [number, ...number[]] | undefined;
    while (this.at < text.length) {
      const [code, { depth }] = [text.charCodeAt(this.at), this];
      if (code === newline) {
        this.at++;
        if (depth !== 1 || !starts || !this.isMember()) continue;
        starts.push(this.at);
        this.hasDecorator = false;
      } else if (isWord(code)) this.word();
      else if (code <= space) this.at++;
      else {
        if (code === at && depth === 1) this.hasDecorator = true;
        if (!this.mark(code)) return undefined;
        if (code === openBrace && depth === 0) starts = [this.at];
        else if (code === closeBrace && depth === 1) return starts && this.at === text.length ? { starts, close: this.at - 1 } : undefined;
      }
    }
    return undefined;
  }

  /** Whether the line that begins here begins a member, whatever the lines above it say. */
  private isMember(): boolean {
    const { text, last } = this;
    let index = this.at;
    while (text.charCodeAt(index) === space || text.charCodeAt(index) === tab) index++;
    const code = text.charCodeAt(index);
    if (code === newline || code === carriage || code === slash || code === closeBrace) return false;
    if (last === semicolon) return true;
    if ((!isWord(code) && code !== hash && !(code === at && last === closeBrace)) || matches(goesOn, text, index)) return false;
    if (last === closeBrace) return true;
    if (this.hasDecorator) return false;
    return last === closeParenthesis || last === closeBracket || last === quote || last === apostrophe || last === backtick || (isWord(last) && !modifiers.has(this.lastWord()));
  }

  private lastWord(): string {
    const { text, wordStart } = this;
    let end = wordStart;
    while (isWord(text.charCodeAt(end))) end++;
    return text.slice(wordStart, end);
  }
}
