/** A script as those see it whose answers are kept: what they ask is noted. */
import type { Comment, Edit, Finding, JavaScriptFile, JsBinding, JsCall, JsCallExpr, JsClass, JsExpr, JsFunction, JsHandler, JsName, JsNewExpr, JsNode, JsObject, JsPart, JsServed, JsStmt, JsValue, NamedString, Problem, Span } from "../../../rules/api.ts";
import { everything } from "../pieces.ts";
import type { ScriptKnowledge } from "./knowledge.ts";
import type { Piece, ScriptLedger } from "./piece.ts";
import type { Script } from "./script.ts";

/** A file whose every answer is noted. */
abstract class View implements Script {
  readonly language = "javascript";
  abstract readonly here: JsPart;

  constructor(protected readonly whole: Script, protected readonly knowledge: ScriptKnowledge) {}

  get path(): string {
    return this.whole.path;
  }

  get text(): string {
    return this.all.text;
  }

  get body(): readonly JsStmt[] {
    return this.all.body;
  }

  get problems(): readonly Problem[] {
    return this.all.problems;
  }

  get isPartial(): boolean {
    return this.all.isPartial;
  }

  get lineBreak(): "\n" | "\r\n" {
    this.knowledge.ledger.restOnKey("whole text");
    return this.whole.lineBreak;
  }

  get directives(): readonly string[] {
    this.knowledge.ledger.restOnKey("whole text");
    return this.whole.directives;
  }

  comments(): readonly Comment[] {
    return this.all.comments();
  }

  calls(): readonly JsCall[] {
    return this.all.calls();
  }

  functions(): readonly JsFunction[] {
    return this.all.functions();
  }

  classes(): readonly JsClass[] {
    return this.all.classes();
  }

  nodes<K extends JsNode["kind"]>(kind: K): readonly Extract<JsNode, { kind: K }>[] {
    return this.all.nodes(kind);
  }

  namedStrings(): readonly NamedString[] {
    return this.all.namedStrings();
  }

  environmentRead(variable: string, at: Span): readonly Edit[] | undefined {
    return this.all.environmentRead?.(variable, at);
  }

  handlers(): readonly JsHandler[] {
    return this.all.handlers();
  }

  servedBy(node: JsNode, options?: { readonly throughCalls?: boolean }): JsServed | undefined {
    return this.whole.servedBy(node, options);
  }

  isRemembered(node: JsNode): boolean {
    return this.whole.isRemembered(node);
  }

  imports(): readonly string[] {
    return this.whole.imports();
  }

  classesNamed(name: string): readonly JsClass[] {
    return this.whole.classesNamed(name);
  }

  opensSockets(): boolean {
    return this.whole.opensSockets();
  }

  once<T>(compute: (file: JavaScriptFile) => T): T {
    return this.whole.once(compute);
  }

  collect<T>(each: (file: JavaScriptFile) => readonly T[]): readonly T[] {
    return this.whole.collect(each);
  }

  mentions(pattern: RegExp): boolean {
    return this.whole.mentions(pattern);
  }

  slice(at: Span): string {
    return this.all.slice(at);
  }

  call(node: JsCallExpr | JsNewExpr): JsCall {
    return this.whole.call(node);
  }

  addArgument(node: JsCallExpr | JsNewExpr, added: string): Edit {
    return this.all.addArgument(node, added);
  }

  addProperty(object: JsObject, added: string): Edit {
    return this.all.addProperty(object, added);
  }

  qualifiedName(node: JsExpr): string | undefined {
    return this.whole.qualifiedName(node);
  }

  valueOf(node: JsExpr): JsValue {
    return this.whole.valueOf(node);
  }

  bindingsOf(name: JsName): readonly JsBinding[] {
    return this.whole.bindingsOf(name);
  }

  usesOf(name: JsName): readonly JsName[] {
    return this.whole.usesOf(name);
  }

  enclosingFunction(node: JsNode): JsFunction | undefined {
    return this.whole.enclosingFunction(node);
  }

  enclosingClass(node: JsNode): JsClass | undefined {
    return this.whole.enclosingClass(node);
  }

  unitOf(node: JsNode): string {
    return this.whole.unitOf(node);
  }

  /** Whoever asks this rests on every letter of the text. */
  protected get all(): Script {
    this.knowledge.ledger.restOnKey(everything);
    return this.whole;
  }
}

/** All of a file. */
export class FileView extends View {
  get here(): JsPart {
    return this.all.here;
  }
}

/** One piece of a file, for a rule that judges piece by piece. */
export class PieceView extends View {
  readonly here: JsPart;

  constructor(whole: Script, private readonly piece: Piece, knowledge: ScriptKnowledge) {
    super(whole, knowledge);
    const { index } = piece;
    this.here = {
      text: piece.text, start: piece.offset,
      calls: () => index.callNodes().map((node) => whole.call(node)),
      functions: () => index.nodes("Function"), classes: () => index.nodes("Class"), nodes: (kind) => index.nodes(kind),
      comments: () => piece.comments().map(({ at, text }) => ({ at: { start: at.start + piece.offset, end: at.end + piece.offset }, text })),
      handlers: () => knowledge.handlersIn(whole, piece),
    };
  }

  override slice(at: Span): string {
    return this.isHere(at) ? this.whole.slice(at) : super.slice(at);
  }

  override addArgument(node: JsCallExpr | JsNewExpr, added: string): Edit {
    if (!this.isHere(node)) return super.addArgument(node, added);
    this.knowledge.ledger.restOnKey("whole text");
    return this.whole.addArgument(node, added);
  }

  override addProperty(object: JsObject, added: string): Edit {
    if (!this.isHere(object)) return super.addProperty(object, added);
    this.knowledge.ledger.restOnKey("whole text");
    return this.whole.addProperty(object, added);
  }

  private isHere({ start, end }: Span): boolean {
    const { offset, text } = this.piece;
    return start >= offset && end <= offset + text.length;
  }
}

/** What was found in a piece, with places that do not move along; that it rests on other places is noted. */
export function judged(piece: Piece, ledger: ScriptLedger, found: Iterable<Finding>): readonly Finding[] {
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
