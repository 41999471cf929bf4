/** Names of a Python file as symbols: what is imported, what is defined here, which function a node belongs to. */
import type { PyAttribute, PyClassDef, PyExpr, PyFunctionDef, PyName, PyNode, PythonFile, Span } from "../../../rules/api.ts";
import type { PySymbol } from "../../../rules/facts/python.ts";
import type { Anchor } from "../../../rules/facades/text.ts";
import { foreignPackages } from "./facts-knowledge.ts";

/** More than any text that is read has characters, and few enough for two of them in one number. */
const longestText = 2 ** 26;

/** Numbers places in the order they are first mentioned; the same place keeps its number. */
export class AnchorTable {
  readonly spans: Span[] = [];
  private readonly known = new Map<number, Anchor>();

  at(span: Span): Anchor {
    const { start, end } = span;
    const key = start * longestText + end;
    let anchor = this.known.get(key);
    if (anchor === undefined) {
      this.known.set(key, (anchor = this.spans.length));
      this.spans.push({ start, end });
    }
    return anchor;
  }
}

export class Scope {
  readonly imports: Record<string, PySymbol> = Object.create(null) as Record<string, PySymbol>;
  readonly stars: PySymbol[] = [];
  /** All that `imports` stand for. */
  readonly imported: readonly PySymbol[];
  private readonly names = new Map<PyNode, string>();
  private readonly symbols = new Map<PyExpr, PySymbol | null>();
  private firstParams: ReadonlySet<string> | undefined;

  constructor(readonly file: PythonFile) {
    for (const statement of file.nodes("Import"))
      for (const { name, asname } of statement.names) this.imports[asname ?? name.split(".")[0] ?? name] = asname ? name : (name.split(".")[0] ?? name);
    for (const statement of file.nodes("ImportFrom")) {
      const base = statement.level > 0 ? relative(file.path, statement.level, statement.module) : statement.module;
      for (const { name, asname } of statement.names) {
        if (name === "*") this.stars.push(base);
        else this.imports[asname ?? name] = base === "=" ? `=${name}` : `${base}.${name}`;
      }
    }
    this.imported = Object.values(this.imports);
  }

  /** Nothing outside this function's or class's own name: `Service.predict`. */
  nameOf(definition: PyFunctionDef | PyClassDef): string {
    let name = this.names.get(definition);
    if (name === undefined) {
      const outer = enclosingDefinition(definition);
      this.names.set(definition, (name = outer ? `${this.nameOf(outer)}.${definition.name}` : definition.name));
    }
    return name;
  }

  /** The symbol of a name or attribute chain that denotes an imported thing, a function or a class; undefined for objects. */
  symbolOf(node: PyExpr): PySymbol | undefined {
    if (!this.mayBeSymbol(node)) return undefined;
    let symbol = this.symbols.get(node);
    if (symbol === undefined) this.symbols.set(node, (symbol = (node.kind === "Name" ? this.nameSymbol(node) : this.attributeSymbol(node)) ?? null));
    return symbol ?? undefined;
  }

  /** Whatever is neither imported nor defined here is an object. */
  private mayBeSymbol(node: PyExpr): node is PyName | PyAttribute {
    let root = node;
    while (root.kind === "Attribute") root = root.value;
    if (root.kind !== "Name") return false;
    return this.stars.length > 0 || Object.hasOwn(this.imports, root.id) || this.definitions.has(root.id);
  }

  private get definitions(): ReadonlySet<string> {
    return (this.knownDefinitions ??= new Set([...this.file.functions(), ...this.file.classes()].map(({ name }) => name)));
  }
  private knownDefinitions: ReadonlySet<string> | undefined;

  private nameSymbol(node: PyName): PySymbol | undefined {
    const bindings = this.file.bindingsOf(node);
    let isImport = true;
    for (let index = 0; index < bindings.length; index++) {
      const how = bindings[index]?.how;
      if (how === "import") continue;
      if (how !== "function" && how !== "class") return undefined;
      isImport = false;
    }
    if (isImport) return this.imports[node.id] ?? this.starred(node.id);
    const last = bindings[bindings.length - 1];
    return last && isDefinition(last.node) ? `:${this.nameOf(last.node)}` : undefined;
  }

  /** A free name may come from a star import; the file itself is asked, which looks there. */
  private starred(name: string): PySymbol | undefined {
    return this.stars.length > 0 ? `:${name}` : undefined;
  }

  private attributeSymbol(node: PyAttribute): PySymbol | undefined {
    if (node.value.kind === "Name" && this.isSelf(node.value)) return undefined;
    const base = this.symbolOf(node.value);
    return base === undefined ? undefined : `${base}.${node.attr}`;
  }

  /** True for the first parameter of a method. */
  isSelf(name: PyName): boolean {
    this.firstParams ??= new Set(this.file.functions().map(({ params }) => params[0]?.name ?? ""));
    if (!this.firstParams.has(name.id)) return false;
    const method = ownerFunction(name);
    for (let current = method; current; current = ownerFunction(current)) {
      if (current.params[0]?.name === name.id && classOfMethod(current)) return !isStatic(current);
    }
    return false;
  }

  /** The class whose method holds this node, through nested functions. */
  selfClass(node: PyNode): PyClassDef | undefined {
    for (let current = ownerFunction(node); current; current = ownerFunction(current)) {
      const owner = classOfMethod(current);
      if (owner) return owner;
    }
    return undefined;
  }
}

export function isForeign(symbol: PySymbol): boolean {
  if (symbol.startsWith(":") || symbol.startsWith("=")) return false;
  const dot = symbol.indexOf(".");
  return foreignPackages.has(dot < 0 ? symbol : symbol.slice(0, dot));
}

/** The `def` a node runs in: lambdas and comprehensions belong to the function around them. A `def`'s own decorators and defaults belong to it. */
export function ownerFunction(node: PyNode): PyFunctionDef | undefined {
  for (let current = node.parent; current; current = current.parent) if (current.kind === "FunctionDef") return current;
  return undefined;
}

export function classOfMethod(method: PyFunctionDef): PyClassDef | undefined {
  for (let current = method.parent; current; current = current.parent) {
    if (current.kind === "ClassDef") return current;
    if (current.kind === "FunctionDef" || current.kind === "Lambda") return undefined;
  }
  return undefined;
}

export function isDefinition(node: PyNode): node is PyFunctionDef | PyClassDef {
  return node.kind === "FunctionDef" || node.kind === "ClassDef";
}

/** `a.b.c` as text, for chains of names only. */
export function dottedText(node: PyExpr): string | undefined {
  if (node.kind === "Name") return node.id;
  if (node.kind !== "Attribute") return undefined;
  const base = dottedText(node.value);
  return base === undefined ? undefined : `${base}.${node.attr}`;
}

export function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function isStatic(method: PyFunctionDef): boolean {
  return method.decorators.some((decorator) => decorator.kind === "Name" && decorator.id === "staticmethod");
}

function enclosingDefinition(node: PyNode): PyFunctionDef | PyClassDef | undefined {
  for (let current = node.parent; current; current = current.parent) if (isDefinition(current)) return current;
  return undefined;
}

/** `from ..a import b` in pkg/sub/x.py is `=pkg.a`. */
function relative(path: string, level: number, module: string): string {
  const folders = path.split("/").slice(0, -1);
  const base = folders.slice(0, Math.max(0, folders.length - (level - 1)));
  return "=" + [...base, ...(module ? module.split(".") : [])].join(".");
}
