/** What is counted or averaged for each of those who have rows, and put back beside every one of their rows. */
import type { PyCall, PyExpr, PythonFile, Span } from "../../api.ts";
import { textsOf } from "./origins.ts";

export interface PerKey {
  readonly key: string;
  readonly at: Span;
}

/** `frame.merge(frame.groupby("user_id").size().reset_index(), on="user_id")`, `pd.merge`, `join`. */
export function mergedBack(file: PythonFile, call: PyCall): PerKey | undefined {
  if (call.method !== "merge" && call.method !== "join") return undefined;
  const isFunction = call.callee === "pandas.merge";
  const [left, right] = isFunction ? [call.argument("left", 0), call.argument("right", 1)] : [call.receiver, call.argument("right", 0) ?? call.argument("other", 0)];
  const frame = rootName(left);
  const found = frame === undefined || !right ? undefined : perKey(file, right, frame);
  const on = textsOf(file, call.argument("on", isFunction ? 3 : undefined) ?? call.argument("left_on"));
  return found && on?.length === 1 && on[0] === found.key ? found : undefined;
}

/** `frame["user_id"].map(frame["user_id"].value_counts())`. */
export function mappedBack(file: PythonFile, call: PyCall, frame: string): PerKey | undefined {
  const { receiver } = call;
  const [table] = call.positional;
  if (call.method !== "map" || receiver?.kind !== "Subscript" || receiver.index.kind !== "Str" || rootName(receiver) !== frame || !table) return undefined;
  const found = perKey(file, table, frame);
  return found?.key === receiver.index.value ? found : undefined;
}

/** A table with one row for each value of a key of this frame. */
function perKey(file: PythonFile, node: PyExpr, frame: string, depth = 0): PerKey | undefined {
  if (depth > 8) return undefined;
  if (node.kind === "Subscript" || node.kind === "Attribute") return perKey(file, node.value, frame, depth + 1);
  if (node.kind === "Name") return file.bindingsOf(node).map(({ value }) => value && perKey(file, value, frame, depth + 1)).find((one) => one !== undefined);
  if (node.kind !== "Call") return undefined;
  const call = file.call(node);
  if (call.method === "groupby" && rootName(call.receiver) === frame) {
    const keys = textsOf(file, call.argument("by", 0));
    return keys?.length === 1 && keys[0] !== undefined ? { key: keys[0], at: call.name } : undefined;
  }
  const { receiver } = call;
  if (call.method === "value_counts" && receiver?.kind === "Subscript" && receiver.index.kind === "Str" && rootName(receiver) === frame) return { key: receiver.index.value, at: call.name };
  return receiver && perKey(file, receiver, frame, depth + 1);
}

function rootName(node: PyExpr | undefined): string | undefined {
  if (node?.kind === "Name") return node.id;
  return node?.kind === "Subscript" ? rootName(node.value) : undefined;
}
