/** Which argument of which call is a query in SQL, and what such a text looks like. */
import type { PyCall, PyExpr } from "../../api.ts";

/** Methods that run text, on whatever connection, cursor, session or engine: PEP 249, SQLAlchemy, asyncpg, aiosqlite, databases, Django, Spark, BigQuery. */
const methods = /^(execute|executemany|executescript|exec_driver_sql|execute_async|raw|sql|fetch|fetchrow|fetchval|fetch_all|fetch_one|fetch_val|query|query_df|run_query|execute_sql|execute_query|mogrify|scalar|scalars|run|cursor|prepare|iterate|stream|stream_scalars|exec|execute_fetchall|execute_insert|copy_from_query|from_statement|raw_sql)$/;
/** Functions by qualified name, with the keyword and position of the query. */
const functions: ReadonlyMap<string, readonly [string, number]> = new Map([
  ["pandas.read_sql", ["sql", 0]], ["pandas.read_sql_query", ["sql", 0]], ["polars.read_database", ["query", 0]], ["duckdb.sql", ["query", 0]], ["duckdb.query", ["query", 0]], ["duckdb.execute", ["query", 0]],
  ["django.db.models.expressions.RawSQL", ["sql", 0]], ["awswrangler.athena.read_sql_query", ["sql", 0]], ["connectorx.read_sql", ["query", 1]], ["dask.dataframe.read_sql_query", ["sql", 0]],
  ["psycopg2.extras.execute_values", ["sql", 1]], ["psycopg2.extras.execute_batch", ["sql", 1]], ["pandas.io.sql.read_sql", ["sql", 0]], ["django.db.models.RawSQL", ["sql", 0]],
] as const);

export function queryArgument(call: PyCall): PyExpr | undefined {
  const known = call.callee === undefined ? undefined : functions.get(call.callee);
  if (known) return call.argument(known[0], known[1]);
  if (!call.receiver || !methods.test(call.method)) return undefined;
  return call.argument("query", 0) ?? call.argument("sql") ?? call.argument("statement");
}

/** Pieces of a query that are pasted into it as they are: Django's `extra(where=[…])`, SQLAlchemy's `text("…")` inside an expression. */
export function queryPieces(call: PyCall): readonly PyExpr[] {
  if (call.callee && /^sqlalchemy\.(sql\.)?(expression\.)?(text|literal_column)$/.test(call.callee)) return call.positional.slice(0, 1);
  if (call.method !== "extra" || !call.receiver) return [];
  return ["select", "where", "tables", "order_by"].flatMap((name) => call.argument(name) ?? []).flatMap((one) => (one.kind === "List" || one.kind === "Tuple" ? one.elements : one.kind === "Dict" ? one.entries.map(({ value }) => value) : [one]));
}

/** A statement rather than a sentence: its verb is followed by what must follow it. */
const statement = /^[\s(]*(?:(?:--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)\s*)*(?:explain\s+(?:analyze\s+)?)?(?:select\b[\s\S]*\bfrom\b|select\s+\S|insert\s+(?:or\s+\w+\s+|ignore\s+)?into\b|update\s+\S+\s+set\b|update\b[\s\S]*\bset\b|delete\s+from\b|create\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:unique\s+)?(?:table|view|index|database|schema|user|role|materialized|extension)\b|drop\s+(?:table|view|index|database|schema|user|role)\b|alter\s+(?:table|user|role|database|schema)\b|truncate\s+|replace\s+into\b|merge\s+into\b|with\s+\S+\s+as\s*\(|grant\s+|call\s+\w|show\s+(?:tables|columns|databases)\b|describe\s+|copy\s+\S+\s+(?:from|to)\b)/i;

export function isQuery(text: string): boolean {
  return statement.test(text.slice(0, 2000));
}
