/** Plain nodes whose offsets are relative to their statement, so that text typed above moves them all by changing one number. */
import type { JsNode, JsValue, Span } from "../../../rules/api.ts";
import type { Piece } from "./piece.ts";

/** Where a top-level statement begins in the file. */
export interface Base {
  offset: number;
  /** That it stands in; absent while it is being read. */
  piece?: Piece;
}

export class Place implements Span {
  constructor(private readonly ground: Base, private readonly from: number, private readonly to: number) {}
  get start(): number {
    return this.ground.offset + this.from;
  }
  get end(): number {
    return this.ground.offset + this.to;
  }
}

/** What all nodes have. Everything is set where it is made: half of them are made by code that runs for the first time. */
export class PlainNode implements Span {
  declare readonly kind: JsNode["kind"];
  declare parent: JsNode | undefined;
  /** What it was found to be worth. */
  declare known: JsValue | undefined;
  protected declare readonly ground: Base;
  /** From the beginning of the ground. */
  declare readonly from: number;
  protected declare readonly to: number;

  constructor(ground: Base, from: number, to: number, kind: JsNode["kind"]) {
    this.kind = kind;
    this.parent = undefined;
    this.known = undefined;
    this.ground = ground;
    this.from = from;
    this.to = to;
  }

  get start(): number {
    return this.ground.offset + this.from;
  }

  get end(): number {
    return this.ground.offset + this.to;
  }

  /** The piece that it stands in. */
  get piece(): Piece {
    const { piece } = this.ground;
    if (!piece) throw new Error("a node of no text was asked about");
    return piece;
  }

  protected place(from: number, to: number): Span {
    return new Place(this.ground, from, to);
  }
}

/** All properties of a node but those every node has. */
export type Fields<N> = N extends JsNode ? Omit<N, "parent" | "start" | "end"> : never;

/** Of a kind that is rare enough to go without a class of its own. */
export function makeNode<N extends JsNode>(base: Base, from: number, to: number, fields: Fields<N>): N {
  return Object.assign(new PlainNode(base, from, to, fields.kind), fields) as unknown as N;
}

export function setParent(node: JsNode, parent: JsNode): void {
  (node as { parent: JsNode | undefined }).parent = parent;
}

export function pieceOf(node: JsNode): Piece {
  return (node as unknown as PlainNode).piece;
}

/** Every node is one of these. */
export function located(node: JsNode): PlainNode {
  return node as unknown as PlainNode;
}
