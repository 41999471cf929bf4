/** Libraries that call again after a failure, and loops that do so by hand. */
import type { PyCall, PyExpr, PyFor, PyHandler, PyNode, PyTry, PyWhile, PythonFile } from "../../api.ts";
import { callsIn, lastName, runs } from "./code.ts";
import { breadthOf, caughtTypes } from "./exceptions.ts";

export interface RetryLibrary {
  /** Any of these arguments ends it; with `position` the first one also stands there. */
  readonly stops: readonly string[];
  readonly stopPosition?: number;
  /** What the fix adds, with what has to be imported for it. */
  readonly stop: { readonly text: string; readonly module?: string; readonly name?: string };
  readonly source: string;
}

const tenacity: RetryLibrary = { stops: ["stop"], stopPosition: 1, stop: { text: "stop=stop_after_attempt(5)", module: "tenacity", name: "stop_after_attempt" }, source: "https://tenacity.readthedocs.io/en/latest/#stopping" };
const backoff: RetryLibrary = { stops: ["max_tries", "max_time", "giveup"], stop: { text: "max_tries=5" }, source: "https://github.com/litl/backoff#backoffon_exception" };
const retrying: RetryLibrary = { stops: ["stop_max_attempt_number", "stop_max_delay", "stop", "stop_func"], stop: { text: "stop_max_attempt_number=5" }, source: "https://github.com/rholder/retrying#examples" };
const stamina: RetryLibrary = { stops: ["attempts", "timeout"], stop: { text: "attempts=10" }, source: "https://stamina.hynek.me/en/stable/api.html#stamina.retry" };
const retry: RetryLibrary = { stops: ["tries"], stopPosition: 1, stop: { text: "tries=5" }, source: "https://github.com/invl/retry#retry-decorator" };

/** Libraries that go on for ever unless told. stamina, Celery and urllib3 stop by themselves. */
export const endlessByDefault: ReadonlyMap<string, RetryLibrary> = new Map([
  ["tenacity.retry", tenacity], ["tenacity.Retrying", tenacity], ["tenacity.AsyncRetrying", tenacity],
  ["backoff.on_exception", backoff], ["retrying.retry", retrying], ["retry.retry", retry], ["retry.api.retry", retry],
]);

/** Libraries with limits of their own, which can be taken away one and all. */
export const endlessWhenTold: ReadonlyMap<string, RetryLibrary> = new Map([["stamina.retry", stamina], ["stamina.retry_context", stamina]]);

/** urllib3's Retry waits between attempts only when given a factor: https://urllib3.readthedocs.io/en/stable/reference/urllib3.util.html#urllib3.util.Retry */
export const urllib3Retry = /^(?:urllib3\.(?:util\.)?(?:retry\.)?Retry|requests\.packages\.urllib3\.util\.(?:retry\.)?Retry|requests\.adapters\.Retry)$/;

const remote = /Connect|Timeout|RequestException|RequestError|HTTP|Operational|Network|Socket|socket\.error|OSError|IOError|RateLimit|API(?:Status|Response)?Error|ClientError|Unavailable|Transport|Kafka|Broker|URLError|Redis|AMQP|Pika|Interface/;
const interactive = /^(?:input|prompt|ask|readline|getpass|confirm|getch|raw_input)$/;

/** An error that trying again may cure: anything, or something about a connection. */
export function isWorthRetrying(file: PythonFile, handler: PyHandler): boolean {
  if (breadthOf(file, handler.type) !== "narrow") return true;
  return handler.type !== undefined && caughtTypes(file, handler.type).some((name) => remote.test(name));
}

/** A loop that tries something until it works: success leaves the loop, a failure goes round again. */
export interface RetryLoop {
  readonly loop: PyWhile | PyFor;
  readonly tried: PyTry;
  readonly handler: PyHandler;
}

export function retryLoopIn(file: PythonFile, loop: PyWhile | PyFor): RetryLoop | undefined {
  const place = loop.body.findIndex((one) => one.kind === "Try");
  const tried = loop.body[place];
  if (tried?.kind !== "Try" || runs(file, loop.body, (node) => node.kind === "Yield" || node.kind === "YieldFrom")) return undefined;
  const after = loop.body.slice(place + 1);
  if (callsIn(file, loop.body).some((call) => interactive.test(call.method))) return undefined;
  if (!leaves(tried.body.at(-1)) && !leaves(tried.orelse.at(-1)) && !leaves(after.at(-1)) && !clearsFlag(file, loop, tried)) return undefined;
  if (callsIn(file, tried.body).length === 0) return undefined;
  const handler = tried.handlers.find((one) => isWorthRetrying(file, one) && !runs(file, one.body, isWayOut) && !callsIn(file, one.body).some((call) => /^(?:exit|_exit|fail|abort|skip)$/.test(call.method)));
  return handler && { loop, tried, handler };
}

function leaves(node: PyNode | undefined): boolean {
  if (node?.kind === "With") return leaves(node.body.at(-1));
  return node?.kind === "Return" || node?.kind === "Break";
}

/** The name that `while not done` asks, or `while result is None`. */
export function flagOf(loop: PyWhile): string | undefined {
  const { test } = loop;
  if (test.kind === "Unary" && test.op === "not" && test.operand.kind === "Name") return test.operand.id;
  const [right] = test.kind === "Compare" ? test.rights : [];
  return test.kind === "Compare" && test.left.kind === "Name" && right?.kind === "Const" && (right.value === null || right.value === false) && /^(?:is|==)$/.test(test.ops[0] ?? "") ? test.left.id : undefined;
}

/** Success sets the name that the loop asks, which nothing else in it does. */
function clearsFlag(file: PythonFile, loop: PyWhile | PyFor, { body, orelse, handlers }: PyTry): boolean {
  const flag = loop.kind === "While" ? flagOf(loop) : undefined;
  if (flag === undefined) return false;
  const sets = (nodes: readonly PyNode[]) => runs(file, nodes, (node) => node.kind === "Assign" && node.targets.some((target) => target.kind === "Name" && target.id === flag));
  return [...body, ...orelse].some((one) => one.kind === "Assign" && sets([one])) && !handlers.some((one) => sets(one.body));
}

function isWayOut(node: PyNode): boolean {
  return node.kind === "Return" || node.kind === "Break" || node.kind === "Raise";
}

/** Pauses in the handler, or anywhere in the loop. */
export function pausesIn(file: PythonFile, loop: PyWhile | PyFor): readonly PyCall[] {
  return callsIn(file, loop.body).filter((call) => /^(?:sleep|wait|wait_for|delay|backoff|pause|usleep|sleep_for|countdown|apply_async)$|sleep|backoff|wait/i.test(call.method));
}

/** A pause whose length is the same every time. */
export function isConstant(file: PythonFile, pause: PyCall): boolean {
  const [length] = pause.positional;
  return /^(?:time|asyncio|trio|anyio|gevent|eventlet)\.sleep$/.test(pause.callee ?? "") && length !== undefined && file.valueOf(length).kind === "number";
}

/** `@retry` without parentheses, or undefined. */
export function bareDecorator(file: PythonFile, node: PyExpr): string | undefined {
  if (node.kind === "Call") return undefined;
  const value = file.valueOf(node);
  return value.kind === "symbol" && lastName(node) === "retry" ? value.name : undefined;
}
