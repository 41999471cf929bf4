/** The call graph: which functions of the workspace a function calls or hands over, and who calls it. */
import type { CallerPlace, FunctionPlace } from "../../../rules/api.ts";
import type { CallFact, FunctionFact, ObjectFact, PythonFacts } from "../../../rules/facts/python.ts";
import { CallersByName } from "./callers.ts";
import { Modules, type Target } from "./modules.ts";
import { ObjectFinder } from "./objects.ts";

export interface Callee extends FunctionPlace {
  readonly call: CallFact;
  readonly bindsSelf: boolean;
}

const mostAliases = 4;

export class CallGraph {
  readonly modules: Modules;
  readonly objects: ObjectFinder;
  private readonly calleesOf = new Map<FunctionFact, readonly Callee[]>();
  private readonly callersOf = new Map<FunctionFact, readonly CallerPlace[]>();
  private byName: CallersByName | undefined;
  /** Edges are found without asking for callers, which are found from the edges. */
  private readonly plainObjects: ObjectFinder;

  constructor(files: ReadonlyMap<string, PythonFacts>) {
    this.modules = new Modules(files);
    this.plainObjects = new ObjectFinder(this.modules, () => []);
    this.objects = new ObjectFinder(this.modules, (path, name) => this.callers(path, name));
  }

  place(path: string, name: string): FunctionPlace | undefined {
    const facts = this.modules.names(path)?.functions.get(name);
    return facts && { path, name, facts };
  }

  callees({ path, facts }: FunctionPlace): readonly Callee[] {
    let found = this.calleesOf.get(facts);
    if (!found) this.calleesOf.set(facts, (found = (facts.calls ?? []).flatMap((call) => this.targetsOf(path, facts.name, call))));
    return found;
  }

  callers(path: string, name: string): readonly CallerPlace[] {
    const facts = this.modules.names(path)?.functions.get(name);
    if (!facts) return [];
    let found = this.callersOf.get(facts);
    if (!found) this.callersOf.set(facts, (found = this.findCallers(name, facts)));
    return found;
  }

  *functions(): Iterable<FunctionPlace> {
    for (const [path, file] of this.modules.files) for (const facts of file.functions) yield { path, name: facts.name, facts };
  }

  private findCallers(name: string, facts: FunctionFact): readonly CallerPlace[] {
    this.byName ??= new CallersByName(this.modules.files, [...this.functions()]);
    return this.byName.mayCall(name).flatMap((caller) => this.callees(caller).flatMap(({ facts: callee, call, bindsSelf }) => (callee === facts ? [{ ...caller, call, bindsSelf }] : [])));
  }

  private targetsOf(path: string, functionName: string, call: CallFact): readonly Callee[] {
    if (call.to !== undefined) {
      const target = this.modules.resolve(path, call.to);
      if (target?.is === "global" && !call.isReference) return this.onObject(path, functionName, { from: "global", of: call.to }, "__call__", call);
      if (!target && call.to.includes(".") && !call.to.startsWith(":")) return this.onGlobal(path, functionName, call);
      return this.calleeOf(target, call, isOnInstance(call, target));
    }
    return call.method === undefined ? [] : this.onObject(path, functionName, call.on, call.method, call);
  }

  /** `services.predictor.predict(x)` with `predictor` a global of the module `services`. */
  private onGlobal(path: string, functionName: string, call: CallFact): readonly Callee[] {
    const dot = call.to?.lastIndexOf(".") ?? -1;
    const holder = call.to?.slice(0, dot) ?? "";
    if (this.modules.resolve(path, holder)?.is !== "global") return [];
    return this.onObject(path, functionName, { from: "global", of: holder }, call.to?.slice(dot + 1) ?? "", call);
  }

  private onObject(path: string, functionName: string, on: CallFact["on"], method: string, call: CallFact): readonly Callee[] {
    const held = method === "__call__" ? this.functionsOf(path, on).flatMap((target) => this.calleeOf(target, { ...call, args: {}, unseen: ["*"] }, false)) : [];
    return [...held, ...this.plainObjects.find(path, functionName, on).flatMap((object) =>
      object.kind === "instance" ? this.calleeOf(this.plainObjects.method(object.of, method), call, true) : [])];
  }

  /** The functions that a name, a table of functions or a `partial` stands for; what they are given is not known then. */
  private functionsOf(path: string, object: ObjectFact | undefined, depth = 0): readonly Target[] {
    if (!object || depth > mostAliases) return [];
    if (object.from === "either") return object.of.flatMap((one) => this.functionsOf(path, one, depth + 1));
    if (object.from === "part") return this.functionsOf(path, object.of, depth + 1);
    if (object.from !== "global") return [];
    const target = this.modules.resolve(path, object.of);
    return target?.is === "global" ? this.functionsOf(target.path, target.object, depth + 1) : target?.is === "function" ? [target] : [];
  }

  private calleeOf(target: Target | undefined, call: CallFact, bindsSelf: boolean): readonly Callee[] {
    if (target?.is === "function") return [{ path: target.path, name: target.facts.name, facts: target.facts, call, bindsSelf }];
    if (target?.is !== "class" || call.isReference) return [];
    const init = this.modules.resolve(target.path, `:${target.facts.name}.__init__`);
    return init?.is === "function" ? [{ path: init.path, name: init.facts.name, facts: init.facts, call, bindsSelf: true }] : [];
  }
}

/** `self.m(x)`, and methods called on the class itself when they take `cls`. */
function isOnInstance(call: CallFact, target: Target | undefined): boolean {
  if (target?.is !== "function") return false;
  const first = target.facts.params[0];
  return call.to !== undefined && target.facts.name.includes(".") && (first === "self" || first === "cls");
}
