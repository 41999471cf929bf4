/** Follows rows back to where they come from: through names, selections and calls that keep the rows. */
import type { PyArgument, PyAssign, PyCallExpr, PyExpr, PyName, PyNode, PythonFile } from "../../api.ts";
import { functionAround, oncePerFile } from "./code.ts";

/** Longer stories are cut; what lies beyond is not known. */
const mostSteps = 160;

/**
 * Every expression that the rows of `node` come from, nearest first. Stops where rows are put together anew (`groupby`, `drop_duplicates`),
 * so that what is true of the rows before is not claimed of those after.
 */
export function* originsOf(file: PythonFile, node: PyExpr): Generator<PyExpr> {
  const seen = new Set<PyNode>();
  const waiting: PyExpr[] = [node];
  for (let at = waiting.shift(); at && seen.size < mostSteps; at = waiting.shift()) {
    if (seen.has(at)) continue;
    seen.add(at);
    yield at;
    waiting.push(...stepBack(file, at));
  }
}

const regroups = /^(?:groupby|drop_duplicates|value_counts|unique|nunique|pivot_table|pivot|crosstab)$/;

function stepBack(file: PythonFile, node: PyExpr): readonly PyExpr[] {
  switch (node.kind) {
    case "Name": return file.bindingsOf(node).flatMap((binding) => {
      if (binding.value && (binding.how === "assign" || binding.how === "named-expression")) return [binding.value];
      return binding.how === "assign" && binding.node.kind === "Assign" ? sourceOfTuple(file, binding.node, node.id) : [];
    });
    case "Subscript": case "Await": case "Starred": case "Attribute": return [node.value];
    case "Binary": return [node.left, node.right];
    case "Conditional": return [node.then, node.otherwise];
    case "List": case "Tuple": return node.elements;
    case "Call": return ofCall(file, node);
    default: return [];
  }
}

function ofCall(file: PythonFile, node: PyCallExpr): readonly PyExpr[] {
  const call = file.call(node);
  if (regroups.test(call.method)) return [];
  if (call.receiver && !isModule(file, call.receiver) && !/^(?:fit_resample|(?:fit_)?transform)$/.test(call.method)) return [call.receiver];
  return call.positional;
}

function isModule(file: PythonFile, node: PyExpr): boolean {
  return file.valueOf(node).kind === "symbol";
}

/** The arrays a splitter was given, for the name of one of its parts; else whatever the tuple was made from. */
function sourceOfTuple(file: PythonFile, assign: PyAssign, name: string): readonly PyExpr[] {
  const part = splitSource(file, assign, name);
  return part ? [part.source] : [assign.value];
}

/** `X_train` of `X_train, X_test = train_test_split(X)` is a part of `X`. */
export function splitSource(file: PythonFile, assign: PyAssign, name: string): { readonly source: PyExpr; readonly call: PyCallExpr } | undefined {
  const { value } = assign;
  if (value.kind !== "Call" || file.call(value).method !== "train_test_split") return undefined;
  for (const target of assign.targets) {
    const index = target.kind === "Tuple" || target.kind === "List" ? target.elements.findIndex((one) => one.kind === "Name" && one.id === name) : -1;
    const source = index < 0 ? undefined : file.call(value).positional[Math.floor(index / 2)];
    if (source) return { source, call: value };
  }
  return undefined;
}

/** `frame["lag"] = value`: what was written into the columns of a name. */
export interface ColumnWrite {
  readonly column: string;
  readonly value: PyExpr;
  readonly at: PyAssign;
}

const writesByName = oncePerFile((file: PythonFile): ReadonlyMap<string, readonly ColumnWrite[]> => {
  const found = new Map<string, ColumnWrite[]>();
  for (const [name, write] of file.collect(writesHere)) {
    const list = found.get(name);
    if (list) list.push(write);
    else found.set(name, [write]);
  }
  return found;
});

/** One of a kind for each text it was found in: where it stands counts as well. */
class Write implements ColumnWrite {
  constructor(readonly column: string, readonly value: PyExpr, readonly at: PyAssign) {}
}

function writesHere(file: PythonFile): readonly (readonly [string, ColumnWrite])[] {
  return file.here.nodes("Assign").flatMap((assign) => assign.targets.flatMap((target) => {
    const written = columnTarget(target);
    return written ? [[written.name, new Write(written.column, assign.value, assign)] as const] : [];
  }));
}

/** `frame["a"]`, `frame.loc[rows, "a"]`, `frame.index`. */
function columnTarget(target: PyExpr): { readonly name: string; readonly column: string } | undefined {
  if (target.kind === "Attribute" && target.value.kind === "Name" && target.attr === "index") return { name: target.value.id, column: "index" };
  if (target.kind !== "Subscript") return undefined;
  const base = target.value.kind === "Attribute" && target.value.attr === "loc" ? target.value.value : target.value;
  const index = target.index.kind === "Tuple" ? target.index.elements[1] : target.index;
  return base.kind === "Name" && index?.kind === "Str" && index.holes.length === 0 ? { name: base.id, column: index.value } : undefined;
}

/** Writes into the columns of a name before it is used here, in the same function or the module. */
export function writesInto(file: PythonFile, use: PyName): readonly ColumnWrite[] {
  const home = functionAround(file, use);
  return (writesByName(file).get(use.id) ?? []).filter(({ at }) => at.start < use.start && functionAround(file, at) === home);
}

export function argumentNamed(args: readonly PyArgument[], ...names: readonly string[]): PyExpr | undefined {
  return args.find(({ name }) => name !== undefined && names.includes(name))?.value;
}

/** The texts of a list or of a single text, when all of them are visible. */
export function textsOf(file: PythonFile, node: PyExpr | undefined): readonly string[] | undefined {
  const value = node && file.valueOf(node);
  if (value?.kind === "string") return [value.value];
  if (value?.kind !== "list" && value?.kind !== "tuple" && value?.kind !== "set") return undefined;
  const texts = value.elements.flatMap((one) => {
    const text = file.valueOf(one);
    return text.kind === "string" ? [text.value] : [];
  });
  return texts.length === value.elements.length ? texts : undefined;
}
