/** Whether a wait matters at all here: browsers, local targets, calls that somebody else gives up on, files that serve nobody. */
import type { JavaScriptFile, JsCall } from "../../api.ts";
import type { NetworkCall } from "../knowledge/network-calls.ts";
import { isBrowserCode, isRelativeUrl, servesRequests, urlStart } from "../knowledge/surroundings.ts";
import { isRaced } from "./elsewhere.ts";

export function isOutOfReach(file: JavaScriptFile, call: JsCall, api: NetworkCall): boolean {
  if (api.onlyServed && !(servesRequests(file) && (call.function || api.waits === "sdk"))) return true;
  if (api.takesUrl && !api.isClient && (isRelativeUrl(urlStart(file, call.args[0])) || isLocalTarget(file, call))) return true;
  if (api.isClient && isRelativeUrl(baseUrl(file, call))) return true;
  return isRaced(file, call.node) || isBrowserCode(file);
}

/** What a client puts before every path. */
function baseUrl(file: JavaScriptFile, call: JsCall): string | undefined {
  const [first] = call.args;
  const options = first && file.valueOf(first);
  return options?.kind === "object" ? urlStart(file, options.entries.get("baseURL") ?? options.entries.get("prefixUrl")) : undefined;
}

/** A ready-made request, or a file beside the code. */
function isLocalTarget(file: JavaScriptFile, call: JsCall): boolean {
  const [first] = call.args;
  if (!first) return true;
  const text = file.slice(first);
  if (call.args.length === 1 && /(?:request|req)$/i.test(text)) return true;
  const value = file.valueOf(first);
  if (value.kind !== "new") return false;
  if (value.of === "globalThis.URL") return /import\.meta\.url|location/.test(file.slice(value.call));
  const [, init] = value.call.args;
  if (value.of !== "globalThis.Request" || !init) return false;
  const options = file.valueOf(init);
  return options.kind !== "object" || options.open || options.entries.has("signal");
}
