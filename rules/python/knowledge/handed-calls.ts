/** Functions that are handed to something that will call them: threads, pools, executors, `map`, `getattr`. */
import type { PyCall, PyExpr, PyValue, PythonFile } from "../../api.ts";

export interface HandedCall {
  /** Qualified name of what will be called. */
  readonly callee: string;
  /** The reference that is handed over. */
  readonly reference: PyExpr;
  /** How many positional arguments it will get. */
  readonly positional: number;
  /** The call hands keywords on, so that one more can be written there. */
  readonly takesKeywords: boolean;
}

interface Hander {
  /** Where the function stands. */
  readonly position: number;
  readonly takesKeywords: boolean;
}

/** By qualified name. https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread and the others' own pages. */
const handers: ReadonlyMap<string, Hander> = new Map([
  ["asyncio.to_thread", { position: 0, takesKeywords: true }],
  ["anyio.to_thread.run_sync", { position: 0, takesKeywords: false }],
  ["trio.to_thread.run_sync", { position: 0, takesKeywords: false }],
  ["starlette.concurrency.run_in_threadpool", { position: 0, takesKeywords: true }],
  ["fastapi.concurrency.run_in_threadpool", { position: 0, takesKeywords: true }],
  ["builtins.map", { position: 0, takesKeywords: false }],
]);
/** By method, where the object that has it is often not known: executors and event loops. */
const handingMethods: ReadonlyMap<string, Hander> = new Map([
  ["submit", { position: 0, takesKeywords: true }],
  ["run_in_executor", { position: 1, takesKeywords: false }],
  ["map", { position: 0, takesKeywords: false }],
]);

/** What a call hands over to be called, when that is visible; `timeout` among its keywords then belongs to what is called. */
export function handedCall(file: PythonFile, call: PyCall): HandedCall | undefined {
  const hander = handers.get(call.callee ?? "") ?? (call.receiver ? handingMethods.get(call.method) : undefined);
  const reference = hander && call.node.args[hander.position];
  if (!reference || reference.star !== "" || reference.name !== undefined || (reference.value.kind !== "Name" && reference.value.kind !== "Attribute")) return undefined;
  const callee = symbolOf(file.valueOf(reference.value));
  return callee === undefined ? undefined : { callee, reference: reference.value, positional: call.node.args.length - hander.position - 1, takesKeywords: hander.takesKeywords };
}

/** `getattr(requests, method)(…)`, and a name that holds one function or another: the first of them, when all are of the same kind. */
export function chosenCallee(file: PythonFile, call: PyCall, isKnown: (callee: string) => boolean): string | undefined {
  const { func } = call.node;
  if (func.kind === "Call" && func.func.kind === "Name" && func.func.id === "getattr") {
    const [owner, name] = func.args;
    const holder = owner && (file.qualifiedName(owner.value) ?? typeOf(file.valueOf(owner.value)));
    const callee = holder && name ? `${holder}.${name.value.kind === "Str" ? name.value.value : "get"}` : undefined;
    return callee !== undefined && isKnown(callee) ? callee : undefined;
  }
  if (func.kind !== "Name") return undefined;
  const value = file.valueOf(func);
  const callees = value.kind === "any-of" ? value.values.map(symbolOf) : [];
  return callees.every((one) => one !== undefined && isKnown(one)) ? callees[0] : undefined;
}

function symbolOf(value: PyValue): string | undefined {
  return value.kind === "symbol" && value.definition === undefined ? value.name : undefined;
}

function typeOf(value: PyValue): string | undefined {
  return value.kind === "call" || value.kind === "instance" ? value.of : undefined;
}
