/** What the functions of a Python file do to models, transformers and data, and whom they call. */
import type { PyAttribute, PyCall, PyCallExpr, PyExpr, PyFunctionDef, PyName, PyNode } from "../../../rules/api.ts";
import type { ActFact, ArgumentFact, CallFact, GuardFact, ObjectFact, PySymbol } from "../../../rules/facts/python.ts";
import { may, type OwnCalls } from "./facts-calls.ts";
import type { Data } from "./facts-data.ts";
import { constantOf, type Guards, isInFolds } from "./facts-guards.ts";
import { callableModel, fitMethods, loaders, loadingMethods, measures, measuringMethods, measuringPackages, plainMethods, predictMethods, savers, savingName, transformMethods } from "./facts-knowledge.ts";
import type { Objects } from "./facts-objects.ts";
import { keepingOf } from "./facts-keeping.ts";
import { transformersBehind } from "./parity/through.ts";
import { type AnchorTable, isForeign, ownerFunction, type Scope } from "./facts-scope.ts";

type Does = ActFact["does"];
/** A fact that is still being put together; all but the last begin as who is called. */
type Growing = { -readonly [K in keyof CallFact]: CallFact[K] } & Conditions;
type Called = { readonly to: PySymbol; readonly on?: undefined; readonly method?: undefined } | { readonly to?: undefined; readonly on: ObjectFact; readonly method: string };
interface Conditions { guards?: readonly GuardFact[]; isTried?: true }
const longestReceiver = 60;
const given: ArgumentFact = { is: "constant", value: { given: true } };

export class Acts {
  /** What everything that is called by its name may be. */
  private readonly mayMeasure: boolean;

  /** `globals` is what the module-level names of the file hold. */
  constructor(private readonly scope: Scope, private readonly anchors: AnchorTable, private readonly objects: Objects, private readonly data: Data, private readonly globals: Readonly<Record<string, ObjectFact>>, private readonly allGuards: Guards) {
    this.mayMeasure = scope.imported.some((symbol) => measuringPackages.test(symbol));
  }

  addActsOf(own: OwnCalls, found: ActFact[]): void {
    if ((own.mayAny & may.act) === 0 && !this.mayMeasure) return;
    for (let index = 0; index < own.calls.length; index++) {
      const call = own.calls[index];
      const act = call && (this.mayMeasure || ((own.may[index] ?? 0) & may.act) !== 0) ? this.actOf(call, own.calls) : undefined;
      if (act) found.push(act);
    }
  }

  private actOf(call: PyCall, siblings: readonly PyCall[]): ActFact | undefined {
    const symbol = this.scope.symbolOf(call.node.func);
    const does = this.doingOf(call, symbol);
    if (!does) return undefined;
    const at = this.anchors.at(call.name);
    const name = symbol && !symbol.startsWith(":") ? symbol : call.method;
    const guards = this.guarded<Conditions>({}, call.node, ownerFunction(call.node));
    const base = { does, name: call.receiver && (symbol === undefined || !isForeign(symbol)) ? call.method : name, at, ...guards };
    if (does === "split" || does === "measure") return base;
    if (does === "load") return { ...base, ...(symbol === undefined && this.receiverOf(call)), ...keepingOf(this.scope.file, this.anchors, call) };
    if (symbol !== undefined && (isForeign(symbol) || does === "dump")) return base;
    if (does === "dump") return { ...base, ...this.receiverOf(call) };
    const given = dataArgument(call);
    return {
      ...base, ...this.receiverOf(call),
      ...(given && does === "fit" && { data: this.data.describe(given) }),
      ...(does === "fit" && this.detailsOfFit(call, siblings)),
      ...(given && call.method === "fit" && this.throughOf(given)),
    };
  }

  private throughOf(given: PyExpr): { through?: readonly ObjectFact[] } {
    const through = transformersBehind(this.scope.file, this.objects, given);
    return through.length > 0 ? { through } : {};
  }

  private detailsOfFit(call: PyCall, siblings: readonly PyCall[]): Partial<ActFact> {
    const [first, second] = call.node.args;
    const isSecond = first && second && call.node.args.length === 2 && second.star === "" && (second.name === undefined || second.name === "y");
    return {
      ...(isSecond && { second: this.anchors.at({ start: first.end, end: second.end }) }),
      ...(this.isSavedAfter(call, siblings) && { isSaved: true as const }),
      ...this.loopAround(call),
      ...(isInFolds(call.node, ownerFunction(call.node)) && { inFolds: true as const }),
    };
  }

  private loopAround(call: PyCall): { loop?: number } {
    for (let node = call.node.parent; node && node.kind !== "FunctionDef"; node = node.parent) {
      if (node.kind === "For" || node.kind === "While") return { loop: this.anchors.at({ start: node.start, end: node.start }) };
    }
    return {};
  }

  private doingOf(call: PyCall, symbol: string | undefined): Does | undefined {
    const method = call.method;
    if (symbol !== undefined) {
      if (loaders.has(symbol)) return "load";
      if (savers.has(symbol)) return "dump";
      if (measures.test(symbol)) return "measure";
      if (/(?:^|\.)train_test_split$/.test(symbol)) return "split";
      if (symbol.startsWith(":")) return undefined;
    }
    if (!call.receiver) return this.doingOfPlainCall(call);
    if (symbol !== undefined && isForeign(symbol)) return loadingMethods.has(method) ? "load" : undefined;
    if (fitMethods.has(method)) return dataArgument(call) ? "fit" : undefined;
    if (predictMethods.has(method)) return "predict";
    if (transformMethods.has(method)) return "transform";
    if (loadingMethods.has(method)) return "load";
    if (measuringMethods.has(method)) return "measure";
    if (method === "run" && /onnx/.test(JSON.stringify(this.objects.of(call.receiver) ?? ""))) return "predict";
    return savingName.test(method) || method === "to_pickle" ? "dump" : undefined;
  }

  private doingOfPlainCall(call: PyCall): Does | undefined {
    const func = call.node.func;
    if (func.kind !== "Name" || call.node.args.length === 0) return undefined;
    const object = this.objects.of(func);
    if (object?.from === "artefact") return "predict";
    return callableModel.test(func.id) && this.scope.symbolOf(func) === undefined ? "predict" : undefined;
  }

  private receiverOf(call: PyCall): { on?: ObjectFact; receiver?: string } {
    const receiver = call.receiver ?? (call.node.func.kind === "Name" && this.scope.symbolOf(call.node.func) === undefined ? call.node.func : undefined);
    if (!receiver) return {};
    const on = this.objects.of(receiver);
    const text = receiver.end - receiver.start <= longestReceiver ? this.scope.file.slice(receiver) : undefined;
    return { ...(on && { on }), ...(text && !/[\r\n]/.test(text) && { receiver: text }) };
  }

  /** The fitted object goes to a dump, or to something named after saving, later in the same function. */
  private isSavedAfter(call: PyCall, siblings: readonly PyCall[]): boolean {
    const receiver = call.receiver && this.scope.file.slice(call.receiver);
    const kept = receiver && /^[\w.]+$/.test(receiver) ? receiver : nameGiven(call.node);
    if (!kept) return false;
    return siblings.some((other) => {
      if (other.start <= call.start) return false;
      const symbol = this.scope.symbolOf(other.node.func);
      if (!(symbol !== undefined && savers.has(symbol)) && !savingName.test(other.method)) return false;
      if (other.receiver && this.scope.file.slice(other.receiver) === kept) return true;
      if (kept.startsWith("self.") && other.receiver?.kind === "Name" && this.scope.isSelf(other.receiver)) return true;
      return mentions(this.scope.file.slice(other.node.argsAt), kept);
    });
  }

  /** `owner` is the function the call stands in. */
  addCallsOf({ node }: PyCall, owner: PyFunctionDef | undefined, found: CallFact[]): void {
    const { func, args } = node;
    const called = this.directCall(func);
    if (called && !this.isForeignObject(called.on)) found.push(this.detailed(called, node, owner));
    for (const { value } of args) {
      const to = value.kind === "Name" || value.kind === "Attribute" ? this.referenceOf(value) : undefined;
      if (to) found.push(this.guarded<Growing>({ to, at: this.anchors.at(value), isReference: true }, node, owner));
    }
  }

  /** Calls on module-level objects that turn out to be a library's lead nowhere. */
  private isForeignObject(on: ObjectFact | undefined): boolean {
    if (on?.from !== "global" || !on.of.startsWith(":")) return false;
    const name = on.of.slice(1);
    const held = Object.hasOwn(this.globals, name) ? this.globals[name] : undefined;
    return held !== undefined && !leadsToProject(held);
  }

  /** Reading a property runs it. */
  readOf(node: PyAttribute, property: PyFunctionDef, owner: PyFunctionDef): CallFact {
    return this.guarded<Growing>({ to: `:${this.scope.nameOf(property)}`, at: this.anchors.at(node.attrAt) }, node, owner);
  }

  private directCall(func: PyExpr): Called | undefined {
    const symbol = this.scope.symbolOf(func);
    if (symbol !== undefined) return isForeign(symbol) || loaders.has(symbol) ? undefined : { to: symbol };
    if (func.kind === "Attribute") return this.methodCall(func.value, func.attr);
    const on = func.kind === "Name" || func.kind === "Call" || func.kind === "Subscript" ? this.objects.of(func) : undefined;
    return on && leadsToProject(on) ? { on, method: "__call__" } : undefined;
  }

  private methodCall(receiver: PyExpr, method: string): Called | undefined {
    if (receiver.kind === "Name" && this.scope.isSelf(receiver)) {
      const owner = this.scope.selfClass(receiver);
      return owner && { to: `:${this.scope.nameOf(owner)}.${method}` };
    }
    if (receiver.kind === "Call" && receiver.func.kind === "Name" && receiver.func.id === "super") {
      const base = this.scope.selfClass(receiver)?.bases[0];
      const symbol = base && this.scope.symbolOf(base.value);
      return symbol && !isForeign(symbol) ? { to: `${symbol}.${method}` } : undefined;
    }
    if (plainMethods.has(method)) return undefined;
    const on = this.objects.of(receiver);
    return on && leadsToProject(on) ? { on, method } : undefined;
  }

  private detailed(called: Called, node: PyCallExpr, owner: PyFunctionDef | undefined): CallFact {
    let args: Record<string, ArgumentFact> | undefined;
    let unseen: string[] | undefined;
    let position = 0;
    for (const { name, star, value } of node.args) {
      const key = star === "" ? (name ?? String(position++)) : "*";
      const fact = star === "" ? this.argumentOf(value) : undefined;
      if (fact) (args ??= {})[key] = fact;
      else (unseen ??= []).push(key);
    }
    const { func } = node;
    const at = this.anchors.at(func.kind === "Attribute" ? func.attrAt : func);
    const { to, on, method } = called;
    const fact: Growing = to !== undefined ? { to, at } : { on, method, at };
    if (args) fact.args = args;
    if (unseen) fact.unseen = unseen;
    return this.guarded(fact, node, owner);
  }

  private argumentOf(value: PyExpr): ArgumentFact | undefined {
    const constant = constantOf(value);
    if (constant !== undefined) return { is: "constant", value: constant };
    const object = this.objects.of(value);
    const part = this.data.partOf(value);
    if (!object && !part) return value.kind === "Name" ? undefined : given;
    const known = object ?? { from: "parameter", name: "" };
    return part ? { is: "object", object: known, part } : { is: "object", object: known };
  }

  private guarded<T extends Conditions>(fact: T, node: PyNode, owner: PyFunctionDef | undefined): T {
    if (!this.conditional.has(owner)) return fact;
    const { guards, isTried } = this.allGuards.of(node, owner);
    if (guards.length > 0) fact.guards = guards;
    if (isTried) fact.isTried = true;
    return fact;
  }

  /** Functions (and the module) some of whose code runs under a condition. */
  private get conditional(): ReadonlySet<PyFunctionDef | undefined> {
    if (this.knownConditional) return this.knownConditional;
    const found = new Set<PyFunctionDef | undefined>();
    for (const kind of ["If", "While", "Conditional", "Try"] as const) for (const node of this.scope.file.nodes(kind)) found.add(ownerFunction(node));
    return (this.knownConditional = found);
  }
  private knownConditional: ReadonlySet<PyFunctionDef | undefined> | undefined;

  private referenceOf(value: PyName | PyAttribute): string | undefined {
    if (value.kind === "Attribute" && value.value.kind === "Name" && this.scope.isSelf(value.value)) {
      const owner = this.scope.selfClass(value);
      const isMethod = owner?.body.some((statement) => statement.kind === "FunctionDef" && statement.name === value.attr);
      return owner && isMethod ? `:${this.scope.nameOf(owner)}.${value.attr}` : undefined;
    }
    const symbol = this.scope.symbolOf(value);
    return symbol !== undefined && !isForeign(symbol) ? symbol : undefined;
  }
}

/** The rows a fit or predict is given: the first argument, or `X=`. */
function dataArgument(call: PyCall): PyExpr | undefined {
  return call.positional[0] ?? call.node.args.find(({ name }) => name !== undefined && /^(?:X|x|data|raw_documents|df|texts|dataset|train_data|inputs)$/.test(name))?.value;
}

/** False when the object certainly is a library's. */
export function leadsToProject(object: ObjectFact): boolean {
  switch (object.from) {
    case "call": return !isForeign(object.of);
    case "method": return object.on !== undefined && leadsToProject(object.on);
    case "artefact":
    case "none": return false;
    case "parameter": return object.of !== undefined ? !isForeign(object.of) : object.otherwise !== undefined && leadsToProject(object.otherwise);
    case "global": return !isForeign(object.of);
    case "part": return leadsToProject(object.of);
    case "either": return object.of.some(leadsToProject);
    default: return true;
  }
}

/** `fitted = scaler.fit(x)`: the name that keeps the result of a fit on something unnamed. */
function nameGiven(call: PyCallExpr): string | undefined {
  for (let node = call.parent; node; node = node.parent) {
    if (node.kind === "Assign") return node.targets[0]?.kind === "Name" ? node.targets[0].id : undefined;
    if (node.kind === "FunctionDef" || node.kind === "If" || node.kind === "ExprStmt") return undefined;
  }
  return undefined;
}

function mentions(text: string, name: string): boolean {
  for (let index = text.indexOf(name); index >= 0; index = text.indexOf(name, index + 1)) {
    if (!/[\w.]/.test(text[index - 1] ?? "") && !/\w/.test(text[index + name.length] ?? "")) return true;
  }
  return false;
}
