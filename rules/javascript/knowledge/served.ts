/** What a finding says about the place it stands in: which request or message it runs for, and whether the project has to tell. */
import type { Finding, JavaScriptFile, JsFunction, JsHandler, JsNode } from "../../api.ts";
import { firstName, lastName, within } from "../taint/tree.ts";
import { isBrowserCode } from "./surroundings.ts";

export interface ServedPlace {
  /** For the message: `GET /orders`, or the placeholder that becomes it. */
  readonly label: string;
  /** Undefined when the handler is in another file. */
  readonly handler: JsHandler | undefined;
  /** To be spread into the finding. */
  readonly told: Pick<Finding, "whenServed" | "related">;
}

/** Code beside the service: installers, command lines, migrations. */
const runsAside = /(?:^|\/)(?:install(?:er)?|scripts?|bin|cli|setup|migrations?|seeds?|seeders?|extra|benchmarks?|stories)\/|(?:^|\/)(?:install|setup[\w-]*|seed|cli)\.[cm]?[jt]s$/;
const runsOnce = /\/(?:_?e2e|setup(?:-[\w-]+)?|install|finalize)(?:\/|$)/;

/** Undefined in module-level code, in browsers and where nothing can be waiting. */
export function servedPlace(file: JavaScriptFile, node: JsNode): ServedPlace | undefined {
  if (runsAside.test(file.path)) return undefined;
  const way = file.servedBy(node, { throughCalls: true });
  if (way && (runsOnce.test(way.handler.label) || (way.handler.how === "socket" && isBrowserCode(file)))) return undefined;
  if (way) {
    const related = way.steps.map(({ at, label }) => ({ at, message: `calls ${label}` }));
    return { label: way.handler.label, handler: way.handler, told: related.length > 0 ? { related: [{ at: way.handler.at, message: `answers ${way.handler.label}` }, ...related] } : {} };
  }
  const unit = file.unitOf(node);
  if (unit === "" || !file.enclosingFunction(node) || isBrowserCode(file)) return undefined;
  return { label: "{entry}", handler: undefined, told: { whenServed: unit } };
}

/**
 * What is made here outlives the request: it is put where later requests find it, or made inside a function that remembers.
 * `cached ??= make()`, `if (!this.pool) this.pool = make()`, `clients.set(key, make())`, `once(() => make())`.
 */
export function isKept(file: JavaScriptFile, node: JsNode): boolean {
  if (file.isRemembered(node)) return true;
  for (let at: JsNode = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.kind === "Assign") return parent.op !== "=" || isOutside(file, parent.target, node) || isKeptLater(file, parent.target);
    if (parent.kind === "Declarator") return parent.target.kind === "Name" && isKeptLater(file, parent.target);
    if (parent.kind === "Call" && parent.callee !== at) {
      if (/^(?:set|push|add|register|provide)$/.test(lastName(parent.callee)) && at.kind !== "Function") return true;
      if (/^(?:once|memo\w*|cache\w*|lazy\w*|singleton|unstable_cache|remember\w*|useMemo|getOrCreate\w*)$/i.test(lastName(parent.callee))) return true;
    }
    if (parent.kind === "Function" && parent.parent?.kind === "Method" && parent.parent.role === "constructor") return true;
    if (parent.kind === "Return" || parent.kind === "ExprStmt" || parent.kind === "Variables") return isInRemembering(file, parent);
  }
  return false;
}

/**
 * The value leaves its function, so that callers decide how long it lives: kept by one of them, or called from where this file does not show.
 * A function that only hands on is followed further.
 */
export function isKeptByCallers(file: JavaScriptFile, node: JsNode, depth = 0): boolean {
  const fn = file.enclosingFunction(node);
  if (!fn || !isReturned(file, node) || depth > 4) return false;
  const callers = file.collect(localCalls).filter(({ target, name }) => (target ? target === fn : fn.parent?.kind === "Method" && name?.endsWith(`#${fn.parent.name ?? ""}`)));
  return callers.length === 0 || callers.some(({ call }) => isKept(file, call) || isKeptByCallers(file, call, depth + 1));
}

interface LocalCall {
  readonly call: JsNode;
  readonly target: JsFunction | undefined;
  /** Of a method of this file. */
  readonly name: string | undefined;
}

/** Calls of functions of this file. */
function localCalls(file: JavaScriptFile): readonly LocalCall[] {
  return file.here.calls().flatMap(({ node: call }): readonly LocalCall[] => {
    const value = file.valueOf(call.callee);
    if (value.kind === "function") return [{ call, target: value.function, name: undefined }];
    return value.kind === "symbol" && value.name.includes("#") ? [{ call, target: undefined, name: value.name }] : [];
  });
}

function isReturned(file: JavaScriptFile, node: JsNode): boolean {
  for (let at: JsNode = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.kind === "Return" || (parent.kind === "Function" && parent.result === at)) return true;
    if (parent.kind === "Declarator") return parent.target.kind === "Name" && file.usesOf(parent.target).some((use) => isReturned(file, use));
    if (parent.kind === "Member" || parent.kind === "ExprStmt" || parent.kind === "Function") return false;
  }
  return false;
}

/** The value itself goes through a few hands; what stands around a whole statement says nothing about it, but a memoising wrapper does. */
function isInRemembering(file: JavaScriptFile, node: JsNode): boolean {
  const fn = file.enclosingFunction(node);
  const holder = fn?.parent;
  return holder?.kind === "Call" && /^(?:once|memo\w*|cache\w*|lazy\w*|singleton|unstable_cache|remember\w*|getOrCreate\w*)$/i.test(lastName(holder.callee));
}

function isOutside(file: JavaScriptFile, target: JsNode, node: JsNode): boolean {
  if (target.kind === "Member") return !/^(?:req|request|res|response|reply|ctx|c|context|event)$/.test(firstName(target)); // what belongs to the request ends with it
  if (target.kind !== "Name") return false;
  const fn = outermost(file, node);
  return !!fn && file.bindingsOf(target).some(({ how, name }) => how === "declare" && (name.start < fn.start || name.start > fn.end));
}

function isKeptLater(file: JavaScriptFile, target: JsNode): boolean {
  if (target.kind !== "Name") return false;
  return file.usesOf(target).some((name) => {
    let use: JsNode = name;
    while (use.parent?.kind === "Cast" || use.parent?.kind === "Await" || (use.parent?.kind === "Member" && use.parent.object === use)) use = use.parent;
    const { parent } = use;
    if (parent?.kind === "Assign") return parent.value === use && isOutside(file, parent.target, use);
    return parent?.kind === "Call" && parent.args.some((arg) => arg === use) && /^(?:set|push|add|register|provide)$/.test(lastName(parent.callee));
  });
}

function outermost(file: JavaScriptFile, node: JsNode): JsFunction | undefined {
  let fn = file.enclosingFunction(node);
  for (let next = fn; next; next = file.enclosingFunction(next)) fn = next;
  return fn;
}

/** Names of the parameters of all functions around a node, what is taken out of them included. */
export function parametersAround(file: JavaScriptFile, node: JsNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (let fn = file.enclosingFunction(node); fn; fn = file.enclosingFunction(fn)) {
    for (const { target } of fn.params) for (const one of within(target)) if (one.kind === "Name") names.add(one.id);
  }
  return names;
}

/** Runs only where somebody develops: under a check of the environment or a debug switch. */
export function isDevelopmentOnly(file: JavaScriptFile, node: JsNode): boolean {
  for (let at: JsNode = node; at.parent; at = at.parent) {
    const { parent } = at;
    const test = parent.kind === "If" || parent.kind === "Conditional" ? (parent.test === at ? undefined : parent.test) : parent.kind === "Logical" && parent.right === at ? parent.left : undefined;
    if (test && /NODE_ENV|(?:\b|_)(?:is)?(?:dev|debug|verbose|local|test)(?:elopment|ing|Mode)?\b/i.test(file.slice(test))) return true;
  }
  return false;
}
