/** Registers everything the server answers to on a connection; what it is made of is handed in. */
import {
  CodeActionRequest, DidChangeWatchedFilesNotification, ErrorCodes, FileChangeType, ResponseError, type Connection, type InitializeParams, type InitializeResult, type Message, type ServerCapabilities,
} from "vscode-languageserver/node";
import { rulePage } from "../engine/explain.ts";
import type { Trouble } from "../engine/report.ts";
import { type Abilities, abilitiesOf } from "./abilities.ts";
import { type ChecklistOverProtocol, serveChecklist } from "./checklist.ts";
import { actionKinds, codeActions, resolveAction } from "./code-actions.ts";
import { hover } from "./hover.ts";
import { chooseProfile, setLevel, setLevelCommand } from "./levels.ts";
import { aliveRequest, chooseProfileRequest, explainRequest, rulesRequest, scanRequest, setLevelRequest, type AliveResult, type ExplainParams } from "./messages.ts";
import { withFrugalHeap } from "./memory.ts";
import { notebookLanguageId } from "./notebook.ts";
import { Publisher } from "./publish.ts";
import type { Log, Services } from "./services.ts";
import { type Folder, Sessions, syncKind } from "./sessions.ts";
import { StatusReporter } from "./status.ts";
import { Debounced } from "./timing.ts";
import { changeIn, checked, foldersOf, namedFolders, saying } from "./said.ts";
import { ruleOfLink, ruleScheme } from "./to-protocol.ts";
import { withProgress } from "./progress.ts";

export type Wiring = Pick<Services, "languages" | "rules" | "known" | "build" | "buildProject" | "createInstalled"> & { readonly version: string; readonly itemText: (id: string) => string | undefined };

export class Server {
  private abilities: Abilities | undefined;
  /** True from the farewell on. */
  isDown = false;
  private hasBegun = false;
  private state: { readonly services: Services; readonly sessions: Sessions; readonly status: StatusReporter; readonly checklist: ChecklistOverProtocol } | undefined;

  constructor(private readonly connection: Connection, private readonly wiring: Wiring) {
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onShutdown(() => this.shutdown());
    this.followDocuments();
    this.answerRequests();
  }

  /** For requests: refused before the greeting and after the farewell. */
  private get running() {
    if (this.isDown) throw new ResponseError(ErrorCodes.InvalidRequest, "The server has been shut down.");
    if (!this.state) throw new ResponseError(ErrorCodes.ServerNotInitialized, "The server is not initialized.");
    return this.state;
  }

  /** What a request says, once it is its turn. */
  private asked<Params extends object>(params: Params, place?: "position" | "range"): Params {
    return this.running && checked(params, place);
  }

  private get sessions(): Sessions {
    return this.running.sessions;
  }

  /** For notifications: before the greeting and after the farewell they are dropped. */
  private get listening(): Sessions | undefined {
    return this.isDown ? undefined : this.state?.sessions;
  }

  /** Takes a change of a document before the library does, whose way to us is a turn of the event loop longer; `turns` later all messages that are here have been read. False for any other message, and for one that is not as it should be. */
  takeChange(message: Message, turns: number): boolean {
    const change = this.listening && changeIn(message);
    if (!change) return false;
    const { textDocument, contentChanges } = change;
    try {
      this.listening?.change(textDocument.uri, contentChanges, textDocument.version, turns);
    } catch (error) {
      this.connection.console.error(`A change could not be taken: ${error instanceof Error ? error.message : String(error)}`);
    }
    return true;
  }

  private shutdown(): void {
    this.sessions.dispose();
    this.isDown = true;
  }

  private initialize(params: InitializeParams): InitializeResult {
    const { connection, wiring } = this;
    if (this.state) throw new ResponseError(ErrorCodes.InvalidRequest, "The server is initialized already.");
    const abilities = abilitiesOf(params);
    const status = new StatusReporter(connection, () => publisher.totals());
    const refresh = new Debounced(() => void connection.languages.diagnostics.refresh().catch(() => {}), 100, 500); // a client that refuses keeps what it shows
    const publisher: Publisher = new Publisher((diagnostics, isNews) => {
      if (!abilities.onlyPulls) void connection.sendDiagnostics(diagnostics);
      else if (abilities.refreshesDiagnostics && isNews) refresh.call();
    }, () => status.changed());
    const services: Services = { ...wiring, abilities, publisher, log: createLog(connection) };
    const sessions = new Sessions(services, { onSettled: (folder) => checklist.settled(folder) });
    const checklist = serveChecklist(connection, services, () => this.sessions);
    this.abilities = abilities;
    this.state = { services, sessions, status, checklist };
    for (const folder of foldersOf(params)) sessions.addFolder(folder.uri, folder.name);
    return { capabilities: capabilities(abilities), serverInfo: { name: "preship", version: wiring.version } };
  }

  private initialized(): void {
    const { connection, abilities } = this;
    if (!this.listening || this.hasBegun) return;
    this.hasBegun = true;
    // the folder capability is answered by the client's own announcement, not by registration
    connection.onNotification("workspace/didChangeWorkspaceFolders", ({ event }: { event: { added?: unknown; removed?: unknown } }) => this.changeFolders(namedFolders(event.added), namedFolders(event.removed).map((folder) => folder.uri)));
    if (abilities?.watchesFiles) void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: "**/*" }] }).catch(() => {}); // refused: what changes on disk is seen by the next scan
    void this.scan([...this.sessions.all]);
  }

  private changeFolders(added: readonly { uri: string; name: string }[], removed: readonly string[]): void {
    if (this.isDown) return;
    for (const uri of removed) this.sessions.removeFolder(uri);
    for (const folder of added) this.sessions.addFolder(folder.uri, folder.name);
    void this.scan([...this.sessions.all]); // nested folders change what the outer ones hold
  }

  private async scan(folders: readonly Folder[]): Promise<void> {
    const { connection, abilities } = this;
    const { sessions, status } = this.running;
    if (folders.length === 0) return status.ready();
    await withFrugalHeap(() => withProgress(connection, abilities?.showsProgress === true, async (progress) => {
      for (const [index, folder] of folders.entries()) {
        await sessions.scan(folder, {
          get isCancelled() { return progress.isCancelled; },
          report: (done, total) => {
            progress.report(`${folder.name}: ${done} of ${total} files`, (100 * (index + done / total)) / folders.length);
            status.scanning(done, total);
          },
        });
      }
    }));
    status.ready();
  }

  private followDocuments(): void {
    const { connection } = this;
    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
      if (typeof uri !== "string" || typeof text !== "string") throw new Error("The document was sent without an address or without its text.");
      if (!uri.startsWith("vscode-notebook-cell:")) this.listening?.open(uri, languageId, version, text);
    });
    connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => this.listening?.change(textDocument.uri, contentChanges, textDocument.version));
    connection.onDidCloseTextDocument(({ textDocument }) => this.listening?.close(textDocument.uri));
    connection.onDidSaveTextDocument(({ textDocument }) => {
      // where files are not watched, a save is the only news there is of a config
      if (!this.abilities?.watchesFiles && /(^|\/)(\.?preship\.yaml|\.gitignore)$/.test(textDocument.uri)) this.listening?.reconsider([{ uri: textDocument.uri, type: FileChangeType.Changed }]);
    });
    const { synchronization } = connection.notebooks;
    synchronization.onDidOpenNotebookDocument((params) => this.listening?.openNotebook(params));
    synchronization.onDidChangeNotebookDocument((params) => this.listening?.changeNotebook(params));
    synchronization.onDidSaveNotebookDocument(() => {});
    synchronization.onDidCloseNotebookDocument(({ notebookDocument }) => this.listening?.closeNotebook(notebookDocument.uri));
    connection.onDidChangeWatchedFiles(({ changes }) => this.listening?.notice(changes));
    connection.onDidChangeConfiguration(() => {}); // what the client sends is its own affair: settings live in preship.yaml
  }

  private answerRequests(): void {
    const { connection, wiring } = this;
    connection.onRequest(CodeActionRequest.type, (params) => codeActions(this.asked(params, "range"), this.sessions, this.running.services.abilities));
    connection.onCodeActionResolve((action) => resolveAction(action, this.sessions, this.running.services.abilities));
    connection.onHover(async (params) => {
      const { textDocument, position } = this.asked(params, "position");
      const home = await this.sessions.home(textDocument.uri);
      return home && hover(home, position, wiring.itemText, this.running.services.abilities);
    });
    connection.languages.diagnostics.on(async (params) => ({ kind: "full" as const, items: [...await this.sessions.diagnostics(this.asked(params).textDocument.uri)] }));
    connection.onExecuteCommand(({ command, arguments: given }) => {
      if (command === setLevelCommand) return this.setLevel(given?.[0]);
      throw new ResponseError(ErrorCodes.InvalidParams, `There is no command ${command}.`);
    });
    connection.onRequest(setLevelRequest, (params: unknown) => this.setLevel(params));
    connection.onRequest(chooseProfileRequest, (params: unknown) => chooseProfile(params, this.sessions, this.running.services.abilities, connection));
    connection.onRequest(explainRequest, (params: ExplainParams) => ({ markdown: this.page(this.running && saying(params, "rule").rule) }));
    connection.onRequest(rulesRequest, () => ({ rules: this.running.services.known.map(({ id, title }) => ({ id, title })) }));
    connection.onRequest(aliveRequest, (): AliveResult => ({ process: process.pid }));
    connection.onRequest(scanRequest, () => this.scan([...this.sessions.all]).then(() => ({})));
    connection.workspace.textDocumentContent.on((params) => {
      const { uri } = this.running && saying(params, "uri");
      return { text: this.page(ruleOfLink(uri) ?? uri) };
    });
  }

  private page(rule: string): string {
    const found = this.wiring.known.find((one) => one.id === rule);
    return found ? rulePage(found) : `# ${rule}\n\nPreship ${this.wiring.version} has no rule of this name. It may come from a newer version.\n`;
  }

  private setLevel(params: unknown) {
    const { sessions, services } = this.running;
    return setLevel(params, sessions, services.abilities, this.connection);
  }
}

function capabilities(abilities: Abilities): ServerCapabilities {
  return {
    positionEncoding: "utf-16",
    textDocumentSync: { openClose: true, change: syncKind, save: { includeText: false } },
    ...(abilities.syncsNotebooks && { notebookDocumentSync: { notebookSelector: [{ notebook: { notebookType: notebookLanguageId }, cells: [{ language: "python" }] }], save: false } }),
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [...actionKinds], resolveProvider: abilities.resolvesEdits },
    executeCommandProvider: { commands: [setLevelCommand] },
    ...(abilities.onlyPulls && { diagnosticProvider: { identifier: "preship", interFileDependencies: true, workspaceDiagnostics: false } }),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      ...(abilities.servesContent && { textDocumentContent: { schemes: [ruleScheme] } }),
    },
  };
}

function createLog(connection: Connection): Log {
  const said = new Set<string>();
  return {
    info: (message) => connection.console.info(message),
    warn: (message) => connection.console.warn(message),
    trouble({ rule, path, message }: Trouble) {
      const key = `${rule ?? ""} ${path} ${message}`;
      if (said.has(key)) return;
      said.add(key);
      connection.console.error(`${rule ? `The rule ${rule} failed` : "Something failed"}${path ? ` on ${path}` : ""}; everything else goes on. ${message}`);
    },
  };
}
