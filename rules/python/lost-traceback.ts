/** Finds errors that are logged without where they came from. */
import { pythonRule, type Finding, type PyCall, type PyHandler, type PythonFile, type RuleContext } from "../api.ts";
import { callsIn, running, written } from "./knowledge/code.ts";
import { breadthOf, endsProgram, usesOf } from "./knowledge/exceptions.ts";
import { isLogCall, keepsTraceback } from "./knowledge/loggers.ts";

export default pythonRule({
  id: "python/lost-traceback",
  title: "Error logged without its traceback",
  severity: { default: "warning", aside: "hint" },
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "`logger.error(e)` writes the message alone. `KeyError: 'price'` at three in the morning does not say which of forty places asked for a price, and the request that would show it is gone.",
  remedy: "In a handler, call `logger.exception(...)`, or pass `exc_info=True`.",
  silent: "For narrow errors, whose message says enough; when the error is raised on (an HTTP error for the client is no such thing), the program ends there, another call of the handler keeps the traceback (`logger.exception`, `exc_info=`, `traceback.format_exc()`, an error tracker), or a spread may pass `exc_info`. Only `error` and `critical` count: a warning may be meant as one.",
  references: ["https://docs.python.org/3/library/logging.html#logging.Logger.exception", "https://docs.astral.sh/ruff/rules/error-instead-of-exception/"],
  examples: [
    {
      title: "The message alone",
      bad: "import logging\n\nlogger = logging.getLogger(__name__)\n\ntry:\n    refresh(prices)\nexcept Exception as error:\n    logger.«error»(\"refresh failed: %s\", error)\n",
      good: "import logging\n\nlogger = logging.getLogger(__name__)\n\ntry:\n    refresh(prices)\nexcept Exception:\n    logger.exception(\"refresh failed\")\n",
    },
    {
      title: "Turned into an HTTP error",
      bad: "import logging\n\nfrom fastapi import HTTPException\n\n\ndef score(rows):\n    try:\n        return model.predict(rows)\n    except Exception as e:\n        logging.«error»(f\"scoring failed: {e}\")\n        raise HTTPException(status_code=500, detail=\"scoring failed\")\n",
      good: "import logging\n\nfrom fastapi import HTTPException\n\n\ndef score(rows):\n    try:\n        return model.predict(rows)\n    except Exception as e:\n        logging.exception(\"scoring failed\")\n        raise HTTPException(status_code=500, detail=\"scoring failed\")\n",
    },
    {
      title: "Switched off",
      bad: "import logging\n\nlog = logging.getLogger(__name__)\n\ntry:\n    sync()\nexcept (ValueError, Exception):\n    log.«critical»(\"sync failed\", exc_info=False)\n",
      good: "import logging\n\nlog = logging.getLogger(__name__)\n\ntry:\n    sync()\nexcept (ValueError, Exception):\n    log.critical(\"sync failed\", exc_info=True)\n",
    },
  ],
  prefilter: /\.(?:error|critical|fatal)\s{0,20}\(/,

  judges: "statements",
  *check(file, context) {
    for (const handler of file.here.nodes("Handler")) {
      if (breadthOf(file, handler.type) === "narrow" || raisesOn(file, handler)) continue;
      const calls = callsIn(file, handler.body);
      if (calls.some((call) => keepsTraceback(file, call) || endsProgram(call.callee))) continue;
      if (usesOf(file, handler, (use) => use.parent?.kind === "Attribute" && use.parent.attr === "__traceback__")) continue;
      const lost = calls.find((call) => isLogCall(call) && /^(?:error|critical|fatal)$/.test(call.method) && innermost(file, call) === handler);
      if (lost) yield finding(file, context, lost);
    }
  },
});

/** The error goes up with its traceback; an answer for the client ends it here. */
function raisesOn(file: PythonFile, handler: PyHandler): boolean {
  for (const node of running(file, handler.body)) {
    if (node.kind !== "Raise") continue;
    const type = node.exc?.kind === "Call" ? node.exc.func : node.exc;
    if (!type || !/(?:^|\.)(?:HTTPException|HTTP(?:InternalServerError|BadRequest)|abort)$/.test(file.qualifiedName(type) ?? "")) return true;
  }
  return false;
}

function innermost(file: PythonFile, call: PyCall): PyHandler | undefined {
  for (let at = call.node.parent; at; at = at.parent) if (at.kind === "Handler") return at;
  return undefined;
}

function finding(file: PythonFile, context: RuleContext, call: PyCall): Finding {
  const name = written(file, call);
  const switchedOff = call.node.args.find((one) => one.name === "exc_info");
  return {
    at: call.name,
    message: `\`${name}\` writes the error without its traceback: at night the log says that something failed, not where. Use \`logger.exception\` or pass \`exc_info=True\`.`,
    variant: context.isTest || file.language === "notebook" ? "aside" : "default",
    confidence: "likely",
    fixes: [switchedOff
      ? { title: "Pass exc_info=True", safe: false, edits: [{ at: { start: switchedOff.value.start, end: switchedOff.value.end }, text: "True" }] }
      : call.method === "error"
        ? { title: "Use exception(), which adds the traceback", safe: true, edits: [{ at: call.name, text: "exception" }] }
        : { title: "Pass exc_info=True", safe: true, edits: [file.addArgument(call.node, "exc_info=True")] }],
  };
}
