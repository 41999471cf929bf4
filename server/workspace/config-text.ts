/** Reads the text of one preship.yaml: what it sets, and every mistake in it at its exact place. */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type YAMLMap } from "yaml";
import type { Finding, OptionDefaults, Profile, RuleMeta, Span } from "../../rules/api.ts";
import type { ConfigLayer, Level, OptionValue, SecretsConfig } from "../engine/config.ts";
import { longestOwnText, parseOwn, tooLong } from "../checklist/own-yaml.ts";
import { glob } from "../engine/glob.ts";
import { quotable } from "../engine/quotable.ts";
import { nearest } from "../engine/suggest.ts";

export interface ConfigText {
  readonly layer: ConfigLayer;
  /** Other files this one builds on, as written, with their place. */
  readonly extends: readonly { readonly path: string; readonly at: Span }[];
  /** What `checklists` names, in the order written. */
  readonly checklists: ConfigText["extends"];
  readonly findings: readonly Finding[];
}

export const levels = ["error", "warning", "info", "hint", "off"] as const satisfies readonly Level[];
export const profiles = ["prototype", "internal", "customer-facing", "safety-critical"] as const satisfies readonly Profile[];
export const roles = ["train", "evaluate", "serve", "batch", "test", "notebook", "tutorial"] as const;
export const keys = ["profile", "traits", "roles", "ignore", "rules", "checklists", "secrets", "baseline", "extends"] as const;
const secretsKeys = { "allow-paths": "allowPaths", "allow-fingerprints": "allowFingerprints", "allow-patterns": "allowPatterns" } as const;

type Entry = { readonly key: string; readonly keyAt: Span; readonly value: Node | null };

/** `source` and `folder` go into the layer as they are. A value that is wrong is reported and left out; the rest counts. */
export function readConfigText(text: string, source: string, folder: string, rules: readonly RuleMeta[]): ConfigText {
  return new ConfigReader(text, rules).read(source, folder);
}

class ConfigReader {
  private readonly document: Document.Parsed;
  private readonly findings: Finding[] = [];
  private readonly lists: ConfigText["extends"][number][] = [];
  private readonly byId: ReadonlyMap<string, RuleMeta>;

  constructor(private readonly text: string, rules: readonly RuleMeta[]) {
    this.document = parseOwn(text.length > longestOwnText ? "" : text);
    if (text.length > longestOwnText) this.complain(undefined, tooLong);
    this.byId = new Map(rules.map((rule) => [rule.id, rule]));
  }

  read(source: string, folder: string): ConfigText {
    for (const error of this.document.errors) this.complain(this.clamp(error.pos[0], error.pos[1]), `This is not valid YAML, so the settings after it may be lost: ${sentence(error.message)}`);
    const root = this.document.contents;
    const layer: Partial<Mutable<ConfigLayer>> = {};
    let parents: ConfigText["extends"] = [];
    const setters: Record<(typeof keys)[number], (entry: Entry) => void> = {
      profile: (entry) => assign(layer, "profile", this.oneOf(entry.value, profiles, "profile")),
      traits: (entry) => assign(layer, "traits", this.flags(entry.value)),
      roles: (entry) => assign(layer, "roles", this.roles(entry.value)),
      ignore: (entry) => assign(layer, "ignore", this.globs(entry.value, "ignore")),
      rules: (entry) => assign(layer, "rules", this.rules(entry.value)),
      checklists: (entry) => assign(layer, "checklists", this.checklists(entry.value)),
      secrets: (entry) => assign(layer, "secrets", this.secrets(entry.value)),
      baseline: (entry) => assign(layer, "baseline", this.string(entry.value, "baseline", "the path of a baseline file")),
      extends: (entry) => { parents = this.parents(entry.value); },
    };
    for (const entry of this.entries(root, "preship.yaml")) {
      const setter = setters[entry.key as keyof typeof setters] as ((entry: Entry) => void) | undefined;
      if (setter && Object.hasOwn(setters, entry.key)) setter(entry);
      else this.complain(entry.keyAt, `\`${entry.key}\` is no setting of Preship, so it does nothing. ${suggestion(entry.key, keys)}`);
    }
    return { layer: { source, folder, ...layer }, extends: parents, checklists: this.lists, findings: this.findings };
  }

  private rules(value: Node | null): ConfigLayer["rules"] {
    return this.entries(value, "rules").flatMap(({ key, keyAt, value: setting }) => {
      const matched = this.matching(key, keyAt);
      if (!matched) return [];
      if (!isMap(setting)) {
        const level = this.oneOf(setting, levels, "level");
        return level ? [{ match: key, level }] : [];
      }
      let level: Level | undefined;
      const options: Record<string, OptionValue> = {};
      for (const entry of this.entries(setting, key)) {
        if (entry.key === "level") level = this.oneOf(entry.value, levels, "level");
        else if (entry.key === "options" && isMap(entry.value)) this.options(entry.value, matched, options);
        else this.option(entry, matched, options);
      }
      return [{ match: key, ...(level && { level }), ...(Object.keys(options).length > 0 && { options }) }];
    });
  }

  private options(value: YAMLMap, matched: readonly RuleMeta[], options: Record<string, OptionValue>): void {
    for (const entry of this.entries(value, "options")) this.option(entry, matched, options);
  }

  private option({ key, keyAt, value }: Entry, matched: readonly RuleMeta[], options: Record<string, OptionValue>): void {
    const declared = matched.map((rule) => (rule.options as OptionDefaults | undefined)?.[key]).find(Boolean);
    if (!declared) {
      const known = ["level", ...matched.flatMap((rule) => Object.keys(rule.options ?? {}))];
      return this.complain(keyAt, `\`${key}\` is no option here, so it does nothing. ${suggestion(key, new Set(known))}`);
    }
    const given = this.plain(value);
    const wanted = Array.isArray(declared.default) ? "a list of strings" : `a ${typeof declared.default}`;
    const fits = Array.isArray(declared.default) ? isStrings(given) : typeof given === typeof declared.default;
    if (fits) options[key] = given as OptionValue;
    else this.complain(this.at(value) ?? keyAt, `\`${key}\` must be ${wanted}; the default (${JSON.stringify(declared.default)}) stays in force. ${declared.doc}`);
  }

  /** The rules an id or glob stands for; undefined, and said so, when there are none. */
  private matching(key: string, at: Span): readonly RuleMeta[] | undefined {
    const exact = this.byId.get(key);
    if (exact) return [exact];
    const matches = this.compiled(key);
    const found = matches ? [...this.byId.values()].filter((rule) => matches(rule.id)) : [];
    if (found.length > 0) return found;
    this.complain(at, `No rule is called \`${key}\`, so this line changes nothing. ${suggestion(key, this.byId.keys(), "`preship rules` lists them all.")}`);
    return undefined;
  }

  private secrets(value: Node | null): SecretsConfig {
    const found: Record<string, readonly string[]> = {};
    for (const entry of this.entries(value, "secrets")) {
      const field = Object.hasOwn(secretsKeys, entry.key) ? secretsKeys[entry.key as keyof typeof secretsKeys] : undefined;
      if (!field) this.complain(entry.keyAt, `\`${entry.key}\` is no setting of \`secrets\`, so it does nothing. ${suggestion(entry.key, Object.keys(secretsKeys))}`);
      else if (field === "allowPaths") found[field] = this.globs(entry.value, entry.key);
      else found[field] = this.strings(entry.value, entry.key).filter(({ value: pattern, at }) => field !== "allowPatterns" || this.isPattern(pattern, at)).map((one) => one.value);
    }
    return found;
  }

  private isPattern(pattern: string, at: Span): boolean {
    try {
      new RegExp(pattern, "u");
      return true;
    } catch (error) {
      this.complain(at, `This is no regular expression, so it allows nothing: ${sentence(error instanceof Error ? error.message : String(error))}`);
      return false;
    }
  }

  private roles(value: Node | null): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const entry of this.entries(value, "roles")) {
      const role = this.oneOf(entry.value, roles, "role");
      if (role && this.isGlob(entry.key, entry.keyAt)) found[entry.key] = role;
    }
    return found;
  }

  private flags(value: Node | null): Readonly<Record<string, boolean>> {
    const found: Record<string, boolean> = {};
    for (const entry of this.entries(value, "traits")) {
      const given = this.plain(entry.value);
      if (typeof given === "boolean") found[entry.key] = given;
      else this.complain(this.at(entry.value) ?? entry.keyAt, `A trait is \`true\` or \`false\`; \`${entry.key}\` stays as it is detected.`);
    }
    return found;
  }

  /** Ids of built-in lists and paths of others; whether a file is there is the business of who reads it. */
  private checklists(value: Node | null): readonly string[] {
    const named = this.strings(value, "checklists");
    for (const { value: name, at } of named) this.lists.push({ path: name, at });
    return named.map((one) => one.value);
  }

  private parents(value: Node | null): ConfigText["extends"] {
    return this.strings(value, "extends").map(({ value: target, at }) => ({ path: target, at }));
  }

  private globs(value: Node | null, name: string): string[] {
    return this.strings(value, name).filter((one) => this.isGlob(one.value, one.at)).map((one) => one.value);
  }

  private isGlob(pattern: string, at: Span): boolean {
    const open = /(^|[^\\])\[[^\]]*$|(^|[^\\])\{[^}]*$/.test(pattern);
    if (pattern !== "" && !open && this.compiled(pattern)) return true;
    this.complain(at, !open && pattern !== "" ? `\`${pattern}\` has more wildcards than can be tried in time, so it matches nothing. Write several patterns.` : pattern === "" ? "An empty pattern matches nothing. Remove it." : `\`${pattern}\` is no pattern that can match: a bracket is left open. Close it, or write \\\\ before it.`);
    return false;
  }

  private compiled(pattern: string): ((path: string) => boolean) | undefined {
    try {
      return glob(pattern);
    } catch {
      return undefined; // the caller says so at the place
    }
  }

  private strings(value: Node | null, name: string): { value: string; at: Span }[] {
    const at = this.at(value);
    if (isScalar(value) && typeof value.value === "string" && at) return [{ value: value.value, at }];
    if (!isSeq(value)) {
      if (this.plain(value) !== null) this.complain(at, `\`${name}\` is a list of strings, so this does nothing.`);
      return [];
    }
    return value.items.flatMap((item) => {
      const itemAt = this.at(item as Node);
      if (isScalar(item) && typeof item.value === "string" && itemAt) return [{ value: item.value, at: itemAt }];
      this.complain(itemAt, `\`${name}\` is a list of strings; this entry is left out. Put it in quotes.`);
      return [];
    });
  }

  private string(value: Node | null, name: string, what: string): string | undefined {
    const given = this.plain(value);
    if (typeof given === "string" && given !== "") return given;
    this.complain(this.at(value), `\`${name}\` is ${what}, so this does nothing.`);
    return undefined;
  }

  private oneOf<T extends string>(value: Node | null, allowed: readonly T[], what: string): T | undefined {
    const given = this.plain(value);
    const found = allowed.find((one) => one === given);
    if (found) return found;
    const written = isScalar(value) && value.source !== undefined ? value.source : JSON.stringify(given);
    this.complain(this.at(value), `\`${written}\` is no ${what}, so the line changes nothing. ${suggestion(String(given), allowed)}`);
    return undefined;
  }

  private entries(value: Node | null, name: string): Entry[] {
    if (value === null || (isScalar(value) && value.value === null)) return [];
    if (!isMap(value)) {
      if (this.document.errors.length === 0) this.complain(this.at(value), `\`${name}\` is a map of settings (\`key: value\`), so this does nothing.`);
      return [];
    }
    return value.items.flatMap((pair) => {
      const keyAt = this.at(pair.key as Node);
      if (!keyAt || !isScalar(pair.key)) return [];
      return [{ key: String(pair.key.value), keyAt, value: this.resolved(pair.value as Node | null) }];
    });
  }

  private resolved(value: Node | null): Node | null {
    return isAlias(value) ? (value.resolve(this.document) ?? null) : value;
  }

  private plain(value: Node | null): unknown {
    try {
      return value === null ? null : (value.toJS(this.document) as unknown);
    } catch {
      return undefined; // aliases that multiply without end: as good as a wrong value
    }
  }

  private at(node: Node | null): Span | undefined {
    return node?.range ? this.clamp(node.range[0], node.range[1]) : undefined;
  }

  private clamp(start: number, end: number): Span {
    const last = this.text.length;
    return { start: Math.min(start, last), end: Math.min(Math.max(end, start), last) };
  }

  private complain(at: Span | undefined, message: string): void {
    this.findings.push({ at: at ?? this.clamp(0, this.text.indexOf("\n") < 0 ? this.text.length : this.text.indexOf("\n")), message: quotable(message.trimEnd()) });
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function assign<K extends keyof ConfigLayer>(layer: Partial<Mutable<ConfigLayer>>, key: K, value: ConfigLayer[K] | undefined): void {
  if (value !== undefined) layer[key] = value;
}

function suggestion(word: string, allowed: Iterable<string>, otherwise?: string): string {
  const all = [...allowed];
  const near = nearest(word, all);
  if (near) return `Did you mean \`${near}\`?`;
  return otherwise ?? `Allowed: ${all.map((one) => `\`${one}\``).join(", ")}.`;
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function sentence(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return line.endsWith(".") ? line : line + ".";
}
