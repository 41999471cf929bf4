/** One piece of a file as a rule sees it that judges piece by piece: what it asks of the rest is noted, so that its findings can be kept. */
import type { Comment, Finding, NamedString, Notebook, Problem, PyAddArgument, PyCall, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyLambda, PyName, PyNode, PyNodeOf, PyPart, PyRowStory, PyStmt, PyValue, PythonFile, Span } from "../../../rules/api.ts";
import type { Piece } from "./document.ts";
import { everything, Judged, type Ledger } from "./ledger.ts";
import type { Bound } from "./scopes.ts";

/** What a view asks the file behind it beyond a rule's questions. */
export interface Whole extends PythonFile {
  bindingsOf(name: PyName): readonly Bound[];
}

export class PieceView implements PythonFile {
  readonly here: PyPart;

  constructor(private readonly whole: Whole, private readonly piece: Piece, private readonly ledger: Ledger) {
    const { index } = piece.known;
    this.here = { text: piece.text, calls: () => index.nodes("Call").map((node) => whole.call(node)), functions: () => index.nodes("FunctionDef"), nodes: (kind) => index.nodes(kind) };
  }

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
    return this.all.rowStories();
  }

  addImport(module: string, name?: string): PyAddArgument | undefined {
    return this.all.addImport(module, name);
  }

  environmentRead(variable: string, at: Span) {
    return this.all.environmentRead?.(variable, at);
  }

  imports(): readonly string[] {
    this.ledger.restOnKey("imports");
    return this.whole.imports();
  }

  once<T>(compute: (file: PythonFile) => T): T {
    const value = this.whole.once(compute);
    this.ledger.restOnOnce(compute, value);
    return value;
  }

  collect<T>(each: (file: PythonFile) => readonly T[]): readonly T[] {
    return this.all.collect(each);
  }

  slice(at: Span): string {
    const { offset, text } = this.piece;
    return (at.start >= offset && at.end <= offset + text.length ? this.whole : this.all).slice(at);
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
  private get all(): Whole {
    this.ledger.restOnKey(everything);
    return this.whole;
  }
}

/** What a rule says of a piece: what it said before, where nothing that rests on has changed. */
export function judgedPiece(piece: Piece, ledger: Ledger, rule: object, terms: object, check: () => Iterable<Finding>): readonly Finding[] {
  const { judged: byRule } = piece.known;
  let judged = byRule.get(rule);
  if (!judged) byRule.set(rule, (judged = new Judged()));
  if (judged.said && judged.said.terms !== terms) ledger.drop(judged);
  const findings = judged.said ? moved(judged.said.findings, piece.offset - judged.said.offset) : judge(piece, ledger, judged, check);
  judged.said = { findings, terms, offset: piece.offset };
  return findings;
}

function judge(piece: Piece, ledger: Ledger, judged: Judged, check: () => Iterable<Finding>): readonly Finding[] {
  const before = ledger.enter(judged);
  try {
    const findings = Array.from(check(), (finding) => shifted(finding, 0));
    const isWithin = ({ start, end }: Span) => start >= piece.offset && end <= piece.offset + piece.text.length;
    if (!findings.every((finding) => placesOf(finding).every(isWithin))) ledger.restOnKey(everything);
    return findings;
  } finally {
    ledger.leave(before);
  }
}

function placesOf({ at, related = [], fixes = [] }: Finding): readonly Span[] {
  return [at, ...related.map((step) => step.at), ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.at))];
}

function moved(findings: readonly Finding[], by: number): readonly Finding[] {
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
