/** What a finding says about the place it stands in: which request or message it runs for, and whether the project has to tell. */
import type { Finding, JavaScriptFile, JsFunction, JsHandler, JsNode } from "../../api.ts";
import { lastName, within } from "../taint/tree.ts";
import { isBrowserCode } from "./surroundings.ts";

export interface ServedPlace {
  /** For the message: `GET /orders`, or the placeholder that becomes it. */
  readonly label: string;
  /** Undefined when the handler is in another file. */
  readonly handler: JsHandler | undefined;
  /** To be spread into the finding. */
  readonly told: Pick<Finding, "whenServed" | "related">;
}

/** Undefined in module-level code, in browsers and where nothing can be waiting. */
export function servedPlace(file: JavaScriptFile, node: JsNode): ServedPlace | undefined {
  const way = file.servedBy(node, { throughCalls: true });
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

/** The value itself goes through a few hands; what stands around a whole statement says nothing about it, but a memoising wrapper does. */
function isInRemembering(file: JavaScriptFile, node: JsNode): boolean {
  const fn = file.enclosingFunction(node);
  const holder = fn?.parent;
  return holder?.kind === "Call" && /^(?:once|memo\w*|cache\w*|lazy\w*|singleton|unstable_cache|remember\w*|getOrCreate\w*)$/i.test(lastName(holder.callee));
}

function isOutside(file: JavaScriptFile, target: JsNode, node: JsNode): boolean {
  if (target.kind === "Member") return true;
  if (target.kind !== "Name") return false;
  const fn = outermost(file, node);
  return !!fn && file.bindingsOf(target).some(({ how, name }) => how === "declare" && (name.start < fn.start || name.start > fn.end));
}

function isKeptLater(file: JavaScriptFile, target: JsNode): boolean {
  if (target.kind !== "Name") return false;
  return file.usesOf(target).some((use) => {
    const { parent } = use;
    if (parent?.kind === "Assign") return parent.value === use && isOutside(file, parent.target, use);
    return parent?.kind === "Call" && parent.args.includes(use) && /^(?:set|push|add|register|provide)$/.test(lastName(parent.callee));
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
    if (test && /NODE_ENV|\b(?:is)?(?:dev|debug|verbose|local|test)(?:elopment|ing|Mode)?\b/i.test(file.slice(test))) return true;
  }
  return false;
}
