/** The checklist follows the files: a sign-off written by hand, a waiver, a file that is broken, one that is gone. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { fileUri, until } from "./tools.ts";

const signoffs = ".preship/signoffs.yaml";
const waiver = `version: 1
items:
  named-owner:
    decision: waive
    by: Ada <ada@example.com>
    at: 2026-11-03T10:00:00Z
    reason: the team is being formed
    owner: Ada
    until: "2099-12-31"
`;

const brokenFile = "version: 1\nitems:\n  named-owner: [\n";

async function panel(): Promise<string> {
  await vscode.commands.executeCommand("preship.checklist.copyMarkdown");
  return vscode.env.clipboard.readText();
}

async function write(text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(fileUri(signoffs), Buffer.from(text));
}

describe("checklist", () => {
  before(() => vscode.commands.executeCommand("preship.openChecklist"));
  after(() => vscode.workspace.fs.delete(fileUri(".preship"), { recursive: true }).then(undefined, () => undefined)); // may be gone already

  it("shows the items with their states", async () => {
    const text = await until("the list", async () => { const shown = await panel(); return /- \[ \] /.test(shown) && shown; });
    assert.match(text, /^## .*: \d+ of \d+ confirmed/m);
  });

  it("knows what contradicts an item", async () => {
    await until("a blocked item", async () => /blocked by \d+/.test(await panel()));
  });

  it("takes over a waiver written by hand", async () => {
    await write(waiver);
    await until("the waiver", async () => /waived until 2099-12-31 by Ada/.test(await panel()));
  });

  it("does not take a broken file for an empty one", async () => {
    await write(brokenFile);
    await until("the waiver to be doubted", async () => !/waived until/.test(await panel()));
    assert.equal(Buffer.from(await vscode.workspace.fs.readFile(fileUri(signoffs))).toString(), brokenFile);
  });

  it("opens again what nobody waives any more", async () => {
    await write(waiver);
    await until("the waiver", async () => /waived until/.test(await panel()));
    await vscode.workspace.fs.delete(fileUri(".preship"), { recursive: true });
    await until("the item to be open", async () => !/waived until/.test(await panel()));
  });
});
