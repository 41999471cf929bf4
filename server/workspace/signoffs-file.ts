/** Reads and changes `.preship/signoffs.yaml` so that a crash or a second window never loses a sign-off. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readSignoffs, signoffsPath, writeSignoff } from "../checklist/signoffs.ts";
import type { Signoff } from "../checklist/model.ts";

export function signoffsText(root: string): string | undefined {
  try {
    return readFileSync(path.join(root, signoffsPath), "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined; // nobody has signed anything yet
  }
}

/** Answers with why it was refused, or undefined when the file now says so. */
export async function changeSignoff(root: string, item: string, signoff: Signoff | undefined, allItems: readonly string[]): Promise<string | undefined> {
  const target = path.join(root, signoffsPath);
  mkdirSync(path.dirname(target), { recursive: true });
  const lock = `${target}.lock`;
  if (!(await acquire(lock))) return `${signoffsPath} is being written by another window. Try again in a moment.`;
  try {
    const current = signoffsText(root); // read under the lock: what the other window wrote is kept
    const { problem } = readSignoffs(current);
    if (problem) return problem;
    replace(target, writeSignoff(current, item, signoff, allItems));
    return undefined;
  } catch (error) {
    return `${signoffsPath} could not be written: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    rmSync(lock, { force: true });
  }
}

const staleAfter = 10_000;

/** A lock older than ten seconds is what a killed process left behind. */
async function acquire(lock: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      closeSync(openSync(lock, "wx"));
      return true;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > staleAfter) rmSync(lock, { force: true });
      else await sleep(30);
    }
  }
  return false;
}

function replace(target: string, text: string): void {
  const temporary = `${target}.${process.pid}.tmp`;
  const handle = openSync(temporary, "w");
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, target);
}
