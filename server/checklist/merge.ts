/** One set of lists from the built-in ones, those a project adds, and what it says differently about single items. */
import type { Checklist, ChecklistItem, ChecklistPart } from "./model.ts";

/** A list as a project writes it: items that exist already need only say what is different. */
export interface WrittenList {
  readonly id: string;
  readonly title: string | undefined;
  readonly source: string | undefined;
  readonly parts: readonly { readonly id: string; readonly title: string | undefined; readonly items: readonly WrittenItem[] }[];
}

export type WrittenItem = Partial<ChecklistItem> & { readonly id: string };

/**
 * `wanted` are ids of lists whose items apply whatever the profile. An item that stands in several lists is one item: what is
 * said differently about it holds in all of them.
 */
export function mergeLists(builtIn: readonly Checklist[], written: readonly WrittenList[], wanted: ReadonlySet<string>): readonly Checklist[] {
  const items = new Map(builtIn.flatMap((list) => list.parts).flatMap((part) => part.items).map((item) => [item.id, item]));
  for (const change of written.flatMap((list) => list.parts).flatMap((part) => part.items)) {
    const merged = { ...items.get(change.id), ...change };
    if (isWhole(merged)) items.set(change.id, merged);
  }
  const lists = written.reduce<readonly Checklist[]>((known, list) => (known.some(({ id }) => id === list.id) ? known.map((one) => (one.id === list.id ? extended(one, list, items) : one)) : [...known, fresh(list, items)]), builtIn);
  const demanded = new Set(lists.filter(({ id }) => wanted.has(id)).flatMap((list) => list.parts).flatMap((part) => part.items).map(({ id }) => id));
  const current = (item: ChecklistItem): ChecklistItem => {
    const { profiles, ...rest } = items.get(item.id) ?? item;
    return { ...rest, ...(profiles && !demanded.has(item.id) && { profiles }) };
  };
  return lists.map((list) => ({ ...list, parts: list.parts.map((part) => ({ ...part, items: part.items.map(current) })) }));
}

export function isWhole(item: Partial<ChecklistItem>): item is ChecklistItem {
  return [item.id, item.text, item.why, item.verify, item.principle, item.evidence].every((one) => one !== undefined);
}

function fresh({ id, title, source, parts }: WrittenList, items: ReadonlyMap<string, ChecklistItem>): Checklist {
  return { id, title: title ?? id, source: source ?? "", parts: parts.map((part) => partOf(part, items)) };
}

function extended(list: Checklist, { title, source, parts }: WrittenList, items: ReadonlyMap<string, ChecklistItem>): Checklist {
  const kept = list.parts.map((part): ChecklistPart => {
    const more = parts.filter(({ id }) => id === part.id);
    const known = new Set(part.items.map(({ id }) => id));
    return { ...part, title: more.reduce((found, one) => one.title ?? found, part.title), items: [...part.items, ...more.flatMap((one) => partOf(one, items).items).filter(({ id }) => !known.has(id))] };
  });
  // an item that the list has already is changed where it stands, wherever the project wrote the change
  const standing = new Set(kept.flatMap((part) => part.items).map(({ id }) => id));
  const added = parts.filter(({ id }) => !list.parts.some((part) => part.id === id)).map((part) => partOf(part, items)).map((part) => ({ ...part, items: part.items.filter(({ id }) => !standing.has(id)) }));
  return { ...list, title: title ?? list.title, source: source ?? list.source, parts: [...kept, ...added.filter((part) => part.items.length > 0)] };
}

function partOf({ id, title, items: written }: WrittenList["parts"][number], items: ReadonlyMap<string, ChecklistItem>): ChecklistPart {
  return { id, title: title ?? id, items: written.flatMap((item) => items.get(item.id) ?? []) };
}
