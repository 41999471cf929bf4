/** YAML nodes that know where they stand and can be moved, so that what an edit leaves alone is kept. */
import type { Span, YamlEntry, YamlMapping, YamlNode, YamlSequence } from "../../../rules/api.ts";
import { type Base, Placed, type SourceScalar } from "./scalars.ts";

/** Larger files are data, not configuration that people write. */
export const longest = 1_500_000;
/** Whoever reads or walks them recurses; deeper texts are refused before that. */
export const deepest = 120;

export type TreeNode = Mapping | Sequence | SourceScalar;

export class Mapping extends Placed implements YamlMapping {
  readonly kind = "mapping";

  /** A block ends with its last entry; braces have an end of their own. */
  constructor(base: Base, at: Span, readonly isFlow: boolean, readonly entries: Entry[]) {
    super(base, { start: at.start, end: isFlow ? at.end : (entries.at(-1)?.end ?? at.end) });
  }

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
export const mostMerges = 200;

export class Entry extends Placed implements YamlEntry {
  private readonly keyLength: number;
  readonly isAlias: boolean;

  /** `aliasEnd`: the value stands elsewhere, and this is where its alias ends. */
  constructor(base: Base, readonly key: string, keyAt: Span, readonly value: TreeNode, aliasEnd?: number) {
    super(base, { start: keyAt.start, end: Math.max(keyAt.end, aliasEnd ?? value.end) });
    this.keyLength = keyAt.end - keyAt.start;
    this.isAlias = aliasEnd !== undefined;
  }

  get keyAt(): Span {
    const { start } = this;
    return { start, end: start + this.keyLength };
  }
}

export class Sequence extends Placed implements YamlSequence {
  readonly kind = "sequence";

  /** A block ends with its last item; brackets have an end of their own. */
  constructor(base: Base, at: Span, readonly isFlow: boolean, readonly items: TreeNode[]) {
    super(base, { start: at.start, end: isFlow ? at.end : Math.max(at.start + 1, items.at(-1)?.end ?? at.end) });
  }
}

/** Inside of its document. Only for trees without aliases: a node that is reached twice would be moved twice. */
export function move(node: TreeNode | undefined, by: number): void {
  if (!node) return;
  node.shift(by);
  if (node.kind === "sequence") for (const item of node.items) move(item, by);
  else if (node.kind === "mapping") for (const entry of node.entries) moveEntry(entry, by);
}

export function moveEntry(entry: Entry, by: number): void {
  entry.shift(by);
  move(entry.value, by);
}
