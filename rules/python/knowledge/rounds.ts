/** Loops that do something once per element: what they go over, and what in them depends on the element. */
import type { PyComprehension, PyExpr, PyFor, PyNode, PythonFile } from "../../api.ts";
import { callsIn, isApart, lastName, running } from "./code.ts";

export interface Round {
  readonly loop: PyFor | PyComprehension;
  readonly iter: PyExpr;
  /** The loop's own names and those made from them. */
  readonly names: ReadonlySet<string>;
}

/** The innermost loop over elements that runs this node for each of them, within the same function. */
export function roundAround(file: PythonFile, node: PyNode): Round | undefined {
  let child: PyNode = node;
  for (let at = node.parent; at && at.kind !== "FunctionDef" && at.kind !== "Lambda" && at.kind !== "ClassDef"; child = at, at = at.parent) {
    if (at.kind === "While") return undefined;
    if (at.kind === "For" && at.body.some((one) => one === child)) return { loop: at, iter: at.iter, names: namesIn(file, at) };
    const [first] = at.kind === "Comprehension" ? at.clauses : [];
    if (at.kind === "Comprehension" && first && child !== first.iter) return { loop: at, iter: first.iter, names: new Set(at.clauses.flatMap(({ target }) => boundNames(file, target))) };
  }
  return undefined;
}

/** What a loop is made of never changes: an edit makes another loop. */
const knownNames = new WeakMap<PyFor, ReadonlySet<string>>();

/** Asked for every call in the loop, worked out once. */
function namesIn(file: PythonFile, loop: PyFor): ReadonlySet<string> {
  let names = knownNames.get(loop);
  if (!names) knownNames.set(loop, (names = findNames(file, loop)));
  return names;
}

function findNames(file: PythonFile, loop: PyFor): ReadonlySet<string> {
  const names = new Set(boundNames(file, loop.target));
  for (const one of running(file, loop.body)) {
    if (one.kind === "Assign" && mentionsAny(file, one.value, names)) for (const target of one.targets) for (const name of boundNames(file, target)) names.add(name);
    if (one.kind === "For" && mentionsAny(file, one.iter, names)) for (const name of boundNames(file, one.target)) names.add(name);
  }
  return names;
}

function boundNames(file: PythonFile, target: PyExpr): readonly string[] {
  if (target.kind === "Name") return [target.id];
  return running(file, [target]).flatMap((one) => (one.kind === "Name" ? [one.id] : []));
}

export function mentionsAny(file: PythonFile, node: PyNode, names: ReadonlySet<string>): boolean {
  if (node.kind === "Name") return names.has(node.id);
  return !isApart(node) && file.childrenOf(node).some((one) => mentionsAny(file, one, names));
}

/** A handful that is written down, a count, a piece of something larger: not as many as there happen to be. */
export function isSmall(file: PythonFile, iter: PyExpr): boolean {
  if (iter.kind === "Call") {
    const [first] = iter.args;
    const name = lastName(iter);
    if (/^(?:range|batched|count|as_completed|islice)$/.test(name)) return true;
    if (/^(?:enumerate|list|sorted|reversed|set|tuple|zip|tqdm)$/.test(name) && first) return isSmall(file, first.value);
    if (/^(?:items|keys|values)$/.test(name) && iter.func.kind === "Attribute") return isSmall(file, iter.func.value);
    if (/^(?:split|partition|args|mro|fields|get_fields|walk|listdir|glob|iterdir|rglob)$/.test(name)) return true;
  }
  if (iter.kind === "Subscript" && iter.index.kind === "Slice" && (iter.index.upper !== undefined)) return true;
  if ((iter.kind === "Name" || iter.kind === "Attribute") && /^_*[A-Z][A-Z0-9_]*$/.test(lastName(iter))) return true;
  const value = file.valueOf(iter);
  return ((value.kind === "list" || value.kind === "tuple" || value.kind === "set") && value.elements.length > 0 && value.elements.every((one) => one.kind !== "Starred")) || (value.kind === "dict" && !value.open && value.entries.size > 0);
}

/** Loops that leave as soon as something fits, wait on purpose, or give one answer at a time. */
export function isStepwise(file: PythonFile, { loop }: Round): boolean {
  if (loop.kind === "Comprehension") return false;
  if (callsIn(file, loop.body).some((call) => /^(?:sleep|wait|acquire|throttle)$/.test(call.method))) return true;
  for (const one of running(file, loop.body)) if (one.kind === "Break" || one.kind === "Return" || one.kind === "Yield" || one.kind === "YieldFrom") return true;
  return false;
}
