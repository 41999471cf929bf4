/** Follows names, members, calls and branches to where a value comes from, and gives things their qualified names. */
import type { JsBinding, JsCall, JsCallExpr, JsClass, JsExpr, JsFunction, JsMember, JsName, JsNewExpr, JsNode, JsObject, JsValue } from "../../../rules/api.ts";
import { classMember, classOfThis, returnsOf, type ThisWrites } from "./classes.ts";
import { located, pieceOf, type PlainNode } from "./located.ts";
import { isForeign, moduleName } from "./modules.ts";
import type { Names } from "./names.ts";
import type { JsVariable } from "./scopes.ts";

const unknown: JsValue = { kind: "unknown" };
/** What a node is worth for as long as it is being followed, where nothing is noted: nobody is told of it. */
const following: JsValue = { kind: "unknown" };
const globalObjects = new Set(["globalThis", "window", "self", "global"]);
const mostAlternatives = 8;
/** Longer chains are cut: the answer is then unknown, never wrong. */
const deepest = 60;

export class Values {
  private readonly underWay = new Set<JsNode>();
  /** How many are being followed where nothing is noted. */
  private depth = 0;

  /** `isNoted`: what an answer rests on is noted. */
  constructor(private readonly names: Names, private readonly callOf: (node: JsCallExpr | JsNewExpr) => JsCall, private readonly isNoted: boolean) {}

  of(node: JsExpr): JsValue {
    const place = located(node);
    if (this.isNoted) return this.noted(node, place);
    const { known } = place;
    if (known) return known === following ? unknown : known;
    if (this.depth > deepest) return unknown;
    this.depth++;
    place.known = following;
    try {
      return (place.known = this.follow(node));
    } finally {
      this.depth--;
      if (place.known === following) place.known = undefined;
    }
  }

  private noted(node: JsExpr, place: PlainNode): JsValue {
    const { underWay, names: { ledger } } = this;
    const { piece } = place;
    ledger.restOn(piece);
    if (place.known) return place.known;
    if (underWay.has(node) || underWay.size > deepest) {
      ledger.tangle(Array.from(underWay, pieceOf));
      return unknown;
    }
    underWay.add(node);
    const before = ledger.enter(piece);
    try {
      piece.tell(place);
      return (place.known = this.follow(node));
    } finally {
      ledger.leave(before);
      underWay.delete(node);
    }
  }

  /** Whoever asks rests on what is known of the piece that the node stands in. */
  restOn(node: JsNode): void {
    if (this.isNoted) this.names.ledger.restOn(pieceOf(node));
  }

  /** Qualified name of what an expression evaluates to. */
  nameOf(node: JsExpr): string | undefined {
    return this.nameOfValue(this.of(node));
  }

  nameOfValue(value: JsValue): string | undefined {
    switch (value.kind) {
      case "symbol":
        return value.name;
      case "call":
        return `${value.of}()`;
      case "function":
        return nameOfFunction(value.function);
      case "class":
        return value.class.name && `#${value.class.name}`;
      case "any-of":
        return this.commonName(value.values);
      default:
        return undefined;
    }
  }

  /** `http.get` or `https.get` by a condition: the first, when all end in the same word. */
  private commonName(values: readonly JsValue[]): string | undefined {
    const names = values.map((one) => this.nameOfValue(one));
    const [first] = names;
    const last = (name: string | undefined) => name?.split(/[.#]/).at(-1);
    return first !== undefined && names.every((name) => name !== undefined && last(name) === last(first)) ? first : undefined;
  }

  private follow(node: JsExpr): JsValue {
    switch (node.kind) {
      case "Name":
        return this.followName(node);
      case "Member":
        return this.followMember(node);
      case "Call":
        return this.followCall(node);
      case "New": {
        const of = this.nameOf(node.callee);
        return of === undefined ? unknown : { kind: "new", of, call: this.callOf(node) };
      }
      case "Object":
        return this.object(node);
      case "Array":
        return { kind: "array", node };
      case "Function":
        return { kind: "function", function: node };
      case "Class":
        return { kind: "class", class: node };
      case "ImportCall":
        return node.source.kind === "Str" ? { kind: "symbol", name: moduleName(node.source.value) } : unknown;
      default:
        return this.followPlain(node);
    }
  }

  private followPlain(node: JsExpr): JsValue {
    switch (node.kind) {
      case "Str":
        return { kind: "string", value: node.value, node };
      case "Template":
        return node.holes.length === 0 && !node.tag ? { kind: "string", value: node.value, node } : unknown;
      case "Num":
        return { kind: "number", value: node.value };
      case "Const":
        return node.value === null ? { kind: "null" } : { kind: "bool", value: node.value };
      case "Unary":
        return node.op === "void" ? { kind: "undefined" } : unknown;
      case "Cast":
      case "Spread":
        return this.of(node.value);
      case "Await":
        return this.of(node.value);
      case "Assign":
        return node.op === "=" ? this.of(node.value) : unknown;
      case "Sequence": {
        const last = node.elements.at(-1);
        return last ? this.of(last) : unknown;
      }
      case "Conditional":
        return anyOf([this.of(node.then), this.of(node.otherwise)]);
      case "Logical":
        return node.op === "&&" ? anyOf([this.of(node.right), { kind: "undefined" }]) : anyOf([this.of(node.left), this.of(node.right)]);
      default:
        return unknown;
    }
  }

  private followName(node: JsName): JsValue {
    if (node.id === "undefined") return { kind: "undefined" };
    if (this.names.isHidden(node.id)) return unknown;
    const variable = this.names.variable(node);
    if (!variable) return { kind: "symbol", name: globalObjects.has(node.id) ? "globalThis" : `globalThis.${node.id}` };
    const { bindings } = variable;
    const [only] = bindings;
    if (only && bindings.length === 1 && (only.how !== "declare" || only.value !== undefined)) return this.withLaterWrites(this.ofBinding(only), variable);
    const written = bindings.filter((one) => one.how !== "declare" || one.value !== undefined);
    if (written.length === 0) return bindings.length > 0 ? { kind: "undefined" } : unknown;
    return this.withLaterWrites(anyOf(written.map((one) => this.ofBinding(one))), variable);
  }

  private ofBinding(binding: JsBinding): JsValue {
    const { node } = binding;
    if (binding.how === "import" && node.kind === "ImportName" && node.parent?.kind === "Import") {
      const module = moduleName(node.parent.module);
      return { kind: "symbol", name: node.imported === "default" || node.imported === "*" ? module : `${module}.${node.imported}` };
    }
    if (binding.how === "function" && node.kind === "Function") return { kind: "function", function: node };
    if (binding.how === "class" && node.kind === "Class") return { kind: "class", class: node };
    if (binding.how === "parameter" && node.kind === "Param" && node.parent?.kind === "Function") {
      const resolved = this.resolvedPromise(node.parent, node.parent.params.indexOf(node));
      return resolved ? this.into(resolved, binding) : { kind: "parameter", param: node, function: node.parent };
    }
    return binding.value ? this.into(this.of(binding.value), binding) : unknown;
  }

  /** In `import("x").then((m) => …)` the parameter is what was promised. */
  private resolvedPromise(fn: JsFunction, index: number): JsValue | undefined {
    const call = fn.parent;
    if (index !== 0 || call?.kind !== "Call" || call.args[0] !== fn || call.callee.kind !== "Member" || call.callee.property !== "then") return undefined;
    return this.of(call.callee.object);
  }

  private into(value: JsValue, { path, fallback }: JsBinding): JsValue {
    if (!path) return unknown;
    const inner = path.reduce((from, key) => this.member(from, key), value);
    return fallback ? anyOf([inner, this.of(fallback)]) : inner;
  }

  private followMember(node: JsMember): JsValue {
    if (node.property === undefined) return unknown;
    if (node.object.kind === "This") {
      const holder = classOfThis(node);
      return holder ? this.memberOfInstance(holder, node.property) : unknown;
    }
    return this.member(this.of(node.object), node.property);
  }

  member(value: JsValue, key: string): JsValue {
    switch (value.kind) {
      case "symbol":
        if (value.name === "globalThis" && globalObjects.has(key)) return value;
        return key === "default" ? value : { kind: "symbol", name: `${value.name}.${key}` };
      case "call":
        return { kind: "symbol", name: `${value.of}().${key}` };
      case "new": {
        const own = value.call.node.callee;
        const made = this.of(own);
        return made.kind === "class" ? this.memberOfInstance(made.class, key) : { kind: "symbol", name: `${value.of}#${key}` };
      }
      case "object": {
        const entry = value.entries.get(key);
        return entry ? this.of(entry) : unknown;
      }
      case "class": {
        const found = value.class.members.find((one) => one.isStatic && one.name === key);
        if (found?.kind === "Field" && found.value) return this.of(found.value);
        return value.class.name ? { kind: "symbol", name: `#${value.class.name}.${key}` } : unknown;
      }
      case "any-of":
        return anyOf(value.values.map((one) => this.member(one, key)));
      default:
        return unknown;
    }
  }

  private memberOfInstance(holder: JsClass, key: string, depth = 0): JsValue {
    const found = classMember(holder, key, this.writesIn(holder));
    if (found.unknown) return unknown;
    if (found.values.length > 0) return anyOf(found.values.map((one) => this.of(one)));
    if (found.method) return { kind: "symbol", name: `#${holder.name ?? ""}#${key}` };
    if (!holder.base || depth > 5) return unknown;
    const base = this.of(holder.base);
    if (base.kind === "class") return this.memberOfInstance(base.class, key, depth + 1);
    const name = this.nameOfValue(base);
    return name ? { kind: "symbol", name: `${name}#${key}` } : unknown;
  }

  /** What a class's own code gives its fields. */
  private writesIn(holder: JsClass): ThisWrites {
    this.restOn(holder);
    return pieceOf(holder).index.writes();
  }

  private followCall(node: JsCallExpr): JsValue {
    const { callee, args } = node;
    const [first] = args;
    const name = this.nameOf(callee);
    if (name === "globalThis.require") return first?.kind === "Str" ? { kind: "symbol", name: moduleName(first.value) } : unknown;
    if (callee.kind === "Member" && callee.property === "bind") return this.of(callee.object);
    if (first && (name === "node:util.promisify" || name === "globalThis.Object.freeze")) return this.of(first);
    if (name === "globalThis.Object.assign") return this.assigned(args);
    const target = this.of(callee);
    if (target.kind === "function" && !target.function.isGenerator) {
      const returned = returnsOf(target.function);
      const value = returned.length > 0 && returned.length <= 4 ? anyOf(returned.map((one) => this.of(one))) : unknown;
      if (value.kind !== "unknown") return value;
    }
    return name === undefined ? unknown : { kind: "call", of: name, call: this.callOf(node) };
  }

  private assigned(args: readonly JsExpr[]): JsValue {
    const entries = new Map<string, JsExpr>();
    const closed = args.map((arg) => this.merge(entries, this.of(arg)));
    return { kind: "object", node: undefined, entries, open: closed.includes(false) };
  }

  private object(node: JsObject): JsValue {
    const entries = new Map<string, JsExpr>();
    let open = false;
    for (const property of node.properties) {
      if (property.kind === "Spread") open = !this.merge(entries, this.of(property.value)) || open;
      else if (property.key === undefined) open = true;
      else entries.set(property.key, property.value);
    }
    return { kind: "object", node, entries, open };
  }

  /** Adds the entries of a spread value; false when it may hold others. */
  private merge(entries: Map<string, JsExpr>, value: JsValue): boolean {
    if (value.kind === "any-of") return value.values.map((one) => this.merge(entries, one)).every(Boolean);
    if (value.kind === "object") for (const [key, entry] of value.entries) entries.set(key, entry);
    return value.kind === "object" ? !value.open : ["undefined", "null", "bool", "number"].includes(value.kind);
  }

  /** `options.signal = …` after `const options = {…}`; what other code of this project may write makes the object open. */
  private withLaterWrites(value: JsValue, variable: JsVariable): JsValue {
    if (value.kind !== "object") return value;
    const entries = new Map(value.entries);
    let { open } = value;
    for (const use of this.names.usesOf(variable, "write")) {
      const { parent } = use;
      if (parent?.kind === "Member" && parent.object === use && parent.parent?.kind === "Assign" && parent.parent.target === parent) {
        if (parent.property === undefined) open = true;
        else entries.set(parent.property, parent.parent.value);
      } else if ((parent?.kind === "Call" || parent?.kind === "New") && parent.args.includes(use)) {
        const name = this.nameOf(parent.callee);
        const isMerge = name === "globalThis.Object.assign" && parent.args[0] === use;
        if (isMerge) open = !parent.args.slice(1).map((arg) => this.merge(entries, this.of(arg))).every(Boolean) || open;
        else if (name === undefined || !isForeign(name)) open = true;
      }
    }
    return { ...value, entries, open };
  }
}

export function anyOf(values: readonly JsValue[]): JsValue {
  const flat = values.some(({ kind }) => kind === "any-of") ? values.flatMap((one) => (one.kind === "any-of" ? one.values : [one])) : values;
  const [only] = flat;
  if (only && flat.length === 1) return only;
  if (flat.length > mostAlternatives || flat.every((one) => one.kind === "unknown")) return unknown;
  return { kind: "any-of", values: flat };
}

function nameOfFunction(fn: JsFunction): string | undefined {
  if (fn.name) return `#${fn.name}`;
  const holder = fn.parent;
  return holder?.kind === "Declarator" && holder.target.kind === "Name" ? `#${holder.target.id}` : undefined;
}
