/** The server can be restarted and switched off without leaving anything behind. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { fileUri, finding, ours, show, until } from "./tools.ts";

const rule = "python/request-without-timeout";

describe("restart", () => {
  it("brings the findings back", async () => {
    await show("src/serve.py");
    await finding("src/serve.py", rule);
    await vscode.commands.executeCommand("preship.restart");
    await finding("src/serve.py", rule);
    assert.equal(ours(fileUri("src/serve.py"), rule).length, 1);
  });

  it("is not needed to scan again", async () => {
    await vscode.commands.executeCommand("preship.scanWorkspace");
    await finding("src/serve.py", rule);
  });

  it("is what switching off and on again amounts to", async () => {
    const settings = vscode.workspace.getConfiguration("preship");
    await settings.update("enable", false, vscode.ConfigurationTarget.Workspace);
    await until("silence", () => ours(fileUri("src/serve.py")).length === 0);
    await settings.update("enable", true, vscode.ConfigurationTarget.Workspace);
    await finding("src/serve.py", rule);
  });
});
