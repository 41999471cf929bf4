/** typescript-estree statements, declarations, imports and exports as façade nodes. */
import type { TSESTree } from "@typescript-eslint/typescript-estree";
import type {
  JsBlock, JsCase, JsCatch, JsClass, JsDeclarator, JsExport, JsExpr, JsExprStmt, JsField, JsFor, JsFunction, JsIf, JsImport, JsImportName, JsMethod, JsNode, JsOther,
  JsReturn, JsSimple, JsStmt, JsSwitch, JsThrow, JsTry, JsVariables, JsWhile,
} from "../../../rules/api.ts";
import { keyOf, typeName, type Builder, type EsNode } from "./build.ts";
import { buildFunction, buildTarget } from "./build-expressions.ts";

/** Undefined for what exists only for the type checker. */
export function buildStatement(b: Builder, es: EsNode): JsStmt | undefined {
  switch (es.type) {
    case "VariableDeclaration":
      return es.declare ? undefined : variables(b, es);
    case "FunctionDeclaration":
      return buildFunction(b, es, "declaration");
    case "ClassDeclaration":
      return es.declare ? undefined : buildClass(b, es);
    case "ImportDeclaration":
    case "TSImportEqualsDeclaration":
      return imported(b, es);
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ExportDefaultDeclaration":
    case "TSExportAssignment":
      return exported(b, es);
    case "ExpressionStatement": {
      const value = b.expression(es.expression);
      return b.node<JsExprStmt>(es, { kind: "ExprStmt", value }, [value]);
    }
    case "ReturnStatement": {
      const value = b.optional(es.argument);
      return b.node<JsReturn>(es, { kind: "Return", value }, [value]);
    }
    case "ThrowStatement": {
      const value = b.expression(es.argument);
      return b.node<JsThrow>(es, { kind: "Throw", value }, [value]);
    }
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSDeclareFunction":
    case "TSNamespaceExportDeclaration":
      return undefined;
    default:
      return controlFlow(b, es);
  }
}

function controlFlow(b: Builder, es: EsNode): JsStmt {
  switch (es.type) {
    case "BlockStatement":
      return block(b, es);
    case "IfStatement": {
      const test = b.expression(es.test);
      const then = body(b, es.consequent);
      const otherwise = es.alternate ? body(b, es.alternate) : undefined;
      return b.node<JsIf>(es, { kind: "If", test, then, otherwise }, [test, then, otherwise]);
    }
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement":
      return loop(b, es);
    case "WhileStatement":
    case "DoWhileStatement": {
      const test = b.expression(es.test);
      const inner = body(b, es.body);
      return b.node<JsWhile>(es, { kind: "While", isDo: es.type === "DoWhileStatement", test, body: inner }, [test, inner]);
    }
    case "TryStatement": {
      const inner = block(b, es.block);
      const handler = es.handler ? caught(b, es.handler) : undefined;
      const finalizer = es.finalizer ? block(b, es.finalizer) : undefined;
      return b.node<JsTry>(es, { kind: "Try", body: inner, handler, finalizer }, [inner, handler, finalizer]);
    }
    case "SwitchStatement": {
      const subject = b.expression(es.discriminant);
      const cases = es.cases.map((one) => {
        const test = b.optional(one.test);
        const inner = b.statements(one.consequent);
        return b.node<JsCase>(one, { kind: "Case", test, body: inner }, [test, ...inner]);
      });
      return b.node<JsSwitch>(es, { kind: "Switch", subject, cases }, [subject, ...cases]);
    }
    default:
      return simple(b, es);
  }
}

function simple(b: Builder, es: EsNode): JsStmt {
  switch (es.type) {
    case "BreakStatement":
      return b.node<JsSimple>(es, { kind: "Break" }, []);
    case "ContinueStatement":
      return b.node<JsSimple>(es, { kind: "Continue" }, []);
    case "EmptyStatement":
      return b.node<JsSimple>(es, { kind: "Empty" }, []);
    case "DebuggerStatement":
      return b.node<JsSimple>(es, { kind: "Debugger" }, []);
    case "LabeledStatement":
      return other(b, es, [es.body]);
    case "TSModuleDeclaration":
      return other(b, es, es.declare || es.body?.type !== "TSModuleBlock" ? [] : es.body.body);
    default:
      return other(b, es, []);
  }
}

function other(b: Builder, es: EsNode, inner: readonly EsNode[]): JsOther {
  const children = b.statements(inner);
  return b.node<JsOther>(es, { kind: "Other", children }, children);
}

/** A body that is only a declaration for the type checker cannot occur; an empty one stands in. */
function body(b: Builder, es: EsNode): JsStmt {
  return b.statement(es) ?? b.node<JsSimple>(es, { kind: "Empty" }, []);
}

function block(b: Builder, es: TSESTree.BlockStatement): JsBlock {
  const inner = b.statements(es.body);
  return b.node<JsBlock>(es, { kind: "Block", body: inner }, inner);
}

function caught(b: Builder, es: TSESTree.CatchClause): JsCatch {
  const param = es.param ? buildTarget(b, es.param) : undefined;
  const inner = block(b, es.body);
  return b.node<JsCatch>(es, { kind: "Catch", param, body: inner }, [param, inner]);
}

function loop(b: Builder, es: TSESTree.ForStatement | TSESTree.ForOfStatement | TSESTree.ForInStatement): JsFor {
  const part = (node: EsNode | null | undefined): JsNode | undefined => (node?.type === "VariableDeclaration" ? variables(b, node) : b.optional(node));
  const inner = body(b, es.body);
  if (es.type === "ForStatement") {
    const head = [part(es.init), part(es.test), part(es.update)].flatMap((one) => one ?? []);
    return b.node<JsFor>(es, { kind: "For", how: "classic", isAwait: false, head, iterated: undefined, body: inner }, [...head, inner]);
  }
  const head = es.left.type === "VariableDeclaration" ? variables(b, es.left) : buildTarget(b, es.left);
  const iterated = b.expression(es.right);
  const isOf = es.type === "ForOfStatement";
  return b.node<JsFor>(es, { kind: "For", how: isOf ? "of" : "in", isAwait: isOf && es.await, head: [head], iterated, body: inner }, [head, iterated, inner]);
}

function variables(b: Builder, es: TSESTree.VariableDeclaration): JsVariables {
  const declarations = es.declarations.map((one) => {
    const target = buildTarget(b, one.id);
    const value = b.optional(one.init);
    return b.node<JsDeclarator>(one, { kind: "Declarator", target, value, typeName: typeName(one.id.typeAnnotation) }, [target, value]);
  });
  return b.node<JsVariables>(es, { kind: "Variables", how: es.kind === "await using" ? "using" : es.kind, declarations }, declarations);
}

export function buildClass(b: Builder, es: TSESTree.ClassDeclaration | TSESTree.ClassExpression): JsClass {
  const own = es.id ? b.name(es.id, es.id.name) : undefined;
  const base = b.optional(es.superClass);
  const decorators = decoratorsOf(b, es);
  const { members, rest } = b.members(es);
  return b.node<JsClass>(es, { kind: "Class", name: own?.id, nameAt: own, base, members, decorators }, [own, base, ...decorators, ...members, ...rest]);
}

/** What stands in a class; its static blocks are the rest. */
export interface Members {
  readonly members: readonly (JsField | JsMethod)[];
  readonly rest: readonly JsNode[];
}

export function membersOf(b: Builder, body: readonly TSESTree.ClassElement[]): Members {
  const members: (JsField | JsMethod)[] = [];
  const rest: JsNode[] = [];
  for (const one of body) {
    if (one.type === "PropertyDefinition" || one.type === "AccessorProperty") members.push(field(b, one));
    else if (one.type === "MethodDefinition" && one.value.type === "FunctionExpression") members.push(method(b, one, one.value));
    else if (one.type === "StaticBlock") rest.push(other(b, one, one.body));
  }
  return { members, rest };
}

function field(b: Builder, es: TSESTree.PropertyDefinition | TSESTree.AccessorProperty): JsField {
  const value = b.optional(es.value);
  const decorators = decoratorsOf(b, es);
  return b.node<JsField>(es, { kind: "Field", name: keyOf(es.key, es.computed), nameAt: b.at(es.key), value, isStatic: es.static, typeName: typeName(es.typeAnnotation), decorators }, [value, ...decorators]);
}

function method(b: Builder, es: TSESTree.MethodDefinition, value: TSESTree.FunctionExpression): JsMethod {
  const inner: JsFunction = buildFunction(b, value, "method");
  const decorators = decoratorsOf(b, es);
  return b.node<JsMethod>(es, { kind: "Method", name: keyOf(es.key, es.computed), nameAt: b.at(es.key), function: inner, isStatic: es.static, role: es.kind, decorators }, [inner, ...decorators]);
}

function decoratorsOf(b: Builder, es: { readonly decorators?: readonly TSESTree.Decorator[] }): JsExpr[] {
  return (es.decorators ?? []).map((one) => b.expression(one.expression));
}

function imported(b: Builder, es: TSESTree.ImportDeclaration | TSESTree.TSImportEqualsDeclaration): JsImport | JsOther {
  const name = (of: EsNode, local: TSESTree.Identifier, exportedName: string, isTypeOnly: boolean): JsImportName => {
    const own = b.name(local, local.name);
    return b.node<JsImportName>(of, { kind: "ImportName", imported: exportedName, local: own, isTypeOnly }, [own]);
  };
  if (es.type === "TSImportEqualsDeclaration") {
    const source = es.moduleReference.type === "TSExternalModuleReference" ? es.moduleReference.expression : undefined;
    if (source?.type !== "Literal" || typeof source.value !== "string") return other(b, es, []);
    const only = name(es, es.id, "*", es.importKind === "type");
    return b.node<JsImport>(es, { kind: "Import", module: source.value, moduleAt: b.at(source), names: [only], isTypeOnly: es.importKind === "type" }, [only]);
  }
  const names = es.specifiers.map((one) => {
    if (one.type !== "ImportSpecifier") return name(one, one.local, one.type === "ImportDefaultSpecifier" ? "default" : "*", es.importKind === "type");
    return name(one, one.local, nameText(one.imported), es.importKind === "type" || one.importKind === "type");
  });
  return b.node<JsImport>(es, { kind: "Import", module: moduleText(es.source), moduleAt: b.at(es.source), names, isTypeOnly: es.importKind === "type" }, names);
}

type EsExport = TSESTree.ExportNamedDeclaration | TSESTree.ExportAllDeclaration | TSESTree.ExportDefaultDeclaration | TSESTree.TSExportAssignment;

function exported(b: Builder, es: EsExport): JsExport {
  if (es.type === "ExportDefaultDeclaration") {
    const isDeclaration = es.declaration.type === "FunctionDeclaration" || es.declaration.type === "ClassDeclaration";
    const declaration = isDeclaration ? b.statement(es.declaration) : undefined;
    const value = isDeclaration || es.declaration.type.startsWith("TSInterface") ? undefined : b.expression(es.declaration);
    return b.node<JsExport>(es, { kind: "Export", declaration, value, isDefault: true, module: undefined, names: [] }, [declaration, value]);
  }
  if (es.type === "TSExportAssignment") {
    const value = b.expression(es.expression);
    return b.node<JsExport>(es, { kind: "Export", declaration: undefined, value, isDefault: true, module: undefined, names: [] }, [value]);
  }
  if (es.type === "ExportAllDeclaration") {
    const names = [{ local: "*", exported: es.exported ? nameText(es.exported) : "*", at: b.at(es), name: undefined }];
    return b.node<JsExport>(es, { kind: "Export", declaration: undefined, value: undefined, isDefault: false, module: moduleText(es.source), names }, []);
  }
  const declaration = es.declaration ? b.statement(es.declaration) : undefined;
  const names = es.specifiers.map((one) => {
    const own = !es.source && one.local.type === "Identifier" ? b.name(one.local, one.local.name) : undefined;
    return { local: nameText(one.local), exported: nameText(one.exported), at: b.at(one), name: own };
  });
  return b.node<JsExport>(es, { kind: "Export", declaration, value: undefined, isDefault: false, module: es.source ? moduleText(es.source) : undefined, names }, [declaration, ...names.map((one) => one.name)]);
}

function nameText(es: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return es.type === "Identifier" ? es.name : moduleText(es);
}

/** Half-typed, anything may stand there: `import a from 5`. */
function moduleText(es: EsNode): string {
  return es.type === "Literal" && typeof es.value === "string" ? es.value : "";
}
