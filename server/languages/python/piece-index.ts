/** What one piece of a text says by itself: its nodes by kind, its scopes, uses of names, stores into attributes. Lives as long as the piece. */
import type { PyClassDef, PyExpr, PyFunctionDef, PyNode, PyNodeOf } from "../../../rules/api.ts";
import type { Chunk } from "./chunks.ts";
import { enclosingFunction } from "./places.ts";
import { append, byPlace, declare, homeOfChunk, matchElements, scopesOf, type Bound, type ChunkScopes, type Scope, type ScopeOwner } from "./scopes.ts";

export interface Store {
  readonly attr: string;
  readonly value: PyExpr | undefined;
  readonly annotation: PyExpr | undefined;
}

const none: readonly PyNode[] = [];

/** What a piece binds and declares, with what its members do. */
export interface PieceScopes {
  readonly owned: ReadonlyMap<ScopeOwner, Scope>;
  readonly outer: readonly Bound[];
  readonly declaredGlobal: readonly Bound[];
}

export class PieceIndex {
  private kinds: ReadonlyMap<PyNode["kind"], readonly PyNode[]> | undefined;
  private bound: PieceScopes | undefined;
  private given: ReadonlyMap<PyFunctionDef, readonly PyExpr[]> | undefined;
  private stored: ReadonlyMap<PyClassDef, readonly Store[]> | undefined;
  private attributes: ReadonlySet<string> | undefined;
  private known: readonly string[] | undefined;

  /** `chunks` with their members behind them. */
  constructor(private readonly chunks: readonly Chunk[]) {}

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    return ((this.kinds ??= byKind(this.chunks)).get(kind) ?? none) as readonly PyNodeOf<K>[];
  }

  scopes(): PieceScopes {
    return (this.bound ??= scopesOfAll(this.chunks));
  }

  boundOutside(): readonly Bound[] {
    return this.scopes().outer;
  }

  boundAsGlobal(): readonly Bound[] {
    return this.scopes().declaredGlobal;
  }

  /** What the functions give back, by function. */
  returns(): ReadonlyMap<PyFunctionDef, readonly PyExpr[]> {
    return (this.given ??= returnsIn(this));
  }

  /** `self.x = …` in any method, by class. */
  stores(): ReadonlyMap<PyClassDef, readonly Store[]> {
    return (this.stored ??= storesIn(this));
  }

  /** Attributes with an `x.attr[...]` stored to or an `x.attr.update()` called. */
  changed(): ReadonlySet<string> {
    return (this.attributes ??= changedIn(this));
  }

  /** Everything that others may have asked and that this piece has a say in. */
  keys(): readonly string[] {
    return (this.known ??= keysOf(this));
  }
}

function byKind(chunks: readonly Chunk[]): ReadonlyMap<PyNode["kind"], readonly PyNode[]> {
  const speaking = chunks.filter(({ byKind }) => byKind.size > 0); // comments have no nodes
  const [first] = speaking;
  if (speaking.length <= 1) return first?.byKind ?? new Map<PyNode["kind"], readonly PyNode[]>();
  const found = new Map<PyNode["kind"], PyNode[]>();
  for (const { byKind } of speaking) for (const [kind, nodes] of byKind) {
    const list = found.get(kind);
    if (!list) found.set(kind, [...nodes]);
    else for (const node of nodes) list.push(node);
  }
  return found;
}

function scopesOfAll(chunks: readonly Chunk[]): PieceScopes {
  const speaking = chunks.filter(({ body }) => body.length > 0);
  const [first] = speaking;
  if (first && speaking.length === 1 && !homeOfChunk(first)) return scopesOf(first);
  const owned = new Map<ScopeOwner, Scope>();
  const outer: Bound[] = [];
  const declaredGlobal: Bound[] = [];
  const members = speaking.flatMap((chunk) => {
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
      if (scope?.globals?.has(bound.name)) declaredGlobal.push(bound);
      else if (scope) append(scope.names, bound);
    }
  }
  return { owned, outer, declaredGlobal: declaredGlobal.sort(byPlace) };
}

function returnsIn(index: PieceIndex): ReadonlyMap<PyFunctionDef, readonly PyExpr[]> {
  const found = new Map<PyFunctionDef, PyExpr[]>();
  for (const kind of ["Return", "Yield"] as const) {
    for (const node of index.nodes(kind)) {
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
}

function storesIn(index: PieceIndex): ReadonlyMap<PyClassDef, readonly Store[]> {
  const found = new Map<PyClassDef, Store[]>();
  if (index.nodes("ClassDef").length === 0) return found;
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
  for (const one of index.nodes("Assign")) for (const target of one.targets) note(target, one.value);
  for (const one of index.nodes("AnnAssign")) note(one.target, one.value, one.annotation);
  for (const one of index.nodes("AugAssign")) note(one.target, undefined);
  for (const one of index.nodes("With")) for (const item of one.items) if (item.target) note(item.target, item.context);
  return found;
}

function changedIn(index: PieceIndex): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of index.nodes("Subscript")) {
    if (node.value.kind === "Attribute" && (node.parent?.kind === "Assign" && node.parent.targets.includes(node) || node.parent?.kind === "Delete")) found.add(node.value.attr);
  }
  for (const node of index.nodes("Attribute")) {
    if (node.value.kind === "Attribute" && changers.has(node.attr)) found.add(node.value.attr);
  }
  return found;
}

const changers: ReadonlySet<string> = new Set(["update", "setdefault", "pop", "popitem", "clear"]);

function keysOf(index: PieceIndex): readonly string[] {
  const keys = new Set<string>();
  for (const { name } of index.boundOutside()) keys.add(`name ${name}`);
  for (const { name } of index.boundAsGlobal()) keys.add(`name ${name}`);
  for (const { id } of index.nodes("Name")) keys.add(`use ${id}`);
  for (const { name } of index.nodes("ClassDef")) keys.add(`class ${name}`);
  for (const name of index.changed()) keys.add(`change ${name}`);
  return [...keys];
}

/** A scope to which the members of its definition add. */
function copied(owner: ScopeOwner, scope: Scope | undefined): Scope {
  return { owner, names: new Map(Array.from(scope?.names ?? [], ([name, list]) => [name, [...list]])), globals: scope?.globals && new Set(scope.globals), nonlocals: scope?.nonlocals && new Set(scope.nonlocals) };
}

function declareIn(scope: Scope | undefined, { outerGlobals, outerNonlocals }: ChunkScopes): void {
  if (!scope) return;
  for (const name of outerGlobals ?? []) declare(scope, "globals", name);
  for (const name of outerNonlocals ?? []) declare(scope, "nonlocals", name);
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
