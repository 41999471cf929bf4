/** The code that one run goes through, and what it may ask about the rest of the file; whatever is asked is noted. */
import type { PyCall, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyName, PyNode, PyNodeOf, PyStmt, PyValue, Span } from "../../../../rules/api.ts";
import { says } from "../../../engine/word-marks.ts";
import { everything } from "../../pieces.ts";
import { childrenOf } from "../children.ts";
import { pieceHolding } from "../located.ts";
import type { Names } from "../names.ts";
import type { Piece, PythonLedger } from "../piece.ts";
import { enclosingClass } from "../places.ts";
import type { Bound } from "../scopes.ts";
import type { Values } from "../values.ts";

/** What is known of a file, whatever its text is at the moment. */
export interface KnownFile {
  readonly ledger: PythonLedger;
  readonly names: Names;
  readonly values: Values;
  readonly newest: { readonly text: string };
  call(node: PyCallExpr): PyCall;
}

export class RowCode {
  constructor(private readonly known: KnownFile, private readonly pieces: readonly Piece[]) {}

  get body(): readonly PyStmt[] {
    return this.pieces.flatMap(({ chunks }) => chunks.flatMap(({ body }) => body));
  }

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    return this.pieces.flatMap(({ index }) => index.nodes(kind));
  }

  calls(): readonly PyCall[] {
    return this.nodes("Call").map((node) => this.call(node));
  }

  functions(): readonly PyFunctionDef[] {
    return this.nodes("FunctionDef");
  }

  classes(): readonly PyClassDef[] {
    return this.nodes("ClassDef");
  }

  call(node: PyCallExpr): PyCall {
    return this.known.call(node);
  }

  valueOf(node: PyExpr): PyValue {
    return this.known.values.valueOf(node);
  }

  bindingsOf(name: PyName): readonly Bound[] {
    return this.known.names.bindingsOf(name);
  }

  childrenOf(node: PyNode): readonly PyNode[] {
    return childrenOf(node);
  }

  enclosingClass(node: PyNode): PyClassDef | undefined {
    return enclosingClass(node);
  }

  slice(at: Span): string {
    const { ledger, newest } = this.known;
    const piece = pieceHolding(at);
    if (piece) ledger.restOn(piece);
    else ledger.restOnKey(everything);
    return newest.text.slice(at.start, at.end);
  }

  /** Whether any statement of the file says this. */
  says(pattern: RegExp): boolean {
    return this.known.ledger.collect(pattern, ({ text }) => (says(pattern, text) ? [true] : [])).length > 0;
  }

  /** Names of functions of the file by which something in it is called. */
  called(): ReadonlySet<string> {
    const { ledger } = this.known;
    return ledger.whole(methodsCalled, () => {
      const names = new Set(ledger.collect(functionNames, functionNames));
      return new Set(ledger.collect(methodsCalled, methodsCalled).filter((name) => names.has(name)));
    });
  }

  /** Names that the file turns round with `~`. */
  turnedRound(): ReadonlySet<string> {
    const { ledger } = this.known;
    return ledger.whole(namesTurnedRound, () => new Set(ledger.collect(namesTurnedRound, namesTurnedRound)));
  }
}

const functionNames = ({ index }: Piece): readonly string[] => index.nodes("FunctionDef").map(({ name }) => name);
const methodsCalled = ({ index }: Piece): readonly string[] => [...new Set(index.nodes("Call").flatMap(({ func }) => (func.kind === "Attribute" ? [func.attr] : func.kind === "Name" ? [func.id] : [])))];
const namesTurnedRound = ({ index }: Piece): readonly string[] => index.nodes("Unary").flatMap(({ op, operand }) => (op === "~" && operand.kind === "Name" ? [operand.id] : []));
