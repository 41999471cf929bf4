/** Requests without a timeout that somebody else makes: the function is handed to a thread, a pool or `map`. */
import type { Edit, Finding, Fix, PyCall, PyExpr, PythonFile } from "../../api.ts";
import { isEndless, isInsideDeadline, type FileBounds } from "./bounds.ts";
import { handedCall, type HandedCall } from "./handed-calls.ts";
import { isEndlessRequest, waitingCall, type WaitingCall } from "./waiting-calls.ts";

/** `await asyncio.to_thread(requests.get, url)`. */
export function handedOver(file: PythonFile, call: PyCall, bounds: FileBounds, seconds: number, isAside: boolean): Finding | undefined {
  const handed = handedCall(file, call);
  const api = handed && isEndlessRequest(handed.callee) ? waitingCall(handed.callee) : undefined;
  if (!handed || !api || call.spreadsUnknown || api.position !== undefined && handed.positional > api.position) return undefined;
  const given = handed.takesKeywords ? call.argument(api.keyword) : undefined;
  if (given && !isEndless(file, given) || bounds.sessions && /^(requests|cloudscraper|grequests)/.test(handed.callee) || isInsideDeadline(file, call)) return undefined;
  const written = file.slice(handed.reference);
  return {
    at: handed.reference.kind === "Attribute" ? handed.reference.attrAt : handed.reference,
    message: `\`${written}\` waits forever ${given ? `when told to (\`${api.keyword}=${file.slice(given)}\`)` : "unless given a timeout"}, in a thread as well: one silent upstream after another uses up the pool. Pass \`${api.keyword}=\`.`,
    variant: isAside ? "aside" : "default",
    confidence: "certain",
    fixes: [handedFix(file, call, handed, api, seconds, given)],
  };
}

function handedFix(file: PythonFile, call: PyCall, { reference, takesKeywords }: HandedCall, { keyword }: WaitingCall, seconds: number, given: PyExpr | undefined): Fix {
  const title = `Pass ${keyword}=${seconds}`;
  if (given) return { title, safe: false, edits: [{ at: { start: given.start, end: given.end }, text: String(seconds) }] };
  if (takesKeywords) return { title, safe: false, edits: [file.addArgument(call.node, `${keyword}=${seconds}`)] };
  const missing = file.addImport("functools");
  const bound: Edit = { at: { start: reference.start, end: reference.end }, text: `functools.partial(${file.slice(reference)}, ${keyword}=${seconds})` };
  return { title, safe: false, edits: missing ? [missing, bound] : [bound] };
}
