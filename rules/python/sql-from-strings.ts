/** Finds queries that are put together from text that somebody else chooses. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PythonFile, type RuleContext } from "../api.ts";
import { isQuery, queryArgument, queryPieces } from "./knowledge/queries.ts";
import { assembled, type Assembled } from "./taint/assembled.ts";
import { isAtLeast, originsOf, type Origin } from "./taint/origin.ts";
import { short } from "./taint/sources.ts";

export default pythonRule({
  id: "python/sql-from-strings",
  title: "Query put together from strings",
  severity: { default: "error", caller: "warning", aside: "hint" },
  principle: "contracts",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "A value pasted into a query is part of the query: a quote in a name breaks the page, and a crafted one reads or deletes other people's rows. It also defeats the database's plan cache.",
  remedy: "Leave the query constant and hand the values over: `execute(\"… WHERE id = %s\", (id,))`, `text(\"… :id\")` with `{\"id\": id}`. For names of tables and columns choose from a fixed list, or quote them with `psycopg.sql.Identifier`.",
  silent: "Queries made of literals and constants of the code; parameters; numbers (`int(x)`, annotated `int`, `UUID`); values checked against a list first; ORM and query-builder expressions; names of tables and columns that a caller inside the code chooses; everything whose origin the file does not show.",
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Query_Parameterization_Cheat_Sheet.html", "https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries"],
  examples: [
    { title: "A query string from a request", bad: "import sqlite3\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get(\"/orders\")\ndef orders():\n    customer = request.args[\"customer\"]\n    with sqlite3.connect(\"shop.db\") as db:\n        return db.«execute»(f\"SELECT * FROM orders WHERE customer = '{customer}'\").fetchall()\n", good: "import sqlite3\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get(\"/orders\")\ndef orders():\n    customer = request.args[\"customer\"]\n    with sqlite3.connect(\"shop.db\") as db:\n        return db.execute(\"SELECT * FROM orders WHERE customer = ?\", (customer,)).fetchall()\n" },
    { title: "A helper that trusts its callers", bad: "def find(cursor, email):\n    query = \"SELECT id FROM users WHERE email = '%s'\" % email\n    cursor.«execute»(query)\n", good: "def find(cursor, email):\n    cursor.execute(\"SELECT id FROM users WHERE email = %s\", (email,))\n" },
  ],
  prefilter: /execute|sql|raw|fetch|query|mogrify|scalar|\brun\b|cursor|prepare|iterate|stream|exec\b|from_statement|extra/i,

  *check(file, context) {
    for (const call of file.calls()) {
      const query = queryArgument(call);
      const found = query ? judge(file, query) : ofPieces(file, call);
      if (found) yield finding(file, context, call, found);
    }
  },
});

interface Complaint { readonly part: PyExpr; readonly origin: Origin }

function judge(file: PythonFile, query: PyExpr): Complaint | undefined {
  const built = assembled(file, query);
  if (!built || built.parts.length === 0 || !isQuery(built.text)) return undefined;
  let worst: Complaint | undefined;
  for (const { node, at } of built.parts) {
    const origin = originsOf(file).of(node);
    if (origin.power === "input") return { part: node, origin };
    if (origin.power === "parameter" && (isValuePlace(built, at) && !mayBeNumber(file, origin) || isCompared(built, at) && isText(file, origin) || isSaidToBeForeign(origin))) worst ??= { part: node, origin };
  }
  return worst;
}

/** A condition or a column that a stranger writes; what a caller of the code hands in is mostly the code's own. */
function ofPieces(file: PythonFile, call: PyCall): Complaint | undefined {
  for (const piece of queryPieces(call)) {
    const built = assembled(file, piece);
    if (built && isQuery(built.text)) continue; // a whole statement speaks where it is run
    const parts = built ? built.parts.map(({ node }) => node) : [piece];
    for (const part of parts) {
      const origin = originsOf(file).of(part);
      if (origin.power === "input") return { part, origin };
    }
  }
  return undefined;
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

function finding(file: PythonFile, context: RuleContext, call: PyCall, { part, origin }: Complaint): Finding {
  const isInput = origin.power === "input";
  const name = short(file, call.node.func);
  const who = isInput ? `is chosen by whoever sends the request (\`${origin.label ?? ""}\`): a crafted value reads or deletes other people's rows` : "comes from the caller: a quote in it breaks the query, a crafted value rewrites it";
  return {
    at: call.name,
    message: `\`${name}\` runs a query with \`${short(file, part)}\` pasted into its text, which ${who}. Keep the text constant and pass the value as a parameter.`,
    variant: (context.isTest || file.language === "notebook") && !isInput ? "aside" : isInput ? "default" : "caller",
    confidence: isInput ? "certain" : "likely",
    related: [
      { at: { start: part.start, end: part.end }, message: "pasted in here" },
      ...(origin.at && isAtLeast(origin, "parameter") && origin.at !== part ? [{ at: { start: origin.at.start, end: origin.at.end }, message: "comes in here" }] : []),
    ],
  };
}
