/** Scalars with a way back from their decoded value to the source, through quotes, escapes, folding and indentation. */
import type { Span, YamlScalar } from "../../../rules/api.ts";
import { MappedBuilder, type MappedText } from "../shell/mapped.ts";

/** The text that places are told of, as it is now. */
export interface Source {
  text: string;
}

/** Where the nodes of one document are told from: what stands behind an edit is moved by moving this. */
export interface Base {
  readonly source: Source;
  offset: number;
}

/** A node in a document that can be moved as a whole, and inside of it. */
export abstract class Placed {
  private from: number;
  private to: number;

  constructor(protected readonly base: Base, { start, end }: Span) {
    this.from = start - base.offset;
    this.to = end - base.offset;
  }

  get start(): number {
    return this.base.offset + this.from;
  }

  get end(): number {
    return this.base.offset + this.to;
  }

  endAt(offset: number): void {
    this.to = offset - this.base.offset;
  }

  shift(by: number): void {
    this.from += by;
    this.to += by;
  }
}

export class SourceScalar extends Placed implements YamlScalar {
  readonly kind = "scalar";
  private known: { readonly start: number; readonly map: MappedText } | undefined;

  constructor(base: Base, at: Span, readonly value: string, readonly type: YamlScalar["type"], readonly style: YamlScalar["style"]) {
    super(base, at);
  }

  get innerAt(): Span {
    if (this.style === "single" || this.style === "double") return { start: this.start + 1, end: Math.max(this.start + 1, this.isClosed() ? this.end - 1 : this.end) };
    if (this.style === "plain") return { start: this.start, end: this.end };
    const header = this.base.source.text.indexOf("\n", this.start);
    return { start: header < 0 || header >= this.end ? this.end : header + 1, end: this.end };
  }

  spanOf(from: number, to: number): Span {
    return this.mapped().span(from, to);
  }

  /** The decoded value as a text that knows where each character came from. */
  mapped(): MappedText {
    const { start } = this;
    if (this.known?.start !== start) this.known = { start, map: align(this.base.source.text, this.innerAt, this.value, this.style) ?? wholly(this.value, this.innerAt) };
    return this.known.map;
  }

  private isClosed(): boolean {
    return this.end - this.start >= 2 && this.base.source.text[this.end - 1] === this.base.source.text[this.start];
  }
}

/** Every character stands for the whole scalar: what is left when source and value do not match. */
function wholly(value: string, at: Span): MappedText {
  const builder = new MappedBuilder(at.start);
  builder.add(value, at.start, at.end);
  return builder.build();
}

/**
 * Walks value and source side by side. Only white space is ever added or removed by folding and indentation, so whatever is not white
 * space must match one to one; blanks stand for the blanks found at their place.
 */
function align(text: string, { start, end }: Span, value: string, style: YamlScalar["style"]): MappedText | undefined {
  const builder = new MappedBuilder(start);
  let at = start;
  for (let i = 0; i < value.length; ) {
    const wanted = value.charAt(i);
    const unit = unitAt(text, at, end, style);
    if (unit && unit.text !== "" && value.startsWith(unit.text, i) && !(unit.isBlank && !isBlank(wanted))) {
      builder.add(unit.text, at, unit.end);
      i += unit.text.length;
      at = unit.end;
    } else if (unit && (unit.isBlank || unit.text === "")) {
      if (isBlank(wanted) && !hasMoreBlanks(text, unit.end, end)) {
        builder.add(wanted, at, unit.end); // a folded line break
        i++;
      }
      at = unit.end;
    } else if (isBlank(wanted)) {
      builder.add(wanted, at, at);
      i++;
    } else return undefined;
  }
  return builder.build();
}

interface Unit {
  readonly text: string;
  readonly end: number;
  readonly isBlank: boolean;
}

/** One character of the source, or one escape of it. */
function unitAt(text: string, at: number, end: number, style: YamlScalar["style"]): Unit | undefined {
  if (at >= end) return undefined;
  const character = text.charAt(at);
  if (style === "single" && character === "'" && text[at + 1] === "'") return { text: "'", end: at + 2, isBlank: false };
  if (style === "double" && character === "\\") return escapeAt(text, at);
  return { text: character, end: at + 1, isBlank: isBlank(character) };
}

const simple: Readonly<Record<string, string>> = {
  "0": "\0", a: "\x07", b: "\b", e: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", N: "\u0085", _: "\u00a0", L: "\u2028", P: "\u2029",
  " ": " ", '"': '"', "/": "/", "\\": "\\", "\t": "\t",
};

function escapeAt(text: string, at: number): Unit {
  const kind = text.charAt(at + 1);
  if (kind === "\n" || kind === "\r") return { text: "", end: at + (kind === "\r" && text[at + 2] === "\n" ? 3 : 2), isBlank: true };
  const digits = kind === "x" ? 2 : kind === "u" ? 4 : kind === "U" ? 8 : 0;
  if (digits > 0) {
    const code = parseInt(text.slice(at + 2, at + 2 + digits), 16);
    return { text: code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD", end: at + 2 + digits, isBlank: false };
  }
  return { text: simple[kind] ?? kind, end: at + 2, isBlank: false };
}

function hasMoreBlanks(text: string, at: number, end: number): boolean {
  return at < end && isBlank(text[at]);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\n" || character === "\t" || character === "\r";
}
