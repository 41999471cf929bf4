/** Calls that wait for somebody else: how each one is told when to stop, and what it does when it is not told. */
import { mentionsImportOf } from "./import-text.ts";

/** `network`: an upstream; `database`: a store; `process`: a child; `thread`: another thread of this process. */
export type WaitsFor = "network" | "database" | "process" | "thread";

export interface WaitingCall {
  /** The argument that bounds the wait. */
  readonly keyword: string;
  /** Where it stands when given without keyword. */
  readonly position?: number;
  /** `forever`: waits without end unless told; `long`: has a default measured in minutes; `bounded`: has a sound default, only an explicit None is endless. */
  readonly byDefault: "forever" | "long" | "bounded";
  readonly waitsFor: WaitsFor;
  readonly unit?: "seconds" | "milliseconds";
  /** Other arguments that bound the wait, or may. */
  readonly also?: readonly string[];
  /** An address that may carry the timeout inside it: speaks only when the address is visible and does not. */
  readonly address?: { readonly keyword: string; readonly position: number; readonly option: RegExp };
  /** How the value is written where a bare number is not it; the module is imported where missing. */
  readonly value?: { readonly write: (seconds: number) => string; readonly module?: string };
  /** False where the API cannot be told: then there is nothing to insert, and `remedy` says what to do. */
  readonly takesTimeout?: boolean;
  readonly remedy?: string;
  /** Zero means without end. */
  readonly zeroIsEndless?: boolean;
  /** The default depends on the installed version, which one file does not show. */
  readonly byVersion?: boolean;
  /** Where the default is documented. */
  readonly source: string;
}

type Row = Omit<WaitingCall, "source">;
const table = new Map<string, WaitingCall>();

function add(source: string, row: Row, ...callees: readonly string[]): void {
  for (const callee of callees) table.set(callee, { ...row, source });
}

function methods(types: readonly string[], names: string): string[] {
  return types.flatMap((type) => names.split(" ").map((name) => `${type}.${name}`));
}

const forever: Row = { keyword: "timeout", byDefault: "forever", waitsFor: "network" };
const bounded: Row = { keyword: "timeout", byDefault: "bounded", waitsFor: "network" };
const verbs = "get options head post put patch delete request";

/** Types that behave as requests.Session does and share its missing default. */
export const sessionTypes: readonly string[] = [
  "requests.Session", "requests.session", "requests.sessions.Session", "requests.sessions.session", "requests_oauthlib.OAuth1Session", "requests_oauthlib.OAuth2Session",
  "requests_html.HTMLSession", "requests_toolbelt.sessions.BaseUrlSession", "requests_futures.sessions.FuturesSession", "requests_futures.FuturesSession", "requests_cache.CachedSession", "requests_cache.session.CachedSession", "grequests.Session", "cloudscraper.create_scraper", "cloudscraper.CloudScraper",
];
const requestsTimeouts = "https://requests.readthedocs.io/en/latest/user/advanced/#timeouts";
add(requestsTimeouts, forever, ...methods(["requests", "requests.api"], verbs), ...methods(["grequests"], verbs));
add(requestsTimeouts, forever, ...methods(sessionTypes, `${verbs} send`));

const urlopen = "https://docs.python.org/3/library/urllib.request.html#urllib.request.urlopen";
add(urlopen, { ...forever, position: 2 }, "urllib.request.urlopen", "urllib2.urlopen", "six.moves.urllib.request.urlopen", "future.moves.urllib.request.urlopen");
add(urlopen, { ...forever, position: 2 }, ...methods(["urllib.request.build_opener", "urllib.request.OpenerDirector", "urllib2.build_opener"], "open"));
add("https://docs.python.org/3/library/urllib.request.html#urllib.request.urlretrieve", { ...forever, takesTimeout: false, remedy: "Open the address with a client that can." }, "urllib.request.urlretrieve", "urllib.urlretrieve");

export const poolTypes: readonly string[] = ["urllib3.PoolManager", "urllib3.ProxyManager", "urllib3.HTTPConnectionPool", "urllib3.HTTPSConnectionPool", "urllib3.poolmanager.PoolManager", "urllib3.connectionpool.HTTPConnectionPool", "urllib3.connectionpool.HTTPSConnectionPool", "urllib3.connection_from_url", "urllib3.poolmanager.ProxyManager"];
const urllib3Timeouts = "https://urllib3.readthedocs.io/en/stable/user-guide.html#using-timeouts";
add(urllib3Timeouts, forever, "urllib3.request", ...methods(poolTypes, "request urlopen request_encode_body request_encode_url"));

const library = "https://docs.python.org/3/library/";
add(`${library}http.client.html#http.client.HTTPConnection`, { ...forever, position: 2 }, "http.client.HTTPConnection", "httplib.HTTPConnection");
add(`${library}http.client.html#http.client.HTTPSConnection`, forever, "http.client.HTTPSConnection", "httplib.HTTPSConnection");
add(`${library}socket.html#socket.create_connection`, { ...forever, position: 1 }, "socket.create_connection");
add(`${library}smtplib.html#smtplib.SMTP`, { ...forever, position: 3 }, "smtplib.SMTP");
add(`${library}smtplib.html#smtplib.SMTP_SSL`, forever, "smtplib.SMTP_SSL");
add(`${library}smtplib.html#smtplib.LMTP`, forever, "smtplib.LMTP");
add(`${library}ftplib.html#ftplib.FTP.connect`, { ...forever, position: 2 }, ...methods(["ftplib.FTP", "ftplib.FTP_TLS"], "connect"));
add("https://docs.python.org/3.12/library/nntplib.html#nntplib.NNTP", { ...forever, position: 6 }, "nntplib.NNTP", "nntplib.NNTP_SSL");
add(`${library}xmlrpc.client.html#xmlrpc.client.ServerProxy`, { ...forever, keyword: "transport", position: 1, takesTimeout: false, remedy: "Pass a `transport=` whose connections have one." }, "xmlrpc.client.ServerProxy", "xmlrpc.client.Server", "xmlrpclib.ServerProxy");
add(`${library}ftplib.html#ftplib.FTP`, { ...forever, position: 4 }, "ftplib.FTP");
add(`${library}ftplib.html#ftplib.FTP_TLS`, forever, "ftplib.FTP_TLS");
add(`${library}poplib.html#poplib.POP3`, { ...forever, position: 2 }, "poplib.POP3");
add(`${library}poplib.html#poplib.POP3_SSL`, forever, "poplib.POP3_SSL");
add(`${library}imaplib.html#imaplib.IMAP4`, { ...forever, position: 2 }, "imaplib.IMAP4");
add(`${library}imaplib.html#imaplib.IMAP4_SSL`, forever, "imaplib.IMAP4_SSL");
add("https://docs.python.org/3.12/library/telnetlib.html#telnetlib.Telnet", { ...forever, position: 2 }, "telnetlib.Telnet");
add("https://httplib2.readthedocs.io/en/latest/libhttplib2.html#httplib2.Http", { ...forever, position: 1 }, "httplib2.Http");
add("https://websocket-client.readthedocs.io/en/latest/core.html#websocket._core.create_connection", { ...forever, position: 1 }, "websocket.create_connection");
add("https://docs.paramiko.org/en/stable/api/client.html#paramiko.client.SSHClient.connect", { ...forever, position: 6 }, ...methods(["paramiko.SSHClient", "paramiko.client.SSHClient"], "connect"));
add("https://docs.paramiko.org/en/stable/api/client.html#paramiko.client.SSHClient.exec_command", { ...forever, position: 2 }, ...methods(["paramiko.SSHClient", "paramiko.client.SSHClient"], "exec_command"));

const httpx = "https://www.python-httpx.org/advanced/timeouts/";
const httpxTypes = ["httpx.Client", "httpx.AsyncClient"];
add(httpx, bounded, ...methods(["httpx", ...httpxTypes], `${verbs} stream`), ...methods(httpxTypes, "send"), ...httpxTypes);

const aiohttp = "https://docs.aiohttp.org/en/stable/client_reference.html#clienttimeout";
const clientTimeout = { module: "aiohttp", write: (seconds: number) => `aiohttp.ClientTimeout(total=${seconds})` };
add(aiohttp, { ...bounded, value: clientTimeout, zeroIsEndless: true }, "aiohttp.request", ...methods(["aiohttp.ClientSession", "aiohttp.client.ClientSession"], `${verbs} ws_connect`));
add(aiohttp, { keyword: "total", position: 0, byDefault: "forever", waitsFor: "network", also: ["sock_read"], zeroIsEndless: true }, "aiohttp.ClientTimeout", "aiohttp.client.ClientTimeout");

add("https://docs.python.org/3/library/socket.html#socket.socket.settimeout", { ...forever, takesTimeout: false, remedy: "Call `settimeout()` first." }, "socket.socket.connect");
add("https://botocore.amazonaws.com/v1/documentation/api/latest/reference/config.html", { ...bounded, keyword: "read_timeout" }, "botocore.config.Config", "botocore.client.Config");

const openai = "https://github.com/openai/openai-python#timeouts";
const long: Row = { keyword: "timeout", byDefault: "long", waitsFor: "network", also: ["http_client"] };
add(openai, long, "openai.OpenAI", "openai.AsyncOpenAI", "openai.AzureOpenAI", "openai.AsyncAzureOpenAI");
const anthropic = "https://github.com/anthropics/anthropic-sdk-python#timeouts";
add(anthropic, long, "anthropic.Anthropic", "anthropic.AsyncAnthropic");
add(openai, bounded, ...methods(["openai.OpenAI", "openai.AsyncOpenAI", "openai.AzureOpenAI", "openai.AsyncAzureOpenAI"], "chat.completions.create responses.create completions.create embeddings.create"));
add(anthropic, bounded, ...methods(["anthropic.Anthropic", "anthropic.AsyncAnthropic"], "messages.create messages.stream"));

const database: Row = { keyword: "timeout", byDefault: "forever", waitsFor: "database" };
add("https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CONNECT-TIMEOUT", { ...database, keyword: "connect_timeout", also: ["async_", "async"], address: { keyword: "dsn", position: 0, option: /connect_timeout/ } }, "psycopg2.connect");
const mongo: Row = { ...database, keyword: "socketTimeoutMS", unit: "milliseconds", also: ["timeoutMS", "socketTimeoutMs"], address: { keyword: "host", position: 0, option: /timeoutMS=/i } };
add("https://pymongo.readthedocs.io/en/stable/api/pymongo/mongo_client.html", mongo, "pymongo.MongoClient", "pymongo.AsyncMongoClient", "pymongo.mongo_client.MongoClient", "motor.motor_asyncio.AsyncIOMotorClient", "motor.motor_tornado.MotorClient");
add("https://pymysql.readthedocs.io/en/latest/modules/connections.html", { ...database, keyword: "read_timeout", also: ["read_default_file"] }, "pymysql.connect", "pymysql.Connection", "pymysql.connections.Connection");
add("https://mysqlclient.readthedocs.io/user_guide.html#functions-and-attributes", { ...database, keyword: "read_timeout", also: ["read_default_file", "connect_timeout"] }, "MySQLdb.connect", "MySQLdb.Connect");
add("https://pymssql.readthedocs.io/en/stable/ref/pymssql.html#pymssql.connect", { ...database, position: 4 }, "pymssql.connect");
add("https://dev.mysql.com/doc/connector-python/en/connector-python-connectargs.html", { ...database, keyword: "connection_timeout", byDefault: "bounded", also: ["connect_timeout"] }, "mysql.connector.connect", "mysql.connector.MySQLConnection");
// only drivers that wait for the server without end; asyncpg, PyMySQL and SQLite have limits for connecting
add("https://docs.sqlalchemy.org/en/20/core/engines.html#custom-dbapi-args", { ...database, keyword: "connect_args", also: ["creator", "pool"], address: { keyword: "url", position: 0, option: /connect_timeout|^(?!postgres(?:ql)?(?:\+psycopg2)?:|mysql(?:\+mysqldb)?:)/ }, value: { write: (seconds) => `{"connect_timeout": ${seconds}}` } }, "sqlalchemy.create_engine", "sqlalchemy.engine.create_engine", "sqlmodel.create_engine");
add("https://magicstack.github.io/asyncpg/current/api/index.html#asyncpg.connection.connect", { ...database, keyword: "command_timeout" }, "asyncpg.connect", "asyncpg.create_pool");
add("https://ldap3.readthedocs.io/en/latest/connection.html", { ...database, keyword: "receive_timeout" }, "ldap3.Connection");
// five seconds since redis-py 8, none before
const redis: Row = { ...database, keyword: "socket_timeout", byVersion: true, also: ["connection_pool"] };
const redisDefault = "https://github.com/redis/redis-py/pull/4082";
add(redisDefault, redis, "redis.Redis", "redis.StrictRedis", "redis.client.Redis", "redis.asyncio.Redis", "redis.asyncio.client.Redis", "redis.ConnectionPool", "redis.asyncio.ConnectionPool");
add(redisDefault, { ...redis, address: { keyword: "url", position: 0, option: /socket_timeout=/ } }, ...methods(["redis", "redis.asyncio", "redis.Redis", "redis.StrictRedis", "redis.asyncio.Redis", "redis.ConnectionPool", "redis.asyncio.ConnectionPool"], "from_url"));

const child: Row = { keyword: "timeout", byDefault: "forever", waitsFor: "process" };
const subprocess = `${library}subprocess.html#subprocess.run`;
add(subprocess, child, ...methods(["subprocess"], "run call check_call check_output"));
add(subprocess, { ...child, position: 1 }, "subprocess.Popen.communicate");
add(subprocess, { ...child, position: 0 }, "subprocess.Popen.wait");

const thread: Row = { keyword: "timeout", position: 0, byDefault: "forever", waitsFor: "thread" };
const executors = ["concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor", "concurrent.futures.thread.ThreadPoolExecutor"];
add(`${library}concurrent.futures.html#concurrent.futures.Future.result`, thread, ...methods(executors, "submit.result submit.exception"), "asyncio.run_coroutine_threadsafe.result");
add(`${library}queue.html#queue.Queue.get`, { ...thread, position: 1, also: ["block"] }, ...methods(["queue.Queue", "queue.LifoQueue", "queue.PriorityQueue", "multiprocessing.Queue", "multiprocessing.JoinableQueue"], "get"));
add(`${library}queue.html#queue.SimpleQueue.get`, { ...thread, position: 1, also: ["block"] }, "queue.SimpleQueue.get");
add(`${library}threading.html#threading.Thread.join`, thread, "threading.Thread.join", "multiprocessing.Process.join");
add(`${library}threading.html#threading.Event.wait`, thread, "threading.Event.wait", "multiprocessing.Event.wait");
add(`${library}multiprocessing.html#multiprocessing.pool.AsyncResult.get`, thread, ...methods(["multiprocessing.Pool", "multiprocessing.pool.ThreadPool"], "apply_async.get map_async.get"));

add(`${library}concurrent.futures.html#concurrent.futures.wait`, { ...thread, position: 1 }, "concurrent.futures.wait", "concurrent.futures.as_completed");
add("https://kafka-python.readthedocs.io/en/master/apidoc/KafkaProducer.html", thread, "kafka.KafkaProducer.send.get", "kafka.KafkaProducer.flush");
const taskResult: WaitingCall = { ...thread, source: "https://docs.celeryq.dev/en/stable/reference/celery.result.html#celery.result.AsyncResult.get" };
table.set("celery.result.AsyncResult.get", taskResult);
const taskAnswer = /\.(?:delay|apply_async|s\.delay|s\.apply_async)\.get$/;

/** A method of a stub generated from a service definition; the deadline is its second argument. */
const grpcStub: WaitingCall = { ...forever, position: 1, source: "https://grpc.io/docs/guides/deadlines/" };
const grpcMethod = /_pb2_grpc\.\w+Stub\.\w+$/;

/** Text that every file with such a call contains: the import of the package it comes from. */
export const mentionsWaitingCall = mentionsImportOf([...table.keys()].map((callee) => callee.split(".")[0] ?? ""), /_pb2_grpc/, /\.delay\(/, /apply_async/);

export function waitingCall(callee: string): WaitingCall | undefined {
  return table.get(callee) ?? (isStubMethod(callee) ? grpcStub : taskAnswer.test(callee) ? taskResult : undefined);
}

/** A request that takes a timeout and waits without end when it gets none. */
export function isEndlessRequest(callee: string): boolean {
  const api = waitingCall(callee);
  return api?.byDefault === "forever" && api.waitsFor === "network" && api.takesTimeout !== false;
}

export function isStubMethod(callee: string): boolean {
  return grpcMethod.test(callee);
}

/** Constructors of timeout objects, with the arguments that make them finite; httpx asks for the first that is given, the others for any. */
export const timeoutObjects: ReadonlyMap<string, readonly { readonly keyword: string; readonly position: number | undefined }[]> = new Map([
  ["httpx.Timeout", [{ keyword: "read", position: undefined }, { keyword: "timeout", position: 0 }]],
  ["aiohttp.ClientTimeout", [{ keyword: "total", position: 0 }, { keyword: "sock_read", position: undefined }]],
  ["urllib3.Timeout", [{ keyword: "total", position: 0 }, { keyword: "read", position: 2 }]],
  ["urllib3.util.Timeout", [{ keyword: "total", position: 0 }, { keyword: "read", position: 2 }]],
]);
