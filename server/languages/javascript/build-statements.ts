/** Statements and declarations of TypeScript's tree as façade nodes. */
import ts from "typescript";
import type {
  JsBlock, JsCase, JsCatch, JsClass, JsDeclarator, JsField, JsFor, JsMethod, JsNode, JsOther, JsSimple, JsStmt, JsSwitch, JsThrow, JsTry,
  JsVariables, JsWhile, Span,
} from "../../../rules/api.ts";
import { buildFunction, decoratorsOf } from "./build-functions.ts";
import { buildExported, moduleMakers } from "./build-modules.ts";
import { buildTarget } from "./build-targets.ts";
import { hasModifier, keyNode, keyOf, modifiersOf, typeName, type Builder, type Makers } from "./build.ts";
import { BlockNode, DeclaratorNode, ExprStmtNode, IfNode, ReturnNode, VariablesNode } from "./larger-nodes.ts";
import { setParent } from "./located.ts";
import { NameNode } from "./nodes.ts";
import { Meaning } from "./scopes.ts";

const kinds = ts.SyntaxKind;

/** Undefined for what exists only for the type checker. */
export function buildStatement(b: Builder, node: ts.Node): JsStmt | undefined {
  if (!hasModifier(node, kinds.ExportKeyword)) return buildInner(b, node);
  return buildExported(b, node, hasModifier(node, kinds.DefaultKeyword));
}

/** Without the words that export it. */
export function buildInner(b: Builder, node: ts.Node): JsStmt | undefined {
  const make = makers[node.kind];
  return make ? make(b, node) : other(b, node, []);
}

const makers: Makers<JsStmt | undefined> = {
  ...moduleMakers,
  [kinds.VariableStatement]: (b, node: ts.VariableStatement) => variableStatement(b, node),
  [kinds.FunctionDeclaration]: (b, node: ts.FunctionDeclaration) => {
    if (node.body) return buildFunction(b, node, "declaration");
    if (node.name) b.declareUnseen(node.name);
    return undefined;
  },
  [kinds.ClassDeclaration]: (b, node: ts.ClassDeclaration) => {
    if (!hasModifier(node, kinds.DeclareKeyword)) return buildClass(b, node);
    if (node.name) b.declareUnseen(node.name, Meaning.both);
    return undefined;
  },
  [kinds.InterfaceDeclaration]: (b, node: ts.InterfaceDeclaration) => void b.declareUnseen(node.name, Meaning.type),
  [kinds.TypeAliasDeclaration]: (b, node: ts.TypeAliasDeclaration) => void b.declareUnseen(node.name, Meaning.type),
  [kinds.NamespaceExportDeclaration]: () => undefined,
  [kinds.EnumDeclaration]: (b, node: ts.EnumDeclaration) => {
    b.declareUnseen(node.name, Meaning.both);
    return other(b, node, []);
  },
  [kinds.ModuleDeclaration]: (b, node: ts.ModuleDeclaration) => namespace(b, node),
  [kinds.ExpressionStatement]: (b, node: ts.ExpressionStatement) => {
    const value = b.expression(node.expression);
    const made = b.add(new ExprStmtNode(b.base, b.fromOf(node), b.toOf(node), value));
    setParent(value, made);
    return made;
  },
  [kinds.ReturnStatement]: (b, node: ts.ReturnStatement) => {
    const value = b.optional(node.expression);
    const made = b.add(new ReturnNode(b.base, b.fromOf(node), b.toOf(node), value));
    if (value) setParent(value, made);
    return made;
  },
  [kinds.ThrowStatement]: (b, node: ts.ThrowStatement) => {
    const value = b.expression(node.expression);
    return b.node<JsThrow>(node, { kind: "Throw", value }, [value]);
  },
  [kinds.Block]: (b, node: ts.Block) => block(b, node),
  [kinds.IfStatement]: (b, node: ts.IfStatement) => {
    const test = b.expression(node.expression);
    const then = body(b, node.thenStatement);
    const otherwise = node.elseStatement && body(b, node.elseStatement);
    const made = b.add(new IfNode(b.base, b.fromOf(node), b.toOf(node), test, then, otherwise));
    setParent(test, made);
    setParent(then, made);
    if (otherwise) setParent(otherwise, made);
    return made;
  },
  [kinds.ForStatement]: (b, node: ts.ForStatement) => b.scopes.within("block", () => classicLoop(b, node)),
  [kinds.ForOfStatement]: (b, node: ts.ForOfStatement) => b.scopes.within("block", () => loop(b, node, "of", node.awaitModifier !== undefined)),
  [kinds.ForInStatement]: (b, node: ts.ForInStatement) => b.scopes.within("block", () => loop(b, node, "in", false)),
  [kinds.WhileStatement]: (b, node: ts.WhileStatement) => whileLoop(b, node, false),
  [kinds.DoStatement]: (b, node: ts.DoStatement) => whileLoop(b, node, true),
  [kinds.TryStatement]: (b, node: ts.TryStatement) => {
    const inner = block(b, node.tryBlock);
    const handler = node.catchClause && caught(b, node.catchClause);
    const finalizer = node.finallyBlock && block(b, node.finallyBlock);
    return b.node<JsTry>(node, { kind: "Try", body: inner, handler, finalizer }, [inner, handler, finalizer]);
  },
  [kinds.SwitchStatement]: (b, node: ts.SwitchStatement) => {
    const subject = b.expression(node.expression);
    const cases = b.scopes.within("block", () => node.caseBlock.clauses.map((one) => clause(b, one)));
    return b.node<JsSwitch>(node, { kind: "Switch", subject, cases }, [subject, ...cases]);
  },
  [kinds.BreakStatement]: (b, node) => b.bare<JsSimple>(node, "Break"),
  [kinds.ContinueStatement]: (b, node) => b.bare<JsSimple>(node, "Continue"),
  [kinds.EmptyStatement]: (b, node) => b.bare<JsSimple>(node, "Empty"),
  [kinds.DebuggerStatement]: (b, node) => b.bare<JsSimple>(node, "Debugger"),
  [kinds.LabeledStatement]: (b, node: ts.LabeledStatement) => other(b, node, [node.statement]),
};

export function other(b: Builder, node: ts.Node, inner: readonly ts.Node[]): JsOther {
  const children = b.statements(inner);
  return b.made<JsOther>(b.startWithin(node), node.end, { kind: "Other", children }, children);
}

/** A body that is only a declaration for the type checker cannot occur; an empty one stands in. */
function body(b: Builder, node: ts.Statement): JsStmt {
  return b.statement(node) ?? b.bare<JsSimple>(node, "Empty");
}

function block(b: Builder, node: ts.Block): JsBlock {
  b.scopes.open("block");
  const inner = b.statements(node.statements);
  b.scopes.close();
  const made = b.add(new BlockNode(b.base, b.fromOf(node), b.toOf(node), inner));
  for (const one of inner) setParent(one, made);
  return made;
}

function clause(b: Builder, node: ts.CaseOrDefaultClause): JsCase {
  const test = ts.isCaseClause(node) ? b.expression(node.expression) : undefined;
  const inner = b.statements(node.statements);
  return b.node<JsCase>(node, { kind: "Case", test, body: inner }, [test, ...inner]);
}

function caught(b: Builder, node: ts.CatchClause): JsCatch {
  return b.scopes.within("block", () => {
    const { variableDeclaration: variable } = node;
    const param = variable && buildTarget(b, variable.name, b.scopes.current, variable.type?.end);
    const inner = block(b, node.block);
    return b.node<JsCatch>(node, { kind: "Catch", param, body: inner }, [param, inner]);
  });
}

function classicLoop(b: Builder, node: ts.ForStatement): JsFor {
  const inner = body(b, node.statement);
  const first = node.initializer && ts.isVariableDeclarationList(node.initializer) ? variables(b, node.initializer, node.initializer) : b.optional(node.initializer);
  const head = [first, b.optional(node.condition), b.optional(node.incrementor)].flatMap((one): JsNode[] => (one ? [one] : []));
  return b.node<JsFor>(node, { kind: "For", how: "classic", isAwait: false, head, iterated: undefined, body: inner }, [...head, inner]);
}

function loop(b: Builder, node: ts.ForInOrOfStatement, how: "of" | "in", isAwait: boolean): JsFor {
  const inner = body(b, node.statement);
  const { initializer } = node;
  const head = ts.isVariableDeclarationList(initializer) ? variables(b, initializer, initializer) : buildTarget(b, initializer, undefined);
  const iterated = b.expression(node.expression);
  return b.node<JsFor>(node, { kind: "For", how, isAwait, head: [head], iterated, body: inner }, [head, iterated, inner]);
}

function whileLoop(b: Builder, node: ts.WhileStatement | ts.DoStatement, isDo: boolean): JsWhile {
  const test = b.expression(node.expression);
  const inner = body(b, node.statement);
  return b.node<JsWhile>(node, { kind: "While", isDo, test, body: inner }, [test, inner]);
}

function variableStatement(b: Builder, node: ts.VariableStatement): JsVariables | undefined {
  if (!hasModifier(node, kinds.DeclareKeyword)) return variables(b, node, node.declarationList);
  for (const { name } of node.declarationList.declarations) if (ts.isIdentifier(name)) b.declareUnseen(name);
  return undefined;
}

/** `node` is the statement, or the list where it heads a loop. */
function variables(b: Builder, node: ts.Node, list: ts.VariableDeclarationList): JsVariables {
  const flags = list.flags & ts.NodeFlags.BlockScoped;
  const how = flags === ts.NodeFlags.Let ? "let" : flags === ts.NodeFlags.Const ? "const" : flags === 0 ? "var" : "using";
  const into = how === "var" ? b.scopes.current.hoisting : b.scopes.current;
  const declarations: JsDeclarator[] = [];
  for (const one of list.declarations) {
    const target = buildTarget(b, one.name, into, one.type?.end);
    if (target instanceof NameNode && one.initializer && into !== b.scopes.current) b.scopes.mention(target, Meaning.value); // a parameter of `catch` may have the same name
    const value = b.optional(one.initializer);
    const made = b.add(new DeclaratorNode(b.base, b.fromOf(one), b.toOf(one), target, value, typeName(one.type)));
    setParent(target, made);
    if (value) setParent(value, made);
    declarations.push(made);
  }
  const made = b.add(new VariablesNode(b.base, b.startWithin(node) - b.from, b.toOf(node), how, declarations));
  for (const one of declarations) setParent(one, made);
  return made;
}

/** `namespace a.b {}` lies nested in TypeScript's tree. */
function namespace(b: Builder, node: ts.ModuleDeclaration): JsOther {
  let inner: ts.Node | undefined = node.body;
  let isDeclared = hasModifier(node, kinds.DeclareKeyword);
  for (; inner && ts.isModuleDeclaration(inner); inner = inner.body) isDeclared ||= hasModifier(inner, kinds.DeclareKeyword);
  const isGlobal = (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
  if (ts.isIdentifier(node.name) && !isGlobal && !(node.body && ts.isModuleDeclaration(node.body))) b.declareUnseen(node.name, Meaning.both);
  const statements = !isDeclared && inner && ts.isModuleBlock(inner) ? inner.statements : [];
  return b.scopes.within("hoisting", () => other(b, node, statements));
}

export function buildClass(b: Builder, node: ts.ClassLikeDeclaration): JsClass {
  const { scopes } = b;
  const own = node.name && (ts.isClassDeclaration(node) ? b.declared(node.name, Meaning.both) : b.name(node.name));
  const decorators = decoratorsOf(b, node);
  const scope = scopes.open("block");
  if (own) scope.declare(own.id, Meaning.both, own.from, own);
  const extended = node.heritageClauses?.find(({ token }) => token === kinds.ExtendsKeyword)?.types[0];
  const base = b.optional(extended?.expression);
  const { members, rest } = b.members(node);
  scopes.close();
  return b.made<JsClass>(b.startWithin(node), node.end, { kind: "Class", name: own?.id, nameAt: own, base, members, decorators }, [own, base, ...decorators, ...members, ...rest]);
}

/** What stands in a class; its static blocks are the rest. */
export interface Members {
  readonly members: readonly (JsField | JsMethod)[];
  readonly rest: readonly JsNode[];
}

export function membersOf(b: Builder, all: readonly ts.ClassElement[]): Members {
  const members: (JsField | JsMethod)[] = [];
  const rest: JsNode[] = [];
  for (const one of all) {
    if (ts.isClassStaticBlockDeclaration(one)) rest.push(b.scopes.within("hoisting", () => other(b, one, one.body.statements)));
    else if (hasModifier(one, kinds.AbstractKeyword)) continue;
    else if (ts.isPropertyDeclaration(one)) members.push(field(b, one));
    else if ((ts.isMethodDeclaration(one) || ts.isAccessor(one) || ts.isConstructorDeclaration(one)) && one.body) members.push(method(b, one));
  }
  return { members, rest };
}

function field(b: Builder, node: ts.PropertyDeclaration): JsField {
  const value = node.initializer && b.scopes.within("hoisting", () => b.optional(node.initializer));
  const decorators = decoratorsOf(b, node);
  return b.node<JsField>(node, { kind: "Field", ...named(b, node.name), value, isStatic: hasModifier(node, kinds.StaticKeyword), typeName: typeName(node.type), decorators }, [value, ...decorators]);
}

function method(b: Builder, node: ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration): JsMethod {
  const inner = buildFunction(b, node, "method");
  const isConstructor = ts.isConstructorDeclaration(node);
  const decorators = isConstructor ? [] : decoratorsOf(b, node);
  const isStatic = hasModifier(node, kinds.StaticKeyword);
  const role = isConstructor && !isStatic ? "constructor" : ts.isGetAccessor(node) ? "get" : ts.isSetAccessor(node) ? "set" : "method";
  const names = isConstructor ? { name: "constructor", nameAt: constructorAt(b, node) } : named(b, node.name);
  return b.node<JsMethod>(node, { kind: "Method", ...names, function: inner, isStatic, role, decorators }, [inner, ...decorators]);
}

function named(b: Builder, name: ts.PropertyName): { readonly name: string | undefined; readonly nameAt: Span } {
  const key = keyNode(name);
  return { name: keyOf(key, ts.isComputedPropertyName(name)), nameAt: b.at(key) };
}

function constructorAt(b: Builder, node: ts.ConstructorDeclaration): Span {
  const last = modifiersOf(node).at(-1);
  const start = last ? b.tokenAfter(last.end) : b.startOf(node);
  return b.span(start, start + "constructor".length + (b.hasQuoteAt(start) ? 2 : 0));
}
