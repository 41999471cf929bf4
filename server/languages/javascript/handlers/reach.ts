/** From a place in the code to the handler it runs for, and the names by which other files know it. */
import type { JsCall, JsFunction, JsHandler, JsNode, JsServed, Span } from "../../../../rules/api.ts";
import { pieceOf } from "../located.ts";
import type { Piece } from "../piece.ts";
import type { Script } from "../script.ts";
import { methodNamed, type Entries } from "./entries.ts";
import { nameOf } from "./exported.ts";
import { isRemembered } from "./remembered.ts";

interface Way {
  readonly handler: JsHandler;
  readonly steps: JsServed["steps"];
}

const deepest = 6;

/** What of one text answers. */
export class Handlers {
  private readonly direct: ReadonlyMap<JsFunction, JsHandler>;
  private ways: ReadonlyMap<JsFunction, Way> | undefined;
  private calls: ReadonlyMap<JsFunction | undefined, readonly JsCall[]> | undefined;

  constructor(private readonly file: Script, readonly entries: Entries) {
    this.direct = new Map(entries.handlers.map((one) => [one.function, one]));
  }

  servedBy(node: JsNode, throughCalls: boolean): JsServed | undefined {
    const direct = this.directly(node);
    if (direct) return { handler: direct, steps: [] };
    if (!throughCalls) return undefined;
    const ways = this.allWays();
    for (let fn = around(node); fn; fn = around(fn)) {
      const way = ways.get(fn);
      if (way) return way;
    }
    return undefined;
  }

  /** The innermost handler around a place. */
  private directly(node: JsNode): JsHandler | undefined {
    if (this.direct.size === 0) return undefined;
    for (let fn = around(node); fn; fn = around(fn)) {
      const handler = this.direct.get(fn);
      if (handler) return handler;
    }
    return undefined;
  }

  /** Functions that handlers lead to. Breadth first over calls within the file. */
  allWays(): ReadonlyMap<JsFunction, Way> {
    if (this.ways) return this.ways;
    const found = new Map<JsFunction, Way>();
    const handlers = [...this.entries.handlers].sort((a, b) => Number(b.isEndpoint) - Number(a.isEndpoint));
    let level: (readonly [JsFunction, Way])[] = handlers.map((handler) => [handler.function, { handler, steps: [] }]);
    for (let depth = 0; depth < deepest && level.length > 0; depth++) {
      const next: (readonly [JsFunction, Way])[] = [];
      for (const [fn, way] of level) {
        for (const call of this.callsIn(fn)) {
          for (const target of calledFunctions(this.file, call)) {
            if (found.has(target) || this.directly(target) || contains(fn, target) || isRemembered(this.file, call.node)) continue;
            const reached: Way = { handler: way.handler, steps: [...way.steps, { at: call.name, label: nameOf(target).name ?? call.method }] };
            found.set(target, reached);
            next.push([target, reached]);
          }
        }
      }
      level = next;
    }
    return (this.ways = found);
  }

  /** Calls in a function, those of the functions nested in it included. */
  private callsIn(fn: JsFunction): readonly JsCall[] {
    if (!this.calls) {
      const byOwner = new Map<JsFunction | undefined, JsCall[]>();
      for (const call of this.file.calls()) {
        for (let owner = call.function; owner; owner = around(owner)) {
          const list = byOwner.get(owner);
          if (list) list.push(call);
          else byOwner.set(owner, [call]);
        }
      }
      this.calls = byOwner;
    }
    return this.calls.get(fn) ?? [];
  }
}

/** Says of which pieces it is told otherwise than before what they are run for. */
export class ServedPieces {
  private before = new Map<Piece, Map<JsFunction, Way>>();
  /** Somebody asked, and whether by way of calls. */
  asked: "nobody" | "directly" | "through calls" = "nobody";

  changedBy(handlers: Handlers): readonly Piece[] {
    const now = new Map<Piece, Map<JsFunction, Way>>();
    const note = (fn: JsFunction, way: Way): void => {
      const piece = pieceOf(fn);
      const ways = now.get(piece);
      if (ways) ways.set(fn, way);
      else now.set(piece, new Map([[fn, way]]));
    };
    if (this.asked !== "nobody") for (const handler of handlers.entries.handlers) note(handler.function, { handler, steps: [] });
    if (this.asked === "through calls") for (const [fn, way] of handlers.allWays()) note(fn, way);
    const { before } = this;
    this.before = now;
    return [...new Set([...before.keys(), ...now.keys()])].filter((piece) => !isSame(before.get(piece), now.get(piece)));
  }
}

function isSame(before: ReadonlyMap<JsFunction, Way> | undefined, now: ReadonlyMap<JsFunction, Way> | undefined): boolean {
  if (before?.size !== now?.size) return false;
  for (const [fn, way] of now ?? []) {
    const other = before?.get(fn);
    if (!other || !isSameWay(way, other)) return false;
  }
  return true;
}

function isSameWay(a: Way, b: Way): boolean {
  const keys = Object.keys(a.handler) as (keyof JsHandler)[];
  return keys.every((key) => a.handler[key] === b.handler[key]) && a.steps.length === b.steps.length && a.steps.every(({ at, label }, index) => at === b.steps[index]?.at && label === b.steps[index].label);
}

/** The function that a node stands in, or is. */
function around(node: JsNode): JsFunction | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.kind === "Function") return at;
  return undefined;
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Functions of this file that a call runs. */
export function calledFunctions(file: Script, call: JsCall): readonly JsFunction[] {
  const value = file.valueOf(call.node.callee);
  if (value.kind === "function") return [value.function];
  if (value.kind === "any-of") return value.values.flatMap((one) => (one.kind === "function" ? [one.function] : []));
  return value.kind === "symbol" && value.name.startsWith("#") ? methodNamed(file, value.name) : [];
}

/** The name by which other files reach the code at this place: that of the outermost function that has one, with its class or object. */
export function unitOf(node: JsNode): string {
  let unit = "";
  for (let at: JsNode | undefined = node.kind === "Function" ? node : around(node); at; at = around(at)) {
    const name = at.kind === "Function" ? exposedName(at) : undefined;
    if (name !== undefined) unit = name;
  }
  return unit;
}

/** `list`, `Service.list`, `api.list`; undefined for what only its own surroundings can call. */
function exposedName(fn: JsFunction): string | undefined {
  const { parent } = fn;
  if (parent?.kind === "Method" || parent?.kind === "Field") {
    const holder = parent.parent;
    return holder?.kind === "Class" ? `${holder.name ?? "default"}.${parent.name ?? ""}` : undefined;
  }
  let at: JsNode | undefined = parent;
  while (at?.kind === "Call" || at?.kind === "Cast") at = at.parent;
  if (at?.kind === "Property") {
    const holder = at.parent?.parent;
    const prefix = holder ? holderName(holder) : undefined;
    return prefix === undefined ? undefined : prefix === "" ? (at.key ?? "") : `${prefix}.${at.key ?? ""}`;
  }
  if (parent?.kind === "Export") return fn.name ?? "default";
  const named = nameOf(fn).name;
  if (at?.kind === "Assign") return at.target.kind === "Member" && isExports(at.target.object.kind === "Name" ? at.target.object.id : "", at.target.property) ? (at.target.property === "exports" ? "default" : named) : named;
  if (at?.kind === "Export") return "default";
  return at?.kind === "Declarator" || fn.form === "declaration" ? named : undefined;
}

function holderName(holder: JsNode): string | undefined {
  if (holder.kind === "Declarator" && holder.target.kind === "Name") return holder.target.id;
  if (holder.kind === "Export") return "";
  if (holder.kind === "Assign" && holder.target.kind === "Member") return holder.target.property === "exports" ? "" : holder.target.property;
  return holder.kind === "Cast" && holder.parent ? holderName(holder.parent) : undefined;
}

function isExports(object: string, property: string | undefined): boolean {
  return object === "exports" || (object === "module" && property === "exports");
}
