/** Finds routes whose answer has no declared shape, and model endpoints without a version. */
import { pythonRule, type Finding, type PyCallExpr, type PyExpr, type PyFunctionDef, type PythonFile } from "../api.ts";
import { callsIn, lastName, running } from "./knowledge/code.ts";
import { mentions } from "./knowledge/mentions.ts";

export default pythonRule({
  id: "python/untyped-route",
  title: "Route without a declared answer",
  severity: { default: "info", unversioned: "info" },
  principle: "contracts",
  checklist: ["schemas-at-boundaries"],
  since: "0.1.0",
  why: "Without a response model whatever the function returns goes out: a new database column leaks to clients, a renamed field breaks them, and the API document says nothing. Without a version in its path a model endpoint cannot change its answer without changing it for everybody at once.",
  remedy: "Declare it: `response_model=` or a return annotation; put the version in the path (`/v1/predict`) or the router's prefix.",
  silent: "For routes that return responses themselves, redirect, stream or serve pages, for status codes without a body, hidden and health routes, WebSockets; versions: when the router is mounted elsewhere, or a prefix or root path has one.",
  references: ["https://fastapi.tiangolo.com/tutorial/response-model/", "https://fastapi.tiangolo.com/tutorial/bigger-applications/"],
  examples: [
    {
      title: "Whatever the function returns",
      bad: "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get(\"/v1/users/{key}\")\ndef «user»(key: int):\n    return load(key)\n",
      good: "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get(\"/v1/users/{key}\", response_model=PublicUser)\ndef user(key: int):\n    return load(key)\n",
    },
    {
      title: "A model endpoint that can never change",
      bad: "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post(«\"/predict\"»)\ndef predict(house: House) -> Price:\n    return Price(value=model.predict([house.row()])[0])\n",
      good: "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post(\"/v1/predict\")\ndef predict(house: House) -> Price:\n    return Price(value=model.predict([house.row()])[0])\n",
    },
  ],
  prefilter: /\bfastapi\b|\bflask\b/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (file.language === "notebook") return;
    const isFastApi = file.imports().some((name) => /^fastapi(?:\.|$)/.test(name));
    for (const node of file.here.functions()) {
      for (const decorator of node.decorators) {
        const route = routeOf(file, decorator);
        if (!route) continue;
        if (isFastApi && !isDeclared(file, route, node)) yield undeclared(node, route);
        const unversioned = unversionedPath(file, route, node);
        if (unversioned) yield unversionedFinding(file, unversioned);
      }
    }
  },
});

interface Route {
  readonly call: PyCallExpr;
  readonly verb: string;
  readonly path: PyExpr | undefined;
  /** What the decorator is called on. */
  readonly on: PyExpr;
}

function routeOf(file: PythonFile, decorator: PyExpr): Route | undefined {
  if (decorator.kind !== "Call" || decorator.func.kind !== "Attribute" || !/^(?:get|post|put|patch|delete|route|api_route)$/.test(decorator.func.attr)) return undefined;
  const path = file.call(decorator).argument("path", 0) ?? file.call(decorator).argument("rule");
  return path?.kind === "Str" && (path.value === "" || path.value.startsWith("/")) ? { call: decorator, verb: decorator.func.attr, path, on: decorator.func.value } : undefined;
}

const plain = /^\/?(?:health\w*|healthz|ready\w*|live\w*|livez|ping|status|version|metrics|favicon\.ico|robots\.txt|docs|openapi\.json|index|home|heartbeat|info|about)?\/?$/i;

function isDeclared(file: PythonFile, { call, path, verb }: Route, node: PyFunctionDef): boolean {
  if (node.decorators.some((one) => /htmx|template|render|jinja|page|html|view$/i.test(file.slice(one.kind === "Call" ? one.func : one)))) return true;
  if (node.returns || verb === "route" || node.name.startsWith("_")) return true;
  const given = (name: string) => call.args.find((one) => one.name === name)?.value;
  if (call.args.some(({ star }) => star === "**") || given("response_model") || given("response_class") || given("responses")) return true;
  const hidden = given("include_in_schema");
  if (hidden?.kind === "Const" && hidden.value === false) return true;
  const status = given("status_code");
  if (status && /204|NO_CONTENT|30[1278]|REDIRECT|FOUND|SEE_OTHER/.test(file.slice(status))) return true;
  if (path?.kind === "Str" && plain.test(path.value)) return true;
  if (node.params.some(({ annotation }) => annotation && /^(?:\w+\.)?(?:WebSocket|Response)$/.test(file.slice(annotation)))) return true;
  return answersByItself(file, node);
}

/** Every return is a response object, nothing, or a dict of constants. */
function answersByItself(file: PythonFile, node: PyFunctionDef): boolean {
  const returns = [...running(file, node.body)].filter((one) => one.kind === "Return");
  if (returns.some((one) => one.kind === "Return" && one.value && isResponse(file, one.value))) return true;
  if (returns.every((one) => one.kind === "Return" && (!one.value || one.value.kind === "Const" || one.value.kind === "Str" && one.value.holes.length === 0 || isConstantDict(one.value)))) return true;
  return [...running(file, node.body)].some((one) => one.kind === "Yield");
}

function isResponse(file: PythonFile, value: PyExpr, depth = 0): boolean {
  if (value.kind === "Await") return isResponse(file, value.value, depth);
  if (value.kind === "Call" && depth === 0) {
    const target = file.valueOf(value.func);
    const helper = target.kind === "symbol" && target.definition?.kind === "FunctionDef" ? target.definition : undefined;
    if (helper && [...running(file, helper.body)].some((one) => one.kind === "Return" && one.value !== undefined && isResponse(file, one.value, 1))) return true;
  }
  if (value.kind === "Call") return /Response$|^RedirectResponse$|render|template|redirect|^response$|^make_response|^(?:success|error|fail|ok|json|resp|result)_?\w*response\w*$/i.test(lastName(value));
  if (value.kind !== "Name") return false;
  const known = file.valueOf(value);
  return known.kind === "call" && /Response$/.test(known.of) || /^(?:response|resp|res)$/.test(value.id) && known.kind !== "dict";
}

function isConstantDict(value: PyExpr): boolean {
  return value.kind === "Dict" && value.entries.every((entry) => entry.value.kind === "Str" && entry.value.holes.length === 0 || entry.value.kind === "Const" || entry.value.kind === "Num");
}

function undeclared(node: PyFunctionDef, { path, verb }: Route): Finding {
  const label = path?.kind === "Str" ? `${verb === "api_route" ? "" : `${verb.toUpperCase()} `}${path.value.replaceAll("\uFFFC", "…") || "/"}` : node.name;
  return {
    at: node.nameAt,
    message: `\`${label}\` declares no answer: whatever \`${node.name}\` returns goes out, so a new column leaks and a renamed field breaks clients unseen. Add \`response_model=\` or a return annotation.`,
    confidence: "certain",
  };
}

const predicting = /\/(?:[\w-]*(?:predict|prediction|predictions|inference|infer|classify|forecast|recommend))\/?$/i;
const asksModel = /^(?:predict\w*|infer\w*|classify\w*|forecast\w*|recommend\w*|score\w*|\w+_predict\w*|run_model|inference)$/i;

/** The path of a route of the application itself that asks a model and has no version anywhere. */
function unversionedPath(file: PythonFile, { path, on, verb }: Route, node: PyFunctionDef): PyExpr | undefined {
  if (path?.kind !== "Str" || path.holes.length > 0 || !predicting.test(path.value) || /v\d/i.test(path.value) || verb === "get") return undefined;
  const made = file.valueOf(on);
  if (made.kind !== "call" || !/^(?:fastapi\.FastAPI|flask\.Flask)$/.test(made.of) || made.call.argument("root_path") || isMounted(file) || isPage(file, node)) return undefined;
  return callsIn(file, node.body).some((call) => asksModel.test(call.method)) ? path : undefined;
}

/** A form of a web page, which is delivered together with what calls it. */
function isPage(file: PythonFile, node: PyFunctionDef): boolean {
  return callsIn(file, node.body).some((call) => /^(?:render_template|render_template_string|TemplateResponse|redirect)$/.test(call.method));
}

const isMounted = mentions(/DispatcherMiddleware|APPLICATION_ROOT|root_path|\.mount\(|SCRIPT_NAME|api_version|VersionedFastAPI/);

function unversionedFinding(file: PythonFile, path: PyExpr): Finding {
  const text = file.slice(path).replace(/^\w?["']|["']$/g, "");
  return {
    at: { start: path.start, end: path.end },
    message: `\`${text}\` has no version: the next model changes the answer for every client at once, and the old one cannot be kept beside it. Put one in the path (\`/v1${text}\`).`,
    variant: "unversioned",
    confidence: "likely",
  };
}
