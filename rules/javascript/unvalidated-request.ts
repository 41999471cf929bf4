/** Rule: a request's body or query goes into a database, another service or a calculation as it was sent. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsHandler } from "../api.ts";
import { bodiesOf, isLookedAt, type Part, useOf } from "./requests/bodies.ts";
import { short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/unvalidated-request",
  title: "Request used without a schema",
  severity: { default: "warning", query: "info" },
  principle: "contracts",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: `Types end at the network: \`req.body\` is whatever somebody sent. A missing field is a 500 from \`undefined.toLowerCase()\`, an object where a string was
meant becomes a query operator (\`{ "$gt": "" }\`), an extra field (\`"role": "admin"\`) is saved along, and a client with a new idea of the format writes rows
that nobody can read.`,
  remedy: `Parse the body with a schema (zod, joi, ajv, valibot, TypeBox, class-validator with Nest's \`ValidationPipe\`) and use only what comes out.`,
  silent: `When anything in the handler or its registration looks at the body: a schema, a validating middleware or pipe, a type test, a condition that refuses
it, a function that gets it whole; when the handler is registered in a file that does so, or nothing shows where it is registered; when no field reaches a
database, another service or a calculation in this handler. An ORM's own schema, a presence check further down and a cast are no validation.`,
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html", "https://docs.nestjs.com/techniques/validation", "https://fastify.dev/docs/latest/Reference/Validation-and-Serialization/"],
  examples: [
    {
      title: "A body saved as it came",
      path: "users.js",
      bad: `const express = require("express");\nconst User = require("./models/user");\n\nconst router = express.Router();\nrouter.post("/users", async (req, res) => {\n  const user = await User.create(«req.body»);\n  res.status(201).json(user);\n});\n`,
      good: `const express = require("express");\nconst { z } = require("zod");\nconst User = require("./models/user");\n\nconst NewUser = z.object({ name: z.string().max(80), email: z.string().email() });\nconst router = express.Router();\nrouter.post("/users", async (req, res) => {\n  const user = await User.create(NewUser.parse(req.body));\n  res.status(201).json(user);\n});\n`,
    },
    {
      title: "A cast is no check",
      path: "app/api/orders/route.ts",
      bad: `import { prisma } from "@/lib/prisma";\n\nexport async function POST(request: Request) {\n  const { sku, count } = (await «request.json()») as { sku: string; count: number };\n  return Response.json(await prisma.order.create({ data: { sku, count } }));\n}\n`,
      good: `import { prisma } from "@/lib/prisma";\nimport { NewOrder } from "@/lib/schemas";\n\nexport async function POST(request: Request) {\n  const { sku, count } = NewOrder.parse(await request.json());\n  return Response.json(await prisma.order.create({ data: { sku, count } }));\n}\n`,
    },
    {
      title: "A Nest body without a class to validate",
      bad: `import { Body, Controller, Post } from "@nestjs/common";\n\n@Controller("orders")\nexport class Orders {\n  constructor(private readonly orders: OrdersRepository) {}\n\n  @Post()\n  create(@Body() «body»: any) {\n    return this.orders.save({ sku: body.sku, count: body.count * 2 });\n  }\n}\n`,
      good: `import { Body, Controller, Post } from "@nestjs/common";\nimport { NewOrder } from "./new-order.dto";\n\n@Controller("orders")\nexport class Orders {\n  constructor(private readonly orders: OrdersRepository) {}\n\n  @Post()\n  create(@Body() body: NewOrder) {\n    return this.orders.save({ sku: body.sku, count: body.count * 2 });\n  }\n}\n`,
    },
    {
      title: "A query that becomes a condition",
      path: "orders.js",
      bad: `const express = require("express");\nconst Order = require("./models/order");\n\nconst router = express.Router();\nrouter.get("/orders", async (req, res) => {\n  res.json(await Order.find({ customer: «req.query».customer }).limit(50));\n});\n`,
      good: `const express = require("express");\nconst { z } = require("zod");\nconst Order = require("./models/order");\n\nconst Search = z.object({ customer: z.string().max(40) });\nconst router = express.Router();\nrouter.get("/orders", async (req, res) => {\n  const { customer } = Search.parse(req.query);\n  res.json(await Order.find({ customer }).limit(50));\n});\n`,
    },
  ],
  prefilter: /\bbody\b|\bquery\b|\.json\(\)|@Body/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const handler of file.here.handlers()) {
      if (!handler.isEndpoint || handler.isValidated || handler.how !== "route" && handler.shape !== "event") continue;
      const found = findingIn(file, handler, "body") ?? findingIn(file, handler, "query");
      if (found) yield found;
    }
  },
});

function findingIn(file: JavaScriptFile, handler: JsHandler, part: Part): Finding | undefined {
  const entries = bodiesOf(file, handler, part);
  const [first] = entries;
  const use = first && !isLookedAt(file, handler, entries) ? useOf(file, handler, entries) : undefined;
  if (!first || !use) return undefined;
  const field = part === "body" ? use.field : undefined;
  return {
    at: first.at,
    message: `\`${short(file, first.at as never, 40)}\` of \`${handler.label}\` goes into ${use.what} as it was sent: ${harm[part]}. Parse it with a schema first.`,
    confidence: "likely",
    related: [{ at: use.at, message: "used here" }],
    ...(part === "query" && { variant: "query" }),
    ...elsewhere(file.unitOf(handler.function), handler, field),
  };
}

const harm: Readonly<Record<Part, string>> = {
  body: "a missing field is a 500, an object where a text was meant becomes a query, an extra field is saved along",
  query: "a missing parameter is a 500, `?id[$gt]=` is an object where a text was meant, and a size of a million is taken at its word",
};

/** What looks like a handler is registered in another file, which may check its requests; middleware may have written the field itself. */
function elsewhere(unit: string, handler: JsHandler, field: string | undefined): Pick<Finding, "unlessProject"> {
  const isRegisteredElsewhere = handler.label.startsWith("handler");
  if (!isRegisteredElsewhere && field === undefined) return {};
  return { unlessProject: { ...(isRegisteredElsewhere && { validates: unit }), ...(field !== undefined && { sets: [`request.body.${field}`] }) } };
}
