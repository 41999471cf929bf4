/** What bounds a wait from outside the call: deadlines around it, a default for all sockets, sessions that were given one. */
import type { PyCall, PyClassDef, PyExpr, PyFunctionDef, PyNode, PyValue, PythonFile } from "../../api.ts";
import { isStubMethod, poolTypes, sessionTypes, timeoutObjects } from "./waiting-calls.ts";

const sessions = new Set(sessionTypes);
const pools = new Set(poolTypes);
const deadlineName = /time_?out|deadline|fail_after|move_on_after|time_?limit/i;
const sessionMethods = /^(get|options|head|post|put|patch|delete|request|send)$/;
/** The adapter that comes with requests: it has no timeout of its own. */
const plainAdapters = new Set(["requests.adapters.HTTPAdapter", "requests.HTTPAdapter"]);

export interface FileBounds {
  /** Every socket of the process, or the process itself, has a limit. */
  readonly all: boolean;
  /** Some session of the file was given its timeout in a way that its calls do not show. */
  readonly sessions: boolean;
  readonly sockets: boolean;
  /** Channels whose calls get a deadline by configuration, or perhaps by an interceptor. */
  readonly channels: "none" | "perhaps" | "bound";
}

export function fileBounds(file: PythonFile): FileBounds {
  const signs = new Set(file.collect(signsOfBounds));
  return { all: signs.has("all"), sessions: signs.has("sessions"), channels: signs.has("channels") ? "bound" : signs.has("channels, perhaps") ? "perhaps" : "none", sockets: signs.has("sockets") };
}

type Sign = "all" | "sessions" | "sockets" | "channels" | "channels, perhaps";

function signsOfBounds(file: PythonFile): readonly Sign[] {
  const signs: Sign[] = [];
  for (const call of file.here.calls()) addSigns(file, call, signs);
  if (file.here.nodes("Assign").some((node) => node.targets.some((target) => isPatchedMethod(file, target, node.value)))) signs.push("sessions");
  if (/grpc\.service_config/.test(file.here.text)) signs.push("channels");
  return signs;
}

function addSigns(file: PythonFile, call: PyCall, signs: Sign[]): void {
  const { callee, method } = call;
  if (callee === "socket.setdefaulttimeout" ? !isNone(file, call.positional[0]) : callee === "signal.alarm" || callee === "signal.setitimer" || callee === "faulthandler.dump_traceback_later") signs.push("all");
  if (isTellingMount(file, call) || call.argument("gtimeout") !== undefined) signs.push("sessions");
  if (callee === "grpc.intercept_channel" || call.argument("interceptors") !== undefined) signs.push("channels, perhaps");
  if (method === "settimeout" && !isNone(file, call.positional[0]) || method === "setblocking") signs.push("sockets");
}

export function isNone(file: PythonFile, node: PyExpr | undefined): boolean {
  return node !== undefined && isNoneValue(file.valueOf(node));
}

function isNoneValue(value: PyValue): boolean {
  return value.kind === "none" || (value.kind === "any-of" && value.values.every(isNoneValue));
}

/** A timeout that never ends: None, `(3, None)`, a timeout object without a limit. */
export function isEndless(file: PythonFile, node: PyExpr): boolean {
  return isEndlessValue(file, file.valueOf(node));
}

function isEndlessValue(file: PythonFile, value: PyValue): boolean {
  if (value.kind === "any-of") return value.values.every((one) => isEndlessValue(file, one));
  if (value.kind === "tuple") return value.elements.length === 2 && isNone(file, value.elements[1]);
  if (value.kind !== "call") return value.kind === "none";
  const limits = timeoutObjects.get(value.of);
  if (!limits || value.call.spreadsUnknown || value.of.startsWith("aiohttp")) return false; // aiohttp's object is judged where it is made
  const given = limits.map(({ keyword, position }) => value.call.argument(keyword, position)).filter((one) => one !== undefined);
  if (value.of === "httpx.Timeout") return isNone(file, given[0]);
  return given.length > 0 && given.every((one) => isNone(file, one));
}

/** A deadline around the call: `with timeout(5)`, `wait_for(...)`, a decorator, a task's time limit. */
export function isInsideDeadline(file: PythonFile, call: PyCall): boolean {
  for (let at: PyNode | undefined = call.node.parent; at; at = at.parent) {
    if (at.kind === "With" && at.items.some(({ context }) => deadlineName.test(nameOf(context)))) return true;
    if (at.kind === "Call" && nameOf(at) === "wait_for" && at.args[1] && !isNone(file, at.args[1].value)) return true;
    if (at.kind === "FunctionDef" && at.decorators.some((one) => isDeadlineDecorator(one))) return true;
  }
  return false;
}

function isDeadlineDecorator(node: PyExpr): boolean {
  return deadlineName.test(nameOf(node)) || (node.kind === "Call" && node.args.some((argument) => argument.name !== undefined && deadlineName.test(argument.name)));
}

function nameOf(node: PyExpr): string {
  if (node.kind === "Call") return nameOf(node.func);
  return node.kind === "Attribute" ? node.attr : node.kind === "Name" ? node.id : "";
}

/** How sure it is that the object a method is called on has no timeout of its own. */
export function receiverBound(file: PythonFile, call: PyCall, bounds: FileBounds): "none" | "perhaps" | "bound" {
  if (call.callee && isStubMethod(call.callee)) return bounds.channels;
  return call.receiver ? boundOf(file, call.receiverValue()) : "none";
}

function boundOf(file: PythonFile, value: PyValue): "none" | "perhaps" | "bound" {
  switch (value.kind) {
    case "any-of": {
      const each = value.values.filter((one) => one.kind !== "none").map((one) => boundOf(file, one));
      return each.includes("bound") ? "bound" : each.includes("perhaps") ? "perhaps" : "none";
    }
    case "parameter": case "unknown": return "perhaps";
    case "instance": {
      const own = ownClass(file, value.of);
      return own ? classBound(file, own) : "perhaps";
    }
    case "call": {
      if (pools.has(value.of)) return value.call.spreadsUnknown || value.call.argument("timeout") ? "bound" : "none";
      if (value.of.startsWith("httpx.") || value.of.startsWith("ftplib.")) return value.call.spreadsUnknown || value.call.argument("timeout") ? "bound" : "none";
      const own = ownClass(file, value.of);
      if (own) return classBound(file, own);
      if (value.of === "socket.socket") return [...value.call.positional, value.call.argument("type")].some((one) => one && /DGRAM|AF_UNIX/.test(file.slice(one))) ? "bound" : "none";
      return "none";
    }
    default: return "none";
  }
}

/** A subclass that overrides how requests are made is judged by its own call to its base. */
function classBound(file: PythonFile, node: PyClassDef, seen: ReadonlySet<PyClassDef> = new Set()): "none" | "bound" {
  const overrides = node.body.some((one) => one.kind === "FunctionDef" && /^(request|send|__init__)$/.test(one.name) && mentionsTimeout(file, one));
  if (overrides) return "bound";
  return node.bases.some((base) => {
    const value = file.valueOf(base.value);
    const definition = value.kind === "symbol" ? value.definition : undefined;
    return definition?.kind === "ClassDef" && !seen.has(definition) && classBound(file, definition, new Set([...seen, node])) === "bound";
  }) ? "bound" : "none";
}

function mentionsTimeout(file: PythonFile, node: PyFunctionDef | PyClassDef): boolean {
  return /timeout/i.test(file.slice(node)) || node.name === "request" || node.name === "send";
}

function ownClass(file: PythonFile, of: string): PyClassDef | undefined {
  if (of.includes(".") && !of.startsWith(file.moduleName)) return undefined; // not of this file
  return file.collect(classesHere).find((one) => of.endsWith(`.${one.name}`) && of.startsWith(file.moduleName) || of === one.name);
}

const classesHere = (file: PythonFile): readonly PyClassDef[] => file.here.nodes("ClassDef");

/** `session.mount(prefix, adapter)` with an adapter that is not the plain one. */
function isTellingMount(file: PythonFile, call: PyCall): boolean {
  if (call.method !== "mount" || !(call.callee === undefined || sessions.has(call.callee.replace(/\.mount$/, "")))) return false;
  const adapter = call.argument("adapter", 1);
  if (!adapter) return false;
  const value = file.valueOf(adapter);
  if (value.kind !== "call") return true;
  if (plainAdapters.has(value.of)) return false;
  const own = ownClass(file, value.of);
  return !own || /timeout/i.test(file.slice(own));
}

/** `session.request = partial(session.request, timeout=5)`, `requests.get = with_timeout(requests.get)`. */
function isPatchedMethod(file: PythonFile, target: PyExpr, value: PyExpr): boolean {
  return target.kind === "Attribute" && sessionMethods.test(target.attr) && (value.kind === "Call" || value.kind === "Lambda" || value.kind === "Name") && /timeout|partial|wrap/i.test(file.slice(value));
}
