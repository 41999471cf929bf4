/** What a file tells the workspace of its functions: who calls whom, who answers requests, what exported names stand for. */
import type { JsCall, JsExpr, JsFunction, JsHandler, JsNode, Span } from "../../../../rules/api.ts";
import type { JavaScriptFacts, JavaScriptFunction, JavaScriptSymbol } from "../../../../rules/facts/javascript.ts";
import { classOfThis } from "../classes.ts";
import { mayBeOwn } from "../modules.ts";
import type { Script } from "../script.ts";
import { functionsIn, type Entries } from "./entries.ts";
import { exportsOf } from "./exported.ts";
import { unitOf } from "./reach.ts";
import { isRemembered } from "./remembered.ts";
import { loaderFile, routeFile } from "./table.ts";

type FunctionFacts = Pick<JavaScriptFacts, "functions" | "aliases" | "bases" | "registers">;

/** Interfaces call no services of this process: the exact tree of such a file is not made for its facts. */
export function mayServe(path: string, { imports }: JavaScriptFacts): boolean {
  if (routeFile.test(path) || loaderFile.test(path)) return true;
  return !/\.(?:[jt]sx|vue|svelte)$/.test(path) && !imports.some(({ module }) => /^(?:react-dom|react-native|vue|svelte|@angular\/|preact|solid-js|jquery)(?:\/|$)/.test(module));
}

/** `anchor` adds a place to the file's table. */
export function functionFacts(file: Script, entries: Entries, anchor: (at: Span) => number): FunctionFacts {
  const reader = new Reader(file, entries, anchor);
  const functions = reader.functions();
  const aliases = reader.aliases();
  const bases = reader.bases();
  const registers = entries.registrations.flatMap(({ to, how, label, at, isValidated, isFactory, isBare }) => {
    const symbol = reader.symbol(to);
    return symbol ? [{ to: symbol, how, label, at: anchor(at), ...(isValidated && { isValidated: true as const }), ...(isFactory && { isFactory: true as const }), ...(isBare && { isBare: true as const }) }] : [];
  });
  return {
    ...(functions.length > 0 && { functions }), ...(Object.keys(aliases).length > 0 && { aliases }),
    ...(Object.keys(bases).length > 0 && { bases }), ...(registers.length > 0 && { registers }),
  };
}

class Reader {
  private readonly modules: readonly string[];
  private readonly handlers: ReadonlyMap<JsFunction, JsHandler>;

  constructor(private readonly file: Script, entries: Entries, private readonly anchor: (at: Span) => number) {
    this.modules = file.imports().filter(mayBeOwn).sort((a, b) => b.length - a.length);
    this.handlers = new Map(entries.handlers.map((one) => [one.function, one]));
  }

  functions(): JavaScriptFunction[] {
    const calls = this.callsByUnit();
    const names = new Map<string, JsHandler | undefined>();
    for (const fn of this.file.functions()) {
      const name = unitOf(fn);
      if (name !== "" && !names.has(name) && isUnit(fn)) names.set(name, undefined);
    }
    for (const handler of this.handlers.values()) names.set(this.unit(handler.function), handler);
    return [...names].map(([name, handler]) => {
      const own = [...(calls.get(name)?.values() ?? [])];
      return {
        name,
        ...(handler && { entry: { how: handler.how, label: handler.label, at: this.anchor(handler.at), ...(handler.isValidated && { isValidated: true as const }) } }),
        ...(own.length > 0 && { calls: own.map(({ symbol, at }) => ({ ...symbol, at: this.anchor(at) })) }),
      };
    });
  }

  /** A handler without a name of its own is known by what it answers. */
  private unit(node: JsNode): string {
    for (let at: JsNode | undefined = node; at; at = at.parent) {
      const handler = at.kind === "Function" ? this.handlers.get(at) : undefined;
      if (handler) return isUnit(handler.function) ? unitOf(handler.function) : `→${handler.label}`;
    }
    return unitOf(node);
  }

  private callsByUnit(): ReadonlyMap<string, ReadonlyMap<string, { readonly symbol: JavaScriptSymbol; readonly at: Span }>> {
    const found = new Map<string, Map<string, { readonly symbol: JavaScriptSymbol; readonly at: Span }>>();
    const note = (from: JsNode, symbol: JavaScriptSymbol | undefined, at: Span): void => {
      if (!symbol || isRemembered(this.file, from)) return;
      const unit = this.unit(from);
      const key = `${symbol.module ?? ""} ${symbol.name}`;
      if (unit === "" || (symbol.module === undefined && symbol.name === unit)) return;
      const own = found.get(unit) ?? new Map<string, { readonly symbol: JavaScriptSymbol; readonly at: Span }>();
      if (!own.has(key)) found.set(unit, own.set(key, { symbol, at }));
    };
    for (const call of this.file.calls()) {
      if (!call.function) continue;
      note(call.node, this.target(call), call.name);
      for (const arg of call.args) if (arg.kind === "Name" || arg.kind === "Member") note(call.node, this.reference(arg), arg);
    }
    return found;
  }

  private target(call: JsCall): JavaScriptSymbol | undefined {
    const { callee } = call;
    const known = callee === undefined ? undefined : this.symbol(callee);
    if (known) return call.isNew ? { ...known, name: known.name === "" ? "constructor" : `${known.name}.constructor` } : known;
    return callee === undefined && call.receiver && call.method !== "" ? this.ofType(call.receiver, call.method) : undefined;
  }

  /** A function handed over to be called. */
  private reference(arg: JsExpr): JavaScriptSymbol | undefined {
    const value = this.file.valueOf(arg);
    if (value.kind === "function") return { name: unitOf(value.function) };
    return value.kind === "symbol" ? this.symbol(value.name) : undefined;
  }

  /** A qualified name as what it is in this project; undefined for packages. */
  symbol(name: string): JavaScriptSymbol | undefined {
    if (name.includes("(")) return undefined;
    if (/^#[A-Za-z_$]/.test(name) && !this.modules.some((module) => name.startsWith(module))) return { name: dotted(name.slice(1)) };
    const module = this.modules.find((one) => name === one || name.startsWith(`${one}.`) || name.startsWith(`${one}#`));
    return module === undefined ? undefined : { module, name: dotted(name.slice(module.length).replace(/^[.#]/, "")) };
  }

  /** `this.users.list()` where the constructor says `private users: UserService`; `users: UserService` as a parameter. */
  private ofType(receiver: JsExpr, method: string): JavaScriptSymbol | undefined {
    const type = receiver.kind === "Member" && receiver.object.kind === "This" && receiver.property !== undefined ? this.typeOfField(receiver, receiver.property)
      : receiver.kind === "Name" ? this.typeOfParameter(receiver) : undefined;
    const symbol = type === undefined ? undefined : this.typeNamed(type);
    return symbol && { ...symbol, name: symbol.name === "" ? method : `${symbol.name}.${method}` };
  }

  private typeOfField(node: JsNode, field: string): string | undefined {
    const members = classOfThis(node)?.members ?? [];
    for (const one of members) {
      if (one.kind === "Field" && one.name === field) return one.typeName;
      const param = one.kind === "Method" && one.role === "constructor" ? one.function.params.find(({ isField, target }) => isField && target.kind === "Name" && target.id === field) : undefined;
      if (param) return param.typeName;
    }
    return undefined;
  }

  private typeOfParameter(name: Extract<JsExpr, { kind: "Name" }>): string | undefined {
    const value = this.file.valueOf(name);
    return value.kind === "parameter" && value.param.target.kind === "Name" ? value.param.typeName : undefined;
  }

  private typeNamed(type: string): JavaScriptSymbol | undefined {
    for (const { module, names } of this.file.nodes("Import")) {
      const found = names.find(({ local }) => local.id === type);
      if (found) return mayBeOwn(module) ? { module, name: found.imported === "default" || found.imported === "*" ? "" : found.imported } : undefined;
    }
    return this.file.classes().some(({ name }) => name === type) ? { name: type } : undefined;
  }

  aliases(): Record<string, JavaScriptSymbol> {
    const found: Record<string, JavaScriptSymbol> = {};
    for (const { name, value } of exportsOf(this.file)) {
      const symbol = this.standsFor(value);
      if (symbol && (symbol.module !== undefined || symbol.name !== name)) found[name] = symbol;
    }
    return found;
  }

  private standsFor(value: JsExpr | JsFunction): JavaScriptSymbol | undefined {
    const [fn] = functionsIn(this.file, value);
    if (fn) return { name: unitOf(fn) };
    const known = this.file.valueOf(value);
    if (known.kind === "class" && known.class.name !== undefined) return { name: known.class.name };
    if (known.kind === "new") return this.symbol(known.of);
    if (known.kind === "symbol") return this.symbol(known.name);
    const holder = known.kind === "object" ? known.node?.parent : undefined;
    return holder?.kind === "Declarator" && holder.target.kind === "Name" ? { name: holder.target.id } : undefined;
  }

  bases(): Record<string, JavaScriptSymbol> {
    const found: Record<string, JavaScriptSymbol> = {};
    for (const { name, base } of this.file.classes()) {
      const symbol = name !== undefined && base ? this.standsFor(base) : undefined;
      if (name !== undefined && symbol) found[name] = symbol;
    }
    return found;
  }
}

/** Not nested in another function that has a name of its own. */
function isUnit(fn: JsFunction): boolean {
  for (let at: JsNode | undefined = fn.parent; at; at = at.parent) if (at.kind === "Function") return false;
  return unitOf(fn) !== "";
}

function dotted(name: string): string {
  return name.replaceAll("#", ".");
}
