/** Where the order in which a set gives its members decides about numbers that a model learns by. */
import type { PyCall, PyCallExpr, PyExpr, PythonFile } from "../../api.ts";

export interface SetOrder {
  readonly set: PyExpr;
  /** As written: `enumerate`, `list`. */
  readonly by: string;
}

/** `{word: i for i, word in enumerate(set(words))}`, `frame[list(set(a) & set(b))]`. */
export function* setOrders(file: PythonFile): Iterable<SetOrder> {
  for (const call of file.here.calls()) {
    const [set, ...more] = call.positional;
    if (!set || more.length > 0 || !isSet(file, set)) continue;
    if (call.callee === "builtins.enumerate" && numbers(call.node)) yield { set, by: "enumerate" };
    if (/^builtins\.(?:list|tuple)$/.test(call.callee ?? "") && chooses(call)) yield { set, by: call.method };
  }
}

/** Every member gets its number, in a dict or a loop that fills one. */
function numbers(node: PyCallExpr): boolean {
  const { parent } = node;
  if (parent?.kind === "Comprehension") return parent.of === "dict";
  return parent?.kind === "For" && parent.iter === node && parent.body.some((one) => one.kind === "Assign" && one.targets.some(({ kind }) => kind === "Subscript"));
}

/** Columns in this order. */
function chooses({ node }: PyCall): boolean {
  const { parent } = node;
  return (parent?.kind === "Subscript" && parent.index === node) || (parent?.kind === "Call" && parent.args.some(({ name, value }) => name === "columns" && value === node));
}

const deepest = 4;

function isSet(file: PythonFile, node: PyExpr, depth = 0): boolean {
  if (depth > deepest) return false;
  if (node.kind === "Set" || (node.kind === "Comprehension" && node.of === "set")) return true;
  if (node.kind === "Binary") return /^[|&^-]$/.test(node.op) && isSet(file, node.left, depth + 1) && isSet(file, node.right, depth + 1);
  if (node.kind === "Call") return /^builtins\.(?:set|frozenset)$/.test(file.call(node).callee ?? "") && node.args.length > 0;
  const [only, ...more] = node.kind === "Name" ? file.bindingsOf(node) : [];
  return only?.how === "assign" && more.length === 0 && only.value !== undefined && isSet(file, only.value, depth + 1);
}
