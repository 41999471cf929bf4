/** What one piece of a text says by itself: its nodes by kind, its scopes, uses of names, stores into attributes. Lives as long as the piece. */
import type { PyClassDef, PyExpr, PyFunctionDef, PyNode, PyNodeOf } from "../../../rules/api.ts";
import { once } from "../once.ts";
import type { Chunk } from "./chunks.ts";
import { enclosingFunction } from "./places.ts";
import { append, homeOfChunk, matchElements, scopesOf, type Bound, type ChunkScopes, type Scope, type ScopeOwner } from "./scopes.ts";

export interface Store {
  readonly attr: string;
  readonly value: PyExpr | undefined;
  readonly annotation: PyExpr | undefined;
}

const none: readonly PyNode[] = [];

export class PieceIndex {
  private readonly byKind = once(() => {
    const found = new Map<PyNode["kind"], PyNode[]>();
    for (const { byKind } of this.chunks) for (const [kind, nodes] of byKind) {
      const list = found.get(kind);
      if (!list) found.set(kind, [...nodes]);
      else for (const node of nodes) list.push(node);
    }
    return found;
  });

  /** `chunks` with their members behind them. */
  constructor(private readonly chunks: readonly Chunk[]) {}

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    return (this.byKind().get(kind) ?? none) as readonly PyNodeOf<K>[];
  }

  readonly scopes = once(() => {
    const owned = new Map<ScopeOwner, Scope>();
    const outer: Bound[] = [];
    const declaredGlobal: Bound[] = [];
    const members = this.chunks.flatMap((chunk) => {
      const [own, home] = [scopesOf(chunk), homeOfChunk(chunk)];
      for (const [owner, scope] of own.owned) owned.set(owner, scope);
      declaredGlobal.push(...own.declaredGlobal);
      if (home) return [{ own, home }];
      outer.push(...own.outer);
      return [];
    });
    const joined = new Map(Array.from(new Set(members.map(({ home }) => home)), (home) => [home, copied(home, owned.get(home))]));
    for (const [home, scope] of joined) owned.set(home, scope);
    for (const { own, home } of members) declareIn(joined.get(home), own);
    for (const { own, home } of members) {
      for (const bound of own.outer) {
        const scope = joined.get(home);
        if (scope?.globals.has(bound.name)) declaredGlobal.push(bound);
        else if (scope) append(scope.names, bound);
      }
    }
    return { owned, outer, declaredGlobal: declaredGlobal.sort((a, b) => a.node.start - b.node.start) };
  });

  readonly boundOutside = once(() => grouped(this.scopes().outer, ({ name }) => name));
  readonly boundAsGlobal = once(() => grouped(this.scopes().declaredGlobal, ({ name }) => name));
  readonly uses = once(() => grouped(this.nodes("Name"), ({ id }) => id));
  readonly classes = once(() => grouped(this.nodes("ClassDef"), ({ name }) => name));

  /** What the functions give back, by function. */
  readonly returns = once(() => {
    const found = new Map<PyFunctionDef, PyExpr[]>();
    for (const kind of ["Return", "Yield"] as const) {
      for (const node of this.nodes(kind)) {
        const made = enclosingFunction(node);
        if (made?.kind !== "FunctionDef" || !node.value) continue;
        // a generator gives a value of its own unless a decorator turns it into a context manager or a fixture
        if (kind === "Yield" && made.decorators.length === 0) continue;
        const list = found.get(made);
        if (list) list.push(node.value);
        else found.set(made, [node.value]);
      }
    }
    return found;
  });

  /** `self.x = …` in any method, by class. */
  readonly stores = once(() => {
    const found = new Map<PyClassDef, Store[]>();
    const note = (target: PyExpr, value: PyExpr | undefined, annotation?: PyExpr) => {
      if (target.kind === "Tuple" || target.kind === "List") {
        const parts = matchElements(target.elements, value);
        target.elements.forEach((element, index) => note(element, parts?.[index]));
      }
      if (target.kind !== "Attribute" || target.value.kind !== "Name") return;
      const owner = ownerOfSelf(target.value.id, target);
      const list = owner && found.get(owner);
      const store = { attr: target.attr, value, annotation };
      if (list) list.push(store);
      else if (owner) found.set(owner, [store]);
    };
    for (const one of this.nodes("Assign")) for (const target of one.targets) note(target, one.value);
    for (const one of this.nodes("AnnAssign")) note(one.target, one.value, one.annotation);
    for (const one of this.nodes("AugAssign")) note(one.target, undefined);
    for (const one of this.nodes("With")) for (const item of one.items) if (item.target) note(item.target, item.context);
    return found;
  });

  /** Attributes with an `x.attr[...]` stored to or an `x.attr.update()` called. */
  readonly changed = once(() => {
    const found = new Set<string>();
    for (const node of this.nodes("Subscript")) {
      if (node.value.kind === "Attribute" && (node.parent?.kind === "Assign" && node.parent.targets.includes(node) || node.parent?.kind === "Delete")) found.add(node.value.attr);
    }
    for (const node of this.nodes("Attribute")) {
      if (node.value.kind === "Attribute" && /^(update|setdefault|pop|popitem|clear)$/.test(node.attr)) found.add(node.value.attr);
    }
    return found;
  });

  /** Everything that others may have asked and that this piece has a say in. */
  readonly keys = once((): readonly string[] => {
    const prefixed = (what: string, names: Iterable<string>) => Array.from(names, (name) => `${what} ${name}`);
    return [
      ...prefixed("name", this.boundOutside().keys()), ...prefixed("name", this.boundAsGlobal().keys()), ...prefixed("use", this.uses().keys()),
      ...prefixed("class", this.classes().keys()), ...prefixed("change", this.changed()),
    ];
  });
}

/** A scope to which the members of its definition add. */
function copied(owner: ScopeOwner, scope: Scope | undefined): Scope {
  return { owner, names: new Map(Array.from(scope?.names ?? [], ([name, list]) => [name, [...list]])), globals: new Set(scope?.globals), nonlocals: new Set(scope?.nonlocals) };
}

function declareIn(scope: Scope | undefined, { outerGlobals, outerNonlocals }: ChunkScopes): void {
  for (const name of outerGlobals) scope?.globals.add(name);
  for (const name of outerNonlocals) scope?.nonlocals.add(name);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const list = found.get(keyOf(item));
    if (list) list.push(item);
    else found.set(keyOf(item), [item]);
  }
  return found;
}

/** The class whose instance a name is, being the first parameter of a method around it. */
function ownerOfSelf(name: string, at: PyNode): PyClassDef | undefined {
  for (let made = enclosingFunction(at); made; made = enclosingFunction(made)) {
    if (made.params[0]?.name !== name) continue;
    return made.kind === "FunctionDef" ? classOfMethod(made) : undefined;
  }
  return undefined;
}

/** The class a function is a method of; undefined for static methods. */
export function classOfMethod(node: PyFunctionDef): PyClassDef | undefined {
  let at = node.parent;
  while (at && (at.kind === "If" || at.kind === "Try" || at.kind === "Handler")) at = at.parent;
  return at?.kind === "ClassDef" && !hasDecorator(node, "staticmethod") ? at : undefined;
}

export function hasDecorator(node: PyFunctionDef, name: string): boolean {
  return node.decorators.some((one) => (one.kind === "Name" && one.id === name) || (one.kind === "Attribute" && one.attr === name));
}
