/** Finds caches that keep an entry for everything anybody ever asked. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PyFunctionDef, type PyName, type PythonFile } from "../api.ts";
import { callsIn, functionAround, lastName, oncePerFile, written } from "./knowledge/code.ts";
import { hasCall } from "./knowledge/mentions.ts";
import { nameInFacts, servedCode, servedFunctions } from "./knowledge/served.ts";

export default pythonRule({
  id: "python/unbounded-cache",
  title: "Cache that only grows",
  severity: { default: "warning", store: "info" },
  principle: "cost",
  checklist: ["cost-budget"],
  since: "0.1.0",
  why: "What clients send is the key, so there is no end to the keys: the process grows with every new one until it is killed, usually under the highest load, and starts again with an empty cache.",
  remedy: "Bound it: `lru_cache(maxsize=1024)`, `cachetools.TTLCache`, an `ex=` on every Redis key.",
  silent: "For functions without parameters or with few possible arguments (flags, enums, names of models and settings), for caches that something empties, shrinks or measures, for keys that are written down, and outside of what answers requests.",
  references: ["https://docs.python.org/3/library/functools.html#functools.lru_cache", "https://cachetools.readthedocs.io/en/stable/", "https://redis.io/docs/latest/commands/set/"],
  examples: [
    {
      title: "Every text that was ever sent",
      bad: "from functools import lru_cache\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@«lru_cache(maxsize=None)»\ndef embedding(text: str):\n    return encode(text)\n\n\n@app.get(\"/v1/similar\")\ndef similar(text: str):\n    return nearest(embedding(text))\n",
      good: "from functools import lru_cache\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@lru_cache(maxsize=4096)\ndef embedding(text: str):\n    return encode(text)\n\n\n@app.get(\"/v1/similar\")\ndef similar(text: str):\n    return nearest(embedding(text))\n",
    },
    {
      title: "A module's dict",
      bad: "from flask import Flask, request\n\napp = Flask(__name__)\nanswers = {}\n\n\n@app.get(\"/v1/answer\")\ndef answer():\n    question = request.args[\"q\"]\n    if question not in answers:\n        «answers[question]» = ask(question)\n    return answers[question]\n",
      good: "from cachetools import TTLCache\nfrom flask import Flask, request\n\napp = Flask(__name__)\nanswers = TTLCache(maxsize=1000, ttl=600)\n\n\n@app.get(\"/v1/answer\")\ndef answer():\n    question = request.args[\"q\"]\n    if question not in answers:\n        answers[question] = ask(question)\n    return answers[question]\n",
    },
    {
      title: "Redis without an expiry",
      bad: "import redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis(socket_timeout=2)\n\n\n@app.get(\"/v1/price/{key}\")\ndef price(key: str):\n    found = compute(key)\n    store.«set»(f\"price:{key}\", found)\n    return found\n",
      good: "import redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis(socket_timeout=2)\n\n\n@app.get(\"/v1/price/{key}\")\ndef price(key: str):\n    found = compute(key)\n    store.set(f\"price:{key}\", found, ex=3600)\n    return found\n",
    },
  ],
  prefilter: /\bcache\b|lru_cache|=\s*(?:\{\}|dict\(|defaultdict|\[\])|[rR]edis/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (file.language === "notebook") return;
    for (const node of file.here.functions()) if (node.decorators.length > 0) yield* memoised(file, node);
    for (const { name, place, home } of growing(file)) yield* grown(file, name, place, home);
    for (const call of file.here.calls()) if (/^redis\.(?:asyncio\.)?(?:client\.)?(?:Strict)?Redis\.set$/.test(call.callee ?? "")) yield* kept(file, call);
  },
});

/** Parameters of which there are as many values as there are clients, texts and moments. */
const endless = /^(?:\w+_id|id|uid|uuid|text|texts?|query|q|prompt|question|message|content|body|payload|url|uri|email|user|username|ip|address|token|key|date|day|timestamp|start|end|since|lat|lon|latitude|longitude|ids|sentence|input|term|keyword|search|symbol|ticker|path|features?|number|amount|phone)$/;
const few = /bool|Literal|Enum|Type\b|Settings|Config/;

function* memoised(file: PythonFile, node: PyFunctionDef): Generator<Finding> {
  const decorator = node.decorators.find((one) => isEndless(file, one));
  const param = decorator && node.params.find(({ name, annotation }) => endless.test(name) && !(annotation && few.test(file.slice(annotation))));
  if (!decorator || !param) return;
  if (/model|settings|config|client|engine|tokenizer|schema|template|spec|path|file|module|version|metadata|regex|pattern|compile/i.test(node.name)) return;
  if (file.collect(cleared).some((before) => before.endsWith(node.name))) return;
  const served = servedFunctions(file).get(node) ?? calledWhenServed(file, node);
  yield {
    at: { start: decorator.start, end: decorator.end },
    message: `\`${file.slice(decorator)}\` keeps an entry for every \`${param.name}\` that \`${node.name}\` was ever given, and \`${served ? served.label : "{entry}"}\` decides which: the process grows until it is killed. Give it a \`maxsize\`.`,
    confidence: "likely",
    ...(!served && { whenServed: nameInFacts(node) }),
  };
}

const longestName = 200;

/** What stands before each `.cache_clear`. */
function cleared(file: PythonFile): readonly string[] {
  const { text } = file.here;
  const found: string[] = [];
  for (let at = text.indexOf(".cache_clear"); at >= 0; at = text.indexOf(".cache_clear", at + 1)) found.push(text.slice(Math.max(0, at - longestName), at));
  return found;
}

/** Memoised functions are no part of the way of a request; who calls this one may be. */
function calledWhenServed(file: PythonFile, node: PyFunctionDef): { readonly label: string } | undefined {
  for (const [caller, served] of servedFunctions(file)) {
    if (callsIn(file, caller.body).some((call) => { const value = file.valueOf(call.node.func); return value.kind === "symbol" && value.definition === node; })) return served;
  }
  return undefined;
}

function isEndless(file: PythonFile, decorator: PyExpr): boolean {
  const target = decorator.kind === "Call" ? decorator.func : decorator;
  const name = file.qualifiedName(target);
  if (name === "functools.cache") return true;
  if (name !== "functools.lru_cache" || decorator.kind !== "Call") return false;
  const size = file.call(decorator).argument("maxsize", 0);
  return size !== undefined && file.valueOf(size).kind === "none";
}

interface Growing {
  readonly name: string;
  readonly place: PyExpr;
  readonly home: PyFunctionDef;
}

/** Names of things of which a program has a handful, whatever asks for them. */
const bounded = /model|client|engine|pool|conn|config|registry|handler|tokenizer|pipeline|collection|schema|lock|setting|plugin|provider|route|template|loader|instance|factory|class|type|status|state$|metrics?|counter|env|session_?maker|graph|table|column|lang|locale/i;

/** `CACHE[key] = …` in a function, for a dict of the module that nothing in the file ever empties; the first of the file speaks for its dict. */
function* growing(file: PythonFile): Generator<Growing> {
  for (const one of growingHere(file)) {
    if (file.collect(growingHere).find(({ name }) => name === one.name)?.place === one.place && !file.collect(shrinking).includes(one.name)) yield one;
  }
}

function growingHere(file: PythonFile): readonly Growing[] {
  const found: Growing[] = [];
  for (const { targets } of file.here.nodes("Assign")) for (const target of targets) {
    if (target.kind !== "Subscript" || target.value.kind !== "Name" || !moduleDicts(file).has(target.value.id)) continue;
    const home = functionAround(file, target);
    if (home && !isWrittenDown(file, target.index) && !isLocal(file, target.value)) found.push({ name: target.value.id, place: target, home });
  }
  return found;
}

const moduleDicts = oncePerFile((file: PythonFile): ReadonlySet<string> => new Set(file.collect(dictsHere)));

function dictsHere(file: PythonFile): readonly string[] {
  return [...file.here.nodes("Assign"), ...file.here.nodes("AnnAssign")].flatMap((node) => {
    const target = node.kind === "Assign" ? node.targets[0] : node.target;
    const { value } = node;
    if (node.parent || target?.kind !== "Name" || !value || bounded.test(target.id)) return [];
    const isDict = value.kind === "Dict" && value.entries.length === 0 || value.kind === "Call" && /^(?:dict|OrderedDict|defaultdict)$/.test(lastName(value)) && value.args.length <= 1;
    return isDict ? [target.id] : [];
  });
}

function isLocal(file: PythonFile, name: PyName): boolean {
  return file.bindingsOf(name).some((binding) => functionAround(file, binding.node) !== undefined);
}

function isWrittenDown(file: PythonFile, index: PyExpr): boolean {
  if (index.kind === "Str") return index.holes.length === 0;
  if (/^(?:\w{0,40}_)?(?:path|file|filename|folder|module)$/.test(lastName(index))) return true; // as many as there are files
  return index.kind === "Num" || index.kind === "Const" || /^[A-Z_]+$/.test(file.slice(index)) || file.valueOf(index).kind === "string";
}

/** Dicts of the module from which something takes entries out, looks how many there are, starts over, or that it hands to code that may. */
function shrinking(file: PythonFile): readonly string[] {
  const dicts = moduleDicts(file);
  return dicts.size === 0 ? [] : file.here.nodes("Name").flatMap((use) => (dicts.has(use.id) && isShrinking(file, use) ? [use.id] : []));
}

function isShrinking(file: PythonFile, use: PyName): boolean {
  const { parent } = use;
  if (parent?.kind === "Attribute" && /^(?:pop|popitem|clear|move_to_end)$/.test(parent.attr)) return true;
  if (parent?.kind === "Call" && parent.func !== use) return true;
  if (parent?.kind === "Assign" && parent.targets.some((target) => target === use) && functionAround(file, parent)) return true;
  return isDeleted(use);
}

function isDeleted(use: PyName): boolean {
  for (let at = use.parent; at && at.kind !== "FunctionDef" && at.kind !== "Lambda" && at.kind !== "ClassDef"; at = at.parent) if (at.kind === "Delete") return true;
  return false;
}

function* grown(file: PythonFile, name: string, place: PyExpr, home: PyFunctionDef): Generator<Finding> {
  const served = servedCode(file, place);
  if (!served || /startup|lifespan|init|setup|register|load|warm/i.test(home.name)) return;
  yield {
    at: { start: place.start, end: place.end },
    message: `\`${name}\` gets an entry for every new key that \`${served.label}\` comes with, and nothing ever takes one out: the process grows until it is killed. Use a cache with a size and a lifetime.`,
    confidence: "likely",
    ...served.when,
  };
}

const expires = hasCall((call, file) => /^(?:expire|pexpire|expireat|delete|unlink|setex)$/.test(call.method)
  && (call.callee?.startsWith("redis.") === true || /redis|store|cache|\bdb\b|client|conn/i.test(call.receiver ? file.slice(call.receiver) : "")));

function* kept(file: PythonFile, call: PyCall): Generator<Finding> {
  const served = servedCode(file, call.node);
  const [key] = call.positional;
  if (!served || !key || isWrittenDown(file, key) || call.spreadsUnknown || call.positional.length > 2) return;
  if (["ex", "px", "exat", "pxat", "keepttl"].some((keyword) => call.argument(keyword))) return;
  if (expires(file)) return;
  yield {
    at: call.name,
    message: `\`${written(file, call)}\` stores a key for every \`${served.label}\` and lets it live for ever: the store fills until it refuses writes or throws out what matters. Pass \`ex=\`.`,
    variant: "store",
    confidence: "likely",
    ...served.when,
  };
}
