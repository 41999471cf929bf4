/** Queries that bring everything there is, and answers of language models of whatever length. */
import type { PyCall, PyExpr, PyFunctionDef, PythonFile } from "../../api.ts";
import { chainOf, chainsBehind, wholeOf, type Chain } from "./chains.ts";
import { callsIn, lastName } from "./code.ts";
import { isQuery, queryArgument } from "./queries.ts";
import { isSession, usesAlchemy } from "./round-trips.ts";

export interface WholeTable {
  readonly kind: "orm" | "sql" | "mongo";
  /** As a message names it: `db.query(Order).all()`. */
  readonly of: string | undefined;
}

/** Steps of a chain that leave every row in: https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html, https://docs.djangoproject.com/en/stable/ref/models/querysets/ */
const neutral = /^(?:query|objects|all|all_with_deleted|order_by|options|execution_options|select_related|prefetch_related|defer|only|with_entities|join|outerjoin|select_from|values|values_list|using|scalars|execute|exec|unique|mappings|fetchall|to_list|sort|session|annotate|add_columns|reverse|iterator|tuples)$/;

/** `db.query(Order).all()`, `Order.query.all()`, `session.scalars(select(Order)).all()`. */
export function alchemyTable(file: PythonFile, call: PyCall): WholeTable | undefined {
  if (!/^(?:all|fetchall)$/.test(call.method) || !call.receiver || call.node.args.length > 0) return undefined;
  const chains = chainsBehind(file, call.node);
  const [first] = chains ?? [];
  return chains && first && chains.every((chain) => isWholeChain(file, chain)) ? { kind: "orm", of: tableOf(first) } : undefined;
}

function isWholeChain(file: PythonFile, { root, links }: Chain): boolean {
  if (!links.every(({ name }, index) => neutral.test(name) || index === 0 && /^_?(?:db|session|conn\w*|engine)$/.test(name))) return false;
  const query = links.find(({ name }) => name === "query");
  if (query) return query.call ? usesAlchemy(file) && query.call.args.length === 1 && isEntity(query.call.args[0]?.value) : root.kind === "Name" && isEntity(root) && links[0] === query;
  const run = links.find(({ name, call }) => call && /^(?:scalars|execute|exec)$/.test(name))?.call;
  const statement = run?.args[0]?.value;
  return run?.func.kind === "Attribute" && isSession(file, run.func.value) && statement !== undefined && isWholeSelect(file, statement);
}

function isWholeSelect(file: PythonFile, statement: PyExpr): boolean {
  const chains = chainsBehind(file, statement);
  return chains !== undefined && chains.length > 0 && chains.every(({ root, links }) => {
    if (!links.every(({ name }) => neutral.test(name)) || root.kind !== "Call" || lastName(root) !== "select") return false;
    return root.args.length === 1 && isEntity(root.args[0]?.value);
  });
}

/** A mapped class, not a column or an aggregate. */
function isEntity(node: PyExpr | undefined): boolean {
  const name = node?.kind === "Name" || node?.kind === "Attribute" ? lastName(node) : "";
  return /^[A-Z]\w*[a-z]\w*$/.test(name);
}

function tableOf({ root, links }: Chain): string | undefined {
  const given = links.find(({ name }) => name === "query")?.call?.args[0]?.value;
  if (given) return lastName(given);
  if (root.kind === "Name" && isEntity(root)) return root.id;
  const select = links.flatMap(({ call }) => call?.args ?? []).map(({ value }) => chainOf(value).root).find((one) => one.kind === "Call" && lastName(one) === "select");
  return select?.kind === "Call" && select.args[0] ? lastName(select.args[0].value) : undefined;
}

/** `Order.objects.all()` that is turned into an answer: listed, looped over, serialised. */
export function djangoTable(file: PythonFile, call: PyCall, home: PyFunctionDef): WholeTable | undefined {
  if (call.method !== "all" || !call.receiver || call.node.args.length > 0) return undefined;
  const { root, links } = chainOf(call.node);
  if (root.kind !== "Name" || !isEntity(root) || links.map(({ name }) => name).join(".") !== "objects.all") return undefined;
  const whole = wholeOf(call.node);
  const after = chainOf(whole).links.slice(2);
  if (whole.kind === "Subscript" || !after.every(({ name }) => neutral.test(name)) || /paginat|serializer_class|page_size|\.filter\(|filterset|filter_backend/i.test(file.slice(home))) return undefined;
  return isListed(file, whole, home) ? { kind: "orm", of: root.id } : undefined;
}

function isListed(file: PythonFile, whole: PyExpr, home: PyFunctionDef): boolean {
  if (isConsumed(whole)) return true;
  const { parent } = whole;
  const [target] = parent?.kind === "Assign" ? parent.targets : [];
  if (parent?.kind !== "Assign" || target?.kind !== "Name") return false;
  const uses = file.here.nodes("Name").filter((one) => one.id === target.id && one !== target && one.start > whole.end && one.end <= home.end);
  return uses.length > 0 && uses.some((one) => isConsumed(one)) && uses.every((one) => wholeOf(one) === one && !isRebound(one));
}

function isRebound(node: PyExpr): boolean {
  return node.parent?.kind === "Assign" && node.parent.targets.some((target) => target === node);
}

/** Every row is read: by a loop, `list`, a serializer of many, a template. */
function isConsumed(node: PyExpr): boolean {
  const { parent } = node;
  if (parent?.kind === "For") return parent.iter === node;
  if (parent?.kind === "Comprehension") return parent.clauses.some(({ iter }) => iter === node);
  if (parent?.kind === "Dict") return parent.parent?.kind === "Call" && /^(?:render|render_to_string|TemplateResponse|Response|JsonResponse)$/.test(lastName(parent.parent));
  if (parent?.kind !== "Call" || parent.func === node) return false;
  const name = lastName(parent);
  return /^(?:list|tuple|sorted|serialize)$/.test(name) || (/Serializer$|Schema$/.test(name) && parent.args.some((one) => one.name === "many" && one.value.kind === "Const" && one.value.value === true));
}

/** `collection.find({})` read to its end. */
export function mongoTable(file: PythonFile, call: PyCall): WholeTable | undefined {
  if (call.method !== "find" || !call.receiver || call.spreadsUnknown) return undefined;
  const filter = call.argument("filter", 0);
  const isAll = filter ? filter.kind === "Dict" && filter.entries.length === 0 : isCollection(file, call.receiver) && call.node.args.length === 0;
  if (!isAll || call.argument("limit")) return undefined;
  const whole = wholeOf(call.node);
  const after = chainOf(whole).links;
  const mine = after.slice(after.findIndex((one) => one.call === call.node) + 1);
  if (whole.kind === "Subscript" || !mine.every(({ name }) => /^(?:sort|to_list|batch_size|hint|projection|allow_disk_use)$/.test(name))) return undefined;
  const toList = mine.find(({ name }) => name === "to_list")?.call;
  const length = toList?.args[0]?.value;
  if (length && !(length.kind === "Const" && length.value === null)) return undefined;
  const isRead = toList !== undefined || isConsumed(whole.kind === "Await" ? whole : whole);
  return isRead ? { kind: "mongo", of: undefined } : undefined;
}

function isCollection(file: PythonFile, receiver: PyExpr): boolean {
  return file.imports().some((name) => /^(?:pymongo|motor|flask_pymongo)\b/.test(name)) && /collection|coll$|^db[.[]|\bmongo\b/i.test(file.slice(receiver));
}

/** Words after which a statement no longer gives every row of a table. */
const bounded = /\b(?:where|limit|fetch\s+first|fetch\s+next|top\s*\(?\s*\d|group\s+by|distinct|rownum|having|sample|tablesample|join|information_schema|sqlite_master|pragma)\b|\bpg_|\b(?:count|max|min|sum|avg|exists)\s*\(|\uFFFC|\{\w*\}|%s|%\(/i;

/** `SELECT … FROM orders`, all of it, fetched. */
export function sqlTable(file: PythonFile, call: PyCall, home: PyFunctionDef): WholeTable | undefined {
  const query = queryArgument(call);
  if (!query) return undefined;
  const value = file.valueOf(query.kind === "Call" && lastName(query) === "text" && query.args[0] ? query.args[0].value : query);
  if (value.kind !== "string" || !isQuery(value.value) || !/^\s*select\b/i.test(value.value) || bounded.test(value.value)) return undefined;
  const table = /\bfrom\s+["`[]?([\w.]{1,80})/i.exec(value.value)?.[1];
  if (!table || /\bunion\b/i.test(value.value)) return undefined;
  const isFrame = /^(?:pandas|polars)\./.test(call.callee ?? "");
  const calls = callsIn(file, home.body);
  if (calls.some(({ method }) => /^(?:fetchone|fetchmany|scalar|first|one|scalar_one|one_or_none)$/.test(method))) return undefined;
  const isFetched = isFrame || /^(?:fetch|fetch_all|query_df|read_sql\w*)$/.test(call.method) || calls.some(({ method }) => /^(?:fetchall|all|mappings)$/.test(method)) || isConsumed(wholeOf(call.node));
  return isFetched ? { kind: "sql", of: table } : undefined;
}

export interface ModelCall {
  readonly keyword: string;
  readonly limits: readonly string[];
}

/** https://platform.openai.com/docs/api-reference: without a limit the answer may fill the model's whole window. Anthropic asks for one by itself. */
const modelCalls: readonly (readonly [RegExp, ModelCall])[] = [
  [/^openai\.(?:Async)?(?:Azure)?OpenAI\.chat\.completions\.(?:create|parse|stream)$|^openai\.ChatCompletion\.(?:a?create)$|^litellm\.a?completion$|^openai\.(?:Async)?(?:Azure)?OpenAI\.completions\.create$/, { keyword: "max_completion_tokens", limits: ["max_tokens", "max_completion_tokens"] }],
  [/^openai\.(?:Async)?(?:Azure)?OpenAI\.responses\.(?:create|parse|stream)$/, { keyword: "max_output_tokens", limits: ["max_output_tokens"] }],
];

/** A call of a language model that nobody told how much it may write. */
export function endlessAnswer(file: PythonFile, call: PyCall): ModelCall | undefined {
  const row = call.callee === undefined ? undefined : modelCalls.find(([pattern]) => pattern.test(call.callee ?? ""))?.[1];
  if (!row || call.spreadsUnknown) return undefined;
  return row.limits.every((keyword) => { const given = call.argument(keyword); return !given || file.valueOf(given).kind === "none"; }) ? row : undefined;
}
