/** The folder of what is kept between runs: the user's own, readable by the user alone, safe to delete at any time. Never throws. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** What belongs to projects that nobody scanned for so long goes. */
const forgottenAfter = 30 * 86_400_000;

/** Where the platform keeps what may be deleted. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const home = homedir();
  if (environment["PRESHIP_CACHE"]) return environment["PRESHIP_CACHE"];
  if (platform === "darwin") return path.join(home, "Library/Caches/preship/scans");
  if (platform === "win32") return path.join(environment["LOCALAPPDATA"] ?? path.join(home, "AppData/Local"), "preship/scans");
  return path.join(environment["XDG_CACHE_HOME"] || path.join(home, ".cache"), "preship/scans");
}

/** Replaces the file whole; returns why that failed, and then what was there stays. */
export function writeKept(file: string, bytes: Uint8Array): string | undefined {
  const folder = path.dirname(file);
  const draft = `${file}.${process.pid}.draft`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, bytes, { mode: 0o600 });
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
    if (!/\.(jsonl|answer|draft)$/.test(name)) continue;
    const file = path.join(folder, name);
    const age = now - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now);
    if (age > forgottenAfter) drop(file);
  }
}
