/** The façade of one text of a script: everything is worked out when first asked for; what is known of its pieces outlives it. */
import type { Comment, Edit, Finding, JavaScriptFile, JsBinding, JsCall, JsCallExpr, JsClass, JsExpr, JsFunction, JsHandler, JsName, JsNewExpr, JsNode, JsObject, JsPart, JsServed, JsStmt, JsValue, NamedString, NamedStringTest, Problem, Span } from "../../../rules/api.ts";
import type { LanguageFile } from "../../engine/language.ts";
import { once } from "../once.ts";
import { enclosingFunction } from "./calls.ts";
import type { JavaScriptDocument } from "./document.ts";
import { addArgument, addProperty } from "./edits.ts";
import type { Entries } from "./handlers/entries.ts";
import { unitOf } from "./handlers/reach.ts";
import { isRemembered } from "./handlers/remembered.ts";
import type { ScriptKnowledge } from "./knowledge.ts";
import type { Piece } from "./piece.ts";
import { FileView, judged, moved, PieceView } from "./piece-view.ts";
import type { Script } from "./script.ts";
import { environmentRead, settled } from "./strings.ts";

type NodeOf<K extends JsNode["kind"]> = Extract<JsNode, { kind: K }>;

export class ParsedScript implements Script {
  readonly language = "javascript";
  private isReady = false;
  private isSettled = false;
  private readonly byKind = new Map<JsNode["kind"], readonly JsNode[]>();

  /** `unread` says why the text is not looked at; the document is then that of an empty one. */
  constructor(readonly path: string, readonly text: string, private readonly document: JavaScriptDocument, private readonly knowledge: ScriptKnowledge, private readonly unread?: readonly Problem[]) {}

  private get ready(): ScriptKnowledge {
    if (!this.isReady) {
      this.isReady = true;
      this.knowledge.advance(this, this.pieces);
    }
    return this.knowledge;
  }

  prepare(): void {
    void this.ready;
  }

  private get pieces(): readonly Piece[] {
    return this.document.pieces();
  }

  get problems(): readonly Problem[] {
    return this.unread ?? this.document.problems();
  }

  get isPartial(): boolean {
    return this.pieces.some(({ chunks }) => chunks.some(({ holes }) => holes.length > 0));
  }

  private readonly statements = once(() => this.pieces.flatMap((piece) => piece.chunks.flatMap(({ body }) => body)));

  get body(): readonly JsStmt[] {
    return this.statements();
  }

  get lineBreak(): "\n" | "\r\n" {
    return this.text.includes("\r\n") ? "\r\n" : "\n";
  }

  get directives(): readonly string[] {
    const found: string[] = [];
    for (const { chunks } of this.pieces) {
      for (const { body } of chunks) {
        for (const one of body) {
          if (one.kind !== "ExprStmt" || one.value.kind !== "Str") return found;
          found.push(one.value.value);
        }
      }
    }
    return found;
  }

  /** As a part of itself. */
  readonly start = 0;

  get here(): JsPart {
    return this;
  }

  once<T>(compute: (file: JavaScriptFile) => T): T {
    const knowledge = this.ready;
    return knowledge.ledger.whole(compute, () => compute(new FileView(knowledge.newest, knowledge)));
  }

  collect<T>(each: (file: JavaScriptFile) => readonly T[]): readonly T[] {
    const knowledge = this.ready;
    return knowledge.ledger.collect(each, (piece) => each(new PieceView(knowledge.newest, piece, knowledge)));
  }

  mentions(pattern: RegExp): boolean {
    return this.ready.mentions(pattern);
  }

  /** A text that was never edited is checked as a whole. */
  inPieces(rule: object, terms: object, check: (part: LanguageFile) => Iterable<Finding>): readonly Finding[] | undefined {
    const { ledger, isNoted } = this.ready;
    if (!isNoted) return undefined;
    if (!this.isSettled) ledger.settle();
    this.isSettled = true;
    this.knowledge.ledger.under(terms, rule);
    const told = ledger.gather(rule, (piece) => (piece.chunks.length === 0 ? [] : judged(piece, ledger, check(new PieceView(this, piece, this.knowledge)))));
    return told.speaking.flatMap(({ home, offset, told: findings }) => moved(findings, home.offset - offset));
  }

  comments(): readonly Comment[] {
    return this.document.comments();
  }

  mayName(test: NamedStringTest): boolean {
    return !this.knowledge.isReadOnce || this.ready.mayName(test);
  }

  namedStrings(): readonly NamedString[] {
    return this.ready.namedStrings().map(settled);
  }

  slice(at: Span): string {
    return this.text.slice(at.start, at.end);
  }

  environmentRead(variable: string, at: Span): readonly Edit[] | undefined {
    return environmentRead(this, variable, at);
  }

  readonly calls = once((): readonly JsCall[] => this.ready.ledger.pieces.flatMap((piece) => piece.index.callNodes().map((node) => this.call(node))));

  call(node: JsCallExpr | JsNewExpr): JsCall {
    return this.ready.call(node);
  }

  functions(): readonly JsFunction[] {
    return this.nodes("Function");
  }

  classes(): readonly JsClass[] {
    return this.nodes("Class");
  }

  nodes<K extends JsNode["kind"]>(kind: K): readonly NodeOf<K>[] {
    let found = this.byKind.get(kind);
    if (!found) this.byKind.set(kind, (found = this.pieces.flatMap((piece) => piece.index.nodes(kind))));
    return found as readonly NodeOf<K>[];
  }

  classesNamed(name: string): readonly JsClass[] {
    return this.ready.names.classesNamed(name);
  }

  opensSockets(): boolean {
    this.ready.ledger.restOnKey("sockets");
    return this.pieces.some((piece) => piece.opensSockets());
  }

  qualifiedName(node: JsExpr): string | undefined {
    return this.ready.values.nameOf(node);
  }

  valueOf(node: JsExpr): JsValue {
    return this.ready.values.of(node);
  }

  bindingsOf(name: JsName): readonly JsBinding[] {
    return this.ready.names.bindingsOf(name);
  }

  usesOf(name: JsName): readonly JsName[] {
    const { names } = this.ready;
    const variable = names.variable(name);
    return variable ? names.usesOf(variable, "use").filter((use) => use !== name) : [];
  }

  enclosingFunction(node: JsNode): JsFunction | undefined {
    return enclosingFunction(node);
  }

  enclosingClass(node: JsNode): JsClass | undefined {
    for (let at = node.parent; at; at = at.parent) if (at.kind === "Class") return at;
    return undefined;
  }

  imports(): readonly string[] {
    return this.ready.names.imports();
  }

  get entries(): Entries {
    return this.ready.handlersOf(this).entries;
  }

  handlers(): readonly JsHandler[] {
    return this.entries.handlers;
  }

  handlersIn(piece: Piece): readonly JsHandler[] {
    return this.ready.handlersIn(this, piece);
  }

  servedBy(node: JsNode, options?: { readonly throughCalls?: boolean }): JsServed | undefined {
    return this.ready.servedBy(this, node, options?.throughCalls === true);
  }

  isRemembered(node: JsNode): boolean {
    return isRemembered(this, node);
  }

  unitOf(node: JsNode): string {
    return unitOf(node);
  }

  addArgument(node: JsCallExpr | JsNewExpr, added: string): Edit {
    return addArgument(this.text, node, added);
  }

  addProperty(object: JsObject, added: string): Edit {
    return addProperty(this.text, object, added);
  }
}
