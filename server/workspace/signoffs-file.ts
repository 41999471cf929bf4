/** Reads and changes `.preship/signoffs.yaml` so that a crash or a second window never loses a sign-off. */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Signoff } from "../checklist/model.ts";
import { readSignoffs, type Signoffs, signoffsPath, writeSignoff } from "../checklist/signoffs.ts";
import { makeFolder, writeAtomically } from "./write.ts";

/** Undefined while nobody has signed anything; throws for a file that is there and cannot be read. */
function signoffsText(root: string): string | undefined {
  const file = path.join(root, signoffsPath);
  let bytes: Buffer;
  try {
    if (!statSync(file).isFile()) throw new Error("it is no file"); // a pipe would be waited for
    bytes = readFileSync(file);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // strips the byte order mark
}

export function signoffsOf(root: string): Signoffs {
  try {
    return readSignoffs(signoffsText(root));
  } catch (error) {
    return { byItem: new Map(), problems: [], problem: `${signoffsPath} cannot be read: ${messageOf(error)}. Preship leaves it untouched.` };
  }
}

/** Answers with why it was refused, or undefined when the file now says so. */
export async function changeSignoff(root: string, item: string, signoff: Signoff | undefined, allItems: readonly string[]): Promise<string | undefined> {
  const target = path.join(root, signoffsPath);
  const lock = new Lock(`${target}.lock`);
  try {
    makeFolder(path.dirname(target));
    if (!(await lock.acquire())) return `${signoffsPath} is being written by another window. Try again in a moment.`;
    removeLeftovers(target);
    const { problem } = signoffsOf(root);
    if (problem) return problem;
    const next = writeSignoff(signoffsText(root), item, signoff, allItems); // read under the lock: what the other window wrote is kept
    if (!lock.isHeld) return `${signoffsPath} is being written by another window. Try again in a moment.`;
    writeAtomically(target, next);
    return undefined;
  } catch (error) {
    return `${signoffsPath} could not be written: ${messageOf(error)}`;
  } finally {
    lock.release();
  }
}

const staleAfter = 10_000;
const patience = 5_000;

/** Says in a file who is writing. What a killed process left behind is taken over: at once on the same machine, else after ten seconds. */
class Lock {
  private readonly mine = `${process.pid} ${hostname()} ${randomUUID()}`;

  constructor(private readonly file: string) {}

  get isHeld(): boolean {
    return this.holder() === this.mine;
  }

  async acquire(): Promise<boolean> {
    const end = performance.now() + patience;
    while (performance.now() < end) {
      try {
        writeFileSync(this.file, this.mine, { flag: "wx" });
        return true;
      } catch (error) {
        if (codeOf(error) !== "EEXIST") {
          if (this.mine.startsWith(this.holder() ?? this.file)) rmSync(this.file, { force: true }); // half of ours, on a full disk
          throw error;
        }
      }
      const holder = this.holder();
      if (holder !== undefined && this.isAbandoned(holder)) rmSync(this.file, { force: true });
      await sleep(10 + Math.random() * 30);
    }
    return false;
  }

  release(): void {
    if (this.isHeld) rmSync(this.file, { force: true });
  }

  private holder(): string | undefined {
    try {
      return readFileSync(this.file, "utf8");
    } catch {
      return undefined; // released meanwhile
    }
  }

  private isAbandoned(holder: string): boolean {
    const [pid, host] = holder.split(" ");
    if (host === hostname() && Number(pid) !== process.pid) return !isAlive(Number(pid));
    const made = statSync(this.file, { throwIfNoEntry: false })?.mtimeMs;
    return made !== undefined && Math.abs(Date.now() - made) > staleAfter; // a clock may be ahead as well as behind
  }
}

/** Half-written files of processes that were killed; ours alone can be there while we hold the lock. */
function removeLeftovers(target: string): void {
  const prefix = `${path.basename(target)}.preship-`;
  for (const name of readdirSync(path.dirname(target))) if (name.startsWith(prefix)) rmSync(path.join(path.dirname(target), name), { force: true });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0); // asks, and sends nothing
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
