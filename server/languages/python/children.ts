/** The nodes directly below a node, in source order: one place that knows every kind. */
import type { PyExpr, PyNode, PyNodeOf } from "../../../rules/api.ts";

type Visit = (child: PyNode, parent: PyNode) => void;
type EachChild = { readonly [K in PyNode["kind"]]: (node: PyNodeOf<K>, visit: Visit) => void };

export function childrenOf(node: PyNode): PyNode[] {
  const found: PyNode[] = [];
  eachChild(node, (child) => void found.push(child));
  return found;
}

/** Asked of every node there is: makes no lists. */
export function eachChild(node: PyNode, visit: Visit): void {
  (table[node.kind] as (node: PyNode, visit: Visit) => void)(node, visit);
}

function one(child: PyNode | undefined, node: PyNode, visit: Visit): void {
  if (child) visit(child, node);
}

function all(children: readonly PyNode[], node: PyNode, visit: Visit): void {
  for (const child of children) visit(child, node);
}

const none = (): void => {};
const value = (node: PyNode & { readonly value: PyExpr | undefined }, visit: Visit) => one(node.value, node, visit);
const elements = (node: PyNode & { readonly elements: readonly PyExpr[] }, visit: Visit) => all(node.elements, node, visit);
const children = (node: PyNode & { readonly children: readonly PyNode[] }, visit: Visit) => all(node.children, node, visit);
const sides = (node: PyNode & { readonly left: PyExpr; readonly right: PyExpr }, visit: Visit) => {
  visit(node.left, node);
  visit(node.right, node);
};

const table: EachChild = {
  Name: none, Num: none, Const: none, Pass: none, Break: none, Continue: none, Import: none, ImportFrom: none, Global: none, Nonlocal: none,
  Attribute: value, Await: value, Starred: value, YieldFrom: value, Yield: value, Return: value, ExprStmt: value,
  List: elements, Tuple: elements, Set: elements, Unknown: children, Other: children, Binary: sides, BoolOp: sides,
  Call: (node, visit) => {
    visit(node.func, node);
    for (const argument of node.args) visit(argument.value, node);
  },
  Str: (node, visit) => all(node.holes, node, visit),
  Dict: (node, visit) => {
    for (const entry of node.entries) {
      one(entry.key, node, visit);
      visit(entry.value, node);
    }
  },
  Subscript: (node, visit) => {
    visit(node.value, node);
    visit(node.index, node);
  },
  Slice: (node, visit) => {
    one(node.lower, node, visit);
    one(node.upper, node, visit);
    one(node.step, node, visit);
  },
  Unary: (node, visit) => visit(node.operand, node),
  Compare: (node, visit) => {
    visit(node.left, node);
    all(node.rights, node, visit);
  },
  Conditional: (node, visit) => {
    visit(node.then, node);
    visit(node.test, node);
    visit(node.otherwise, node);
  },
  Lambda: (node, visit) => {
    all(node.params, node, visit);
    visit(node.body, node);
  },
  Comprehension: (node, visit) => {
    visit(node.element, node);
    one(node.value, node, visit);
    for (const clause of node.clauses) {
      visit(clause.target, node);
      visit(clause.iter, node);
      all(clause.ifs, node, visit);
    }
  },
  NamedExpr: (node, visit) => {
    visit(node.target, node);
    visit(node.value, node);
  },
  Param: (node, visit) => {
    one(node.annotation, node, visit);
    one(node.fallback, node, visit);
  },
  FunctionDef: (node, visit) => {
    all(node.decorators, node, visit);
    all(node.params, node, visit);
    one(node.returns, node, visit);
    all(node.body, node, visit);
  },
  ClassDef: (node, visit) => {
    all(node.decorators, node, visit);
    for (const base of node.bases) visit(base.value, node);
    all(node.body, node, visit);
  },
  Assign: (node, visit) => {
    all(node.targets, node, visit);
    visit(node.value, node);
  },
  AugAssign: (node, visit) => {
    visit(node.target, node);
    visit(node.value, node);
  },
  AnnAssign: (node, visit) => {
    visit(node.target, node);
    visit(node.annotation, node);
    one(node.value, node, visit);
  },
  Raise: (node, visit) => {
    one(node.exc, node, visit);
    one(node.cause, node, visit);
  },
  If: (node, visit) => {
    visit(node.test, node);
    all(node.body, node, visit);
    all(node.orelse, node, visit);
  },
  For: (node, visit) => {
    visit(node.target, node);
    visit(node.iter, node);
    all(node.body, node, visit);
    all(node.orelse, node, visit);
  },
  While: (node, visit) => {
    visit(node.test, node);
    all(node.body, node, visit);
    all(node.orelse, node, visit);
  },
  With: (node, visit) => {
    for (const item of node.items) {
      visit(item.context, node);
      one(item.target, node, visit);
    }
    all(node.body, node, visit);
  },
  Try: (node, visit) => {
    all(node.body, node, visit);
    all(node.handlers, node, visit);
    all(node.orelse, node, visit);
    all(node.finalbody, node, visit);
  },
  Handler: (node, visit) => {
    one(node.type, node, visit);
    all(node.body, node, visit);
  },
  Match: (node, visit) => {
    visit(node.subject, node);
    for (const { captures, guard, body } of node.cases) {
      all(captures, node, visit);
      one(guard, node, visit);
      all(body, node, visit);
    }
  },
  Assert: (node, visit) => {
    visit(node.test, node);
    one(node.message, node, visit);
  },
  Delete: (node, visit) => all(node.targets, node, visit),
};
