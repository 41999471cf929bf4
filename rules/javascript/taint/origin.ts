/** Who decides a value: the code itself, nobody known, a caller, the network, or whoever sends a request. */
import type { JavaScriptFile, JsBinding, JsCallExpr, JsExpr, JsFunction, JsName, JsNode, JsParam } from "../../api.ts";
import { parameterLabel, sourceLabel } from "./sources.ts";
import { functionName, lastName, plain, within } from "./tree.ts";

/** From harmless to harmful. `parameter`: a caller outside the file decides; `unknown`: the file does not show. */
export type Power = "fixed" | "unknown" | "parameter" | "network" | "input";

export interface Origin {
  readonly power: Power;
  /** Where the value enters. */
  readonly at?: JsNode;
  /** How it enters, in words: `req.query`. */
  readonly label?: string;
}

const order: readonly Power[] = ["fixed", "unknown", "parameter", "network", "input"];
const fixed: Origin = { power: "fixed" };
const unknown: Origin = { power: "unknown" };
const deepest = 40;

/** Methods whose result still holds the receiver's text. */
const passingMethods = /^(?:trim|trimStart|trimEnd|toString|toLowerCase|toUpperCase|slice|substring|substr|split|concat|padStart|padEnd|join|get|getAll|normalize|at|pop|shift|json|text|valueOf|flat|reverse|values|toLocaleLowerCase|repeat|then)$/;
/** Functions whose result still holds an argument's text. */
const passingCalls = /^(?:globalThis\.(?:String|decodeURIComponent|decodeURI|unescape|atob|JSON\.(?:parse|stringify)|Buffer\.from|Object\.(?:values|keys|entries|assign|fromEntries)|Array\.from|Promise\.resolve)|node:path\.(?:join|resolve|normalize)|node:util\.format|node:url\.parse|node:querystring\.parse|qs\.parse|lodash\.(?:get|trim|toString|pick|omit|merge)|node:buffer\.Buffer\.from)$/;
const elementCallbacks = /^(?:map|forEach|filter|flatMap|some|every|find|reduce)$/;
const networkCalls = /^(?:globalThis\.fetch|axios(?:\.create\(\))?(?:\.(?:get|post|put|request))?|got(?:\.\w+)?|node-fetch|undici\.(?:fetch|request)|ky(?:\.\w+)?|superagent\.\w+|needle(?:\.\w+)?)$/;
const checks = /^(?:includes|has|test|indexOf|match|hasOwnProperty|hasOwn|isNaN|isInteger|isFinite|isSafeInteger|isUUID|validate|isValid|is[A-Z]\w*|assert\w*|valid\w*|check\w*|ensure\w*|allow\w*)$/;

const kept = new WeakMap<JavaScriptFile, Origins>();

/** The origins of a file's values; worked out at first need, shared by the rules. */
export function originsOf(file: JavaScriptFile): Origins {
  let found = kept.get(file);
  if (!found) kept.set(file, (found = new Origins(file)));
  return found;
}

export class Origins {
  private readonly memo = new Map<JsNode, Origin>();
  private readonly pending = new Set<JsNode>();
  private readonly checkedIn = new Map<JsFunction | undefined, ReadonlySet<string>>();

  constructor(private readonly file: JavaScriptFile) {}

  of(node: JsExpr): Origin {
    const known = this.memo.get(node);
    if (known) return known;
    if (this.pending.has(node) || this.pending.size > deepest) return fixed;
    this.pending.add(node);
    const origin = this.follow(node);
    this.pending.delete(node);
    const judged = isAtLeast(origin, "parameter") && this.isChecked(node) ? fixed : origin;
    if (this.pending.size === 0) this.memo.set(node, judged);
    return judged;
  }

  private worst(nodes: readonly (JsExpr | undefined)[]): Origin {
    return worstOf(nodes.map((node) => (node ? this.of(node) : fixed)));
  }

  private follow(node: JsExpr): Origin {
    const label = sourceLabel(this.file, node);
    if (label) return { power: "input", at: node, label };
    switch (node.kind) {
      case "Str": case "Num": case "Const": case "Regex": case "Function": case "Class": case "Unary": return fixed;
      case "Template": return node.tag ? unknown : this.worst(node.holes);
      case "Binary": return node.op === "+" ? this.worst([node.left, node.right]) : fixed;
      case "Logical": case "Conditional": return node.kind === "Logical" ? this.worst([node.left, node.right]) : this.worst([node.then, node.otherwise]);
      case "Await": case "Cast": case "Spread": case "Assign": return this.of(node.value);
      case "Array": return this.worst(node.elements);
      case "Object": return this.worst(node.properties.map((one) => one.value));
      case "Sequence": return this.worst(node.elements.slice(-1));
      case "Name": return this.ofName(node);
      case "Member": return this.ofMember(node);
      case "Call": return this.ofCall(node);
      case "New": return /^(?:URL|URLSearchParams|String|Buffer|Array)$/.test(lastName(node.callee)) ? this.worst(node.args) : unknown;
      default: return unknown;
    }
  }

  private ofMember({ object, property, computed }: JsExpr & { kind: "Member" }): Origin {
    if (property !== undefined && /^(?:length|size|[A-Z][A-Z0-9_]+)$/.test(property)) return fixed;
    const origin = this.of(object);
    if (isAtLeast(origin, "network")) return origin;
    if (computed && /^[A-Z]/.test(lastName(object))) return fixed; // an entry of the code's own table
    return origin.power === "fixed" ? fixed : unknown; // what a caller's object holds is not known to be a caller's text
  }

  private ofName(node: JsName): Origin {
    const bindings = this.file.bindingsOf(node);
    if (bindings.length === 0) return /^[A-Z][A-Z0-9_]+$/.test(node.id) ? fixed : unknown;
    return worstOf(bindings.map((binding) => this.ofBinding(binding)));
  }

  private ofBinding(binding: JsBinding): Origin {
    const { how, node, value, fallback } = binding;
    switch (how) {
      case "import": case "function": case "class": return fixed;
      case "parameter": return node.kind === "Param" ? this.ofParameter(node, binding) : unknown;
      case "declare": case "assign": return value ? worstOf([this.ofValue(value, binding), fallback ? this.of(fallback) : fixed]) : fixed;
      case "update": return node.kind === "Assign" && node.op === "+=" ? this.of(node.value) : fixed;
      case "loop": return node.kind === "Declarator" && node.parent?.parent?.kind === "For" && node.parent.parent.how === "of" && node.parent.parent.iterated ? this.of(node.parent.parent.iterated) : unknown;
      default: return unknown;
    }
  }

  /** `const { id } = options`: of what a caller's object holds nothing is known; of a request everything. */
  private ofValue(value: JsExpr, { path }: JsBinding): Origin {
    if (path?.at(-1) === "length") return fixed;
    const [key = ""] = path ?? [];
    const at = plain(value);
    if (key !== "" && at.kind === "Name" && /^_?(?:req|request)$/.test(at.id) && /^(?:body|query|params|headers|cookies)$/.test(key)) return { power: "input", at: value, label: `${at.id}.${key}` };
    const origin = this.of(value);
    return origin.power === "parameter" && key !== "" ? unknown : origin;
  }

  private ofParameter(param: JsParam, { path }: JsBinding): Origin {
    const fn = param.parent;
    if (fn?.kind !== "Function" || isHarmlessType(this.file, param)) return fixed;
    const label = parameterLabel(this.file, param, path);
    if (label) return { power: "input", at: param, label };
    const holder = fn.parent;
    if (holder?.kind === "Call" && holder.args.includes(fn)) return this.ofElement(holder, fn.params.indexOf(param));
    if (holder?.kind === "Call" || holder?.kind === "JsxAttribute") return unknown;
    const name = functionName(fn);
    const given = (this.callersOf(name) ?? []).map((call) => this.givenBy(call, fn.params.indexOf(param)));
    return worstOf([...given, { power: "parameter", at: param, label: this.file.slice(param).slice(0, 40) }]);
  }

  private ofElement(call: JsCallExpr, index: number): Origin {
    const { callee } = call;
    if (callee.kind !== "Member" || index > 1) return unknown;
    if (elementCallbacks.test(callee.property ?? "") || callee.property === "then") {
      const origin = this.of(callee.object);
      return isAtLeast(origin, "network") ? origin : unknown;
    }
    return unknown;
  }

  private givenBy(call: JsCallExpr, position: number): Origin {
    const argument = this.file.call(call).argument(position);
    return argument ? this.of(argument) : fixed;
  }

  private callersOf(name: string): readonly JsCallExpr[] | undefined {
    if (name === "") return undefined;
    return this.file.once(callersByName).get(name);
  }

  private ofCall(node: JsCallExpr): Origin {
    const call = this.file.call(node);
    const callee = call.callee ?? "";
    if (networkCalls.test(callee)) return { power: "network", at: node, label: callee.replace("globalThis.", "") };
    if (passingCalls.test(callee)) return this.worst(node.args);
    if (call.receiver && passingMethods.test(call.method) && !/^(?:globalThis|node:)[\w.:/]*$/.test(callee)) return this.worst(call.method === "concat" ? [call.receiver, ...node.args] : [call.receiver]);
    return unknown;
  }

  /** The same words were held against a list, a pattern or a validator somewhere in this function. */
  private isChecked(node: JsExpr): boolean {
    if (node.kind !== "Name" && node.kind !== "Member") return false;
    const fn = this.file.enclosingFunction(node);
    let found = this.checkedIn.get(fn);
    if (!found) this.checkedIn.set(fn, (found = fn ? checkedIn(this.file, fn) : new Set()));
    return found.has(this.file.slice(node));
  }
}

/** Calls by the last word of what they call, where that is a name or a member of `this`. */
function callersByName(file: JavaScriptFile): ReadonlyMap<string, readonly JsCallExpr[]> {
  const found = new Map<string, JsCallExpr[]>();
  for (const { name, call } of file.collect(namedCalls)) {
    const list = found.get(name);
    if (list) list.push(call);
    else found.set(name, [call]);
  }
  return found;
}

function namedCalls({ here }: JavaScriptFile): readonly { readonly name: string; readonly call: JsCallExpr }[] {
  return here.nodes("Call").flatMap((call) => {
    const { callee } = call;
    const name = callee.kind === "Name" ? callee.id : callee.kind === "Member" && callee.object.kind === "This" ? callee.property : undefined;
    return name === undefined ? [] : [{ name, call }];
  });
}

/** A text that a bare piece of code takes from outside itself: a name, or a field of one, that nothing in the file gives a value, or that a caller does. */
export function isFromOutside(file: JavaScriptFile, node: JsExpr): boolean {
  const at = plain(node);
  if (at.kind === "Member") return at.object.kind === "Name" && !/^(?:process|config|settings|env|this)$/i.test(at.object.id) && file.bindingsOf(at.object).length === 0;
  return at.kind === "Name" && (file.bindingsOf(at).length === 0 || isAtLeast(originsOf(file).of(at), "parameter"));
}

export function isAtLeast(origin: Origin, power: Power): boolean {
  return order.indexOf(origin.power) >= order.indexOf(power);
}

function worstOf(origins: readonly Origin[]): Origin {
  return origins.reduce((worst, one) => (order.indexOf(one.power) > order.indexOf(worst.power) ? one : worst), fixed);
}

/** Annotated as something that holds no free text, or with a number or truth value as default. */
function isHarmlessType(file: JavaScriptFile, param: JsParam): boolean {
  if (param.fallback?.kind === "Num" || (param.fallback?.kind === "Const" && param.fallback.value !== null)) return true;
  const annotation = /^\??\s*:\s*([^=]+)/.exec(file.slice({ start: param.target.end, end: param.end }))?.[1]?.trim() ?? "";
  return annotation !== "" && !/\b(?:string|any|unknown|object|String)\b|^[A-Z{[(]/.test(annotation);
}

function checkedIn(file: JavaScriptFile, fn: JsFunction): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of within(fn)) {
    if (node.kind === "Call" && checks.test(lastName(node.callee))) {
      for (const one of node.args) found.add(file.slice(one));
      if (node.callee.kind === "Member" && lastName(node.callee) === "match") found.add(file.slice(node.callee.object));
    } else if (node.kind === "Binary" && node.op === "in") found.add(file.slice(node.left));
    else if (node.kind === "Switch") found.add(file.slice(node.subject));
    else if (node.kind === "Binary" && /^!==?$/.test(node.op) && isClosing(node)) {
      for (const [one, other] of [[node.left, node.right], [node.right, node.left]] as const) if (other.kind === "Str" && other.value !== "") found.add(file.slice(one));
    }
  }
  return found;
}

/** `if (sort !== "asc" && sort !== "desc") return`: nothing else goes on. */
function isClosing(node: JsNode): boolean {
  let at: JsNode = node;
  while (at.parent?.kind === "Logical" && at.parent.op === "&&") at = at.parent;
  return at.parent?.kind === "If" && at.parent.test === at && within(at.parent.then).some((one) => one.kind === "Return" || one.kind === "Throw" || one.kind === "Assign");
}
