/** The folder of what is kept between runs: the user's own, readable by the user alone, safe to delete at any time. Never throws. */
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { homeFolder } from "./home.ts";
import { makeFolder } from "./write.ts";

/** What belongs to projects that nobody scanned for so long goes. */
const forgottenAfter = 30 * 86_400_000;
/** Drafts of those who never came to the end go sooner. */
const abandonedAfter = 86_400_000;
/** Bytes that wait to be written together. */
const atOnce = 256 * 1024;

/** Where the platform keeps what may be deleted; undefined where the user has no such place. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home = homeFolder()): string | undefined {
  if (environment["PRESHIP_CACHE"]) return environment["PRESHIP_CACHE"];
  const below = (folder: string) => (home ? path.join(home, folder) : undefined);
  const place = platform === "darwin" ? below("Library/Caches") : platform === "win32" ? (environment["LOCALAPPDATA"] ?? below("AppData/Local")) : (absolute(environment["XDG_CACHE_HOME"]) ?? below(".cache"));
  return place && path.join(place, "preship/scans");
}

/** A relative path would lie in whatever folder is being checked; the convention of the platform is to pass it over. */
function absolute(folder: string | undefined): string | undefined {
  return folder !== undefined && path.isAbsolute(folder) ? folder : undefined;
}

/** Of what the engine compiled, a folder for each of its versions. It does not tell what is in use: that is compiled again once it is gone. */
export function compiledFolder(kept: string): string {
  return path.join(kept, "compiled");
}

/** Replaces the file whole; returns why that failed, and then what was there stays. */
export function writeKept(file: string, bytes: Uint8Array): string | undefined {
  const draft = new Draft(file);
  draft.add(bytes);
  return draft.settle();
}

/** A file that is written while it comes and takes its place when it is whole. One that is never settled stays behind for a while. */
export class Draft {
  private readonly place: string;
  private pending: Uint8Array[] = [];
  private size = 0;
  private isBegun = false;
  private failure: string | undefined;

  constructor(private readonly file: string) {
    this.place = `${file}.${process.pid}.draft`;
  }

  add(bytes: Uint8Array): void {
    if (this.failure !== undefined) return;
    this.pending.push(bytes);
    this.size += bytes.length;
    if (this.size >= atOnce) this.write();
  }

  /** Returns why it could not be written; then what was there stays. */
  settle(): string | undefined {
    this.write();
    return this.failure ?? this.tried(() => {
      renameSync(this.place, this.file);
      forgetOld(path.dirname(this.file));
    });
  }

  private write(): void {
    const bytes = Buffer.concat(this.pending);
    this.pending = [];
    this.size = 0;
    this.tried(() => {
      if (!this.isBegun) makeFolder(path.dirname(this.file), 0o700);
      writeFileSync(this.place, bytes, { mode: 0o600, flag: this.isBegun ? "a" : "w" });
      this.isBegun = true;
    });
  }

  private tried(act: () => void): string | undefined {
    if (this.failure !== undefined) return this.failure;
    try {
      act();
    } catch (error) {
      drop(this.place);
      this.failure = error instanceof Error ? error.message : String(error);
    }
    return this.failure;
  }
}

/** Where even that fails, there is nothing to take away. */
function drop(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    return;
  }
}

function forgetOld(folder: string): void {
  const now = Date.now();
  for (const name of readdirSync(folder)) {
    if (/\.(jsonl|answer|draft)$/.test(name)) dropOld(path.join(folder, name), name.endsWith(".draft") ? abandonedAfter : forgottenAfter, now);
  }
  const compiled = compiledFolder(folder);
  for (const version of namesIn(compiled)) {
    for (const name of namesIn(path.join(compiled, version))) dropOld(path.join(compiled, version, name), forgottenAfter, now);
  }
}

function dropOld(file: string, after: number, now: number): void {
  const age = now - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now);
  if (age > after) drop(file);
}

/** Nothing for what is no folder, or went meanwhile. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
