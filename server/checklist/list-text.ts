/** Reads a checklist that a project wrote: what it says, and every mistake in it at its exact place. What is wrong is reported and left out. */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from "yaml";
import type { Finding, Profile, Span } from "../../rules/api.ts";
import { computedDetectors, detectorKinds, traits } from "../../rules/checklists/types.ts";
import { principles } from "../../rules/principles.ts";
import { templates } from "../../rules/templates/index.ts";
import { glob } from "../engine/glob.ts";
import { quotable } from "../engine/quotable.ts";
import { nearest } from "../engine/suggest.ts";
import type { WrittenItem, WrittenList } from "./merge.ts";
import type { ChecklistItem, Detector } from "./model.ts";
import { longestOwnText, parseOwn, tooLong } from "./own-yaml.ts";

export interface ListContext {
  /** Items that exist already: they may be named without saying them again. */
  readonly items: ReadonlySet<string>;
  readonly ruleIds: readonly string[];
}

export interface ListText {
  readonly list: WrittenList | undefined;
  readonly findings: readonly Finding[];
}

export function readListText(text: string, context: ListContext): ListText {
  return new ListReader(text, context).read();
}

type Entry = { readonly key: string; readonly keyAt: Span; readonly value: Node | null };
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const profiles = ["prototype", "internal", "customer-facing", "safety-critical"] as const satisfies readonly Profile[];
const idShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

class ListReader {
  private readonly document: Document.Parsed;
  private readonly findings: Finding[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly text: string, private readonly context: ListContext) {
    this.document = parseOwn(text.length > longestOwnText ? "" : text);
  }

  read(): ListText {
    if (this.text.length > longestOwnText) {
      this.complain(undefined, tooLong);
      return { list: undefined, findings: this.findings };
    }
    const broken = this.document.errors;
    for (const error of broken) this.complain(this.clamp(error.pos[0], error.pos[1]), `This is not valid YAML, so the list is left out: ${error.message.split("\n")[0] ?? ""}`);
    return { list: broken.length > 0 ? undefined : this.list(), findings: this.findings };
  }

  private list(): WrittenList | undefined {
    const found: { id?: string | undefined; title?: string | undefined; source?: string | undefined; parts?: WrittenList["parts"] } = {};
    const root = this.document.contents;
    this.fields(root, "a checklist", {
      id: ({ value }) => { found.id = this.id(value, "the list"); },
      title: ({ value }) => { found.title = this.words(value, "title"); },
      source: ({ value }) => { found.source = this.words(value, "source"); },
      parts: ({ value }) => { found.parts = this.elements(value, "parts").flatMap((part) => this.part(part) ?? []); },
    });
    const { id, title, source, parts } = found;
    if (id !== undefined && parts !== undefined) return { id, title, source, parts };
    const missing = [id === undefined && "`id`", parts === undefined && "`parts`"].filter(Boolean);
    this.complain(undefined, `A checklist needs ${missing.join(" and ")}, so this one is left out.`);
    return undefined;
  }

  private part(node: Node): WrittenList["parts"][number] | undefined {
    const found: { id?: string | undefined; title?: string | undefined; items?: WrittenItem[] } = {};
    const isMapping = this.fields(node, "a part", {
      id: ({ value }) => { found.id = this.id(value, "the part"); },
      title: ({ value }) => { found.title = this.words(value, "title"); },
      items: ({ value }) => { found.items = this.elements(value, "items").flatMap((item) => this.item(item) ?? []); },
    });
    if (found.id !== undefined) return { id: found.id, title: found.title, items: found.items ?? [] };
    if (isMapping) this.complain(this.at(node, true), "A part needs an `id`, so this one is left out with its items.");
    return undefined;
  }

  private item(node: Node): WrittenItem | undefined {
    const item: Partial<Mutable<ChecklistItem>> = {};
    const set = <Key extends keyof ChecklistItem>(key: Key, value: ChecklistItem[Key] | undefined) => { if (value !== undefined) item[key] = value; };
    const isMapping = this.fields(node, "an item", {
      id: ({ value }) => set("id", this.id(value, "the item")),
      text: ({ value }) => set("text", this.words(value, "text")),
      why: ({ value }) => set("why", this.words(value, "why")),
      verify: ({ value }) => set("verify", this.words(value, "verify")),
      source: ({ value }) => set("source", this.words(value, "source")),
      principle: ({ value }) => set("principle", this.oneOf(value, Object.keys(principles) as (keyof typeof principles)[], "principle")),
      profiles: ({ value }) => set("profiles", this.elements(value, "profiles").flatMap((one) => this.oneOf(one, profiles, "profile") ?? [])),
      traits: ({ value }) => set("traits", this.elements(value, "traits").flatMap((one) => this.oneOf(one, traits, "trait") ?? [])),
      evidence: ({ value }) => set("evidence", this.elements(value, "evidence").flatMap((one) => this.detector(one) ?? [])),
      blockers: ({ value }) => set("blockers", this.elements(value, "blockers").flatMap((one) => this.blocker(one) ?? [])),
      artefact: ({ value }) => set("artefact", this.artefact(value)),
      review: ({ value }) => set("review", this.days(value)),
    });
    return isMapping ? this.checked(item, node) : undefined;
  }

  private checked(item: Partial<ChecklistItem>, node: Node): WrittenItem | undefined {
    const at = this.at(node, true);
    const { id } = item;
    if (id === undefined) return void this.complain(at, "An item needs an `id`, so this one is left out.");
    if (this.seen.has(id)) return void this.complain(at, `\`${id}\` stands in this list already, so this one is left out.`);
    this.seen.add(id);
    if (this.context.items.has(id)) return { ...item, id };
    const missing = (["text", "why", "verify", "principle"] as const).filter((key) => item[key] === undefined).map((key) => `\`${key}\``);
    if (missing.length === 0) return { evidence: [], ...item, id };
    const near = nearest(id, this.context.items);
    this.complain(at, `\`${id}\` is a new item and needs ${missing.join(", ")}, so it is left out.${near ? ` To change a built-in item, write its id: \`${near}\`?` : ""}`);
    return undefined;
  }

  private detector(node: Node): Detector | undefined {
    if (isScalar(node)) return this.oneOf(node, computedDetectors, "detector");
    const kinds = Object.keys(detectorKinds);
    const found: Record<string, unknown> = {};
    const isMapping = this.fields(node, "a detector", {
      ...Object.fromEntries(kinds.map((kind) => [kind, ({ value }: Entry) => { found[kind] = this.patterns(value, kind); }])),
      says: ({ value }) => { found["says"] = this.words(value, "says"); },
      in: ({ value }) => { found["in"] = this.oneOf(value, ["tests"] as const, "place to look"); },
      platform: ({ value }) => { found["platform"] = this.words(value, "platform"); },
    });
    if (!isMapping) return undefined;
    if (typeof found["platform"] === "string") return { platform: found["platform"] };
    const given = kinds.filter((kind) => kind in found);
    if (given.length === 1 && typeof found["says"] === "string") return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Detector; // each field was checked above
    this.complain(this.at(node, true), given.length === 1 ? "A detector needs `says`: what a hit is called." : `A detector looks for one thing: ${kinds.map((kind) => `\`${kind}\``).join(", ")} or \`platform\`.`);
    return undefined;
  }

  private patterns(value: Node | null, kind: string): string[] {
    return this.elements(value, kind).flatMap((node) => {
      const pattern = this.words(node, kind);
      if (pattern === undefined) return [];
      if (kind !== "file" || isGlob(pattern)) return [pattern];
      this.complain(this.at(node), `\`${pattern}\` is no pattern that can match.`);
      return [];
    });
  }

  private blocker(node: Node): string | undefined {
    const pattern = this.words(node, "blockers");
    if (pattern === undefined) return undefined;
    const matches = isGlob(pattern) ? glob(pattern) : () => false;
    if (this.context.ruleIds.some((id) => matches(id))) return pattern;
    const near = nearest(pattern, this.context.ruleIds);
    this.complain(this.at(node), `No rule is called \`${pattern}\`, so it blocks nothing. ${near ? `Did you mean \`${near}\`?` : "`preship rules` lists them all."}`);
    return undefined;
  }

  private artefact(value: Node | null): ChecklistItem["artefact"] {
    const found: { template?: string | undefined; path?: string | undefined } = {};
    this.fields(value, "an artefact", {
      template: (entry) => { found.template = this.oneOf(entry.value, Object.keys(templates), "template"); },
      path: (entry) => { found.path = this.words(entry.value, "path"); },
    });
    const { template, path } = found;
    if (template !== undefined && path !== undefined) return { template, path };
    this.complain(this.at(value), "An artefact needs a `template` and a `path`, so none is offered.");
    return undefined;
  }

  private days(value: Node | null): number | undefined {
    const given = this.plain(value);
    if (typeof given === "number" && Number.isInteger(given) && given > 0) return given;
    this.complain(this.at(value), "`review` is a number of days, such as 90.");
    return undefined;
  }

  private id(value: Node | null, what: string): string | undefined {
    const given = this.plain(value);
    if (typeof given === "string" && idShape.test(given)) return given;
    this.complain(this.at(value), `The id of ${what} is lower-case words with hyphens, such as \`load-tested\`.`);
    return undefined;
  }

  private words(value: Node | null, name: string): string | undefined {
    const given = this.plain(value);
    if (typeof given === "string" && given.trim() !== "") return given.trim();
    this.complain(this.at(value), `\`${name}\` is text, and not empty.`);
    return undefined;
  }

  private oneOf<T extends string>(value: Node | null, allowed: readonly T[], what: string): T | undefined {
    const given = this.plain(value);
    const found = allowed.find((one) => one === given);
    if (found) return found;
    const near = typeof given === "string" ? nearest(given, allowed) : undefined;
    this.complain(this.at(value), `\`${typeof given === "string" ? given : (JSON.stringify(given) ?? "")}\` is no ${what}. ${near ? `Did you mean \`${near}\`?` : `Allowed: ${allowed.map((one) => `\`${one}\``).join(", ")}.`}`);
    return undefined;
  }

  /** Hands each key to whom it concerns and names the others. False when there is no mapping. */
  private fields(node: Node | null, what: string, takers: Readonly<Record<string, (entry: Entry) => void>>): boolean {
    const mapping = this.resolved(node);
    if (!isMap(mapping)) {
      this.complain(this.at(node), `Expected ${what}: a map of ${Object.keys(takers).slice(0, 3).map((key) => `\`${key}\``).join(", ")} …`);
      return false;
    }
    for (const pair of mapping.items) {
      const keyAt = this.at(pair.key as Node);
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      const taker = Object.hasOwn(takers, key) ? takers[key] : undefined;
      if (taker) taker({ key, keyAt: keyAt ?? this.clamp(0, 0), value: this.resolved(pair.value as Node | null) });
      else this.complain(keyAt, `\`${key}\` is no key of ${what}, so it says nothing. ${hint(key, Object.keys(takers))}`);
    }
    return true;
  }

  private elements(value: Node | null, name: string): Node[] {
    if (isSeq(value)) return value.items.flatMap((item) => this.resolved(item as Node | null) ?? []);
    this.complain(this.at(value), `\`${name}\` is a list.`);
    return [];
  }

  private resolved(value: Node | null): Node | null {
    return isAlias(value) ? (value.resolve(this.document) ?? null) : value;
  }

  private plain(value: Node | null): unknown {
    return isScalar(value) ? value.value : undefined;
  }

  /** With `first`, only the first line: a whole item under a squiggle helps nobody. */
  private at(node: Node | null, first = false): Span | undefined {
    if (!node?.range) return undefined;
    const [start, end] = node.range;
    const line = this.text.indexOf("\n", start);
    return this.clamp(start, first && line >= 0 ? Math.min(end, line) : end);
  }

  private clamp(start: number, end: number): Span {
    const last = this.text.length;
    return { start: Math.min(start, last), end: Math.min(Math.max(end, start), last) };
  }

  private complain(at: Span | undefined, message: string): undefined {
    const line = this.text.indexOf("\n");
    this.findings.push({ at: at ?? this.clamp(0, line < 0 ? this.text.length : line), message: quotable(message.trimEnd()) });
  }
}

function isGlob(pattern: string): boolean {
  if (/(^|[^\\])\[[^\]]*$|(^|[^\\])\{[^}]*$/.test(pattern)) return false;
  try {
    glob(pattern);
    return true;
  } catch {
    return false; // said at its place
  }
}

function hint(word: string, allowed: readonly string[]): string {
  const near = nearest(word, allowed);
  return near ? `Did you mean \`${near}\`?` : `Allowed: ${allowed.map((one) => `\`${one}\``).join(", ")}.`;
}
