/** Which fitted transformers made the rows that an expression holds. */
import type { PyBinding, PyCallExpr, PyExpr, PyName, PyNode, PySubscript, PythonFile } from "../../../../rules/api.ts";
import type { ObjectFact } from "../../../../rules/facts/python.ts";
import type { Objects } from "../facts-objects.ts";

const deepest = 10;
const mostFound = 6;

export function transformersBehind(file: PythonFile, objects: Objects, node: PyExpr): readonly ObjectFact[] {
  const seen = new Set<PyNode>();
  const found = new Map<string, ObjectFact>();
  const visit = (one: PyExpr | undefined, depth: number): void => {
    if (!one || depth > deepest || seen.has(one) || found.size >= mostFound) return;
    seen.add(one);
    for (const next of one.kind === "Call" ? ofCall(file, objects, one, found) : one.kind === "Name" ? ofName(file, one) : partsOf(one)) visit(next, depth + 1);
  };
  visit(node, 0);
  return [...found.values()];
}

function ofCall(file: PythonFile, objects: Objects, node: PyCallExpr, found: Map<string, ObjectFact>): readonly (PyExpr | undefined)[] {
  const { method, receiver, positional } = file.call(node);
  if (receiver && (method === "fit_transform" || method === "transform")) {
    const object = objects.of(receiver);
    if (object) found.set(JSON.stringify(object), object);
    return [positional[0]];
  }
  if (/^(?:hstack|vstack|concatenate|concat|column_stack)$/.test(method)) return positional.flatMap((one) => (one.kind === "List" || one.kind === "Tuple" ? one.elements : [one]));
  return [receiver, ...positional.slice(0, 1)];
}

function partsOf(node: PyExpr): readonly PyExpr[] {
  switch (node.kind) {
    case "Subscript": case "Attribute": case "Await": return [node.value] as readonly PyExpr[];
    case "Binary": return [node.left, node.right];
    default: return [];
  }
}

function ofName(file: PythonFile, node: PyName): readonly (PyExpr | undefined)[] {
  return [...file.bindingsOf(node).map((binding) => binding.value ?? partOfSplit(file, binding, node.id)), ...cornersOf(file, node)];
}

/** `a, b, c, d = train_test_split(X, y)`: `a` and `b` come from `X`. */
function partOfSplit(file: PythonFile, binding: PyBinding, name: string): PyExpr | undefined {
  let at: PyNode | undefined = binding.node;
  while (at && at.kind !== "Assign" && at.kind !== "FunctionDef") at = at.parent;
  if (at?.kind !== "Assign" || at.value.kind !== "Call" || file.call(at.value).method !== "train_test_split") return undefined;
  const target = at.targets.find((one) => one.kind === "Tuple" || one.kind === "List");
  const index = target && (target.kind === "Tuple" || target.kind === "List") ? target.elements.findIndex((one) => one.kind === "Name" && one.id === name) : -1;
  return index < 0 ? undefined : file.call(at.value).positional[Math.floor(index / 2)];
}

/** `df[columns] = scaler.fit_transform(df[columns])` in the same function. */
function cornersOf(file: PythonFile, node: PyName): readonly PyExpr[] {
  const owner = file.enclosingFunction(node);
  return file.nodes("Assign").flatMap((one) => {
    const target = one.targets.find((each): each is PySubscript => each.kind === "Subscript" && each.value.kind === "Name" && each.value.id === node.id);
    return target && one.start < node.start && one.value.kind === "Call" && file.enclosingFunction(one) === owner ? [one.value] : [];
  });
}
