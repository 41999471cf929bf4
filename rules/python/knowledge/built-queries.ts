/** Queries that a file puts together and hands on: no call in sight runs them. */
import type { PyCallExpr, PyExpr, PyNode, PythonFile } from "../../api.ts";
import { assembled } from "../taint/assembled.ts";
import { oncePerFile } from "./code.ts";
import { queryArgument, queryPieces } from "./queries.ts";

/** Calls that show a text to people. */
const telling = /^(?:print|debug|info|warning|warn|error|critical|exception|log|echo|write|fail|skip|\w*(?:Error|Exception|Warning))$/;

/** What no sentence has: the verb in capitals, or a comparison in a condition. */
const statement = /^\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|MERGE INTO|WITH|DROP TABLE|ALTER TABLE|TRUNCATE)\b|\b(?:where|set)\b[^;]*=/;
const verb = /^\s*(?:select|insert|update|delete|replace|merge|with|drop|alter|truncate)\b/i;

function mayBegin(text: string): boolean {
  return verb.test(text.length > 200 ? text.slice(0, 200) : text);
}

/** Texts that begin as a statement and take in other values, where no query call of the file reads them. */
export function* builtQueries(file: PythonFile): Generator<PyExpr> {
  let run: ReadonlySet<PyExpr | string> | undefined;
  for (const text of file.here.nodes("Str")) {
    if (!mayBegin(text.value)) continue;
    const root = whole(text);
    const { parent } = root;
    if (!parent || (root === text && text.holes.length === 0) || !statement.test(assembled(file, root)?.text.slice(0, 2000) ?? "")) continue;
    run ??= new Set([...runHere(file), ...runElsewhere(file)]);
    if (run.has(root) || !isKept(file, parent, root)) continue;
    if (parent.kind === "Assign" && parent.targets.some((target) => target.kind !== "Name" && run?.has(file.slice(target)))) continue;
    yield root;
  }
}

/** `"…" % x`, `"…" + x + "…"`, `"…".format(x)` around the text. */
function whole(text: PyExpr): PyExpr {
  let at = text;
  for (let { parent } = at; parent; parent = at.parent) {
    if (parent.kind === "Binary" && (parent.op === "+" || (parent.op === "%" && parent.left === at))) at = parent;
    else if (parent.kind === "Attribute" && parent.attr === "format" && parent.value === at && parent.parent?.kind === "Call") at = parent.parent;
    else break;
  }
  return at;
}

function isKept(file: PythonFile, parent: PyNode, root: PyExpr): boolean {
  if (parent.kind === "Call") return parent.args.some(({ value }) => value === root) && !telling.test(methodOf(file, parent));
  return parent.kind === "Assign" || parent.kind === "AnnAssign" || parent.kind === "Return" || parent.kind === "ExprStmt";
}

function methodOf(file: PythonFile, node: PyCallExpr): string {
  return node.func.kind === "Name" ? node.func.id : file.call(node).method;
}

/** What query calls of this place read: the texts themselves, what names among them were given, and attributes as written. */
function runHere(file: PythonFile): readonly (PyExpr | string)[] {
  const found: (PyExpr | string)[] = [];
  const add = (one: PyExpr): void => {
    found.push(one);
    if (one.kind === "Attribute") found.push(file.slice(one));
    if (one.kind === "Name") for (const { value, node } of file.bindingsOf(one)) {
      if (value) found.push(value);
      if (node.kind === "AugAssign") found.push(node.value);
    }
  };
  for (const call of file.here.calls()) for (const one of [queryArgument(call), ...queryPieces(call)]) {
    if (!one) continue;
    add(one);
    if (one.kind === "Call") for (const { value } of one.args) add(value);
  }
  return found;
}

/** Of that, what other statements may have made. */
function handedOn(file: PythonFile): readonly (PyExpr | string)[] {
  const found = runHere(file);
  const own = new Set(found.length > 0 ? file.here.nodes("Call").map(rootOf) : []);
  return found.filter((one) => typeof one === "string" || !own.has(rootOf(one)));
}

const runElsewhere = oncePerFile((file: PythonFile): ReadonlySet<PyExpr | string> => new Set(file.collect(handedOn)));

function rootOf(node: PyNode): PyNode {
  let at = node;
  while (at.parent) at = at.parent;
  return at;
}
