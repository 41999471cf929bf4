/** Finds calls that stop the event loop: while one coroutine waits in them, no other request moves. */
import { pythonRule, type Edit, type Finding, type Fix, type PyCall, type PyFunctionDef, type PythonFile, type RuleContext } from "../api.ts";
import { callsIn, written } from "./knowledge/code.ts";
import { blockingCall, type BlockingCall } from "./knowledge/blocking.ts";

export default pythonRule({
  id: "python/blocking-call-in-async",
  title: "Blocking call in async code",
  severity: { default: "error", database: "warning", process: "warning", indirect: "warning", file: "info", start: "info", aside: "hint" },
  principle: "latency",
  checklist: ["latency-budget"],
  since: "0.1.0",
  why: "An event loop serves every request on one thread. A call that blocks that thread for a second stops them all for a second: health checks time out, and under load the service looks dead although the processor is idle.",
  remedy: "Await the async form (`asyncio.sleep`, `httpx.AsyncClient`, an async driver). Where there is none, run the call in a thread with `await asyncio.to_thread(...)`, or make the route a plain `def`, which FastAPI and Starlette run in a thread pool.",
  silent: "In a synchronous function nested in an async one; for functions handed over instead of called (`asyncio.to_thread(requests.get, url)`); while starting and stopping (`lifespan`, `startup`), when nobody waits yet; in `main` only sleeps and requests speak, as information. Of a file's database calls the first per function speaks. Opening a file is information: a local disk answers fast, a network share does not.",
  references: ["https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code", "https://fastapi.tiangolo.com/async/", "https://docs.astral.sh/ruff/rules/#flake8-async-async"],
  examples: [
    {
      title: "Sleeping on the loop",
      bad: "import time\n\n\nasync def poll(job):\n    while not await job.done():\n        time.«sleep»(1)\n",
      good: "import asyncio\n\n\nasync def poll(job):\n    while not await job.done():\n        await asyncio.sleep(1)\n",
    },
    {
      title: "A synchronous HTTP client in a route",
      bad: "import requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get(\"/v1/rates\")\nasync def rates():\n    return requests.«get»(\"https://rates.example.com\", timeout=3).json()\n",
      good: "import httpx\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get(\"/v1/rates\")\nasync def rates():\n    async with httpx.AsyncClient(timeout=3) as client:\n        return (await client.get(\"https://rates.example.com\")).json()\n",
    },
    {
      title: "One call further down",
      bad: "import requests\n\n\ndef fetch(url):\n    return requests.get(url, timeout=3).json()\n\n\nasync def rates(url):\n    return «fetch»(url)\n",
      good: "import asyncio\n\nimport requests\n\n\ndef fetch(url):\n    return requests.get(url, timeout=3).json()\n\n\nasync def rates(url):\n    return await asyncio.to_thread(fetch, url)\n",
    },
    {
      title: "A synchronous database session in an async route",
      bad: "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n\n@app.get(\"/v1/orders\")\nasync def orders(db: Session = Depends(session)):\n    return db.«query»(Order).limit(50).all()\n",
      good: "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n\n@app.get(\"/v1/orders\")\ndef orders(db: Session = Depends(session)):\n    return db.query(Order).limit(50).all()\n",
    },
  ],
  prefilter: /\basync\s+def\b/,

  judges: "statements",
  *check(file, context) {
    for (const node of file.here.functions()) {
      if (!node.isAsync || /lifespan|startup|shutdown|^on_(?:start|stop)|^_?setup/i.test(node.name)) continue;
      const isEntry = /^_?main$/i.test(node.name);
      const seen = new Set<string>();
      for (const call of callsIn(file, node.body)) {
        const blocking = blockingCall(call.callee);
        if (blocking && isEntry && !/^(?:sleep|network)$/.test(blocking.kind)) continue;
        if (blocking && !isAwaited(call) && !isRepeated(seen, blocking)) yield direct(file, context, call, blocking, isEntry);
        else if (!blocking && !isEntry && !isAwaited(call)) yield* indirect(file, context, call);
      }
    }
  },
});

function isRepeated(seen: Set<string>, { kind }: BlockingCall): boolean {
  if (kind !== "database") return false;
  if (seen.has(kind)) return true;
  seen.add(kind);
  return false;
}

function isAwaited(call: PyCall): boolean {
  return call.node.parent?.kind === "Await";
}

function variantFor(file: PythonFile, context: RuleContext, variant: string): string {
  return context.isTest || file.language === "notebook" ? "aside" : variant;
}

function direct(file: PythonFile, context: RuleContext, call: PyCall, { kind, instead }: BlockingCall, isEntry: boolean): Finding {
  const fix = fixFor(file, call, kind);
  return {
    at: call.name,
    message: `\`${written(file, call)}\` blocks the event loop: until it returns, no other ${isEntry ? "task" : "request"} of this process moves. Use ${instead}.`,
    variant: variantFor(file, context, isEntry ? "start" : kind === "sleep" || kind === "network" ? "default" : kind),
    confidence: "certain",
    ...(fix && { fixes: [fix] }),
  };
}

/** A plain function of this file that blocks, called right on the loop. */
function* indirect(file: PythonFile, context: RuleContext, call: PyCall): Generator<Finding> {
  const value = file.valueOf(call.node.func);
  const target: PyFunctionDef | undefined = value.kind === "symbol" && value.definition?.kind === "FunctionDef" ? value.definition : undefined;
  if (!target || target.isAsync || target.decorators.length > 0) return;
  for (const inner of callsIn(file, target.body)) {
    const blocking = blockingCall(inner.callee);
    if (!blocking || /^(?:file|database|start)$/.test(blocking.kind)) continue;
    yield {
      at: call.name,
      message: `\`${call.method}\` blocks the event loop, because it calls \`${written(file, inner)}\`: until it returns, no other request of this process moves. Run it with \`await asyncio.to_thread(${call.method}, ...)\`.`,
      variant: variantFor(file, context, "indirect"),
      confidence: "likely",
      related: [{ at: inner.name, message: "blocks here" }],
    };
    return;
  }
}

function fixFor(file: PythonFile, call: PyCall, kind: BlockingCall["kind"]): Fix | undefined {
  if (kind === "file" || kind === "database" || kind === "start" || isInGenerator(call)) return undefined;
  const missing = file.addImport("asyncio");
  const edits: Edit[] = missing ? [missing] : [];
  const { node } = call;
  const needsParentheses = node.parent?.kind === "Attribute" || node.parent?.kind === "Subscript";
  if (needsParentheses) edits.push({ at: { start: node.end, end: node.end }, text: ")" });
  const open = needsParentheses ? "(" : "";
  if (kind === "sleep") {
    if (file.slice(node.func).includes("\n")) return undefined;
    edits.push({ at: { start: node.func.start, end: node.func.end }, text: `${open}await asyncio.sleep` });
    return { title: "Await asyncio.sleep", safe: true, edits };
  }
  const between = { start: node.argsAt.start, end: node.argsAt.start + 1 };
  const text = file.slice(node.func);
  if (text.includes("(") || text.includes("\n")) return undefined;
  edits.push({ at: { start: node.func.start, end: between.end }, text: `${open}await asyncio.to_thread(${text}${node.args.length > 0 ? ", " : ""}` });
  return { title: "Run it in a thread with asyncio.to_thread", safe: false, edits };
}

/** `await` in a generator expression would make it an asynchronous one. */
function isInGenerator(call: PyCall): boolean {
  for (let at = call.node.parent; at && at.kind !== "FunctionDef"; at = at.parent) if (at.kind === "Comprehension") return true;
  return false;
}
