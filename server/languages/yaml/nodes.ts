/** Turns YAML text into plain nodes: tolerant, aliases resolved, bounded in size and depth. */
import { Composer, isAlias, isMap, isPair, isScalar, isSeq, Parser, type CST, type Document, type Node, type Scalar } from "yaml";
import type { Span, YamlScalar } from "../../../rules/api.ts";
import { readPlainly } from "./plain.ts";
import { type Base, SourceScalar, type Source } from "./scalars.ts";
import { deepest, Entry, longest, Mapping, mostMerges, Sequence, type TreeNode } from "./tree.ts";

/** From the start of the text, or the end of the one before, comments included. */
export interface RawDocument {
  /** Where its nodes are told from; its start. */
  readonly base: Base;
  readonly start: number;
  end: number;
  root: TreeNode | undefined;
  /** Counts the times it was read anew; moving does not count. */
  version: number;
}

export interface YamlProblem {
  at: Span;
  readonly message: string;
}

export interface ParsedYaml {
  readonly documents: readonly RawDocument[];
  readonly problems: readonly YamlProblem[];
  /** `{{ … }}` stands where YAML has no string: a template that is not rendered yet. */
  readonly isTemplate: boolean;
  /** Some node has a name, or stands for a named one: no part can be read on its own. */
  readonly hasAnchors: boolean;
  /** Of collections inside collections. */
  readonly depth: number;
  readonly source: Source;
  /** The stretch of the text that was read anew after the last edit, where that was not all of it. */
  readonly reread?: Span;
}

/** `start` is where `text` begins in the text that places are told of, which is then the source's; `within` what places of its one document are told from. */
export function parseYaml(text: string, start = 0, source: Source = { text }, within?: Base): ParsedYaml {
  const plain = text.length > longest ? undefined : readPlainly(text, start, source, within);
  if (!plain) return parseByGrammar(text, start, source, within);
  const { documents, depth, isTemplate } = plain;
  const ends = [...documents.slice(1).map(({ base }) => base.offset), start + text.length];
  return { documents: documents.map(({ base, root }, index) => new ReadDocument(base, ends[index] ?? base.offset, root)), problems: [], isTemplate, hasAnchors: false, depth, source };
}

/** As the parser has it that knows all of YAML. */
export function parseByGrammar(text: string, start = 0, source: Source = { text }, within?: Base): ParsedYaml {
  const nothing = { documents: [], problems: [], isTemplate: false, hasAnchors: false, depth: 0, source };
  const refuse = (message: string): ParsedYaml => ({ ...nothing, problems: [{ at: { start: 0, end: 0 }, message }] });
  if (text.length > longest) return refuse(`Longer than ${longest} characters: not read as YAML.`);
  const tokens = [...new Parser().parse(text)];
  const { depth, isTemplate } = measure(tokens, text);
  if (isTemplate) return { ...nothing, isTemplate };
  if (depth > deepest) return refuse(`Nested more than ${deepest} levels deep: not read as YAML.`);
  const composed: Document.Parsed[] = [];
  for (const document of new Composer({ uniqueKeys: false, strict: false, logLevel: "silent", prettyErrors: false }).compose(tokens, false, text.length)) composed.push(document);
  const starts = [0, ...composed.slice(1).map(({ range }) => range[0]), text.length].map((offset) => start + offset);
  const bases = composed.map((_, index): Base => within ?? { source, offset: starts[index] ?? start });
  const readers = bases.map((base) => new Reader(base, start, start + text.length));
  const documents = composed.map(({ contents }, index) => new ReadDocument(bases[index] ?? { source, offset: start }, starts[index + 1] ?? start + text.length, contents ? readers[index]?.read(contents) : undefined));
  const errors = composed.flatMap((document) => document.errors.map(({ pos, message }) => ({ at: clamp([pos[0] + start, pos[1] + start], start + text.length), message })));
  return { documents, problems: [...errors, ...readers.flatMap(({ unknown }) => unknown).slice(0, mostMerges)], isTemplate, hasAnchors: readers.some((reader) => reader.hasAnchors), depth, source };
}

class ReadDocument implements RawDocument {
  private length: number;
  version = 0;

  constructor(readonly base: Base, end: number, public root: TreeNode | undefined) {
    this.length = end - base.offset;
  }

  get start(): number {
    return this.base.offset;
  }

  get end(): number {
    return this.base.offset + this.length;
  }

  set end(offset: number) {
    this.length = offset - this.base.offset;
  }
}

/** Walks the tokens without recursion. */
function measure(tokens: readonly CST.Token[], text: string): { readonly depth: number; readonly isTemplate: boolean } {
  const mayBeTemplate = text.includes("{{");
  const stack: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  let depth = 0;
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token } = next;
    depth = Math.max(depth, next.depth);
    if (mayBeTemplate && token.type === "flow-collection" && text.startsWith("{{", token.start.offset)) return { depth, isTemplate: true };
    if (token.type === "document" && token.value) stack.push({ token: token.value, depth: next.depth });
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if (item.key) stack.push({ token: item.key, depth: next.depth + 1 });
      if (item.value) stack.push({ token: item.value, depth: next.depth + 1 });
    }
  }
  return { depth, isTemplate: false };
}

class Reader {
  hasAnchors = false;
  /** Aliases that lead nowhere. */
  readonly unknown: YamlProblem[] = [];
  private readonly anchors = new Map<string, TreeNode>();

  constructor(private readonly base: Base, private readonly start: number, private readonly limit: number) {}

  read(node: Node): TreeNode {
    const made = this.make(node);
    if ("anchor" in node && node.anchor) {
      this.hasAnchors = true;
      this.anchors.set(node.anchor, made);
    }
    return made;
  }

  private make(node: Node): TreeNode {
    const at = this.placeOf(node);
    if (isAlias(node)) {
      this.hasAnchors = true;
      return this.anchors.get(node.source) ?? this.nowhere(node.source, at);
    }
    if (isScalar(node)) return this.scalar(node, at);
    if (isSeq(node)) return new Sequence(this.base, at, node.flow === true, node.items.map((item) => this.item(item, at)));
    if (isMap(node)) return new Mapping(this.base, at, node.flow === true, node.items.flatMap((pair) => (isPair(pair) ? [this.entry(pair.key, pair.value, at)] : [])));
    return this.missing(at.start);
  }

  /** `[a: b]` is a mapping inside a sequence. */
  private item(item: unknown, around: Span): TreeNode {
    if (isPair(item)) {
      const entry = this.entry(item.key, item.value, around);
      return new Mapping(this.base, { start: entry.start, end: entry.end }, true, [entry]);
    }
    return isNode(item) ? this.read(item) : this.missing(around.start);
  }

  private entry(key: unknown, value: unknown, around: Span): Entry {
    const keyNode = isNode(key) ? this.read(key) : undefined;
    const keyAt = keyNode && !isAliasNode(key) ? spanOf(keyNode) : isNode(key) ? this.placeOf(key) : { start: around.start, end: around.start };
    const valueNode = isNode(value) ? this.read(value) : this.missing(keyAt.end);
    const aliasEnd = isAliasNode(value) && isNode(value) ? this.placeOf(value).end : undefined;
    return new Entry(this.base, keyNode?.kind === "scalar" ? keyNode.value : "", keyAt, valueNode, aliasEnd);
  }

  private scalar(node: Scalar, at: Span): SourceScalar {
    const style = styles[node.type ?? "PLAIN"] ?? "plain";
    const isString = typeof node.value === "string";
    const value = isString ? (node.value as string) : (node.source ?? "");
    const type = isString ? "string" : typeof node.value === "number" || typeof node.value === "bigint" ? "number" : typeof node.value === "boolean" ? "boolean" : "null";
    return new SourceScalar(this.base, at, value, type, style);
  }

  private nowhere(name: string, at: Span): SourceScalar {
    if (this.unknown.length < mostMerges) this.unknown.push({ at, message: `No anchor &${name.slice(0, 60)} is complete before this alias.` });
    return this.missing(at.start);
  }

  private missing(at: number): SourceScalar {
    return new SourceScalar(this.base, { start: at, end: at }, "", "null", "plain");
  }

  private placeOf(node: Node): Span {
    const [start, end] = node.range ?? [0, 0];
    return clamp([start + this.start, end + this.start], this.limit);
  }
}

const styles: Readonly<Record<string, YamlScalar["style"]>> = {
  PLAIN: "plain", QUOTE_SINGLE: "single", QUOTE_DOUBLE: "double", BLOCK_LITERAL: "literal", BLOCK_FOLDED: "folded",
};

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function isAliasNode(value: unknown): boolean {
  return isAlias(value);
}

function clamp(at: readonly [number, number], length: number): Span {
  const start = Math.min(Math.max(at[0], 0), length);
  return { start, end: Math.min(Math.max(at[1], start), length) };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
