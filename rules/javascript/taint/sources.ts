/** Where a request's own words enter the code, told by shape: Express, Koa, Fastify, Hono, Next, Nest, Lambda, socket.io, server actions. */
import type { JavaScriptFile, JsExpr, JsFunction, JsName, JsParam } from "../../api.ts";
import { functionName, lastName, plain, short } from "./tree.ts";

/** Parts of a request that its sender writes. https://expressjs.com/en/5x/api.html#req, https://koajs.com/#request, https://fastify.dev/docs/latest/Reference/Request/ */
const partsOfRequest = /^(?:body|query|params|headers|cookies|signedCookies|rawBody|files?|originalUrl|url|querystring|hostname|raw|nextUrl|payload)$/;
const partsOfContext = /^(?:query|params|querystring|headers|cookies)$/;
const partsOfEvent = /^(?:body|queryStringParameters|multiValueQueryStringParameters|pathParameters|headers|rawPath|rawQueryString|rawBody)$/;
/** https://hono.dev/docs/api/request, https://developer.mozilla.org/en-US/docs/Web/API/Request */
const readings = /^(?:json|text|formData|parseBody|query|queries|param|header|arrayBuffer|get|body|blob)$/;
const requestTypes = /^(?:Request|IncomingMessage|FastifyRequest|NextApiRequest|NextRequest|HonoRequest|ExpressRequest|\w+Request)$/;

/** How the request's words come in at this very node: `req.query`, `event.body`; undefined when they do not. */
export function sourceLabel(file: JavaScriptFile, node: JsExpr): string | undefined {
  if (node.kind === "Member") return labelOfMember(file, node);
  if (node.kind !== "Call" || node.callee.kind !== "Member" || !readings.test(node.callee.property ?? "")) return undefined;
  const { object } = node.callee;
  return isRequest(file, object) || isFormData(file, object) ? short(file, node) : undefined;
}

function labelOfMember(file: JavaScriptFile, node: JsExpr & { kind: "Member" }): string | undefined {
  const { object, property } = node;
  if (property === undefined) return undefined;
  if (isRequest(file, object) && partsOfRequest.test(property)) return short(file, node);
  if (object.kind !== "Name") return undefined;
  const param = parameterOf(file, object);
  if (!param) return undefined;
  if (/^(?:ctx|context)$/.test(object.id) && partsOfContext.test(property) && (file.imports().some((module) => /koa/.test(module)) || (param.parent?.kind === "Function" && param.parent.params.length === 2))) return short(file, node);
  if (object.id !== "event") return undefined;
  return partsOfEvent.test(property) || (isOfLambda(file, param) && !aboutEvent.test(property)) ? short(file, node) : undefined;
}

/** What the platform says of the event, not its sender. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html */
const aboutEvent = /^(?:source|detail-type|region|account|time|id|type|version|httpMethod|requestContext|stageVariables|resource|isBase64Encoded|Records|resources|preventDefault|stopPropagation|target|currentTarget|waitUntil|respondWith|request|locals)$/;

const exportedHandler = /\bexports\.handler\s*=|\bexport\s+(?:const|(?:async\s+)?function)\s+handler\b/;
const serverDirective = /["']use server["']/;

/** `exports.handler = async (event) => …`: whoever may invoke the function writes the event. */
function isOfLambda(file: JavaScriptFile, param: JsParam): boolean {
  const fn = param.parent;
  if (fn?.kind !== "Function" || fn.params[0] !== param || (param.typeName !== undefined && param.typeName !== "any")) return false;
  return functionName(fn) === "handler" && file.mentions(exportedHandler);
}

/** `req`, `ctx.request`, `c.req`, `this.request`; an incoming one, not one that is being made. */
function isRequest(file: JavaScriptFile, node: JsExpr): boolean {
  const at = plain(node);
  if (at.kind === "Member") return /^(?:req|request)$/.test(at.property ?? "") && (at.object.kind === "This" || (at.object.kind === "Name" && /^(?:ctx|context|c|evt|event|t|socket|client|args|h)$/.test(at.object.id)));
  if (at.kind !== "Name") return false;
  const [made] = file.bindingsOf(at);
  if (made?.value?.kind === "Call" && made.path?.length === 0 && lastName(made.value.callee) === "getRequest") return true; // Nest's execution context
  const param = parameterOf(file, at);
  return param !== undefined && (/^_?(?:req|request)$/.test(at.id) || requestTypes.test(param.typeName ?? "")) && !isMakingRequests(param);
}

/** In an axios interceptor or a mocked server `request` is something else. */
function isMakingRequests(param: JsParam): boolean {
  const call = param.parent?.kind === "Function" ? param.parent.parent : undefined;
  return call?.kind === "Call" && /interceptors|http\.request|route\.continue/.test(call.callee.kind === "Member" ? lastName(call.callee.object) : "");
}

function isFormData(file: JavaScriptFile, node: JsExpr): boolean {
  return node.kind === "Name" && /formData/i.test(node.id) && parameterOf(file, node) !== undefined && file.mentions(serverDirective);
}

export function parameterOf(file: JavaScriptFile, name: JsName): JsParam | undefined {
  const bindings = file.bindingsOf(name);
  const [only] = bindings;
  return bindings.length >= 1 && only?.how === "parameter" && only.node.kind === "Param" && only.path?.length === 0 ? only.node : undefined;
}

/** How a parameter that a framework fills is a request's word: `@Query("id") id`, `({ body }, res) => …`, `socket.on("rename", (name) => …)`. */
export function parameterLabel(file: JavaScriptFile, param: JsParam, path: readonly string[] | undefined): string | undefined {
  const decorator = param.decorators.find((one) => /^(?:Body|Query|Param|Headers|Args|Cookies)$/.test(lastName(one)));
  if (decorator) return /Parse\w+Pipe|ValidationPipe/.test(file.slice(param)) ? undefined : `@${lastName(decorator)}`;
  const fn = param.parent;
  if (fn?.kind !== "Function") return undefined;
  const [key = ""] = path ?? [];
  if (fn.params[0] === param && isAnswered(fn) && /^(?:body|query|params|headers|cookies)$/.test(key)) return `req.${key}`;
  return isSocketListener(fn) ? `socket event` : undefined;
}

/** The second parameter is the response. */
function isAnswered(fn: JsFunction): boolean {
  const second = fn.params[1]?.target;
  return second?.kind === "Name" && /^_?(?:res|response|reply)$/.test(second.id);
}

function isSocketListener(fn: JsFunction): boolean {
  const call = fn.parent;
  return call?.kind === "Call" && call.callee.kind === "Member" && call.callee.property === "on" && call.callee.object.kind === "Name" && call.callee.object.id === "socket"
    && call.args[0]?.kind === "Str" && !/^(?:disconnect\w*|connect\w*|error|close|open|data|end|drain|timeout)$/.test(call.args[0].value);
}
