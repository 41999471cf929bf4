/** Names of one file: bindings that reach a use, and the qualified names of modules, functions and classes. */
import type { PyAlias, PyClassDef, PyExpr, PyFunctionDef, PyImport, PyImportFrom, PyName, PyNode, PyNodeOf, PyStr } from "../../../rules/api.ts";
import { ByName } from "../by-name.ts";
import { builtinNames } from "./builtins.ts";
import { pieceOf } from "./located.ts";
import type { Piece, PythonLedger } from "./piece.ts";
import { atEnd, reaching } from "./reach.ts";
import { ownerOf, type Bound } from "./scopes.ts";

export class Names {
  private readonly module: ByName<Piece, Bound>;
  private readonly global: ByName<Piece, Bound>;
  private readonly uses: ByName<Piece, PyName>;
  /** Asked for again and again by every rule that looks at the whole file. */
  private byKind = { turn: -1, lists: new Map<PyNode["kind"], readonly PyNode[]>() };
  private known: { readonly plain: readonly string[]; readonly from: readonly string[]; readonly all: readonly string[] } | undefined;
  /** Of a text that is read once. */
  private once: readonly string[] | undefined;
  readonly moduleName: string;
  private readonly packageName: string;

  constructor(readonly ledger: PythonLedger, path: string) {
    this.module = new ByName(ledger, ({ index }) => index.boundOutside(), nameOfBound);
    this.global = new ByName(ledger, ({ index }) => index.boundAsGlobal(), nameOfBound);
    this.uses = new ByName(ledger, ({ index }) => index.nodes("Name"), ({ id }) => id);
    this.moduleName = moduleNameOf(path);
    this.packageName = /(^|\/)__init__\.py[iw]?$/.test(path) ? this.moduleName : this.moduleName.split(".").slice(0, -1).join(".");
  }

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    const { turn, pieces } = this.ledger;
    if (this.byKind.turn !== turn) this.byKind = { turn, lists: new Map() };
    const { lists } = this.byKind;
    let found = lists.get(kind);
    if (!found) lists.set(kind, (found = joinedNodes(pieces, kind)));
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
      if (scope?.globals?.has(name.id)) break;
      const all = scope?.names.get(name.id);
      const isSeen = owner.kind !== "ClassDef" || owner === first;
      if (all && isSeen && !scope?.nonlocals?.has(name.id)) {
        const found = owner.kind === "Comprehension" ? all : isDeferred ? atEnd(all, owner) : reaching(use, all, owner);
        if (found.length > 0 || owner.kind !== "ClassDef") return found;
      }
      isDeferred = isDeferred || owner.kind === "FunctionDef" || owner.kind === "Lambda";
      use = owner;
    }
    const all = this.inModule(name.id);
    const isLater = isDeferred || (first !== undefined && use.kind === "FunctionDef");
    const found = isLater ? atEnd(all, undefined) : reaching(use, all, undefined);
    const declared = this.global.of(name.id);
    return declared.length > 0 ? [...found, ...declared] : found;
  }

  private inModule(id: string): readonly Bound[] {
    this.ledger.restOnKey("name", id);
    return this.module.of(id);
  }

  usesOf(id: string): readonly PyName[] {
    this.ledger.restOnKey("use", id);
    return this.uses.of(id);
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
    let first: string | undefined;
    let isGiven = false;
    for (const bound of this.bindingsOf(node)) {
      if (isNone(bound)) continue;
      const name = this.nameOfBinding(bound);
      if (name === undefined) return undefined;
      if (!isGiven) first = name;
      isGiven = true;
    }
    if (isGiven) return first;
    return builtinNames.has(node.id) && !this.isBound(node) ? `builtins.${node.id}` : undefined;
  }

  /** What an import, a definition of a function or of a class makes a name stand for. */
  nameOfBinding(bound: Bound): string | undefined {
    if (bound.node.kind === "Import") return bound.alias && importedModule(bound.alias);
    if (bound.node.kind === "ImportFrom") return bound.alias && this.importedName(bound.node, bound.alias);
    if (bound.node.kind === "FunctionDef" || bound.node.kind === "ClassDef") return this.nameOfDefinition(bound.node);
    return undefined;
  }

  nameOfDefinition(node: PyFunctionDef | PyClassDef): string {
    let name = node.name;
    for (let owner = ownerOf(node); owner; owner = ownerOf(owner)) {
      if (owner.kind === "FunctionDef" || owner.kind === "ClassDef") name = dotted(owner.name, name);
    }
    return dotted(this.moduleName, name);
  }

  /** Who asks rests on the names alone. */
  imports(): readonly string[] {
    if (this.ledger.isReadOnce) return (this.once ??= [...new Set([...this.plainIn({ index: this }), ...this.fromIn({ index: this })])]);
    const [plain, from] = [this.ledger.collect(this.plainIn, this.plainIn), this.ledger.collect(this.fromIn, this.fromIn)];
    if (this.known?.plain !== plain || this.known.from !== from) this.known = { plain, from, all: [...new Set([...plain, ...from])] };
    return this.known.all;
  }

  private readonly plainIn = ({ index }: HoldsNodes): readonly string[] => index.nodes("Import").flatMap((node: PyImport) => node.names.map((alias) => alias.name));
  private readonly fromIn = ({ index }: HoldsNodes): readonly string[] => index.nodes("ImportFrom").flatMap((node) => node.names.map((alias) => (alias.name === "*" ? `${this.sourceOf(node)}.*` : this.importedName(node, alias))));

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

interface HoldsNodes {
  readonly index: Pick<Names, "nodes">;
}

const nameOfBound = ({ name }: Bound): string => name;

/** A list that is some piece's own where only that has any. */
function joinedNodes(pieces: readonly Piece[], kind: PyNode["kind"]): readonly PyNode[] {
  let only: readonly PyNode[] = [];
  let count = 0;
  for (const { index } of pieces) {
    const nodes = index.nodes(kind);
    if (nodes.length > 0) only = nodes;
    count += nodes.length;
  }
  if (count === only.length) return only;
  const joined = new Array<PyNode>(count); // a list that grows is copied again and again
  let at = 0;
  for (const { index } of pieces) for (const node of index.nodes(kind)) joined[at++] = node;
  return joined;
}

function dotted(of: string, name: string): string {
  return of === "" ? name : name === "" ? of : `${of}.${name}`;
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
