/** Whether a piece of code that runs after a failure leaves any trace of it, and whether there was anything to tell. */
import type { JavaScriptFile, JsExpr, JsName, JsNode, JsStmt } from "../../api.ts";
import { ancestors, lastName, plain, within } from "../taint/tree.ts";

export type Loss = "nothing" | "value" | "null" | "undefined" | "print" | "next";

/** How statements after a failure lose the error; `name` is what it is called there. Undefined when they do something that may be enough. */
export function lossOf(file: JavaScriptFile, body: readonly JsStmt[], name: JsExpr | JsNode | undefined): Loss | undefined {
  const names = name ? within(name).flatMap((one) => (one.kind === "Name" ? [one] : [])) : [];
  if (names.some((one) => file.usesOf(one).length > 0)) return undefined;
  const real = body.filter((one) => one.kind !== "Empty");
  if (!real.every((one) => isTraceless(file, one))) return undefined;
  const last = real.at(-1);
  if (!last) return "nothing";
  if (last.kind === "Return") return last.value ? invented(last.value) : "nothing";
  if (last.kind === "Continue" || last.kind === "Break") return "next";
  if (last.kind !== "ExprStmt" || last.value.kind === "Call") return last.kind === "ExprStmt" ? "print" : "value";
  return last.value.kind === "Assign" ? invented(last.value.value) : "value";
}

/** What the failure becomes. */
export function invented(value: JsExpr): Loss {
  const node = plain(value);
  return node.kind === "Const" ? "null" : node.kind === "Name" || node.kind === "Unary" ? "undefined" : "value";
}

function isTraceless(file: JavaScriptFile, node: JsStmt): boolean {
  switch (node.kind) {
    case "Continue": case "Break": case "Empty": return true;
    case "Return": return node.value === undefined || isInvented(file, node.value);
    case "ExprStmt": return isPlainPrint(node.value) || (node.value.kind === "Assign" && node.value.op === "=" && node.value.target.kind === "Name" && isInvented(file, node.value.value) && !isWatched(file, node.value.target, node.end));
    default: return false;
  }
}

const failing = /err|fail|unknown|invalid|unavail|miss|broken|bad|n\/a|not |none|warn|oops|sorry|could|skip|timeout/i;

/** A value that looks like an answer but is none; one that says "failed" is explicit, and a boolean answers a question. */
export function isInvented(file: JavaScriptFile, value: JsExpr): boolean {
  const node = plain(value);
  switch (node.kind) {
    case "Const": return node.value === null;
    case "Num": return node.value >= 0;
    case "Str": return !failing.test(node.value) && node.value.length < 20;
    case "Array": return node.elements.length === 0;
    case "Object": return node.properties.length === 0;
    case "Name": return node.id === "undefined";
    case "Unary": return node.op === "void";
    default: return false;
  }
}

/** `console.log("failed")` without the error. */
function isPlainPrint(node: JsExpr): boolean {
  return node.kind === "Call" && node.callee.kind === "Member" && node.callee.object.kind === "Name" && node.callee.object.id === "console" && node.args.every((arg) => arg.kind === "Str" || arg.kind === "Template");
}

/** Later code asks whether there is a value: `if (!x)`, `x?.y`, `x ?? y`. */
export function isWatched(file: JavaScriptFile, name: JsName, after: number): boolean {
  return file.usesOf(name).some((use) => use.start >= after && asks(use));
}

function asks(use: JsName): boolean {
  const { parent } = use;
  if (parent?.kind === "Member" && parent.isOptional) return true;
  let below: JsNode = use;
  for (const at of ancestors(use)) {
    if ((at.kind === "If" || at.kind === "Conditional" || at.kind === "While") && at.test === below) return true;
    if (at.kind === "Logical" && at.left === below) return true;
    if (at.kind === "Binary" && /^[!=]==?$/.test(at.op)) return true;
    if (at.kind === "Unary" && at.op === "!") return true;
    if (at.kind === "Call" && /^(?:expect|assert|ok|isArray)$/.test(lastName(at.callee))) return true;
    if (at.kind === "Function" || at.kind === "ExprStmt") return false;
    below = at;
  }
  return false;
}

const cleaning = /^(?:close|closeSync|end|destroy|dispose|shutdown|terminate|kill|disconnect|unlink|unlinkSync|rm|rmSync|rmdir|rmdirSync|remove|removeSync|rollback|rollbackTransaction|cancel|stop|quit|exit|release|cleanup|clean|flush|detach|unsubscribe|unsubscribeAll|delete|del|logout|unregister|deregister|teardown|abort|unref|clear|clearInterval|clearTimeout|drain|reset|removeListener|removeAllListeners|off|finish|releaseLock|unlock|unwatch|pause|free|revoke|revokeObjectURL|mkdir|mkdirSync|emptyDir|next|return|(?:delete|remove|drop|close|stop|kill|unlink|clear|cleanup|cancel|release|abort|destroy)[A-Z]\w*)$/;
const helping = /^(?:join|resolve|dirname|basename|toString|String|slice|trim|map|filter|forEach|keys|values|entries|get|has|set|push|from|isArray|startsWith|endsWith|includes|split|replace|log|debug|all|allSettled|then|removeChild|querySelector|getElementById|querySelectorAll|now|test|exec|match|toLowerCase|toUpperCase|at|concat|indexOf|substring|error)$/;
const probing = /^(?:parse|JSON5|URL|URLSearchParams|decodeURIComponent|decodeURI|encodeURIComponent|atob|btoa|RegExp|BigInt|Intl|DateTimeFormat|NumberFormat|require|resolve|access|accessSync|stat|statSync|lstat|lstatSync|existsSync|exists|realpath|realpathSync|readlink|getItem|setItem|removeItem|json|text|clone|stringify|structuredClone|decode|decodeJwt|jwtDecode|deserialize|toISOString|toASCII|toUnicode|hasOwn|canParse|parseUrl|parseURL|parseJson|parseJSON|safeParse|fromString|createRequire|supports|matchMedia|matches|localeCompare|import|isBuiltin|focus|select|setSelectionRange|scrollIntoView|scrollTo|play|vibrate|share|writeText|readText|requestFullscreen|exitFullscreen|setPointerCapture|releasePointerCapture|execCommand|createElement|getContext|inflate|inflateSync|gunzipSync|brotliDecompressSync|toJSON|compile|validate|validateSync|parseInt|parseFloat|Number|track|trackEvent|capture|captureException|captureMessage|gtag|prefetch|preload|identify|parse[A-Z]\w*|tryParse\w*|is[A-Z]\w*|ensure\w*|has[A-Z]\w*|verify|importKey|timingSafeEqual|compare|compareSync)$/;
const cleaner = /^(?:_|#)?(?:close|cleanup|cleanUp|shutdown|teardown|tearDown|stop|dispose|exit|disconnect|terminate|kill|finalize|destroy|onModuleDestroy|onApplicationShutdown|componentWillUnmount|afterEach|afterAll|unmount|logout)(?:$|[A-Z_])/;

/** Ending something that may have ended already: there is nobody left to tell. */
export function isCleanup(file: JavaScriptFile, node: JsNode, functionAround: string): boolean {
  if (cleaner.test(functionAround)) return true;
  const calls = callNames(node);
  return calls.some((name) => cleaning.test(name)) && calls.every((name) => cleaning.test(name) || helping.test(name) || name === "");
}

/** Trying whether text can be read, a file is there or a feature exists: the outcome is the answer. */
export function isProbe(node: JsNode): boolean {
  const all = within(node, true);
  if (all.some((one) => one.kind === "ImportCall")) return true;
  const calls = callNames(node);
  if (calls.length === 0) return true;
  return calls.some((name) => probing.test(name)) && calls.every((name) => probing.test(name) || helping.test(name) || cleaning.test(name) || name === "");
}

/** Reading text or numbers in one go: nothing outside of the process is asked. `certain`: one short step of that kind. */
export function isPureReading(node: JsNode): "certain" | "maybe" | undefined {
  const all = within(node, true);
  if (all.some((one) => (one.kind === "Await" && !/^(?:json|text|clone)$/.test(lastName(one.value))) || (one.kind === "For" && one.isAwait))) return undefined;
  const calls = callNames(node);
  if (calls.some((name) => outside.test(name))) return undefined;
  return calls.length <= 4 && calls.some((name) => reading.test(name)) ? "certain" : "maybe";
}

const outside = /Sync$|^(?:exec|spawn|write|save|insert|update|delete|remove|send|publish|emit|run|dispatch|request|post|put|fetch|query|execute|then|connect|enqueue|notify|require|mkdir|readFile|writeFile|commit|charge|create|start|init|register|subscribe|all|each|log|close)\w*$/;
const reading = /^(?:[A-Z]\w*|parse\w*|from\w*|to[A-Z]\w*|decode\w*|extract\w*|normali[sz]e\w*|format\w*|get[A-Z]\w*|convert\w*|unwrap\w*|create[A-Z]\w*(?:Url|URL|Hash|Hmac)|resolvedOptions)$/;

function callNames(node: JsNode): string[] {
  return within(node, true).flatMap((one) => (one.kind === "Call" || one.kind === "New" ? [lastName(one.callee)] : []));
}

/** A comment of some words that stands in the stretch or on the line that ends it. */
export function hasReason(file: JavaScriptFile, { start, end }: { readonly start: number; readonly end: number }): boolean {
  const { here } = file;
  const newline = here.text.indexOf("\n", end - here.start);
  const lineEnd = here.start + (newline < 0 ? here.text.length : newline);
  return here.comments().some(({ at, text }) => at.start >= start && at.end <= lineEnd && /\w+\W+\w+\W+\w+/.test(text.replace(/\b(?:eslint|biome|ts|prettier|istanbul|c8|todo|fixme)\b.*/i, "")));
}

