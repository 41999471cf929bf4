/** How libraries that call again wait between their attempts, beyond tenacity and urllib3: what is too even, and what cures it. */
import type { Edit, Fix, PyCall, PyExpr, PythonFile } from "../../api.ts";

export interface EvenWait {
  /** `none`: at once; `constant`: the same each time; `jitter`: growing, but the same for everybody. */
  readonly kind: "none" | "constant" | "jitter";
  /** What to pass, as a message says it. */
  readonly instead: string;
  readonly fix: Fix | undefined;
}

export function evenWait(file: PythonFile, call: PyCall): EvenWait | undefined {
  switch (call.callee) {
    case "backoff.on_exception": return waitOfBackoff(file, call);
    case "retrying.retry": case "retrying.Retrying": return waitOfRetrying(file, call);
    case "retry.retry": case "retry.api.retry": return waitOfRetry(file, call);
    case "requests.adapters.HTTPAdapter": case "requests.HTTPAdapter": return waitOfAdapter(file, call);
    default: return undefined;
  }
}

/** Full jitter is the default of every generator. https://github.com/litl/backoff#jitter */
function waitOfBackoff(file: PythonFile, call: PyCall): EvenWait | undefined {
  const generator = call.argument("wait_gen", 0);
  const jitter = call.argument("jitter");
  const value = generator && file.valueOf(generator);
  if (value?.kind !== "symbol") return undefined;
  if (value.name === "backoff.constant") {
    const own = call.argument("interval") ? undefined : replaced(file, generator, "backoff.expo", "Use backoff.expo");
    return { kind: "constant", instead: "backoff.expo", fix: value.name === file.slice(generator ?? call.node) ? own : undefined };
  }
  if (!/^backoff\.(?:expo|fibo)$/.test(value.name) || !jitter || file.valueOf(jitter).kind !== "none") return undefined;
  return { kind: "jitter", instead: "jitter=backoff.full_jitter", fix: file.imports().includes("backoff") ? replaced(file, jitter, "backoff.full_jitter", "Pass jitter=backoff.full_jitter") : undefined };
}

/** https://github.com/rholder/retrying#examples */
function waitOfRetrying(file: PythonFile, call: PyCall): EvenWait | undefined {
  const grows = ["wait_exponential_multiplier", "wait_exponential_max", "wait_incrementing_increment", "wait_incrementing_start", "wait_random_min", "wait_random_max", "wait_jitter_max", "wait", "wait_func", "retry_on_result"];
  if (grows.some((name) => call.argument(name))) return undefined;
  const text = "wait_exponential_multiplier=500, wait_exponential_max=10000, wait_jitter_max=500";
  const fixed = call.node.args.find(({ name }) => name === "wait_fixed");
  const edit: Edit = fixed ? { at: { start: fixed.start, end: fixed.end }, text } : file.addArgument(call.node, text);
  return { kind: fixed ? "constant" : "none", instead: "wait_exponential_multiplier=, wait_jitter_max=", fix: { title: "Pass wait_exponential_multiplier=500 and wait_jitter_max=500", safe: false, edits: [edit] } };
}

/** `delay=0, max_delay=None, backoff=1, jitter=0`. https://github.com/invl/retry#retry-decorator */
function waitOfRetry(file: PythonFile, call: PyCall): EvenWait | undefined {
  const number = (keyword: string, position: number): number | undefined => {
    const given = call.argument(keyword, position);
    const value = given && file.valueOf(given);
    return given === undefined ? undefined : value?.kind === "number" ? value.value : Number.NaN;
  };
  const [delay, backoff] = [number("delay", 2), number("backoff", 4)];
  if (call.argument("jitter", 5) || Number.isNaN(delay) || Number.isNaN(backoff)) return undefined;
  const missing = [...(delay ? [] : ["delay=0.5"]), ...(backoff !== undefined && backoff > 1 ? [] : ["backoff=2"]), "jitter=(0, 1)"].join(", ");
  const isGivenByPlace = call.node.args.filter(({ name, star }) => name === undefined && star === "").length > 2;
  const isZero = call.argument("delay", 2) !== undefined && delay === 0 || call.argument("backoff", 4) !== undefined && !(backoff !== undefined && backoff > 1);
  const fix = isGivenByPlace || isZero ? undefined : { title: `Pass ${missing}`, safe: false, edits: [file.addArgument(call.node, missing)] };
  return { kind: delay ? (backoff !== undefined && backoff > 1 ? "jitter" : "constant") : "none", instead: missing, fix };
}

/** A bare number of retries has no wait between them. https://requests.readthedocs.io/en/latest/api/#requests.adapters.HTTPAdapter */
function waitOfAdapter(file: PythonFile, call: PyCall): EvenWait | undefined {
  const given = call.argument("max_retries", 2);
  const value = given && file.valueOf(given);
  if (!given || value?.kind !== "number" || value.value < 2) return undefined;
  const missing = file.addImport("urllib3.util", "Retry");
  const edit: Edit = { at: { start: given.start, end: given.end }, text: `Retry(total=${file.slice(given)}, read=False, backoff_factor=0.5)` };
  return { kind: "constant", instead: "max_retries=Retry(…, backoff_factor=0.5)", fix: { title: "Wait between the attempts, longer each time", safe: false, edits: missing ? [missing, edit] : [edit] } };
}

function replaced(file: PythonFile, node: PyExpr | undefined, text: string, title: string): Fix | undefined {
  return node && { title, safe: false, edits: [{ at: { start: node.start, end: node.end }, text }] };
}
