/** Finds retries that do not wait, or that everybody makes at the same moment. */
import { pythonRule, type Finding, type Fix, type PyCall, type PyCallExpr, type PyExpr, type PyFor, type PythonFile, type PyWhile } from "../api.ts";
import { runs } from "./knowledge/code.ts";
import { growingWaitFix } from "./knowledge/retry-fixes.ts";
import { bareDecorator, isConstant, pausesIn, retryLoopIn, urllib3Retry } from "./knowledge/retries.ts";
import { evenWait, type EvenWait } from "./knowledge/retry-waits.ts";

export default pythonRule({
  id: "python/retry-without-backoff",
  title: "Retry without a growing wait",
  severity: { default: "warning", constant: "info", jitter: "info", aside: "hint" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "Retries that follow at once multiply the load on a service at the moment it is failing: three attempts make every outage three times as heavy. When all callers wait equally long, they come back together and knock it over again.",
  remedy: "Wait longer after every attempt and add chance to the wait: `wait_random_exponential(max=60)` in tenacity, `backoff.expo` in backoff, `backoff_factor=` in urllib3, `random.uniform(0, 2 ** attempt)` by hand.",
  silent: "When the wait cannot be read; for polling (retrying on a result); where the loop variable is used as more than a counter. A constant wait and a wait without chance are information.",
  references: ["https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/", "https://tenacity.readthedocs.io/en/latest/#waiting-before-retrying"],
  examples: [
    {
      title: "tenacity without wait",
      bad: "from tenacity import retry, stop_after_attempt\n\n\n@«retry»(stop=stop_after_attempt(5))\ndef score(rows):\n    return client.score(rows)\n",
      good: "from tenacity import retry, stop_after_attempt, wait_random_exponential\n\n\n@retry(stop=stop_after_attempt(5), wait=wait_random_exponential(max=60))\ndef score(rows):\n    return client.score(rows)\n",
    },
    {
      title: "urllib3's Retry waits only when given a factor",
      bad: "from urllib3.util import Retry\n\npolicy = «Retry»(total=5, status_forcelist=[502, 503])\n",
      good: "from urllib3.util import Retry\n\npolicy = Retry(total=5, status_forcelist=[502, 503], backoff_factor=0.5)\n",
    },
    {
      title: "A loop by hand",
      bad: "def fetch(url):\n    «for» attempt in range(3):\n        try:\n            return client.get(url)\n        except ConnectionError:\n            continue\n",
      good: "import random\nimport time\n\n\ndef fetch(url):\n    for attempt in range(3):\n        try:\n            return client.get(url)\n        except ConnectionError:\n            time.sleep(random.uniform(0, 2 ** attempt))\n",
    },
  ],
  prefilter: /\b[Rr]etry|max_retries|\bRetrying|\bbackoff|\bexcept\b/,

  judges: "statements",
  *check(file, context) {
    const isAside = context.isTest || file.language === "notebook";
    for (const one of found(file)) yield { ...one, ...(isAside && { variant: "aside" }), confidence: one.confidence ?? "likely" };
  },
});

function* found(file: PythonFile): Generator<Finding> {
  for (const call of file.here.calls()) if (call.callee !== undefined) yield* ofCall(file, call);
  for (const node of file.here.functions()) {
    for (const decorator of node.decorators) {
      const bare = bareDecorator(file, decorator);
      if (bare === "retrying.retry") yield atOnce(decorator, file.slice(decorator), "wait_exponential_multiplier=500, wait_jitter_max=500", { title: "Pass wait_exponential_multiplier=500 and wait_jitter_max=500", safe: false, edits: [{ at: { start: decorator.end, end: decorator.end }, text: "(wait_exponential_multiplier=500, wait_exponential_max=10000, wait_jitter_max=500)" }] });
      if (bare !== "tenacity.retry") continue;
      yield atOnce(decorator, file.slice(decorator), "wait=wait_random_exponential(max=60)", fixWith(file, "wait=wait_random_exponential(max=60)", { at: { start: decorator.end, end: decorator.end }, text: "(wait=wait_random_exponential(max=60))" }));
    }
  }
  for (const loop of file.here.nodes("For")) {
    const wait = waitOf(file, loop);
    if (wait) yield loopFinding(file, loop, wait);
  }
  for (const loop of file.here.nodes("While")) {
    const wait = isCounted(file, loop) ? waitIn(file, loop) : undefined;
    if (wait) yield loopFinding(file, loop, wait);
  }
}

function* ofCall(file: PythonFile, call: PyCall): Generator<Finding> {
  if (call.spreadsUnknown) return;
  if (/^tenacity\.(?:retry|Retrying|AsyncRetrying)$/.test(call.callee ?? "")) {
    const wait = call.argument("wait", 2);
    const retry = call.argument("retry", 3);
    const isPolling = retry !== undefined && /result|TryAgain|Not(?:Finished|Ready|Done|Complete)|StillRunning|Pending|InProgress/i.test(file.slice(retry));
    if (isPolling || call.positional.length === 1 && call.node.args.length === 1) return;
    if (!wait) yield atOnce(call.name, file.slice(call.node.func), "wait=wait_random_exponential(max=60)", fixWith(file, "wait=wait_random_exponential(max=60)", file.addArgument(call.node, "wait=wait_random_exponential(max=60)")));
    else yield* ofWait(file, call, wait);
  }
  const even = evenWait(file, call);
  if (even) yield evenFinding(file, call, even);
  if (urllib3Retry.test(call.callee ?? "") && !call.argument("backoff_factor") && !call.argument("backoff_jitter")) {
    const total = call.argument("total", 0);
    const value = total && file.valueOf(total);
    if (value?.kind === "bool" || value?.kind === "number" && value.value <= 1) return;
    yield atOnce(call.name, file.slice(call.node.func), "backoff_factor=0.5", { title: "Pass backoff_factor=0.5", safe: false, edits: [file.addArgument(call.node, "backoff_factor=0.5")] });
  }
}

const evenly: Record<EvenWait["kind"], string> = {
  none: "tries again at once: a service that is failing gets several times its load at that moment",
  constant: "waits equally long after every attempt: all callers come back together and knock a recovering service over again",
  jitter: "waits longer each time but without chance: callers that failed together come back together",
};

function evenFinding(file: PythonFile, call: PyCall, { kind, instead, fix }: EvenWait): Finding {
  return {
    at: call.name,
    ...(kind !== "none" && { variant: kind }),
    message: `\`${file.slice(call.node.func)}\` ${call.method === "HTTPAdapter" ? evenly.none : evenly[kind]}. Use \`${instead}\`.`,
    ...(fix && { fixes: [fix] }),
    confidence: "certain",
  };
}

function fixWith(file: PythonFile, text: string, edit: { readonly at: { readonly start: number; readonly end: number }; readonly text: string }): Fix {
  const missing = file.addImport("tenacity", "wait_random_exponential");
  return { title: `Pass ${text}`, safe: false, edits: [...(missing ? [missing] : []), edit] };
}

function atOnce(at: { readonly start: number; readonly end: number }, name: string, text: string, fix: Fix): Finding {
  return {
    at: { start: at.start, end: at.end },
    message: `\`${name}\` tries again at once: a service that is failing gets several times its load at that moment. Pass \`${text}\`.`,
    fixes: [fix],
    confidence: "certain",
  };
}

/** A wait that is the same for everybody; only what is written in place is judged. */
function* ofWait(file: PythonFile, call: PyCall, given: PyExpr): Generator<Finding> {
  const name = file.slice(call.node.func);
  const wait = file.slice(given);
  if (/random|jitter|\bwait_chain\b|\+/.test(wait)) return;
  const fixes = given.kind === "Call" ? [fixWith(file, "wait=wait_random_exponential(max=60)", { at: { start: given.start, end: given.end }, text: "wait_random_exponential(max=60)" })] : [];
  if (/\bwait_(?:fixed|none)\(/.test(wait)) yield { at: call.name, variant: "constant", message: `\`${name}\` waits equally long after every attempt: all callers come back together and knock a recovering service over again. Use \`wait_random_exponential\`.`, fixes };
  else if (/\bwait_exponential\(/.test(wait)) yield { at: call.name, variant: "jitter", message: `\`${name}\` waits longer each time but without chance: callers that failed together come back together. Use \`wait_random_exponential\`.`, fixes: given.kind === "Call" ? [withChance(file, given)] : [] };
}

/** `wait_exponential(multiplier=1, max=10)` keeps its arguments under the name that adds chance. */
function withChance(file: PythonFile, wait: PyCallExpr): Fix {
  const { func } = wait;
  const name = func.kind === "Attribute" ? func.attrAt : func;
  const missing = func.kind === "Attribute" ? undefined : file.addImport("tenacity", "wait_random_exponential");
  return { title: "Use wait_random_exponential", safe: false, edits: [...(missing ? [missing] : []), { at: { start: name.start, end: name.end }, text: "wait_random_exponential" }] };
}

/** How a counting loop waits between its attempts: undefined when it is no such loop, or waits well. */
function waitOf(file: PythonFile, loop: PyFor): "none" | "constant" | undefined {
  const { iter, target } = loop;
  if (iter.kind !== "Call" || file.call(iter).callee !== "builtins.range" || target.kind !== "Name") return undefined;
  const retry = retryLoopIn(file, loop);
  if (!retry || runs(file, retry.tried.body, (node) => node.kind === "Name" && node.id === target.id && !isShown(node))) return undefined;
  return waitIn(file, loop);
}

/** `while attempts < 5`. */
function isCounted(file: PythonFile, loop: PyWhile): boolean {
  return loop.test.kind === "Compare" && /attempt|retr|tries/i.test(file.slice(loop.test)) && retryLoopIn(file, loop) !== undefined;
}

function waitIn(file: PythonFile, loop: PyFor | PyWhile): "none" | "constant" | undefined {
  const pauses = pausesIn(file, loop);
  if (pauses.length === 0) return "none";
  return pauses.every((pause) => isConstant(file, pause)) ? "constant" : undefined;
}

/** Part of a message. */
function isShown(node: { readonly parent: { readonly kind: string } | undefined }): boolean {
  return node.parent?.kind === "Str";
}

function loopFinding(file: PythonFile, loop: PyFor | PyWhile, wait: "none" | "constant"): Finding {
  const word = loop.kind === "For" ? "for" : "while";
  const text = file.slice(loop);
  const start = loop.start + (text.startsWith("async") ? text.indexOf(word) : 0);
  const at = { start, end: start + word.length };
  const retry = retryLoopIn(file, loop);
  const fix = retry && growingWaitFix(file, retry);
  const fixes = fix ? { fixes: [fix] } : {};
  if (wait === "none") return { at, message: `\`${word}\` tries again at once after a failure: a service that is failing gets several times its load at that moment. Wait longer after every attempt, with some chance in it.`, ...fixes };
  return { at, variant: "constant", message: `\`${word}\` waits equally long after every failure: all callers come back together and knock a recovering service over again. Let the wait grow, with some chance in it.`, ...fixes };
}
