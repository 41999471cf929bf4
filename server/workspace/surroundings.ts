/** What a workspace shows beside the text of its files, kept up to date by whoever watches it. */
import type { Surroundings } from "../../rules/api.ts";

export interface LiveSurroundings extends Surroundings {
  readonly paths: Set<string>;
  readonly ignored: Set<string>;
}

export type InstalledLookup = Surroundings["installed"];

/** `ignored` files are part of `paths`, as the contract of Surroundings says. */
export function surroundings(files: Iterable<string>, ignored: Iterable<string>, installed: InstalledLookup, isPart = false, git?: Surroundings["git"]): LiveSurroundings {
  const hidden = new Set(ignored);
  return { paths: new Set([...files, ...hidden]), ignored: hidden, installed, ...(isPart && { isPart }), ...(git && { git }) };
}
