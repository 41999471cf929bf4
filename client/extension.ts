/** Where the extension begins: puts the pieces together, starts the server, and takes everything down again. */
import * as vscode from "vscode";
import type { StatusParams } from "../server/lsp/messages.ts";
import { Checklists } from "./checklists.ts";
import { registerCommands } from "./commands.ts";
import { registerRulePages } from "./explain.ts";
import { methods } from "./messages.ts";
import { registerActions, tick } from "./panel/actions.ts";
import { ChecklistView } from "./panel/view.ts";
import { Server } from "./server.ts";
import { Status } from "./status.ts";

let running: Server | undefined;

/** Returns at once: the server starts beside it. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel("Preship", { log: true });
  const server = new Server(context, output, { onGivenUp: (reason) => giveUp(reason, status, checklists, output) });
  running = server;
  const checklists = new Checklists(server);
  const status = new Status(checklists);
  server.listen(methods.status, (params: StatusParams) => status.show(params));
  const view: ChecklistView = new ChecklistView(context.workspaceState, checklists, (node, isTicked) => tick(node, isTicked, checklists, (text) => view.say(text)));
  const start = async () => (isEnabled() ? server.start() : checklists.forget());
  const restart = async () => {
    status.show({ phase: "scanning", scanned: 0, total: 0, errors: 0, warnings: 0 });
    await server.stop();
    await start();
  };
  context.subscriptions.push(
    output, server, checklists, status, view,
    registerCommands({ server, output, checklists, restart }), registerRulePages(server), registerActions(view, checklists),
    server.onStarted(() => checklists.reload().catch((error: unknown) => output.error(String(error)))),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("preship.enable")) void (isEnabled() ? start() : server.stop().then(() => checklists.forget()));
    }),
  );
  void start();
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
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
