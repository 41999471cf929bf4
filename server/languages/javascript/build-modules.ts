/** Imports and exports of TypeScript's tree as façade nodes. */
import ts from "typescript";
import type { JsExport, JsExpr, JsImport, JsImportName, JsNode, JsOther, JsStmt } from "../../../rules/api.ts";
import { buildInner, other } from "./build-statements.ts";
import { plain, type Builder, type Makers } from "./build.ts";
import { ImportNameNode, ImportNode } from "./larger-nodes.ts";
import { setParent } from "./located.ts";
import { Meaning } from "./scopes.ts";

const kinds = ts.SyntaxKind;

export const moduleMakers: Makers<JsStmt> = {
  [kinds.ImportDeclaration]: (b, node: ts.ImportDeclaration) => imported(b, node),
  [kinds.ImportEqualsDeclaration]: (b, node: ts.ImportEqualsDeclaration) => importEquals(b, node),
  [kinds.ExportDeclaration]: (b, node: ts.ExportDeclaration) => exportList(b, node),
  [kinds.ExportAssignment]: (b, node: ts.ExportAssignment) => {
    const value = exportedValue(b, node.expression);
    return b.node<JsExport>(node, { kind: "Export", declaration: undefined, value, isDefault: true, module: undefined, names: [] }, [value]);
  },
};

/** A statement that begins with `export`, or with `export default`. */
export function buildExported(b: Builder, node: ts.Node, isDefault: boolean): JsExport {
  const isOnlyTold = isDefault && ts.isFunctionDeclaration(node) && node.body === undefined;
  const declaration = buildInner(b, node);
  const value = isOnlyTold ? b.made<Extract<JsExpr, { kind: "Unknown" }>>(b.startWithin(node), node.end, { kind: "Unknown", children: [] }, []) : undefined;
  const [first] = (node as { readonly modifiers?: ts.NodeArray<ts.ModifierLike> }).modifiers?.filter((one) => one.kind === kinds.ExportKeyword) ?? [];
  return b.made<JsExport>(first ? b.startOf(first) : b.startOf(node), node.end, { kind: "Export", declaration, value, isDefault, module: undefined, names: [] }, [declaration, value]);
}

/** It may be a type or a value. */
function exportedValue(b: Builder, written: ts.Expression): JsExpr {
  const node = plain(written);
  return ts.isIdentifier(node) ? b.mention(node, Meaning.both) : b.expression(node);
}

function importName(b: Builder, of: ts.Node, local: ts.Identifier, exportedName: string, isTypeOnly: boolean): JsImportName {
  const own = b.declared(local, Meaning.both);
  const made = b.add(new ImportNameNode(b.base, b.fromOf(of), b.toOf(of), exportedName, own, isTypeOnly));
  setParent(own, made);
  return made;
}

function imported(b: Builder, node: ts.ImportDeclaration): JsImport {
  const { importClause: given, moduleSpecifier } = node;
  const isTypeOnly = given?.phaseModifier === kinds.TypeKeyword;
  const named = given?.namedBindings;
  const names: JsImportName[] = [];
  if (given?.name) names.push(importName(b, given.name, given.name, "default", isTypeOnly));
  if (named?.kind === kinds.NamespaceImport) names.push(importName(b, named, named.name, "*", isTypeOnly));
  else if (named) for (const one of named.elements) names.push(importName(b, one, one.name, (one.propertyName ?? one.name).text, isTypeOnly || one.isTypeOnly));
  const made = b.add(new ImportNode(b.base, b.fromOf(node), b.toOf(node), moduleText(moduleSpecifier), b.fromOf(moduleSpecifier), moduleSpecifier.end - b.from, names, isTypeOnly));
  for (const one of names) setParent(one, made);
  return made;
}

function importEquals(b: Builder, node: ts.ImportEqualsDeclaration): JsImport | JsOther {
  const source = ts.isExternalModuleReference(node.moduleReference) ? node.moduleReference.expression : undefined;
  if (!source || !ts.isStringLiteral(source)) {
    b.declareUnseen(node.name, Meaning.both);
    return other(b, node, []);
  }
  const own = b.declared(node.name, Meaning.both);
  const start = b.startWithin(node);
  const only = b.add(new ImportNameNode(b.base, start - b.from, b.toOf(node), "*", own, node.isTypeOnly));
  setParent(own, only);
  const made = b.add(new ImportNode(b.base, start - b.from, b.toOf(node), source.text, b.fromOf(source), source.end - b.from, [only], node.isTypeOnly));
  setParent(only, made);
  return made;
}

function exportList(b: Builder, node: ts.ExportDeclaration): JsExport {
  const { exportClause: given, moduleSpecifier } = node;
  const module = moduleSpecifier && moduleText(moduleSpecifier);
  if (!given || !ts.isNamedExports(given)) {
    const names = [{ local: "*", exported: given ? given.name.text : "*", at: b.at(node), name: undefined }];
    return b.node<JsExport>(node, { kind: "Export", declaration: undefined, value: undefined, isDefault: false, module: module ?? "", names }, []);
  }
  const names = given.elements.map((one) => {
    const local = one.propertyName ?? one.name;
    const own = module === undefined && ts.isIdentifier(local) ? b.mention(local, node.isTypeOnly || one.isTypeOnly ? Meaning.type : Meaning.both) : undefined;
    return { local: local.text, exported: one.name.text, at: b.at(one), name: own };
  });
  const own: readonly (JsNode | undefined)[] = names.map(({ name }) => name);
  return b.node<JsExport>(node, { kind: "Export", declaration: undefined, value: undefined, isDefault: false, module, names }, own);
}

/** Half-typed, anything may stand there: `import a from 5`. */
function moduleText(node: ts.Node): string {
  return ts.isStringLiteral(node) ? node.text : "";
}
