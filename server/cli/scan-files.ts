/** Reads the files of a scan and has them analysed: from the cache what is known, the others here and, when they are many, on threads beside. What comes out is the same. */
import path from "node:path";
import { build } from "../build.ts";
import type { RuleMeta } from "../../rules/api.ts";
import type { Analysis } from "../engine/analysis.ts";
import type { EffectiveConfig } from "../engine/config.ts";
import type { Language } from "../engine/language.ts";
import type { Trouble } from "../engine/report.ts";
import { makeRoom, stopGrowing } from "../heap.ts";
import { cacheFolder } from "../workspace/kept.ts";
import { type Hidden, KnownScans } from "../workspace/known-scans.ts";
import { theScripts } from "../scripts.ts";
import type { Pool } from "../workspace/pool.ts";
import { isSkippedByName, readTextSync, stampOf } from "../workspace/read.ts";
import { hired, threadsBeside, worthAThread } from "./ahead.ts";

/**
 * A thread has to warm up by itself before it pays: it is hired when so many files were analysed here and about so many are still to come, and at once
 * where no earlier scan knows any of them. This thread goes on beside those it hires.
 */
const alone = 40;
const toCome = worthAThread - alone;
/**
 * Letters of text that are read by this thread before it looks up: so many files are watched together, and so long threads wait for what they are to do next.
 * A watch ends when a thread of the platform has heard that it ends, and where all cores are busy that takes milliseconds: they grow long, but are short while threads start and when all is nearly done.
 */
const together = { least: 32 * 1024, most: 128 * 1024, alone: 512 * 1024 };

export interface ScanFiles {
  readonly root: string;
  readonly files: readonly string[];
  readonly analysis: Analysis;
  readonly configFor: (path: string) => EffectiveConfig;
  readonly rules: readonly RuleMeta[];
  /** Threads at most; as many as there are cores when undefined. */
  readonly jobs: number | undefined;
  /** Those that are there already. */
  readonly pool: Pool | undefined;
  readonly usesCache: boolean;
  /** What went wrong is added to it. */
  readonly trouble: Trouble[];
  readonly onRead: (path: string) => void;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

/** Answers as `Scan.hidden` has it. */
export async function scanFiles(options: ScanFiles): Promise<Hidden | undefined> {
  const folder = options.usesCache ? cacheFolder() : undefined;
  const known = build !== undefined && folder !== undefined ? new KnownScans(options.root, build, options.rules, folder) : undefined;
  await new Run(options, known).all();
  const failure = known?.save();
  if (failure) options.trouble.push({ path: "", message: `the scan could not be kept for the next one: ${failure}` });
  return failure === undefined ? known?.hidden : undefined;
}

interface Readable {
  readonly file: string;
  readonly language: Language;
}

interface Read {
  readonly path: string;
  readonly text: string;
  readonly config: EffectiveConfig;
  readonly stamp: string | undefined;
}

class Run {
  private pool: Pool | undefined;
  private analysed = 0;
  private lettersRead = 0;
  /** To be analysed here. */
  private readonly batch: Read[] = [];
  private letters = 0;
  private readonly beside: number;
  private readonly waiting = new Set<Promise<void>>();

  /** Their text is not ours to see, or the disk fails. */
  private readonly unreadable: string[] = [];
  private readonly configs = new Map<EffectiveConfig, string>();

  constructor(private readonly options: ScanFiles, private readonly known: KnownScans | undefined) {
    makeRoom();
    this.beside = threadsBeside(options.jobs);
    this.pool = options.pool;
    if (this.pool) this.pool.ruleIds = this.ruleIds;
  }

  async all(): Promise<void> {
    const { files, onProgress } = this.options;
    try {
      const order = this.inOrder();
      if (this.known?.isEmpty !== false && order.length > worthAThread) this.hire();
      for (let first = 0, last = order.length - 1; first <= last;) {
        const done = order.length - 1 - last + first;
        if (done % 50 === 0) onProgress?.(done, files.length);
        const pool = this.pool?.wants(this.usual * (order.length - done)) ? this.pool : undefined;
        const next = pool ? order[first++] : order[last--];
        if (next) await this.take(next, order.length - done, pool);
        if (this.letters < this.atOnce(last - first + 1)) continue;
        await this.analyse();
        if (!this.pool) continue;
        stopGrowing();
        await new Promise(setImmediate); // threads have answered meanwhile
      }
      await this.analyse();
      await Promise.all(this.waiting);
      this.sayUnreadable();
      if (this.options.usesCache) await this.pool?.keepCompiled(this.analysed);
    } finally {
      theScripts()?.worked(this.analysed);
      await this.pool?.close();
    }
  }

  /**
   * Those that are read: threads are given from the front, this one takes from the back. The language of most files comes first, so that threads warm up
   * for that alone; plain text comes last, which takes so little that threads would be waiting for more of it. Without threads they are taken as they are named.
   */
  private inOrder(): readonly Readable[] {
    const all = this.options.files.flatMap((file): Readable[] => {
      const language = isSkippedByName(file) ? undefined : this.options.analysis.languageFor(file);
      return language ? [{ file, language }] : [];
    });
    if (this.beside === 0) return all.reverse();
    const counts = new Map<Language, number>();
    for (const { language } of all) counts.set(language, language.id === "text" ? 0 : (counts.get(language) ?? 0) + 1);
    const order = [...counts].sort(([, a], [, b]) => b - a).map(([language]) => language);
    return all.sort((a, b) => order.indexOf(a.language) - order.indexOf(b.language));
  }

  /** Letters of a file, as far as can be told. */
  private get usual(): number {
    return this.analysed === 0 ? together.least : this.lettersRead / this.analysed;
  }

  /** Letters to be read here in one go, where so many files are left. */
  private atOnce(left: number): number {
    return this.beside === 0 ? together.alone : Math.max(together.least, Math.min(together.most, this.lettersRead / 8, (this.usual * left) / 8));
  }

  private async take({ file, language }: Readable, left: number, pool: Pool | undefined): Promise<void> {
    const { analysis, configFor, root, onRead } = this.options;
    const place = path.join(root, file);
    const config = configFor(file);
    const stamp = this.known && stampOf(place);
    if (this.known?.adoptUnread(analysis, file, { stamp, text: () => textAgain(place) }, config)) return onRead(file);
    const read = readTextSync(place);
    if ("skipped" in read) return void (read.skipped === "unreadable" && this.unreadable.push(file));
    onRead(file);
    if (this.known?.adopt(analysis, file, read.text, config, stamp)) return;
    if (++this.analysed > alone && left > toCome) this.hire();
    const one: Read = { path: file, text: read.text, config, stamp };
    this.lettersRead += read.text.length;
    if (pool) return this.hand(pool, one);
    if (!language.isLoaded && !language.loadsLate) await language.load();
    this.batch.push(one);
    this.letters += read.text.length;
  }

  private async analyse(): Promise<void> {
    const { analysis, trouble } = this.options;
    const batch = this.batch.splice(0);
    const before = trouble.length;
    this.letters = 0;
    const late: Read[] = [];
    analysis.together(batch, (one) => void (analysis.scan(one.path, one.text) || late.push(one)));
    for (const { path } of late) await analysis.languageFor(path)?.load();
    analysis.together(late, ({ path, text }) => void analysis.scan(path, text));
    const failed = new Set(trouble.slice(before).map(({ path }) => path));
    for (const { path, text, config, stamp } of batch) if (!failed.has(path)) this.known?.keep(path, text, config, analysis.record(path), stamp);
  }

  /** Once: there may be very many of them. */
  private sayUnreadable(): void {
    const [first, ...others] = this.unreadable.sort();
    if (first !== undefined) this.options.trouble.push({ path: first, message: `could not be read and is left out${others.length > 0 ? `, as are ${others.length} more` : ""}` });
  }

  private hire(): void {
    if (this.beside > 0) this.pool ??= hired(this.beside, this.ruleIds);
  }

  private get ruleIds(): readonly string[] {
    return this.options.rules.map(({ id }) => id);
  }

  private hand(pool: Pool, { path, text, config, stamp }: Read): void {
    const { analysis, trouble } = this.options;
    const done = pool.run({ path, text, configKey: this.nameOf(config), layers: config.layers }).then((outcome) => {
      this.waiting.delete(done);
      trouble.push(...outcome.trouble);
      if (outcome.record) analysis.adopt(path, text, outcome.record);
      if (outcome.trouble.length === 0) this.known?.keep(path, text, config, outcome.record, stamp);
    });
    this.waiting.add(done);
  }

  private nameOf(config: EffectiveConfig): string {
    let name = this.configs.get(config);
    if (!name) this.configs.set(config, (name = String(this.configs.size)));
    return name;
  }
}

/** Of a file that went meanwhile nothing can be said any more. */
function textAgain(place: string): string {
  const read = readTextSync(place);
  return "text" in read ? read.text : "";
}
