/** Which folders and files a check is asked about, and the project they belong to. */
import path from "node:path";
import { kindOf } from "../workspace/disk.ts";
import { repositoryTop } from "../workspace/ignored.ts";
import { UsageError } from "./arguments.ts";

export interface Scope {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, as are files. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly isWhole: boolean;
}

/** Folders are scanned as such; single files need the whole project around them, because rules follow calls across files. */
export function whatToScan({ paths, cwd }: { readonly paths: readonly string[]; readonly cwd: string }): Scope {
  const absolute = (paths.length > 0 ? paths : ["."]).map((one) => path.resolve(cwd, one));
  const kinds = absolute.map((one) => {
    const kind = kindOf(one);
    if (!kind) throw new UsageError(`${path.relative(cwd, one) || one} does not exist.`);
    return kind === "folder" ? "folder" : "file";
  });
  const first = absolute[0] ?? cwd;
  const start = kinds[0] === "folder" ? first : path.dirname(first);
  const root = repositoryTop(start) ?? (isWithin(cwd, start) ? cwd : start);
  const outside = absolute.find((one) => !isWithin(root, one));
  if (outside) throw new UsageError(`${outside} is not below ${root}. Run preship once per project.`);
  const relative = absolute.map((one) => path.relative(root, one).split(path.sep).join("/"));
  const folders = relative.filter((_, index) => kinds[index] === "folder");
  const files = relative.filter((_, index) => kinds[index] === "file");
  return { root, folders, files, isWhole: files.length > 0 || folders.includes("") };
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}
