/** Plain nodes whose offsets are relative to their chunk, so that text typed above moves them all by changing one number. */
import type { PyNode, Span } from "../../../rules/api.ts";
import type { Piece } from "./piece.ts";
import type { ChunkScopes } from "./scopes.ts";

/** Where a top-level statement begins in the file, and its own text. */
export interface Base {
  offset: number;
  readonly text: string;
  /** Of the piece that it stands in; absent while that is being read. */
  piece?: Piece;
  /** Of the statement, once somebody asked. */
  scopes?: ChunkScopes;
}

export class Place implements Span {
  protected declare readonly base: Base;
  protected declare readonly from: number;
  protected declare readonly to: number;

  constructor(base: Base, from: number, to: number) {
    this.base = base;
    this.from = from;
    this.to = to;
  }
  get start(): number {
    return this.base.offset + this.from;
  }
  get end(): number {
    return this.base.offset + this.to;
  }
  toJSON(): Span {
    return plainSpan(this);
  }
}

/** The piece that a node stands in. */
export function pieceOf(node: PyNode): Piece {
  const { piece } = (node as unknown as { readonly base: Base }).base;
  if (!piece) throw new Error("a node of no text was asked about");
  return piece;
}

/** The piece that a node, or a part of one, stands in; undefined for a place that was made up of numbers, which may lie anywhere. */
export function pieceHolding(at: Span): Piece | undefined {
  return at instanceof Place ? (at as unknown as { readonly base: Base }).base.piece : undefined;
}

/** A span that stays as it is when the text moves on. */
export function plainSpan({ start, end }: Span): Span {
  return { start, end };
}

/** Most of what is kept of a file are these: no field is set twice. */
export class PlainNode extends Place {
  declare parent: PyNode | undefined;

  constructor(base: Base, from: number, to: number) {
    super(base, from, to);
    this.parent = undefined;
  }
}

/** All properties of a node but those every node has. */
export type Fields<N> = N extends unknown ? Omit<N, "start" | "end" | "parent"> : never;

export function makeNode<N extends PyNode>(base: Base, from: number, to: number, fields: Fields<N>): N {
  return Object.assign(new PlainNode(base, from, to), fields) as unknown as N;
}

/** A part of a node that is no node of its own, such as an argument or an alias. */
export function makePart<P extends Span>(base: Base, from: number, to: number, fields: Omit<P, "start" | "end">): P {
  return Object.assign(new Place(base, from, to), fields) as unknown as P;
}

export function setParent(node: PyNode, parent: PyNode | undefined): void {
  (node as { parent: PyNode | undefined }).parent = parent;
}
