/** An open notebook: its cells as one text for the analysis, and each cell as the document the client knows. */
import type { Diagnostic, DidChangeNotebookDocumentParams, NotebookCell, NotebookDocument, TextDocumentItem } from "vscode-languageserver/node";
import { joinCells } from "../engine/cells.ts";
import { LineIndex, type Position } from "../engine/positions.ts";
import { OpenDocument, type Shown } from "./document.ts";

export const notebookLanguageId = "jupyter-notebook";

export class LiveNotebook extends OpenDocument {
  private cells: readonly NotebookCell[];
  private readonly texts = new Map<string, OpenDocument>();
  private starts: readonly number[] = [];

  constructor({ uri, version, cells }: NotebookDocument, documents: readonly TextDocumentItem[]) {
    super(uri, notebookLanguageId, version, "");
    this.cells = listed(cells, isCell);
    this.take(listed(documents, isText));
    this.apply([{ text: this.joined() }], version);
  }

  get cellUris(): readonly string[] {
    return this.cells.map(({ document }) => document);
  }

  cell(uri: string): CellDocument | undefined {
    const index = this.cells.findIndex(({ document }) => document === uri);
    const text = this.texts.get(uri);
    return text && index >= 0 ? new CellDocument(this, text, this.starts[index] ?? 0) : undefined;
  }

  /** The text after a change, to be applied as a whole; `gone` are the cells that are no longer there. What is no change is left out. */
  changed({ change }: DidChangeNotebookDocumentParams): { readonly text: string; readonly gone: readonly string[] } {
    const before = this.cellUris;
    const { structure, data, textContent } = (change as Partial<DidChangeNotebookDocumentParams["change"]> | null)?.cells ?? {};
    if (structure?.array) {
      const { start, deleteCount, cells } = structure.array;
      const from = Math.min(Math.max(0, Math.trunc(start) || 0), this.cells.length);
      this.cells = [...this.cells.slice(0, from), ...listed(cells, isCell), ...this.cells.slice(from + Math.max(0, Math.trunc(deleteCount) || 0))];
      this.take(listed(structure.didOpen, isText));
      for (const { uri } of listed(structure.didClose, isNamed)) if (!this.cellUris.includes(uri)) this.texts.delete(uri);
    }
    for (const one of listed(data, isCell)) this.cells = this.cells.map((cell) => (cell.document === one.document ? one : cell));
    for (const { document, changes } of listed(textContent, isTextChange)) this.texts.get(document.uri)?.apply(changes, document.version);
    return { text: this.joined(), gone: before.filter((uri) => !this.cellUris.includes(uri)) };
  }

  /** Every cell's own; what was shown at the notebook's file while it was closed goes. */
  override shown(diagnostics: readonly Diagnostic[]): readonly Shown[] {
    const cells = this.cellUris.flatMap((uri) => this.cell(uri) ?? []);
    const owner = (line: number) => cells.filter((cell) => cell.firstLine <= line).at(-1);
    const placed = diagnostics.flatMap((diagnostic) => {
      const cell = owner(diagnostic.range.start.line);
      return cell ? [{ cell, diagnostic: { ...diagnostic, range: cell.toOwn(diagnostic.range) } }] : [];
    });
    return [
      { uri: this.uri, diagnostics: [], version: undefined },
      ...cells.map((cell) => ({ uri: cell.uri, version: cell.version, diagnostics: placed.filter((one) => one.cell === cell).map(({ diagnostic }) => diagnostic) })),
    ];
  }

  override holder(offset: number): OpenDocument {
    const index = this.starts.filter((start) => start <= offset).length - 1;
    const uri = this.cells[index]?.document;
    return (uri !== undefined && this.cell(uri)) || this;
  }

  private take(documents: readonly TextDocumentItem[]): void {
    for (const { uri, languageId, version, text } of documents) this.texts.set(uri, new OpenDocument(uri, languageId, version, text));
  }

  private joined(): string {
    const { text, starts } = joinCells(this.cells.map(({ kind, document, executionSummary }) => {
      const cell = this.texts.get(document);
      return { isPython: kind === 2 && cell?.languageId === "python", executionCount: executionSummary?.executionOrder, text: cell?.text ?? "" };
    }));
    this.starts = starts;
    return text;
  }
}

/** A cell with the notebook's text: positions are the cell's, offsets the notebook's. */
export class CellDocument extends OpenDocument {
  readonly firstLine: number;

  constructor(private readonly notebook: LiveNotebook, private readonly own: OpenDocument, private readonly start: number) {
    super(own.uri, own.languageId, own.version, notebook.text);
    this.firstLine = notebook.position(start).line;
  }

  override position(offset: number): Position {
    return this.toOwn({ start: super.position(offset), end: super.position(offset) }).start;
  }

  override offset(position: Position): number {
    return this.start + new LineIndex(this.own.text).offset(position, this.own.text);
  }

  override holder(offset: number): OpenDocument {
    return this.notebook.holder(offset);
  }

  toOwn({ start, end }: { readonly start: Position; readonly end: Position }): { start: Position; end: Position } {
    const own = ({ line, character }: Position): Position => ({ line: Math.max(0, line - this.firstLine), character });
    return { start: own(start), end: own(end) };
  }
}

/** A client may send anything: of a list, those that are what they should be. */
function listed<T>(list: readonly T[] | undefined, isOne: (one: unknown) => boolean): readonly T[] {
  return Array.isArray(list) ? (list as readonly T[]).filter(isOne) : [];
}

const field = (one: unknown, name: string): unknown => (typeof one === "object" && one !== null ? (one as Readonly<Record<string, unknown>>)[name] : undefined);
const isNamed = (one: unknown): boolean => typeof field(one, "uri") === "string";
const isCell = (one: unknown): boolean => typeof field(one, "document") === "string";
const isText = (one: unknown): boolean => isNamed(one) && typeof field(one, "text") === "string";
const isTextChange = (one: unknown): boolean => isNamed(field(one, "document")) && Array.isArray(field(one, "changes"));
