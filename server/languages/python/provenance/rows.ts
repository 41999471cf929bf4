/** Sets of rows and how they hang together: parts of a split, subsets, rows put together. */
import type { PyCall, PyCallExpr, PyLearningKind, PyNode, Span } from "../../../../rules/api.ts";

export type Side = "train" | "test";

/** Rows that stand for the same observations are the same object, whatever columns are looked at. */
export interface Rows {
  kind: "source" | "part" | "subset" | "union";
  of: readonly Rows[];
  split?: Split;
  /** Which part of `split`; slices are "first" and "second" until something says which of them is judged by. */
  part?: string;
  /** What the variable or file that holds them says they are. */
  named?: Side | "validation";
  /** The call out of sight that gave them, when it was not given a part of a split. */
  from?: PyCallExpr;
}

export interface Split {
  readonly at: Span;
  readonly by: string;
  /** Parts by the rows that were taken apart, then by name of the part. */
  readonly parts: Map<Rows, Map<string, Rows>>;
  /** False for two slices of anything: only their names or their use can show that one is for training. */
  readonly isSurely: boolean;
  /** Folds of a cross-validation take turns. */
  readonly isFolds?: boolean;
  /** The loops it is made in: another one each time round. */
  readonly loops: readonly PyNode[];
}

/** Something that read rows and keeps a trace of them. */
export interface Learning {
  readonly kind: PyLearningKind;
  readonly call: PyCall;
  readonly name: string;
  readonly rows: Rows;
}

export const sourceRows = (named?: Rows["named"]): Rows => ({ kind: "source", of: [], ...(named && { named }) });
export const subsetOf = (rows: Rows): Rows => ({ kind: "subset", of: [rows] });

export function partOf(split: Split, rows: Rows, part: string): Rows {
  let parts = split.parts.get(rows);
  if (!parts) split.parts.set(rows, (parts = new Map<string, Rows>()));
  let found = parts.get(part);
  if (!found) parts.set(part, (found = { kind: "part", of: [rows], split, part }));
  return found;
}

export function newSplit(at: Span, by: string, loops: readonly PyNode[], about: { readonly isSurely?: boolean; readonly isFolds?: boolean } = {}): Split {
  return { at, by, isSurely: true, ...about, loops, parts: new Map() };
}

/** Rows put together; one set with itself is itself. */
export function unionOf(sets: readonly (Rows | undefined)[]): Rows | undefined {
  const known = [...new Set(sets.filter((one): one is Rows => one !== undefined))];
  return known.length <= 1 ? known[0] : { kind: "union", of: known };
}

/** The rows and everything they were taken from, nearest first; each once. */
export function ancestry(rows: Rows): Rows[] {
  const found = new Set<Rows>([rows]);
  for (const one of found) for (const up of one.of) if (found.size < 200) found.add(up);
  return [...found];
}

/** True when some of `others` surely are among `rows`. */
export function touches(rows: Rows, others: Rows, depth = 0): boolean {
  if (depth > 12) return false;
  if (ancestry(others).includes(rows)) return true;
  return rows.kind === "union" && rows.of.some((one) => touches(one, others, depth + 1));
}

/** True when all of `others` are among `rows`. */
export function contains(rows: Rows, others: Rows, depth = 0): boolean {
  if (rows === others) return true;
  if (depth > 12) return false;
  if (others.kind === "union") return others.of.every((one) => contains(rows, one, depth + 1));
  if (others.of.some((one) => contains(rows, one, depth + 1))) return true;
  return rows.kind === "union" && rows.of.some((one) => contains(one, others, depth + 1));
}

/** The splits that rows went through, with the part they are and the part that was left. */
export function cutsOf(rows: Rows): { split: Split; mine: Rows; others: Rows[] }[] {
  return ancestry(rows).flatMap((one) => {
    const [input] = one.of;
    if (one.kind !== "part" || !one.split || !input) return [];
    const others = [...(one.split.parts.get(input) ?? [])].filter(([part]) => part !== one.part).map(([, other]) => other);
    return others.length > 0 ? [{ split: one.split, mine: one, others }] : [];
  });
}

/** Training and test rows, known as such by a split or by name, stand together in a union. */
export function unitesSides(rows: Rows): boolean {
  if (rows.kind === "subset" && rows.of[0]) return unitesSides(rows.of[0]);
  if (rows.kind !== "union") return false;
  const members = rows.of.map(nearestNamed);
  return members.includes("train") && members.includes("test") || rows.of.some((one) => one.kind === "subset" && unitesSides(one));
}

function nearestNamed(rows: Rows): Rows["named"] {
  for (let at: Rows | undefined = rows; at; at = at.kind === "union" ? undefined : at.of[0]) if (at.named) return at.named;
  return undefined;
}
