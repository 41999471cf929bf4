/** A route that guesses may be tried at, as fast as somebody can send them. */
import { projectRule, type Project, type ProjectFinding } from "../api.ts";
import { loudness } from "./shape/overview.ts";
import { servicesOf, type Service } from "./shape/services.ts";

/** Where secrets are guessed or messages sent to people: https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/ */
const guessed = /\/(?:log-?in|sign-?in|auth(?:enticate)?|session|token|password|forgot(?:ten)?-?password|reset(?:-password)?|sign-?up|register|otp|verify(?:-\w+)?|2fa|mfa|magic-?link)s?\/?$/i;
/** Who signs in there was asked by somebody else. */
const elsewhere = /apple|google|facebook|github|twitter|linkedin|microsoft|oauth|oidc|saml|sso|ldap|webauthn|passkey|callback|device|push|fcm|csrf/i;
const sends = /^(?:POST|PUT|PATCH|ALL|ANY|\/)/i;
/** Identity is somebody else's: they limit attempts. */
const identity = /^(?:@auth0\/|auth0|express-openid-connect|@clerk\/|@supabase\/|supabase|firebase-admin|firebase_admin|keycloak-connect|@okta\/|next-auth|better-auth|authlib|allauth|django-allauth|@ory\/|@workos-inc\/)/;

export default projectRule({
  id: "project/missing-rate-limit",
  title: "Sign-in route without a rate limit",
  severity: { default: "info", exposed: "warning" },
  principle: "resilience",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "Where passwords, codes or tokens are checked, somebody will try lists of them, and each try costs a slow hash. Without a limit the lists are tried in full, and the hashes take the processor from everybody else.",
  remedy: "Limit attempts per address and per account on these routes: `express-rate-limit`, `@nestjs/throttler`, `@fastify/rate-limit`, `slowapi`, `Flask-Limiter`, or in the ingress.",
  silent: "When code, dependencies or settings around the service name a limit, a throttle, a captcha or locked accounts; behind gateways and networks that may limit; where identity is another service's; for services without such a route, libraries, tests and examples. Only perhaps where nothing shows how the service is deployed.",
  references: ["https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/", "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#login-throttling"],
  examples: [{
    title: "Passwords as fast as they can be sent", path: "server.js",
    bad: "import express from \"express\";\n\nconst app = express();\napp.«post»(\"/login\", async (req, res) => res.json(await signIn(req.body)));\napp.listen(3000);\n",
    good: "import express from \"express\";\nimport { rateLimit } from \"express-rate-limit\";\n\nconst app = express();\napp.post(\"/login\", rateLimit({ limit: 10 }), async (req, res) => res.json(await signIn(req.body)));\napp.listen(3000);\n",
    files: { Dockerfile: "FROM node:22\nCMD [\"node\", \"server.js\"]\n" },
  }],
  *check(project, context) {
    for (const service of servicesOf(project, context)) {
      const loud = loudness(context.for(service.app.path).profile);
      const route = loud && routeOf(service);
      if (!route || service.speaksOf("rate-limit") || service.speaksOf("gateway") || service.uses(identity)) continue;
      yield { ...route, ...loud, confidence: service.isDeployed && !isInFront(project) ? "likely" : "possible" };
    }
  },
});

function routeOf(service: Service): ProjectFinding | undefined {
  const route = service.routes.find(({ label }) => sends.test(label) && guessed.test(label) && !elsewhere.test(label));
  return route && {
    path: route.path, at: route.at,
    message: `\`${route.label}\` answers as often as it is asked: lists of passwords or codes can be tried in full, and each try costs everybody else. Limit attempts per address and per account.`,
  };
}

/** A proxy may limit in a file that is not here. */
function isInFront(project: Project): boolean {
  return [...project.files.values()].some(({ body }) => body.operations?.resources.some(({ name }) => /^(?:Ingress|IngressRoute|Gateway|VirtualService|HTTPRoute)$/.test(name)));
}
