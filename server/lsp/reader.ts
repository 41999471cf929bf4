/** Reads messages from a stream as they come in. What the library reads with would wait a turn for each, behind a second search for where it begins. */
import { AbstractMessageReader, type DataCallback, type Disposable, type Message, type MessageReader } from "vscode-languageserver/node";
import { Frames } from "./frames.ts";
import type { Inbox } from "./inbox.ts";

export class FrameReader extends AbstractMessageReader implements MessageReader {
  constructor(private readonly stream: NodeJS.ReadableStream, private readonly inbox: Inbox) {
    super();
    stream.on("error", (error) => { this.fireError(error); });
    stream.on("close", () => { this.fireClose(); });
  }

  listen(callback: DataCallback): Disposable {
    const frames = new Frames((body, isLast) => {
      try {
        this.inbox.put(JSON.parse(body.toString("utf8")) as Message, isLast, callback);
      } catch (error) {
        this.fireError(error);
      }
    });
    const read = (chunk: Buffer): void => frames.read(chunk);
    this.stream.on("data", read);
    return { dispose: () => void this.stream.off("data", read) };
  }
}
