/** Finds metric labels with as many values as there are users, requests or texts. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PyStr, type PythonFile, type Span } from "../api.ts";
import { lastName, written } from "./knowledge/code.ts";

export default pythonRule({
  id: "python/high-cardinality-label",
  title: "Metric label without a bound",
  severity: "warning",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "Every value of a label is a time series of its own, kept in memory by the process and by the metrics store. One label per user or per path with an id in it makes millions of them: the store slows down and falls over, usually in the incident it was meant to show.",
  remedy: "Label with what there is a handful of: the route template, the method, the status class, the model's version. Put ids and texts into logs and traces.",
  silent: "For names and values that are not visibly ids, addresses, raw paths or texts; for tracing spans and logs, which are the place for ids; for tests.",
  references: ["https://prometheus.io/docs/practices/naming/#labels", "https://prometheus.io/docs/practices/instrumentation/#do-not-overuse-labels", "https://opentelemetry.io/docs/specs/otel/metrics/sdk/#cardinality-limits"],
  examples: [
    {
      title: "A series per user",
      bad: "from prometheus_client import Counter\n\npredictions = Counter(\"predictions_total\", \"Predictions\", [\"model\", «\"user_id\"»])\n",
      good: "from prometheus_client import Counter\n\npredictions = Counter(\"predictions_total\", \"Predictions\", [\"model\", \"plan\"])\n",
    },
    {
      title: "A series per path with an id in it",
      bad: "from prometheus_client import Histogram\n\nlatency = Histogram(\"latency_seconds\", \"Latency\", [\"path\"])\n\n\nasync def measure(request, call_next):\n    with latency.labels(«request.url.path»).time():\n        return await call_next(request)\n",
      good: "from prometheus_client import Histogram\n\nlatency = Histogram(\"latency_seconds\", \"Latency\", [\"path\"])\n\n\nasync def measure(request, call_next):\n    with latency.labels(request.scope[\"route\"].path).time():\n        return await call_next(request)\n",
    },
    {
      title: "A tag of StatsD",
      bad: "from datadog import statsd\n\n\ndef count(user):\n    statsd.increment(\"logins\", tags=[«f\"user:{user.email}\"»])\n",
      good: "from datadog import statsd\n\n\ndef count(user):\n    statsd.increment(\"logins\", tags=[f\"plan:{user.plan}\"])\n",
    },
  ],
  prefilter: /prometheus|statsd|datadog|opentelemetry|metrics/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (!file.imports().some((name) => /prometheus|statsd|datadog|opentelemetry|aioprometheus|\bmetrics\b/.test(name))) return;
    for (const call of file.here.calls()) {
      for (const one of endlessLabels(call)) yield finding(one, `\`${written(file, call)}\` has the label \`${one.value}\``, one.value);
      yield* ofUse(file, call);
    }
  },
});

/** Names of labels that have one value per person, request or text. */
const endlessName = /^(?:user_?id|userid|username|user_name|user_?email|email|e_mail|session_?id|request_?id|trace_?id|span_?id|correlation_?id|transaction_?id|order_?id|message_?id|document_?id|doc_?id|conversation_?id|thread_?id|chat_?id|uuid|guid|ip|ip_?addr(?:ess)?|client_?ip|remote_?addr|user_?agent|access_?token|api_?key|query|prompt|question|full_?path|raw_?path|full_?url|timestamp|error_?message|exception_?message|stack_?trace|traceback|phone|address|customer_?id|account_?id)$/i;
/** The same in values: `user.id`, `str(error)`, `uuid4()`, `request.url.path`. */
const endlessValue = /^(?:user_?id|userid|email|session_?id|request_?id|trace_?id|correlation_?id|transaction_?id|order_?id|message_?id|document_?id|conversation_?id|chat_?id|customer_?id|account_?id|client_?ip|remote_addr|ip_?address|user_agent|prompt|full_path|raw_path)$/i;

const metricTypes = /^prometheus_client\.(?:metrics\.)?(?:Counter|Gauge|Histogram|Summary|Info|Enum)$/;

/** Labels without bound that a metric is made with. */
function endlessLabels(call: PyCall): PyStr[] {
  if (!metricTypes.test(call.callee ?? "")) return [];
  const labels = call.argument("labelnames", 2);
  const names = labels?.kind === "List" || labels?.kind === "Tuple" ? labels.elements : [];
  return names.flatMap((one) => (one.kind === "Str" && endlessName.test(one.value) ? [one] : []));
}

/** Told where the metric is made: not again at each use. */
const declaredLabels = ({ here }: PythonFile): readonly string[] => here.calls().flatMap((call) => endlessLabels(call).map(({ value }) => value));

function* ofUse(file: PythonFile, call: PyCall): Generator<Finding> {
  if (call.method === "labels" && call.receiver && isMetric(file, call.receiver)) {
    const declared = new Set(file.collect(declaredLabels));
    for (const { name, value, star } of call.node.args) {
      const what = star === "" && !(name !== undefined && declared.has(name)) ? endless(file, value) : undefined;
      if (what && !(declared.size > 0 && name === undefined && endlessName.test(what))) yield finding(value, `\`${written(file, call)}\` is given \`${what}\` as a label`, what);
    }
  }
  yield* ofTags(file, call);
  yield* ofAttributes(file, call);
}

/** A metric made in this file, or something that cannot be anything else in a file that imports the client. */
function isMetric(file: PythonFile, receiver: PyExpr): boolean {
  const value = file.valueOf(receiver);
  if (value.kind === "call") return metricTypes.test(value.of);
  return value.kind !== "parameter" && value.kind !== "string" && !/^(?:ax|fig|plt|chart|plot|query|client|kmeans)/i.test(lastName(receiver));
}

/** `statsd.increment("x", tags=[f"user:{user_id}"])`. */
function* ofTags(file: PythonFile, call: PyCall): Generator<Finding> {
  if (!/^(?:increment|incr|decrement|gauge|histogram|timing|timed|distribution|set|count)$/.test(call.method)) return;
  const tags = call.argument("tags");
  for (const one of tags?.kind === "List" ? tags.elements : []) {
    if (one.kind !== "Str") continue;
    const hole = one.holes.find((part) => endless(file, part) !== undefined);
    const what = hole && endless(file, hole);
    if (what) yield finding(one, `\`${written(file, call)}\` is given \`${what}\` in a tag`, what);
  }
}

/** `counter.add(1, {"user.id": user_id})` of OpenTelemetry; spans have attributes too, and are the place for ids. */
function* ofAttributes(file: PythonFile, call: PyCall): Generator<Finding> {
  if (!/^(?:add|record)$/.test(call.method) || !call.receiver || !file.imports().some((name) => name.startsWith("opentelemetry"))) return;
  const attributes = call.argument("attributes", 1);
  const value = attributes && file.valueOf(attributes);
  if (value?.kind !== "dict" || attributes?.kind !== "Dict" || !isInstrument(file, call)) return;
  for (const { key, value: given } of attributes.entries) {
    const name = key?.kind === "Str" ? key.value.replaceAll(".", "_") : "";
    const what = endlessName.test(name) ? file.slice(given) : endless(file, given);
    if (what) yield finding(given, `\`${written(file, call)}\` is given \`${what.slice(0, 40)}\` as an attribute`, what);
  }
}

function isInstrument(file: PythonFile, call: PyCall): boolean {
  const value = call.receiverValue();
  if (value.kind === "call") return /create_(?:counter|histogram|up_down_counter|gauge)$/.test(value.of) || /^create_/.test(value.call.method);
  return call.receiver !== undefined && /counter|histogram|gauge|metric/i.test(lastName(call.receiver));
}

/** What has no bound about a value, as written; undefined when nothing is visible. */
function endless(file: PythonFile, node: PyExpr): string | undefined {
  const text = file.slice(node);
  if (text.length > 60 || /[\r\n`]/.test(text)) return undefined;
  if (/^(?:self\.)?(?:flask\.)?req(?:uest)?\.(?:path|full_path|url|base_url|url\.path|raw_path|remote_addr|client\.host|user\.(?:id|pk|email|username)|headers\[.{1,40}\])$/.test(text)) return text;
  if (node.kind === "Name" || node.kind === "Attribute") {
    if (endlessValue.test(lastName(node))) return text;
    if (node.kind === "Attribute" && /^(?:id|pk|email|username)$/.test(node.attr) && /^(?:user|current_user|customer|account|order|session|message|document|conversation|chat)$/i.test(lastName(node.value))) return text;
    return isCaught(file, node) ? text : undefined;
  }
  if (node.kind === "Call") return ofCall(file, node, text);
  if (node.kind === "Str" && node.holes.length > 0) for (const hole of node.holes) if (endless(file, hole)) return endless(file, hole);
  return undefined;
}

function ofCall(file: PythonFile, node: Extract<PyExpr, { kind: "Call" }>, text: string): string | undefined {
  const name = lastName(node);
  if (/^(?:str|repr)$/.test(name) && node.args[0]) return endless(file, node.args[0].value) ? text : undefined;
  return /^(?:uuid4|uuid1|token_hex|token_urlsafe)$/.test(name) ? text : undefined;
}

/** The error of an `except … as error`, whose text may be anything. */
function isCaught(file: PythonFile, node: PyExpr): boolean {
  return node.kind === "Name" && file.bindingsOf(node).some(({ how }) => how === "except");
}

function finding(at: Span, what: string, value: string): Finding {
  return {
    at: { start: at.start, end: at.end },
    message: `${what}: every \`${value}\` becomes a time series of its own, until the process and the metrics store run out of memory. Label with what there is a handful of, and log the rest.`,
    confidence: "likely",
  };
}
