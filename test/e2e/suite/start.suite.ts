/** The extension arrives: quickly, quietly, with all that its manifest promises. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "./tools.ts";

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("preship.preship");
  assert.ok(found, "the extension is there");
  return found;
}

describe("start", () => {
  it("activates by itself", async () => {
    await until("activation", () => extension().isActive);
  });

  it("has every command of the manifest", async () => {
    await until("activation", () => extension().isActive);
    const known = new Set(await vscode.commands.getCommands(true));
    const promised = (extension().packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    assert.deepEqual(promised.filter((command) => !known.has(command)), []);
  });

  it("opens a rule's page from a link", async () => {
    await vscode.commands.executeCommand("preship.explainRule", "python/request-without-timeout");
    const tab = await until("the preview", () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).find((one) => /request-without-timeout/.test(one.label)));
    await vscode.window.tabGroups.close(tab);
  });

  it("serves the page as Markdown", async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse("preship-rule:/python/request-without-timeout.md"));
    assert.match(page.getText(), /^# /);
    assert.match(page.getText(), /timeout/);
  });
});
