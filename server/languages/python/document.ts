/** A text and its statements: parsed when first asked for, and after an edit only what changed is built again. */
import type { Comment, Problem, PyNode, PyStmt } from "../../../rules/api.ts";
import type { TextChange } from "../../engine/language.ts";
import { childrenOf } from "./children.ts";
import { Place, setParent, type Base } from "./located.ts";
import { editTree, type Grammar, type Tree } from "./parser.ts";
import { isBroken, topLevel, type Raw, type RawStatement } from "./raw.ts";
import { statements } from "./statements.ts";

/** A top-level statement, or a member of a class, with everything below it in nodes relative to `base`; members are chunks of their own. */
export interface Chunk {
  readonly base: Base;
  readonly type: string;
  readonly body: readonly PyStmt[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  /** Without what is in `members`. */
  readonly byKind: ReadonlyMap<PyNode["kind"], readonly PyNode[]>;
  readonly members: readonly { readonly chunk: Chunk; readonly from: number }[];
  /** False when something could not be read: then the text alone does not decide the tree. */
  readonly isSound: boolean;
}

/** More edits at once than this are cheaper as one fresh parse. */
const manyChanges = 40;

/** Longer texts are followed incrementally even while broken: a fresh tree at every letter would be felt. */
const longestReadAnew = 50_000;

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
    const tree = this.follow(old);
    if (!tree) return [];
    this.tree = tree;
    const reusable = new Reusable(this.known);
    const chunks: Chunk[] = [];
    for (const found of topLevel(tree, this.grammar)) {
      const chunk = this.chunkOf(found, reusable);
      for (const statement of chunk.body) setParent(statement, undefined); // it may have been the member of a class that is gone
      chunks.push(chunk);
    }
    return chunks;
  }

  /** How the parser finds its way through broken text depends on the tree it starts from, so brokenness is read anew. */
  private follow(old: Tree | undefined): Tree | null {
    const { parser } = this.grammar;
    const isShort = this.current.length <= longestReadAnew;
    const wasBroken = old?.rootNode.hasError === true;
    const tree = parser.parse(this.current, isShort && wasBroken ? undefined : old);
    old?.delete();
    if (!tree || !old || !isShort || wasBroken || !tree.rootNode.hasError) return tree;
    tree.delete();
    return parser.parse(this.current);
  }

  private chunkOf(found: RawStatement, reusable: Reusable): Chunk {
    const text = this.current.slice(found.start, found.end);
    return (found.isBroken ? undefined : reusable.take(found, text)) ?? this.build(found, text, reusable);
  }

  private build(found: RawStatement, text: string, reusable: Reusable): Chunk {
    const base: Base = { offset: found.start, text };
    const comments: Raw[] = [];
    const members: { chunk: Chunk; from: number }[] = [];
    const raw = found.read(comments, (member) => {
      const chunk = this.chunkOf(member, reusable);
      const from = member.start - found.start;
      members.push({ chunk, from });
      return { type: member.type, field: "", from, to: member.end - found.start, isNamed: true, kids: [], isSound: chunk.isSound, built: chunk.body };
    });
    if (raw.type === "comment") comments.push(raw);
    const body = raw.type === "comment" || raw.type === "line_continuation" ? [] : statements({ base, reread: (rest, from) => this.reread(rest, from) }, raw);
    const byKind = new Map<PyNode["kind"], PyNode[]>();
    const built = new Set<PyNode>(members.flatMap(({ chunk }) => chunk.body));
    for (const statement of body) link(statement, undefined, byKind, built);
    return {
      base, type: found.type, body, byKind, members: members.filter(({ chunk }) => !chunk.body.some((one) => built.has(one))),
      comments: comments.sort((a, b) => a.from - b.from).map((one) => ({ at: new Place(base, one.from, one.to), text: text.slice(one.from, one.to).replace(/^#+/, "").trim() })),
      problems: damaged(raw).map((one) => ({ at: new Place(base, one.from, one.to), message: "This cannot be read as Python." })),
      isSound: raw.isSound && body.length === 1,
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

/** Earlier chunks by type and text, handed out in order and never twice. */
class Reusable {
  private readonly byText = new Map<string, Chunk[]>();
  private readonly taken = new Set<Chunk>();

  constructor(chunks: readonly Chunk[]) {
    this.add(chunks);
    for (const list of this.byText.values()) list.reverse();
  }

  take(found: RawStatement, text: string): Chunk | undefined {
    const list = this.byText.get(`${found.type}\n${text}`);
    for (let chunk = list?.pop(); chunk; chunk = list?.pop()) {
      if (this.isTaken(chunk)) continue;
      this.claim(chunk, found.start);
      return chunk;
    }
    return undefined;
  }

  private add(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      this.add(chunk.members.map((member) => member.chunk));
      if (!chunk.isSound) continue;
      const key = `${chunk.type}\n${chunk.base.text}`;
      const list = this.byText.get(key);
      if (list) list.push(chunk);
      else this.byText.set(key, [chunk]);
    }
  }

  private isTaken(chunk: Chunk): boolean {
    return this.taken.has(chunk) || chunk.members.some((member) => this.isTaken(member.chunk));
  }

  private claim(chunk: Chunk, offset: number): void {
    this.taken.add(chunk);
    chunk.base.offset = offset;
    for (const { chunk: member, from } of chunk.members) this.claim(member, offset + from);
  }
}

/** Chunks with their members behind them, in source order. */
export function flattened(chunks: readonly Chunk[]): Chunk[] {
  return chunks.flatMap((chunk) => (chunk.members.length > 0 ? [chunk, ...flattened(chunk.members.map((member) => member.chunk))] : [chunk]));
}

/** `built` are roots of other chunks: they get their parent, are left alone otherwise, and are struck off. */
function link(node: PyNode, parent: PyNode | undefined, byKind: Map<PyNode["kind"], PyNode[]>, built: Set<PyNode>): void {
  setParent(node, parent);
  if (built.delete(node)) return;
  const list = byKind.get(node.kind);
  if (list) list.push(node);
  else byKind.set(node.kind, [node]);
  for (const child of childrenOf(node)) link(child, node, byKind, built);
}

function damaged(raw: Raw): Raw[] {
  if (raw.isSound || raw.built) return [];
  return isBroken(raw) ? [raw] : raw.kids.flatMap(damaged);
}

function shifted(raw: Raw, by: number): Raw {
  return { ...raw, from: raw.from + by, to: raw.to + by, kids: raw.kids.map((kid) => shifted(kid, by)) };
}
