/** Calls that keep the thread to themselves, and so stop an event loop: by qualified name, with where that is documented. */

export interface BlockingCall {
  readonly kind: "sleep" | "network" | "process" | "database" | "file" | "start";
  /** What does the same without stopping the loop. */
  readonly instead: string;
}

const verbs = "(?:get|options|head|post|put|patch|delete|request)";
const rows: readonly (readonly [RegExp, BlockingCall])[] = [
  // https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code
  [/^time\.sleep$/, { kind: "sleep", instead: "`await asyncio.sleep(...)`" }],
  // https://requests.readthedocs.io/en/latest/user/advanced/#blocking-or-non-blocking
  [new RegExp(`^requests\\.(?:api\\.)?${verbs}$|^requests\\.(?:sessions\\.)?[Ss]ession\\.(?:${verbs}|send)$`), { kind: "network", instead: "`httpx.AsyncClient`, or `await asyncio.to_thread(...)`" }],
  // https://www.python-httpx.org/async/
  [new RegExp(`^httpx\\.(?:${verbs}|stream)$|^httpx\\.Client\\.(?:${verbs}|send|stream)$`), { kind: "network", instead: "`httpx.AsyncClient`" }],
  [/^urllib\.request\.(?:urlopen|urlretrieve)$|^urllib3\.(?:request|PoolManager\.request)$|^http\.client\.HTTPS?Connection\.(?:request|getresponse)$/, { kind: "network", instead: "`httpx.AsyncClient`, or `await asyncio.to_thread(...)`" }],
  // https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html: every operation is one blocking request
  [/^boto3\.(?:session\.Session\.)?client\.(?!exceptions|meta|close|can_paginate|get_paginator|get_waiter|generate_presigned)\w+$/, { kind: "network", instead: "`aioboto3`, or `await asyncio.to_thread(...)`" }],
  [/^smtplib\.SMTP(?:_SSL)?(?:\.(?:sendmail|send_message|login))?$/, { kind: "network", instead: "`aiosmtplib`, or `await asyncio.to_thread(...)`" }],
  [/^openai\.OpenAI\..{1,60}\.create$|^anthropic\.Anthropic\..{1,60}\.create$/, { kind: "network", instead: "the client's `Async` form" }],
  // https://docs.python.org/3/library/asyncio-subprocess.html
  [/^subprocess\.(?:run|call|check_call|check_output|getoutput|getstatusoutput)$|^os\.(?:system|popen|wait|waitpid|wait3|wait4|spawn[lv]p?e?)$|^subprocess\.Popen\.(?:wait|communicate)$/, { kind: "process", instead: "`asyncio.create_subprocess_exec`, or `await asyncio.to_thread(...)`" }],
  [/^subprocess\.Popen$/, { kind: "start", instead: "`asyncio.create_subprocess_exec`" }],
  [/^builtins\.input$/, { kind: "start", instead: "`await asyncio.to_thread(input, ...)`" }],
  // https://docs.python.org/3/library/asyncio-future.html#asyncio.wrap_future
  [/^concurrent\.futures\.(?:thread\.|process\.)?(?:Thread|Process)PoolExecutor\.submit\.(?:result|exception)$|^concurrent\.futures\.wait$/, { kind: "process", instead: "`await asyncio.wrap_future(...)`" }],
  [/^threading\.(?:Thread\.join|Event\.wait)$|^multiprocessing\.Process\.join$|^queue\.(?:Simple|Lifo|Priority)?Queue\.(?:get|join)$/, { kind: "process", instead: "asyncio's own form, or `await asyncio.to_thread(...)`" }],
  // https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html
  [/^(?:sqlalchemy\.orm\.(?:session\.)?Session|sqlmodel\.Session)\.(?:execute|query|scalars|scalar|commit|exec|get|flush|refresh)$|^sqlalchemy\.create_engine\.(?:connect|execute|begin)$/, { kind: "database", instead: "`AsyncSession`, or make the route a plain `def`, which FastAPI runs in a thread" }],
  [/^pymongo\.MongoClient\..{1,60}\.(?:find_one|insert_one|insert_many|update_one|update_many|delete_one|delete_many|count_documents|aggregate|replace_one|distinct)$/, { kind: "database", instead: "`AsyncMongoClient`, or `await asyncio.to_thread(...)`" }],
  [/^(?:psycopg2|psycopg|pymysql|MySQLdb|sqlite3|mysql\.connector|pyodbc)\.connect(?:\.(?:execute|commit|executescript|cursor\.(?:execute|executemany|fetchall|fetchone)))?$/, { kind: "database", instead: "an async driver, or `await asyncio.to_thread(...)`" }],
  [/^redis\.(?:Redis|StrictRedis|from_url|Redis\.from_url|client\.Redis)\.(?:get|set|setex|hget|hset|hgetall|lpush|rpush|blpop|brpop|publish|delete|exists|incr|expire|mget|ping|keys)$/, { kind: "database", instead: "`redis.asyncio`" }],
  // https://docs.python.org/3/library/functions.html#open
  [/^builtins\.open$|^io\.open(?:_code)?$|^pathlib\.(?:Path|PosixPath)(?:\.(?:cwd|home|absolute|resolve|joinpath|with_suffix|with_name|expanduser))?\.(?:open|read_text|read_bytes|write_text|write_bytes)$/, { kind: "file", instead: "`aiofiles`, or `await asyncio.to_thread(...)`" }],
];

const known = new Map<string, BlockingCall | undefined>();

export function blockingCall(callee: string | undefined): BlockingCall | undefined {
  if (callee === undefined) return undefined;
  if (!known.has(callee)) {
    if (known.size > 20_000) known.clear();
    known.set(callee, rows.find(([pattern]) => pattern.test(callee))?.[1]);
  }
  return known.get(callee);
}
