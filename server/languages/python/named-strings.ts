/** Literal strings and the names they are given: what a search for secrets looks at. */
import type { NamedString, NamedStringTest, PyArgument, PyCall, PyCallExpr, PyExpr, PyFunctionDef, PyNode, PyNodeOf, PyParam, PyStr, Span, PythonFile } from "../../../rules/api.ts";
import { connectors } from "./connectors.ts";
import { plainSpan } from "./located.ts";
import { matchElements } from "./scopes.ts";

type How = NamedString["how"];
interface Label {
  readonly name: string;
  readonly at: Span;
  /** One variable has been seen through already: `x = str(x)` ends here. */
  readonly isFollowed?: boolean;
}
interface Literal { readonly node: PyStr; readonly whole: boolean }
/** What is asked of a file, or of a piece of one. */
export interface Reader extends Pick<PythonFile, "nodes" | "call" | "valueOf" | "bindingsOf" | "enclosingClass"> {
  /** Without it every name tells. */
  isTelling?(name: string): boolean;
}
/** A literal with a name; its places move with the text. */
export interface Naming {
  readonly label: Label;
  readonly literal: Literal;
  readonly how: How;
}
type Give = (label: Label | undefined, value: PyExpr | undefined, how: How) => void;

/** In source order of the literals; one literal may have several names. */
export function namedStrings(namings: readonly Naming[]): NamedString[] {
  return deduplicated(namings.map(({ label, literal, how }) => named(label, literal, how)));
}

export function namingsIn(file: Reader): Naming[] {
  const found: Naming[] = [];
  const give: Give = (label, value, how) => {
    if (label && value) for (const literal of literalsIn(value, label, file)) found.push({ label, literal, how });
  };
  for (const node of file.nodes("Assign")) if (mayHold(node.value) || node.value.kind === "Tuple" || node.value.kind === "List") for (const target of node.targets) giveTarget(target, node.value, file, give);
  for (const node of file.nodes("AnnAssign")) if (mayHold(node.value)) give(labelOf(node.target, file), node.value, "assignment");
  for (const node of file.nodes("AugAssign")) if (mayHold(node.value)) give(labelOf(node.target, file), node.value, "assignment");
  for (const node of file.nodes("NamedExpr")) if (mayHold(node.value)) give(labelOf(node.target, file), node.value, "assignment");
  for (const node of file.nodes("Param")) if (mayHold(node.fallback)) give(labelled(node.name, node.nameAt, file), node.fallback, "default");
  for (const node of file.nodes("Dict")) for (const { key, value } of node.entries) if (key && mayHold(value)) give(keyLabel(key, file), value, "entry");
  for (const node of file.nodes("Compare")) giveCompared(node, file, give);
  for (const node of file.nodes("Call")) if (node.args.length > 0) giveArguments(file.call(node), file, give);
  return found;
}

/** The same question, at a fraction of the cost: whether `test` accepts some literal under some name that it is given here. */
export function mayName(file: Reader, test: NamedStringTest): boolean {
  const isRenamed = file.nodes("BoolOp").some((node) => environmentBehind(node.right) !== undefined);
  const reader: Reader = isRenamed ? file : { ...file, isTelling: (name) => test.isName(name) };
  return namingsIn(reader).some(({ label, literal: { node } }) => test.isValue(node.value, environmentBehind(node)?.name ?? label.name));
}

/** Whether there is anything in it for `literalsIn` to find. */
function mayHold(value: PyExpr | undefined): boolean {
  switch (value?.kind) {
    case "Str": case "Binary": case "Conditional": case "BoolOp": case "NamedExpr": case "Name": return true;
    case "Call": return value.func.kind === "Attribute" ? value.func.value.kind === "Str" || passesOn.has(value.func.attr) : value.func.kind === "Name" && passesOn.has(value.func.id);
    default: return false;
  }
}

function giveTarget(target: PyExpr, value: PyExpr, file: Reader, give: Give): void {
  if (target.kind === "Tuple" || target.kind === "List") {
    const parts = matchElements(target.elements, value);
    target.elements.forEach((element, index) => { if (parts?.[index]) giveTarget(element, parts[index], file, give); });
  } else if (mayHold(value)) give(labelOf(target, file), value, "assignment");
}

function giveArguments(call: PyCall, file: Reader, give: Give): void {
  const { node } = call;
  const [, second, third] = node.args;
  for (const argument of node.args) if (argument.name !== undefined && argument.nameAt) giveKeyword(call, argument, argument.nameAt, file, give);
  if (second && second.name === undefined && second.star === "" && mayHold(second.value)) giveFallback(call, second.value, file, give);
  if (third && mayHold(third.value) && (call.callee === "builtins.getattr" || call.callee === "builtins.setattr")) {
    give(second && keyLabel(second.value, file), third.value, call.callee === "builtins.setattr" ? "assignment" : "default");
  }
  if (node.args.some(({ name, value }) => name === undefined && mayHold(value))) givePositions(call, file, give);
}

function giveKeyword(call: PyCall, { name = "", value }: PyArgument, nameAt: Span, file: Reader, give: Give): void {
  if (mayHold(value)) {
    const isDefault = name === "default" || name === "default_value" || name === "fallback";
    const isEnvironment = isDefault && isEnvironmentRead(call);
    const option = isDefault ? optionLabel(call.node, file) ?? (isEnvironment ? keyed(call.node, file) : undefined) : undefined;
    if (option) give(option, value, isEnvironment ? "environment-default" : "default");
    else if (isTelling(name, file)) give({ name, at: nameAt }, value, call.callee === "builtins.dict" ? "entry" : "argument");
  }
  if ((name === "auth" || name === "basic_auth" || name === "http_auth") && value.kind === "Tuple") give({ name: "password", at: nameAt }, value.elements[1], "argument");
}

function giveFallback(call: PyCall, value: PyExpr, file: Reader, give: Give): void {
  if (isEnvironmentRead(call)) give(keyed(call.node, file), value, "environment-default");
  else if (call.method === "get" || call.method === "pop") give(keyed(call.node, file), value, "default");
  else if (call.method === "setdefault") give(keyed(call.node, file), value, "assignment");
}

/** What the first argument says that is read, or written. */
function keyed({ args: [first] }: PyCallExpr, file: Reader): Label | undefined {
  return first?.star === "" && first.name === undefined ? keyLabel(first.value, file) : undefined;
}

/** Arguments without keywords: of known connectors, and of functions and classes whose parameters this file shows. */
function givePositions(call: PyCall, file: Reader, give: Give): void {
  const positions = connectors.get(call.callee ?? "")?.positions;
  const parameters = positions ? undefined : ownParameters(call, file);
  if (!positions && !parameters) return;
  for (const [index, argument] of call.node.args.entries()) {
    if (argument.star !== "") return;
    const name = argument.name !== undefined ? undefined : positions ? positions[index] : parameters?.[index]?.name;
    if (name && isTelling(name, file)) give({ name, at: argument }, argument.value, "argument");
  }
}

/** Those that take arguments by position. */
function ownParameters(call: PyCall, file: Reader): readonly PyParam[] | undefined {
  if (!call.node.args.some((argument) => argument.name === undefined && (argument.value.kind === "Str" || argument.value.kind === "Name"))) return undefined;
  const value = file.valueOf(call.node.func);
  if (value.kind !== "symbol" || !value.definition) return undefined;
  const made = value.definition.kind === "FunctionDef" ? value.definition : value.definition.body.find((one): one is PyFunctionDef => one.kind === "FunctionDef" && one.name === "__init__");
  if (!made) return undefined;
  const isBound = file.enclosingClass(made) !== undefined && made.params[0] !== undefined && /^(self|cls)$/.test(made.params[0].name);
  const stop = made.params.findIndex((param) => param.star !== "");
  return isBound || stop >= 0 ? made.params.slice(isBound ? 1 : 0, stop < 0 ? undefined : stop) : made.params;
}

/** Functions that read a setting by name, with a fallback as second argument or as `default=`. */
const environmentReads: ReadonlySet<string> = new Set([
  "os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop", "os.getenvb", "decouple.config", "starlette.config.Config", "environs.Env", "environ.Env",
  "decouple.Config.get", "starlette.config.Config.get", "environs.Env.str", "environ.Env.str", "flask.Config.get", "prettyconf.config", "environ.Env.get_value",
]);

function isEnvironmentRead({ callee }: PyCall): boolean {
  return callee !== undefined && environmentReads.has(callee);
}

/** `add_argument("--db-password", default=…)`, `option("--token", default=…)`. */
function optionLabel(node: PyCallExpr, file: Reader): Label | undefined {
  const method = node.func.kind === "Attribute" ? node.func.attr : node.func.kind === "Name" ? node.func.id : "";
  if (method !== "add_argument" && method !== "option" && method !== "Option" && method !== "add_option") return undefined;
  for (const argument of node.args) {
    if (argument.name !== undefined || argument.value.kind !== "Str" || !argument.value.value.startsWith("--")) continue;
    return literalLabel(argument.value.value.slice(2), argument.value, file);
  }
  return undefined;
}

function labelOf(node: PyExpr, file: Reader): Label | undefined {
  if (node.kind === "Name") return labelled(node.id, node, file);
  if (node.kind === "Attribute") return isTelling(node.attr, file) ? { name: node.attr, at: node.attrAt } : undefined;
  if (node.kind === "Subscript" && node.index.kind === "Str") return literalLabel(node.index.value, node.index, file);
  if (node.kind === "Subscript" && node.index.kind === "Name") return labelled(node.index.id, node.index, file);
  return undefined;
}

function labelled(name: string, at: Span, file: Reader): Label | undefined {
  return isTelling(name, file) ? { name, at } : undefined;
}

function literalLabel(name: string, literal: PyStr, file: Reader): Label | undefined {
  return isTelling(name, file) ? { name, at: inner(literal) } : undefined;
}

function isTelling(name: string, file: Reader): boolean {
  return file.isTelling === undefined || file.isTelling(name);
}

/** A key of a dict or a setting: a literal, or a constant whose value or name tells. */
function keyLabel(key: PyExpr, file: Reader): Label | undefined {
  if (key.kind === "Str") return key.holes.length === 0 ? literalLabel(key.value, key, file) : undefined;
  if (key.kind !== "Name" && key.kind !== "Attribute") return undefined;
  const value = file.valueOf(key);
  return value.kind === "string" ? labelled(value.value, key, file) : labelOf(key, file);
}

function giveCompared({ left, ops, rights }: PyNodeOf<"Compare">, file: Reader, give: Give): void {
  for (const [index, op] of ops.entries()) {
    const a = index === 0 ? left : rights[index - 1];
    const b = rights[index];
    if (!a || !b || (op !== "==" && op !== "!=" && op !== "is" && op !== "<>")) continue;
    if (b.kind === "Str") give(labelOf(a, file), b, "comparison");
    if (a.kind === "Str") give(labelOf(b, file), a, "comparison");
  }
}

const secretLike = /pass|pwd|secret|token|key|auth|cred/i;
/** Wrappers that hand their literal on. */
const passesOn: ReadonlySet<string> = new Set([
  "SecretStr", "SecretBytes", "Secret", "str", "bytes", "bytearray", "Field", "field", "quote", "quote_plus", "b64decode", "b64encode", "encode", "decode", "strip", "unhexlify", "fromhex", "String",
]);
/** `password.encode("utf-8")` hands its receiver on. */
const ofReceiver: ReadonlySet<string> = new Set(["encode", "decode", "strip"]);

/** Literals that make up a value, wholly or in part. */
function literalsIn(value: PyExpr, label: Label, file: Reader): Literal[] {
  switch (value.kind) {
    case "Str": return [{ node: value, whole: value.holes.length === 0 }];
    case "Binary": {
      if (value.op !== "+" && value.op !== "%") return [];
      const sides = value.op === "%" ? [value.left] : [value.left, value.right];
      return sides.flatMap((side) => literalsIn(side, label, file)).map((one) => ({ ...one, whole: false }));
    }
    case "Conditional": return [...literalsIn(value.then, label, file), ...literalsIn(value.otherwise, label, file)];
    case "BoolOp": return [...literalsIn(value.left, label, file), ...literalsIn(value.right, label, file)];
    case "NamedExpr": return literalsIn(value.value, label, file);
    case "Call": return literalsInCall(value, label, file);
    case "Name": return throughVariable(value, label, file);
    default: return [];
  }
}

function literalsInCall(call: PyCallExpr, label: Label, file: Reader): Literal[] {
  const { func } = call;
  const name = func.kind === "Attribute" ? func.attr : func.kind === "Name" ? func.id : "";
  if (func.kind === "Attribute" && func.value.kind === "Str") {
    const whole = passesOn.has(name) && func.value.holes.length === 0;
    return whole || name === "format" || name === "replace" ? [{ node: func.value, whole }] : [];
  }
  if (!passesOn.has(name) || (func.kind === "Attribute" && ofReceiver.has(name))) return [];
  const [first] = call.args;
  const given = first?.name === undefined ? first : call.args.find((argument) => argument.name === "default");
  return given && given.star === "" ? literalsIn(given.value, label, file) : [];
}

/** `x = "…"; password = x`: only when the name tells more than the variable's own. */
function throughVariable(value: Extract<PyExpr, { kind: "Name" }>, label: Label, file: Reader): Literal[] {
  if (label.isFollowed || !secretLike.test(label.name) || secretLike.test(value.id)) return [];
  return file.bindingsOf(value).flatMap((bound) => (bound.how === "assign" && bound.value && bound.value.kind !== "Name" ? literalsIn(bound.value, { ...label, isFollowed: true }, file) : []));
}

function named(label: Label, { node, whole }: Literal, how: How): NamedString {
  const variable = environmentBehind(node);
  const { name, at } = variable ?? label;
  return { name, nameAt: plainSpan(at), value: node.value, at: plainSpan(node), innerAt: plainSpan(inner(node)), how: variable ? "environment-default" : how, whole };
}

/** The variable in `os.environ.get("X") or "…"`. */
function environmentBehind(node: PyNode): Label | undefined {
  const or = node.parent;
  if (or?.kind !== "BoolOp" || or.op !== "or" || or.right !== node || or.left.kind !== "Call") return undefined;
  const { func, args } = or.left;
  const isRead = func.kind === "Attribute" && (func.attr === "getenv" || func.attr === "get" && func.value.kind === "Attribute" && func.value.attr === "environ");
  const key = args[0]?.value;
  return isRead && key?.kind === "Str" ? { name: key.value, at: inner(key) } : undefined;
}

function inner(node: PyStr): Span {
  return new Inner(node);
}

/** Moves with the text. */
class Inner implements Span {
  constructor(private readonly node: PyStr) {}

  get start(): number {
    return (this.node.pieces[0]?.innerAt ?? this.node).start;
  }

  get end(): number {
    return (this.node.pieces.at(-1)?.innerAt ?? this.node).end;
  }
}

function deduplicated(found: readonly NamedString[]): NamedString[] {
  const seen = new Set<string>();
  return [...found].sort((a, b) => a.at.start - b.at.start || a.nameAt.start - b.nameAt.start).filter((one) => {
    const key = `${one.at.start} ${one.name}`;
    return !seen.has(key) && seen.add(key);
  });
}
