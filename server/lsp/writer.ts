/** Writes a message to a stream in one call. Header and body apart, as the library does it, cost two system calls and wake the other side twice. */
import { AbstractMessageWriter, type Message, type MessageWriter } from "vscode-languageserver/node";

export class WholeMessageWriter extends AbstractMessageWriter implements MessageWriter {
  private errors = 0;

  constructor(private readonly stream: NodeJS.WritableStream) {
    super();
    stream.on("error", (error) => { this.fireError(error); });
    stream.on("close", () => { this.fireClose(); });
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.stream.write(framed(JSON.stringify(message)), (error) => {
        if (!error) return resolve();
        this.fireError(error, message, ++this.errors);
        reject(error);
      });
    });
  }

  end(): void {
    this.stream.end();
  }
}

/** Of a long text, counting its bytes takes as long as making them. */
export function framed(body: string): string | Buffer {
  if (body.length < 16_000) return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}
