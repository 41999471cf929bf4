/** A text taken out of another one, with the way back: which source characters each of its characters came from. */
import type { Span } from "../../../rules/api.ts";

/** A stretch of the text: character by character the source from `start` on, or every unit of it the source `[start, end)`. */
interface Run {
  readonly at: number;
  length: number;
  readonly start: number;
  /** Undefined where it goes character by character. */
  readonly end: number | undefined;
}

export class MappedText {
  /** Questions come in order: the run that answered last answers again. */
  private last = 0;

  constructor(readonly text: string, private readonly runs: readonly Run[], private readonly home: number) {}

  /** The source of `[from, to)`; removed characters at its edges are left out. */
  span(from: number, to: number): Span {
    if (to <= from) {
      const at = from < this.text.length ? this.startOf(from) : this.endOf(this.text.length - 1);
      return { start: at, end: at };
    }
    const start = this.startOf(from);
    const last = Math.min(to, this.text.length) - 1;
    return { start, end: Math.max(start, last < 0 ? start : this.endOf(last)) };
  }

  slice(from: number, to: number): MappedText {
    const builder = new MappedBuilder(this.span(from, from).start);
    builder.append(this, from, to);
    return builder.build();
  }

  /** Another text of the same length, for instance with parts blanked out. */
  masked(text: string): MappedText {
    return text.length === this.text.length ? new MappedText(text, this.runs, this.home) : this;
  }

  /** A builder that appends characters of this text by index. */
  rebuild(): { keep(index: number): void; put(text: string, from: number, to: number): void; build(): MappedText } {
    const builder = new MappedBuilder(this.home);
    return {
      keep: (index) => builder.add(this.text.charAt(index), this.startOf(index), this.endOf(index)),
      put: (text, from, to) => builder.add(text, this.span(from, to).start, this.span(from, to).end),
      build: () => builder.build(),
    };
  }

  /** The runs that `[from, to)` lies in, cut to it. */
  * runsWithin(from: number, to: number): Generator<Run> {
    for (let index = this.indexOf(from); index < this.runs.length; index++) {
      const run = this.runs[index];
      if (!run || run.at >= to) return;
      const [begin, end] = [Math.max(from, run.at), Math.min(to, run.at + run.length)];
      if (end > begin) yield { at: begin, length: end - begin, start: run.end === undefined ? run.start + begin - run.at : run.start, end: run.end };
    }
  }

  static identity(source: string, start: number, end: number): MappedText {
    const builder = new MappedBuilder(start);
    builder.addStraight(source.slice(start, end), start);
    return builder.build();
  }

  private startOf(index: number): number {
    const run = this.runs[this.indexOf(index)];
    if (!run || index < run.at || index >= run.at + run.length) return this.home;
    return run.end === undefined ? run.start + index - run.at : run.start;
  }

  private endOf(index: number): number {
    const run = this.runs[this.indexOf(index)];
    if (!run || index < run.at || index >= run.at + run.length) return this.home;
    return run.end ?? run.start + index - run.at + 1;
  }

  /** Of the last run that begins no later. */
  private indexOf(index: number): number {
    const known = this.runs[this.last];
    if (known && index >= known.at && index < known.at + known.length) return this.last;
    let [low, high] = [0, this.runs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.runs[middle]?.at ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return (this.last = low);
  }
}

export class MappedBuilder {
  private text = "";
  private readonly runs: Run[] = [];

  constructor(private readonly home: number) {}

  /** Every UTF-16 unit of `text` stands for source `[start, end)`. */
  add(text: string, start: number, end: number): void {
    if (text.length === 1 && end === start + 1) return this.addStraight(text, start);
    if (text !== "") this.runs.push({ at: this.text.length, length: text.length, start, end });
    this.text += text;
  }

  /** `text` is what the source has from `start` on. */
  addStraight(text: string, start: number): void {
    const last = this.runs.at(-1);
    if (last && last.end === undefined && last.start + last.length === start) last.length += text.length;
    else if (text !== "") this.runs.push({ at: this.text.length, length: text.length, start, end: undefined });
    this.text += text;
  }

  /** `[from, to)` of another text, with its way back. */
  append(other: MappedText, from: number, to: number): void {
    for (const { at, length, start, end } of other.runsWithin(from, to)) {
      if (end === undefined) this.addStraight(other.text.slice(at, at + length), start);
      else this.add(other.text.slice(at, at + length), start, end);
    }
  }

  build(): MappedText {
    return new MappedText(this.text, this.runs, this.home);
  }
}
