/** The status bar item with the count of the checklist, and the language status item with the findings. */
import * as vscode from "vscode";
import type { ChecklistDto, StatusParams } from "../server/lsp/messages.ts";
import type { Checklists } from "./checklists.ts";
import { documentSelector } from "./selector.ts";

export class Status implements vscode.Disposable {
  readonly #bar = vscode.window.createStatusBarItem("preship.checklist", vscode.StatusBarAlignment.Left, 10);
  readonly #language = vscode.languages.createLanguageStatusItem("preship.status", documentSelector);
  readonly #listeners: vscode.Disposable[];
  #last: StatusParams = { phase: "scanning", scanned: 0, total: 0, errors: 0, warnings: 0 };

  constructor(private readonly checklists: Checklists) {
    this.#bar.name = "Preship checklist";
    this.#bar.command = "preship.openChecklist";
    this.#language.name = "Preship";
    this.#listeners = [checklists.onDidChange(() => this.#draw()), vscode.window.onDidChangeActiveTextEditor(() => this.#draw())];
    this.#draw();
  }

  show(status: StatusParams): void {
    this.#last = status;
    this.#draw();
  }

  fail(message: string): void {
    this.show({ ...this.#last, phase: "failed", message });
  }

  dispose(): void {
    for (const disposable of [this.#bar, this.#language, ...this.#listeners]) disposable.dispose();
  }

  #draw(): void {
    this.#drawBar();
    this.#drawLanguage();
  }

  #drawBar(): void {
    if (this.#last.phase === "failed") {
      this.#bar.text = "$(warning) Preship stopped";
      this.#bar.tooltip = `${this.#last.message ?? "The language server stopped."} Click to restart.`;
      this.#bar.command = "preship.restart";
      this.#bar.show();
      return;
    }
    this.#bar.command = "preship.openChecklist";
    const folder = this.#folder();
    const [gates] = folder?.lists ?? []; // the short list comes first; the others are counted in the panel
    if (!folder || !gates || gates.applicable === 0) {
      this.#bar.hide();
      return;
    }
    this.#bar.text = `$(checklist) Preship ${gates.confirmed} of ${gates.applicable}`;
    this.#bar.tooltip = `${folder.name} · ${folder.profile}\n${folder.header}`;
    this.#bar.accessibilityInformation = { label: `Pre-ship checklist of ${folder.name}: ${folder.header}`, role: "button" };
    this.#bar.show();
  }

  #drawLanguage(): void {
    const { phase, scanned, total, errors, warnings, message } = this.#last;
    const item = this.#language;
    item.busy = phase === "scanning";
    item.severity = phase === "failed" ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    if (phase === "failed") {
      item.text = "Preship stopped";
      item.detail = message ?? "";
      item.command = { title: "Restart", command: "preship.restart" };
      return;
    }
    item.text = errors + warnings === 0 ? "Preship: nothing found" : `Preship: ${counted(errors, "error")}, ${counted(warnings, "warning")}`;
    item.detail = phase === "scanning" ? (total > 0 ? `reading ${scanned} of ${total} files` : "starting") : `in ${counted(total, "file")}`;
    item.command = { title: "Show output", command: "preship.showOutput" };
  }

  /** The folder of the active editor, else the first. */
  #folder(): ChecklistDto | undefined {
    const { folders } = this.checklists;
    const uri = vscode.window.activeTextEditor?.document.uri;
    const owner = uri && vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
    return folders.find((folder) => folder.folder === owner) ?? folders[0];
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
