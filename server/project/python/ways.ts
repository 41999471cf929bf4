/** How functions are reached from the outside: a breadth-first walk over the call graph that keeps what is known of parameters. */
import type { FunctionPlace, GraphStep, PredictionWay } from "../../../rules/api.ts";
import type { ConstantFact, EntryFact, FunctionFact, GuardFact } from "../../../rules/facts/python.ts";
import type { Callee, CallGraph } from "./calls.ts";
import { type Given, mayRun } from "./guards.ts";
import { own } from "./modules.ts";
import { argumentFor } from "./objects.ts";
import { isLearningName } from "./words.ts";

export interface Entry {
  readonly place: FunctionPlace;
  readonly how: PredictionWay["how"];
  readonly step: GraphStep;
}

interface State {
  readonly place: FunctionPlace;
  readonly given: Given;
  readonly entry: Entry;
  readonly from: State | undefined;
  readonly step: GraphStep;
  readonly depth: number;
}

const deepest = 12;
const mostWays = 6;

/**
 * `everything` follows all calls; `requests` leaves out what is done once and remembered; `prediction` also what trains on purpose and branches
 * that cannot run.
 */
export type Walk = "everything" | "requests" | "prediction";

export class Ways {
  notFollowed = 0;
  private readonly states = new Map<FunctionFact, State[]>();
  private readonly seen = new Set<string>();
  private readonly numbers = new Map<FunctionFact, number>();

  constructor(private readonly calls: CallGraph, entries: readonly Entry[], private readonly walk: Walk) {
    let level: State[] = [];
    for (const entry of entries) {
      if (walk === "prediction" && isLearningEntry(entry)) continue;
      const state: State = { place: entry.place, given: entry.place.facts.defaults ?? {}, entry, from: undefined, step: entry.step, depth: 0 };
      if (this.admit(state)) level.push(state);
    }
    while (level.length > 0) level = level.flatMap((state) => this.expand(state));
  }

  to(facts: FunctionFact): readonly PredictionWay[] {
    return (this.states.get(facts) ?? []).map((state) => {
      const line: State[] = [];
      for (let current: State | undefined = state; current; current = current.from) line.unshift(current);
      return { how: state.entry.how, steps: line.map(({ step }) => step), through: line.map(({ place }) => place), given: state.given };
    });
  }

  private expand(state: State): State[] {
    if (state.depth >= deepest) {
      if (this.calls.callees(state.place).some(({ facts }) => !this.states.has(facts))) this.notFollowed++;
      return [];
    }
    return this.calls.callees(state.place).flatMap((callee) => {
      if (callee.facts === state.place.facts || !this.isFollowed(state, callee)) return [];
      const step: GraphStep = { path: state.place.path, at: callee.call.at, label: callee.name };
      const next: State = { place: callee, given: handedOver(state, callee), entry: state.entry, from: state, step, depth: state.depth + 1 };
      return this.admit(next) ? [next] : [];
    });
  }

  private isFollowed(state: State, callee: Callee): boolean {
    if (this.walk === "everything") return true;
    if (this.walk === "requests") return !state.place.facts.isCached && !callee.call.guards?.some(({ when }) => when === "missing" || when === "main");
    if (callee.facts.isCached || isLearningName(lastPart(callee.name), false)) return false;
    return mayRun(callee.call.guards, state.given);
  }

  private admit(state: State): boolean {
    const facts = state.place.facts;
    const known = this.states.get(facts);
    const key = `${this.numberOf(facts)} ${this.walk !== "prediction" ? "" : JSON.stringify(relevant(facts, state.given))}`;
    if (this.seen.has(key)) return false;
    if (known && known.length >= mostWays) {
      this.notFollowed++;
      return false;
    }
    this.seen.add(key);
    if (known) known.push(state);
    else this.states.set(facts, [state]);
    return true;
  }

  private numberOf(facts: FunctionFact): number {
    let number = this.numbers.get(facts);
    if (number === undefined) this.numbers.set(facts, (number = this.numbers.size));
    return number;
  }
}

function isLearningEntry({ place, step, how }: Entry): boolean {
  if (isLearningName(lastPart(place.name), true)) return true;
  return how !== "predict" && how !== "batch" && isLearningName(step.label.replace(/^(?:GET|POST|PUT|PATCH|DELETE|WS) /, ""), true);
}

export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** What the callee's parameters are known to be when called like this. */
function handedOver(state: State, callee: Callee): Given {
  const given: Record<string, ConstantFact> = {};
  if (callee.call.isReference) return callee.facts.defaults ?? {};
  for (const name of callee.facts.params) {
    const argument = argumentFor(callee.facts, name, callee);
    const value = argument === undefined
      ? isGivenUnseen(callee, name) ? undefined : own(callee.facts.defaults ?? {}, name)
      : argument.is === "constant" ? argument.value
        : argument.object.from === "parameter" ? own(state.given, argument.object.name) : ({ given: true } as const);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

/** The call has an argument in this place of which nothing is known. */
function isGivenUnseen({ call, facts, bindsSelf }: Callee, name: string): boolean {
  const position = facts.params.indexOf(name) - (bindsSelf ? 1 : 0);
  return (call.unseen ?? []).some((key) => key === name || key === String(position) || key === "*");
}

/** Only parameters that conditions speak of, or that are passed on, tell two ways apart. */
function relevant(facts: FunctionFact, given: Given): Given {
  const names = flagsOf(facts);
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name)));
}

const flags = new WeakMap<FunctionFact, ReadonlySet<string>>();

function flagsOf(facts: FunctionFact): ReadonlySet<string> {
  let names = flags.get(facts);
  if (names) return names;
  const found = new Set<string>();
  const note = (guards: readonly GuardFact[] | undefined) => guards?.forEach((guard) => guard.when === "parameter" && found.add(guard.name));
  for (const act of facts.acts ?? []) note(act.guards);
  for (const call of facts.calls ?? []) {
    note(call.guards);
    for (const argument of Object.values(call.args ?? {})) if (argument.is === "object" && argument.object.from === "parameter") found.add(argument.object.name);
  }
  flags.set(facts, (names = found));
  return names;
}

const ranks: Readonly<Record<PredictionWay["how"], number>> = { route: 0, handler: 1, consumer: 2, rerun: 3, predict: 4, batch: 5, task: 6, command: 7, startup: 8 };

export function byImportance(a: { readonly how: EntryFact["how"] | "batch" }, b: { readonly how: EntryFact["how"] | "batch" }): number {
  return ranks[a.how] - ranks[b.how];
}
