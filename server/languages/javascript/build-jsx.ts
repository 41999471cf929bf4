/** Elements of JSX as façade nodes: texts are left out. */
import ts from "typescript";
import type { JsExpr, JsJsx, JsJsxAttribute, JsSpread } from "../../../rules/api.ts";
import { text } from "./build-expressions.ts";
import type { Builder, Makers } from "./build.ts";
import { JsxAttributeNode, JsxNode } from "./larger-nodes.ts";
import { setParent } from "./located.ts";

const kinds = ts.SyntaxKind;

export const jsxMakers: Makers<JsExpr> = {
  [kinds.JsxElement]: (b, node: ts.JsxElement) => element(b, node, node.openingElement, node.children),
  [kinds.JsxSelfClosingElement]: (b, node: ts.JsxSelfClosingElement) => element(b, node, node, []),
  [kinds.JsxFragment]: (b, node: ts.JsxFragment) => element(b, node, undefined, node.children),
  [kinds.JsxExpression]: (b, node: ts.JsxExpression) => {
    const value = node.expression ? b.expression(node.expression) : b.unknown(node);
    return node.dotDotDotToken ? b.node<JsSpread>(node, { kind: "Spread", value }, [value]) : value;
  },
};

function element(b: Builder, node: ts.Node, opening: ts.JsxOpeningLikeElement | undefined, inner: readonly ts.JsxChild[]): JsJsx {
  const all = opening?.attributes.properties ?? [];
  const attributes: JsJsxAttribute[] = [];
  for (const one of all) if (one.kind === kinds.JsxAttribute) attributes.push(attribute(b, one));
  const spreads: JsExpr[] = [];
  for (const one of all) if (one.kind === kinds.JsxSpreadAttribute) spreads.push(b.expression(one.expression));
  const children: JsExpr[] = [];
  for (const one of inner) if (one.kind !== kinds.JsxText && !isEmpty(one)) children.push(b.expression(one));
  const made = b.add(new JsxNode(b.base, b.fromOf(node), b.toOf(node), opening && b.textOf(opening.tagName), attributes, spreads, children));
  for (const one of attributes) setParent(one, made);
  for (const one of spreads) setParent(one, made);
  for (const one of children) setParent(one, made);
  return made;
}

function attribute(b: Builder, node: ts.JsxAttribute): JsJsxAttribute {
  const { initializer } = node;
  const value = !initializer || isEmpty(initializer) ? undefined : ts.isStringLiteral(initializer) ? text(b, initializer, unescaped(initializer.text)) : b.expression(initializer);
  const made = b.add(new JsxAttributeNode(b.base, b.fromOf(node), b.toOf(node), b.textOf(node.name), node.name.end - b.from, value));
  if (value) setParent(value, made);
  return made;
}

function isEmpty(node: ts.Node): boolean {
  return ts.isJsxExpression(node) && node.expression === undefined && node.dotDotDotToken === undefined;
}

/** Those that stand in addresses and texts of programs; what is rarer stays as it is written. */
const entities: Readonly<Record<string, string>> = { amp: "&", apos: "'", gt: ">", lt: "<", nbsp: "\u00A0", quot: '"' };

function unescaped(written: string): string {
  if (!written.includes("&")) return written;
  return written.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|([a-z]{2,4}));/g, (entity, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? entity) : entity;
    const point = decimal === undefined ? parseInt(hex ?? "", 16) : Number(decimal);
    return point > 0x10ffff ? entity : String.fromCodePoint(point);
  });
}
