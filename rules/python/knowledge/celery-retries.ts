/** Celery tasks that run again after a failure. https://docs.celeryq.dev/en/stable/userguide/tasks.html#retrying */
import type { PyCall, PyCallExpr, PyExpr, PyFunctionDef, PythonFile } from "../../api.ts";
import { callsIn, lastName } from "./code.ts";

/** `@shared_task(...)`, `@app.task(...)` in a file that imports celery. */
export function taskDecorator(file: PythonFile, node: PyFunctionDef): PyCallExpr | undefined {
  const decorator = node.decorators.find((one): one is PyCallExpr => one.kind === "Call" && /^(?:shared_task|task|periodic_task)$/.test(lastName(one.func)));
  return decorator && file.imports().some((name) => /^celery(?:\.|$)/.test(name)) ? decorator : undefined;
}

/** What says that the task runs again: its decorator, or `self.retry(...)` in it. */
export function runsAgain(file: PythonFile, node: PyFunctionDef): boolean {
  const decorator = taskDecorator(file, node);
  if (!decorator) return false;
  return file.call(decorator).argument("autoretry_for") !== undefined || selfRetries(file, node).length > 0;
}

export function selfRetries(file: PythonFile, node: PyFunctionDef): readonly PyCall[] {
  const own = node.params[0]?.name;
  return callsIn(file, node.body).filter((call) => call.method === "retry" && call.receiver?.kind === "Name" && (call.receiver.id === own || call.receiver.id === node.name));
}

/** `max_retries=None` where it is written: as an argument or in `retry_kwargs`; three is the default. */
export function endlessRetries(file: PythonFile, call: PyCall): PyExpr | undefined {
  const own = call.argument("max_retries");
  if (own) return isNone(file, own) ? own : undefined;
  const options = call.argument("retry_kwargs");
  const value = options && file.valueOf(options);
  const inside = value?.kind === "dict" ? value.entries.get("max_retries") : undefined;
  return inside && isNone(file, inside) ? inside : undefined;
}

function isNone(file: PythonFile, node: PyExpr): boolean {
  return file.valueOf(node).kind === "none";
}
