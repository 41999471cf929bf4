/** Handlers known by what a module exports, and functions that look like nothing but a handler. */
import type { JsExpr, JsFunction, JsHandler, JsHandlerShape, JsNode, Span } from "../../../../rules/api.ts";
import type { Script } from "../script.ts";
import { contextTypes, handlerOptions, loaderExports, loaderFile, nextName, pagesApiFile, platformExports, requestName, responseName, routeExports, routeFile } from "./table.ts";

interface Exported {
  readonly name: string;
  readonly value: JsExpr | JsFunction;
  readonly at: Span;
}

type FunctionsIn = (node: JsExpr) => readonly JsFunction[];

export function* handlersFromExports(file: Script, functionsIn: FunctionsIn): Iterable<readonly [order: "export" | "assigned" | "directive", handler: JsHandler]> {
  for (const one of exported(file)) for (const handler of fromExport(file, one, functionsIn)) yield ["export", handler];
  for (const one of assigned(file)) for (const handler of fromExport(file, one, functionsIn)) yield ["assigned", handler];
  for (const handler of fromDirectives(file)) yield ["directive", handler];
}

function* fromExport(file: Script, one: Exported, functionsIn: FunctionsIn): Iterable<JsHandler> {
  const kind = kindOf(file, one, file.directives.includes("use server"));
  for (const fn of kind ? functionsIn(one.value) : []) {
    if (kind) yield { ...kind, function: fn, at: one.at, registration: undefined, isEndpoint: true, isValidated: false };
  }
  if (one.name === "default") yield* fromDefaultObject(file, one, functionsIn);
}

function* fromDirectives(file: Script): Iterable<JsHandler> {
  for (const fn of file.here.functions()) {
    const [first] = fn.body;
    if (first?.kind === "ExprStmt" && first.value.kind === "Str" && first.value.value === "use server") yield { how: "function", shape: "other", function: fn, label: `server action ${fn.name ?? ""}`, at: fn.nameAt ?? first, registration: undefined, isEndpoint: true, isValidated: false };
  }
}

function kindOf(file: Script, { name }: Exported, isAction: boolean): Pick<JsHandler, "how" | "shape" | "label"> | undefined {
  if (platformExports.has(name)) return { how: "function", shape: "event", label: `Lambda handler ${name}` };
  if (routeExports.has(name) && (routeFile.test(file.path) || file.imports().includes("next/server"))) return { how: "route", shape: "fetch", label: `${name} ${routeOfPath(file.path)}` };
  if (name === "default" && pagesApiFile.test(file.path)) return { how: "route", shape: "next-api", label: `ANY ${routeOfPath(file.path)}` };
  if (name === "middleware" && /(?:^|\/)middleware\.[jt]s$/.test(file.path)) return { how: "route", shape: "fetch", label: "middleware" };
  if (name === "getServerSideProps") return { how: "route", shape: "other", label: "getServerSideProps" };
  if (loaderExports.has(name) && loaderFile.test(file.path)) return { how: "route", shape: "other", label: `${name} ${routeOfPath(file.path)}` };
  return isAction ? { how: "function", shape: "other", label: `server action ${name}` } : undefined;
}

/** `/orders/[id]` of `app/orders/[id]/route.ts`. */
function routeOfPath(path: string): string {
  const found = /(?:^|\/)(?:app|pages|routes)\/(.*?)(?:\/?(?:route|\+server|\+page\.server|index))?\.\w+$/.exec(path);
  return `/${(found?.[1] ?? "").replace(/\/?\([^)/]*\)/g, "").replace(/^\//, "")}`;
}

/** Workers: `export default { fetch(request, env) {…}, queue(batch) {…} }`. */
function* fromDefaultObject(file: Script, { value }: Exported, functionsIn: FunctionsIn): Iterable<JsHandler> {
  const object = file.valueOf(value);
  if (object.kind !== "object") return;
  for (const key of ["fetch", "queue"] as const) {
    const entry = object.entries.get(key);
    const how = key === "fetch" ? handlerOptions.fetch : { how: "consumer" as const, shape: "message" as const };
    for (const fn of entry && how ? functionsIn(entry) : []) if (entry && how) yield { ...how, function: fn, label: `worker ${key}`, at: fn.nameAt ?? startOf(entry), registration: undefined, isEndpoint: true, isValidated: false };
  }
}

/** Everything a module exports with a value of its own, ESM and CommonJS. */
export function exportsOf(file: Script): readonly Exported[] {
  return [...exported(file), ...assigned(file)];
}

function* exported(file: Script): Iterable<Exported> {
  for (const { declaration, value, names, module, isDefault } of file.here.nodes("Export")) {
    if (module !== undefined) continue;
    if (declaration?.kind === "Function") yield { name: isDefault ? "default" : (declaration.name ?? ""), value: declaration, at: declaration.nameAt ?? startOf(declaration) };
    if (declaration?.kind === "Class") yield { name: isDefault ? "default" : (declaration.name ?? ""), value: declaration, at: declaration.nameAt ?? startOf(declaration) };
    if (declaration?.kind === "Variables") for (const one of declaration.declarations) if (one.target.kind === "Name" && one.value) yield { name: one.target.id, value: one.value, at: one.target };
    if (value) yield { name: "default", value, at: startOf(value) };
    for (const { exported, name } of names) if (name) yield { name: exported, value: name, at: name };
  }
}

function* assigned(file: Script): Iterable<Exported> {
  for (const { target, value, op } of file.here.nodes("Assign")) {
    if (op !== "=" || target.kind !== "Member" || target.property === undefined) continue;
    const holder = file.slice(target.object);
    if (holder === "module" && target.property === "exports") {
      yield { name: "default", value, at: target };
      if (value.kind === "Object") for (const one of value.properties) if (one.kind === "Property" && one.key !== undefined) yield { name: one.key, value: one.value, at: one.keyAt };
    } else if (holder === "exports" || holder === "module.exports") yield { name: target.property, value, at: target.propertyAt };
  }
}

function startOf(place: Span): Span {
  return new Beginning(place);
}

/** Moves with the text. */
class Beginning implements Span {
  constructor(private readonly place: Span) {}

  get start(): number {
    return this.place.start;
  }

  get end(): number {
    return this.place.start;
  }
}

/** `(req, res, next) => …`, `(c: Context) => …`: what a controller looks like wherever it is registered. */
export function* handlersFromShapes(file: Script): Iterable<JsHandler> {
  if (file.imports().some((module) => /^(?:msw|nock|supertest|vitest|@?jest|@playwright)/.test(module))) return;
  for (const fn of file.here.functions()) {
    const shape = shapeOfParams(file, fn);
    if (!shape) continue;
    const { name, at } = nameOf(fn);
    yield { how: "route", shape, function: fn, label: name && name !== "exports" ? `handler ${name}` : "handler", at: at ?? startOf(fn), registration: undefined, isEndpoint: fn.params.length < 4, isValidated: false };
  }
}

function shapeOfParams(file: Script, { params, parent }: JsFunction): JsHandlerShape | undefined {
  const names = params.map(({ target }) => (target.kind === "Name" ? target.id : ""));
  const offset = params.length === 4 && /^_?(?:err|error|e|ex)$/i.test(names[0] ?? "") ? 1 : 0;
  const [first, second, third] = [names[offset], names[offset + 1], names[offset + 2]];
  if (first !== undefined && second !== undefined && requestName.test(first) && responseName.test(second) && (third === undefined || nextName.test(third)) && params.length <= offset + 3) {
    if (parent?.kind === "Call" && parent.callee.kind === "Member" && /^on[A-Z]|^mock/.test(parent.callee.property ?? "")) return undefined;
    if (params[offset]?.typeName === "NextApiRequest") return "next-api";
    return /^_?rep/i.test(second) || params[offset]?.typeName === "FastifyRequest" ? "fastify" : "express";
  }
  const [only] = params;
  if (!only?.typeName || !contextTypes.test(only.typeName) || params.length > 2) return undefined;
  return file.imports().some((module) => /^(?:koa|@koa\/|hono|@hono\/)/.test(module)) ? "context" : undefined;
}

/** What a function is called by the code around it. */
export function nameOf(fn: JsFunction): { readonly name: string | undefined; readonly at: Span | undefined } {
  if (fn.name !== undefined && fn.nameAt) return { name: fn.name, at: fn.nameAt };
  let holder: JsNode | undefined = fn.parent;
  while (holder?.kind === "Call" || holder?.kind === "Cast" || holder?.kind === "Await") holder = holder.parent;
  if (holder?.kind === "Declarator" && holder.target.kind === "Name") return { name: holder.target.id, at: holder.target };
  if (holder?.kind === "Property" || holder?.kind === "Method") return { name: holder.kind === "Method" ? holder.name : holder.key, at: holder.kind === "Method" ? holder.nameAt : holder.keyAt };
  if (holder?.kind === "Field") return { name: holder.name, at: holder.nameAt };
  if (holder?.kind === "Assign" && holder.target.kind === "Member") return { name: holder.target.property, at: holder.target.propertyAt };
  if (holder?.kind === "Assign" && holder.target.kind === "Name") return { name: holder.target.id, at: holder.target };
  return { name: undefined, at: undefined };
}
