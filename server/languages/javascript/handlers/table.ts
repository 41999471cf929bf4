/** How frameworks are told that a function answers: method names, decorators, exports, options. */
import type { JsHandler, JsHandlerShape } from "../../../../rules/api.ts";

/** Methods of applications and routers that take a path and handlers. Sources: the API references of Express, Fastify, Koa Router, Hono, Elysia. */
export const routeMethods: ReadonlySet<string> = new Set(["get", "post", "put", "patch", "delete", "del", "all", "any"]);

/** What makes an application or a router, by the qualified name of the call or `new`; the value tells how its handlers look. */
export const applications: Readonly<Record<string, JsHandlerShape>> = {
  "express": "express", "express.Router": "express", "express.express": "express", "express-promise-router": "express", "restify.createServer": "express", "polka": "express", "connect": "express",
  "@awaitjs/express.wrap": "express", "@awaitjs/express.Router": "express", "router": "express", "ultimate-express": "express", "hyper-express.Server": "express", "hyper-express.Router": "express",
  "fastify": "fastify", "fastify.fastify": "fastify", "fastify.default": "fastify", "@fastify/websocket": "fastify",
  "koa": "context", "@koa/router": "context", "koa-router": "context", "koa-joi-router": "context", "@koa/router.Router": "context",
  "hono": "context", "hono.Hono": "context", "@hono/zod-openapi.OpenAPIHono": "context", "elysia.Elysia": "context", "@oak/oak.Router": "context", "oak.Router": "context", "itty-router.Router": "fetch", "itty-router.AutoRouter": "fetch",
};

/** Names that applications and routers go by when where they come from cannot be seen. */
export const applicationName = /^(?:app|router|routes?|fastify|server|instance|api|application|hono|koa)$|(?:Router|Routes|App|Api)$/;

/** Decorators of methods. Sources: Nest, routing-controllers, TypeGraphQL, Inversify Express. */
export const methodDecorators: Readonly<Record<string, JsHandler["how"]>> = {
  Get: "route", Post: "route", Put: "route", Patch: "route", Delete: "route", All: "route", Head: "route", Options: "route", Sse: "route",
  Query: "route", Mutation: "route", Subscription: "route", ResolveField: "route", FieldResolver: "route", GrpcMethod: "route", GrpcStreamMethod: "route", TsRestHandler: "route",
  httpGet: "route", httpPost: "route", httpPut: "route", httpPatch: "route", httpDelete: "route",
  MessagePattern: "consumer", EventPattern: "consumer", Process: "consumer", RabbitSubscribe: "consumer", RabbitRPC: "consumer", SqsMessageHandler: "consumer",
  SubscribeMessage: "socket",
};
export const controllerDecorator = /^(?:\w*Controller|Resolver|WebSocketGateway|Processor|Consumer|Route|Injectable|ApiTags)$/;

/** Names of functions that a platform calls when a module exports them. */
export const platformExports: ReadonlySet<string> = new Set(["handler", "lambdaHandler", "lambda_handler"]);
export const routeExports: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);
export const loaderExports: ReadonlySet<string> = new Set(["loader", "action", "load"]);

export const routeFile = /(?:^|\/)(?:app\/(?:.*\/)?route|routes\/(?:.*\/)?\+server)\.[cm]?[jt]sx?$/;
export const pagesApiFile = /(?:^|\/)pages\/api\/.*\.[cm]?[jt]sx?$/;
export const loaderFile = /(?:^|\/)(?:app\/routes\/.*|routes\/(?:.*\/)?\+(?:page|layout)\.server)\.[cm]?[jt]sx?$/;

/** Calls whose function argument answers, by qualified name or its beginning. */
export const servingCalls: readonly { readonly callee: RegExp; readonly how: JsHandler["how"]; readonly shape: JsHandlerShape; readonly label: string }[] = [
  { callee: /^node:https?\.createServer$|^node:http2\.create(?:Secure)?Server$/, how: "route", shape: "express", label: "HTTP server" },
  { callee: /^globalThis\.Deno\.serve$|^globalThis\.Bun\.serve$|^@hono\/node-server\.serve$/, how: "route", shape: "fetch", label: "HTTP server" },
  { callee: /(?:^|\.)(?:defineEventHandler|eventHandler|defineCachedEventHandler)$/, how: "route", shape: "other", label: "event handler" },
  { callee: /^firebase-functions\b.*\.(?:onRequest|onCall)$/, how: "function", shape: "express", label: "Firebase function" },
  { callee: /^firebase-functions\b.*\.on[A-Z]\w+$/, how: "consumer", shape: "message", label: "Firebase trigger" },
  { callee: /^@google-cloud\/functions-framework\.(?:http|cloudEvent)$/, how: "function", shape: "express", label: "cloud function" },
  { callee: /^@azure\/functions\.app\.(?:http|get|post|put|patch|deleteRequest)$/, how: "function", shape: "fetch", label: "Azure function" },
  { callee: /^@azure\/functions\.app\.(?:serviceBus\w+|storageQueue|eventHub|eventGrid|cosmosDB)$/, how: "consumer", shape: "message", label: "Azure trigger" },
  { callee: /^bullmq\.Worker$/, how: "consumer", shape: "message", label: "queue worker" },
  { callee: /^sqs-consumer\.Consumer\.create$/, how: "consumer", shape: "message", label: "SQS consumer" },
  { callee: /^(?:@middy\/core|middy)$/, how: "function", shape: "event", label: "Lambda handler" },
];

/** Options that hold a function which is run per request or message. */
export const handlerOptions: Readonly<Record<string, { readonly how: JsHandler["how"]; readonly shape: JsHandlerShape }>> = {
  handler: { how: "route", shape: "other" }, fetch: { how: "route", shape: "fetch" }, handleMessage: { how: "consumer", shape: "message" }, handleMessageBatch: { how: "consumer", shape: "message" },
  eachMessage: { how: "consumer", shape: "message" }, eachBatch: { how: "consumer", shape: "message" },
};

/** Methods that hand a function to a queue or socket: the receiver's name or maker must fit too. */
export const listeningMethods: Readonly<Record<string, { readonly how: JsHandler["how"]; readonly shape: JsHandlerShape; readonly receiver: RegExp; readonly maker: RegExp }>> = {
  process: { how: "consumer", shape: "message", receiver: /queue$/i, maker: /^bull(?:$|\.|mq|#)/ },
  consume: { how: "consumer", shape: "message", receiver: /^(?:channel|ch|\w*[cC]hannel)$/, maker: /^amqplib/ },
  run: { how: "consumer", shape: "message", receiver: /consumer$/i, maker: /^kafkajs/ },
  on: { how: "socket", shape: "socket", receiver: /^(?:socket|io|ws|wss|\w*[sS]ocket|wsServer|\w*Namespace|nsp)$/, maker: /^(?:socket\.io|ws)(?:$|\.|#|\()/ },
  define: { how: "consumer", shape: "message", receiver: /^agenda$/, maker: /^agenda/ },
};

export const requestName = /^_{0,2}(?:req|request)$/i;
export const responseName = /^_{0,2}(?:res|response|reply|rep|resp)$/i;
export const nextName = /^_{0,2}(?:next|done|cb)$/i;
/** Types of a single parameter that make a function a handler. */
export const contextTypes = /^(?:Context|ParameterizedContext|RouterContext|AppContext|HonoContext)$/;
