/** What was read of a text before an edit, handed out in order and never twice. */
import type { Chunk } from "./chunks.ts";
import type { ClassHead, ClassPart } from "./class-parts.ts";

/** A part, and the class that it was a part of. */
export interface OwnedPart {
  readonly owner: Chunk;
  readonly part: ClassPart;
}

export class Reusable {
  private chunksByKey: ReadonlyMap<string, Chunk[]> | undefined;
  private partsByKey: ReadonlyMap<string, OwnedPart[]> | undefined;
  private readonly taken = new Set<Chunk>();
  /** Some of its parts belong to another class now. */
  private readonly takenApart = new Set<Chunk>();

  constructor(private readonly chunks: readonly Chunk[]) {}

  take(key: string): Chunk | undefined {
    this.chunksByKey ??= listed(this.chunks, (chunk) => chunk.key);
    const list = this.chunksByKey.get(key);
    for (let chunk = list?.pop(); chunk; chunk = list?.pop()) if (this.keep(chunk)) return chunk;
    return undefined;
  }

  /** It stays as it is. False where it does not. */
  keep(chunk: Chunk): boolean {
    if (this.taken.has(chunk) || this.takenApart.has(chunk)) return false;
    this.taken.add(chunk);
    return true;
  }

  /** It is taken for good when it is claimed, and may be given back. */
  takePart(key: string): OwnedPart | undefined {
    this.partsByKey ??= listed(this.chunks.flatMap((owner) => (owner.parts ?? []).map(({ part }) => ({ owner, part }))), ({ part }) => part.key);
    const list = this.partsByKey.get(key);
    for (let one = list?.pop(); one; one = list?.pop()) if (!this.taken.has(one.owner)) return one;
    return undefined;
  }

  claim(parts: readonly OwnedPart[]): void {
    for (const { owner } of parts) this.takenApart.add(owner);
  }

  giveBack(parts: readonly OwnedPart[]): void {
    for (const one of [...parts].reverse()) this.partsByKey?.get(one.part.key)?.push(one);
  }

  /** Any number of classes may have it. */
  headOf(text: string): ClassHead | undefined {
    return this.chunks.find(({ head }) => head?.text === text)?.head;
  }
}

/** The first comes last in each list. */
function listed<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of [...items].reverse()) {
    const list = found.get(keyOf(item));
    if (list) list.push(item);
    else found.set(keyOf(item), [item]);
  }
  return found;
}
