/** Small questions to YAML nodes, so that rules read like what they look for. */
import type { Span, YamlMapping, YamlNode, YamlScalar } from "../../api.ts";

export function mappingOf(node: YamlNode | undefined): YamlMapping | undefined {
  return node?.kind === "mapping" ? node : undefined;
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === "sequence" ? node.items : [];
}

/** A scalar that says something. */
export function scalarOf(node: YamlNode | undefined): YamlScalar | undefined {
  return node?.kind === "scalar" && node.type !== "null" && node.value.trim() !== "" ? node : undefined;
}

export function textOf(node: YamlNode | undefined): string | undefined {
  return scalarOf(node)?.value.trim();
}

/** One scalar or a list of them. */
export function textsOf(node: YamlNode | undefined): readonly string[] {
  return (node?.kind === "sequence" ? node.items : node ? [node] : []).flatMap((item) => textOf(item) ?? []);
}

export function childrenOf(node: YamlNode | undefined): readonly { readonly key: string; readonly keyAt: Span; readonly mapping: YamlMapping }[] {
  return (mappingOf(node)?.entries ?? []).flatMap(({ key, keyAt, value }) => (value.kind === "mapping" ? [{ key, keyAt, mapping: value }] : []));
}

/** The node below a chain of keys. */
export function below(node: YamlNode | undefined, ...keys: readonly string[]): YamlNode | undefined {
  return keys.reduce<YamlNode | undefined>((found, key) => mappingOf(found)?.get(key), node);
}

export function isTrue(node: YamlNode | undefined): boolean {
  return /^(true|yes|on)$/i.test(textOf(node) ?? "");
}

export function isFalse(node: YamlNode | undefined): boolean {
  return /^(false|no|off)$/i.test(textOf(node) ?? "");
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** Where `key: value` stands; for an alias only the key. */
export function entryAt(mapping: YamlMapping | undefined, key: string): Span | undefined {
  const entry = mapping?.entry(key);
  return entry && spanOf(entry.isAlias ? entry.keyAt : entry);
}
