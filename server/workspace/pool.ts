/** Threads that analyse files. A thread that dies or hangs costs the file it was at, which is said, and nothing else. */
import { Worker } from "node:worker_threads";
import type { ConfigLayer } from "../engine/config.ts";
import type { FileRecord } from "../engine/file-state.ts";
import type { Trouble } from "../engine/report.ts";

/** What a thread is started with; `progress` holds the index of the rule that it is at, -1 while it parses. */
export interface Start {
  readonly ruleIds: readonly string[];
  readonly progress: SharedArrayBuffer;
}

export interface Task {
  readonly id: number;
  readonly path: string;
  readonly text: string;
  readonly configKey: string;
  /** Present the first time that a thread hears of the configuration. */
  readonly layers: readonly ConfigLayer[] | undefined;
}

export interface Answer {
  readonly id: number;
  readonly record: FileRecord | undefined;
  readonly trouble: readonly Trouble[];
}

export interface Job {
  readonly path: string;
  readonly text: string;
  readonly configKey: string;
  readonly layers: readonly ConfigLayer[];
}

/** What became of a job; without a record its file is left out, and `trouble` says why. */
export type Outcome = Omit<Answer, "id">;

interface Seat {
  readonly worker: Worker;
  readonly progress: Int32Array;
  readonly heardOf: Set<string>;
  /** Its thread runs: what it is given is begun. */
  isReady: boolean;
  current: Waiting | undefined;
  timer: NodeJS.Timeout | undefined;
}

interface Waiting {
  readonly job: Job;
  readonly settle: (outcome: Outcome) => void;
}

export interface PoolOptions {
  readonly entry: URL;
  readonly size: number;
  readonly ruleIds: readonly string[];
  /** Milliseconds that one file may take. */
  readonly limit: number;
}

export class Pool {
  private readonly seats = new Set<Seat>();
  private readonly queue: Waiting[] = [];
  private nextId = 0;
  private isClosed = false;
  private died = 0;

  constructor(private readonly options: PoolOptions) {
    for (let index = 0; index < options.size; index++) this.start();
  }

  /** Never rejects. */
  run(job: Job): Promise<Outcome> {
    return new Promise((settle) => {
      this.queue.push({ job, settle });
      this.feed();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.seats].map(({ worker }) => worker.terminate()));
  }

  private start(): void {
    const progress = new SharedArrayBuffer(4);
    const workerData: Start = { ruleIds: this.options.ruleIds, progress };
    const worker = new Worker(this.options.entry, { workerData });
    const seat: Seat = { worker, progress: new Int32Array(progress), heardOf: new Set(), isReady: false, current: undefined, timer: undefined };
    this.seats.add(seat);
    worker.on("online", () => {
      seat.isReady = true;
      this.feed();
    });
    worker.on("message", ({ id: _, ...outcome }: Answer) => this.finish(seat, outcome));
    worker.on("error", (error) => this.replace(seat, `its analysis ended with: ${error.message}`));
    worker.on("exit", () => this.replace(seat, "its thread ended"));
  }

  private feed(): void {
    for (const seat of this.seats) {
      if (seat.current || !seat.isReady) continue;
      const waiting = this.queue.shift();
      if (!waiting) return;
      const { path, text, configKey, layers } = waiting.job;
      const task: Task = { id: this.nextId++, path, text, configKey, layers: seat.heardOf.has(configKey) ? undefined : layers };
      seat.heardOf.add(configKey);
      seat.current = waiting;
      Atomics.store(seat.progress, 0, -1);
      seat.timer = setTimeout(() => this.replace(seat, `took longer than ${this.options.limit} ms`), this.options.limit);
      seat.worker.postMessage(task);
    }
  }

  private finish(seat: Seat, outcome: Outcome): void {
    clearTimeout(seat.timer);
    seat.current?.settle(outcome);
    seat.current = undefined;
    this.feed();
  }

  /** After three deaths in a row of threads that had nothing to do with a file, nobody is hired any more: whoever waits is told. */
  private replace(seat: Seat, reason: string): void {
    if (!this.seats.delete(seat) || this.isClosed) return;
    void seat.worker.terminate();
    const { current } = seat;
    if (current) {
      const rule = this.options.ruleIds[Atomics.load(seat.progress, 0)];
      this.finish(seat, { record: undefined, trouble: [{ path: current.job.path, message: `${reason}${rule ? "" : " while it was read"}; the file is left out`, ...(rule && { rule }) }] });
    } else this.died++;
    if (this.died < 3) this.start();
    if (this.seats.size > 0) return this.feed();
    for (const { job, settle } of this.queue.splice(0)) settle({ record: undefined, trouble: [{ path: job.path, message: "no thread could be started to analyse it" }] });
  }
}
