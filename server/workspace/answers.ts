/**
 * Whole answers about a project, kept with what they rested on, so that a question asked again is answered at once while all of that is as it was.
 * They lie beside what is known of single files, under the same conditions; at most `slots` of them for one folder. Never throws.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "node:zlib";
import { contentHash } from "../engine/hash.ts";
import { isStillSo, type Witness } from "./disk.ts";
import { cacheFolder, writeKept } from "./kept.ts";

const slots = 8;
const lineBreak = 10;

/** All that decides about an answer beside the disk; plain data. */
export interface Question {
  /** Another build knows nothing of it. */
  readonly build: string;
  /** Absolute; where it is asked. */
  readonly folder: string;
  readonly [option: string]: unknown;
}

/** Undefined where nothing is known, or something that the answer rested on has changed. */
export function recall<T>(question: Question, kept = cacheFolder()): T | undefined {
  if (kept === undefined) return undefined;
  try {
    const bytes = readFileSync(placeOf(question, kept));
    const asked = bytes.indexOf(lineBreak);
    const sum = bytes.indexOf(lineBreak, asked + 1);
    const seen = bytes.indexOf(lineBreak, sum + 1);
    if (seen < 0 || bytes.toString("utf8", 0, asked) !== JSON.stringify(question) || bytes.toString("utf8", asked + 1, sum) !== sumOf(bytes.subarray(sum))) return undefined;
    const { stamps, kinds } = JSON.parse(bytes.toString("utf8", sum, seen)) as Told;
    return isStillSo({ stamps: new Map(stamps), kinds: new Map(kinds.map(([file, kind]) => [file, kind ?? undefined])) }) ? (JSON.parse(bytes.toString("utf8", seen)) as T) : undefined;
  } catch {
    return undefined; // there is none, or none that can be read
  }
}

export function keepAnswer(question: Question, witness: Witness, answer: unknown, kept = cacheFolder()): void {
  if (!witness.isSure || kept === undefined) return;
  const { stamps, kinds } = witness.asked;
  const told: Told = { stamps: [...stamps], kinds: [...kinds].map(([file, kind]) => [file, kind ?? null]) };
  const rest = Buffer.from(`\n${JSON.stringify(told)}\n${JSON.stringify(answer)}`);
  writeKept(placeOf(question, kept), Buffer.concat([Buffer.from(`${JSON.stringify(question)}\n${sumOf(rest)}`), rest]));
}

interface Told {
  readonly stamps: readonly (readonly [string, string])[];
  readonly kinds: readonly (readonly [string, "file" | "folder" | "other" | null])[];
}

/** Tells damage apart; nobody is kept out by it. */
function sumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16);
}

function placeOf(question: Question, kept: string): string {
  const slot = Number.parseInt(contentHash(JSON.stringify(question)).slice(-4), 16) % slots;
  return path.join(kept, `${contentHash(question.folder)}-${slot}.answer`);
}
