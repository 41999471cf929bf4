/** What is surely a pandas frame, how it came about, and whether it is only a handful of rows. */
import type { PyExpr, PyParam, PythonFile, PyValue } from "../../api.ts";
import { lastName } from "./code.ts";

const makesFrame = /^pandas\.(?:read_\w+|DataFrame|concat|merge|json_normalize)$/;
/** Give a frame where they are called on one: https://pandas.pydata.org/docs/reference/frame.html */
const keepsFrame = new Set(["dropna", "fillna", "reset_index", "set_index", "copy", "drop", "rename", "merge", "query", "head", "tail", "sort_values", "drop_duplicates", "astype", "assign", "join", "append", "_append"]);

/** Made by pandas, declared as a frame, or derived from such by steps that keep a frame a frame. */
export function isFrame(file: PythonFile, node: PyExpr, depth = 0): boolean {
  if (depth > 6) return false;
  if (node.kind === "Subscript") return isFrame(file, node.value, depth + 1);
  const value = file.valueOf(node);
  return allOf(value).some((one) => {
    if (one.kind === "parameter") return isDeclaredFrame(file, one.param);
    return one.kind === "call" && (makesFrame.test(one.of) || (/^pandas\.DataFrame\./.test(one.of) && keepsFrame.has(one.call.method)) || (keepsFrame.has(one.call.method) && one.call.receiver !== undefined && isFrame(file, one.call.receiver, depth + 1)));
  });
}

function isDeclaredFrame(file: PythonFile, { annotation }: PyParam): boolean {
  return annotation !== undefined && file.qualifiedName(annotation) === "pandas.DataFrame";
}

const allOf = (value: PyValue) => (value.kind === "any-of" ? value.values : [value]);

/** Written out in the code: `pd.DataFrame({"a": [1, 2]})`. */
export function isWrittenOut(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  const [data] = value.kind === "call" && value.of === "pandas.DataFrame" ? value.call.positional : [];
  if (data?.kind === "List") return data.elements.length > 0 && data.elements.every(({ kind }) => kind === "Dict" || kind === "List" || kind === "Tuple");
  return data?.kind === "Dict" && data.entries.length > 0 && data.entries.every(({ value: column }) => column.kind === "List");
}

const mostToRead = 100;

/** A handful of rows, to be looked at: `frame.nlargest(5, "sales")`, `frame.head()`. */
export function isHandful(file: PythonFile, node: PyExpr): boolean {
  if (node.kind === "Name") {
    const bindings = file.bindingsOf(node);
    return bindings.length > 0 && bindings.every(({ value }) => value?.kind === "Call" && isHandful(file, value));
  }
  if (node.kind !== "Call" || !/^(?:head|tail|nlargest|nsmallest)$/.test(lastName(node))) return false;
  const count = file.call(node).argument("n", 0);
  const value = count && file.valueOf(count);
  return count ? value?.kind === "number" && value.value <= mostToRead : /^(?:head|tail)$/.test(lastName(node));
}

/** Each key stands there once: grouped by it, or cleared of duplicates. */
export function hasUniqueKeys(file: PythonFile, node: PyExpr, depth = 0): boolean {
  if (depth > 8) return false;
  if (node.kind === "Subscript" || node.kind === "Attribute") return hasUniqueKeys(file, node.value, depth + 1);
  if (node.kind === "Call") return /^(?:drop_duplicates|groupby|value_counts|pivot_table|nunique)$/.test(file.call(node).method) || (node.func.kind === "Attribute" && hasUniqueKeys(file, node.func.value, depth + 1));
  const bindings = node.kind === "Name" ? file.bindingsOf(node) : [];
  return bindings.length > 0 && bindings.every(({ value }) => value !== undefined && hasUniqueKeys(file, value, depth + 1));
}
