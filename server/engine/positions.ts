/** Offsets to lines and back, in UTF-16, for every line ending a language server client may use. */

/** Zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export class LineIndex {
  /** What ends the first line, and so the lines that a fix adds. */
  readonly newline: "\n" | "\r\n";
  private readonly starts: Uint32Array;
  /** Lines from this one on begin so much further on than `starts` says: whoever types on one line moves all that follow with each letter. */
  private readonly moved: { readonly from: number; readonly by: number };

  /** `known` are the beginnings of lines, where they are. */
  constructor(text: string, known?: { readonly starts: Uint32Array; readonly moved: { readonly from: number; readonly by: number } }) {
    const first = text.indexOf("\n");
    this.newline = first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
    this.moved = known?.moved ?? unmoved;
    if (known) {
      this.starts = known.starts;
      return;
    }
    const starts = [0];
    if (!text.includes("\r")) {
      for (let end = first; end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
    } else for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10) starts.push(i + 1);
      else if (code === 13) {
        if (text.charCodeAt(i + 1) === 10) i++;
        starts.push(i + 1);
      }
    }
    this.starts = Uint32Array.from(starts);
  }

  /** The lines after one replacement that gave `text`; a look at all of it only where a line break of two characters may come or go. */
  after(at: { readonly start: number; readonly end: number }, inserted: string, text: string): LineIndex {
    if (inserted.includes("\r") || text.charCodeAt(at.start - 1) === 13) return new LineIndex(text);
    const [head, tail] = [this.position(at.start).line + 1, this.position(at.end).line + 1];
    const by = inserted.length - (at.end - at.start);
    if (tail === head && !inserted.includes("\n") && (this.moved.by === 0 || this.moved.from === head)) return new LineIndex(text, { starts: this.starts, moved: { from: head, by: this.moved.by + by } });
    const made: number[] = [];
    for (let end = inserted.indexOf("\n"); end >= 0; end = inserted.indexOf("\n", end + 1)) made.push(at.start + end + 1);
    const current = this.moved.by === 0 ? this.starts : moved(this.starts, this.moved.from, this.moved.by);
    const starts = new Uint32Array(head + made.length + current.length - tail);
    starts.set(current.subarray(0, head));
    starts.set(made, head);
    starts.set(current.subarray(tail), head + made.length);
    return new LineIndex(text, { starts, moved: { from: head + made.length, by } });
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** Offset of the first character of a line; the last line's for lines past the end. */
  lineStart(line: number): number {
    return this.startOf(Math.min(Math.max(line, 0), this.starts.length - 1));
  }

  private startOf(line: number): number {
    return (this.starts[line] ?? 0) + (line >= this.moved.from ? this.moved.by : 0);
  }

  position(offset: number): Position {
    const line = this.lineAt(offset);
    return { line, character: Math.max(0, offset - this.startOf(line)) };
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Clamped to the line as the protocol demands: a column past the end of a line is its end. */
  offset(position: Position, text: string): number {
    if (position.line >= this.starts.length) return text.length;
    if (position.line < 0) return 0;
    const start = this.lineStart(position.line);
    let end = position.line + 1 < this.starts.length ? this.lineStart(position.line + 1) : text.length;
    while (end > start && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
    return Math.min(start + Math.max(0, position.character), end);
  }
}

const unmoved = { from: 0, by: 0 };

function moved(starts: Uint32Array, from: number, by: number): Uint32Array {
  const all = starts.slice();
  for (let line = from; line < all.length; line++) all[line] = (starts[line] ?? 0) + by;
  return all;
}
