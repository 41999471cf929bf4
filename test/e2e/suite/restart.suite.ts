/** The server can be restarted and switched off without leaving anything behind. */
import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as vscode from "vscode";
import { fileUri, finding, noFinding, ours, show, until, write } from "./tools.ts";

/** The language server is a child of the extension host, in which this runs. */
function serverProcess(): number | undefined {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  const lines = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const match = lines.find((one) => one && Number(one[2]) === process.pid && one[3]?.includes("server.mjs"));
  return match ? Number(match[1]) : undefined;
}

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

  it("happens by itself after a crash", async function () {
    if (process.platform === "win32") this.skip();
    const before = serverProcess();
    assert.ok(before, "the server runs");
    process.kill(before, "SIGKILL");
    await until("another server", () => serverProcess() !== undefined && serverProcess() !== before);
    const editor = await show("src/serve.py");
    const text = editor.document.getText();
    await write(editor, text.replace("get(url)", "get(url, timeout=3)"));
    await noFinding("src/serve.py", rule);
    await write(editor, text);
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
