/** Quick fixes change the text as they say, and saving applies only what is safe. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { actionsAt, fileUri, finding, noFinding, show, until, write } from "./tools.ts";

describe("fixes", () => {
  it("offer the remedy on top and apply it", async () => {
    const editor = await show("src/serve.py");
    const before = editor.document.getText();
    const { range } = await finding("src/serve.py", "python/request-without-timeout");
    const fix = await until("the quick fix", async () => (await actionsAt(editor.document.uri, range, vscode.CodeActionKind.QuickFix)).find((one) => /timeout/i.test(one.title) && one.isPreferred));
    assert.ok(fix.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(editor.document.getText(), /requests\.get\(url, timeout=10\)/);
    await noFinding("src/serve.py", "python/request-without-timeout");
    await write(editor, before);
  });

  it("can ignore a finding with a reason to fill in", async () => {
    const editor = await show("src/serve.py");
    const { range } = await finding("src/serve.py", "python/request-without-timeout");
    await until("an action that ignores", async () => (await actionsAt(editor.document.uri, range, vscode.CodeActionKind.QuickFix)).find((one) => /ignore/i.test(one.title)));
  });

  it("are applied on save where they are safe", async () => {
    const settings = vscode.workspace.getConfiguration();
    await settings.update("files.autoSave", "off", vscode.ConfigurationTarget.Workspace); // what saves itself is saved without fixes
    await settings.update("editor.codeActionsOnSave", { "source.fixAll.preship": "explicit" }, vscode.ConfigurationTarget.Workspace);
    const editor = await show("src/split.py");
    const before = editor.document.getText();
    await finding("src/split.py", "python/refit-on-test");
    let tries = 0;
    await until("the fix on save", async () => {
      await write(editor, before + "\n".repeat(1 + (tries++ % 2))); // a clean document is not saved, and the same text leaves it clean
      await editor.document.save();
      return /scaler\.transform\(X_test\)/.test(editor.document.getText());
    });
    for (const name of ["editor.codeActionsOnSave", "files.autoSave"]) await settings.update(name, undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.fs.writeFile(fileUri("src/split.py"), Buffer.from(before));
  });

  it("leave what may change behaviour to a person", async () => {
    const editor = await show("src/serve.py");
    await finding("src/serve.py", "python/request-without-timeout");
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const actions = await actionsAt(editor.document.uri, whole, vscode.CodeActionKind.SourceFixAll.append("preship"));
    const edits = actions.flatMap((action) => action.edit?.get(editor.document.uri) ?? []);
    assert.ok(edits.every((edit) => !/timeout/.test(edit.newText)));
  });
});
