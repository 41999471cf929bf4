/** Finds failures that nobody hears: promises nobody waits for, async handlers in Express 4, streams and clients without an error listener. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall, type JsExpr, type JsFunction, type JsHandler, type JsNode } from "../api.ts";
import { promiseOf, topOfChain, unguardedAwait, type Dropped } from "./knowledge/promises.ts";
import { servedPlace } from "./knowledge/served.ts";
import { isBrowserCode } from "./knowledge/surroundings.ts";
import { lastName, short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/unhandled-rejection",
  title: "Failure that nobody hears",
  severity: { default: "warning", idle: "info" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "A promise that fails with nobody waiting ends the whole process since Node 15, and every request it was serving with it; an `error` event without a listener does the same. In Express 4 the client of an async handler that fails is left hanging besides.",
  remedy: "Await the promise inside the `try` that answers the error, or end it in `.catch` with a log line and say `void`. In Express 4 hand errors of async handlers to `next` (or load `express-async-errors`); Express 5 does so itself. Give streams and clients an `error` listener, or use `stream.pipeline`.",
  silent: "When the promise is awaited, returned, handed on, marked `void` or ends in `.catch`; when the called function catches everything itself; where the version of Express is 5, not known, or `express-async-errors` or a promise router is loaded; outside of code that serves requests (clients without a listener aside); in tests.",
  references: ["https://nodejs.org/api/process.html#event-unhandledrejection", "https://expressjs.com/en/guide/error-handling.html", "https://nodejs.org/api/events.html#error-events", "https://github.com/redis/node-redis#events"],
  examples: [
    {
      title: "An async handler in Express 4",
      path: "src/orders.js",
      files: { "package.json": "{ \"name\": \"shop\", \"private\": true, \"dependencies\": { \"express\": \"4.21.2\" } }\n" },
      bad: "const express = require(\"express\");\n\nconst router = express.Router();\nrouter.«get»(\"/orders/:id\", async (req, res) => {\n  res.json(await store.load(req.params.id));\n});\n",
      good: "const express = require(\"express\");\n\nconst router = express.Router();\nrouter.get(\"/orders/:id\", async (req, res, next) => {\n  try {\n    res.json(await store.load(req.params.id));\n  } catch (error) {\n    next(error);\n  }\n});\n",
    },
    {
      title: "A controller that another file registers",
      path: "controllers/orders.js",
      files: {
        "package.json": "{ \"name\": \"shop\", \"private\": true, \"dependencies\": { \"express\": \"4.21.2\" } }\n",
        "routes/orders.js": "const router = require(\"express\").Router();\nconst orders = require(\"../controllers/orders\");\n\nrouter.get(\"/orders\", orders.list);\nmodule.exports = router;\n",
      },
      bad: "exports.«list» = async (req, res) => {\n  res.json(await Order.find({ owner: req.user.id }).limit(50));\n};\n",
      good: "exports.list = async (req, res, next) => {\n  try {\n    res.json(await Order.find({ owner: req.user.id }).limit(50));\n  } catch (error) {\n    next(error);\n  }\n};\n",
    },
    {
      title: "A write that nobody waits for",
      path: "app/orders/route.ts",
      bad: "import { prisma } from \"@/lib/prisma\";\n\nexport async function POST(request: Request) {\n  prisma.order.«create»({ data: orderSchema.parse(await request.json()) });\n  return Response.json({ ok: true });\n}\n",
      good: "import { prisma } from \"@/lib/prisma\";\n\nexport async function POST(request: Request) {\n  await prisma.order.create({ data: orderSchema.parse(await request.json()) });\n  return Response.json({ ok: true });\n}\n",
    },
    {
      title: "A file that may not be there",
      path: "src/download.js",
      bad: "const fs = require(\"fs\");\n\napp.get(\"/report\", (req, res) => {\n  fs.«createReadStream»(reportPath).pipe(res);\n});\n",
      good: "const fs = require(\"fs\");\nconst { pipeline } = require(\"stream\");\n\napp.get(\"/report\", (req, res, next) => {\n  pipeline(fs.createReadStream(reportPath), res, (error) => error && next(error));\n});\n",
    },
    {
      title: "A client that ends the process when its connection does",
      bad: "import { createClient } from \"redis\";\n\nexport const cache = «createClient»({ url: process.env.REDIS_URL });\nawait cache.connect();\n",
      good: "import { createClient } from \"redis\";\n\nexport const cache = createClient({ url: process.env.REDIS_URL });\ncache.on(\"error\", (error) => logger.error({ error }, \"redis\"));\nawait cache.connect();\n",
    },
  ],
  prefilter: /async|\.then\b|createReadStream|createClient|fetch|axios|save\(|create\(|update|delete|Pool/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    yield* ofHandlers(file);
    const isBrowser = isBrowserCode(file);
    for (const call of isBrowser ? [] : file.here.calls()) {
      const found = droppedPromise(file, call) ?? ofForEach(file, call) ?? ofStream(file, call) ?? ofClient(file, call);
      if (found) yield found;
    }
  },
});

const consequence = "when it fails, nobody hears it and Node ends the process with all its requests";

/** Express 5 and these hear of what an async handler throws. */
const heardElsewhere = { uses: ["express-async-errors", "express-promise-router", "@awaitjs/express", "express-async-router", "zone.js"], notBelow: { name: "express", major: 5 } };

function* ofHandlers(file: JavaScriptFile): Generator<Finding> {
  for (const handler of file.here.handlers()) {
    const fn = handler.function;
    if (handler.shape !== "express" || handler.how !== "route" || !fn.isAsync) continue;
    const isHere = isHandedOver(file, handler, fn);
    if (!isHere && !mayBeHandedOver(handler, fn)) continue;
    const wait = unguardedAwait(fn);
    if (!wait) continue;
    const unit = file.unitOf(fn);
    if (handler.label === "HTTP server") {
      yield { at: handler.at, message: `The listener of \`${handler.label}\` is async and nothing catches what it awaits: a failure leaves the client hanging and ends the process. Wrap it in \`try\` and answer the error.`, confidence: "certain", related: [{ at: { start: wait.start, end: wait.end }, message: "may fail here" }] };
      continue;
    }
    yield {
      at: handler.at,
      message: `\`${isHere ? handler.label : "{entry}"}\` is async and nothing catches what it awaits: in Express 4 a failure leaves the client hanging and ends the process. Wrap it in \`try\` and call \`next(error)\`, or move to Express 5.`,
      confidence: "certain",
      related: [{ at: { start: wait.start, end: wait.end }, message: "may fail here" }],
      ...(!isHere && { whenServed: unit }),
      unlessProject: isHere ? heardElsewhere : { ...heardElsewhere, notRegistered: unit },
    };
  }
}

/** Given to the router as it is; what wraps it may catch. */
function isHandedOver(file: JavaScriptFile, { registration }: JsHandler, fn: JsFunction): boolean {
  if (registration?.kind !== "Call") return false;
  const isIt = (node: JsExpr): boolean => {
    if (node === fn) return true;
    if (node.kind === "Array") return node.elements.some((one) => one && isIt(one));
    if (node.kind === "Call") return node.callee.kind === "Member" && node.callee.property === "bind" && isIt(node.callee.object);
    const value = node.kind === "Name" || node.kind === "Member" ? file.valueOf(node) : undefined;
    if (value?.kind === "symbol") return value.name.startsWith("#") && value.name.slice(1).replaceAll("#", ".") === file.unitOf(fn);
    return value?.kind === "function" && value.function === fn;
  };
  return registration.args.some(isIt);
}

/** A controller that another file may register, wrapped in nothing that could catch. */
function mayBeHandedOver({ registration, isEndpoint }: JsHandler, { parent }: JsFunction): boolean {
  if (registration || !isEndpoint) return false;
  return parent === undefined || (parent.kind === "Method" ? parent.decorators.length === 0 : /^(?:Declarator|Property|Assign|Export|Field|Block)$/.test(parent.kind));
}

const names: Readonly<Record<Dropped, string>> = { api: "is not awaited", async: "is async and not awaited", model: "is not awaited", then: "has no `.catch`" };

function droppedPromise(file: JavaScriptFile, call: JsCall): Finding | undefined {
  const { node } = call;
  if (node.kind !== "Call" || !isDropped(node) || topOfChain(node) !== node || (call.method === "then" && isStubbed(file, call))) return undefined;
  const why = promiseOf(file, call);
  const place = why && servedPlace(file, node);
  if (!why || !place) return undefined;
  const at = call.name;
  const lazy = why === "model" && /prisma/.test(file.slice(node.callee)) ? "a Prisma query that nobody awaits is not even sent" : consequence;
  return {
    at,
    message: `\`${short(file, why === "then" && call.receiver ? call.receiver : node.callee, 40)}\` in \`${place.label}\` ${names[why]}: ${lazy}. Await it, or end it in \`.catch\` with a log line.`,
    confidence: "likely",
    ...place.told,
  };
}

/** `ids.forEach(async (id) => { await remove(id); })`: `forEach` throws all the promises away. */
function ofForEach(file: JavaScriptFile, call: JsCall): Finding | undefined {
  const [each] = call.args;
  if (call.method !== "forEach" || each?.kind !== "Function" || !each.isAsync || !call.receiver || call.node.kind !== "Call" || !unguardedAwait(each)) return undefined;
  const place = servedPlace(file, call.node);
  return place && {
    at: call.name,
    message: `\`forEach\` in \`${place.label}\` waits for none of its async calls: ${consequence}, and the answer goes out before the work is done. Use \`for … of\` with \`await\`, or \`await Promise.all(… .map(…))\` in small groups.`,
    confidence: "likely",
    ...place.told,
  };
}

/** A statement of its own. */
function isDropped(node: JsNode): boolean {
  return node.parent?.kind === "ExprStmt";
}

/**
 * A module loaded in passing, `cy.get().then()`, thenables of test tools; a condition of a workflow that is only being described:
 * https://docs.medusajs.com/learn/fundamentals/workflows/conditions
 */
function isStubbed(file: JavaScriptFile, call: JsCall): boolean {
  const { receiver } = call;
  if (receiver?.kind === "Call" && lastName(receiver.callee) === "when" && file.imports().some((module) => module.startsWith("@medusajs/"))) return true;
  return receiver?.kind === "ImportCall" || /^(?:cy|page|browser)$/.test(lastName(call.receiver)) || (receiver?.kind === "Call" && file.slice(receiver.callee) === "Promise.resolve");
}

/** `createReadStream(path).pipe(res)`: a missing file is an `error` event. */
function ofStream(file: JavaScriptFile, call: JsCall): Finding | undefined {
  if (!/^(?:node:fs|fs-extra|graceful-fs)\.createReadStream$/.test(call.callee ?? "") || call.node.kind !== "Call") return undefined;
  const methods: string[] = [];
  for (let at: JsNode = call.node; at.parent?.kind === "Member" && at.parent.object === at && at.parent.parent?.kind === "Call"; at = at.parent.parent) methods.push(`${at.parent.property ?? ""} ${at.parent.parent.args[0]?.kind === "Str" ? at.parent.parent.args[0].value : ""}`);
  const [first] = methods;
  if (!first?.startsWith("pipe") || methods.includes("on error") || methods.includes("once error")) {
    if (first !== undefined || !isPipedOnly(file, call)) return undefined;
  }
  const place = servedPlace(file, call.node);
  return place && {
    at: call.name,
    message: `\`${short(file, call.node.callee)}\` in \`${place.label}\` has no \`error\` listener: a file that is missing or unreadable ends the process with all its requests. Use \`stream.pipeline\`, which hands the error over.`,
    confidence: "likely",
    ...place.told,
  };
}

/** `const stream = createReadStream(path); stream.pipe(res)` and no listener. */
function isPipedOnly(file: JavaScriptFile, call: JsCall): boolean {
  const holder = call.node.parent;
  if (holder?.kind !== "Declarator" || holder.target.kind !== "Name") return false;
  const uses = file.usesOf(holder.target);
  return uses.length > 0 && uses.every(({ parent }) => parent?.kind === "Member" && /^(?:pipe|destroy|close)$/.test(parent.property ?? "")) && uses.some(({ parent }) => parent?.kind === "Member" && parent.property === "pipe");
}

/** Clients that document an `error` event which must be heard: https://github.com/redis/node-redis#events, https://node-postgres.com/apis/pool#error */
function ofClient(file: JavaScriptFile, call: JsCall): Finding | undefined {
  const isRedis = /^(?:redis|@redis\/client)\.(?:createClient|createCluster)$/.test(call.callee ?? "");
  const isPool = /^pg(?:-pool|\.Pool)$/.test(call.callee ?? "") && call.isNew;
  if ((!isRedis && !isPool) || isHeard(file)) return undefined;
  const { parent } = call.node;
  if (parent?.kind !== "Declarator" && parent?.kind !== "Assign" && parent?.kind !== "Field") return undefined; // handed on: whoever has it may listen
  return {
    at: call.name,
    message: isRedis
      ? `\`${short(file, call.node.callee)}\` has no \`error\` listener: one lost connection ends the process with all its requests. Add \`.on("error", …)\`.`
      : `\`new ${short(file, call.node.callee)}\` has no \`error\` listener: a connection that is lost while idle ends the process with all its requests. Add \`.on("error", …)\`.`,
    ...(isPool && { variant: "idle" }),
    confidence: "likely",
  };
}

function isHeard(file: JavaScriptFile): boolean {
  return file.collect(hearingIn).length > 0;
}

function hearingIn({ here }: JavaScriptFile): readonly true[] {
  const isHearing = here.calls().some(({ method, args }) => /^(?:on|once|addListener|prependListener)$/.test(method) && ((args[0]?.kind === "Str" && args[0].value === "error") || args[0]?.kind === "Name" || args[0]?.kind === "Template"));
  return isHearing ? [true] : [];
}
