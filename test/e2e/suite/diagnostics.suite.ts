/** Findings reach the editor in every family of files, and follow the text while it is typed. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { fileUri, finding, noFinding, ours, ruleOf, show, until, write } from "./tools.ts";

const families = [
  { file: "src/serve.py", rule: "python/request-without-timeout", text: "get" },
  { file: "src/client.ts", rule: "javascript/request-without-timeout", text: "fetch" },
  { file: ".github/workflows/ci.yml", rule: "yaml/unpinned-action", text: "actions/checkout@main" },
  { file: "Dockerfile", rule: "dockerfile/unpinned-base-image", text: "python:latest" },
  { file: "requirements.txt", rule: "manifest/unpinned-dependency", text: "pandas>=2" },
  { file: "service.env", rule: "text/hardcoded-secret", text: "w1nter-Harb0ur-77" },
];

describe("diagnostics", () => {
  for (const { file, rule, text } of families) {
    it(`appear in ${file}`, async () => {
      const editor = await show(file);
      const diagnostic = await finding(file, rule);
      assert.ok(editor.document.getText(diagnostic.range).includes(text) || text.includes(editor.document.getText(diagnostic.range)), editor.document.getText(diagnostic.range));
      assert.ok(typeof diagnostic.code === "object");
      assert.equal(diagnostic.code.target.scheme, "preship-rule");
      assert.ok(diagnostic.message.length > 40, diagnostic.message);
    });
  }

  it("come for files nobody has opened", async () => {
    await finding("src/split.py", "python/refit-on-test");
  });

  it("never show a secret", async () => {
    const { message } = await finding("service.env", "text/hardcoded-secret");
    assert.ok(!message.includes("w1nter-"), message);
  });

  it("go and come back with the text", async () => {
    const editor = await show("src/serve.py");
    const before = editor.document.getText();
    await finding("src/serve.py", "python/request-without-timeout");
    await write(editor, before.replace("get(url)", "get(url, timeout=3)"));
    await noFinding("src/serve.py", "python/request-without-timeout");
    await write(editor, before);
    await finding("src/serve.py", "python/request-without-timeout");
  });

  it("survive a half-typed line", async () => {
    const editor = await show("src/serve.py");
    const before = editor.document.getText();
    await write(editor, `${before}\n\ndef half(`);
    await finding("src/serve.py", "python/request-without-timeout");
    await write(editor, before);
  });

  it("explain themselves on hover", async () => {
    const { range } = await finding("src/serve.py", "python/request-without-timeout");
    const text = await until("the hover", async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", fileUri("src/serve.py"), range.start);
      const all = hovers.flatMap((hover) => hover.contents.map((part) => (typeof part === "string" ? part : part.value))).join("\n");
      return /Why/.test(all) && all;
    });
    assert.match(text, /Instead/);
  });

  it("obey a config that is changed while open", async () => {
    const uri = fileUri("preship.yaml");
    await vscode.workspace.fs.writeFile(uri, Buffer.from("rules:\n  python/request-without-timeout: off\n"));
    await noFinding("src/serve.py", "python/request-without-timeout");
    await vscode.workspace.fs.delete(uri);
    await finding("src/serve.py", "python/request-without-timeout");
  });

  it("are only about our own matters", () => {
    const strange = ours(fileUri("src/serve.py")).filter((one) => !/^[a-z]+\/[a-z-]+$/.test(ruleOf(one)));
    assert.deepEqual(strange, []);
  });
});
