/** The facts of a Python file or notebook: who calls whom, what is fitted, loaded and saved, what serves. */
import type { FileFacts, PyClassDef, PyExpr, PyFunctionDef, PyParam, PythonFile } from "../../../rules/api.ts";
import type { ActFact, CallFact, ClassFact, ConstantFact, FunctionFact, ObjectFact, PythonFacts, PySymbol } from "../../../rules/facts/python.ts";
import { isTestModule } from "../../project/python/roles.ts";
import { says } from "../../engine/word-marks.ts";
import { Acts } from "./facts-acts.ts";
import { FileCalls, may, type OwnCalls } from "./facts-calls.ts";
import { Data } from "./facts-data.ts";
import { Entries } from "./facts-entries.ts";
import { constantOf, Guards } from "./facts-guards.ts";
import { memoisers } from "./facts-knowledge.ts";
import { judgingSigns } from "./facts-judging.ts";
import { either, Objects, propertyOf } from "./facts-objects.ts";
import { Reductions } from "./facts-reductions.ts";
import { headOf, signsOf } from "./facts-signs.ts";
import { parityFacts } from "./parity/index.ts";
import { applicationSigns, TraceFinder } from "./facts-traces.ts";
import { AnchorTable, dottedText, ownerFunction, Scope } from "./facts-scope.ts";

/** `role` is what the configuration says the file is for, if anything. What a test calls is nobody's way to anything, and is not told. */
export function pythonFacts(file: PythonFile, role?: string): FileFacts {
  const extractor = new Extractor(file, role);
  const python = extractor.facts();
  return { path: file.path, language: file.language, anchors: extractor.anchors.spans, body: { python } };
}

const none: ReadonlySet<string> = new Set();
const namesProperty = /^[ \t]*@(?:\w+\.)?(?:cached_)?property\b/m;
const noNames: readonly string[] = [];
const noCalls: readonly CallFact[] = [];
const nameOf = ({ name }: PyParam): string => name;

/** A fact that is still being put together. */
type Growing = { -readonly [K in keyof FunctionFact]: FunctionFact[K] };

class Extractor {
  readonly anchors = new AnchorTable();
  private readonly scope: Scope;
  private readonly objects: Objects;
  private readonly data: Data;
  private readonly entries: Entries;
  private readonly globals: Readonly<Record<string, ObjectFact>>;
  private readonly acts: Acts;
  private readonly reductions: Reductions;
  private readonly traces: TraceFinder;
  private readonly calls: FileCalls;
  private isTest = false;
  private readonly returnsByOwner = new Map<PyFunctionDef, PyExpr[]>();

  constructor(private readonly file: PythonFile, private readonly role: string | undefined) {
    this.scope = new Scope(file);
    this.objects = new Objects(this.scope, this.anchors);
    this.data = new Data(this.scope, this.anchors);
    this.calls = new FileCalls(this.scope);
    this.entries = new Entries(this.scope, this.anchors, this.calls);
    this.globals = this.findGlobals();
    const guards = new Guards(file);
    this.acts = new Acts(this.scope, this.anchors, this.objects, this.data, this.globals, guards);
    this.reductions = new Reductions(file, this.anchors, this.data, guards);
    this.traces = new TraceFinder(file);
    for (const statement of file.nodes("Return")) {
      const owner = ownerFunction(statement);
      if (owner && statement.value) collect(this.returnsByOwner, owner, statement.value);
    }
  }

  facts(): PythonFacts {
    const parity = parityFacts(this.scope, this.anchors, this.objects, this.calls);
    const imports = this.scope.imports();
    const definitions = this.file.functions();
    this.isTest = (this.role === undefined || this.role === "test") && isTestModule(this.file.path, Object.values(imports), this.namesOf(definitions));
    const functions = [this.moduleFact()];
    for (const definition of definitions) functions.push(this.functionFact(definition));
    return {
      kind: "python",
      imports,
      stars: this.scope.stars,
      functions,
      classes: this.file.classes().map((definition) => this.classFact(definition)),
      globals: this.globals,
      isNotebook: this.file.language === "notebook",
      registers: this.entries.ofRegistrations(),
      splits: this.data.splits,
      ...this.signs(),
      uses: this.uses(),
      ...(parity && { parity }),
    };
  }

  private *namesOf(definitions: readonly PyFunctionDef[]): Iterable<string> {
    for (const definition of definitions) yield this.scope.nameOf(definition);
  }

  private uses(): Readonly<Record<string, number>> {
    const roots = new Set(this.scope.imported.filter((symbol) => !/^[:=]/.test(symbol)).map((symbol) => symbol.split(".", 1)[0]));
    const uses: Record<string, number> = {};
    if (roots.size === 0) return uses;
    const counts = new Map<string, number>(); // none of what is not imported
    const names: string[] = [];
    for (const { callee } of this.calls.that(may.use)) {
      if (callee === undefined) continue;
      const count = counts.get(callee);
      if (count !== undefined) {
        if (count > 0) counts.set(callee, count + 1);
        continue;
      }
      const dot = callee.indexOf(".");
      const isImported = dot > 0 && roots.has(callee.slice(0, dot));
      counts.set(callee, isImported ? 1 : 0);
      if (isImported) names.push(callee);
    }
    for (const name of names.sort()) uses[name] = counts.get(name) ?? 0;
    return uses;
  }

  private signs(): Pick<PythonFacts, "signs" | "head"> {
    const signs = [...signsOf(this.scope, this.anchors, this.calls), ...applicationSigns(this.file, this.anchors, this.calls), ...judgingSigns(this.file, this.anchors)];
    const head = signs.some(({ does }) => does === "draw" || does === "start") ? headOf(this.file, this.anchors) : undefined;
    return signs.length > 0 ? { signs, ...(head !== undefined && { head }) } : {};
  }

  private moduleFact(): FunctionFact {
    const own = this.calls.of(undefined);
    const entries = this.entries.ofModule(own.calls);
    const fact: Growing = { name: "", at: this.anchors.at({ start: 0, end: 0 }), params: [] };
    if (entries.length > 0) fact.entries = entries;
    this.addDoings(fact, own, undefined);
    return fact;
  }

  private functionFact(definition: PyFunctionDef): FunctionFact {
    const { params } = definition;
    const fact: Growing = { name: this.scope.nameOf(definition), at: this.anchors.at(definition.nameAt), params: params.length === 0 ? noNames : params.map(nameOf) };
    const defaults = defaultsOf(definition);
    if (defaults) fact.defaults = defaults;
    const entries = this.entries.ofFunction(definition);
    if (entries.length > 0) fact.entries = entries;
    if (definition.decorators.length > 0 && definition.decorators.some(this.isMemoiser)) fact.isCached = true;
    const own = this.calls.of(definition);
    const values = this.returnsByOwner.get(definition);
    const returned = values && either(values.map((value) => this.returnOf(value)));
    this.addDoings(fact, own, definition);
    if (returned) fact.returns = returned;
    this.traces.addTo(fact, definition, own.mayAny);
    return fact;
  }

  private readonly isMemoiser = (decorator: PyExpr): boolean => {
    const target = decorator.kind === "Call" ? decorator.func : decorator;
    return memoisers.test(this.scope.symbolOf(target) ?? dottedText(target) ?? "");
  };

  /** A dict or tuple of loaded things is as good as the things. */
  private returnOf(value: PyExpr): ObjectFact | undefined {
    if (value.kind === "Tuple") return either(value.elements.map((element) => this.objects.of(element)));
    if (value.kind === "Dict") return either(value.entries.map((entry) => this.objects.of(entry.value)));
    return this.objects.of(value);
  }

  private addDoings(fact: Growing, own: OwnCalls, owner: PyFunctionDef | undefined): void {
    const found = this.isTest ? noCalls : this.callsOf(own, owner);
    const acts: ActFact[] = [];
    this.acts.addActsOf(own, acts);
    this.reductions.addActsOf(owner, acts);
    if (found.length > 0) fact.calls = found;
    if (acts.length > 0) fact.acts = acts;
  }

  private callsOf(own: OwnCalls, owner: PyFunctionDef | undefined): readonly CallFact[] {
    const found: CallFact[] = [];
    for (const call of own.calls) this.acts.addCallsOf(call, owner, found);
    const reads = owner && this.propertyReads(owner);
    if (reads) for (const read of reads) found.push(read);
    return found;
  }

  /** `self.model` where `model` is a property is a call of it. */
  private propertyReads(owner: PyFunctionDef): readonly CallFact[] | undefined {
    return (this.readsByOwner ??= this.findPropertyReads()).get(owner);
  }
  private readsByOwner: ReadonlyMap<PyFunctionDef, CallFact[]> | undefined;

  private findPropertyReads(): ReadonlyMap<PyFunctionDef, CallFact[]> {
    const found = new Map<PyFunctionDef, CallFact[]>();
    if (!says(namesProperty, this.file.text)) return found;
    for (const node of this.file.nodes("Attribute")) {
      const owner = node.value.kind === "Name" && this.scope.isSelf(node.value) ? ownerFunction(node) : undefined;
      const holder = owner && this.scope.selfClass(node);
      const property = holder && propertyOf(holder, node.attr);
      if (owner && property && property !== owner) collect(found, owner, this.acts.readOf(node, property, owner));
    }
    return found;
  }

  private classFact(definition: PyClassDef): ClassFact {
    const attributes = new Map<string, (ObjectFact | undefined)[]>();
    for (const statement of definition.body) {
      if (statement.kind === "Assign") for (const target of statement.targets) if (target.kind === "Name") collect(attributes, target.id, this.objects.of(statement.value));
    }
    for (const [name, value] of this.selfAssignments.get(definition) ?? []) collect(attributes, name, this.objects.of(value));
    return {
      name: this.scope.nameOf(definition), at: this.anchors.at(definition.nameAt),
      bases: definition.bases.filter(({ name }) => name === undefined).flatMap(({ value }): PySymbol[] => {
        const symbol = this.scope.symbolOf(value) ?? dottedText(value);
        return symbol ? [symbol] : [];
      }),
      attributes: joined(attributes),
    };
  }

  private get selfAssignments(): ReadonlyMap<PyClassDef, [string, PyExpr][]> {
    return (this.knownSelfAssignments ??= this.findSelfAssignments());
  }
  private knownSelfAssignments: ReadonlyMap<PyClassDef, [string, PyExpr][]> | undefined;

  private findSelfAssignments(): ReadonlyMap<PyClassDef, [string, PyExpr][]> {
    const found = new Map<PyClassDef, [string, PyExpr][]>();
    const note = (target: PyExpr, value: PyExpr | undefined) => {
      if (target.kind !== "Attribute" || target.value.kind !== "Name" || !value || !this.scope.isSelf(target.value)) return;
      const owner = this.scope.selfClass(target);
      if (owner) collect(found, owner, [target.attr, value]);
    };
    for (const assign of this.file.nodes("Assign")) {
      for (const target of assign.targets) {
        note(target, assign.value);
        if (target.kind === "Tuple") target.elements.forEach((element, index) => note(element, assign.value.kind === "Tuple" ? assign.value.elements[index] : assign.value));
      }
    }
    for (const assign of this.file.nodes("AnnAssign")) note(assign.target, assign.value);
    return found;
  }

  /** Module-level names and places that outlive a call, with everything assigned to them anywhere in the file. */
  private findGlobals(): Readonly<Record<string, ObjectFact>> {
    const found = new Map<string, (ObjectFact | undefined)[]>();
    for (const assign of this.file.nodes("Assign")) for (const target of assign.targets) this.noteGlobal(found, target, assign.value);
    for (const assign of this.file.nodes("AnnAssign")) if (assign.value) this.noteGlobal(found, assign.target, assign.value);
    for (const statement of this.file.nodes("With")) for (const { context, target } of statement.items) if (target) this.noteGlobal(found, target, context);
    return joined(found);
  }

  private noteGlobal(found: Map<string, (ObjectFact | undefined)[]>, target: PyExpr, value: PyExpr): void {
    if (target.kind === "Tuple") {
      target.elements.forEach((element, index) => this.noteGlobal(found, element, value.kind === "Tuple" ? (value.elements[index] ?? value) : value));
    } else if (target.kind === "Name") {
      const owner = ownerFunction(target);
      if (owner && this.file.nodes("Global").length === 0) return;
      if (classOfBody(target)) return;
      if (!owner || this.declaredGlobal(owner).has(target.id)) collect(found, target.id, this.objects.of(value));
    } else if (target.kind === "Attribute" || target.kind === "Subscript") {
      if (target.value.kind === "Name" && this.scope.isSelf(target.value)) return;
      const slot = this.objects.slot(target) ?? this.moduleSlot(target);
      if (slot?.from === "global") collect(found, slot.of.replace(/^:/, ""), this.objects.of(value));
    }
  }

  /** `models["churn"] = …` at module level, where `slot` sees a plain local. */
  private moduleSlot(target: Extract<PyExpr, { kind: "Attribute" | "Subscript" }>): ObjectFact | undefined {
    if (ownerFunction(target) || target.value.kind !== "Name") return undefined;
    const key = target.kind === "Attribute" ? target.attr : target.index.kind === "Str" ? target.index.value : undefined;
    return key === undefined ? undefined : { from: "global", of: `:${target.value.id}.${key}` };
  }

  private declaredGlobal(owner: PyFunctionDef): ReadonlySet<string> {
    this.globalNames ??= this.findGlobalNames();
    return this.globalNames.get(owner) ?? none;
  }

  private findGlobalNames(): ReadonlyMap<PyFunctionDef, Set<string>> {
    const found = new Map<PyFunctionDef, Set<string>>();
    for (const statement of this.file.nodes("Global")) {
      const owner = ownerFunction(statement);
      if (owner) found.set(owner, new Set([...(found.get(owner) ?? none), ...statement.names]));
    }
    return found;
  }
  private globalNames: ReadonlyMap<PyFunctionDef, Set<string>> | undefined;
}

function defaultsOf({ params }: PyFunctionDef): Readonly<Record<string, ConstantFact>> | undefined {
  let defaults: Record<string, ConstantFact> | undefined;
  for (const { name, fallback } of params) {
    const value = fallback && constantOf(fallback);
    if (value !== undefined) (defaults ??= {})[name] = value;
  }
  return defaults;
}

function classOfBody(target: PyExpr): boolean {
  for (let node = target.parent; node; node = node.parent) {
    if (node.kind === "ClassDef") return true;
    if (node.kind === "FunctionDef") return false;
  }
  return false;
}

function collect<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function joined(map: ReadonlyMap<string, readonly (ObjectFact | undefined)[]>): Readonly<Record<string, ObjectFact>> {
  const result: Record<string, ObjectFact> = Object.create(null) as Record<string, ObjectFact>;
  for (const [name, objects] of map) {
    const object = either(objects);
    if (object) result[name] = object;
  }
  return result;
}
