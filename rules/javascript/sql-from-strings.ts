/** Finds queries that are put together from text that somebody else chooses. */
import { javascriptRule, type Finding, type Fix, type JavaScriptFile, type JsCall, type JsExpr, type RuleContext } from "../api.ts";
import { isQuery, queryArgument } from "./knowledge/queries.ts";
import { assembled, type Assembled } from "./taint/assembled.ts";
import { isAtLeast, isFromOutside, originsOf, type Origin } from "./taint/origin.ts";
import { short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/sql-from-strings",
  title: "Query put together from strings",
  severity: { default: "error", caller: "warning", unseen: "hint", aside: "hint" },
  principle: "contracts",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "A value pasted into a query is part of the query: a quote in a name breaks the page, and a crafted one reads or deletes other people's rows. It also defeats the database's plan cache.",
  remedy: "Leave the query constant and hand the values over: `query(\"… WHERE id = $1\", [id])` in pg, `?` in mysql2 and SQLite, `replacements` in Sequelize, a tagged template in Prisma and postgres.js. Choose names of tables and columns from a fixed list.",
  silent: "Queries made of literals and constants; parameters; tagged templates, which make parameters of their values; numbers (`Number(x)`, annotated `number`); values escaped, replaced or checked against a list or pattern in the same function; names of tables and columns that the code works out itself. Values whose origin the file does not show, and tables that a caller names, are a hint.",
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Query_Parameterization_Cheat_Sheet.html", "https://node-postgres.com/features/queries#parameterized-query", "https://sequelize.org/docs/v6/core-concepts/raw-queries/#replacements"],
  examples: [
    {
      title: "A template with a request's word in it",
      bad: "import { pool } from \"./db\";\n\nexport async function orders(req, res) {\n  const { rows } = await pool.«query»(`SELECT * FROM orders WHERE customer = '${req.query.customer}'`);\n  res.json(rows);\n}\n",
      good: "import { pool } from \"./db\";\n\nexport async function orders(req, res) {\n  const { rows } = await pool.query(\"SELECT * FROM orders WHERE customer = $1\", [req.query.customer]);\n  res.json(rows);\n}\n",
    },
    {
      title: "Through a variable, in Sequelize",
      path: "login.js",
      bad: "const { sequelize } = require(\"./models\");\n\nmodule.exports.login = (req, res) => {\n  const { email } = req.body;\n  let query = \"SELECT * FROM users WHERE email = '\" + email + \"'\";\n  query += \" AND deleted IS NULL\";\n  return sequelize.«query»(query).then((rows) => res.json(rows));\n};\n",
      good: "const { sequelize } = require(\"./models\");\n\nmodule.exports.login = (req, res) => {\n  const { email } = req.body;\n  const query = \"SELECT * FROM users WHERE email = :email AND deleted IS NULL\";\n  return sequelize.query(query, { replacements: { email } }).then((rows) => res.json(rows));\n};\n",
    },
    {
      title: "A helper that trusts its callers",
      bad: "export function findUser(db: Database, email: string) {\n  return db.«get»(`SELECT id FROM users WHERE email = '${email}'`);\n}\n",
      good: "export function findUser(db: Database, email: string) {\n  return db.get(\"SELECT id FROM users WHERE email = ?\", email);\n}\n",
    },
  ],
  prefilter: /\b(?:select|insert|update|delete|create|drop|alter|truncate|replace|merge|with|grant|call|show|set|\w+Raw)\b/i,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const query = queryArgument(call);
      const found = query && judge(file, query.node, query.isPart);
      if (query && found) yield finding(file, context, call, query.node, found);
    }
  },
});

interface Complaint { readonly part: JsExpr; readonly origin: Origin; readonly built: Assembled; readonly at: number; readonly variant: "default" | "caller" | "unseen" }

function judge(file: JavaScriptFile, query: JsExpr, isPart: boolean): Complaint | undefined {
  const built = assembled(file, query);
  if (!built || built.parts.length === 0 || !(isPart || isQuery(built.text))) return undefined;
  let told: Complaint | undefined;
  let unseen: Complaint | undefined;
  for (const { node, at } of built.parts) {
    const origin = originsOf(file).of(node);
    if (origin.power === "input") return { part: node, origin, built, at, variant: "default" };
    if (isAtLeast(origin, "parameter") && isValuePlace(built, at)) told ??= { part: node, origin, built, at, variant: "caller" };
    else if (!isPart && origin.power !== "fixed" && isFromOutside(file, node)) unseen ??= { part: node, origin, built, at, variant: "unseen" };
  }
  return told ?? unseen;
}

/** The gap stands in quotes, where a value stands; names of tables and columns are mostly the code's own. */
function isValuePlace({ text }: Assembled, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at);
  if (!/^.?['"%]/s.test(text.slice(at + 1, at + 3))) return false;
  return /(?:=|<|>|\blike|\bilike|\bin\s{0,4}\(|\bvalues\s{0,4}\([^)]{0,40}|,)\s{0,4}'%?$/i.test(before) || /(?:=|<|>|\blike|\bilike)\s{0,4}"%?$/i.test(before); // double quotes elsewhere name columns
}

const consequences = {
  caller: "comes from the caller: a quote in it breaks the query, a crafted value rewrites it",
  unseen: "may be anybody's text: a quote in it breaks the query, a crafted value rewrites it",
};

function finding(file: JavaScriptFile, context: RuleContext, call: JsCall, query: JsExpr, { part, origin, built, at, variant }: Complaint): Finding {
  const isInput = variant === "default";
  const who = isInput ? `is chosen by whoever sends the request (\`${origin.label ?? ""}\`): a crafted value reads or deletes other people's rows` : consequences[variant];
  const fix = fixFor(file, call, query, built, at);
  return {
    at: call.name,
    message: `\`${short(file, call.node.callee)}\` runs a query with \`${short(file, part)}\` pasted into its text, which ${who}. Keep the text constant and pass the value as a parameter.`,
    variant: context.isTest && !isInput ? "aside" : variant,
    confidence: isInput ? "certain" : "likely",
    related: [
      { at: { start: part.start, end: part.end }, message: "pasted in here" },
      ...(origin.at && isAtLeast(origin, "parameter") && origin.at !== part ? [{ at: { start: origin.at.start, end: origin.at.end }, message: "comes in here" }] : []),
    ],
    ...(fix && { fixes: [fix] }),
  };
}

/** One value in a template that stands in the call, and a driver whose placeholder is known. */
function fixFor(file: JavaScriptFile, call: JsCall, query: JsExpr, { text }: Assembled, at: number): Fix | undefined {
  if (query.kind !== "Template" || query.holes.length !== 1 || call.node.args.length !== 1) return undefined;
  const [hole] = query.holes;
  const placeholder = placeholderOf(file);
  const open = text[at - 1];
  const inner = file.slice(query.innerAt);
  if (!hole || placeholder === undefined || /['"%]/.test(text[at + 1] ?? "") !== /['"%]/.test(open ?? "") || /[%"]/.test(open ?? "") || text[at] !== "\uFFFC") return undefined;
  const start = inner.indexOf("${");
  const end = hole.end - query.innerAt.start + inner.slice(hole.end - query.innerAt.start).indexOf("}") + 1;
  const isQuoted = open === "'";
  if (isQuoted && text[at + 1] !== "'") return undefined;
  if (!isQuoted && !/(?:=|<|>|\blike)\s*$/i.test(text.slice(0, at))) return undefined;
  const constant = inner.slice(0, isQuoted ? start - 1 : start) + placeholder + inner.slice(isQuoted ? end + 1 : end);
  return { title: "Pass the value as a parameter", safe: false, edits: [{ at: { start: query.start, end: query.end }, text: `\`${constant}\`, [${file.slice(hole)}]` }] };
}

function placeholderOf(file: JavaScriptFile): string | undefined {
  const modules = file.imports();
  const known = [modules.some((one) => /^(?:pg|pg-pool|@vercel\/postgres|@neondatabase\/serverless)$/.test(one)) && "$1", modules.some((one) => /^mysql2?(?:\/promise)?$/.test(one)) && "?"].filter((one) => one !== false);
  return known.length === 1 ? known[0] : undefined;
}
