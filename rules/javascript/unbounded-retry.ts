/** Finds retries that never give up. */
import { javascriptRule, type Edit, type Finding, type Fix, type JavaScriptFile, type JsCall, type JsExpr, type JsFunction, type JsNode, type JsWhile, type Span } from "../api.ts";
import { isBrowserCode } from "./knowledge/surroundings.ts";
import { counts, isConstantWait, isFlagLoop, retryLoopIn, retryOptions, waitsIn } from "./knowledge/retries.ts";
import { indentOf } from "./taint/edits.ts";
import { ancestors, functionName, lastName, within } from "./taint/tree.ts";

export default javascriptRule({
  id: "javascript/unbounded-retry",
  title: "Retry without an end",
  severity: { default: "warning", aside: "hint" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "A dependency that is down stays called for as long as it is down: requests pile up behind the loop, and when it comes back everybody calls at once. An error that will never go away (a wrong password, a deleted table) is retried until somebody notices.",
  remedy: "Give up after a few attempts or a deadline shorter than the caller's, and let the error through. At start-up let the process end: the platform restarts it, with back-off, and shows that it did.",
  silent: "When a count, a deadline, an abort signal or a condition leaves the loop; for loops that poll or work off a queue, which have no success to stop at; for libraries that stop by themselves (p-retry, async-retry, got). Browser code and tests get a hint.",
  references: ["https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/", "https://github.com/tim-kos/node-retry#retryoperationoptions", "https://rxjs.dev/api/operators/retry"],
  examples: [
    {
      title: "Until it works",
      bad: "async function connect(url) {\n  «while» (true) {\n    try {\n      return await openChannel(url);\n    } catch (error) {\n      await sleep(1000);\n    }\n  }\n}\n",
      good: "async function connect(url) {\n  for (let attempt = 0; ; attempt++) {\n    try {\n      return await openChannel(url);\n    } catch (error) {\n      if (attempt === 4) throw error;\n      await sleep(Math.random() * 2 ** attempt * 1000);\n    }\n  }\n}\n",
    },
    {
      title: "A function that calls itself on failure",
      path: "db.js",
      bad: "const connectWithRetry = () =>\n  mongoose.connect(url).catch((error) => {\n    logger.warn(\"no database yet\", error);\n    setTimeout(«connectWithRetry», 5000);\n  });\n",
      good: "const connectWithRetry = (attempt = 0) =>\n  mongoose.connect(url).catch((error) => {\n    if (attempt === 5) throw error;\n    setTimeout(connectWithRetry, Math.random() * 2 ** attempt * 1000, attempt + 1);\n  });\n",
    },
    {
      title: "A library told never to stop",
      bad: "import retry from \"async-retry\";\n\nexport const load = (id: string) => retry(() => client.load(id), { «forever: true» });\n",
      good: "import retry from \"async-retry\";\n\nexport const load = (id: string) => retry(() => client.load(id), { retries: 5 });\n",
    },
  ],
  prefilter: /retr|\bcatch\b/i,

  judges: "statements",
  *check(file, context) {
    for (const one of found(file)) yield { ...one, variant: context.isTest || isBrowserCode(file) ? "aside" : "default", confidence: one.confidence ?? "likely" };
  },
});

function* found(file: JavaScriptFile): Generator<Finding> {
  for (const call of file.here.calls()) {
    yield* ofLibrary(file, call);
    if (isRxRetry(file, call)) yield { at: call.name, message: "`retry()` without a count tries again for as long as it fails, at once: while a dependency is down it is called in a tight loop. Pass `{ count: 3, delay }`.", fixes: [{ title: "Pass { count: 3, delay: 1000 }", safe: false, edits: [file.addArgument(call.node, "{ count: 3, delay: 1000 }")] }] };
  }
  for (const loop of file.here.nodes("While")) {
    if ((isAlways(loop.test) && isEndless(file, loop)) || isFlagLoop(file, loop)) yield loopFinding(file, loop, "while");
  }
  for (const loop of file.here.nodes("For")) {
    if (loop.how === "classic" && loop.head.length === 0 && retryLoopIn(file, loop)) yield loopFinding(file, loop, "for");
  }
  for (const fn of file.here.functions()) yield* selfCalls(file, fn);
}

function* ofLibrary(file: JavaScriptFile, call: JsCall): Generator<Finding> {
  const options = retryOptions(file, call);
  for (const [key, entry] of options?.entries ?? []) {
    const value = file.valueOf(entry);
    const isForever = key === "forever" && value.kind === "bool" && value.value;
    const isInfinite = counts.has(key) && ((value.kind === "symbol" && value.name === "globalThis.Infinity") || (value.kind === "number" && value.value === Infinity) || (value.kind === "symbol" && value.name === "globalThis.Number.POSITIVE_INFINITY") || (value.kind === "string" && value.value === "INFINITELY"));
    const { parent } = entry;
    if ((!isForever && !isInfinite) || parent?.kind !== "Property" || options?.entries.has("maxRetryTime")) continue;
    yield {
      at: { start: parent.start, end: parent.end },
      message: `\`${file.slice(parent)}\` tries again for as long as it fails: while a dependency is down, this never returns and whoever waits for it hangs as well. Give up after a few attempts.`,
      fixes: [{ title: "Stop after 5 attempts", safe: false, edits: [{ at: { start: parent.start, end: parent.end }, text: isForever ? "retries: 5" : `${file.slice(parent.keyAt)}: 5` }] }],
    };
  }
}

/** rxjs: `retry()` subscribes again without end. */
function isRxRetry(file: JavaScriptFile, call: JsCall): boolean {
  return /^rxjs(?:\/operators)?\.retry$/.test(call.callee ?? "") && call.args.length === 0;
}

function isAlways(test: JsExpr): boolean {
  return (test.kind === "Const" && test.value === true) || (test.kind === "Num" && test.value !== 0);
}

function isEndless(file: JavaScriptFile, loop: JsWhile): boolean {
  return retryLoopIn(file, loop) !== undefined;
}

function loopFinding(file: JavaScriptFile, loop: Extract<JsNode, { kind: "While" | "For" }>, word: string): Finding {
  const at = loop.kind === "While" && loop.isDo ? { start: loop.start, end: loop.start + 2 } : { start: loop.start, end: loop.start + word.length };
  const fix = loop.kind === "While" && !loop.isDo && isAlways(loop.test) ? loopFix(file, loop) : undefined;
  return {
    at,
    message: `\`${file.slice(at)}\` tries again for as long as it fails: while a dependency is down, this never returns and whoever waits for it hangs as well. Give up after a few attempts and throw.`,
    ...(fix && { fixes: [fix] }),
  };
}

/** `for (let attempt = 0; ; attempt++)` with a way out, and a wait that grows where there is none. */
function loopFix(file: JavaScriptFile, loop: JsWhile): Fix | undefined {
  const retry = retryLoopIn(file, loop);
  const handler = retry?.handler;
  const indent = retry && indentOf(file, retry.tried);
  if (!handler || indent === undefined || within(loop, true).some((one) => one.kind === "Name" && one.id === "attempt") || (handler.param && handler.param.kind !== "Name")) return undefined;
  const name = handler.param?.kind === "Name" ? handler.param.id : "error";
  const lineBreak = file.lineBreak;
  const inner = `${indent}${indent.includes("\t") ? "\t" : "  "}`;
  const waits = waitsIn(loop.body);
  const lines = [`if (attempt === 4) throw ${name};`, ...(waits.length > 0 ? [] : ["await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** attempt * 1000));"])];
  const bodyStart = handler.body.start + 1;
  const edits: Edit[] = [
    { at: { start: loop.start, end: loop.body.start }, text: "for (let attempt = 0; ; attempt++) " },
    ...(handler.param ? [] : [{ at: { start: handler.start + "catch".length, end: handler.start + "catch".length }, text: ` (${name})` }]),
    { at: { start: bodyStart, end: bodyStart }, text: `${lines.map((line) => `${lineBreak}${inner}${line}`).join("")}${handler.body.body.length === 0 ? `${lineBreak}${indent}` : ""}` },
    ...waits.filter((wait) => isConstantWait(file, wait)).map((wait): Edit => ({ at: { start: wait.start, end: wait.start }, text: "Math.random() * 2 ** attempt * " })),
  ];
  return { title: "Give up after 5 attempts", safe: false, edits };
}

/** In the handler of a failure: `return load(id)`, `setTimeout(connect, 5000)`, `setTimeout(() => connect(), 5000)`. */
function* selfCalls(file: JavaScriptFile, fn: JsFunction): Generator<Finding> {
  const name = functionName(fn);
  if (name === "") return;
  for (const handler of handlersIn(file, fn)) {
    const steps = handler.flatMap((one) => within(one, true));
    if (steps.some((one) => one.kind === "If" || one.kind === "Throw" || one.kind === "Conditional" || one.kind === "Switch" || (one.kind === "Logical" && one.op === "&&"))) continue;
    for (const one of steps) {
      const at = selfCallAt(one, name);
      if (!at || !hasSameArguments(file, one, fn)) continue;
      yield {
        at,
        message: `\`${name}\` calls itself whenever it fails: while a dependency is down it goes on without end, and nobody outside learns that anything is wrong. Count the attempts, let the wait grow, and throw after a few.`,
      };
      return;
    }
  }
}

/** The statements that run when something in this function failed. */
function handlersIn(file: JavaScriptFile, fn: JsFunction): (readonly JsNode[])[] {
  const found: (readonly JsNode[])[] = [];
  for (const node of within(fn)) {
    if (node.kind === "Catch") found.push(node.body.body);
    if (node.kind === "Call" && node.callee.kind === "Member" && node.callee.property === "catch") {
      const [rescue] = node.args;
      if (rescue?.kind === "Function") found.push(rescue.result ? [rescue.result] : rescue.body);
    }
  }
  return found;
}

function selfCallAt(node: JsNode, name: string): Span | undefined {
  if (node.kind !== "Call") return undefined;
  const { callee } = node;
  if ((callee.kind === "Name" && callee.id === name) || (callee.kind === "Member" && callee.object.kind === "This" && callee.property === name)) return callee.kind === "Member" ? callee.propertyAt : { start: callee.start, end: callee.end };
  const [first] = node.args;
  const isTimer = lastName(callee) === "setTimeout" && first?.kind === "Name" && first.id === name && node.args.length <= 2;
  return isTimer ? { start: first.start, end: first.end } : undefined;
}

/** No counter goes along: every argument is a parameter as it came in. */
function hasSameArguments(file: JavaScriptFile, node: JsNode, fn: JsFunction): boolean {
  if (node.kind !== "Call" || lastName(node.callee) === "setTimeout") return node.kind === "Call" && !isCounted(file, fn);
  const params = new Set(fn.params.map(({ target }) => (target.kind === "Name" ? target.id : "")));
  const isSame = node.args.every((arg) => (arg.kind === "Name" && params.has(arg.id)) || (arg.kind === "Spread" && arg.value.kind === "Name" && params.has(arg.value.id)) || arg.kind === "This");
  return isSame && !isCounted(file, fn) && ![...ancestors(node)].some((at) => at.kind === "Function" && at !== fn && at.parent?.kind === "Call" && /^(?:on|once|addEventListener)$/.test(lastName(at.parent.callee)));
}

/** A counter is kept outside: `attempts++`. */
function isCounted(file: JavaScriptFile, fn: JsFunction): boolean {
  return within(fn, true).some((one) => (one.kind === "Unary" && (one.op === "++" || one.op === "--")) || (one.kind === "Assign" && (one.op === "+=" || one.op === "-=") && one.value.kind === "Num")) || /attempt|retries|maxRetr|tries/i.test(file.slice(fn).replace(functionName(fn), ""));
}
