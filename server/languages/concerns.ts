/** Which concerns of a service a text names: libraries, headers, settings. It only ever takes findings back, so that a word is enough. */
import type { Concern, ServiceFacts } from "../../rules/facts/service.ts";
import { lookingFor } from "../engine/word-marks.ts";

/** `{}` stands for nothing, a hyphen and an underscore. */
const apm = "opentelemetry /otlp/ otel_ otel- otel. datadog dd{}trace new{}relic elastic{}apm sentry applicationinsights app-insights instana dynatrace appsignal scout{}apm skywalking honeycomb logfire pyroscope";

/**
 * Names in lower case, as their documentation writes them; a slash before and behind one asks for word borders. Sources: the registries' pages of each
 * library; https://opentelemetry.io/ecosystem/registry/, https://expressjs.com/en/advanced/healthcheck-graceful-shutdown.html,
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting
 */
const words: Readonly<Record<Concern, string>> = {
  drift: "drift evidently nannyml alibi{}detect whylogs deepchecks frouros ks_2samp /psi/ population{}stability wasserstein model{}monitor fiddler /arize/ aporia tensorflow_data_validation /tfdv/",
  gateway: "istio linkerd envoyproxy traefik /kong/ apisix ambassador haproxy api{}gateway cloudfront cloudflare application{}gateway x-google- apigee krakend /tyk/",
  metrics: `prometheus prom-client statsd hot-shots 'metrics' "metrics" /metrics' /metrics" /metrics\` cloudwatch influx graphite micrometer express-status-monitor swagger-stats appmetrics meter{}provider ${apm}`,
  pages: "default_pagination_class",
  "rate-limit": "rate{}limit throttl slow{}down slowapi express-brute limiter limit_req limit_conn bottleneck fail2ban /axes/ defender captcha turnstile /waf/ lockout login{}attempts failed{}login failed{}attempt loginattempts too{}many{}requests /429/",
  "request-id": "request{}id req.id correlation trace{}id trace{}parent transaction{}id cls-rtracer pino-http genreqid x-amzn-trace cloud-trace django_guid",
  shutdown: "sigterm enableshutdownhooks graceful{}shutdown gracefully{}shut graceful{}stop graceful{}exit graceful-server shutdown{}graceful gracefullyshut terminus stoppable http-terminator lightship close-with-grace exit-hook signal-exit fastify-cli apollo-server @apollo/server @loopback/ @adonisjs moleculer prestop",
  tracing: `jaeger zipkin opentracing /tempo/ x-ray aws_xray xray cloud-trace trace-agent trace{}exporter langfuse langsmith trace{}parent ${apm}`,
  wsgi: "gunicorn uvicorn hypercorn daphne waitress uwsgi gevent mod_wsgi passenger zappa granian /cheroot/ cherrypy /unitd/ serverless mangum vercel",
};

interface Word {
  readonly text: string;
  readonly concern: Concern;
  readonly pattern: RegExp;
}

const spelled = (Object.keys(words) as Concern[]).flatMap((concern) => words[concern].split(" ").flatMap((written) => spellings(concern, written)));
/** Hundreds of words are looked for in every file, of which it may hold a few. */
const mayHold = lookingFor(spelled.map(({ text }) => text));

function spellings(concern: Concern, written: string): Word[] {
  const bordered = /^\/(\w+)\/$/.exec(written)?.[1];
  if (bordered !== undefined) return [{ concern, text: bordered, pattern: new RegExp(`(?<!\\w)${bordered}(?!\\w)`, "i") }];
  const joints = written.includes("{}") ? ["", "-", "_"] : [""];
  return joints.map((joint) => written.replaceAll("{}", joint)).map((text) => ({ concern, text, pattern: new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i") }));
}

/** Bundles and data would only cost time. */
const longest = 400_000;
/** What tells Preship itself about a concern is not the concern. */
const own = /preship:[^\n]*/g;

export function concernsOf(text: string): readonly Concern[] {
  if (text.length > longest) return [];
  const found = new Set<Concern>();
  let read: string | undefined;
  for (const index of mayHold(text)) {
    const word = spelled[index];
    if (!word || found.has(word.concern)) continue;
    read ??= text.includes("preship:") ? text.replace(own, "") : text;
    if (word.pattern.test(read)) found.add(word.concern);
  }
  return [...found].sort();
}

/** The body of facts with what the text says of services, when it says anything. */
export function serviceBody(text: string, starts: ServiceFacts["starts"] = []): { readonly service?: ServiceFacts } {
  const speaksOf = concernsOf(text);
  if (speaksOf.length + starts.length === 0) return {};
  return { service: { kind: "service", ...(speaksOf.length > 0 && { speaksOf }), ...(starts.length > 0 && { starts }) } };
}
