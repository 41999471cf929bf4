/** One call as rules see it: its resolved callee and its arguments, looked through visible spreads and partials. */
import type { PyArgument, PyCall, PyCallExpr, PyExpr, PyFunctionDef, PyLambda, PyValue, Span } from "../../../rules/api.ts";
import { pieceOf } from "./located.ts";
import { enclosingFunction } from "./places.ts";
import type { Values } from "./values.ts";

interface Arguments {
  readonly positional: readonly PyExpr[];
  /** How many of `positional` are surely at their place; a `*x` that cannot be seen moves the rest. */
  readonly placed: number;
  /** Undefined where they are those that are written. */
  readonly keywords: ReadonlyMap<string, PyExpr> | undefined;
  readonly spreadsUnknown: boolean;
}

const none: readonly PyExpr[] = [];
const isSpread = ({ name, star }: PyArgument): boolean => name === undefined && star !== "";
const isPositional = ({ name }: PyArgument): boolean => name === undefined;
const valueOf = ({ value }: PyArgument): PyExpr => value;

export class Call implements PyCall {
  private resolved: string | undefined | null = null;
  private isResolving = false;
  /** Of a text that is read once. */
  private isResolvedForGood = false;
  private gathered: Arguments | undefined;

  constructor(readonly node: PyCallExpr, private readonly knowledge: { readonly values: Values }) {}

  get start(): number {
    return this.node.start;
  }

  get end(): number {
    return this.node.end;
  }

  get callee(): string | undefined {
    return this.isResolvedForGood ? this.resolved ?? undefined : this.resolvedNow();
  }

  private resolvedNow(): string | undefined {
    const { values } = this.knowledge;
    const { ledger } = values.names;
    const home = pieceOf(this.node);
    ledger.restOn(home);
    if (this.resolved === null) {
      this.resolved = undefined; // a call that is reached again while it is being resolved is not known
      this.isResolving = true;
      const before = ledger.enter(home); // what is kept here rests on whatever is asked for it
      try {
        this.resolved = this.resolve(values);
      } finally {
        ledger.leave(before);
      }
      this.isResolving = false;
      this.isResolvedForGood = ledger.isReadOnce;
    } else if (this.isResolving) values.cut();
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
    return this.receiver ? this.knowledge.values.valueOf(this.receiver) : { kind: "unknown" };
  }

  get positional(): readonly PyExpr[] {
    return this.arguments.positional;
  }

  get spreadsUnknown(): boolean {
    return this.arguments.spreadsUnknown;
  }

  argument(keyword: string, position?: number): PyExpr | undefined {
    const { keywords, positional, placed } = this.arguments;
    const named = keywords ? keywords.get(keyword) : this.written(keyword);
    return named ?? (position !== undefined && position < placed ? positional[position] : undefined);
  }

  get function(): PyFunctionDef | PyLambda | undefined {
    return enclosingFunction(this.node);
  }

  private resolve(values: Values): string | undefined {
    const { func } = this.node;
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
    const { values } = this.knowledge;
    const { ledger } = values.names;
    const home = pieceOf(this.node);
    ledger.restOn(home);
    if (this.gathered) return this.gathered;
    const before = ledger.enter(home);
    try {
      return (this.gathered = this.gather(values));
    } finally {
      ledger.leave(before);
    }
  }

  /** The last one counts. */
  private written(keyword: string): PyExpr | undefined {
    const { args } = this.node;
    for (let index = args.length - 1; index >= 0; index--) if (args[index]?.name === keyword) return args[index]?.value;
    return undefined;
  }

  private gather(values: Values): Arguments {
    const { args } = this.node;
    const partial = this.partial(values.valueOf(this.node.func));
    if (partial || args.some(isSpread)) return this.gatherAll(values, partial);
    const positional = args.length === 0 ? none : args.every(isPositional) ? args.map(valueOf) : args.filter(isPositional).map(valueOf);
    return { positional, placed: positional.length, keywords: undefined, spreadsUnknown: false };
  }

  private gatherAll(values: Values, partial: PyCall | undefined): Arguments {
    const positional: PyExpr[] = [];
    const keywords = new Map<string, PyExpr>();
    let placed = 0;
    let isPlaced = true;
    let spreadsUnknown = false;
    if (partial && partial instanceof Call) {
      const bound = partial.arguments;
      positional.push(...bound.positional.slice(1));
      if (bound.keywords) for (const [key, value] of bound.keywords) keywords.set(key, value);
      else for (const { name, value } of partial.node.args) if (name !== undefined) keywords.set(name, value);
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
