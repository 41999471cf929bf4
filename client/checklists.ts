/** What the server last said about each folder's checklist, and the questions the panel asks it. */
import * as vscode from "vscode";
import type {
  ChecklistChangedParams, ChecklistDto, ChecklistResult, ChooseProfileParams, CreateArtefactParams, CreateArtefactResult, DecideParams, DecideResult, ReportParams, ReportResult,
} from "../server/lsp/messages.ts";
import { methods } from "./messages.ts";
import type { Server } from "./server.ts";

export class Checklists implements vscode.Disposable {
  #folders: readonly ChecklistDto[] = [];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #settle: () => void = () => undefined;
  /** Resolves with the first answer, so that an empty panel means that there is nothing. */
  readonly loaded = new Promise<void>((resolve) => { this.#settle = resolve; });

  get folders(): readonly ChecklistDto[] {
    return this.#folders;
  }

  constructor(private readonly server: Server) {
    server.listen(methods.checklistChanged, ({ checklist }: ChecklistChangedParams) => {
      const known = this.#folders.some((folder) => folder.folder === checklist.folder);
      this.#take(known ? this.#folders.map((folder) => (folder.folder === checklist.folder ? checklist : folder)) : [...this.#folders, checklist]);
    });
  }

  async reload(): Promise<void> {
    const answer = await this.server.ask<ChecklistResult>(methods.checklist, {});
    this.#take(answer?.folders ?? []);
  }

  /** The server is gone: nothing of what was shown is known to hold. */
  forget(): void {
    this.#take([]);
  }

  async decide(params: DecideParams): Promise<DecideResult> {
    return (await this.server.ask<DecideResult>(methods.decide, params)) ?? unreachable;
  }

  async createArtefact(params: CreateArtefactParams): Promise<CreateArtefactResult> {
    return (await this.server.ask<CreateArtefactResult>(methods.createArtefact, params)) ?? unreachable;
  }

  async chooseProfile(params: ChooseProfileParams): Promise<void> {
    await this.server.ask(methods.chooseProfile, params);
  }

  async report(params: ReportParams): Promise<ReportResult | undefined> {
    return this.server.ask<ReportResult>(methods.report, params);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #take(folders: readonly ChecklistDto[]): void {
    this.#folders = folders;
    this.#settle();
    this.#changed.fire();
  }
}

const unreachable = { refused: "Preship is not running. Restart it, then try again." };
