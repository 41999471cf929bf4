/** Finds queries that are put together from text that somebody else chooses. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PythonFile, type RuleContext, type Span } from "../api.ts";
import { builtQueries } from "./knowledge/built-queries.ts";
import { isQuery, queryArgument, queryPieces } from "./knowledge/queries.ts";
import { assembled, type Assembled } from "./taint/assembled.ts";
import { isAtLeast, originsOf, type Origin } from "./taint/origin.ts";
import { short } from "./taint/sources.ts";

export default pythonRule({
  id: "python/sql-from-strings",
  title: "Query put together from strings",
  severity: { default: "error", caller: "warning", unseen: "hint", aside: "hint" },
  principle: "contracts",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "A value pasted into a query is part of the query: a quote in a name breaks the page, and a crafted one reads or deletes other people's rows. It also defeats the database's plan cache.",
  remedy: "Leave the query constant and hand the values over: `execute(\"… WHERE id = %s\", (id,))`, `text(\"… :id\")` with `{\"id\": id}`. For names of tables and columns choose from a fixed list, or quote them with `psycopg.sql.Identifier`.",
  silent: "Queries made of literals and constants of the code; parameters; numbers (`int(x)`, annotated `int`, `UUID`); values checked against a list first; ORM and query-builder expressions; names of tables and columns that the code works out itself. A value whose origin the file does not show, a table or column that a caller names, and a query that is only put together here are a hint.",
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Query_Parameterization_Cheat_Sheet.html", "https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries"],
  examples: [
    { title: "A query string from a request", bad: "import sqlite3\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get(\"/orders\")\ndef orders():\n    customer = request.args[\"customer\"]\n    with sqlite3.connect(\"shop.db\") as db:\n        return db.«execute»(f\"SELECT * FROM orders WHERE customer = '{customer}'\").fetchall()\n", good: "import sqlite3\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get(\"/orders\")\ndef orders():\n    customer = request.args[\"customer\"]\n    with sqlite3.connect(\"shop.db\") as db:\n        return db.execute(\"SELECT * FROM orders WHERE customer = ?\", (customer,)).fetchall()\n" },
    { title: "A helper that trusts its callers", bad: "def find(cursor, email):\n    query = \"SELECT id FROM users WHERE email = '%s'\" % email\n    cursor.«execute»(query)\n", good: "def find(cursor, email):\n    cursor.execute(\"SELECT id FROM users WHERE email = %s\", (email,))\n" },
    { title: "A query that somebody else will run", bad: "def by_name(name):\n    return «f\"SELECT id FROM users WHERE name = '{name}'\"»\n", good: "from sqlalchemy import text\n\ndef by_name(name):\n    return text(\"SELECT id FROM users WHERE name = :name\").bindparams(name=name)\n" },
  ],
  prefilter: /execute|sql|raw|fetch|query|mogrify|scalar|\brun\b|cursor|prepare|iterate|stream|exec\b|from_statement|extra|select\s|insert\s|update\s|delete\s/i,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const query = queryArgument(call);
      const found = query ? judge(file, query) : ofPieces(file, call);
      if (found) yield finding(file, context, call.name, `\`${short(file, call.node.func)}\` runs a query`, found);
    }
    if (context.isTest) return;
    for (const query of builtQueries(file)) {
      const found = judge(file, query);
      if (found && found.variant !== "default") yield finding(file, context, query, "This code makes a query", { ...found, variant: "unseen" });
      else if (found) yield finding(file, context, query, "This code makes a query", found);
    }
  },
});

interface Complaint { readonly part: PyExpr; readonly origin: Origin; readonly variant: "default" | "caller" | "unseen" }

function judge(file: PythonFile, query: PyExpr): Complaint | undefined {
  const built = assembled(file, query);
  if (!built || built.parts.length === 0 || !isQuery(built.text)) return undefined;
  let told: Complaint | undefined;
  let unseen: Complaint | undefined;
  for (const { node, at } of built.parts) {
    const origin = originsOf(file).of(node);
    if (origin.power === "input") return { part: node, origin, variant: "default" };
    if (isAtLeast(origin, "parameter") && (isValuePlace(built, at) && !mayBeNumber(file, origin) || isCompared(built, at) && isText(file, origin) || isSaidToBeForeign(origin))) told ??= { part: node, origin, variant: "caller" };
    else if (origin.power !== "fixed" && (isValuePlace(built, at) || isCompared(built, at) || isHandedIn(file, node, origin))) unseen ??= { part: node, origin, variant: "unseen" };
  }
  return told ?? unseen;
}

/** A condition or a column that a stranger writes; what a caller of the code hands in is mostly the code's own. */
function ofPieces(file: PythonFile, call: PyCall): Complaint | undefined {
  let unseen: Complaint | undefined;
  for (const piece of queryPieces(call)) {
    const built = assembled(file, piece);
    if (built && isQuery(built.text)) continue; // a whole statement speaks where it is run
    const parts = built ? built.parts.map(({ node }) => node) : [piece];
    for (const part of parts) {
      const origin = originsOf(file).of(part);
      if (origin.power === "input") return { part, origin, variant: "default" };
      if (built && call.method === "extra" && origin.power !== "fixed") unseen ??= { part, origin, variant: "unseen" };
    }
  }
  return unseen;
}

/** The gap stands in quotes, where a value stands; names of tables and columns are mostly the code's own. */
function isValuePlace(built: Assembled, at: number): boolean {
  const before = built.text.slice(Math.max(0, at - 40), at);
  if (!/['"%]/.test(built.text.slice(at + 1, at + 3))) return false;
  return /(?:=|<|>|\blike|\bilike|\bin\s*\(|\bvalues\s*\([^)]*|,)\s*'%?$/i.test(before) || /(?:=|<|>|\blike|\bilike|\bvalues\s*\()\s*"%?$/i.test(before); // double quotes elsewhere name columns
}

/** `WHERE id = {id}`: no table and no column stands there. */
function isCompared(built: Assembled, at: number): boolean {
  return /\b(?:where|and|or|on)\b[^;]{1,80}(?:=|<|>|\blike|\bin\s*\()\s*$/i.test(built.text.slice(Math.max(0, at - 120), at));
}

/** As for names of tables and columns: what the code works out itself is its own. */
function isHandedIn(file: PythonFile, node: PyExpr, origin: Origin): boolean {
  return node.kind === "Name" && (isAtLeast(origin, "parameter") || file.bindingsOf(node).length === 0);
}

/** The name says whose text it is. */
function isSaidToBeForeign({ at }: Origin): boolean {
  return at?.kind === "Param" && /^(?:user_?(?:input|query|text|supplied|provided)|untrusted|unsafe_input)\w*$/i.test(at.name);
}

function isText(file: PythonFile, { at }: Origin): boolean {
  return at?.kind === "Param" && at.annotation !== undefined && /^(?:(?:typing\.)?Optional\[str\]|str(?:\s*\|\s*None)?)$/.test(file.slice(at.annotation));
}

/** Annotated as something that is not text, or a fallback that is a number. */
function mayBeNumber(file: PythonFile, { at }: Origin): boolean {
  if (at?.kind !== "Param") return false;
  return at.fallback?.kind === "Num" || (at.annotation !== undefined && !/\b(str|Any|Optional\[str)\b/.test(file.slice(at.annotation)));
}

const consequences = {
  caller: "comes from the caller: a quote in it breaks the query, a crafted value rewrites it",
  unseen: "may be anybody's text: a quote in it breaks the query, a crafted value rewrites it",
};

function finding(file: PythonFile, context: RuleContext, at: Span, what: string, { part, origin, variant }: Complaint): Finding {
  const who = variant === "default" ? `is chosen by whoever sends the request (\`${origin.label ?? ""}\`): a crafted value reads or deletes other people's rows` : consequences[variant];
  return {
    at: { start: at.start, end: at.end },
    message: `${what} with \`${short(file, part)}\` pasted into its text, which ${who}. Keep the text constant and pass the value as a parameter.`,
    variant: (context.isTest || file.language === "notebook") && variant !== "default" ? "aside" : variant,
    confidence: variant === "default" ? "certain" : "likely",
    related: [
      { at: { start: part.start, end: part.end }, message: "pasted in here" },
      ...(origin.at && isAtLeast(origin, "parameter") && origin.at !== part ? [{ at: { start: origin.at.start, end: origin.at.end }, message: "comes in here" }] : []),
    ],
  };
}
