/** Finds writes that are tried again although the first attempt may have arrived. */
import { pythonRule, type Finding, type PyCall, type PyFunctionDef, type PyNode, type PythonFile, type RuleContext } from "../api.ts";
import { anywhere, callsIn, functionAround, lastName, running, written } from "./knowledge/code.ts";
import { isQuery, queryArgument } from "./knowledge/queries.ts";
import { runsAgain } from "./knowledge/celery-retries.ts";
import { retryLoopIn, urllib3Retry } from "./knowledge/retries.ts";

export default pythonRule({
  id: "python/retried-write",
  title: "Write tried again without a key",
  severity: { default: "warning", aside: "hint" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: "A timeout does not say that nothing happened: the order was placed, only the answer got lost. The second attempt places it again, and the customer pays twice.",
  remedy: "Send a key that names the intent, not the attempt (`Idempotency-Key`, made before the first try), write with `ON CONFLICT`, or retry only what is safe to repeat.",
  silent: "For reads sent by POST (searches, logins, models), writes that are safe to repeat (PUT, DELETE, upserts), when a key is in sight, when only errors are retried that come before anything was sent.",
  references: ["https://docs.stripe.com/api/idempotent_requests", "https://aws.amazon.com/builders-library/making-retries-safe-with-idempotent-APIs/", "https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/"],
  examples: [
    {
      title: "A payment under a retry",
      bad: "import requests\nfrom tenacity import retry, stop_after_attempt, wait_random_exponential\n\n\n@retry(stop=stop_after_attempt(3), wait=wait_random_exponential(max=10))\ndef charge(order):\n    return requests.«post»(\"https://pay.example.com/charges\", json=order, timeout=5)\n",
      good: "import requests\nfrom tenacity import retry, stop_after_attempt, wait_random_exponential\n\n\n@retry(stop=stop_after_attempt(3), wait=wait_random_exponential(max=10))\ndef charge(order, key):\n    return requests.post(\"https://pay.example.com/charges\", json=order, headers={\"Idempotency-Key\": key}, timeout=5)\n",
    },
    {
      title: "A row inserted in a loop of attempts",
      bad: "import random\nimport time\n\n\ndef save(cursor, order):\n    for attempt in range(3):\n        try:\n            cursor.«execute»(\"INSERT INTO orders (id, amount) VALUES (%s, %s)\", order)\n            return\n        except ConnectionError:\n            time.sleep(random.uniform(0, 2 ** attempt))\n    raise ConnectionError(\"orders\")\n",
      good: "import random\nimport time\n\n\ndef save(cursor, order):\n    for attempt in range(3):\n        try:\n            cursor.execute(\"INSERT INTO orders (id, amount) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING\", order)\n            return\n        except ConnectionError:\n            time.sleep(random.uniform(0, 2 ** attempt))\n    raise ConnectionError(\"orders\")\n",
    },
  ],
  prefilter: /retry|Retrying|backoff|\bexcept\b/i,

  judges: "statements",
  *check(file, context) {
    yield* policies(file, context);
    for (const node of file.here.functions()) {
      if ((isRetried(file, node) || runsAgain(file, node)) && !hasKey(file, node)) yield* writesIn(file, callsIn(file, node.body), node, context);
    }
    for (const loop of [...file.here.nodes("For"), ...file.here.nodes("While")]) {
      const retry = retryLoopIn(file, loop);
      const home = functionAround(file, loop);
      if (!retry || !home || hasKey(file, home) || isRetried(file, home) || loop.kind === "For" && !isCount(file, loop.iter) || isBeforeSending(file, retry.handler.type)) continue;
      yield* writesIn(file, callsIn(file, retry.tried.body), home, context);
    }
  },
});

const namesKeys = anywhere(({ here }) => /idempotency/i.test(here.text));

/** urllib3 leaves POST out unless told otherwise. https://urllib3.readthedocs.io/en/stable/reference/urllib3.util.html#urllib3.util.Retry */
function* policies(file: PythonFile, context: RuleContext): Generator<Finding> {
  for (const call of file.here.calls()) {
    const given = urllib3Retry.test(call.callee ?? "") ? call.argument("allowed_methods") ?? call.argument("method_whitelist") : undefined;
    if (!given || !namesPost(file, given) || namesKeys(file)) continue;
    yield {
      at: call.name,
      message: `\`${written(file, call)}\` repeats \`POST\` as well (\`${file.slice(given).length <= 60 ? file.slice(given) : "allowed_methods"}\`), also when only the answer got lost: what was created is created twice. Leave \`POST\` out, or send an idempotency key made before the first attempt.`,
      ...((context.isTest || file.language === "notebook") && { variant: "aside" }),
      confidence: "likely",
    };
  }
}

/** `False` and `None` mean every method. */
function namesPost(file: PythonFile, node: PyNode): boolean {
  if (node.kind === "Const") return node.value === false || node.value === null;
  return /["'](?:POST|PATCH)["']/i.test(file.slice(node));
}

function isCount(file: PythonFile, iter: PyNode): boolean {
  return iter.kind === "Call" && /^(?:range|count)$/.test(lastName(iter)) && file.slice(iter).length < 80;
}

const retriers = /^(?:tenacity\.retry|backoff\.(?:on_exception|on_predicate)|retrying\.retry|retry\.retry|retry\.api\.retry|stamina\.retry)$/;

/** Under a decorator of a retry library that does not confine itself to errors of connecting. */
function isRetried(file: PythonFile, node: PyFunctionDef): boolean {
  return node.decorators.some((one) => {
    const value = file.valueOf(one.kind === "Call" ? one.func : one);
    if (value.kind !== "symbol" || !retriers.test(value.name)) return false;
    return !isBeforeSending(file, one);
  });
}

/** Errors after which the other side has seen nothing: a failed connection, a refused login, a limit. */
function isBeforeSending(file: PythonFile, node: PyNode | undefined): boolean {
  if (!node) return false;
  const text = file.slice(node);
  return /ConnectError|ConnectTimeout|ConnectionRefused|NewConnectionError|RateLimit|TooManyRequests|Throttl|429|OperationalError|[Ll]ock|Deadlock|Serializ|StaleData|IntegrityError|Conflict/.test(text) && !/\bException\b|ReadTimeout|TimeoutError\b|RequestException|HTTPError/.test(text);
}

function hasKey(file: PythonFile, node: PyFunctionDef): boolean {
  return /idempoten|dedup|request_?token|client_?token|clientRequestToken|ON CONFLICT|ON DUPLICATE|INSERT OR (?:IGNORE|REPLACE)|upsert|MERGE INTO|NOT EXISTS|x-request-id|get_or_create/i.test(file.slice(node));
}

function* writesIn(file: PythonFile, calls: readonly PyCall[], home: PyFunctionDef, context: RuleContext) {
  for (const call of calls) {
    const what = writeOf(file, call, home);
    if (!what) continue;
    yield {
      at: call.name,
      message: `\`${written(file, call)}\` ${what} and is tried again when it fails, also when only the answer got lost: it then happens twice. Send an idempotency key made before the first attempt, or retry only what is safe to repeat.`,
      ...((context.isTest || file.language === "notebook") && { variant: "aside" }),
      confidence: "likely" as const,
    };
  }
}

const writing = /(?:^|_|\b|\/|-)(?:create|charge|charges|pay|payment|payments|payout|order|orders|submit|send|insert|place|transfer|book|booking|refund|refunds|notify|notification|publish|checkout|purchase|invoice|messages|sms|mail|email|subscribe|deposit|withdraw|post_message|sendMessage|comment|comments|tweet|donate|record|append|register|signup|issue|issues|tickets?)(?:_|\b|\/|$)/i;
const reading = /search|query|graphql|token|oauth|login|auth|predict|complet|embed|chat|generat|infer|classif|translat|rpc|lookup|validate|verify|check|fetch|get_|read|list|download|upload|parse|extract|analy|render|evaluate|score|rerank|transcri|summar|heart_?beat|poll|status|webhook_test/i;

/** What a call writes, as a message says it; undefined for what may be repeated or cannot be told. */
function writeOf(file: PythonFile, call: PyCall, home: PyFunctionDef): string | undefined {
  const { callee, method } = call;
  if (callee !== undefined && /^(?:requests|httpx|aiohttp|cloudscraper)\..*\bpost$/.test(callee)) return isWrite(file, call, home) ? "creates something" : undefined;
  if (callee !== undefined && /^stripe\.(?:Charge|PaymentIntent|Refund|Transfer|Payout|Subscription|Invoice)\.create$/.test(callee)) return "moves money";
  if (callee !== undefined && /^smtplib\.SMTP(?:_SSL)?\.(?:send_message|sendmail)$/.test(callee)) return "sends a message";
  if (/^(?:insert_one|insert_many)$/.test(method) && call.receiver && !hasOwnId(file, home)) return "inserts";
  if (method === "create" && call.receiver?.kind === "Attribute" && call.receiver.attr === "objects") return "inserts a row";
  if (!/^(?:execute|executemany|fetch\w*)$/.test(method)) return undefined;
  const query = queryArgument(call);
  const value = query && file.valueOf(query);
  return value?.kind === "string" && isQuery(value.value) && /^\s*insert\b/i.test(value.value) && !/on conflict|on duplicate|or (?:ignore|replace)|not exists/i.test(value.value) ? "inserts a row" : undefined;
}

function isWrite(file: PythonFile, call: PyCall, home: PyFunctionDef): boolean {
  const address = call.positional[0] ?? call.argument("url");
  const value = address && file.valueOf(address);
  const text = value?.kind === "string" ? value.value : address ? file.slice(address) : "";
  return !reading.test(text) && !reading.test(home.name) && (writing.test(text.replace(/^https?:\/\/[^/]*/, "")) || writing.test(home.name));
}

function hasOwnId(file: PythonFile, home: PyFunctionDef): boolean {
  for (const one of running(file, home.body)) if (one.kind === "Str" && one.value === "_id") return true;
  return false;
}
