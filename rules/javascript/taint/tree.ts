/** Ways through the tree that several rules walk: children, what runs inside a stretch, names as people read them. */
import type { JavaScriptFile, JsExpr, JsFunction, JsNode } from "../../api.ts";

const none: readonly JsNode[] = [];

/** In source order. Of the kinds that most nodes are of it is known where their children are; of the others all is looked at. */
export function childrenOf(node: JsNode): readonly JsNode[] {
  switch (node.kind) {
    case "Name": case "Str": case "Num": case "Const": case "Regex": case "This": return none;
    case "Member": return node.computed ? [node.object, node.computed] : [node.object];
    case "Call": case "New": return [node.callee, ...node.args];
    case "Template": return node.tag ? [node.tag, ...node.holes] : node.holes;
    case "Array": return node.elements.includes(undefined) ? node.elements.filter((one) => one !== undefined) : (node.elements as readonly JsExpr[]);
    case "Object": return node.properties;
    case "Property": case "Spread": case "Await": case "Cast": case "ExprStmt": case "Throw": return [node.value];
    case "Return": return node.value ? [node.value] : none;
    case "Binary": case "Logical": return [node.left, node.right];
    case "Unary": return [node.operand];
    case "Assign": return [node.target, node.value];
    case "Declarator": return node.value ? [node.target, node.value] : [node.target];
    case "Variables": return node.declarations;
    case "Block": return node.body;
    default: return findChildren(node);
  }
}

/** What is a node and says that it stands in this one. */
export function findChildren(node: JsNode): readonly JsNode[] {
  const found: JsNode[] = [];
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) for (const one of value as unknown[]) add(found, one, node);
    else add(found, value, node);
  }
  return found.sort((a, b) => a.start - b.start);
}

function add(found: JsNode[], value: unknown, parent: JsNode): void {
  if (typeof value === "object" && value !== null && "kind" in value && "parent" in value && value.parent === parent) found.push(value as JsNode);
}

/** A node and all below it in source order; what nested functions hold runs at another time and is left out, unless asked for. */
export function within(node: JsNode, entersFunctions = false): JsNode[] {
  const found: JsNode[] = [];
  const pending: JsNode[] = [node];
  for (let at = pending.pop(); at; at = pending.pop()) {
    found.push(at);
    if (at !== node && at.kind === "Function" && !entersFunctions) continue;
    const below = childrenOf(at);
    for (let index = below.length - 1; index >= 0; index--) {
      const child = below[index];
      if (child) pending.push(child);
    }
  }
  return found;
}

/** Casts, awaits and parentheses seen through. */
export function plain(node: JsExpr): JsExpr {
  return node.kind === "Cast" || node.kind === "Await" ? plain(node.value) : node;
}

/** The last name of a chain: `password` in `config.db.password`, `config["password"]`, `password()`. */
export function lastName(node: JsNode | undefined): string {
  switch (node?.kind) {
    case "Name": return node.id;
    case "Member": return node.property ?? "";
    case "Call": case "New": return lastName(node.callee);
    case "Cast": case "Await": return lastName(node.value);
    case "This": return "this";
    default: return "";
  }
}

/** The first name of a chain: `config` in `config.db.password`. */
export function firstName(node: JsExpr): string {
  switch (node.kind) {
    case "Name": return node.id;
    case "Member": return firstName(node.object);
    case "Call": return firstName(node.callee);
    case "Cast": case "Await": return firstName(node.value);
    default: return "";
  }
}

/** As written, in one line, when it is short enough to read; else its last name. */
export function short(file: JavaScriptFile, node: JsExpr, most = 50): string {
  const written = file.slice(node).replace(/\s+/g, " ").replace(/`/g, "'");
  return written.length <= most ? written : lastName(node) || `${written.slice(0, most - 1)}…`;
}

/** What a function goes by: its own name, or that of the variable, field or key that holds it. */
export function functionName(fn: JsFunction): string {
  if (fn.name !== undefined) return fn.name;
  const { parent } = fn;
  if (parent?.kind === "Declarator" || parent?.kind === "Assign") return lastName(parent.target);
  if (parent?.kind === "Property") return parent.key ?? "";
  return parent?.kind === "Field" || parent?.kind === "Method" ? (parent.name ?? "") : "";
}

export function* ancestors(node: JsNode): Generator<JsNode> {
  for (let at = node.parent; at; at = at.parent) yield at;
}

/** Whether `node` stands in `holder`. */
export function isInside(node: JsNode, holder: JsNode): boolean {
  return node.start >= holder.start && node.end <= holder.end;
}

const developmentPath = /(?:^|[/_.-])(?:dev|develop|development|local|debug|sandbox|playground|e2e|mocks?|fixtures?|storybook)(?=[/_.-])/i;
const switchWord = /\bprocess\.env\b|\bconfig\b|\boptions?\b|insecure|unsafe|self_?signed|ignore|skip|allow|disable|verify/i;

/** The path, or a condition around the node, says that this runs while developing only, or that a setting decides. */
export function isForDevelopment(file: JavaScriptFile, node: JsNode): boolean {
  if (developmentPath.test(file.path)) return true;
  let below = node;
  for (const at of ancestors(node)) {
    const condition = conditionOn(at, below);
    if (condition && isOff(file.slice(condition.test), condition.holds)) return true;
    below = at;
  }
  return false;
}

function conditionOn(at: JsNode, below: JsNode): { readonly test: JsExpr; readonly holds: boolean } | undefined {
  if ((at.kind === "If" || at.kind === "Conditional") && at.test !== below) return { test: at.test, holds: at.then === below };
  return at.kind === "Logical" && at.right === below ? { test: at.left, holds: at.op === "&&" } : undefined;
}

/** Not in production when the test comes out so. */
function isOff(test: string, holds: boolean): boolean {
  const isNegated = test.includes("!");
  if (/prod/i.test(test)) return isNegated === holds;
  if (/dev|local|debug|\btest/i.test(test)) return isNegated !== holds;
  return switchWord.test(test);
}
