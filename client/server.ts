/** The language server as the rest of the client sees it: questions, news, start and stop. The protocol library is loaded after activation. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { AliveResult } from "../server/lsp/messages.ts";
import type { ConnectionEvents } from "./connection.ts";
import { methods } from "./messages.ts";
import { Pulse } from "./pulse.ts";

export class Server implements vscode.Disposable {
  readonly #listeners: (readonly [string, (params: unknown) => void])[] = [];
  readonly #started = new vscode.EventEmitter<void>();
  /** At every start, also after a crash. */
  readonly onStarted = this.#started.event;
  #client: Promise<LanguageClient> | undefined;
  #turn: Promise<void> = Promise.resolve();
  #process: number | undefined;
  readonly #pulse = new Pulse(() => this.#feel(), () => this.#end());
  readonly #typing = vscode.workspace.onDidChangeTextDocument(({ document }) => { if (document.uri.scheme !== "output") this.#pulse.typed(); });

  constructor(private readonly context: vscode.ExtensionContext, private readonly output: vscode.LogOutputChannel, private readonly events: ConnectionEvents) {
    this.onStarted(() => void this.#feel().catch((error: unknown) => output.error(String(error))));
  }

  /** Listens to a notification; call before `start`. */
  listen<Params>(method: string, take: (params: Params) => void): void {
    this.#listeners.push([method, (params) => take(params as Params)]); // what our own server sends
  }

  /** Undefined when the server does not run. */
  async ask<Answer>(method: string, params: object): Promise<Answer | undefined> {
    const client = await this.#client;
    return client?.isRunning() ? client.sendRequest<Answer>(method, params) : undefined;
  }

  start(): Promise<void> {
    return this.#inTurn(async () => {
      this.#client ??= this.#create();
      await (await this.#client).start();
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      const client = await this.#client;
      if (client?.isRunning()) await client.stop();
    });
  }

  dispose(): void {
    this.#typing.dispose();
    this.#pulse.dispose();
    this.#started.dispose();
    void this.#client?.then((client) => client.dispose());
  }

  async #feel(): Promise<void> {
    const answer = await this.ask<AliveResult>(methods.alive, {});
    if (answer) this.#process = answer.process;
  }

  /** Ends a process that hangs; that counts as a crash, after which another is started. */
  #end(): void {
    if (this.#process === undefined) return;
    this.output.error("The language server has not answered for two minutes and is ended.");
    try {
      process.kill(this.#process, "SIGKILL");
    } catch (error) {
      this.output.error(String(error)); // it is gone already
    }
    this.#process = undefined;
  }

  /** One after the other: a client that is still stopping cannot be started. */
  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step).catch((error: unknown) => this.output.error(String(error))); // the connection has told the user
    return this.#turn;
  }

  async #create(): Promise<LanguageClient> {
    const { createClient, isRunningState } = await import("./connection.ts");
    const client = createClient(this.context, this.output, this.events);
    for (const [method, take] of this.#listeners) client.onNotification(method, take);
    client.onDidChangeState(({ newState }) => {
      if (isRunningState(newState)) this.#started.fire();
      else this.#process = undefined; // its number may soon be another's
    });
    return client;
  }
}
