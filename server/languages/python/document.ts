/** A text and its statements: parsed when first asked for, and after an edit only what changed is built again. */
import type { Comment, Problem, PyNode, PyStmt } from "../../../rules/api.ts";
import type { TextChange } from "../../engine/language.ts";
import { childrenOf } from "./children.ts";
import { Place, setParent, type Base } from "./located.ts";
import { editTree, type Grammar, type Tree } from "./parser.ts";
import { isBroken, topLevel, type Raw, type RawStatement } from "./raw.ts";
import { isSound, statements } from "./statements.ts";

/** A top-level statement with everything below it, in nodes relative to `base`. */
export interface Chunk {
  readonly base: Base;
  readonly type: string;
  readonly body: readonly PyStmt[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  readonly byKind: ReadonlyMap<PyNode["kind"], readonly PyNode[]>;
  /** False when something could not be read: then the text alone does not decide the tree. */
  readonly isSound: boolean;
}

/** More edits at once than this are cheaper as one fresh parse. */
const manyChanges = 40;

export class PythonDocument {
  private tree: Tree | undefined;
  private known: readonly Chunk[] = [];
  private isCurrent = false;

  constructor(private readonly grammar: Grammar, private current: string) {}

  get text(): string {
    return this.current;
  }

  chunks(): readonly Chunk[] {
    if (!this.isCurrent) {
      this.known = this.parse();
      this.isCurrent = true;
    }
    return this.known;
  }

  update(changes: readonly TextChange[], text: string): void {
    if (this.tree) this.tellTree(this.tree, changes, text);
    this.current = text;
    this.isCurrent = false;
  }

  dispose(): void {
    this.tree?.delete();
    this.tree = undefined;
  }

  private tellTree(tree: Tree, changes: readonly TextChange[], text: string): void {
    let before = this.current;
    if (changes.length <= manyChanges) {
      for (const { at, text: inserted } of changes) {
        editTree(tree, before, at.start, at.end, inserted);
        before = before.slice(0, at.start) + inserted + before.slice(at.end);
      }
      if (before === text) return;
    }
    this.dispose();
  }

  private parse(): readonly Chunk[] {
    const old = this.tree;
    this.tree = undefined;
    const tree = this.grammar.parser.parse(this.current, old);
    old?.delete();
    if (!tree) return [];
    this.tree = tree;
    const reusable = new Reusable(this.known);
    const chunks: Chunk[] = [];
    for (const found of topLevel(tree, this.grammar)) {
      const text = this.current.slice(found.start, found.end);
      chunks.push(reusable.take(found, text) ?? this.build(found, text));
    }
    return chunks;
  }

  private build(found: RawStatement, text: string): Chunk {
    const base: Base = { offset: found.start, text };
    const comments: Raw[] = [];
    const raw = found.read(comments);
    const reading = { base, reread: (rest: string, from: number) => this.reread(rest, from) };
    if (raw.type === "comment") comments.push(raw);
    const body = raw.type === "comment" || raw.type === "line_continuation" ? [] : statements(reading, raw);
    const byKind = new Map<PyNode["kind"], PyNode[]>();
    for (const statement of body) link(statement, undefined, byKind);
    return {
      base, type: found.type, body, byKind,
      comments: comments.sort((a, b) => a.from - b.from).map((one) => ({ at: new Place(base, one.from, one.to), text: text.slice(one.from, one.to).replace(/^#+/, "").trim() })),
      problems: damaged(raw).map((one) => ({ at: new Place(base, one.from, one.to), message: "This cannot be read as Python." })),
      isSound: isSound(raw) && body.length === 1,
    };
  }

  /** Comments in there were already met in the first reading. */
  private reread(text: string, from: number): Raw[] {
    const tree = this.grammar.parser.parse(text);
    if (!tree) return [];
    const kids: Raw[] = [];
    for (const found of topLevel(tree, this.grammar)) {
      const raw = found.read([]);
      if (raw.type !== "comment" && raw.type !== "line_continuation") kids.push(shifted(raw, from + found.start));
    }
    tree.delete();
    return kids;
  }
}

/** Earlier chunks by type and text, handed out in order. */
class Reusable {
  private readonly byText = new Map<string, Chunk[]>();

  constructor(chunks: readonly Chunk[]) {
    for (const chunk of chunks) {
      if (!chunk.isSound) continue;
      const key = `${chunk.type}\n${chunk.base.text}`;
      const list = this.byText.get(key);
      if (list) list.push(chunk);
      else this.byText.set(key, [chunk]);
    }
    for (const list of this.byText.values()) list.reverse();
  }

  take(found: RawStatement, text: string): Chunk | undefined {
    const chunk = this.byText.get(`${found.type}\n${text}`)?.pop();
    if (chunk) chunk.base.offset = found.start;
    return chunk;
  }
}

function link(node: PyNode, parent: PyNode | undefined, byKind: Map<PyNode["kind"], PyNode[]>): void {
  setParent(node, parent);
  const list = byKind.get(node.kind);
  if (list) list.push(node);
  else byKind.set(node.kind, [node]);
  for (const child of childrenOf(node)) link(child, node, byKind);
}

function damaged(raw: Raw): Raw[] {
  return isBroken(raw) ? [raw] : raw.kids.flatMap(damaged);
}

function shifted(raw: Raw, by: number): Raw {
  return { ...raw, from: raw.from + by, to: raw.to + by, kids: raw.kids.map((kid) => shifted(kid, by)) };
}
