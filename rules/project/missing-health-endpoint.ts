/** A service that nobody can ask whether it is well. */
import { projectRule, type Project, type ProjectFinding, type ProjectRuleContext } from "../api.ts";
import type { StartFact } from "../facts/service.ts";

/** Routes that answer for the service's health, as platforms and people name them. */
const healthy = /health|ready|readiness|liveness|\/live\b|livez|\/ping\b|heartbeat|status\b|\/up\b|\/alive|is_?alive|startup_?probe|_?ah\/|\/version\b/i;
/** Libraries that bring such a route: https://github.com/revsys/django-health-check and fastapi-health */
const libraries = /^(?:health_check|fastapi_health|fastapi_healthchecks|healthcheck|flask_healthz|py_healthcheck|watchman|django_alive|grpc_health|bentoml|kserve|litserve|mosec|ray\.serve|mlserver)(?:\.|$)/;
const frameworks = /^(?:fastapi|flask|quart|starlette|aiohttp|sanic|litestar|falcon|bottle|tornado)(?:\.|$)/;

export default projectRule({
  id: "project/missing-health-endpoint",
  title: "Service without a health route",
  severity: "info",
  principle: "resilience",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "A load balancer or orchestrator can only take an instance out that it can ask. Without a health route, a process that has lost its model or its database keeps getting requests until people complain.",
  remedy: "Answer `GET /healthz` cheaply, and let a readiness route fail until model and connections are there.",
  silent: "When any route of the workspace is named like one, a library or serving framework brings it, a single route makes it a sketch rather than a service, and in tests and examples. Django sites and functions in the cloud are checked by their platform.",
  references: ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
  examples: [
    {
      title: "Only business routes",
      bad: "from fastapi import FastAPI\n\napp = «FastAPI»()\n\n\n@app.post(\"/v1/price\")\ndef price(body: House):\n    return {\"price\": 1}\n\n\n@app.get(\"/v1/models\")\ndef models():\n    return []\n",
      good: "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post(\"/v1/price\")\ndef price(body: House):\n    return {\"price\": 1}\n\n\n@app.get(\"/healthz\")\ndef healthz():\n    return {\"ok\": True}\n",
    },
  ],
  *check(project, context) {
    const routes = routesOf(project);
    if (routes.some(({ label, name }) => healthy.test(label) || healthy.test(name)) || usesLibrary(project)) return;
    const own = routes.filter(({ path, label }) => label.includes("/") && !context.for(path).isTest && project.graph.role(path) !== "test");
    const [first] = own;
    if (!first || own.length < 2) return;
    yield finding(first, applicationOf(project, context));
  },
});

interface Route {
  readonly path: string;
  readonly label: string;
  readonly name: string;
  readonly at: ProjectFinding["at"];
}

function routesOf(project: Project): Route[] {
  const found: Route[] = [];
  for (const [path, facts] of project.python()) {
    if (!Object.values(facts.imports).some((name) => frameworks.test(name))) continue;
    for (const one of facts.functions) for (const entry of one.entries ?? []) if (entry.how === "route") found.push({ path, label: entry.label, name: one.name, at: entry.at });
    for (const { entry, to } of facts.registers) if (entry.how === "route") found.push({ path, label: entry.label, name: to, at: entry.at });
  }
  return found;
}

function usesLibrary(project: Project): boolean {
  for (const facts of project.python().values()) if (Object.values(facts.imports).some((name) => libraries.test(name))) return true;
  return false;
}

type Application = StartFact & { readonly path: string };

/** Where the one application is made: the best place to say it, and to mend it. */
function applicationOf(project: Project, context: ProjectRuleContext): Application | undefined {
  const made = [...project.python().keys()].flatMap((path) => (context.for(path).isTest || project.graph.role(path) === "test" ? [] : project.files.get(path)?.body.service?.starts ?? []).map((start) => ({ ...start, path })))
    .filter(({ does, of }) => does === "make" && frameworks.test(of));
  return made.length === 1 ? made[0] : undefined;
}

function finding({ path, at, label }: Route, application: Application | undefined): ProjectFinding {
  return {
    path: application?.path ?? path, at: application?.at ?? at,
    ...(application && { related: [{ path, at, message: `answers ${label}` }] }),
    ...(application?.health && { fixes: [{ title: "Answer GET /healthz", safe: false, edits: [application.health] }] }),
    message: `This service answers \`${label}\` but has no health route: nothing can take an instance out that has lost its model or database. Answer \`GET /healthz\`.`,
    confidence: "likely",
  };
}
