/** Whether a call's options bound the wait, as far as the file shows. */
import type { JavaScriptFile, JsCall, JsExpr, JsObject, JsValue } from "../../api.ts";
import type { NetworkCall } from "../knowledge/network-calls.ts";

export type Verdict =
  /** Bounded, or something that cannot be seen may bound it. */
  | { readonly state: "fine" }
  | { readonly state: "absent"; /** The options that lack the key. */ readonly options: JsExpr | undefined; /** A callback where options could stand. */ readonly callback: JsExpr | undefined }
  | { readonly state: "disabled"; readonly key: string; readonly value: JsExpr };

const fine: Verdict = { state: "fine" };

export function judgeOptions(file: JavaScriptFile, call: JsCall, api: NetworkCall): Verdict {
  if (call.spreadsUnknown) return fine;
  for (const position of api.at) {
    const arg = call.argument(position);
    if (!arg) break;
    const value = file.valueOf(arg);
    if (arg.kind === "Function" || value.kind === "function" || (position > 0 && isCallbackName(lastName(arg)) && value.kind !== "object")) return { state: "absent", options: undefined, callback: arg };
    if (isPassedOver(file, arg, value, position, call)) continue;
    return judgeValue(file, arg, value, api);
  }
  return { state: "absent", options: undefined, callback: undefined };
}

/** A URL, a list of arguments, or nothing at all where options could stand. */
function isPassedOver(file: JavaScriptFile, arg: JsExpr, value: JsValue, position: number, call: JsCall): boolean {
  if (["string", "number", "array", "undefined", "null"].includes(value.kind)) return true;
  if (arg.kind === "Template" || arg.kind === "Binary" || arg.kind === "Array") return true;
  if (value.kind === "new" && value.of === "globalThis.URL") return true;
  if (value.kind === "symbol" && value.name.startsWith("globalThis.process.env.")) return true;
  if (position === 0 && call.args[1] !== undefined && file.valueOf(call.args[1]).kind === "object") return true;
  const name = lastName(arg);
  return position === 0 ? /(?:url|uri|href|link|endpoint|address)$/i.test(name) : /(?:args|argv)$/i.test(name) && value.kind !== "object";
}

function isCallbackName(name: string): boolean {
  return /^(?:cb|callback|done|next|fn|resolve|handler|on[A-Z]\w*|handle[A-Z]\w*)$/.test(name);
}

function lastName(node: JsExpr): string {
  if (node.kind === "Name") return node.id;
  if (node.kind === "Member") return node.property ?? "";
  if (node.kind === "Call") return lastName(node.callee);
  return node.kind === "Cast" ? lastName(node.value) : "";
}

function judgeValue(file: JavaScriptFile, arg: JsExpr, value: JsValue, api: NetworkCall): Verdict {
  if (value.kind === "object") return judgeEntries(file, arg, value, api);
  if (value.kind === "undefined" || value.kind === "null") return { state: "absent", options: arg, callback: undefined };
  if (value.kind !== "any-of") return fine;
  const verdicts = value.values.map((one) => judgeValue(file, arg, one, api));
  if (verdicts.some((one) => one.state === "fine")) return fine;
  return verdicts.find((one) => one.state === "disabled") ?? { state: "absent", options: arg, callback: undefined };
}

function judgeEntries(file: JavaScriptFile, arg: JsExpr, { entries, open }: Extract<JsValue, { kind: "object" }>, api: NetworkCall): Verdict {
  const given = api.bounds.flatMap((key) => {
    const value = entries.get(key);
    return value ? [{ key, value }] : [];
  });
  if (api.waits === "process" && entries.has("detached")) return fine; // meant to outlive whoever started it
  const off = given.filter(({ value }) => isSwitchedOff(file.valueOf(value)));
  if (api.waits === "bounded") return off[0] ? { state: "disabled", ...off[0] } : fine;
  if (given.length > off.length || open) return fine;
  if (api.finished === "request-object" && boundsByAgent(file, entries.get("agent"))) return fine;
  return off[0] ? { state: "disabled", ...off[0] } : { state: "absent", options: arg, callback: undefined };
}

/** An agent may carry a socket timeout; one made here without it does not. */
function boundsByAgent(file: JavaScriptFile, agent: JsExpr | undefined): boolean {
  if (!agent) return false;
  const value = file.valueOf(agent);
  if (value.kind !== "new") return value.kind !== "bool" && value.kind !== "undefined";
  if (!/^node:https?\.Agent$/.test(value.of)) return true;
  const [first] = value.call.args;
  const options = first && file.valueOf(first);
  return options?.kind === "object" ? options.open || options.entries.has("timeout") : options !== undefined;
}

function isSwitchedOff(value: JsValue): boolean {
  switch (value.kind) {
    case "null":
    case "undefined":
      return true;
    case "bool":
      return !value.value;
    case "number":
      return value.value <= 0 || value.value === Infinity;
    case "symbol":
      return value.name === "globalThis.Infinity";
    case "any-of":
      return value.values.every(isSwitchedOff);
    default:
      return false;
  }
}

/** The object literal that options are written as, when they stand in the call itself. */
export function literalOf(options: JsExpr): JsObject | undefined {
  if (options.kind === "Object") return options;
  return options.kind === "Cast" ? literalOf(options.value) : undefined;
}
