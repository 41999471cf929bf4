/** Where a handler takes what a client sent, and whether anything looks at it before use. */
import type { PyCallExpr, PyExpr, PyFunctionDef, PyNode, PythonFile } from "../../api.ts";
import { callsIn, lastName, running } from "./code.ts";
import { importing } from "./mentions.ts";

/** `request.json`, `request.get_json()`, `await request.json()`, `request.form`: the whole of what was sent. */
export function rawBodies(file: PythonFile, node: PyFunctionDef): readonly PyExpr[] {
  const found: PyExpr[] = [];
  for (const one of running(file, node.body)) {
    if (one.kind === "Call" && isDecodedBody(file, one)) found.push(one);
    if (one.kind !== "Attribute" || one.value.kind !== "Name" || !/^(?:request|req)$/.test(one.value.id)) continue;
    const call = one.parent?.kind === "Call" && one.parent.func === one ? one.parent : undefined;
    if (one.attr === "get_json" && call || one.attr === "json" && (call?.parent?.kind === "Await" || !call && isFlask(file))) found.push(call ?? one);
    else if (one.attr === "form" && isFlask(file) && !call) found.push(one);
    else if (one.attr === "POST" && usesDjango(file)) found.push(one);
    else if (one.attr === "data" && usesRestFramework(file) && !call) found.push(one);
  }
  return found;
}

const isFlask = importing(/^(?:flask|quart)(?:\.|$)/);

/** `json.loads(request.body)`, `json.loads(event["body"])`. */
function isDecodedBody(file: PythonFile, node: PyCallExpr): boolean {
  const [body] = node.args;
  if (!body || lastName(node) !== "loads" || node.func.kind !== "Attribute" || !/json$/.test(lastName(node.func.value))) return false;
  const text = file.slice(body.value);
  return /^request\.(?:body|data|get_data\(\))(?:\.decode\([^)]*\))?$/.test(text) && (usesDjango(file) || isFlask(file)) || /^event(?:\[["']body["']\]|\.get\(["']body["'](?:,[^)]{0,20})?\))(?:\s+or\s+["']\{\}["'])?$/.test(text);
}

const usesDjango = importing(/^django(?:\.|$)/);

const usesRestFramework = importing(/^rest_framework(?:\.|$)/);

/** A parameter whose model says nothing: its only field is a dict, or a list of them. */
export function looseModel(file: PythonFile, node: PyFunctionDef): { readonly annotation: PyExpr; readonly field: string } | undefined {
  if (!file.imports().some((name) => /^fastapi(?:\.|$)/.test(name))) return undefined;
  for (const { annotation } of node.params) {
    const value = annotation && file.valueOf(annotation);
    const model = value?.kind === "symbol" && value.definition?.kind === "ClassDef" ? value.definition : undefined;
    if (!annotation || !model || !model.bases.some((base) => lastName(base.value) === "BaseModel")) continue;
    const [only, ...others] = model.body.filter((one) => !(one.kind === "ExprStmt" && one.value.kind === "Str"));
    if (only?.kind === "AnnAssign" && only.target.kind === "Name" && others.length === 0 && loose.test(file.slice(only.annotation))) return { annotation, field: only.target.id };
  }
  return undefined;
}

const loose = /^(?:typing\.)?(?:dict|Dict|Any|Mapping|(?:list|List)\[(?:typing\.)?(?:dict|Dict|Any)\b.{0,40}\])(?:\[.{1,40}\])?(?:\s*\|\s*None)?$/;

/** A parameter whose annotation lets anything in: `dict`, `Dict[str, Any]`, `Any`, `list[dict]`. */
export function looseBody(file: PythonFile, node: PyFunctionDef): PyExpr | undefined {
  const writes = node.decorators.some((one) => one.kind === "Call" && one.func.kind === "Attribute" && /^(?:post|put|patch)$/.test(one.func.attr));
  if (!writes || !file.imports().some((name) => /^fastapi(?:\.|$)/.test(name))) return undefined;
  for (const { annotation, fallback } of node.params) {
    if (!annotation || fallback?.kind === "Call" && lastName(fallback) !== "Body") continue;
    if (loose.test(file.slice(annotation))) return annotation;
  }
  return undefined;
}

const checking = /valid|schema|serializer|parse_obj|parse_raw|structure|deserial|is_valid|TypeAdapter|clean|check|verify|from_dict|convert|cast|ensure|require|guard|Form$|Model$|Request$|Input$|Params$|Args$|Create$|Update$|Dto$|sanitize|coerce|isinstance|issubset|set$/i;

/** Something may look at the input: a schema, a type test, a condition that turns it away, a function that gets it whole. */
export function isLookedAt(file: PythonFile, node: PyFunctionDef, names: ReadonlySet<string>): boolean {
  if (node.decorators.some((one) => checking.test(lastName(one)) || /expects?|use_(?:args|kwargs)|arguments|doc|input|body|wraps_json/i.test(lastName(one)))) return true;
  for (const call of callsIn(file, node.body)) {
    if (checking.test(call.method)) return true;
    if (call.node.args.some(({ star, value }) => star === "**" && value.kind === "Name" && names.has(value.id))) return true;
    const isWholeHandedOn = call.node.args.some(({ value }) => value.kind === "Name" && names.has(value.id));
    if (isWholeHandedOn && !isConsumer(call.method) && !/^(?:print|debug|info|warning|error|str|repr|len|dumps|jsonify|exception|type|list|float|int)$/.test(call.method)) return true;
  }
  for (const one of running(file, node.body)) {
    if (one.kind === "If" && mentions(file, one.test, names) && one.body.some((step) => step.kind === "Return" || step.kind === "Raise" || step.kind === "ExprStmt")) return true;
    if (one.kind === "Match" && mentions(file, one.subject, names)) return true;
  }
  return false;
}

export function mentions(file: PythonFile, node: PyNode, names: ReadonlySet<string>): boolean {
  for (const one of running(file, [node])) {
    if (one.kind === "Name" && names.has(one.id)) return true;
    if (one.kind === "Attribute" && one.value.kind === "Name" && /^(?:request|req)$/.test(one.value.id) && /^(?:json|form|get_json|is_json|content_type|mimetype|POST|data)$/.test(one.attr)) return true;
  }
  return false;
}

/** Calls that take the values in as they are. */
export function isConsumer(method: string): boolean {
  return /^(?:DataFrame|Series|array|asarray|tensor|predict|predict_proba|transform|from_records|json_normalize|reshape)$/.test(method);
}
