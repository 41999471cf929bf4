/** Names of one file: bindings that reach a use, and the qualified names of modules, functions and classes. */
import type { PyAlias, PyClassDef, PyExpr, PyFunctionDef, PyImport, PyImportFrom, PyName, PyNode, PyNodeOf, PyStr } from "../../../rules/api.ts";
import { builtinNames } from "./builtins.ts";
import { pieceOf } from "./located.ts";
import type { PythonLedger } from "./piece.ts";
import { atEnd, reaching } from "./reach.ts";
import { append, ownerOf, type Bound } from "./scopes.ts";

/** What all pieces of one text say together. */
interface Joined {
  readonly turn: number;
  readonly module: Map<string, Bound[]>;
  readonly global: Map<string, Bound[]>;
  readonly uses: Map<string, readonly PyName[]>;
  /** Asked for again and again by every rule. */
  readonly byKind: Map<PyNode["kind"], readonly PyNode[]>;
  imports?: readonly string[];
}

export class Names {
  private known: Joined | undefined;
  readonly moduleName: string;
  private readonly packageName: string;

  constructor(readonly ledger: PythonLedger, path: string) {
    this.moduleName = moduleNameOf(path);
    this.packageName = /(^|\/)__init__\.py[iw]?$/.test(path) ? this.moduleName : this.moduleName.split(".").slice(0, -1).join(".");
  }

  private get joined(): Joined {
    const { turn, pieces } = this.ledger;
    if (this.known?.turn === turn) return this.known;
    const joined: Joined = { turn, module: new Map(), global: new Map(), uses: new Map(), byKind: new Map() };
    for (const { index } of pieces) {
      const { outer, declaredGlobal } = index.scopes();
      for (const bound of outer) append(joined.module, bound);
      for (const bound of declaredGlobal) append(joined.global, bound);
    }
    return (this.known = joined);
  }

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    const { byKind } = this.joined;
    let found = byKind.get(kind);
    if (!found) byKind.set(kind, (found = joinedLists(this.ledger.pieces.map(({ index }) => index.nodes(kind)))));
    return found as readonly PyNodeOf<K>[];
  }

  /** Bindings of a name that may reach this use, innermost scope first; empty when the name is free. */
  bindingsOf(name: PyName): readonly Bound[] {
    const home = pieceOf(name);
    this.ledger.restOn(home);
    const known = home.bindings.get(name);
    if (known) return known;
    const before = this.ledger.enter(home);
    const found = this.lookUp(name);
    this.ledger.leave(before);
    home.bindings.set(name, found);
    return found;
  }

  private lookUp(name: PyName): readonly Bound[] {
    const { owned } = pieceOf(name).index.scopes();
    const first = ownerOf(name);
    let use: PyNode = name;
    let isDeferred = false;
    for (let owner = first; owner; owner = ownerOf(owner)) {
      const scope = owned.get(owner);
      if (scope?.globals.has(name.id)) break;
      const all = scope?.names.get(name.id);
      const isSeen = owner.kind !== "ClassDef" || owner === first;
      if (all && isSeen && !scope?.nonlocals.has(name.id)) {
        const found = owner.kind === "Comprehension" ? all : isDeferred ? atEnd(all, owner) : reaching(use, all, owner);
        if (found.length > 0 || owner.kind !== "ClassDef") return found;
      }
      isDeferred = isDeferred || owner.kind === "FunctionDef" || owner.kind === "Lambda";
      use = owner;
    }
    const all = this.inModule(name.id);
    const isLater = isDeferred || (first !== undefined && use.kind === "FunctionDef");
    const found = isLater ? atEnd(all, undefined) : reaching(use, all, undefined);
    const declared = this.joined.global.get(name.id);
    return declared ? [...found, ...declared] : found;
  }

  private inModule(id: string): readonly Bound[] {
    this.ledger.restOnKey(`name ${id}`);
    return this.joined.module.get(id) ?? [];
  }

  usesOf(id: string): readonly PyName[] {
    this.ledger.restOnKey(`use ${id}`);
    const { uses } = this.joined;
    let found = uses.get(id);
    if (!found) uses.set(id, (found = joinedLists(this.ledger.pieces.map(({ index }) => index.uses().get(id) ?? []))));
    return found;
  }

  /** A type written as a string: `"requests.Session"`. */
  typeNamed(node: PyStr): string | undefined {
    const [, root, rest] = /^(?:Optional\[|typing\.Optional\[)?([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)\]?(?:\|None)?$/.exec(node.value.replace(/\s/g, "")) ?? [];
    const bound = root && atEnd(this.inModule(root), undefined)[0];
    const name = bound && this.nameOfBinding(bound);
    return name && name + rest;
  }

  /** Import-resolved dotted name of a name or attribute chain, without following values. */
  qualifiedName(node: PyExpr): string | undefined {
    if (node.kind === "Attribute") {
      const of = this.qualifiedName(node.value);
      return of && `${of}.${node.attr}`;
    }
    if (node.kind !== "Name") return undefined;
    const bindings = this.bindingsOf(node).filter((bound) => !isNone(bound));
    if (bindings.length === 0) return builtinNames.has(node.id) && !this.isBound(node) ? `builtins.${node.id}` : undefined;
    const names = bindings.map((bound) => this.nameOfBinding(bound));
    return names.every((name) => name !== undefined) ? names[0] : undefined;
  }

  /** What an import, a definition of a function or of a class makes a name stand for. */
  nameOfBinding(bound: Bound): string | undefined {
    if (bound.node.kind === "Import") return bound.alias && importedModule(bound.alias);
    if (bound.node.kind === "ImportFrom") return bound.alias && this.importedName(bound.node, bound.alias);
    if (bound.node.kind === "FunctionDef" || bound.node.kind === "ClassDef") return this.nameOfDefinition(bound.node);
    return undefined;
  }

  nameOfDefinition(node: PyFunctionDef | PyClassDef): string {
    const parts = [node.name];
    for (let owner = ownerOf(node); owner; owner = ownerOf(owner)) {
      if (owner.kind === "FunctionDef" || owner.kind === "ClassDef") parts.unshift(owner.name);
    }
    return [this.moduleName, ...parts].filter((part) => part !== "").join(".");
  }

  imports(): readonly string[] {
    return (this.joined.imports ??= this.imported());
  }

  private imported(): readonly string[] {
    const plain = this.nodes("Import").flatMap((node: PyImport) => node.names.map((alias) => alias.name));
    const from = this.nodes("ImportFrom").flatMap((node) => node.names.map((alias) => (alias.name === "*" ? `${this.sourceOf(node)}.*` : this.importedName(node, alias))));
    return [...new Set([...plain, ...from])];
  }

  private importedName(node: PyImportFrom, alias: PyAlias): string {
    const source = this.sourceOf(node);
    return source.endsWith(".") ? `${source}${alias.name}` : `${source}.${alias.name}`;
  }

  /** The absolute name of the module a `from` import reads; one beside a file in the root keeps its dot, so that it is not taken for a package. */
  private sourceOf(node: PyImportFrom): string {
    if (node.level === 0) return node.module;
    const parts = this.packageName === "" ? [] : this.packageName.split(".");
    const kept = node.level === 1 ? parts : parts.slice(0, Math.max(0, parts.length - (node.level - 1)));
    const name = [...kept, node.module].filter((part) => part !== "").join(".");
    return kept.length > 0 ? name : `.${name}`;
  }

  private isBound(name: PyName): boolean {
    return this.inModule(name.id).length > 0 && this.bindingsOf(name).length > 0;
  }
}

function joinedLists<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const joined: T[] = [];
  for (const list of lists) for (const one of list) joined.push(one);
  return joined;
}

/** An optional dependency: `except ImportError: requests = None`. */
function isNone(bound: Bound): boolean {
  return bound.value?.kind === "Const" && bound.value.value === null && bound.how === "assign";
}

/** `import a.b` binds `a`, `import a.b as c` binds `a.b`. */
function importedModule(alias: PyAlias): string | undefined {
  return alias.asname ? alias.name : alias.name.split(".")[0];
}

export function moduleNameOf(path: string): string {
  return path.replace(/\.py[iw]?$/, "").replace(/(^|\/)__init__$/, "").split("/").filter((part) => part !== "" && part !== ".").join(".");
}
