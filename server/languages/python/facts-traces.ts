/** What a function leaves behind when it has run, how it turns a request away, and what an application does around every request. */
import type { PyExpr, PyFunctionDef, PythonFile } from "../../../rules/api.ts";
import type { FunctionFact, SignFact } from "../../../rules/facts/python.ts";
import { says } from "../../engine/word-marks.ts";
import { type FileCalls, may } from "./facts-calls.ts";
import { instrumenting } from "./facts-frameworks.ts";
import { recordingName } from "./facts-knowledge.ts";
import { type AnchorTable, dottedText, ownerFunction } from "./facts-scope.ts";

type Traces = { -readonly [K in "records" | "refuses"]?: FunctionFact[K] };

const refusing = /HTTP|Abort|BadRequest|NotFound|ApiE|APIE|Unprocessable|Unavailable|RequestValidation|ServiceError|RpcError|^Problem/;

export class TraceFinder {
  private readonly refusals = new Set<PyFunctionDef | undefined>();

  constructor(file: PythonFile) {
    for (const node of file.nodes("Raise")) if (node.exc && refusing.test(nameOf(node.exc))) this.refusals.add(ownerFunction(node));
    for (const node of file.nodes("Return")) if (node.value && isErrorAnswer(node.value)) this.refusals.add(ownerFunction(node));
  }

  /** `means`: what the calls of the function may mean. */
  addTo(fact: Traces, definition: PyFunctionDef, means: number): void {
    if ((means & may.record) !== 0 || (definition.decorators.length > 0 && definition.decorators.some(isRecording))) fact.records = true;
    if ((means & may.refuse) !== 0 || this.refusals.has(definition)) fact.refuses = true;
  }
}

const isRecording = (decorator: PyExpr): boolean => recordingName.test(nameOf(decorator));

/** `return {...}, 400`, `JSONResponse(…, status_code=500)`. */
function isErrorAnswer(value: PyExpr): boolean {
  if (value.kind === "Tuple") return value.elements.some(isErrorCode);
  return value.kind === "Call" && value.args.some((one) => /^status(?:_code)?$/.test(one.name ?? "") && isErrorCode(one.value));
}

function isErrorCode(node: PyExpr): boolean {
  if (node.kind === "Num") return node.value >= 400 && node.value < 600;
  return node.kind === "Attribute" && /HTTP_[45]|BAD_REQUEST|INTERNAL_SERVER_ERROR|UNPROCESSABLE|UNAVAILABLE/.test(node.attr);
}

function nameOf(node: PyExpr): string {
  const name = dottedText(node.kind === "Call" ? node.func : node) ?? "";
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Middleware that says nothing of what happens in a request. */
const silentMiddleware = /CORS|GZip|TrustedHost|HTTPSRedirect|Session|Compress|ProxyHeaders|ProxyFix|CSRF|Csrf/;

const reporting = /sentry_sdk/;
const handling = /exception_handlers/;

/** `@app.exception_handler(…)`, `@app.middleware("http")`, `add_middleware(…)`, `Instrumentator().instrument(app)`, `after_request`. */
export function applicationSigns(file: PythonFile, anchors: AnchorTable, calls: FileCalls): readonly SignFact[] {
  const found: SignFact[] = [];
  const note = (does: SignFact["does"], name: string, node: PyExpr) => found.push({ does, name, at: anchors.at({ start: node.start, end: node.end }) });
  for (const { decorators } of file.functions()) {
    for (const one of decorators) {
      const name = nameOf(one);
      if (/^(?:exception_handler|errorhandler|app_errorhandler|register_error_handler)$/.test(name)) note("catch", name, one);
      else if (/^(?:middleware|before_request|after_request|teardown_request|before_app_request|after_app_request|after_serving)$/.test(name)) note("watch", name, one);
    }
  }
  const mayReport = says(reporting, file.text);
  const mayHandle = says(handling, file.text);
  for (const call of mayReport || mayHandle ? file.calls() : calls.that(may.around)) {
    if (call.method === "add_exception_handler" || call.method === "register_error_handler" || (mayHandle && call.argument("exception_handlers"))) note("catch", call.method, call.node);
    else if (call.method === "add_middleware") {
      const text = call.node.args.map(({ value }) => nameOf(value)).join(" ");
      if (!silentMiddleware.test(text)) note("watch", text, call.node);
    } else if (instrumenting.has(call.method)) note("watch", call.method, call.node);
    else if (mayReport && call.callee === "sentry_sdk.init") note("watch", call.callee, call.node);
  }
  for (const { bases, nameAt } of file.classes()) if (bases.some(({ value }) => /Middleware$|MiddlewareMixin$|^APIRoute$/.test(nameOf(value)))) found.push({ does: "watch", name: "middleware", at: anchors.at(nameAt) });
  return found;
}
