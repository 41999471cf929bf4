/** What one piece of a text says by itself: its nodes by kind, its scopes, what it binds in the module and mentions of it. Lives as long as the piece. */
import type { JsAssign, JsCallExpr, JsClass, JsName, JsNewExpr, JsNode } from "../../../rules/api.ts";
import { once } from "../once.ts";
import { bindingAt } from "./bindings.ts";
import type { Chunk } from "./chunks.ts";
import { thisWrites, type ThisWrites } from "./classes.ts";
import { moduleName } from "./modules.ts";
import type { NameNode } from "./nodes.ts";
import { scopesOf, type JsVariable, type Variable } from "./scopes.ts";

type Kind = JsNode["kind"];
type NodeOf<K extends Kind> = Extract<JsNode, { kind: K }>;

/** What a piece says of one name of the module. */
export interface InModule {
  readonly outer: Variable[];
  /** In source order. */
  readonly mentions: NameNode[];
}

export class PieceIndex {
  constructor(private readonly chunks: () => readonly Chunk[]) {}

  private kinds: ReadonlyMap<Kind, JsNode[]> | undefined;
  /** Of which the nodes are in order. */
  private readonly ordered = new Set<Kind>();

  private byKind(): ReadonlyMap<Kind, JsNode[]> {
    if (this.kinds) return this.kinds;
    const kinds = new Map<Kind, JsNode[]>();
    const take = (nodes: readonly JsNode[]): void => {
      for (const node of nodes) {
        const list = kinds.get(node.kind);
        if (list) list.push(node);
        else kinds.set(node.kind, [node]);
      }
    };
    for (const { nodes, parts } of this.chunks()) {
      take(nodes);
      if (parts) for (const { part } of parts) take(part.nodes);
    }
    return (this.kinds = kinds);
  }

  nodes<K extends Kind>(kind: K): readonly NodeOf<K>[] {
    const list = this.byKind().get(kind);
    if (!list) return none;
    if (!this.ordered.has(kind)) {
      this.ordered.add(kind);
      if (!isInOrder(list)) list.sort(byStart);
    }
    return list as readonly JsNode[] as readonly NodeOf<K>[];
  }

  readonly callNodes = once((): readonly (JsCallExpr | JsNewExpr)[] => {
    const made = this.nodes("New");
    return made.length === 0 ? this.nodes("Call") : [...this.nodes("Call"), ...made].sort(byStart);
  });

  private readonly scopes = once(() => this.chunks().map(scopesOf));
  /** A variable of a function, a class or a block. */
  inner(name: JsName): JsVariable | undefined {
    return this.ofClasses()?.get(name) ?? (name as NameNode).variable;
  }

  /** Names of classes that are read in parts, within them. */
  private readonly ofClasses = once((): ReadonlyMap<JsName, JsVariable> | undefined => {
    let found: Map<JsName, JsVariable> | undefined;
    for (const { ofClass } of this.scopes()) {
      if (!ofClass) continue;
      found ??= new Map();
      for (const one of ofClass.declarations) found.set(one, ofClass);
      for (const one of ofClass.uses) found.set(one, ofClass);
    }
    return found;
  });

  readonly inModule = once((): ReadonlyMap<string, InModule> => {
    const found = new Map<string, InModule>();
    const of = (name: string): InModule => {
      let one = found.get(name);
      if (!one) found.set(name, (one = { outer: [], mentions: [] }));
      return one;
    };
    for (const scopes of this.scopes()) {
      for (const outer of scopes.outer) of(outer.name).outer.push(outer);
      for (const mention of scopes.mentions) of(mention.id).mentions.push(mention);
    }
    for (const { mentions } of found.values()) mentions.sort((a, b) => a.start - b.start);
    return found;
  });

  readonly writes = once((): ThisWrites => thisWrites(this.nodes("Assign")));

  /** Classes by name. */
  readonly classes = once((): ReadonlyMap<string, readonly JsClass[]> => {
    const found = new Map<string, JsClass[]>();
    for (const one of this.nodes("Class")) if (one.name !== undefined) found.set(one.name, [...(found.get(one.name) ?? []), one]);
    return found;
  });

  /** Modules that are imported, exported from, or required. */
  readonly imports = once(() => ({
    declared: this.nodes("Import").filter((one) => !one.isTypeOnly).map((one) => moduleName(one.module)),
    exported: this.nodes("Export").flatMap(({ module }) => (module ? [moduleName(module)] : [])),
    called: this.nodes("ImportCall").flatMap(({ source }) => (source.kind === "Str" ? [moduleName(source.value)] : [])),
    required: this.nodes("Call").flatMap(({ callee, args: [first] }) => (callee.kind === "Name" && callee.id === "require" && first?.kind === "Str" ? [moduleName(first.value)] : [])),
  }));

  /** Everything that others may have asked and that this piece has a say in. */
  readonly keys = once((): readonly string[] => {
    const keys: string[] = [];
    for (const [name, { outer, mentions }] of this.inModule()) {
      keys.push(`use ${name}`);
      if (outer.length > 0 || mentions.some((use) => bindingAt(use) !== undefined)) keys.push(`bind ${name}`);
      if (outer.length > 0 || mentions.some(mayWrite)) keys.push(`write ${name}`);
    }
    for (const name of this.classes().keys()) keys.push(`class ${name}`);
    if (Object.values(this.imports()).some((modules) => modules.length > 0)) keys.push("imports");
    return keys;
  });
}

const none: readonly never[] = [];

/** Names and strings are built as they stand; what holds others is built behind them. */
function isInOrder(nodes: readonly JsNode[]): boolean {
  for (let index = 1; index < nodes.length; index++) {
    const [before, node] = [nodes[index - 1], nodes[index]];
    if (before && node && byStart(before, node) > 0) return false;
  }
  return true;
}

/** `x.key = …`, `Object.assign(x, …)`, `fill(x)`. */
export function mayWrite(use: JsName): boolean {
  const { parent } = use;
  if (parent?.kind === "Call" || parent?.kind === "New") return parent.args.includes(use);
  return parent?.kind === "Member" && parent.object === use && isTarget(parent.parent, parent);
}

function isTarget(holder: JsNode | undefined, node: JsNode): boolean {
  return holder?.kind === "Assign" && (holder satisfies JsAssign).target === node;
}

export function byStart(a: { readonly start: number; readonly end: number }, b: { readonly start: number; readonly end: number }): number {
  return a.start - b.start || b.end - a.end;
}
