/** Texts that keep the shape of their language while what stands in it is exchanged: names, literals, brackets with what they hold, calls, lines, blocks, and values of JSON. */
import { pick, type Random } from "./mutations.ts";
import { seeds, type Seed } from "./seeds.ts";

export type Kind = "name" | "text" | "number" | "group" | "call" | "line" | "block";

interface Place {
  readonly start: number;
  readonly end: number;
}

type Pieces = Readonly<Record<Kind, readonly string[]>>;

const kinds: readonly Kind[] = ["name", "text", "number", "group", "call", "call", "line", "block"];
const longestPiece = 400;
const oddValues: readonly unknown[] = [null, true, 0, -1, 1e300, "", " ", "latest", "*", "^1", "Tr4ding!Places", [], {}, [[]], [null], { "": "" }, { constructor: 1 }, "\u0000", "😀", "a\nb"];

/** `samples` is where shapes and what is put into them come from; `seeds` are added. */
export class Shapes {
  private readonly samples: readonly Seed[];
  private readonly families = new Map<string, Seed[]>();
  private readonly pieces = new Map<string, Pieces>();

  constructor(samples: readonly Seed[]) {
    this.samples = [...samples, ...seeds];
    for (const sample of this.samples) this.families.set(familyOf(sample.path), [...(this.families.get(familyOf(sample.path)) ?? []), sample]);
    for (const [family, members] of this.families) this.pieces.set(family, piecesOf(members));
  }

  get names(): readonly string[] {
    return [...this.families.keys()];
  }

  /** Families are drawn with the weight of the root of their number; `family` draws from one alone. */
  next(random: Random, family = this.family(random)): Seed {
    const sample = pick(random, this.families.get(family) ?? this.samples);
    if (/\.(ipynb|json)$/.test(sample.path) && random() < 0.5) return { path: sample.path, text: otherJson(random, sample.text) };
    let { text } = sample;
    for (let steps = 1 + Math.floor(random() * 4); steps > 0; steps--) text = this.exchanged(random, text, family);
    return { path: sample.path, text: random() < 0.05 ? text.replaceAll("\n", pick(random, ["\r\n", "\r"])) : text };
  }

  private family(random: Random): string {
    const all = [...this.families];
    let left = random() * all.reduce((sum, [, members]) => sum + Math.sqrt(members.length), 0);
    return all.find(([, members]) => (left -= Math.sqrt(members.length)) < 0)?.[0] ?? "py";
  }

  private exchanged(random: Random, text: string, family: string): string {
    const kind = pick(random, kinds);
    const places = placesOf(text, kind);
    const at = places.length > 0 ? pick(random, places) : undefined;
    if (!at) return text + this.piece(random, family, pick(random, ["line", "block"]));
    const old = text.slice(at.start, at.end);
    const put = (piece: string) => text.slice(0, at.start) + piece + text.slice(at.end);
    const choice = random();
    if (choice < 0.6) return put(this.piece(random, family, kind));
    if (choice < 0.75) return put(this.piece(random, family, pick(random, kinds)));
    if (choice < 0.8) return put(this.piece(random, pick(random, this.names), kind));
    if (choice < 0.86) return put("");
    if (choice < 0.93) return put(old + (kind === "line" || kind === "block" ? "" : pick(random, [", ", " ", ".", " = ", ": "])) + old);
    return put(old.includes("\n") ? old.replace(/^/gm, "  ") : `${pick(random, ["(", "[", "{", "not ", "*", "...", "!", "f", "await ", "- ", "$", "${{ "])}${old}${pick(random, [")", "]", "}", "", "", "()", ".x", "[0]", " }}"])}`);
  }

  private piece(random: Random, family: string, kind: Kind): string {
    const list = this.pieces.get(family)?.[kind] ?? [];
    return list.length > 0 ? pick(random, list) : "x";
  }
}

/** By ending or name: what may be put into each other. */
function familyOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/\.ya?ml$/.test(name)) return path.includes(".github/") ? "workflow" : "yaml";
  if (/\.[cm]?[jt]sx?$/.test(name)) return "js";
  return name.startsWith("Dockerfile") ? "Dockerfile" : name.includes(".") ? name.slice(name.lastIndexOf(".") + 1) : name;
}

function piecesOf(members: readonly Seed[]): Pieces {
  const found = (kind: Kind) => [...new Set(members.flatMap(({ text }) => placesOf(text, kind).map(({ start, end }) => text.slice(start, end))))].filter((piece) => piece.length <= longestPiece);
  return { name: found("name"), text: found("text"), number: found("number"), group: found("group"), call: found("call"), line: found("line"), block: found("block") };
}

const patterns: Readonly<Partial<Record<Kind, RegExp>>> = {
  name: /[A-Za-z_][\w-]{0,60}(?:\.[A-Za-z_]\w{0,60}){0,5}/g,
  text: /"[^"\n]{0,120}"|'[^'\n]{0,120}'|`[^`\n]{0,120}`/g,
  number: /\b\d+(?:\.\d+)?\b/g,
  line: /[^\n]+(?:\n|$)/g,
};

function placesOf(text: string, kind: Kind): readonly Place[] {
  const pattern = patterns[kind];
  if (pattern) return Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({ start: index, end: index + found.length }));
  if (kind === "block") return blocks(text);
  const groups = bracketed(text);
  return kind === "group" ? groups : groups.flatMap(({ start, end }) => { const name = /[\w.]{1,80}$/.exec(text.slice(Math.max(0, start - 80), start)); return name ? [{ start: start - name[0].length, end }] : []; });
}

/** Brackets that close each other, as a reader sees them who knows nothing of quotes. */
function bracketed(text: string): readonly Place[] {
  const open: number[] = [];
  const found: Place[] = [];
  for (let at = 0; at < text.length; at++) {
    if ("([{".includes(text.charAt(at))) open.push(at);
    else if (")]}".includes(text.charAt(at))) {
      const start = open.pop();
      if (start !== undefined) found.push({ start, end: at + 1 });
    }
  }
  return found;
}

/** A line with all that is indented below it. */
function blocks(text: string): readonly Place[] {
  const lines = [...text.matchAll(/[^\n]*(?:\n|$)/g)].filter(([line]) => line !== "").map(({ index, 0: line }) => ({ start: index, end: index + line.length, indent: /^[ \t]*/.exec(line)?.[0].length ?? 0, isBlank: line.trim() === "" }));
  return lines.flatMap(({ start, end, indent, isBlank }, index) => {
    if (isBlank) return [];
    const rest = lines.slice(index + 1);
    const next = rest.findIndex((one) => !one.isBlank && one.indent <= indent);
    const last = next < 0 ? rest.at(-1) : rest[next - 1];
    return [{ start, end: last && next !== 0 ? last.end : end }];
  });
}

function otherJson(random: Random, text: string): string {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return text.slice(0, Math.floor(random() * text.length));
  }
  for (let steps = 1 + Math.floor(random() * 3); steps > 0; steps--) whole = otherValue(random, whole, 0);
  return JSON.stringify(whole, undefined, random() < 0.5 ? 2 : 0) ?? "null";
}

function otherValue(random: Random, value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || random() < 0.05 * depth) return random() < 0.5 ? pick(random, oddValues) : [value, value];
  const entries = Object.entries(value);
  const index = Math.floor(random() * entries.length);
  const changed = entries.flatMap(([key, one], place): [string, unknown][] => {
    if (place !== index) return [[key, one]];
    const other = otherValue(random, one, depth + 1);
    const choice = random();
    if (choice < 0.08) return [];
    return choice < 0.16 ? [[key, one], [`${key}2`, other]] : choice < 0.2 ? [[key + " ", other]] : [[key, other]];
  });
  return Array.isArray(value) ? changed.map(([, one]) => one) : Object.fromEntries(changed);
}
