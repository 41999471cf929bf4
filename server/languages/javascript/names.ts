/** The variables of one text: those of functions and blocks from the piece they stand in, those of the module joined from all pieces, name by name. */
import type { JsBinding, JsClass, JsName } from "../../../rules/api.ts";
import { pieceOf } from "./located.ts";
import type { NameNode } from "./nodes.ts";
import type { Piece, ScriptLedger } from "./piece.ts";
import { bindingsIn, type JsVariable } from "./scopes.ts";

export class Names {
  private pieces: readonly Piece[] = [];
  private turn = -1;
  private readonly hiding = new Set<Piece>();
  private readonly byName = new Map<string, Set<Piece>>();
  private readonly byClass = new Map<string, Set<Piece>>();
  private readonly known = new Map<string, ModuleVariable | undefined>();
  private modules: readonly string[] | undefined;

  constructor(readonly ledger: ScriptLedger) {}

  /** Undefined for what is global, belongs to the type checker, or cannot be told. */
  variable(name: JsName): JsVariable | undefined {
    const home = pieceOf(name);
    this.ledger.restOn(home);
    if (home.isWhole) return (name as NameNode).variable;
    this.follow();
    return home.index.inner(name) ?? this.inModule(name, home);
  }

  /** A broken stretch may declare it: neither global nor what the tree says. */
  isHidden(id: string): boolean {
    this.follow();
    if (this.hiding.size === 0 && this.ledger.isReadOnce) return false;
    this.ledger.restOnKey("bind", id);
    for (const piece of this.hiding) if (piece.hidden().has(id)) return true;
    return false;
  }

  /** Every mention that may change what the name stands for. */
  usesOf(variable: JsVariable, why: "use" | "write"): readonly JsName[] {
    if (variable instanceof ModuleVariable) this.ledger.restOnKey(why, variable.name);
    return variable.uses;
  }

  bindingsOf(name: JsName): readonly JsBinding[] {
    return this.variable(name)?.bindings ?? [];
  }

  classesNamed(name: string): readonly JsClass[] {
    this.follow();
    this.ledger.restOnKey("class", name);
    return inOrder(this.byClass.get(name)).flatMap((piece) => piece.index.classes().get(name) ?? []);
  }

  /** In the order in which they are declared, exported from, imported on the way, and required. */
  imports(): readonly string[] {
    this.follow();
    this.ledger.restOnKey("imports");
    return (this.modules ??= this.imported());
  }

  private imported(): readonly string[] {
    const all = this.pieces.map(({ index }) => index.imports());
    return [...new Set((["declared", "exported", "called", "required"] as const).flatMap((how) => all.flatMap((one) => one[how])))];
  }

  private inModule(name: JsName, home: Piece): JsVariable | undefined {
    this.ledger.restOnKey("bind", name.id);
    const variable = this.known.has(name.id) ? this.known.get(name.id) : this.join(name.id);
    if (!variable || variable.declares(name)) return variable;
    const mention = name as NameNode;
    return variable.isMeantBy(mention) && home.index.inModule().get(name.id)?.mentions.includes(mention) ? variable : undefined;
  }

  private join(id: string): ModuleVariable | undefined {
    const said = inOrder(this.byName.get(id)).map((piece) => ({ piece, says: piece.index.inModule().get(id) }));
    const outer = said.flatMap(({ says }) => says?.outer ?? []);
    const declarations = outer.flatMap((one) => one.declarations);
    const variable = declarations.length === 0 ? undefined : new ModuleVariable(id, declarations, outer.reduce((all, { meaning }) => all | meaning, 0), said.flatMap(({ says }) => says?.mentions ?? []));
    this.known.set(id, variable);
    return variable;
  }

  private follow(): void {
    const { ledger } = this;
    if (this.turn === ledger.turn) return;
    this.turn = ledger.turn;
    const now = new Set(ledger.pieces);
    const before = new Set(this.pieces);
    for (const piece of this.pieces) if (!now.has(piece)) this.note(piece, false);
    for (const piece of ledger.pieces) if (!before.has(piece)) this.note(piece, true);
    this.pieces = ledger.pieces;
    this.modules = undefined;
  }

  private note(piece: Piece, isThere: boolean): void {
    const { index } = piece;
    mark(this.hiding, piece, isThere && piece.hidden().size > 0);
    for (const name of index.inModule().keys()) {
      this.known.delete(name);
      markUnder(this.byName, name, piece, isThere);
    }
    for (const name of index.classes().keys()) markUnder(this.byClass, name, piece, isThere);
  }
}

/** A name that the module binds. A mention means a type or a value, and a name may stand for either: as the scope manager tells them apart. */
class ModuleVariable implements JsVariable {
  private used: readonly JsName[] | undefined;
  private bound: readonly JsBinding[] | undefined;

  constructor(readonly name: string, readonly declarations: readonly JsName[], private readonly meaning: number, private readonly mentions: readonly NameNode[]) {}

  declares(name: JsName): boolean {
    return this.declarations.includes(name);
  }

  isMeantBy(mention: NameNode): boolean {
    return (mention.meaning & this.meaning) !== 0;
  }

  get uses(): readonly JsName[] {
    return (this.used ??= [...new Set(this.mentions.filter((mention) => this.isMeantBy(mention) && !this.declares(mention)))]);
  }

  get bindings(): readonly JsBinding[] {
    return (this.bound ??= bindingsIn(this));
  }
}

function inOrder(pieces: ReadonlySet<Piece> | undefined): readonly Piece[] {
  return pieces && pieces.size > 1 ? [...pieces].sort((a, b) => a.order - b.order) : [...(pieces ?? [])];
}

function mark(set: Set<Piece>, piece: Piece, isIn: boolean): void {
  if (isIn) set.add(piece);
  else set.delete(piece);
}

function markUnder(sets: Map<string, Set<Piece>>, key: string, piece: Piece, isThere: boolean): void {
  const set = sets.get(key);
  if (set) mark(set, piece, isThere);
  else if (isThere) sets.set(key, new Set([piece]));
}
