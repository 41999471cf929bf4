/** Plays the server to a document that no client sees: what a keystroke goes through, from the bytes it comes in to those of its answer, is run until it is compiled. */
import { Writable } from "node:stream";
import type { Message } from "vscode-languageserver/node";
import type { TextChange } from "../engine/language.ts";
import { LineIndex } from "../engine/positions.ts";
import { OpenDocument } from "./document.ts";
import { Frames } from "./frames.ts";
import { Inbox } from "./inbox.ts";
import { Publisher } from "./publish.ts";
import { changeIn } from "./said.ts";
import type { Services } from "./services.ts";
import { Session } from "./session.ts";
import { framed, WholeMessageWriter } from "./writer.ts";

const uri = "preship-rehearsal:document";

export class Understudy {
  private readonly session: Session;
  private document: OpenDocument | undefined;
  private path = "";
  private readonly writer = new WholeMessageWriter(new Writable({ write: (_chunk, _encoding, done) => { done(); } }));
  private readonly inbox = new Inbox((message, turns) => this.take(message, turns));
  private readonly frames = new Frames((body, isLast) => { this.inbox.put(JSON.parse(body.toString("utf8")) as Message, isLast, () => {}); });

  constructor(services: Services) {
    const send = (params: object): void => void this.writer.write({ jsonrpc: "2.0", method: "textDocument/publishDiagnostics", params } as Message);
    const log = { info() {}, warn() {}, trouble() {} };
    this.session = new Session({ ...services, log, publisher: new Publisher(send, () => {}) }, { root: undefined, isFolder: false, atOnce: Infinity, onSettled: () => {} });
  }

  open(path: string, text: string, languageId: string): void {
    this.path = path;
    this.document = new OpenDocument(uri, languageId, 0, text);
    this.session.open(path, this.document);
  }

  /** `text` is not looked at: it follows from the changes. */
  edit(_path: string, changes: readonly TextChange[], _text: string): void {
    if (!this.document) return;
    const lines = new LineIndex(this.document.text);
    const contentChanges = changes.map(({ at, text }) => ({ range: { start: lines.position(at.start), end: lines.position(at.end) }, text }));
    const params = { textDocument: { uri, version: this.document.version + 1 }, contentChanges };
    this.frames.read(Buffer.from(framed(JSON.stringify({ jsonrpc: "2.0", method: "textDocument/didChange", params }))));
  }

  /** Were published. */
  findings(): void {}

  dispose(): void {
    this.session.dispose();
  }

  private take(message: Message, turns: number): boolean {
    const change = changeIn(message);
    if (change) this.session.change(this.path, change.contentChanges, change.textDocument.version, turns);
    return change !== undefined;
  }
}
