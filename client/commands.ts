/** The commands of the palette that belong to no view. */
import * as vscode from "vscode";
import type { PlaceDto } from "../server/lsp/messages.ts";
import type { Checklists } from "./checklists.ts";
import { methods } from "./messages.ts";
import { openPlace } from "./panel/places.ts";
import type { Server } from "./server.ts";

export interface CommandHosts {
  readonly server: Server;
  readonly output: vscode.LogOutputChannel;
  readonly checklists: Checklists;
  readonly restart: () => Promise<void>;
}

export function registerCommands({ server, output, checklists, restart }: CommandHosts): vscode.Disposable {
  const command = (name: string, run: (...given: never[]) => unknown) => vscode.commands.registerCommand(`preship.${name}`, run);
  return vscode.Disposable.from(
    command("restart", restart),
    command("showOutput", () => output.show()),
    command("openPlace", (place: PlaceDto) => openPlace(place)),
    command("scanWorkspace", () => vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: "Preship reads the workspace" },
      () => server.ask(methods.scan, {}),
    )),
    command("fixAll", () => vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.preship", apply: "first" })),
    command("chooseProfile", (folder?: string) => chooseProfile(checklists, folder)),
    command("createConfig", () => createConfig(checklists)),
    command("openConfig", () => openConfig()),
    command("report", () => openReport(checklists)),
  );
}

const profiles = [
  { label: "prototype", detail: "Nobody depends on it: only what would leak or mislead is said." },
  { label: "internal", detail: "Colleagues depend on it: an outage costs a morning." },
  { label: "customer-facing", detail: "Customers depend on it: an outage costs trust and money." },
  { label: "safety-critical", detail: "People can be hurt: everything must be shown, nothing assumed." },
] as const;

async function chooseProfile(checklists: Checklists, given?: string): Promise<void> {
  const folder = given ?? (await chooseFolder());
  if (!folder) return;
  const picked = await vscode.window.showQuickPick([...profiles], { title: "How far would a failure reach?", placeHolder: "The answer is written to preship.yaml" });
  if (picked) await checklists.chooseProfile({ folder, profile: picked.label });
}

async function createConfig(checklists: Checklists): Promise<void> {
  const existing = await findConfig();
  if (!existing) await chooseProfile(checklists);
  await openConfig();
}

async function openConfig(): Promise<void> {
  const config = await findConfig();
  if (config) await vscode.window.showTextDocument(config);
}

async function findConfig(): Promise<vscode.Uri | undefined> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, "preship.yaml");
    const isThere = await vscode.workspace.fs.stat(uri).then(() => true, () => false);
    if (isThere) return uri;
  }
  return undefined;
}

async function openReport(checklists: Checklists): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const picked = await vscode.window.showQuickPick([
    { label: "Show", detail: "As a page beside the editor.", run: showReport },
    { label: "Save as a page…", detail: "One HTML file without scripts, to print or to send.", run: saveReport },
    { label: "Markdown", detail: "For a pull request.", run: writeReport },
  ], { title: "Readiness report" });
  await picked?.run(checklists, folder);
}

async function showReport(checklists: Checklists, folder: string): Promise<void> {
  const report = await checklists.report({ folder, format: "html" });
  if (!report) return;
  const panel = vscode.window.createWebviewPanel("preship.report", "Readiness Report", vscode.ViewColumn.Active, { enableScripts: false, enableFindWidget: true, localResourceRoots: [] });
  const { kind } = vscode.window.activeColorTheme;
  const theme = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast ? "dark" : "light";
  panel.webview.html = report.text.replace("<html ", `<html data-theme="${theme}" `); // a page follows the system, a panel its editor
}

async function saveReport(checklists: Checklists, folder: string): Promise<void> {
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(folder), "readiness.html"), filters: { "Web page": ["html"] }, title: "Readiness report" });
  const report = target && (await checklists.report({ folder, format: "html" }));
  if (!report) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(report.text));
  if (target.scheme === "file" && vscode.env.remoteName === undefined) await vscode.env.openExternal(target);
  else await vscode.window.showTextDocument(target);
}

async function writeReport(checklists: Checklists, folder: string): Promise<void> {
  const report = await checklists.report({ folder, format: "markdown" });
  if (report) await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: report.text, language: "markdown" }));
}

async function chooseFolder(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  return folder?.uri.toString();
}
