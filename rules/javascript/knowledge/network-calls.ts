/** Calls that wait for somebody else: where their options stand, which keys bound the wait, and what happens without one. */

/** What happens when nobody answers and no option is given. */
export type Wait =
  /** Until the process ends. */
  | "forever"
  /** Undici's own limit: 300 s for the headers, 300 s between two pieces of the body. */
  | "minutes"
  /** Connecting is bounded, a query is not. */
  | "queries"
  /** A model SDK: ten minutes and two retries. */
  | "sdk"
  /** A child process: until it ends by itself. */
  | "process"
  /** The default is sensible; only switching it off is a finding. */
  | "bounded";

export interface NetworkCall {
  readonly waits: Wait;
  /** Positions at which options may stand, first to last; what is plainly a URL, a list or a callback there is stepped over. */
  readonly at: readonly number[];
  /** One of these keys with a real value bounds the wait. */
  readonly bounds: readonly string[];
  /** Property that a fix adds; `$` is the number of milliseconds. Absent: no fix. */
  readonly add?: string;
  /** A client is made here and used elsewhere; calls through it are silent, this place speaks. */
  readonly isClient?: true;
  /** Key under which the options take what may also be given alone: a connection string. */
  readonly address?: string;
  /** The request is finished by a chain or by its object: `.timeout()`, `req.setTimeout()`. */
  readonly finished?: "chain" | "request-object";
  /** Speaks only where requests are served. */
  readonly onlyServed?: true;
  /** First argument is the URL. */
  readonly takesUrl?: true;
  readonly docs: string;
}

type Shape = Omit<NetworkCall, "at"> & { readonly at?: readonly number[] };

const signal = "signal: AbortSignal.timeout($)";

const fetchLike: Shape = { waits: "minutes", bounds: ["signal", "timeout", "dispatcher"], add: signal, takesUrl: true, docs: "https://undici.nodejs.org/#/docs/api/Client" };
const nodeFetch: Shape = { ...fetchLike, waits: "forever", bounds: ["signal", "timeout"], docs: "https://github.com/node-fetch/node-fetch#options" }; // v3: signal only; v2: timeout 0 by default
const axios: Shape = { waits: "forever", bounds: ["timeout", "signal", "cancelToken"], add: "timeout: $", takesUrl: true, docs: "https://axios-http.com/docs/req_config" }; // 1.x: timeout 0
const got: Shape = { waits: "forever", bounds: ["timeout", "signal"], add: "timeout: { request: $ }", takesUrl: true, docs: "https://github.com/sindresorhus/got/blob/main/documentation/6-timeout.md" }; // 11 to 14: none
const request: Shape = { waits: "forever", bounds: ["timeout"], add: "timeout: $", takesUrl: true, docs: "https://github.com/request/request#requestoptions-callback" }; // 2.88: none
const ky: Shape = { waits: "bounded", bounds: ["timeout"], add: "timeout: $", takesUrl: true, docs: "https://github.com/sindresorhus/ky#timeout" }; // 10 s; false switches it off
const needle: Shape = { waits: "forever", bounds: ["response_timeout", "read_timeout", "timeout", "open_timeout", "signal"], add: "response_timeout: $", takesUrl: true, docs: "https://github.com/tomas/needle#request-options" }; // connecting 10 s, answers never
const superagent: Shape = { waits: "forever", bounds: [], finished: "chain", takesUrl: true, docs: "https://forwardemail.github.io/superagent/#timeouts" };
const nodeHttp: Shape = { waits: "forever", bounds: ["timeout", "signal"], add: signal, finished: "request-object", takesUrl: true, docs: "https://nodejs.org/api/http.html#httprequesturl-options-callback" };
const undici: Shape = { waits: "minutes", bounds: ["signal", "headersTimeout", "bodyTimeout", "dispatcher"], add: signal, takesUrl: true, docs: "https://undici.nodejs.org/#/docs/api/Dispatcher" };
const undiciClient: Shape = { waits: "bounded", bounds: ["headersTimeout", "bodyTimeout"], isClient: true, docs: "https://undici.nodejs.org/#/docs/api/Client" }; // 300 s each; 0 switches them off
const ofetch: Shape = { waits: "minutes", bounds: ["timeout", "signal"], add: "timeout: $", takesUrl: true, docs: "https://github.com/unjs/ofetch#timeout" };
const pg: Shape = { waits: "forever", bounds: ["connectionTimeoutMillis", "statement_timeout", "query_timeout", "options"], add: "connectionTimeoutMillis: $, statement_timeout: $", isClient: true, address: "connectionString", docs: "https://node-postgres.com/apis/client" }; // 8.x: all none
const mysql: Shape = { waits: "queries", bounds: ["queryTimeout"], isClient: true, docs: "https://github.com/mysqljs/mysql#timeouts" };
const mongo: Shape = { waits: "bounded", bounds: ["serverSelectionTimeoutMS", "connectTimeoutMS"], isClient: true, docs: "https://www.mongodb.com/docs/drivers/node/current/connect/connection-options/" }; // 30 s
const redis: Shape = { waits: "bounded", bounds: ["connectTimeout", "maxRetriesPerRequest"], isClient: true, docs: "https://github.com/redis/ioredis#auto-reconnect" }; // 10 s, 20 retries
const sdk: Shape = { waits: "sdk", bounds: ["timeout"], add: "timeout: $", isClient: true, onlyServed: true, docs: "https://github.com/openai/openai-node#timeouts" };
const child: Shape = { waits: "process", bounds: ["timeout", "signal"], add: "timeout: $", onlyServed: true, docs: "https://nodejs.org/api/child_process.html" };

const reading = ["get", "delete", "head", "options"];
const writing = ["post", "put", "patch"];

function entries(shape: Shape, at: readonly number[], names: readonly string[]): [string, NetworkCall][] {
  return names.map((name) => [name, { ...shape, at }]);
}

function methods(of: string, names: readonly string[]): string[] {
  return names.map((name) => `${of}.${name}`);
}

const requestPackages = ["request", "request-promise", "request-promise-native", "postman-request"];
const httpModules = ["node:http", "node:https", "follow-redirects.http", "follow-redirects.https"];

/** By qualified name. */
export const networkCalls: ReadonlyMap<string, NetworkCall> = new Map([
  ...entries(fetchLike, [1], ["globalThis.fetch", "undici.fetch", "cross-fetch/polyfill.fetch", "isomorphic-fetch", "isomorphic-unfetch", "whatwg-fetch.fetch", "@whatwg-node/fetch.fetch"]),
  ...entries(nodeFetch, [1], ["node-fetch", "node-fetch.fetch", "cross-fetch", "cross-fetch.fetch", "node-fetch-native", "node-fetch-native.fetch", "make-fetch-happen"]),
  ...entries(axios, [1], methods("axios", reading)),
  ...entries(axios, [2], [...methods("axios", writing), ...methods("axios", ["postForm", "putForm", "patchForm"])]),
  ...entries(axios, [0, 1], ["axios"]),
  ...entries(axios, [0], ["axios.request"]),
  ...entries({ ...axios, isClient: true }, [0], ["axios.create", "@nestjs/axios.HttpModule.register"]),
  ...entries(got, [0, 1], ["got", "got.got", ...["got", "got.got"].flatMap((of) => methods(of, [...reading, ...writing, "stream", "paginate"]))]),
  ...entries({ ...got, isClient: true }, [0], ["got.extend", "got.got.extend"]),
  ...entries(request, [0, 1], requestPackages.flatMap((of) => [of, ...methods(of, ["get", "head", "del", "delete", "options", ...writing])])),
  ...entries({ ...request, isClient: true }, [0], methods("request", ["defaults"])),
  ...entries(ky, [1], ["ky", ...methods("ky", [...reading, ...writing])]),
  ...entries({ ...ky, isClient: true }, [0], methods("ky", ["create", "extend"])),
  ...entries(needle, [1], methods("needle", ["get", "head"])),
  ...entries(needle, [2], methods("needle", ["post", "put", "patch", "delete"])),
  ...entries(superagent, [], ["superagent", ...["superagent", "superagent.agent()"].flatMap((of) => methods(of, ["get", "post", "put", "patch", "del", "delete", "head"]))]),
  ...entries(nodeHttp, [0, 1], httpModules.flatMap((of) => methods(of, ["request", "get"]))),
  ...entries(undici, [1], methods("undici", ["request", "stream"])),
  ...entries(undiciClient, [1], methods("undici", ["Client", "Pool"])),
  ...entries(undiciClient, [0], methods("undici", ["Agent"])),
  ...entries(ofetch, [1], ["ofetch.$fetch", "ofetch.ofetch", "ofetch.$fetch.raw", "ofetch.ofetch.raw"]),
  ...entries(pg, [0], ["pg.Pool", "pg.Client", "pg-pool", "pg.native.Pool", "pg.native.Client"]),
  ...entries(mysql, [0], ["mysql", "mysql2", "mysql2/promise"].flatMap((of) => methods(of, ["createPool", "createConnection"]))),
  ...entries(mongo, [1], ["mongoose.connect", "mongoose.createConnection", "mongodb.MongoClient", "mongodb.MongoClient.connect"]),
  ...entries(redis, [0, 1, 2], ["ioredis", "ioredis.Redis", "ioredis.Cluster"]),
  ...entries(sdk, [0], ["openai", "openai.OpenAI", "openai.AzureOpenAI"]),
  ...entries({ ...sdk, docs: "https://github.com/anthropics/anthropic-sdk-typescript#timeouts" }, [0], ["@anthropic-ai/sdk", "@anthropic-ai/sdk.Anthropic"]),
  ...entries(child, [1], methods("node:child_process", ["exec", "execSync"])),
  ...entries({ ...child, docs: "https://github.com/sindresorhus/execa/blob/main/docs/api.md#optionstimeout" }, [1, 2], ["execa", "execa.execa", "execa.execaSync", "execa.execaNode"]),
  ...entries({ ...child, docs: "https://github.com/sindresorhus/execa/blob/main/docs/api.md#optionstimeout" }, [1], ["execa.execaCommand", "execa.command"]),
  ...entries(child, [1, 2], methods("node:child_process", ["execFile", "execFileSync", "spawn", "spawnSync"])),
]);

/** Made clients whose methods take the same options as the library's own: a bound switched off there still speaks. */
export const clientPrefixes: readonly { readonly made: string; readonly like: string }[] = [
  { made: "axios.create()", like: "axios" },
  { made: "got.extend()", like: "got" },
  { made: "ky.create()", like: "ky" },
  { made: "ky.extend()", like: "ky" },
  { made: "request.defaults()", like: "request" },
];

/** Names of which at least one stands in any text that this rule can speak about. */
export const mentions = /fetch|axios|\bgot\b|\bky\b|superagent|request|needle|https?\b|undici|\bpg\b|pg-pool|mysql|mongo|redis|openai|anthropic|child_process|execa/;
