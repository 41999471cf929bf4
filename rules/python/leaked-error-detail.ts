/** Finds answers to clients that carry the text of an unexpected error. */
import { pythonRule, type Finding, type PyExpr, type PyFunctionDef, type PyHandler, type PyNode, type PyStmt, type PythonFile } from "../api.ts";
import { callsIn, functionAround, lastName, running } from "./knowledge/code.ts";
import { breadthOf, caughtTypes } from "./knowledge/exceptions.ts";
import { isLogCall } from "./knowledge/loggers.ts";
import { servedFunctions } from "./knowledge/served.ts";

/** Errors whose text speaks of tables, hosts, queries and paths: https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html */
const internal = /^(?:sqlalchemy\.|psycopg2?\.|pymysql\.|MySQLdb\.|sqlite3\.|pymongo\.|botocore\.|redis\.|django\.db\.|asyncpg\.|requests\.(?:exceptions\.)?\w*(?:Error|Exception)$|builtins\.(?:OSError|IOError|ConnectionError)$)/;
const httpErrors = /(?:^|\.)(?:HTTPException|HttpError|HTTPError|abort|set_details|APIException|HTTPInternalServerError|HTTPBadRequest|InternalServerError|BadRequest)$/;

export default pythonRule({
  id: "python/leaked-error-detail",
  title: "Internal error text sent to the client",
  severity: { default: "warning", traceback: "error" },
  principle: "resilience",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "The text of an unexpected error names hosts, tables, file paths and sometimes the query with its values. Sent to the client, it maps the inside of the service for whoever probes it, and clients begin to depend on texts that change with every library update.",
  remedy: "Log the error with `logger.exception` and answer with a fixed message and an identifier to find it by.",
  silent: "For narrow errors of your own or of validation, whose text is meant for the caller; under a condition about debugging or the type of the error; when only the type's name or a code is sent; when the text is mapped by a function.",
  references: ["https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html", "https://cwe.mitre.org/data/definitions/209.html"],
  examples: [
    {
      title: "The error as detail",
      bad: "from fastapi import APIRouter, HTTPException\n\nrouter = APIRouter()\n\n\n@router.get(\"/v1/orders/{key}\")\ndef order(key: str):\n    try:\n        return store.load(key)\n    except Exception as e:\n        raise HTTPException(status_code=500, detail=«str(e)»)\n",
      good: "import logging\n\nfrom fastapi import APIRouter, HTTPException\n\nlogger = logging.getLogger(__name__)\nrouter = APIRouter()\n\n\n@router.get(\"/v1/orders/{key}\")\ndef order(key: str):\n    try:\n        return store.load(key)\n    except Exception:\n        logger.exception(\"order %s could not be loaded\", key)\n        raise HTTPException(status_code=500, detail=\"The order could not be loaded.\")\n",
    },
    {
      title: "A traceback as answer",
      bad: "import traceback\n\nfrom flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n@app.post(\"/predict\")\ndef predict():\n    try:\n        return jsonify(score())\n    except Exception:\n        return jsonify({\"error\": «traceback.format_exc()»}), 500\n",
      good: "from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n@app.post(\"/predict\")\ndef predict():\n    try:\n        return jsonify(score())\n    except Exception:\n        app.logger.exception(\"prediction failed\")\n        return jsonify({\"error\": \"prediction failed\"}), 500\n",
    },
    {
      title: "Through a variable",
      bad: "import flask\n\napp = flask.Flask(__name__)\n\n\n@app.get(\"/v1/report\")\ndef report():\n    try:\n        return build()\n    except Exception as error:\n        message = f\"failed: {«error»}\"\n        return {\"error\": message}, 500\n",
      good: "import flask\n\napp = flask.Flask(__name__)\n\n\n@app.get(\"/v1/report\")\ndef report():\n    try:\n        return build()\n    except Exception as error:\n        kind = type(error).__name__\n        return {\"error\": kind}, 500\n",
    },
  ],
  prefilter: /\bexcept\b|exception_handler|errorhandler/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    for (const node of file.here.functions()) yield* ofLastResort(file, node);
    for (const handler of file.here.nodes("Handler")) {
      if (!isUnexpected(file, handler)) continue;
      const home = functionAround(file, handler);
      if (!home || !servedFunctions(file).has(home) && !sendsHttpError(file, handler)) continue;
      const leak = firstLeak(file, handler, servedFunctions(file).get(home)?.isHandler ?? false);
      if (leak) yield finding(file, handler, leak, home);
    }
  },
});

/** Where the error is to be found in code: an `except`, or a function that a framework gives it to. */
interface Caught {
  readonly name: string | undefined;
  readonly body: readonly PyStmt[];
  readonly start: number;
  readonly end: number;
}

/** `@app.exception_handler(Exception)`, `@app.errorhandler(500)`: what it returns is the answer. */
function* ofLastResort(file: PythonFile, node: PyFunctionDef): Generator<Finding> {
  const isLast = node.decorators.some((one) => one.kind === "Call" && /^(?:exception_handler|errorhandler|app_errorhandler)$/.test(lastName(one)) && /^(?:Exception|BaseException|500)$/.test(one.args[0] ? file.slice(one.args[0].value) : ""));
  const error = isLast ? node.params.at(-1) : undefined;
  const leak = error && firstLeak(file, { name: error.name, body: node.body, start: node.start, end: node.end }, true);
  if (leak) yield finding(file, node, leak, node);
}

function isUnexpected(file: PythonFile, handler: PyHandler): boolean {
  if (breadthOf(file, handler.type) !== "narrow") return true;
  return handler.type !== undefined && caughtTypes(file, handler.type).some((name) => internal.test(name));
}

function sendsHttpError(file: PythonFile, handler: PyHandler): boolean {
  for (const node of running(file, handler.body)) if (node.kind === "Raise" && node.exc && isHttpError(file, node.exc)) return true;
  return false;
}

function isHttpError(file: PythonFile, node: PyExpr): boolean {
  return node.kind === "Call" && httpErrors.test(file.qualifiedName(node.func) ?? lastName(node.func));
}

/** The first place where the error's text goes into an answer. */
function firstLeak(file: PythonFile, handler: Caught, returnsAnswer: boolean): PyExpr | undefined {
  for (const node of running(file, handler.body)) {
    const answer = node.kind === "Return" && returnsAnswer ? node.value
      : node.kind === "Raise" && node.exc && isHttpError(file, node.exc) ? node.exc
        : node.kind === "ExprStmt" && isHttpError(file, node.value) ? node.value : undefined;
    const leak = answer && !isGuarded(file, node, handler) ? leakIn(file, handler, answer, 0) : undefined;
    if (leak) return leak;
  }
  return undefined;
}

function leakIn(file: PythonFile, handler: Caught, answer: PyExpr, depth: number): PyExpr | undefined {
  for (const node of running(file, [answer])) {
    if (node.kind === "Call" && /^traceback\.(?:format_exc|format_exception|format_tb)$/.test(file.call(node).callee ?? "")) return node;
    if (node.kind !== "Name") continue;
    if (node.id === handler.name) {
      const shown = textOf(file, node);
      if (shown) return shown;
    } else if (depth < 2 && isWhole(file, node, answer)) {
      const [binding, ...others] = file.bindingsOf(node);
      if (binding?.value && others.length === 0 && binding.node.start >= handler.start && binding.node.end <= handler.end) {
        const leak = leakIn(file, handler, binding.value, depth + 1);
        if (leak) return leak;
      }
    }
  }
  return undefined;
}

/** The error's text as part of a text or structure; undefined where only its type, a code or a mapping of it is used. */
function textOf(file: PythonFile, use: PyExpr): PyExpr | undefined {
  const { parent } = use;
  switch (parent?.kind) {
    case "Attribute": return /^(?:args|message|msg|orig|stderr|reason)$/.test(parent.attr) ? parent : undefined;
    case "Str": case "Dict": case "Return": case "Tuple": case "List": return use;
    case "Binary": return use;
    case "Call": {
      if (parent.func === use) return undefined;
      const call = file.call(parent);
      if (/^builtins\.(?:str|repr|format)$/.test(call.callee ?? "")) return isWhole(file, parent, undefined) ? parent : undefined;
      return isHttpError(file, parent) || /^(?:jsonify|JSONResponse|Response|PlainTextResponse|HttpResponse|JsonResponse|HTMLResponse|make_response|format)$/.test(call.method) ? use : undefined;
    }
    default: return undefined;
  }
}

/** Not inside a call that may map or shorten it: only answers, texts and structures may stand around it. */
function isWhole(file: PythonFile, node: PyExpr, top: PyExpr | undefined): boolean {
  for (let at: PyNode | undefined = node.parent; at && at !== top; at = at.parent) {
    if (at.kind === "Return" || at.kind === "Raise" || at.kind === "Assign" || at.kind === "ExprStmt") return true;
    if (at.kind === "Subscript" || at.kind === "Compare" || at.kind === "Attribute" && at.attr !== "format") return false;
    if (at.kind === "Call" && !isHttpError(file, at) && !/^(?:jsonify|dict|str|repr|format|dumps|\w*Response|make_response|render_template|error)$/.test(lastName(at))) return false;
    if (at.kind === "Call" && isLogCall(file.call(at))) return false;
  }
  return true;
}

/** Under a condition about debugging, the environment or the error itself. */
function isGuarded(file: PythonFile, node: PyNode, handler: Caught): boolean {
  for (let child = node, at = node.parent; at && at.start >= handler.start && at.end <= handler.end; child = at, at = at.parent) {
    if (at.kind !== "If") continue;
    const test = file.slice(at.test);
    if (child !== at.test && (/debug|\bdev\b|develop|environment|verbose|\benv\b/i.test(test) || handler.name !== undefined && new RegExp(`\\b${handler.name}\\b`).test(test))) return true;
  }
  return false;
}

function finding(file: PythonFile, handler: Pick<PyHandler, "body">, leak: PyExpr, home: PyFunctionDef): Finding {
  const isTraceback = leak.kind === "Call" && lastName(leak).startsWith("format_");
  const logs = callsIn(file, handler.body).some((call) => isLogCall(call));
  const served = servedFunctions(file).get(home);
  return {
    at: { start: leak.start, end: leak.end },
    message: `\`${file.slice(leak).slice(0, 60)}\` sends the ${isTraceback ? "traceback" : "text of an unexpected error"} to the client${served ? ` of \`${served.label}\`` : ""}: it may name hosts, tables, paths or values. ${logs ? "Answer" : "Log it with `logger.exception` and answer"} with a fixed message.`,
    variant: isTraceback ? "traceback" : "default",
    confidence: "likely",
  };
}
