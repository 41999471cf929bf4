/** Finds whole messages in what a client writes: junk between them, wrong lengths and endless headers cost the message they stand in, never those that follow. */

const headerEnd = Buffer.from("\r\n\r\n");
const names = ["Content-Length:", "content-length:"];
const lengthField = /content-length:[ \t]*(\d{1,9})[ \t]*(?:\r\n|$)/gi;

const plainField = "Content-Length: ";
/** The byte that JSON of the protocol ends with. */
const closing = 125;

/** A header of more than this is none; what may be the beginning of a real one is kept. */
const mostHeader = 65_536;
const keptOfHeader = 1024;
/** How much of a length's field is looked at. */
const fieldLength = 64;

/** No JSON ends so: behind its last bracket the next header has begun. */
const beginsHeader = /[}\]]\s{0,8}c[\w-]{0,13}(?::[ \t]*\d{0,9}[ \t]*\r?)?$/i;

export class Frames {
  /** What may be a header, as long as none is complete. */
  private head: Buffer = Buffer.alloc(0);
  /** The body that is coming in; undefined between messages. `tail` is the last of it, for headers that come in pieces. */
  private body: { length: number; size: number; readonly chunks: Buffer[]; tail: Buffer } | undefined;

  /** `take` is handed the body of each message; `isLast` where it is known that nothing has come behind it. */
  constructor(private readonly take: (body: Buffer, isLast: boolean) => void) {}

  read(chunk: Buffer): void {
    if (!this.body && this.head.length === 0 && this.takeOne(chunk)) return;
    let rest: Buffer | undefined = chunk;
    while (rest !== undefined) rest = this.body ? this.addToBody(this.body, rest) : this.addToHead(rest);
  }

  /** One whole message as nearly all come: its only field is its length, and that is true. False when it is anything else. */
  private takeOne(chunk: Buffer): boolean {
    if (chunk[chunk.length - 1] !== closing || chunk.toString("latin1", 0, plainField.length) !== plainField) return false;
    let at = plainField.length;
    let length = 0;
    for (let digit = chunk[at]; digit !== undefined && digit >= 48 && digit <= 57; digit = chunk[++at]) length = length * 10 + digit - 48;
    const begin = at + headerEnd.length;
    if (length === 0 || begin + length !== chunk.length || chunk.toString("latin1", at, begin) !== "\r\n\r\n") return false;
    const body = chunk.subarray(begin);
    if (nextHeader(body, length) >= 0) return false;
    this.take(body, true);
    return true;
  }

  /** What follows the header; undefined when none is complete yet. */
  private addToHead(chunk: Buffer): Buffer | undefined {
    const seen = Math.max(0, this.head.length - headerEnd.length + 1);
    const bytes = this.head.length > 0 ? Buffer.concat([this.head, chunk]) : chunk;
    const end = bytes.indexOf(headerEnd, seen);
    if (end < 0) {
      this.head = bytes.length > mostHeader ? Buffer.from(bytes.subarray(-keptOfHeader)) : bytes;
      return undefined;
    }
    this.head = nothing;
    const [last] = [...bytes.toString("latin1", Math.max(0, end - mostHeader), end).matchAll(lengthField)].slice(-1); // what stands before it is the end of a message that was longer than it said
    if (last?.[1] !== undefined) this.body = { length: Number(last[1]), size: 0, chunks: [], tail: nothing };
    return bytes.subarray(end + headerEnd.length);
  }

  /** What follows the body; undefined when it is not complete yet. */
  private addToBody(body: NonNullable<Frames["body"]>, chunk: Buffer): Buffer | undefined {
    const own = chunk.subarray(0, body.length - body.size);
    const looked = body.tail.length > 0 ? Buffer.concat([body.tail, chunk]) : chunk;
    const next = nextHeader(looked, body.tail.length + own.length);
    if (next >= 0) { // it said to be longer than it is
      const all = Buffer.concat([...body.chunks, chunk]);
      const end = body.size - body.tail.length + next;
      this.send([all.subarray(0, end)]);
      return all.subarray(end);
    }
    body.size += own.length;
    body.chunks.push(own);
    body.tail = looked.subarray(Math.max(0, body.tail.length + own.length - fieldLength), body.tail.length + own.length);
    if (body.size === body.length && !closes(body.tail) && beginsHeader.test(body.tail.toString("latin1"))) body.length += fieldLength;
    if (body.size < body.length) {
      body.tail = Buffer.from(body.tail); // a part would keep the whole chunk
      return own.length < chunk.length ? chunk.subarray(own.length) : undefined;
    }
    this.send(body.chunks);
    return own.length < chunk.length ? chunk.subarray(own.length) : undefined;
  }

  private send(chunks: readonly Buffer[]): void {
    this.body = undefined;
    const [only = nothing] = chunks;
    const body = chunks.length === 1 ? only : Buffer.concat(chunks);
    if (body.length > 0) this.take(body, false);
  }
}

const nothing: Buffer = Buffer.alloc(0);

/** As every JSON of the protocol does: no header has begun behind it. */
function closes(bytes: Buffer): boolean {
  return bytes[bytes.length - 1] === closing;
}

/** Where the header of another message begins before `end`, -1 when none does. No JSON has one inside: a line end in a string is escaped, and outside of strings there are no such words. */
function nextHeader(bytes: Buffer, end: number): number {
  for (const name of names) {
    for (let at = bytes.indexOf(name); at >= 0 && at < end; at = bytes.indexOf(name, at + 1)) {
      if (/^content-length:[ \t]*\d{1,9}[ \t]*\r\n/i.test(bytes.toString("latin1", at, at + fieldLength))) return at;
    }
  }
  return -1;
}
