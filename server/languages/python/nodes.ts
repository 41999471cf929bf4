/** The nodes that most of a text is made of. What follows from other fields is worked out when it is asked for. */
import type { PyArgument, PyAttribute, PyCallExpr, PyExpr, PyName, PyStr, Span } from "../../../rules/api.ts";
import { Place, PlainNode, type Base } from "./located.ts";

export class NameNode extends PlainNode implements PyName {
  declare readonly kind: "Name";
  declare readonly id: string;

  constructor(base: Base, from: number, to: number, id: string) {
    super(base, from, to);
    this.kind = "Name";
    this.id = id;
  }
}

export class AttributeNode extends PlainNode implements PyAttribute {
  declare readonly kind: "Attribute";
  declare readonly value: PyExpr;
  declare readonly attr: string;

  constructor(base: Base, from: number, to: number, value: PyExpr, attr: string) {
    super(base, from, to);
    this.kind = "Attribute";
    this.value = value;
    this.attr = attr;
  }

  /** It stands last. */
  get attrAt(): Span {
    return new Place(this.base, this.to - this.attr.length, this.to);
  }
}

export class CallNode extends PlainNode implements PyCallExpr {
  declare readonly kind: "Call";
  declare readonly func: PyExpr;
  declare readonly args: readonly PyArgument[];
  private declare readonly open: number;

  constructor(base: Base, from: number, to: number, func: PyExpr, open: number, args: readonly PyArgument[]) {
    super(base, from, to);
    this.kind = "Call";
    this.func = func;
    this.args = args;
    this.open = open;
  }

  get argsAt(): Span {
    return new Place(this.base, this.open, this.to);
  }
}

export class ArgumentPart extends Place implements PyArgument {
  declare readonly name: string | undefined;
  declare readonly star: "" | "*" | "**";
  declare readonly value: PyExpr;

  constructor(base: Base, from: number, to: number, name: string | undefined, star: "" | "*" | "**", value: PyExpr) {
    super(base, from, to);
    this.name = name;
    this.star = star;
    this.value = value;
  }

  /** It stands first. */
  get nameAt(): Span | undefined {
    return this.name === undefined ? undefined : new Place(this.base, this.from, this.from + this.name.length);
  }
}

/** One literal of those that make up a string. */
export class StringPiece {
  private declare readonly base: Base;
  private declare readonly from: number;
  private declare readonly to: number;
  private declare readonly innerTo: number;
  declare readonly prefix: string;
  declare readonly quote: string;

  constructor(base: Base, from: number, to: number, innerTo: number, prefix: string, quote: string) {
    this.base = base;
    this.from = from;
    this.to = to;
    this.innerTo = innerTo;
    this.prefix = prefix;
    this.quote = quote;
  }

  get at(): Span {
    return new Place(this.base, this.from, this.to);
  }

  get innerAt(): Span {
    return new Place(this.base, this.from + this.prefix.length + this.quote.length, this.innerTo);
  }
}

export class StringNode extends PlainNode implements PyStr {
  declare readonly kind: "Str";
  declare readonly value: string;
  declare readonly holes: readonly PyExpr[];
  declare readonly pieces: readonly StringPiece[];
  declare readonly isBytes: boolean;
  declare readonly isFormat: boolean;

  constructor(base: Base, from: number, to: number, value: string, holes: readonly PyExpr[], pieces: readonly StringPiece[], isBytes: boolean, isFormat: boolean) {
    super(base, from, to);
    this.kind = "Str";
    this.value = value;
    this.holes = holes;
    this.pieces = pieces;
    this.isBytes = isBytes;
    this.isFormat = isFormat;
  }
}
