/**
 * Reads statements out of the parser's memory: asked of its cursor, each question about each node would cross into wasm. The layout is that of tree-sitter's `subtree.h`,
 * `tree.h` and `parser.h` in the version that package.json pins; `parser.ts` compares with the cursor at load and keeps to the cursor where they differ.
 */
import type { Tree } from "web-tree-sitter";
import { deepest, extras, isAroundMembers, type OnMember, type Raw, type RawStatement } from "./raw.ts";
import type { Symbols } from "./parser.ts";

/** A small node lies in its parent's list of children, told by the lowest bit; of any other there is only the address. Its flags are in the first byte. */
const small = { inline: 1, visible: 2, extra: 8, missing: 32, symbol: 1, padding: 6, size: 7 } as const;
/** Flags of other nodes are in two bytes; the rest are places in bytes. */
const large = { visible: 1, extra: 4, missing: 512, padding: 4, size: 16, errorCost: 32, childCount: 36, symbol: 40, flags: 44, production: 66 } as const;
/** Places in the grammar, in bytes. */
const grammar = { symbolCount: 4, productionCount: 28, longestAliases: 36, fieldSlices: 64, fieldEntries: 68, publicSymbols: 76, aliases: 84 } as const;
/** Bytes of a place in a list of children. */
const slotSize = 8;
const bytesPerUnit = 2;

/** As the platform has it; the standard library of the language does not describe it. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** A node that is not hidden: where it stands in a list of children, and what its parents say of it. */
interface Found {
  readonly slot: number;
  /** In bytes. */
  readonly start: number;
  /** 0 where its parents call it nothing else. */
  readonly alias: number;
  readonly field: number;
}

/** Whoever wants the children of a node, one after the other. */
interface Visitor {
  visit(found: Found): void;
}

interface Reader {
  readonly base: number;
  readonly comments: Raw[];
  readonly isTreeSound: boolean;
}

export class TreeMemory {
  private words = new Uint32Array();
  private shorts = new Uint16Array();
  private bytes = new Uint8Array();
  /** By symbol, aliases included, the number that the cursor tells. */
  private readonly publicSymbols: readonly number[];
  /** By production and child. */
  private readonly fields: readonly (readonly number[])[];
  private readonly aliases: readonly (readonly number[])[];

  constructor(private readonly memory: WasmMemory, language: number, private readonly symbols: Symbols) {
    this.renew();
    const publicSymbols = this.word(language + grammar.publicSymbols);
    this.publicSymbols = Array.from({ length: this.word(language + grammar.symbolCount) }, (_, symbol) => this.short(publicSymbols + 2 * symbol));
    const productions = Array.from({ length: this.word(language + grammar.productionCount) }, (_, production) => production);
    this.fields = productions.map((production) => this.fieldsOf(language, production));
    const [aliases, longest] = [this.word(language + grammar.aliases), this.short(language + grammar.longestAliases)];
    this.aliases = productions.map((production) => (production === 0 ? [] : Array.from({ length: longest }, (_, place) => this.short(aliases + 2 * (production * longest + place)))));
  }

  /** Top-level statements and comments in order, to be read while the tree is there. */
  *topLevel(tree: Tree): Generator<RawStatement> {
    this.renew();
    const found: Found[] = [];
    const root = (tree as unknown as { readonly 0: number })[0];
    const isTreeSound = !this.hasError(root);
    this.children(root, this.padding(root), 0, { visit: (one) => void found.push(one) });
    for (const one of found) yield this.statement(one, isTreeSound);
  }

  private statement(found: Found, isTreeSound: boolean): RawStatement {
    this.renew();
    const start = found.start / bytesPerUnit;
    return {
      type: this.symbols.types[this.symbol(found)] ?? "ERROR", start, end: start + this.size(found.slot) / bytesPerUnit, isBroken: !isTreeSound && this.hasError(found.slot),
      read: (comments, onMember) => {
        this.renew();
        return this.read(found, { base: start, comments, isTreeSound }, 0, onMember);
      },
    };
  }

  private read(found: Found, reader: Reader, depth: number, onMember: OnMember | undefined): Raw {
    const id = this.symbol(found);
    const from = found.start / bytesPerUnit - reader.base;
    const to = from + this.size(found.slot) / bytesPerUnit;
    const type = this.symbols.types[id] ?? "ERROR";
    const field = this.symbols.fields[found.field] ?? "";
    const kids: Raw[] = [];
    if (depth > deepest) return { type: "ERROR", field, from, to, isNamed: true, kids, isSound: false };
    if (from === to && this.isMissing(found.slot)) return { type: "MISSING", field, from, to, isNamed: true, kids, isSound: false };
    if (this.isLeaf(found.slot)) return { type, field, from, to, isNamed: this.symbols.isNamed[id] ?? true, kids, isSound: type !== "ERROR" };
    const below = onMember && isAroundMembers(type, to - from) ? onMember : undefined;
    let isSound = type !== "ERROR";
    this.children(found.slot, found.start, 0, { visit: (one) => {
      const kid = below && type === "block" ? this.member(one, reader, depth, below) : this.read(one, reader, depth + 1, below);
      isSound = isSound && kid.isSound;
      if (!extras.has(kid.type)) kids.push(kid);
      else if (kid.type === "comment") reader.comments.push(kid);
    } });
    return { type, field, from, to, isNamed: this.symbols.isNamed[id] ?? true, kids, isSound };
  }

  private member(found: Found, reader: Reader, depth: number, onMember: OnMember): Raw {
    const statement = this.statement(found, reader.isTreeSound);
    if (extras.has(statement.type) || statement.type === "ERROR" || statement.start === statement.end) return this.read(found, reader, depth + 1, undefined);
    const raw = onMember(statement);
    this.renew();
    return raw;
  }

  /** Children of a node that the grammar hides stand for it; a field of it is theirs. */
  private children(slot: number, start: number, inherited: number, visitor: Visitor): void {
    if (this.isLeaf(slot)) return;
    const whole = this.word(slot);
    const count = this.word(whole + large.childCount);
    const production = this.short(whole + large.production);
    const [fields, aliases] = [this.fields[production], this.aliases[production]];
    const first = whole - count * slotSize;
    let from = start;
    let place = 0;
    for (let kid = first; kid < whole; from += this.size(kid), kid += slotSize) {
      if (kid > first) from += this.padding(kid);
      const isExtra = this.isExtra(kid);
      const alias = isExtra ? 0 : (aliases?.[place] ?? 0);
      const field = isExtra ? 0 : fields?.[place] || inherited;
      if (!isExtra) place++;
      if (alias !== 0 || this.isVisible(kid)) visitor.visit({ slot: kid, start: from, alias, field });
      else this.children(kid, from, field, visitor);
    }
  }

  private fieldsOf(language: number, production: number): readonly number[] {
    const slice = this.word(language + grammar.fieldSlices) + 4 * production;
    const first = this.word(language + grammar.fieldEntries) + 4 * this.short(slice);
    const fields: number[] = [];
    for (let entry = first; entry < first + 4 * this.short(slice + 2); entry += 4) {
      const [child, isInherited] = [this.byte(entry + 2), this.byte(entry + 3) !== 0];
      if (!isInherited) fields[child] ??= this.short(entry);
    }
    return Array.from(fields, (field) => field ?? 0);
  }

  private symbol({ slot, alias }: Found): number {
    const symbol = alias || (this.isSmall(slot) ? this.byte(slot + small.symbol) : this.short(this.word(slot) + large.symbol));
    return this.publicSymbols[symbol] ?? symbol;
  }

  private isSmall(slot: number): boolean {
    return (this.byte(slot) & small.inline) !== 0;
  }

  private isLeaf(slot: number): boolean {
    return this.isSmall(slot) || this.word(this.word(slot) + large.childCount) === 0;
  }

  private padding(slot: number): number {
    return this.isSmall(slot) ? this.byte(slot + small.padding) : this.word(this.word(slot) + large.padding);
  }

  private size(slot: number): number {
    return this.isSmall(slot) ? this.byte(slot + small.size) : this.word(this.word(slot) + large.size);
  }

  private isVisible(slot: number): boolean {
    return this.isSmall(slot) ? (this.byte(slot) & small.visible) !== 0 : (this.flags(slot) & large.visible) !== 0;
  }

  private isExtra(slot: number): boolean {
    return this.isSmall(slot) ? (this.byte(slot) & small.extra) !== 0 : (this.flags(slot) & large.extra) !== 0;
  }

  private isMissing(slot: number): boolean {
    return this.isSmall(slot) ? (this.byte(slot) & small.missing) !== 0 : (this.flags(slot) & large.missing) !== 0;
  }

  private hasError(slot: number): boolean {
    return this.isMissing(slot) || (!this.isSmall(slot) && this.word(this.word(slot) + large.errorCost) > 0);
  }

  private flags(slot: number): number {
    return this.short(this.word(slot) + large.flags);
  }

  private word(at: number): number {
    return this.words[at >>> 2] ?? 0;
  }

  private short(at: number): number {
    return this.shorts[at >>> 1] ?? 0;
  }

  private byte(at: number): number {
    return this.bytes[at] ?? 0;
  }

  /** Parsing may have made the memory grow, which takes the views of it away. */
  private renew(): void {
    const { buffer } = this.memory;
    if (this.words.buffer === buffer) return;
    this.words = new Uint32Array(buffer);
    this.shorts = new Uint16Array(buffer);
    this.bytes = new Uint8Array(buffer);
  }
}
