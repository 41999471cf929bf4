/** Finds broad handlers that lose the error: nobody will know that it happened. */
import { pythonRule, type Finding, type Fix, type PyHandler, type PyNode, type PythonFile, type PyTry, type RuleContext, type Span } from "../api.ts";
import { functionAround, indentOf, lineBreak } from "./knowledge/code.ts";
import { breadthOf } from "./knowledge/exceptions.ts";
import { loggerFor } from "./knowledge/loggers.ts";
import { isCleanup, isProbe, lossOf, type Loss } from "./knowledge/swallows.ts";

export default pythonRule({
  id: "python/swallowed-exception",
  title: "Error caught and lost",
  severity: { default: "warning", aside: "hint" },
  principle: "resilience",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "A broad handler also catches what nobody thought of: a renamed column, a full disk, a typo. When its body leaves no trace, the caller takes the invented answer for a real one, dashboards stay green, and the fault is found weeks later in the data.",
  remedy: "Catch the narrow error that is expected. Where anything may be caught, log it with its traceback (`logger.exception`) and raise, or answer with something that says it failed.",
  silent: "When the handler raises, logs, reports or uses the error, calls anything that may do so, or answers with an explicit failure (`False`, an error message, a status); for narrow errors; for cleaning up (`close`, `terminate`, `rollback`) and probing (optional imports, conversions); when the invented value is checked right after. A handler that explains itself in a comment is a hint. Logging without the traceback belongs to `python/lost-traceback`.",
  references: ["https://docs.python.org/3/tutorial/errors.html#handling-exceptions", "https://docs.astral.sh/ruff/rules/try-except-pass/"],
  examples: [
    {
      title: "An invented answer",
      bad: "def price(sku):\n    try:\n        return catalogue.lookup(sku).price\n    «except Exception»:\n        return 0\n",
      good: "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef price(sku):\n    try:\n        return catalogue.lookup(sku).price\n    except Exception:\n        logger.exception(\"price lookup failed for %s\", sku)\n        raise\n",
    },
    {
      title: "Nothing at all",
      bad: "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef publish(event):\n    try:\n        broker.send(event)\n    «except»:\n        pass\n",
      good: "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef publish(event):\n    try:\n        broker.send(event)\n    except ConnectionError:\n        logger.exception(\"event was not published\")\n        raise\n",
    },
    {
      title: "Suppressed as a whole",
      bad: "import contextlib\n\nwith contextlib.«suppress(Exception)»:\n    orders.save(order)\n",
      good: "import contextlib\n\nwith contextlib.suppress(DuplicateOrder):\n    orders.save(order)\n",
    },
    {
      title: "A return in finally discards the error too",
      bad: "def total(rows):\n    result = 0\n    try:\n        result = summed(rows)\n    finally:\n        «return» result\n",
      good: "def total(rows):\n    result = 0\n    try:\n        result = summed(rows)\n    finally:\n        release(rows)\n    return result\n",
    },
  ],
  prefilter: /\bexcept\b|\bsuppress\b|\bfinally\b/,

  judges: "statements",
  *check(file, context) {
    for (const node of file.here.nodes("Try")) {
      for (const handler of node.handlers) {
        const loss = lossFor(file, handler);
        if (!loss || isProbe(file, node) || isCleanup(file, node.body, node) || isInFinally(node)) continue;
        yield handlerFinding(file, context, handler, loss);
      }
      for (const jump of jumpsOut(file, node)) yield jumpFinding(file, context, jump);
    }
    for (const node of file.here.nodes("With")) {
      for (const { context: manager } of node.items) {
        if (manager.kind !== "Call" || isCleanup(file, node.body, undefined)) continue;
        const call = file.call(manager);
        if (call.callee !== "contextlib.suppress" || call.positional.every((one) => breadthOf(file, one) === "narrow")) continue;
        yield {
          at: { start: call.name.start, end: manager.end },
          message: `\`${file.slice(manager)}\` drops every error of this block without a trace: whoever relies on it learns of a fault from wrong data. Name the error that is expected, or log and raise.`,
          variant: variantFor(file, context),
          confidence: hasReason(file, node) ? "possible" : "likely",
        };
      }
    }
  },
});

function lossFor(file: PythonFile, handler: PyHandler): Loss | undefined {
  return breadthOf(file, handler.type) === "narrow" ? undefined : lossOf(file, handler);
}

const losing: Readonly<Record<Loss, string>> = {
  nothing: "and does nothing with it: the fault leaves no trace and the code goes on as if all were well",
  value: "and answers with an invented value: callers take it for a real one, and the fault shows up weeks later as wrong data",
  print: "and only prints: there is no level, no traceback and no alert, and the code goes on as if all were well",
  next: "and goes on to the next: what failed is missing from the result and nobody is told",
};

function handlerFinding(file: PythonFile, context: RuleContext, handler: PyHandler, loss: Loss): Finding {
  const at = { start: handler.start, end: handler.type?.end ?? handler.start + "except".length };
  const fix = fixFor(file, handler);
  return {
    at,
    message: `\`${file.slice(at)}\` catches everything ${losing[loss]}. Catch what is expected, or log it with \`logger.exception\` and raise.`,
    variant: variantFor(file, context),
    confidence: hasReason(file, handler) ? "possible" : "likely",
    ...(fix && { fixes: [fix] }),
  };
}

/** `return` in `finally`, and `break` or `continue` that leave it. */
function* jumpsOut(file: PythonFile, node: PyTry): Generator<PyNode> {
  const pending: PyNode[] = [...node.finalbody];
  for (let at = pending.shift(); at; at = pending.shift()) {
    if (at.kind === "Return" || ((at.kind === "Break" || at.kind === "Continue") && leaves(at, node))) yield at;
    if (at.kind === "FunctionDef" || at.kind === "ClassDef" || at.kind === "Lambda") continue;
    pending.push(...file.childrenOf(at));
  }
}

/** The loop that is left or gone on with is around the `try`, not inside its `finally`. */
function leaves(jump: PyNode, node: PyTry): boolean {
  for (let at = jump.parent; at && at !== node; at = at.parent) {
    if (at.kind === "For" || at.kind === "While") return at.orelse.some((one) => one.start <= jump.start && jump.end <= one.end) && leaves(at, node);
  }
  return true;
}

function jumpFinding(file: PythonFile, context: RuleContext, jump: PyNode): Finding {
  const word = jump.kind.toLowerCase();
  return {
    at: { start: jump.start, end: jump.start + word.length },
    message: `\`${word}\` in \`finally\` discards whatever error was on its way: ${word === "return" ? "callers take the answer for a good one. Return after the `try`." : "the loop ends or goes on as if all were well. Leave it after the `try`."}`,
    variant: variantFor(file, context),
    confidence: "certain",
  };
}

function isInFinally(node: PyTry): boolean {
  for (let child: PyNode = node, at = node.parent; at && at.kind !== "FunctionDef"; child = at, at = at.parent) {
    const inside = child;
    if (at.kind === "Try" && at.finalbody.some((one) => one === inside)) return true;
  }
  return false;
}

function variantFor(file: PythonFile, context: RuleContext): string {
  return context.isTest || file.language === "notebook" ? "aside" : "default";
}

/** A comment of some words in or beside the handler; linter directives are no reason. */
function hasReason(file: PythonFile, node: PyNode): boolean {
  const tried = node.kind === "Handler" ? node.parent : node;
  const comments = tried?.parent ? file.here.comments() : file.comments(); // above the outermost stands perhaps the end of another statement
  return comments.some(({ at, text }) => (at.start >= node.start || isJustAbove(file, at, node)) && isBeforeLineEnd(file, node, at) && /\w+\s+\w+\s+\w+/.test(text.replace(/\b(?:noqa|pylint|type|pragma|nosec|todo|fixme)\b.*/i, "")));
}

function isBeforeLineEnd(file: PythonFile, node: PyNode, { end }: Span): boolean {
  return end <= node.end || !file.slice({ start: node.end, end }).includes("\n");
}

/** On the line above the `try` that the handler belongs to. */
function isJustAbove(file: PythonFile, comment: { readonly end: number }, node: PyNode): boolean {
  const tried = node.kind === "Handler" ? node.parent?.start : node.start;
  return tried !== undefined && comment.end < tried && tried - comment.end <= 120 && /^\r?\n[ \t]*$/.test(file.slice({ start: comment.end, end: tried }));
}

/** Offered where the body is one simple statement on a line of its own. */
function fixFor(file: PythonFile, handler: PyHandler): Fix | undefined {
  const [only] = handler.body;
  const indent = only && indentOf(file, only);
  if (!only || handler.body.length !== 1 || indent === undefined || (only.kind !== "Pass" && only.kind !== "Return" && only.kind !== "Continue")) return undefined;
  const logger = loggerFor(file, handler) ?? "logging";
  const missing = logger === "logging" ? file.addImport("logging") : undefined;
  const what = functionAround(file, handler)?.name ?? "this step";
  const text = `${logger}.exception("${what} failed")${lineBreak(file)}${indent}raise`;
  return { title: "Log it with its traceback and raise", safe: false, edits: [...(missing ? [missing] : []), { at: { start: only.start, end: only.end }, text }] };
}
