/** Calls as rules see them: named, with their arguments and where their receiver comes from. */
import type { JsCall, JsCallExpr, JsExpr, JsFunction, JsNewExpr, JsNode, JsValue, Span } from "../../../rules/api.ts";
import type { Values } from "./values.ts";

export class Call implements JsCall {
  declare readonly node: JsCallExpr | JsNewExpr;
  declare private readonly values: Values;
  /** Undefined until somebody asks; null where it has none. */
  declare private named: string | null | undefined;

  constructor(node: JsCallExpr | JsNewExpr, values: Values) {
    this.node = node;
    this.values = values;
    this.named = undefined;
  }

  get start(): number {
    return this.node.start;
  }

  get end(): number {
    return this.node.end;
  }

  get isNew(): boolean {
    return this.node.kind === "New";
  }

  get callee(): string | undefined {
    this.values.restOn(this.node);
    if (this.named === undefined) this.named = this.values.nameOf(this.node.callee) ?? null;
    return this.named ?? undefined;
  }

  get name(): Span {
    const target = plain(this.node.callee);
    return target.kind === "Member" ? target.propertyAt : target;
  }

  get method(): string {
    const target = plain(this.node.callee);
    return target.kind === "Member" ? (target.property ?? "") : target.kind === "Name" ? target.id : "";
  }

  get receiver(): JsExpr | undefined {
    const target = plain(this.node.callee);
    return target.kind === "Member" ? target.object : undefined;
  }

  receiverValue(): JsValue {
    const { receiver } = this;
    return receiver ? this.values.of(receiver) : { kind: "unknown" };
  }

  get args(): readonly JsExpr[] {
    return this.node.args;
  }

  argument(position: number): JsExpr | undefined {
    const spread = this.spreadAt();
    return spread >= 0 && spread <= position ? undefined : this.node.args[position];
  }

  get spreadsUnknown(): boolean {
    return this.spreadAt() >= 0;
  }

  private spreadAt(): number {
    const { args } = this.node;
    for (let index = 0; index < args.length; index++) if (args[index]?.kind === "Spread") return index;
    return -1;
  }

  get function(): JsFunction | undefined {
    return enclosingFunction(this.node);
  }
}

export function enclosingFunction(node: JsNode): JsFunction | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.kind === "Function") return at;
  return undefined;
}

function plain(node: JsExpr): JsExpr {
  return node.kind === "Cast" ? plain(node.value) : node;
}
