/** What is asked of the disk about a project. Whoever watches learns what was asked and what the answers rested on, so that it can be told later whether they still hold. */
import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import path from "node:path";

export type Kind = "file" | "folder" | "other";

/** What a scan learnt of the disk: plain data. */
export interface Seen {
  /** By path, what tells a file's content or a folder's entries from later ones; "" where there was nothing. */
  readonly stamps: ReadonlyMap<string, string>;
  /** By path, what stands there, where no more was asked; undefined where there was nothing. */
  readonly kinds: ReadonlyMap<string, Kind | undefined>;
}

export class Witness implements Seen {
  readonly stamps = new Map<string, string>();
  readonly kinds = new Map<string, Kind | undefined>();
  /** False when something was seen of which it cannot be told later whether it is still so. */
  isSure = true;
  private readonly now = Date.now();

  sawFacts(file: string, facts: Stats | undefined): void {
    if (this.stamps.has(file)) return; // what was seen first is older than all that rests on it
    this.isSure &&= facts === undefined || isSettled(facts, this.now);
    this.stamps.set(file, facts ? stampIn(facts) : "");
  }

  sawKind(file: string, kind: Kind | undefined): void {
    if (!this.kinds.has(file)) this.kinds.set(file, kind);
  }

  /** Where something was: written down wherever it is kept what was seen. */
  get places(): readonly string[] {
    return [...this.stamps].flatMap(([file, stamp]) => (stamp === "" ? [] : file));
  }

  /** What must be asked again: that something is not there shows in the stamp of its folder, unless it is a link that leads nowhere. */
  get asked(): Seen {
    const isImplied = (file: string) => (this.stamps.get(path.dirname(file)) ?? "") !== "" && !isLink(file);
    return {
      stamps: new Map([...this.stamps].filter(([file, stamp]) => stamp !== "" || !isImplied(file))),
      kinds: new Map([...this.kinds].filter(([file, kind]) => (kind === undefined ? !isImplied(file) : !this.stamps.has(file)))),
    };
  }
}

let witness: Witness | undefined;

/** Everything that is asked from now on is seen; `undefined` ends it. */
export function watch(by: Witness | undefined): void {
  witness = by;
}

/** Undefined where there is nothing; throws for what is not ours to see. */
export function factsOf(file: string): Stats | undefined {
  const facts = tried(() => statIn(file));
  witness?.sawFacts(file, facts);
  return facts;
}

export function kindOf(file: string): Kind | undefined {
  let kind: Kind | undefined;
  try {
    kind = kindIn(tried(() => statIn(file)));
  } catch {
    kind = undefined; // not ours to see
  }
  witness?.sawKind(file, kind);
  return kind;
}

export function exists(file: string): boolean {
  return kindOf(file) !== undefined;
}

/** Throws as the platform does. A pipe is waited for: see `fileBytesOf`. */
export function bytesOf(file: string): Buffer {
  if (witness && !witness.stamps.has(file)) factsOf(file);
  return tried(() => readFileSync(file));
}

/** Throws for what is no file as well, and for one of more than so many bytes: a pipe may never say anything, and a device never end. */
export function fileBytesOf(file: string, largest = Infinity): Buffer {
  const facts = factsOf(file);
  return tried(() => {
    if (facts && !facts.isFile()) throw new Error(`${file} is no file`);
    if (facts && facts.size > largest) throw new Error(`${file} is too large`);
    return bytesOf(file);
  });
}

/** Nobody writes one that is longer. */
const longestText = 10 * 1024 * 1024;

/** Undefined where there is no text to be had, or one of more than so many bytes. */
export function textOf(file: string, largest = longestText): string | undefined {
  try {
    return fileBytesOf(file, largest).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Nothing for a folder that went meanwhile, or is not ours to read: the rest of the project still counts. */
export function entriesOf(folder: string): readonly Dirent[] {
  return listed(folder, () => readdirSync(folder, { withFileTypes: true }));
}

/** Nothing for a folder that is not there. */
export function namesIn(folder: string): readonly string[] {
  return listed(folder, () => readdirSync(folder));
}

/** What tells a file, or the entries of a folder, from later ones without reading it. */
export function stampIn({ mtimeMs, ctimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}

/** False for what is so young that it may change again within the same tick of its clock. */
export function isSettled({ mtimeMs, ctimeMs }: Stats, now: number): boolean {
  return Math.max(mtimeMs, ctimeMs) <= now - settling;
}

export function isStillSo({ stamps, kinds }: Seen): boolean {
  try {
    for (const [file, kind] of kinds) if (kindIn(statIn(file)) !== kind) return false;
    for (const [file, stamp] of stamps) {
      const facts = statIn(file);
      if ((facts ? stampIn(facts) : "") !== stamp) return false;
    }
    return true;
  } catch {
    return false; // not ours to see any more
  }
}

/** Milliseconds; the coarsest clock of a file system in use counts two seconds. */
const settling = 2_000;

function listed<T>(folder: string, list: () => T[]): T[] {
  try {
    if (witness) factsOf(folder);
    return tried(list);
  } catch {
    return [];
  }
}

/** That nothing is there is an answer; any other failure may be gone the next time. */
function tried<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (witness && !isAbsence(error)) witness.isSure = false;
    throw error;
  }
}

function statIn(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (isAbsence(error)) return undefined; // a part of the path is a file
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

function kindIn(facts: Stats | undefined): Kind | undefined {
  return facts && (facts.isFile() ? "file" : facts.isDirectory() ? "folder" : "other");
}
