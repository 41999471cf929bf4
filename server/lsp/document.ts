/** One open document: its text as the client has it, and the way between its positions and our offsets. */
import type { Diagnostic, Range, TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import type { Span } from "../../rules/api.ts";
import type { TextChange } from "../engine/language.ts";
import { LineIndex, type Position } from "../engine/positions.ts";
import { isPosition } from "./said.ts";

const byteOrderMark = "\uFEFF";

/** What the client is to show at one address. */
export interface Shown {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly version: number | undefined;
}

/** The analysis sees the text without its byte order mark; offsets given out and taken in are of that text. */
export class OpenDocument {
  private full: string;
  private index: LineIndex | undefined;

  constructor(readonly uri: string, readonly languageId: string, public version: number, text: string) {
    this.full = text;
  }

  get text(): string {
    return this.hasMark ? this.full.slice(1) : this.full;
  }

  /** In the order given, each against what the one before left, as the protocol demands. If one cannot be read none is applied: half an edit is no text anybody has. */
  apply(changes: readonly TextDocumentContentChangeEvent[], version: number): TextChange[] {
    if (!changes.every(isReadable)) return [];
    const hadMark = this.hasMark;
    const before = this.text;
    const applied: TextChange[] = [];
    const known = hadMark ? new LineIndex(this.full) : this.lines;
    let lines = known;
    let unchangedUpTo = Number.POSITIVE_INFINITY;
    for (const change of changes) {
      if (!hasRange(change)) {
        applied.push({ at: { start: 0, end: this.full.length }, text: change.text });
        this.full = change.text;
        [lines, unchangedUpTo] = [new LineIndex(this.full), Number.POSITIVE_INFINITY];
        continue;
      }
      let at = this.span(change.range, lines);
      // many cursors arrive from the bottom up: what lies above every change so far has kept its lines
      if (at.end > unchangedUpTo || change.range.end.line >= lines.position(unchangedUpTo).line) {
        [lines, unchangedUpTo] = [new LineIndex(this.full), Number.POSITIVE_INFINITY];
        at = this.span(change.range, lines);
      }
      applied.push({ at, text: change.text });
      this.full = this.full.slice(0, at.start) + change.text + this.full.slice(at.end);
      unchangedUpTo = Math.min(unchangedUpTo, at.start);
    }
    this.version = version;
    const [only] = applied.length === 1 && !hadMark && !this.hasMark ? applied : [];
    this.index = only && known.after(only.at, only.text, this.full);
    if (!hadMark && !this.hasMark) return applied;
    // a mark shifts every offset by one; such files are rare, so the whole text is exchanged
    return [{ at: { start: 0, end: before.length }, text: this.text }];
  }

  position(offset: number): Position {
    const { line, character } = this.lines.position(offset);
    return { line, character: line === 0 && this.hasMark ? character + 1 : character };
  }

  offset(position: Position): number {
    const character = position.line === 0 && this.hasMark ? position.character - 1 : position.character;
    return this.lines.offset({ line: position.line, character: Math.max(0, character) }, this.text);
  }

  /** Where the client shows these diagnostics: here, except in notebooks. */
  shown(diagnostics: readonly Diagnostic[]): readonly Shown[] {
    return [{ uri: this.uri, diagnostics, version: this.version }];
  }

  /** The document of the client that an offset lies in. */
  holder(_offset: number): OpenDocument {
    return this;
  }

  get lines(): LineIndex {
    return (this.index ??= new LineIndex(this.text));
  }

  get hasMark(): boolean {
    return this.full.startsWith(byteOrderMark);
  }

  /** Clamped and in order, whatever the client sent. */
  private span(range: Range, lines: LineIndex): Span {
    const [a, b] = [lines.offset(range.start, this.full), lines.offset(range.end, this.full)];
    return { start: Math.min(a, b), end: Math.max(a, b) };
  }
}

/** A client may send anything: what is no change must not become part of a text. */
function isReadable(change: unknown): boolean {
  if (typeof change !== "object" || change === null || typeof (change as { text?: unknown }).text !== "string") return false;
  if (!hasRange(change)) return true;
  return isPosition(change.range.start) && isPosition(change.range.end);
}

/** A client that writes null for what it leaves out means the whole text. */
function hasRange(change: object): change is { readonly range: Range } {
  return "range" in change && change.range !== null && change.range !== undefined;
}
