/** Where the extension begins: puts the pieces together, starts the server, and takes everything down again. */
import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";
import type { StatusParams } from "../server/lsp/messages.ts";
import { Checklists } from "./checklists.ts";
import { registerCommands } from "./commands.ts";
import { createClient } from "./connection.ts";
import { registerRulePages } from "./explain.ts";
import { methods } from "./messages.ts";
import { registerActions, tick } from "./panel/actions.ts";
import { ChecklistView } from "./panel/view.ts";
import { Status } from "./status.ts";

let running: LanguageClient | undefined;

/** Returns at once: the server starts beside it. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel("Preship", { log: true });
  const checklists = new Checklists();
  const status = new Status(checklists);
  const client = createClient(context, output, { onGivenUp: (reason) => giveUp(reason, status, checklists, output) });
  running = client;
  client.onNotification(methods.status, (params: StatusParams) => status.show(params));
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Running) return;
    checklists.reload().catch((error: unknown) => output.error(String(error)));
  });
  checklists.listenTo(client);
  const view: ChecklistView = new ChecklistView(context.workspaceState, checklists, (node, isTicked) => tick(node, isTicked, checklists, (text) => view.say(text)));
  const start = () => startServer(client, checklists, output);
  const restart = async () => {
    status.show({ phase: "scanning", scanned: 0, total: 0, errors: 0, warnings: 0 });
    if (client.isRunning()) await client.stop();
    await start();
  };
  context.subscriptions.push(
    output, checklists, status, view, client,
    registerCommands({ client, output, checklists, restart }), registerRulePages(client), registerActions(view, checklists),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("preship.enable")) void (isEnabled() ? start() : client.stop().then(() => checklists.forget()));
    }),
  );
  void start();
}

export async function deactivate(): Promise<void> {
  if (running?.isRunning()) await running.stop();
}

async function startServer(client: LanguageClient, checklists: Checklists, output: vscode.LogOutputChannel): Promise<void> {
  if (!isEnabled()) {
    checklists.forget();
    return;
  }
  try {
    await client.start();
  } catch (error) {
    output.error(String(error)); // the user has been told by the crash limit
  }
}

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration("preship").get("enable", true);
}

/** Says once that Preship is down, what it means and what to do. */
function giveUp(reason: string, status: Status, checklists: Checklists, output: vscode.LogOutputChannel): void {
  status.fail(reason);
  checklists.forget();
  output.error(reason);
  const [again, show] = ["Restart", "Show Output"] as const;
  void vscode.window.showErrorMessage(`Preship: ${reason} Findings are not updated until it is restarted.`, again, show).then((choice) => {
    if (choice === again) void vscode.commands.executeCommand("preship.restart");
    if (choice === show) output.show();
  });
}
