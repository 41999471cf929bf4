/** Rule: a query on a serve path that takes as many rows as the table has, or tokens as the model likes. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall } from "../api.ts";
import { judgeModelCall } from "./unbounded/tokens.ts";
import { judgeQuery } from "./unbounded/rows.ts";
import { servedPlace } from "./knowledge/served.ts";
import { short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/unbounded-query",
  title: "Query without a limit on a serve path",
  severity: { default: "warning", model: "info" },
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: `\`findMany()\`, \`find({})\` and \`SELECT … FROM t\` bring the whole table into memory. On the day of release that is fifty rows; a year later each
request reads a million, and the process dies of memory or the database of load. A language model without a token limit is the same bill in money:
one prompt decides what an answer costs.`,
  remedy: `Give every query a \`take\`/\`limit\` and page through the rest; give every model call \`max_tokens\` (\`max_completion_tokens\`, \`maxOutputTokens\`).`,
  silent: `When the query is narrowed by anything that is not a literal, when a limit, page or cursor stands in its options, later in its chain or on the
variable that holds it, when only counts or aggregates come back, when options cannot be seen, and for tables that stay small by nature (roles, countries,
settings). Outside of serve paths and in tests.`,
  references: ["https://www.prisma.io/docs/orm/prisma-client/queries/pagination", "https://mongoosejs.com/docs/api/query.html#Query.prototype.limit()", "https://platform.openai.com/docs/guides/production-best-practices"],
  examples: [
    {
      title: "Every user in one answer",
      bad: `import express from "express";\nimport { PrismaClient } from "@prisma/client";\n\nconst prisma = new PrismaClient();\nconst app = express();\napp.get("/users", async (req, res) => {\n  res.json(await prisma.user.«findMany»());\n});\n`,
      good: `import express from "express";\nimport { PrismaClient } from "@prisma/client";\n\nconst prisma = new PrismaClient();\nconst app = express();\napp.get("/users", async (req, res) => {\n  res.json(await prisma.user.findMany({ take: 50, cursor: cursorOf(req) }));\n});\n`,
    },
    {
      title: "A Mongoose model in a service that a route calls",
      path: "src/orders.js",
      files: { "src/routes.js": `const router = require("express").Router();\nconst orders = require("./orders");\n\nrouter.get("/orders", async (req, res) => res.json(await orders.all()));\nmodule.exports = router;\n` },
      bad: `const mongoose = require("mongoose");\n\nconst Order = mongoose.model("Order", new mongoose.Schema({ total: Number }));\nexports.all = () => Order.«find»({ state: "open" }).sort("-created").lean();\n`,
      good: `const mongoose = require("mongoose");\n\nconst Order = mongoose.model("Order", new mongoose.Schema({ total: Number }));\nexports.all = () => Order.find({ state: "open" }).sort("-created").limit(100).lean();\n`,
    },
    {
      title: "SQL without a condition",
      bad: `import express from "express";\nimport { pool } from "./db";\n\nexport const router = express.Router();\nrouter.get("/events", async (req, res) => {\n  const { rows } = await pool.«query»("SELECT id, name FROM events ORDER BY created DESC");\n  res.json(rows);\n});\n`,
      good: `import express from "express";\nimport { pool } from "./db";\n\nexport const router = express.Router();\nrouter.get("/events", async (req, res) => {\n  const { rows } = await pool.query("SELECT id, name FROM events ORDER BY created DESC LIMIT 100");\n  res.json(rows);\n});\n`,
    },
    {
      title: "An answer as long as the model likes",
      path: "app/api/chat/route.ts",
      bad: `import OpenAI from "openai";\n\nconst openai = new OpenAI({ timeout: 20_000 });\nexport async function POST(request: Request) {\n  const { messages } = chat.parse(await request.json());\n  const answer = await openai.chat.completions.«create»({ model: "gpt-4o-mini", messages });\n  return Response.json(answer.choices[0]);\n}\n`,
      good: `import OpenAI from "openai";\n\nconst openai = new OpenAI({ timeout: 20_000 });\nexport async function POST(request: Request) {\n  const { messages } = chat.parse(await request.json());\n  const answer = await openai.chat.completions.create({ model: "gpt-4o-mini", messages, max_completion_tokens: 800 });\n  return Response.json(answer.choices[0]);\n}\n`,
    },
  ],
  prefilter: /\bfind|\bselect\b|SELECT|\.all\b|completions|responses|generateText|streamText/i,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      if (!call.function) continue;
      const finding = judgeModelCall(file, call) ? tokens(file, call) : judgeQuery(file, call) ? rows(file, call) : undefined;
      const place = finding && servedPlace(file, call.node);
      if (!finding || !place) continue;
      yield { ...finding, message: finding.message.replace("{entry}", () => place.label), confidence: place.handler ? "certain" : "likely", ...place.told };
    }
  },
});

function rows(file: JavaScriptFile, call: JsCall): Finding {
  return { at: call.name, message: `\`${short(file, call.node.callee)}\` reads as many rows as there are whenever \`{entry}\` is answered: it works until the table has grown, then it takes the process's memory. Set a limit and page.` };
}

function tokens(file: JavaScriptFile, call: JsCall): Finding {
  return { at: call.name, message: `\`${short(file, call.node.callee)}\` sets no token limit while \`{entry}\` is answered: whoever writes the prompt decides how long and how expensive the answer is. Pass \`${judgeModelCall(file, call) ?? ""}\`.`, variant: "model" };
}
