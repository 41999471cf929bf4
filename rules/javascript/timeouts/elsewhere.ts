/** Bounds that stand outside of a call's own options: defaults, interceptors, races, wrappers, the request object. */
import type { JavaScriptFile, JsCall, JsExpr, JsName, JsNode } from "../../api.ts";

const dispatcher = /\bsetGlobalDispatcher\s*\(/;
const statementLimits = /\b(?:statement_timeout|idle_in_transaction_session_timeout)\b/;
const axiosBounds = /\bdefaults\b|\binterceptors\b/;

/** `axios.defaults.timeout = …`, an interceptor that may set one, undici's `setGlobalDispatcher`. */
export function boundsByDefault(file: JavaScriptFile, callee: string): boolean {
  if (callee.startsWith("axios")) return isAxiosBounded(file);
  if (/^(?:globalThis\.fetch|undici\.)/.test(callee)) return file.mentions(dispatcher);
  if (callee.startsWith("pg")) return file.mentions(statementLimits);
  return false;
}

function isAxiosBounded(file: JavaScriptFile): boolean {
  return file.mentions(axiosBounds) && file.collect(axiosBoundsIn).length > 0;
}

function axiosBoundsIn(file: JavaScriptFile): readonly true[] {
  return hasAxiosBounds(file) ? [true] : [];
}

function hasAxiosBounds(file: JavaScriptFile): boolean {
  const isDefaults = (node: JsExpr) => /^axios(?:\.create\(\))?\.defaults$/.test(file.qualifiedName(node) ?? "");
  if (file.here.nodes("Assign").some(({ target }) => target.kind === "Member" && target.property === "timeout" && isDefaults(target.object))) return true;
  return file.here.calls().some((call) => {
    if (call.method === "assign") return call.args.some(isDefaults);
    if (call.method !== "use" || !/^axios(?:\.create\(\))?\.interceptors\.request\.use$/.test(call.callee ?? "")) return false;
    return call.args[0]?.kind !== "Function" || /timeout|signal/i.test(file.slice(call));
  });
}

/** `Promise.race([call, …])`, `withTimeout(call)`, `pTimeout(() => call)`: somebody else stops waiting. */
export function isRaced(file: JavaScriptFile, node: JsNode): boolean {
  for (let at: JsNode = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.kind === "Call" && parent.callee !== at) {
      const name = file.slice(parent.callee);
      if (/\bPromise\s*\.\s*race$/.test(name) || (/timeout|deadline|abortable/i.test(name) && !/\b(?:set|clear)(?:Timeout|Interval)$/.test(name))) return true;
    }
    if (parent.kind === "Declarator" && parent.target.kind === "Name" && parent.value !== undefined) return at.kind !== "Function" && isRacedLater(file, parent.target);
    if (at.kind === "Function" && parent.kind !== "Call") return false;
  }
  return false;
}

function isRacedLater(file: JavaScriptFile, name: JsName): boolean {
  return file.usesOf(name).some((use) => use.parent?.kind === "Array" && use.parent.parent?.kind === "Call" && /\brace$/.test(file.slice(use.parent.parent.callee)));
}

/** A `.timeout()` in the chain that the call begins, or on the variable that holds it. `mayLeave`: who receives the object is expected to bound it. */
export function hasInChain(file: JavaScriptFile, call: JsCall, isBound: (method: string, args: readonly JsExpr[]) => boolean, mayLeave: boolean): boolean {
  let top: JsNode = call.node;
  for (let member = top.parent; member?.kind === "Member" && member.object === top; member = top.parent) {
    const { parent } = member;
    if (parent?.kind !== "Call" || parent.callee !== member) break;
    if (isBound(member.property ?? "", parent.args)) return true;
    top = parent;
  }
  const holder = top.parent;
  if (holder?.kind === "Declarator" && holder.target.kind === "Name") return isBoundLater(file, holder.target, isBound);
  if (holder?.kind === "Assign" && holder.target.kind === "Name") return isBoundLater(file, holder.target, isBound);
  return mayLeave && (holder?.kind === "Return" || (holder?.kind === "Assign" && holder.target.kind !== "Name") || (holder?.kind === "Function" && holder.result === top));
}

function isBoundLater(file: JavaScriptFile, name: JsName, isBound: (method: string, args: readonly JsExpr[]) => boolean): boolean {
  return file.usesOf(name).some((use) => {
    const { parent } = use;
    if (parent?.kind === "Call" && parent.args.includes(use)) return true; // handed to code that may bound it
    if (parent?.kind !== "Member" || parent.object !== use) return parent?.kind === "Return";
    const method = parent.property ?? "";
    if (method === "destroy" || method === "abort") return isInTimer(file, use);
    return parent.parent?.kind === "Call" && isBound(method, parent.parent.args);
  });
}

function isInTimer(file: JavaScriptFile, node: JsNode): boolean {
  for (let at: JsNode | undefined = node; at; at = at.parent) if (at.kind === "Call" && /\bsetTimeout$/.test(file.slice(at.callee))) return true;
  return false;
}

/** `setTimeout()` on a request, or a listener that hears of silence. */
export function boundsRequest(method: string, args: readonly JsExpr[]): boolean {
  const [event] = args;
  return method === "setTimeout" || (/^(?:on|once|addListener)$/.test(method) && event?.kind === "Str" && (event.value === "timeout" || event.value === "socket"));
}

/** Superagent: `.timeout()`; a plugin may do anything. */
export function boundsChain(method: string): boolean {
  return method === "timeout" || method === "use";
}
