/** Finds retries that come back at once, or all at the same time. */
import { javascriptRule, type Finding, type Fix, type JavaScriptFile, type JsCall, type JsExpr, type JsFor, type JsFunction, type JsWhile, type Span } from "../api.ts";
import { isConstantWait, retryLoopIn, retryOptions, waitsIn, type RetryLoop } from "./knowledge/retries.ts";
import { isBrowserCode } from "./knowledge/surroundings.ts";
import { indentOf } from "./taint/edits.ts";
import { functionName, lastName, short, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/retry-without-backoff",
  title: "Retry without growing waits",
  severity: { default: "warning", constant: "info", aside: "hint" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "Retries that follow at once multiply the load on a service at the moment it is failing: three attempts make every outage three times as heavy. When all callers wait equally long, they come back together and knock it over again.",
  remedy: "Wait longer after every attempt and add chance to the wait: `retryDelay: axiosRetry.exponentialDelay`, `{ randomize: true }` in p-retry, `Math.random() * 2 ** attempt * 100` by hand.",
  silent: "When the wait cannot be read; for loops that try another way each time (the counter is used as more than a counter); for libraries whose waits grow by themselves (p-retry, async-retry, got). A constant wait is information. Browser code and tests get a hint.",
  references: ["https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/", "https://github.com/softonic/axios-retry#options", "https://rxjs.dev/api/operators/retry"],
  examples: [
    {
      title: "axios-retry waits only when told to",
      bad: "import axios from \"axios\";\nimport axiosRetry from \"axios-retry\";\n\nconst client = axios.create({ timeout: 5_000 });\n«axiosRetry»(client, { retries: 3 });\n",
      good: "import axios from \"axios\";\nimport axiosRetry from \"axios-retry\";\n\nconst client = axios.create({ timeout: 5_000 });\naxiosRetry(client, { retries: 3, retryDelay: axiosRetry.exponentialDelay });\n",
    },
    {
      title: "A loop by hand",
      bad: "export async function load(url: string) {\n  «for» (let attempt = 0; attempt < 3; attempt++) {\n    try {\n      return await client.get(url);\n    } catch (error) {\n      logger.warn({ error }, \"trying again\");\n    }\n  }\n  throw new Error(\"no answer\");\n}\n",
      good: "export async function load(url: string) {\n  for (let attempt = 0; attempt < 3; attempt++) {\n    try {\n      return await client.get(url);\n    } catch (error) {\n      logger.warn({ error }, \"trying again\");\n      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** attempt * 1000));\n    }\n  }\n  throw new Error(\"no answer\");\n}\n",
    },
    {
      title: "rxjs with a number",
      bad: "import { retry } from \"rxjs\";\n\nexport const price = (http, sku) => http.get(`/prices/${sku}`).pipe(«retry»(3));\n",
      good: "import { retry, timer } from \"rxjs\";\n\nexport const price = (http, sku) => http.get(`/prices/${sku}`).pipe(retry({ count: 3, delay: (_, n) => timer(Math.random() * 2 ** n * 100) }));\n",
    },
  ],
  prefilter: /retr|\bcatch\b/i,

  judges: "statements",
  *check(file, context) {
    for (const one of found(file)) yield { ...one, ...((context.isTest || isBrowserCode(file)) && { variant: "aside" }), confidence: one.confidence ?? "likely" };
  },
});

function* found(file: JavaScriptFile): Generator<Finding> {
  for (const call of file.here.calls()) yield* ofCall(file, call);
  for (const loop of file.here.nodes("For")) {
    const retry = countingRetry(file, loop);
    if (!retry) continue;
    const waits = waitsIn(loop.body);
    const at = { start: loop.start, end: loop.start + "for".length };
    if (waits.length === 0) yield atOnce(at, "for", growing, loopFix(file, retry));
    else if (waits.every((wait) => isConstantWait(file, wait))) yield { at, variant: "constant", message: "`for` waits equally long after every failure: all callers come back together and knock a recovering service over again. Let the wait grow, with some chance in it." };
  }
  for (const loop of file.here.nodes("While")) {
    if (isCountedRetry(file, loop) && waitsIn(loop.body).length === 0) yield atOnce({ start: loop.start, end: loop.start + (loop.isDo ? "do" : "while").length }, loop.isDo ? "do" : "while", growing, undefined);
  }
  for (const fn of file.here.functions()) yield* ofRecursion(file, fn);
}

const growing = "Wait longer after every attempt, with some chance in it.";

/** `while (attempts < 3) { try { return await load(); } catch (e) { attempts++; } }` */
function isCountedRetry(file: JavaScriptFile, loop: JsWhile): boolean {
  const retry = retryLoopIn(file, loop) ?? retryWithLastThrow(file, loop);
  const counters = new Set(within(loop.body).flatMap((one) => (one.kind === "Unary" && /^(?:\+\+|--)$/.test(one.op) && one.operand.kind === "Name" ? [one.operand.id] : one.kind === "Assign" && /^[+-]=$/.test(one.op) && one.target.kind === "Name" ? [one.target.id] : [])));
  if (!retry || !within(loop.test).some((one) => one.kind === "Name" && counters.has(one.id))) return false;
  return !within(retry.tried.body, true).some((one) => one.kind === "Name" && counters.has(one.id) && one.parent?.kind !== "Unary" && !isShown(one));
}

/** `catch (e) { if (left === 0) throw e; return load(url, left - 1); }` */
function* ofRecursion(file: JavaScriptFile, fn: JsFunction): Generator<Finding> {
  const name = functionName(fn);
  const params = new Set(fn.params.flatMap(({ target }) => (target.kind === "Name" ? [target.id] : [])));
  if (!fn.isAsync || name === "" || params.size === 0) return;
  for (const handler of within(fn)) {
    if (handler.kind !== "Catch" || waitsIn(handler).length > 0) continue;
    const again = within(handler.body).find((one) => one.kind === "Call" && lastName(one.callee) === name && one.args.some((arg) => isCountedOn(arg, params)));
    if (again?.kind === "Call" && waitsIn(fn).length === 0) yield atOnce(again.callee.kind === "Member" ? again.callee.propertyAt : again.callee, name, growing, undefined);
  }
}

/** `left - 1`, `attempt + 1`. */
function isCountedOn(node: JsExpr, params: ReadonlySet<string>): boolean {
  return node.kind === "Binary" && /^[+-]$/.test(node.op) && node.left.kind === "Name" && params.has(node.left.id) && node.right.kind === "Num" && /attempt|retr|tries|left|times|count|depth|^n$|^i$|max/i.test(node.left.id);
}

function* ofCall(file: JavaScriptFile, call: JsCall): Generator<Finding> {
  const callee = call.callee ?? "";
  const [first] = call.args;
  if (/^rxjs(?:\/operators)?\.retry$/.test(callee) && first) {
    const count = file.valueOf(first);
    const isBare = (count.kind === "number" && count.value > 0) || (count.kind === "object" && !count.open && !count.entries.has("delay"));
    const fix: Fix | undefined = first.kind === "Num" ? { title: "Pass a delay", safe: false, edits: [{ at: { start: first.start, end: first.end }, text: `{ count: ${first.text}, delay: 1000 }` }] } : undefined;
    if (isBare) yield atOnce(call.name, short(file, call.node.callee), "Pass `{ count, delay }` with a delay that grows.", fix);
    return;
  }
  if (callee === "async.retry" && first && file.valueOf(first).kind === "number") yield atOnce(call.name, short(file, call.node.callee), "Pass `{ times, interval }` with an interval that grows.", undefined);
  const options = retryOptions(file, call);
  if (!options || options.open) return;
  if (callee === "axios-retry" && !options.entries.has("retryDelay")) {
    const name = file.slice(call.node.callee);
    const added = `retryDelay: ${name}.exponentialDelay`;
    const edit = options.node ? file.addProperty(options.node, added) : call.args.length === 1 ? file.addArgument(call.node, `{ ${added} }`) : undefined;
    yield atOnce(call.name, short(file, call.node.callee), `Pass \`${added}\`.`, edit && /^[\w$]+$/.test(name) ? { title: `Pass ${added}`, safe: false, edits: [edit] } : undefined);
  }
  const delay = callee === "axios-retry" ? options.entries.get("retryDelay") : undefined;
  if (delay && isSameDelay(file, delay)) yield { at: { start: delay.start, end: delay.end }, variant: "constant", message: `\`${short(file, delay, 40)}\` waits equally long after every failure: all callers come back together and knock a recovering service over again. Pass \`axiosRetry.exponentialDelay\`.` };
  if (callee === "async.retry") {
    if (options.entries.has("times") && !options.entries.has("interval")) yield atOnce(call.name, short(file, call.node.callee), "Pass `{ times, interval }` with an interval that grows.", undefined);
  }
  const factor = options.entries.get("factor");
  const value = factor && file.valueOf(factor);
  if (factor && value?.kind === "number" && value.value === 1 && factor.parent?.kind === "Property") yield { at: { start: factor.parent.start, end: factor.parent.end }, variant: "constant", message: "`factor: 1` waits equally long after every failure: all callers come back together and knock a recovering service over again. Use 2, and `randomize: true`." };
}

/** `() => 1000` */
function isSameDelay(file: JavaScriptFile, node: JsExpr): boolean {
  const value = file.valueOf(node);
  if (value.kind !== "function") return false;
  const [only, ...others] = value.function.body;
  const result = value.function.result ?? (only?.kind === "Return" && others.length === 0 ? only.value : undefined);
  return result !== undefined && isConstantWait(file, result);
}

function atOnce(at: Span, name: string, remedy: string, fix: Fix | undefined): Finding {
  return {
    at: { start: at.start, end: at.end },
    message: `\`${name}\` tries again at once after a failure: a service that is failing gets several times its load at that moment. ${remedy}`,
    ...(fix && { fixes: [fix] }),
  };
}

/** `for (let attempt = 0; attempt < 3; attempt++)` around a `try` whose success leaves it; the counter only counts. */
function countingRetry(file: JavaScriptFile, loop: JsFor): RetryLoop | undefined {
  if (loop.how !== "classic" || loop.head.length === 0) return undefined;
  const retry = retryLoopIn(file, loop) ?? retryWithLastThrow(file, loop);
  const [head] = loop.head;
  const counter = head?.kind === "Variables" ? head.declarations[0]?.target : undefined;
  if (!retry || counter?.kind !== "Name") return undefined;
  const isUsed = within(loop.body, true).some((one) => one.kind === "Name" && one.id === counter.id && !isShown(one) && (one.parent?.kind === "Member" || within(retry.tried.body, true).includes(one)));
  return isUsed ? undefined : retry;
}

/** `catch (error) { if (attempt === 2) throw error; }`: gives up, but does not wait. */
function retryWithLastThrow(file: JavaScriptFile, loop: JsFor | JsWhile): RetryLoop | undefined {
  const body = loop.body.kind === "Block" ? loop.body.body : [];
  const tried = body.find((one) => one.kind === "Try");
  if (tried?.kind !== "Try" || !tried.handler || tried.body.body.at(-1)?.kind !== "Return" || !within(tried.body).some((one) => one.kind === "Await")) return undefined;
  const rest = tried.handler.body.body;
  const isLast = rest.some((one) => one.kind === "If" && within(one.then).some((node) => node.kind === "Throw") && /attempt|retr|tries|max|\bi\b/i.test(file.slice(one.test)) && !/instanceof|\.code\b|\.name\b/.test(file.slice(one.test))); // a kind of error is no outage
  return isLast && rest.at(-1)?.kind !== "Throw" && rest.at(-1)?.kind !== "Return" ? { loop, tried, handler: tried.handler } : undefined;
}

/** Part of a message. */
function isShown(node: { readonly parent: { readonly kind: string } | undefined }): boolean {
  return node.parent?.kind === "Template";
}

function loopFix(file: JavaScriptFile, { loop, handler }: RetryLoop): Fix | undefined {
  const [head] = loop.kind === "For" ? loop.head : [];
  const counter = head?.kind === "Variables" ? head.declarations[0]?.target : undefined;
  const last = handler.body.body.at(-1);
  const indent = last && indentOf(file, last);
  if (counter?.kind !== "Name" || !last || indent === undefined || !file.enclosingFunction(loop)?.isAsync || last.kind === "Continue") return undefined;
  const lineBreak = file.lineBreak;
  const text = `${lineBreak}${indent}await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** ${counter.id} * 1000));`;
  return { title: "Wait longer after every attempt", safe: false, edits: [{ at: { start: last.end, end: last.end }, text }] };
}
