/** Libraries that call again after a failure, and loops that do so by hand. */
import type { JavaScriptFile, JsCall, JsCatch, JsExpr, JsFor, JsNode, JsObject, JsStmt, JsTry, JsWhile } from "../../api.ts";
import { lastName, within } from "../taint/tree.ts";

/** Calls that take a function and options about trying again. https://github.com/vercel/async-retry, sindresorhus/p-retry, IndigoUnited/node-promise-retry, tim-kos/node-retry */
export const retryCalls: ReadonlyMap<string, { readonly options: number }> = new Map([
  ["async-retry", { options: 1 }], ["p-retry", { options: 1 }], ["promise-retry", { options: 1 }], ["promise-retry.promiseRetry", { options: 1 }], ["retry.operation", { options: 0 }], ["retry.timeouts", { options: 0 }],
  ["axios-retry", { options: 1 }], ["exponential-backoff.backOff", { options: 1 }], ["ts-retry-promise.retry", { options: 1 }], ["@lifeomic/attempt.retry", { options: 1 }], ["async.retry", { options: 0 }], ["radash.retry", { options: 0 }],
]);
/** Options that say how often, by any of these libraries. */
export const counts: ReadonlySet<string> = new Set(["retries", "numOfAttempts", "maxAttempts", "times", "limit"]);

export interface RetryLoop {
  readonly loop: JsWhile | JsFor;
  readonly tried: JsTry;
  readonly handler: JsCatch;
}

const interactive = /^(?:question|prompt|ask|input|confirm|read|next|shift|pop|receive|take|poll|dequeue|recv)$/;

/** A loop that tries something until it works: success leaves the loop, a failure goes round again. */
export function retryLoopIn(file: JavaScriptFile, loop: JsWhile | JsFor): RetryLoop | undefined {
  const body = loop.body.kind === "Block" ? loop.body.body : [loop.body];
  const place = body.findIndex((one) => one.kind === "Try");
  const tried = body[place];
  if (tried?.kind !== "Try" || !tried.handler || within(loop.body).some((one) => one.kind === "Yield")) return undefined;
  const { handler } = tried;
  if (!leaves(tried.body.body.at(-1)) && !leaves(body.slice(place + 1).at(-1))) return undefined;
  const steps = within(tried.body);
  if (!steps.some((one) => one.kind === "Await") || steps.some((one) => one.kind === "Call" && interactive.test(lastName(one.callee)))) return undefined;
  return within(handler.body).some(isWayOut) ? undefined : { loop, tried, handler };
}

/** `while (!done) { try { await send(); done = true; } catch (e) { log(e); } }`: only success sets the flag. */
export function isFlagLoop(file: JavaScriptFile, { test, body }: JsWhile): boolean {
  const flag = test.kind === "Unary" && test.op === "!" && test.operand.kind === "Name" ? test.operand.id : undefined;
  const tried = body.kind === "Block" ? body.body.find((one) => one.kind === "Try") : undefined;
  if (flag === undefined || tried?.kind !== "Try" || !tried.handler) return false;
  const sets = (one: JsNode) => one.kind === "Assign" && one.target.kind === "Name" && one.target.id === flag;
  const steps = within(tried.body);
  const isSet = tried.body.body.some((one) => one.kind === "ExprStmt" && sets(one.value));
  if (!isSet || !steps.some((one) => one.kind === "Await") || steps.some((one) => one.kind === "Call" && interactive.test(lastName(one.callee)))) return false;
  const others = within(body).filter((one) => !steps.includes(one));
  return !others.some((one) => isWayOut(one) || sets(one)) && !/attempt|retr|tries|max|deadline|elapsed|timeout|count/i.test(file.slice(body));
}

function leaves(node: JsStmt | undefined): boolean {
  if (node?.kind === "If") return leaves(node.then.kind === "Block" ? node.then.body.at(-1) : node.then);
  return node?.kind === "Return" || node?.kind === "Break";
}

function isWayOut(node: JsNode): boolean {
  if (node.kind === "Call") return /^(?:exit|abort|fail|reject|throwIfAborted|throwError)$/.test(lastName(node.callee));
  return node.kind === "Throw" || node.kind === "Return" || node.kind === "Break";
}

/** Waits between two attempts: `await sleep(1000)`, `setTimeout(resolve, ms)`. */
export function waitsIn(node: JsNode): JsExpr[] {
  return within(node, true).flatMap((one) => {
    if (one.kind !== "Call") return [];
    const name = lastName(one.callee);
    if (name === "setTimeout") return one.args[1] ? [one.args[1]] : one.args[0] ? [one.args[0]] : [];
    return /sleep|delay|wait|pause|backoff/i.test(name) ? [one.args[0] ?? one] : [];
  });
}

/** The same number every time. */
export function isConstantWait(file: JavaScriptFile, node: JsExpr): boolean {
  return node.kind === "Num" || file.valueOf(node).kind === "number" || (node.kind === "Binary" && node.op === "*" && isConstantWait(file, node.left) && isConstantWait(file, node.right)) || /^[A-Z][A-Z0-9_]+$/.test(lastName(node));
}

/** The options literal of a retry library's call. */
export function retryOptions(file: JavaScriptFile, call: JsCall): { readonly entries: ReadonlyMap<string, JsExpr>; readonly open: boolean; readonly node: JsObject | undefined } | undefined {
  const known = retryCalls.get(call.callee ?? "");
  const argument = known && !call.spreadsUnknown ? call.argument(known.options) : undefined;
  if (!known) return undefined;
  if (!argument) return { entries: new Map(), open: false, node: undefined };
  const value = file.valueOf(argument);
  return value.kind === "object" ? { entries: value.entries, open: value.open, node: argument.kind === "Object" ? argument : undefined } : undefined;
}
