/** Follows objects over files: a name to the module that holds it, an attribute to the method that sets it, a parameter to its callers. */
import type { CallerPlace, KnownObject } from "../../../rules/api.ts";
import type { ArgumentFact, ClassFact, FunctionFact, ObjectFact } from "../../../rules/facts/python.ts";
import { type Modules, own, type Target } from "./modules.ts";

type Lives = KnownObject["lives"];
/** Where in the workspace an object is spoken of. */
interface Spot { readonly path: string; readonly functionName: string; readonly lives: Lives }

const deepest = 10;
const mostCallers = 6;

export class ObjectFinder {
  constructor(private readonly modules: Modules, private readonly callersOf: (path: string, functionName: string) => readonly CallerPlace[]) {}

  find(path: string, functionName: string, object: ObjectFact | undefined): readonly KnownObject[] {
    const found = this.follow({ path, functionName, lives: "local" }, object, 0);
    const distinct = new Map(found.map((one) => [JSON.stringify(one), one]));
    return [...distinct.values()];
  }

  private follow(spot: Spot, object: ObjectFact | undefined, depth: number): readonly KnownObject[] {
    if (!object || depth > deepest) return [this.unknown(spot)];
    switch (object.from) {
      case "none": return [];
      case "artefact": return [{ kind: "artefact", by: object.by, ...(object.key !== undefined && { key: object.key }), path: spot.path, at: object.at, lives: spot.lives }];
      case "call": return this.followCall(spot, object, depth + 1);
      case "method": return this.followMethod(spot, object, depth + 1);
      case "either": return object.of.flatMap((one) => this.follow(spot, one, depth + 1));
      case "part": return this.followPart(spot, object.of, object.key, depth + 1);
      case "global": return this.followGlobal(spot, object.of, depth + 1);
      case "attribute": return this.followAttribute(spot, object.class, object.name, depth + 1);
      case "parameter": return this.followParameter(spot, object, depth + 1);
    }
  }

  private unknown(spot: Spot): KnownObject {
    return { kind: "unknown", path: spot.path, at: undefined, lives: spot.lives };
  }

  private followCall(spot: Spot, object: Extract<ObjectFact, { from: "call" }>, depth: number): readonly KnownObject[] {
    const target = this.modules.resolve(spot.path, object.of);
    const place = { path: spot.path, at: object.at, lives: spot.lives };
    if (target?.is === "foreign") return [{ kind: "made", of: target.name, ...(object.parts && { parts: object.parts }), ...place }];
    if (target?.is === "class") return [{ kind: "instance", of: `${target.path}:${target.facts.name}`, bases: this.basesOf(target), ...place }];
    if (target?.is !== "function") return [this.unknown(spot)];
    return this.followReturn(target, target.facts.isCached ? "module" : spot.lives, depth);
  }

  private followReturn(target: Extract<Target, { is: "function" }>, lives: Lives, depth: number): readonly KnownObject[] {
    return this.follow({ path: target.path, functionName: target.facts.name, lives }, target.facts.returns, depth);
  }

  private followMethod(spot: Spot, object: Extract<ObjectFact, { from: "method" }>, depth: number): readonly KnownObject[] {
    return this.follow(spot, object.on, depth).flatMap((one) => {
      const method = one.kind === "instance" ? this.method(one.of, object.method) : undefined;
      return method?.is === "function" ? this.followReturn(method, spot.lives, depth) : [this.unknown(spot)];
    });
  }

  method(instanceOf: string, name: string): Target | undefined {
    const colon = instanceOf.lastIndexOf(":");
    return this.modules.resolve(instanceOf.slice(0, colon), `:${instanceOf.slice(colon + 1)}.${name}`);
  }

  private followPart(spot: Spot, whole: ObjectFact, key: string | undefined, depth: number): readonly KnownObject[] {
    return this.follow(spot, whole, depth).flatMap((one): readonly KnownObject[] => {
      if (one.kind === "artefact") return [{ ...one, ...(key !== undefined && { key }) }];
      if (one.kind === "instance" && key !== undefined) return this.attributeOf(one.of, key, depth);
      // a function that returns several things was flattened into alternatives already
      return whole.from === "call" && one.kind === "made" && one.path !== spot.path ? [one] : whole.from === "call" && one.at !== whole.at ? [one] : [this.unknown(spot)];
    });
  }

  private attributeOf(instanceOf: string, name: string, depth: number): readonly KnownObject[] {
    const colon = instanceOf.lastIndexOf(":");
    return this.followAttribute({ path: instanceOf.slice(0, colon), functionName: "", lives: "instance" }, instanceOf.slice(colon + 1), name, depth);
  }

  private followGlobal(spot: Spot, symbol: string, depth: number): readonly KnownObject[] {
    const target = this.modules.resolve(spot.path, symbol);
    if (target?.is === "global") return this.follow({ path: target.path, functionName: "", lives: "module" }, target.object, depth);
    if (target?.is === "module") return [];
    const dot = symbol.lastIndexOf(".");
    if (!target && dot > 0) return this.followPart({ ...spot, lives: "module" }, { from: "global", of: symbol.slice(0, dot) }, symbol.slice(dot + 1), depth);
    return [this.unknown({ ...spot, lives: "module" })];
  }

  private followAttribute(spot: Spot, className: string, name: string, depth: number): readonly KnownObject[] {
    const target = this.modules.resolve(spot.path, `:${className}`);
    if (target?.is !== "class") return [this.unknown({ ...spot, lives: "instance" })];
    const object = own(target.facts.attributes, name);
    if (object) return this.follow({ path: target.path, functionName: `${target.facts.name}.__init__`, lives: "instance" }, object, depth).map((one) => ({ ...one, lives: "instance" as const }));
    for (const base of target.facts.bases) {
      const parent = this.modules.resolve(target.path, base);
      if (parent?.is === "class" && depth < deepest) return this.followAttribute({ path: parent.path, functionName: "", lives: "instance" }, parent.facts.name, name, depth + 1);
    }
    return [this.unknown({ ...spot, lives: "instance" })];
  }

  private followParameter(spot: Spot, object: Extract<ObjectFact, { from: "parameter" }>, depth: number): readonly KnownObject[] {
    const place = { path: spot.path, at: undefined, lives: "handed-in" as const };
    const found: KnownObject[] = [];
    if (object.otherwise) found.push(...this.follow({ ...spot, lives: "handed-in" }, object.otherwise, depth));
    const callers = this.callersOf(spot.path, spot.functionName);
    const facts = this.modules.names(spot.path)?.functions.get(spot.functionName);
    for (const caller of callers.slice(0, mostCallers)) {
      const given = facts && argumentFor(facts, object.name, caller);
      if (given?.is === "object") found.push(...this.follow({ path: caller.path, functionName: caller.name, lives: "handed-in" }, given.object, depth + 1));
    }
    if (found.every(({ kind }) => kind === "unknown") && object.of) {
      const type = this.modules.resolve(spot.path, object.of);
      if (type?.is === "foreign") found.push({ kind: "typed", of: type.name, ...place });
      if (type?.is === "class") found.push({ kind: "instance", of: `${type.path}:${type.facts.name}`, bases: this.basesOf(type), ...place });
    }
    return found.length > 0 ? found : [{ kind: "unknown", ...place }];
  }

  private basesOf(type: { readonly path: string; readonly facts: ClassFact }): readonly string[] {
    const found: string[] = [];
    let level: { readonly path: string; readonly facts: ClassFact }[] = [type];
    for (let depth = 0; depth < 4 && level.length > 0; depth++) {
      level = level.flatMap(({ path, facts }) => facts.bases.flatMap((base) => {
        const target = this.modules.resolve(path, base);
        if (target?.is === "class") return [target];
        found.push(target?.is === "foreign" ? target.name : base);
        return [];
      }));
    }
    return found;
  }
}

/** What a call hands over for one parameter; undefined when it is left to its default or not known. */
export function argumentFor(callee: FunctionFact, parameter: string, { call, bindsSelf }: Pick<CallerPlace, "call" | "bindsSelf">): ArgumentFact | undefined {
  const args = call.args;
  if (!args) return undefined;
  const position = callee.params.indexOf(parameter) - (bindsSelf ? 1 : 0);
  return own(args, parameter) ?? (position >= 0 ? own(args, String(position)) : undefined);
}
