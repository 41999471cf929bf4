/** Expressions of TypeScript's tree as façade nodes. */
import ts from "typescript";
import type {
  JsCallExpr, JsCast, JsConst, JsExpr, JsImportCall, JsImportMeta, JsMember, JsNode, JsNum, JsProperty, JsRegex, JsSequence, JsSpread, JsStr, JsSuper, JsTemplate, JsThis, JsUnary, JsYield,
} from "../../../rules/api.ts";
import { buildFunction } from "./build-functions.ts";
import { jsxMakers } from "./build-jsx.ts";
import { buildClass } from "./build-statements.ts";
import { buildTarget } from "./build-targets.ts";
import { keyNode, keyOf, plain, plainType, type Builder, type Makers } from "./build.ts";
import { setParent } from "./located.ts";
import {
  ArrayNode, AssignNode, AwaitNode, BinaryNode, CallNode, CastNode, ConditionalNode, ConstNode, LogicalNode, MemberNode, NewNode, NumNode, ObjectNode, PropertyNode, SpreadNode, StrNode, TemplateNode,
  UnaryNode,
} from "./nodes.ts";

const kinds = ts.SyntaxKind;

export function buildExpression(b: Builder, node: ts.Node): JsExpr {
  const make = makers[node.kind];
  return make ? make(b, node) : b.unknown(node);
}

const makers: Makers<JsExpr> = {
  ...jsxMakers,
  [kinds.ParenthesizedExpression]: (b, node: ts.ParenthesizedExpression) => b.expression(node.expression),
  [kinds.ExpressionWithTypeArguments]: (b, node: ts.ExpressionWithTypeArguments) => b.expression(node.expression),
  [kinds.Identifier]: (b, node: ts.Identifier) => b.mention(node),
  [kinds.StringLiteral]: (b, node: ts.StringLiteral) => text(b, node, node.text),
  [kinds.NumericLiteral]: (b, node: ts.NumericLiteral) => number(b, node, Number(node.text)),
  [kinds.BigIntLiteral]: (b, node: ts.BigIntLiteral) => number(b, node, Number(BigInt(b.textOf(node).slice(0, -1).replaceAll("_", "")))),
  [kinds.RegularExpressionLiteral]: (b, node: ts.RegularExpressionLiteral) => {
    const close = node.text.lastIndexOf("/");
    return b.node<JsRegex>(node, { kind: "Regex", pattern: node.text.slice(1, close), flags: node.text.slice(close + 1) }, []);
  },
  [kinds.TrueKeyword]: (b, node) => constant(b, node, true),
  [kinds.FalseKeyword]: (b, node) => constant(b, node, false),
  [kinds.NullKeyword]: (b, node) => constant(b, node, null),
  [kinds.ThisKeyword]: (b, node) => b.bare<JsThis>(node, "This"),
  [kinds.SuperKeyword]: (b, node) => b.bare<JsSuper>(node, "Super"),
  [kinds.MetaProperty]: (b, node: ts.MetaProperty) => (node.keywordToken === kinds.ImportKeyword ? b.bare<JsImportMeta>(node, "ImportMeta") : b.unknown(node)),
  [kinds.NoSubstitutionTemplateLiteral]: (b, node: ts.NoSubstitutionTemplateLiteral) => template(b, node, node, undefined),
  [kinds.TemplateExpression]: (b, node: ts.TemplateExpression) => template(b, node, node, undefined),
  [kinds.TaggedTemplateExpression]: (b, node: ts.TaggedTemplateExpression) => template(b, node, node.template, b.expression(node.tag)),
  [kinds.PropertyAccessExpression]: (b, node: ts.PropertyAccessExpression) => member(b, node, false),
  [kinds.ElementAccessExpression]: (b, node: ts.ElementAccessExpression) => member(b, node, false),
  [kinds.CallExpression]: (b, node: ts.CallExpression) => (isImportCall(node) ? importCall(b, node) : call(b, node)),
  [kinds.NewExpression]: (b, node: ts.NewExpression) => {
    const callee = b.expression(node.expression);
    const args = b.expressions(node.arguments ?? []);
    return parentOf(callee, args, b.add(new NewNode(b.base, b.fromOf(node), b.toOf(node), callee, args, node.arguments ? node.arguments.pos - 1 - b.from : -1)));
  },
  [kinds.ArrayLiteralExpression]: (b, node: ts.ArrayLiteralExpression) => {
    const elements = node.elements.map((one) => (one.kind === kinds.OmittedExpression ? undefined : b.expression(one)));
    const made = b.add(new ArrayNode(b.base, b.fromOf(node), b.toOf(node), elements));
    for (const one of elements) if (one) setParent(one, made);
    return made;
  },
  [kinds.ObjectLiteralExpression]: (b, node: ts.ObjectLiteralExpression) => {
    const properties: (JsProperty | JsSpread)[] = [];
    for (const one of node.properties) properties.push(one.kind === kinds.SpreadAssignment ? spread(b, one) : property(b, one));
    const made = b.add(new ObjectNode(b.base, b.fromOf(node), b.toOf(node), properties));
    for (const one of properties) setParent(one, made);
    return made;
  },
  [kinds.SpreadElement]: (b, node: ts.SpreadElement) => spread(b, node),
  [kinds.FunctionExpression]: (b, node: ts.FunctionExpression) => buildFunction(b, node, "expression"),
  [kinds.ArrowFunction]: (b, node: ts.ArrowFunction) => buildFunction(b, node, "arrow"),
  [kinds.ClassExpression]: (b, node: ts.ClassExpression) => buildClass(b, node),
  [kinds.BinaryExpression]: (b, node: ts.BinaryExpression) => binary(b, node),
  [kinds.PrefixUnaryExpression]: (b, node: ts.PrefixUnaryExpression) => unary(b, node, ts.tokenToString(node.operator) ?? "", node.operand),
  [kinds.PostfixUnaryExpression]: (b, node: ts.PostfixUnaryExpression) => unary(b, node, ts.tokenToString(node.operator) ?? "", node.operand),
  [kinds.DeleteExpression]: (b, node: ts.DeleteExpression) => unary(b, node, "delete", node.expression),
  [kinds.VoidExpression]: (b, node: ts.VoidExpression) => unary(b, node, "void", node.expression),
  [kinds.TypeOfExpression]: (b, node: ts.TypeOfExpression) => unary(b, node, "typeof", node.expression),
  [kinds.ConditionalExpression]: (b, node: ts.ConditionalExpression) => {
    const test = b.expression(node.condition);
    const then = b.expression(node.whenTrue);
    const otherwise = b.expression(node.whenFalse);
    const made = b.add(new ConditionalNode(b.base, b.fromOf(node), b.toOf(node), test, then, otherwise));
    setParent(test, made);
    setParent(then, made);
    setParent(otherwise, made);
    return made;
  },
  [kinds.AwaitExpression]: (b, node: ts.AwaitExpression) => {
    const value = b.expression(node.expression);
    return holding(value, b.add(new AwaitNode(b.base, b.fromOf(node), b.toOf(node), value)));
  },
  [kinds.YieldExpression]: (b, node: ts.YieldExpression) => {
    const value = b.optional(node.expression);
    return b.node<JsYield>(node, { kind: "Yield", value }, [value]);
  },
  [kinds.AsExpression]: (b, node: ts.AsExpression) => cast(b, node, "as", node.type),
  [kinds.TypeAssertionExpression]: (b, node: ts.TypeAssertion) => cast(b, node, "as", node.type),
  [kinds.SatisfiesExpression]: (b, node: ts.SatisfiesExpression) => cast(b, node, "satisfies", node.type),
  [kinds.NonNullExpression]: (b, node: ts.NonNullExpression) => cast(b, node, "non-null", undefined),
};

/** `value` as it is meant: JSX writes it in its own way. */
export function text(b: Builder, node: ts.StringLiteral, value: string): JsStr {
  return b.add(new StrNode(b.base, b.fromOf(node), b.toOf(node), value));
}

function number(b: Builder, node: ts.Node, value: number): JsNum {
  return b.add(new NumNode(b.base, b.fromOf(node), b.toOf(node), value, b.textOf(node)));
}

function constant(b: Builder, node: ts.Node, value: true | false | null): JsConst {
  return b.add(new ConstNode(b.base, b.fromOf(node), b.toOf(node), value));
}

/** Of what stands before the arguments and of these. */
function parentOf<N extends JsNode>(callee: JsExpr, args: readonly JsExpr[], made: N): N {
  setParent(callee, made);
  for (const one of args) setParent(one, made);
  return made;
}

function holding<N extends JsNode>(value: JsNode, made: N): N {
  setParent(value, made);
  return made;
}

function joining<N extends JsNode>(left: JsNode, right: JsNode, made: N): N {
  setParent(left, made);
  setParent(right, made);
  return made;
}

function template(b: Builder, node: ts.Node, quasi: ts.TemplateLiteral, tag: JsExpr | undefined): JsTemplate {
  const isPlain = quasi.kind === kinds.NoSubstitutionTemplateLiteral;
  const first = isPlain ? quasi : quasi.head;
  let value = tag ? tagged(b, first) : first.text;
  const holes: JsExpr[] = [];
  if (!isPlain) for (const { expression, literal } of quasi.templateSpans) {
    holes.push(b.expression(expression));
    value += `\uFFFC${tag ? tagged(b, literal) : literal.text}`;
  }
  const made = b.add(new TemplateNode(b.base, b.fromOf(node), b.toOf(node), value, holes, tag, b.fromOf(quasi), quasi.end - 1 - b.from));
  for (const one of holes) setParent(one, made);
  if (tag) setParent(tag, made);
  return made;
}

/** Behind a tag anything may follow a backslash. */
function tagged(b: Builder, piece: ts.TemplateLiteralLikeNode): string {
  const raw = b.textOf(piece).replace(/^[`}]|(?:`|\$\{)$/g, "");
  return /\\u(?![0-9a-fA-F]{4}|\{)|\\x(?![0-9a-fA-F]{2})/.test(raw) ? raw : piece.text;
}

export function member(b: Builder, node: ts.PropertyAccessExpression | ts.ElementAccessExpression, isTarget: boolean): JsMember {
  const object = b.expression(node.expression);
  const isComputed = node.kind === kinds.ElementAccessExpression;
  const key = isComputed ? plain(node.argumentExpression) : node.name;
  const computed = isComputed ? b.expression(key) : undefined;
  const made = b.add(new MemberNode(b.base, b.fromOf(node), b.toOf(node), object, keyOf(key, isComputed), b.fromOf(key), key.end - b.from, computed, !isTarget && node.questionDotToken !== undefined));
  setParent(object, made);
  if (computed) setParent(computed, made);
  return made;
}

function call(b: Builder, node: ts.CallExpression): JsCallExpr {
  const callee = b.expression(node.expression);
  const args = b.expressions(node.arguments);
  return parentOf(callee, args, b.add(new CallNode(b.base, b.fromOf(node), b.toOf(node), callee, args, node.arguments.pos - 1 - b.from, node.questionDotToken !== undefined)));
}

/** `import(…)`, `import.defer(…)`. */
function isImportCall({ expression }: ts.CallExpression): boolean {
  return expression.kind === kinds.ImportKeyword || (ts.isMetaProperty(expression) && expression.keywordToken === kinds.ImportKeyword && expression.name.text === "defer");
}

function importCall(b: Builder, node: ts.CallExpression): JsExpr {
  const source = b.optional(node.arguments[0]);
  return source ? b.node<JsImportCall>(node, { kind: "ImportCall", source }, [source]) : b.unknown(node);
}

function binary(b: Builder, node: ts.BinaryExpression): JsExpr {
  const { kind } = node.operatorToken;
  if (kind === kinds.CommaToken) {
    const elements = sequence(node).map((one) => b.expression(one));
    return b.node<JsSequence>(node, { kind: "Sequence", elements }, elements);
  }
  const op = ts.tokenToString(kind) ?? "";
  if (kind >= kinds.FirstAssignment && kind <= kinds.LastAssignment) {
    const target = buildTarget(b, node.left, undefined);
    const value = b.expression(node.right);
    return joining(target, value, b.add(new AssignNode(b.base, b.fromOf(node), b.toOf(node), op, target, value)));
  }
  const left = b.expression(node.left);
  const right = b.expression(node.right);
  if (op === "&&" || op === "||" || op === "??") return joining(left, right, b.add(new LogicalNode(b.base, b.fromOf(node), b.toOf(node), op, left, right)));
  return joining(left, right, b.add(new BinaryNode(b.base, b.fromOf(node), b.toOf(node), op, left, right)));
}

function sequence(node: ts.Expression): ts.Expression[] {
  const found: ts.Expression[] = [];
  let at = node;
  for (; ts.isBinaryExpression(at) && at.operatorToken.kind === kinds.CommaToken; at = at.left) found.push(at.right);
  return [at, ...found.reverse()];
}

function unary(b: Builder, node: ts.Node, op: string, of: ts.Expression): JsUnary {
  const operand = b.expression(of);
  return holding(operand, b.add(new UnaryNode(b.base, b.fromOf(node), b.toOf(node), op, operand)));
}

function cast(b: Builder, node: ts.AssertionExpression | ts.SatisfiesExpression | ts.NonNullExpression, how: JsCast["how"], type: ts.TypeNode | undefined): JsCast {
  const value = b.expression(node.expression);
  const inner = type && plainType(type);
  return holding(value, b.add(new CastNode(b.base, b.fromOf(node), b.toOf(node), how, value, inner ? b.fromOf(inner) : -1, inner ? inner.end - b.from : -1)));
}

function property(b: Builder, node: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>): JsProperty {
  const key = keyNode(node.name);
  const isComputed = node.name.kind === kinds.ComputedPropertyName;
  const isShorthand = node.kind === kinds.ShorthandPropertyAssignment;
  const value = node.kind === kinds.PropertyAssignment ? b.expression(node.initializer) : isShorthand ? (node.objectAssignmentInitializer ? b.unknown(node) : b.mention(node.name)) : buildFunction(b, node, "method");
  const computed = isComputed && keyOf(key, true) === undefined ? b.expression(key) : undefined;
  const accessor = node.kind === kinds.GetAccessor ? "get" : node.kind === kinds.SetAccessor ? "set" : undefined;
  const made = b.add(new PropertyNode(b.base, b.fromOf(node), b.toOf(node), keyOf(key, isComputed), b.fromOf(key), key.end - b.from, value, isShorthand, accessor));
  setParent(value, made);
  if (computed) setParent(computed, made);
  return made;
}

export function spread(b: Builder, node: ts.SpreadElement | ts.SpreadAssignment): JsSpread {
  const value = b.expression(node.expression);
  return holding(value, b.add(new SpreadNode(b.base, b.fromOf(node), b.toOf(node), value)));
}
