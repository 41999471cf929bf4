/** Calls that go to another machine and wait for its answer: databases, caches, HTTP services. */
import type { PyCall, PyExpr, PythonFile } from "../../api.ts";
import { chainOf } from "./chains.ts";
import { callsIn, lastName } from "./code.ts";
import { importing, mentions } from "./mentions.ts";
import { isQuery, queryArgument } from "./queries.ts";

export interface RoundTrip {
  readonly kind: "query" | "write" | "request" | "cache";
  /** How to do it for all elements at once. */
  readonly instead: string;
}

/** Terminal methods of Django's managers and querysets: https://docs.djangoproject.com/en/stable/ref/models/querysets/#methods-that-do-not-return-querysets */
const djangoReads = /^a?(?:get|first|last|count|exists|aggregate|latest|earliest|in_bulk)$/;
const djangoWrites = /^a?(?:create|get_or_create|update_or_create|update|delete)$/;
/** https://docs.sqlalchemy.org/en/20/orm/queryguide/query.html */
const alchemyReads = /^(?:first|all|one|one_or_none|scalar|scalar_one|scalar_one_or_none|count|get|get_or_404|first_or_404|exists)$/;
/** https://docs.sqlalchemy.org/en/20/orm/session_api.html */
const sessionReads = /^(?:execute|scalar|scalars|exec|get|get_one)$/;
const sessionWrites = /^(?:commit|flush)$/;
const sessionName = /^_?(?:db|db_session|session|async_session|sess|dbsession)$/;
/** https://pymongo.readthedocs.io/en/stable/api/pymongo/collection.html */
const mongoReads = /^(?:find_one|count_documents|find_one_and_update|find_one_and_replace|find_one_and_delete)$/;
const mongoWrites = /^(?:insert_one|update_one|replace_one|delete_one)$/;
/** https://redis.readthedocs.io/en/stable/commands.html */
const redisMethods = /^(?:get|set|setex|hget|hset|hgetall|hmget|exists|sismember|sadd|zscore|zadd|incr|expire|ttl|lrange|smembers|delete|rpush|lpush|json)$/;
const redisName = /^_?(?:redis|redis_client|redis_conn|redis_connection|rds|redis_db)$/;
const httpMethods = /^(?:requests|httpx|cloudscraper|aiohttp)\.(?:(?:api|sessions|client)\.)?(?:(?:Async)?Client\.|[Ss]ession\.|ClientSession\.)?(?:get|post|put|patch|delete|request|head)$/;

const inOne = { query: "Fetch them all in one query (`IN`, a join, eager loading)", write: "Write them in one go (bulk insert or update, one commit)", request: "Ask for all at once (a bulk endpoint), or run a bounded number together", cache: "Use one command (`mget`) or a pipeline" } as const;

export function roundTrip(file: PythonFile, call: PyCall): RoundTrip | undefined {
  const kind = kindOf(file, call);
  return kind && { kind, instead: inOne[kind] };
}

function kindOf(file: PythonFile, call: PyCall): RoundTrip["kind"] | undefined {
  const { callee, method, receiver } = call;
  if (callee !== undefined && (httpMethods.test(callee) || callee === "urllib.request.urlopen")) return "request";
  if (!receiver) return undefined;
  if (mongoReads.test(method)) return "query";
  if (mongoWrites.test(method)) return "write";
  if (redisMethods.test(method) && (/^redis\.(?:asyncio\.)?(?:client\.)?(?:Redis|StrictRedis)\.\w+$/.test(callee ?? "") || redisName.test(lastName(receiver)))) return "cache";
  return ofOrm(file, call, receiver) ?? ofSession(file, call, receiver) ?? ofCursor(call, file);
}

function ofOrm(file: PythonFile, call: PyCall, receiver: PyExpr): "query" | "write" | undefined {
  const { root, links } = chainOf(receiver);
  if (links.some(({ name, call: made }, index) => !made && name === "objects" && isModel(index === 0 ? root : undefined, links[index - 1]?.name))) {
    if (djangoWrites.test(call.method)) return "write";
    return djangoReads.test(call.method) ? "query" : undefined;
  }
  const isAlchemy = links.some(({ name, call: made }, index) => name === "query" && (made ? usesAlchemy(file) : index === 0 && isModel(root, undefined)));
  return isAlchemy && alchemyReads.test(call.method) ? "query" : undefined;
}

function isModel(root: PyExpr | undefined, name: string | undefined): boolean {
  return /^[A-Z]\w*[a-z]\w*$/.test(root?.kind === "Name" ? root.id : name ?? "");
}

function ofSession(file: PythonFile, call: PyCall, receiver: PyExpr): "query" | "write" | undefined {
  if (!isSession(file, receiver)) return undefined;
  if (sessionWrites.test(call.method)) return "write";
  if (!sessionReads.test(call.method)) return undefined;
  return call.method === "get" && call.positional.length < 2 ? undefined : "query";
}

/** `db`, `self.session`, or something annotated as a session, in a file that uses SQLAlchemy. */
export function isSession(file: PythonFile, receiver: PyExpr): boolean {
  return usesAlchemy(file) && (sessionName.test(lastName(receiver)) && receiver.kind !== "Call" || /^(?:sqlalchemy|sqlmodel)\./.test(typeOf(file, receiver)));
}

function typeOf(file: PythonFile, receiver: PyExpr): string {
  const value = file.valueOf(receiver);
  if (value.kind === "parameter") return value.param.annotation ? file.qualifiedName(value.param.annotation) ?? "" : "";
  return value.kind === "call" || value.kind === "instance" ? value.of : "";
}

const importsAlchemy = importing(/^(?:sqlalchemy|sqlmodel|flask_sqlalchemy|fastapi_sqlalchemy)\b/);
const namesSession = mentions(/\bAsyncSession\b|\bSession(?:Dep|Local)?\b/);
const runsQueries = mentions(/\.(?:query|exec|execute|scalars)\(/);
export const usesAlchemy = (file: PythonFile): boolean => importsAlchemy(file) || namesSession(file) && runsQueries(file);

function ofCursor(call: PyCall, file: PythonFile): "query" | "write" | undefined {
  if (!/^(?:execute|fetch|fetchrow|fetchval|fetch_all|fetch_one|fetch_val)$/.test(call.method)) return undefined;
  const query = queryArgument(call);
  const value = query && file.valueOf(query);
  if (value?.kind !== "string" || !isQuery(value.value)) return undefined;
  return /^\s*(?:insert|update|delete|merge|replace)\b/i.test(value.value) ? "write" : "query";
}

/** A function of this file that goes to another machine itself, and where. */
export function roundTripIn(file: PythonFile, call: PyCall): PyCall | undefined {
  const value = file.valueOf(call.node.func);
  const target = value.kind === "symbol" ? value.definition : undefined;
  if (target?.kind !== "FunctionDef" || target.decorators.some((one) => /cache|memo/i.test(lastName(one)))) return undefined;
  return callsIn(file, target.body).find((inner) => roundTrip(file, inner) !== undefined && !file.slice(target).includes("cache"));
}
