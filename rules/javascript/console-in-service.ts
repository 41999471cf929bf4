/** Rule: console output on a serve path, where only a logger has levels, fields and a request id. */
import { javascriptRule, type Edit, type Finding, type Fix, type JavaScriptFile, type JsCall } from "../api.ts";
import { isDevelopmentOnly, servedPlace, type ServedPlace } from "./knowledge/served.ts";
import { short } from "./taint/tree.ts";

const levels: Readonly<Record<string, string>> = { log: "info", info: "info", debug: "debug", warn: "warn", error: "error", trace: "debug", dir: "debug", table: "debug" };

export default javascriptRule({
  id: "javascript/console-in-service",
  title: "Console output in a request handler",
  severity: "info",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: `\`console.log\` writes a bare line: no level to alert on, no fields to search by, no request id to follow one failing customer, no way to be turned
down. Writing to a pipe or file it is synchronous as well, so a busy handler waits for its own log.`,
  remedy: `Use the service's logger (\`req.log\`, pino, winston, Nest's \`Logger\`) with a message and fields.`,
  silent: `In Lambda and other function platforms, whose console is the logger; in start-up code and listen callbacks, command line tools, tests and browsers;
under a check for development or a debug switch; in page handlers of projects on Vercel, Netlify or Cloudflare; where \`console\` was replaced; in the file
that is the logger.`,
  references: ["https://nodejs.org/api/process.html#a-note-on-process-io", "https://getpino.io/#/docs/web", "https://12factor.net/logs"],
  examples: [
    {
      title: "An error that only the console hears of",
      bad: `import express from "express";\nimport { logger } from "./logger";\n\nconst app = express();\napp.post("/orders", async (req, res) => {\n  try {\n    res.json(await place(req.body));\n  } catch (error) {\n    console.«error»("order failed", error);\n    res.sendStatus(500);\n  }\n});\nlogger.info("ready");\n`,
      good: `import express from "express";\nimport { logger } from "./logger";\n\nconst app = express();\napp.post("/orders", async (req, res) => {\n  try {\n    res.json(await place(req.body));\n  } catch (error) {\n    logger.error({ error }, "order failed");\n    res.sendStatus(500);\n  }\n});\nlogger.info("ready");\n`,
    },
    {
      title: "Several lines of one handler are one concern",
      path: "pages/api/orders.ts",
      bad: `import { logger } from "../../lib/logger";\n\nexport default async function handler(req, res) {\n  console.«log»("in", req.method);\n  const orders = await list();\n  console.log("out", orders.length);\n  res.json(orders);\n}\n`,
      good: `import { logger } from "../../lib/logger";\n\nexport default async function handler(req, res) {\n  logger.info("in", req.method);\n  const orders = await list();\n  logger.info("out", orders.length);\n  res.json(orders);\n}\n`,
    },
    {
      title: "A service that a controller calls",
      path: "src/orders.service.ts",
      files: { "src/orders.controller.ts": `import { Controller, Get } from "@nestjs/common";\nimport { OrdersService } from "./orders.service";\n\n@Controller("orders")\nexport class OrdersController {\n  constructor(private readonly orders: OrdersService) {}\n  @Get() list() { return this.orders.list(); }\n}\n` },
      bad: `import { Injectable, Logger } from "@nestjs/common";\n\n@Injectable()\nexport class OrdersService {\n  private readonly logger = new Logger(OrdersService.name);\n\n  list() {\n    console.«log»("listing");\n    return [];\n  }\n}\n`,
      good: `import { Injectable, Logger } from "@nestjs/common";\n\n@Injectable()\nexport class OrdersService {\n  private readonly logger = new Logger(OrdersService.name);\n\n  list() {\n    this.logger.log("listing");\n    return [];\n  }\n}\n`,
    },
  ],
  prefilter: /\bconsole\s*\??\./,
  silentInTests: true,
  *check(file) {
    if (/(?:^|\/)[\w.-]*log(?:ger|ging|s)?(?:\.\w+)*\.[cm]?[jt]s$/i.test(file.path) || file.mentions(replacedConsole)) return;
    const groups = new Map<string, { readonly place: ServedPlace; readonly calls: JsCall[] }>();
    for (const { call, place } of file.collect(printsIn)) {
      const key = `${place.label}\n${place.told.whenServed ?? ""}`;
      const group = groups.get(key) ?? { place, calls: [] };
      groups.set(key, group);
      group.calls.push(call);
    }
    for (const { place, calls } of groups.values()) {
      const [first, ...others] = calls;
      if (first) yield findingFor(file, place, first, others);
    }
  },
});

const replacedConsole = /\bconsole\.\w+\s*=[^=]/;

function printsIn(file: JavaScriptFile): readonly { readonly call: JsCall; readonly place: ServedPlace }[] {
  return file.here.calls().flatMap((call) => {
    if (!Object.hasOwn(levels, call.method) || !call.callee?.startsWith("globalThis.console.") || !call.function) return [];
    const place = servedPlace(file, call.node);
    return !place || isPlatformLog(file, place) || isDevelopmentOnly(file, call.node) || isInListenCallback(call) ? [] : [{ call, place }];
  });
}

/** Whatever one handler prints is one concern. */
function findingFor(file: JavaScriptFile, place: ServedPlace, first: JsCall, others: readonly JsCall[]): Finding {
  const more = others.length === 0 ? "" : others.length === 1 ? " (and once more)" : ` (and ${others.length} times more)`;
  return {
    at: first.name,
    message: `\`${short(file, first.node.callee)}\`${more} while \`${place.label}\` is answered is a line without level, fields or request id: nobody can alert on it or follow one request. Use the service's logger.`,
    confidence: place.handler ? "certain" : "likely",
    ...place.told,
    related: [...(place.told.related ?? []), ...others.slice(0, mostShown).map(({ name }) => ({ at: name, message: "and here" }))],
    ...(place.handler === undefined || isPageFramework(file, place.handler.shape) ? { unlessProject: { uses: platforms } } : {}),
    fixes: fixesFor(file, first, others),
  };
}

const mostShown = 10;
/** Where a project imports one of these, a platform runs its handlers and collects their console. https://vercel.com/docs/logs/runtime, https://docs.netlify.com/build/functions/logs/ */
const platforms = ["@vercel/functions", "@vercel/edge", "@vercel/otel", "@vercel/og", "@netlify/functions", "@opennextjs/cloudflare", "@cloudflare/next-on-pages", "@opennextjs/aws"];

/** Handlers that a platform may run as they are. */
function isPageFramework(file: JavaScriptFile, shape: string): boolean {
  return shape === "fetch" || shape === "next-api" || shape === "procedure" || file.directives.includes("use server") || file.imports().some((module) => /^next(?:\/|$)/.test(module));
}

/** Function platforms collect the console, with a request id of their own. */
function isPlatformLog(file: JavaScriptFile, place: { readonly handler: { readonly how: string; readonly shape: string; readonly label: string } | undefined }): boolean {
  const { handler } = place;
  if (handler?.how === "function" && handler.label.startsWith("server action")) return false;
  return handler?.how === "function" || handler?.label === "worker fetch" || handler?.label === "worker queue" || file.imports().some((module) => /^(?:aws-lambda|@aws-lambda|firebase-functions|@azure\/functions|cloudflare:)/.test(module));
}

function isInListenCallback(call: JsCall): boolean {
  const outer = call.function?.parent;
  return outer?.kind === "Call" && outer.callee.kind === "Member" && /^(?:listen|once|connect|ready)$/.test(outer.callee.property ?? "");
}

/** Only where a logger is at hand: the file's own, or the class's. */
function fixesFor(file: JavaScriptFile, first: JsCall, others: readonly JsCall[]): Fix[] {
  const own = editFor(file, first);
  if (!own) return [];
  const edits = [own, ...others.flatMap((call) => editFor(file, call) ?? [])];
  return [{ title: edits.length > 1 ? `Use the logger in all ${edits.length} calls` : `Use ${own.text}`, safe: false, edits }];
}

function editFor(file: JavaScriptFile, call: JsCall): Edit | undefined {
  const logger = loggerFor(file, call);
  const { callee } = call.node;
  if (!logger || callee.kind !== "Member" || callee.isOptional) return undefined;
  const level = logger.isNest && levels[call.method] === "info" ? "log" : (levels[call.method] ?? "info");
  return { at: { start: callee.start, end: callee.end }, text: `${logger.name}.${level}` };
}

function loggerFor(file: JavaScriptFile, call: JsCall): { readonly name: string; readonly isNest: boolean } | undefined {
  const isNest = file.imports().includes("@nestjs/common");
  const holder = file.enclosingClass(call.node);
  const field = holder?.members.find((one) => one.kind === "Field" && !one.isStatic && /^_?(?:logger|log)$/.test(one.name ?? ""));
  if (field && call.function?.parent?.kind === "Method") return { name: `this.${field.name ?? ""}`, isNest };
  const own = file.nodes("Name").find((one) => /^(?:logger|log)$/.test(one.id) && file.bindingsOf(one).some(({ how, node }) => how === "import" || (how === "declare" && node.parent?.parent === undefined && /logger|pino|winston/i.test(file.slice(node)))));
  return own && { name: own.id, isNest: false };
}
