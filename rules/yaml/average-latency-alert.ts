/** Alerts on the mean of a latency, which hides the users who wait. */
import { yamlRule } from "../api.ts";
import { alerts } from "./structure/alerts.ts";

export default yamlRule({
  id: "yaml/average-latency-alert",
  title: "Alert on average latency",
  severity: "warning",
  principle: "latency",
  checklist: ["latency-budget", "signals-flowing"],
  since: "0.1.0",
  why: `The mean stays calm while one request in twenty takes ten seconds: fast requests, health checks and cached answers outweigh the users who leave.`,
  remedy: `Alert on a percentile of a histogram: \`histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m])))\`, or on the share of requests above the budget.`,
  silent: `Percentiles, shares of requests (\`_bucket\` over \`_count\`), means of anything but durations, recording rules.`,
  references: ["https://sre.google/sre-book/monitoring-distributed-systems/", "https://prometheus.io/docs/practices/histograms/"],
  examples: [{
    title: "Sum over count", path: "alerts.yml",
    bad: "groups:\n  - name: api\n    rules:\n      - alert: Slow\n        expr: «rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m]) > 0.5»\n        for: 10m\n",
    good: "groups:\n  - name: api\n    rules:\n      - alert: Slow\n        expr: histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5\n        for: 10m\n",
  }],
  prefilter: /alert/,
  judges: "documents",
  *check(file, context) {
    if (context.isTest) return;
    for (const { name, expression } of alerts(file)) {
      const text = expression?.value ?? "";
      if (!expression || text.length > 5000 || /quantile|_bucket\b|stddev|bool\b/.test(text)) continue;
      const what = meanOf(text);
      if (!what) continue;
      const lead = text.length - text.trimStart().length;
      yield { at: expression.spanOf(lead, text.trimEnd().length), message: `\`${name.value}\` alerts on the mean of \`${what}\`: it stays calm while one request in twenty takes ten times as long. Use \`histogram_quantile\` over its buckets.` };
    }
  },
});

const duration = /(latency|duration|response_time|request_time|elapsed|processing_time)/;

function meanOf(text: string): string | undefined {
  const sums = new Set([...text.matchAll(/\b([a-zA-Z_:][\w:]*)_sum\b/g)].map((match) => match[1] ?? ""));
  const mean = text.includes("/") ? [...sums].find((metric) => text.includes(`${metric}_count`) && duration.test(metric) && /request|http|grpc|api|query|response|latency|inference|predict/.test(metric)) : undefined;
  return mean ?? /\bavg(?:_over_time)?\s*(?:(?:by|without)\s*\([^()]*\)\s*)?\(\s*(?:rate\(\s*)?([a-zA-Z_:][\w:]*(?:latency|response_time|request_duration)[\w:]*)/.exec(text)?.[1];
}
