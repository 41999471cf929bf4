/** What is kept of a file once its text and tree are gone: texts that go to another thread or to the disk as they are, and are read when somebody asks. */
import type { AnyRule, FileFacts, Finding, Span } from "../../rules/api.ts";
import type { InternPool } from "./intern.ts";
import { type KeptLine, placesIn, placesText, recently } from "./kept-places.ts";
import type { Raw } from "./lint.ts";
import type { Suppression } from "./suppress.ts";

export interface FileRecord {
  /** Of the text. */
  readonly hash: string;
  /** Equal for files whose facts say the same, wherever in the text. */
  readonly factsKey: string;
  /** JSON: findings by the id of their rule, suppressions, and facts but for their places. */
  readonly told: string;
  /** What `placesText` gives: places that facts name, and the lines that a finding may start on. */
  readonly places: string;
}

export interface Told {
  readonly raw: readonly { readonly rule: string; readonly finding: Finding }[];
  readonly suppressions: readonly Suppression[];
  readonly facts: Omit<FileFacts, "anchors">;
}

/** `body` is that of the facts, as JSON. */
export function toldText(raw: readonly Raw[], suppressions: readonly Suppression[], facts: FileFacts, body: string): string {
  const findings = raw.length > 0 ? JSON.stringify(raw.map(({ rule, finding }) => ({ rule: rule.id, finding: bare(finding) }))) : "[]";
  const { path, language, isQuoted } = facts;
  return `{"raw":${findings},"suppressions":${suppressions.length > 0 ? JSON.stringify(suppressions) : "[]"},"facts":${JSON.stringify({ path, language, isQuoted }).slice(0, -1)},"body":${body}}}`;
}

/** A record and what was read of it, which takes the place of its text. */
export class KeptFile {
  private read: { readonly raw: readonly Raw[]; readonly suppressions: readonly Suppression[]; readonly facts: FileFacts } | undefined;

  /** Findings of rules that are not there any more are left out. */
  constructor(private kept: FileRecord, private readonly rules: ReadonlyMap<string, AnyRule>, private readonly pool?: InternPool) {}

  get hash(): string {
    return this.kept.hash;
  }

  get factsKey(): string {
    return this.kept.factsKey;
  }

  get raw(): readonly Raw[] {
    return this.told().raw;
  }

  get suppressions(): readonly Suppression[] {
    return this.told().suppressions;
  }

  get facts(): FileFacts {
    return this.told().facts;
  }

  /** Undefined where they were not kept. */
  get lines(): ReadonlyMap<number, string> | undefined {
    return this.places().lines;
  }

  get record(): FileRecord {
    if (!this.read) return this.kept;
    const { raw, suppressions, facts } = this.read;
    return { ...this.kept, told: toldText(raw, suppressions, facts, JSON.stringify(facts.body)) };
  }

  /** From now on these lines are known. */
  keepLines(lines: readonly KeptLine[]): void {
    this.kept = { ...this.kept, places: placesText(this.places().anchors, lines) };
  }

  private places(): ReturnType<typeof placesIn> {
    const { kept } = this;
    return recently(kept, () => placesIn(kept.places));
  }

  private told(): NonNullable<typeof this.read> {
    if (this.read) return this.read;
    const told = JSON.parse(this.kept.told) as Told;
    const { raw, suppressions, facts } = this.pool?.of(told) ?? told;
    const known = raw.flatMap(({ rule: id, finding }): Raw | readonly [] => {
      const rule = this.rules.get(id);
      return rule ? { rule, finding } : [];
    });
    const anchors = () => this.places().anchors;
    this.kept = withoutTold(this.kept);
    return (this.read = { raw: known, suppressions, facts: { ...facts, get anchors() { return anchors(); } } });
  }
}

/** Without the text that was read. Where places are worked out when they are asked for, they stay so; whoever has them at hand must not hold the rest for them. */
function withoutTold(record: FileRecord): FileRecord {
  const { hash, factsKey } = record;
  const isAtHand = Object.getOwnPropertyDescriptor(record, "places")?.get === undefined;
  return isAtHand ? { hash, factsKey, told: "", places: record.places } : { hash, factsKey, told: "", get places() { return record.places; } };
}

/** What the contract of a finding names and nothing else: an extra property may lead to the whole tree. */
function bare({ at, message, variant, confidence, related, fixes, whenServed, otherwise, unlessProject }: Finding): Finding {
  const span = ({ start, end }: Span) => ({ start, end });
  return {
    at: span(at), message, ...(variant !== undefined && { variant }), ...(confidence !== undefined && { confidence }), ...(whenServed !== undefined && { whenServed }), ...(otherwise && { otherwise }), ...(unlessProject && { unlessProject }),
    ...(related && { related: related.map((step) => ({ at: span(step.at), message: step.message, ...(step.path !== undefined && { path: step.path }) })) }),
    ...(fixes && { fixes: fixes.map((fix) => ({ title: fix.title, safe: fix.safe, edits: fix.edits.map((edit) => ({ at: span(edit.at), text: edit.text })), ...(fix.version && { version: { ecosystem: fix.version.ecosystem, name: fix.version.name } }), ...(fix.has && { has: { ecosystem: fix.has.ecosystem, name: fix.has.name } }), ...(fix.appends && { appends: fix.appends.map(({ path, line }) => ({ path, line })) }) })) }),
  };
}
