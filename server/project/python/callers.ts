/** Who may call a function, judged by names alone: the few calls that are worth resolving to find its callers. */
import type { FunctionPlace } from "../../../rules/api.ts";
import type { CallFact, ObjectFact, PySymbol, PythonFacts } from "../../../rules/facts/python.ts";

/**
 * Holds what `CallGraph` follows: a call leads to a function of the same last name, or under another one through an import `as`, a module-level name that
 * holds the function, or a class whose `__init__` it is, a subclass's included. What is called without a name may be anything.
 */
export class CallersByName {
  private readonly calling = new Map<string, number[]>();
  /** By name, the names that stand for the same thing elsewhere. */
  private readonly others = new Map<string, Set<string>>();

  constructor(files: ReadonlyMap<string, PythonFacts>, private readonly functions: readonly FunctionPlace[]) {
    for (const [index, { facts }] of functions.entries()) for (const name of new Set((facts.calls ?? []).map(nameCalled))) collect(this.calling, name, index);
    for (const { imports, globals, classes } of files.values()) {
      for (const name in imports) this.note(lastOf(imports[name] ?? ""), name);
      for (const name in globals) for (const held of functionsIn(globals[name])) this.note(lastOf(held), lastOf(name));
      for (const { name, bases } of classes) for (const base of bases) this.note(lastOf(base), lastOf(name));
    }
  }

  /** In the order of all functions. */
  mayCall(functionName: string): readonly FunctionPlace[] {
    const name = lastOf(functionName);
    if (name === unnamed) return this.functions;
    const names = new Set([name, unnamed]);
    if (name === "__init__") names.add(lastOf(functionName.slice(0, -".__init__".length)));
    for (const one of names) for (const other of this.others.get(one) ?? []) names.add(other); // grows while it is walked
    const found = new Set([...names].flatMap((one) => this.calling.get(one) ?? []));
    return [...found].sort((a, b) => a - b).flatMap((index) => this.functions[index] ?? []);
  }

  private note(name: string, other: string): void {
    if (name === other) return;
    const known = this.others.get(name);
    if (known) known.add(other);
    else this.others.set(name, new Set([other]));
  }
}

const unnamed = "__call__";

function nameCalled({ to, method }: CallFact): string {
  return to === undefined ? (method ?? unnamed) : lastOf(to);
}

/** What a table, a choice or a name of the module holds. */
function functionsIn(object: ObjectFact | undefined): readonly PySymbol[] {
  if (object?.from === "either") return object.of.flatMap(functionsIn);
  if (object?.from === "part") return functionsIn(object.of);
  return object?.from === "global" ? [object.of] : [];
}

function lastOf(symbol: PySymbol): string {
  return symbol.slice(Math.max(symbol.lastIndexOf("."), symbol.lastIndexOf(":"), symbol.lastIndexOf("=")) + 1);
}

function collect(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
