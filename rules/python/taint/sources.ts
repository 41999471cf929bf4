/** Where values that a stranger can choose enter a file: request objects, handler parameters, widgets; and what comes from elsewhere. */
import type { PyExpr, PyFunctionDef, PythonFile } from "../../api.ts";
import { oncePerFile } from "../knowledge/code.ts";

/** Packages whose import makes decorated functions of a file handlers of requests. */
const frameworks = /^(fastapi|flask|flask_restful|flask_restx|starlette|django|rest_framework|aiohttp\.web|aiohttp|sanic|tornado|bottle|falcon|quart|bentoml|litestar|robyn|chalice|pyramid|ninja|apiflask|azure\.functions|functions_framework)(\.|$)/;
const routeMethods = /^(route|get|post|put|patch|delete|websocket|api_view|api_route|endpoint|action|http)$/;
const viewBases = /(View|ViewSet|Resource|HTTPEndpoint|RequestHandler|MethodView)$/;
const viewMethods = /^(get|post|put|patch|delete|create|list|retrieve|update|partial_update|dispatch|on_get|on_post|on_put|on_delete)$/;

/** Imported request objects, by qualified name. */
const requestObjects = /^(flask|flask\.globals|quart|bottle|sanic|flask_restful|flask_restx)\.request$/;
/** What of a request its sender chooses. */
const chosen = /^(args|form|values|json|data|files|cookies|headers|GET|POST|COOKIES|FILES|META|body|query_params|path_params|match_info|rel_url|query|params|query_string|view_args|raw_body|forms|get_json|get_data|text|post|read|stream|get_argument|get_arguments|get_body_argument|get_query_argument|media|bounded_stream|get_media|get_param|body_arguments|path_info|matchdict|json_body|full_path|get_full_path)$/;
/** Names that only Django's and WebOb's requests have: no import is needed to tell what they belong to. */
const telling = /^(GET|POST|COOKIES|FILES|META)$/;
const socketReads = /^(receive_text|receive_json|receive_bytes|iter_text|iter_json)$/;
/** Streamlit's widgets: Streamlit scripts are served to whoever opens the page. */
const widgets = /^streamlit\.(?:sidebar\.)?(?:text_input|text_area|chat_input|file_uploader|camera_input|query_params\.\w+|experimental_get_query_params)$/;
/** Types whose values cannot carry a payload. */
const harmlessTypes = /^(?:Optional\[)?(?:builtins\.)?(?:\w+\.)*(int|float|bool|complex|UUID4?|datetime|date|time|timedelta|Decimal|Literal|Enum|conint|confloat|PositiveInt|NonNegativeInt)\b/;
const injected = /^(Request|WebSocket|BackgroundTasks|Response|HttpRequest|Session|AsyncSession|Depends)$/;

export const usesFramework = oncePerFile((file: PythonFile): boolean => file.imports().some((name) => frameworks.test(name)));

/** How a request reaches this function, as a person would say it; undefined when the file does not show that one does. */
export function handlerLabel(file: PythonFile, node: PyFunctionDef): string | undefined {
  if (/^(lambda_)?handler$/.test(node.name) && node.params[0]?.name === "event" && node.params.length === 2) return `event of ${node.name}`;
  if (!usesFramework(file)) return undefined;
  if (node.decorators.some(isRoute)) return `request to ${node.name}`;
  const first = node.params[0]?.name;
  if (first === "request" && node.parent === undefined && file.imports().some((name) => name.startsWith("django"))) return `request to ${node.name}`;
  const within = file.enclosingClass(node);
  const isView = within && viewMethods.test(node.name) && within.bases.some(({ value }) => viewBases.test(lastName(value)));
  return isView ? `request to ${within.name}.${node.name}` : undefined;
}

/** `@app.get("/x")`, `@bp.route(...)`, `@api_view([...])`; not `@pytest.fixture`, not `@cache.get`. */
function isRoute(node: PyExpr): boolean {
  if (node.kind !== "Call") return false;
  if (node.func.kind === "Name") return /^(api_view|route|action)$/.test(node.func.id);
  const [first] = node.args;
  const isPath = first !== undefined && (first.value.kind === "Str" ? /^[/<{]|^$/.test(first.value.value) : first.name === "path" || first.name === "rule");
  return node.func.kind === "Attribute" && routeMethods.test(node.func.attr) && (isPath || node.func.attr === "route");
}

/** True when the handler's parameter holds what the sender chose, rather than something the framework made. */
export function isChosenParameter(file: PythonFile, node: PyFunctionDef, name: string): boolean {
  const param = node.params.find((one) => one.name === name);
  if (!param || /^(self|cls|request|req|context|_|response|resp|db|session|websocket)$/.test(name)) return false;
  if (param.annotation && (isHarmlessType(file, param.annotation) || injected.test(lastName(param.annotation)) || /Depends|Annotated\[.*Depends/.test(file.slice(param.annotation)))) return false;
  if (param.fallback?.kind === "Call" && /^(Depends|Security)$/.test(lastName(param.fallback.func))) return false;
  if (param.annotation && /^(Current\w+|\w+Dep|\w*Session|\w+Service|DbSession)$/.test(lastName(param.annotation))) return false;
  return !node.decorators.some((one) => new RegExp(`<(?:int|float|uuid)(?:\\([^)]*\\))?:${escaped(name)}>`).test(file.slice(one)));
}

export function isHarmlessType(file: PythonFile, annotation: PyExpr): boolean {
  const text = file.slice(annotation).replace(/^["']|["']$/g, "");
  if (harmlessTypes.test(text)) return true;
  const value = file.valueOf(annotation);
  const definition = value.kind === "symbol" ? value.definition : undefined;
  return definition?.kind === "ClassDef" && definition.bases.some((base) => /Enum$/.test(lastName(base.value)));
}

/** `request.args`, `self.request.GET`, `await request.json`, `st.text_input`: what of a stranger's this expression reads. */
export function sourceLabel(file: PythonFile, node: PyExpr): string | undefined {
  if (node.kind === "Call") {
    const callee = file.call(node).callee;
    return callee && widgets.test(callee) ? short(file, node.func) : undefined;
  }
  if (node.kind !== "Attribute") return undefined;
  if (socketReads.test(node.attr) && node.value.kind === "Name" && /^(websocket|ws)$/.test(node.value.id)) return short(file, node);
  if (/^(get_argument|get_arguments|get_body_argument|get_query_argument)$/.test(node.attr) && node.value.kind === "Name" && node.value.id === "self" && file.imports().some((name) => name.startsWith("tornado"))) return short(file, node);
  if (/^(path|rfile|headers)$/.test(node.attr) && node.value.kind === "Name" && node.value.id === "self" && isPlainHandler(file, node)) return short(file, node);
  return chosen.test(node.attr) && isRequest(file, node.value, telling.test(node.attr)) ? short(file, node) : undefined;
}

/** A method of a class built on the standard library's HTTP server. */
function isPlainHandler(file: PythonFile, node: PyExpr): boolean {
  return file.enclosingClass(node)?.bases.some(({ value }) => /HTTPRequestHandler$/.test(lastName(value))) ?? false;
}

function isRequest(file: PythonFile, node: PyExpr, isTelling: boolean): boolean {
  if (node.kind === "Attribute") {
    if (requestObjects.test(file.qualifiedName(node) ?? "")) return true; // `flask.request`
    return node.attr === "request" && node.value.kind === "Name" && node.value.id === "self" && (isTelling || usesFramework(file));
  }
  if (node.kind !== "Name") return false;
  const bindings = file.bindingsOf(node);
  if (bindings.length === 0) return false;
  if (bindings.every(({ how }) => how === "import")) return requestObjects.test(file.qualifiedName(node) ?? "");
  return /^(request|req|http_request|raw_request)$/.test(node.id) && bindings.every(({ how }) => how === "parameter") && (isTelling || usesFramework(file));
}

export function lastName(node: PyExpr): string {
  if (node.kind === "Subscript") return lastName(node.value);
  if (node.kind === "Call") return lastName(node.func);
  return node.kind === "Attribute" ? node.attr : node.kind === "Name" ? node.id : "";
}

/** Source text fit for a message. */
export function short(file: PythonFile, node: PyExpr): string {
  const text = file.slice(node);
  return text.length <= 60 && !/[\r\n`]/.test(text) ? text : lastName(node) || "the value";
}

function escaped(name: string): string {
  return name.replace(/\W/g, "");
}
