/** Turns YAML text into plain nodes: tolerant, aliases resolved, bounded in size and depth. */
import { Composer, isAlias, isMap, isPair, isScalar, isSeq, Parser, type CST, type Document, type Node, type Scalar } from "yaml";
import type { Problem, Span, YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "../../../rules/api.ts";
import { SourceScalar } from "./scalars.ts";

export interface RawDocument extends Span {
  readonly root: YamlNode | undefined;
}

export interface ParsedYaml {
  readonly documents: readonly RawDocument[];
  readonly problems: readonly Problem[];
  /** `{{ … }}` stands where YAML has no string: a template that is not rendered yet. */
  readonly isTemplate: boolean;
}

/** Larger files are data, not configuration that people write. */
const longest = 1_500_000;
/** The composer recurses; deeper texts are refused before it starts. */
const deepest = 120;

export function parseYaml(text: string): ParsedYaml {
  const refuse = (message: string): ParsedYaml => ({ documents: [], problems: [{ at: { start: 0, end: 0 }, message }], isTemplate: false });
  if (text.length > longest) return refuse(`Longer than ${longest} characters: not read as YAML.`);
  const tokens = [...new Parser().parse(text)];
  const shape = measure(tokens, text);
  if (shape.isTemplate) return { documents: [], problems: [], isTemplate: true };
  if (shape.depth > deepest) return refuse(`Nested more than ${deepest} levels deep: not read as YAML.`);
  const documents: Document.Parsed[] = [];
  for (const document of new Composer({ uniqueKeys: false, strict: false, logLevel: "silent", prettyErrors: false }).compose(tokens, false, text.length)) documents.push(document);
  const unknown: Problem[] = [];
  return {
    documents: documents.map((document) => convert(document, text, unknown)),
    problems: [...documents.flatMap(({ errors }) => errors.map(({ pos, message }) => ({ at: clamp(pos, text.length), message }))), ...unknown],
    isTemplate: false,
  };
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

function convert(document: Document.Parsed, text: string, unknown: Problem[]): RawDocument {
  const [start, , end] = document.range;
  const reader = new Reader(text, unknown);
  return { start, end, root: document.contents ? reader.read(document.contents) : undefined };
}

class Mapping implements YamlMapping {
  readonly kind = "mapping";
  constructor(readonly start: number, readonly end: number, readonly entries: readonly YamlEntry[]) {}

  entry(key: string): YamlEntry | undefined {
    for (let i = this.entries.length - 1; i >= 0; i--) if (this.entries[i]?.key === key) return this.entries[i];
    return undefined;
  }

  get(key: string): YamlNode | undefined {
    return this.entry(key)?.value ?? this.merged(key, new Set([this]));
  }

  /** `seen` keeps merges of merges of merges from being read more than once each. */
  private merged(key: string, seen: Set<YamlNode>): YamlNode | undefined {
    const merge = this.entry("<<")?.value;
    for (const source of merge?.kind === "sequence" ? merge.items : merge ? [merge] : []) {
      if (!(source instanceof Mapping) || seen.has(source) || seen.size > mostMerges) continue;
      seen.add(source);
      const value = source.entry(key)?.value ?? source.merged(key, seen);
      if (value) return value;
    }
    return undefined;
  }
}

/** Enough for any file people write, and no deeper than the stack. */
const mostMerges = 200;

class Reader {
  private readonly anchors = new Map<string, YamlNode>();

  /** `unknown` takes the aliases that lead nowhere. */
  constructor(private readonly text: string, private readonly unknown: Problem[]) {}

  read(node: Node): YamlNode {
    const made = this.make(node);
    if ("anchor" in node && node.anchor) this.anchors.set(node.anchor, made);
    return made;
  }

  private make(node: Node): YamlNode {
    const at = this.placeOf(node);
    if (isAlias(node)) return this.anchors.get(node.source) ?? this.nowhere(node.source, at);
    if (isScalar(node)) return this.scalar(node, at);
    if (isSeq(node)) return { kind: "sequence", ...at, items: node.items.map((item) => this.item(item, at)) } satisfies YamlSequence;
    if (isMap(node)) return new Mapping(at.start, at.end, node.items.flatMap((pair) => (isPair(pair) ? [this.entry(pair.key, pair.value, at)] : [])));
    return this.missing(at.start);
  }

  /** `[a: b]` is a mapping inside a sequence. */
  private item(item: unknown, around: Span): YamlNode {
    if (isPair(item)) {
      const entry = this.entry(item.key, item.value, around);
      return new Mapping(entry.start, entry.end, [entry]);
    }
    return isNode(item) ? this.read(item) : this.missing(around.start);
  }

  private entry(key: unknown, value: unknown, around: Span): YamlEntry {
    const keyNode = isNode(key) ? this.read(key) : undefined;
    const keyAt = keyNode && !isAliasNode(key) ? spanOf(keyNode) : isNode(key) ? this.placeOf(key) : { start: around.start, end: around.start };
    const valueNode = isNode(value) ? this.read(value) : this.missing(keyAt.end);
    const valueEnd = isNode(value) ? this.placeOf(value).end : keyAt.end;
    return { start: keyAt.start, end: Math.max(keyAt.end, valueEnd), key: keyNode?.kind === "scalar" ? keyNode.value : "", keyAt, value: valueNode, isAlias: isAliasNode(value) };
  }

  private scalar(node: Scalar, at: Span): YamlScalar {
    const style = styles[node.type ?? "PLAIN"] ?? "plain";
    const isString = typeof node.value === "string";
    const value = isString ? (node.value as string) : (node.source ?? "");
    const type = isString ? "string" : typeof node.value === "number" || typeof node.value === "bigint" ? "number" : typeof node.value === "boolean" ? "boolean" : "null";
    return new SourceScalar(this.text, at, value, type, style);
  }

  private nowhere(name: string, at: Span): YamlScalar {
    if (this.unknown.length < mostMerges) this.unknown.push({ at, message: `No anchor &${name.slice(0, 60)} is complete before this alias.` });
    return this.missing(at.start);
  }

  private missing(at: number): YamlScalar {
    return new SourceScalar(this.text, { start: at, end: at }, "", "null", "plain");
  }

  private placeOf(node: Node): Span {
    const [start, end] = node.range ?? [0, 0];
    return clamp([start, end], this.text.length);
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
