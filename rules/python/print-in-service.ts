/** Finds `print` in code that answers requests. */
import { pythonRule, type Fix, type PyCall, type PythonFile } from "../api.ts";
import { lazyEdit } from "./knowledge/lazy-logs.ts";
import { loggerFor } from "./knowledge/loggers.ts";
import { servedCode } from "./knowledge/served.ts";

export default pythonRule({
  id: "python/print-in-service",
  title: "print in a service",
  severity: "info",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "A printed line has no level, time, logger or request: it cannot be filtered, alerted on or switched off, and under load it is written by all workers into one stream.",
  remedy: "Use a module logger: `logger = logging.getLogger(__name__)`.",
  silent: "Outside of request handlers and what they call, in whatever file: command lines, scripts, notebooks, tests. For prints to a file or stream given by `file=`.",
  references: ["https://docs.python.org/3/howto/logging.html#when-to-use-logging"],
  examples: [
    {
      title: "In a route",
      bad: "import logging\n\nfrom flask import Flask\n\nlogger = logging.getLogger(__name__)\napp = Flask(__name__)\n\n\n@app.get(\"/v1/orders/<key>\")\ndef order(key):\n    «print»(f\"order {key} asked for\")\n    return {}\n",
      good: "import logging\n\nfrom flask import Flask\n\nlogger = logging.getLogger(__name__)\napp = Flask(__name__)\n\n\n@app.get(\"/v1/orders/<key>\")\ndef order(key):\n    logger.info(\"order %s asked for\", key)\n    return {}\n",
    },
    {
      title: "In what a Lambda handler calls",
      bad: "def score(event):\n    «print»(\"scoring\")\n    return 1\n\n\ndef lambda_handler(event, context):\n    return score(event)\n",
      good: "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef score(event):\n    logger.info(\"scoring\")\n    return 1\n\n\ndef lambda_handler(event, context):\n    return score(event)\n",
    },
  ],
  prefilter: /\bprint\s*\(/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (file.language === "notebook") return;
    for (const call of file.here.calls()) {
      const served = call.callee === "builtins.print" ? servedCode(file, call.node) : undefined;
      if (!served || call.argument("file")) continue;
      const fix = fixFor(file, call);
      yield {
        at: call.name,
        message: `\`print\` while answering \`${served.label}\`: the line has no level, time or request, so nobody can filter it, alert on it or switch it off. Use \`logger.info\`.`,
        confidence: "certain",
        ...served.when,
        ...(fix && { fixes: [fix] }),
      };
    }
  },
});

/** Offered where a logger stands ready and the call prints one thing. */
function fixFor(file: PythonFile, call: PyCall): Fix | undefined {
  const logger = loggerFor(file, call);
  const [only] = call.node.args;
  if (!logger || !only || call.node.args.length !== 1 || only.name !== undefined || only.star !== "") return undefined;
  const rename = { at: call.name, text: `${logger}.info` };
  if (only.value.kind !== "Str") return undefined;
  if (only.value.holes.length === 0) return only.value.value.includes("%") ? undefined : { title: `Use ${logger}.info`, safe: false, edits: [rename] };
  const edit = lazyEdit(file, only.value);
  return edit && { title: `Use ${logger}.info`, safe: false, edits: [rename, edit] };
}
