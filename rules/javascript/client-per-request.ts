/** Rule: a client with connections of its own, made anew for every request. */
import { javascriptRule, type JavaScriptFile, type JsName } from "../api.ts";
import { clients } from "./knowledge/clients.ts";
import { isKept, isKeptByCallers, parametersAround, servedPlace } from "./knowledge/served.ts";
import { short, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/client-per-request",
  title: "Client made for every request",
  severity: { default: "warning", light: "info" },
  principle: "latency",
  checklist: ["latency-budget"],
  since: "0.1.0",
  why: `A client of a database, cache or broker owns connections: making one costs a DNS lookup, a TCP and TLS handshake and a login, and each copy brings
a pool of its own. Under load the process runs out of sockets or the database out of connections, long before either is busy.`,
  remedy: `Make the client once, at module level or behind a provider, and share it. In a serverless function too: what stands outside the handler
survives between calls.`,
  silent: `When the client is kept for later requests (\`globalThis.prisma ??= …\`, a field, a map, a memoised function); when its address or credentials
come with the request, as in a connection test or per tenant; in tests, scripts and start-up code.`,
  references: [
    "https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections",
    "https://node-postgres.com/features/pooling",
    "https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html",
  ],
  examples: [
    {
      title: "A Prisma client in a route handler",
      path: "app/api/users/route.ts",
      bad: `import { PrismaClient } from "@prisma/client";\n\nexport async function GET() {\n  const prisma = new «PrismaClient»();\n  return Response.json(await prisma.user.findMany({ take: 50 }));\n}\n`,
      good: `import { PrismaClient } from "@prisma/client";\n\nconst prisma = new PrismaClient();\n\nexport async function GET() {\n  return Response.json(await prisma.user.findMany({ take: 50 }));\n}\n`,
    },
    {
      title: "A Redis connection in a helper that a route calls",
      path: "src/sessions.js",
      files: { "src/app.js": `const express = require("express");\nconst sessions = require("./sessions");\n\nconst app = express();\napp.get("/session/:id", async (req, res) => res.json(await sessions.read(req.params.id)));\n` },
      bad: `const { createClient } = require("redis");\n\nexports.read = async (id) => {\n  const client = «createClient»({ url: process.env.REDIS_URL });\n  await client.connect();\n  return client.get(id);\n};\n`,
      good: `const { createClient } = require("redis");\n\nconst client = createClient({ url: process.env.REDIS_URL });\nconst ready = client.connect();\n\nexports.read = async (id) => {\n  await ready;\n  return client.get(id);\n};\n`,
    },
  ],
  prefilter: /Client|Pool|createConnection|connect\b|DataSource|Sequelize|redis|Redis|knex|Queue|Kafka|createTransport|OpenAI|Anthropic/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      const { callee } = call;
      const row = callee === undefined || !call.function ? undefined : clients.find(({ made, isNew }) => made.test(callee) && (isNew === undefined || isNew === call.isNew));
      const place = row && servedPlace(file, call.node);
      if (!row || !place || isKept(file, call.node) || isKeptByCallers(file, call.node)) continue;
      const given = parametersAround(file, call.node);
      if (call.args.some((arg) => within(arg).some((one) => one.kind === "This" || (one.kind === "Name" && (given.has(one.id) || isTakenFrom(one.id, given)))))) continue; // another address or account per request
      if (call.args.some((arg) => arg.kind === "Name" && !["object", "string"].includes(file.valueOf(arg).kind) && !isSettled(file, arg))) continue;
      yield {
        at: call.name,
        message: `\`${call.isNew ? "new " : ""}${short(file, call.node.callee, 40)}\` makes ${row.what} for every \`${place.label}\`: ${row.cost}. Make it once, outside the handler, and share it.`,
        ...(row.variant && { variant: row.variant }),
        confidence: place.handler ? "certain" : "likely",
        ...place.told,
      };
    }
  },
});

/** Known before any request comes: imported, or made where the module is. */
function isSettled(file: JavaScriptFile, name: JsName): boolean {
  return file.bindingsOf(name).every(({ how, node }) => how === "import" || (how === "declare" && !file.enclosingFunction(node)));
}

/** `env` and `config` hold what the process was given even when they are handed in. */
function isTakenFrom(name: string, given: ReadonlySet<string>): boolean {
  return given.has("env") && name === "env";
}
