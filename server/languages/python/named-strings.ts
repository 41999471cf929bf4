/** Literal strings and the names they are given: what a search for secrets looks at. */
import type { NamedString, PyCall, PyCallExpr, PyExpr, PyFunctionDef, PyNode, PyStr, Span, PythonFile } from "../../../rules/api.ts";
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
type Reader = Pick<PythonFile, "nodes" | "call" | "valueOf" | "bindingsOf" | "enclosingClass">;
/** A literal with a name; its places move with the text. */
export interface Naming {
  readonly label: Label;
  readonly literal: Literal;
  readonly how: How;
}

/** In source order of the literals; one literal may have several names. */
export function namedStrings(namings: readonly Naming[]): NamedString[] {
  return deduplicated(namings.map(({ label, literal, how }) => named(label, literal, how)));
}

export function namingsIn(file: Reader): Naming[] {
  const found: Naming[] = [];
  const give = (label: Label | undefined, value: PyExpr | undefined, how: How) => {
    if (label && value) for (const literal of literalsIn(value, label, file)) found.push({ label, literal, how });
  };
  for (const node of file.nodes("Assign")) for (const target of node.targets) giveTarget(target, node.value, give);
  for (const node of file.nodes("AnnAssign")) give(labelOf(node.target), node.value, "assignment");
  for (const node of file.nodes("AugAssign")) give(labelOf(node.target), node.value, "assignment");
  for (const node of file.nodes("NamedExpr")) give(labelOf(node.target), node.value, "assignment");
  for (const node of file.nodes("Param")) give({ name: node.name, at: node.nameAt }, node.fallback, "default");
  for (const node of file.nodes("Dict")) for (const { key, value } of node.entries) give(key && keyLabel(key, file), value, "entry");
  for (const node of file.nodes("Compare")) for (const [name, literal] of comparisons(node.left, node.ops, node.rights)) give(labelOf(name), literal, "comparison");
  for (const node of file.nodes("Call")) giveArguments(file.call(node), file, give);
  return found;
}

function giveTarget(target: PyExpr, value: PyExpr, give: (label: Label | undefined, value: PyExpr | undefined, how: How) => void): void {
  if (target.kind === "Tuple" || target.kind === "List") {
    const parts = matchElements(target.elements, value);
    target.elements.forEach((element, index) => { if (parts?.[index]) giveTarget(element, parts[index], give); });
  } else give(labelOf(target), value, "assignment");
}

function giveArguments(call: PyCall, file: Reader, give: (label: Label | undefined, value: PyExpr | undefined, how: How) => void): void {
  const { node, callee } = call;
  const [first, second] = node.args;
  const isEnvironment = callee !== undefined && environmentReads.has(callee);
  const keyed = first?.star === "" && first.name === undefined ? keyLabel(first.value, file) : undefined;
  for (const argument of node.args) {
    if (argument.name === undefined || !argument.nameAt) continue;
    const isDefault = argument.name === "default" || argument.name === "default_value" || argument.name === "fallback";
    const option = isDefault ? optionLabel(node) ?? (isEnvironment ? keyed : undefined) : undefined;
    if (option) give(option, argument.value, isEnvironment ? "environment-default" : "default");
    else give({ name: argument.name, at: argument.nameAt }, argument.value, callee === "builtins.dict" ? "entry" : "argument");
    if ((argument.name === "auth" || argument.name === "basic_auth" || argument.name === "http_auth") && argument.value.kind === "Tuple") give({ name: "password", at: argument.nameAt }, argument.value.elements[1], "argument");
  }
  if (keyed && second && second.name === undefined && second.star === "") {
    if (isEnvironment) give(keyed, second.value, "environment-default");
    else if (call.method === "get" || call.method === "pop") give(keyed, second.value, "default");
    else if (call.method === "setdefault") give(keyed, second.value, "assignment");
  }
  if (callee === "builtins.getattr" || callee === "builtins.setattr") {
    const name = node.args[1] && keyLabel(node.args[1].value, file);
    give(name, node.args[2]?.value, callee === "builtins.setattr" ? "assignment" : "default");
  }
  givePositions(call, file, give);
}

/** Arguments without keywords: of known connectors, and of functions and classes whose parameters this file shows. */
function givePositions(call: PyCall, file: Reader, give: (label: Label | undefined, value: PyExpr | undefined, how: How) => void): void {
  const positions = connectors.get(call.callee ?? "")?.positions ?? ownParameters(call, file);
  if (!positions) return;
  for (const [index, argument] of call.node.args.entries()) {
    if (argument.star !== "") return;
    const name = argument.name === undefined ? positions[index] : undefined;
    if (name) give({ name, at: argument }, argument.value, "argument");
  }
}

function ownParameters(call: PyCall, file: Reader): Readonly<Record<number, string>> | undefined {
  if (!call.node.args.some((argument) => argument.name === undefined && (argument.value.kind === "Str" || argument.value.kind === "Name"))) return undefined;
  const value = file.valueOf(call.node.func);
  if (value.kind !== "symbol" || !value.definition) return undefined;
  const made = value.definition.kind === "FunctionDef" ? value.definition : value.definition.body.find((one): one is PyFunctionDef => one.kind === "FunctionDef" && one.name === "__init__");
  if (!made) return undefined;
  const isBound = file.enclosingClass(made) !== undefined && made.params[0] !== undefined && /^(self|cls)$/.test(made.params[0].name);
  const stop = made.params.findIndex((param) => param.star !== "");
  const names = made.params.slice(isBound ? 1 : 0, stop < 0 ? undefined : stop).map((param) => param.name);
  return Object.fromEntries(names.entries());
}

/** Functions that read a setting by name, with a fallback as second argument or as `default=`. */
const environmentReads: ReadonlySet<string> = new Set([
  "os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop", "os.getenvb", "decouple.config", "starlette.config.Config", "environs.Env", "environ.Env",
  "decouple.Config.get", "starlette.config.Config.get", "environs.Env.str", "environ.Env.str", "flask.Config.get", "prettyconf.config", "environ.Env.get_value",
]);

/** `add_argument("--db-password", default=…)`, `option("--token", default=…)`. */
function optionLabel(node: PyCallExpr): Label | undefined {
  const method = node.func.kind === "Attribute" ? node.func.attr : node.func.kind === "Name" ? node.func.id : "";
  if (method !== "add_argument" && method !== "option" && method !== "Option" && method !== "add_option") return undefined;
  for (const argument of node.args) {
    if (argument.name !== undefined || argument.value.kind !== "Str" || !argument.value.value.startsWith("--")) continue;
    return { name: argument.value.value.slice(2), at: inner(argument.value) };
  }
  return undefined;
}

function labelOf(node: PyExpr): Label | undefined {
  if (node.kind === "Name") return { name: node.id, at: node };
  if (node.kind === "Attribute") return { name: node.attr, at: node.attrAt };
  if (node.kind === "Subscript" && node.index.kind === "Str") return { name: node.index.value, at: inner(node.index) };
  if (node.kind === "Subscript" && node.index.kind === "Name") return { name: node.index.id, at: node.index };
  return undefined;
}

/** A key of a dict or a setting: a literal, or a constant whose value or name tells. */
function keyLabel(key: PyExpr, file: Reader): Label | undefined {
  if (key.kind === "Str") return key.holes.length === 0 ? { name: key.value, at: inner(key) } : undefined;
  if (key.kind !== "Name" && key.kind !== "Attribute") return undefined;
  const value = file.valueOf(key);
  return value.kind === "string" ? { name: value.value, at: key } : labelOf(key);
}

function comparisons(left: PyExpr, ops: readonly string[], rights: readonly PyExpr[]): [PyExpr, PyExpr][] {
  const sides = [left, ...rights];
  return ops.flatMap((op, index): [PyExpr, PyExpr][] => {
    const a = sides[index];
    const b = sides[index + 1];
    if (!a || !b || (op !== "==" && op !== "!=" && op !== "is" && op !== "<>")) return [];
    return [...(b.kind === "Str" ? [[a, b] as [PyExpr, PyExpr]] : []), ...(a.kind === "Str" ? [[b, a] as [PyExpr, PyExpr]] : [])];
  });
}

const secretLike = /pass|pwd|secret|token|key|auth|cred/i;
/** Wrappers that hand their literal on. */
const passesOn = /(^|\.)(SecretStr|SecretBytes|Secret|str|bytes|bytearray|Field|field|quote|quote_plus|b64decode|b64encode|encode|decode|strip|unhexlify|fromhex|String)$/;

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
    const whole = passesOn.test(name) && func.value.holes.length === 0;
    return whole || name === "format" || name === "replace" ? [{ node: func.value, whole }] : [];
  }
  if (!passesOn.test(name) || (func.kind === "Attribute" && /^(?:encode|decode|strip)$/.test(name))) return []; // `password.encode("utf-8")` hands its receiver on
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
  return {
    get start() { return (node.pieces[0]?.innerAt ?? node).start; },
    get end() { return (node.pieces.at(-1)?.innerAt ?? node).end; },
  };
}

function deduplicated(found: readonly NamedString[]): NamedString[] {
  const seen = new Set<string>();
  return [...found].sort((a, b) => a.at.start - b.at.start || a.nameAt.start - b.nameAt.start).filter((one) => {
    const key = `${one.at.start} ${one.name}`;
    return !seen.has(key) && seen.add(key);
  });
}
