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
  /** What it says of names; undefined where it says nothing. */
  globals: Set<string> | undefined;
  nonlocals: Set<string> | undefined;
}

export interface ChunkScopes {
  readonly owned: ReadonlyMap<ScopeOwner, Scope>;
  /** What the statement binds in the scope it stands in: the module's, or for a member that of its class or function. */
  readonly outer: readonly Bound[];
  /** What the statement itself says of names in that scope. */
  readonly outerGlobals: readonly string[] | undefined;
  readonly outerNonlocals: readonly string[] | undefined;
  /** What its functions bind in the module after a `global` declaration. */
  readonly declaredGlobal: readonly Bound[];
}

export function scopesOf(chunk: Chunk): ChunkScopes {
  return (chunk.base.scopes ??= collect(chunk));
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

const bindingKinds = ["Assign", "AnnAssign", "AugAssign", "For", "With", "Import", "ImportFrom", "FunctionDef", "ClassDef", "Param", "Handler", "NamedExpr", "Comprehension", "Match", "Delete"] as const;
const declaringKinds = ["Global", "Nonlocal"] as const;

function collect(chunk: Chunk): ChunkScopes {
  const collector = new Collector(homeOfChunk(chunk));
  for (const kind of declaringKinds) for (const node of chunk.byKind.get(kind) ?? none) collector.declare(node);
  for (const kind of bindingKinds) for (const node of chunk.byKind.get(kind) ?? none) collector.bind(node);
  collector.sort();
  return collector;
}

const none: readonly PyNode[] = [];
const noScopes: ReadonlyMap<ScopeOwner, Scope> = new Map();
const noBounds: Bound[] = [];

/** What is found in one chunk. */
class Collector implements ChunkScopes {
  owned = noScopes;
  outer: Bound[] = noBounds;
  outerGlobals: string[] | undefined;
  outerNonlocals: string[] | undefined;
  declaredGlobal: Bound[] = noBounds;
  private made: Map<ScopeOwner, Scope> | undefined;
  /** Lists with more than one in them. */
  private longer: Bound[][] | undefined;
  private last: PyNode | undefined;
  private home: ScopeOwner | undefined;

  constructor(private readonly container: ScopeOwner | undefined) {}

  declare(node: PyNode): void {
    if (node.kind !== "Global" && node.kind !== "Nonlocal") return;
    const owner = ownerOf(node);
    if (owner && owner !== this.container) for (const name of node.names) declare(this.scopeOf(owner), node.kind === "Global" ? "globals" : "nonlocals", name);
    else if (node.kind === "Global") (this.outerGlobals ??= []).push(...node.names); // a chunk may come to stand elsewhere
    else (this.outerNonlocals ??= []).push(...node.names);
  }

  bind(node: PyNode): void {
    switch (node.kind) {
      case "Assign": for (const target of node.targets) this.target(target, node.value, "assign", node); break;
      case "AnnAssign": this.target(node.target, node.value, "assign", node); break;
      case "AugAssign": this.target(node.target, undefined, "augmented", node); break;
      case "For": this.target(node.target, undefined, "for", node); break;
      case "With": for (const item of node.items) if (item.target) this.target(item.target, item.context, "with", node); break;
      case "Import": for (const alias of node.names) this.add(alias.asname ?? alias.name.split(".")[0] ?? "", "import", node, undefined, alias); break;
      case "ImportFrom": for (const alias of node.names) if (alias.name !== "*") this.add(alias.asname ?? alias.name, "import", node, undefined, alias); break;
      case "FunctionDef": this.add(node.name, "function", node); break;
      case "ClassDef": this.add(node.name, "class", node); break;
      case "Param": if (node.name) this.add(node.name, "parameter", node, node.fallback); break;
      case "Handler": if (node.name) this.add(node.name, "except", node); break;
      case "NamedExpr": this.add(node.target.id, "named-expression", node, node.value); break;
      case "Comprehension": for (const clause of node.clauses) this.target(clause.target, undefined, "comprehension", node); break;
      case "Match": for (const one of node.cases) for (const { id } of one.captures) this.add(id, "match", node); break;
      case "Delete": for (const target of node.targets) this.target(target, undefined, "delete", node); break;
      default:
    }
  }

  /** Every name in a target; tuples are matched element by element when both sides are visible. */
  private target(target: PyExpr, value: PyExpr | undefined, how: Bound["how"], node: PyNode): void {
    if (target.kind === "Name") this.add(target.id, how, node, value);
    else if (target.kind === "Starred") this.target(target.value, undefined, how, node);
    else if (target.kind === "Tuple" || target.kind === "List") {
      const parts = matchElements(target.elements, value);
      for (const [index, element] of target.elements.entries()) this.target(element, parts?.[index], how, node);
    }
  }

  private add(name: string, how: Bound["how"], node: PyNode, value?: PyExpr, alias?: PyAlias): void {
    if (node !== this.last) [this.last, this.home] = [node, homeOf(node)];
    const owner = this.home;
    const bound: Bound = { name, how, node, value, alias };
    if (!owner || owner === this.container) this.outer = this.appended(this.outer, bound);
    else if (this.owned.get(owner)?.globals?.has(name)) this.declaredGlobal = this.appended(this.declaredGlobal, bound);
    else {
      const { names } = this.scopeOf(owner);
      const list = names.get(name);
      if (list) this.appended(list, bound);
      else names.set(name, [bound]);
    }
  }

  /** A list of one takes the room of one. */
  private appended(list: Bound[], bound: Bound): Bound[] {
    if (list === noBounds) return [bound];
    if (list.length === 1) (this.longer ??= []).push(list);
    list.push(bound);
    return list;
  }

  private scopeOf(owner: ScopeOwner): Scope {
    let scope = this.owned.get(owner);
    if (scope) return scope;
    this.owned = this.made ??= new Map();
    this.made.set(owner, (scope = { owner, names: new Map(), globals: undefined, nonlocals: undefined }));
    return scope;
  }

  /** By their place. */
  sort(): void {
    for (const list of this.longer ?? []) list.sort(byPlace);
  }
}

export function byPlace(a: Bound, b: Bound): number {
  return a.node.start - b.node.start;
}

export function declare(scope: Scope, what: "globals" | "nonlocals", name: string): void {
  (scope[what] ??= new Set()).add(name);
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

/** Parameters live in their function; a walrus in a comprehension binds outside of it. */
function homeOf(node: PyNode): ScopeOwner | undefined {
  if (node.kind === "Comprehension") return node;
  if (node.kind === "Param") return node.parent?.kind === "FunctionDef" || node.parent?.kind === "Lambda" ? node.parent : ownerOf(node);
  let owner = ownerOf(node);
  while (node.kind === "NamedExpr" && owner?.kind === "Comprehension") owner = ownerOf(owner);
  return owner;
}

export function matchElements(targets: readonly PyExpr[], value: PyExpr | undefined): readonly PyExpr[] | undefined {
  if (value?.kind !== "Tuple" && value?.kind !== "List") return undefined;
  if (value.elements.length !== targets.length) return undefined;
  return [...value.elements, ...targets].some((one) => one.kind === "Starred") ? undefined : value.elements;
}
