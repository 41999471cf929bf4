/** Edits as somebody at a keyboard makes them, one keystroke or command at a time: lines typed with slips and brackets that close themselves, lines moved, commented out, cut and pasted, names changed, much of it undone. */
import { difference } from "../../server/engine/fix.ts";
import type { TextChange } from "../../server/engine/language.ts";
import { pick, type Random } from "./mutations.ts";

type Changes = readonly TextChange[];

interface Place {
  readonly start: number;
  readonly end: number;
}

const closing = new Map([["(", ")"], ["[", "]"], ["{", "}"], ["\"", "\""], ["'", "'"], ["`", "`"]]);

/** By how a path ends: what makes a line a comment there. */
const commentMarks: readonly (readonly [RegExp, string])[] = [[/\.[cm]?[jt]sx?$|\.vue$|\.svelte$|\.json$/, "// "], [/\.(md|html)$/, "<!-- "], [/./, "# "]];

/** What is begun and for a while not ended: half of the texts an editor sees. */
const openings = ["\"\"\"", "'''", "(", "[", "{", "/*", "`", "def ", "class ", "if ", "try:", "with ", "for ", "@", "import ", "from ", "async ", "return", "lambda ", "else:", "except", "- ", "key:", "key: |", "---", "&a ", "RUN ", "FROM ", "ENV A=", "<<EOF", "\\", "#", "//", "=> {", "<div>", "<script>", "</script>", "export ", "const a = ", "${", "{{ ", "%%time", "!pip install ", "[tool.x]", "\"", "f\""];

/** One keyboard: what is still to be typed, where, and what can be undone. */
export class Typist {
  private cursor = 0;
  /** Letters still to come. */
  private rest = "";
  private clipboard = "";
  private readonly done: string[] = [];
  private readonly undone: string[] = [];
  private isUndoing = false;
  private readonly mark: string;

  constructor(private readonly random: Random, private readonly pool: string, path: string) {
    this.mark = commentMarks.find(([form]) => form.test(path))?.[1] ?? "# ";
  }

  /** The next keystroke or command; more than one change when one command makes them. */
  next(text: string): Changes {
    this.cursor = Math.min(this.cursor, text.length);
    this.isUndoing = false;
    const changes = this.rest !== "" && this.random() < 0.97 ? this.key(text) : this.command(text);
    if (!this.isUndoing) this.done.push(text);
    if (this.done.length > 60) this.done.shift();
    return changes;
  }

  private put(at: number, end: number, text: string, cursor = at + text.length): Changes {
    this.cursor = cursor;
    return [{ at: { start: at, end }, text }];
  }

  /** One letter, or a few as fast fingers and completion make them. */
  private key(text: string): Changes {
    const at = this.cursor;
    if (this.random() < 0.04) { // a slip, and what should have come still to come
      const wrong = pick(this.random, ["x", ")", "\"", " ", "{", ":", "#"]);
      this.rest = `\b${this.rest}`;
      return this.put(at, at, wrong);
    }
    const letter = this.rest.charAt(0);
    if (letter === "\b") {
      this.rest = this.rest.slice(1);
      return this.put(Math.max(0, at - 1), at, "");
    }
    if (letter === "\n") return this.enter(text);
    if (/\w/.test(letter) && this.random() < 0.2) { // a completion was taken: the word is there at once
      const word = /^\w+/.exec(this.rest)?.[0] ?? letter;
      this.rest = this.rest.slice(word.length);
      const begun = /\w*$/.exec(text.slice(Math.max(0, at - 40), at))?.[0].length ?? 0;
      return this.put(at - begun, at, text.slice(at - begun, at) + word);
    }
    this.rest = this.rest.slice(1);
    if (text.charAt(at) === letter && [...closing.values()].includes(letter) && this.random() < 0.8) { // typed over what had closed itself
      this.cursor = at + 1;
      return this.rest === "" ? this.command(text) : this.key(text);
    }
    const close = closing.get(letter);
    if (close !== undefined && this.random() < 0.7) return this.put(at, at, letter + close, at + 1);
    return this.put(at, at, letter);
  }

  private enter(text: string): Changes {
    this.rest = this.rest.slice(1);
    const line = text.slice(text.lastIndexOf("\n", this.cursor - 1) + 1, this.cursor);
    const own = /^[ \t]*/.exec(line)?.[0] ?? "";
    return this.put(this.cursor, this.cursor, `${text.includes("\r\n") ? "\r\n" : "\n"}${own}${/[:{([]\s*$/.test(line) ? "    " : ""}`);
  }

  private command(text: string): Changes {
    let left = this.random() * total;
    for (const [weight, make] of commands) {
      left -= weight;
      if (left < 0) return make(this, text);
    }
    return this.backspace(text);
  }

  /** Begins to type: a line of the pool on a line of its own, in the middle of one, or something left open. */
  type(text: string): Changes {
    const line = this.lines(this.pool, 1 + Math.floor(this.random() * 2));
    this.rest = this.random() < 0.25 ? pick(this.random, openings) : this.pool.slice(line.start, line.end).trim().slice(0, 100);
    const place = Math.floor(this.random() * (text.length + 1));
    const end = this.lineEnd(text, place);
    this.cursor = this.random() < 0.7 ? end : place;
    if (this.cursor === end && this.random() < 0.8) this.rest = `\n${this.rest}`;
    return this.rest === "" ? this.backspace(text) : this.key(text);
  }

  undo(text: string): Changes {
    const before = this.done.pop();
    this.rest = "";
    if (before === undefined) return this.backspace(text);
    this.undone.push(text);
    this.isUndoing = true;
    const back = difference(text, before);
    this.cursor = back.at.start + back.text.length;
    return [back];
  }

  redo(text: string): Changes {
    const after = this.undone.pop();
    return after === undefined ? this.undo(text) : [difference(text, after)];
  }

  backspace(text: string): Changes {
    const end = this.random() < 0.5 ? this.cursor : Math.floor(this.random() * (text.length + 1));
    return this.put(Math.max(0, end - 1 - (this.random() < 0.3 ? Math.floor(this.random() * 12) : 0)), end, "");
  }

  deleteLines(text: string): Changes {
    const at = this.lines(text);
    this.clipboard = text.slice(at.start, at.end);
    return this.put(at.start, at.end, "");
  }

  paste(text: string): Changes {
    const from = this.lines(this.pool);
    const pasted = this.clipboard !== "" && this.random() < 0.5 ? this.clipboard : this.pool.slice(from.start, from.end);
    const at = this.random() < 0.75 ? this.lines(text).start : Math.floor(this.random() * (text.length + 1));
    return this.put(at, at, pasted);
  }

  copyLine(text: string): Changes {
    const at = this.lines(text, 1);
    return this.put(at.end, at.end, text.slice(at.start, at.end));
  }

  /** Over its neighbour, as Alt and an arrow do. */
  moveLines(text: string): Changes {
    const at = this.lines(text, 1 + Math.floor(this.random() * 3));
    const next = { start: at.end, end: this.lineEnd(text, at.end) + 1 };
    if (next.start >= text.length) return this.copyLine(text);
    return this.put(at.start, Math.min(next.end, text.length), text.slice(next.start, next.end) + text.slice(at.start, at.end));
  }

  /** Commented out line by line, or back in when all of them are comments; each line a change of its own half the time. */
  toggleComment(text: string): Changes {
    const at = this.lines(text);
    const lines = text.slice(at.start, at.end).split(/(?<=\n)/);
    const isOut = lines.every((line) => line.trim() === "" || line.trimStart().startsWith(this.mark.trim()));
    const changed = lines.map((line) => (line.trim() === "" ? line : isOut ? line.replace(new RegExp(`${this.mark.trim()} ?`), "") : line.replace(/^[ \t]*/, (own) => own + this.mark)));
    if (this.random() < 0.5) return this.put(at.start, at.end, changed.join(""));
    let end = at.end;
    return lines.map((line, index) => { const start = end - (lines.at(-1 - index)?.length ?? 0); const change = { at: { start, end }, text: changed.at(-1 - index) ?? line }; end = start; return change; });
  }

  indent(text: string): Changes {
    const at = this.lines(text);
    const isDeeper = this.random() < 0.5;
    const unit = pick(this.random, ["    ", "  ", "\t"]);
    return this.put(at.start, at.end, text.slice(at.start, at.end).replace(/^(?=.)/gm, isDeeper ? unit : "").replace(isDeeper ? /(?!)/ : /^(?: {1,4}|\t)/gm, ""));
  }

  rename(text: string): Changes {
    const words = [...text.matchAll(/[A-Za-z_]\w{0,40}/g)];
    if (words.length === 0) return this.type(text);
    const [word] = pick(this.random, words);
    const name = this.random() < 0.5 ? `${word}2` : pick(this.random, words)[0];
    return words.filter(([one]) => one === word).reverse().map(({ index }) => ({ at: { start: index, end: index + word.length }, text: name }));
  }

  /** As a formatter on saving does: ends of lines trimmed, one line feed at the end. */
  format(text: string): Changes {
    const neat = `${text.replace(/[ \t]+$/gm, "").trimEnd()}\n`;
    return neat === text ? this.put(0, text.length, this.random() < 0.5 ? text : `${text}\n`) : [difference(text, neat)];
  }

  /** An import or setting put in at the top, as quick fixes do. */
  putOnTop(): Changes {
    const heads = this.pool.split("\n").filter((line) => /^(import|from|const|FROM|ARG|[\w-]+:|\[)/.test(line));
    return this.put(0, 0, heads.length > 0 ? `${pick(this.random, heads)}\n` : "\n");
  }

  replaceSelection(text: string): Changes {
    const start = Math.floor(this.random() * (text.length + 1));
    const end = Math.min(text.length, start + Math.floor(this.random() ** 3 * 200));
    const close = this.random() < 0.3 ? closing.get("(") : undefined;
    return this.put(start, end, close === undefined ? "" : `(${text.slice(start, end)})`); // taken away, or put in brackets
  }

  private lines(text: string, count = 1 + Math.floor(this.random() ** 2 * 8)): Place {
    const start = text.lastIndexOf("\n", Math.floor(this.random() * (text.length + 1)) - 1) + 1;
    let end = start;
    for (let left = count; left > 0; left--) end = Math.min(text.length, this.lineEnd(text, end) + 1);
    return { start, end };
  }

  private lineEnd(text: string, from: number): number {
    const found = text.indexOf("\n", from);
    return found < 0 ? text.length : found;
  }
}

const commands: readonly (readonly [weight: number, make: (typist: Typist, text: string) => Changes])[] = [
  [8, (typist, text) => typist.type(text)], [4, (typist, text) => typist.undo(text)], [1, (typist, text) => typist.redo(text)], [4, (typist, text) => typist.backspace(text)],
  [3, (typist, text) => typist.deleteLines(text)], [4, (typist, text) => typist.paste(text)], [1, (typist, text) => typist.copyLine(text)], [2, (typist, text) => typist.moveLines(text)],
  [3, (typist, text) => typist.toggleComment(text)], [2, (typist, text) => typist.indent(text)], [1, (typist, text) => typist.rename(text)], [0.5, (typist, text) => typist.format(text)],
  [1.5, (typist) => typist.putOnTop()], [2, (typist, text) => typist.replaceSelection(text)],
];
const total = commands.reduce((sum, [weight]) => sum + weight, 0);
