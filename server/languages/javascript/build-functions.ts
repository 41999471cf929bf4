/** Functions and their parameters as façade nodes, each in a scope of its own. */
import ts from "typescript";
import type { JsExpr, JsFunction, JsParam, JsStmt } from "../../../rules/api.ts";
import { hasModifier, modifiersOf, plain, typeName, type Builder } from "./build.ts";
import { buildTarget } from "./build-targets.ts";
import { FunctionNode, ParamNode } from "./larger-nodes.ts";
import { setParent } from "./located.ts";

export type WrittenFunction = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration;

export function buildFunction(b: Builder, node: WrittenFunction, form: JsFunction["form"]): JsFunction {
  const { scopes } = b;
  const id = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) ? node.name : undefined;
  const isClosed = form === "expression" && id !== undefined; // its own name is seen inside alone
  if (isClosed) scopes.open("block");
  const own = id && b.declared(id);
  const outside = form === "method" && node.parameters.some(({ modifiers }) => modifiers !== undefined) ? node.parameters.map((one) => decoratorsOf(b, one)) : undefined;
  const scope = scopes.open(form === "arrow" ? "arrow" : "function");
  const inner = node.body && plain(node.body);
  if (inner) scope.bodyStart = b.fromOf(inner);
  const params: JsParam[] = [];
  for (const one of node.parameters) params.push(parameter(b, one, outside?.[params.length] ?? decoratorsOf(b, one)));
  let body: JsStmt[] = [];
  let result: JsExpr | undefined;
  if (inner && ts.isBlock(inner)) body = b.statements(inner.statements);
  else if (inner) result = b.expression(inner);
  scopes.close();
  if (isClosed) scopes.close();
  const isAsync = hasModifier(node, ts.SyntaxKind.AsyncKeyword);
  const made = b.add(new FunctionNode(b.base, startOf(b, node, form) - b.from, b.toOf(node), form, own, params, isAsync, node.asteriskToken !== undefined, body, result));
  if (own) setParent(own, made);
  for (const one of params) setParent(one, made);
  for (const one of body) setParent(one, made);
  if (result) setParent(result, made);
  return made;
}

/** A method's function begins with its parameters, a declaration's behind `export`. */
function startOf(b: Builder, node: WrittenFunction, form: JsFunction["form"]): number {
  if (form === "method") return (node.typeParameters ?? node.parameters).pos - 1;
  return form === "declaration" ? b.startWithin(node) : b.startOf(node);
}

export function decoratorsOf(b: Builder, node: ts.Node): JsExpr[] {
  const { modifiers } = node as { readonly modifiers?: ts.NodeArray<ts.ModifierLike> };
  const found: JsExpr[] = [];
  if (modifiers) for (const one of modifiers) if (one.kind === ts.SyntaxKind.Decorator) found.push(b.expression(one.expression));
  return found;
}

function parameter(b: Builder, node: ts.ParameterDeclaration, decorators: readonly JsExpr[]): JsParam {
  const isRest = node.dotDotDotToken !== undefined;
  const isField = modifiersOf(node).length > 0;
  const fallback = isRest ? undefined : b.optional(node.initializer);
  const annotated = isRest ? node.name.end : Math.max(node.name.end, node.type?.end ?? 0, node.questionToken?.end ?? 0);
  const target = buildTarget(b, node.name, b.scopes.current, annotated);
  const start = isRest || isField ? b.startOf(node) : b.startOf(node.name);
  const end = isRest || isField || node.initializer ? node.end : annotated;
  const made = b.add(new ParamNode(b.base, start - b.from, end - b.from, target, fallback, isRest, isField, isRest ? undefined : typeName(node.type), decorators));
  setParent(target, made);
  if (fallback) setParent(fallback, made);
  for (const one of decorators) setParent(one, made);
  return made;
}
