/** The expressions that make up most of a script, each with a class of its own: their fields are set once, and places within them are told when they are asked for. */
import type {
  JsArray, JsAssign, JsAwait, JsBinary, JsCall, JsCallExpr, JsCast, JsConditional, JsConst, JsExpr, JsLogical, JsMember, JsName, JsNewExpr, JsNum, JsObject, JsProperty, JsSpread, JsStr, JsTarget, JsTemplate,
  JsUnary, Span,
} from "../../../rules/api.ts";
import { PlainNode, type Base } from "./located.ts";
import type { Variable } from "./scopes.ts";

export class NameNode extends PlainNode implements JsName {
  declare readonly kind: "Name";
  /** Of a function, a class or a block; where a text is read as a whole, of the module too. */
  declare variable: Variable | undefined;
  /** Bits of `Meaning`: what it is mentioned as; 0 where it only declares. */
  declare meaning: number;
  declare readonly id: string;

  constructor(base: Base, from: number, to: number, id: string) {
    super(base, from, to, "Name");
    this.id = id;
    this.variable = undefined;
    this.meaning = 0;
  }
}

export class StrNode extends PlainNode implements JsStr {
  declare readonly kind: "Str";
  declare readonly value: string;

  constructor(base: Base, from: number, to: number, value: string) {
    super(base, from, to, "Str");
    this.value = value;
  }

  get innerAt(): Span {
    return this.place(this.from + 1, this.to - 1);
  }
}

export class TemplateNode extends PlainNode implements JsTemplate {
  declare readonly kind: "Template";
  declare readonly value: string;
  declare readonly holes: readonly JsExpr[];
  declare readonly tag: JsExpr | undefined;
  private declare readonly opens: number;
  private declare readonly closes: number;

  constructor(base: Base, from: number, to: number, value: string, holes: readonly JsExpr[], tag: JsExpr | undefined, opens: number, closes: number) {
    super(base, from, to, "Template");
    this.value = value;
    this.holes = holes;
    this.tag = tag;
    this.opens = opens;
    this.closes = closes;
  }

  get innerAt(): Span {
    return this.place(this.opens + 1, this.closes);
  }
}

export class NumNode extends PlainNode implements JsNum {
  declare readonly kind: "Num";
  declare readonly value: number;
  declare readonly text: string;

  constructor(base: Base, from: number, to: number, value: number, text: string) {
    super(base, from, to, "Num");
    this.value = value;
    this.text = text;
  }
}

export class ConstNode extends PlainNode implements JsConst {
  declare readonly kind: "Const";
  declare readonly value: true | false | null;

  constructor(base: Base, from: number, to: number, value: true | false | null) {
    super(base, from, to, "Const");
    this.value = value;
  }
}

export class ArrayNode extends PlainNode implements JsArray {
  declare readonly kind: "Array";
  declare readonly elements: readonly (JsExpr | undefined)[];

  constructor(base: Base, from: number, to: number, elements: readonly (JsExpr | undefined)[]) {
    super(base, from, to, "Array");
    this.elements = elements;
  }
}

export class ObjectNode extends PlainNode implements JsObject {
  declare readonly kind: "Object";
  declare readonly properties: readonly (JsProperty | JsSpread)[];

  constructor(base: Base, from: number, to: number, properties: readonly (JsProperty | JsSpread)[]) {
    super(base, from, to, "Object");
    this.properties = properties;
  }
}

export class PropertyNode extends PlainNode implements JsProperty {
  declare readonly kind: "Property";
  declare readonly key: string | undefined;
  private declare readonly keyFrom: number;
  private declare readonly keyTo: number;
  declare readonly value: JsExpr;
  declare readonly isShorthand: boolean;
  declare readonly accessor: "get" | "set" | undefined;

  constructor(base: Base, from: number, to: number, key: string | undefined, keyFrom: number, keyTo: number, value: JsExpr, isShorthand: boolean, accessor: "get" | "set" | undefined) {
    super(base, from, to, "Property");
    this.key = key;
    this.keyFrom = keyFrom;
    this.keyTo = keyTo;
    this.value = value;
    this.isShorthand = isShorthand;
    this.accessor = accessor;
  }

  get keyAt(): Span {
    return this.place(this.keyFrom, this.keyTo);
  }
}

export class SpreadNode extends PlainNode implements JsSpread {
  declare readonly kind: "Spread";
  declare readonly value: JsExpr;

  constructor(base: Base, from: number, to: number, value: JsExpr) {
    super(base, from, to, "Spread");
    this.value = value;
  }
}

export class MemberNode extends PlainNode implements JsMember {
  declare readonly kind: "Member";
  declare readonly object: JsExpr;
  declare readonly property: string | undefined;
  private declare readonly keyFrom: number;
  private declare readonly keyTo: number;
  declare readonly computed: JsExpr | undefined;
  declare readonly isOptional: boolean;

  constructor(base: Base, from: number, to: number, object: JsExpr, property: string | undefined, keyFrom: number, keyTo: number, computed: JsExpr | undefined, isOptional: boolean) {
    super(base, from, to, "Member");
    this.object = object;
    this.property = property;
    this.keyFrom = keyFrom;
    this.keyTo = keyTo;
    this.computed = computed;
    this.isOptional = isOptional;
  }

  get propertyAt(): Span {
    return this.place(this.keyFrom, this.keyTo);
  }
}

export class CallNode extends PlainNode implements JsCallExpr {
  declare readonly kind: "Call";
  /** As rules see it. */
  declare call: JsCall | undefined;
  declare readonly callee: JsExpr;
  declare readonly args: readonly JsExpr[];
  private declare readonly opens: number;
  declare readonly isOptional: boolean;

  constructor(base: Base, from: number, to: number, callee: JsExpr, args: readonly JsExpr[], opens: number, isOptional: boolean) {
    super(base, from, to, "Call");
    this.callee = callee;
    this.args = args;
    this.opens = opens;
    this.isOptional = isOptional;
    this.call = undefined;
  }

  get argsAt(): Span {
    return this.place(this.opens, this.to);
  }
}

export class NewNode extends PlainNode implements JsNewExpr {
  declare readonly kind: "New";
  /** As rules see it. */
  declare call: JsCall | undefined;
  declare readonly callee: JsExpr;
  declare readonly args: readonly JsExpr[];
  private declare readonly opens: number;

  /** `opens` is negative where there are no parentheses. */
  constructor(base: Base, from: number, to: number, callee: JsExpr, args: readonly JsExpr[], opens: number) {
    super(base, from, to, "New");
    this.callee = callee;
    this.args = args;
    this.opens = opens;
    this.call = undefined;
  }

  get argsAt(): Span | undefined {
    return this.opens < 0 ? undefined : this.place(this.opens, this.to);
  }
}

export class AwaitNode extends PlainNode implements JsAwait {
  declare readonly kind: "Await";
  declare readonly value: JsExpr;

  constructor(base: Base, from: number, to: number, value: JsExpr) {
    super(base, from, to, "Await");
    this.value = value;
  }
}

export class CastNode extends PlainNode implements JsCast {
  declare readonly kind: "Cast";
  /** `typeFrom` is negative where no type is written. */
  declare readonly how: JsCast["how"];
  declare readonly value: JsExpr;
  private declare readonly typeFrom: number;
  private declare readonly typeTo: number;

  constructor(base: Base, from: number, to: number, how: JsCast["how"], value: JsExpr, typeFrom: number, typeTo: number) {
    super(base, from, to, "Cast");
    this.how = how;
    this.value = value;
    this.typeFrom = typeFrom;
    this.typeTo = typeTo;
  }

  get typeAt(): Span | undefined {
    return this.typeFrom < 0 ? undefined : this.place(this.typeFrom, this.typeTo);
  }
}

export class BinaryNode extends PlainNode implements JsBinary {
  declare readonly kind: "Binary";
  declare readonly op: string;
  declare readonly left: JsExpr;
  declare readonly right: JsExpr;

  constructor(base: Base, from: number, to: number, op: string, left: JsExpr, right: JsExpr) {
    super(base, from, to, "Binary");
    this.op = op;
    this.left = left;
    this.right = right;
  }
}

export class LogicalNode extends PlainNode implements JsLogical {
  declare readonly kind: "Logical";
  declare readonly op: JsLogical["op"];
  declare readonly left: JsExpr;
  declare readonly right: JsExpr;

  constructor(base: Base, from: number, to: number, op: JsLogical["op"], left: JsExpr, right: JsExpr) {
    super(base, from, to, "Logical");
    this.op = op;
    this.left = left;
    this.right = right;
  }
}

export class UnaryNode extends PlainNode implements JsUnary {
  declare readonly kind: "Unary";
  declare readonly op: string;
  declare readonly operand: JsExpr;

  constructor(base: Base, from: number, to: number, op: string, operand: JsExpr) {
    super(base, from, to, "Unary");
    this.op = op;
    this.operand = operand;
  }
}

export class ConditionalNode extends PlainNode implements JsConditional {
  declare readonly kind: "Conditional";
  declare readonly test: JsExpr;
  declare readonly then: JsExpr;
  declare readonly otherwise: JsExpr;

  constructor(base: Base, from: number, to: number, test: JsExpr, then: JsExpr, otherwise: JsExpr) {
    super(base, from, to, "Conditional");
    this.test = test;
    this.then = then;
    this.otherwise = otherwise;
  }
}

export class AssignNode extends PlainNode implements JsAssign {
  declare readonly kind: "Assign";
  declare readonly op: string;
  declare readonly target: JsTarget;
  declare readonly value: JsExpr;

  constructor(base: Base, from: number, to: number, op: string, target: JsTarget, value: JsExpr) {
    super(base, from, to, "Assign");
    this.op = op;
    this.target = target;
    this.value = value;
  }
}
