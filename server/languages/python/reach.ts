/** Which bindings of a name may reach a use: straight lines overwrite, branches and loops add up. */
import type { PyNode, PyStmt } from "../../../rules/api.ts";
import { isStatement, type Bound } from "./scopes.ts";

interface Effect {
  readonly bindings: readonly Bound[];
  /** Every path through binds the name anew. */
  readonly isSure: boolean;
}

const nothing: Effect = { bindings: [], isSure: false };

/** Of the bindings of one name in one scope (in source order), those that may hold just before `use`, in source order. */
export function reaching(use: PyNode, all: readonly Bound[], owner: PyNode | undefined): readonly Bound[] {
  if (all.every(isParameter)) return all;
  const head = lastInHead(use, all);
  if (head) return [head];
  const statement = statementAround(use, owner);
  const straight = straightBefore(statement, all, owner);
  if (straight) return all.length === 1 ? all : [straight];
  const found = new Set<Bound>();
  before(statement, all, owner, found);
  return all.filter((bound) => found.has(bound));
}

/** What holds when the scope's code has run to its end: what a function defined in it will see. */
export function atEnd(all: readonly Bound[], owner: PyNode | undefined): readonly Bound[] {
  if (all.length <= 1) return all;
  const last = lastMember(all, owner, "body", Infinity);
  if (last && isSimple(directBelow(last.node, owner))) return [last];
  const { bindings, isSure } = effectOfBlock(all, owner, "body");
  const parameters = isSure ? [] : all.filter(isParameter);
  return all.filter((bound) => bindings.includes(bound) || parameters.includes(bound));
}

function isParameter({ how }: Bound): boolean {
  return how === "parameter";
}

/** The one binding that holds before a statement, where only straight lines lead from there to here. */
function straightBefore(statement: PyNode, all: readonly Bound[], owner: PyNode | undefined): Bound | undefined {
  for (let node = statement; ; ) {
    const { parent } = node;
    const last = lastMember(all, parent, partOf(parent, node), node.start);
    if (last) return isSimple(directBelow(last.node, parent)) ? last : undefined;
    if (!parent || parent === owner || all.some((bound) => mayBeWithin(bound, parent))) return undefined;
    node = parent.kind === "Handler" ? parent.parent ?? parent : parent;
  }
}

/** Of the bindings that a block makes before a place, the last. */
function lastMember(all: readonly Bound[], parent: PyNode | undefined, part: string, end: number): Bound | undefined {
  let last: Bound | undefined;
  let from = -1;
  for (const bound of all) {
    const { node } = bound;
    if (bound.how === "parameter" || node === parent || node.start >= end) continue;
    const step = directBelow(node, parent);
    if (step.parent !== parent || partOf(parent, step) !== part) continue;
    const { start } = step;
    if (start >= end || start < from) continue; // those of a long definition are not in the order of the text
    [last, from] = [bound, start];
  }
  return last;
}

/** Runs as a whole, or not at all. */
function isSimple(step: PyNode): boolean {
  switch (step.kind) {
    case "If": case "For": case "While": case "With": case "Try": case "Match": case "Other": return false;
    default: return true;
  }
}

function mayBeWithin({ node }: Bound, parent: PyNode): boolean {
  const { start } = node;
  return start >= parent.start && start <= parent.end;
}

/** `(x := f()) and x`, `with a as x, x.y()`: bound earlier in the very statement that uses it. */
function lastInHead(use: PyNode, all: readonly Bound[]): Bound | undefined {
  for (let index = all.length - 1; index >= 0; index--) {
    const bound = all[index];
    if (bound && isEarlierInHead(use, bound)) return bound;
  }
  return undefined;
}

function isEarlierInHead(use: PyNode, bound: Bound): boolean {
  if (bound.how !== "named-expression" && bound.how !== "with") return false;
  const statement = statementAround(use, undefined);
  const makes = bound.how === "with" ? bound.node : statementAround(bound.node, undefined);
  return makes === statement && (bound.how === "with" ? (bound.value?.end ?? Infinity) : bound.node.end) <= use.start;
}

function statementAround(node: PyNode, owner: PyNode | undefined): PyNode {
  let at = node;
  while (at.parent && at.parent !== owner && !isStatement(at) && at.kind !== "Handler") at = at.parent;
  return at;
}

function before(node: PyNode, all: readonly Bound[], owner: PyNode | undefined, found: Set<Bound>): void {
  const parent = node.parent;
  const part = partOf(parent, node);
  const earlier = blockMembers(all, parent, part).filter(({ step }) => step.start < node.start);
  for (const { step, bounds } of earlier.reverse()) {
    const effect = effectOf(step, bounds);
    for (const bound of effect.bindings) found.add(bound);
    if (effect.isSure) return;
  }
  if (!parent || parent === owner) {
    for (const bound of all) if (bound.how === "parameter") found.add(bound);
    return;
  }
  const inHead = all.filter((bound) => bindsForBody(bound, parent, part));
  if (isLoop(parent) && part === "body") for (const bound of all) if (isInside(bound.node, parent) && bound.node !== parent && bound.node.start >= node.start) found.add(bound);
  for (const bound of inHead) found.add(bound);
  if (inHead.length > 0) return;
  if (throughTry(parent, part, all, found)) return;
  if (isLoop(parent) && part === "orelse") for (const bound of all) if (isInside(bound.node, parent) && bound.node !== parent) found.add(bound);
  const next = parent.kind === "Handler" ? parent.parent : parent;
  if (parent.kind === "Handler" && next) {
    for (const bound of all) if (isInside(bound.node, next) && partOf(next, directBelow(bound.node, next)) === "body") found.add(bound);
  }
  before(next ?? parent, all, owner, found);
}

/** What the earlier parts of a `try` may have bound; true when they surely did. */
function throughTry(parent: PyNode, part: string, all: readonly Bound[], found: Set<Bound>): boolean {
  if (parent.kind !== "Try" || part === "body") return false;
  const inside = all.filter((bound) => isInside(bound.node, parent));
  if (part === "orelse") {
    const effect = effectOfBlock(inside, parent, "body");
    for (const bound of effect.bindings) found.add(bound);
    return effect.isSure;
  }
  for (const bound of inside) if (partOf(parent, directBelow(bound.node, parent)) !== "finalbody") found.add(bound);
  return false;
}

function bindsForBody(bound: Bound, parent: PyNode, part: string): boolean {
  if (bound.node === parent) return part !== "orelse";
  return bound.how === "named-expression" && isInside(bound.node, parent) && !isStatement(directBelow(bound.node, parent)) && directBelow(bound.node, parent).kind !== "Handler" && part !== "head";
}

function effectOfBlock(all: readonly Bound[], parent: PyNode | undefined, part: string): Effect {
  const bindings: Bound[] = [];
  for (const { step, bounds } of blockMembers(all, parent, part).reverse()) {
    const effect = effectOf(step, bounds);
    bindings.push(...effect.bindings);
    if (effect.isSure) return { bindings, isSure: true };
  }
  return { bindings, isSure: false };
}

/** What a statement leaves bound, given the bindings inside it. */
function effectOf(node: PyNode, inside: readonly Bound[]): Effect {
  const last = inside.at(-1);
  if (!last) return nothing;
  switch (node.kind) {
    case "If": {
      const test = inside.filter((bound) => !isInBlock(bound, node));
      const body = branch(inside, node, "body", node.body);
      const orelse = branch(inside, node, "orelse", node.orelse);
      const isSure = body.isSure && orelse.isSure;
      return { bindings: [...body.bindings, ...orelse.bindings, ...(isSure ? [] : test)], isSure: isSure || test.length > 0 };
    }
    case "For": case "While":
      return { bindings: inside, isSure: false };
    case "With": {
      const body = effectOfBlock(inside, node, "body");
      const head = inside.filter((bound) => bound.node === node);
      return body.isSure ? body : { bindings: [...body.bindings, ...head], isSure: head.length > 0 };
    }
    case "Try": return effectOfTry(node, inside);
    case "Match": return { bindings: inside, isSure: false };
    case "Other": return { bindings: inside, isSure: false };
    default: return { bindings: [last], isSure: true };
  }
}

function effectOfTry(node: Extract<PyNode, { kind: "Try" }>, inside: readonly Bound[]): Effect {
  const final = effectOfBlock(inside, node, "finalbody");
  if (final.isSure) return final;
  const body = effectOfBlock(inside, node, "body");
  const orelse = effectOfBlock(inside, node, "orelse");
  const normal: Effect = orelse.isSure ? orelse : { bindings: [...orelse.bindings, ...body.bindings], isSure: body.isSure };
  const inBody = inside.filter((bound) => isInPart(bound, node, "body"));
  const bindings = [...final.bindings, ...normal.bindings];
  let isSure = normal.isSure;
  for (const handler of node.handlers) {
    const caught = branch(inside.filter((bound) => isInside(bound.node, handler)), handler, "body", handler.body);
    bindings.push(...caught.bindings, ...(caught.isSure ? [] : inBody));
    isSure = isSure && caught.isSure;
  }
  return { bindings, isSure };
}

/** A branch that leaves contributes nothing to what comes after it. */
function branch(inside: readonly Bound[], parent: PyNode, part: string, body: readonly PyStmt[]): Effect {
  return leaves(body) ? { bindings: [], isSure: true } : effectOfBlock(inside, parent, part);
}

export function leaves(body: readonly PyStmt[]): boolean {
  const last = body.at(-1);
  switch (last?.kind) {
    case "Return": case "Raise": case "Continue": case "Break": return true;
    case "If": return leaves(last.body) && leaves(last.orelse);
    case "With": return leaves(last.body);
    case "ExprStmt": return last.value.kind === "Call" && last.value.func.kind === "Attribute" && last.value.func.attr === "exit" && last.value.func.value.kind === "Name" && last.value.func.value.id === "sys";
    default: return false;
  }
}

/** Bindings grouped by the statement of one block they stand in, in order. */
function blockMembers(all: readonly Bound[], parent: PyNode | undefined, part: string): { step: PyNode; bounds: Bound[] }[] {
  const members: { step: PyNode; bounds: Bound[] }[] = [];
  for (const bound of all) {
    if (bound.how === "parameter" || bound.node === parent) continue;
    const step = directBelow(bound.node, parent);
    if (step.parent !== parent || partOf(parent, step) !== part) continue;
    const known = members.find((one) => one.step === step);
    if (known) known.bounds.push(bound);
    else members.push({ step, bounds: [bound] });
  }
  return members.sort((a, b) => a.step.start - b.step.start);
}

function directBelow(node: PyNode, ancestor: PyNode | undefined): PyNode {
  let at = node;
  while (at.parent && at.parent !== ancestor) at = at.parent;
  return at;
}

function isInside(node: PyNode, ancestor: PyNode): boolean {
  for (let at: PyNode | undefined = node; at; at = at.parent) if (at === ancestor) return true;
  return false;
}

function isInPart(bound: Bound, parent: PyNode, part: string): boolean {
  return bound.node !== parent && isInside(bound.node, parent) && partOf(parent, directBelow(bound.node, parent)) === part;
}

function isInBlock(bound: Bound, parent: PyNode): boolean {
  return isStatement(directBelow(bound.node, parent));
}

function isLoop(node: PyNode): boolean {
  return node.kind === "For" || node.kind === "While";
}

/** The block of a compound node that a child stands in: body, orelse, finalbody, handlers, a numbered case, or its head. */
function partOf(parent: PyNode | undefined, child: PyNode): string {
  if (!parent) return "body";
  if (child.kind === "Handler") return "handlers";
  if (!isStatement(child)) return "head";
  if (parent.kind === "Match") return `case ${parent.cases.findIndex((one) => one.body.includes(child as PyStmt))}`;
  if ("orelse" in parent && parent.orelse.includes(child as PyStmt)) return "orelse";
  if (parent.kind === "Try" && parent.finalbody.includes(child as PyStmt)) return "finalbody";
  return "body";
}
