/** Ways through a YAML text line by line, with its scalars; refuses what is written in rarer ways. */
import { refuse } from "../refusal.ts";
import { spacesEnd, typeOf, unescaped, unfolded } from "./plain-scalars.ts";
import { type Base, SourceScalar } from "./scalars.ts";
import { deepest } from "./tree.ts";

/** What no plain scalar begins with here: `# & * ! | > ' " % @ [ ] { } ,` and the backtick. */
const noBeginning: ReadonlySet<number> = new Set(Array.from("#&*!|>'\"%@[]{},`", (character) => character.charCodeAt(0)));

export abstract class PlainText {
  protected at = 0;
  protected lineStart = 0;
  /** Of the deepest collection that holds anything. */
  protected depth = 0;
  /** Lines begun by the last way to content. */
  protected linesPassed = 0;
  /** `{{` stands where a node begins: to the grammar, too, unless the text behind it is so broken that it loses the place. */
  isTemplate = false;
  /** The scalar that was read last stands on more than one line. */
  protected isMultiline = false;

  constructor(protected readonly text: string, protected readonly start: number, protected base: Base) {}

  protected get column(): number {
    return this.at - this.lineStart;
  }

  protected reach(depth: number): void {
    if (depth > deepest) refuse();
    if (depth > this.depth) this.depth = depth;
  }

  /** At the end of the text, or where the next document begins. */
  protected isAtEnd(): boolean {
    return this.at >= this.text.length || this.isAtMark();
  }

  protected isAtMark(): boolean {
    return this.at === this.lineStart && this.text.startsWith("---", this.at) && this.isBlank(this.at + 3);
  }

  protected isBlank(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === 32 || code === 10 || at >= this.text.length;
  }

  protected isDash(at: number): boolean {
    return this.text.charCodeAt(at) === 45 && this.isBlank(at + 1);
  }

  /** Whether nothing but a comment follows on the line. */
  protected endsAt(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === 10 || at >= this.text.length || (code === 35 && this.text.charCodeAt(at - 1) === 32);
  }

  protected toNextLine(): void {
    this.at = spacesEnd(this.text, this.at);
    if (!this.endsAt(this.at)) refuse();
    this.toContent();
  }

  /** Over blanks and comments. */
  protected toContent(): void {
    const { text } = this;
    this.linesPassed = 0;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 32) this.at++;
      else if (code === 10) {
        this.lineStart = ++this.at;
        this.linesPassed++;
      } else if (code === 35) {
        const end = text.indexOf("\n", this.at);
        this.at = end < 0 ? text.length : end;
      } else if (code === 9) refuse();
      else return;
    }
  }

  /** Its lines but for the first are indented by `least` or deeper. */
  protected plain(least: number): SourceScalar {
    const { text, at: from } = this;
    this.checkBeginning();
    let lineBreak = -1;
    let end = from;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 32) {
        if (text.charCodeAt(at + 1) === 35) break;
      } else if (code === 10) {
        if (lineBreak < 0) lineBreak = at;
        const next = this.continued(at + 1, least);
        if (next < 0) break;
        at = next - 1;
      } else if (code === 58 && this.isBlank(at + 1)) break;
      else if (code === 9) refuse();
      else end = at + 1;
    }
    this.at = at;
    this.isMultiline = lineBreak >= 0 && (end > lineBreak || text.charCodeAt(at) === 58);
    const value = this.isMultiline ? unfolded(text.slice(from, end)) : text.slice(from, end);
    return this.scalar(from, end, value, typeOf(value), "plain");
  }

  /** Where a node begins. */
  protected checkTemplate(): void {
    this.isTemplate = this.text.startsWith("{{", this.at);
    if (this.isTemplate) refuse();
  }

  protected checkBeginning(): void {
    const first = this.text.charCodeAt(this.at);
    if (noBeginning.has(first) || ((first === 45 || first === 58 || first === 63) && this.isBlank(this.at + 1))) refuse();
  }

  /** Where the line at `start` goes on with a scalar, be it with nothing; -1 where it does not. */
  private continued(start: number, least: number): number {
    const first = spacesEnd(this.text, start);
    const code = this.text.charCodeAt(first);
    if (code === 10) return first;
    if (code === 9) refuse();
    return first - start < least || first >= this.text.length || code === 35 ? -1 : first;
  }

  protected quoted(least: number): SourceScalar {
    const { text, at: from } = this;
    const isDouble = text.charCodeAt(from) === 34;
    const end = isDouble ? this.doubleEnd(from + 1) : this.singleEnd(from + 1);
    const inner = text.slice(from + 1, end);
    this.isMultiline = inner.includes("\n");
    if (this.isMultiline && (isDouble || !this.isIndented(from, end, least))) refuse();
    this.at = end + 1;
    const value = isDouble ? (unescaped(inner) ?? refuse()) : unfolded(inner).replaceAll("''", "'");
    return this.scalar(from, end + 1, value, "string", isDouble ? "double" : "single");
  }

  private singleEnd(from: number): number {
    let end = this.text.indexOf("'", from);
    while (end >= 0 && this.text.charCodeAt(end + 1) === 39) end = this.text.indexOf("'", end + 2);
    return end < 0 ? refuse() : end;
  }

  private doubleEnd(from: number): number {
    for (let at = from; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 34) return at;
      if (code === 92) at++;
    }
    return refuse();
  }

  /** Whether all lines that begin between say nothing or are indented so deep. */
  private isIndented(from: number, to: number, least: number): boolean {
    for (let lineBreak = this.text.indexOf("\n", from); lineBreak >= 0 && lineBreak < to; lineBreak = this.text.indexOf("\n", lineBreak + 1)) {
      const first = spacesEnd(this.text, lineBreak + 1);
      if (this.text.charCodeAt(first) !== 10 && first - lineBreak <= least) return false;
    }
    return true;
  }

  protected scalar(from: number, to: number, value: string, type: SourceScalar["type"], style: SourceScalar["style"]): SourceScalar {
    return new SourceScalar(this.base, { start: this.start + from, end: this.start + to }, value, type, style);
  }

  /** A value that is not there. */
  protected missing(at: number): SourceScalar {
    return this.scalar(at, at, "", "null", "plain");
  }
}
