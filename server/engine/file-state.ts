/** What is known of one file: at once what a keystroke shows, on first asking what only the project or a later comparison needs. */
import type { AnyRule, FileFacts, Finding, Span } from "../../rules/api.ts";
import type { Anchored } from "./anchors.ts";
import { contentHash } from "./hash.ts";
import type { OpenFile } from "./language.ts";
import { type KeptLine, keptLines, keptSpans, recently } from "./kept-places.ts";
import type { Raw } from "./lint.ts";
import { LineIndex } from "./positions.ts";
import type { Suppression } from "./suppress.ts";

/** Derived from the text, and able to live without it. */
interface Rest {
  readonly facts: FileFacts;
  /** Equal for files whose facts say the same, wherever in the text. */
  readonly factsKey: string;
}

/** All that is kept of a file once its text and tree are gone: plain data, so that it can come from another thread or from the disk; anchors and lines may be worked out when they are asked for. */
export interface FileRecord extends Rest {
  /** Of the text. */
  readonly hash: string;
  /** Findings by the id of their rule. */
  readonly raw: readonly { readonly rule: string; readonly finding: Finding }[];
  readonly suppressions: readonly Suppression[];
  /** Number and trimmed text of the lines that a finding may start on, for fingerprints; undefined where they must not be kept and are taken from the text again. */
  readonly lines: readonly KeptLine[] | undefined;
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
  private knownHash: string | undefined;
  private keptLines: () => readonly KeptLine[] = () => [];

  constructor(open: OpenFile | undefined, text: string | undefined, private index: LineIndex | (() => LineIndex), public raw: readonly Raw[], public suppressions: readonly Suppression[], private onFailure: (error: unknown) => void = () => {}) {
    this.open = open;
    this.text = text;
  }

  /** Findings of rules that are not there any more are left out. A text that can be read again is read when somebody asks where something stands. */
  static of(record: FileRecord, text: string | (() => string), rules: ReadonlyMap<string, AnyRule>): FileState {
    const raw = record.raw.flatMap(({ rule: id, finding }) => {
      const rule = rules.get(id);
      return rule ? [{ rule, finding }] : [];
    });
    const state = new FileState(undefined, undefined, typeof text === "string" ? new LineIndex(text) : () => new LineIndex(text()), raw, record.suppressions);
    state.rest = { facts: record.facts, factsKey: record.factsKey };
    state.knownHash = record.hash;
    if (typeof text === "string") {
      state.keptLines = keptLines(record.lines ?? state.linesOf(text, record.facts));
    } else state.keptLines = () => record.lines ?? state.linesOf(text(), record.facts);
    return state;
  }

  get lines(): LineIndex {
    return typeof this.index === "function" ? (this.index = this.index()) : this.index;
  }

  /** Undefined while the file is open. */
  get record(): FileRecord | undefined {
    if (this.open || !this.rest) return undefined;
    return {
      ...this.rest, hash: this.hash, suppressions: this.suppressions, lines: this.keptLines(),
      raw: this.raw.map(({ rule, finding }) => ({ rule: rule.id, finding })),
    };
  }

  get facts(): FileFacts {
    return this.derived().facts;
  }

  /** Where the places stand that project rules were told of. */
  get anchored(): Anchored {
    return this.movedAnchors ?? this.facts;
  }

  /** Whether the places are known without telling facts. */
  get knowsAnchors(): boolean {
    return this.movedAnchors !== undefined || this.rest !== undefined;
  }

  get factsKey(): string {
    return this.derived().factsKey;
  }

  /** Of the text; not needed while somebody types, and a walk over all of it. */
  get hash(): string {
    return (this.knownHash ??= contentHash(this.text ?? ""));
  }

  /** The line an offset lies on, trimmed, for fingerprints. After `close` only lines that a finding may start on are known. */
  lineText(offset: number): string {
    const { line } = this.lines.position(offset);
    if (this.text !== undefined) return this.lineOf(line, this.text);
    return recently(this.keptLines, () => new Map(this.keptLines())).get(line) ?? "";
  }

  /** Lets go of text and tree; what was taken from the text is copied, because a piece of a string keeps the whole alive. */
  close(): void {
    if (!this.open || this.text === undefined) return;
    this.rest = this.rest ? { ...this.rest, facts: detached(this.rest.facts, copied(this.rest.facts.body)) } : this.told(this.open, true);
    this.knownHash ??= contentHash(this.text);
    this.raw = this.raw.map(({ rule, finding }) => ({ rule, finding: copied(bare(finding)) }));
    this.suppressions = copied(this.suppressions);
    this.keptLines = keptLines(this.linesOf(this.text, this.rest.facts));
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
    return (this.rest = this.told(this.open, false));
  }

  private told(open: OpenFile, isDetached: boolean): Rest {
    const facts = this.factsOf(open);
    const body = JSON.stringify(facts.body);
    return { facts: isDetached ? detached(facts, JSON.parse(body) as FileFacts["body"]) : facts, factsKey: contentHash(body) };
  }

  /** Of the text, what fingerprints of findings may need. */
  private linesOf(text: string, { anchors }: FileFacts): readonly KeptLine[] {
    const numbers = new Set<number>();
    for (const { finding } of this.raw) numbers.add(this.lines.position(finding.at.start).line);
    for (const { at } of this.suppressions) numbers.add(this.lines.position(at.start).line);
    for (const { start } of anchors) numbers.add(this.lines.position(start).line);
    return Array.from(numbers, (line) => [line, this.lineOf(line, text)] as const);
  }

  /** A file whose facts cannot be told is one without any: the project goes on. */
  private factsOf(open: OpenFile): FileFacts {
    try {
      return open.facts();
    } catch (error) {
      this.onFailure(error);
      return { path: open.file.path, language: open.file.language, anchors: [], body: {} };
    }
  }

  private lineOf(line: number, text: string): string {
    const start = this.lines.lineStart(line);
    const end = line + 1 < this.lines.lineCount ? this.lines.lineStart(line + 1) : text.length;
    return text.slice(start, Math.min(end, start + 400)).trim();
  }
}

/** Facts without the text in reach: a piece of a string keeps the whole alive. */
function detached(facts: FileFacts, body: FileFacts["body"]): FileFacts {
  const anchors = keptSpans(facts.anchors);
  return { ...facts, body, get anchors() { return anchors(); } };
}

/** What the contract of a finding names and nothing else: an extra property may lead to the whole tree. */
function bare({ at, message, variant, confidence, related, fixes, whenServed, otherwise, unlessProject }: Finding): Finding {
  const span = ({ start, end }: Span) => ({ start, end });
  return {
    at: span(at), message, ...(variant !== undefined && { variant }), ...(confidence !== undefined && { confidence }), ...(whenServed !== undefined && { whenServed }), ...(otherwise && { otherwise }), ...(unlessProject && { unlessProject }),
    ...(related && { related: related.map((step) => ({ at: span(step.at), message: step.message, ...(step.path !== undefined && { path: step.path }) })) }),
    ...(fixes && { fixes: fixes.map((fix) => ({ title: fix.title, safe: fix.safe, edits: fix.edits.map((edit) => ({ at: span(edit.at), text: edit.text })), ...(fix.version && { version: { ecosystem: fix.version.ecosystem, name: fix.version.name } }), ...(fix.has && { has: { ecosystem: fix.has.ecosystem, name: fix.has.name } }), ...(fix.appends && { appends: fix.appends.map(({ path, line }) => ({ path, line })) }) })) }),
  };
}

/** Findings, facts and lines are plain data by contract. */
function copied<T>(data: T): T {
  return JSON.parse(JSON.stringify(data)) as T;
}
