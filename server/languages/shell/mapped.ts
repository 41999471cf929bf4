/** A text taken out of another one, with the way back: which source characters each of its characters came from. */
import type { Span } from "../../../rules/api.ts";

export class MappedText {
  constructor(readonly text: string, private readonly starts: ArrayLike<number>, private readonly ends: ArrayLike<number>, private readonly home: number) {}

  /** The source of `[from, to)`; removed characters at its edges are left out. */
  span(from: number, to: number): Span {
    if (to <= from) {
      const at = from < this.text.length ? (this.starts[from] ?? this.home) : (this.ends[this.text.length - 1] ?? this.home);
      return { start: at, end: at };
    }
    const start = this.starts[from] ?? this.home;
    return { start, end: Math.max(start, this.ends[Math.min(to, this.text.length) - 1] ?? start) };
  }

  slice(from: number, to: number): MappedText {
    const builder = new MappedBuilder(this.span(from, from).start);
    for (let i = from; i < Math.min(to, this.text.length); i++) builder.add(this.text.charAt(i), this.starts[i] ?? this.home, this.ends[i] ?? this.home);
    return builder.build();
  }

  /** Another text of the same length, for instance with parts blanked out. */
  masked(text: string): MappedText {
    return text.length === this.text.length ? new MappedText(text, this.starts, this.ends, this.home) : this;
  }

  /** A builder that appends characters of this text by index. */
  rebuild(): { keep(index: number): void; put(text: string, from: number, to: number): void; build(): MappedText } {
    const builder = new MappedBuilder(this.home);
    return {
      keep: (index) => builder.add(this.text.charAt(index), this.starts[index] ?? this.home, this.ends[index] ?? this.home),
      put: (text, from, to) => builder.add(text, this.span(from, to).start, this.span(from, to).end),
      build: () => builder.build(),
    };
  }

  static identity(source: string, start: number, end: number): MappedText {
    const builder = new MappedBuilder(start);
    for (let i = start; i < end; i++) builder.add(source.charAt(i), i, i + 1);
    return builder.build();
  }
}

export class MappedBuilder {
  private text: string[] = [];
  private starts: number[] = [];
  private ends: number[] = [];

  constructor(private readonly home: number) {}

  /** Every UTF-16 unit of `text` stands for source `[start, end)`. */
  add(text: string, start: number, end: number): void {
    this.text.push(text);
    for (let i = 0; i < text.length; i++) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }

  build(): MappedText {
    return new MappedText(this.text.join(""), this.starts, this.ends, this.home);
  }
}
