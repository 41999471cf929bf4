/** Which part of a value is the text of an error, and which conditions show that somebody chose to send it. */
import type { JavaScriptFile, JsExpr, JsName, JsNode } from "../../api.ts";
import { ancestors, lastName, plain } from "../taint/tree.ts";

export interface Leak {
  readonly node: JsExpr;
  readonly isStack: boolean;
}

const texts = /^(?:message|stack|sqlMessage|sql|detail|toString|original|parent|inner|reason|errmsg)$/;

/** The first place in a value that holds the error's text. */
export function leakIn(file: JavaScriptFile, error: JsName, value: JsExpr, depth = 0): Leak | undefined {
  const next = (nodes: readonly (JsExpr | undefined)[]): Leak | undefined => {
    for (const one of nodes) {
      const found = one && leakIn(file, error, one, depth + 1);
      if (found) return found;
    }
    return undefined;
  };
  if (depth > 12) return undefined;
  const node = plain(value);
  switch (node.kind) {
    case "Name": return isError(file, node, error) ? wholeLeak(node) : variableLeak(file, error, node, depth);
    case "Member": return isError(file, node.object, error) && texts.test(node.property ?? "") ? { node, isStack: node.property === "stack" } : undefined;
    case "Template": return node.tag ? undefined : next(node.holes);
    case "Binary": return node.op === "+" ? next([node.left, node.right]) : undefined;
    case "Logical": return next([node.left, node.right]);
    case "Conditional": return isChoice(file, node.test) ? undefined : next([node.then, node.otherwise]);
    case "Object": return next(node.properties.map((one) => (one.kind === "Property" && one.key === "cause" ? undefined : one.value)));
    case "Array": return next(node.elements);
    case "Spread": return next([node.value]);
    case "Call": return callLeak(file, error, node, next);
    default: return undefined;
  }
}

function wholeLeak(node: JsExpr): Leak {
  return { node, isStack: false };
}

function isError(file: JavaScriptFile, value: JsExpr, error: JsName): boolean {
  const node = plain(value);
  return node.kind === "Name" && node.id === error.id && file.bindingsOf(node).some(({ name }) => name === error);
}

/** `const message = error.message`, `const { message } = error`. */
function variableLeak(file: JavaScriptFile, error: JsName, node: JsName, depth: number): Leak | undefined {
  if (depth > 8) return undefined;
  for (const { how, value, path } of file.bindingsOf(node)) {
    if ((how !== "declare" && how !== "assign") || !value || value.start < error.start) continue;
    if (path?.length === 1 && isError(file, value, error) && texts.test(path[0] ?? "")) return { node, isStack: path[0] === "stack" };
    const found = path?.length === 0 && value.kind !== "Object" ? leakIn(file, error, value, depth + 2) : undefined;
    if (found && found.node.kind !== "Name") return found;
  }
  return undefined;
}

function callLeak(file: JavaScriptFile, error: JsName, node: Extract<JsExpr, { kind: "Call" }>, next: (nodes: readonly (JsExpr | undefined)[]) => Leak | undefined): Leak | undefined {
  const name = lastName(node.callee);
  if (node.callee.kind === "Member" && isError(file, node.callee.object, error)) return name === "toString" ? { node, isStack: false } : undefined;
  if (/^(?:String|stringify|inspect)$/.test(name) || (node.callee.kind === "Member" && /^(?:concat|trim|slice|join)$/.test(name))) return next([...node.args, node.callee.kind === "Member" ? node.callee.object : undefined]);
  return undefined;
}

/** A test that shows somebody chose: the kind of the error, or where this runs. `instanceof Error` only pleases the compiler. */
function isChoice(file: JavaScriptFile, test: JsExpr): boolean {
  const text = file.slice(test);
  if (/^!?\(?\s*[\w.]+\s+instanceof\s+(?:globalThis\.)?Error\s*\)?$/.test(text) || /^typeof\s/.test(text) || /^[\w.]+(?:\?\.|\.)message$/.test(text) || /^[\w.]+$/.test(text)) return !/^[\w.]+$/.test(text) ? false : /dev|prod|debug|expose|operational|verbose|public|safe|show/i.test(text);
  return true;
}

/** Under a condition that asks about the error itself or about development, between the answer and the handler. */
export function isGuarded(file: JavaScriptFile, node: JsNode, error: JsName, holder: JsNode): boolean {
  let below = node;
  for (const at of ancestors(node)) {
    if (at === holder) return isAfterChoice(file, below, error, holder);
    if (at.kind === "If" && at.test !== below && isGuard(file, at.test, at.then === below, error)) return true;
    if (at.kind === "Conditional" && at.test !== below && isGuard(file, at.test, at.then === below, error)) return true;
    if (at.kind === "Case" || at.kind === "Switch") return true;
    below = at;
  }
  return false;
}

/** `if (err)` and `if (err instanceof Error)` are none; `else` of a choice is what is left over. */
function isGuard(file: JavaScriptFile, test: JsExpr, holds: boolean, error: JsName): boolean {
  const text = file.slice(test);
  if (new RegExp(`^!?\\(?${error.id.replace(/\$/g, "\\$")}\\)?$`).test(text) || /^[\w.]+\s+instanceof\s+Error$/.test(text) || /headersSent|isAxiosError|\.response\b/.test(text)) return false;
  return holds && (text.includes(error.id) || /dev|prod|debug|NODE_ENV|test/i.test(text));
}

/** An earlier `if (…) throw error` or `return` took what should not be seen. */
function isAfterChoice(file: JavaScriptFile, statement: JsNode, error: JsName, holder: JsNode): boolean {
  const body = holder.kind === "Catch" ? holder.body.body : holder.kind === "Function" ? holder.body : [];
  return body.some((one) => one.kind === "If" && one.end <= statement.start && /prod|dev/i.test(file.slice(one.test)) && /\breturn\b|\bthrow\b|message\s*=/.test(file.slice(one.then))) && file.bindingsOf(error).length > 0;
}
