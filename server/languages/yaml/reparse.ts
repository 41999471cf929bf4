/** Follows an edit that stays inside one entry, item or document: that part is read anew, and what stands behind it is moved. */
import type { Span } from "../../../rules/api.ts";
import type { TextChange } from "../../engine/language.ts";
import { parseYaml, type ParsedYaml, type RawDocument } from "./nodes.ts";
import { deepest, longest, type Mapping, move, moveEntry, type Sequence, type TreeNode } from "./tree.ts";

interface Change {
  /** In the text before. */
  readonly start: number;
  readonly end: number;
  /** What the text behind it moves by. */
  readonly by: number;
}

interface Spot {
  readonly tree: ParsedYaml;
  readonly document: RawDocument;
  /** Problems of the document before the change. */
  readonly known: ParsedYaml["problems"];
  readonly change: Change;
  readonly text: string;
}

type Read = Pick<ParsedYaml, "problems" | "depth"> & { readonly reread: Span };

/** A line that is all of an entry or item, or begins it, and the lines that are indented deeper. */
interface Part {
  /** The collections around it, outermost first, each with the index that leads on; the last one holds the part. */
  readonly way: readonly Step[];
  /** Where its first line starts. */
  readonly start: number;
  readonly end: number;
  readonly column: number;
}

interface Step {
  readonly holder: Mapping | Sequence;
  readonly index: number;
}

/**
 * The tree after the edit, which is the old one, changed in place; undefined when the whole text has to be read. `before` is the text that the tree
 * was read from, `text` the result of the change.
 */
export function reparse(tree: ParsedYaml, before: string, changed: TextChange, text: string): ParsedYaml | undefined {
  const change: Change = { start: changed.at.start, end: changed.at.end, by: text.length - before.length };
  const index = tree.documents.findIndex((document) => reaches(document, change, before));
  const document = tree.documents[index];
  if (!document || tree.isTemplate || tree.hasAnchors || text.length > longest) return undefined;
  const known = tree.problems.filter(({ at }) => touches(at, document));
  if (!areLocal(known, before)) return undefined;
  const spot: Spot = { tree, document, known, change, text };
  const read = readPart(spot, before) ?? readDocument(spot, before);
  if (!read) return undefined;
  tree.source.text = text;
  for (const later of tree.documents.slice(index + 1)) later.base.offset += change.by;
  return { ...tree, ...read };
}

/** Strictly inside, or at the end of the text. */
function reaches({ start, end }: { readonly start: number; readonly end: number }, change: Change, before: string): boolean {
  return start < change.start && (change.end < end || end === before.length);
}

function readPart({ tree, document, known, change, text }: Spot, before: string): Read | undefined {
  if (hasMissingKey.test(text.slice(document.start, document.end + change.by))) return undefined;
  for (const part of partsAround(document, before, change).reverse()) {
    if (part.end - part.start > (document.end - document.start) / 2) return undefined;
    const end = part.end + change.by;
    if (!known.every(({ at }) => at.start > part.start && at.end < part.end)) continue;
    if (endOfPart(text, part.start, part.column) !== end || !endsCleanly(text, end, part)) continue;
    const read = parseYaml(alone(text, part.start, end), part.start, tree.source, document.base);
    const root = read.documents[0]?.root;
    if (!root || !fits(read, part) || !areLocal(read.problems, text) || read.problems.some(({ at }) => at.end >= root.end || at.start <= root.start)) continue;
    replace(part, root, change.by);
    document.version++;
    document.end += change.by;
    return { problems: problemsAfter(tree, part, change.by, read), depth: Math.max(tree.depth, read.depth + part.way.length - 1), reread: { start: part.start, end } };
  }
  return undefined;
}

/** A line that starts with `---` ends a document wherever it stands. */
function readDocument({ tree, document, change, text }: Spot, before: string): Read | undefined {
  const { start, end } = document;
  const inner = alone(text, start, end + change.by);
  const isMarked = /^---(?=[ \t\r\n])/.test(inner);
  if (end - start > text.length / 2 || !(isMarked || start === 0) || (end < before.length && !/^---[ \t\r\n]/.test(text.slice(end + change.by, end + change.by + 4)))) return undefined;
  if (hasMissingKey.test(inner) || /\n(?:---|\.\.\.|%)/.test(inner) || !/\n$/.test(inner) || inner.startsWith("%") || (!isMarked && inner.startsWith("---"))) return undefined;
  const read = parseYaml(inner, start, tree.source, document.base);
  const only = read.documents[0];
  if (!only || read.documents.length !== 1 || read.isTemplate || read.hasAnchors || read.depth > deepest || !areLocal(read.problems, text)) return undefined;
  document.end = only.end;
  document.root = only.root;
  document.version++;
  return { problems: problemsAfter(tree, { start, end }, change.by, read), depth: Math.max(tree.depth, read.depth), reread: { start, end: end + change.by } };
}

function touches(at: Span, around: Span): boolean {
  return at.start <= around.end && at.end >= around.start;
}

/** Where such a key stands is told by what is around it. */
const hasMissingKey = /(?:^|\n)[ -]*:/;

/** One key that is being typed, in plain letters, changes nothing around it; other mistakes, and several, may swallow what follows. */
function areLocal(problems: ParsedYaml["problems"], text: string): boolean {
  const [only, ...more] = problems;
  if (!only) return true;
  const { start, end } = only.at;
  if (more.length > 0 || !unfinishedKey.test(only.message) || !/^[\w\s./:-]*$/.test(text.slice(start, end)) || text.slice(end, nextLine(text, end)).includes("#")) return false;
  const next = firstContent(text, nextLine(text, end));
  return next === undefined || only.message.startsWith("Implicit keys") || next - lineStart(text, next) <= start - lineStart(text, start);
}

const unfinishedKey = /^Implicit (?:map keys need to be followed by map values|keys need to be on a single line)/;

function isWithin(at: Span, around: Span): boolean {
  return at.start >= around.start && at.end <= around.end;
}

/** Problems elsewhere stay, or move. */
function problemsAfter(tree: ParsedYaml, part: Span, by: number, read: ParsedYaml): ParsedYaml["problems"] {
  const others = tree.problems.filter(({ at }) => !isWithin(at, part));
  const after = others.filter(({ at }) => at.start >= part.end).map(({ at, message }) => ({ at: { start: at.start + by, end: at.end + by }, message }));
  return [...others.filter(({ at }) => at.start < part.end), ...read.problems, ...after];
}

/** Copied, because a piece of a string keeps the whole alive. */
function alone(text: string, start: number, end: number): string {
  return ` ${text.slice(start, end)}`.slice(1);
}

/** The block entries and items around the change, the widest first. */
function partsAround(document: RawDocument, text: string, change: Change): Part[] {
  const parts: Part[] = [];
  const way: Step[] = [];
  for (let node = document.root; node && node.kind !== "scalar" && !node.isFlow; ) {
    const holder: Mapping | Sequence = node;
    const index = lastBefore(holder, change.start);
    if (index < 0) break;
    way.push({ holder, index });
    const part = partAt([...way], text);
    if (part && change.start > part.start + part.column && (change.end < part.end || part.end === text.length)) parts.push(part);
    node = childOf(holder, index);
  }
  return parts;
}

function childOf(holder: Mapping | Sequence, index: number): TreeNode | undefined {
  return holder.kind === "mapping" ? holder.entries[index]?.value : holder.items[index];
}

function lastBefore(holder: Mapping | Sequence, offset: number): number {
  const all: readonly { readonly start: number }[] = holder.kind === "mapping" ? holder.entries : holder.items;
  for (let index = all.length - 1; index >= 0; index--) if ((all[index]?.start ?? offset) < offset) return index;
  return -1;
}

/** Undefined when something else stands on its first line, or what belongs to it is not indented deeper. */
function partAt(way: readonly Step[], text: string): Part | undefined {
  const last = way.at(-1);
  if (!last) return undefined;
  const { holder, index } = last;
  const all: readonly { readonly start: number; readonly end: number }[] = holder.kind === "mapping" ? holder.entries : holder.items;
  const one = all[index];
  if (!one) return undefined;
  const start = text.lastIndexOf("\n", one.start - 1) + 1;
  const lead = /^( *)(- *)?$/.exec(text.slice(start, one.start));
  if (!lead || (lead[2] !== undefined) !== (holder.kind === "sequence")) return undefined;
  const column = lead[1]?.length ?? 0;
  const end = endOfPart(text, start, column);
  const next = all[index + 1];
  return one.end <= end && (!next || next.start >= end) ? { way, start, end, column } : undefined;
}

/**
 * The start of the first line behind the one at `start` that is not blank and not indented deeper than `column`, be it a comment; -1 when deeper lines
 * follow that comment, which may belong to the part or not.
 */
function endOfPart(text: string, start: number, column: number): number {
  let comment = -1;
  for (let at = nextLine(text, start); at < text.length; at = nextLine(text, at)) {
    let first = at;
    while (text[first] === " ") first++;
    const character = text[first];
    if (character === undefined || character === "\n" || character === "\r") continue;
    const isOutside = first - at <= column;
    if (character === "#" && comment < 0 && isOutside) comment = at;
    else if (character !== "#" && (isOutside || comment >= 0)) return comment < 0 ? at : isOutside ? comment : -1;
  }
  return comment < 0 ? text.length : comment;
}

function nextLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline + 1;
}

/** What closes or continues a collection at the column of its parent belongs to the part though it is not indented. */
function endsCleanly(text: string, end: number, { column, way }: Part): boolean {
  const first = firstContent(text, end);
  if (first === undefined || first - lineStart(text, first) !== column) return true;
  return text[first] !== "]" && text[first] !== "}" && (text[first] !== "-" || way.at(-1)?.holder.kind === "sequence");
}

/** Of the line at `from` or one behind it, comments left out. */
function firstContent(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at = nextLine(text, at)) {
    let first = at;
    while (text[first] === " ") first++;
    const character = text[first];
    if (character !== undefined && character !== "\n" && character !== "\r" && character !== "#") return first;
  }
  return undefined;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** One document with one entry or item, as there was one. */
function fits({ documents, isTemplate, hasAnchors, depth }: ParsedYaml, { way, start, column }: Part): boolean {
  const root = documents[0]?.root;
  const holder = way.at(-1)?.holder;
  if (documents.length !== 1 || isTemplate || hasAnchors || depth + way.length > deepest || !root || root.kind === "scalar" || root.kind !== holder?.kind || root.isFlow) return false;
  return root.start === start + column && (root.kind === "mapping" ? root.entries : root.items).length === 1;
}

function replace({ way, end }: Part, root: TreeNode, by: number): void {
  const last = way.at(-1);
  if (!last) return;
  if (last.holder.kind === "mapping" && root.kind === "mapping") last.holder.entries.splice(last.index, 1, ...root.entries);
  if (last.holder.kind === "sequence" && root.kind === "sequence") last.holder.items.splice(last.index, 1, ...root.items);
  for (const { holder, index } of [...way].reverse()) {
    if (holder.kind === "mapping") {
      for (const entry of holder.entries.slice(index + 1)) moveEntry(entry, by);
      const entry = holder.entries[index];
      if (entry) entry.endAt(Math.max(entry.keyAt.end, entry.value.end));
    } else for (const item of holder.items.slice(index + 1)) move(item, by);
    holder.endAt(holder.kind === "mapping" ? (holder.entries.at(-1)?.end ?? end) : Math.max(holder.start + 1, holder.items.at(-1)?.end ?? end));
  }
}
