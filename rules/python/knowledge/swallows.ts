/** Whether a piece of code that runs after a failure leaves any trace of it. */
import type { PyExpr, PyHandler, PyNode, PyStmt, PyTry, PythonFile } from "../../api.ts";
import { callsIn, lastName, running, withoutFiller } from "./code.ts";
import { caughtTypes, raises, usesOf } from "./exceptions.ts";

export type Loss = "nothing" | "value" | "print" | "next";

/** How the handler loses the error, or undefined when it does something with it that may be enough. */
export function lossOf(file: PythonFile, handler: PyHandler): Loss | undefined {
  if (raises(file, handler)) return undefined;
  if (usesOf(file, handler, (use) => !isPrinted(file, use))) return undefined;
  const body = withoutFiller(handler.body);
  if (!body.every((one) => isTraceless(file, handler, one))) return undefined;
  const prints = callsIn(file, body).length > 0;
  if (body.length === 0) return "nothing";
  const last = body.at(-1);
  if (last?.kind === "Return" || last?.kind === "Assign") return "value";
  return last?.kind === "Continue" || last?.kind === "Break" ? "next" : prints ? "print" : "nothing";
}

/** Statements that say nothing to whoever would have to know. */
function isTraceless(file: PythonFile, handler: PyHandler, node: PyStmt): boolean {
  switch (node.kind) {
    case "Pass": case "Continue": case "Break": return true;
    case "Return": return isInvented(file, node.value, node);
    case "Assign": return node.targets.every((target) => target.kind === "Name") && isInvented(file, node.value, node) && node.targets.every((target) => !isWatched(file, handler, lastName(target)));
    case "ExprStmt": return node.value.kind === "Call" && isPlainPrint(file, node.value);
    default: return false;
  }
}

const failing = /err|fail|unknown|invalid|unavail|miss|broken|bad|n\/a|not |none|warn|oops|sorry|could|skip|timeout/i;

/** A value that looks like an answer but is none; one that says "failed" is explicit, and a boolean answers a question. */
function isInvented(file: PythonFile, value: PyExpr | undefined, at: PyStmt): boolean {
  if (!value) return true;
  switch (value.kind) {
    case "Const": return value.value === null;
    case "Num": return at.kind === "Return" && value.value >= 0;
    case "Str": return value.holes.length === 0 && (value.value === "" || !failing.test(value.value)) && at.kind === "Return" && !value.isFormat;
    case "List": case "Set": return value.elements.length === 0;
    case "Tuple": return at.kind === "Return" && value.elements.every((one) => one.kind !== "Const" || one.value === null) && value.elements.every((one) => isInvented(file, one, at));
    case "Dict": return value.entries.length === 0;
    default: return false;
  }
}

/** The value is asked for later: `if x is None`, `if not x`. */
function isWatched(file: PythonFile, handler: PyHandler, name: string): boolean {
  const home = file.enclosingFunction(handler);
  const body = home?.kind === "FunctionDef" ? home.body : file.body;
  for (const node of running(file, body)) {
    if ((node.kind === "If" || node.kind === "Conditional" || node.kind === "While" || node.kind === "Assert") && node.start > handler.end && mentions(file, node.test, name)) return true;
    if (node.kind === "BoolOp" && node.start > handler.end && mentions(file, node, name)) return true;
  }
  return false;
}

function mentions(file: PythonFile, node: PyExpr, name: string): boolean {
  for (const one of running(file, [node])) if (one.kind === "Name" && one.id === name) return true;
  return false;
}

function isPlainPrint(file: PythonFile, node: PyExpr): boolean {
  if (node.kind !== "Call" || file.call(node).callee !== "builtins.print") return false;
  return node.args.every(({ name }) => name !== "file") && callsIn(file, [node]).every((call) => /^builtins\.(?:print|str|repr|type|format)$/.test(call.callee ?? ""));
}

function isPrinted(file: PythonFile, use: PyNode): boolean {
  for (let at: PyNode | undefined = use; at; at = at.parent) if (at.kind === "Call" && isPlainPrint(file, at)) return true;
  return false;
}

const cleaning = /^(?:close|aclose|shutdown|terminate|kill|disconnect|unlink|remove|rmtree|rmdir|rollback|cancel|join|stop|quit|exit|release|cleanup|clean_up|flush|detach|unsubscribe|delete|destroy|wait_closed|wait|dispose|logout|send_signal|unregister|deregister|teardown|tearDown|end|finish|clear|killpg|purge|drain|reset|empty_cache|untrack|__exit__|__aexit__|print|getattr|hasattr|isinstance|list|values|items|pop|get|isalive|is_alive|poll|Path|(?:delete|remove|drop|close|stop|kill|unlink|clear)_\w{1,40})$/i;
const cleaner = /(?:^|_)(?:close|aclose|cleanup|clean_up|shutdown|teardown|stop|dispose|exit|aexit|del|disconnect|terminate|kill|finalize|destroy)(?:_|$)/i;

/** Ending something that may have ended already: there is nobody left to tell. */
export function isCleanup(file: PythonFile, body: readonly PyStmt[], place: PyTry | undefined): boolean {
  const home = place && file.enclosingFunction(place);
  if (home?.kind === "FunctionDef" && cleaner.test(home.name)) return true;
  const calls = callsIn(file, body);
  return calls.length > 0 && body.every((one) => one.kind !== "Return") && calls.every((call) => cleaning.test(call.method)) && calls.some((call) => !/^(?:print|getattr|get|pop|list|join|values|items)$/.test(call.method));
}

/** Trying an import, or whether something is there at all: the answer is the outcome. */
export function isProbe(file: PythonFile, node: PyTry): boolean {
  const body = withoutFiller(node.body);
  if (body.length > 0 && body.some((one) => one.kind === "Import" || one.kind === "ImportFrom")) return true;
  const calls = callsIn(file, body);
  if (body.length === 1 && calls.length > 0 && calls.every((call) => /^builtins\.(?:int|float|str|repr|len|isinstance|getattr|bool|type|hasattr|bytes|issubclass)$|^(?:inspect|ast|json|uuid|datetime|ipaddress|importlib|urllib\.parse|locale|platform|os\.path|shutil|tempfile)\./.test(call.callee ?? "")) ) return true;
  return body.length === 1 && calls.length === 0;
}

/** The types that a reader sees in the header: `Exception`, or nothing for a bare except. */
export function shownTypes(file: PythonFile, handler: PyHandler): string {
  return handler.type ? caughtTypes(file, handler.type).map((one) => one.replace(/^builtins\./, "")).join(", ") : "";
}
