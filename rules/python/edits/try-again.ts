/** Writes a call so that it is tried again a few times, with growing and random waits, by the library that the project has. */
import type { Edit, Fix, PyCall, PyExpr, PyNode, PythonFile } from "../../api.ts";

/** Reading twice changes nothing: `GET` and `HEAD` alone are tried again. https://www.rfc-editor.org/rfc/rfc9110#name-idempotent-methods */
const reads = /^(?:requests|httpx)\.(?:(?:Session|session|Client)\.)?(?:get|head|options)$/;

const times = 3;
const longestWait = 10;

interface Again {
  /** As imported, and as the package index has it. */
  readonly name: string;
  /** What is imported from it; none where the module itself is used. */
  readonly names: readonly string[];
  /** Stands before the function; `error` is what a failed request raises. */
  readonly before: (error: string) => string;
  /** `handed`: the function is the first of the arguments; `wrapped`: a bracket closes behind it and its arguments stay. */
  readonly form: "handed" | "wrapped";
  readonly source: string;
}

const libraries: readonly Again[] = [
  { name: "tenacity", names: ["Retrying", "stop_after_attempt", "wait_random_exponential"], form: "handed", before: () => `Retrying(stop=stop_after_attempt(${times}), wait=wait_random_exponential(max=${longestWait}), reraise=True)(`, source: "https://tenacity.readthedocs.io/en/latest/api.html#retry-main-api" },
  { name: "stamina", names: [], form: "handed", before: (error) => `stamina.RetryingCaller(attempts=${times}, wait_max=${longestWait}.0)(${error}, `, source: "https://stamina.hynek.me/en/stable/api.html#stamina.RetryingCaller" },
  { name: "backoff", names: [], form: "wrapped", before: (error) => `backoff.on_exception(backoff.expo, ${error}, max_tries=${times})(`, source: "https://github.com/litl/backoff#backoffon_exception" },
  { name: "retrying", names: ["Retrying"], form: "handed", before: () => `Retrying(stop_max_attempt_number=${times}, wait_exponential_multiplier=500, wait_exponential_max=${longestWait}000, wait_jitter_max=500).call(`, source: "https://github.com/rholder/retrying#examples" },
  { name: "retry", names: ["retry"], form: "wrapped", before: (error) => `retry(${error}, tries=${times}, delay=0.5, backoff=2, max_delay=${longestWait}, jitter=(0, 0.5))(`, source: "https://github.com/invl/retry#retry-decorator" },
];

/**
 * `bounding` are the edits that give the call its timeout. With the library the file imports, else with any that the project has; not inside of what
 * tries again already. A session that the file makes is also offered urllib3's own way, which every project with requests has.
 */
export function tryAgainFixes(file: PythonFile, call: PyCall, bounding: readonly Edit[], passed: string): readonly Fix[] {
  const { node } = call;
  if (!reads.test(call.callee ?? "") || node.args.length === 0 || isTriedAgain(file, node) || !/^\s*\(/.test(argumentsOf(file, call))) return [];
  const imports = file.imports();
  const imported = libraries.find(({ name }) => imports.some((one) => one === name || one.startsWith(`${name}.`)));
  const mounted = imported ? undefined : mountFix(file, call, bounding, passed);
  return [...(imported ? [imported] : libraries).map((library) => againFix(file, call, library, bounding, passed, library !== imported)), ...(mounted ? [mounted] : [])];
}

function againFix(file: PythonFile, call: PyCall, { name, names, before, form }: Again, bounding: readonly Edit[], passed: string, isNew: boolean): Fix {
  const { node } = call;
  const written = argumentsOf(file, call);
  const open = written.indexOf("(");
  const error = call.callee?.startsWith("httpx") ? "httpx.HTTPError" : "requests.RequestException";
  const asks = before(error);
  const separator = /\s/.test(written[open + 1] ?? "") ? "," : ", ";
  const edits: Edit[] = [
    ...importEdits(file, [...(names.length > 0 ? [{ module: name, names }] : [{ module: name, names: [] }]), ...(asks.includes(error) ? [{ module: error.slice(0, error.indexOf(".")), names: [] }] : [])]),
    { at: { start: node.start, end: node.start }, text: asks },
    form === "wrapped" ? { at: { start: node.func.end, end: node.func.end }, text: ")" } : { at: { start: node.func.end, end: node.func.end + open + 1 }, text: separator },
    ...bounding,
  ];
  return { title: `Pass ${passed} and try again with ${name}`, safe: false, edits, ...(isNew && { has: { ecosystem: "python", name } }) };
}

/** What stands behind the name that is called, from its bracket on. */
function argumentsOf(file: PythonFile, { node }: PyCall): string {
  return file.slice({ start: node.func.end, end: node.end });
}

/** `session.mount("https://", HTTPAdapter(max_retries=Retry(...)))` behind the statement that makes the session: it tries what may be repeated, nothing else. */
function mountFix(file: PythonFile, call: PyCall, bounding: readonly Edit[], passed: string): Fix | undefined {
  const made = call.receiver && call.receiverValue();
  const statement = made?.kind === "call" && /^requests\.(?:sessions\.)?[Ss]ession$/.test(made.of) ? made.call.node.parent : undefined;
  const [target] = statement?.kind === "Assign" ? statement.targets : [];
  if (!statement || !target || (target.kind !== "Name" && target.kind !== "Attribute") || file.calls().some(({ method }) => method === "mount")) return undefined;
  const end = file.text.slice(statement.end).search(/[\r\n]|$/) + statement.end;
  const start = Math.max(file.text.lastIndexOf("\n", statement.start - 1), file.text.lastIndexOf("\r", statement.start - 1)) + 1;
  const indent = file.text.slice(start, statement.start);
  if (indent.trim() !== "" || !/^\s*(?:#.*)?$/.test(file.text.slice(statement.end, end))) return undefined;
  const line = `${file.slice(target)}.mount("https://", HTTPAdapter(max_retries=Retry(total=${times}, backoff_factor=0.5, status_forcelist=[502, 503, 504])))`;
  const edits = [...importEdits(file, [{ module: "requests.adapters", names: ["HTTPAdapter"] }, { module: "urllib3.util", names: ["Retry"] }]), { at: { start: end, end }, text: `${file.text.includes("\r\n") ? "\r\n" : "\n"}${indent}${line}` }, ...bounding];
  return { title: `Pass ${passed} and let the session try again`, safe: false, edits };
}

/** One edit for all that is missing: they would stand at the same place. */
function importEdits(file: PythonFile, wanted: readonly { readonly module: string; readonly names: readonly string[] }[]): Edit[] {
  const lines = wanted.flatMap(({ module, names }) => {
    if (names.length === 0) return file.addImport(module) ?? [];
    const missing = names.filter((name) => file.addImport(module, name));
    const line = missing[0] === undefined ? undefined : file.addImport(module, missing[0]);
    return line ? [{ at: line.at, text: line.text.replace(`import ${missing[0]}`, `import ${missing.join(", ")}`) }] : [];
  });
  const [first] = lines;
  return first ? [{ at: first.at, text: lines.map(({ text }) => text).join("") }] : [];
}

/** Two things that try again multiply: three times three calls to a service that is down. */
function isTriedAgain(file: PythonFile, node: PyNode): boolean {
  for (let at: PyNode | undefined = node.parent; at; at = at.parent) {
    if (at.kind === "While" || at.kind === "For" || at.kind === "Await") return true;
    if (at.kind === "FunctionDef" && (at.isAsync || at.decorators.some((one: PyExpr) => /retry|backoff|on_exception|on_predicate/i.test(file.slice(one))))) return true;
  }
  return false;
}
