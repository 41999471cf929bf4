/** Plain nodes whose offsets are relative to their statement, so that text typed above moves them all by changing one number. */
import type { JsNode, Span } from "../../../rules/api.ts";
import type { Piece } from "./piece.ts";

/** Where a top-level statement begins in the file. */
export interface Base {
  offset: number;
  /** That it stands in; absent while it is being read. */
  piece?: Piece;
}

export class Place implements Span {
  constructor(protected readonly ground: Base, protected readonly from: number, protected readonly to: number) {}
  get start(): number {
    return this.ground.offset + this.from;
  }
  get end(): number {
    return this.ground.offset + this.to;
  }
}

class PlainNode extends Place {
  parent: JsNode | undefined = undefined;
}

/** All properties of a node but those every node has. */
export type Fields<N> = N extends JsNode ? Omit<N, "parent" | "start" | "end"> : never;

export function makeNode<N extends JsNode>(base: Base, from: number, to: number, fields: Fields<N>): N {
  return Object.assign(new PlainNode(base, from, to), fields) as unknown as N;
}

export function setParent(node: JsNode, parent: JsNode): void {
  (node as { parent: JsNode | undefined }).parent = parent;
}

/** The piece that a node stands in. */
export function pieceOf(node: JsNode): Piece {
  const { piece } = (node as unknown as { readonly ground: Base }).ground;
  if (!piece) throw new Error("a node of no text was asked about");
  return piece;
}
