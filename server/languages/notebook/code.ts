/** The cells of a notebook as one Python text: what is not Python stands in comments, and every character knows where it came from. */
import type { Notebook, NotebookCell, NotebookMagic, ShellScript, Span } from "../../../rules/api.ts";
import { once } from "../once.ts";
import { MappedBuilder, MappedText } from "../shell/mapped.ts";
import { shellScript } from "../shell/script.ts";
import { cellKind, lineEnd, lineKind, statementLines } from "./magics.ts";
import type { SourceCell } from "./source.ts";

export interface NotebookCode {
  /** The Python text; its spans are those of the notebook's text. */
  readonly code: MappedText;
  readonly notebook: Notebook;
}

const installers = new Set(["pip", "conda", "mamba", "uv"]);

/** Where statements begin in the cells that were last read: most of them are there again. */
export class CellLines {
  private known = new Map<string, ReadonlySet<number>>();
  private read = new Map<string, ReadonlySet<number>>();

  of(text: string): ReadonlySet<number> {
    const found = this.read.get(text) ?? this.known.get(text) ?? statementLines(text);
    this.read.set(text, found);
    return found;
  }

  /** Cells that were not asked about since are forgotten. */
  next(): void {
    [this.known, this.read] = [this.read, new Map()];
  }
}

export function notebookCode(cells: readonly SourceCell[], lines = new CellLines()): NotebookCode {
  lines.next();
  const writer = new Writer(lines);
  const placed = cells.map((cell): NotebookCell => {
    const start = writer.length;
    const isPython = writer.cell(cell);
    return { start, end: writer.length - 1, executionCount: cell.executionCount, isPython };
  });
  const { code, commands } = writer.done();
  const scripts = once((): readonly ShellScript[] => commands.map((command) => shellScript(command)));
  return { code, notebook: { cells: placed, magics: writer.magics, scripts } };
}

class Writer {
  readonly magics: NotebookMagic[] = [];
  length = 0;
  private readonly builder = new MappedBuilder(0);
  private readonly commands: MappedText[] = [];
  private source = new MappedText("", [], 0);

  constructor(private readonly lines: CellLines) {}

  /** True when the cell is Python. A line break ends every cell. */
  cell({ source, isPython: isPythonCell }: SourceCell): boolean {
    this.source = source;
    const { text } = source;
    const kind = cellKind(text);
    if (kind.name !== undefined) {
      const start = this.length + kind.from;
      this.magics.push({ start, end: start + kind.name.length + 2, name: kind.name, rest: kind.rest, isWholeCell: true });
    }
    const isPython = isPythonCell && kind.is === "python";
    if (isPython) this.python(text, kind.name === undefined ? -1 : kind.from);
    else this.commented(text, kind.is === "shell" ? lineEnd(text, kind.from) + 1 : undefined);
    const end = source.span(text.length, text.length);
    this.put("\n", end);
    return isPython;
  }

  done(): { code: MappedText; commands: readonly MappedText[] } {
    return { code: this.builder.build(), commands: this.commands };
  }

  private python(text: string, cellMagicAt: number): void {
    const starts = this.lines.of(text);
    for (let at = 0; at < text.length; ) {
      let end = lineEnd(text, at);
      if (at === cellMagicAt) this.comment(at, end);
      else if (starts.has(at)) end = this.statement(text, at, end);
      else this.keep(at, end);
      this.keep(end, Math.min(end + 1, text.length));
      at = end + 1;
    }
  }

  /** Returns where the line ends; a command may go on below. */
  private statement(text: string, at: number, end: number): number {
    const kind = lineKind(text.slice(at, end).replace(/\r$/, ""));
    if (kind.is === "python") {
      this.keep(at, end);
      return end;
    }
    this.keep(at, at + kind.from);
    if (kind.is === "timed") {
      this.keep(at + kind.restAt, end);
      return end;
    }
    const last = continuedEnd(text, end);
    const start = this.length;
    this.put(kind.is === "assigned" ? "... " : "pass ", this.source.span(at + kind.from, at + kind.from));
    const runs = kind.name === "!" || kind.name === "sx" || kind.name === "system" ? at + kind.restAt : installers.has(kind.name) ? at + kind.from + 1 : undefined;
    this.commentLines(at + kind.from, last, runs);
    this.magics.push({ start, end: this.length, name: kind.name, rest: text.slice(at + kind.restAt, last).trim(), isWholeCell: false });
    return last;
  }

  private commented(text: string, commandFrom: number | undefined): void {
    this.commentLines(0, text.length, commandFrom);
  }

  /** Comments out `[from, to)`; what stands from `commandFrom` on is a script. */
  private commentLines(from: number, to: number, commandFrom: number | undefined): void {
    const script = commandFrom === undefined ? undefined : new MappedBuilder(this.length);
    for (let at = from; at < to; ) {
      const end = Math.min(lineEnd(this.source.text, at) + 1, to);
      const shift = this.comment(at, end) - at;
      const begin = Math.max(at, commandFrom ?? end);
      if (begin < end) script?.addStraight(this.source.text.slice(begin, end), begin + shift);
      at = end;
    }
    if (script) this.commands.push(withInterpreter(script.build()));
  }

  /** Returns where the text now stands. */
  private comment(from: number, to: number): number {
    this.put("#", this.source.span(from, from));
    const at = this.length;
    this.keep(from, to);
    return at;
  }

  private keep(from: number, to: number): void {
    this.builder.append(this.source, from, to);
    this.length += Math.max(0, to - from);
  }

  /** Text that is not in the notebook. */
  private put(text: string, at: Span): void {
    this.builder.add(text, at.start, at.start);
    this.length += text.length;
  }
}

/** `!{sys.executable} -m pip …`, where IPython fills in the kernel's own Python. */
function withInterpreter(script: MappedText): MappedText {
  const found = /^\s*"?\{sys\.executable\}"?(?=\s)/.exec(script.text);
  if (!found) return script;
  const builder = script.rebuild();
  builder.put("python", 0, found[0].length);
  for (let i = found[0].length; i < script.text.length; i++) builder.keep(i);
  return builder.build();
}

function continuedEnd(text: string, end: number): number {
  while (end < text.length && /\\[ \t]*\r?$/.test(text.slice(Math.max(0, end - 20), end))) end = lineEnd(text, end + 1);
  return end;
}
