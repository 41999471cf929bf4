/** What is said about a wait without an end: the call as written, the consequence, the remedy. */
import type { Finding, JavaScriptFile, JsCall } from "../../api.ts";
import type { NetworkCall, Wait } from "../knowledge/network-calls.ts";
import { tryAgainFixes } from "./again.ts";
import { fixesFor, grouped } from "./fixes.ts";
import type { Verdict } from "./options.ts";

const consequences: Record<Wait, string> = {
  forever: "waits forever unless given a timeout: one silent upstream holds this call, its socket and its memory until a restart.",
  minutes: "has no timeout of its own (Node gives up after five minutes of silence): one slow upstream piles up requests long before that.",
  queries: "bounds connecting but not queries: one locked table keeps a connection, and soon the whole pool.",
  sdk: "waits up to ten minutes and retries twice by default: the caller of this route is long gone, the tokens are still paid for.",
  process: "waits for the child as long as it likes: one hung process per request exhausts the machine.",
  bounded: "waits forever",
};

export function findingFor(file: JavaScriptFile, call: JsCall, api: NetworkCall, verdict: Verdict, milliseconds: number): Finding {
  const name = `\`${nameOf(file, call)}\``;
  const remedy = api.finished === "chain" ? `.timeout(${grouped(milliseconds)})` : (api.add ?? "").replaceAll("$", grouped(milliseconds));
  const message = verdict.state === "disabled"
    ? `${name} waits forever because \`${verdict.key}: ${file.slice(verdict.value)}\` switches its limit off: one silent upstream holds this call until a restart. Give it a real one.`
    : `${name} ${consequences[api.waits]} ${api.waits === "queries" ? "Pass `{ sql, timeout }` to `query`." : `Pass \`${remedy}\`.`}`;
  const variant = verdict.state === "disabled" || api.waits === "forever" || api.waits === "bounded" ? undefined : api.waits;
  const fixes = fixesFor(file, call, api, verdict, milliseconds);
  const again = fixes[0] ? tryAgainFixes(file, call, fixes[0]) : [];
  return { at: call.name, message, ...(variant && { variant }), fixes: [...fixes, ...again] };
}

/** The callee as written, when it is short enough to read. */
function nameOf(file: JavaScriptFile, call: JsCall): string {
  const written = file.slice(call.node.callee).replace(/\s+/g, "");
  return written.length <= 40 ? written : call.method;
}
