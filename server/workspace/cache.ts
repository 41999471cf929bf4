/**
 * What scans left of files, kept on disk by content, so that the next scan reads only what changed. One file per project in the user's own cache folder,
 * readable by the user alone; safe to delete at any time and safe for two processes: it is replaced whole, and the later one wins. Never throws.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { FileRecord } from "../engine/file-state.ts";
import { contentHash } from "../engine/hash.ts";

/** Caches of projects that nobody scanned for so long go. */
const forgottenAfter = 30 * 86_400_000;
/** A file of more than this is dropped rather than read: it would cost more memory than it saves time. */
const largest = 256 * 1024 * 1024;

export interface Cached {
  /** `undefined` when nothing is known of this text under this configuration. */
  find(key: string, text: string): FileRecord | undefined;
  keep(key: string, record: FileRecord): void;
  /** Writes what was found or kept since; returns why that failed. */
  save(): string | undefined;
}

/** `identity` says which rules and parsers made the records: another identity knows nothing of them. */
export function openCache(root: string, identity: string, folder = cacheFolder()): Cached {
  const file = path.join(folder, `${contentHash(root)}.jsonl`);
  const header = JSON.stringify({ preship: identity, root });
  const known = read(file, header);
  const used = new Map<string, string>();
  let isChanged = false;
  return {
    find(key, text) {
      const line = known.get(key);
      const record = line === undefined ? undefined : recordIn(line);
      if (!record || record.hash !== contentHash(text)) return undefined;
      used.set(key, line ?? "");
      return record;
    },
    keep(key, record) {
      const json = JSON.stringify(record);
      used.set(key, `${key}\t${contentHash(json)}\t${json}`);
      isChanged = true;
    },
    save() {
      if (!isChanged && used.size === known.size) return undefined;
      return write(file, [header, ...used.values(), ""].join("\n"));
    },
  };
}

/** Where the platform keeps what may be deleted. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const home = homedir();
  if (environment["PRESHIP_CACHE"]) return environment["PRESHIP_CACHE"];
  if (platform === "darwin") return path.join(home, "Library/Caches/preship/scans");
  if (platform === "win32") return path.join(environment["LOCALAPPDATA"] ?? path.join(home, "AppData/Local"), "preship/scans");
  return path.join(environment["XDG_CACHE_HOME"] || path.join(home, ".cache"), "preship/scans");
}

/** Lines by key; each is checked when it is asked for. */
function read(file: string, header: string): Map<string, string> {
  const lines = new Map<string, string>();
  try {
    if (statSync(file).size > largest) return lines;
    const [first, ...rest] = readFileSync(file, "utf8").split("\n");
    if (first !== header) return lines;
    for (const line of rest) {
      const end = line.indexOf("\t");
      if (end > 0) lines.set(line.slice(0, end), line);
    }
  } catch {
    lines.clear(); // no cache, or one that cannot be read: all is scanned
  }
  return lines;
}

/** Undefined for a line that was cut off or changed. */
function recordIn(line: string): FileRecord | undefined {
  const [, sum, json] = line.split("\t", 3);
  if (sum === undefined || json === undefined || contentHash(json) !== sum) return undefined;
  return JSON.parse(json) as FileRecord;
}

function write(file: string, text: string): string | undefined {
  const folder = path.dirname(file);
  const draft = `${file}.${process.pid}.draft`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
    forgetOld(folder);
    return undefined;
  } catch (error) {
    drop(draft);
    return error instanceof Error ? error.message : String(error);
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
    if (!/\.(jsonl|draft)$/.test(name)) continue;
    const file = path.join(folder, name);
    const age = now - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now);
    if (age > forgottenAfter) drop(file);
  }
}
