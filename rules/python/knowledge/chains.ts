/** Chains of methods, as query builders are written: `db.query(User).filter(…).all()`. */
import type { PyCallExpr, PyExpr, PyNode, PythonFile } from "../../api.ts";

export interface Link {
  readonly name: string;
  /** Undefined for a plain attribute. */
  readonly call: PyCallExpr | undefined;
}

export interface Chain {
  readonly root: PyExpr;
  /** From the root on. */
  readonly links: readonly Link[];
}

/** The chain that ends in this expression; awaits on the way are looked through. */
export function chainOf(node: PyExpr): Chain {
  const links: Link[] = [];
  let at: PyExpr = node;
  for (;;) {
    if (at.kind === "Call" && at.func.kind === "Attribute") {
      links.unshift({ name: at.func.attr, call: at });
      at = at.func.value;
    } else if (at.kind === "Attribute") {
      links.unshift({ name: at.attr, call: undefined });
      at = at.value;
    } else if (at.kind === "Await") at = at.value;
    else return { root: at, links };
  }
}

/** A name stands for what it was last given, as long as every binding that reaches it is a chain; undefined otherwise. */
export function chainsBehind(file: PythonFile, node: PyExpr, depth = 0): readonly Chain[] | undefined {
  const chain = chainOf(node);
  if (chain.root.kind !== "Name" || depth > 6) return [chain];
  const bindings = file.bindingsOf(chain.root);
  if (bindings.length === 0 || bindings.some(({ how }) => how !== "assign")) return [chain];
  const found: Chain[] = [];
  for (const { value } of bindings) {
    if (!value || value.kind === "Name" || value.start >= node.start) return undefined;
    const behind = value.kind === "Call" || value.kind === "Await" || value.kind === "Attribute" ? chainsBehind(file, value, depth + 1) : undefined;
    if (!behind) return undefined;
    for (const one of behind) found.push({ root: one.root, links: [...one.links, ...chain.links] });
  }
  return found;
}

/** The whole expression that a part of a chain belongs to: `Order.objects.all()` in `Order.objects.all().order_by("id")[:10]`. */
export function wholeOf(node: PyExpr): PyExpr {
  let at: PyExpr = node;
  for (let parent: PyNode | undefined = at.parent; parent; parent = at.parent) {
    if (parent.kind === "Attribute" && parent.value === at) at = parent;
    else if (parent.kind === "Call" && parent.func === at) at = parent;
    else if (parent.kind === "Subscript" && parent.value === at) at = parent;
    else if (parent.kind === "Await" && parent.value === at) at = parent;
    else return at;
  }
  return at;
}
