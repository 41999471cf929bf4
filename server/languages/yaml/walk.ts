/** Small ways through YAML nodes that never follow an alias twice. */
import type { YamlDocument, YamlMapping, YamlNode, YamlPlace, YamlScalar } from "../../../rules/api.ts";

/** Every mapping once, outer before inner, in source order. */
export function placesOf(document: YamlDocument): YamlPlace[] {
  const found: YamlPlace[] = [];
  const seen = new Set<YamlNode>();
  const visit = (node: YamlNode, path: readonly string[]) => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "mapping") {
      found.push({ mapping: node, path, document });
      for (const { key, value, isAlias } of node.entries) if (!isAlias && value.kind !== "scalar") visit(value, [...path, key]);
    } else if (node.kind === "sequence") node.items.forEach((item, index) => { if (item.kind !== "scalar") visit(item, [...path, String(index)]); });
  };
  if (document.root) visit(document.root, []);
  return found;
}

export function asMapping(node: YamlNode | undefined): YamlMapping | undefined {
  return node?.kind === "mapping" ? node : undefined;
}

export function items(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === "sequence" ? node.items : [];
}

/** A scalar that says something. */
export function asScalar(node: YamlNode | undefined): YamlScalar | undefined {
  return node?.kind === "scalar" && node.type !== "null" && node.value.trim() !== "" ? node : undefined;
}

export function text(node: YamlNode | undefined): string | undefined {
  return asScalar(node)?.value;
}

/** Values of a mapping that are mappings, each once. */
export function children(node: YamlNode | undefined): readonly { readonly key: string; readonly mapping: YamlMapping }[] {
  return (asMapping(node)?.entries ?? []).flatMap(({ key, value }) => (value.kind === "mapping" ? [{ key, mapping: value }] : []));
}
