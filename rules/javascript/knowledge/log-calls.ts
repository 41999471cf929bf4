/** What writes to a log: console, and objects that are loggers by name or by what made them. */
import type { JsCall } from "../../api.ts";
import { lastName } from "../taint/tree.ts";

const levels = /^(?:log|info|warn|warning|error|debug|trace|verbose|fatal|notice|silly|http|critical|success|dir|table)$/;
const loggers = /^(?:console|log|logger|winston|pino|bunyan|log4js|signale|consola|LOG|Logger|loggerService|logService|_logger|_log|fastify\.log)$|[lL]ogger$|Log$/;

export function isLogCall(call: JsCall): boolean {
  if (call.isNew || !levels.test(call.method) || !call.receiver) return false;
  return loggers.test(lastName(call.receiver));
}
