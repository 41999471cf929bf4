/** A file as those see it whose answers are kept: what they ask is noted. */
import type { Comment, Finding, NamedString, Notebook, Problem, PyAddArgument, PyCall, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyLambda, PyName, PyNode, PyNodeOf, PyPart, PyRowStory, PyStmt, PyValue, PythonFile, Span } from "../../../rules/api.ts";
import { everything } from "../pieces.ts";
import { flattened } from "./chunks.ts";
import { headOf } from "./edits.ts";
import { pieceHolding, pieceOf, Place, plainSpan } from "./located.ts";
import type { Piece, PythonLedger } from "./piece.ts";
import type { Bound } from "./scopes.ts";

/** What a view asks the file behind it beyond a rule's questions. */
export interface Whole extends PythonFile {
  bindingsOf(name: PyName): readonly Bound[];
}

/** A file whose every answer is noted. */
abstract class View implements PythonFile {
  abstract readonly here: PyPart;

  constructor(protected readonly whole: Whole, protected readonly ledger: PythonLedger) {}

  get language(): "python" | "notebook" {
    return this.whole.language;
  }

  get path(): string {
    return this.whole.path;
  }

  get moduleName(): string {
    return this.whole.moduleName;
  }

  get notebook(): Notebook | undefined {
    return this.all.notebook;
  }

  get text(): string {
    return this.all.text;
  }

  get body(): readonly PyStmt[] {
    return this.all.body;
  }

  get problems(): readonly Problem[] {
    return this.all.problems;
  }

  comments(): readonly Comment[] {
    return this.all.comments();
  }

  calls(): readonly PyCall[] {
    return this.all.calls();
  }

  functions(): readonly PyFunctionDef[] {
    return this.all.functions();
  }

  classes(): readonly PyClassDef[] {
    return this.all.classes();
  }

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    return this.all.nodes(kind);
  }

  namedStrings(): readonly NamedString[] {
    return this.all.namedStrings();
  }

  rowStories(): readonly PyRowStory[] {
    return this.whole.rowStories();
  }

  addImport(module: string, name?: string): PyAddArgument | undefined {
    return this.all.addImport(module, name);
  }

  environmentRead(variable: string, at: Span) {
    return this.all.environmentRead?.(variable, at);
  }

  imports(): readonly string[] {
    return this.whole.imports();
  }

  once<T>(compute: (file: PythonFile) => T): T {
    return this.whole.once(compute);
  }

  collect<T>(each: (file: PythonFile) => readonly T[]): readonly T[] {
    return this.whole.collect(each);
  }

  slice(at: Span): string {
    const piece = pieceHolding(at);
    if (!piece) return this.all.slice(at);
    this.ledger.restOn(piece);
    return this.whole.slice(at);
  }

  call(node: PyCallExpr): PyCall {
    return this.whole.call(node);
  }

  addArgument(call: PyCallExpr, text: string): PyAddArgument {
    return this.all.addArgument(call, text);
  }

  qualifiedName(node: PyExpr): string | undefined {
    return this.whole.qualifiedName(node);
  }

  valueOf(node: PyExpr): PyValue {
    return this.whole.valueOf(node);
  }

  bindingsOf(name: PyName): readonly Bound[] {
    return this.whole.bindingsOf(name);
  }

  childrenOf(node: PyNode): readonly PyNode[] {
    return this.whole.childrenOf(node);
  }

  enclosingFunction(node: PyNode): PyFunctionDef | PyLambda | undefined {
    return this.whole.enclosingFunction(node);
  }

  enclosingClass(node: PyNode): PyClassDef | undefined {
    return this.whole.enclosingClass(node);
  }

  /** Whoever asks this rests on every letter of the text. */
  protected get all(): Whole {
    this.ledger.restOnKey(everything);
    return this.whole;
  }
}

/** All of a file. */
export class FileView extends View {
  get here(): PyPart {
    return this.all.here;
  }
}

/** One piece of a file, for a rule that judges piece by piece. */
export class PieceView extends View {
  readonly here: PyPart;

  constructor(whole: Whole, private readonly piece: Piece, ledger: PythonLedger) {
    super(whole, ledger);
    this.here = new Part(whole, piece);
  }

  override slice(at: Span): string {
    return this.isHere(at) ? this.whole.slice(at) : super.slice(at);
  }

  override addArgument(call: PyCallExpr, text: string): PyAddArgument {
    if (!this.isHere(call)) return this.all.addArgument(call, text);
    this.ledger.restOnKey("end of line");
    return this.whole.addArgument(call, text);
  }

  override addImport(module: string, name?: string): PyAddArgument | undefined {
    return this.restsOnHead() ? this.whole.addImport(module, name) : super.addImport(module, name);
  }

  override environmentRead(variable: string, at: Span) {
    return this.isHere(at) && this.restsOnHead() ? this.whole.environmentRead?.(variable, at) : super.environmentRead(variable, at);
  }

  /** An import is added behind those that open the file, if it is not there. False where nothing opens it. */
  private restsOnHead(): boolean {
    const head = this.whole.once(headOf);
    if (!head) return false;
    this.ledger.restOn(pieceOf(head));
    this.ledger.restOnKey("end of line");
    this.whole.collect(importsOf);
    return true;
  }

  private isHere(at: Span): boolean {
    return isWithin(at, this.piece);
  }
}

class Part implements PyPart {
  constructor(private readonly whole: Whole, private readonly piece: Piece) {}

  get text(): string {
    return this.piece.text;
  }

  calls(): readonly PyCall[] {
    const { piece, whole } = this;
    return (piece.callList ??= piece.index.nodes("Call").map((node) => whole.call(node)));
  }

  functions(): readonly PyFunctionDef[] {
    return this.piece.index.nodes("FunctionDef");
  }

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    return this.piece.index.nodes(kind);
  }

  comments(): readonly Comment[] {
    return flattened(this.piece.chunks).flatMap(({ comments }) => comments);
  }
}

const importsOf = (file: PythonFile): readonly PyStmt[] => [...file.here.nodes("Import"), ...file.here.nodes("ImportFrom")].filter(({ parent }) => parent === undefined);

function isWithin({ start, end }: Span, { offset, text }: Piece): boolean {
  return start >= offset && end <= offset + text.length;
}

/** Findings with places in other pieces than their own: those move with the piece they lie in. */
const reaching = new WeakSet<Finding>();

/** What was found in a piece, with places that do not move along, but for those elsewhere: these rest on the piece they lie in. */
export function judged(piece: Piece, ledger: PythonLedger, found: Iterable<Finding>): readonly Finding[] {
  return Array.from(found, (finding) => {
    let isReaching = false;
    const kept = placed(finding, (at) => {
      if (isWithin(at, piece)) return plainSpan(at);
      const home = pieceAt(at, ledger.pieces);
      if (home) ledger.restOn(home);
      else ledger.restOnKey(everything);
      isReaching = true;
      return home ? new Place(home, at.start - home.offset, at.end - home.offset) : plainSpan(at);
    });
    if (isReaching) reaching.add(kept);
    return kept;
  });
}

/** The piece that holds all of a place. */
function pieceAt(at: Span, pieces: readonly Piece[]): Piece | undefined {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.offset ?? 0) <= at.start) low = middle;
    else high = middle - 1;
  }
  const found = pieces[low];
  return found && isWithin(at, found) ? found : undefined;
}

/** Findings as they stand in the newest text, when their piece has moved by so much. */
export function moved(findings: readonly Finding[], by: number): readonly Finding[] {
  if (by === 0 && !findings.some((finding) => reaching.has(finding))) return findings;
  return findings.map((finding) => placed(finding, (at) => (at instanceof Place ? plainSpan(at) : { start: at.start + by, end: at.end + by })));
}

function placed(finding: Finding, at: (span: Span) => Span): Finding {
  return {
    ...finding, at: at(finding.at),
    ...(finding.related && { related: finding.related.map((step) => (step.path === undefined ? { ...step, at: at(step.at) } : step)) }),
    ...(finding.fixes && { fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, at: at(edit.at) })) })) }),
  };
}
