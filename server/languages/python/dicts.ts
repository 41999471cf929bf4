/** Dicts as far as they are visible: literals, `dict(...)`, merges, and what is stored into them later. */
import type { PyCallExpr, PyDict, PyExpr, PyName, PyValue } from "../../../rules/api.ts";
import type { Names } from "./names.ts";

type DictValue = Extract<PyValue, { kind: "dict" }>;
type Follow = (node: PyExpr) => PyValue;

export function dictOf(node: PyDict, follow: Follow): DictValue {
  const entries = new Map<string, PyExpr>();
  let open = false;
  for (const { key, value } of node.entries) {
    if (!key) open = addAll(entries, follow(value)) || open;
    else if (key.kind === "Str") entries.set(key.value, value);
    else if (key.kind === "Name") {
      const named = follow(key);
      if (named.kind === "string") entries.set(named.value, value);
      else open = true;
    } else if (key.kind !== "Num" && key.kind !== "Const" && key.kind !== "Tuple") open = true;
  }
  return { kind: "dict", node, entries, open };
}

export function isDictCall(callee: string): boolean {
  return callee === "builtins.dict" || callee === "collections.OrderedDict";
}

export function dictOfCall(node: PyCallExpr, follow: Follow): DictValue {
  const entries = new Map<string, PyExpr>();
  let open = false;
  for (const argument of node.args) {
    if (argument.name) entries.set(argument.name, argument.value);
    else open = addAll(entries, argument.star === "*" ? { kind: "unknown" } : follow(argument.value)) || open;
  }
  return { kind: "dict", node, entries, open };
}

/** `a | b`, where at least one side is a dict. */
export function mergeDicts(left: PyValue, right: PyValue): DictValue | undefined {
  const shown = left.kind === "dict" ? left : right.kind === "dict" ? right : undefined;
  if (!shown) return undefined;
  const entries = new Map<string, PyExpr>();
  const open = [left, right].map((side) => addAll(entries, side)).some(Boolean);
  return { kind: "dict", node: shown.node, entries, open };
}

/** True when the value may hold more than was added. */
function addAll(entries: Map<string, PyExpr>, value: PyValue): boolean {
  if (value.kind !== "dict") return true;
  for (const [key, one] of value.entries) entries.set(key, one);
  return value.open;
}

const readers = new Set(["get", "items", "keys", "values", "copy"]);
/** Calls known to leave a dict they are given as it is. */
const harmless = /^builtins\.(len|print|dict|list|set|sorted|str|repr|isinstance|bool|iter|type|any|all)$|^(json\.dumps|json\.dump|logging\.\w+|pprint\.pprint|copy\.(copy|deepcopy))$/;

/** The dict a name stands for, with what other uses of the name store into it; open when such a use cannot be seen through. */
export function afterChanges(value: DictValue, use: PyName, names: Names, follow: Follow): DictValue {
  const own = names.bindingsOf(use);
  let entries: Map<string, PyExpr> | undefined;
  let { open } = value;
  for (const other of names.usesOf(use.id)) {
    if (other === use || !isTouched(other)) continue;
    if (!names.bindingsOf(other).some((bound) => own.includes(bound))) continue;
    const change = changeBy(other, names, follow);
    if (change === "open") open = true;
    else if (change) for (const [key, one] of change) (entries ??= new Map(value.entries)).set(key, one);
  }
  return entries || open !== value.open ? { ...value, entries: entries ?? value.entries, open } : value;
}

function isTouched(name: PyName): boolean {
  const { parent } = name;
  return parent?.kind === "Subscript" || parent?.kind === "Attribute" || parent?.kind === "Call" || parent?.kind === "AugAssign" || parent?.kind === "Assign" && parent.value === name;
}

function changeBy(name: PyName, names: Names, follow: Follow): "open" | ReadonlyMap<string, PyExpr> | undefined {
  const { parent } = name;
  if (parent?.kind === "AugAssign") return parent.target === name ? "open" : undefined;
  if (parent?.kind === "Assign") return "open";
  if (parent?.kind === "Subscript" && parent.value === name) {
    const store = parent.parent;
    if (store?.kind === "Assign" && store.targets.includes(parent)) {
      const key = follow(parent.index);
      return key.kind === "string" ? new Map([[key.value, store.value]]) : "open";
    }
    return store?.kind === "Delete" || store?.kind === "AugAssign" ? "open" : undefined;
  }
  if (parent?.kind === "Attribute") {
    const call = parent.parent;
    if (readers.has(parent.attr)) return undefined;
    return call?.kind === "Call" && call.func === parent ? changeByMethod(parent.attr, call, follow) : undefined;
  }
  if (parent?.kind === "Call" && parent.func !== name) {
    const argument = parent.args.find((one) => one.value === name);
    const callee = names.qualifiedName(parent.func);
    return argument?.star === "" && !(callee && harmless.test(callee)) ? "open" : undefined;
  }
  return undefined;
}

function changeByMethod(method: string, call: PyCallExpr, follow: Follow): "open" | ReadonlyMap<string, PyExpr> | undefined {
  if (method === "update") {
    const added = dictOfCall(call, follow);
    return added.open ? "open" : added.entries;
  }
  const [key, value] = call.args;
  if (method === "setdefault" && key && value) {
    const named = follow(key.value);
    return named.kind === "string" ? new Map([[named.value, value.value]]) : "open";
  }
  return "open";
}
