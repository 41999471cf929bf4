/** Threads that are started before this one has loaded a rule: they load at the same time. Whoever asks for them may know neither rules nor parsers. */
import { availableParallelism } from "node:os";
import path from "node:path";
import { build } from "../build.ts";
import { isKept } from "../workspace/cache.ts";
import { entriesOf, namesIn } from "../workspace/disk.ts";
import { foreignFolder } from "../workspace/ignored.ts";
import { Pool } from "../workspace/pool.ts";
import type { ScanOptions } from "./scan.ts";
import { whatToScan } from "./what-to-scan.ts";

/** A rule or a parser that takes longer on a file hangs. */
export const limit = 60_000;
/** A thread that takes longer cannot be stopped from within. */
const patience = 6 * limit;
/** From so many files on a thread that warms up by itself pays at once. */
export const worthAThread = 140;
/** In a project that has so many folders before that, it is not worth looking further. */
const foldersAsked = 200;

/** Of threads beside this one. */
export function threadsBeside(jobs: number | undefined): number {
  return build === undefined ? 0 : Math.max(1, jobs ?? Math.min(availableParallelism(), 8)) - 1;
}

/** Without `ruleIds` they run all rules. */
export function hired(size: number, ruleIds?: readonly string[]): Pool {
  return new Pool({ entry: new URL("./worker.mjs", import.meta.url), size, ruleIds, limit, patience });
}

/** Undefined where it is better to wait and see: where files may be known from earlier scans, where there are few, where some rules are asked for. */
export function hiredAhead(options: ScanOptions): Pool | undefined {
  const size = threadsBeside(options.jobs);
  if (size === 0 || options.override || (options.rules ?? []).length > 0) return undefined;
  const { root, folders, isWhole } = whatToScan(options);
  if (options.usesCache !== false && isKept(root)) return undefined;
  return hasMany(root, isWhole ? [""] : folders) ? hired(size) : undefined;
}

function hasMany(root: string, folders: readonly string[]): boolean {
  let count = 0;
  const waiting = [...folders];
  for (let asked = 0; waiting.length > 0 && asked < foldersAsked; asked++) {
    const folder = waiting.shift() ?? "";
    for (const entry of entriesOf(path.join(root, folder))) {
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isFile() && /\.(pyi?|ipynb|[cm]?[jt]sx?|vue|svelte|ya?ml)$/.test(name) && ++count > worthAThread) return true;
      if (entry.isDirectory() && !foreignFolder(entry.name, () => namesIn(path.join(root, name)))) waiting.push(name);
    }
  }
  return false;
}
