/** Where values come from: names through their bindings, attributes through classes, calls through what they return. */
import type { PyCall, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyName, PyValue } from "../../../rules/api.ts";
import { Classes } from "./classes.ts";
import { afterChanges, dictOf, dictOfCall, isDictCall, mergeDicts } from "./dicts.ts";
import { pieceOf } from "./located.ts";
import type { Names } from "./names.ts";
import { classOfMethod } from "./piece-index.ts";
import type { Bound } from "./scopes.ts";

const unknown: PyValue = { kind: "unknown" };
const none: PyValue = { kind: "none" };
const yes: PyValue = { kind: "bool", value: true };
const no: PyValue = { kind: "bool", value: false };
/** Longer chains of names are cut: the answer is then unknown, never wrong. */
const deepest = 60;

export class Values {
  readonly classes: Classes;
  /** What is being worked out, each for the one before it. */
  private readonly pending: PyExpr[] = [];
  /** How often an answer was cut short: what was found without a cut holds whoever asks. */
  private cuts = 0;
  private readonly following = (node: PyExpr): PyValue => this.valueOf(node);

  constructor(readonly names: Names, private readonly callOf: (node: PyCallExpr) => PyCall) {
    this.classes = new Classes(names, this);
  }

  valueOf(node: PyExpr): PyValue {
    const { ledger } = this.names;
    const { pending, cuts } = this;
    const home = pieceOf(node);
    ledger.restOn(home);
    const known = home.values.get(node);
    if (known) return known;
    if (pending.length > deepest || pending.includes(node)) {
      this.cut();
      return unknown;
    }
    const before = ledger.enter(home);
    pending.push(node);
    try {
      const value = this.follow(node);
      if (this.cuts === cuts || pending.length === 1 || value.kind !== "unknown") home.values.set(node, value);
      return value;
    } finally {
      pending.pop();
      ledger.leave(before);
    }
  }

  /** Says that an answer is being asked for that is still being worked out. */
  cut(): void {
    this.cuts++;
    this.names.ledger.tangle(this.pending.map(pieceOf));
  }

  /** The qualified name of the type whose methods a value has: `requests.Session` for an instance of it. */
  typeOf(value: PyValue): string | undefined {
    switch (value.kind) {
      case "call": case "instance": return value.of;
      case "parameter": return value.param.annotation && this.typeOfAnnotation(value.param.annotation);
      case "string": return "builtins.str";
      case "dict": return "builtins.dict";
      case "list": return "builtins.list";
      case "tuple": return "builtins.tuple";
      case "set": return "builtins.set";
      case "any-of": return agreed(value.values.map((one) => (one.kind === "none" ? null : this.typeOf(one))));
      default: return undefined;
    }
  }

  /** `requests.Session`, `Optional[requests.Session]`, `requests.Session | None`, `"requests.Session"`. */
  typeOfAnnotation(node: PyExpr): string | undefined {
    if (node.kind === "Name" || node.kind === "Attribute") return this.symbolName(this.valueOf(node));
    if (node.kind === "Str") return this.names.typeNamed(node);
    if (node.kind === "Binary" && node.op === "|") return agreed([node.left, node.right].filter((side) => !(side.kind === "Const")).map((side) => this.typeOfAnnotation(side)));
    if (node.kind !== "Subscript") return undefined;
    const wrapper = this.symbolName(this.valueOf(node.value))?.split(".").at(-1);
    const [first] = node.index.kind === "Tuple" ? node.index.elements : [node.index];
    if (first && (wrapper === "Optional" || wrapper === "Annotated" || wrapper === "Final" || wrapper === "ClassVar")) return this.typeOfAnnotation(first);
    return wrapper === "Union" && node.index.kind === "Tuple" ? agreed(node.index.elements.filter((one) => one.kind !== "Const").map((one) => this.typeOfAnnotation(one))) : undefined;
  }

  symbolName(value: PyValue): string | undefined {
    if (value.kind === "symbol") return value.name;
    if (value.kind !== "any-of") return undefined;
    const known = value.values.filter((one) => one.kind !== "none");
    return agreed(known.map((one) => this.symbolName(one)));
  }

  private follow(node: PyExpr): PyValue {
    switch (node.kind) {
      case "Const": return node.value === null ? none : typeof node.value === "boolean" ? (node.value ? yes : no) : unknown;
      case "Num": return { kind: "number", value: node.value };
      case "Str": return { kind: "string", value: node.value, node };
      case "List": return { kind: "list", elements: node.elements };
      case "Tuple": return { kind: "tuple", elements: node.elements };
      case "Set": return { kind: "set", elements: node.elements };
      case "Dict": return dictOf(node, this.following);
      case "Name": return this.followName(node);
      case "Attribute": return this.attribute(this.valueOf(node.value), node.attr, node);
      case "Call": return this.followCall(node);
      case "Await": case "NamedExpr": return this.valueOf(node.value);
      case "Conditional": return anyOf([this.valueOf(node.then), this.valueOf(node.otherwise)]);
      case "BoolOp": return this.followEither(node.op, this.valueOf(node.left), this.valueOf(node.right));
      case "Unary": return this.followSign(node.op, this.valueOf(node.operand));
      case "Subscript": return this.followSubscript(this.valueOf(node.value), node.index);
      case "Binary": return node.op === "|" ? mergeDicts(this.valueOf(node.left), this.valueOf(node.right)) ?? unknown : unknown;
      default: return unknown;
    }
  }

  private followName(node: PyName): PyValue {
    const bindings = this.names.bindingsOf(node);
    const [first] = bindings;
    if (first) return bindings.length === 1 ? this.ofBinding(first, node) : anyOf(bindings.map((bound) => this.ofBinding(bound, node)));
    const name = this.names.qualifiedName(node);
    return name ? { kind: "symbol", name, definition: undefined } : unknown;
  }

  private ofBinding(bound: Bound, use: PyName): PyValue {
    const { node } = bound;
    switch (bound.how) {
      case "import": case "function": case "class": {
        const name = this.names.nameOfBinding(bound);
        const definition = node.kind === "FunctionDef" || node.kind === "ClassDef" ? node : undefined;
        return name ? { kind: "symbol", name, definition } : unknown;
      }
      case "parameter": return this.ofParameter(bound);
      case "assign": {
        const value = bound.value ? this.valueOf(bound.value) : unknown;
        if (node.kind === "AnnAssign" && (value.kind === "unknown" || value.kind === "none" && !bound.value)) return this.annotated(node.annotation);
        return value.kind === "dict" ? afterChanges(value, use, this.names, this.following) : value;
      }
      case "with": case "named-expression": return bound.value ? this.valueOf(bound.value) : unknown;
      default: return unknown;
    }
  }

  private annotated(annotation: PyExpr): PyValue {
    const of = this.typeOfAnnotation(annotation);
    return of ? { kind: "instance", of } : unknown;
  }

  private ofParameter(bound: Bound): PyValue {
    const { node } = bound;
    if (node.kind !== "Param" || (node.parent?.kind !== "FunctionDef" && node.parent?.kind !== "Lambda")) return unknown;
    const made = node.parent;
    const inClass = made.kind === "FunctionDef" ? classOfMethod(made) : undefined;
    if (inClass && made.params[0] === node && made.kind === "FunctionDef") {
      if (made.decorators.some((one) => one.kind === "Name" && one.id === "classmethod")) return { kind: "symbol", name: this.names.nameOfDefinition(inClass), definition: inClass };
      return { kind: "instance", of: this.names.nameOfDefinition(inClass) };
    }
    return { kind: "parameter", param: node, function: made };
  }

  /** `value.attr`. */
  attribute(value: PyValue, attr: string, at: PyExpr): PyValue {
    if (value.kind === "any-of") return anyOf(value.values.filter((one) => one.kind !== "none").map((one) => this.attribute(one, attr, at)));
    if (value.kind === "symbol") {
      const local = this.classes.named(value.name);
      return local ? this.classes.member(local, attr) : { kind: "symbol", name: `${value.name}.${attr}`, definition: undefined };
    }
    const type = this.typeOf(value);
    if (!type) return unknown;
    const local = this.classes.named(type);
    return local ? this.classes.member(local, attr) : { kind: "symbol", name: `${type}.${attr}`, definition: undefined };
  }

  private followCall(node: PyCallExpr): PyValue {
    const call = this.callOf(node);
    if (node.func.kind === "Name" && node.func.id === "super") return this.classes.baseInstance(node) ?? unknown;
    if (node.func.kind === "Attribute" && node.func.attr === "copy" && node.args.length === 0) {
      const copied = this.valueOf(node.func.value);
      if (copied.kind === "dict") return copied;
    }
    const of = call.callee;
    if (!of) return unknown;
    if (isDictCall(of)) return dictOfCall(node, this.following);
    const definition = this.definitionOf(this.valueOf(node.func));
    if (definition?.kind === "FunctionDef") return this.returned(definition) ?? { kind: "call", of, call };
    return { kind: "call", of, call };
  }

  private definitionOf(value: PyValue): PyFunctionDef | PyClassDef | undefined {
    return value.kind === "symbol" ? value.definition : undefined;
  }

  /** What a function of this file gives back, when it says so in plain `return`s. */
  returned(definition: PyFunctionDef): PyValue | undefined {
    const returns = this.returnsOf(definition);
    if (returns.length === 0) {
      return definition.returns ? knownOrUndefined(this.annotated(definition.returns)) : undefined;
    }
    const value = anyOf(returns.map(this.following));
    const isUseful = value.kind === "call" || value.kind === "instance" || value.kind === "dict" || value.kind === "none" || value.kind === "number" || value.kind === "string";
    if (isUseful) return value;
    return definition.returns ? knownOrUndefined(this.annotated(definition.returns)) : value.kind === "any-of" ? value : undefined;
  }

  private returnsOf(definition: PyFunctionDef): readonly PyExpr[] {
    return pieceOf(definition).index.returns().get(definition) ?? [];
  }

  private followEither(op: "and" | "or", left: PyValue, right: PyValue): PyValue {
    if (op === "or" && left.kind === "none") return right;
    return op === "and" ? anyOf([left, right]) : anyOf([left, right].filter((one) => one.kind !== "none" || one === right));
  }

  private followSign(op: string, value: PyValue): PyValue {
    if (value.kind !== "number" || (op !== "-" && op !== "+")) return unknown;
    return { kind: "number", value: op === "-" ? -value.value : value.value };
  }

  private followSubscript(value: PyValue, index: PyExpr): PyValue {
    const key = this.valueOf(index);
    if (value.kind === "dict" && key.kind === "string") {
      const entry = value.entries.get(key.value);
      return entry && !value.open ? this.valueOf(entry) : unknown;
    }
    if ((value.kind === "list" || value.kind === "tuple") && key.kind === "number") {
      const element = value.elements.at(key.value);
      return element && value.elements.every((one) => one.kind !== "Starred") && value.kind === "tuple" ? this.valueOf(element) : unknown;
    }
    return unknown;
  }
}

function knownOrUndefined(value: PyValue): PyValue | undefined {
  return value.kind === "unknown" ? undefined : value;
}

export function anyOf(values: readonly PyValue[]): PyValue {
  const [first] = values;
  if (first && values.length === 1) return first;
  const flat: PyValue[] = [];
  for (const value of values) {
    if (value.kind === "any-of") for (const one of value.values) flat.push(one);
    else flat.push(value);
  }
  const [only] = flat;
  return flat.length === 1 && only ? only : flat.length === 0 ? unknown : { kind: "any-of", values: flat };
}

/** The one name all known alternatives share; `null` entries do not vote. */
function agreed(names: readonly (string | undefined | null)[]): string | undefined {
  let shared: string | undefined;
  for (const name of names) {
    if (typeof name !== "string") continue;
    if (shared !== undefined && name !== shared) return undefined;
    shared = name;
  }
  return shared;
}
