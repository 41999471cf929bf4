/** Runs through code once, statement by statement, with values that know only their rows. */
import type { PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyLambda, PyNode, PyNodeOf, PyStmt } from "../../../../rules/api.ts";
import { assign, augment } from "./assignments.ts";
import type { RowCode } from "./code.ts";
import { turnsOf } from "./loops.ts";
import { evaluate } from "./expressions.ts";
import { cutsOf, type Learning, type Rows, type Side, sourceRows, type Split } from "./rows.ts";
import { blank, elementOf, join, type Estimator, type Value } from "./values.ts";

/** How rows were used in the end: learned from by a model, judged, cross-validated, or handed on out of sight. */
export interface Use {
  readonly how: "fit" | "judge" | "cross" | "stop" | "leave";
  readonly value: Value;
  /** As it was at that moment; the value may change later. */
  readonly rows: Rows;
  readonly traces: ReadonlyMap<Learning, string | undefined>;
  /** Undefined when it is only held at the end. */
  readonly at: PyNode | undefined;
  readonly by?: Estimator | undefined;
}

export interface Result { returned: Value[] }

type Env = Map<string, Value>;

/** Statements run in one file before it is given up as too long; what was seen until then still counts. */
const budget = 12_000;
const deepestCall = 6;

export class Machine {
  readonly uses: Use[] = [];
  readonly estimators: Estimator[] = [];
  /** Splits by slice or mask, by rows and text. */
  readonly halves = new Map<Rows, Map<string, Split>>();
  /** Something out of sight is taken for a transformer: what it gave back may be other rows. */
  isGuessing = false;
  /** The loops that run, outermost first; functions called inside them included. */
  loops: readonly PyNode[] = [];
  private readonly learnings = new Map<PyNode, Map<Rows, Learning>>();
  private readonly module: Env = new Map();
  private envs: Env[] = [this.module];
  private results: Result[] = [];
  private readonly running: (PyFunctionDef | PyLambda)[] = [];
  private readonly entered = new Set<PyNode>();
  private steps = 0;

  constructor(readonly file: RowCode) {}

  run(): void {
    this.block(this.file.body);
    for (const made of this.file.classes()) if (!this.entered.has(made)) this.runClass(made);
    for (const made of this.callersFirst(this.file.functions())) if (!this.entered.has(made) && this.file.enclosingClass(made) === undefined) this.runAlone(made, undefined);
  }

  /** A script that only prepares data hands its parts on, to wherever the model is. */
  partsLeft(): readonly Use[] {
    const before = this.uses.length;
    for (const value of this.module.values()) if (value.rows?.kind === "part") this.use("leave", value, undefined);
    return this.uses.splice(before);
  }

  /** Whether anything was seen that may be told. */
  get isTelling(): boolean {
    return this.isGuessing || this.estimators.length > 0 || [...this.uses, ...this.partsLeft()].some(({ rows, traces }) => traces.size > 0 || cutsOf(rows).length > 0);
  }

  get scope(): Env {
    return this.envs[this.envs.length - 1] ?? this.module;
  }

  lookup(name: string): Value | undefined {
    for (let index = this.envs.length - 1; index >= 0; index--) {
      const found = this.envs[index]?.get(name);
      if (found) return found;
    }
    return undefined;
  }

  evaluate(node: PyExpr): Value {
    return evaluate(this, node);
  }

  /** What an expression holds in the end, without counting it as run once more. */
  look(node: PyExpr): Value {
    const [uses, estimators] = [this.uses.length, this.estimators.length];
    const value = this.evaluate(node);
    this.uses.splice(uses);
    this.estimators.splice(estimators);
    return value;
  }

  use(how: Use["how"], value: Value, at: PyNode | undefined, by?: Estimator): void {
    if (value.items) for (const one of value.items) this.use(how, one, at, by);
    else if (value.entries) for (const one of value.entries.values()) this.use(how, one, at, by);
    else if (value.rows) this.uses.push({ how, value, rows: value.rows, traces: new Map(value.traces), at, by });
  }

  /** Rows of which nothing else is known. */
  fresh(named?: Side | "validation", from?: PyCallExpr): Value {
    return { ...blank({ ...sourceRows(named), ...(from && { from }) }), isOpaque: true };
  }

  block(body: readonly PyStmt[]): void {
    for (const statement of body) {
      if (++this.steps > budget) return;
      this.statement(statement);
    }
  }

  /** What a call learned from these rows; the same call on the same rows learns the same thing. */
  learn(node: PyCallExpr, kind: Learning["kind"], name: string, rows: Rows): Learning {
    let byRows = this.learnings.get(node);
    if (!byRows) this.learnings.set(node, (byRows = new Map<Rows, Learning>()));
    let learning = byRows.get(rows);
    if (!learning) byRows.set(rows, (learning = { kind, call: this.file.call(node), name, rows }));
    return learning;
  }

  private statement(node: PyStmt): void {
    switch (node.kind) {
      case "Assign": {
        const value = this.evaluate(node.value);
        for (const target of node.targets) assign(this, target, value, node.value);
        return;
      }
      case "AnnAssign": if (node.value) assign(this, node.target, this.evaluate(node.value), node.value); return;
      case "AugAssign": augment(this, node); return;
      case "ExprStmt": this.evaluate(node.value); return;
      case "Return": if (node.value) this.results[this.results.length - 1]?.returned.push(this.evaluate(node.value)); return;
      case "FunctionDef": this.scope.set(node.name, { ...blank(), callable: { definition: node } }); return;
      case "ClassDef": this.scope.set(node.name, { ...blank(), instanceOf: undefined }); return;
      case "If": this.evaluate(node.test); this.branches([node.body, node.orelse]); return;
      case "For": this.loop(node); return;
      case "While": this.evaluate(node.test); this.inLoop(node, () => this.block(node.body)); this.block(node.orelse); return;
      case "With":
        for (const { context, target } of node.items) {
          const value = this.evaluate(context);
          if (target) assign(this, target, value, undefined);
        }
        this.block(node.body);
        return;
      case "Try": this.block(node.body); for (const handler of node.handlers) this.branches([handler.body, []]); this.block(node.orelse); this.block(node.finalbody); return;
      case "Match": this.evaluate(node.subject); this.branches(node.cases.map((one) => one.body)); return;
      default: return;
    }
  }

  /** Each branch starts from the same names; afterwards a name holds what either left in it. */
  private branches(bodies: readonly (readonly PyStmt[])[]): void {
    const before = this.scope;
    const ends: Env[] = [];
    for (const body of bodies) {
      if (body.length === 0) {
        ends.push(before);
        continue;
      }
      const env: Env = new Map(before);
      this.envs[this.envs.length - 1] = env;
      this.block(body);
      const last = body[body.length - 1]?.kind;
      if (last !== "Return" && last !== "Raise" && last !== "Continue") ends.push(env);
    }
    this.envs[this.envs.length - 1] = before;
    for (const name of changedIn(ends, before)) before.set(name, join(ends.flatMap((env) => env.get(name) ?? [])));
  }

  elementOfLoop(iter: PyExpr): Value {
    return elementOf(this.evaluate(iter));
  }

  /** Runs once for all turns, or turn by turn where each is about a model of its own. */
  private loop(node: PyNodeOf<"For">): void {
    for (const turn of turnsOf(this, node)) {
      assign(this, node.target, turn, undefined);
      this.inLoop(node, () => this.block(node.body));
    }
    this.block(node.orelse);
  }

  inLoop<T>(node: PyNode, run: () => T): T {
    const outer = this.loops;
    this.loops = [...outer, node];
    const result = run();
    this.loops = outer;
    return result;
  }

  /** Runs a function of this file with these arguments; undefined when it may not be entered again. */
  invoke(definition: PyFunctionDef | PyLambda, given: readonly { readonly name: string | undefined; readonly value: Value }[], self?: Value): Value | undefined {
    if (this.running.includes(definition) || this.running.length >= deepestCall || this.steps > budget) return undefined;
    this.entered.add(definition);
    const env: Env = new Map();
    const params = definition.params.filter(({ name, star }) => name !== "" && star === "");
    const rest = self && definition.kind === "FunctionDef" ? params.slice(1) : params;
    const first = params[0];
    if (self && first && rest.length < params.length) env.set(first.name, self);
    const positional = given.filter(({ name }) => name === undefined);
    rest.forEach((param, index) => {
      const value = given.find(({ name }) => name === param.name)?.value ?? positional[index]?.value;
      env.set(param.name, value ?? (param.fallback ? this.evaluate(param.fallback) : blank()));
    });
    return this.inside(definition, env);
  }

  private inside(definition: PyFunctionDef | PyLambda, env: Env): Value {
    const outer = this.envs;
    this.envs = [...outer.slice(0, definition.kind === "Lambda" ? outer.length : 1), env];
    this.running.push(definition);
    const result: Result = { returned: [] };
    this.results.push(result);
    if (definition.kind === "Lambda") result.returned.push(this.evaluate(definition.body));
    else this.block(definition.body);
    this.results.pop();
    this.running.pop();
    this.envs = outer;
    return join(result.returned);
  }

  /** An object of a class of this file; its constructor runs. */
  construct(made: PyClassDef, given: Parameters<Machine["invoke"]>[1]): Value {
    this.entered.add(made);
    const self: Value = { ...blank(), instanceOf: made, fields: new Map() };
    const init = methodOf(made, "__init__");
    if (init) this.invoke(init, given, self);
    return self;
  }

  /** A class nobody here makes an object of: its methods run one after the other on one object. */
  private runClass(made: PyClassDef): void {
    const self = this.construct(made, []);
    const members = made.body.filter((member): member is PyFunctionDef => member.kind === "FunctionDef");
    for (const member of this.callersFirst(members)) if (member.name !== "__init__" && !this.entered.has(member)) this.runAlone(member, self);
  }

  /** What others call is run by them, with what they hand over. */
  private callersFirst(made: readonly PyFunctionDef[]): PyFunctionDef[] {
    const called = this.file.called();
    return [...made.filter(({ name }) => !called.has(name)), ...made.filter(({ name }) => called.has(name))];
  }

  private runAlone(made: PyFunctionDef, self: Value | undefined): void {
    const isMethod = self !== undefined && !made.decorators.some((one) => one.kind === "Name" && one.id === "staticmethod");
    const params = isMethod ? made.params.slice(1) : made.params;
    const given = params.map((param) => ({ name: param.name, value: this.fresh(namedSide(param.name)) }));
    const result = this.invoke(made, given, isMethod ? self : undefined);
    if (result) this.use("leave", result, made);
    for (const one of result?.entries?.values() ?? []) this.use("leave", one, made);
  }
}

/** Names that any of the branches left with another value than they had. */
function changedIn(ends: readonly Env[], before: Env): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const env of ends) if (env !== before) for (const [name, value] of env) if (before.get(name) !== value) changed.add(name);
  return changed;
}

export function methodOf(made: PyClassDef, name: string): PyFunctionDef | undefined {
  return made.body.find((member): member is PyFunctionDef => member.kind === "FunctionDef" && member.name === name);
}

const testWord = /^[xy]?(?:te|tst|holdout|test(?:s|ing|set|data|df|x|y)?)$/;
const trainWord = /^[xy]?(?:tr|trn|train(?:s|ing|set|data|df|x|y)?)$/;
const maySayWhich = /t(?:e|r|st)|va|dev|hold/i;
const validationWord = /^[xy]?(?:va|val|valid|validate|validation|dev|valset|valx|valy)$/;

/** Which rows a name says it holds, word by word: `X_test`, `trainX`, `y_val`; `text` and `tree` say nothing. */
export function namedSide(name: string): Side | "validation" | undefined {
  if (!maySayWhich.test(name)) return undefined;
  const words = name.replace(/([a-z])([A-Z])/g, "$1_$2").replace(/([A-Z])([A-Z][a-z])/g, "$1_$2").toLowerCase().split(/[^a-z]+/);
  const isTest = words.some((word) => testWord.test(word)) || /hold_?out/i.test(name);
  const isTrain = words.some((word) => trainWord.test(word));
  if (isTest !== isTrain) return isTest ? "test" : "train";
  return !isTest && words.some((word) => validationWord.test(word)) ? "validation" : undefined;
}

/** What the last part of a path says. */
export function sideOfFile(path: string): Side | "validation" | undefined {
  return namedSide(path.split(/[\\/]/).pop()?.replace(/\.\w+$/, "") ?? "");
}
