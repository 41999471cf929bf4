/** What the suites share: waiting for something to become true, opening files, reading what the editor shows. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";

const patience = 20_000;

/** Asks until there is an answer; the editor is asynchronous everywhere. */
export async function until<Answer>(what: string, ask: () => Answer | undefined | false | Promise<Answer | undefined | false>): Promise<Answer> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function fileUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function show(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(fileUri(name)));
}

export function ruleOf(diagnostic: vscode.Diagnostic): string {
  return String(typeof diagnostic.code === "object" ? diagnostic.code.value : diagnostic.code);
}

export function ours(uri: vscode.Uri, rule?: string): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((one) => one.source === "preship" && (!rule || ruleOf(one) === rule));
}

export function finding(name: string, rule: string): Promise<vscode.Diagnostic> {
  return until(`${rule} in ${name}, which shows ${ours(fileUri(name)).map(ruleOf).join(", ") || "nothing"}`, () => ours(fileUri(name), rule)[0]);
}

export async function noFinding(name: string, rule: string): Promise<void> {
  await until(`${rule} to leave ${name}`, () => ours(fileUri(name), rule).length === 0);
}

/** Replaces the whole text of an open document. */
export async function write(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** The code actions at a place. Start-up cancels requests when other extensions register providers: that is no answer. */
export async function actionsAt(uri: vscode.Uri, range: vscode.Range, kind: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  try {
    return (await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>("vscode.executeCodeActionProvider", uri, range, kind.value, 20)) ?? [];
  } catch (error) {
    if (/Cancel/.test(String(error))) return [];
    throw error;
  }
}
