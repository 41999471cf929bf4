/** Which concerns of a service a text names: libraries, headers, settings. It only ever takes findings back, so that a word is enough. */
import type { Concern, ServiceFacts } from "../../rules/facts/service.ts";

const apm = String.raw`opentelemetry|\botel|datadog|dd-?trace|new[-_]?relic|elastic-?apm|sentry|applicationinsights|app-?insights|instana|dynatrace|appsignal|scout[-_]apm|skywalking|honeycomb|logfire|pyroscope`;

/**
 * Names as their documentation writes them. Sources: the registries' pages of each library; https://opentelemetry.io/ecosystem/registry/,
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting,
 * https://expressjs.com/en/advanced/healthcheck-graceful-shutdown.html
 */
const words: readonly (readonly [Concern, RegExp])[] = [
  ["drift", /drift|evidently|nannyml|alibi[-_]detect|whylogs|deepchecks|frouros|ks_2samp|\bpsi\b|population[-_ ]stability|wasserstein|model[-_]?monitor|fiddler|\barize|aporia|tensorflow[-_]data[-_]validation|\btfdv\b/i],
  ["gateway", /istio|linkerd|envoyproxy|traefik|\bkong\b|apisix|ambassador|haproxy|api[-_]?gateway|cloudfront|cloudflare|application[-_]?gateway|\bx-google-|\bapigee|\bkrakend|\btyk\b/i],
  ["metrics", new RegExp(String.raw`prometheus|prom-client|statsd|hot-shots|["'\x60/]metrics\b|cloudwatch|influx|graphite|micrometer|express-status-monitor|swagger-stats|appmetrics|meter[-_]?provider|${apm}`, "i")],
  ["rate-limit", /rate[-_ ]?limit|throttl|slow-?down|slowapi|express-brute|rate[-_]?flexible|limit_req|limit_conn|bottleneck|fail2ban|\baxes\b|defender|captcha|turnstile|\bwaf\b|lockout|login_?attempts|failed_?(?:login|attempt)|too_?many_?requests|\b429\b/i],
  ["request-id", /request[-_ ]?id|\breq(?:uest)?\.id\b|correlation|trace[-_]?id|trace[-_]?parent|transaction[-_]?id|cls-rtracer|pino-http|asgi_correlation|genReqId|x-amzn-trace|cloud-trace|django_guid/i],
  ["shutdown", /SIGTERM|enableShutdownHooks|graceful[-_ ]?(?:ly)?[-_ ]?(?:shut|stop|exit|server|terminat)|(?:shut[-_ ]?down|stop|exit|close)[-_ ]?graceful|terminus|stoppable|http-terminator|lightship|close-with-grace|exit-hook|signal-exit|fastify-cli|apollo-server|@apollo\/server|@loopback\/|@adonisjs|moleculer|preStop\b|terminationSignals/i],
  ["tracing", new RegExp(String.raw`jaeger|zipkin|opentracing|tempo\b|x-?ray\b|aws_xray|cloud-trace|trace-agent|trace_exporter|langfuse|langsmith|trace[-_]?parent|${apm}`, "i")],
  ["wsgi", /gunicorn|uvicorn|hypercorn|daphne|waitress|uwsgi|gevent|mod_wsgi|passenger|zappa|granian|\bcheroot|cherrypy|\bunitd\b|serverless|mangum|\bvercel\b/i],
];

/** Bundles and data would only cost time. */
const longest = 400_000;
/** What tells Preship itself about a concern is not the concern. */
const own = /preship:[^\n]*/g;

export function concernsOf(text: string): readonly Concern[] {
  if (text.length > longest) return [];
  const read = text.includes("preship:") ? text.replace(own, "") : text;
  return words.filter(([, names]) => names.test(read)).map(([concern]) => concern);
}

/** The body of facts with what the text says of services, when it says anything. */
export function serviceBody(text: string, starts: ServiceFacts["starts"] = []): { readonly service?: ServiceFacts } {
  const speaksOf = concernsOf(text);
  if (speaksOf.length + starts.length === 0) return {};
  return { service: { kind: "service", ...(speaksOf.length > 0 && { speaksOf }), ...(starts.length > 0 && { starts }) } };
}
