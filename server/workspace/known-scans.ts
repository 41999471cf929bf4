/** What earlier scans of a project left, asked by file: the cache under everything but the text that findings depend on. */
import type { RuleMeta } from "../../rules/api.ts";
import type { Analysis } from "../engine/analysis.ts";
import type { EffectiveConfig } from "../engine/config.ts";
import type { FileRecord, Told } from "../engine/file-record.ts";
import { contentHash } from "../engine/hash.ts";
import { placesIn, placesText } from "../engine/kept-places.ts";
import { type Cached, openCache, type Source } from "./cache.ts";

/** What must not be said where something else is kept of the project. */
export interface Hidden {
  /** Of secrets. */
  readonly words: ReadonlySet<string>;
  /** Secrets that are one word as people say it. Inside of a longer name nobody can tell that it is more than a part of that name. */
  readonly plain: ReadonlySet<string>;
  /** Those that hold them. */
  readonly files: ReadonlySet<string>;
}

export class KnownScans {
  private readonly cache: Cached;
  private readonly rules: string;
  private readonly words = new Set<string>();
  private readonly plain = new Set<string>();
  private readonly files = new Set<string>();
  private isNameless = false;
  private readonly configKeys = new Map<EffectiveConfig, string>();

  /** `build` says which sources analyse; what another build left is not known. */
  constructor(root: string, build: string, rules: readonly RuleMeta[], folder: string) {
    this.cache = openCache(root, build, folder);
    this.rules = contentHash(rules.map(({ id }) => id).join("\n"));
  }

  /** Nothing was known of any file. */
  get isEmpty(): boolean {
    return this.cache.isEmpty;
  }

  /** Lets the analysis have what is known of a file that is on disk as it was then; false when that is nothing. `text` is asked for only when somebody wants to know where something stands. */
  adoptUnread(analysis: Analysis, file: string, { stamp, text }: Source, config: EffectiveConfig): boolean {
    const record = stamp === undefined ? undefined : this.cache.findUnread(this.key(file, config), stamp);
    if (record) analysis.adopt(file, text, record);
    return record !== undefined;
  }

  /** Lets the analysis have what is known of this text; false when that is nothing. */
  adopt(analysis: Analysis, file: string, text: string, config: EffectiveConfig, stamp?: string): boolean {
    const record = this.cache.find(this.key(file, config), { stamp, text: () => text });
    if (record) analysis.adopt(file, text, record);
    return record !== undefined;
  }

  /** No secret is written anywhere again: not its line, and nothing at all where a part of it stands in facts or messages. Half a result is the caller's to hold back. */
  keep(file: string, text: string, config: EffectiveConfig, record: FileRecord | undefined, stamp?: string): void {
    if (!record) return;
    const secrets = secretsIn(record, text);
    const rest: FileRecord = secrets.length > 0 ? { ...record, places: placesText(placesIn(record.places).anchors, undefined) } : record;
    if (secrets.length === 0 || isHarmless(rest, secrets)) this.cache.keep(this.key(file, config), rest, { stamp, text: () => text });
    else this.hide(file, secrets);
  }

  /** Of files of which nothing could be kept. Undefined when a secret has no words to go by. */
  get hidden(): Hidden | undefined {
    return this.isNameless ? undefined : { words: this.words, plain: this.plain, files: this.files };
  }

  /** Returns why it could not be written. */
  save(): string | undefined {
    return this.cache.save();
  }

  private hide(file: string, secrets: readonly Secret[]): void {
    this.isNameless ||= secrets.some(({ words }) => words.length === 0);
    for (const { words, isPlain } of secrets) for (const word of words) (isPlain ? this.plain : this.words).add(word);
    this.files.add(file);
  }

  private key(file: string, config: EffectiveConfig): string {
    let key = this.configKeys.get(config);
    if (!key) this.configKeys.set(config, (key = contentHash(`${this.rules}\n${JSON.stringify(config.layers)}`)));
    return `${file} ${key}`;
  }
}

interface Secret {
  /** Those that give it away. */
  readonly words: readonly string[];
  /** All of it is one word in small letters, in quotes or without; no machine issues such. */
  readonly isPlain: boolean;
}

function secretsIn(record: FileRecord, text: string): readonly Secret[] {
  if (!record.told.includes('"rule":"text/hardcoded-secret"')) return [];
  return (JSON.parse(record.told) as Told).raw.filter(({ rule }) => rule === "text/hardcoded-secret").map(({ finding }) => {
    const value = text.slice(finding.at.start, finding.at.end);
    return { words: value.match(/[A-Za-z0-9]{3,}/g) ?? [], isPlain: /^(["']?)[a-z]{3,16}\1$/.test(value) };
  });
}

function isHarmless(record: FileRecord, secrets: readonly Secret[]): boolean {
  const told = `${record.told} ${record.places}`;
  return secrets.every(({ words }) => words.length > 0 && words.every((word) => !told.includes(word)));
}
