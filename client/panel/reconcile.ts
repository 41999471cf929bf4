/** Keeps the identity of the panel's rows over time, so that only those whose look changed are drawn again. */
import type { Look, Row, Subject } from "./nodes.ts";

/** A row the editor holds on to; its contents follow the server's answers. */
export interface Node {
  readonly id: string;
  readonly parent: Node | undefined;
  subject: Subject;
  look: Look;
  children: Node[];
}

export class Tree {
  roots: Node[] = [];
  readonly #nodes = new Map<string, Node>();

  find(id: string): Node | undefined {
    return this.#nodes.get(id);
  }

  /** Takes over a new state; answers with the nodes to draw again, or `"all"` when the top level itself changed. */
  update(rows: readonly Row[]): readonly Node[] | "all" {
    const before = this.roots.map((node) => node.id);
    const changed: Node[] = [];
    const alive = new Set<string>();
    this.roots = rows.map((row) => this.#take(row, undefined, changed, alive));
    for (const id of this.#nodes.keys()) if (!alive.has(id)) this.#nodes.delete(id);
    return sameList(before, this.roots.map((node) => node.id)) ? changed : "all";
  }

  #take(row: Row, parent: Node | undefined, changed: Node[], alive: Set<string>): Node {
    const known = this.#nodes.get(row.id);
    const node: Node = known && known.parent === parent ? known : { id: row.id, parent, subject: row.subject, look: row.look, children: [] };
    const childrenBefore = node.children.map((child) => child.id);
    const isChanged = node === known && (!sameLook(node.look, row.look) || !sameList(childrenBefore, row.children.map((child) => child.id)));
    node.subject = row.subject;
    node.look = row.look;
    this.#nodes.set(row.id, node);
    alive.add(row.id);
    if (isChanged) changed.push(node);
    node.children = row.children.map((child) => this.#take(child, node, changed, alive));
    return node;
  }
}

function sameLook(one: Look, other: Look): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
