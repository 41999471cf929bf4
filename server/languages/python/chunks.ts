/** Statements with everything below them: read out of the parser's tree, and of a long definition part by part. */
import type { Comment, Problem, PyNode, PyStmt, Span } from "../../../rules/api.ts";
import { eachChild } from "./children.ts";
import { Place, setParent, type Base } from "./located.ts";
import type { Grammar } from "./parser.ts";
import { readPlain } from "./plain/statements.ts";
import { readUnfinished } from "./plain/unfinished.ts";
import { refuse } from "../refusal.ts";
import { extras, isBroken, longDefinition, shifted, topLevel, type Raw, type RawStatement } from "./raw.ts";
import type { Reusable } from "./reusable.ts";
import { bodyCuts, type BodyCuts } from "./segments.ts";
import { statements } from "./statements.ts";

/** A top-level statement, or a member of a definition, with everything below it in nodes relative to `base`; members are chunks of their own. */
export interface Chunk {
  readonly base: Base;
  readonly type: string;
  readonly body: readonly PyStmt[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  /** Without what is in `members`. */
  readonly byKind: ReadonlyMap<PyNode["kind"], readonly PyNode[]>;
  readonly members: readonly Member[];
  /** False when something could not be read: then the text alone does not decide the tree. */
  readonly isSound: boolean;
  /** Of a definition that was read part by part. */
  readonly parts?: readonly Part[];
}

export interface Member {
  readonly chunk: Chunk;
  readonly from: number;
}

/** A stretch of the body of a definition that is parsed by itself; places count from its beginning, but for those in `members`, which are chunks. */
export interface Part {
  readonly text: string;
  /** Statements that were built, and what could not be read. */
  readonly kids: readonly Raw[];
  readonly members: readonly Member[];
  readonly comments: readonly Raw[];
  /** Comments that stand further left than the body. */
  readonly behind: readonly Raw[];
  readonly to: number;
}

/** The text that is being read, and where it stands in the file. */
interface Within {
  readonly text: string;
  readonly offset: number;
  readonly reusable: Reusable | undefined;
}

/** Letters from which on the members that stay are worth more than a reading without the grammar, which cannot use them again. */
const longStatement = 400;

/** A part is parsed as the body of this, so that its first line may be indented. */
const stub = "class _:\n";

export class Reader {
  /** `plain` reads what it can without the grammar. */
  constructor(private readonly grammar: Grammar, private readonly plain: (text: string, offset: number) => readonly Chunk[] | undefined = readPlain, private readonly unfinished = readUnfinished) {}

  /** The statements and comments of a text that is parsed by itself. Nothing to use again means that it is read for the first time: a whole that can be read says what its parts would. */
  read(text: string, offset: number, reusable: Reusable | undefined): readonly Chunk[] {
    const within: Within = { text, offset, reusable };
    const chunks = (reusable && this.inParts(within)) ?? this.whole(within);
    for (const chunk of chunks) for (const statement of chunk.body) setParent(statement, undefined); // it may have been the member of a class that is gone
    return chunks;
  }

  private whole(within: Within): readonly Chunk[] {
    const plain = within.reusable ? this.edited(within) : this.plain(within.text, within.offset);
    if (plain) return plain;
    const tree = this.grammar.parser.parse(within.text);
    if (!tree) return [];
    const apart = !within.reusable && tree.rootNode.hasError ? this.inParts(within) : undefined;
    const chunks = apart ?? Array.from(topLevel(tree, this.grammar), (found) => this.chunkOf(found, within));
    tree.delete();
    return chunks;
  }

  /** Without the grammar, what somebody types into. */
  private edited({ text, offset }: Within): readonly Chunk[] | undefined {
    return text.length > longStatement ? undefined : this.unfinished(text, offset) ?? this.plain(text, offset);
  }

  private chunkOf(found: RawStatement, within: Within): Chunk {
    const text = within.text.slice(found.start, found.end);
    return (found.isBroken ? undefined : within.reusable?.take(found, text, within.offset)) ?? this.build(found, text, within);
  }

  private build(found: RawStatement, text: string, within: Within): Chunk {
    const comments: Raw[] = [];
    const members: Member[] = [];
    const raw = found.read(comments, (member) => {
      const chunk = this.chunkOf(member, within);
      members.push({ chunk, from: member.start - found.start });
      return rawOf(chunk, member.start - found.start, member.end - found.start);
    });
    if (raw.type === "comment") comments.push(raw);
    return this.chunk({ offset: within.offset + found.start, text }, raw, comments, members);
  }

  private chunk(base: Base, raw: Raw, comments: readonly Raw[], members: readonly Member[]): Chunk {
    const body = raw.type === "comment" || raw.type === "line_continuation" ? [] : statements({ base, reread: (rest, from) => this.reread(rest, from) }, raw);
    const problems = damaged(raw).map((one) => ({ at: new Place(base, one.from, one.to), message: "This cannot be read as Python." }));
    return assembled(base, raw.type, body, [...comments].sort((a, b) => a.from - b.from), members, problems, raw.isSound && body.length === 1);
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

  /** A text with one long definition and comments. Undefined where it has to be read as a whole. */
  private inParts(within: Within): readonly Chunk[] | undefined {
    const found = this.definition(within);
    if (!found) return undefined;
    const { before, chunk, behind } = found;
    const remark = (raw: Raw) => this.chunk({ offset: within.offset + raw.from, text: within.text.slice(raw.from, raw.to) }, shifted(raw, -raw.from), [shifted(raw, -raw.from)], []);
    return [...before.map(remark), chunk, ...behind.map(remark)];
  }

  private definition({ text, offset, reusable }: Within) {
    const cuts = text.length < longDefinition ? undefined : bodyCuts(text);
    const head = cuts && this.head(text, cuts);
    if (!head) return undefined;
    const { starts } = cuts;
    const parts = starts.map((start, index) => ({ part: this.part({ text: text.slice(start, starts[index + 1]), offset: offset + start, reusable }), from: start - head.from }));
    const last = parts.at(-1);
    const to = last ? last.from + last.part.to : 0;
    if (isFunction(head.raw) && head.from + to - cuts.definition < longDefinition) return undefined;
    const kids = parts.flatMap(({ part, from }) => part.kids.map((kid) => shifted(kid, from)));
    const remarks = (part: Part) => (part === last?.part ? part.comments : [...part.comments, ...part.behind]);
    const comments = parts.flatMap(({ part, from }) => remarks(part).map((one) => shifted(one, from)));
    const members = parts.flatMap(({ part, from }) => part.members.map((one) => ({ chunk: one.chunk, from: from + one.from })));
    const base = { offset: offset + head.from, text: text.slice(head.from, head.from + to) };
    return {
      before: head.before, from: head.from, to: head.from + to,
      chunk: { ...this.chunk(base, withBody(head.raw, kids, to), [...head.comments, ...comments], members), parts: parts.map(({ part }) => part) },
      behind: (last?.part.behind ?? []).map((one) => shifted(one, head.from + (last?.from ?? 0))),
    };
  }

  /** What stands above the body; undefined where that cannot be read. */
  private head(text: string, { definition, starts: [from = 0] }: BodyCuts): Head | undefined {
    const indent = text.slice(text.lastIndexOf("\n", definition) + 1, definition);
    const tree = this.grammar.parser.parse(`${text.slice(0, from)}${indent} pass\n`);
    if (!tree) return undefined;
    const before: Raw[] = [];
    const definitions: Head[] = [];
    let isReadable = !tree.rootNode.hasError;
    if (isReadable) for (const found of topLevel(tree, this.grammar)) {
      const comments: Raw[] = [];
      const raw = found.read(comments);
      isReadable &&= found.type === "comment" ? definitions.length === 0 : /^(class|function|decorated)_definition$/.test(found.type);
      if (found.type === "comment") before.push(shifted(raw, found.start));
      else definitions.push({ before, from: found.start, raw, comments });
    }
    tree.delete();
    return isReadable && definitions.length === 1 ? definitions[0] : undefined;
  }

  private part({ text, offset, reusable }: Within): Part {
    const known = reusable?.takePart(text, offset);
    if (known) return known;
    const within: Within = { text: copyOf(text), offset, reusable };
    return this.nested(within) ?? this.inStub(within) ?? this.bare(within);
  }

  /** One long definition below another. A comment that stands left of its body may say where the body around it ends. */
  private nested(within: Within): Part | undefined {
    const found = this.definition(within);
    if (!found || found.behind.length > 0) return undefined;
    const { chunk, from, to } = found;
    return { text: within.text, kids: [rawOf(chunk, from, to)], members: [{ chunk, from }], comments: found.before, behind: [], to };
  }

  private inStub({ text, offset, reusable }: Within): Part | undefined {
    const within: Within = { text: stub + text, offset: offset - stub.length, reusable };
    const tree = this.grammar.parser.parse(within.text);
    if (!tree) return undefined;
    const [members, comments, behind]: [Member[], Raw[], Raw[]] = [[], [], []];
    let whole: Raw | undefined;
    let isReadable = true;
    for (const found of topLevel(tree, this.grammar)) {
      if (found.type === "comment") behind.push(shifted(found.read([]), found.start - stub.length));
      else if (found.start > 0 || found.type !== "class_definition") isReadable = false;
      else whole = found.read(comments, (member) => this.member(member, members, within));
    }
    tree.delete();
    const body = whole?.kids.find(({ type }) => type === "block");
    if (!isReadable || !whole || !body || whole.kids[2]?.to !== stub.length - 1) return undefined;
    const damage = whole.kids.slice(3).filter(isBroken);
    const inText = (one: Raw) => shifted(one, -stub.length);
    return {
      text, kids: [...damage, ...body.kids].sort((a, b) => a.from - b.from).map(inText), members: members.map(({ chunk, from }) => ({ chunk, from: from - stub.length })),
      comments: comments.map(inText), behind, to: whole.to - stub.length,
    };
  }

  private member(found: RawStatement, members: Member[], within: Within): Raw {
    const chunk = this.chunkOf(found, within);
    members.push({ chunk, from: found.start });
    return rawOf(chunk, found.start, found.end);
  }

  /** Too broken to be the body of anything. */
  private bare(within: Within): Part {
    const tree = this.grammar.parser.parse(within.text);
    const [members, comments, kids]: [Member[], Raw[], Raw[]] = [[], [], []];
    for (const found of tree ? topLevel(tree, this.grammar) : []) {
      if (!extras.has(found.type) && found.type !== "ERROR" && found.start < found.end) {
        kids.push(this.member(found, members, within));
        continue;
      }
      const inside: Raw[] = [];
      const raw = shifted(found.read(inside), found.start);
      if (!extras.has(raw.type)) kids.push(raw);
      else if (raw.type === "comment") comments.push(raw);
      comments.push(...inside.map((one) => shifted(one, found.start)));
    }
    tree?.delete();
    return { text: within.text, kids, members, comments, behind: [], to: within.text.trimEnd().length };
  }
}

/** The line that a definition begins with, with its decorators. */
interface Head {
  /** Comments. */
  readonly before: readonly Raw[];
  readonly from: number;
  /** With a body that stands for another. */
  readonly raw: Raw;
  readonly comments: readonly Raw[];
}

function rawOf(chunk: Chunk, from: number, to: number): Raw {
  return { type: chunk.type, field: "", from, to, isNamed: true, kids: [], isSound: chunk.isSound, built: chunk.body };
}

function withBody(raw: Raw, body: readonly Raw[], to: number): Raw {
  const isSound = body.every((one) => one.isSound);
  const kids = raw.kids.map((kid) => {
    if (kid.field === "definition") return withBody(kid, body, to);
    return kid.type === "block" ? { ...kid, from: body[0]?.from ?? kid.from, to, kids: body, isSound } : kid;
  });
  return { ...raw, to, kids, isSound };
}

function isFunction(raw: Raw): boolean {
  return raw.type === "function_definition" || raw.kids.some((kid) => kid.field === "definition" && isFunction(kid));
}

/** A slice keeps the text it was cut from, and each keystroke makes another text. */
export function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}

/** Chunks with their members behind them, in source order. */
export function flattened(chunks: readonly Chunk[]): Chunk[] {
  return chunks.flatMap((chunk) => (chunk.members.length > 0 ? [chunk, ...flattened(chunk.members.map((member) => member.chunk))] : [chunk]));
}

const none: readonly Comment[] = [];

/** Few are asked what they say. */
class Remark implements Comment {
  constructor(private readonly base: Base, private readonly from: number, private readonly to: number) {}

  get at(): Span {
    return new Place(this.base, this.from, this.to);
  }

  get text(): string {
    return this.base.text.slice(this.from, this.to).replace(/^#+/, "").trim();
  }
}

/** A chunk from what was read of it; its comments in order. Below `deepest` it is left to the full grammar. */
export function assembled(
  base: Base, type: string, body: readonly PyStmt[], comments: readonly { readonly from: number; readonly to: number }[], members: readonly Member[], problems: readonly Problem[], isSound: boolean, deepest = Infinity,
): Chunk {
  const built = new Set<PyNode>();
  for (const { chunk } of members) for (const one of chunk.body) built.add(one);
  return {
    base, type, body, byKind: linked(body, built, deepest), members: built.size === 0 ? members : members.filter(({ chunk }) => !chunk.body.some((one) => built.has(one))),
    comments: comments.length === 0 ? none : comments.map(({ from, to }) => new Remark(base, from, to)),
    problems, isSound,
  };
}

/** Gives nodes their parents and lists them by kind. `built` are roots of other chunks: they get their parent, are left alone otherwise, and are struck off. */
function linked(body: readonly PyStmt[], built: Set<PyNode>, deepest: number): Map<PyNode["kind"], PyNode[]> {
  const byKind = new Map<PyNode["kind"], PyNode[]>();
  let depth = 0;
  const link = (node: PyNode, parent: PyNode | undefined) => {
    setParent(node, parent);
    if (built.size > 0 && built.delete(node)) return;
    const list = byKind.get(node.kind);
    if (list) list.push(node);
    else byKind.set(node.kind, [node]);
    if (++depth > deepest) refuse();
    eachChild(node, link);
    depth--;
  };
  for (const statement of body) link(statement, undefined);
  return byKind;
}

function damaged(raw: Raw): Raw[] {
  if (raw.isSound || raw.built) return [];
  return isBroken(raw) ? [raw] : raw.kids.flatMap(damaged);
}
