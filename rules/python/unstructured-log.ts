/** Finds log messages that are put together before the logger sees them. */
import { pythonRule } from "../api.ts";
import { written } from "./knowledge/code.ts";
import { assembledBy, lazyEdit, messageOf } from "./knowledge/lazy-logs.ts";
import { hasOwnLogStyle, isLogCall } from "./knowledge/loggers.ts";
import { servedCode } from "./knowledge/served.ts";

export default pythonRule({
  id: "python/unstructured-log",
  title: "Log message put together by hand",
  severity: "info",
  principle: "observability",
  checklist: ["signals-flowing"],
  since: "0.1.0",
  why: "Log stores and error trackers group by the message's template. With the values already inside, every line is its own group: nothing can be counted, filtered or alerted on, and the text is built even when the level is off.",
  remedy: "Pass a constant message and the values as arguments, or as `extra=`.",
  silent: "Outside code that answers requests; for loguru and structlog, which have ways of their own; for constant texts.",
  references: ["https://docs.python.org/3/howto/logging.html#logging-variable-data", "https://docs.astral.sh/ruff/rules/logging-f-string/"],
  examples: [
    {
      title: "An f-string in a route",
      bad: "import logging\n\nfrom fastapi import FastAPI\n\nlogger = logging.getLogger(__name__)\napp = FastAPI()\n\n\n@app.get(\"/v1/items/{key}\")\ndef item(key: str):\n    logger.info(«f\"item {key} asked for\"»)\n    return {}\n",
      good: "import logging\n\nfrom fastapi import FastAPI\n\nlogger = logging.getLogger(__name__)\napp = FastAPI()\n\n\n@app.get(\"/v1/items/{key}\")\ndef item(key: str):\n    logger.info(\"item %s asked for\", key)\n    return {}\n",
    },
    {
      title: "In a function that a route calls",
      bad: "from flask import Flask\n\napp = Flask(__name__)\n\n\ndef load(key):\n    app.logger.debug(«\"loading \" + key»)\n\n\n@app.get(\"/v1/items/<key>\")\ndef item(key):\n    return load(key)\n",
      good: "from flask import Flask\n\napp = Flask(__name__)\n\n\ndef load(key):\n    app.logger.debug(\"loading %s\", key)\n\n\n@app.get(\"/v1/items/<key>\")\ndef item(key):\n    return load(key)\n",
    },
  ],
  prefilter: /\.(?:debug|info|warning|warn|error|critical|exception|log)\s*\(/,
  silentInTests: true,

  judges: "statements",
  *check(file) {
    if (file.language === "notebook" || hasOwnLogStyle(file)) return;
    for (const call of file.here.calls()) {
      const served = isLogCall(call) ? servedCode(file, call.node) : undefined;
      if (!served) continue;
      const how = assembledBy(file, call);
      const message = messageOf(call);
      if (!how || !message) continue;
      const edit = call.positional.length === 1 || call.method === "log" && call.positional.length === 2 ? lazyEdit(file, message) : undefined;
      yield {
        at: { start: message.start, end: message.end },
        message: `\`${written(file, call)}\` gets a message with its values already inside (${how}): no log store can group, count or alert on it. Pass a constant text and the values as arguments.`,
        confidence: "certain",
        ...served.when,
        ...(edit && { fixes: [{ title: "Pass the values as arguments", safe: false, edits: [edit] }] }),
      };
    }
  },
});
