/** Finds retries that never give up. */
import { pythonRule, type Edit, type Finding, type Fix, type PyCall, type PyExpr, type PyFor, type PyFunctionDef, type PyWhile, type PythonFile, type RuleContext } from "../api.ts";
import { callsIn, runs } from "./knowledge/code.ts";
import { endlessRetries, selfRetries, taskDecorator } from "./knowledge/celery-retries.ts";
import { bareDecorator, endlessByDefault, endlessWhenTold, flagOf, isWorthRetrying, retryLoopIn, type RetryLibrary } from "./knowledge/retries.ts";
import { boundedLoopFix } from "./knowledge/retry-fixes.ts";

export default pythonRule({
  id: "python/unbounded-retry",
  title: "Retry without an end",
  severity: { default: "warning", aside: "hint" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "A dependency that is down stays called for as long as it is down: requests pile up behind the loop, workers run out, and when it comes back everybody calls at once. An error that will never go away (a wrong password, a deleted table) is retried until somebody notices.",
  remedy: "Give up after a few attempts or a deadline shorter than the caller's, and let the error through.",
  silent: "When an attempt limit, deadline or condition leaves the loop; for worker loops, which have no success to stop at; for narrow errors that are part of the work (an empty queue, bad input from a prompt); for libraries that stop by themselves (stamina, Celery with its default, urllib3).",
  references: ["https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/", "https://tenacity.readthedocs.io/en/latest/#stopping"],
  examples: [
    {
      title: "tenacity's default",
      bad: "from tenacity import retry, wait_random_exponential\n\n\n@«retry»(wait=wait_random_exponential(max=30))\ndef charge(order):\n    return gateway.charge(order)\n",
      good: "from tenacity import retry, stop_after_attempt, wait_random_exponential\n\n\n@retry(wait=wait_random_exponential(max=30), stop=stop_after_attempt(5))\ndef charge(order):\n    return gateway.charge(order)\n",
    },
    {
      title: "Until it works",
      bad: "import time\n\n\ndef connect(url):\n    «while» True:\n        try:\n            return open_channel(url)\n        except ConnectionError:\n            time.sleep(1)\n",
      good: "import time\n\n\ndef connect(url):\n    for attempt in range(5):\n        try:\n            return open_channel(url)\n        except ConnectionError:\n            time.sleep(2 ** attempt)\n    raise ConnectionError(url)\n",
    },
    {
      title: "A function that calls itself on failure",
      bad: "import requests\n\n\ndef fetch(url):\n    try:\n        return requests.get(url, timeout=5)\n    except requests.RequestException:\n        return «fetch»(url)\n",
      good: "import requests\n\n\ndef fetch(url, attempts=3):\n    try:\n        return requests.get(url, timeout=5)\n    except requests.RequestException:\n        if attempts == 0:\n            raise\n        return fetch(url, attempts - 1)\n",
    },
  ],
  prefilter: /\bretry|max_retries|\bRetrying|\bbackoff|\bexcept\b/,

  judges: "statements",
  *check(file, context) {
    const variant = context.isTest || file.language === "notebook" ? "aside" : "default";
    for (const one of found(file, context)) yield { ...one, variant, confidence: one.confidence ?? "likely" };
  },
});

function* found(file: PythonFile, context: RuleContext): Generator<Finding> {
  for (const call of file.here.calls()) {
    const library = endlessByDefault.get(call.callee ?? "");
    if (library && isCallOf(call) && !isStopped(file, call, library)) yield libraryFinding(file, call.name, file.slice(call.node.func), library, (text) => stopEdit(file, call, library, text), call.argument("wait", 2) === undefined);
  }
  for (const call of file.here.calls()) {
    const library = endlessWhenTold.get(call.callee ?? "");
    if (!library) continue;
    const given = library.stops.map((keyword) => call.argument(keyword));
    if (!call.spreadsUnknown && given.every((one) => one && isNever(file, one))) yield libraryFinding(file, call.name, file.slice(call.node.func), library, (text) => stopEdit(file, call, library, text), false);
  }
  for (const node of file.here.functions()) {
    for (const decorator of node.decorators) {
      const library = endlessByDefault.get(bareDecorator(file, decorator) ?? "");
      if (library) yield libraryFinding(file, decorator, file.slice(decorator), library, (text) => ({ at: { start: decorator.end, end: decorator.end }, text: `(${text})` }), true);
    }
    yield* selfCalls(file, node);
    yield* ofTask(file, node);
  }
  if (context.isTest) return;
  for (const loop of file.here.nodes("While")) if (isEndless(file, loop)) yield loopFinding(file, loop);
  for (const loop of file.here.nodes("For")) if (loop.iter.kind === "Call" && file.call(loop.iter).callee === "itertools.count" && isNeverLeft(file, loop)) yield loopFinding(file, loop);
}

/** `max_retries=None` on a Celery task. */
function* ofTask(file: PythonFile, node: PyFunctionDef): Generator<Finding> {
  const decorator = taskDecorator(file, node);
  for (const call of decorator ? [file.call(decorator), ...selfRetries(file, node)] : []) {
    const none = endlessRetries(file, call);
    if (none) yield { at: call.name, message: `\`${file.slice(call.node.func)}\` retries for ever with \`max_retries=None\`: while a dependency is down, tasks that cannot succeed fill the queue in front of those that can. Pass a number.`, fixes: [{ title: "Pass max_retries=5", safe: false, edits: [{ at: { start: none.start, end: none.end }, text: "5" }] }], confidence: "certain" };
  }
}

/** `retry(function)` hands a function over, which is another use of the name. */
function isCallOf(call: PyCall): boolean {
  return call.method !== "retry" || call.node.parent?.kind === "FunctionDef" || call.node.parent?.kind === "Call" || call.node.parent?.kind === "Assign";
}

function isStopped(file: PythonFile, call: PyCall, library: RetryLibrary): boolean {
  if (call.spreadsUnknown) return true;
  return library.stops.some((keyword, index) => {
    const given = call.argument(keyword, index === 0 ? library.stopPosition : undefined);
    return given !== undefined && !isNever(file, given);
  });
}

function isNever(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "none" || (value.kind === "number" && value.value < 0) || (value.kind === "symbol" && value.name === "tenacity.stop_never");
}

/** In place of a stop that never comes, else as a further argument. */
function stopEdit(file: PythonFile, call: PyCall, library: RetryLibrary, text: string): Edit {
  const given = library.stops.map((keyword, index) => call.argument(keyword, index === 0 ? library.stopPosition : undefined)).find((one) => one !== undefined);
  const argument = call.node.args.find(({ value }) => value === given);
  if (!argument) return file.addArgument(call.node, text);
  return { at: { start: argument.start, end: argument.end }, text: argument.name === undefined ? text.slice(text.indexOf("=") + 1) : text };
}

function libraryFinding(file: PythonFile, at: { readonly start: number; readonly end: number }, name: string, library: RetryLibrary, edit: (text: string) => Edit, lacksWait: boolean): Finding {
  const { module, name: imported, text } = library.stop;
  const bounded = fixWith(file, text, imported ? [imported] : [], module, edit);
  const waiting = module === "tenacity" && lacksWait ? fixWith(file, `${text}, wait=wait_random_exponential(max=60)`, [imported ?? "", "wait_random_exponential"], module, edit) : undefined;
  return {
    at: { start: at.start, end: at.end },
    message: `\`${name}\` retries for ever unless told when to stop: while a dependency is down, calls pile up behind it until no worker is left. Pass \`${text}\`.`,
    fixes: waiting ? [waiting, bounded] : [bounded],
    confidence: "certain",
  };
}

function fixWith(file: PythonFile, text: string, names: readonly string[], module: string | undefined, edit: (text: string) => Edit): Fix {
  const missing = module ? names.filter((name) => file.addImport(module, name)) : [];
  const [first] = missing;
  const line = module && first ? file.addImport(module, first) : undefined;
  return { title: `Pass ${text}`, safe: false, edits: [...(line ? [{ at: line.at, text: line.text.replace(`import ${first}`, `import ${missing.join(", ")}`) }] : []), edit(text)] };
}

function isEndless(file: PythonFile, loop: PyWhile): boolean {
  const test = file.valueOf(loop.test);
  if (!(test.kind === "bool" && test.value) && !(test.kind === "number" && test.value !== 0) && flagOf(loop) === undefined) return false;
  return isNeverLeft(file, loop);
}

function isNeverLeft(file: PythonFile, loop: PyWhile | PyFor): boolean {
  if (!retryLoopIn(file, loop)) return false;
  return !runs(file, loop.body, (node) => node.kind === "Raise") && !runs(file, loop.body, (node) => node.kind === "If" && /attempt|retr|tries|deadline|elapsed|time_?out|count|max|stop|cancel|shutdown/i.test(file.slice(node.test)));
}

function loopFinding(file: PythonFile, loop: PyWhile | PyFor): Finding {
  const retry = retryLoopIn(file, loop);
  const fix = retry && loop.kind === "While" && flagOf(loop) === undefined ? boundedLoopFix(file, { ...retry, loop }) : undefined;
  const word = loop.kind === "While" ? "while" : "for";
  return {
    ...(fix && { fixes: [fix] }),
    at: { start: loop.start, end: loop.start + word.length },
    message: `\`${word}\` tries again for as long as it fails: while a dependency is down, this never returns and whoever waits for it hangs as well. Give up after a few attempts and raise.`,
  };
}

/** `except: return fetch(url)` inside `fetch(url)`. */
function* selfCalls(file: PythonFile, node: PyFunctionDef): Generator<Finding> {
  for (const handler of file.here.nodes("Handler")) {
    if (handler.start < node.start || handler.end > node.end || file.enclosingFunction(handler) !== node || !isWorthRetrying(file, handler)) continue;
    if (runs(file, handler.body, (one) => one.kind === "If" || one.kind === "Raise")) continue;
    for (const call of callsIn(file, handler.body)) {
      const target = file.valueOf(call.node.func);
      const isSelf = target.kind === "symbol" && target.definition === node;
      const params = new Set(node.params.map(({ name }) => name));
      if (!isSelf || call.spreadsUnknown || !call.node.args.every(({ value }) => value.kind === "Name" && params.has(value.id))) continue;
      yield {
        at: call.name,
        message: `\`${node.name}\` calls itself whenever it fails: while a dependency is down it goes on until the stack is full, and crashes far from the cause. Count the attempts and raise after a few.`,
      };
    }
  }
}
