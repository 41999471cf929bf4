/** Finds services that let any web page read their answers. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall, type JsExpr, type JsNode, type JsObject, type JsValue, type RuleContext, type Span } from "../api.ts";
import { isBrowserCode } from "./knowledge/surroundings.ts";
import { originsOf } from "./taint/origin.ts";
import { ancestors, isForDevelopment, lastName, short } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/permissive-cors",
  title: "Any web page may read the answers",
  severity: { default: "warning", credentials: "error", header: "info", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "With `*` any page that a user has open may call the service and read what it says; behind a VPN that means internal data. When the asking page's own origin is echoed together with credentials, that page acts as the logged-in user.",
  remedy: "List the origins of your own front ends, from configuration. Never echo the origin together with credentials.",
  silent: "Lists of origins; origins from configuration or checked against a list; a middleware on one route only; a read-only interface that says so by allowing `GET` alone, without credentials; requests a browser or client makes; code for development. Tests get a hint.",
  references: ["https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS", "https://github.com/expressjs/cors#configuration-options", "https://docs.nestjs.com/security/cors", "https://socket.io/docs/v4/handling-cors/"],
  examples: [
    {
      title: "The default of the middleware",
      bad: "import express from \"express\";\nimport cors from \"cors\";\n\nconst app = express();\napp.use(«cors»());\n",
      good: "import express from \"express\";\nimport cors from \"cors\";\n\nconst app = express();\napp.use(cors({ origin: process.env.ALLOWED_ORIGINS.split(\",\") }));\n",
    },
    {
      title: "Every origin, with credentials",
      bad: "import cors from \"cors\";\n\napp.use(cors({ «origin: true», credentials: true }));\n",
      good: "import cors from \"cors\";\n\napp.use(cors({ origin: [\"https://shop.example.com\"], credentials: true }));\n",
    },
    {
      title: "NestJS",
      path: "src/main.ts",
      bad: "import { NestFactory } from \"@nestjs/core\";\nimport { AppModule } from \"./app.module\";\n\nconst app = await NestFactory.create(AppModule, { «cors: true» });\n",
      good: "import { NestFactory } from \"@nestjs/core\";\nimport { AppModule } from \"./app.module\";\n\nconst app = await NestFactory.create(AppModule, { cors: { origin: [\"https://shop.example.com\"] } });\n",
    },
    {
      title: "The header by hand, the origin echoed",
      bad: "export function open(req, res, next) {\n  «res.setHeader(\"Access-Control-Allow-Origin\", req.headers.origin)»;\n  res.setHeader(\"Access-Control-Allow-Credentials\", \"true\");\n  next();\n}\n",
      good: "export function open(req, res, next) {\n  if (origins.includes(req.headers.origin)) res.setHeader(\"Access-Control-Allow-Origin\", req.headers.origin);\n  res.setHeader(\"Access-Control-Allow-Credentials\", \"true\");\n  next();\n}\n",
    },
  ],
  prefilter: /cors|access-control-allow-origin/i,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const found = ofCall(file, call);
      if (found && !isForDevelopment(file, call.node)) yield told(context, found);
    }
    for (const object of file.here.nodes("Object")) {
      const found = ofHeaders(file, object);
      if (found && !isForDevelopment(file, object)) yield told(context, found);
    }
  },
});

interface Complaint { readonly at: Span; readonly what: string; readonly variant: "default" | "credentials" | "header" }

const middlewares = /^(?:cors|@koa\/cors|koa2?-cors|hono\/cors\.cors|@hono\/cors\.cors|@middy\/http-cors|micro-cors)$/;
const plugins = /^(?:@fastify\/cors|fastify-cors)$/;
const servers = /^(?:socket\.io(?:\.Server)?|socket\.io\.\w+|@nestjs\/core\.NestFactory\.create|@nestjs\/websockets\.WebSocketGateway|(?:@apollo\/server|apollo-server[\w-]*)\.ApolloServer|graphql-yoga\.\w+|@adonisjs\/cors\.defineConfig)$/;

function ofCall(file: JavaScriptFile, call: JsCall): Complaint | undefined {
  const callee = call.callee ?? "";
  if (middlewares.test(callee) && !call.spreadsUnknown) return isForOneRoute(call.node) ? undefined : ofOptions(file, call.name, call.argument(0), short(file, call.node.callee));
  const [first, second] = call.node.args;
  if (call.method === "register" && first && plugins.test(file.qualifiedName(first) ?? "")) return ofOptions(file, first, second, short(file, first));
  if (call.method === "enableCors" && call.receiver) return ofOptions(file, call.name, first, "enableCors");
  if (servers.test(callee)) return ofServer(file, call);
  if (callee === "@nestjs/common.Header" && first?.kind === "Str" && second && isOriginHeader(first.value)) return ofHeader(file, call.node, second);
  if (call.receiver && /^(?:setHeader|header|set|append|appendHeader)$/.test(call.method) && first?.kind === "Str" && second && isOriginHeader(first.value) && isOwnAnswer(file, call.node)) return ofHeader(file, call.node, second);
  return undefined;
}

/** `app.get("/public", cors(), handler)`: this route is public on purpose. */
function isForOneRoute(node: JsNode): boolean {
  const { parent } = node;
  return parent?.kind === "Call" && /^(?:get|options|head)$/.test(lastName(parent.callee)) && parent.args[0]?.kind === "Str" && (parent.args[0].value !== "*" || lastName(parent.callee) === "options");
}

function ofServer(file: JavaScriptFile, call: JsCall): Complaint | undefined {
  for (const arg of call.node.args) {
    const value = file.valueOf(arg);
    const cors = value.kind === "object" ? value.entries.get("cors") : undefined;
    if (!cors) continue;
    const given = file.valueOf(cors);
    const name = `${lastName(call.node.callee)}`;
    if (given.kind === "bool" && given.value) return { at: cors.parent?.kind === "Property" ? cors.parent : cors, what: `\`cors: true\` of \`${name}\``, variant: "default" };
    if (given.kind === "object") return given.entries.has("origin") ? ofOptions(file, call.name, cors, name) : undefined;
  }
  return undefined;
}

/** The options of a middleware; without any the answer is `*`. */
function ofOptions(file: JavaScriptFile, at: Span, options: JsExpr | undefined, name: string): Complaint | undefined {
  const value: JsValue = options ? file.valueOf(options) : { kind: "undefined" };
  if (value.kind === "undefined") return { at, what: `\`${name}\` without \`origin\``, variant: "default" };
  if (value.kind !== "object") return undefined;
  const origin = value.entries.get("origin") ?? value.entries.get("origins");
  const isTrusting = isTrue(file, value.entries.get("credentials"));
  if (!origin) return value.open ? undefined : { at, what: `\`${name}\` without \`origin\``, variant: "default" };
  const width = widthOf(file, origin);
  if (width === "listed" || (!isTrusting && isReadOnly(file, value.entries.get("methods") ?? value.entries.get("allowMethods")))) return undefined;
  const place = origin.parent?.kind === "Property" && origin.parent.value === origin ? origin.parent : origin;
  return { at: place, what: `\`${short(file, place as JsExpr)}\``, variant: isTrusting ? "credentials" : "default" };
}

/** `*`, `true`, `/.*\/` and a function that always agrees. */
function widthOf(file: JavaScriptFile, node: JsExpr): "any" | "listed" {
  const value = file.valueOf(node);
  switch (value.kind) {
    case "bool": return value.value ? "any" : "listed";
    case "string": return value.value === "*" ? "any" : "listed";
    case "array": return value.node.elements.some((one) => one && widthOf(file, one) === "any") ? "any" : "listed";
    case "function": return isAgreeing(file, value.function) ? "any" : "listed";
    default: return node.kind === "Regex" && /^\^?(?:https\?:\\\/\\\/)?\.[*+]\$?$/.test(node.pattern) ? "any" : "listed";
  }
}

/** `(origin, callback) => callback(null, true)` and nothing else. */
function isAgreeing(file: JavaScriptFile, fn: JsObjectFunction): boolean {
  const only = fn.result ?? (fn.body.length === 1 && (fn.body[0]?.kind === "ExprStmt" || fn.body[0]?.kind === "Return") ? fn.body[0].value : undefined);
  const [origin, callback] = fn.params;
  if (only?.kind === "Call" && callback?.target.kind === "Name" && only.callee.kind === "Name" && only.callee.id === callback.target.id) return isTrue(file, only.args[1]);
  return only?.kind === "Name" && origin?.target.kind === "Name" && only.id === origin.target.id;
}

type JsObjectFunction = Extract<JsValue, { kind: "function" }>["function"];

function isTrue(file: JavaScriptFile, node: JsExpr | undefined): boolean {
  const value = node && file.valueOf(node);
  return value?.kind === "bool" && value.value;
}

function isReadOnly(file: JavaScriptFile, node: JsExpr | undefined): boolean {
  const value = node && file.valueOf(node);
  if (value?.kind === "string") return /^(?:GET|HEAD|OPTIONS)(?:\s*,\s*(?:GET|HEAD|OPTIONS))*$/.test(value.value);
  return value?.kind === "array" && value.node.elements.length > 0 && value.node.elements.every((one) => one?.kind === "Str" && /^(?:GET|HEAD|OPTIONS)$/.test(one.value));
}

function isOriginHeader(name: string): boolean {
  return name.toLowerCase() === "access-control-allow-origin";
}

/** An answer being made, not a request that a client sends. */
function isOwnAnswer(file: JavaScriptFile, node: JsNode): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === "Call" && /^(?:fetch|axios|request|got|ky|get|post|put|patch|delete|ajax|query|mutate|create|fulfill)$/.test(lastName(at.callee))) return false;
    if (at.kind === "Property" && at.key === "setHeaders") return false; // files that anybody may have
    if (at.kind === "Function") break;
  }
  if (/well-?known/i.test(file.path)) return false;
  return !isBrowserCode(file);
}

function ofHeader(file: JavaScriptFile, at: Span & JsNode, value: JsExpr): Complaint | undefined {
  const given = file.valueOf(value);
  const home = file.enclosingFunction(at);
  const isTrusting = /allow-credentials["'`]?\s*[,:]\s*["'`]?true/i.test(file.slice(home ?? at));
  if (given.kind === "string" && given.value === "*") return { at, what: "`Access-Control-Allow-Origin: *`", variant: "header" };
  const origin = originsOf(file).of(value);
  const isEchoed = isTrusting && origin.power === "input" && /origin/i.test(file.slice(value));
  return isEchoed ? { at, what: "Echoing the asking page's origin", variant: "credentials" } : undefined;
}

/** `{ "Access-Control-Allow-Origin": "*" }` and `{ key: "Access-Control-Allow-Origin", value: "*" }`. */
function ofHeaders(file: JavaScriptFile, object: JsObject): Complaint | undefined {
  for (const one of object.properties) {
    if (one.kind !== "Property" || one.key === undefined) continue;
    if (isOriginHeader(one.key)) return isReadOnlyHeaders(file, object) ? undefined : isOwnAnswer(file, object) ? ofHeader(file, one, one.value) : undefined;
    if (one.key === "key" && one.value.kind === "Str" && isOriginHeader(one.value.value)) {
      const value = object.properties.find((other) => other.kind === "Property" && other.key === "value");
      return value ? ofHeader(file, object, value.value) : undefined;
    }
  }
  return undefined;
}

function isReadOnlyHeaders(file: JavaScriptFile, object: JsObject): boolean {
  return object.properties.some((one) => one.kind === "Property" && one.key?.toLowerCase() === "access-control-allow-methods" && isReadOnly(file, one.value));
}

function told(context: RuleContext, { at, what, variant }: Complaint): Finding {
  const consequence = variant === "credentials" ? "together with credentials lets any web page act as the user who has it open, and read the answers" : "lets any web page that a user has open call this service and read its answers";
  return {
    at: { start: at.start, end: at.end },
    message: `${what} ${consequence}. List the origins of your own front ends.`,
    variant: context.isTest ? "aside" : variant,
    confidence: "certain",
  };
}
