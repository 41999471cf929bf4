/** Which files git has in its index, read from the index file itself: formats 2, 3 and 4, plain. Nothing is executed. */
import path from "node:path";
import type { Surroundings } from "../../rules/api.ts";
import { factsOf, fileBytesOf, textOf } from "./disk.ts";
import { gitFolder } from "./git.ts";
import { GitIgnore, repositoryTop } from "./ignored.ts";

const entryTimes = 40; // bytes of times, device, owner and size before an entry's hash
const isExtended = 0x4000;
const largest = 200_000_000;

/** Undefined outside of a repository. Paths are relative to the root; the index is read again when it changed. */
export function gitKnowledge(root: string, gitIgnore = new GitIgnore(root)): Surroundings["git"] {
  const top = repositoryTop(root);
  const folder = top && gitFolder(top);
  if (!top || !folder) return undefined;
  const file = path.join(folder, "index");
  const prefix = path.relative(top, root).split(path.sep).filter(Boolean).map((part) => part + "/").join("");
  let read: { readonly stamp: string; readonly paths: ReadonlySet<string> | undefined } | undefined;
  const tracked = () => {
    const stamp = stampOf(file);
    if (read?.stamp !== stamp) read = { stamp, paths: stamp === "" ? new Set() : readIndex(file, hashLength(folder)) };
    return read.paths;
  };
  return {
    isTracked: (relative) => tracked()?.has(prefix + relative),
    isIgnored: (relative) => gitIgnore.isIgnored(relative),
  };
}

/** Paths of an index; undefined when it is written in a way that is not read here (split or sparse), or is damaged. */
export function indexedPaths(bytes: Uint8Array, hash: number): ReadonlySet<string> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 0x44495243) return undefined; // DIRC
  const version = view.getUint32(4);
  if (version < 2 || version > 4) return undefined;
  const count = view.getUint32(8);
  const paths = new Set<string>();
  const decoder = new TextDecoder();
  let at = 12;
  let previous = "";
  for (let index = 0; index < count; index++) {
    const flagsAt = at + entryTimes + hash;
    if (flagsAt + 2 > bytes.length) return undefined;
    let nameAt = flagsAt + (view.getUint16(flagsAt) & isExtended && version > 2 ? 4 : 2);
    let kept = "";
    if (version === 4) {
      const cut = readOffset(bytes, nameAt);
      if (cut.value > previous.length) return undefined;
      kept = previous.slice(0, previous.length - cut.value);
      nameAt = cut.next;
    }
    const end = bytes.indexOf(0, nameAt);
    if (end < 0) return undefined;
    // compressed names are cut by bytes, so they are kept as bytes until they are handed out
    const name = kept + (version === 4 ? latin(bytes.subarray(nameAt, end)) : decoder.decode(bytes.subarray(nameAt, end)));
    paths.add(version === 4 ? decoder.decode(Uint8Array.from(name, (character) => character.charCodeAt(0))) : name);
    previous = name;
    at = version === 4 ? end + 1 : at + Math.ceil((end + 1 - at) / 8) * 8;
  }
  return hasForeignPart(bytes, view, at, hash) ? undefined : paths;
}

/** Git's own variable length: seven bits a byte, each further byte counts one more. */
function readOffset(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let next = from;
  let byte = bytes[next++] ?? 0;
  let value = byte & 127;
  while (byte & 128 && next < bytes.length && next - from < 8) {
    byte = bytes[next++] ?? 0;
    value = (value + 1) * 128 + (byte & 127);
  }
  return { value, next };
}

function latin(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Extensions in lower case change what the entries mean: a split index holds only a part of them. */
function hasForeignPart(bytes: Uint8Array, view: DataView, from: number, hash: number): boolean {
  for (let at = from; at + 8 <= bytes.length - hash; ) {
    if ((bytes[at] ?? 0) >= 97) return true;
    at += 8 + view.getUint32(at + 4);
  }
  return false;
}

function readIndex(file: string, hash: number): ReadonlySet<string> | undefined {
  try {
    return indexedPaths(fileBytesOf(file), hash);
  } catch {
    return undefined; // gone between two looks
  }
}

function stampOf(file: string): string {
  try {
    const facts = factsOf(file);
    return !facts || facts.size > largest ? "" : `${facts.mtimeMs}:${facts.size}`; // there is none before the first add
  } catch {
    return ""; // not ours to see
  }
}

function hashLength(folder: string): number {
  return /^[ \t]*objectformat[ \t]*=[ \t]*sha256[ \t]*$/im.test(textOf(path.join(folder, "config")) ?? "") ? 32 : 20; // without a configuration git uses the old hash
}
