/** The body and the query of a request in a handler: where they enter, whether anything looks at them, and what they are used for. */
import type { JavaScriptFile, JsCall, JsExpr, JsHandler, JsName, JsNode, Span } from "../../api.ts";
import { tripKind } from "../knowledge/data-calls.ts";
import { lastName, plain, short, within } from "../taint/tree.ts";

export type Part = "body" | "query";

export interface Body {
  /** What a finding underlines. */
  readonly at: JsNode;
  /** The expression that is the body; for a parameter its name. */
  readonly node: JsNode;
}

const checking = /valid|schema|parse|check|assert|sanitiz|celebrate|joi|zod|yup|ajv|dto|plainTo|ensure|guard|decode|verify|conform|matches|coerce|normali[sz]e|transform|pick|whitelist|allowed|typia|superstruct|construct/i;

/** Where a body, or a query, enters a handler, in source order. */
export function bodiesOf(file: JavaScriptFile, { function: fn, shape }: JsHandler, part: Part): readonly Body[] {
  if (shape === "decorated") return part === "query" ? [] : fn.params.flatMap((param) => (isLooseBody(file, file.slice(param), param.decorators) && param.target.kind === "Name" ? [{ at: param.target, node: param.target }] : []));
  const [first] = fn.params;
  const found: Body[] = [];
  if (first?.target.kind === "ObjectPattern") {
    for (const { key, target } of first.target.entries) if (key === part && (shape === "express" || shape === "fastify" || shape === "next-api")) found.push({ at: target, node: target });
  }
  if (first?.target.kind !== "Name") return found;
  const name = first.target;
  for (const use of file.usesOf(name)) {
    const body = part === "body" ? bodyAt(use, shape) : queryAt(use, shape);
    if (body) found.push({ at: body, node: body });
  }
  return found;
}

/** `req.body`, `ctx.request.body`, `c.req.json()`, `request.json()`, `JSON.parse(event.body)`. */
function bodyAt(use: JsName, shape: JsHandler["shape"]): JsNode | undefined {
  const member = use.parent;
  if (member?.kind !== "Member" || member.object !== use) return undefined;
  const outer = member.parent;
  switch (shape) {
    case "express": case "fastify": case "next-api":
      return member.property === "body" && !isWritten(member) ? member : undefined;
    case "context":
      if (outer?.kind !== "Member" || outer.object !== member) return undefined;
      if (member.property === "request" && outer.property === "body") return outer;
      return member.property === "req" && /^(?:json|parseBody)$/.test(outer.property ?? "") && outer.parent?.kind === "Call" ? outer.parent : undefined;
    case "fetch":
      return member.property === "json" && outer?.kind === "Call" && outer.args.length === 0 ? outer : undefined;
    case "event":
      if (member.property !== "body") return undefined;
      for (let at: JsNode | undefined = outer; at && at.kind !== "Function"; at = at.parent) if (at.kind === "Call" && lastName(at.callee) === "parse" && at.callee.kind === "Member" && lastName(at.callee.object) === "JSON") return at;
      return undefined;
    default:
      return undefined;
  }
}

/** `req.query`, `ctx.query`, `ctx.request.query`, `c.req.query()`. */
function queryAt(use: JsName, shape: JsHandler["shape"]): JsNode | undefined {
  const member = use.parent;
  if (member?.kind !== "Member" || member.object !== use) return undefined;
  if (shape === "express" || shape === "fastify" || shape === "next-api") return member.property === "query" && !isWritten(member) ? member : undefined;
  if (shape !== "context") return undefined;
  if (member.property === "query") return member;
  const outer = member.parent;
  if (outer?.kind !== "Member" || outer.object !== member || outer.property !== "query") return undefined;
  if (member.property === "request") return outer;
  return member.property === "req" && outer.parent?.kind === "Call" && outer.parent.callee === outer ? outer.parent : undefined;
}

function isWritten(member: JsNode): boolean {
  return member.parent?.kind === "Assign" && member.parent.target === member;
}

/** `@Body() body: any`: nothing for a pipe to validate by. */
function isLooseBody(file: JavaScriptFile, text: string, decorators: readonly JsExpr[]): boolean {
  const body = decorators.find((one) => lastName(one) === "Body");
  if (body?.kind !== "Call" || body.args.length > 0 || decorators.length > 1) return false;
  const type = /:\s*([^=]+?)\s*$/.exec(text.slice(text.indexOf(")") + 1))?.[1];
  return type === undefined || /^(?:any|object|Record<string, ?(?:any|unknown)>|\{[^]*\})$/.test(type);
}

/** Names that hold the body or parts of it, and every place where it is used. */
function usesOf(file: JavaScriptFile, bodies: readonly Body[]): readonly JsNode[] {
  const found: JsNode[] = [];
  const seen = new Set<JsNode>();
  const pending: JsNode[] = bodies.map(({ node }) => node);
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === "Name" && file.bindingsOf(node).some(({ name }) => name === node)) {
      pending.push(...file.usesOf(node));
      continue;
    }
    found.push(node);
    pending.push(...heldBy(node));
  }
  return found;
}

/** `const { a, b } = body`, `const { a } = body ?? {}`, `const a = body.a`, `const data = await request.json()`, `const record = { name: body.name }`. */
function heldBy(node: JsNode): readonly JsNode[] {
  let at = node;
  while (at.parent?.kind === "Await" || at.parent?.kind === "Cast" || at.parent?.kind === "Property" || at.parent?.kind === "Object" || (at.parent?.kind === "Member" && at.parent.object === at) || (at.parent?.kind === "Logical" && at.parent.left === at)) at = at.parent;
  const { parent } = at;
  if (parent?.kind === "Declarator" && parent.value === at) return within(parent.target).filter((one) => one.kind === "Name");
  return [];
}

/** Anything that may refuse it: a check by name, a test of types, a condition with a way out, a function that gets it whole. */
export function isLookedAt(file: JavaScriptFile, { function: fn }: JsHandler, bodies: readonly Body[]): boolean {
  const request = fn.params[0]?.target;
  const isRequest = (node: JsExpr) => node.kind === "Name" && request?.kind === "Name" && node.id === request.id;
  for (const node of within(fn, true)) {
    if (node.kind === "Call" && checking.test(file.slice(node.callee).slice(-200)) && !/^JSON\.parse$|parse(?:Int|Float)$/.test(file.slice(node.callee))) return true;
    if (node.kind === "Call" && node.args.some(isRequest) && !/^(?:next|log|error|info|warn|debug)$/.test(lastName(node.callee))) return true;
  }
  return usesOf(file, bodies).some((use) => isTested(file, use));
}

function isTested(file: JavaScriptFile, use: JsNode): boolean {
  let at: JsNode = use;
  for (; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.kind === "Unary" && parent.op === "typeof") return true;
    if (parent.kind === "Binary" && /^(?:instanceof|in|[!=]==?|[<>]=?)$/.test(parent.op)) return true;
    if (parent.kind === "If" && parent.test === at) return true;
    if (parent.kind === "Switch" && parent.subject === at) return true;
    if (parent.kind === "Conditional" && parent.test === at) return true;
    if (parent.kind === "Call" && parent.args.includes(at as JsExpr)) return isTakenWhole(file, parent, use) || /^(?:Number|String|Boolean|parseInt|parseFloat|isArray|isInteger|test|includes|has|is[A-Z]\w*)$/.test(lastName(parent.callee));
    if (["ExprStmt", "Return", "Declarator", "Function", "Object"].includes(parent.kind)) return false;
  }
  return false;
}

/** A function of this project, or one that is not known, gets the whole body and may check it. */
function isTakenWhole(file: JavaScriptFile, call: JsNode & { readonly kind: "Call" }, use: JsNode): boolean {
  if (!call.args.some((arg) => plain(arg) === use)) return false;
  const isField = use.kind === "Member" && use.property !== "body" && use.property !== "query";
  return !isField && !isSink(file, file.call(call)) && !/^(?:json|send|log|info|debug|error|warn|stringify|keys|entries|values|assign)$/.test(lastName(call.callee));
}

export interface Use {
  readonly at: Span;
  readonly what: string;
  /** The one field that is used, where it is one. */
  readonly field?: string;
}

const textMethods = /^(?:toLowerCase|toUpperCase|trim|split|replace|slice|substring|startsWith|endsWith|map|forEach|filter|reduce|join|push|concat|padStart|localeCompare)$/;

/** The first place where the body leaves the handler or is calculated with. */
export function useOf(file: JavaScriptFile, _handler: JsHandler, bodies: readonly Body[]): Use | undefined {
  const uses = [...usesOf(file, bodies)].sort((a, b) => a.start - b.start);
  for (const use of uses) {
    const found = sinkAround(file, use);
    if (!found) continue;
    const { parent } = use;
    return parent?.kind === "Member" && parent.object === use && parent.property !== undefined ? { ...found, field: parent.property } : found;
  }
  return undefined;
}

function sinkAround(file: JavaScriptFile, use: JsNode): Use | undefined {
  for (let at: JsNode = use; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.kind === "Member" && parent.object === at && parent.parent?.kind === "Call" && parent.parent.callee === parent && at !== use && textMethods.test(parent.property ?? "") && !parent.isOptional) return { at: parent.propertyAt, what: `\`${parent.property ?? ""}\`` };
    if (parent.kind === "Binary" && /^[*/%-]$/.test(parent.op)) return { at: parent, what: "a calculation" };
    if ((parent.kind === "Call" || parent.kind === "New") && parent.args.includes(at as JsExpr)) {
      const call = file.call(parent);
      return isSink(file, call) ? { at: call.name, what: `\`${short(file, parent.callee, 40)}\`` } : undefined;
    }
    if (!["Member", "Property", "Object", "Spread", "Cast", "Await", "Logical", "Array", "Template", "Binary", "Conditional"].includes(parent.kind)) return undefined;
  }
  return undefined;
}

/** A database, another service, or a model that will be saved. */
function isSink(file: JavaScriptFile, call: JsCall): boolean {
  if (call.isNew) return /(?:model|schema)s?[/.]/i.test(call.callee ?? "") && /^[A-Z]/.test(lastName(call.node.callee));
  return tripKind(file, call) !== undefined;
}
