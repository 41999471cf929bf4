/** Finds the functions of a file that a framework runs per request or message. */
import type { JsCall, JsClass, JsExpr, JsFunction, JsHandler, JsHandlerShape, JsNode, Span } from "../../../../rules/api.ts";
import { mayBeOwn } from "../modules.ts";
import type { Script } from "../script.ts";
import { handlersFromExports, handlersFromShapes } from "./exported.ts";
import { applicationName, applications, controllerDecorator, handlerOptions, listeningMethods, methodDecorators, nextName, responseName, routeMethods, servingCalls } from "./table.ts";

/** A handler that another file defines. */
export interface Registration {
  /** Qualified name as the import writes it. */
  readonly to: string;
  readonly how: JsHandler["how"];
  readonly label: string;
  readonly at: Span;
  readonly isValidated: boolean;
  /** What is called to make the handler: only the function it returns answers. */
  readonly isFactory: boolean;
  /** Given as it is to a router of Express, or to one that is handed in. */
  readonly isBare: boolean;
}

export interface Entries {
  readonly handlers: readonly JsHandler[];
  readonly registrations: readonly Registration[];
}

/** One thing in the code that says of functions that they answer. */
export interface Sign {
  /** Of a function the first sign in this order tells most. */
  readonly order: "call" | "class" | "map" | "export" | "assigned" | "directive" | "shape";
  readonly handlers: readonly JsHandler[];
  readonly registrations: readonly Registration[];
  /** A middleware that checks every request that comes after it in this file. */
  readonly checksAll: boolean;
}

const orders: readonly Sign["order"][] = ["call", "class", "map", "export", "assigned", "directive", "shape"];

/** What stands in a file, or in one piece of it. */
export function signsIn(file: Script): Sign[] {
  const found = new Found(file);
  for (const call of file.here.calls()) fromCall(file, call, found);
  for (const one of file.here.classes()) fromClass(one, found);
  fromResolverMaps(file, found);
  for (const [order, handler] of handlersFromExports(file, (node) => functionsIn(file, node))) found.add(handler, order);
  for (const handler of handlersFromShapes(file)) found.add(handler, "shape");
  return found.signs;
}

export function entriesOf(signs: readonly Sign[]): Entries {
  const handlers = new Map<JsFunction, JsHandler>();
  const registrations: Registration[] = [];
  let isEachValidated = false;
  for (const order of orders) {
    for (const sign of signs) {
      if (sign.order !== order) continue;
      for (const handler of sign.handlers) if (!handlers.has(handler.function)) handlers.set(handler.function, isEachValidated && order === "call" ? validated(handler) : handler);
      for (const one of sign.registrations) registrations.push(isEachValidated ? { ...one, isValidated: true } : one);
      if (sign.checksAll) isEachValidated = true;
    }
  }
  return { handlers: [...handlers.values()].sort((a, b) => a.function.start - b.function.start), registrations };
}

const checked = new WeakMap<JsHandler, JsHandler>();

function validated(handler: JsHandler): JsHandler {
  if (handler.isValidated) return handler;
  let known = checked.get(handler);
  if (!known) checked.set(handler, (known = { ...handler, isValidated: true }));
  return known;
}

class Found {
  readonly signs: Sign[] = [];
  constructor(readonly file: Script) {}

  add(handler: JsHandler, order: Sign["order"]): void {
    this.signs.push({ order, handlers: [handler], registrations: [], checksAll: false });
  }

  /** Every function in the arguments, the last one being the end of the route. */
  take(args: readonly JsExpr[], call: JsCall, how: JsHandler["how"], shape: JsHandlerShape, label: string, isRoute = true): void {
    const isValidated = isCheckedBy(this.file, args);
    const groups = args.map((arg) => functionsIn(this.file, arg));
    const last = groups.length - 1 - [...groups].reverse().findIndex((group) => group.length > 0);
    const handlers = groups.flatMap((group, index) => group.map((fn): JsHandler => ({ how, shape: shapeOf(fn, shape), function: fn, label, at: call.name, registration: call.node, isEndpoint: isRoute && index === last, isValidated })));
    const isPlain = shape === "express" || (shape === "other" && makerOf(this.file, call.receiver) === undefined);
    const registrations: Registration[] = [];
    for (const arg of args) {
      const bare = isPlain ? bareIn(this.file, arg) : [];
      for (const to of foreignIn(this.file, arg)) registrations.push({ to, how, label, at: call.name, isValidated, isFactory: false, isBare: bare.includes(to) });
      for (const factory of factoriesIn(this.file, arg)) registrations.push({ to: factory, how, label, at: call.name, isValidated, isFactory: true, isBare: false });
    }
    this.signs.push({ order: "call", handlers, registrations, checksAll: !isRoute && isValidated });
  }
}

/** What stands in a registration beside the functions: schemas, validators, their names. */
function isCheckedBy(file: Script, args: readonly JsExpr[]): boolean {
  return args.some((arg) => arg.kind !== "Function" && /valid|schema|celebrate|sanitiz|\bjoi\b|\bzod|\byup\b|dto\b|\bcheck\(|\bbody\(|\bparam\(|parseBody/i.test(file.slice(arg).slice(0, 2000)));
}

function fromCall(file: Script, call: JsCall, found: Found): void {
  const { method, args } = call;
  if (args.length === 0) return;
  if (routeMethods.has(method) && args.length > 1) fromRoute(file, call, found);
  else if (routeMethods.has(method)) fromRouteChain(file, call, found);
  else if (method === "use" || method === "addHook" || method === "param" || method === "setErrorHandler") fromMiddleware(file, call, found);
  else if (method === "route") fromRouteObject(file, call, found);
  else if (method === "query" || method === "mutation" || method === "subscription" || method === "action") fromProcedure(file, call, found);
  else if (method === "addService") fromGrpcService(file, call, found);
  else if (Object.hasOwn(listeningMethods, method)) fromListening(file, call, found);
  fromServingCall(call, found);
}

/** `app.get("/x", auth, handler)`, with Fastify's options in between. */
function fromRoute(file: Script, call: JsCall, found: Found): void {
  const path = pathIn(file, call.args[0]);
  const shape = path === undefined ? undefined : applicationShape(file, call.receiver);
  if (path === undefined || !shape) return;
  found.take(call.args.slice(1), call, "route", shape, `${call.method.toUpperCase().replace("DEL", "DELETE").replace("DELETEETE", "DELETE")} ${path}`);
}

/** `router.route("/x").get(handler).post(handler)`. */
function fromRouteChain(file: Script, call: JsCall, found: Found): void {
  for (let at = call.receiver; at?.kind === "Call"; at = at.callee.kind === "Member" ? at.callee.object : undefined) {
    if (at.callee.kind !== "Member") return;
    const path = at.callee.property === "route" ? pathIn(file, at.args[0]) : undefined;
    const shape = path === undefined ? undefined : applicationShape(file, at.callee.object);
    if (path !== undefined && shape) return found.take(call.args, call, "route", shape, `${call.method.toUpperCase()} ${path}`);
  }
}

function fromMiddleware(file: Script, call: JsCall, found: Found): void {
  const shape = applicationShape(file, call.receiver);
  if (!shape) return;
  const [first] = call.args;
  const isNamed = first?.kind === "Str" || first?.kind === "Regex";
  found.take(isNamed ? call.args.slice(1) : call.args, call, "route", shape, call.method === "use" ? `middleware${first?.kind === "Str" ? ` ${first.value}` : ""}` : call.method, false);
}

/** Fastify: `fastify.route({ method, url, handler })`. */
function fromRouteObject(file: Script, call: JsCall, found: Found): void {
  const [first] = call.args;
  const value = first && file.valueOf(first);
  if (value?.kind !== "object") return;
  const url = textOf(file, value.entries.get("url") ?? value.entries.get("path"));
  const handler = value.entries.get("handler");
  if (url === undefined || !handler) return;
  found.take([handler], call, "route", "fastify", `${(textOf(file, value.entries.get("method")) ?? "ANY").toUpperCase()} ${url}`);
}

/** tRPC: `procedure.input(schema).mutation(async ({ input }) => …)`. */
function fromProcedure(file: Script, call: JsCall, found: Found): void {
  if (!call.receiver || call.args.length !== 1 || !/procedure|\.input\(|actionClient|safeAction/i.test(file.slice(call.receiver).slice(0, 400))) return;
  const { parent } = call.node;
  const name = parent?.kind === "Property" ? parent.key : parent?.kind === "Declarator" && parent.target.kind === "Name" ? parent.target.id : undefined;
  found.take(call.args, call, "route", "procedure", `${call.method}${name ? ` ${name}` : ""}`);
}

function fromListening(file: Script, call: JsCall, found: Found): void {
  const entry = Object.hasOwn(listeningMethods, call.method) ? listeningMethods[call.method] : undefined;
  if (!entry || !call.receiver) return;
  const maker = file.qualifiedName(call.receiver) ?? makerOf(file, call.receiver);
  const isNamed = entry.receiver.test(lastName(call.receiver)) && (call.method !== "on" || isSocketServer(file));
  if (!isNamed && !(maker !== undefined && entry.maker.test(maker))) return;
  const [first] = call.args;
  const label = first?.kind === "Str" ? `${entry.how === "socket" ? "socket event" : "queue"} ${first.value}` : `${entry.how}`;
  const args = call.method === "run" && first ? optionFunctions(file, first) : call.args.slice(call.args.length > 1 ? 1 : 0);
  found.take(args, call, entry.how, entry.shape, label);
}

/** gRPC: `server.addService(Greeter.service, { sayHello })`. */
function fromGrpcService(file: Script, call: JsCall, found: Found): void {
  const [, handlers] = call.args;
  const value = handlers && file.valueOf(handlers);
  if (value?.kind !== "object" || !file.imports().some((module) => /^(?:@grpc\/grpc-js|grpc|nice-grpc)$/.test(module))) return;
  for (const [name, handler] of value.entries) found.take([handler], call, "route", "other", `gRPC ${name}`);
}

/** Clients of sockets listen with the same methods. */
function isSocketServer(file: Script): boolean {
  return file.imports().some((module) => /^(?:socket\.io|ws|@nestjs\/websockets)$/.test(module)) && !file.imports().includes("socket.io-client") && !file.opensSockets();
}

function fromServingCall(call: JsCall, found: Found): void {
  const { callee } = call;
  const entry = callee === undefined || callee.startsWith("#") ? undefined : servingCalls.find((one) => one.callee.test(callee));
  if (!entry) return;
  const args = call.args.flatMap((arg) => (arg.kind === "Object" || arg.kind === "Name" ? [arg, ...optionFunctions(found.file, arg)] : [arg]));
  const name = call.args[0]?.kind === "Str" ? ` ${call.args[0].value}` : "";
  found.take(args, call, entry.how, entry.shape, `${entry.label}${name}`);
}

function optionFunctions(file: Script, node: JsExpr): JsExpr[] {
  const value = file.valueOf(node);
  if (value.kind !== "object") return [];
  return Object.keys(handlerOptions).flatMap((key) => value.entries.get(key) ?? []);
}

/** Nest and its kin: a decorated method of a decorated class; a BullMQ processor's `process`. */
function fromClass(one: JsClass, found: Found): void {
  const own = one.decorators.map(decoratorName);
  const isProcessor = own.includes("Processor") || (one.base?.kind === "Name" && one.base.id === "WorkerHost");
  const controller = one.decorators.find((decorator) => /Controller$/.test(decoratorName(decorator)));
  for (const member of one.members) {
    if (member.kind !== "Method") continue;
    const label = `${one.name ?? "class"}.${member.name ?? ""}`;
    const at = member.nameAt;
    if (isProcessor && member.name === "process") found.add({ how: "consumer", shape: "message", function: member.function, label, at, registration: undefined, isEndpoint: true, isValidated: false }, "class");
    if (own.length > 0 && !own.some((name) => controllerDecorator.test(name))) continue;
    const decorator = member.decorators.find((candidate) => Object.hasOwn(methodDecorators, decoratorName(candidate)));
    const how = decorator && methodDecorators[decoratorName(decorator)];
    if (!decorator || !how) continue;
    const name = decoratorName(decorator);
    const route = controller && how === "route" ? `${name.toUpperCase()} ${joined(pathOfDecorator(controller), pathOfDecorator(decorator))}` : label;
    found.add({ how, shape: how === "route" ? "decorated" : how === "socket" ? "socket" : "message", function: member.function, label: route, at, registration: decorator, isEndpoint: true, isValidated: false }, "class");
  }
}

/** GraphQL: `{ Query: { users: async (_, args) => … } }`. */
function fromResolverMaps(file: Script, found: Found): void {
  for (const property of file.here.nodes("Property")) {
    if ((property.key !== "Query" && property.key !== "Mutation") || property.value.kind !== "Object") continue;
    for (const field of property.value.properties) {
      if (field.kind !== "Property" || field.value.kind !== "Function" || field.value.params.length < 2) continue;
      found.add({ how: "route", shape: "other", function: field.value, label: `${property.key}.${field.key ?? ""}`, at: field.keyAt, registration: undefined, isEndpoint: true, isValidated: false }, "map");
    }
  }
}

/** Functions of this file that an argument is, names, or wraps: `fn`, `this.list`, `asyncHandler(fn)`, `[auth, fn]`, `{ handler: fn }`. */
export function functionsIn(file: Script, node: JsExpr, depth = 0): JsFunction[] {
  if (depth > 3) return [];
  const inner = (one: JsExpr) => functionsIn(file, one, depth + 1);
  switch (node.kind) {
    case "Function":
      return [node];
    case "Array":
      return node.elements.flatMap((one) => (one ? inner(one) : []));
    case "Cast":
    case "Spread":
      return inner(node.value);
    case "Object":
      return node.properties.flatMap((one) => (one.kind === "Property" && one.key !== undefined && /^(?:handler|preHandler|onRequest|preValidation|beforeHandle)$/.test(one.key) ? inner(one.value) : []));
    case "Call": {
      const made = file.valueOf(node);
      return [...(made.kind === "function" ? [made.function] : made.kind === "symbol" ? methodNamed(file, made.name) : []), ...node.args.flatMap((one) => (one.kind === "Object" ? [] : inner(one)))];
    }
    case "Name":
    case "Member": {
      const value = file.valueOf(node);
      if (value.kind === "function") return [value.function];
      if (value.kind === "call") return value.call.node.args.flatMap((one) => (one.kind === "Object" ? [] : inner(one)));
      return value.kind === "symbol" ? methodNamed(file, value.name) : [];
    }
    default:
      return [];
  }
}

/** `#Class#method` and `#Class.method` of this file. */
export function methodNamed(file: Script, name: string): JsFunction[] {
  const found = /^#([\w$]+)[#.]([\w$#]+)$/.exec(name);
  if (!found) return [];
  const [, holder, method] = found;
  return file.classesNamed(holder ?? "").flatMap(({ members }) => members.flatMap((one) => {
    if (one.name !== method) return [];
    if (one.kind === "Method") return [one.function];
    return one.value?.kind === "Function" ? [one.value] : [];
  }));
}

/** Names from other files of this project. */
function foreignIn(file: Script, node: JsExpr, depth = 0): string[] {
  if (depth > 2) return [];
  if (node.kind === "Array") return node.elements.flatMap((one) => (one ? foreignIn(file, one, depth + 1) : []));
  if (node.kind === "Call") {
    const bound = node.callee.kind === "Member" && node.callee.property === "bind" ? (ownName(file, node.callee.object) ?? []) : [];
    return [...node.args.flatMap((one) => foreignIn(file, one, depth + 1)), ...(typeof bound === "string" ? [bound] : bound)];
  }
  return node.kind === "Name" || node.kind === "Member" ? [ownName(file, node) ?? []].flat() : [];
}

/** Names that are handed over as they are: `list`, `[auth, list]`, `controller.list.bind(controller)`. */
function bareIn(file: Script, node: JsExpr): string[] {
  if (node.kind === "Array") return node.elements.flatMap((one) => (one ? bareIn(file, one) : []));
  if (node.kind === "Call") return node.callee.kind === "Member" && node.callee.property === "bind" ? bareIn(file, node.callee.object) : [];
  return node.kind === "Name" || node.kind === "Member" ? [ownName(file, node) ?? []].flat() : [];
}

/** `list()`, `asyncHandler(list())`: project functions that are called where a handler is expected. */
function factoriesIn(file: Script, node: JsExpr, depth = 0): string[] {
  if (node.kind !== "Call" || depth > 2) return [];
  return [ownName(file, node.callee) ?? [], ...node.args.map((one) => factoriesIn(file, one, depth + 1))].flat();
}

/** The qualified name of something that another file of this project defines. */
function ownName(file: Script, node: JsExpr): string | undefined {
  const name = file.qualifiedName(node);
  return name !== undefined && mayBeOwn(name) && !/^#[A-Z_$]/.test(name) ? name : undefined;
}

function applicationShape(file: Script, receiver: JsExpr | undefined): JsHandlerShape | undefined {
  if (!receiver) return undefined;
  const maker = makerOf(file, receiver);
  if (maker !== undefined) {
    if (Object.hasOwn(applications, maker)) return applications[maker];
    if (!/^[.@~#]/.test(maker) && !applicationName.test(lastName(receiver))) return undefined;
    if (/^(?:axios|supertest|msw|nock|got|ky|superagent|node:|globalThis\.)/.test(maker)) return undefined;
  }
  const value = file.valueOf(receiver); // a project's own class may be an application: it says so by its name alone
  return applicationName.test(lastName(receiver)) && !["object", "class"].includes(value.kind) && !(value.kind === "new" && value.of.startsWith("globalThis.")) ? "other" : undefined;
}

/** The package function that made the receiver, seen through chains: `express` of `express().get(…).post`. */
function makerOf(file: Script, receiver: JsExpr | undefined): string | undefined {
  if (!receiver) return undefined;
  const value = file.valueOf(receiver);
  const name = value.kind === "call" || value.kind === "new" ? value.of : value.kind === "symbol" ? value.name : undefined;
  return name === undefined || /^globalThis\.(?!Deno|Bun)\w+$/.test(name) ? undefined : name.replace(/(?:\(\)|#).*$/s, "");
}

function shapeOf(fn: JsFunction, shape: JsHandlerShape): JsHandlerShape {
  if (shape !== "other") return shape;
  const [first, second, third] = fn.params.map(({ target }) => (target.kind === "Name" ? target.id : ""));
  if (second !== undefined && (responseName.test(second) || (third !== undefined && nextName.test(third)))) return /^rep/i.test(second) ? "fastify" : "express";
  if (first !== undefined && /^(?:ctx|c|context)$/.test(first)) return "context";
  return fn.params.length >= 2 && /^_?req/i.test(first ?? "") ? "express" : shape;
}

function pathIn(file: Script, node: JsExpr | undefined): string | undefined {
  if (!node) return undefined;
  if (node.kind === "Regex") return `/${node.pattern}/`;
  if (node.kind === "Array") return node.elements[0] && pathIn(file, node.elements[0]);
  if (node.kind === "Template") return node.value.replaceAll("\uFFFC", "…");
  const text = textOf(file, node);
  if (text !== undefined) return text.startsWith("/") || text === "*" || text === "" || text === "(.*)" ? text || "/" : undefined;
  return node.kind === "Name" || node.kind === "Member" || node.kind === "Binary" ? "…" : undefined;
}

function textOf(file: Script, node: JsExpr | undefined): string | undefined {
  const value = node && file.valueOf(node);
  return value?.kind === "string" ? value.value : undefined;
}

export function lastName(node: JsNode): string {
  if (node.kind === "Name") return node.id;
  if (node.kind === "Member") return node.property ?? "";
  if (node.kind === "Call") return lastName(node.callee);
  return node.kind === "Cast" ? lastName(node.value) : "";
}

function decoratorName(node: JsExpr): string {
  return lastName(node);
}

function pathOfDecorator(node: JsExpr): string {
  const first = node.kind === "Call" ? node.args[0] : undefined;
  if (first?.kind === "Str") return first.value;
  const path = first?.kind === "Object" ? first.properties.find((one) => one.kind === "Property" && one.key === "path") : undefined;
  return path?.kind === "Property" && path.value.kind === "Str" ? path.value.value : "";
}

function joined(...parts: readonly string[]): string {
  return `/${parts.map((part) => part.replace(/^\/|\/$/g, "")).filter(Boolean).join("/")}`;
}
