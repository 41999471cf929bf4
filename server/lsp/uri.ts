/** File paths and the addresses clients use for them. */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Undefined for everything that is no file on this machine. */
export function fileOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return path.normalize(fileURLToPath(uri));
  } catch {
    return undefined; // a host name or an encoded slash: not a path here
  }
}

export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

/** The part of a uri that tells its language: a path without scheme and query. */
export function nameOf(uri: string): string {
  const name = uri.replace(/^[\w+.-]+:(\/\/[^/]*)?\/*/, "").replace(/[?#].*$/, "");
  try {
    return decodeURIComponent(name) || "untitled";
  } catch {
    return name || "untitled";
  }
}

/** Relative with forward slashes, or undefined when the file lies elsewhere. */
export function below(root: string, file: string): string | undefined {
  const relative = path.relative(root, file);
  if (relative === "" || relative === ".." || relative.startsWith(".." + path.sep) || path.isAbsolute(relative)) return undefined;
  return relative.split(path.sep).join("/");
}
