/** The graph over all Python files: call graph, entry points and roles, each worked out on first use. */
import type { CallerPlace, FunctionPlace, GraphStep, KnownObject, PredictionWay, PythonGraph, PythonRole } from "../../../rules/api.ts";
import type { FunctionFact, GuardFact, ObjectFact, PythonFacts } from "../../../rules/facts/python.ts";
import { CallGraph } from "./calls.ts";
import { mayRun } from "./guards.ts";
import { pathFrom } from "./paths.ts";
import { roleOf, roles } from "./roles.ts";
import { byImportance, type Entry, lastPart, Ways } from "./ways.ts";
import { predictingName } from "./words.ts";

const defaultReach = 60;

export class Graph implements PythonGraph {
  private readonly calls: CallGraph;
  private readonly known = new Map<string, PythonRole>();
  private allWays: Ways | undefined;
  private requestWays: Ways | undefined;
  private ways: Ways | undefined;
  private reachesCut = 0;
  private readonly reached = new Map<FunctionFact, readonly FunctionPlace[]>();
  private knownEntries: readonly Entry[] | undefined;

  /** `declaredRole` is what the config says about a path, if anything. */
  constructor(private readonly files: ReadonlyMap<string, PythonFacts>, private readonly declaredRole: (path: string) => string | undefined) {
    this.calls = new CallGraph(files);
  }

  servePath(path: string, functionName: string): readonly GraphStep[] {
    this.allWays ??= new Ways(this.calls, this.entries(), "everything");
    const place = this.calls.place(path, functionName);
    return (place && this.allWays.to(place.facts)[0]?.steps) ?? [];
  }

  requestPath(path: string, functionName: string): readonly GraphStep[] {
    this.requestWays ??= new Ways(this.calls, this.entries().filter(isAwaited), "requests");
    const place = this.calls.place(path, functionName);
    return (place && this.requestWays.to(place.facts)[0]?.steps) ?? [];
  }

  predictionWays(path: string, functionName: string): readonly PredictionWay[] {
    this.ways ??= new Ways(this.calls, this.entries(), "prediction");
    const place = this.calls.place(path, functionName);
    return place ? this.ways.to(place.facts) : [];
  }

  reach(path: string, functionName: string, limit = defaultReach): readonly FunctionPlace[] {
    const start = this.calls.place(path, functionName);
    if (!start) return [];
    if (limit !== defaultReach) return this.findReach(start, limit);
    let found = this.reached.get(start.facts);
    if (!found) this.reached.set(start.facts, (found = this.findReach(start, limit)));
    return found;
  }

  private findReach(start: FunctionPlace, limit: number): readonly FunctionPlace[] {
    const found = new Map<FunctionFact, FunctionPlace>([[start.facts, start]]);
    for (const place of found.values()) { // grows while it is walked
      for (const callee of this.calls.callees(place)) {
        if (found.has(callee.facts)) continue;
        if (found.size < limit) found.set(callee.facts, { path: callee.path, name: callee.name, facts: callee.facts });
        else {
          if (limit === defaultReach) this.reachesCut++;
          return [...found.values()];
        }
      }
    }
    return [...found.values()];
  }

  callers(path: string, functionName: string): readonly CallerPlace[] {
    return this.calls.callers(path, functionName);
  }

  objects(path: string, functionName: string, object: ObjectFact | undefined): readonly KnownObject[] {
    return this.calls.objects.find(path, functionName, object);
  }

  role(path: string): PythonRole {
    let role = this.known.get(path);
    if (!role) {
      const declared = this.declaredRole(path);
      const facts = this.files.get(path);
      role = roles.find((one) => one === declared) ?? (facts ? roleOf(path, facts) : "library");
      this.known.set(path, role);
    }
    return role;
  }

  pathFrom(path: string, written: string): string {
    return pathFrom(this.calls.modules, path, written);
  }

  mayRun(guards: readonly GuardFact[] | undefined, way: PredictionWay): boolean {
    return mayRun(guards, way.given);
  }

  get notFollowed(): number {
    return [this.allWays, this.requestWays, this.ways].reduce((sum, ways) => sum + (ways?.notFollowed ?? 0), this.reachesCut);
  }

  private entries(): readonly Entry[] {
    return (this.knownEntries ??= [...this.files].flatMap(([path, facts]) => this.entriesOf(path, facts)).sort(byImportance));
  }

  private entriesOf(path: string, facts: PythonFacts): readonly Entry[] {
    const role = this.role(path);
    if (role === "test") return [];
    const found: Entry[] = [];
    for (const { to, entry } of facts.registers) {
      const target = this.calls.modules.resolve(path, to);
      if (target?.is === "function") found.push({ place: { path: target.path, name: target.facts.name, facts: target.facts }, how: entry.how, step: { path, at: entry.at, label: entry.label } });
    }
    for (const one of facts.functions) {
      const place: FunctionPlace = { path, name: one.name, facts: one };
      for (const entry of one.entries ?? []) if (entry.how !== "startup" && entry.how !== "command") found.push({ place, how: entry.how, step: { path, at: entry.at, label: entry.label } });
      if (!one.entries?.some(({ how }) => how !== "command") && this.isPredicting(path, facts, one)) found.push({ place, how: "predict", step: { path, at: one.at, label: one.name } });
    }
    const batch = role === "batch" ? this.calls.place(path, "") : undefined;
    if (batch) found.push({ place: batch, how: "batch", step: { path, at: batch.facts.at, label: `batch run of ${path.slice(path.lastIndexOf("/") + 1)}` } });
    return found;
  }

  /** What loads and predicts in one go; `predict` and the like in a file that loads what was trained, or on a class that is trained or loads; everything public where the config says "serve". */
  private isPredicting(path: string, facts: PythonFacts, one: FunctionFact): boolean {
    const name = lastPart(one.name);
    if (this.declaredRole(path) === "serve") return one.name !== "" && !name.startsWith("_");
    const own = new Set((one.acts ?? []).map(({ does }) => does));
    if (one.name !== "" && own.has("load") && own.has("predict") && !own.has("measure") && !own.has("split") && !own.has("dump") && !facts.isNotebook) return true;
    if (!predictingName.test(name)) return false;
    if (facts.functions.some(({ acts }) => acts?.some(({ does }) => does === "load"))) return true;
    const dot = one.name.lastIndexOf(".");
    const owner = dot < 0 ? undefined : one.name.slice(0, dot + 1);
    return owner !== undefined && facts.functions.some((other) => other.name.startsWith(owner) && /^(?:fit|train|train_model|load|load_model)$/.test(lastPart(other.name)));
  }
}

/** Somebody waits for the answer, and many may at once; a button of a window has one user. */
function isAwaited({ how, step }: Entry): boolean {
  return how === "route" || (how === "handler" && !/^(?:button|Streamlit)\b/.test(step.label));
}
