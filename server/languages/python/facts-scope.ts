/** Names of a Python file as symbols: what is imported, what is defined here, which function a node belongs to. */
import type { PyAttribute, PyClassDef, PyExpr, PyFunctionDef, PyName, PyNode, PythonFile, Span } from "../../../rules/api.ts";
import type { PySymbol } from "../../../rules/facts/python.ts";
import type { Anchor } from "../../../rules/facades/text.ts";
import { foreignPackages } from "./facts-knowledge.ts";

/** Numbers places in the order they are first mentioned; the same place keeps its number. */
export class AnchorTable {
  readonly spans: Span[] = [];
  /** By where it begins, the place that was mentioned first. */
  private readonly first = new Map<number, Anchor>();
  /** By beginning and end, those that begin where another does. */
  private readonly others = new Map<number, Map<number, Anchor>>();

  at(span: Span): Anchor {
    const { start, end } = span;
    const first = this.first.get(start);
    if (first === undefined) {
      this.first.set(start, this.spans.length);
      return this.spans.push({ start, end }) - 1;
    }
    return this.spans[first]?.end === end ? first : this.other(start, end);
  }

  private other(start: number, end: number): Anchor {
    let byEnd = this.others.get(start);
    if (!byEnd) this.others.set(start, (byEnd = new Map<number, Anchor>()));
    const known = byEnd.get(end);
    if (known !== undefined) return known;
    byEnd.set(end, this.spans.length);
    return this.spans.push({ start, end }) - 1;
  }
}

export class Scope {
  readonly stars: PySymbol[] = [];
  /** All that imported names stand for. */
  readonly imported: readonly PySymbol[];
  private readonly byName = new Map<string, PySymbol>();
  private readonly names = new Map<PyNode, string>();
  private readonly symbols = new Map<PyExpr, PySymbol | null>();
  private firstParams: ReadonlySet<string> | undefined;

  constructor(readonly file: PythonFile) {
    for (const statement of file.nodes("Import"))
      for (const { name, asname } of statement.names) {
        const first = asname ?? name.split(".", 1)[0] ?? name;
        this.byName.set(first, asname ? name : first);
      }
    for (const statement of file.nodes("ImportFrom")) {
      const base = statement.level > 0 ? relative(file.path, statement.level, statement.module) : statement.module;
      for (const { name, asname } of statement.names) {
        if (name === "*") this.stars.push(base);
        else this.byName.set(asname ?? name, base === "=" ? `=${name}` : `${base}.${name}`);
      }
    }
    this.imported = [...this.byName.values()];
  }

  /** By the name that they are given here. */
  imports(): Readonly<Record<string, PySymbol>> {
    const imports = Object.create(null) as Record<string, PySymbol>;
    for (const [name, symbol] of this.byName) imports[name] = symbol;
    return imports;
  }

  /** What a name stands for if it is one that some import brings. */
  importedAs(name: string): PySymbol | undefined {
    return this.byName.get(name);
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
    return this.stars.length > 0 || (this.given ??= this.findGiven()).has(root.id);
  }

  /** What is imported or defined here, anywhere. */
  private given: ReadonlySet<string> | undefined;

  private findGiven(): ReadonlySet<string> {
    const found = new Set(this.byName.keys());
    for (const { name } of this.file.functions()) found.add(name);
    for (const { name } of this.file.classes()) found.add(name);
    return found;
  }

  private nameSymbol(node: PyName): PySymbol | undefined {
    const bindings = this.file.bindingsOf(node);
    let isImport = true;
    for (let index = 0; index < bindings.length; index++) {
      const how = bindings[index]?.how;
      if (how === "import") continue;
      if (how !== "function" && how !== "class") return undefined;
      isImport = false;
    }
    if (isImport) return this.byName.get(node.id) ?? this.starred(node.id);
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
    this.firstParams ??= firstParamsOf(this.file.functions());
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

function firstParamsOf(functions: readonly PyFunctionDef[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { params } of functions) found.add(params[0]?.name ?? "");
  return found;
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
