/** Small questions about a piece of Python that several rules ask: what runs in it, how it is named, how far its statements go. */
import type { PyCall, PyExpr, PyFunctionDef, PyLambda, PyNode, PyStmt, PythonFile, Span } from "../../api.ts";

/** Every node below the given ones that runs with them: nested functions, lambdas and classes are left out. */
export function running(file: PythonFile, nodes: readonly PyNode[]): readonly PyNode[] {
  if (file.path !== home) [home, walked] = [file.path, new WeakMap()];
  let found = walked.get(nodes);
  if (!found) walked.set(nodes, (found = walk(file, nodes, [])));
  return found;
}

/** Many rules walk through the same bodies, and a body stays the same list until it is edited. Another file begins another map: one that is old keeps what it holds for long. */
let walked = new WeakMap<readonly PyNode[], readonly PyNode[]>();
let home: string | undefined;

function walk(file: PythonFile, nodes: readonly PyNode[], found: PyNode[]): PyNode[] {
  for (const node of nodes) {
    found.push(node);
    if (!isApart(node)) walk(file, file.childrenOf(node), found);
  }
  return found;
}

/** What is in it does not run with what it stands in. */
export function isApart({ kind }: PyNode): boolean {
  return kind === "FunctionDef" || kind === "Lambda" || kind === "ClassDef";
}

export function runs(file: PythonFile, nodes: readonly PyNode[], test: (node: PyNode) => boolean): boolean {
  for (const node of running(file, nodes)) if (test(node)) return true;
  return false;
}

export function callsIn(file: PythonFile, nodes: readonly PyNode[]): PyCall[] {
  const found: PyCall[] = [];
  for (const node of running(file, nodes)) if (node.kind === "Call") found.push(file.call(node));
  return found;
}

/** The last identifier of a name, an attribute chain or what is called: `b` in `a.b(…)`. */
export function lastName(node: PyExpr | undefined): string {
  if (node?.kind === "Call") return lastName(node.func);
  return node?.kind === "Attribute" ? node.attr : node?.kind === "Name" ? node.id : "";
}

/** Statements without the docstring and `...`, `pass`. */
export function withoutFiller(body: readonly PyStmt[]): readonly PyStmt[] {
  return body.filter((one) => one.kind !== "Pass" && !(one.kind === "ExprStmt" && (one.value.kind === "Str" || one.value.kind === "Const")));
}

/** The innermost node of a kind around this one, within the same function. */
export function around<K extends PyNode["kind"]>(node: PyNode, kind: K): Extract<PyNode, { readonly kind: K }> | undefined {
  for (let at = node.parent; at && at.kind !== "FunctionDef" && at.kind !== "Lambda" && at.kind !== "ClassDef"; at = at.parent) {
    if (at.kind === kind) return at as Extract<PyNode, { readonly kind: K }>;
  }
  return undefined;
}

export function isInside(node: Span, outer: Span): boolean {
  return outer.start <= node.start && node.end <= outer.end;
}

/** The function whose code a node is part of; a lambda counts as part of the function around it. */
export function functionAround(file: PythonFile, node: PyNode): PyFunctionDef | undefined {
  let at: PyFunctionDef | PyLambda | undefined = file.enclosingFunction(node);
  while (at?.kind === "Lambda") at = file.enclosingFunction(at);
  return at;
}

/** As written when that is short enough to be quoted, else the last identifier. */
export function written(file: PythonFile, call: PyCall): string {
  const text = file.slice(call.node.func);
  return /^[\w.]{1,60}$/.test(text) ? text : call.method;
}

/** Whitespace before the statement on its line, or undefined when something else stands there. */
export function indentOf(file: PythonFile, node: Span): string | undefined {
  const before = lineBefore(file, node);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** What stands before a place on its line. */
export function lineBefore(file: PythonFile, { start: end }: Span): string {
  let start = end;
  while (start > 0 && !/[\r\n]/.test(file.slice({ start: start - 1, end: start }))) start -= 1; // letter by letter: to ask for more is to rest on more
  return file.slice({ start, end });
}

/** The end of line that the file uses. */
export function lineBreak(file: PythonFile): string {
  return hasCarriageReturns(file) ? "\r\n" : "\n";
}

/** Cheap to ask for, remembered per file: rules run one after another over the same façade. */
export function oncePerFile<T>(compute: (file: PythonFile) => T): (file: PythonFile) => T {
  return (file) => file.once(compute);
}

/** A node where it was found: the same node in another place is another find, so that who asks what comes first is asked again. */
export class Found<Node extends PyNode> {
  constructor(readonly node: Node) {}
}

/** Whether any piece of the file has what is looked for; asked again only of pieces that change. */
export function anywhere(test: (part: PythonFile) => boolean): (file: PythonFile) => boolean {
  const each = (part: PythonFile): readonly true[] => (test(part) ? [true] : []);
  return oncePerFile((file) => file.collect(each).length > 0);
}

const hasCarriageReturns = anywhere(({ here }) => here.text.includes("\r\n"));
