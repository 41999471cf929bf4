/** Writes a call so that it is tried again a few times, with growing and random waits, by the library that the project has. */
import type { Edit, Fix, PyCall, PyNode, PythonFile } from "../../api.ts";

/** Reading twice changes nothing: `GET` and `HEAD` alone are tried again. https://www.rfc-editor.org/rfc/rfc9110#name-idempotent-methods */
const reads = /^(?:requests|httpx)\.(?:(?:Session|session|Client)\.)?(?:get|head|options)$/;

const times = 3;
const longestWait = 10;

/**
 * `bounding` are the edits that give the call its timeout. Offered where the file imports tenacity or backoff, or the project has tenacity; not inside of
 * what tries again already.
 */
export function tryAgainFix(file: PythonFile, call: PyCall, bounding: readonly Edit[], passed: string): Fix | undefined {
  const { node } = call;
  const open = file.text.indexOf("(", node.func.end);
  if (!reads.test(call.callee ?? "") || node.args.length === 0 || isTriedAgain(file, node) || file.text.slice(node.func.end, open).trim() !== "") return undefined;
  const imports = file.imports();
  const isBackoff = imports.some((one) => one === "backoff" || one.startsWith("backoff."));
  const hasTenacity = imports.some((one) => one === "tenacity" || one.startsWith("tenacity."));
  const separator = /[\s]/.test(file.text[open + 1] ?? "") ? "," : ", ";
  const asks = (text: string): Edit => ({ at: { start: node.start, end: node.start }, text });
  if (isBackoff && !hasTenacity) {
    return { title: `Pass ${passed} and try again with backoff`, safe: false, edits: [asks(`backoff.on_exception(backoff.expo, ${call.callee?.startsWith("httpx") ? "httpx.HTTPError" : "requests.RequestException"}, max_tries=${times})(`), { at: { start: node.func.end, end: node.func.end }, text: ")" }, ...bounding] };
  }
  const names = ["Retrying", "stop_after_attempt", "wait_random_exponential"];
  const missing = names.filter((name) => file.addImport("tenacity", name));
  const [first] = missing;
  const line = first === undefined ? undefined : file.addImport("tenacity", first);
  const edits: Edit[] = [
    ...(line && first !== undefined ? [{ at: line.at, text: line.text.replace(`import ${first}`, `import ${missing.join(", ")}`) }] : []),
    asks(`Retrying(stop=stop_after_attempt(${times}), wait=wait_random_exponential(max=${longestWait}), reraise=True)(`),
    { at: { start: node.func.end, end: open + 1 }, text: separator }, ...bounding,
  ];
  return { title: `Pass ${passed} and try again with tenacity${hasTenacity ? "" : " \uFFFC"}`, safe: false, edits, ...(!hasTenacity && { version: { ecosystem: "python", name: "tenacity" } }) };
}

/** Two things that try again multiply: three times three calls to a service that is down. */
function isTriedAgain(file: PythonFile, node: PyNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.kind === "While" || at.kind === "For" || at.kind === "Await") return true;
    if (at.kind === "FunctionDef" && (at.isAsync || at.decorators.some((one) => /retry|backoff|on_exception|on_predicate/i.test(file.slice(one))))) return true;
  }
  return false;
}
