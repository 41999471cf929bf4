/** What is known of a script beyond one text of it: names, values, calls and who answers requests. */
import type { JsCall, JsCallExpr, JsHandler, JsNewExpr, JsNode, JsServed, NamedString, NamedStringTest } from "../../../rules/api.ts";
import { Call } from "./calls.ts";
import { entriesOf, signsIn, type Entries } from "./handlers/entries.ts";
import { Handlers, ServedPieces } from "./handlers/reach.ts";
import { pieceOf } from "./located.ts";
import { Names } from "./names.ts";
import type { CallNode, NewNode } from "./nodes.ts";
import { ScriptLedger, type Piece } from "./piece.ts";
import { PieceView } from "./piece-view.ts";
import { ReadOnce } from "../read-once.ts";
import type { Script } from "./script.ts";
import { mayName, namedStringsIn, type Literals } from "./strings.ts";
import { Values } from "./values.ts";

export class ScriptKnowledge {
  readonly ledger: ScriptLedger;
  readonly names: Names;
  readonly values: Values;
  private handlers: Handlers | undefined;
  private readonly served = new ServedPieces();
  private wholeText = "";

  /** What answers rest on is noted, so that they can be kept while the text is edited. */
  readonly isNoted: boolean;

  /** Most texts that are opened are never edited: what is to be followed is said, and a text that is read once has no other after it. */
  constructor(follows: "nothing" | "the first text" | "edits") {
    this.isNoted = follows === "edits";
    this.ledger = follows === "nothing" ? new ReadOnce<Piece>() : new ScriptLedger();
    this.names = new Names(this.ledger);
    this.values = new Values(this.names, (node) => this.call(node), this.isNoted);
  }

  get isReadOnce(): boolean {
    return this.ledger.isReadOnce;
  }

  private file: Script | undefined;

  /** The file with the newest text: what is kept is asked again of that. */
  get newest(): Script {
    if (!this.file) throw new Error("a script of no text was asked about");
    return this.file;
  }

  /** There is another text. */
  advance(file: Script, pieces: readonly Piece[]): void {
    this.file = file;
    this.handlers = undefined;
    this.ledger.advance(pieces);
    this.noteWholeText(file);
    this.prime();
    if (this.served.asked === "nobody") return;
    for (const piece of this.served.changedBy(this.handlersOf(file))) this.ledger.outdate(servedKey(piece));
  }

  call(node: JsCallExpr | JsNewExpr): JsCall {
    const holder = node as CallNode | NewNode;
    if (holder.call) return holder.call;
    if (this.isNoted) holder.piece.tell(holder);
    return (holder.call = new Call(node, this.values));
  }

  /** In the order of the text, whatever a rule asks for first: where answers lead back to themselves the first question decides. */
  private prime(): void {
    for (const piece of this.ledger.pieces) {
      if (piece.isPrimed) continue;
      piece.isPrimed = true;
      for (const { callee } of piece.index.callNodes()) this.values.of(callee);
    }
  }

  namedStrings(): readonly NamedString[] {
    return this.ledger.collect(this.namedIn, this.namedIn);
  }

  private readonly namedIn = (piece: Piece): readonly NamedString[] => namedStringsIn(this.literalsOf(piece));

  private literalsOf({ index }: Piece): Literals {
    return { nodes: (kind) => index.nodes(kind), qualifiedName: (node) => this.values.nameOf(node) };
  }

  mayName(test: NamedStringTest): boolean {
    return this.ledger.pieces.some((piece) => mayName(this.literalsOf(piece), test));
  }

  /** Whether some piece matches. */
  mentions(pattern: RegExp): boolean {
    return this.ledger.collect(pattern, ({ text }) => (pattern.test(text) ? [true] : [])).length > 0;
  }

  handlersOf(file: Script): Handlers {
    return (this.handlers ??= new Handlers(file, this.entriesOf()));
  }

  private entriesOf(): Entries {
    return entriesOf(this.ledger.on(undefined, () => this.ledger.collect(signsIn, (piece) => signsIn(new PieceView(this.newest, piece, this)))));
  }

  /** Who asks rests on what is said of the functions in the piece that the node stands in. */
  servedBy(file: Script, node: JsNode, throughCalls: boolean): JsServed | undefined {
    this.noteServed(file, pieceOf(node), throughCalls);
    return this.ledger.on(undefined, () => this.handlersOf(file).servedBy(node, throughCalls));
  }

  handlersIn(file: Script, piece: Piece): readonly JsHandler[] {
    this.noteServed(file, piece, false);
    return this.ledger.on(undefined, () => this.handlersOf(file)).entries.handlers.filter((handler) => pieceOf(handler.function) === piece);
  }

  private noteServed(file: Script, piece: Piece, throughCalls: boolean): void {
    this.ledger.restOnKey(servedKey(piece));
    const { served } = this;
    if (!this.isNoted || served.asked === "through calls" || (served.asked === "directly" && !throughCalls)) return;
    served.asked = throughCalls ? "through calls" : "directly";
    this.ledger.on(undefined, () => served.changedBy(this.handlersOf(file)));
  }

  private noteWholeText(file: Script): void {
    const now = `${file.lineBreak} ${file.directives.join()}`;
    if (now !== this.wholeText) this.ledger.outdate("whole text");
    this.wholeText = now;
  }
}

const numbers = new WeakMap<Piece, number>();
let next = 0;

function servedKey(piece: Piece): string {
  let number = numbers.get(piece);
  if (number === undefined) numbers.set(piece, (number = next++));
  return `served ${number}`;
}
