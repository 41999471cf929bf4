/** Alerts that nobody can route: they do not say how urgent they are. */
import { yamlRule } from "../api.ts";
import { alerts, isHeartbeat, namesOf, type Alert } from "./structure/alerts.ts";
import { spanOf } from "./structure/nodes.ts";
import { addedBelow, oneLine } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/alert-without-severity",
  title: "Alerts without a severity",
  severity: "info",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: `Routes in Alertmanager go by labels. An alert without a severity lands in the default receiver: an outage in a channel that nobody reads, or a disk notice on the pager.`,
  remedy: `Add \`labels: { severity: page }\` (or ticket, info: whatever your routes know).`,
  silent: `Any label for urgency (severity, priority, level, page, tier), labels from variables or merges, heartbeats. One finding per file names all its alerts.`,
  references: ["https://prometheus.io/docs/alerting/latest/configuration/#route"],
  examples: [{
    title: "How bad?", path: "alerts.yml",
    bad: "groups:\n  - name: api\n    rules:\n      - alert: «QueueFull»\n        expr: queue_length > 1000\n        for: 10m\n",
    good: "groups:\n  - name: api\n    rules:\n      - alert: QueueFull\n        expr: queue_length > 1000\n        for: 10m\n        labels: {severity: page}\n",
  }],
  prefilter: /alert/,
  *check(file, context) {
    if (context.isTest || context.profile === "prototype") return;
    const open = alerts(file).filter((alert) => !isHeartbeat(alert) && !saysUrgency(alert));
    const [first, ...rest] = open;
    if (!first) return;
    const edits = open.flatMap(({ mapping }) => addedBelow(file, mapping, "labels", oneLine("severity: warning")) ?? []);
    yield {
      at: spanOf(first.name),
      message: `${namesOf(open)} ${open.length === 1 ? "says" : "say"} not how urgent: routes go by labels, so an outage lands where nobody looks, or a notice on the pager. Add a \`severity\` label.`,
      related: rest.slice(0, 20).map(({ name }) => ({ at: spanOf(name), message: "nor here" })),
      ...(edits.length === open.length && { fixes: [{ title: open.length === 1 ? "Add severity: warning" : "Add severity: warning, to each alert", safe: false, edits }] }),
    };
  },
});

function saysUrgency({ labels, mapping }: Alert): boolean {
  const value = mapping.get("labels");
  if (value?.kind === "scalar" && value.type !== "null") return true; // a variable
  return (labels?.entries ?? []).some(({ key }) => key === "<<" || /severity|priority|level|page|tier|urgency|criticality/i.test(key));
}
