/** Rule: one round trip per element, one after the other. */
import { javascriptRule, type JavaScriptFile, type JsCall, type JsExpr, type JsFor, type JsNode } from "../api.ts";
import { tripKind } from "./knowledge/data-calls.ts";
import { servedPlace } from "./knowledge/served.ts";
import { lastName, plain, short, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/await-in-loop",
  title: "One round trip per element",
  severity: { default: "info", query: "warning" },
  principle: "latency",
  checklist: ["latency-budget"],
  since: "0.1.0",
  why: `Each turn of the loop waits for the network before the next begins: fifty rows at 4 ms are 200 ms, a thousand are four seconds, and the request holds
its connection all the while. It is invisible in development, where the list has three elements and the database is next door.`,
  remedy: `Ask once for all (\`where: { id: { in: ids } }\`, \`createMany\`, \`$in\`, \`mget\`), or run a bounded number at a time (\`p-map\` with \`concurrency\`).`,
  silent: `When a turn depends on the one before, stops the loop, or waits on purpose; when the loop goes over chunks, pages, retries or a literal list; in
transactions; when the call does not depend on the element; outside of serve paths and in tests.`,
  references: ["https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance", "https://eslint.org/docs/latest/rules/no-await-in-loop"],
  examples: [
    {
      title: "A query for each order",
      bad: `import { prisma } from "./db";\nimport express from "express";\n\nconst app = express();\napp.get("/orders", async (req, res) => {\n  const orders = await prisma.order.findMany({ take: 200 });\n  const names = [];\n  for (const order of orders) {\n    const user = await prisma.user.«findUnique»({ where: { id: order.userId } });\n    names.push(user.name);\n  }\n  res.json(names);\n});\n`,
      good: `import { prisma } from "./db";\nimport express from "express";\n\nconst app = express();\napp.get("/orders", async (req, res) => {\n  const orders = await prisma.order.findMany({ take: 200 });\n  const ids = orders.map((order) => order.userId);\n  res.json(await prisma.user.findMany({ where: { id: { in: ids } } }));\n});\n`,
    },
  ],
  prefilter: /\bawait\b/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const loop of file.here.nodes("For")) {
      const list = loop.how === "of" ? loop.iterated : countedList(loop);
      const found = list && !loop.isAwait && !isBounded(file, loop, list) ? tripIn(file, loop) : undefined;
      const place = found && servedPlace(file, loop);
      if (!found || !place || !list || scheduled.test(`${file.path} ${place.label}`)) continue;
      const isQuery = found.kind === "database" || found.kind === "cache";
      yield {
        at: found.call.name,
        message: `\`${short(file, found.call.node.callee, 40)}\` is awaited for one element of \`${short(file, list, 40)}\` after the other while \`${place.label}\` is answered: the answer takes one round trip per element. Ask once for all, or run a few at a time.`,
        ...(isQuery && isReading(found.call) && { variant: "query" }),
        confidence: place.handler ? "certain" : "likely",
        ...place.told,
        related: [{ at: { start: loop.start, end: loop.start + 3 }, message: "the loop" }, ...(place.told.related ?? [])],
      };
    }
  },
});

/** Nobody waits for the answer of a scheduled run, and one after the other spares the others. */
const scheduled = /\/(?:crons?|cron-jobs|jobs|scheduled|tasks|webhooks?\/cron)\//;

function isReading(call: JsCall): boolean {
  return /^(?:find|get|count|query|exists|hget|aggregate)/.test(call.method);
}

/** `ids` of `for (let i = 0; i < ids.length; i++)`. */
function countedList({ how, head }: JsFor): JsExpr | undefined {
  const test = how === "classic" ? head.find((one) => one.kind === "Binary") : undefined;
  const bound = test?.kind === "Binary" && /^(?:<|!==?)$/.test(test.op) ? test.right : undefined;
  return bound?.kind === "Member" && bound.property === "length" ? bound.object : undefined;
}

/** A list of known or small length, or one that is dealt with in pieces. */
function isBounded(file: JavaScriptFile, loop: JsFor, iterated: JsExpr): boolean {
  const value = file.valueOf(iterated);
  if (value.kind === "array" && !value.node.elements.some((one) => one?.kind === "Spread")) {
    const [only] = iterated.kind === "Name" ? file.bindingsOf(iterated) : [];
    if (!only || value.node.elements.length > 0) return true;
  }
  if (/chunk|batch|page|slice|attempt|retr|range|steps?\b|migrations?|stages?\b|Object\.(?:keys|entries|values)\(\s*[A-Z]/i.test(file.slice(iterated).slice(0, 200))) return true;
  return /chunk|batch|page|attempt|step/i.test(loop.head.map((one) => file.slice(one)).join(" "));
}

/** An awaited call that is made anew for each element and on which nothing in the loop depends. */
function tripIn(file: JavaScriptFile, loop: JsFor): { readonly call: JsCall; readonly kind: string } | undefined {
  const inside = within(loop.body);
  if (inside.some((one) => one.kind === "Break" || one.kind === "Return" || isPause(one) || isDependence(file, one, loop))) return undefined;
  const elements = new Set(loop.head.flatMap((one) => within(one)).flatMap((one) => (one.kind === "Name" ? [one.id] : [])));
  for (const one of inside) if (one.kind === "Declarator" && mentions(one.value, elements)) for (const name of within(one.target)) if (name.kind === "Name") elements.add(name.id);
  for (const node of inside) {
    if (node.kind !== "Await") continue;
    const awaited = tripOf(file, node);
    if (awaited && awaited.call.args.some((arg) => mentions(arg, elements)) && !isTransaction(file, awaited.call)) return awaited;
  }
  return undefined;
}

/** The round trip at the root of an awaited chain. */
function tripOf(file: JavaScriptFile, node: JsNode & { readonly kind: "Await" }): { readonly call: JsCall; readonly kind: string } | undefined {
  for (let at = plain(node.value); at.kind === "Call"; at = plain(at.callee.object)) {
    const call = file.call(at);
    const kind = tripKind(file, call);
    if (kind) return { call, kind };
    if (at.callee.kind !== "Member") return undefined;
  }
  return undefined;
}

function mentions(node: JsNode | undefined, names: ReadonlySet<string>): boolean {
  return node !== undefined && within(node, true).some((one) => one.kind === "Name" && names.has(one.id));
}

function isPause(node: JsNode): boolean {
  return node.kind === "Call" && /^(?:sleep|delay|wait\w*|setTimeout|throttle\w*|pause)$/i.test(lastName(node.callee));
}

/** What one turn finds out is used by the next: an assignment to a variable from before the loop, other than a counter. */
function isDependence(file: JavaScriptFile, node: JsNode, loop: JsFor): boolean {
  if (node.kind !== "Assign" || node.target.kind !== "Name" || node.op !== "=") return false;
  return file.bindingsOf(node.target).some(({ how, name }) => how === "declare" && (name.start < loop.start || name.start > loop.end));
}

function isTransaction(file: JavaScriptFile, call: JsCall): boolean {
  return call.receiver !== undefined && /\b(?:tx|trx|transaction|queryRunner)\b/.test(file.slice(call.node));
}
