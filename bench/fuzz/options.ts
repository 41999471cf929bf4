/** What the command line of the long tests says. */
import { parseArgs } from "node:util";

export interface Progress {
  readonly done: number;
  readonly failed: number;
  /** Cases by what they are of. */
  readonly counts?: ReadonlyMap<string, number>;
}

export interface Options {
  readonly cases: number;
  readonly folder: string | undefined;
  readonly folders: readonly string[];
  readonly seed: number;
  /** What the paths must match. */
  readonly only: RegExp | undefined;
  readonly until: number;
  /** Which of `jobs` processes this is, counted from 0. */
  readonly job: number;
  readonly jobs: number;
  /** How far this process is; said aloud, or to the first process, every few seconds and at the end. */
  tell(progress: Progress, isEnd?: boolean): void;
}

const interval = 5_000;

export function optionsFrom(args: readonly string[]): { readonly form: string; readonly options: Options } {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { cases: { type: "string", default: "10000" }, folder: { type: "string", multiple: true, default: [] }, seed: { type: "string", default: "20261122" }, only: { type: "string" }, minutes: { type: "string" }, job: { type: "string", default: "0" }, jobs: { type: "string", default: "1" } },
  });
  const [job, jobs] = [Number(values.job), Number(values.jobs)];
  const started = Date.now();
  let last = started;
  return {
    form: positionals[0] ?? "edits",
    options: {
      cases: Math.ceil(Number(values.cases) / jobs), folder: values.folder[0], folders: values.folder, seed: Number(values.seed), only: values.only ? new RegExp(values.only) : undefined,
      until: values.minutes ? started + Number(values.minutes) * 60_000 : Infinity, job, jobs,
      tell(progress, isEnd = false) {
        if (!isEnd && Date.now() - last < interval) return;
        last = Date.now();
        const message = { job, isEnd, done: progress.done, failed: progress.failed, memory: process.memoryUsage().rss, counts: [...(progress.counts ?? [])] };
        if (process.send) process.send(message);
        else console.log(`${progress.done} cases, ${progress.failed} failed`);
      },
    },
  };
}
