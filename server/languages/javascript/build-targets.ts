/** What is declared or assigned to as façade nodes: names, members, and patterns that take a value apart. */
import ts from "typescript";
import type { JsArrayPattern, JsObjectPattern, JsPatternEntry, JsTarget } from "../../../rules/api.ts";
import { member } from "./build-expressions.ts";
import { keyNode, keyOf, plain, type Builder } from "./build.ts";
import { ObjectPatternNode, PatternEntryNode } from "./larger-nodes.ts";
import { setParent } from "./located.ts";
import type { Scope } from "./scopes.ts";

/** `into` is where its names are declared; without one they are assigned to. `end` is where an annotation ends. */
export function buildTarget(b: Builder, node: ts.Node, into: Scope | undefined, end = node.end): JsTarget {
  if (node.kind === ts.SyntaxKind.Identifier) return into ? b.declared(node as ts.Identifier, undefined, into) : b.mention(node as ts.Identifier);
  if (ts.isObjectBindingPattern(node)) return objectPattern(b, node, node.elements.map(boundIn), into, end);
  if (ts.isArrayBindingPattern(node)) return arrayPattern(b, node, node.elements.map(elementOf), into, end);
  if (ts.isObjectLiteralExpression(node)) return objectPattern(b, node, node.properties.map(assignedIn), into, end);
  if (ts.isArrayLiteralExpression(node)) return arrayPattern(b, node, node.elements.map(elementOf), into, end);
  return seenThrough(b, node);
}

/** What is no pattern any more once it stands in parentheses or is cast. */
function seenThrough(b: Builder, node: ts.Node): JsTarget {
  if (ts.isIdentifier(node)) return b.mention(node);
  if (ts.isParenthesizedExpression(node)) return seenThrough(b, node.expression);
  if ((node.flags & ts.NodeFlags.OptionalChain) !== 0) return b.unknown(node);
  if (ts.isAsExpression(node) || ts.isNonNullExpression(node)) return seenThrough(b, node.expression);
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? member(b, node, true) : b.unknown(node);
}

/** One part of a pattern. */
interface Part {
  readonly node: ts.Node;
  readonly key: string | undefined;
  /** Undefined for a method, which takes nothing. */
  readonly target: ts.Node | undefined;
  readonly fallback: ts.Expression | undefined;
  readonly isRest: boolean;
}

function boundIn(node: ts.BindingElement): Part {
  const name = node.propertyName ?? node.name;
  const isRest = node.dotDotDotToken !== undefined;
  return { node, key: keyOf(keyNode(name), ts.isComputedPropertyName(name)), target: isRest ? name : node.name, fallback: node.initializer, isRest };
}

function assignedIn(node: ts.ObjectLiteralElementLike): Part {
  if (ts.isSpreadAssignment(node)) return { node, key: undefined, target: node.expression, fallback: undefined, isRest: true };
  const key = keyOf(keyNode(node.name), ts.isComputedPropertyName(node.name));
  if (ts.isShorthandPropertyAssignment(node)) return { node, key, target: node.name, fallback: node.objectAssignmentInitializer, isRest: false };
  return { node, key, ...(ts.isPropertyAssignment(node) ? withDefault(node.initializer)  : { target: undefined, fallback: undefined }), isRest: false };
}

/** Undefined for a hole. */
function elementOf(node: ts.ArrayBindingElement | ts.Expression): Part | undefined {
  if (ts.isOmittedExpression(node)) return undefined;
  if (ts.isBindingElement(node)) return { node, key: undefined, target: node.name, fallback: node.initializer, isRest: node.dotDotDotToken !== undefined && node.initializer === undefined };
  if (ts.isSpreadElement(node)) return { node, key: undefined, target: node.expression, fallback: undefined, isRest: true };
  return { node: plain(node), key: undefined, ...withDefault(node), isRest: false };
}

function withDefault(node: ts.Expression): Pick<Part, "target" | "fallback"> {
  const isDefault = ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return isDefault ? { target: node.left, fallback: node.right } : { target: node, fallback: undefined };
}

function objectPattern(b: Builder, node: ts.Node, parts: readonly Part[], into: Scope | undefined, end: number): JsObjectPattern {
  const last = parts.find(({ isRest }) => isRest);
  const rest = last?.target && buildTarget(b, last.target, into);
  const entries = parts.flatMap((one) => (one.isRest ? [] : [entry(b, one, one.key, into)]));
  const made = b.add(new ObjectPatternNode(b.base, b.fromOf(node), end - b.from, entries, rest));
  for (const one of entries) setParent(one, made);
  if (rest) setParent(rest, made);
  return made;
}

function arrayPattern(b: Builder, node: ts.Node, parts: readonly (Part | undefined)[], into: Scope | undefined, end: number): JsArrayPattern {
  const last = parts.at(-1);
  const rest = last?.isRest && last.target ? buildTarget(b, last.target, into) : undefined;
  const elements = parts.filter((one) => !one?.isRest).map((one, index) => one && entry(b, one, String(index), into));
  return b.made<JsArrayPattern>(b.startOf(node), end, { kind: "ArrayPattern", elements, rest }, [...elements, rest]);
}

function entry(b: Builder, { node, target, fallback }: Part, key: string | undefined, into: Scope | undefined): JsPatternEntry {
  const value = b.optional(fallback);
  const bound = target ? buildTarget(b, target, into) : b.unknown(node);
  const made = b.add(new PatternEntryNode(b.base, b.fromOf(node), b.toOf(node), key, bound, value));
  setParent(bound, made);
  if (value) setParent(value, made);
  return made;
}
