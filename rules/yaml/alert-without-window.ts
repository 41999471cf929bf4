/** Alerts that fire on a single sample. */
import { yamlRule } from "../api.ts";
import { alerts, isHeartbeat } from "./structure/alerts.ts";
import { entryAt, spanOf, textOf } from "./structure/nodes.ts";
import { addedTo, oneLine, replacedValue } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/alert-without-window",
  title: "Alert that fires on one sample",
  severity: { default: "warning", mild: "info" },
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: `Without \`for:\` one odd scrape wakes somebody. After a few nights of alerts that were over before anybody looked, the real one is ignored too.`,
  remedy: `Add \`for:\` as long as the condition must last to need a person: minutes for symptoms, more for causes.`,
  silent: `Expressions that count over a window (\`increase\`, \`_over_time\`) or look back for half an hour or more, forecasts, heartbeats. \`for: 0m\` counts as none. Rates over minutes (\`rate(x[5m])\`) and alerts that page nobody (\`info\`) are information.`,
  references: ["https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/"],
  examples: [{
    title: "One scrape", path: "alerts.yml",
    bad: "groups:\n  - name: api\n    rules:\n      - alert: «QueueFull»\n        expr: queue_length > 1000\n        labels: {severity: page}\n",
    good: "groups:\n  - name: api\n    rules:\n      - alert: QueueFull\n        expr: queue_length > 1000\n        for: 10m\n        labels: {severity: page}\n",
  }],
  prefilter: /alert/,
  judges: "documents",
  *check(file, context) {
    if (context.isTest) return;
    for (const alert of alerts(file)) {
      const { name, mapping, expression, labels } = alert;
      const lasting = textOf(mapping.get("for"));
      if (!expression || isHeartbeat(alert) || (lasting !== undefined && !/^0+(ms|[smhdwy])?$/.test(lasting))) continue;
      if (/\b(?:increase|changes|i?delta|resets|deriv)\s*\(|_over_time|predict_linear|\[\s*(?:\d+[hdw]|[3-9]\dm|\d{3,}m)|offset\b|\$\{|:(rate|increase|ratio_rate)|rate\d|slo:/.test(expression.value)) continue;
      const edit = lasting === undefined ? addedTo(file, mapping, oneLine("for: 5m"), "expr") : replacedValue(mapping.entry("for"), "5m");
      const looksBack = /\[\s*[\w$]/.test(expression.value);
      const isMild = looksBack || /^(info|informational|notice|debug)$/i.test(textOf(labels?.get("severity")) ?? "");
      yield {
        at: lasting === undefined ? spanOf(name) : (entryAt(mapping, "for") ?? spanOf(name)), ...(isMild && { variant: "mild" }),
        message: `\`${name.value}\` has ${lasting === undefined ? "no `for:`" : `\`for: ${lasting}\``}: ${looksBack ? "one burst" : "one odd sample"} fires it, and alerts that are over before anybody looks teach people to ignore them. Say how long the condition must last.`,
        ...(edit && { fixes: [{ title: "Wait five minutes (for: 5m)", safe: false, edits: [edit] }] }),
      };
    }
  },
});
