/** What was read of a text before an edit, handed out in order and never twice. */
import type { Chunk, Part } from "./chunks.ts";
import type { RawStatement } from "./raw.ts";

export class Reusable {
  private chunksByText: ReadonlyMap<string, Chunk[]> | undefined;
  private partsByText: ReadonlyMap<string, Part[]> | undefined;
  private readonly taken = new Set<Chunk>();

  constructor(private readonly chunks: readonly Chunk[]) {}

  /** A statement with the same text; one that cannot be read may have been read otherwise elsewhere. */
  take(found: RawStatement, text: string, offset: number): Chunk | undefined {
    this.chunksByText ??= byText(soundOnes(this.chunks), ({ base }) => base.text);
    const list = this.chunksByText.get(text);
    for (let chunk = list?.pop(); chunk; chunk = list?.pop()) {
      if (chunk.type !== found.type || this.isTaken(chunk)) continue;
      this.claim(chunk, offset + found.start);
      return chunk;
    }
    return undefined;
  }

  /** A part with the same text, which alone decides how it is read. */
  takePart(text: string, offset: number): Part | undefined {
    this.partsByText ??= byText(partsOf(this.chunks), (part) => part.text);
    const list = this.partsByText.get(text);
    for (let part = list?.pop(); part; part = list?.pop()) {
      if (part.members.some(({ chunk }) => this.isTaken(chunk))) continue;
      for (const { chunk, from } of part.members) this.claim(chunk, offset + from);
      return part;
    }
    return undefined;
  }

  private isTaken(chunk: Chunk): boolean {
    return this.taken.has(chunk) || chunk.members.some((member) => this.isTaken(member.chunk));
  }

  private claim(chunk: Chunk, offset: number): void {
    this.taken.add(chunk);
    chunk.base.offset = offset;
    for (const { chunk: member, from } of chunk.members) this.claim(member, offset + from);
  }
}

function soundOnes(chunks: readonly Chunk[]): Chunk[] {
  return chunks.flatMap((chunk) => [...soundOnes(chunk.members.map((member) => member.chunk)), ...(chunk.isSound ? [chunk] : [])]);
}

function partsOf(chunks: readonly Chunk[]): Part[] {
  return chunks.flatMap((chunk) => [...(chunk.parts ?? []), ...partsOf(chunk.members.map((member) => member.chunk))]);
}

/** The first comes last in each list. */
function byText<T>(items: readonly T[], textOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of [...items].reverse()) {
    const list = found.get(textOf(item));
    if (list) list.push(item);
    else found.set(textOf(item), [item]);
  }
  return found;
}
