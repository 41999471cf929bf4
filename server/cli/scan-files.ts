/** Reads the files of a scan and has them analysed: from the cache what is known, the first few here, and many on threads. What comes out is the same. */
import { availableParallelism } from "node:os";
import path from "node:path";
import { build } from "../compose.ts";
import type { RuleMeta } from "../../rules/api.ts";
import type { Analysis } from "../engine/analysis.ts";
import type { EffectiveConfig } from "../engine/config.ts";
import type { Trouble } from "../engine/report.ts";
import { KnownScans } from "../workspace/known-scans.ts";
import { Pool } from "../workspace/pool.ts";
import { isSkippedByName, readTextSync } from "../workspace/read.ts";

/**
 * As many files are analysed before threads can pay: each has to warm up by itself, and two share no more than the cores that compile and clean beside one anyway.
 * Measured on two cores, 550 Python files: one thread 3.5 s, two 5 s.
 */
const alone = { twoThreads: 1000, more: 100 } as const;
/** Files on their way through each thread: more would only be texts held in memory. */
const inFlight = 8;
/** A file that takes longer hangs. */
const limit = 60_000;

export interface ScanFiles {
  readonly root: string;
  readonly files: readonly string[];
  readonly analysis: Analysis;
  readonly configFor: (path: string) => EffectiveConfig;
  readonly rules: readonly RuleMeta[];
  /** Threads at most; as many as there are cores when undefined. */
  readonly jobs: number | undefined;
  readonly usesCache: boolean;
  /** What went wrong is added to it. */
  readonly trouble: Trouble[];
  readonly onRead: (path: string) => void;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

export async function scanFiles(options: ScanFiles): Promise<void> {
  const known = build !== undefined && options.usesCache ? new KnownScans(options.root, build, options.rules) : undefined;
  await new Run(options, known).all();
  const failure = known?.save();
  if (failure) options.trouble.push({ path: "", message: `the scan could not be kept for the next one: ${failure}` });
}

class Run {
  private pool: Pool | undefined;
  private analysed = 0;
  private readonly threads: number;
  private readonly waiting = new Set<Promise<void>>();

  private readonly configs = new Map<EffectiveConfig, string>();

  constructor(private readonly options: ScanFiles, private readonly known: KnownScans | undefined) {
    this.threads = build === undefined ? 1 : Math.max(1, options.jobs ?? Math.min(availableParallelism(), 8));
  }

  async all(): Promise<void> {
    const { files, onProgress } = this.options;
    try {
      for (const [done, file] of files.entries()) {
        if (done % 50 === 0) onProgress?.(done, files.length);
        await this.take(file);
      }
      await Promise.all(this.waiting);
    } finally {
      await this.pool?.close();
    }
  }

  private async take(file: string): Promise<void> {
    const { analysis, configFor, root, trouble, onRead } = this.options;
    const language = isSkippedByName(file) ? undefined : analysis.languageFor(file);
    const read = language && readTextSync(path.join(root, file));
    if (!language || !read || "skipped" in read) return;
    onRead(file);
    const config = configFor(file);
    if (this.known?.adopt(analysis, file, read.text, config)) return;
    if (this.threads > 1 && ++this.analysed > (this.threads > 2 ? alone.more : alone.twoThreads)) return this.hand(file, read.text, config);
    if (!language.isLoaded) await language.load();
    const before = trouble.length;
    analysis.scan(file, read.text);
    if (trouble.length === before) this.known?.keep(file, read.text, config, analysis.record(file));
  }

  private async hand(file: string, text: string, config: EffectiveConfig): Promise<void> {
    const { analysis, rules, trouble } = this.options;
    this.pool ??= new Pool({ entry: new URL("./worker.mjs", import.meta.url), size: this.threads, ruleIds: rules.map(({ id }) => id), limit });
    const done = this.pool.run({ path: file, text, configKey: this.nameOf(config), layers: config.layers }).then((outcome) => {
      this.waiting.delete(done);
      trouble.push(...outcome.trouble);
      if (outcome.record) analysis.adopt(file, text, outcome.record);
      if (outcome.trouble.length === 0) this.known?.keep(file, text, config, outcome.record);
    });
    this.waiting.add(done);
    if (this.waiting.size >= this.threads * inFlight) await Promise.race(this.waiting);
  }

  private nameOf(config: EffectiveConfig): string {
    let name = this.configs.get(config);
    if (!name) this.configs.set(config, (name = String(this.configs.size)));
    return name;
  }
}
