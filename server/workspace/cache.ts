/**
 * What scans left of files, kept on disk by content, so that the next scan reads only what changed. One file per project in the user's own cache folder,
 * readable by the user alone; safe to delete at any time and safe for two processes: it is replaced whole, and the later one wins. What is kept is written as it comes, so that it takes no memory. Never throws.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { FileRecord } from "../engine/file-record.ts";
import { contentHash } from "../engine/hash.ts";
import { cacheFolder, Draft } from "./kept.ts";

/** A file of more than this is dropped rather than read: it would cost more memory than it saves time. */
const largest = 256 * 1024 * 1024;

/** A text: what it says, and where it lies on disk what tells it from later ones without reading it. */
export interface Source {
  readonly stamp?: string | undefined;
  text(): string;
}

export interface Cached {
  readonly isEmpty: boolean;
  /** `undefined` when nothing is known of this file as its stamp has it, and so its text was not read. */
  findUnread(key: string, stamp: string): FileRecord | undefined;
  /** `undefined` when nothing is known of this text under this configuration. */
  find(key: string, source: Source): FileRecord | undefined;
  keep(key: string, record: FileRecord, source: Source): void;
  /** Writes what was found or kept since; returns why that failed. */
  save(): string | undefined;
}

/** Whether anything may be known of the project. */
export function isKept(root: string, folder = cacheFolder()): boolean {
  return folder !== undefined && existsSync(placeOf(root, folder));
}

function placeOf(root: string, folder: string): string {
  return path.join(folder, `${contentHash(root)}.jsonl`);
}

/** `identity` says which rules and parsers made the records: another identity knows nothing of them. */
export function openCache(root: string, identity: string, folder: string): Cached {
  const file = placeOf(root, folder);
  const header = JSON.stringify({ preship: identity, root });
  const known = read(file, header);
  /** Keys of lines that hold on. */
  const staying = new Set<string>();
  let draft: Draft | undefined;
  const begun = (): Draft => {
    if (!draft) (draft = new Draft(file)).add(Buffer.from(`${header}\n`));
    return draft;
  };
  const put = (key: string, line: Buffer) => {
    staying.delete(key);
    begun().add(line);
    begun().add(newline);
  };
  return {
    isEmpty: known.size === 0,
    findUnread(key, stamp) {
      const line = known.get(key);
      if (!line || fieldOf(line, fields.stamp) !== stamp) return undefined;
      const record = recordIn(line);
      if (record) staying.add(key);
      return record;
    },
    find(key, source) {
      const line = known.get(key);
      const record = line && fieldOf(line, fields.text) === digest(source.text()) ? recordIn(line) : undefined;
      if (!line || !record) return undefined;
      if (source.stamp !== undefined && source.stamp !== fieldOf(line, fields.stamp)) put(key, lineOf(key, source.stamp, line.subarray(startOf(line, fields.text))));
      else staying.add(key);
      return record;
    },
    keep(key, record, source) {
      if (/[\t\n]/.test(key)) return; // a name that would be taken for more lines than its own
      put(key, lineOf(key, source.stamp ?? "", contentOf(record, source.text())));
    },
    save() {
      if (!draft && staying.size === known.size) return undefined;
      for (const key of staying) {
        const line = known.get(key);
        if (line) put(key, line);
      }
      return begun().settle();
    },
  };
}

/** Of a line, between tabs; no JSON holds one. The sum is of all else; what is rarely asked for stands last. */
const fields = { key: 0, sum: 1, stamp: 2, text: 3, hash: 4, factsKey: 5, told: 6, places: 7 } as const;
const [tab, lineBreak] = [9, 10];
const newline = Uint8Array.of(lineBreak);

/** Lines by key, as bytes: each is looked into when it is asked for. */
function read(file: string, header: string): Map<string, Buffer> {
  const lines = new Map<string, Buffer>();
  try {
    if (statSync(file).size > largest) return lines;
    const bytes = readFileSync(file);
    let end = bytes.indexOf(lineBreak);
    if (bytes.toString("utf8", 0, end) !== header) return lines;
    for (let start = end + 1; start < bytes.length; start = end + 1) {
      end = bytes.indexOf(lineBreak, start);
      if (end < 0) end = bytes.length;
      const line = bytes.subarray(start, end);
      lines.set(fieldOf(line, fields.key), line);
    }
  } catch {
    lines.clear(); // no cache, or one that cannot be read: all is scanned
  }
  return lines;
}

function fieldOf(line: Buffer, field: number): string {
  const start = startOf(line, field);
  const end = line.indexOf(tab, start);
  return line.toString("utf8", start, end < 0 ? line.length : end);
}

/** The end of the line where it has fewer fields. */
function startOf(line: Buffer, field: number): number {
  let start = 0;
  for (let passed = 0; passed < field; passed++) {
    const end = line.indexOf(tab, start);
    if (end < 0) return line.length;
    start = end + 1;
  }
  return start;
}

function contentOf({ hash, factsKey, told, places }: FileRecord, text: string): Buffer {
  return Buffer.from([digest(text), hash, factsKey, told, places].join("\t"));
}

/** `content` is what stands behind the stamp. */
function lineOf(key: string, stamp: string, content: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(`${stamp}\t`), content]);
  return Buffer.concat([Buffer.from(`${key}\t${digest(key, rest)}\t`), rest]);
}

/** Undefined for a line that was cut off or changed. */
function recordIn(line: Buffer): FileRecord | undefined {
  if (digest(fieldOf(line, fields.key), line.subarray(startOf(line, fields.stamp))) !== fieldOf(line, fields.sum)) return undefined;
  const field = (name: keyof FileRecord) => fieldOf(line, fields[name]);
  return { hash: field("hash"), factsKey: field("factsKey"), get told() { return field("told"); }, get places() { return field("places"); } };
}

/** Tells texts and damage apart; nobody is kept out by it. */
function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return hash.digest("base64");
}
