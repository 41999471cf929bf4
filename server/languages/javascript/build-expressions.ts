/** Expressions of TypeScript's tree as façade nodes. */
import ts from "typescript";
import type {
  JsArray, JsAssign, JsAwait, JsBinary, JsCallExpr, JsCast, JsConditional, JsConst, JsExpr, JsImportCall, JsImportMeta, JsLogical, JsMember, JsNewExpr, JsNum, JsObject,
  JsProperty, JsRegex, JsSequence, JsSpread, JsStr, JsSuper, JsTemplate, JsThis, JsUnary, JsYield,
} from "../../../rules/api.ts";
import { buildFunction } from "./build-functions.ts";
import { jsxMakers } from "./build-jsx.ts";
import { buildClass } from "./build-statements.ts";
import { buildTarget } from "./build-targets.ts";
import { keyNode, keyOf, plain, plainType, type Builder, type Makers } from "./build.ts";

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
  [kinds.NumericLiteral]: (b, node: ts.NumericLiteral) => b.node<JsNum>(node, { kind: "Num", value: Number(node.text), text: b.textOf(node) }, []),
  [kinds.BigIntLiteral]: (b, node: ts.BigIntLiteral) => b.node<JsNum>(node, { kind: "Num", value: Number(BigInt(b.textOf(node).slice(0, -1).replaceAll("_", ""))), text: b.textOf(node) }, []),
  [kinds.RegularExpressionLiteral]: (b, node: ts.RegularExpressionLiteral) => {
    const close = node.text.lastIndexOf("/");
    return b.node<JsRegex>(node, { kind: "Regex", pattern: node.text.slice(1, close), flags: node.text.slice(close + 1) }, []);
  },
  [kinds.TrueKeyword]: (b, node) => b.node<JsConst>(node, { kind: "Const", value: true }, []),
  [kinds.FalseKeyword]: (b, node) => b.node<JsConst>(node, { kind: "Const", value: false }, []),
  [kinds.NullKeyword]: (b, node) => b.node<JsConst>(node, { kind: "Const", value: null }, []),
  [kinds.ThisKeyword]: (b, node) => b.node<JsThis>(node, { kind: "This" }, []),
  [kinds.SuperKeyword]: (b, node) => b.node<JsSuper>(node, { kind: "Super" }, []),
  [kinds.MetaProperty]: (b, node: ts.MetaProperty) => (node.keywordToken === kinds.ImportKeyword ? b.node<JsImportMeta>(node, { kind: "ImportMeta" }, []) : b.unknown(node)),
  [kinds.NoSubstitutionTemplateLiteral]: (b, node: ts.NoSubstitutionTemplateLiteral) => template(b, node, node, undefined),
  [kinds.TemplateExpression]: (b, node: ts.TemplateExpression) => template(b, node, node, undefined),
  [kinds.TaggedTemplateExpression]: (b, node: ts.TaggedTemplateExpression) => template(b, node, node.template, b.expression(node.tag)),
  [kinds.PropertyAccessExpression]: (b, node: ts.PropertyAccessExpression) => member(b, node, false),
  [kinds.ElementAccessExpression]: (b, node: ts.ElementAccessExpression) => member(b, node, false),
  [kinds.CallExpression]: (b, node: ts.CallExpression) => (isImportCall(node) ? importCall(b, node) : call(b, node)),
  [kinds.NewExpression]: (b, node: ts.NewExpression) => {
    const callee = b.expression(node.expression);
    const args = (node.arguments ?? []).map((one) => b.expression(one));
    return b.node<JsNewExpr>(node, { kind: "New", callee, args, argsAt: node.arguments && b.span(node.arguments.pos - 1, node.end) }, [callee, ...args]);
  },
  [kinds.ArrayLiteralExpression]: (b, node: ts.ArrayLiteralExpression) => {
    const elements = node.elements.map((one) => (one.kind === kinds.OmittedExpression ? undefined : b.expression(one)));
    return b.node<JsArray>(node, { kind: "Array", elements }, elements);
  },
  [kinds.ObjectLiteralExpression]: (b, node: ts.ObjectLiteralExpression) => {
    const properties = node.properties.map((one) => (ts.isSpreadAssignment(one) ? spread(b, one) : property(b, one)));
    return b.node<JsObject>(node, { kind: "Object", properties }, properties);
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
    const [test, then, otherwise] = [b.expression(node.condition), b.expression(node.whenTrue), b.expression(node.whenFalse)];
    return b.node<JsConditional>(node, { kind: "Conditional", test, then, otherwise }, [test, then, otherwise]);
  },
  [kinds.AwaitExpression]: (b, node: ts.AwaitExpression) => {
    const value = b.expression(node.expression);
    return b.node<JsAwait>(node, { kind: "Await", value }, [value]);
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
  return b.node<JsStr>(node, { kind: "Str", value, innerAt: b.span(b.startOf(node) + 1, node.end - 1) }, []);
}

function template(b: Builder, node: ts.Node, quasi: ts.TemplateLiteral, tag: JsExpr | undefined): JsTemplate {
  const spans = ts.isTemplateExpression(quasi) ? quasi.templateSpans : [];
  const holes = spans.map((one) => b.expression(one.expression));
  const pieces = [ts.isTemplateExpression(quasi) ? quasi.head : quasi, ...spans.map(({ literal }) => literal)];
  const value = pieces.map((piece) => (tag ? tagged(b, piece) : piece.text)).join("\uFFFC");
  return b.node<JsTemplate>(node, { kind: "Template", value, holes, tag, innerAt: b.span(b.startOf(quasi) + 1, quasi.end - 1) }, [...holes, tag]);
}

/** Behind a tag anything may follow a backslash. */
function tagged(b: Builder, piece: ts.TemplateLiteralLikeNode): string {
  const raw = b.textOf(piece).replace(/^[`}]|(?:`|\$\{)$/g, "");
  return /\\u(?![0-9a-fA-F]{4}|\{)|\\x(?![0-9a-fA-F]{2})/.test(raw) ? raw : piece.text;
}

export function member(b: Builder, node: ts.PropertyAccessExpression | ts.ElementAccessExpression, isTarget: boolean): JsMember {
  const object = b.expression(node.expression);
  const isComputed = ts.isElementAccessExpression(node);
  const key = isComputed ? plain(node.argumentExpression) : node.name;
  const computed = isComputed ? b.expression(key) : undefined;
  return b.node<JsMember>(node, { kind: "Member", object, property: keyOf(key, isComputed), propertyAt: b.at(key), computed, isOptional: !isTarget && node.questionDotToken !== undefined }, [object, computed]);
}

function call(b: Builder, node: ts.CallExpression): JsCallExpr {
  const callee = b.expression(node.expression);
  const args = node.arguments.map((one) => b.expression(one));
  return b.node<JsCallExpr>(node, { kind: "Call", callee, args, argsAt: b.span(node.arguments.pos - 1, node.end), isOptional: node.questionDotToken !== undefined }, [callee, ...args]);
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
    return b.node<JsAssign>(node, { kind: "Assign", op, target, value }, [target, value]);
  }
  const left = b.expression(node.left);
  const right = b.expression(node.right);
  if (op === "&&" || op === "||" || op === "??") return b.node<JsLogical>(node, { kind: "Logical", op, left, right }, [left, right]);
  return b.node<JsBinary>(node, { kind: "Binary", op, left, right }, [left, right]);
}

function sequence(node: ts.Expression): ts.Expression[] {
  const found: ts.Expression[] = [];
  let at = node;
  for (; ts.isBinaryExpression(at) && at.operatorToken.kind === kinds.CommaToken; at = at.left) found.push(at.right);
  return [at, ...found.reverse()];
}

function unary(b: Builder, node: ts.Node, op: string, of: ts.Expression): JsUnary {
  const operand = b.expression(of);
  return b.node<JsUnary>(node, { kind: "Unary", op, operand }, [operand]);
}

function cast(b: Builder, node: ts.AssertionExpression | ts.SatisfiesExpression | ts.NonNullExpression, how: JsCast["how"], type: ts.TypeNode | undefined): JsCast {
  const value = b.expression(node.expression);
  return b.node<JsCast>(node, { kind: "Cast", how, value, typeAt: type && b.at(plainType(type)) }, [value]);
}

function property(b: Builder, node: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>): JsProperty {
  const key = keyNode(node.name);
  const isComputed = ts.isComputedPropertyName(node.name);
  const value = ts.isPropertyAssignment(node) ? b.expression(node.initializer)
    : ts.isShorthandPropertyAssignment(node) ? (node.objectAssignmentInitializer ? b.unknown(node) : b.mention(node.name)) : buildFunction(b, node, "method");
  const computed = isComputed && keyOf(key, true) === undefined ? b.expression(key) : undefined;
  const accessor = ts.isGetAccessor(node) ? "get" : ts.isSetAccessor(node) ? "set" : undefined;
  return b.node<JsProperty>(node, { kind: "Property", key: keyOf(key, isComputed), keyAt: b.at(key), value, isShorthand: ts.isShorthandPropertyAssignment(node), accessor }, [value, computed]);
}

export function spread(b: Builder, node: ts.SpreadElement | ts.SpreadAssignment): JsSpread {
  const value = b.expression(node.expression);
  return b.node<JsSpread>(node, { kind: "Spread", value }, [value]);
}
