/** One call as rules see it: its resolved callee and its arguments, looked through visible spreads and partials. */
import type { PyCall, PyCallExpr, PyExpr, PyFunctionDef, PyLambda, PyValue, Span } from "../../../rules/api.ts";
import { pieceOf } from "./located.ts";
import { enclosingFunction } from "./places.ts";
import type { Values } from "./values.ts";

interface Arguments {
  readonly positional: readonly PyExpr[];
  /** How many of `positional` are surely at their place; a `*x` that cannot be seen moves the rest. */
  readonly placed: number;
  readonly keywords: ReadonlyMap<string, PyExpr>;
  readonly spreadsUnknown: boolean;
}

export class Call implements PyCall {
  private resolved: string | undefined | null = null;
  private isResolving = false;
  private gathered: Arguments | undefined;

  constructor(readonly node: PyCallExpr, private readonly values: () => Values) {}

  get start(): number {
    return this.node.start;
  }

  get end(): number {
    return this.node.end;
  }

  get callee(): string | undefined {
    this.values().names.ledger.restOn(pieceOf(this.node));
    if (this.resolved === null) {
      this.resolved = undefined; // a call that is reached again while it is being resolved is not known
      this.isResolving = true;
      this.resolved = this.onItsBehalf(() => this.resolve());
      this.isResolving = false;
    } else if (this.isResolving) this.values().cut();
    return this.resolved;
  }

  get name(): Span {
    const { func } = this.node;
    return func.kind === "Attribute" ? func.attrAt : func;
  }

  get method(): string {
    const { func } = this.node;
    return func.kind === "Attribute" ? func.attr : func.kind === "Name" ? func.id : "";
  }

  get receiver(): PyExpr | undefined {
    return this.node.func.kind === "Attribute" ? this.node.func.value : undefined;
  }

  receiverValue(): PyValue {
    return this.receiver ? this.values().valueOf(this.receiver) : { kind: "unknown" };
  }

  get positional(): readonly PyExpr[] {
    return this.arguments.positional;
  }

  get spreadsUnknown(): boolean {
    return this.arguments.spreadsUnknown;
  }

  argument(keyword: string, position?: number): PyExpr | undefined {
    const { keywords, positional, placed } = this.arguments;
    return keywords.get(keyword) ?? (position !== undefined && position < placed ? positional[position] : undefined);
  }

  get function(): PyFunctionDef | PyLambda | undefined {
    return enclosingFunction(this.node);
  }

  private resolve(): string | undefined {
    const { func } = this.node;
    const values = this.values();
    const value = values.valueOf(func);
    const partial = this.partial(value);
    if (partial) return partial.positional[0] ? values.symbolName(values.valueOf(partial.positional[0])) : undefined;
    const name = values.symbolName(value);
    if (name !== undefined) return name;
    return value.kind === "any-of" ? values.names.qualifiedName(func) : undefined;
  }

  /** The `functools.partial(...)` that is being called. */
  private partial(value: PyValue): PyCall | undefined {
    return value.kind === "call" && (value.of === "functools.partial" || value.of === "functools.partialmethod") ? value.call : undefined;
  }

  private get arguments(): Arguments {
    this.values().names.ledger.restOn(pieceOf(this.node));
    return (this.gathered ??= this.onItsBehalf(() => this.gather()));
  }

  /** What is kept here rests on whatever is asked for it. */
  private onItsBehalf<T>(work: () => T): T {
    const { ledger } = this.values().names;
    const before = ledger.enter(pieceOf(this.node));
    try {
      return work();
    } finally {
      ledger.leave(before);
    }
  }

  private gather(): Arguments {
    const values = this.values();
    const positional: PyExpr[] = [];
    const keywords = new Map<string, PyExpr>();
    let placed = 0;
    let isPlaced = true;
    let spreadsUnknown = false;
    const partial = this.partial(values.valueOf(this.node.func));
    if (partial && partial instanceof Call) {
      const bound = partial.arguments;
      positional.push(...bound.positional.slice(1));
      for (const [key, value] of bound.keywords) keywords.set(key, value);
      spreadsUnknown = bound.spreadsUnknown;
      placed = Math.max(0, bound.placed - 1);
      isPlaced = bound.placed === bound.positional.length;
    }
    for (const argument of this.node.args) {
      if (argument.name !== undefined) keywords.set(argument.name, argument.value);
      else if (argument.star === "") {
        positional.push(argument.value);
        if (isPlaced) placed = positional.length;
      } else if (argument.star === "*") {
        const spread = values.valueOf(argument.value);
        if ((spread.kind === "list" || spread.kind === "tuple") && spread.elements.every((one) => one.kind !== "Starred")) {
          positional.push(...spread.elements);
          if (isPlaced) placed = positional.length;
        } else {
          spreadsUnknown = true;
          isPlaced = false;
        }
      } else {
        const spread = values.valueOf(argument.value);
        if (spread.kind === "dict") for (const [key, value] of spread.entries) keywords.set(key, value);
        spreadsUnknown = spreadsUnknown || spread.kind !== "dict" || spread.open;
      }
    }
    return { positional, placed, keywords, spreadsUnknown };
  }
}
