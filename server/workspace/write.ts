/** Writes a file so that a crash leaves the old text or the new one, never half of either. */
import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, lstatSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Beside the target, then renamed over it; a symbolic link keeps leading to the file that changes. What is no file, such as a pipe, is written to. */
export function writeAtomically(file: string, text: string | Uint8Array): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing && !existing.isFile()) return writeFileSync(file, text);
  const target = existing ? realpathSync(file) : file;
  makeFolder(path.dirname(target));
  const temporary = `${target}.preship-${randomBytes(6).toString("hex")}`;
  const handle = openSync(temporary, "wx", existing ? existing.mode & 0o777 : 0o666); // never what somebody else put there
  try {
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

/** Whether writing there would change something outside of the folder, which is absolute: links lead to where they lead. */
export function leadsOut(folder: string, file: string): boolean {
  try {
    const real = path.relative(realpathSync(folder), realPlace(file));
    return real.split(path.sep)[0] === ".." || path.isAbsolute(real);
  } catch {
    return true; // a link to nowhere, or in a circle: nobody can tell what it would come to
  }
}

/** Of what is not there yet, where it would be made. */
function realPlace(file: string): string {
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  return isThere || path.dirname(file) === file ? realpathSync(file) : path.join(realPlace(path.dirname(file)), path.basename(file));
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
