/** Which columns of which table an expression holds, as far as the file shows. */
import type { PyCall, PyCallExpr, PyComprehension, PyExpr, PyName, PyNode, PySubscript, PythonFile } from "../../api.ts";
import { estimatorKind } from "./estimators.ts";
import { argumentNamed, splitSource, textsOf } from "./origins.ts";

/** Columns of one table: all but some, or only some. */
export interface Columns {
  /** What stands for the table: equal for two expressions that come from the same one. */
  readonly table: PyNode;
  /** The variable it is known by. */
  readonly name: string;
  readonly only: ReadonlySet<string> | undefined;
  readonly without: ReadonlySet<string>;
  /** Where the choice was made: the list, the `drop`, or the table itself. */
  readonly choice: PyExpr;
}

export interface Column {
  readonly table: PyNode;
  readonly name: string;
}

const deepest = 14;
const none: ReadonlySet<string> = new Set();

export function columnsOf(file: PythonFile, node: PyExpr, depth = 0): Columns | undefined {
  if (depth > deepest) return undefined;
  switch (node.kind) {
    case "Name": return ofName(file, node, depth);
    case "Attribute": return node.attr === "values" ? columnsOf(file, node.value, depth + 1) : undefined;
    case "Subscript": return ofSubscript(file, node, depth);
    case "Call": return ofCall(file, file.call(node), depth);
    default: return undefined;
  }
}

/** The single column that a target vector is, through conversions that keep its meaning. */
export function columnOf(file: PythonFile, node: PyExpr, depth = 0): Column | undefined {
  if (depth > deepest) return undefined;
  switch (node.kind) {
    case "Name": {
      const [binding, another] = file.bindingsOf(node);
      if (!binding || another || binding.how !== "assign") return undefined;
      if (binding.value) return columnOf(file, binding.value, depth + 1);
      const part = binding.node.kind === "Assign" ? splitSource(file, binding.node, node.id) : undefined;
      return part && columnOf(file, part.source, depth + 1);
    }
    case "Attribute": return node.attr === "values" ? columnOf(file, node.value, depth + 1) : undefined;
    case "Subscript": {
      const names = textsOf(file, node.index);
      const table = names?.length === 1 && (node.index.kind === "Str" || node.index.kind === "List" || node.index.kind === "Name") ? columnsOf(file, node.value, depth + 1) : undefined;
      return table && names?.[0] !== undefined ? { table: table.table, name: names[0] } : undefined;
    }
    case "Call": {
      const call = file.call(node);
      if (call.receiver && /^(?:to_numpy|ravel|astype|copy|map|replace|reshape|flatten|to_list|tolist|squeeze)$/.test(call.method)) return columnOf(file, call.receiver, depth + 1);
      if (/^numpy\.(?:array|asarray|ravel)$/.test(call.callee ?? "") || /LabelEncoder\.fit_transform$/.test(call.callee ?? "")) return call.positional[0] && columnOf(file, call.positional[0], depth + 1);
      return undefined;
    }
    default: return undefined;
  }
}

export function holds({ only, without }: Columns, column: string): boolean {
  return (only === undefined || only.has(column)) && !without.has(column);
}

function ofName(file: PythonFile, node: PyName, depth: number): Columns | undefined {
  const bindings = file.bindingsOf(node);
  const [binding] = bindings;
  if (!binding) return undefined;
  const whole: Columns = { table: binding.node, name: node.id, only: undefined, without: none, choice: node };
  if (binding.how !== "assign" && binding.how !== "parameter") return undefined;
  if (bindings.length > 1) return whole;
  if (binding.node.kind === "Assign" && !binding.value) {
    const part = splitSource(file, binding.node, node.id);
    return part && columnsOf(file, part.source, depth + 1);
  }
  if (!binding.value || binding.how === "parameter") return binding.how === "parameter" ? whole : undefined;
  const behind = columnsOf(file, binding.value, depth + 1);
  return behind ? { ...behind, name: node.id } : makesTable(file, binding.value) ? whole : undefined;
}

/** A table as it comes: read, made, or handed over by a function whose inside does not matter. */
function makesTable(file: PythonFile, node: PyExpr): boolean {
  if (node.kind !== "Call") return false;
  const call = file.call(node);
  return /^pandas\.(?:read_\w+|DataFrame|merge|concat|json_normalize)$/.test(call.callee ?? "") || /^seaborn\.load_dataset$/.test(call.callee ?? "");
}

function ofSubscript(file: PythonFile, node: PySubscript, depth: number): Columns | undefined {
  const isLoc = node.value.kind === "Attribute" && node.value.attr === "loc";
  const index = isLoc ? (node.index.kind === "Tuple" && isEverything(node.index.elements[0]) ? node.index.elements[1] : undefined) : node.index;
  if (!index || index.kind === "Str" || index.kind === "Slice") return undefined;
  const base = columnsOf(file, node.value.kind === "Attribute" && isLoc ? node.value.value : node.value, depth + 1);
  if (!base) return undefined;
  const names = textsOf(file, index);
  if (names) return file.valueOf(index).kind === "list" ? { ...base, only: new Set(names.filter((name) => holds(base, name))), without: none, choice: listNode(file, index) } : undefined;
  const left = restOf(file, index);
  return left && { ...base, without: new Set([...base.without, ...left.names]), choice: left.at };
}

function isEverything(node: PyExpr | undefined): boolean {
  return node?.kind === "Slice" && !node.lower && !node.upper;
}

/** The list as written, where a name stands for it. */
function listNode(file: PythonFile, node: PyExpr): PyExpr {
  const [binding, another] = node.kind === "Name" ? file.bindingsOf(node) : [];
  return binding?.value?.kind === "List" && !another ? binding.value : node;
}

/** `[c for c in df.columns if c not in ["id"]]`, `df.columns.drop("id")`, `df.columns.difference([...])`: the names left out. */
function restOf(file: PythonFile, node: PyExpr): { readonly names: readonly string[]; readonly at: PyExpr } | undefined {
  if (node.kind === "Name") {
    const [binding, another] = file.bindingsOf(node);
    return binding?.value && !another && binding.how === "assign" ? restOf(file, binding.value) : undefined;
  }
  if (node.kind === "Comprehension") return ofComprehension(file, node);
  if (node.kind !== "Call") return undefined;
  const call = file.call(node);
  if (!/^(?:drop|difference)$/.test(call.method) || call.receiver?.kind !== "Attribute" || call.receiver.attr !== "columns") return undefined;
  const names = textsOf(file, call.positional[0]);
  return names && { names, at: node };
}

function ofComprehension(file: PythonFile, node: PyComprehension): { readonly names: readonly string[]; readonly at: PyExpr } | undefined {
  const [clause, another] = node.clauses;
  if (!clause || another || node.of !== "list" || node.element.kind !== "Name" || clause.target.kind !== "Name" || clause.target.id !== node.element.id) return undefined;
  if (clause.iter.kind !== "Attribute" || clause.iter.attr !== "columns") return undefined;
  const names: string[] = [];
  for (const test of clause.ifs) {
    const [op] = test.kind === "Compare" ? test.ops : [];
    const left = test.kind === "Compare" && test.ops.length === 1 && (op === "not in" || op === "!=") ? textsOf(file, test.rights[0]) : undefined;
    if (!left) return undefined;
    names.push(...left);
  }
  return { names, at: node };
}

const keepsColumns = /^(?:copy|fillna|reset_index|dropna|sort_values|sort_index|sample|ffill|bfill|interpolate|to_numpy|round|head|tail|query|drop_duplicates|clip|infer_objects|convert_dtypes)$/;

function ofCall(file: PythonFile, call: PyCall, depth: number): Columns | undefined {
  const { method, receiver, callee = "" } = call;
  const first = call.positional[0];
  if (callee === "pandas.DataFrame") return first && ofFrame(file, call, first, depth);
  if (/^pandas\.get_dummies$|^numpy\.(?:array|asarray)$/.test(callee)) return first && columnsOf(file, first, depth + 1);
  if (!receiver) return undefined;
  if (/^(?:fit_)?transform$/.test(method) && first) return isScaler(file, call) ? columnsOf(file, first, depth + 1) : undefined;
  if (method === "astype" || method === "replace") return columnsOf(file, receiver, depth + 1);
  if (keepsColumns.test(method) && file.valueOf(receiver).kind !== "symbol") return columnsOf(file, receiver, depth + 1);
  return method === "drop" ? ofDrop(file, call, receiver, depth) : undefined;
}

/** `DataFrame(frame, columns=[...])` chooses columns of a frame and names those of an array. */
function ofFrame(file: PythonFile, call: PyCall, first: PyExpr, depth: number): Columns | undefined {
  const base = columnsOf(file, first, depth + 1);
  const given = call.argument("columns", 2);
  if (!base || !given) return base;
  if (given.kind === "Attribute" && given.attr === "columns") return base;
  const names = textsOf(file, given);
  return names && { ...base, only: new Set(names.filter((name) => holds(base, name))), without: none, choice: listNode(file, given) };
}

/** Transformers that give back the columns they got. */
function isScaler(file: PythonFile, call: PyCall): boolean {
  const value = call.receiverValue();
  return value.kind === "call" && estimatorKind(value.of) === "transformer" && /(?:Scaler|Imputer|PowerTransformer|QuantileTransformer)$/.test(value.of);
}

function ofDrop(file: PythonFile, call: PyCall, receiver: PyExpr, depth: number): Columns | undefined {
  const base = columnsOf(file, receiver, depth + 1);
  if (!base || call.spreadsUnknown) return undefined;
  const axis = call.argument("axis", 1);
  const across = axis && file.valueOf(axis);
  const isColumns = across?.kind === "number" ? across.value === 1 : across?.kind === "string" && across.value === "columns";
  const given = argumentNamed(call.node.args, "columns") ?? (isColumns ? call.argument("labels", 0) : undefined);
  if (!given) return axis || argumentNamed(call.node.args, "index") === undefined ? undefined : base;
  const names = textsOf(file, given);
  return names && { ...base, without: new Set([...base.without, ...names]), choice: call.node };
}

/** Where the literal list of left-out names of a `drop` stands. */
export function droppedList(file: PythonFile, drop: PyCallExpr): PyExpr | undefined {
  const call = file.call(drop);
  return argumentNamed(drop.args, "columns") ?? call.argument("labels", 0);
}
