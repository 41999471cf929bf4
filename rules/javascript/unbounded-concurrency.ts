/** Rule: as many round trips at once as a request or a table happens to have elements. */
import { javascriptRule, type JavaScriptFile, type JsCall, type JsExpr, type JsName, type JsNode } from "../api.ts";
import { tripKind } from "./knowledge/data-calls.ts";
import { servedPlace } from "./knowledge/served.ts";
import { isPageOfRows } from "./unbounded/lists.ts";
import { originsOf } from "./taint/origin.ts";
import { lastName, plain, short, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/unbounded-concurrency",
  title: "As many calls at once as there happen to be elements",
  severity: { default: "warning", rows: "info" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: `\`Promise.all(items.map(call))\` starts every call in the same instant. Ten elements are fine; the request with ten thousand opens as many sockets,
empties the connection pool for everybody else, trips the other side's rate limit and keeps all answers in memory.`,
  remedy: `Send one call for all (\`where: { id: { in: ids } }\`), bound the list in the request's schema, or limit how many run at once with \`p-limit\`, \`p-map\` or
chunks.`,
  silent: `When the list is a literal, a chunk, a slice or a page; when a limiter wraps the call; when the list cannot be seen to come from a request or a
table; when nothing leaves the process. Outside of serve paths and in tests.`,
  references: ["https://github.com/sindresorhus/p-limit", "https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections/connection-pool"],
  examples: [
    {
      title: "A call for each id that a request names",
      bad: `import express from "express";\n\nconst app = express();\napp.post("/prices", async (req, res) => {\n  const prices = await «Promise.all»(req.body.ids.map((id) => fetch(\`https://prices.example.com/\${id}\`, { signal: AbortSignal.timeout(2_000) })));\n  res.json(prices.length);\n});\n`,
      good: `import express from "express";\nimport pLimit from "p-limit";\n\nconst app = express();\nconst limit = pLimit(8);\napp.post("/prices", async (req, res) => {\n  const prices = await Promise.all(req.body.ids.map((id) => limit(() => fetch(\`https://prices.example.com/\${id}\`, { signal: AbortSignal.timeout(2_000) }))));\n  res.json(prices.length);\n});\n`,
    },
    {
      title: "A query for each row of a table",
      bad: `import { prisma } from "./db";\nimport express from "express";\n\nconst app = express();\napp.get("/report", async (req, res) => {\n  const users = await prisma.user.findMany({ where: { team: req.query.team } });\n  res.json(await «Promise.all»(users.map(async (user) => prisma.order.count({ where: { userId: user.id } }))));\n});\n`,
      good: `import { prisma } from "./db";\nimport express from "express";\n\nconst app = express();\napp.get("/report", async (req, res) => {\n  const users = await prisma.user.findMany({ where: { team: req.query.team }, take: 100 });\n  const ids = users.map(({ id }) => id);\n  res.json(await prisma.order.groupBy({ by: ["userId"], where: { userId: { in: ids } }, _count: true }));\n});\n`,
    },
  ],
  prefilter: /Promise\s*\.\s*all/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      if (!/^globalThis\.Promise\.all(?:Settled)?$/.test(call.callee ?? "") || !call.function) continue;
      const mapped = mappedList(file, call.args[0]);
      const trip = mapped && tripIn(file, mapped.each);
      const size = trip && sizeOf(file, mapped.list);
      const place = size && servedPlace(file, call.node);
      if (!mapped || !trip || !size || !place) continue;
      const { callee } = call.node;
      yield {
        at: { start: callee.start, end: callee.end },
        message: `\`${short(file, callee)}\` starts \`${short(file, trip.node.callee, 40)}\` for every element of \`${short(file, mapped.list, 40)}\` at once while \`${place.label}\` is answered, and ${size.why}: a long list exhausts sockets and pools. Ask once for all, or limit how many run at a time.`,
        ...(size.variant && { variant: size.variant }),
        confidence: place.handler ? "certain" : "likely",
        ...place.told,
      };
    }
  },
});

/** `for (const id of ids) jobs.push(load(id))`. */
function filledList(file: JavaScriptFile, jobs: JsName): Mapped | undefined {
  for (const { parent } of file.usesOf(jobs)) {
    const push = parent?.kind === "Member" && parent.property === "push" ? parent.parent : undefined;
    const [each] = push?.kind === "Call" ? push.args : [];
    if (!push || !each) continue;
    for (let at: JsNode | undefined = push.parent; at && at.kind !== "Function"; at = at.parent) if (at.kind === "For" && at.how === "of" && at.iterated) return { list: at.iterated, each };
    return undefined;
  }
  return undefined;
}

/** `list.map(each)`, also through a variable. */
function mappedList(file: JavaScriptFile, node: JsExpr | undefined): Mapped | undefined {
  if (!node) return undefined;
  let at = plain(node);
  if (at.kind === "Name") {
    const [only, ...others] = file.bindingsOf(at);
    if (!only?.value || others.length > 0 || only.path?.length !== 0) return undefined;
    at = plain(only.value);
  }
  if (at.kind === "Array" && at.elements.length === 0 && node.kind === "Name") return filledList(file, node);
  if (at.kind !== "Call" || at.callee.kind !== "Member" || at.callee.property !== "map") return undefined;
  const [callback] = at.args;
  const value = callback && file.valueOf(callback);
  return value?.kind === "function" ? { list: at.callee.object, each: value.function } : undefined;
}

interface Mapped {
  readonly list: JsExpr;
  /** What is started for each element. */
  readonly each: JsNode;
}

function tripIn(file: JavaScriptFile, each: JsNode, depth = 0): JsCall | undefined {
  for (const node of within(each, true)) {
    if (node.kind !== "Call") continue;
    if (/^(?:limit\w*|throttle\w*|queue\w*|semaphore\w*|add|run|acquire|schedule)$/i.test(lastName(node.callee)) && node.args.some((arg) => arg.kind === "Function")) return undefined;
    const call = file.call(node);
    if (tripKind(file, call)) return /^(?:tx|trx|transaction|\w*QueryRunner)\./.test(file.slice(call.node)) ? undefined : call; // one connection does one thing at a time
    const called = depth === 0 && node.callee.kind === "Name" ? file.valueOf(node.callee) : undefined;
    const below = called?.kind === "function" && called.function !== each ? tripIn(file, called.function, depth + 1) : undefined;
    if (below) return below;
  }
  return undefined;
}

function sizeOf(file: JavaScriptFile, list: JsExpr): { readonly why: string; readonly variant?: "rows" } | undefined {
  const value = plain(list);
  if (/chunk|batch|page|slice|\btop\b/i.test(file.slice(list).slice(0, 200))) return undefined;
  if (value.kind === "Array") return undefined;
  const origin = originsOf(file).of(value);
  if (origin.power === "input") return { why: "a request says how many there are" };
  return isPageOfRows(file, value) === false ? { why: "nothing limits how many rows there are", variant: "rows" } : undefined;
}
