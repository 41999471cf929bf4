/** The façade of one Python text: everything is worked out when first asked for and kept for this text. */
import type { Comment, Finding, NamedString, NamedStringTest, Problem, PyAddArgument, PyCall, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyLambda, PyName, PyNode, PyNodeOf, PyPart, PyRowStory, PyStmt, PyValue, PythonFile, Span } from "../../../rules/api.ts";
import type { LanguageFile } from "../../engine/language.ts";
import { Ledger } from "../pieces.ts";
import { Call } from "./calls.ts";
import { childrenOf } from "./children.ts";
import { flattened, type Chunk } from "./chunks.ts";
import type { PythonDocument } from "./document.ts";
import { addArgument, addImport, environmentRead, importsOf, lineBreak } from "./edits.ts";
import { mayName, namedStrings, namingsIn, type Naming, type Reader } from "./named-strings.ts";
import { pieceOf } from "./located.ts";
import { Names } from "./names.ts";
import type { Piece, PythonLedger } from "./piece.ts";
import { FileView, PieceView, judged, moved } from "./piece-view.ts";
import type { RowReport } from "./provenance/judge.ts";
import { RowReports } from "./provenance/report.ts";
import { enclosingClass, enclosingFunction } from "./places.ts";
import type { Bound } from "./scopes.ts";
import { Values } from "./values.ts";
import { ReadAsOne } from "./whole.ts";

/** What outlives one text of a file. */
export class PythonKnowledge {
  readonly ledger: PythonLedger;
  /** What is kept outlives the texts it was asked of: it goes on with the newest. */
  file: ParsedPython | undefined;
  readonly names: Names;
  readonly values: Values;
  readonly rows: RowReports;

  /** Of a text that is read once no second one may be told. */
  constructor(path: string, readonly isReadOnce: boolean) {
    this.ledger = isReadOnce ? new ReadAsOne() : new Ledger<Piece>();
    this.names = new Names(this.ledger, path);
    this.values = new Values(this.names, (node) => this.call(node));
    this.rows = new RowReports(this);
  }

  get newest(): ParsedPython {
    if (!this.file) throw new Error("a file was asked before it was read");
    return this.file;
  }

  call(node: PyCallExpr): PyCall {
    const { calls } = pieceOf(node);
    let call = calls.get(node);
    if (!call) calls.set(node, (call = new Call(node, this)));
    return call;
  }

  namings(): readonly Naming[] {
    return this.ledger.collect(this.namingsOf, this.namingsOf);
  }

  private readonly namingsOf = ({ index }: Piece): readonly Naming[] => namingsIn(this.readerOf(index));

  private readerOf(nodes: Pick<Reader, "nodes">): Reader {
    return {
      nodes: (kind) => nodes.nodes(kind), call: (node) => this.call(node), valueOf: (node) => this.values.valueOf(node),
      bindingsOf: (name) => this.names.bindingsOf(name), enclosingClass,
    };
  }

  mayName(test: NamedStringTest): boolean {
    return mayName(this.readerOf(this.names), test);
  }

  /** In the order of the text, whatever a rule asks for first: where answers lead back to themselves the first question decides. */
  prime(): void {
    for (const piece of this.ledger.pieces) {
      if (piece.isPrimed) continue;
      piece.isPrimed = true;
      for (const node of piece.index.nodes("Call")) void this.call(node).callee;
    }
  }

  private endOfLine: string | undefined;

  noteEndOfLine(text: string): void {
    const now = lineBreak(text);
    if (this.endOfLine !== undefined && now !== this.endOfLine) this.ledger.outdate("end of line");
    this.endOfLine = now;
  }
}

export class ParsedPython implements PythonFile {
  readonly language: "python" | "notebook";
  private isReady = false;
  private known: { all?: readonly Chunk[]; body?: readonly PyStmt[]; imports?: readonly PyStmt[]; calls?: readonly PyCall[]; comments?: readonly Comment[]; problems?: readonly Problem[]; strings?: readonly NamedString[] } = {};

  /** `document` is asked for the statements of this text once, at first need. */
  constructor(readonly path: string, readonly text: string, private readonly document: PythonDocument, private readonly knowledge: PythonKnowledge, language: "python" | "notebook" = "python") {
    this.language = language;
  }

  private parsed: readonly Chunk[] | undefined;
  private get chunks(): readonly Chunk[] {
    return (this.parsed ??= this.document.chunks());
  }

  private get ready(): PythonKnowledge {
    if (!this.isReady) {
      this.isReady = true;
      this.knowledge.file = this;
      this.knowledge.ledger.advance(this.document.pieces());
      this.knowledge.noteEndOfLine(this.text);
      this.knowledge.prime();
      this.knowledge.ledger.settle();
    }
    return this.knowledge;
  }

  /** With the members of classes, which are chunks of their own. */
  private get all(): readonly Chunk[] {
    return (this.known.all ??= flattened(this.chunks));
  }

  private get names(): Names {
    return this.ready.names;
  }

  private get values(): Values {
    return this.ready.values;
  }

  get moduleName(): string {
    return this.names.moduleName;
  }

  get here(): PyPart {
    return this;
  }

  once<T>(compute: (file: PythonFile) => T): T {
    const knowledge = this.ready;
    return knowledge.ledger.whole(compute, () => compute(new FileView(knowledge.newest, knowledge.ledger)));
  }

  collect<T>(each: (file: PythonFile) => readonly T[]): readonly T[] {
    const knowledge = this.ready;
    return knowledge.ledger.collect(each, (piece) => each(new PieceView(knowledge.newest, piece, knowledge.ledger)));
  }

  /** A text that was never edited is checked as a whole. */
  inPieces(rule: object, terms: object, check: (part: LanguageFile) => Iterable<Finding>): readonly Finding[] | undefined {
    const { ledger } = this.ready;
    if (ledger.turn < 2) return undefined;
    this.knowledge.ledger.under(terms, rule);
    const told = ledger.gather(rule, (piece) => (piece.chunks.length === 0 ? [] : judged(piece, ledger, check(new PieceView(this, piece, ledger)))));
    return told.speaking.flatMap(({ home, offset, told }) => moved(told, home.offset - offset));
  }

  get body(): readonly PyStmt[] {
    return (this.known.body ??= this.chunks.flatMap((chunk) => chunk.body));
  }

  get problems(): readonly Problem[] {
    return (this.known.problems ??= this.all.flatMap((chunk) => chunk.problems));
  }

  comments(): readonly Comment[] {
    return (this.known.comments ??= this.all.flatMap((chunk) => chunk.comments).sort((a, b) => a.at.start - b.at.start));
  }

  calls(): readonly PyCall[] {
    return (this.known.calls ??= this.names.nodes("Call").map((node) => this.call(node)));
  }

  call(node: PyCallExpr): PyCall {
    return this.ready.call(node);
  }

  functions(): readonly PyFunctionDef[] {
    return this.names.nodes("FunctionDef");
  }

  classes(): readonly PyClassDef[] {
    return this.names.nodes("ClassDef");
  }

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    return this.names.nodes(kind);
  }

  childrenOf(node: PyNode): readonly PyNode[] {
    return childrenOf(node);
  }

  qualifiedName(node: PyExpr): string | undefined {
    return this.names.qualifiedName(node);
  }

  valueOf(node: PyExpr): PyValue {
    return this.values.valueOf(node);
  }

  bindingsOf(name: PyName): readonly Bound[] {
    return this.names.bindingsOf(name);
  }

  enclosingFunction(node: PyNode): PyFunctionDef | PyLambda | undefined {
    return enclosingFunction(node);
  }

  enclosingClass(node: PyNode): PyClassDef | undefined {
    return enclosingClass(node);
  }

  imports(): readonly string[] {
    return this.names.imports();
  }

  namedStrings(): readonly NamedString[] {
    return (this.known.strings ??= namedStrings(this.ready.namings()));
  }

  /** Named strings of a text that is edited are kept piece by piece, and asked for straight away. */
  mayName(test: NamedStringTest): boolean {
    return !this.knowledge.isReadOnce || this.ready.mayName(test);
  }

  rowStories(): readonly PyRowStory[] {
    return this.rowReport().stories;
  }

  rowReport(): RowReport {
    return this.ready.rows.report();
  }

  slice(at: Span): string {
    return this.text.slice(at.start, at.end);
  }

  addArgument(call: PyCallExpr, text: string): PyAddArgument {
    return addArgument(this.text, call, text);
  }

  addImport(module: string, name?: string): PyAddArgument | undefined {
    return addImport(this.text, this.body, (this.known.imports ??= importsOf(this.body)), module, name);
  }

  environmentRead(variable: string, at: Span): readonly { readonly at: Span; readonly text: string }[] {
    return environmentRead(this.addImport("os"), variable, at);
  }
}
