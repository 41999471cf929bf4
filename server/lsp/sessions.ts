/** Finds the session a document belongs to: its workspace folder's, the innermost if they nest, or one of its own. */
import path from "node:path";
import { TextDocumentSyncKind, type Diagnostic, type DidChangeNotebookDocumentParams, type DidOpenNotebookDocumentParams, type FileEvent, type TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { OpenDocument } from "./document.ts";
import { CellDocument, LiveNotebook } from "./notebook.ts";
import { FolderReader, type ScanProgress } from "./scan.ts";
import { Rehearsal } from "./rehearsal.ts";
import type { Services } from "./services.ts";
import { Session, type SessionOptions } from "./session.ts";
import { libraryTurns, Pacer } from "./timing.ts";
import { Understudy } from "./understudy.ts";
import { below, fileOf, nameOf } from "./uri.ts";

export const syncKind = TextDocumentSyncKind.Incremental;

export interface Folder {
  readonly uri: string;
  readonly name: string;
  readonly root: string;
  readonly session: Session;
  readonly reader: FolderReader;
}

/** Where a document lives: its session, and its path there. */
export interface Home {
  readonly session: Session;
  readonly path: string;
  readonly document: OpenDocument;
}

export interface SessionsEvents {
  /** Something about a folder changed and things are quiet again. */
  readonly onSettled: (folder: Folder) => void;
}

export class Sessions {
  private readonly folders = new Map<string, Folder>();
  private readonly homes = new Map<string, Home>();
  /** By the address of a cell, its notebook's. */
  private readonly cells = new Map<string, string>();
  /** Texts of files that are open as notebooks too: kept, and shown again once the notebook is closed. */
  private readonly beneath = new Map<string, OpenDocument>();
  private readonly pacer = new Pacer();
  private readonly rehearsing: Pick<SessionOptions, "rehearsal" | "understudy">;
  private readonly rehearsal = new Rehearsal(this.pacer);

  constructor(private readonly services: Services, private readonly events: SessionsEvents) {
    this.rehearsing = { rehearsal: this.rehearsal, understudy: () => new Understudy(services) };
  }

  get all(): Iterable<Folder> {
    return new Set(this.folders.values());
  }

  folder(uri: string): Folder | undefined {
    return this.folders.get(uri) ?? [...this.folders.values()].find((folder) => folder.root === rootOf(uri));
  }

  addFolder(uri: string, name: string): Folder | undefined {
    const root = rootOf(uri);
    if (root === undefined || this.folders.has(uri)) return undefined;
    const known = [...this.folders.values()].find((one) => one.root === root);
    if (known) return void this.folders.set(uri, known); // by another spelling of its address, and there until the last of them goes
    const session = new Session(this.services, { root, isFolder: true, ...this.rehearsing, onSettled: () => { if ([...this.folders.values()].includes(folder)) this.events.onSettled(folder); } });
    const reader = new FolderReader(session, root, this.pacer, () => new Set([...this.folders.values()].map((one) => one.root).filter((other) => other !== root)));
    const folder: Folder = { uri, name, root, session, reader };
    this.folders.set(uri, folder);
    this.rehome();
    return folder;
  }

  removeFolder(uri: string): void {
    const spelled = this.folders.has(uri) ? uri : [...this.folders].find(([, one]) => one.root === rootOf(uri))?.[0];
    const folder = spelled === undefined ? undefined : this.folders.get(spelled);
    if (!folder || spelled === undefined) return;
    this.folders.delete(spelled);
    if ([...this.folders.values()].includes(folder)) return;
    folder.reader.dispose();
    folder.session.dispose();
    this.rehome();
  }

  /** True when the folder was read to the end. */
  scan(folder: Folder, progress: ScanProgress): Promise<boolean> {
    return folder.reader.scan(progress);
  }

  open(uri: string, languageId: string, version: number, text: string): void {
    const document = new OpenDocument(uri, languageId, version, text);
    if (this.isNotebook(uri)) return void this.beneath.set(uri, document);
    this.close(uri);
    this.settleIn(document);
  }

  /** `turns` of the event loop later all messages that are here have been read. */
  change(uri: string, changes: readonly TextDocumentContentChangeEvent[], version: number, turns = libraryTurns): void {
    const hidden = this.beneath.get(uri);
    if (hidden) return void hidden.apply(changes, version);
    const home = this.homes.get(uri);
    if (home && !(home.document instanceof LiveNotebook)) this.edit(home, changes, version, turns); // else never opened: a client's mistake that must not take the server down
  }

  private edit(home: Home, changes: readonly TextDocumentContentChangeEvent[], version: number, turns: number): void {
    this.pacer.keystroke();
    if (home.session.document(home.path) === home.document) home.session.change(home.path, changes, version, turns);
    else home.document.apply(changes, version); // opened under another spelling of its address, which is the one that is shown
  }

  close(uri: string): void {
    if (!this.beneath.delete(uri) && !this.isNotebook(uri)) this.leave(uri);
  }

  private leave(uri: string): void {
    const home = this.homes.get(uri);
    if (!home) return;
    this.homes.delete(uri);
    const folder = [...this.folders.values()].find((one) => one.session === home.session);
    if (!folder) return home.session.dispose();
    home.session.close(home.path);
    const namesake = [...this.homes.values()].find((one) => one.session === home.session && one.path === home.path);
    if (namesake) {
      this.services.publisher.clear(uri);
      return home.session.open(home.path, namesake.document);
    }
    if (fileOf(uri) === undefined) home.session.drop(home.path);
    else folder.reader.reread(home.path);
  }

  openNotebook({ notebookDocument, cellTextDocuments }: DidOpenNotebookDocumentParams): void {
    this.closeNotebook(notebookDocument.uri);
    const text = this.homes.get(notebookDocument.uri)?.document;
    this.leave(notebookDocument.uri);
    if (text) this.beneath.set(notebookDocument.uri, text);
    const document = new LiveNotebook(notebookDocument, cellTextDocuments);
    for (const uri of document.cellUris) this.cells.set(uri, document.uri);
    this.settleIn(document);
  }

  changeNotebook(params: DidChangeNotebookDocumentParams): void {
    const { uri, version } = params.notebookDocument;
    const home = this.homes.get(uri);
    if (!(home?.document instanceof LiveNotebook)) return;
    const { document } = home;
    const { text, gone } = document.changed(params);
    for (const cell of gone) this.forgetCell(cell);
    for (const cell of document.cellUris) this.cells.set(cell, uri);
    this.edit(home, [{ text }], version, libraryTurns);
  }

  closeNotebook(uri: string): void {
    const document = this.homes.get(uri)?.document;
    if (!(document instanceof LiveNotebook)) return;
    this.leave(uri);
    for (const cell of document.cellUris) this.forgetCell(cell);
    const text = this.beneath.get(uri);
    this.beneath.delete(uri);
    if (text) this.settleIn(text);
  }

  private isNotebook(uri: string): boolean {
    return this.homes.get(uri)?.document instanceof LiveNotebook;
  }

  /** What a client that asks is told of a document or of a file of a folder; in a notebook, of the cell. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const home = await this.home(uri);
    const place = home ?? (this.homes.has(uri) ? undefined : this.locate(uri));
    if (!place) return [];
    const diagnostics = place.session.diagnostics(place.path);
    if (!(home?.document instanceof CellDocument)) return diagnostics;
    return home.session.document(home.path)?.shown(diagnostics).find((one) => one.uri === uri)?.diagnostics ?? [];
  }

  /** The document as it is now, everything pending analysed. */
  async home(uri: string): Promise<Home | undefined> {
    const notebook = this.cells.get(uri);
    if (notebook === undefined && this.isNotebook(uri)) return undefined; // what is asked of its text is about places that are not shown
    const asked = this.homes.get(notebook ?? uri);
    await asked?.session.settle(asked.path);
    const home = this.homes.get(notebook ?? uri);
    if (notebook === undefined || !home) return home;
    const document = home.document instanceof LiveNotebook ? home.document.cell(uri) : undefined;
    return document && { ...home, document };
  }

  private forgetCell(uri: string): void {
    this.cells.delete(uri);
    this.services.publisher.clear(uri);
  }

  notice(changes: readonly FileEvent[]): void {
    for (const change of changes) {
      const file = fileOf(change.uri);
      const itself = [...this.folders.values()].find((folder) => folder.root === file);
      (itself ?? this.folderOf(file))?.reader.notice(change);
    }
  }

  /** Preship changed a file of its own: what follows from it is worked out without waiting for the file system. */
  reconsider(changes: readonly FileEvent[]): void {
    for (const { session } of new Set(this.homes.values())) if (!session.options.isFolder) session.reconsider();
    this.notice(changes);
  }

  /** The folder a file lies in, and its path there. */
  locate(uri: string): { readonly session: Session; readonly path: string } | undefined {
    const home = this.homes.get(uri);
    if (home) return home;
    const file = fileOf(uri);
    const folder = this.folderOf(file);
    const relative = folder && file !== undefined ? below(folder.root, file) : undefined;
    return folder && relative !== undefined ? { session: folder.session, path: relative } : undefined;
  }

  dispose(): void {
    this.rehearsal.end();
    for (const folder of this.folders.values()) folder.reader.dispose();
  }

  private settleIn(document: OpenDocument): void {
    const file = fileOf(document.uri);
    const folder = this.folderOf(file);
    const home = folder && file !== undefined ? { session: folder.session, path: below(folder.root, file) ?? path.basename(file), document } : this.alone(document, file);
    this.homes.set(document.uri, home);
    home.session.open(home.path, document);
  }

  private alone(document: OpenDocument, file: string | undefined): Home {
    const session = new Session(this.services, { root: file === undefined ? undefined : path.dirname(file), isFolder: false, ...this.rehearsing, onSettled: () => {} });
    return { session, path: file === undefined ? nameOf(document.uri) : path.basename(file), document };
  }

  private folderOf(file: string | undefined): Folder | undefined {
    if (file === undefined) return undefined;
    const holding = [...this.folders.values()].filter((folder) => below(folder.root, file) !== undefined);
    return holding.sort((a, b) => b.root.length - a.root.length)[0];
  }

  /** After folders came or went: documents move to the session that is theirs now. */
  private rehome(): void {
    for (const { session, path: file, document } of [...this.homes.values()]) {
      const wanted = this.folderOf(fileOf(document.uri))?.session;
      const isAlone = ![...this.folders.values()].some((folder) => folder.session === session);
      if (wanted === session || (wanted === undefined && isAlone && session.document(file))) continue;
      session.close(file);
      session.drop(file);
      this.settleIn(document);
    }
  }
}

/** Without the slash that a client may put behind it. */
function rootOf(uri: string): string | undefined {
  const file = fileOf(uri);
  return file && path.join(file, ".");
}
