/** What readers of lockfiles share: a table of versions, lines one at a time, JSON that may be broken. */
import type { LockFacts } from "../../../../rules/facts/manifest.ts";

/** Versions by name while reading. */
export class VersionTable {
  private readonly versions = new Map<string, string[]>();

  add(key: string, version: string): void {
    const list = this.versions.get(key);
    if (!list) this.versions.set(key, [version]);
    else if (!list.includes(version)) list.push(version);
  }

  get record(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(this.versions); // never assigned by key: a package may be called __proto__
  }
}

export type LockReader = (text: string) => Omit<LockFacts, "tool" | "isComplete"> | undefined;

/** A package locked to a path or commit has no version, but is there. */
export function withoutBlanks(packages: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(Object.entries(packages).map(([name, versions]) => [name, versions.filter(Boolean)]));
}

/** Lines without their ends; never holds them all at once. */
export function* lines(text: string): Generator<string> {
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(start, text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    start = end + 1;
  }
}

export function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // half-written: said by isComplete
    throw error;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
