/** Classes of one file: their members, what methods store on `self`, and what they inherit. */
import type { PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyValue } from "../../../rules/api.ts";
import { ByName } from "../by-name.ts";
import { pieceOf } from "./located.ts";
import type { Names } from "./names.ts";
import type { Piece } from "./piece.ts";
import { hasDecorator } from "./piece-index.ts";
import { enclosingClass } from "./places.ts";
import { anyOf, type Values } from "./values.ts";

const unknown: PyValue = { kind: "unknown" };
const nobody: ReadonlySet<PyClassDef> = new Set();

interface Members {
  readonly methods: ReadonlyMap<string, PyFunctionDef>;
  /** Values given to a name in the class body or to `self.name` in a method; undefined where the value is not visible. */
  readonly given: ReadonlyMap<string, readonly (PyExpr | undefined)[]>;
  readonly annotations: ReadonlyMap<string, PyExpr>;
}

export class Classes {
  private readonly byName: ByName<Piece, PyClassDef>;
  private readonly members = new WeakMap<PyClassDef, Members>();

  constructor(private readonly names: Names, private readonly values: Values) {
    this.byName = new ByName(names.ledger, ({ index }) => index.nodes("ClassDef"), ({ name }) => name);
  }

  /** The class of this file with that qualified name. */
  named(name: string): PyClassDef | undefined {
    const { names } = this;
    if (names.ledger.isReadOnce && names.nodes("ClassDef").length === 0) return undefined;
    const simple = name.slice(name.lastIndexOf(".") + 1);
    names.ledger.restOnKey("class", simple);
    const found = this.byName.of(simple);
    for (let index = found.length - 1; index >= 0; index--) {
      const node = found[index];
      if (node && names.nameOfDefinition(node) === name) return node;
    }
    return undefined;
  }

  member(node: PyClassDef, attr: string, seen: ReadonlySet<PyClassDef> = nobody): PyValue {
    const members = this.membersOf(node);
    const method = members.methods.get(attr);
    if (method) return this.ofMethod(node, method);
    const given = members.given.get(attr);
    if (given) return this.ofGiven(attr, given, members.annotations.get(attr));
    const annotation = members.annotations.get(attr);
    if (annotation) {
      const of = this.values.typeOfAnnotation(annotation);
      return of ? { kind: "instance", of } : unknown;
    }
    return this.inherited(node, attr, new Set([...seen, node]));
  }

  /** Bases by qualified name, those most likely to hold behaviour first. */
  basesOf(node: PyClassDef): string[] {
    const names = node.bases.filter((base) => base.name === undefined && base.star === "").flatMap((base) => this.values.symbolName(this.values.valueOf(base.value)) ?? []);
    const weight = (name: string) => (/(^|\.)(object|ABC|Generic|Protocol)$|Mixin$/.test(name) ? 1 : 0);
    return names.sort((a, b) => weight(a) - weight(b));
  }

  /** `super()` inside a method: an instance of the first base. */
  baseInstance(node: PyCallExpr): PyValue | undefined {
    const own = enclosingClass(node);
    const of = own && this.basesOf(own)[0];
    return of ? { kind: "instance", of } : undefined;
  }

  private inherited(node: PyClassDef, attr: string, seen: ReadonlySet<PyClassDef>): PyValue {
    let outside: string | undefined;
    for (const base of this.basesOf(node)) {
      const local = this.named(base);
      if (local && seen.has(local)) continue;
      const value = local ? this.member(local, attr, seen) : unknown;
      if (value.kind !== "unknown") return value;
      if (!local) outside ??= base;
    }
    return outside && outside !== "builtins.object" ? { kind: "symbol", name: `${outside}.${attr}`, definition: undefined } : unknown;
  }

  private ofMethod(node: PyClassDef, method: PyFunctionDef): PyValue {
    const isValue = ["property", "cached_property"].some((name) => hasDecorator(method, name));
    if (isValue) return this.values.returned(method) ?? unknown;
    return { kind: "symbol", name: `${this.names.nameOfDefinition(node)}.${method.name}`, definition: method };
  }

  private ofGiven(attr: string, given: readonly (PyExpr | undefined)[], annotation: PyExpr | undefined): PyValue {
    const value = anyOf(given.map((one) => (one ? this.values.valueOf(one) : unknown)));
    if (annotation && (value.kind === "unknown" || value.kind === "none" || value.kind === "parameter")) {
      const of = this.values.typeOfAnnotation(annotation);
      if (of && value.kind !== "parameter") return { kind: "instance", of };
    }
    return value.kind === "dict" && this.isChanged(attr) ? { ...value, open: true } : value;
  }

  private membersOf(node: PyClassDef): Members {
    const known = this.members.get(node);
    if (known) return known;
    const methods = new Map<string, PyFunctionDef>();
    const given = new Map<string, (PyExpr | undefined)[]>();
    const annotations = new Map<string, PyExpr>();
    const give = (attr: string, value: PyExpr | undefined) => given.set(attr, [...(given.get(attr) ?? []), value]);
    for (const statement of flattened(node.body)) {
      if (statement.kind === "FunctionDef") methods.set(statement.name, statement);
      if (statement.kind === "Assign") for (const target of statement.targets) if (target.kind === "Name") give(target.id, statement.value);
      if (statement.kind === "AnnAssign" && statement.target.kind === "Name") {
        annotations.set(statement.target.id, statement.annotation);
        // a field of a dataclass or model: its default is only one of the values it may have
        if (statement.value) [statement.value, ...(node.bases.length > 0 || node.decorators.length > 0 ? [undefined] : [])].forEach((value) => give(statement.target.kind === "Name" ? statement.target.id : "", value));
      }
    }
    for (const store of pieceOf(node).index.stores().get(node) ?? []) {
      give(store.attr, store.value);
      if (store.annotation) annotations.set(store.attr, store.annotation);
    }
    const members = { methods, given, annotations };
    this.members.set(node, members);
    return members;
  }

  /** True when some `x.attr[...]` is stored to or `x.attr.update()` called: its dict shows only a part. */
  private isChanged(attr: string): boolean {
    const { ledger } = this.names;
    ledger.restOnKey("change", attr);
    return ledger.pieces.some(({ index }) => index.changed().has(attr));
  }
}

function flattened(body: PyClassDef["body"]): PyClassDef["body"] {
  return body.flatMap((one) => (one.kind === "If" ? [...flattened(one.body), ...flattened(one.orelse)] : one.kind === "Try" ? [...flattened(one.body), ...one.handlers.flatMap((handler) => flattened(handler.body))] : [one]));
}
