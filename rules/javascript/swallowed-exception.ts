/** Finds handlers that lose the error: nobody will know that it happened. */
import { javascriptRule, type Edit, type Finding, type Fix, type JavaScriptFile, type JsCall, type JsCatch, type JsExpr, type JsFunction, type JsNode, type JsStmt, type JsTry, type RuleContext, type Span } from "../api.ts";
import { isBrowserCode } from "./knowledge/surroundings.ts";
import { hasReason, invented, isCleanup, isInvented, isProbe, isPureReading, isWatched, lossOf, type Loss } from "./knowledge/swallows.ts";
import { indentOf } from "./taint/edits.ts";
import { ancestors, firstName, functionName, lastName, plain, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/swallowed-exception",
  title: "Error caught and lost",
  severity: { default: "warning", aside: "hint" },
  principle: "resilience",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "`catch` in JavaScript catches everything, also what nobody thought of: a renamed field, a full disk, a typo. When its body leaves no trace, the caller takes the invented answer for a real one, dashboards stay green, and the fault is found weeks later in the data.",
  remedy: "Let the error through, or handle the one that is expected (`if (error.code !== \"ENOENT\") throw error`) and log the rest with the error itself, not only a sentence.",
  silent: "When the handler uses the error in any way, raises, answers with an explicit failure (`false`, an error text, a status) or calls anything that may; for cleaning up (`close`, `unlink`, `rollback`) and probing (`JSON.parse`, `new URL`, whether a file exists); when the missing result is asked for afterwards; for a promise that is awaited elsewhere too. A handler that explains itself in a comment, browser code and tests get a hint.",
  references: ["https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Statements/try...catch", "https://eslint.org/docs/latest/rules/no-empty", "https://eslint.org/docs/latest/rules/no-unsafe-finally"],
  examples: [
    {
      title: "An invented answer",
      bad: "export async function ordersOf(customer: string) {\n  try {\n    return await store.orders(customer);\n  } «catch» {\n    return [];\n  }\n}\n",
      good: "export async function ordersOf(customer: string) {\n  try {\n    return await store.orders(customer);\n  } catch (error) {\n    logger.error({ error, customer }, \"orders could not be read\");\n    throw error;\n  }\n}\n",
    },
    {
      title: "Nothing at all",
      path: "publish.js",
      bad: "async function publish(event) {\n  try {\n    await broker.send(event);\n  } «catch (e)» {}\n}\n",
      good: "async function publish(event) {\n  try {\n    await broker.send(event);\n  } catch (e) {\n    logger.error(\"event was not published\", e);\n    throw e;\n  }\n}\n",
    },
    {
      title: "A promise whose failure nobody hears",
      bad: "export function book(order: Order) {\n  ledger.write(order).«catch»(() => {});\n  return order.id;\n}\n",
      good: "export async function book(order: Order) {\n  await ledger.write(order);\n  return order.id;\n}\n",
    },
    {
      title: "A return in finally discards the error too",
      bad: "function total(rows) {\n  let sum = 0;\n  try {\n    sum = add(rows);\n  } finally {\n    «return» sum;\n  }\n}\n",
      good: "function total(rows) {\n  try {\n    return add(rows);\n  } finally {\n    release(rows);\n  }\n}\n",
    },
  ],
  prefilter: /\bcatch\b|\bfinally\b|\.then\b|uncaughtException|unhandledRejection/,

  judges: "statements",
  *check(file, context) {
    for (const node of file.here.nodes("Try")) {
      yield* ofTry(file, context, node);
      if (node.finalizer) for (const one of within(node.finalizer)) if (one.kind === "Return") yield jumpFinding(context, one);
    }
    for (const call of file.here.calls()) {
      const rescue = rescueOf(file, call);
      if (rescue) yield* ofRescue(file, context, call, rescue);
      else yield* ofProcess(file, context, call);
    }
  },
});

const losing: Readonly<Record<Loss, string>> = {
  nothing: "and does nothing with it: the fault leaves no trace and the code goes on as if all were well",
  value: "and answers with an invented value: callers take it for a real one, and the fault shows up weeks later as wrong data",
  null: "and makes it `null`: callers cannot tell the failure from an absence, and nobody sees it",
  undefined: "and makes it `undefined`: callers cannot tell the failure from an absence, and nobody sees it",
  print: "and prints a sentence without the error: nobody can tell what failed, and the code goes on as if all were well",
  next: "and goes on to the next: what failed is missing from the result and nobody is told",
};

function* ofTry(file: JavaScriptFile, context: RuleContext, node: JsTry): Generator<Finding> {
  const { handler } = node;
  const around = nameAround(file, node);
  if (!handler || isProbe(node.body) || isCleanup(file, node.body, around) || isInFinally(node) || saysSo.test(around)) return;
  const pure = isPureReading(node.body);
  if (pure === "certain") return;
  const loss = lossOf(file, handler.body.body, handler.param);
  if (!loss || (loss === "nothing" && isAnsweredAfter(file, node))) return;
  const header = file.slice({ start: handler.start, end: handler.body.start }).trimEnd();
  const at = { start: handler.start, end: handler.start + header.length };
  const fix = fixFor(file, node);
  yield {
    at,
    message: `\`${header.replace(/\s+/g, " ")}\` takes every error ${losing[loss]}. Handle the one that is expected, and log the rest with the error or let it through.`,
    variant: isAside(file, context) ? "aside" : "default",
    confidence: pure !== undefined || hasReason(file, handler) || isNamedAway(handler) || isOneRead(node) ? "possible" : "likely",
    ...(fix && { fixes: [fix] }),
  };
}

/** `catch (ignored)` */
function isNamedAway({ param }: JsCatch): boolean {
  return param?.kind === "Name" && /^_?(?:ignored?|expected|unused|noop)$/i.test(param.id);
}

/** The name promises nothing: `tryParse`, `safeLookup`, `userOrNull`. */
const saysSo = /^(?:try|safe|safely|maybe|attempt|can|is|has|exists|probe|detect|check)(?:[A-Z_]|$)|(?:OrNull|OrUndefined|OrDefault|OrEmpty|Safe|Safely|IfExists|IfPresent|Silently|NoThrow|BestEffort)$/;

/** `try { return await readFile(path) } catch { return null }`: mostly asks whether the file is there. */
function isOneRead({ body }: JsTry): boolean {
  const calls = within(body).filter((one) => one.kind === "Call");
  return calls.length > 0 && calls.every((one) => one.kind === "Call" && /^(?:(?:read(?:File|dir|link|Json)|opendir|l?stat|realpath|access)(?:Sync)?|execSync|toString|trim|join|resolve|cwd|parse|require|map|filter|slice)$/.test(lastName(one.callee)));
}

/** `try { return await a() } catch {} return b()`, or a loop that tries the next way: the failure has its answer. */
function isAnsweredAfter(file: JavaScriptFile, node: JsTry): boolean {
  const next = nextAfter(file, node);
  const mayLeave = within(node.body).some((one) => one.kind === "Return" || one.kind === "Break");
  if (mayLeave && next) return next.kind === "Throw" || next.kind === "Try" || (next.kind === "Return" && next.value !== undefined && !isInvented(file, next.value)) || next.kind === "ExprStmt" || next.kind === "Variables";
  for (const one of within(node.body)) {
    if (one.kind === "Assign" && one.target.kind === "Name" && isWatched(file, one.target, node.end)) return true;
  }
  return false;
}

/** What runs after a statement, also when it is the last one of an `if`. */
function nextAfter(file: JavaScriptFile, node: JsStmt): JsStmt | undefined {
  for (let at: JsNode | undefined = node; at; at = at.parent) {
    const parent: JsNode | undefined = at.parent;
    const siblings: readonly JsNode[] = parent === undefined ? file.body : parent.kind === "Block" || parent.kind === "Function" ? parent.body : [];
    const next = siblings[siblings.indexOf(at) + 1];
    if (next) return next as JsStmt;
    if (parent?.kind !== "Block" && parent?.kind !== "If") return undefined;
  }
  return undefined;
}

function isInFinally(node: JsTry): boolean {
  let below: JsNode = node;
  for (const at of ancestors(node)) {
    if (at.kind === "Try" && (at.finalizer === below || at.handler === below)) return true;
    if (at.kind === "Function") return false;
    below = at;
  }
  return false;
}

function jumpFinding(context: RuleContext, { start }: Span): Finding {
  return {
    at: { start, end: start + "return".length },
    message: "`return` in `finally` discards whatever error was on its way: callers take the answer for a good one. Return after the `try`.",
    variant: context.isTest ? "aside" : "default",
    confidence: "certain",
  };
}

/** What a promise's failure is handed to: the function in `.catch(f)` or `.then(g, f)`. */
function rescueOf(file: JavaScriptFile, call: JsCall): JsFunction | "noop" | undefined {
  const node = call.receiver && !call.isNew ? (call.method === "catch" && call.args.length === 1 ? call.args[0] : call.method === "then" ? call.args[1] : undefined) : undefined;
  if (!node) return undefined;
  if (node.kind === "Function") return node;
  return /(?:^|\.)noop$/i.test(file.slice(node)) ? "noop" : undefined;
}

function* ofRescue(file: JavaScriptFile, context: RuleContext, call: JsCall, rescue: JsFunction | "noop"): Generator<Finding> {
  const { receiver } = call;
  if (!receiver || isSchema(file, receiver) || isProbe(receiver) || isCleanup(file, receiver, nameAround(file, call.node)) || isAwaitedElsewhere(file, receiver)) return;
  const loss = rescue === "noop" ? "nothing" : rescueLoss(file, rescue);
  if (!loss || isAskedFor(file, call.node)) return;
  yield {
    at: call.name,
    message: `\`.${call.method}\` takes every error of \`${lastName(receiver) || "this promise"}\` ${losing[isAnswer(loss) && isUnused(call.node) ? "nothing" : loss]}. Log it with the error, or let it through.`,
    variant: isAside(file, context) ? "aside" : "default",
    confidence: (rescue !== "noop" && hasReason(file, rescue)) || isMarkedVoid(call.node) || isOnTheWayOut(call.node) || hasReason(file, { start: lineStart(file, call.node), end: call.node.end }) ? "possible" : "likely",
  };
}

/** `process.on("uncaughtException", () => {})`: the process lives on in a state that nobody knows. */
function* ofProcess(file: JavaScriptFile, context: RuleContext, call: JsCall): Generator<Finding> {
  const [event, listener] = call.args;
  if (call.callee !== "globalThis.process.on" || event?.kind !== "Str" || !/^(?:uncaughtException|unhandledRejection)$/.test(event.value) || listener?.kind !== "Function") return;
  if (listener.body.length > 0 || (listener.result && !isInvented(file, listener.result))) return;
  yield {
    at: call.name,
    message: `\`process.on("${event.value}")\` hears of every error that nothing else caught and does nothing with it: the process goes on in a state that nobody knows. Log the error and end the process; the platform starts a new one.`,
    variant: isAside(file, context) ? "aside" : "default",
    confidence: "likely",
  };
}

function rescueLoss(file: JavaScriptFile, { params, body, result }: JsFunction): Loss | undefined {
  if (!result) return lossOf(file, body, params[0]);
  return isInvented(file, result) && !params.some((param) => param.target.kind === "Name" && file.usesOf(param.target).length > 0) ? invented(result) : undefined;
}

function isAnswer(loss: Loss): boolean {
  return loss === "value" || loss === "null" || loss === "undefined";
}

/** A statement of its own, awaited or not: what comes of it goes nowhere. */
function isUnused({ parent }: JsNode): boolean {
  return parent?.kind === "ExprStmt" || ((parent?.kind === "Await" || (parent?.kind === "Unary" && parent.op === "void")) && isUnused(parent));
}

/** A schema's fallback is no promise: https://zod.dev/api#catch */
function isSchema(file: JavaScriptFile, receiver: JsExpr): boolean {
  return /^(?:z|zod)$/.test(firstName(receiver)) || /^zod\b/.test(file.qualifiedName(receiver) ?? "");
}

/** `catch (error) { await note(error).catch(() => {}); throw error; }`: the first failure matters more, and is heard. */
function isOnTheWayOut(node: JsNode): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === "Function") return false;
    if (at.kind === "Catch") return at.body.body.at(-1)?.kind === "Throw";
  }
  return false;
}

/** `promise.catch(() => {})` beside `await promise`: only keeps the process from ending early. */
function isAwaitedElsewhere(file: JavaScriptFile, receiver: JsExpr): boolean {
  let node = plain(receiver);
  while (node.kind === "Call" && node.callee.kind === "Member" && node.callee.property === "finally") node = plain(node.callee.object);
  return node.kind === "Name" ? file.usesOf(node).length > 0 : node.kind === "Member";
}

/** The result goes where its absence is asked for. */
function isAskedFor(file: JavaScriptFile, node: JsNode): boolean {
  for (let below: JsNode = node, at = node.parent; at; below = at, at = at.parent) {
    if (at.kind === "Array" && at.parent?.kind === "Call" && lastName(at.parent.callee) === "all") return isElementAskedFor(file, at.parent, at.elements.indexOf(below as JsExpr));
    if (at.kind === "Declarator" || at.kind === "Assign") return at.target.kind === "Name" ? isWatched(file, at.target, at.end) : false;
    if ((at.kind === "If" || at.kind === "Conditional") && at.test === below) return true;
    if (at.kind === "Conditional") continue;
    if (at.kind === "Logical" || at.kind === "Member" || (at.kind === "Unary" && at.op === "!")) return true;
    if (at.kind !== "Await" && at.kind !== "Cast") return false;
  }
  return false;
}

/** `const [a, b] = await Promise.all([x.catch(() => null), …])`. */
function isElementAskedFor(file: JavaScriptFile, all: JsNode, index: number): boolean {
  const holder = all.parent?.kind === "Await" ? all.parent.parent : all.parent;
  if (holder?.kind !== "Declarator" || holder.target.kind !== "ArrayPattern") return holder?.kind === "Declarator";
  const target = holder.target.elements[index]?.target;
  return target?.kind === "Name" && isWatched(file, target, holder.end);
}

function isMarkedVoid(node: JsNode): boolean {
  return node.parent?.kind === "Unary" && node.parent.op === "void";
}

function lineStart(file: JavaScriptFile, node: Span): number {
  const { text, start } = file.here;
  const before = text.lastIndexOf("\n", node.start - start - 1);
  return start + Math.max(0, before > 0 ? text.lastIndexOf("\n", before - 1) : 0);
}

function isAside(file: JavaScriptFile, context: RuleContext): boolean {
  return context.isTest || /(?:^|\/)(?:scripts?|tools?|examples?|demos?|dev-env|benchmarks?|cli|commands|bin)\/|\.config\.\w+$/.test(file.path) || isBrowserCode(file);
}

function nameAround(file: JavaScriptFile, node: JsNode): string {
  const home = file.enclosingFunction(node);
  return home ? functionName(home) || lastName(home.parent) : "";
}

/** Offered where the handler is empty or only answers, and says nothing in comments. */
function fixFor(file: JavaScriptFile, node: JsTry): Fix | undefined {
  const { handler } = node;
  const body = handler?.body;
  const indent = indentOf(file, node);
  if (!handler || !body || indent === undefined || body.body.length > 1 || /\/[/*]/.test(file.slice(body))) return undefined;
  const name = handler.param?.kind === "Name" ? handler.param.id : handler.param ? undefined : "error";
  if (name === undefined) return undefined;
  const unit = indent.includes("\t") ? "\t" : "  ";
  const lineBreak = file.lineBreak;
  const what = nameAround(file, node) || "this step";
  const logger = ["logger", "log"].find((one) => file.collect(loggersIn).includes(one));
  const lines = logger ? [`${logger}.error("${what} failed", ${name});`, `throw ${name};`] : [`throw new Error("${what} failed", { cause: ${name} });`];
  const edits: Edit[] = [{ at: { start: body.start, end: body.end }, text: `{${lines.map((line) => `${lineBreak}${indent}${unit}${line}`).join("")}${lineBreak}${indent}}` }];
  if (!handler.param) edits.unshift({ at: { start: handler.start + "catch".length, end: handler.start + "catch".length }, text: ` (${name})` });
  return { title: logger ? "Log it and raise it again" : "Raise it again with its cause", safe: false, edits };
}

function loggersIn({ here }: JavaScriptFile): readonly string[] {
  return here.calls().flatMap(({ method, receiver }) => (method === "error" && receiver?.kind === "Name" && /^log(?:ger)?$/.test(receiver.id) ? [receiver.id] : []));
}
