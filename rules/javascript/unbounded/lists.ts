/** Whether a list is what a query brought, and whether that query had a limit. */
import type { JavaScriptFile, JsCallExpr, JsExpr } from "../../api.ts";
import { chainAfter, tripKind } from "../knowledge/data-calls.ts";
import { lastName, plain } from "../taint/tree.ts";

const limiting = /^(?:take|limit|first|last|top|page|perPage|pageSize|skip|offset|paginate|range|slice)$/;

/** True: rows with a limit; false: rows without one; undefined: something else. */
export function isPageOfRows(file: JavaScriptFile, list: JsExpr, depth = 0): boolean | undefined {
  const node = plain(list);
  if (depth > 4) return undefined;
  if (node.kind === "Name") {
    const [only, ...others] = file.bindingsOf(node);
    return only?.value && others.length === 0 && only.path?.length === 0 ? isPageOfRows(file, only.value, depth + 1) : undefined;
  }
  if (node.kind !== "Call") return undefined;
  const method = lastName(node.callee);
  if (/^(?:filter|map|sort|concat|flat|flatMap)$/.test(method) && node.callee.kind === "Member") return isPageOfRows(file, node.callee.object, depth + 1);
  const query = firstTrip(file, node);
  if (!query || !/^(?:find|findMany|findAll)$/.test(file.call(query).method)) return undefined;
  const options = query.args.map((arg) => file.valueOf(arg));
  if (options.some((one) => one.kind !== "object" && one.kind !== "string" && one.kind !== "null")) return true;
  if (options.some((one) => one.kind === "object" && (one.open || [...one.entries.keys()].some((key) => limiting.test(key))))) return true;
  if (options.some((one) => one.kind === "object" && isKeyed(file, one.entries.get("where")))) return true;
  return chainAfter(file.call(query)).methods.some((name) => limiting.test(name));
}

/** `where: { id: { in: ids } }`: as many rows as ids were given. */
function isKeyed(file: JavaScriptFile, where: JsExpr | undefined): boolean {
  return where !== undefined && /\b(?:in|In)\b\s*[:(]/.test(file.slice(where));
}

/** The round trip that a chain of calls begins with. */
function firstTrip(file: JavaScriptFile, node: JsCallExpr): JsCallExpr | undefined {
  for (let at: JsExpr = node; at.kind === "Call"; ) {
    if (tripKind(file, file.call(at))) return at;
    if (at.callee.kind !== "Member") return undefined;
    at = at.callee.object;
  }
  return undefined;
}
