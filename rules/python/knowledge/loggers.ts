/** What counts as writing to a log, by library and by the names people give their loggers. */
import type { PyCall, PyNode, PythonFile, Span } from "../../api.ts";
import { lastName } from "./code.ts";
import { importing } from "./mentions.ts";

/** Methods of the standard library's Logger, which structlog and loguru share: https://docs.python.org/3/library/logging.html#logging.Logger */
const levels = new Set(["debug", "info", "warning", "warn", "error", "critical", "fatal", "exception", "log", "trace", "success"]);
const loggerNames = /^_*(?:log|logger|logging|lg|\w{1,40}_?logger|\w{1,40}_log)$/i;
const makers = /^(?:get_?(?:structured?_?)?logger|getLogger|bind|opt|getChild|new)$/i;

/** `logger.info(…)`, `self.log.error(…)`, `logging.getLogger().warning(…)`. */
export function isLogCall(call: PyCall): boolean {
  if (!levels.has(call.method)) return false;
  if (call.callee?.startsWith("logging.")) return true;
  if (/^(?:numpy|math|torch|tensorflow\.math|cmath|pandas)\b/.test(call.callee ?? "")) return false;
  const { receiver } = call;
  if (!receiver) return false;
  return receiver.kind === "Call" ? makers.test(lastName(receiver)) || loggerNames.test(lastName(receiver)) : loggerNames.test(lastName(receiver));
}

/** Calls that keep an error with its traceback, or hand it to somebody who does. */
const reporters = /^(?:print_exc|format_exc|print_exception|format_exception|print_tb|format_tb|exc_info|capture_exception|captureException|record_exception|notify|report_exception|excepthook|log_exception|print_stack|format_stack|extract_tb|walk_tb)$/;

export function keepsTraceback(file: PythonFile, call: PyCall): boolean {
  if (reporters.test(call.method)) return true;
  if (!isLogCall(call)) return false;
  if (call.method === "exception") return !isFalse(file, call);
  const given = call.argument("exc_info");
  if (given) return !isFalse(file, call);
  return call.spreadsUnknown || call.receiver?.kind === "Call" && call.receiver.args.some(({ name }) => name === "exception");
}

function isFalse(file: PythonFile, call: PyCall): boolean {
  const given = call.argument("exc_info");
  if (!given) return false;
  const value = file.valueOf(given);
  return value.kind === "none" || (value.kind === "bool" && !value.value) || (value.kind === "number" && value.value === 0);
}

/** loguru and structlog keep arguments apart in their own ways; the standard library's lazy `%s` is not theirs. */
export const hasOwnLogStyle = importing(/^(?:loguru|structlog|eliot|logbook|picologging\.lazy)\b/);

/** The name of a logger made at module level before this place, to write a log call with. */
export function loggerFor(file: PythonFile, at: Span): string | undefined {
  const [first] = file.collect(moduleLoggers);
  return first && first.node.start < at.start ? first.name : undefined;
}

/** One of a kind for each text it was found in: where it stands counts as well. */
class ModuleLogger {
  constructor(readonly name: string, readonly node: PyNode) {}
}

function moduleLoggers(file: PythonFile): readonly ModuleLogger[] {
  const made = file.here.nodes("Assign").flatMap((node) => {
    const [target] = node.parent === undefined && node.value.kind === "Call" && makers.test(lastName(node.value)) ? node.targets : [];
    return target?.kind === "Name" && loggerNames.test(target.id) ? [new ModuleLogger(target.id, node)] : [];
  });
  const imported = file.here.nodes("ImportFrom").filter((node) => node.parent === undefined && node.module === "loguru" && node.names.some(({ name, asname }) => name === "logger" && !asname));
  return [...made, ...imported.map((node) => new ModuleLogger("logger", node))].sort((a, b) => a.node.start - b.node.start);
}

/** True for a node that is part of a log call's arguments. */
export function isLogged(file: PythonFile, node: PyNode): boolean {
  for (let at = node.parent; at && at.kind !== "FunctionDef"; at = at.parent) if (at.kind === "Call" && isLogCall(file.call(at))) return true;
  return false;
}
