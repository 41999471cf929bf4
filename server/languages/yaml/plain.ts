/**
 * Reads YAML as nearly all of it is written, in one go: a tenth of what the grammar's way costs. It gives the very nodes that the grammar would, or
 * nothing: anchors, tags, explicit keys, tabs, carriage returns and all that is broken are left to the grammar. `test/yaml/plain.test.ts` holds it to that.
 */
import type { Span } from "../../../rules/api.ts";
import { PlainFlow } from "./plain-flow.ts";
import { blockEnd, type BlockHeader, blockValue, spacesEnd } from "./plain-scalars.ts";
import { Refusal, refuse } from "../refusal.ts";
import type { Base, Source, SourceScalar } from "./scalars.ts";
import { Entry, Mapping, Sequence, type TreeNode } from "./tree.ts";

export interface PlainDocument {
  readonly base: Base;
  readonly root: TreeNode;
}

export interface PlainYaml {
  readonly documents: readonly PlainDocument[];
  /** Of collections inside collections. */
  readonly depth: number;
  /** A template that is not rendered yet: nothing else is known of it, and what follows its first mark is not looked at. */
  readonly isTemplate: boolean;
}

/** `start` is where `text` begins in the source, `within` what places of its one document are told from. Undefined for what is to be read in another way. */
export function readPlainly(text: string, start: number, source: Source, within: Base | undefined): PlainYaml | undefined {
  if (unusual.test(text) || text.startsWith("\ufeff")) return undefined;
  const reader = new PlainReader(text, start, source, within);
  try {
    return reader.all();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return reader.isTemplate ? { documents: [], depth: 0, isTemplate: true } : undefined;
  }
}

/** Characters that YAML forbids, or that its parser keeps for itself; the end of a document that is marked as such. */
const unusual = /[\0-\x08\x0b-\x1f\x7f]|^\.\.\.(?![^ \t\n])/m;

/** Where a node stands: below the line that leads to it, behind a dash, or behind the colon of a key. */
type Place = "below" | "item" | "value";

interface Key {
  readonly name: string;
  readonly at: Span;
}

class PlainReader extends PlainFlow {
  constructor(text: string, start: number, private readonly source: Source, private readonly within: Base | undefined) {
    super(text, start, within ?? { source, offset: start });
  }

  all(): PlainYaml {
    const documents: PlainDocument[] = [];
    this.toContent();
    if (this.at >= this.text.length) refuse();
    while (this.at < this.text.length) {
      if (documents.length > 0) this.base = this.within ?? { source: this.source, offset: this.start + this.at };
      documents.push({ base: this.base, root: this.document() });
    }
    return { documents, depth: this.depth, isTemplate: false };
  }

  private document(): TreeNode {
    if (this.isAtMark()) {
      const behind = spacesEnd(this.text, this.at + 3);
      this.at += 3;
      this.toNextLine();
      if (this.isAtEnd()) return this.missing(behind);
    }
    if (this.column !== 0) refuse();
    const root = this.node(-1, "below", 0);
    if (root.kind === "scalar" || root.isFlow || !this.isAtEnd()) refuse();
    return root;
  }

  private node(around: number, place: Place, depth: number): TreeNode {
    const { at, column, linesPassed } = this;
    const code = this.text.charCodeAt(at);
    if (this.isDash(at)) return place === "value" ? refuse() : this.sequence(column, depth);
    if (code === 91 || code === 123) {
      const found = this.flow(around + 1, 1, depth);
      this.toNextLine();
      return found;
    }
    if (code === 124 || code === 62) return place === "below" ? refuse() : this.block(around);
    const scalar = code === 34 || code === 39 ? this.quoted(around + 1) : this.plain(around + 1);
    const colon = spacesEnd(this.text, this.at);
    if (this.text.charCodeAt(colon) !== 58 || !this.isBlank(colon + 1)) {
      if (place === "below" && linesPassed > 1) refuse(); // how deep its lines are is told by those between
      this.toNextLine();
      return scalar;
    }
    if (place === "value" || this.isMultiline) refuse();
    this.at = colon + 1;
    return this.mapping(column, { name: scalar.value, at: { start: scalar.start, end: scalar.end } }, depth);
  }

  private mapping(column: number, first: Key, depth: number): Mapping {
    this.reach(depth + 1);
    const entries: Entry[] = [];
    for (let key: Key | undefined = first; key; key = this.nextKey(column)) {
      const { name, at }: Key = key;
      entries.push(new Entry(this.base, name, at, this.entryValue(column, depth + 1)));
    }
    return new Mapping(this.base, first.at, false, entries);
  }

  /** Of the entry in this column. */
  private nextKey(column: number): Key | undefined {
    if (this.isAtEnd() || this.column < column) return undefined;
    if (this.column > column || this.isDash(this.at)) refuse();
    this.checkTemplate();
    const code = this.text.charCodeAt(this.at);
    const scalar = code === 34 || code === 39 ? this.quoted(column + 1) : this.plain(column + 1);
    const colon = spacesEnd(this.text, this.at);
    if (this.isMultiline || this.text.charCodeAt(colon) !== 58 || !this.isBlank(colon + 1)) refuse();
    this.at = colon + 1;
    return { name: scalar.value, at: { start: scalar.start, end: scalar.end } };
  }

  private entryValue(column: number, depth: number): TreeNode {
    const behind = spacesEnd(this.text, this.at);
    if (!this.endsAt(behind)) {
      this.at = behind;
      return this.node(column, "value", depth);
    }
    this.toNextLine();
    if (this.isAtEnd() || this.column < column) return this.missing(behind);
    if (this.column > column) return this.node(column, "below", depth);
    return this.isDash(this.at) ? this.sequence(column, depth) : this.missing(behind);
  }

  private sequence(column: number, depth: number): Sequence {
    const start = this.at;
    const items: TreeNode[] = [];
    while (!this.isAtEnd() && this.column === column && this.isDash(this.at)) {
      const behind = spacesEnd(this.text, ++this.at);
      if (!this.endsAt(behind)) {
        this.at = behind;
        this.reach(depth + 1);
        items.push(this.node(column, "item", depth + 1));
        continue;
      }
      this.toNextLine();
      if (this.isAtEnd() || this.column <= column) items.push(this.missing(behind));
      else {
        this.reach(depth + 1);
        items.push(this.node(column, "below", depth + 1));
      }
    }
    if (!this.isAtEnd() && this.column > column) refuse();
    return new Sequence(this.base, { start: this.start + start, end: this.start + start }, false, items);
  }

  /** Behind its `|` or `>`. */
  private block(around: number): SourceScalar {
    const { at: from, text } = this;
    const sign = text.charAt(from + 1);
    const chomp = sign === "+" || sign === "-" ? sign : "";
    const header: BlockHeader = { isFolded: text.charAt(from) === ">", chomp };
    const behind = from + 1 + chomp.length;
    if (!this.isBlank(behind) || !this.endsAt(spacesEnd(text, behind))) refuse();
    const line = text.indexOf("\n", behind) + 1;
    if (line === 0) refuse();
    const end = blockEnd(text, line, around + 1, header) ?? refuse();
    const value = blockValue(text.slice(line, end), Math.max(around, 0), header) ?? refuse();
    this.at = this.lineStart = end;
    this.toContent();
    return this.scalar(from, end, value, "string", header.isFolded ? "folded" : "literal");
  }
}
