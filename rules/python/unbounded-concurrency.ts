/** Finds work that is started for every element at once, pools made per request and queues without a length. */
import { pythonRule, type Finding, type PyCall, type PyComprehension, type PyExpr, type PyFor, type PyFunctionDef, type PythonFile } from "../api.ts";
import { callsIn, functionAround, lastName, running, written } from "./knowledge/code.ts";
import { isSmall, mentionsAny, roundAround } from "./knowledge/rounds.ts";
import { servedCode } from "./knowledge/served.ts";
import { definesService } from "./knowledge/services.ts";

export default pythonRule({
  id: "python/unbounded-concurrency",
  title: "As many at once as there happen to be",
  severity: { default: "warning", pool: "info", queue: "info" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "Nothing stands between the size of the input and the load on whatever is called: a list of ten thousand opens ten thousand calls in the same moment, the upstream throttles or falls, and the process runs out of sockets or memory. A queue without a length hides the same until memory is gone.",
  remedy: "Put a semaphore around the call (`async with limit:`), work in batches, share one pool with `max_workers`, give queues a `maxsize`.",
  silent: "When a semaphore, limiter or batch is in sight, in the function started as well; for lists that are written down, slices and counts; where the function that is started cannot be seen and is no call to another machine; outside of what answers requests, except for queues that live as long as a service.",
  references: ["https://docs.python.org/3/library/asyncio-sync.html#asyncio.Semaphore", "https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue", "https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor"],
  examples: [
    {
      title: "A call for every id at once",
      bad: "import asyncio\n\nimport httpx\nfrom fastapi import FastAPI\n\napp = FastAPI()\nclient = httpx.AsyncClient(timeout=3)\n\n\nasync def price(key):\n    return (await client.get(f\"https://prices.example.com/{key}\")).json()\n\n\n@app.post(\"/v1/prices\")\nasync def prices(keys: list[str]):\n    return await asyncio.«gather»(*[price(key) for key in keys])\n",
      good: "import asyncio\n\nimport httpx\nfrom fastapi import FastAPI\n\napp = FastAPI()\nclient = httpx.AsyncClient(timeout=3)\nlimit = asyncio.Semaphore(10)\n\n\nasync def price(key):\n    async with limit:\n        return (await client.get(f\"https://prices.example.com/{key}\")).json()\n\n\n@app.post(\"/v1/prices\")\nasync def prices(keys: list[str]):\n    return await asyncio.gather(*[price(key) for key in keys])\n",
    },
    {
      title: "A pool for every request",
      bad: "from concurrent.futures import ThreadPoolExecutor\n\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.post(\"/v1/scores\")\ndef scores():\n    with «ThreadPoolExecutor»(max_workers=8) as pool:\n        return list(pool.map(score, rows()))\n",
      good: "from concurrent.futures import ThreadPoolExecutor\n\nfrom flask import Flask\n\napp = Flask(__name__)\npool = ThreadPoolExecutor(max_workers=8)\n\n\n@app.post(\"/v1/scores\")\ndef scores():\n    return list(pool.map(score, rows()))\n",
    },
    {
      title: "A queue that takes everything",
      bad: "import asyncio\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\njobs = asyncio.«Queue»()\n\n\n@app.post(\"/v1/jobs\")\nasync def add(job: Job):\n    await jobs.put(job)\n",
      good: "import asyncio\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\njobs = asyncio.Queue(maxsize=1000)\n\n\n@app.post(\"/v1/jobs\")\nasync def add(job: Job):\n    await jobs.put(job)\n",
    },
  ],
  prefilter: /\bgather\b|\bThread\b|\bProcess\b|create_task|ensure_future|PoolExecutor|\bQueue\b/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (file.language === "notebook") return;
    for (const call of file.here.calls()) {
      if (/^asyncio\.gather$/.test(call.callee ?? "")) yield* ofGather(file, call);
      else if (/^(?:create_task|ensure_future)$/.test(call.method)) yield* ofTask(file, call);
      else if (call.callee === "threading.Thread" || call.callee === "multiprocessing.Process") yield* ofThread(file, call);
      else if (/^concurrent\.futures\.(?:thread\.|process\.)?(?:Thread|Process)PoolExecutor$/.test(call.callee ?? "")) yield* ofPool(file, call);
      else if (/^(?:asyncio|queue)\.(?:queues\.)?(?:Queue|LifoQueue|PriorityQueue)$/.test(call.callee ?? "")) yield* ofQueue(file, call);
    }
  },
});

/** What is started once per element, and over what. */
interface Start {
  readonly started: PyCall;
  readonly iter: PyExpr;
}

function* ofGather(file: PythonFile, call: PyCall): Generator<Finding> {
  const [only] = call.node.args;
  if (!only || only.star !== "*" || call.node.args.length > 2) return;
  const start = startOf(file, only.value, call);
  if (start) yield* everyElement(file, call, start);
}

/** `[f(x) for x in xs]`, `map(f, xs)` needs no look inside; a name is followed to a comprehension or to what a loop appends. */
function startOf(file: PythonFile, node: PyExpr, gather: PyCall): Start | undefined {
  if (node.kind === "Comprehension") return ofComprehension(file, node);
  if (node.kind !== "Name") return undefined;
  const bindings = file.bindingsOf(node);
  const [only] = bindings;
  if (bindings.length !== 1 || !only?.value) return undefined;
  if (only.value.kind === "Comprehension") return ofComprehension(file, only.value);
  if (only.value.kind !== "List" || only.value.elements.length > 0) return undefined;
  return appended(file, node.id, gather);
}

function ofComprehension(file: PythonFile, node: PyComprehension): Start | undefined {
  const [clause] = node.clauses;
  const element = node.element.kind === "Call" && /^(?:create_task|ensure_future|wait_for|to_thread|shield)$/.test(lastName(node.element)) ? node.element.args[0]?.value : node.element;
  if (node.clauses.length !== 1 || !clause || element?.kind !== "Call" || clause.ifs.length > 2) return undefined;
  return { started: file.call(element), iter: clause.iter };
}

function appended(file: PythonFile, list: string, gather: PyCall): Start | undefined {
  const home = functionAround(file, gather.node);
  for (const call of home ? callsIn(file, home.body) : []) {
    const [given] = call.positional;
    if (call.method !== "append" || call.receiver?.kind !== "Name" || call.receiver.id !== list || given?.kind !== "Call") continue;
    const round = roundAround(file, call.node);
    const inner = /^(?:create_task|ensure_future)$/.test(lastName(given)) && given.args[0]?.value.kind === "Call" ? given.args[0].value : given;
    return round && { started: file.call(inner), iter: round.iter };
  }
  return undefined;
}

function* ofTask(file: PythonFile, call: PyCall): Generator<Finding> {
  const [given] = call.positional;
  const round = given?.kind === "Call" ? roundAround(file, call.node) : undefined;
  if (!round || given?.kind !== "Call" || isCollected(call, round.loop) || !mentionsAny(file, given, round.names)) return;
  yield* everyElement(file, call, { started: file.call(given), iter: round.iter });
}

/** Its result goes into a list, which `gather` is asked about. */
function isCollected(call: PyCall, loop: PyFor | PyComprehension): boolean {
  return loop.kind === "Comprehension" || call.node.parent?.kind === "Call";
}

/** A thread for every element, given the element. */
function* ofThread(file: PythonFile, call: PyCall): Generator<Finding> {
  const round = roundAround(file, call.node);
  const given = call.argument("args", 3) ?? call.argument("kwargs", 4);
  const served = round && given && mentionsAny(file, given, round.names) ? servedCode(file, call.node) : undefined;
  if (!round || !served || isSmall(file, round.iter) || limiting.test(file.slice(round.iter)) || limiting.test(file.slice(served.home)) || standing.test(file.slice(round.iter))) return;
  yield {
    at: call.name,
    message: `\`${written(file, call)}\` is made for every element of \`${lastName(round.iter) || "the list"}\` in the same moment: what \`${served.label}\` is sent decides how many run at once. Share one pool with \`max_workers\`.`,
    confidence: "likely",
    ...served.when,
    ...(served.when.whenServed !== undefined && { otherwise: "possible" }),
  };
}

/** What a program has a handful of. */
const standing = /^(?:self\.)?_*(?:tasks|workers|servers|services|providers|models|clients|connections|websockets|listeners|subscribers|handlers|agents|tools|tool_calls|sources|plugins|ports|devices|cameras)\b/i;

const limiting = /semaphore|\bsem\b|_sem\b|limit|throttl|bounded|rate|batch|chunk|\block\b|_lock\b|slots?\b|concurren|max_workers|pool/i;

function* everyElement(file: PythonFile, call: PyCall, { started, iter }: Start): Generator<Finding> {
  const served = servedCode(file, call.node);
  if (!served || isSmall(file, iter) || limiting.test(file.slice(iter)) || limiting.test(file.slice(served.home)) || !isOutward(file, started)) return;
  const over = file.slice(iter);
  if (standing.test(over)) return;
  yield {
    at: call.name,
    message: `\`${written(file, call)}\` starts \`${written(file, started)}\` for every element of \`${over.length <= 40 && !/[\r\n\`]/.test(over) ? over : "the list"}\` in the same moment: what \`${served.label}\` is sent decides how hard the other side is hit. Put a semaphore around the call or work in batches.`,
    confidence: "likely",
    ...served.when,
    ...(served.when.whenServed !== undefined && { otherwise: "possible" }),
  };
}

/** It goes to another machine, and nothing in it waits for its turn. */
function isOutward(file: PythonFile, started: PyCall): boolean {
  if (/^(?:httpx|aiohttp|requests)\./.test(started.callee ?? "")) return true;
  const value = file.valueOf(started.node.func);
  const target: PyFunctionDef | undefined = value.kind === "symbol" && value.definition?.kind === "FunctionDef" ? value.definition : undefined;
  return target !== undefined && target.isAsync && !limiting.test(file.slice(target)) && callsIn(file, target.body).some(({ node }) => node.parent?.kind === "Await") ;
}

function* ofPool(file: PythonFile, call: PyCall): Generator<Finding> {
  const served = servedCode(file, call.node);
  if (!served || isKept(call) || /startup|lifespan|init|setup|configure|^start|^run$|^serve/i.test(served.home.name) || lastName(call.node.parent?.kind === "Call" ? call.node.parent : undefined) === "server") return;
  yield {
    at: call.name,
    message: `\`${written(file, call)}\` makes a pool of threads for every \`${served.label}\`: a hundred requests at once are a hundred pools, and none of them bounds the others. Make one and share it.`,
    variant: "pool",
    confidence: "likely",
    ...served.when,
  };
}

function isKept({ node }: PyCall): boolean {
  return node.parent?.kind === "Assign" && node.parent.targets.some((target) => target.kind === "Attribute" || target.kind === "Subscript");
}

function* ofQueue(file: PythonFile, call: PyCall): Generator<Finding> {
  const size = call.argument("maxsize", 0);
  const value = size && file.valueOf(size);
  if (call.spreadsUnknown || value && !(value.kind === "number" && value.value <= 0) || !definesService(file) || functionAround(file, call.node)) return;
  const { parent } = call.node;
  const [target] = parent?.kind === "Assign" ? parent.targets : [];
  if (target?.kind !== "Name" || file.enclosingClass(call.node) || !file.collect(fedHere).includes(target.id)) return;
  yield {
    at: call.name,
    message: `\`${written(file, call)}\` has no length: while work comes in faster than it is done, it grows until the process is killed, and everything in it is lost. Pass \`maxsize=\` and refuse what does not fit.`,
    variant: "queue",
    confidence: "likely",
  };
}

/** Names that functions put something into. */
function fedHere(file: PythonFile): readonly string[] {
  return file.here.functions().flatMap((one) => running(file, one.body)).flatMap((node) => (node.kind === "Call" && /^(?:put|put_nowait)$/.test(lastName(node)) && node.func.kind === "Attribute" && node.func.value.kind === "Name" ? [node.func.value.id] : []));
}
