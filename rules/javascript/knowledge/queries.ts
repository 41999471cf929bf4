/** Which argument of which call is a query in SQL, and what such a text looks like. */
import type { JsCall, JsExpr } from "../../api.ts";

/** Methods that run text, on whatever connection, pool, client, manager or prepared-statement factory: pg, mysql2, sqlite3, better-sqlite3, mssql, Sequelize, TypeORM, Knex, Prisma, Drizzle. */
const methods = /^(?:query|execute|raw|all|get|run|exec|each|prepare|queryRaw|executeRaw|\$queryRawUnsafe|\$executeRawUnsafe|whereRaw|orWhereRaw|havingRaw|orderByRaw|groupByRaw|joinRaw|selectRaw|fromRaw|literal|batch|unsafe|manyOrNone|oneOrNone|one|many|any|none|runSql|querySingle|execSql|createQuery|sql)$/;
/** Take a part of a query, so the text does not begin with a verb. */
const partial = /^(?:whereRaw|orWhereRaw|havingRaw|orderByRaw|groupByRaw|joinRaw|selectRaw|fromRaw)$/;

export interface QueryArgument {
  readonly node: JsExpr;
  readonly isPart: boolean;
}

export function queryArgument(call: JsCall): QueryArgument | undefined {
  if (!call.receiver || call.isNew || !methods.test(call.method)) return undefined;
  const node = call.argument(0);
  if (!node) return undefined;
  const text = node.kind === "Object" ? node.properties.find((one) => one.kind === "Property" && (one.key === "sql" || one.key === "text" || one.key === "query"))?.value : node;
  return text && { node: text, isPart: partial.test(call.method) };
}

/** A statement rather than a sentence: its verb is followed by what must follow it. */
const statement = /^[\s(]*(?:explain\s+(?:analyze\s+)?)?(?:select\b[\s\S]*\bfrom\b|insert\s+(?:or\s+\w+\s+|ignore\s+)?into\b|update\b[\s\S]*\bset\b|delete\s+from\b|create\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:unique\s+)?(?:table|view|index|database|schema|user|role|materialized|extension)\b|drop\s+(?:table|view|index|database|schema|user|role|column)\b|alter\s+(?:table|user|role|database|schema)\b|truncate\s+|replace\s+into\b|merge\s+into\b|with\s+\S+\s+as\s*\(|grant\s+|call\s+\w+\s*\(|show\s+(?:tables|columns|databases)\b|set\s+\w+\s*=)/i;

export function isQuery(text: string): boolean {
  return statement.test(text.slice(0, 2000));
}
