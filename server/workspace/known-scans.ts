/** What earlier scans of a project left, asked by file: the cache under everything but the text that findings depend on. */
import type { RuleMeta } from "../../rules/api.ts";
import type { Analysis } from "../engine/analysis.ts";
import type { EffectiveConfig } from "../engine/config.ts";
import type { FileRecord } from "../engine/file-state.ts";
import { contentHash } from "../engine/hash.ts";
import { type Cached, openCache, type Source } from "./cache.ts";

export class KnownScans {
  private readonly cache: Cached;
  private readonly rules: string;
  private readonly configKeys = new Map<EffectiveConfig, string>();

  /** `build` says which sources analyse; what another build left is not known. */
  constructor(root: string, build: string, rules: readonly RuleMeta[]) {
    this.cache = openCache(root, build);
    this.rules = contentHash(rules.map(({ id }) => id).join("\n"));
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
    const harmless = record && withoutSecrets(record, text);
    if (harmless) this.cache.keep(this.key(file, config), harmless, { stamp, text: () => text });
  }

  /** Returns why it could not be written. */
  save(): string | undefined {
    return this.cache.save();
  }

  private key(file: string, config: EffectiveConfig): string {
    let key = this.configKeys.get(config);
    if (!key) this.configKeys.set(config, (key = contentHash(`${this.rules}\n${JSON.stringify(config.layers)}`)));
    return `${file} ${key}`;
  }
}

function withoutSecrets(record: FileRecord, text: string): FileRecord | undefined {
  const secrets = record.raw.filter(({ rule }) => rule === "text/hardcoded-secret").map(({ finding }) => text.slice(finding.at.start, finding.at.end).match(/[A-Za-z0-9]{3,}/g) ?? []);
  if (secrets.length === 0) return record;
  const rest: FileRecord = { ...record, lines: undefined };
  const told = JSON.stringify(rest);
  return secrets.every((words) => words.length > 0 && words.every((word) => !told.includes(word))) ? rest : undefined;
}
