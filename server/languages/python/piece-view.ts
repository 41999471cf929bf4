/** A file as those see it whose answers are kept: what they ask is noted. */
import type { Comment, Finding, NamedString, Notebook, Problem, PyAddArgument, PyCall, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyLambda, PyName, PyNode, PyNodeOf, PyPart, PyRowStory, PyStmt, PyValue, PythonFile, Span } from "../../../rules/api.ts";
import { everything } from "../pieces.ts";
import { flattened } from "./document.ts";
import { pieceHolding } from "./located.ts";
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
    const { index, text, chunks } = piece;
    this.here = {
      text, calls: () => index.nodes("Call").map((node) => whole.call(node)), functions: () => index.nodes("FunctionDef"), nodes: (kind) => index.nodes(kind),
      comments: () => flattened(chunks).flatMap(({ comments }) => comments),
    };
  }

  override slice(at: Span): string {
    return this.isHere(at) ? this.whole.slice(at) : super.slice(at);
  }

  override addArgument(call: PyCallExpr, text: string): PyAddArgument {
    if (!this.isHere(call)) return this.all.addArgument(call, text);
    this.ledger.restOnKey("end of line");
    return this.whole.addArgument(call, text);
  }

  private isHere({ start, end }: Span): boolean {
    const { offset, text } = this.piece;
    return start >= offset && end <= offset + text.length;
  }
}

/** What was found in a piece, with places that do not move along; that it rests on other places is noted. */
export function judged(piece: Piece, ledger: PythonLedger, found: Iterable<Finding>): readonly Finding[] {
  const findings = Array.from(found, (finding) => shifted(finding, 0));
  const isWithin = ({ start, end }: Span) => start >= piece.offset && end <= piece.offset + piece.text.length;
  if (!findings.every((finding) => placesOf(finding).every(isWithin))) ledger.restOnKey(everything);
  return findings;
}

function placesOf({ at, related = [], fixes = [] }: Finding): readonly Span[] {
  return [at, ...related.map((step) => step.at), ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.at))];
}

export function moved(findings: readonly Finding[], by: number): readonly Finding[] {
  return by === 0 || findings.length === 0 ? findings : findings.map((finding) => shifted(finding, by));
}

function shifted(finding: Finding, by: number): Finding {
  const at = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  return {
    ...finding, at: at(finding.at),
    ...(finding.related && { related: finding.related.map((step) => ({ ...step, at: at(step.at) })) }),
    ...(finding.fixes && { fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, at: at(edit.at) })) })) }),
  };
}
