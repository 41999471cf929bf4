/** Which functions of a file run while somebody waits for an answer: request handlers, and what they call in the same file. */
import type { PyClassDef, PyFunctionDef, PyNode, PythonFile } from "../../api.ts";
import { callsIn, functionAround, lastName, oncePerFile } from "./code.ts";

/** Why a function is served, as a person would say it. */
export interface Served {
  readonly label: string;
  /** The handler itself, not something it calls. */
  readonly isHandler: boolean;
}

/** Packages whose import makes decorated functions of a file handlers. */
const frameworks = /^(?:fastapi|flask|flask_restful|flask_restx|flask_smorest|starlette|django|rest_framework|aiohttp\.web|aiohttp|sanic|tornado|bottle|falcon|quart|bentoml|litestar|ray\.serve|robyn|chalice|ninja|aws_lambda_powertools)(?:\.|$)/;
/** Packages that call plain functions with the request, and what such a function answers with. */
const requestTakers = /^(?:django|rest_framework|aiohttp\.web|aiohttp)(?:\.|$)/;
const answers = /^(?:\w*Response\w*|render|redirect|json_response|HttpResponse\w*)$/;
const routeMethods = /^(?:route|get|post|put|patch|delete|websocket|api_view|api_route|action)$/;
const viewBases = /(?:^|\.)(?:Resource|MethodView|HTTPEndpoint|HTTPMethodView|MethodResource|RequestHandler|View|APIView|GenericAPIView|\w{1,30}APIView|\w{1,20}ViewSet|TemplateView|FormView)$/;
const viewMethods = /^(?:get|post|put|patch|delete|list|create|retrieve|update|partial_update|dispatch|on_(?:get|post|put|patch|delete))$/;

/** The served functions of a file. To ask for one function rests on that function alone; to go through them all, on the whole file. */
export interface ServedFunctions extends Iterable<readonly [PyFunctionDef, Served]> {
  get(node: PyFunctionDef): Served | undefined;
  has(node: PyFunctionDef): boolean;
}

export function servedFunctions(file: PythonFile): ServedFunctions {
  return {
    get: (node) => {
      const kept = keptFor(node, servedLabels(file));
      return kept === undefined ? undefined : servedAs(kept);
    },
    has: (node) => keptFor(node, servedLabels(file)) !== undefined,
    [Symbol.iterator]: () => servedNodes(file)[Symbol.iterator](),
  };
}

/** Handlers first, in the order of the file. */
const servedNodes = oncePerFile((file: PythonFile): readonly (readonly [PyFunctionDef, Served])[] => {
  const served = new Map<PyFunctionDef, Served>();
  for (const [node, label] of file.collect(handlersOf)) served.set(node, { label, isHandler: true });
  const called = new Map(served.size > 0 ? file.collect(calledFunctions) : []);
  const waiting = [...served.keys()];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const label = served.get(node)?.label ?? node.name;
    for (const target of called.get(node) ?? []) {
      if (served.has(target)) continue;
      served.set(target, { label, isHandler: false });
      waiting.push(target);
    }
  }
  return [...served];
});

/** Functions of this file that each function calls, those left out that are remembered after their first call. */
function calledFunctions(file: PythonFile): (readonly [PyFunctionDef, readonly PyFunctionDef[]])[] {
  return file.here.functions().flatMap((node) => {
    const targets = callsIn(file, node.body).flatMap((call): PyFunctionDef[] => {
      const value = file.valueOf(call.node.func);
      const target = value.kind === "symbol" ? value.definition : undefined;
      return target?.kind === "FunctionDef" && !isMemoised(target) ? [target] : [];
    });
    return targets.length > 0 ? [[node, targets] as const] : [];
  });
}

/**
 * Why functions are served, under keys that outlive an edit within them: what rests on this is asked again only when a function begins or ceases to be
 * served, or is served as something else.
 */
const servedLabels = oncePerFile((file: PythonFile): Readonly<Record<string, string>> => {
  const served = servedNodes(file);
  const nodesByName = new Map<string, number>();
  for (const name of served.length > 0 ? file.collect(functionNames) : []) nodesByName.set(name, (nodesByName.get(name) ?? 0) + 1);
  return Object.fromEntries(served.map(([node, { label, isHandler }]) => {
    const isOnlyOne = nodesByName.get(nameInFacts(node)) === 1;
    return [isOnlyOne ? keyOf(node) : ownKeyOf(node), `${isHandler ? "handler" : "called"} ${label}`];
  }));
});

const functionNames = (file: PythonFile): readonly string[] => file.here.functions().map(nameInFacts);

function servedAs(kept: string): Served {
  const space = kept.indexOf(" ");
  return { label: kept.slice(space + 1), isHandler: kept.slice(0, space) === "handler" };
}

function keptFor(node: PyFunctionDef, labels: Readonly<Record<string, string>>): string | undefined {
  return labels[keyOf(node)] ?? labels[ownKeyOf(node)];
}

function keyOf(node: PyFunctionDef): string {
  return `function ${nameInFacts(node)}`;
}

const numbers = new WeakMap<PyFunctionDef, number>();
let lastNumber = 0;

/** For functions that share their name with another. */
function ownKeyOf(node: PyFunctionDef): string {
  let number = numbers.get(node);
  if (number === undefined) numbers.set(node, (number = ++lastNumber));
  return `number ${number}`;
}

/** What a finding says about the code it stands in: what is served, and whether that is still for the project to decide. */
export interface ServedCode {
  readonly home: PyFunctionDef;
  /** For the message: `POST /predict`, or the placeholder that becomes it. */
  readonly label: string;
  readonly isHandler: boolean;
  /** To be spread into the finding. */
  readonly when: { readonly whenServed?: string };
}

/** The function around a node, when it answers requests in this file or may do so in another; undefined in code that nobody can wait for. */
export function servedCode(file: PythonFile, node: PyNode): ServedCode | undefined {
  const home = functionAround(file, node);
  if (!home || file.language === "notebook" || isMemoised(home)) return undefined;
  const served = servedFunctions(file).get(home);
  if (served) return { home, label: served.label, isHandler: served.isHandler, when: {} };
  return { home, label: "{entry}", isHandler: false, when: { whenServed: nameInFacts(home) } };
}

/** Code that goes over everything because that is its task: migrations, backups, repairs. */
export function isMaintenance(path: string): boolean {
  return /(?:^|\/|_)(?:migrations?|alembic|backups?\w*|fixes|seeds?|scripts?|management|commands|exporters?|export|restore|maintenance)(?:_\w+)?(?:\/|\.py$)/.test(path);
}

/** `Service.predict`, `create_app.predict`. */
export function nameInFacts(node: PyFunctionDef): string {
  let name = node.name;
  for (let at: PyNode | undefined = node.parent; at; at = at.parent) if (at.kind === "FunctionDef" || at.kind === "ClassDef") name = `${at.name}.${name}`;
  return name;
}

/** Runs once and is remembered, whoever calls it. */
export function isMemoised(node: PyFunctionDef): boolean {
  return node.decorators.some((one) => /^(?:lru_cache|cache|cached|cached_property|cache_resource|cache_data|memoize|alru_cache|singleton|once)$/.test(lastName(one)));
}

function handlersOf(file: PythonFile): (readonly [PyFunctionDef, string])[] {
  const usesFramework = file.imports().some((name) => frameworks.test(name));
  const takesRequests = file.imports().some((name) => requestTakers.test(name));
  return file.here.functions().flatMap((node) => {
    const label = (usesFramework ? decoratedLabel(node) ?? methodLabel(file, node) : undefined) ?? (takesRequests ? viewLabel(file, node) : undefined) ?? servicerLabel(file, node) ?? namedLabel(node);
    return label ? [[node, label] as const] : [];
  });
}

function decoratedLabel(node: PyFunctionDef): string | undefined {
  for (const one of node.decorators) {
    const func = one.kind === "Call" ? one.func : one;
    const name = lastName(func);
    if (!routeMethods.test(name)) continue;
    if (one.kind !== "Call") {
      if (name === "api_view") return node.name;
      continue;
    }
    if (func.kind !== "Attribute" && name !== "api_view" && name !== "route" && name !== "action") continue;
    const path = one.args.find(({ name: keyword, star }) => !star && (keyword === undefined || keyword === "path" || keyword === "rule"))?.value;
    if (path?.kind === "Str") return `${verb(name)}${path.value.replaceAll("\uFFFC", "…") || "/"}`;
    if (func.kind !== "Attribute" || name === "route" || name === "action") return node.name;
  }
  return undefined;
}

function verb(method: string): string {
  return /^(?:get|post|put|patch|delete)$/.test(method) ? `${method.toUpperCase()} ` : "";
}

function methodLabel(file: PythonFile, node: PyFunctionDef): string | undefined {
  if (!viewMethods.test(node.name)) return undefined;
  const owner: PyClassDef | undefined = file.enclosingClass(node);
  if (!owner || owner.body.every((one) => one !== node)) return undefined;
  return owner.bases.some(({ value }) => viewBases.test(file.qualifiedName(value) ?? lastName(value))) || node.name.startsWith("on_") ? `${owner.name}.${node.name}` : undefined;
}

/** A view of Django or a handler of aiohttp is a plain function of the request that makes an answer; where it is registered is another file's matter. */
function viewLabel(file: PythonFile, node: PyFunctionDef): string | undefined {
  const [request] = node.params;
  const isPlain = request?.name === "request" && request.star === "" && functionAround(file, node) === undefined && file.enclosingClass(node) === undefined;
  return isPlain && callsIn(file, node.body).some((call) => answers.test(call.method)) ? `view ${node.name}` : undefined;
}

/** gRPC calls the methods of a servicer with the request and its context. */
function servicerLabel(file: PythonFile, node: PyFunctionDef): string | undefined {
  if (node.params.length !== 3 || !/^_?context$/.test(node.params[2]?.name ?? "")) return undefined;
  const owner = file.enclosingClass(node);
  return owner?.bases.some(({ value }) => /Servicer$/.test(lastName(value))) ? `${owner.name}.${node.name}` : undefined;
}

/** AWS finds these by name. */
function namedLabel(node: PyFunctionDef): string | undefined {
  return /^(?:lambda_handler|handler)$/.test(node.name) && node.params[0]?.name === "event" && node.params[1]?.name === "context" ? `Lambda handler ${node.name}` : undefined;
}
