/** Finds services that let any web page read their answers. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PythonFile, type RuleContext, type Span } from "../api.ts";
import { oncePerFile } from "./knowledge/code.ts";

export default pythonRule({
  id: "python/permissive-cors",
  title: "Any web page may read the answers",
  severity: { default: "warning", credentials: "error", header: "info", aside: "hint" },
  principle: "ownership",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "With `*` any page that a user has open may call the service and read what it says; behind a VPN that means internal data. Together with credentials most middlewares answer with the asking page's own origin, so that page acts as the logged-in user.",
  remedy: "List the origins of your own front ends, from configuration. Never combine a wildcard with credentials.",
  silent: "Lists of origins; origins from configuration; a public read-only API that says so by allowing `GET` alone, without credentials.",
  references: ["https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS", "https://fastapi.tiangolo.com/tutorial/cors/", "https://flask-cors.readthedocs.io/en/latest/api.html"],
  examples: [
    { title: "A wildcard with credentials", bad: "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, «allow_origins=[\"*\"]», allow_credentials=True)\n", good: "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=[\"https://shop.example.com\"], allow_credentials=True)\n" },
    { title: "The default of flask-cors", bad: "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n«CORS»(app)\n", good: "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app, origins=[\"https://shop.example.com\"])\n" },
    { title: "Django", path: "shop/settings.py", bad: "«CORS_ALLOW_ALL_ORIGINS = True»\n", good: "CORS_ALLOWED_ORIGINS = [\"https://shop.example.com\"]\n" },
  ],
  prefilter: /cors|Access-Control-Allow-Origin|cross_origin/i,

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) yield* ofCall(file, context, call);
    for (const node of file.here.nodes("Assign")) {
      const [target] = node.targets;
      if (target?.kind === "Name" && node.parent === undefined && /^CORS_(ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)$/.test(target.id) && isTrue(file, node.value)) {
        yield told(file, context, node, `\`${target.id} = True\``, allowsCredentials(file));
      }
      if (target?.kind === "Subscript" && target.index.kind === "Str" && target.index.value.toLowerCase() === "access-control-allow-origin" && isStar(file, node.value)) yield told(file, context, node, "`Access-Control-Allow-Origin: *`", false, "header");
    }
  },
});

const middlewares = /(^|\.)CORSMiddleware$/;

function* ofCall(file: PythonFile, context: RuleContext, call: PyCall): Generator<Finding> {
  const first = call.positional[0];
  const isAdded = call.method === "add_middleware" && first !== undefined && middlewares.test(file.qualifiedName(first) ?? "");
  if (isAdded || (call.callee && /^(starlette|fastapi)\..*CORSMiddleware$/.test(call.callee)) || (call.callee && /^starlette\.middleware\.Middleware$/.test(call.callee) && first && middlewares.test(file.qualifiedName(first) ?? ""))) return yield* ofStarlette(file, context, call);
  if (call.callee && /^flask_cors\.((extension\.)?CORS|(decorator\.)?cross_origin)$/.test(call.callee)) yield* ofFlask(file, context, call);
}

function* ofStarlette(file: PythonFile, context: RuleContext, call: PyCall): Generator<Finding> {
  for (const argument of call.node.args) {
    const isAll = argument.name === "allow_origins" ? hasStar(file, argument.value) : argument.name === "allow_origin_regex" && isAnyPattern(file, argument.value);
    if (!isAll) continue;
    const credentials = call.argument("allow_credentials");
    const isTrusting = credentials !== undefined && isTrue(file, credentials);
    if (!isTrusting && isReadOnly(file, call.argument("allow_methods"))) continue;
    if (!isTrusting && credentials !== undefined && file.valueOf(credentials).kind !== "bool") continue;
    yield told(file, context, argument, `\`${argument.name ?? ""}\` with a wildcard`, isTrusting);
  }
}

function* ofFlask(file: PythonFile, context: RuleContext, call: PyCall): Generator<Finding> {
  if (call.spreadsUnknown) return;
  const credentials = call.argument("supports_credentials");
  const isTrusting = credentials !== undefined && isTrue(file, credentials);
  const resources = call.argument("resources");
  const origins = call.argument("origins") ?? (call.method === "cross_origin" ? call.argument("origin", 0) : undefined) ?? (resources && originsIn(file, resources));
  if (origins === "unknown" || (origins && !hasStar(file, origins)) || (!isTrusting && isReadOnly(file, call.argument("methods")))) return;
  const at = origins ? call.node.args.find(({ value }) => value.start <= origins.start && origins.end <= value.end) ?? call.name : call.name;
  yield told(file, context, at, origins ? `\`${call.method}\` with a wildcard` : `\`${call.method}\` without \`origins\``, isTrusting);
}

/** Of `{r"/api/*": {"origins": "*"}}` the origins that are widest. */
function originsIn(file: PythonFile, node: PyExpr): PyExpr | "unknown" | undefined {
  const value = file.valueOf(node);
  if (value.kind === "string" || value.kind === "list") return undefined;
  if (value.kind !== "dict") return "unknown";
  let found: PyExpr | undefined;
  for (const entry of value.entries.values()) {
    const options = file.valueOf(entry);
    if (options.kind !== "dict" || options.open) return "unknown";
    const origins = options.entries.get("origins");
    if (!origins) return undefined;
    if (!found || hasStar(file, origins)) found = origins;
  }
  return found ?? "unknown";
}

function hasStar(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "list" || value.kind === "tuple" || value.kind === "set" ? value.elements.some((one) => isStar(file, one)) : isStar(file, node);
}

function isStar(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "string" && value.value === "*" && value.node.holes.length === 0;
}

function isAnyPattern(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "string" && /^\^?(https\?:\/\/|https?:\/\/)?\(?\.[*+]\)?\$?$/.test(value.value);
}

function isTrue(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value;
}

function isReadOnly(file: PythonFile, node: PyExpr | undefined): boolean {
  const value = node && file.valueOf(node);
  return (value?.kind === "list" || value?.kind === "tuple") && value.elements.length > 0 && value.elements.every((one) => one.kind === "Str" && /^(GET|HEAD|OPTIONS)$/.test(one.value));
}

const allowsCredentials = oncePerFile((file: PythonFile): boolean => file.collect(credentialsAllowed).length > 0);

function credentialsAllowed(file: PythonFile): readonly true[] {
  return file.here.nodes("Assign").some((node) => node.targets.some((target) => target.kind === "Name" && target.id === "CORS_ALLOW_CREDENTIALS") && isTrue(file, node.value)) ? [true] : [];
}

function told(file: PythonFile, context: RuleContext, at: Span, what: string, isTrusting: boolean, variant = "default"): Finding {
  const consequence = isTrusting ? "together with credentials lets any web page act as the user who has it open, and read the answers" : "lets any web page that a user has open call this service and read its answers";
  return {
    at: { start: at.start, end: at.end },
    message: `${what} ${consequence}. List the origins of your own front ends.`,
    variant: context.isTest || file.language === "notebook" ? "aside" : isTrusting ? "credentials" : variant,
    confidence: "certain",
  };
}
