/** One piece of a Python text, and what is known of its nodes. */
import type { PyCall, PyCallExpr, PyExpr, PyName, PyValue } from "../../../rules/api.ts";
import { type Ledger, PieceOfText } from "../pieces.ts";
import { flattened, type Chunk } from "./chunks.ts";
import { PieceIndex } from "./piece-index.ts";
import type { Bound } from "./scopes.ts";

/** Statements that are parsed by themselves. */
export class Piece extends PieceOfText {
  private known: Known | undefined;
  /** In the order they stand in. */
  callList: readonly PyCall[] | undefined;
  /** All calls were asked what they call, in the order they stand in. */
  isPrimed = false;
  readonly index: PieceIndex;
  /** With their members behind them. */
  private readonly all: readonly Chunk[];

  constructor(offset: number, text: string, readonly chunks: readonly Chunk[], index?: PieceIndex) {
    super(offset, text);
    this.all = chunks.some(({ members }) => members.length > 0) ? flattened(chunks) : chunks;
    for (const { base } of this.all) base.piece = this;
    this.index = index ?? new PieceIndex(this.all);
  }

  get bindings(): Map<PyName, readonly Bound[]> {
    return (this.known ??= new Known()).bindings;
  }

  get values(): Map<PyExpr, PyValue> {
    return (this.known ??= new Known()).values;
  }

  get calls(): Map<PyCallExpr, PyCall> {
    return (this.known ??= new Known()).calls;
  }

  moveTo(offset: number): void {
    const by = offset - this.offset;
    if (by === 0) return;
    this.offset = offset;
    for (const { base } of this.all) base.offset += by;
  }

  keys(): readonly string[] {
    return this.index.keys();
  }

  protected clear(): void {
    this.known = undefined;
    this.callList = undefined;
    this.isPrimed = false;
  }
}

/** Many pieces are imports and comments, of which nothing is asked. */
class Known {
  readonly bindings = new Map<PyName, readonly Bound[]>();
  readonly values = new Map<PyExpr, PyValue>();
  readonly calls = new Map<PyCallExpr, PyCall>();
}

export type PythonLedger = Ledger<Piece>;
