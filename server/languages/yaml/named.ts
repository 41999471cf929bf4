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
  return mapping.entries.flatMap((entry) => {
    const { key, value, isAlias } = entry;
    if (isAlias || value.kind !== "scalar" || !isLiteral(value) || (isPair && key === "value")) return [];
    return [new Named(key, entry, value, path, document.kind)];
  });
}

/** `{ name: DB_PASSWORD, value: … }` of Kubernetes and of many pipelines. */
function pair({ mapping, path, document }: YamlPlace): NamedString[] {
  const found = pairOf(mapping);
  return found ? [new Named(found.name.value, found.name, found.value, path, document.kind)] : [];
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
      return [new Listed(match[1], item, match[0].length, [...path, key], document.kind)];
    });
  });
}

/** Places are those of the nodes, wherever they have been moved to. */
class Named implements NamedString {
  readonly how = "entry";
  readonly value: string;
  readonly whole: boolean;

  constructor(readonly name: string, private readonly naming: { readonly keyAt: Span } | { readonly innerAt: Span }, private readonly named: YamlScalar, readonly within: readonly string[], kind: string) {
    this.value = withoutExpressions(named.value, kind);
    this.whole = !this.value.includes(hole);
  }

  get nameAt(): Span {
    return "keyAt" in this.naming ? this.naming.keyAt : this.naming.innerAt;
  }

  get at(): Span {
    return { start: this.named.start, end: this.named.end };
  }

  get innerAt(): Span {
    return this.named.innerAt;
  }
}

/** The part of a scalar behind `NAME=`. */
class Listed implements NamedString {
  readonly how = "entry";
  readonly value: string;
  readonly whole: boolean;

  constructor(readonly name: string, private readonly item: YamlScalar, private readonly from: number, readonly within: readonly string[], kind: string) {
    this.value = withoutExpressions(item.value.slice(from), kind);
    this.whole = !this.value.includes(hole);
  }

  get nameAt(): Span {
    return this.item.spanOf(0, this.from - 1);
  }

  get at(): Span {
    return this.item.spanOf(this.from, this.item.value.length);
  }

  get innerAt(): Span {
    return this.at;
  }
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
