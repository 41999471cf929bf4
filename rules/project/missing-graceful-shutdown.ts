/** A server that dies in the middle of its requests when it is told to stop. */
import { projectRule, type ProjectFinding } from "../api.ts";
import { loudness } from "./shape/overview.ts";
import { servicesOf, type Service, type StartPlace } from "./shape/services.ts";

/** Python servers that keep Python's own answer to SIGTERM, which is to die at once; the others drain. */
const abrupt = /^(?:flask\.Flask|bottle\.Bottle)\.run$|^bottle\.run$|\.serve_forever$|^tornado\.|^grpc\./;

export default projectRule({
  id: "project/missing-graceful-shutdown",
  title: "Server without a graceful shutdown",
  severity: { default: "info", exposed: "warning" },
  principle: "resilience",
  checklist: ["reversible-rollout"],
  since: "0.1.0",
  why: "Every deployment, scale-in and node upgrade stops processes with SIGTERM. A server that does not listen for it dies with requests half answered; as the first process of a container it does not even notice, and is killed after the grace period. So each release costs users errors, and releasing becomes something to avoid.",
  remedy: "On SIGTERM stop accepting connections (`server.close()`), finish what is running, close pools and exit. Nest: `app.enableShutdownHooks()`. Python: run under gunicorn or uvicorn, or call `server.stop(grace)` from a handler.",
  silent: "When any code of the service, or of the workspace outside of other services, names SIGTERM or a library that handles it; under servers that drain by themselves (uvicorn, gunicorn, hypercorn, aiohttp's `run_app`, Next, Nuxt); for functions of a cloud, libraries, tools, tests and examples. Only perhaps where nothing shows how the service is deployed.",
  references: ["https://expressjs.com/en/advanced/healthcheck-graceful-shutdown.html", "https://docs.nestjs.com/fundamentals/lifecycle-events#application-shutdown", "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination"],
  examples: [
    {
      title: "Express in a container", path: "server.js",
      bad: "import express from \"express\";\n\nconst app = express();\napp.get(\"/orders\", (req, res) => res.json([]));\napp.«listen»(3000);\n",
      good: "import express from \"express\";\n\nconst app = express();\napp.get(\"/orders\", (req, res) => res.json([]));\nconst server = app.listen(3000);\nprocess.on(\"SIGTERM\", () => server.close(() => process.exit(0)));\n",
      files: { Dockerfile: "FROM node:22\nCMD [\"node\", \"server.js\"]\n", "package.json": "{ \"private\": true, \"dependencies\": { \"express\": \"5.1.0\" } }\n" },
    },
    {
      title: "gRPC",
      bad: "import grpc\nfrom concurrent import futures\n\n\ndef serve():\n    server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))\n    server.add_insecure_port(\"[::]:50051\")\n    server.«start»()\n    server.wait_for_termination()\n",
      good: "import signal\nimport grpc\nfrom concurrent import futures\n\n\ndef serve():\n    server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))\n    server.add_insecure_port(\"[::]:50051\")\n    server.start()\n    signal.signal(signal.SIGTERM, lambda *_: server.stop(grace=20))\n    server.wait_for_termination()\n",
      files: { Dockerfile: "FROM python:3.12\nCMD [\"python\", \"service.py\"]\n" },
    },
  ],
  *check(project, context) {
    for (const service of servicesOf(project, context)) {
      const loud = loudness(context.for(service.app.path).profile);
      const server = loud && serverOf(service);
      if (server && !service.speaksOf("shutdown")) yield { ...finding(server, service), ...loud };
    }
  },
});

/** Frameworks and servers that drain by themselves. */
const drains = /^(?:next|nuxt|nitropack|@apollo\/server|apollo-server|@google-cloud\/functions-framework|@azure\/functions|serverless-http|aws-lambda|@vendia\/serverless-express|parse-server|@strapi\/strapi|moleculer)$/;

function serverOf(service: Service): StartPlace | undefined {
  const listens = service.starts.filter(({ does }) => does === "listen");
  if (service.language === "javascript") return service.uses(drains) ? undefined : listens[0];
  return service.speaksOf("wsgi") ? undefined : listens.find(({ of }) => abrupt.test(of));
}

function finding(server: StartPlace, service: Service): ProjectFinding {
  const { path, at, name } = server;
  const remedy = service.language === "javascript" ? /nestjs/.test(server.of) || service.uses(/^@nestjs\/core$/) ? "Call `app.enableShutdownHooks()`" : "On SIGTERM call `server.close()`, let requests finish, then exit"
    : /grpc/.test(server.of) ? "Call `server.stop(grace)` on SIGTERM" : "Serve it with gunicorn or another server that drains";
  return {
    path, at,
    message: `\`${name}\` serves requests, and nothing answers SIGTERM: each deployment cuts off the requests that are running. ${remedy}.`,
    confidence: service.isDeployed ? "likely" : "possible",
  };
}
