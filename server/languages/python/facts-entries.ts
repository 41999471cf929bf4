/** Which functions of a Python file the outside world runs: routes, handlers, callbacks, consumer loops, reruns. */
import type { PyCall, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PythonFile } from "../../../rules/api.ts";
import type { EntryFact, RegisterFact } from "../../../rules/facts/python.ts";
import { assignedCallbacks, baseClasses, consumers, decorators, gradioEvents, namedClassMethods, namedHandlers, namesConsumer, pollingMethods, registeringMethod, registrations, routeMethods, servingClassDecorators } from "./facts-frameworks.ts";
import { type FileCalls, may } from "./facts-calls.ts";
import { remembered } from "./facts-names.ts";
import { says } from "../../engine/word-marks.ts";
import { type AnchorTable, classOfMethod, dottedText, ownerFunction, type Scope } from "./facts-scope.ts";

const namesEvent = /\bon_/;
const decoratorNamed = remembered((name) => decorators.find(({ matches }) => matches.test(name)));
const basesNamed = remembered((name) => baseClasses.filter(({ matches }) => matches.test(name)));
const mayRegister = remembered((method) => registeringMethod.test(method));
const registrationsNamed = remembered((name) => registrations.filter(({ matches }) => matches.test(name)));

export class Entries {
  private readonly hasStreamlit: boolean;
  private readonly hasGradio: boolean;
  private readonly hasDjango: boolean;
  /** `on_click=…` may be given to something. */
  private readonly mayHangOn: boolean;
  private readonly consumerOwners = new Map<PyFunctionDef | undefined, PyCallExpr | PyExpr>();

  constructor(private readonly scope: Scope, private readonly anchors: AnchorTable, private readonly calls: FileCalls) {
    const imports = (name: string) => scope.imported.some((module) => module === name || module.startsWith(`${name}.`));
    this.hasStreamlit = imports("streamlit");
    this.hasGradio = imports("gradio");
    this.hasDjango = imports("django") || imports("rest_framework");
    this.mayHangOn = says(namesEvent, scope.file.text);
    this.findConsumers(scope.file);
  }

  ofFunction(definition: PyFunctionDef): readonly EntryFact[] {
    const found: EntryFact[] = [];
    for (const decorator of definition.decorators) {
      const entry = this.ofDecorator(decorator, definition);
      if (entry) found.push(entry);
    }
    const owner = classOfMethod(definition);
    const more = owner ? this.ofMethod(definition, owner) : this.ofName(definition);
    if (more && found.length === 0) found.push(more);
    if (this.consumerOwners.has(definition)) found.push({ how: "consumer", label: `consumer loop in ${definition.name}`, at: this.anchors.at(definition.nameAt) });
    return found;
  }

  ofModule(calls: readonly PyCall[]): readonly EntryFact[] {
    const found: EntryFact[] = [];
    const streamlit = this.hasStreamlit && (calls.find((call) => this.isStreamlit(call)) ?? this.drawingCall(calls));
    if (streamlit) found.push({ how: "rerun", label: "Streamlit rerun", at: this.anchors.at(streamlit.name) });
    const loop = this.consumerOwners.get(undefined);
    if (loop) found.push({ how: "consumer", label: "consumer loop", at: this.anchors.at(loop) });
    return found;
  }

  private isStreamlit({ node }: PyCall): boolean {
    return this.scope.symbolOf(node.func)?.startsWith("streamlit.") === true;
  }

  /** `main()` at module level, where all that is drawn is drawn in functions of this file. */
  private drawingCall(calls: readonly PyCall[]): PyCall | undefined {
    const drawing = new Set(this.scope.file.calls().filter((call) => this.isStreamlit(call)).map(({ node }) => ownerFunction(node)));
    return calls.find(({ node }) => {
      const value = this.scope.file.valueOf(node.func);
      return value.kind === "symbol" && value.definition?.kind === "FunctionDef" && drawing.has(value.definition);
    });
  }

  ofRegistrations(): readonly RegisterFact[] {
    const found: RegisterFact[] = [];
    const events = this.hasGradio ? may.event : 0;
    for (const call of this.mayHangOn ? this.scope.file.calls() : this.calls.that(may.register | events)) {
      const one = this.ofRegistration(call);
      if (one) found.push(one);
    }
    found.push(...this.ofAssignedCallbacks());
    return found;
  }

  private ofAssignedCallbacks(): readonly RegisterFact[] {
    const rows = assignedCallbacks.filter(({ needsImport }) => this.importsLike(needsImport));
    if (rows.length === 0) return [];
    return this.scope.file.nodes("Assign").flatMap(({ targets: [target], value }): RegisterFact[] => {
      const known = target?.kind === "Attribute" ? rows.find(({ attribute }) => attribute.test(target.attr)) : undefined;
      const to = known && this.referenceOf(value);
      return known && to && target ? [{ to, entry: { how: known.how, label: `${known.label} ${shortName(to)}`, at: this.anchors.at(target) } }] : [];
    });
  }

  private importsLike(pattern: RegExp): boolean {
    return this.scope.imported.some((module) => pattern.test(module));
  }

  private ofDecorator(decorator: PyExpr, definition: PyFunctionDef): EntryFact | undefined {
    const call = decorator.kind === "Call" ? decorator : undefined;
    const target = call?.func ?? decorator;
    const name = this.scope.symbolOf(target) ?? dottedText(target) ?? "";
    const at = this.anchors.at(definition.nameAt);
    if (call && target.kind === "Attribute") {
      const route = this.routeOf(call, target.attr, target.value);
      if (route) return { how: "route", label: route, at };
    }
    const known = decoratorNamed(name);
    if (!known) return undefined;
    const first = call?.args[0]?.value;
    const path = known.how === "route" && first?.kind === "Str" ? ` ${first.value}` : ` ${definition.name}`;
    return { how: known.how, label: `${known.label}${path}`, at };
  }

  private routeOf(call: PyCallExpr, method: string, receiver: PyExpr): string | undefined {
    const verb = routeMethods.get(method);
    if (verb === undefined) return undefined;
    const path = textOf(argument(call, ["path", "rule", "uri", "route"], 0));
    if (path === undefined || (path !== "" && !path.startsWith("/") && method !== "route")) return undefined;
    const methods = argument(call, ["methods"], -1);
    const named = methods && (methods.kind === "List" || methods.kind === "Tuple" || methods.kind === "Set") ? methods.elements.map(textOf) : [];
    const spoken = verb || named.find((one) => one === "POST") || named[0] || "GET";
    return `${spoken} ${this.prefixOf(receiver)}${path || "/"}`;
  }

  /** `APIRouter(prefix="/v1")`, `Blueprint(..., url_prefix="/v1")`. */
  private prefixOf(receiver: PyExpr): string {
    const value = this.scope.file.valueOf(receiver);
    if (value.kind !== "call") return "";
    return textOf(argument(value.call.node, ["prefix", "url_prefix"], -1)) ?? "";
  }

  private ofMethod(definition: PyFunctionDef, owner: PyClassDef): EntryFact | undefined {
    if (definition.name.startsWith("_") && definition.name !== "__call__") return undefined;
    const at = this.anchors.at(definition.nameAt);
    for (const base of owner.bases) {
      const name = this.scope.symbolOf(base.value) ?? dottedText(base.value) ?? "";
      const known = basesNamed(name).find(({ methods }) => methods.test(definition.name));
      if (known) return { how: known.how, label: known.label ? `${known.label} ${owner.name}.${definition.name}` : `${definition.name.toUpperCase()} ${owner.name}`, at };
    }
    for (const decorator of owner.decorators) {
      const target = decorator.kind === "Call" ? decorator.func : decorator;
      const known = servingClassDecorators.find(({ matches, methods }) => matches.test(this.scope.symbolOf(target) ?? "") && methods.test(definition.name));
      if (known && !/^(?:train|fit|load|setup|init|reconfigure|check_health)/.test(definition.name)) return { how: "handler", label: `${known.label} ${owner.name}.${definition.name}`, at };
    }
    const known = namedClassMethods.find(({ className, method, params: wanted, needsImport }) =>
      method.test(definition.name) && className.test(owner.name) && (!wanted || wanted.test(paramsOf(definition))) && (!needsImport || this.importsLike(needsImport)));
    return known && { how: "handler", label: `${known.label} ${owner.name}.${definition.name}`, at };
  }

  private ofName(definition: PyFunctionDef): EntryFact | undefined {
    const at = this.anchors.at(definition.nameAt);
    const known = namedHandlers.find(({ name, params: wanted, needsImport }) => name.test(definition.name) && wanted.test(paramsOf(definition)) && (!needsImport || this.importsLike(needsImport)));
    if (known) return { how: "handler", label: `${known.label} ${definition.name}`, at };
    const isView = this.hasDjango && definition.params[0]?.name === "request" && !ownerFunction(definition);
    return isView ? { how: "route", label: `view ${definition.name}`, at } : undefined;
  }

  private ofRegistration(call: PyCall): RegisterFact | undefined {
    const isEvent = this.hasGradio && gradioEvents.has(call.method);
    if (this.mayHangOn && !isEvent && !mayRegister(call.method) && !call.node.args.some(({ name }) => name?.startsWith("on_"))) return undefined;
    const name = this.scope.symbolOf(call.node.func) ?? dottedText(call.node.func) ?? `.${call.method}`;
    const rows = registrationsNamed(name);
    const known = rows.find((row) => this.givenTo(call, row) !== undefined);
    const to = known ? this.givenTo(call, known) : isEvent && call.receiver && rows.length === 0 ? this.givenTo(call, { function: { keyword: ["fn"], position: 0 } }) : undefined;
    if (!to) return undefined;
    const path = known?.path && textOf(argument(call.node, [known.path.keyword], known.path.position));
    const label = path !== undefined ? `${verbOf(call.method)}${path.startsWith("/") ? "" : "/"}${path}` : `${known?.label ?? "Gradio"} ${shortName(to)}`;
    return { to, entry: { how: known?.how ?? "handler", label, at: this.anchors.at(call.name) } };
  }

  private givenTo({ node }: PyCall, row: { readonly function: { readonly keyword: readonly string[]; readonly position?: number } }): string | undefined {
    const given = argument(node, row.function.keyword, row.function.position ?? -1);
    return given && this.referenceOf(given);
  }

  /** A function by name, as a method of self, wrapped, or the one that a lambda calls. */
  private referenceOf(node: PyExpr): string | undefined {
    if (node.kind === "Lambda" && node.body.kind === "Call") return this.referenceOf(node.body.func);
    if (node.kind === "Call" && node.func.kind === "Attribute" && node.func.attr === "as_view") return undefined;
    if (node.kind === "Call" && node.args[0] && /(?:^|\.)(?:partial|csrf_exempt)$/.test(this.scope.symbolOf(node.func) ?? "")) return this.referenceOf(node.args[0].value);
    if (node.kind === "Attribute" && node.value.kind === "Name" && this.scope.isSelf(node.value)) {
      const owner = this.scope.selfClass(node);
      return owner && `:${this.scope.nameOf(owner)}.${node.attr}`;
    }
    return this.scope.symbolOf(node);
  }

  private findConsumers(file: PythonFile): void {
    const note = (node: PyExpr) => {
      const owner = ownerFunction(node);
      if (!this.consumerOwners.has(owner)) this.consumerOwners.set(owner, node);
    };
    const mayConsume = says(namesConsumer, file.text);
    for (const loop of file.nodes("For")) if (polls(loop.iter) || (mayConsume && this.isConsumer(loop.iter))) note(loop.iter);
    for (const call of this.calls.that(may.poll)) if (isInWhile(call.node)) note(call.node);
  }

  private isConsumer(iter: PyExpr): boolean {
    const value = this.scope.file.valueOf(iter);
    return value.kind === "call" && consumers.test(value.of);
  }
}

function polls(iter: PyExpr): boolean {
  return iter.kind === "Call" && iter.func.kind === "Attribute" && pollingMethods.has(iter.func.attr);
}

function paramsOf({ params }: PyFunctionDef): string {
  return params.map(({ name }) => name).join(", ");
}

function shortName(symbol: string): string {
  return symbol.slice(symbol.lastIndexOf(".") + 1).replace(/^:/, "");
}

function isInWhile(node: PyExpr): boolean {
  for (let current = node.parent; current && current.kind !== "FunctionDef"; current = current.parent) if (current.kind === "While") return true;
  return false;
}

function verbOf(method: string): string {
  const verb = /^(?:add_)?(get|post|put|patch|delete)$/.exec(method)?.[1];
  return verb ? `${verb.toUpperCase()} ` : "route ";
}

function argument(call: PyCallExpr, keywords: readonly string[], position: number): PyExpr | undefined {
  const named = call.args.find(({ name }) => name !== undefined && keywords.includes(name));
  if (named) return named.value;
  const positional = call.args.filter(({ name, star }) => name === undefined && star === "");
  return position >= 0 ? positional[position]?.value : undefined;
}

function textOf(node: PyExpr | undefined): string | undefined {
  return node?.kind === "Str" ? node.value.replace(/\uFFFC/g, "{}") : undefined;
}
