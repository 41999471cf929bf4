/** One piece of a Python text, and what is known of its nodes. */
import type { PyCall, PyCallExpr, PyExpr, PyName, PyValue } from "../../../rules/api.ts";
import { once } from "../once.ts";
import { type Ledger, PieceOfText } from "../pieces.ts";
import { flattened, type Chunk } from "./chunks.ts";
import { PieceIndex } from "./piece-index.ts";
import type { Bound } from "./scopes.ts";

/** Statements that are parsed by themselves. */
export class Piece extends PieceOfText {
  readonly bindings = new Map<PyName, readonly Bound[]>();
  readonly values = new Map<PyExpr, PyValue>();
  readonly calls = new Map<PyCallExpr, PyCall>();
  /** In the order they stand in. */
  callList: readonly PyCall[] | undefined;
  /** All calls were asked what they call, in the order they stand in. */
  isPrimed = false;
  readonly index: PieceIndex;
  private readonly bases: () => readonly Chunk["base"][];

  constructor(offset: number, text: string, readonly chunks: readonly Chunk[]) {
    super(offset, text);
    const all = flattened(chunks);
    for (const { base } of all) base.piece = this;
    this.bases = once(() => all.map(({ base }) => base));
    this.index = new PieceIndex(all);
  }

  moveTo(offset: number): void {
    const by = offset - this.offset;
    if (by === 0) return;
    this.offset = offset;
    for (const base of this.bases()) base.offset += by;
  }

  keys(): readonly string[] {
    return this.index.keys();
  }

  protected clear(): void {
    this.bindings.clear();
    this.values.clear();
    this.calls.clear();
    this.callList = undefined;
    this.isPrimed = false;
  }
}

export type PythonLedger = Ledger<Piece>;
