/** Threads that analyse files. A thread that dies or hangs costs the file it was at, which is said, and nothing else. */
import { Worker } from "node:worker_threads";
import type { ConfigLayer } from "../engine/config.ts";
import type { FileRecord } from "../engine/file-record.ts";
import type { Trouble } from "../engine/report.ts";

/** What a thread is started with; `progress` holds the index of the rule that it is at, -1 while it parses. */
export interface Start {
  /** All when undefined. */
  readonly ruleIds: readonly string[] | undefined;
  readonly progress: SharedArrayBuffer;
  /** Milliseconds that one rule or parser may take on a file. */
  readonly limit: number;
}

export interface Task {
  readonly id: number;
  readonly path: string;
  readonly text: string;
  readonly configKey: string;
  /** Present the first time that a thread hears of the configuration. */
  readonly layers: readonly ConfigLayer[] | undefined;
}

/** The last that a thread hears: how many files were analysed. It answers once it has kept what was compiled for that. */
export interface Farewell {
  readonly work: number;
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
  /** What it has to do, in order: it is at the first. */
  readonly given: Waiting[];
  /** Of the texts of those. */
  letters: number;
  timer: NodeJS.Timeout | undefined;
  /** Why it ends, where it said so. */
  complaint: string | undefined;
}

interface Waiting {
  readonly job: Job;
  /** Another each time that it is given to a thread. */
  id: number;
  readonly settle: (outcome: Outcome) => void;
}

export interface PoolOptions {
  readonly entry: URL;
  readonly size: number;
  readonly ruleIds: readonly string[] | undefined;
  /** Milliseconds that one rule or parser may take on a file; the thread sees to that itself. */
  readonly limit: number;
  /** Milliseconds after which a thread that is at one file is given up. */
  readonly patience: number;
}

/** More text than whoever hands out work reads before it looks up again, so that a thread goes on meanwhile; few enough that nobody has much left when all others are done. */
const lettersAtOnce = 256 * 1024;
/** Milliseconds. */
const farewellPatience = 2000;
const [leastAtOnce, mostAtOnce] = [2, 160];

export class Pool {
  private readonly seats = new Set<Seat>();
  private readonly queue: Waiting[] = [];
  private nextId = 0;
  private isClosed = false;
  private died = 0;
  /** In the order in which threads name them. Whoever started threads before the rules were loaded tells them later. */
  ruleIds: readonly string[];

  constructor(private readonly options: PoolOptions) {
    this.ruleIds = options.ruleIds ?? [];
    for (let index = 0; index < options.size; index++) this.start();
  }

  /** Whether one more job would be begun without waiting for others than a few, and by somebody who is done before so many letters more are read elsewhere. */
  wants(left: number): boolean {
    return this.queue.length === 0 && [...this.seats].some((seat) => hasRoom(seat) && seat.letters <= left);
  }

  /** Never rejects. */
  run(job: Job): Promise<Outcome> {
    return new Promise((settle) => {
      this.queue.push({ job, id: -1, settle });
      this.feed();
    });
  }

  /** Once all jobs are done: one thread keeps what was compiled for so many files. Whoever does not answer is not waited for long. */
  async keepCompiled(work: number): Promise<void> {
    const [worker] = [...this.seats].flatMap((seat) => (seat.isReady ? seat.worker : []));
    if (!worker) return;
    const farewell: Farewell = { work };
    await new Promise<void>((settle) => {
      const timer = setTimeout(settle, farewellPatience);
      const done = (): void => {
        clearTimeout(timer);
        settle();
      };
      worker.once("message", done).once("exit", done);
      worker.postMessage(farewell);
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { timer } of this.seats) clearTimeout(timer); // of a scan that failed while threads were at work
    await Promise.all([...this.seats].map(({ worker }) => worker.terminate()));
  }

  private start(): void {
    const progress = new SharedArrayBuffer(4);
    Atomics.store(new Int32Array(progress), 0, -1);
    const workerData: Start = { ruleIds: this.options.ruleIds, progress, limit: this.options.limit };
    const worker = new Worker(this.options.entry, { workerData, argv: process.argv.slice(2) }); // whoever loads its scripts asks what the user allows
    const seat: Seat = { worker, progress: new Int32Array(progress), heardOf: new Set(), isReady: false, given: [], letters: 0, timer: undefined, complaint: undefined };
    this.seats.add(seat);
    worker.on("online", () => {
      seat.isReady = true;
      this.feed();
    });
    worker.on("message", (answer: Answer) => this.finish(seat, answer));
    worker.on("error", (error) => { seat.complaint = `its analysis ended with: ${error.message}`; }); // its last answers may still be on their way
    worker.on("exit", () => this.replace(seat, seat.complaint ?? "its thread ended"));
  }

  /** Each to whoever has the least to do. */
  private feed(): void {
    while (this.queue.length > 0) {
      const [idlest] = [...this.seats].filter(hasRoom).sort((a, b) => a.letters - b.letters);
      const waiting = idlest && this.queue.shift();
      if (!waiting) return;
      this.give(idlest, waiting);
    }
  }

  private give(seat: Seat, waiting: Waiting): void {
    const { path, text, configKey, layers } = waiting.job;
    waiting.id = this.nextId++;
    seat.letters += text.length;
    const task: Task = { id: waiting.id, path, text, configKey, layers: seat.heardOf.has(configKey) ? undefined : layers };
    seat.heardOf.add(configKey);
    seat.given.push(waiting);
    if (seat.given.length === 1) this.watch(seat);
    seat.worker.postMessage(task);
  }

  /** Where this thread was busy itself, an answer may lie waiting: it is heard before anybody is given up. */
  private watch(seat: Seat): void {
    clearTimeout(seat.timer);
    const [first] = seat.given;
    if (!first) return;
    seat.timer = setTimeout(() => setImmediate(() => {
      if (seat.given[0] === first) this.replace(seat, `took longer than ${this.options.patience} ms`);
    }), this.options.patience);
  }

  private finish(seat: Seat, { id, ...outcome }: Answer): void {
    const [current] = seat.given;
    if (!current || current.id !== id) return; // a file that was stopped when it had been answered is answered again
    seat.given.shift();
    seat.letters -= current.job.text.length;
    current.settle(outcome);
    this.watch(seat);
    this.feed();
  }

  /** After three deaths in a row of threads that had nothing to do with a file, nobody is hired any more: whoever waits is told. */
  private replace(seat: Seat, reason: string): void {
    if (!this.seats.delete(seat) || this.isClosed) return;
    void seat.worker.terminate();
    clearTimeout(seat.timer);
    const [current, ...others] = seat.given.splice(0);
    this.queue.unshift(...others);
    if (current) {
      const rule = this.ruleIds[Atomics.load(seat.progress, 0)];
      current.settle({ record: undefined, trouble: [{ path: current.job.path, message: `${reason}${rule ? "" : " while it was read"}; the file is left out`, ...(rule && { rule }) }] });
    } else this.died++;
    if (this.died < 3) this.start();
    if (this.seats.size > 0) return this.feed();
    for (const { job, settle } of this.queue.splice(0)) settle({ record: undefined, trouble: [{ path: job.path, message: "no thread could be started to analyse it" }] });
  }
}

function hasRoom({ isReady, given, letters }: Seat): boolean {
  return isReady && (given.length < leastAtOnce || (letters < lettersAtOnce && given.length < mostAtOnce));
}
