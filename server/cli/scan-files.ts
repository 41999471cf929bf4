/** Reads the files of a scan and has them analysed: from the cache what is known, the first few here, and many on threads. What comes out is the same. */
import { availableParallelism } from "node:os";
import path from "node:path";
import type { RuleMeta } from "../../rules/api.ts";
import type { Analysis } from "../engine/analysis.ts";
import type { EffectiveConfig } from "../engine/config.ts";
import { contentHash } from "../engine/hash.ts";
import type { Trouble } from "../engine/report.ts";
import { type Cached, openCache } from "../workspace/cache.ts";
import { type Outcome, Pool } from "../workspace/pool.ts";
import { isSkippedByName, readTextSync } from "../workspace/read.ts";

declare const PRESHIP_BUILD: string | undefined;

/** Which sources this is built from; undefined in development, where nothing is cached and nothing runs on threads. */
const build = typeof PRESHIP_BUILD === "string" ? PRESHIP_BUILD : undefined;

/** As many files are analysed before threads, which take a third of a second to be of use, can pay. */
const alone = 100;
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
  const ruleIds = options.rules.map(({ id }) => id);
  const cache = build !== undefined && options.usesCache ? openCache(options.root, build) : undefined;
  const run = new Run(options, cache, keys(ruleIds), ruleIds);
  await run.all();
  const failure = cache?.save();
  if (failure) options.trouble.push({ path: "", message: `the scan could not be kept for the next one: ${failure}` });
}

class Run {
  private pool: Pool | undefined;
  private analysed = 0;
  private readonly threads: number;
  private readonly waiting = new Set<Promise<void>>();

  constructor(private readonly options: ScanFiles, private readonly cache: Cached | undefined, private readonly keyOf: (config: EffectiveConfig) => string, private readonly ruleIds: readonly string[]) {
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
    const key = `${file} ${this.keyOf(config)}`;
    const known = this.cache?.find(key, read.text);
    if (known) return analysis.adopt(file, read.text, known);
    if (this.threads > 1 && ++this.analysed > alone) return this.hand(file, read.text, config, key);
    if (!language.isLoaded) await language.load();
    const before = trouble.length;
    analysis.scan(file, read.text);
    this.remember(key, { record: analysis.record(file), trouble: trouble.slice(before) });
  }

  private async hand(file: string, text: string, config: EffectiveConfig, key: string): Promise<void> {
    this.pool ??= new Pool({ entry: new URL("./worker.mjs", import.meta.url), size: this.threads, ruleIds: this.ruleIds, limit });
    const done = this.pool.run({ path: file, text, configKey: this.keyOf(config), layers: config.layers }).then((outcome) => {
      this.waiting.delete(done);
      this.options.trouble.push(...outcome.trouble);
      if (outcome.record) this.options.analysis.adopt(file, text, outcome.record);
      this.remember(key, outcome);
    });
    this.waiting.add(done);
    if (this.waiting.size >= this.threads * inFlight) await Promise.race(this.waiting);
  }

  /** What holds a secret is not written anywhere again, nor is half a result. */
  private remember(key: string, { record, trouble }: Outcome): void {
    if (!record || trouble.length > 0 || record.raw.some(({ rule }) => rule === "text/hardcoded-secret")) return;
    this.cache?.keep(key, record);
  }
}

/** Everything but the text that a file's findings depend on. */
function keys(ruleIds: readonly string[]): (config: EffectiveConfig) => string {
  const rules = contentHash(ruleIds.join("\n"));
  const known = new Map<EffectiveConfig, string>();
  return (config) => {
    let key = known.get(config);
    if (!key) known.set(config, (key = contentHash(`${rules}\n${JSON.stringify(config.layers)}`)));
    return key;
  };
}
