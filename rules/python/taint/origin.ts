/** Who decides a value: the code itself, nobody known, a caller, a shared store, the network, or whoever sends a request. */
import type { PyBinding, PyCall, PyCallExpr, PyExpr, PyFunctionDef, PyName, PyNode, PythonFile } from "../../api.ts";
import { harmlessCalls, harmlessMethods, networkCalls, passingCalls, passingMethods, storeCalls, storeMethods, storeNames } from "./passing.ts";
import { oncePerFile, running } from "../knowledge/code.ts";
import { handlerLabel, isChosenParameter, isHarmlessType, lastName, short, sourceLabel } from "./sources.ts";

/** From harmless to harmful. `parameter`: a caller outside the file decides; `unknown`: the file does not show. */
export type Power = "fixed" | "unknown" | "parameter" | "store" | "network" | "input";

export interface Origin {
  readonly power: Power;
  /** Where the value enters. */
  readonly at?: PyExpr | PyNode;
  /** How it enters, in words: `request.args`, `request to show`. */
  readonly label?: string;
}

const order: readonly Power[] = ["fixed", "unknown", "parameter", "store", "network", "input"];
const fixed: Origin = { power: "fixed" };
const unknown: Origin = { power: "unknown" };
const deepest = 40;
const ofInterpreter = /^(?:sys\.(?:executable|prefix|base_prefix|platform|version|byteorder)|os\.(?:sep|linesep|pathsep|curdir|pardir|devnull|name))$/;

export function isAtLeast(origin: Origin, power: Power): boolean {
  return order.indexOf(origin.power) >= order.indexOf(power);
}

const kept = new WeakMap<PythonFile, Origins>();

/** The origins of a file's values; worked out at first need, shared by the rules. */
export function originsOf(file: PythonFile): Origins {
  let found = kept.get(file);
  if (!found) kept.set(file, (found = new Origins(file)));
  return found;
}

export class Origins {
  private readonly memo = new Map<PyNode, Origin>();
  private readonly pending = new Set<PyNode>();

  constructor(private readonly file: PythonFile) {}

  of(node: PyExpr): Origin {
    const isFirst = this.pending.size === 0; // on the way from another value a circle may cut the answer short
    const known = isFirst ? this.memo.get(node) : undefined;
    if (known) return known;
    if (this.pending.has(node) || this.pending.size > deepest) return fixed;
    this.pending.add(node);
    const origin = this.follow(node);
    this.pending.delete(node);
    if (isFirst) this.memo.set(node, origin);
    return origin;
  }

  /** As `of`, but numbers and checked values count too when a stranger chose them: what is asked is who sent it, not what it can do. */
  entering(node: PyExpr): Origin {
    const origin = this.of(node);
    if (origin.power === "input" || node.kind !== "Name") return origin;
    for (const { how, node: param } of this.file.bindingsOf(node)) {
      const made = param.parent;
      if (how !== "parameter" || param.kind !== "Param" || made?.kind !== "FunctionDef") continue;
      const label = handlerLabel(this.file, made);
      if (label && (isChosenParameter(this.file, made, node.id) || isPlain(param.annotation && this.file.slice(param.annotation)))) return { power: "input", at: param, label };
    }
    return origin;
  }

  private worst(nodes: readonly (PyExpr | undefined)[]): Origin {
    return worstOf(nodes.map((node) => (node ? this.of(node) : fixed)));
  }

  private follow(node: PyExpr): Origin {
    const label = sourceLabel(this.file, node);
    if (label) return { power: "input", at: node, label };
    switch (node.kind) {
      case "Str": return node.isFormat ? this.worst(node.holes) : fixed;
      case "Num": case "Const": case "Compare": case "Lambda": return fixed;
      case "Name": return this.ofName(node);
      case "Attribute": return ofInterpreter.test(this.file.qualifiedName(node) ?? "") ? fixed : this.ofAttribute(node.value, node.attr);
      case "Subscript": return this.ofSubscript(node.value);
      case "Call": return this.ofCall(node);
      case "Binary": return this.worst([node.left, node.right]);
      case "BoolOp": return this.worst([node.left, node.right]);
      case "Conditional": return this.worst([node.then, node.otherwise]);
      case "List": case "Tuple": case "Set": return this.worst(node.elements);
      case "Dict": return this.worst(node.entries.map(({ value }) => value));
      case "Await": case "Starred": case "NamedExpr": return this.of(node.value);
      case "Comprehension": return this.of(node.element);
      default: return unknown;
    }
  }

  /** An entry of a module's table is the code's own; one of `request.POST` is not. */
  private ofSubscript(value: PyExpr): Origin {
    const isTable = /^[A-Z][A-Z0-9_]+$/.test(lastName(value)) || this.file.qualifiedName(value) === "os.environ";
    return isTable && !sourceLabel(this.file, value) ? fixed : this.of(value);
  }

  private ofName(node: PyName): Origin {
    const bindings = this.file.bindingsOf(node);
    if (bindings.length === 0) return /^(?:_?[A-Z][A-Z0-9_]+|__\w+__)$/.test(node.id) ? fixed : unknown;
    const origin = worstOf(bindings.map((binding) => this.ofBinding(binding, node)));
    return isAtLeast(origin, "parameter") && this.isChecked(node) ? fixed : origin;
  }

  private ofBinding(binding: PyBinding, use: PyName): Origin {
    const { node, value } = binding;
    switch (binding.how) {
      case "import": case "function": case "class": return fixed;
      case "parameter": return this.ofParameter(use.id, node);
      case "assign": case "with": case "named-expression": {
        if (value) return this.of(value);
        if (node.kind === "Assign") return this.of(node.value); // one element of what cannot be taken apart
        return node.kind === "With" ? unknown : fixed;
      }
      case "augmented": return node.kind === "AugAssign" ? this.of(node.value) : unknown;
      case "for": return node.kind === "For" ? this.of(node.iter) : unknown;
      case "comprehension": return node.kind === "Comprehension" ? this.worst(node.clauses.map(({ iter }) => iter)) : unknown;
      default: return unknown;
    }
  }

  private ofParameter(name: string, param: PyNode): Origin {
    const made = param.parent;
    if (param.kind !== "Param" || made?.kind !== "FunctionDef") return unknown;
    if (/^(self|cls)$/.test(name)) return unknown;
    if (param.annotation && isHarmlessType(this.file, param.annotation)) return fixed;
    const handler = handlerLabel(this.file, made);
    if (handler) return isChosenParameter(this.file, made, name) ? { power: "input", at: param, label: handler } : fixed; // numbers by the route, and what the framework hands in
    const given = (callersIn(this.file).get(made) ?? []).map((call) => this.givenBy(call, made, name));
    const isPrivate = given.length > 0 && made.name.startsWith("_");
    return worstOf([...given, isPrivate ? fixed : { power: "parameter", at: param, label: name }]);
  }

  private givenBy(node: PyCallExpr, made: PyFunctionDef, name: string): Origin {
    const isMethod = /^(self|cls)$/.test(made.params[0]?.name ?? "") && node.func.kind === "Attribute";
    const position = made.params.findIndex((one) => one.name === name) - (isMethod ? 1 : 0);
    const argument = this.file.call(node).argument(name, position);
    return argument ? this.of(argument) : fixed;
  }

  /** An attribute of a request's body is the sender's; of a class of this file, as far as its field may be. */
  private ofAttribute(value: PyExpr, attr: string): Origin {
    if (/^_?[A-Z][A-Z0-9_]+$/.test(attr) || /^(__\w+__|_meta|db_table|id|pk|size|port|ndim|shape|pid|name_or_path)$/.test(attr)) return fixed;
    const origin = this.of(value);
    if (!isAtLeast(origin, "parameter")) return origin.power === "fixed" && value.kind !== "Name" ? fixed : unknown;
    const field = this.fieldOf(value, attr);
    if (field && isHarmlessType(this.file, field)) return fixed;
    // what a caller's object holds is not known to be a caller's text
    return origin.power === "parameter" ? unknown : origin;
  }

  private fieldOf(value: PyExpr, attr: string): PyExpr | undefined {
    const found = this.file.valueOf(value);
    const annotation = found.kind === "parameter" ? found.param.annotation : undefined;
    const of = annotation && this.file.valueOf(annotation);
    const definition = of?.kind === "symbol" ? of.definition : undefined;
    if (definition?.kind !== "ClassDef") return undefined;
    const field = definition.body.find((one) => one.kind === "AnnAssign" && one.target.kind === "Name" && one.target.id === attr);
    return field?.kind === "AnnAssign" ? field.annotation : undefined;
  }

  private ofCall(node: PyCallExpr): Origin {
    const call = this.file.call(node);
    const { callee, method, receiver } = call;
    if (callee && harmlessCalls.test(callee)) return fixed;
    if (callee && networkCalls.test(callee)) return { power: "network", at: node, label: short(this.file, node.func) };
    if (callee && storeCalls.test(callee) || receiver && (storeMethods.test(method) || /^(get|mget)$/.test(method) && storeNames.test(lastName(receiver)))) return { power: "store", at: node, label: short(this.file, node.func) };
    if (callee === "re.sub") return this.ofSubstitution(call);
    if (callee && passingCalls.test(callee)) return this.worst(call.positional);
    if (callee === "builtins.open" || callee === "io.open") return worstOf([unknown, this.limited(call.positional[0])]);
    if (receiver && harmlessMethods.test(method)) return fixed;
    if (sourceLabel(this.file, node.func)) return this.of(node.func);
    if (receiver && passingMethods.test(method)) return worstOf([this.of(receiver), ...(/^(format|join|replace|format_map)$/.test(method) ? node.args.map(({ value }) => this.of(value)) : [])]);
    const definition = definitionOf(this.file, node);
    return definition ? this.worst(returnsOf(this.file, definition)) : unknown;
  }

  /** Taking out all but listed characters makes text harmless; taking out something does not. */
  private ofSubstitution(call: PyCall): Origin {
    const pattern = call.positional[0];
    const isListed = pattern !== undefined && (pattern.kind !== "Str" || /^\(?\[\^|^\\[WD]/.test(pattern.value));
    const text = call.argument("string", 2);
    return isListed || !text ? fixed : this.of(text);
  }

  /** What a file holds is not known, even when a stranger names it; that it is theirs only an upload shows. */
  private limited(node: PyExpr | undefined): Origin {
    const origin = node ? this.of(node) : fixed;
    return origin.power === "network" ? origin : fixed;
  }

  /** `if table not in TABLES: raise`, `if not name.isidentifier()`, `re.fullmatch(..., name)` earlier in the same function. */
  private isChecked(use: PyName): boolean {
    const made = this.file.enclosingFunction(use);
    if (!made || made.kind !== "FunctionDef") return false;
    const before = this.file.slice({ start: made.body[0]?.start ?? made.start, end: use.start });
    const name = use.id;
    for (let at = before.indexOf(name); at >= 0; at = before.indexOf(name, at + 1)) {
      if (/\w/.test(before[at - 1] ?? "") || /\w/.test(before[at + name.length] ?? "")) continue;
      const after = before.slice(at + name.length, at + name.length + 40);
      if (/^\s*(?:not\s+in|in)\s+[A-Za-z_({[]|^\.(?:isidentifier|isalnum|isdigit|isnumeric|isdecimal)\(/.test(after) && isInCondition(before, at)) return true;
      if (/\bre\.(?:full)?match\([^\n]*$/.test(before.slice(Math.max(0, at - 160), at)) || /(?:pattern|regex|_re|RE)\.(?:full)?match\(\s*$/.test(before.slice(Math.max(0, at - 60), at))) return true;
      if (/(?:validate|sanitize|sanitise|check|assert_safe|ensure|escape)\w*\(\s*$/.test(before.slice(Math.max(0, at - 60), at))) return true;
    }
    return false;
  }
}

function definitionOf(file: PythonFile, node: PyCallExpr): PyFunctionDef | undefined {
  const value = file.valueOf(node.func);
  return value.kind === "symbol" && value.definition?.kind === "FunctionDef" ? value.definition : undefined;
}

const functionNames = oncePerFile((file: PythonFile): ReadonlySet<string> => new Set(file.collect(namesHere)));
const namesHere = (file: PythonFile): readonly string[] => file.here.functions().map(({ name }) => name);

/** Calls of functions of the file, with what they call. */
function callsOfFunctions(file: PythonFile): readonly (readonly [PyCallExpr, PyFunctionDef])[] {
  const names = functionNames(file);
  return file.here.nodes("Call").flatMap((node) => {
    const definition = names.has(lastName(node.func)) ? definitionOf(file, node) : undefined;
    return definition ? [[node, definition] as const] : [];
  });
}

const callersIn = oncePerFile((file: PythonFile): ReadonlyMap<PyFunctionDef, readonly PyCallExpr[]> => {
  const found = new Map<PyFunctionDef, PyCallExpr[]>();
  for (const [node, definition] of file.collect(callsOfFunctions)) {
    const list = found.get(definition);
    if (list) list.push(node);
    else found.set(definition, [node]);
  }
  return found;
});

function returnsOf(file: PythonFile, made: PyFunctionDef): readonly PyExpr[] {
  return running(file, made.body).flatMap((node) => (node.kind === "Return" && node.value ? [node.value] : []));
}

function isPlain(annotation: string | undefined): boolean {
  return annotation !== undefined && /^(?:Optional\[)?(?:int|float|bool)\b/.test(annotation);
}

/** The line that holds the offset is a test rather than a loop. */
function isInCondition(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
  return /\b(?:if|elif|assert|and|or|not|while)\b/.test(line) && !/\bfor\s*$/.test(line);
}

function worstOf(origins: readonly Origin[]): Origin {
  return origins.reduce((worst, one) => (order.indexOf(one.power) > order.indexOf(worst.power) ? one : worst), fixed);
}
