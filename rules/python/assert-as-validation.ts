/** Finds requests that are checked by `assert`, which optimised Python leaves out. */
import { pythonRule, type Finding, type Fix, type PyAssert, type PyExpr, type PyNode, type PythonFile } from "../api.ts";
import { anywhere, lineBefore, lineBreak } from "./knowledge/code.ts";
import { originsOf, type Origin } from "./taint/origin.ts";
import { handlerLabel, short, usesFramework } from "./taint/sources.ts";

export default pythonRule({
  id: "python/assert-as-validation",
  title: "Request checked by assert",
  severity: "warning",
  principle: "contracts",
  checklist: ["schemas-at-boundaries", "secrets-and-inputs"],
  since: "0.1.0",
  why: "`python -O` and `PYTHONOPTIMIZE` remove every `assert`, and with it the check; until then a bad request ends as an AssertionError, which the client sees as a 500 and the on-call engineer as a crash.",
  remedy: "Check with `if` and answer with the framework's 4xx, or let a schema (pydantic, marshmallow) refuse the body.",
  silent: "Asserts on the code's own state; narrowing for the type checker (`assert x is not None`); tests; files that answer no requests.",
  references: ["https://docs.python.org/3/reference/simple_stmts.html#the-assert-statement", "https://docs.python.org/3/using/cmdline.html#cmdoption-O"],
  examples: [
    { title: "A body checked by assert", bad: "from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/score\")\ndef score():\n    body = request.get_json()\n    «assert \"features\" in body, \"features missing\"»\n    return predict(body[\"features\"])\n", good: "from flask import Flask, abort, request\n\napp = Flask(__name__)\n\n@app.post(\"/score\")\ndef score():\n    body = request.get_json()\n    if \"features\" not in body:\n        abort(422, \"features missing\")\n    return predict(body[\"features\"])\n" },
    { title: "A parameter of a route", bad: "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/items\")\ndef items(limit: int):\n    «assert 0 < limit <= 100»\n    return rows(limit)\n", good: "from fastapi import FastAPI, Query\n\napp = FastAPI()\n\n@app.get(\"/items\")\ndef items(limit: int = Query(gt=0, le=100)):\n    return rows(limit)\n" },
  ],
  prefilter: /\bassert\b/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (file.language === "notebook") return;
    const asserts = file.here.nodes("Assert");
    if (asserts.length === 0 || !mayServe(file)) return;
    for (const node of asserts) {
      const origin = isNarrowing(node.test) ? undefined : inputIn(file, node.test);
      if (origin) yield finding(file, node, origin);
    }
  },
});

/** Spares files without a way in for requests the walk through their values. */
function mayServe(file: PythonFile): boolean {
  return usesFramework(file) || file.imports().some((name) => name.startsWith("streamlit")) || hasHandlers(file);
}

const hasHandlers = anywhere((part) => part.here.functions().some((made) => handlerLabel(part, made) !== undefined));

/** `assert x is not None`: said to the type checker. */
function isNarrowing(test: PyExpr): boolean {
  return test.kind === "Compare" && test.ops.join() === "is not" && test.rights[0]?.kind === "Const";
}

/** The sender's value among what the condition looks at. */
function inputIn(file: PythonFile, node: PyNode): Origin | undefined {
  if (isExpression(node)) {
    const origin = originsOf(file).entering(node);
    if (origin.power === "input") return origin;
  }
  if (node.kind === "Lambda") return undefined;
  return file.childrenOf(node).map((one) => inputIn(file, one)).find((one) => one !== undefined);
}

function isExpression(node: PyNode): node is PyExpr {
  return node.kind === "Name" || node.kind === "Attribute" || node.kind === "Subscript" || node.kind === "Call";
}

function finding(file: PythonFile, node: PyAssert, origin: Origin): Finding {
  const fix = fixFor(file, node);
  return {
    at: { start: node.start, end: node.end },
    message: `\`assert ${short(file, node.test)}\` is the only check of what a request brings (\`${origin.label ?? ""}\`): \`python -O\` drops it, and until then a bad request is a 500. Check with \`if\` and refuse with a 4xx.`,
    confidence: "likely",
    ...(fix && { fixes: [fix] }),
  };
}

/** Only for a statement of its own line: `a; assert b` stays. */
function fixFor(file: PythonFile, node: PyAssert): Fix | undefined {
  const indent = lineBefore(file, node);
  if (/\S/.test(indent) || /[\r\n]/.test(file.slice(node))) return undefined;
  const message = node.message ? file.slice(node.message) : "\"invalid request\"";
  const test = file.slice(node.test);
  return { title: "Raise a ValueError instead", safe: false, edits: [{ at: { start: node.start, end: node.end }, text: `if not (${test}):${lineBreak(file)}${indent}${indent.includes("\t") ? "\t" : "    "}raise ValueError(${message})` }] };
}
