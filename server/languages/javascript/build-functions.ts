/** Functions and their parameters as façade nodes, each in a scope of its own. */
import ts from "typescript";
import type { JsExpr, JsFunction, JsParam, JsStmt } from "../../../rules/api.ts";
import { hasModifier, modifiersOf, plain, typeName, type Builder } from "./build.ts";
import { buildTarget } from "./build-targets.ts";

export type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration;

export function buildFunction(b: Builder, node: FunctionNode, form: JsFunction["form"]): JsFunction {
  const { scopes } = b;
  const id = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) ? node.name : undefined;
  const isClosed = form === "expression" && id !== undefined; // its own name is seen inside alone
  if (isClosed) scopes.open("block");
  const own = id && b.declared(id);
  const outside = form === "method" ? node.parameters.map((one) => decoratorsOf(b, one)) : undefined;
  const scope = scopes.open(form === "arrow" ? "arrow" : "function");
  const inner = node.body && plain(node.body);
  if (inner) scope.bodyStart = b.at(inner).start;
  const params = node.parameters.map((one, index) => parameter(b, one, outside?.[index] ?? decoratorsOf(b, one)));
  let body: JsStmt[] = [];
  let result: JsExpr | undefined;
  if (inner && ts.isBlock(inner)) body = b.statements(inner.statements);
  else if (inner) result = b.expression(inner);
  scopes.close();
  if (isClosed) scopes.close();
  const isAsync = hasModifier(node, ts.SyntaxKind.AsyncKeyword);
  return b.made<JsFunction>(startOf(b, node, form), node.end, { kind: "Function", form, name: own?.id, nameAt: own, params, isAsync, isGenerator: node.asteriskToken !== undefined, body, result }, [own, ...params, ...body, result]);
}

/** A method's function begins with its parameters, a declaration's behind `export`. */
function startOf(b: Builder, node: FunctionNode, form: JsFunction["form"]): number {
  if (form === "method") return (node.typeParameters ?? node.parameters).pos - 1;
  return form === "declaration" ? b.startWithin(node) : b.startOf(node);
}

export function decoratorsOf(b: Builder, node: ts.Node): JsExpr[] {
  const { modifiers } = node as { readonly modifiers?: ts.NodeArray<ts.ModifierLike> };
  return modifiers ? modifiers.flatMap((one) => (ts.isDecorator(one) ? [b.expression(one.expression)] : [])) : [];
}

function parameter(b: Builder, node: ts.ParameterDeclaration, decorators: readonly JsExpr[]): JsParam {
  const isRest = node.dotDotDotToken !== undefined;
  const isField = modifiersOf(node).length > 0;
  const fallback = isRest ? undefined : b.optional(node.initializer);
  const annotated = isRest ? node.name.end : Math.max(node.name.end, node.type?.end ?? 0, node.questionToken?.end ?? 0);
  const target = buildTarget(b, node.name, b.scopes.current, annotated);
  const start = isRest || isField ? b.startOf(node) : b.startOf(node.name);
  const end = isRest || isField || node.initializer ? node.end : annotated;
  return b.made<JsParam>(start, end, { kind: "Param", target, fallback, isRest, isField, typeName: isRest ? undefined : typeName(node.type), decorators }, [target, fallback, ...decorators]);
}
