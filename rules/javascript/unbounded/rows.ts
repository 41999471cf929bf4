/** Whether a query visibly returns every row of a table that grows. */
import type { JavaScriptFile, JsCall, JsExpr, JsNode } from "../../api.ts";
import { chainAfter, isModel, isPrismaModel } from "../knowledge/data-calls.ts";
import { isQuery, queryArgument } from "../knowledge/queries.ts";
import { lastName, plain } from "../taint/tree.ts";

const limits = /^(?:take|first|last|limit|top|page|perPage|per_page|pageSize|cursor|skip|offset|paginate|paginated|batchSize|fetch|stream|each|eachAsync|count|countDocuments|distinct|aggregate|estimatedDocumentCount|getCount|max|min|avg|sum|findOne|single|maybeSingle|range|reduce|cancel|where|andWhere|match|eq|in|byId|whereIn|filter|apply|use|modify|with|pluck)$/i;
/** Tables with a few rows by nature. */
const small = /(?:roles?|permissions?|countries|country|languages?|locales?|currenc(?:y|ies)|settings?|configs?|configurations?|plans?|categor(?:y|ies)|features?|flags?|timezones?|types?|statuses|providers?|themes?|plugins?|regions?|states?|units?|migrations?|tiers?|levels?|options?|templates?|environments?|instances?|servers?|nodes?|workers?|navigation|menus?|renderers?|analytics|storage|loggers?|editors?|authentication|engines?)$/i;

export function judgeQuery(file: JavaScriptFile, call: JsCall): boolean {
  const { method, receiver } = call;
  if (!receiver || call.spreadsUnknown) return false;
  switch (method) {
    case "findMany":
      return isPrismaModel(file, receiver) && isEverything(file, call, call.args[0], "where") && !isSmall(receiver);
    case "find":
    case "findAll":
      return isTable(file, call, receiver) && !isSmall(receiver);
    case "query":
    case "execute":
    case "all":
      return isWholeTable(file, call);
    default:
      return false;
  }
}

function isTable(file: JavaScriptFile, call: JsCall, receiver: JsExpr): boolean {
  const [first, second] = call.args;
  if (first && plain(first).kind === "Function") return false;
  const name = lastName(receiver);
  const isRepository = /[rR]epo(?:sitory)?$/.test(name) || (receiver.kind === "Call" && lastName(receiver) === "getRepository");
  if (call.method === "findAll") return isModel(file, receiver) && isEverything(file, call, first, "where");
  if (isRepository) return isEverything(file, call, first, takesOptions(file, first) ? "where" : undefined);
  const isCollection = receiver.kind === "Call" && lastName(receiver) === "collection" && chainAfter(call).methods.includes("toArray");
  if (!isModel(file, receiver) && !isCollection) return false;
  if (second && hasLimit(file, call.args[call.args.length - 1])) return false;
  return isEverything(file, call, first, undefined) && call.args.every((arg, index) => index === 0 || !hasLimit(file, arg));
}

/** TypeORM's options; other repositories take the condition itself. */
function takesOptions(file: JavaScriptFile, first: JsExpr | undefined): boolean {
  const value = first && file.valueOf(first);
  return value?.kind === "object" && [...value.entries.keys()].some((key) => /^(?:where|relations|order|select|withDeleted|cache|join)$/.test(key));
}

/** Nothing narrows the result but literals. `key` is the option that holds the condition; absent, the argument is the condition. */
function isEverything(file: JavaScriptFile, call: JsCall, options: JsExpr | undefined, key: string | undefined): boolean {
  if (isLimitedLater(file, call)) return false;
  if (!options) return true;
  const value = file.valueOf(options);
  if (value.kind !== "object" || value.open) return false;
  if (key === undefined) return isLiteral(file, options);
  if ([...value.entries.keys()].some((one) => /^(?:take|limit|first|last|cursor|skip|offset|distinct|group)/.test(one))) return false;
  const condition = value.entries.get(key);
  if (!condition) return true;
  const inner = file.valueOf(condition);
  return inner.kind === "object" && isLiteral(file, condition);
}

function isLiteral(file: JavaScriptFile, node: JsExpr): boolean {
  const value = file.valueOf(node);
  if (value.kind === "object") return !value.open && [...value.entries].every(([key, one]) => !/^(?:\$?in|equals|\$eq)$|^is(?:Super)?(?:Admin|Owner|Default|Root)$/.test(key) && isLiteral(file, one));
  return ["string", "bool", "null"].includes(value.kind);
}

function hasLimit(file: JavaScriptFile, options: JsExpr | undefined): boolean {
  if (!options) return false;
  const value = file.valueOf(options);
  return value.kind !== "object" ? value.kind !== "string" && value.kind !== "null" && value.kind !== "undefined" : value.open || [...value.entries.keys()].some((key) => limits.test(key));
}

/** A limit further along the chain, or on the variable that holds the query; a query that is handed on may be limited there. */
function isLimitedLater(file: JavaScriptFile, call: JsCall): boolean {
  const { methods, top } = chainAfter(call);
  if (methods.some((method) => limits.test(method))) return true;
  let holder: JsNode | undefined = top.parent;
  let isAwaited = false;
  while (holder?.kind === "Await" || holder?.kind === "Cast") {
    isAwaited ||= holder.kind === "Await";
    holder = holder.parent;
  }
  if (isAwaited || methods.some((method) => /^(?:exec|then|toArray|lean)$/.test(method))) return false;
  if (holder?.kind === "Call" && holder.args.includes(top)) return true;
  if (holder?.kind !== "Declarator" && holder?.kind !== "Assign") return false;
  if (holder.target.kind !== "Name") return true;
  return file.usesOf(holder.target).some((use) => {
    const { parent } = use;
    if (parent?.kind === "Call" && parent.args.includes(use)) return true;
    return parent?.kind === "Member" && limits.test(parent.property ?? "");
  });
}

function isSmall(receiver: JsExpr): boolean {
  const name = lastName(receiver).replace(/(?:Repository|Repo|Model|Collection|Entity)$/, "");
  const table = receiver.kind === "Call" && receiver.args[0]?.kind === "Str" ? receiver.args[0].value : name;
  return small.test(table);
}

/** `SELECT columns FROM table` with neither condition, limit, aggregate nor join. */
function isWholeTable(file: JavaScriptFile, call: JsCall): boolean {
  const query = queryArgument(call);
  if (!query || query.isPart) return false;
  const value = file.valueOf(query.node);
  if (value.kind !== "string" || !isQuery(value.value)) return false;
  const text = value.value.replace(/\s+/g, " ").trim();
  const table = /^select (?!.*\b(?:where|limit|top|fetch|count|sum|avg|min|max|distinct|group by|join|pg_\w+|information_schema|tablesample|exists|array_agg|json_agg|version)\b)[^;]{0,400}? from ([\w."`[\]]{1,80})/i.exec(text)?.[1];
  return table !== undefined && !small.test(table.replace(/["`[\]]/g, "")) && !/sqlite_master/.test(table);
}
