/** Finds connection pools and clients that are made anew for every request. */
import { pythonRule, type PyCall, type PyFunctionDef, type PythonFile } from "../api.ts";
import { around, functionAround, written } from "./knowledge/code.ts";
import { servedCode } from "./knowledge/served.ts";
import { mentionsImportOf } from "./knowledge/import-text.ts";

/** Constructors that own connections, and what making one costs; each library's documentation asks for one per process. */
const clients: readonly (readonly [RegExp, string, string])[] = [
  // https://docs.sqlalchemy.org/en/20/core/connections.html#basic-usage
  [/^sqlalchemy\.(?:ext\.asyncio\.)?(?:create_engine|create_async_engine|ext\.asyncio\.create_async_engine)$|^sqlmodel\.create_engine$/, "engine", "default"],
  // https://pymongo.readthedocs.io/en/stable/faq.html
  [/^pymongo\.(?:mongo_client\.)?(?:MongoClient|AsyncMongoClient)$|^motor\.motor_asyncio\.AsyncIOMotorClient$/, "client", "default"],
  // https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html
  [/^boto3\.(?:client|resource)$/, "client", "default"],
  // https://redis.readthedocs.io/en/stable/connections.html
  [/^redis\.(?:asyncio\.)?(?:Redis|StrictRedis|from_url|Redis\.from_url|ConnectionPool)$/, "client", "default"],
  [/^(?:elasticsearch|opensearchpy)\.(?:Async)?(?:Elasticsearch|OpenSearch)$|^kafka\.KafkaProducer$|^confluent_kafka\.Producer$|^cassandra\.cluster\.Cluster$|^qdrant_client\.(?:Async)?QdrantClient$|^pinecone\.Pinecone$|^google\.cloud\.\w{1,30}(?:\.\w{1,30})?\.?Client$/, "client", "default"],
  [/^(?:psycopg2\.pool|psycopg_pool)\.\w{1,40}Pool$|^asyncpg\.create_pool$/, "pool", "default"],
  // https://www.psycopg.org/docs/pool.html
  [/^(?:psycopg2|psycopg|pymysql|MySQLdb|mysql\.connector|pyodbc|asyncpg|aiomysql)\.connect$|^psycopg\.AsyncConnection\.connect$/, "connection", "session"],
  // https://github.com/openai/openai-python#configuring-the-http-client
  [/^openai\.(?:Async)?(?:OpenAI|AzureOpenAI)$|^anthropic\.(?:Async)?Anthropic$/, "client", "session"],
  // https://www.python-httpx.org/advanced/clients/
  [/^httpx\.(?:Async)?Client$|^requests\.(?:sessions\.)?[Ss]ession$|^aiohttp\.ClientSession$/, "session", "session"],
];

export default pythonRule({
  id: "python/client-per-request",
  title: "Client made for every request",
  severity: { default: "warning", session: "info" },
  principle: "latency",
  checklist: ["latency-budget"],
  since: "0.1.0",
  why: "A client carries a connection pool. Made inside a handler, each request opens its own connections, pays the handshakes again, and leaves them behind: under load the database or the operating system runs out of them first.",
  remedy: "Make it once, at module level or in the application's lifespan, and share it.",
  silent: "When it is kept (a global, an attribute, `app.state`), made only where none is there yet, or in a memoised function; while starting up; in tests.",
  references: ["https://docs.sqlalchemy.org/en/20/core/connections.html", "https://www.python-httpx.org/advanced/clients/", "https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html"],
  examples: [
    {
      title: "An engine per request",
      bad: "from fastapi import FastAPI\nfrom sqlalchemy import create_engine, text\n\napp = FastAPI()\n\n\n@app.get(\"/v1/orders\")\ndef orders():\n    engine = «create_engine»(URL)\n    with engine.connect() as connection:\n        return connection.execute(text(\"select 1\")).scalar()\n",
      good: "from fastapi import FastAPI\nfrom sqlalchemy import create_engine, text\n\napp = FastAPI()\nengine = create_engine(URL)\n\n\n@app.get(\"/v1/orders\")\ndef orders():\n    with engine.connect() as connection:\n        return connection.execute(text(\"select 1\")).scalar()\n",
    },
    {
      title: "In a Lambda handler",
      bad: "import boto3\n\n\ndef lambda_handler(event, context):\n    table = boto3.«resource»(\"dynamodb\").Table(\"orders\")\n    return table.get_item(Key={\"id\": event[\"id\"]})\n",
      good: "import boto3\n\ntable = boto3.resource(\"dynamodb\").Table(\"orders\")\n\n\ndef lambda_handler(event, context):\n    return table.get_item(Key={\"id\": event[\"id\"]})\n",
    },
  ],
  prefilter: mentionsImportOf(["sqlalchemy", "sqlmodel", "pymongo", "motor", "boto3", "redis", "elasticsearch", "opensearchpy", "kafka", "confluent_kafka", "cassandra", "qdrant_client", "pinecone", "google", "psycopg2", "psycopg_pool", "psycopg", "asyncpg", "pymysql", "MySQLdb", "mysql", "pyodbc", "aiomysql", "openai", "anthropic", "httpx", "requests", "aiohttp"]),
  silentInTests: true,

  judges: "statements",
  *check(file) {
    for (const call of file.here.calls()) {
      const row = call.callee === undefined ? undefined : clients.find(([pattern]) => pattern.test(call.callee ?? ""));
      const served = row && servedCode(file, call.node);
      if (!row || !served || isKept(file, call, served.home)) continue;
      yield {
        at: call.name,
        message: `\`${written(file, call)}\` makes a new ${row[1]} for every \`${served.label}\`: each request opens connections of its own, and under load they run out. Make it once and share it.`,
        variant: row[2],
        confidence: served.isHandler ? "certain" : "likely",
        ...served.when,
      };
    }
  },
});

/** Outlives the request, or is made only when there is none. */
function isKept(file: PythonFile, call: PyCall, home: PyFunctionDef): boolean {
  if (/startup|lifespan|init|setup|create_app|configure/i.test(home.name)) return true;
  const guard = around(call.node, "If");
  if (guard && /\bnot\b|\bNone\b|hasattr|not in/.test(file.slice(guard.test))) return true;
  const assign = around(call.node, "Assign");
  const globals = new Set(file.here.nodes("Global").filter((one) => functionAround(file, one) === home).flatMap(({ names }) => names));
  return assign?.targets.some((target) => target.kind === "Attribute" || target.kind === "Subscript" || target.kind === "Name" && (globals.has(target.id) || isHandedOn(file, home, target.id))) ?? false;
}

/** `self.client = client`, later in the same function. */
function isHandedOn(file: PythonFile, home: PyFunctionDef, name: string): boolean {
  return file.here.nodes("Assign").some((one) => functionAround(file, one) === home && one.value.kind === "Name" && one.value.id === name && one.targets.some((target) => target.kind === "Attribute" || target.kind === "Subscript"));
}
