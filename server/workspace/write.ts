/** Writes a file so that a crash leaves the old text or the new one, never half of either. */
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Beside the target, then renamed over it; a symbolic link keeps leading to the file that changes. What is no file, such as a pipe, is written to. */
export function writeAtomically(file: string, text: string): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing && !existing.isFile()) return writeFileSync(file, text);
  const target = existing ? realpathSync(file) : file;
  makeFolder(path.dirname(target));
  const temporary = `${target}.preship-${process.pid}`;
  try {
    const handle = openSync(temporary, "w");
    try {
      writeFileSync(handle, text); // all of it or an error, where a single write on a full disk says nothing of what it left out
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (existing) chmodSync(temporary, existing.mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** With those above it. The platform's own way never comes back where a folder cannot be made, such as below `/proc`. */
export function makeFolder(folder: string, mode?: number): void {
  if (made(folder, mode)) return;
  makeFolder(path.dirname(folder), mode);
  mkdirOnce(folder, mode);
}

/** False where the one above is missing. */
function made(folder: string, mode: number | undefined): boolean {
  try {
    mkdirOnce(folder, mode);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" && path.dirname(folder) !== folder) return false;
    throw error;
  }
}

/** Somebody else may make it meanwhile. */
function mkdirOnce(folder: string, mode: number | undefined): void {
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !statSync(folder).isDirectory()) throw error;
  }
}
