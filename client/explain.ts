/** Rule pages in the Markdown preview; the server gives the text of every document of their scheme. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient/node";
import type { RulesResult } from "../server/lsp/messages.ts";
import { methods } from "./messages.ts";

const scheme = "preship-rule";

/** A link that works wherever the editor allows commands: in hovers, in the Problems panel, in our own Markdown. */
export function ruleLink(rule: string): vscode.Uri {
  return vscode.Uri.parse(`command:preship.explainRule?${encodeURIComponent(JSON.stringify([rule]))}`);
}

export function registerRulePages(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand("preship.explainRule", async (rule?: unknown) => {
    const id = typeof rule === "string" ? rule : (ruleAtCursor() ?? (await pickRule(client)));
    if (id) await openRulePage(id);
  });
}

async function openRulePage(rule: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme, path: `/${rule}.md` });
  try {
    await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
  } catch {
    await vscode.window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Beside }); // the Markdown extension is switched off
  }
}

function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const here = vscode.languages.getDiagnostics(editor.document.uri).find((one) => one.source === "preship" && one.range.contains(editor.selection.active));
  return here && (typeof here.code === "object" ? String(here.code.value) : String(here.code));
}

async function pickRule(client: BaseLanguageClient): Promise<string | undefined> {
  const { rules } = await client.sendRequest<RulesResult>(methods.rules, {});
  const picked = await vscode.window.showQuickPick(rules.map(({ id, title }) => ({ label: id, description: title })), { title: "Explain a rule", matchOnDescription: true });
  return picked?.label;
}
