/** Alerts that do not say what to do. */
import { yamlRule } from "../api.ts";
import { alerts, isHeartbeat, namesOf, type Alert } from "./structure/alerts.ts";
import { spanOf, textOf } from "./structure/nodes.ts";
import { addedBelow, oneLine } from "./structure/edits.ts";

export default yamlRule({
  id: "yaml/alert-without-runbook",
  title: "Alerts without a runbook",
  severity: { default: "info", mild: "hint" },
  principle: "observability",
  checklist: ["signals-flowing", "named-owner"],
  since: "0.1.0",
  why: `Whoever is woken at three does not know this service. Without a page that says what the alert means, what to look at and what to do first, the first half hour is lost.`,
  remedy: `Add \`annotations: { runbook_url: … }\` with a section per alert: meaning, first checks, actions, whom to call.`,
  silent: `Any annotation or label that names a runbook or playbook, heartbeats. One finding per file names all its alerts; where every alert is for information it is a hint.`,
  references: ["https://sre.google/workbook/on-call/", "https://github.com/prometheus-operator/runbooks"],
  examples: [{
    title: "And now?", path: "alerts.yml",
    bad: "groups:\n  - name: api\n    rules:\n      - alert: «QueueFull»\n        expr: queue_length > 1000\n        for: 10m\n",
    good: "groups:\n  - name: api\n    rules:\n      - alert: QueueFull\n        expr: queue_length > 1000\n        for: 10m\n        annotations:\n          runbook_url: https://runbooks.example.com/queue-full\n",
  }],
  prefilter: /alert/,
  *check(file, context) {
    if (context.isTest || context.profile === "prototype") return;
    const open = alerts(file).filter((alert) => !isHeartbeat(alert) && !namesRunbook(alert));
    const [first, ...rest] = open;
    if (!first) return;
    const isMild = open.every(({ labels }) => /^(info|informational|notice|debug)$/i.test(textOf(labels?.get("severity")) ?? ""));
    const edits = open.flatMap(({ mapping, name }) => addedBelow(file, mapping, "annotations", oneLine(`runbook_url: https://runbooks.example.com/${slug(name.value)}`)) ?? []);
    yield {
      at: spanOf(first.name), ...(isMild && { variant: "mild" }),
      message: `${namesOf(open)} ${open.length === 1 ? "names" : "name"} no runbook: whoever is woken has to find out alone what it means and what to do first. Add a \`runbook_url\` annotation.`,
      related: rest.slice(0, 20).map(({ name }) => ({ at: spanOf(name), message: "nor here" })),
      ...(edits.length === open.length && { fixes: [{ title: open.length === 1 ? "Add a runbook_url, to be filled in" : "Add a runbook_url, to be filled in, to each alert", safe: false, edits }] }),
    };
  },
});

function namesRunbook({ annotations, labels }: Alert): boolean {
  const entries = [...(annotations?.entries ?? []), ...(labels?.entries ?? [])];
  return entries.some(({ key, value }) => key === "<<" || /run_?book|play_?book|sop|documentation/i.test(key) || /run-?book|playbook|https?:\/\/\S*(wiki|docs|confluence|notion)/i.test(textOf(value) ?? ""));
}

/** `QueueFull` is `queue-full`. */
function slug(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replace(/[^\w-]+/g, "-").toLowerCase();
}
