/** Rule: a metric label whose values nobody can count. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall, type JsExpr, type JsObject } from "../api.ts";
import { lastName, plain, short } from "./taint/tree.ts";

const metricClass = /^prom-client\.(?:Counter|Gauge|Histogram|Summary)$/;
const recording = /^(?:labels|inc|dec|observe|set|startTimer|add|record)$/;
/** Names of labels that say they tell one person, request or object from another. */
const countless = /^(?:(?:user|customer|account|session|request|req|trace|span|order|transaction|job|message|correlation|visitor|device|client)[_-]?(?:id|uuid|name|key)|uuid|guid|e?mail|email[_-]?address|ip|ip[_-]?address|remote[_-]?addr|client[_-]?ip|token|url|full[_-]?url|original[_-]?url|uri|query|user[_-]?agent|error[_-]?message|stack|timestamp)$/i;

export default javascriptRule({
  id: "javascript/high-cardinality-label",
  title: "Metric label with countless values",
  severity: "warning",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: `Every combination of label values is a time series of its own, kept in this process's memory and in Prometheus. A label with user ids, raw paths
or error texts makes one per user, per URL a scanner tries, per message: memory grows until the process or the monitoring dies, usually during an incident.`,
  remedy: `Label by what can be listed: the route template (\`req.route.path\`), the method, the status, the kind of error. Ids belong into logs and traces.`,
  silent: `When the value is the route template, a status or a constant, and when it passes through a function that may normalise it.`,
  references: ["https://prometheus.io/docs/practices/naming/#labels", "https://github.com/siimon/prom-client#labels"],
  examples: [
    {
      title: "The raw path as a label",
      bad: `import { Counter } from "prom-client";\n\nconst requests = new Counter({ name: "http_requests_total", help: "Requests", labelNames: ["method", "path"] });\nexport function count(req, res, next) {\n  requests.inc({ method: req.method, path: «req.originalUrl» });\n  next();\n}\n`,
      good: `import { Counter } from "prom-client";\n\nconst requests = new Counter({ name: "http_requests_total", help: "Requests", labelNames: ["method", "path"] });\nexport function count(req, res, next) {\n  requests.inc({ method: req.method, path: req.route?.path ?? "unmatched" });\n  next();\n}\n`,
    },
    {
      title: "A label per user",
      bad: `import client from "prom-client";\n\nexport const logins = new client.Counter({ name: "logins_total", help: "Logins", labelNames: [«"user_id"», "result"] });\n`,
      good: `import client from "prom-client";\n\nexport const logins = new client.Counter({ name: "logins_total", help: "Logins", labelNames: ["result"] });\n`,
    },
  ],
  prefilter: /prom-client|\.(?:labels|inc|observe|startTimer|add|record)\s*\(/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      if (call.isNew && metricClass.test(call.callee ?? "")) yield* declared(file, call);
      else if ((recording.test(call.method) && isMetric(file, call)) || isTimerEnd(file, call)) yield* recorded(file, call);
    }
  },
});

function* declared(file: JavaScriptFile, call: JsCall): Iterable<Finding> {
  const value = call.args[0] && file.valueOf(call.args[0]);
  const labels = value?.kind === "object" ? value.entries.get("labelNames") : undefined;
  const list = labels && file.valueOf(labels);
  if (list?.kind !== "array") return;
  for (const one of list.node.elements) {
    if (one?.kind === "Str" && countless.test(one.value)) {
      yield { at: one, message: `The label \`${one.value}\` makes a time series for every value it ever takes: memory of this process and of Prometheus grows until one of them dies. Label by what can be listed; put ids into logs and traces.` };
    }
  }
}

function isMetric(file: JavaScriptFile, call: JsCall): boolean {
  const receiver = call.receiverValue();
  const maker = receiver.kind === "new" ? receiver.of : call.callee?.replace(/#.*$/, "") ?? "";
  if (metricClass.test(maker)) return true;
  if (/^@opentelemetry\/api\b/.test(call.callee ?? "") || (receiver.kind === "call" && /^@opentelemetry\/api\..*create(?:Counter|Histogram|UpDownCounter)$/.test(receiver.of))) return true;
  return call.receiver !== undefined && /(?:[cC]ounter|[hH]istogram|[gG]auge|[mM]etric|_total|Total)$/.test(lastName(call.receiver)) && call.method !== "set";
}

/** `const end = histogram.startTimer(); … end({ route })`. */
function isTimerEnd(file: JavaScriptFile, { node, receiver }: JsCall): boolean {
  const value = receiver ? undefined : file.valueOf(node.callee);
  return value?.kind === "call" && /startTimer$/.test(value.of) && isMetric(file, value.call);
}

function* recorded(file: JavaScriptFile, call: JsCall): Iterable<Finding> {
  for (const arg of call.args) {
    const values = arg.kind === "Object" ? valuesOf(arg) : call.method === "labels" ? [arg] : [];
    for (const value of values) {
      if (!isCountless(value)) continue;
      yield { at: value, message: `\`${short(file, value)}\` as a metric label makes a time series for every value it ever takes, and anybody can send new ones: memory of this process and of Prometheus grows until one of them dies. Use the route template or a kind.` };
    }
  }
}

function valuesOf(object: JsObject): JsExpr[] {
  return object.properties.flatMap((one) => (one.kind === "Property" ? [one.value] : []));
}

/** `req.originalUrl`, `req.path`, `user.id`, `error.message`, and a template around one of them. */
function isCountless(node: JsExpr): boolean {
  const value = plain(node);
  if (value.kind === "Template") return !value.tag && value.holes.some(isCountless);
  if (value.kind === "Logical") return isCountless(value.left);
  if (value.kind !== "Member" || value.property === undefined) return false;
  const holder = lastName(value.object);
  if (/^_?(?:req|request)$/.test(holder)) return /^(?:originalUrl|url|path|ip|id)$/.test(value.property);
  if (holder === "ctx") return /^(?:url|path|originalUrl|ip)$/.test(value.property);
  if (/^(?:user|session|currentUser|customer|account)$/.test(holder)) return /^(?:id|_id|email|uuid|name)$/.test(value.property);
  return /^(?:err|error|e|ex)$/.test(holder) && /^(?:message|stack)$/.test(value.property);
}
