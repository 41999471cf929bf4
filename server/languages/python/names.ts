/** Names of one file: bindings that reach a use, and the qualified names of modules, functions and classes. */
import type { PyAlias, PyClassDef, PyExpr, PyFunctionDef, PyImport, PyImportFrom, PyName, PyNode, PyNodeOf, PyStr } from "../../../rules/api.ts";
import { builtinNames } from "./builtins.ts";
import type { Chunk } from "./document.ts";
import { atEnd, reaching } from "./reach.ts";
import { append, ownerOf, scopesOf, type Bound, type Scope, type ScopeOwner } from "./scopes.ts";

export class Names {
  private readonly module: Scope = { owner: undefined, names: new Map(), globals: new Set(), nonlocals: new Set() };
  private readonly owned = new Map<ScopeOwner, Scope>();
  private readonly global = new Map<string, Bound[]>();
  private uses: Map<string, PyName[]> | undefined;
  private readonly memo = new Map<PyName, readonly Bound[]>();
  /** Asked for again and again by every rule. */
  private readonly byKind = new Map<PyNode["kind"], readonly PyNode[]>();
  readonly moduleName: string;
  private readonly packageName: string;

  constructor(private readonly chunks: readonly Chunk[], path: string) {
    this.moduleName = moduleNameOf(path);
    this.packageName = /(^|\/)__init__\.py[iw]?$/.test(path) ? this.moduleName : this.moduleName.split(".").slice(0, -1).join(".");
    for (const chunk of chunks) {
      const { owned, outer, declaredGlobal } = scopesOf(chunk);
      for (const [owner, scope] of owned) this.owned.set(owner, scope);
      const home = this.homeOf(chunk);
      for (const bound of outer) append(home.names, bound);
      for (const bound of declaredGlobal) append(this.global, bound);
    }
  }

  /** The scope a chunk stands in: a member's class, else the module. */
  private homeOf(chunk: Chunk): Scope {
    const parent = chunk.body[0]?.parent;
    if (parent?.kind !== "ClassDef") return this.module;
    let scope = this.owned.get(parent);
    if (!scope) this.owned.set(parent, (scope = { owner: parent, names: new Map(), globals: new Set(), nonlocals: new Set() }));
    return scope;
  }

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    let found = this.byKind.get(kind);
    if (!found) this.byKind.set(kind, (found = this.collected(kind)));
    return found as readonly PyNodeOf<K>[];
  }

  private collected(kind: PyNode["kind"]): readonly PyNode[] {
    const found: PyNode[] = [];
    for (const chunk of this.chunks) {
      const nodes = chunk.byKind.get(kind);
      if (nodes) for (const node of nodes) found.push(node);
    }
    return found;
  }

  /** Bindings of a name that may reach this use, innermost scope first; empty when the name is free. */
  bindingsOf(name: PyName): readonly Bound[] {
    let found = this.memo.get(name);
    if (!found) this.memo.set(name, (found = this.lookUp(name)));
    return found;
  }

  private lookUp(name: PyName): readonly Bound[] {
    const first = ownerOf(name);
    let use: PyNode = name;
    let isDeferred = false;
    for (let owner = first; owner; owner = ownerOf(owner)) {
      const scope = this.owned.get(owner);
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
    const all = this.module.names.get(name.id) ?? [];
    const isLater = isDeferred || (first !== undefined && use.kind === "FunctionDef");
    const found = isLater ? atEnd(all, undefined) : reaching(use, all, undefined);
    const declared = this.global.get(name.id);
    return declared ? [...found, ...declared] : found;
  }

  usesOf(id: string): readonly PyName[] {
    if (!this.uses) {
      this.uses = new Map();
      for (const node of this.nodes("Name")) {
        const list = this.uses.get(node.id);
        if (list) list.push(node);
        else this.uses.set(node.id, [node]);
      }
    }
    return this.uses.get(id) ?? [];
  }

  /** A type written as a string: `"requests.Session"`. */
  typeNamed(node: PyStr): string | undefined {
    const [, root, rest] = /^(?:Optional\[|typing\.Optional\[)?([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)\]?(?:\|None)?$/.exec(node.value.replace(/\s/g, "")) ?? [];
    const bound = root && atEnd(this.module.names.get(root) ?? [], undefined)[0];
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

  imports(): string[] {
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
    return this.module.names.has(name.id) && this.bindingsOf(name).length > 0;
  }
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
