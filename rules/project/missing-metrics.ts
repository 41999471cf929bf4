/** A service whose traffic, errors and latency nobody counts. */
import { projectRule } from "../api.ts";
import { loudness } from "./shape/overview.ts";
import { servicesOf } from "./shape/services.ts";

const fewestRoutes = 4;

export default projectRule({
  id: "project/missing-metrics",
  title: "Service without metrics",
  severity: "info",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "Whether a release made things worse is a question about rates: requests, errors, latency. Where nothing counts them, the first to measure the service are its users, and no alert can be written.",
  remedy: "Count requests and errors and observe latency per route, with prom-client, prometheus_client or OpenTelemetry, and let something scrape and alert on them.",
  silent: "When code, dependencies or settings around the service name a metrics library, a collector, an agent or a `/metrics` route (Prometheus, StatsD, OpenTelemetry, Datadog, New Relic, Sentry, CloudWatch…); behind meshes and gateways that measure; where nothing shows how the service is deployed; for services of a few routes, libraries, tests and examples.",
  references: ["https://sre.google/sre-book/monitoring-distributed-systems/#xref_monitoring_golden-signals", "https://prometheus.io/docs/practices/instrumentation/"],
  examples: [{
    title: "Express that counts nothing", path: "server.js",
    bad: "import express from \"express\";\n\nconst app = «express»();\napp.get(\"/orders\", (req, res) => res.json([]));\napp.post(\"/orders\", (req, res) => res.json({}));\napp.get(\"/users\", (req, res) => res.json([]));\napp.get(\"/health\", (req, res) => res.send(\"ok\"));\napp.listen(3000);\n",
    good: "import express from \"express\";\nimport { collectDefaultMetrics } from \"prom-client\";\n\ncollectDefaultMetrics();\nconst app = express();\napp.get(\"/orders\", (req, res) => res.json([]));\napp.post(\"/orders\", (req, res) => res.json({}));\napp.get(\"/users\", (req, res) => res.json([]));\napp.get(\"/health\", (req, res) => res.send(\"ok\"));\napp.listen(3000);\n",
    files: { Dockerfile: "FROM node:22\nCMD [\"node\", \"server.js\"]\n" },
  }],
  *check(project, context) {
    for (const service of servicesOf(project, context)) {
      const { app: { path, at }, title, routes, isDeployed } = service;
      if (!isDeployed || routes.length < fewestRoutes || !loudness(context.for(path).profile)) continue;
      if (service.speaksOf("metrics") || service.speaksOf("gateway")) continue;
      yield { path, at, message: `Nothing counts the requests, errors or latency of this ${title}: that a release made it worse is first seen by its users. Count them per route with Prometheus or OpenTelemetry.`, confidence: "likely" };
    }
  },
});
