/** Walks a folder and lists the project's own files; what is foreign is pruned before it is entered. */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { signoffsPath } from "../checklist/signoffs.ts";
import { entriesOf, namesIn } from "./disk.ts";
import { foreignFolder, telling, type GitIgnore } from "./ignored.ts";

export interface Discovered {
  /** Relative to the root, forward slashes, sorted. */
  readonly files: readonly string[];
  /** Files git ignores that still tell about the project: lockfiles and env files. */
  readonly ignored: readonly string[];
  /** Folders that were not entered, by the reason. */
  readonly pruned: ReadonlyMap<string, number>;
}

export interface DiscoverOptions {
  readonly gitIgnore: GitIgnore;
  /** Start here instead of at the root; relative, "" is the root. */
  readonly below?: string;
  /** Absolute folders that belong to somebody else, such as another workspace folder inside this one. */
  readonly excluded?: ReadonlySet<string>;
  /** Folders that the configuration ignores. */
  readonly isUnwanted?: (folder: string) => boolean;
  readonly shouldStop?: () => boolean;
}

/** Symbolic links are not followed: what they lead to inside the project is found by its own name, and loops cannot arise. */
export async function discover(root: string, options: DiscoverOptions): Promise<Discovered> {
  const going = walk(root, options);
  for (let step = going.next(); ; step = going.next(await entriesLater(step.value))) if (step.done) return step.value;
}

/** The same for whoever has nothing else to do meanwhile: in a third of the time. */
export function discoverAtOnce(root: string, options: DiscoverOptions): Discovered {
  const going = walk(root, options);
  for (let step = going.next(); ; step = going.next(entriesOf(step.value))) if (step.done) return step.value;
}

/** Asks for the entries of one folder after the other. */
function* walk(root: string, options: DiscoverOptions): Generator<string, Discovered, readonly Dirent[]> {
  const files: string[] = [];
  const ignored: string[] = [];
  const pruned = new Map<string, number>();
  const waiting = [options.below ?? ""];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (options.shouldStop?.()) break;
    for (const entry of yield path.join(root, folder)) {
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isFile()) {
        if (!options.gitIgnore.isIgnored(name)) files.push(name);
        else if (telling.test(name)) ignored.push(name);
      } else if (entry.isDirectory()) {
        const reason = whyNot(root, name, entry.name, options);
        if (reason) pruned.set(reason, (pruned.get(reason) ?? 0) + 1);
        else waiting.push(name);
      }
    }
  }
  // of our own folder only what people write is looked at
  if (!options.below && (yield path.join(root, path.dirname(signoffsPath))).some((entry) => entry.isFile() && entry.name === path.basename(signoffsPath)) && !options.gitIgnore.isIgnored(signoffsPath)) files.push(signoffsPath);
  return { files: files.sort(), ignored: ignored.sort(), pruned };
}

/** True when the walk would never come to this file: asked for files that an editor opens or a watcher reports. */
export function isOutside(root: string, file: string, options: Pick<DiscoverOptions, "gitIgnore">): boolean {
  if (file === signoffsPath) return options.gitIgnore.isIgnored(file);
  const parts = file.split("/");
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = parts.slice(0, depth).join("/");
    if (foreignFolder(parts[depth - 1] ?? "", () => namesIn(path.join(root, folder)))) return true;
  }
  return options.gitIgnore.isIgnored(file);
}

function whyNot(root: string, folder: string, name: string, options: DiscoverOptions): string | undefined {
  if (options.excluded?.has(path.join(root, folder))) return "other workspace folders";
  const reason = foreignFolder(name, () => namesIn(path.join(root, folder)));
  if (reason) return reason;
  if (options.gitIgnore.isIgnored(folder + "/")) return "ignored by git";
  return options.isUnwanted?.(folder) ? "ignored by preship.yaml" : undefined;
}

async function entriesLater(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return []; // gone meanwhile, or not ours to read: the rest of the project still counts
  }
}
