/** Strings that a YAML file gives a name: mapping entries, name/value pairs and `NAME=value` lists. */
import type { NamedString, Span, YamlPlace, YamlScalar } from "../../../rules/api.ts";
import { variablesIn } from "../dockerfile/variables.ts";
import { maskExpressions } from "../shell/script.ts";
import { asScalar } from "./walk.ts";

const hole = "\uFFFC";

export function namedStringsOf(places: readonly YamlPlace[]): NamedString[] {
  return places.flatMap((place) => [...pair(place), ...entries(place), ...list(place)]);
}

function entries({ mapping, path, document }: YamlPlace): NamedString[] {
  const isPair = pairOf(mapping) !== undefined;
  return mapping.entries.flatMap(({ key, keyAt, value, isAlias }) => {
    if (isAlias || value.kind !== "scalar" || !isLiteral(value) || (isPair && key === "value")) return [];
    return named(key, keyAt, value, path, document.kind);
  });
}

/** `{ name: DB_PASSWORD, value: … }` of Kubernetes and of many pipelines. */
function pair({ mapping, path, document }: YamlPlace): NamedString[] {
  const found = pairOf(mapping);
  return found ? named(found.name.value, found.name.innerAt, found.value, path, document.kind) : [];
}

function pairOf(mapping: YamlPlace["mapping"]): { readonly name: YamlScalar; readonly value: YamlScalar } | undefined {
  const name = asScalar(mapping.entry("name")?.value ?? mapping.entry("key")?.value);
  const value = asScalar(mapping.entry("value")?.value);
  return name && value && isLiteral(value) && /^[\w.-]+$/.test(name.value) ? { name, value } : undefined;
}

/** `environment: [NAME=value]` of Compose. */
function list({ mapping, path, document }: YamlPlace): NamedString[] {
  return mapping.entries.flatMap(({ key, value, isAlias }) => {
    if (isAlias || value.kind !== "sequence" || !/^(environment|env|args|build_args|variables)$/.test(key)) return [];
    return value.items.flatMap((item) => {
      const match = item.kind === "scalar" && item.type === "string" ? /^([A-Za-z_][\w.-]*)=/.exec(item.value) : null;
      if (!match?.[1] || item.kind !== "scalar") return [];
      const from = match[0].length;
      const at = item.spanOf(from, item.value.length);
      return [shaped({ name: match[1], nameAt: item.spanOf(0, from - 1), value: item.value.slice(from), at, innerAt: at, within: [...path, key] }, document.kind)];
    });
  });
}

function named(name: string, nameAt: Span, value: YamlScalar, within: readonly string[], kind: string): NamedString[] {
  return [shaped({ name, nameAt, value: value.value, at: { start: value.start, end: value.end }, innerAt: value.innerAt, within }, kind)];
}

function shaped(found: Omit<NamedString, "how" | "whole">, kind: string): NamedString {
  const value = withoutExpressions(found.value, kind);
  return { ...found, value, how: "entry", whole: !value.includes(hole) };
}

/** Expressions of workflows and plain variables of Compose are not literal; the default in `${A:-b}` is left for whoever looks for it. */
function withoutExpressions(value: string, kind: string): string {
  if (value.includes("${{")) return maskExpressions(value).replace(/\uFFFC+/g, hole);
  if (kind !== "compose" || !value.includes("$")) return value;
  return variablesIn(value).filter(({ operator }) => !/^:?-$/.test(operator)).reduceRight((text, { start, end }) => text.slice(0, start) + hole + text.slice(end), value);
}

function isLiteral(value: YamlScalar): boolean {
  return value.type === "string" || value.type === "number";
}
