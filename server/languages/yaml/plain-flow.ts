/** Reads lists and mappings between brackets, with scalars of one line and no comments inside. */
import type { Span } from "../../../rules/api.ts";
import { refuse } from "../refusal.ts";
import { PlainText } from "./plain-text.ts";
import { spacesEnd, typeOf } from "./plain-scalars.ts";
import type { SourceScalar } from "./scalars.ts";
import { Entry, Mapping, Sequence, type TreeNode } from "./tree.ts";

const [comma, colon, closeSquare, closeCurly] = [44, 58, 93, 125];

export abstract class PlainFlow extends PlainText {
  /** Lines inside are indented by `least` or deeper; `level` counts the brackets that are open. Whatever follows the end is somebody else's to look at. */
  protected flow(least: number, level: number, depth: number): Mapping | Sequence {
    const { text, at: from } = this;
    this.checkTemplate();
    const isMapping = text.charCodeAt(from) === 123;
    const close = isMapping ? closeCurly : closeSquare;
    const entries: Entry[] = [];
    const items: TreeNode[] = [];
    this.at++;
    this.overBlanks(least, level);
    while (text.charCodeAt(this.at) !== close) {
      this.reach(depth + 1);
      if (isMapping) entries.push(this.pair(least, level, depth + 1));
      else items.push(this.inside(least, level, depth + 1));
      this.overBlanks(least, level);
      const code = text.charCodeAt(this.at);
      if (code === comma) {
        this.at++;
        this.overBlanks(least, level);
      } else if (code !== close) refuse();
    }
    this.at++;
    const at: Span = { start: this.start + from, end: this.start + this.at };
    return isMapping ? new Mapping(this.base, at, true, entries) : new Sequence(this.base, at, true, items);
  }

  private pair(least: number, level: number, depth: number): Entry {
    const isQuoted = this.isQuote();
    const key = isQuoted ? this.inQuotes() : this.bare();
    this.at = spacesEnd(this.text, this.at);
    if (this.text.charCodeAt(this.at) !== colon || !(isQuoted || this.isBlank(this.at + 1))) refuse();
    this.at++;
    this.overBlanks(least, level);
    const code = this.text.charCodeAt(this.at);
    if (code === comma || code === closeCurly) refuse();
    return new Entry(this.base, key.value, { start: key.start, end: key.end }, this.inside(least, level, depth));
  }

  private inside(least: number, level: number, depth: number): TreeNode {
    const code = this.text.charCodeAt(this.at);
    if (code === 91 || code === 123) return this.flow(least, level + 1, depth);
    return this.isQuote() ? this.inQuotes() : this.bare();
  }

  private isQuote(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code === 34 || code === 39;
  }

  private inQuotes(): SourceScalar {
    const found = this.quoted(0);
    return this.isMultiline ? refuse() : found;
  }

  private bare(): SourceScalar {
    const { text, at: from } = this;
    this.checkBeginning();
    if (text.charCodeAt(from) === colon) refuse();
    let end = from;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 32) {
        if (text.charCodeAt(at + 1) === 35) refuse();
      } else if (code === 10 || this.isFlowSign(code) || (code === colon && (this.isBlank(at + 1) || this.isFlowSign(text.charCodeAt(at + 1))))) break;
      else if (code === 9) refuse();
      else end = at + 1;
    }
    this.at = at;
    const value = text.slice(from, end);
    return this.scalar(from, end, value, typeOf(value), "plain");
  }

  private isFlowSign(code: number): boolean {
    return code === comma || code === 91 || code === closeSquare || code === 123 || code === closeCurly;
  }

  /** Over line breaks, too; the last bracket may stand below the line that began all of it. */
  private overBlanks(least: number, level: number): void {
    const { text } = this;
    let lineStart = -1;
    for (; ; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code === 10) lineStart = this.at + 1;
      else if (code !== 32) break;
    }
    if (lineStart < 0) return;
    const indent = this.at - lineStart;
    const code = text.charCodeAt(this.at);
    const isLast = level === 1 && indent === least - 1 && (code === closeSquare || code === closeCurly);
    if (indent < least && !isLast) refuse();
  }
}
