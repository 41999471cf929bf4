/** What is known of one file: at once what a keystroke shows, on first asking what only the project or a later comparison needs. */
import type { AnyRule, FileFacts } from "../../rules/api.ts";
import type { Anchored } from "./anchors.ts";
import { type FileRecord, KeptFile, toldText } from "./file-record.ts";
import { contentHash } from "./hash.ts";
import { type KeptLine, placesText, recently } from "./kept-places.ts";
import type { InternPool } from "./intern.ts";
import type { OpenFile } from "./language.ts";
import type { Raw } from "./lint.ts";
import { LineIndex } from "./positions.ts";
import type { Suppression } from "./suppress.ts";

/** Derived from the text while the file is open. */
interface Rest {
  readonly facts: FileFacts;
  readonly factsKey: string;
}

export class FileState {
  /** Configuration changed since: to be analysed again even if the text did not change. */
  isOutdated = false;
  /** Present while the file is open in an editor. */
  open: OpenFile | undefined;
  /** Of the facts that were last compared, as far as typing has moved them; undefined when the file's own facts were. */
  movedAnchors: Anchored | undefined;
  private text: string | undefined;
  private rest: Rest | undefined;
  /** Once the file is closed. */
  private kept: KeptFile | undefined;
  private knownHash: string | undefined;
  /** Of a file that is closed, where it is not kept here. */
  private textAgain: () => string = () => "";

  /** `role` is what the configuration says the file is for, if anything. */
  constructor(open: OpenFile | undefined, text: string | undefined, private index: LineIndex | (() => LineIndex), private found: readonly Raw[], private suppressed: readonly Suppression[], private readonly role?: string, private onFailure: (error: unknown) => void = () => {}) {
    this.open = open;
    this.text = text;
  }

  /** A text that can be read again is read when somebody asks where something stands. */
  static of(record: FileRecord, text: string | (() => string), rules: ReadonlyMap<string, AnyRule>, pool?: InternPool): FileState {
    const state = new FileState(undefined, undefined, typeof text === "string" ? new LineIndex(text) : () => new LineIndex(text()), [], []);
    const kept = new KeptFile(record, rules, pool);
    state.kept = kept;
    if (typeof text !== "string") state.textAgain = text;
    else if (!kept.lines) kept.keepLines(state.linesOf(text, kept.facts));
    return state;
  }

  get raw(): readonly Raw[] {
    return this.kept?.raw ?? this.found;
  }

  get suppressions(): readonly Suppression[] {
    return this.kept?.suppressions ?? this.suppressed;
  }

  get lines(): LineIndex {
    return typeof this.index === "function" ? (this.index = this.index()) : this.index;
  }

  /** Undefined while the file is open. */
  get record(): FileRecord | undefined {
    return this.kept?.record;
  }

  get facts(): FileFacts {
    return this.kept?.facts ?? this.derived().facts;
  }

  /** Where the places stand that project rules were told of. */
  get anchored(): Anchored {
    return this.movedAnchors ?? this.facts;
  }

  /** Whether the places are known without telling facts. */
  get knowsAnchors(): boolean {
    return this.movedAnchors !== undefined || this.rest !== undefined || this.kept !== undefined;
  }

  /** Equal for files whose facts say the same, wherever in the text. */
  get factsKey(): string {
    return this.kept?.factsKey ?? this.derived().factsKey;
  }

  /** Of the text; not needed while somebody types, and a walk over all of it. */
  get hash(): string {
    return this.kept?.hash ?? (this.knownHash ??= contentHash(this.text ?? ""));
  }

  /** The line an offset lies on, trimmed, for fingerprints. After `close` only lines that a finding may start on are known. */
  lineText(offset: number): string {
    const line = this.lines.lineAt(offset);
    if (this.text !== undefined) return this.lineOf(line, this.text);
    return (this.kept?.lines ?? recently(this.textAgain, () => new Map(this.linesOf(this.textAgain(), this.facts)))).get(line) ?? "";
  }

  /** Lets go of text and tree; what was taken from the text is copied, because a piece of a string keeps the whole alive. */
  close(pool?: InternPool): void {
    if (!this.open || this.text === undefined) return;
    const facts = this.rest?.facts ?? this.factsOf(this.open);
    const body = JSON.stringify(facts.body);
    const { found, text, hash } = this;
    this.kept = new KeptFile({
      hash, factsKey: this.rest?.factsKey ?? contentHash(body),
      told: toldText(found, this.suppressed, facts, body), places: placesText(facts.anchors, this.linesOf(text, facts)),
    }, found.length > 0 ? new Map(found.map(({ rule }) => [rule.id, rule])) : noRules, pool);
    this.found = [];
    this.suppressed = [];
    this.rest = undefined;
    this.text = undefined;
    this.open.dispose();
    this.open = undefined;
    this.onFailure = () => {}; // whoever made it may have had the tree in reach
  }

  /** Lets go of text and tree, and nothing more will be asked. */
  abandon(): void {
    this.open?.dispose();
    this.open = undefined;
  }

  private derived(): Rest {
    if (this.rest) return this.rest;
    if (!this.open || this.text === undefined) throw new Error("a closed file has been derived");
    const facts = this.factsOf(this.open);
    return (this.rest = { facts, factsKey: contentHash(JSON.stringify(facts.body)) });
  }

  /** Of the text, what fingerprints of findings may need. */
  private linesOf(text: string, { anchors }: FileFacts): readonly KeptLine[] {
    const { lines } = this;
    const known = new Uint8Array(lines.lineCount);
    const found: KeptLine[] = [];
    let [from, to] = [0, -1]; // the line that was last looked for: most stand close to each other
    const note = (offset: number) => {
      if (offset >= from && offset < to) return;
      const line = lines.lineAt(offset);
      [from, to] = [lines.lineStart(line), line + 1 < lines.lineCount ? lines.lineStart(line + 1) : text.length];
      if (known[line] === 1) return;
      known[line] = 1;
      found.push([line, text.slice(from, Math.min(to, from + longestLine)).trim()]);
    };
    for (const { finding } of this.raw) note(finding.at.start);
    for (const { at } of this.suppressions) note(at.start);
    for (const { start } of anchors) note(start);
    return found;
  }

  /** A file whose facts cannot be told is one without any: the project goes on. */
  private factsOf(open: OpenFile): FileFacts {
    try {
      return open.facts(this.role);
    } catch (error) {
      this.onFailure(error);
      return { path: open.file.path, language: open.file.language, anchors: [], body: {} };
    }
  }

  private lineOf(line: number, text: string): string {
    const start = this.lines.lineStart(line);
    const end = line + 1 < this.lines.lineCount ? this.lines.lineStart(line + 1) : text.length;
    return text.slice(start, Math.min(end, start + longestLine)).trim();
  }
}

/** Of a line, so many letters tell it from others. */
const longestLine = 400;
const noRules: ReadonlyMap<string, AnyRule> = new Map();
