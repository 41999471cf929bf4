/** What a file tells the rest of the workspace, read off the tolerant tree alone: it is asked of every file of a workspace. */
import ts from "typescript";
import type { Span } from "../../../rules/api.ts";
import type { JavaScriptExport, JavaScriptFacts, JavaScriptImport } from "../../../rules/facts/javascript.ts";
import { moduleName } from "./modules.ts";

type Made = NonNullable<JavaScriptExport["made"]>;

interface Import {
  readonly module: string;
  readonly name: string;
}

/** A tree of the whole text or of a piece of it. */
export interface Tree {
  readonly source: ts.SourceFile;
  /** Where it begins in the text. */
  readonly offset: number;
}

/** `trees` make up the text. */
export function factsOf(text: string, trees: readonly Tree[]): { readonly facts: JavaScriptFacts; readonly anchors: readonly Span[] } {
  return new Reader(text, trees).read();
}

/** What must stand in a text that requires modules or imports them on the way, and in one that sets a member of something: asked first, because most texts do neither. */
const calledModule = /\brequire\b|\bimport\s*\(/;
const assignedMember = /\.[\w$]{1,60}\s{0,8}=(?![=>])/;

/** What only one pass over the top level can know. */
class Reader {
  private readonly anchors: Span[] = [];
  private readonly exports: JavaScriptExport[] = [];
  private readonly imports = new Map<string, Set<string>>();
  /** What local names are imported as. */
  private readonly imported = new Map<string, Import>();
  private readonly constants = new Map<string, ts.Expression>();

  /** The tree that is being read. */
  private tree: Tree | undefined;

  constructor(private readonly text: string, private readonly trees: readonly Tree[]) {}

  read(): { readonly facts: JavaScriptFacts; readonly anchors: readonly Span[] } {
    for (const { source } of this.trees) for (const statement of source.statements) this.declare(statement);
    if (calledModule.test(this.text)) for (const match of this.text.matchAll(/\b(?:require|import)\s*\(\s*(["'])([^"'\n]{1,200})\1\s*\)/g)) this.module(match[2] ?? "");
    for (const tree of this.trees) {
      this.tree = tree;
      for (const statement of tree.source.statements) this.exported(statement);
    }
    const imports = [...this.imports].map(([module, names]): JavaScriptImport => ({ module, names: [...names].sort() }));
    imports.sort((a, b) => (a.module < b.module ? -1 : 1));
    return { facts: { kind: "javascript", imports, exports: this.exports, sets: this.sets() }, anchors: this.anchors };
  }

  private module(specifier: string, name?: string): string {
    const module = moduleName(specifier);
    const names = this.imports.get(module) ?? new Set();
    this.imports.set(module, name === undefined ? names : names.add(name));
    return module;
  }

  private bind(local: string, specifier: string, name: string): void {
    this.imported.set(local, { module: this.module(specifier, name), name });
  }

  private declare(statement: ts.Statement): void {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) this.importDeclaration(statement, statement.moduleSpecifier.text);
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference) && ts.isStringLiteral(statement.moduleReference.expression)) {
      this.bind(statement.name.text, statement.moduleReference.expression.text, "*");
    }
    if (!ts.isVariableStatement(statement)) return;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!initializer) continue;
      const required = requiredModule(initializer);
      if (ts.isIdentifier(name) && required !== undefined) this.bind(name.text, required, "*");
      else if (ts.isIdentifier(name)) this.constants.set(name.text, initializer);
      else if (ts.isObjectBindingPattern(name) && required !== undefined) {
        for (const one of name.elements) if (ts.isIdentifier(one.name)) this.bind(one.name.text, required, one.propertyName && ts.isIdentifier(one.propertyName) ? one.propertyName.text : one.name.text);
      }
    }
  }

  private importDeclaration({ importClause }: ts.ImportDeclaration, specifier: string): void {
    this.module(specifier);
    if (importClause?.name) this.bind(importClause.name.text, specifier, "default");
    const named = importClause?.namedBindings;
    if (named && ts.isNamespaceImport(named)) this.bind(named.name.text, specifier, "*");
    if (named && ts.isNamedImports(named)) for (const one of named.elements) this.bind(one.name.text, specifier, (one.propertyName ?? one.name).text);
  }

  private exported(statement: ts.Statement): void {
    if (ts.isExportDeclaration(statement)) return this.exportDeclaration(statement);
    if (ts.isExportAssignment(statement)) return this.add("default", statement, statement.expression);
    if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) return this.commonJs(statement.expression);
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)) return;
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) if (ts.isIdentifier(name)) this.add(name.text, name, initializer);
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) && !modifiers.some((one) => one.kind === ts.SyntaxKind.DeclareKeyword)) {
      const isDefault = modifiers.some((one) => one.kind === ts.SyntaxKind.DefaultKeyword);
      const name = isDefault ? "default" : statement.name?.text;
      if (name) this.add(name, statement.name ?? statement, undefined);
    }
  }

  private exportDeclaration({ moduleSpecifier, exportClause, isTypeOnly }: ts.ExportDeclaration): void {
    const module = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? this.module(moduleSpecifier.text) : undefined;
    if (!exportClause || !ts.isNamedExports(exportClause)) {
      const place = exportClause ?? moduleSpecifier;
      if (module !== undefined && place) this.push({ name: exportClause ? exportClause.name.text : "*", from: { module, name: "*" } }, place);
      return;
    }
    if (isTypeOnly) return;
    for (const one of exportClause.elements) {
      const local = one.propertyName ?? one.name;
      if (module !== undefined) this.push({ name: one.name.text, from: { module, name: local.text } }, one);
      else this.add(one.name.text, one, ts.isIdentifier(local) ? local : undefined);
    }
  }

  /** `module.exports = x`, `module.exports = { x }`, `exports.x = …`. */
  private commonJs({ left, right, operatorToken }: ts.BinaryExpression): void {
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return;
    const path = left.getText(this.tree?.source);
    if (path === "module.exports" && ts.isObjectLiteralExpression(right)) {
      for (const one of right.properties) {
        if (ts.isShorthandPropertyAssignment(one)) this.add(one.name.text, one.name, one.name);
        else if (ts.isPropertyAssignment(one) && ts.isIdentifier(one.name)) this.add(one.name.text, one.name, one.initializer);
        else if (ts.isSpreadAssignment(one)) this.spread(one);
      }
    } else if (path === "module.exports") this.add("default", left, right);
    else if (/^(?:module\.)?exports\.\w+$/.test(path)) this.add(left.name.text, left.name, right);
  }

  /** `...require("./users")`, `...users` of an import. */
  private spread(node: ts.SpreadAssignment): void {
    const { expression } = node;
    const module = requiredModule(expression) ?? (ts.isIdentifier(expression) ? this.imported.get(expression.text)?.module : undefined);
    if (module !== undefined) this.push({ name: "*", from: { module: moduleName(module), name: "*" } }, node);
  }

  private add(name: string, place: ts.Node, value: ts.Expression | undefined): void {
    const plain = this.plain(value);
    const origin = plain && ts.isIdentifier(plain) ? this.imported.get(plain.text) : undefined;
    const made = plain && !origin ? this.made(plain) : undefined;
    this.push({ name, ...(origin && { from: { module: origin.module, name: origin.name === "*" ? "default" : origin.name } }), ...(made && { made }) }, place);
  }

  private push(fact: Omit<JavaScriptExport, "at">, place: ts.Node): void {
    const { source, offset = 0 } = this.tree ?? {};
    this.exports.push({ ...fact, at: this.anchors.push({ start: offset + place.getStart(source), end: offset + place.end }) - 1 });
  }

  /** Constants, casts and awaits seen through, as far as a few steps go. */
  private plain(value: ts.Expression | undefined, steps = 4): ts.Expression | undefined {
    if (!value || steps === 0) return value;
    if (ts.isAwaitExpression(value) || ts.isAsExpression(value) || ts.isParenthesizedExpression(value) || ts.isNonNullExpression(value) || ts.isSatisfiesExpression(value)) return this.plain(value.expression, steps - 1);
    const constant = ts.isIdentifier(value) ? this.constants.get(value.text) : undefined;
    return constant ? this.plain(constant, steps - 1) : value;
  }

  private made(value: ts.Expression): Made | undefined {
    if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return undefined;
    const of = this.qualified(value.expression);
    if (of === undefined) return undefined;
    const args = (value.arguments ?? []).map((arg) => this.plain(arg) ?? arg);
    const objects = args.filter(ts.isObjectLiteralExpression);
    const properties = objects.flatMap((object) => [...object.properties]);
    const options = properties.flatMap(({ name }) => (name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : []));
    const open = options.length < properties.length || args.some((arg) => !ts.isObjectLiteralExpression(arg) && !ts.isLiteralExpression(arg));
    return { of, options: options.sort(), open };
  }

  /** `axios.create` for a chain that begins with something imported. */
  private qualified(node: ts.Expression): string | undefined {
    if (ts.isIdentifier(node)) {
      const origin = this.imported.get(node.text);
      return origin && (origin.name === "default" || origin.name === "*" ? origin.module : `${origin.module}.${origin.name}`);
    }
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    const object = this.qualified(node.expression);
    return object === undefined ? undefined : node.name.text === "default" ? object : `${object}.${node.name.text}`;
  }

  private sets(): string[] {
    if (!assignedMember.test(this.text)) return [];
    const found = new Set<string>();
    for (const match of this.text.matchAll(/(?<![\w.$])([A-Za-z_$][\w$]{0,60})((?:\.[\w$]{1,60}){1,6})\s{0,8}=(?![=>])/g)) {
      const own = /^(?:\.request)?(\.body\.[\w$]+)$/.exec(match[2] ?? "");
      if (own && /^(?:req|request|ctx)$/.test(match[1] ?? "")) found.add(`request${own[1] ?? ""}`);
      const origin = this.imported.get(match[1] ?? "");
      if (origin && !origin.module.startsWith(".")) found.add(`${origin.module}${origin.name === "default" || origin.name === "*" ? "" : `.${origin.name}`}${match[2] ?? ""}`);
    }
    return [...found].sort();
  }
}

function requiredModule(node: ts.Expression): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== "require") return undefined;
  const [first] = node.arguments;
  return first && ts.isStringLiteral(first) ? first.text : undefined;
}
