/** One tree for TOML, JSON and YAML values with exact offsets, so that readers of manifests are written once. */
import type { NamedString, Span } from "../../../rules/api.ts";

export type Data = DataString | DataTable | DataList | DataScalar;

export interface DataString {
  readonly kind: "string";
  readonly value: string;
  /** The literal with its quotes. */
  readonly at: Span;
  readonly innerAt: Span;
  /** True when `innerAt` holds `value` letter for letter, so that offsets inside the value are offsets of the text. */
  readonly isPlain: boolean;
}

export interface DataTable {
  readonly kind: "table";
  readonly entries: DataEntry[];
  readonly at: Span;
}

export interface DataList {
  readonly kind: "list";
  readonly items: Data[];
  readonly at: Span;
}

export interface DataScalar {
  readonly kind: "scalar";
  readonly value: number | boolean | null;
  readonly at: Span;
}

export interface DataEntry {
  readonly key: string;
  /** With quotes, where the key has them. */
  readonly keyAt: Span;
  readonly value: Data;
}

export function emptyTable(): DataTable {
  return { kind: "table", entries: [], at: { start: 0, end: 0 } };
}

/** The entry below `table` along `keys`; the last of equals wins, as parsers that allow them do. */
export function entryAt(table: Data | undefined, ...keys: readonly string[]): DataEntry | undefined {
  let current: Data | undefined = table;
  let found: DataEntry | undefined;
  for (const key of keys) {
    if (current?.kind !== "table") return undefined;
    found = current.entries.filter((entry) => entry.key === key).at(-1);
    if (!found) return undefined;
    current = found.value;
  }
  return found;
}

export function valueAt(table: Data | undefined, ...keys: readonly string[]): Data | undefined {
  return keys.length === 0 ? table : entryAt(table, ...keys)?.value;
}

export function textAt(table: Data | undefined, ...keys: readonly string[]): string | undefined {
  const value = valueAt(table, ...keys);
  return value?.kind === "string" ? value.value : undefined;
}

export function flagAt(table: Data | undefined, ...keys: readonly string[]): boolean | undefined {
  const value = valueAt(table, ...keys);
  return value?.kind === "scalar" && typeof value.value === "boolean" ? value.value : undefined;
}

export function entriesAt(table: Data | undefined, ...keys: readonly string[]): readonly DataEntry[] {
  const value = valueAt(table, ...keys);
  return value?.kind === "table" ? value.entries : [];
}

export function itemsAt(table: Data | undefined, ...keys: readonly string[]): readonly Data[] {
  const value = valueAt(table, ...keys);
  return value?.kind === "list" ? value.items : [];
}

export function textsAt(table: Data | undefined, ...keys: readonly string[]): readonly string[] {
  return itemsAt(table, ...keys).flatMap((item) => (item.kind === "string" ? [item.value] : []));
}

/** Every entry with a literal string, at any depth; strings in a list go by the list's key. */
export function namedStringsOf(root: Data): NamedString[] {
  const found: NamedString[] = [];
  const add = (name: string, nameAt: Span, value: Data): void => {
    if (value.kind === "string") found.push({ name, nameAt, value: value.value, at: value.at, innerAt: value.innerAt, how: "entry", whole: true });
    else if (value.kind === "list") for (const item of value.items) add(name, nameAt, item);
    else if (value.kind === "table") for (const entry of value.entries) add(entry.key, entry.keyAt, entry.value);
  };
  if (root.kind === "table") for (const entry of root.entries) add(entry.key, entry.keyAt, entry.value);
  return found.sort((a, b) => a.at.start - b.at.start);
}
