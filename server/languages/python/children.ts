/** The nodes directly below a node, in source order: one place that knows every kind. */
import type { PyExpr, PyNode, PyNodeOf } from "../../../rules/api.ts";

type Below = readonly (PyNode | undefined)[];
type ChildrenOf = { readonly [K in PyNode["kind"]]: (node: PyNodeOf<K>) => Below };

export function childrenOf(node: PyNode): PyNode[] {
  const list = (table[node.kind] as (node: PyNode) => Below)(node);
  return list.filter((child): child is PyNode => child !== undefined);
}

const none = (): Below => [];
const value = (node: { readonly value: PyExpr | undefined }): Below => [node.value];
const elements = (node: { readonly elements: readonly PyExpr[] }): Below => node.elements;
const children = (node: { readonly children: readonly PyNode[] }): Below => node.children;

const table: ChildrenOf = {
  Name: none, Num: none, Const: none, Pass: none, Break: none, Continue: none, Import: none, ImportFrom: none, Global: none, Nonlocal: none,
  Attribute: value, Await: value, Starred: value, YieldFrom: value, Yield: value, Return: value, ExprStmt: value,
  List: elements, Tuple: elements, Set: elements, Unknown: children, Other: children,
  Call: (node) => [node.func, ...node.args.map((one) => one.value)],
  Str: (node) => node.holes,
  Dict: (node) => node.entries.flatMap((entry) => [entry.key, entry.value]),
  Subscript: (node) => [node.value, node.index],
  Slice: (node) => [node.lower, node.upper, node.step],
  Binary: (node) => [node.left, node.right],
  BoolOp: (node) => [node.left, node.right],
  Unary: (node) => [node.operand],
  Compare: (node) => [node.left, ...node.rights],
  Conditional: (node) => [node.then, node.test, node.otherwise],
  Lambda: (node) => [...node.params, node.body],
  Comprehension: (node) => [node.element, node.value, ...node.clauses.flatMap((clause) => [clause.target, clause.iter, ...clause.ifs])],
  NamedExpr: (node) => [node.target, node.value],
  Param: (node) => [node.annotation, node.fallback],
  FunctionDef: (node) => [...node.decorators, ...node.params, node.returns, ...node.body],
  ClassDef: (node) => [...node.decorators, ...node.bases.map((one) => one.value), ...node.body],
  Assign: (node) => [...node.targets, node.value],
  AugAssign: (node) => [node.target, node.value],
  AnnAssign: (node) => [node.target, node.annotation, node.value],
  Raise: (node) => [node.exc, node.cause],
  If: (node) => [node.test, ...node.body, ...node.orelse],
  For: (node) => [node.target, node.iter, ...node.body, ...node.orelse],
  While: (node) => [node.test, ...node.body, ...node.orelse],
  With: (node) => [...node.items.flatMap((item) => [item.context, item.target]), ...node.body],
  Try: (node) => [...node.body, ...node.handlers, ...node.orelse, ...node.finalbody],
  Handler: (node) => [node.type, ...node.body],
  Match: (node) => [node.subject, ...node.cases.flatMap((one) => [...one.captures, one.guard, ...one.body])],
  Assert: (node) => [node.test, node.message],
  Delete: (node) => node.targets,
};
