/** typescript-estree expressions and patterns as façade nodes. */
import type { TSESTree } from "@typescript-eslint/typescript-estree";
import type {
  JsArray, JsArrayPattern, JsAssign, JsAwait, JsBinary, JsCallExpr, JsCast, JsConditional, JsConst, JsExpr, JsFunction, JsImportCall, JsJsx, JsJsxAttribute,
  JsImportMeta, JsLogical, JsMember, JsNewExpr, JsNum, JsObject, JsObjectPattern, JsParam, JsPatternEntry, JsProperty, JsRegex, JsSequence, JsSpread, JsStmt, JsStr, JsSuper,
  JsTarget, JsTemplate, JsThis, JsUnary, JsYield, Span,
} from "../../../rules/api.ts";
import { keyOf, typeName, type Builder, type EsNode } from "./build.ts";
import { buildClass } from "./build-statements.ts";

export function buildExpression(b: Builder, es: EsNode): JsExpr {
  switch (es.type) {
    case "Identifier":
    case "JSXIdentifier":
      return b.name(es, es.name);
    case "Literal":
      return literal(b, es);
    case "MemberExpression":
      return member(b, es, false);
    case "ChainExpression":
      return b.expression(es.expression);
    case "CallExpression":
      return call(b, es);
    case "NewExpression":
      return create(b, es);
    case "TemplateLiteral":
      return template(b, es, es, undefined);
    case "TaggedTemplateExpression":
      return template(b, es, es.quasi, b.expression(es.tag));
    case "ArrayExpression": {
      const elements = es.elements.map((one) => b.optional(one));
      return b.node<JsArray>(es, { kind: "Array", elements }, elements);
    }
    case "ObjectExpression": {
      const properties = es.properties.map((one) => (one.type === "SpreadElement" ? spread(b, one) : property(b, one)));
      return b.node<JsObject>(es, { kind: "Object", properties }, properties);
    }
    case "SpreadElement":
    case "JSXSpreadChild":
      return spread(b, es);
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return buildFunction(b, es, es.type === "FunctionExpression" ? "expression" : "arrow");
    case "ClassExpression":
      return buildClass(b, es);
    default:
      return operation(b, es);
  }
}

function operation(b: Builder, es: EsNode): JsExpr {
  switch (es.type) {
    case "BinaryExpression": {
      const left = b.expression(es.left);
      const right = b.expression(es.right);
      return b.node<JsBinary>(es, { kind: "Binary", op: es.operator, left, right }, [left, right]);
    }
    case "LogicalExpression": {
      const left = b.expression(es.left);
      const right = b.expression(es.right);
      return b.node<JsLogical>(es, { kind: "Logical", op: es.operator, left, right }, [left, right]);
    }
    case "UnaryExpression":
    case "UpdateExpression": {
      const operand = b.expression(es.argument);
      return b.node<JsUnary>(es, { kind: "Unary", op: es.operator, operand }, [operand]);
    }
    case "ConditionalExpression": {
      const [test, then, otherwise] = [b.expression(es.test), b.expression(es.consequent), b.expression(es.alternate)];
      return b.node<JsConditional>(es, { kind: "Conditional", test, then, otherwise }, [test, then, otherwise]);
    }
    case "AssignmentExpression": {
      const target = buildTarget(b, es.left);
      const value = b.expression(es.right);
      return b.node<JsAssign>(es, { kind: "Assign", op: es.operator, target, value }, [target, value]);
    }
    case "AwaitExpression": {
      const value = b.expression(es.argument);
      return b.node<JsAwait>(es, { kind: "Await", value }, [value]);
    }
    case "YieldExpression": {
      const value = b.optional(es.argument);
      return b.node<JsYield>(es, { kind: "Yield", value }, [value]);
    }
    case "SequenceExpression": {
      const elements = es.expressions.map((one) => b.expression(one));
      return b.node<JsSequence>(es, { kind: "Sequence", elements }, elements);
    }
    default:
      return rare(b, es);
  }
}

function rare(b: Builder, es: EsNode): JsExpr {
  switch (es.type) {
    case "TSAsExpression":
    case "TSTypeAssertion":
    case "TSSatisfiesExpression": {
      const value = b.expression(es.expression);
      return b.node<JsCast>(es, { kind: "Cast", how: es.type === "TSSatisfiesExpression" ? "satisfies" : "as", value, typeAt: b.at(es.typeAnnotation) }, [value]);
    }
    case "TSNonNullExpression": {
      const value = b.expression(es.expression);
      return b.node<JsCast>(es, { kind: "Cast", how: "non-null", value, typeAt: undefined }, [value]);
    }
    case "TSInstantiationExpression":
      return b.expression(es.expression);
    case "ImportExpression": {
      const source = b.expression(es.source);
      return b.node<JsImportCall>(es, { kind: "ImportCall", source }, [source]);
    }
    case "ThisExpression":
      return b.node<JsThis>(es, { kind: "This" }, []);
    case "Super":
      return b.node<JsSuper>(es, { kind: "Super" }, []);
    case "MetaProperty":
      return es.meta.name === "import" ? b.node<JsImportMeta>(es, { kind: "ImportMeta" }, []) : b.unknown(es, []);
    case "JSXElement":
    case "JSXFragment":
      return jsx(b, es);
    case "JSXExpressionContainer":
      return b.expression(es.expression);
    default:
      return b.unknown(es, []);
  }
}

function literal(b: Builder, es: TSESTree.Literal): JsExpr {
  if ("regex" in es) return b.node<JsRegex>(es, { kind: "Regex", pattern: es.regex.pattern, flags: es.regex.flags }, []);
  if ("bigint" in es) return b.node<JsNum>(es, { kind: "Num", value: Number(es.bigint), text: es.raw }, []);
  if (typeof es.value === "string") return b.node<JsStr>(es, { kind: "Str", value: es.value, innerAt: b.span(es.range[0] + 1, es.range[1] - 1) }, []);
  if (typeof es.value === "number") return b.node<JsNum>(es, { kind: "Num", value: es.value, text: es.raw }, []);
  return b.node<JsConst>(es, { kind: "Const", value: es.value as true | false | null }, []);
}

function template(b: Builder, es: EsNode, quasi: TSESTree.TemplateLiteral, tag: JsExpr | undefined): JsTemplate {
  const holes = quasi.expressions.map((one) => b.expression(one));
  const value = quasi.quasis.map((piece) => piece.value.cooked ?? piece.value.raw).join("\uFFFC");
  return b.node<JsTemplate>(es, { kind: "Template", value, holes, tag, innerAt: b.span(quasi.range[0] + 1, quasi.range[1] - 1) }, [...holes, tag]);
}

function member(b: Builder, es: TSESTree.MemberExpression, isTarget: boolean): JsMember {
  const object = b.expression(es.object);
  const property = keyOf(es.property, es.computed);
  const computed = es.computed ? b.expression(es.property) : undefined;
  return b.node<JsMember>(es, { kind: "Member", object, property, propertyAt: b.at(es.property), computed, isOptional: !isTarget && es.optional }, [object, computed]);
}

function call(b: Builder, es: TSESTree.CallExpression): JsCallExpr {
  const callee = b.expression(es.callee);
  const args = es.arguments.map((one) => b.expression(one));
  return b.node<JsCallExpr>(es, { kind: "Call", callee, args, argsAt: parentheses(b, es, (es.typeArguments ?? es.callee).range[1]) ?? b.at(es), isOptional: es.optional }, [callee, ...args]);
}

function create(b: Builder, es: TSESTree.NewExpression): JsNewExpr {
  const callee = b.expression(es.callee);
  const args = es.arguments.map((one) => b.expression(one));
  return b.node<JsNewExpr>(es, { kind: "New", callee, args, argsAt: parentheses(b, es, (es.typeArguments ?? es.callee).range[1]) }, [callee, ...args]);
}

/** From the first parenthesis after `from` to the node's end; a callee's own closing parenthesis and comments are stepped over. */
function parentheses(b: Builder, es: EsNode, from: number): Span | undefined {
  const rest = b.source(from, es.range[1]);
  const match = /^(?:\s|\)|\?\.|\/\/[^\r\n]*[\r\n]|\/\*(?:[^*]|\*(?!\/))*\*\/)*\(/.exec(rest);
  return match ? b.span(from + match[0].length - 1, es.range[1]) : undefined;
}

function property(b: Builder, es: TSESTree.Property): JsProperty {
  const value = es.method || es.kind !== "init" ? buildFunction(b, es.value as TSESTree.FunctionExpression, "method") : b.expression(es.value);
  const computed = es.computed && keyOf(es.key, true) === undefined ? b.expression(es.key) : undefined;
  const accessor = es.kind === "init" ? undefined : es.kind;
  return b.node<JsProperty>(es, { kind: "Property", key: keyOf(es.key, es.computed), keyAt: b.at(es.key), value, isShorthand: es.shorthand, accessor }, [value, computed]);
}

function spread(b: Builder, es: TSESTree.SpreadElement | TSESTree.JSXSpreadChild): JsSpread {
  const value = b.expression(es.type === "SpreadElement" ? es.argument : es.expression);
  return b.node<JsSpread>(es, { kind: "Spread", value }, [value]);
}

type EsFunction = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

export function buildFunction(b: Builder, es: EsFunction, form: JsFunction["form"]): JsFunction {
  const own = es.id ? b.name(es.id, es.id.name) : undefined;
  const params = es.params.map((one) => parameter(b, one));
  let body: JsStmt[] = [];
  let result: JsExpr | undefined;
  if (es.body.type === "BlockStatement") body = b.statements(es.body.body);
  else result = b.expression(es.body);
  return b.node<JsFunction>(es, { kind: "Function", form, name: own?.id, nameAt: own, params, isAsync: es.async, isGenerator: es.generator, body, result }, [own, ...params, ...body, result]);
}

function parameter(b: Builder, es: TSESTree.Parameter): JsParam {
  let inner: EsNode = es;
  const decorators = (es.decorators ?? []).map((one) => b.expression(one.expression));
  const isField = inner.type === "TSParameterProperty";
  if (inner.type === "TSParameterProperty") inner = inner.parameter;
  let fallback: JsExpr | undefined;
  if (inner.type === "AssignmentPattern") {
    fallback = b.expression(inner.right);
    inner = inner.left;
  }
  const isRest = inner.type === "RestElement";
  if (inner.type === "RestElement") inner = inner.argument;
  const annotation = "typeAnnotation" in inner ? (inner.typeAnnotation as TSESTree.TSTypeAnnotation | undefined) : undefined;
  const target = buildTarget(b, inner);
  return b.node<JsParam>(es, { kind: "Param", target, fallback, isRest, isField, typeName: typeName(annotation), decorators }, [target, fallback, ...decorators]);
}

export function buildTarget(b: Builder, es: EsNode): JsTarget {
  switch (es.type) {
    case "Identifier":
      return b.name(es, es.name);
    case "MemberExpression":
      return member(b, es, true);
    case "AssignmentPattern":
      return buildTarget(b, es.left);
    case "TSAsExpression":
    case "TSNonNullExpression":
      return buildTarget(b, es.expression);
    case "ObjectPattern": {
      const rest = es.properties.find((one) => one.type === "RestElement");
      const target = rest ? buildTarget(b, rest.argument) : undefined;
      const entries = es.properties.flatMap((one) => (one.type === "Property" ? [entry(b, one, keyOf(one.key, one.computed), one.value)] : []));
      return b.node<JsObjectPattern>(es, { kind: "ObjectPattern", entries, rest: target }, [...entries, target]);
    }
    case "ArrayPattern": {
      const last = es.elements.at(-1);
      const rest = last?.type === "RestElement" ? buildTarget(b, last.argument) : undefined;
      const elements = es.elements.filter((one) => one?.type !== "RestElement").map((one, index) => (one ? entry(b, one, String(index), one) : undefined));
      return b.node<JsArrayPattern>(es, { kind: "ArrayPattern", elements, rest }, [...elements, rest]);
    }
    default:
      return b.unknown(es, []);
  }
}

function entry(b: Builder, es: EsNode, key: string | undefined, value: EsNode): JsPatternEntry {
  const fallback = value.type === "AssignmentPattern" ? b.expression(value.right) : undefined;
  const target = buildTarget(b, value);
  return b.node<JsPatternEntry>(es, { kind: "PatternEntry", key, target, fallback }, [target, fallback]);
}

function jsx(b: Builder, es: TSESTree.JSXElement | TSESTree.JSXFragment): JsJsx {
  const opening = es.type === "JSXElement" ? es.openingElement : undefined;
  const attributes = (opening?.attributes ?? []).flatMap((one) => (one.type === "JSXAttribute" ? [attribute(b, one)] : []));
  const spreads = (opening?.attributes ?? []).flatMap((one) => (one.type === "JSXSpreadAttribute" ? [b.expression(one.argument)] : []));
  const children = es.children.flatMap((one) => (one.type === "JSXText" || (one.type === "JSXExpressionContainer" && one.expression.type === "JSXEmptyExpression") ? [] : [b.expression(one)]));
  const tag = opening && b.source(opening.name.range[0], opening.name.range[1]);
  return b.node<JsJsx>(es, { kind: "Jsx", tag, attributes, spreads, children }, [...attributes, ...spreads, ...children]);
}

function attribute(b: Builder, es: TSESTree.JSXAttribute): JsJsxAttribute {
  const value = es.value && !(es.value.type === "JSXExpressionContainer" && es.value.expression.type === "JSXEmptyExpression") ? b.expression(es.value) : undefined;
  return b.node<JsJsxAttribute>(es, { kind: "JsxAttribute", name: b.source(es.name.range[0], es.name.range[1]), nameAt: b.at(es.name), value }, [value]);
}
