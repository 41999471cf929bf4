/** Finds one query or request per element while somebody waits for the answer. */
import { pythonRule, type Finding, type PyCall, type PyNode, type PythonFile } from "../api.ts";
import { anywhere, lastName, written } from "./knowledge/code.ts";
import { isSmall, isStepwise, mentionsAny, roundAround, type Round } from "./knowledge/rounds.ts";
import { roundTrip, roundTripIn } from "./knowledge/round-trips.ts";
import { isMaintenance, servedCode } from "./knowledge/served.ts";

export default pythonRule({
  id: "python/query-in-loop",
  title: "One query per element",
  severity: { default: "warning", indirect: "info" },
  principle: "latency",
  checklist: ["latency-budget"],
  since: "0.1.0",
  why: "Each element pays a whole round trip: with ten rows on a laptop nobody notices, with a thousand in production the request takes seconds, holds its connection all the while, and the database answers the same small question a thousand times.",
  remedy: "Ask once for all: `IN (...)`, a join or eager loading (`select_related`, `selectinload`), `bulk_create`, one commit after the loop, `mget` or a pipeline, a bulk endpoint.",
  silent: "Outside of what answers requests; for loops over a handful that is written down, over counts, pages and batches; for loops that leave as soon as something fits, or that wait on purpose; where the call does not depend on the element; under a cache check.",
  references: ["https://docs.djangoproject.com/en/stable/topics/db/optimization/#retrieve-everything-at-once-if-you-know-you-will-need-it", "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html", "https://redis.readthedocs.io/en/stable/advanced_features.html#pipelines"],
  examples: [
    {
      title: "A lookup for each row",
      bad: "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n\n@app.post(\"/v1/baskets\")\ndef basket(body: Basket, db: Session = Depends(get_db)):\n    return [db.query(Product).filter(Product.id == item.product).«first»() for item in body.items]\n",
      good: "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n\n@app.post(\"/v1/baskets\")\ndef basket(body: Basket, db: Session = Depends(get_db)):\n    wanted = [item.product for item in body.items]\n    return db.query(Product).filter(Product.id.in_(wanted)).all()\n",
    },
    {
      title: "A request for each id, two files away from the route",
      path: "shop/prices.py",
      files: { "shop/api.py": "from fastapi import FastAPI\n\nfrom shop.prices import prices\n\napp = FastAPI()\n\n\n@app.get(\"/v1/prices\")\ndef all_prices(ids: str):\n    return prices(ids.split(\",\"))\n" },
      bad: "import requests\n\n\ndef prices(ids):\n    found = {}\n    for one in ids:\n        found[one] = requests.«get»(f\"https://prices.example.com/{one}\", timeout=2).json()\n    return found\n",
      good: "import requests\n\n\ndef prices(ids):\n    return requests.get(\"https://prices.example.com/\", params={\"ids\": ids}, timeout=2).json()\n",
    },
  ],
  prefilter: /\bfor\b/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (isMaintenance(file.path)) return;
    for (const call of file.here.calls()) {
      const round = roundAround(file, call.node);
      if (!round || !dependsOn(file, call, round)) continue;
      const trip = roundTrip(file, call);
      const inner = trip ? undefined : roundTripIn(file, call);
      if (!trip && !inner || isOnPurpose(file, call, round)) continue;
      const served = servedCode(file, call.node);
      if (!served || /migrat|backfill|seed|import_|sync|cron|script|command|batch|bulk|populate|startup|webhook/i.test(served.home.name)) continue;
      yield trip ? found(file, call, round, served, trip.instead) : foundBelow(file, call, round, served, inner);
    }
  },
});

type Served = NonNullable<ReturnType<typeof servedCode>>;

function found(file: PythonFile, call: PyCall, round: Round, { label, when }: Served, instead: string): Finding {
  return {
    at: call.name,
    message: `\`${written(file, call)}\` goes out once for every element of \`${shown(file, round)}\` while \`${label}\` waits: a thousand elements are a thousand round trips, one after another. ${instead}.`,
    confidence: "likely",
    ...when,
    ...(when.whenServed !== undefined && mayServe(file, call) && { otherwise: "possible" }),
  };
}

/** Nothing says that it is for people who do not wait: changes of a schema, commands, schedules, commits that keep what is done. */
function mayServe(file: PythonFile, call: PyCall): boolean {
  return !/^(?:commit|flush)$/.test(call.method) && !/(?:^|[/_])(?:revisions|versions|cli|scheduled|jobs?|tasks?|cron)(?:\/|\.py$)/.test(file.path) && !isMigration(file);
}

const isMigration = anywhere(({ here }) => here.functions().some(({ name }) => /^(?:upgrade|downgrade)$/.test(name)));

function foundBelow(file: PythonFile, call: PyCall, round: Round, { label, when }: Served, inner: PyCall | undefined): Finding {
  return {
    at: call.name,
    message: `\`${written(file, call)}\` runs once for every element of \`${shown(file, round)}\` while \`${label}\` waits, and each time it calls \`${inner ? written(file, inner) : ""}\`: a thousand elements are a thousand round trips. Fetch what all of them need before the loop.`,
    variant: "indirect",
    confidence: "likely",
    ...(inner && { related: [{ at: inner.name, message: "goes out here" }] }),
    ...when,
  };
}

function shown(file: PythonFile, { iter }: Round): string {
  const text = file.slice(iter);
  return text.length <= 40 && !/[\r\n`]/.test(text) ? text : lastName(iter) || "the loop";
}

/** Commits depend on what was added in the round, whatever they are given. */
function dependsOn(file: PythonFile, call: PyCall, round: Round): boolean {
  if (call.method === "commit" || call.method === "flush") return round.loop.kind === "For";
  const { func, args } = call.node;
  return args.some(({ value }) => mentionsAny(file, value, round.names)) || (func.kind === "Attribute" && func.value.kind !== "Name" && mentionsAny(file, func.value, round.names));
}

const onPurpose = /tables?(?:\b|_)|fkeys?|columns|migration|workers?\b|worker_|nodes\b|servers\b|hosts\b|batch|chunk|page|shard|retr|attempt|mirror|fallback|provider|backend|replica|partition|window|event|message|stream|lines?$|consumer|queue|step/i;

function isOnPurpose(file: PythonFile, call: PyCall, round: Round): boolean {
  if (isOnlyMade(file, call)) return true;
  if (isSmall(file, round.iter) || onPurpose.test(file.slice(round.iter)) || isStepwise(file, round)) return true;
  for (let at: PyNode | undefined = call.node.parent; at && at !== round.loop; at = at.parent) {
    if (at.kind === "Handler") return true;
    if (at.kind === "If" && /cache|seen|memo|known|not in/i.test(file.slice(at.test))) return true;
    if (at.kind === "Call" && /^(?:gather|create_task|ensure_future|submit|delay|apply_async|send_task|append_task)$/.test(lastName(at))) return true;
  }
  return isGathered(round);
}

/** A coroutine that is not awaited here: somebody else decides when it runs. */
function isOnlyMade(file: PythonFile, call: PyCall): boolean {
  if (call.node.parent?.kind === "Await") return false;
  const value = file.valueOf(call.node.func);
  return /^(?:httpx\.AsyncClient|aiohttp\.ClientSession)\./.test(call.callee ?? "") && call.node.parent?.kind !== "With" || value.kind === "symbol" && value.definition?.kind === "FunctionDef" && value.definition.isAsync;
}

/** `gather(*[get(x) for x in xs])` runs them together. */
function isGathered({ loop }: Round): boolean {
  for (let at: PyNode | undefined = loop.parent; at && at.kind !== "FunctionDef"; at = at.parent) {
    if (at.kind === "Call" && /^(?:gather|wait|as_completed|TaskGroup|create_task|run_parallel)$/.test(lastName(at))) return true;
  }
  return false;
}
