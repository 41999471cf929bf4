/** The language client: how the server is started and what a crash means. */
import type * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, State, TransportKind, type CloseHandlerResult, type ErrorHandler, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { CrashLimit } from "./crash-limit.ts";
import { documentSelector } from "./selector.ts";

export interface ConnectionEvents {
  /** The server will not come back by itself. Called once per outage. */
  readonly onGivenUp: (reason: string) => void;
}

export function createClient(context: vscode.ExtensionContext, output: vscode.LogOutputChannel, events: ConnectionEvents): LanguageClient {
  const module = context.asAbsolutePath("dist/server.mjs");
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6009"] } },
  };
  const options: LanguageClientOptions = {
    documentSelector,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    errorHandler: new QuietRestart(events),
    initializationFailedHandler: (error) => {
      output.error(String(error?.message ?? error));
      events.onGivenUp("The language server could not start.");
      return false;
    },
    initializationOptions: { ruleLinks: "command" },
    markdown: { isTrusted: { enabledCommands: ["preship.explainRule", "preship.openChecklist", "preship.openConfig"] }, supportThemeIcons: true },
    synchronize: { configurationSection: "preship" },
  };
  return new LanguageClient("preship", "Preship", server, options);
}

export function isRunningState(state: State): boolean {
  return state === State.Running;
}

/** Restarts silently while crashes are rare; then gives up and says so once. */
class QuietRestart implements ErrorHandler {
  readonly #crashes = new CrashLimit();

  constructor(private readonly events: ConnectionEvents) {}

  error(): { action: ErrorAction; handled: boolean } {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    if (this.#crashes.tolerates(Date.now())) return { action: CloseAction.Restart, message: "The language server stopped and is started again.", handled: true };
    this.events.onGivenUp("The language server keeps stopping.");
    return { action: CloseAction.DoNotRestart, message: "The language server keeps stopping and stays down until it is restarted.", handled: true };
  }
}
