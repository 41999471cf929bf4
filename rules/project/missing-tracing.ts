/** A service that calls others, without traces that follow a request to them. */
import { projectRule } from "../api.ts";
import { loudness } from "./shape/overview.ts";
import { servicesOf, type Service } from "./shape/services.ts";

const fewestRoutes = 4;
/** Clients of other processes: databases, queues, HTTP, model providers. */
const reaches: readonly { readonly what: string; readonly by: RegExp }[] = [
  { what: "other services over HTTP", by: /^(?:axios|got|undici|node-fetch|ky|superagent|request|@nestjs\/axios|requests|httpx|aiohttp|urllib3)(?:\.|$)/ },
  { what: "a message queue", by: /^(?:kafkajs|amqplib|bullmq|bull|@aws-sdk\/client-sqs|nats|pika|aio_pika|aiokafka|kafka|confluent_kafka|celery|rq|dramatiq)(?:\.|$)/ },
  { what: "services over gRPC", by: /^(?:@grpc\/grpc-js|grpc|grpcio)(?:\.|$)/ },
  { what: "a model provider", by: /^(?:openai|anthropic|@anthropic-ai\/sdk|cohere|@google\/generative-ai|litellm)(?:\.|$)/ },
];
const stores = /^(?:pg|mysql2?|mongoose|mongodb|redis|ioredis|@prisma\/client|typeorm|sequelize|knex|drizzle-orm|psycopg2?|psycopg2-binary|asyncpg|sqlalchemy|SQLAlchemy|sqlmodel|pymongo|motor|django)(?:\.|$)/;

export default projectRule({
  id: "project/missing-tracing",
  title: "Service that calls others without tracing",
  severity: "info",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "A request that passes through several processes is slow in one of them. Without traces every team looks at its own graph, finds it good, and the search for the slow one takes the length of the incident.",
  remedy: "Load OpenTelemetry's automatic instrumentation at the start of the process; it follows requests through frameworks, HTTP clients, databases and queues.",
  silent: "When the service calls nothing beside a database; when code, dependencies or settings name a tracer or an agent (OpenTelemetry, Jaeger, X-Ray, Datadog, New Relic, Sentry…), or a mesh or gateway that traces; where nothing shows how it is deployed; for services of a few routes, libraries, tests and examples.",
  references: ["https://opentelemetry.io/docs/concepts/observability-primer/#distributed-traces", "https://opentelemetry.io/docs/zero-code/"],
  examples: [{
    title: "Calls that nothing follows", path: "server.js",
    bad: "import axios from \"axios\";\nimport pg from \"pg\";\nimport express from \"express\";\n\nconst app = «express»();\napp.get(\"/orders\", (req, res) => res.json([]));\napp.post(\"/orders\", (req, res) => res.json({}));\napp.get(\"/users\", (req, res) => res.json([]));\napp.get(\"/health\", (req, res) => res.send(\"ok\"));\napp.listen(3000);\n",
    good: "import \"@opentelemetry/auto-instrumentations-node/register\";\nimport axios from \"axios\";\nimport pg from \"pg\";\nimport express from \"express\";\n\nconst app = express();\napp.get(\"/orders\", (req, res) => res.json([]));\napp.post(\"/orders\", (req, res) => res.json({}));\napp.get(\"/users\", (req, res) => res.json([]));\napp.get(\"/health\", (req, res) => res.send(\"ok\"));\napp.listen(3000);\n",
    files: { Dockerfile: "FROM node:22\nCMD [\"node\", \"server.js\"]\n" },
  }],
  *check(project, context) {
    for (const service of servicesOf(project, context)) {
      const { app: { path, at }, title, routes, isDeployed } = service;
      if (!isDeployed || routes.length < fewestRoutes || !loudness(context.for(path).profile) || service.speaksOf("tracing") || service.speaksOf("gateway")) continue;
      const reached = reachedBy(service);
      if (reached === undefined) continue;
      yield { path, at, message: `This ${title} calls ${reached}, and no trace follows a request there: which of them is slow stays a guess for as long as the incident lasts. Load OpenTelemetry's automatic instrumentation.`, confidence: "likely" };
    }
  },
});

/** A store alone is one hop; with something else behind there is a way to follow. */
function reachedBy(service: Service): string | undefined {
  const others = reaches.filter(({ by }) => service.imports(by)).map(({ what }) => what);
  const [first] = others;
  if (first === undefined) return undefined;
  if (service.imports(stores)) return `${first} and a database`;
  return others.length > 1 ? others.slice(0, 2).join(" and ") : undefined;
}
