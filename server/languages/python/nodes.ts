/** The nodes that most of a text is made of. What follows from other fields is worked out when it is asked for. */
import type { PyArgument, PyAssign, PyAttribute, PyAwait, PyCallExpr, PyCompare, PyConst, PyDict, PyExpr, PyExprStmt, PyIf, PyName, PyNum, PyParam, PyReturn, PySequence, PyStmt, PyStr, PySubscript, Span } from "../../../rules/api.ts";
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
  declare readonly isBytes: boolean;
  declare readonly isFormat: boolean;
  private declare literals: readonly StringPiece[] | number;

  /** `literals` is the length of the quotes where there is one literal without a prefix: few are asked for. */
  constructor(base: Base, from: number, to: number, value: string, holes: readonly PyExpr[], literals: readonly StringPiece[] | number, isBytes: boolean, isFormat: boolean) {
    super(base, from, to);
    this.kind = "Str";
    this.value = value;
    this.holes = holes;
    this.literals = literals;
    this.isBytes = isBytes;
    this.isFormat = isFormat;
  }

  get pieces(): readonly StringPiece[] {
    if (typeof this.literals === "number") {
      const { base, from, to, literals: length } = this;
      this.literals = [new StringPiece(base, from, to, to - length, "", base.text.slice(from, from + length))];
    }
    return this.literals;
  }
}

/** Of all kinds that hold a value and nothing else. */
class ValueNode extends PlainNode {
  declare readonly kind: string;
  declare readonly value: unknown;

  constructor(base: Base, from: number, to: number, kind: string, value: unknown) {
    super(base, from, to);
    this.kind = kind;
    this.value = value;
  }
}

export function valueNode<N extends PyAwait | PyConst | PyExprStmt | PyReturn>(base: Base, from: number, to: number, kind: N["kind"], value: N["value"]): N {
  return new ValueNode(base, from, to, kind, value) as unknown as N;
}

class ElementsNode extends PlainNode implements PySequence {
  declare readonly kind: PySequence["kind"];
  declare readonly elements: readonly PyExpr[];

  constructor(base: Base, from: number, to: number, kind: PySequence["kind"], elements: readonly PyExpr[]) {
    super(base, from, to);
    this.kind = kind;
    this.elements = elements;
  }
}

export function elementsNode(base: Base, from: number, to: number, kind: PySequence["kind"], elements: readonly PyExpr[]): PySequence {
  return new ElementsNode(base, from, to, kind, elements);
}

class SidesNode extends PlainNode {
  declare readonly kind: string;
  declare readonly op: string;
  declare readonly left: PyExpr;
  declare readonly right: PyExpr;

  constructor(base: Base, from: number, to: number, kind: string, op: string, left: PyExpr, right: PyExpr) {
    super(base, from, to);
    this.kind = kind;
    this.op = op;
    this.left = left;
    this.right = right;
  }
}

export function sidesNode(base: Base, from: number, to: number, kind: "Binary" | "BoolOp", op: string, left: PyExpr, right: PyExpr): PyExpr {
  return new SidesNode(base, from, to, kind, op, left, right) as unknown as PyExpr;
}

export class CompareNode extends PlainNode implements PyCompare {
  declare readonly kind: "Compare";
  declare readonly left: PyExpr;
  declare readonly ops: readonly string[];
  declare readonly rights: readonly PyExpr[];

  constructor(base: Base, from: number, to: number, left: PyExpr, ops: readonly string[], rights: readonly PyExpr[]) {
    super(base, from, to);
    this.kind = "Compare";
    this.left = left;
    this.ops = ops;
    this.rights = rights;
  }
}

export class NumberNode extends PlainNode implements PyNum {
  declare readonly kind: "Num";
  declare readonly text: string;
  declare readonly value: number;

  constructor(base: Base, from: number, to: number, text: string, value: number) {
    super(base, from, to);
    this.kind = "Num";
    this.text = text;
    this.value = value;
  }
}

export class SubscriptNode extends PlainNode implements PySubscript {
  declare readonly kind: "Subscript";
  declare readonly value: PyExpr;
  declare readonly index: PyExpr;

  constructor(base: Base, from: number, to: number, value: PyExpr, index: PyExpr) {
    super(base, from, to);
    this.kind = "Subscript";
    this.value = value;
    this.index = index;
  }
}

export class DictNode extends PlainNode implements PyDict {
  declare readonly kind: "Dict";
  declare readonly entries: PyDict["entries"];

  constructor(base: Base, from: number, to: number, entries: PyDict["entries"]) {
    super(base, from, to);
    this.kind = "Dict";
    this.entries = entries;
  }
}

export class AssignNode extends PlainNode implements PyAssign {
  declare readonly kind: "Assign";
  declare readonly targets: readonly PyExpr[];
  declare readonly value: PyExpr;

  constructor(base: Base, from: number, to: number, targets: readonly PyExpr[], value: PyExpr) {
    super(base, from, to);
    this.kind = "Assign";
    this.targets = targets;
    this.value = value;
  }
}

export class IfNode extends PlainNode implements PyIf {
  declare readonly kind: "If";
  declare readonly test: PyExpr;
  declare readonly body: readonly PyStmt[];
  declare readonly orelse: readonly PyStmt[];

  constructor(base: Base, from: number, to: number, test: PyExpr, body: readonly PyStmt[], orelse: readonly PyStmt[]) {
    super(base, from, to);
    this.kind = "If";
    this.test = test;
    this.body = body;
    this.orelse = orelse;
  }
}

export class ParameterNode extends PlainNode implements PyParam {
  declare readonly kind: "Param";
  declare readonly star: PyParam["star"];
  declare readonly name: string;
  declare readonly nameAt: Span;
  declare readonly annotation: PyExpr | undefined;
  declare readonly fallback: PyExpr | undefined;

  constructor(base: Base, from: number, to: number, star: PyParam["star"], name: string, nameAt: Span, annotation: PyExpr | undefined, fallback: PyExpr | undefined) {
    super(base, from, to);
    this.kind = "Param";
    this.star = star;
    this.name = name;
    this.nameAt = nameAt;
    this.annotation = annotation;
    this.fallback = fallback;
  }
}
