/** Gets ready for typing while nobody types: what the first keystroke would have to work out is worked out, and the code that answers it is run until it is compiled. */
import type { TextChange } from "../engine/language.ts";
import type { Pacer } from "./timing.ts";

/** A copy of a document that nothing else sees. */
export interface Copy {
  open(path: string, text: string, languageId: string): void;
  edit(path: string, changes: readonly TextChange[], text: string): void;
  findings(path: string): unknown;
  dispose?(): void;
}

/** An open document, and how to have a copy of it. */
export interface Stage {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly isOpen: boolean;
  /** Works out all that an edit rests on. */
  prepare(): void;
  scratch(): Copy;
}

/** How much of a document is rehearsed with, in characters: enough to meet most rules, little enough to cost nothing. */
const excerpt = 12_000;
/** How often a line is typed: V8 12 and later compile what runs often three times over, and the last time comes late. */
const rounds = Number.parseInt(process.versions.v8, 10) >= 12 ? 32 : 10;

export class Rehearsal {
  private readonly rehearsed = new Set<string>();
  private isEnding = false;

  constructor(private readonly pacer: Pacer) {}

  async begin(stage: Stage): Promise<void> {
    await new Promise((resolve) => { setTimeout(resolve, 300).unref(); }); // an opened document is shown first
    if (!await this.pacer.quiet(() => this.isEnding) || !stage.isOpen) return;
    stage.prepare();
    if (this.rehearsed.has(stage.languageId)) return;
    this.rehearsed.add(stage.languageId);
    const { path, languageId } = stage;
    const text = stage.text.slice(0, stage.text.indexOf("\n", excerpt) + 1 || stage.text.length);
    const copy = stage.scratch();
    copy.open(path, text, languageId);
    for (const [from, now] of script(text)) {
      if (!await this.pacer.quiet(() => this.isEnding)) break;
      copy.edit(path, [change(from, now)], now);
      copy.findings(path);
    }
    copy.dispose?.();
  }

  end(): void {
    this.isEnding = true;
  }
}

/** A line from the middle is typed again letter by letter, below itself and by itself at the end, and taken back. */
function* script(text: string): Generator<readonly [string, string]> {
  const lines = text.split("\n");
  const chosen = lines.slice(Math.floor(lines.length / 2)).find((line) => line.trim().length > 10 && line.length < 80) ?? "";
  const below = [text.indexOf(`${chosen}\n`) + chosen.length + 1, chosen] as const;
  const atEnd = [text.length, chosen.trim()] as const;
  for (let round = 0; chosen !== "" && round < rounds; round++) {
    let before = text;
    const [at, line] = round % 2 === 0 ? below : atEnd;
    for (let length = 1; length <= line.length; length++) {
      const now = `${text.slice(0, at)}${line.slice(0, length)}\n${text.slice(at)}`;
      yield [before, now];
      before = now;
    }
    yield [before, text];
  }
}

function change(before: string, now: string): { readonly at: { readonly start: number; readonly end: number }; readonly text: string } {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return { at: { start: head, end: before.length - tail }, text: now.slice(head, now.length - tail) };
}
