/** Small arithmetic of workspace paths: forward slashes, relative to the workspace root, "" is the root. */

/** Folders and a relative path as one path without dots. */
export function joined(...parts: readonly string[]): string {
  const path: string[] = [];
  for (const part of parts.flatMap((one) => one.split("/"))) {
    if (part === "..") path.pop();
    else if (part !== "" && part !== ".") path.push(part);
  }
  return path.join("/");
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The folder and all above it, nearest first. */
export function* foldersUp(folder: string): Generator<string> {
  for (let at = folder; ; at = folderOf(at)) {
    yield at;
    if (at === "") return;
  }
}

/** What the `*` of a pattern stands for; "" when a pattern without one is met exactly. */
export function matched(pattern: string, name: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === name ? "" : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
  return fits ? name.slice(head.length, name.length - tail.length) : undefined;
}
