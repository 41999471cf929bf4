/** The module system of JavaScript over the files of a workspace: from a symbol in one file to the function that another defines. */
import type { JavaScriptFacts, JavaScriptFunction, JavaScriptSymbol } from "../../../rules/facts/javascript.ts";
import type { Aliases } from "./aliases.ts";
import { folderOf, joined } from "./paths.ts";

export interface FunctionAt {
  readonly path: string;
  readonly facts: JavaScriptFunction;
}

const endings = ["", ".ts", ".js", ".tsx", ".jsx", ".mts", ".mjs", ".cts", ".cjs", "/index.ts", "/index.js", "/index.tsx", "/index.mjs"];
const deepest = 8;

export class Modules {
  private readonly functions = new Map<string, ReadonlyMap<string, JavaScriptFunction>>();
  private readonly found = new Map<string, string | undefined>();
  /** All names by which files may be asked for: most that are asked for are packages, tried in every folder above. */
  private stems: ReadonlySet<string> | undefined;

  constructor(readonly files: ReadonlyMap<string, JavaScriptFacts>, private readonly aliases: Aliases) {}

  own(path: string, name: string): JavaScriptFunction | undefined {
    let own = this.functions.get(path);
    if (!own) this.functions.set(path, (own = new Map((this.files.get(path)?.functions ?? []).map((one) => [one.name, one]))));
    return own.get(name);
  }

  /** What a symbol of the file at `path` denotes; undefined when it is not a visible function of this workspace. */
  resolve(path: string, { module, name }: JavaScriptSymbol, depth = 0): FunctionAt | undefined {
    if (depth > deepest) return undefined;
    const file = module === undefined ? path : this.fileOf(path, module);
    const facts = file === undefined ? undefined : this.files.get(file);
    if (file === undefined || !facts) return undefined;
    const own = this.own(file, name === "" ? "default" : name);
    if (own) return { path: file, facts: own };
    const [first, rest] = split(name === "" ? "default" : name);
    const next = (symbol: JavaScriptSymbol, tail: string) => this.resolve(file, { ...symbol, name: [symbol.name, tail].filter(Boolean).join(".") }, depth + 1);
    const alias = facts.aliases && Object.hasOwn(facts.aliases, first) ? facts.aliases[first] : undefined;
    const base = facts.bases && Object.hasOwn(facts.bases, first) ? facts.bases[first] : undefined;
    return (alias && next(alias, rest)) ?? (base && rest ? next(base, rest) : undefined) ?? this.reexported(file, facts, first, rest, depth)
      ?? (first !== "default" ? this.ofDefault(file, facts, name, depth) : undefined);
  }

  private reexported(file: string, { exports }: JavaScriptFacts, first: string, rest: string, depth: number): FunctionAt | undefined {
    for (const { name, from } of exports) {
      if (!from || (name !== first && name !== "*")) continue;
      const inner = name === "*" ? first : from.name === "default" || from.name === "*" ? "" : from.name;
      const target = this.resolve(file, { module: from.module, name: [inner, rest].filter(Boolean).join(".") }, depth + 1);
      if (target) return target;
    }
    return undefined;
  }

  /** `import users from "./users"; users.list()`. */
  private ofDefault(file: string, facts: JavaScriptFacts, name: string, depth: number): FunctionAt | undefined {
    const alias = facts.aliases && Object.hasOwn(facts.aliases, "default") ? facts.aliases["default"] : undefined;
    return alias && this.resolve(file, { ...alias, name: [alias.name, name].filter(Boolean).join(".") }, depth + 1);
  }

  private fileOf(from: string, module: string): string | undefined {
    const folder = folderOf(from);
    const key = `${folder}\n${module}`;
    if (!this.found.has(key)) this.found.set(key, module.startsWith(".") ? this.at(joined(folder, module)) : this.aliased(folder, module));
    return this.found.get(key);
  }

  private aliased(folder: string, module: string): string | undefined {
    for (const stem of this.aliases.candidates(folder, module)) {
      const found = this.at(stem);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private at(stem: string): string | undefined {
    this.stems ??= stemsOf(this.files.keys());
    const plain = stem.replace(/\.[cm]?jsx?$/, "");
    for (const one of plain === stem ? [stem] : [stem, plain]) {
      if (!this.stems.has(one)) continue;
      const ending = endings.find((candidate) => this.files.has(one + candidate));
      if (ending !== undefined) return one + ending;
    }
    return undefined;
  }
}

/** Without each ending that may be left out. */
function stemsOf(paths: Iterable<string>): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const path of paths) {
    for (const ending of endings) if (path.endsWith(ending)) stems.add(path.slice(0, path.length - ending.length));
  }
  return stems;
}

function split(name: string): readonly [string, string] {
  const dot = name.indexOf(".");
  return dot < 0 ? [name, ""] : [name.slice(0, dot), name.slice(dot + 1)];
}

