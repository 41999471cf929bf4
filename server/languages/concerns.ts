/** Which concerns of a service a text names: libraries, headers, settings. It only ever takes findings back, so that a word is enough. */
import type { Concern, ServiceFacts } from "../../rules/facts/service.ts";
import { mayMatch } from "../engine/word-marks.ts";

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
  readonly isWhole: boolean;
}

const spelled = (Object.keys(words) as Concern[]).flatMap((concern) => words[concern].split(" ").flatMap((written) => spellings(concern, written)));
/** Hundreds of words are looked for in every file: where any begins is found in one go, and which by its first letters. */
const anyWord = new RegExp([...new Set(spelled.map(({ text }) => text))].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gi");
const fewestLetters = 3;
const mostLetters = Math.max(...spelled.map(({ text }) => text.length));
const beginning = new Map<string, Word[]>();
for (const word of spelled) {
  const letters = word.text.slice(0, fewestLetters);
  beginning.set(letters, [...(beginning.get(letters) ?? []), word]);
}

function spellings(concern: Concern, written: string): Word[] {
  const bordered = /^\/(\w+)\/$/.exec(written)?.[1];
  if (bordered !== undefined) return [{ concern, text: bordered, isWhole: true }];
  const joints = written.includes("{}") ? ["", "-", "_"] : [""];
  return joints.map((joint) => ({ concern, text: written.replaceAll("{}", joint), isWhole: false }));
}

/** Bundles and data would only cost time. */
const longest = 400_000;
/** What tells Preship itself about a concern is not the concern. */
const own = /preship:[^\n]*/g;

export function concernsOf(text: string): readonly Concern[] {
  if (text.length > longest || !mayMatch(anyWord, text)) return [];
  const read = text.includes("preship:") ? text.replace(own, "") : text;
  const found = new Set<Concern>();
  anyWord.lastIndex = 0;
  for (let match = anyWord.exec(read); match; match = anyWord.exec(read)) {
    const at = match.index;
    anyWord.lastIndex = at + 1;
    const here = read.slice(at, at + mostLetters).toLowerCase();
    for (const word of beginning.get(here.slice(0, fewestLetters)) ?? []) if (!found.has(word.concern) && here.startsWith(word.text) && (!word.isWhole || standsAlone(read, at, at + word.text.length))) found.add(word.concern);
  }
  return [...found].sort();
}

function standsAlone(text: string, start: number, end: number): boolean {
  return !/\w/.test(text.charAt(start - 1)) && !/\w/.test(text.charAt(end));
}

/** The body of facts with what the text says of services, when it says anything. */
export function serviceBody(text: string, starts: ServiceFacts["starts"] = []): { readonly service?: ServiceFacts } {
  const speaksOf = concernsOf(text);
  if (speaksOf.length + starts.length === 0) return {};
  return { service: { kind: "service", ...(speaksOf.length > 0 && { speaksOf }), ...(starts.length > 0 && { starts }) } };
}
