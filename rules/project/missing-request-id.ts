/** A service whose log lines cannot be put together again by request. */
import { projectRule } from "../api.ts";
import { loudness } from "./shape/overview.ts";
import { servicesOf } from "./shape/services.ts";

const fewestRoutes = 4;
/** Frameworks and loggers that give every request an id: https://fastify.dev/docs/latest/Reference/Logging/, https://github.com/pinojs/pino-http */
const numbers = /^(?:fastify|nestjs-pino|pino-http|koa-pino-logger|hono-pino|express-request-id|@hapi\/hapi|restify|cls-rtracer|nestjs-cls|asgi_correlation_id|asgi-correlation-id|django_guid|django-guid|log_request_id|starlette_context|starlette-context|rails|sanic|litestar)(?:\.|$)/;

export default projectRule({
  id: "project/missing-request-id",
  title: "Service without request ids",
  severity: "info",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "When somebody says that an order failed at ten past three, the lines of that request stand among thousands of others. Without an id that every line carries, and that goes along to the services behind, nobody can tell which lines belong together.",
  remedy: "Take `X-Request-Id` from the request or make one, put it into every log line, hand it to the services called and return it with the answer.",
  silent: "When any code or setting around the service names request, correlation or trace ids, or a tracer; where the framework or logger makes them (Fastify, hapi, pino-http, asgi-correlation-id); behind meshes and gateways that add them; where nothing shows how the service is deployed; for services of a few routes, libraries, tests and examples.",
  references: ["https://www.w3.org/TR/trace-context/", "https://github.com/snok/asgi-correlation-id"],
  examples: [{
    title: "FastAPI without an id anywhere",
    bad: "from fastapi import FastAPI\n\napp = «FastAPI»()\n\n\n@app.get(\"/orders\")\ndef orders():\n    return []\n\n\n@app.post(\"/orders\")\ndef place(order: Order):\n    return order\n\n\n@app.get(\"/users\")\ndef users():\n    return []\n\n\n@app.get(\"/health\")\ndef health():\n    return \"ok\"\n",
    good: "from asgi_correlation_id import CorrelationIdMiddleware\nfrom fastapi import FastAPI\n\napp = FastAPI()\napp.add_middleware(CorrelationIdMiddleware)\n\n\n@app.get(\"/orders\")\ndef orders():\n    return []\n\n\n@app.post(\"/orders\")\ndef place(order: Order):\n    return order\n\n\n@app.get(\"/users\")\ndef users():\n    return []\n\n\n@app.get(\"/health\")\ndef health():\n    return \"ok\"\n",
    files: { Dockerfile: "FROM python:3.12\nCMD [\"uvicorn\", \"service:app\"]\n" },
  }],
  *check(project, context) {
    for (const service of servicesOf(project, context)) {
      const { app: { path, at }, title, routes, isDeployed } = service;
      if (!isDeployed || routes.length < fewestRoutes || !loudness(context.for(path).profile)) continue;
      if (service.speaksOf("request-id") || service.speaksOf("tracing") || service.speaksOf("gateway") || service.uses(numbers)) continue;
      yield { path, at, message: `Nothing gives the requests of this ${title} an id: when one of them fails, its log lines cannot be told from the others. Take \`X-Request-Id\` or make one, and log it everywhere.`, confidence: "likely" };
    }
  },
});
