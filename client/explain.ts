/** Rule pages in the Markdown preview; the server gives the text of every document of their scheme. */
import * as vscode from "vscode";
import type { RulesResult } from "../server/lsp/messages.ts";
import { methods } from "./messages.ts";
import type { Server } from "./server.ts";

const scheme = "preship-rule";

export function registerRulePages(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand("preship.explainRule", async (rule?: unknown) => {
    const id = typeof rule === "string" ? rule : (ruleAtCursor() ?? (await pickRule(server)));
    if (id) await openRulePage(id);
  });
}

/** The manifest associates the scheme with the Markdown preview, so a diagnostic's link and this command show the same. */
async function openRulePage(rule: string): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { viewColumn: vscode.ViewColumn.Beside, preview: true };
  await vscode.commands.executeCommand("vscode.open", vscode.Uri.from({ scheme, path: `/${rule}.md` }), options);
}

function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const here = vscode.languages.getDiagnostics(editor.document.uri).find((one) => one.source === "preship" && one.range.contains(editor.selection.active));
  return here && (typeof here.code === "object" ? String(here.code.value) : String(here.code));
}

async function pickRule(server: Server): Promise<string | undefined> {
  const { rules } = (await server.ask<RulesResult>(methods.rules, {})) ?? { rules: [] };
  const picked = await vscode.window.showQuickPick(rules.map(({ id, title }) => ({ label: id, description: title })), { title: "Explain a rule", matchOnDescription: true });
  return picked?.label;
}
