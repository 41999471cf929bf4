/** The edits that give a call its bound, in every shape a call can have. */
import type { Edit, Fix, JavaScriptFile, JsCall, JsObject } from "../../api.ts";
import type { NetworkCall } from "../knowledge/network-calls.ts";
import { literalOf, type Verdict } from "./options.ts";

/** `10_000`: digits in groups, as people read them. */
export function grouped(milliseconds: number): string {
  return String(Math.max(1, Math.round(milliseconds))).replace(/\B(?=(?:\d{3})+$)/g, "_");
}

export function fixesFor(file: JavaScriptFile, call: JsCall, api: NetworkCall, verdict: Verdict, milliseconds: number): Fix[] {
  const number = grouped(milliseconds);
  if (verdict.state === "disabled") return replaced(file, api, verdict, number);
  if (verdict.state !== "absent") return [];
  if (api.finished === "chain") return [fix(`.timeout(${number})`, { at: { start: call.end, end: call.end }, text: `.timeout(${number})` })];
  if (!api.add) return [];
  const added = api.add.replaceAll("$", number);
  const edit = added && editFor(file, call, api, verdict, added);
  return edit ? [fix(added, edit)] : [];
}

function fix(added: string, edit: Edit): Fix {
  return { title: `Pass ${added}`, safe: false, edits: [edit] };
}

function editFor(file: JavaScriptFile, call: JsCall, api: NetworkCall, verdict: Extract<Verdict, { state: "absent" }>, added: string): Edit | undefined {
  const { options, callback } = verdict;
  if (options) {
    const literal = literalOf(options);
    if (literal) return file.addProperty(literal, added);
    const at = { start: options.start, end: options.end };
    const value = file.valueOf(options);
    if (value.kind === "undefined" || value.kind === "null") return { at, text: `{ ${added} }` };
    if (options.kind === "Name" && value.kind === "object") return { at, text: `{ ...${options.id}, ${added} }` };
    return options.kind === "Conditional" || options.kind === "Logical" ? { at, text: `{ ...(${file.slice(options)}), ${added} }` } : undefined;
  }
  if (callback) return { at: { start: callback.start, end: callback.start }, text: `{ ${added} }, ` };
  const count = call.args.length;
  const first = Math.min(...api.at);
  const last = Math.max(...api.at);
  const empty = api.at.flatMap((position) => call.argument(position) ?? []).find((arg) => ["undefined", "null"].includes(file.valueOf(arg).kind));
  if (empty && call.args.at(-1) === empty) return { at: { start: empty.start, end: empty.end }, text: `{ ${added} }` };
  const [only] = call.args;
  if (api.isClient && only) return api.address !== undefined && count === 1 ? { at: { start: only.start, end: only.end }, text: `{ ${api.address}: ${file.slice(only)}, ${added} }` } : undefined;
  if (count >= first && count <= last) return file.addArgument(call.node, `{ ${added} }`);
  return count === last - 1 ? file.addArgument(call.node, `undefined, { ${added} }`) : undefined;
}

/** `timeout: 0` becomes a number that means something. */
function replaced(file: JavaScriptFile, api: NetworkCall, { key, value }: Extract<Verdict, { state: "disabled" }>, number: string): Fix[] {
  const { parent } = value;
  if (parent?.kind !== "Property" || parent.isShorthand) return [];
  const nested = /^timeout: (\{.*\})$/.exec(api.add ?? "")?.[1];
  const text = key === "signal" ? "AbortSignal.timeout($)" : key === "timeout" && nested ? nested : key === "maxRetriesPerRequest" ? "20" : "$";
  const holder: JsObject | undefined = parent.parent?.kind === "Object" ? parent.parent : undefined;
  if (!holder || file.slice(parent.keyAt) === "") return [];
  return [{ title: `Pass ${key}: ${text.replace("$", number)}`, safe: false, edits: [{ at: { start: value.start, end: value.end }, text: text.replace("$", number) }] }];
}
