/** Which scope a node stands in and what each scope binds; computed per top-level statement and kept with it. */
import type { PyAlias, PyBinding, PyClassDef, PyComprehension, PyExpr, PyFunctionDef, PyLambda, PyNode } from "../../../rules/api.ts";
import type { Chunk } from "./chunks.ts";

export type ScopeOwner = PyFunctionDef | PyLambda | PyClassDef | PyComprehension;

/** A binding with the name it binds; an import knows its alias. */
export interface Bound extends PyBinding {
  readonly name: string;
  readonly alias: PyAlias | undefined;
}

export interface Scope {
  /** Undefined for the module. */
  readonly owner: ScopeOwner | undefined;
  readonly names: Map<string, Bound[]>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
}

export interface ChunkScopes {
  readonly owned: ReadonlyMap<ScopeOwner, Scope>;
  /** What the statement binds in the scope it stands in: the module's, or for a member that of its class or function. */
  readonly outer: readonly Bound[];
  /** What the statement itself says of names in that scope. */
  readonly outerGlobals: readonly string[];
  readonly outerNonlocals: readonly string[];
  /** What its functions bind in the module after a `global` declaration. */
  readonly declaredGlobal: readonly Bound[];
}

const computed = new WeakMap<Chunk, ChunkScopes>();

export function scopesOf(chunk: Chunk): ChunkScopes {
  let scopes = computed.get(chunk);
  if (!scopes) computed.set(chunk, (scopes = collect(chunk)));
  return scopes;
}

/** The function, class, lambda or comprehension whose names a node sees first; undefined at module level. */
export function ownerOf(node: PyNode): ScopeOwner | undefined {
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if ((at.kind === "FunctionDef" || at.kind === "ClassDef") && isStatement(child)) return at;
    if (at.kind === "Lambda" && child === at.body) return at;
    if (at.kind === "Comprehension" && child !== at.clauses[0]?.iter) return at;
  }
  return undefined;
}

const expressionKinds = new Set<PyNode["kind"]>([
  "Name", "Attribute", "Call", "Str", "Num", "Const", "List", "Tuple", "Set", "Dict", "Subscript", "Slice", "Binary", "Unary", "BoolOp", "Compare",
  "Conditional", "Lambda", "Comprehension", "Await", "Starred", "YieldFrom", "Yield", "NamedExpr", "Unknown", "Param", "Handler",
]);

export function isStatement(node: PyNode): boolean {
  return !expressionKinds.has(node.kind);
}

function collect(chunk: Chunk): ChunkScopes {
  const owned = new Map<ScopeOwner, Scope>();
  const outer: Bound[] = [];
  const container = homeOfChunk(chunk);
  const declaredGlobal: Bound[] = [];
  const scopeOf = (owner: ScopeOwner): Scope => {
    let scope = owned.get(owner);
    if (!scope) owned.set(owner, (scope = { owner, names: new Map(), globals: new Set(), nonlocals: new Set() }));
    return scope;
  };
  const [outerGlobals, outerNonlocals]: [string[], string[]] = [[], []];
  for (const kind of ["Global", "Nonlocal"] as const) {
    for (const node of chunk.byKind.get(kind) ?? []) {
      const owner = ownerOf(node);
      if (node.kind !== "Global" && node.kind !== "Nonlocal") continue;
      if (!owner || owner === container) (kind === "Global" ? outerGlobals : outerNonlocals).push(...node.names); // a chunk may come to stand elsewhere
      else for (const name of node.names) scopeOf(owner)[kind === "Global" ? "globals" : "nonlocals"].add(name);
    }
  }
  for (const kind of bindingKinds) {
    for (const node of chunk.byKind.get(kind) ?? []) {
      for (const bound of bindingsMade(node)) {
        const owner = homeOf(node, bound);
        if (!owner || owner === container) outer.push(bound);
        else if (owned.get(owner)?.globals.has(bound.name)) declaredGlobal.push(bound);
        else append(scopeOf(owner).names, bound);
      }
    }
  }
  const byPlace = (a: Bound, b: Bound) => a.node.start - b.node.start;
  for (const scope of owned.values()) for (const list of scope.names.values()) list.sort(byPlace);
  return { owned, outer: outer.sort(byPlace), outerGlobals, outerNonlocals, declaredGlobal };
}

/** The class or function that a chunk is a member of. */
export function homeOfChunk({ body: [first] }: Chunk): ScopeOwner | undefined {
  return first && ownerOf(first);
}

export function append(names: Map<string, Bound[]>, bound: Bound): void {
  const list = names.get(bound.name);
  if (list) list.push(bound);
  else names.set(bound.name, [bound]);
}

const bindingKinds = ["Assign", "AnnAssign", "AugAssign", "For", "With", "Import", "ImportFrom", "FunctionDef", "ClassDef", "Param", "Handler", "NamedExpr", "Comprehension", "Match", "Delete"] as const;

/** Parameters live in their function; a walrus in a comprehension binds outside of it. */
function homeOf(node: PyNode, bound: Bound): ScopeOwner | undefined {
  if (node.kind === "Comprehension") return node;
  if (node.kind === "Param") return node.parent?.kind === "FunctionDef" || node.parent?.kind === "Lambda" ? node.parent : ownerOf(node);
  let owner = ownerOf(node);
  while (bound.how === "named-expression" && owner?.kind === "Comprehension") owner = ownerOf(owner);
  return owner;
}

function bindingsMade(node: PyNode): Bound[] {
  switch (node.kind) {
    case "Assign": return node.targets.flatMap((target) => targets(target, node.value, "assign", node));
    case "AnnAssign": return targets(node.target, node.value, "assign", node);
    case "AugAssign": return targets(node.target, undefined, "augmented", node);
    case "For": return targets(node.target, undefined, "for", node);
    case "With": return node.items.flatMap((item) => (item.target ? targets(item.target, item.context, "with", node) : []));
    case "Import": return node.names.map((alias) => bound(alias.asname ?? alias.name.split(".")[0] ?? "", "import", node, undefined, alias));
    case "ImportFrom": return node.names.filter(({ name }) => name !== "*").map((alias) => bound(alias.asname ?? alias.name, "import", node, undefined, alias));
    case "FunctionDef": return [bound(node.name, "function", node)];
    case "ClassDef": return [bound(node.name, "class", node)];
    case "Param": return node.name ? [bound(node.name, "parameter", node, node.fallback)] : [];
    case "Handler": return node.name ? [bound(node.name, "except", node)] : [];
    case "NamedExpr": return [bound(node.target.id, "named-expression", node, node.value)];
    case "Comprehension": return node.clauses.flatMap((clause) => targets(clause.target, undefined, "comprehension", node));
    case "Match": return node.cases.flatMap((one) => one.captures.map((name) => bound(name.id, "match", node)));
    case "Delete": return node.targets.flatMap((target) => targets(target, undefined, "delete", node));
    default: return [];
  }
}

function bound(name: string, how: Bound["how"], node: PyNode, value?: PyExpr, alias?: PyAlias): Bound {
  return { name, how, node, value, alias };
}

/** Every name in a target; tuples are matched element by element when both sides are visible. */
function targets(target: PyExpr, value: PyExpr | undefined, how: Bound["how"], node: PyNode): Bound[] {
  if (target.kind === "Name") return [bound(target.id, how, node, value)];
  if (target.kind === "Starred") return targets(target.value, undefined, how, node);
  if (target.kind !== "Tuple" && target.kind !== "List") return [];
  const parts = matchElements(target.elements, value);
  return target.elements.flatMap((element, index) => targets(element, parts?.[index], how, node));
}

export function matchElements(targets: readonly PyExpr[], value: PyExpr | undefined): readonly PyExpr[] | undefined {
  if (value?.kind !== "Tuple" && value?.kind !== "List") return undefined;
  if (value.elements.length !== targets.length) return undefined;
  return [...value.elements, ...targets].some((one) => one.kind === "Starred") ? undefined : value.elements;
}
