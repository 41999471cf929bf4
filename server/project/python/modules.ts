/** Python's import system over the files of a workspace: from a symbol in one file to the definition in another. */
import type { ClassFact, FunctionFact, ObjectFact, PySymbol, PythonFacts } from "../../../rules/facts/python.ts";

export type Target =
  | { readonly is: "function"; readonly path: string; readonly facts: FunctionFact }
  | { readonly is: "class"; readonly path: string; readonly facts: ClassFact }
  | { readonly is: "global"; readonly path: string; readonly name: string; readonly object: ObjectFact }
  | { readonly is: "constant"; readonly path: string; readonly value: string }
  | { readonly is: "module"; readonly path: string }
  | { readonly is: "foreign"; readonly name: string };

interface FileNames {
  readonly functions: ReadonlyMap<string, FunctionFact>;
  readonly classes: ReadonlyMap<string, ClassFact>;
}

const deepest = 8;
/** Names of a file do not change while its facts do not: kept over rebuilds. */
const namesByFacts = new WeakMap<PythonFacts, FileNames>();

export class Modules {
  private readonly resolved = new Map<string, Target | undefined>();
  private readonly found = new Map<string, string | undefined>();
  /** Of folders and files, without ending: what begins otherwise is no module of the workspace. */
  private readonly firstNames: ReadonlySet<string>;

  constructor(readonly files: ReadonlyMap<string, PythonFacts>) {
    this.firstNames = new Set([...files.keys()].flatMap((path) => path.replace(/\.py$/, "").split("/")));
  }

  names(path: string): FileNames | undefined {
    const facts = this.files.get(path);
    if (!facts) return undefined;
    let names = namesByFacts.get(facts);
    if (!names) {
      names = {
        functions: new Map(facts.functions.map((one) => [one.name, one])),
        classes: new Map(facts.classes.map((one) => [one.name, one])),
      };
      namesByFacts.set(facts, names);
    }
    return names;
  }

  /** What a symbol of the file at `path` denotes; undefined when this file should define it and does not visibly do so. */
  resolve(path: string, symbol: PySymbol, depth = 0): Target | undefined {
    const key = `${path}\n${symbol}`;
    if (this.resolved.has(key)) return this.resolved.get(key);
    if (depth > deepest) return undefined;
    this.resolved.set(key, undefined); // circular imports end here
    const target = symbol.startsWith(":") ? this.within(path, symbol.slice(1), depth) : this.absolute(path, symbol, depth);
    this.resolved.set(key, target);
    return target;
  }

  /** With `isOwn` the file itself asks: what it does not define is looked for elsewhere. */
  private absolute(path: string, symbol: PySymbol, depth: number, isOwn = false): Target | undefined {
    if (depth > deepest) return undefined;
    const isRooted = symbol.startsWith("=");
    const parts = (isRooted ? symbol.slice(1) : symbol).split(".");
    const isOurs = isRooted || this.firstNames.has(parts[0] ?? "");
    for (let count = isOurs ? parts.length : 0; count > 0; count--) {
      const file = this.fileOf(isRooted ? "" : path, parts.slice(0, count).join("/"), isRooted);
      if (file === undefined || (isOwn && file === path)) continue;
      if (count === parts.length) return { is: "module", path: file };
      const inside = this.within(file, parts.slice(count).join("."), depth);
      if (inside || file !== path) return inside;
    }
    return isRooted ? undefined : { is: "foreign", name: symbol };
  }

  private within(path: string, name: string, depth: number): Target | undefined {
    const names = this.names(path);
    const facts = this.files.get(path);
    if (!names || !facts) return undefined;
    const definition = names.functions.get(name);
    if (definition && name !== "") return { is: "function", path, facts: definition };
    const type = names.classes.get(name);
    if (type) return { is: "class", path, facts: type };
    const global = own(facts.globals, name);
    if (global) return { is: "global", path, name, object: global };
    const constant = own(facts.parity?.constants ?? {}, name);
    if (constant !== undefined) return { is: "constant", path, value: constant };
    return this.inherited(path, name, depth) ?? this.reexported(path, facts, name, depth);
  }

  /** `Class.method` defined by a base of the class. */
  private inherited(path: string, name: string, depth: number): Target | undefined {
    const dot = name.lastIndexOf(".");
    const type = dot < 0 ? undefined : this.names(path)?.classes.get(name.slice(0, dot));
    for (const base of type?.bases ?? []) {
      const target = this.resolve(path, `${base.startsWith(":") || base.startsWith("=") || base.includes(".") ? base : `:${base}`}${name.slice(dot)}`, depth + 1);
      if (target && target.is !== "foreign") return target;
    }
    return undefined;
  }

  private reexported(path: string, facts: PythonFacts, name: string, depth: number): Target | undefined {
    const dot = name.indexOf(".");
    const [first, rest] = dot < 0 ? [name, ""] : [name.slice(0, dot), name.slice(dot)];
    const imported = own(facts.imports, first);
    if (imported) return this.resolve(path, imported + rest, depth + 1);
    if (path.endsWith("__init__.py")) {
      const submodule = this.absolute(path, `=${[...path.split("/").slice(0, -1), name].join(".")}`, depth + 1, true);
      if (submodule) return submodule;
    }
    for (const star of facts.stars) {
      const target = this.resolve(path, `${star}.${name}`, depth + 1);
      if (target && target.is !== "foreign") return target;
    }
    return undefined;
  }

  /** Beside the importing file first, then in each folder above it and in `src` beside those. */
  private fileOf(from: string, module: string, isRooted: boolean): string | undefined {
    const folder = from.slice(0, Math.max(0, from.lastIndexOf("/")));
    const key = `${folder}\n${module}`;
    if (this.found.has(key)) return this.found.get(key);
    let found: string | undefined;
    for (let base = folder; found === undefined; base = base.slice(0, Math.max(0, base.lastIndexOf("/")))) {
      found = this.at(base, module) ?? (isRooted ? undefined : this.at(base ? `${base}/src` : "src", module));
      if (base === "") break;
    }
    this.found.set(key, found);
    return found;
  }

  private at(base: string, module: string): string | undefined {
    const stem = base ? `${base}/${module}` : module;
    return [`${stem}.py`, `${stem}/__init__.py`].find((path) => this.files.has(path));
  }
}

export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
