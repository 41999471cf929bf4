/** Where objects of a Python file come from: constructed, loaded, handed in, held by a module or an instance. */
import type { PyAttribute, PyAwait, PyBinding, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyName, PyNode, PySubscript, PyValue } from "../../../rules/api.ts";
import type { ObjectFact, PySymbol } from "../../../rules/facts/python.ts";
import { fluentMethods, loaders, loadingMethods, passThrough } from "./facts-knowledge.ts";
import { type AnchorTable, isForeign, ownerFunction, type Scope } from "./facts-scope.ts";

const deepest = 14;
const mostAlternatives = 5;
const mostInTable = 30;
const nowhere: ObjectFact = { from: "none" };

/** What an object may be followed through. */
type Leading = Extract<PyExpr, { kind: "Name" | "Attribute" | "Subscript" | "Call" | "NamedExpr" | "Conditional" | "BoolOp" }> | PyAwait;

export class Objects {
  private readonly memo = new Map<PyExpr, ObjectFact | null>();

  constructor(private readonly scope: Scope, private readonly anchors: AnchorTable) {}

  of(node: PyExpr | undefined, depth = 0): ObjectFact | undefined {
    if (!node || depth > deepest) return undefined;
    switch (node.kind) {
      case "Const": return node.value === null ? nowhere : undefined;
      case "Dict": return this.ofFunctions(node.entries.map(({ value }) => value));
      case "List":
      case "Tuple": return this.ofFunctions(node.elements);
      case "Name": case "Attribute": case "Subscript": case "Call": case "Await": case "NamedExpr": case "Conditional": case "BoolOp": return this.ofLeading(node, depth + 1);
      default: return undefined; // comes from nowhere
    }
  }

  private ofLeading(node: Leading, depth: number): ObjectFact | undefined {
    const known = this.memo.get(node);
    if (known !== undefined) return known ?? undefined;
    this.memo.set(node, null); // a value that refers to itself is unknown
    const object = this.find(node, depth);
    if (object) this.memo.set(node, object);
    return object;
  }

  private find(node: Leading, depth: number): ObjectFact | undefined {
    switch (node.kind) {
      case "Name": return this.ofName(node, depth);
      case "Attribute": return this.ofAttribute(node, depth);
      case "Subscript": return this.ofSubscript(node, depth);
      case "Call": return this.ofCall(node, depth);
      case "Conditional": return either([this.of(node.then, depth), this.of(node.otherwise, depth)]);
      case "BoolOp": return either([this.of(node.left, depth), this.of(node.right, depth)]);
      default: return this.of(node.value, depth);
    }
  }

  /** A table of functions of the project. */
  private ofFunctions(values: readonly PyExpr[]): ObjectFact | undefined {
    if (values.length === 0 || values.length > mostInTable || !values.every(({ kind }) => kind === "Name" || kind === "Attribute")) return undefined;
    const symbols = values.map((value) => this.scope.symbolOf(value));
    return symbols.every((symbol) => symbol !== undefined && !isForeign(symbol)) ? either(symbols.map((symbol) => this.globalOf(symbol))) : undefined;
  }

  private ofName(node: PyName, depth: number): ObjectFact | undefined {
    const bindings = this.scope.file.bindingsOf(node);
    if (bindings.length === 0) {
      const imported = this.scope.importedAs(node.id);
      return imported ? { from: "global", of: imported } : undefined;
    }
    const only = bindings[0];
    if (only && bindings.length === 1) return this.ofBinding(node, only, depth);
    return either(bindings.slice(-mostAlternatives).map((binding) => this.ofBinding(node, binding, depth)));
  }

  private ofBinding(node: PyName, binding: PyBinding, depth: number): ObjectFact | undefined {
    switch (binding.how) {
      case "import": return this.globalOf(this.scope.importedAs(node.id));
      case "function":
      case "class": return this.globalOf(this.scope.symbolOf(node));
      case "parameter": return this.ofParameter(node, binding, depth);
      case "for":
      case "comprehension": {
        const iterated = this.of(binding.value, depth);
        return iterated && { from: "part", of: iterated };
      }
      case "assign":
      case "with":
      case "named-expression":
        if (ownerFunction(node) && !ownerFunction(binding.node)) return { from: "global", of: `:${node.id}` };
        return this.ofAssigned(node.id, binding, depth);
      default: return undefined;
    }
  }

  private ofAssigned(name: string, binding: PyBinding, depth: number): ObjectFact | undefined {
    if (binding.value) return this.of(binding.value, depth);
    const assign = statementOf(binding.node);
    if (assign?.kind !== "Assign") return undefined;
    const tuple = assign.targets.find((target) => target.kind === "Tuple" || target.kind === "List");
    if (!tuple || (tuple.kind !== "Tuple" && tuple.kind !== "List")) return undefined;
    const index = tuple.elements.findIndex((element) => element.kind === "Name" && element.id === name);
    const whole = index < 0 ? undefined : this.of(assign.value, depth);
    return whole && part(whole, String(index));
  }

  private globalOf(symbol: PySymbol | undefined): ObjectFact | undefined {
    return symbol === undefined ? undefined : { from: "global", of: symbol };
  }

  private ofParameter(node: PyName, binding: PyBinding, depth: number): ObjectFact | undefined {
    const param = binding.node.kind === "Param" ? binding.node : undefined;
    if (!param || ownerFunction(node) !== param.parent) return undefined;
    const annotated = param.annotation && this.scope.symbolOf(param.annotation);
    const injected = param.fallback?.kind === "Call" && /(?:^|\.)(?:Depends|Security|Provide)$/.test(this.scope.symbolOf(param.fallback.func) ?? "") ? param.fallback : undefined;
    const provider = injected?.args[0] && this.scope.symbolOf(injected.args[0].value);
    const otherwise: ObjectFact | undefined = injected ? provider ? { from: "call", of: provider, at: this.anchors.at(injected) } : undefined : this.of(param.fallback, depth);
    return { from: "parameter", name: node.id, ...(annotated && { of: annotated }), ...(otherwise && otherwise.from !== "none" && { otherwise }) };
  }

  private ofAttribute(node: PyAttribute, depth: number): ObjectFact | undefined {
    if (node.value.kind === "Name" && this.scope.isSelf(node.value)) {
      const owner = this.scope.selfClass(node);
      const property = owner && propertyOf(owner, node.attr);
      if (property) return { from: "call", of: `:${this.scope.nameOf(property)}`, at: this.anchors.at(node) };
      return owner && { from: "attribute", class: this.scope.nameOf(owner), name: node.attr };
    }
    return this.slot(node) ?? this.member(node.value, node.attr, depth);
  }

  private ofSubscript(node: PySubscript, depth: number): ObjectFact | undefined {
    const key = node.index.kind === "Str" && !node.index.isFormat ? node.index.value : node.index.kind === "Num" ? node.index.text : undefined;
    return this.slot(node) ?? this.member(node.value, key, depth);
  }

  private member(value: PyExpr, key: string | undefined, depth: number): ObjectFact | undefined {
    const literal = key === undefined ? undefined : this.entry(value, key);
    if (literal) return this.of(literal, depth);
    const whole = this.of(value, depth);
    return whole && part(whole, key);
  }

  /** The entry of a dict written out in this file. */
  private entry(value: PyExpr, key: string): PyExpr | undefined {
    const known: PyValue = this.mayHoldDicts ? this.scope.file.valueOf(value) : { kind: "unknown" };
    return known.kind === "dict" ? known.entries.get(key) : undefined;
  }

  private get mayHoldDicts(): boolean {
    const { file } = this.scope;
    return (this.knownToHoldDicts ??= file.nodes("Dict").length > 0 || /\b(?:dict|OrderedDict)\b/.test(file.text));
  }
  private knownToHoldDicts: boolean | undefined;

  /**
   * Where a place outlives the function: `app.state.scaler`, `st.session_state["scaler"]`, `MODELS["churn"]`.
   * Named without the objects that only lead there, so that `request.app.state.x` and `app.state.x` are one.
   */
  slot(node: PyAttribute | PySubscript): ObjectFact | undefined {
    const root = rootOf(node);
    if (!root || (node.value === root && this.isLocal(root))) return undefined;
    const path = placePath(node);
    if (!path) return undefined;
    const state = Math.max(path.names.lastIndexOf("state"), path.names.lastIndexOf("session_state"), path.names.lastIndexOf("config"));
    if (state > 0 && state < path.names.length - 1) return { from: "global", of: `:${path.names.slice(state).join(".")}` };
    const symbol = this.scope.symbolOf(path.root);
    const rest = path.names.slice(1).join(".");
    if (symbol) return { from: "global", of: `${symbol}.${rest}` };
    const bindings = this.scope.file.bindingsOf(path.root);
    const isModuleLevel = bindings.length > 0 && bindings.every((binding) => binding.how === "assign" && !ownerFunction(binding.node));
    return isModuleLevel && ownerFunction(node) ? { from: "global", of: `:${path.root.id}.${rest}` } : undefined;
  }

  /** Neither a symbol nor held by the module. */
  private isLocal(root: PyName): boolean {
    if (this.scope.symbolOf(root)) return false;
    const bindings = this.scope.file.bindingsOf(root);
    return bindings.length === 0 || bindings.some((binding) => binding.how !== "assign" || ownerFunction(binding.node) !== undefined);
  }

  private ofCall(node: PyCallExpr, depth: number): ObjectFact | undefined {
    const symbol = this.scope.symbolOf(node.func);
    if (symbol !== undefined) return this.ofNamedCall(node, symbol, depth);
    if (node.func.kind === "Name" && this.scope.file.bindingsOf(node.func).length === 0) return undefined; // a builtin
    if (node.func.kind !== "Attribute") return this.ofInstanceCall(node, depth);
    const { value: receiver, attr: method } = node.func;
    if (fluentMethods.has(method)) return this.of(receiver, depth);
    if (loadingMethods.has(method)) return { from: "artefact", by: method, at: this.anchors.at(node) };
    const key = method === "get" && node.args[0]?.value.kind === "Str" ? node.args[0].value.value : undefined;
    if (key !== undefined) return this.member(receiver, key, depth);
    if (receiver.kind === "Name" && this.scope.isSelf(receiver)) {
      const owner = this.scope.selfClass(node);
      return owner && { from: "call", of: `:${this.scope.nameOf(owner)}.${method}`, at: this.anchors.at(node) };
    }
    const on = this.of(receiver, depth);
    return on && { from: "method", on, method, at: this.anchors.at(node) };
  }

  private ofInstanceCall(node: PyCallExpr, depth: number): ObjectFact | undefined {
    const on = this.of(node.func, depth);
    return on && { from: "method", on, method: "__call__", at: this.anchors.at(node) };
  }

  private ofNamedCall(node: PyCallExpr, symbol: PySymbol, depth: number): ObjectFact | undefined {
    const last = symbol.slice(symbol.lastIndexOf(".") + 1);
    const at = this.anchors.at(node);
    if (loaders.has(symbol) || (loadingMethods.has(last) && isForeign(symbol))) return { from: "artefact", by: symbol, at };
    if (symbol === "functools.partial") return this.of(node.args[0]?.value, depth);
    if (passThrough.has(symbol)) return this.of(node.args[node.args.length - 1]?.value, depth);
    const parts = /(?:^|\.)(?:make_)?(?:pipeline|Pipeline|ColumnTransformer|column_transformer|FeatureUnion|make_union)$/.test(symbol) ? this.stepsOf(node) : undefined;
    return { from: "call", of: symbol, at, ...(parts && { parts }) };
  }

  /** Classes constructed in the arguments of a pipeline, one level of nesting through lists and tuples; undefined when a step hides. */
  private stepsOf(call: PyCallExpr): readonly PySymbol[] | undefined {
    const found: PySymbol[] = [];
    const visit = (node: PyExpr): boolean => {
      const value = node.kind === "Name" ? this.scope.file.valueOf(node) : undefined;
      if (value?.kind === "call") return visit(value.call.node);
      if (value?.kind === "list") return value.elements.every(visit);
      if (node.kind === "List" || node.kind === "Tuple") return node.elements.every(visit);
      if (node.kind === "Str" || node.kind === "Num") return true;
      if (node.kind !== "Call") return node.kind === "Const";
      const symbol = this.scope.symbolOf(node.func);
      if (symbol) found.push(symbol);
      return symbol !== undefined;
    };
    const isSeen = call.args.every((argument) => argument.star === "" && (argument.name !== undefined && !/^(steps|transformers|transformer_list)$/.test(argument.name) ? true : visit(argument.value)));
    return isSeen && found.length > 0 ? found : undefined;
  }
}

/** The method that computes `self.name` when it is read. */
export function propertyOf(owner: PyClassDef, name: string): PyFunctionDef | undefined {
  const isProperty = (one: PyExpr) => /^(?:cached_)?property$/.test(one.kind === "Name" ? one.id : one.kind === "Attribute" ? one.attr : "");
  return owner.body.find((one): one is PyFunctionDef => one.kind === "FunctionDef" && one.name === name && one.decorators.some(isProperty));
}

export function either(objects: readonly (ObjectFact | undefined)[]): ObjectFact | undefined {
  const index = objects.findIndex((object) => object !== undefined);
  if (index < 0 || !objects.some((object, at) => object && at > index)) return objects[index]; // telling equal ones apart costs their text
  const known = new Map<string, ObjectFact>();
  for (const object of objects) if (object) known.set(JSON.stringify(object), object);
  const all = [...known.values()];
  return all.length > 1 ? { from: "either", of: all } : all[0];
}

/** A part of an artefact is an artefact. */
function part(whole: ObjectFact, key: string | undefined): ObjectFact {
  if (whole.from === "artefact") return key === undefined ? whole : { ...whole, key };
  return { from: "part", of: whole, ...(key !== undefined && { key }) };
}

function statementOf(node: PyNode): PyNode | undefined {
  for (let current: PyNode | undefined = node; current; current = current.parent) if (current.kind === "Assign" || current.kind === "AnnAssign") return current;
  return undefined;
}

/** The name that such a place begins with. */
function rootOf(node: PyAttribute | PySubscript): PyName | undefined {
  let current: PyExpr = node;
  while (current.kind === "Attribute" || current.kind === "Subscript") current = current.value;
  return current.kind === "Name" ? current : undefined;
}

/** `a.b["c"].d` as names, when every step is an attribute or a constant key and the root is a name. */
function placePath(node: PyAttribute | PySubscript): { readonly root: PyName; readonly names: readonly string[] } | undefined {
  const names: string[] = [];
  let current: PyExpr = node;
  for (;;) {
    if (current.kind === "Attribute") {
      names.unshift(current.attr);
      current = current.value;
    } else if (current.kind === "Subscript") {
      if (current.index.kind !== "Str" || current.index.isFormat) return undefined;
      names.unshift(current.index.value);
      current = current.value;
    } else break;
  }
  return current.kind === "Name" ? { root: current, names: [current.id, ...names] } : undefined;
}
