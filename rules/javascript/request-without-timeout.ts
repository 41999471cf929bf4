/** Rule: a call that waits for somebody else, with nothing that ends the wait. */
import { javascriptRule, type Finding, type JavaScriptFile, type JsCall } from "../api.ts";
import { mentions, type NetworkCall } from "./knowledge/network-calls.ts";
import { isServerCode } from "./knowledge/surroundings.ts";
import { isEachUseBounded, networkCallFor } from "./timeouts/clients.ts";
import { boundsByDefault, boundsChain, boundsRequest, hasInChain } from "./timeouts/elsewhere.ts";
import { findingFor } from "./timeouts/finding.ts";
import { judgeOptions, type Verdict } from "./timeouts/options.ts";
import { isOutOfReach } from "./timeouts/reach.ts";

export default javascriptRule({
  id: "javascript/request-without-timeout",
  title: "Network call without a timeout",
  severity: { default: "error", minutes: "warning", process: "warning", queries: "info", sdk: "info" },
  principle: "resilience",
  checklist: ["external-calls-bounded"],
  since: "0.1.0",
  why: `Most HTTP clients wait as long as the other side keeps the connection open: axios, got, node-fetch, \`http.request\` and pg forever,
Node's own \`fetch\` five minutes for the headers and five more between any two pieces of the body. One upstream that accepts connections
and says nothing is enough: requests pile up behind it, each with its socket and memory, until the process is restarted.`,
  remedy: `Pass \`signal: AbortSignal.timeout(ms)\` or the client's own \`timeout\` on every call, or once where the client is made; shorter than
the deadline of whoever waits for you.`,
  silent: `When the options hold a signal or timeout, or anything that cannot be seen (a parameter, a spread of one); when the client's defaults or
an interceptor set it, in this file or (\`axios.defaults.timeout\`) another; when the call is raced or wrapped; when a request object gets \`setTimeout\` or a \`timeout\` listener. Browser code and
relative URLs are silent, packages built for browsers are too, and so are clients with sensible defaults (ky, mongoose, ioredis) unless their limit is switched off. Child processes
and model SDKs speak only in files that serve requests. Scripts that somebody runs by hand get a hint. Tests are silent.`,
  references: [
    "https://developer.mozilla.org/en-US/docs/Web/API/AbortSignal/timeout_static",
    "https://axios-http.com/docs/req_config",
    "https://undici.nodejs.org/#/docs/api/Client",
    "https://node-postgres.com/apis/client",
  ],
  options: { milliseconds: { default: 10_000, doc: "Time limit that the fix writes, in milliseconds." } },
  examples: [
    {
      title: "fetch without a signal",
      bad: `export async function rates(base: string) {\n  const response = await «fetch»(\`https://rates.example.com/\${base}\`);\n  return response.json();\n}\n`,
      good: `export async function rates(base: string) {\n  const response = await fetch(\`https://rates.example.com/\${base}\`, { signal: AbortSignal.timeout(10_000) });\n  return response.json();\n}\n`,
    },
    {
      title: "An axios instance that sets no timeout",
      bad: `import axios from "axios";\n\nexport const billing = axios.«create»({\n  baseURL: "https://billing.example.com",\n});\n`,
      good: `import axios from "axios";\n\nexport const billing = axios.create({\n  baseURL: "https://billing.example.com",\n  timeout: 10_000,\n});\n`,
    },
    {
      title: "axios under another name, with a body",
      bad: `const http = require("axios");\n\nmodule.exports.notify = (url, event) => http.«post»(url, event);\n`,
      good: `const http = require("axios");\n\nmodule.exports.notify = (url, event) => http.post(url, event, { timeout: 10_000 });\n`,
    },
    {
      title: "A request object that nobody ends",
      path: "probe.js",
      bad: `import https from "node:https";\n\nexport function probe(url, done) {\n  https.«get»(url, (answer) => done(null, answer.statusCode)).on("error", done);\n}\n`,
      good: `import https from "node:https";\n\nexport function probe(url, done) {\n  const request = https.get(url, (answer) => done(null, answer.statusCode)).on("error", done);\n  request.setTimeout(5_000, () => request.destroy(new Error("no answer")));\n}\n`,
    },
    {
      title: "A limit that is switched off",
      bad: `import got from "got";\n\nexport const report = (url: string) => got.«get»(url, { timeout: undefined }).json();\n`,
      good: `import got from "got";\n\nexport const report = (url: string) => got.get(url, { timeout: { request: 10_000 } }).json();\n`,
    },
    {
      title: "A PostgreSQL pool with its defaults",
      bad: `import { Pool } from "pg";\n\nexport const pool = new «Pool»({ connectionString: process.env.DATABASE_URL });\n`,
      good: `import { Pool } from "pg";\n\nexport const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5_000, statement_timeout: 10_000 });\n`,
    },
  ],
  prefilter: mentions,
  silentInTests: true,
  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const callee = call.callee;
      const api = callee === undefined ? undefined : networkCallFor(callee);
      if (callee === undefined || !api) continue;
      const verdict = judge(file, call, callee, api);
      if (verdict.state === "fine" || isOutOfReach(file, call, api)) continue;
      yield { ...findingFor(file, call, api, verdict, context.option("milliseconds")), ...(isRunByHand(file) && { confidence: "possible" as const }), ...elsewhere(file, callee, verdict) };
    }
  },
});

/** Whoever runs a script or a test sees it hang. */
const scriptLine = /^#!/;

function isRunByHand(file: JavaScriptFile): boolean {
  return /(?:^|\/)(?:scripts?|tools?|bin|hack|extra|codemods?|[\w-]*examples?|playwright|cypress|testing|test-utils|integration-tests?)\//.test(file.path) || file.mentions(scriptLine);
}

/** What other files may have settled: defaults of the client, and whether this is a browser's package. */
function elsewhere(file: JavaScriptFile, callee: string, verdict: Verdict): Pick<Finding, "unlessProject"> {
  if (verdict.state === "disabled" && verdict.key === "maxRetriesPerRequest") return { unlessProject: { uses: ["bullmq", "bull"] } }; // their workers ask for it
  const sets = verdict.state === "disabled" ? [] : /^axios\b/.test(callee) ? ["axios.defaults.timeout"] : /^(?:globalThis\.fetch|undici\.)/.test(callee) ? ["undici.setGlobalDispatcher"] : [];
  const isInterface = !isServerCode(file);
  return isInterface || sets.length > 0 ? { unlessProject: { ...(isInterface && { isInterface: true as const }), ...(sets.length > 0 && { sets }) } } : {};
}

function judge(file: JavaScriptFile, call: JsCall, callee: string, api: NetworkCall): Verdict {
  const absent: Verdict = { state: "absent", options: undefined, callback: undefined };
  const verdict = api.finished === "chain" ? absent : judgeOptions(file, call, api);
  if (verdict.state === "fine") return verdict;
  if (verdict.state === "disabled") return verdict.key === "maxRetriesPerRequest" && file.imports().includes("bullmq") ? { state: "fine" } : verdict;
  const isBound = api.waits === "bounded" || boundsByDefault(file, callee)
    || (api.finished === "chain" && hasInChain(file, call, boundsChain, false)) || (api.finished === "request-object" && hasInChain(file, call, boundsRequest, true))
    || (api.isClient && isEachUseBounded(file, call)) || (api.waits === "queries" && hasQueryTimeout(file));
  return isBound ? { state: "fine" } : verdict;
}

function hasQueryTimeout(file: JavaScriptFile): boolean {
  return file.collect(timeoutKeys).length > 0;
}

function timeoutKeys({ here }: JavaScriptFile): readonly true[] {
  return here.nodes("Property").some(({ key }) => key === "timeout") ? [true] : [];
}
