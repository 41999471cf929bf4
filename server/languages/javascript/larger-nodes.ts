/** Functions, patterns, elements and statements that make up most of a script, each with a class of its own. */
import type {
  JsBlock, JsDeclarator, JsExpr, JsExprStmt, JsFunction, JsIf, JsImport, JsImportName, JsJsx, JsJsxAttribute, JsName, JsObjectPattern, JsParam, JsPatternEntry, JsReturn, JsStmt, JsTarget, JsVariables,
  Span,
} from "../../../rules/api.ts";
import { PlainNode, type Base } from "./located.ts";

export class FunctionNode extends PlainNode implements JsFunction {
  declare readonly kind: "Function";
  declare readonly name: string | undefined;
  declare readonly form: JsFunction["form"];
  declare readonly nameAt: JsName | undefined;
  declare readonly params: readonly JsParam[];
  declare readonly isAsync: boolean;
  declare readonly isGenerator: boolean;
  declare readonly body: readonly JsStmt[];
  declare readonly result: JsExpr | undefined;

  constructor(base: Base, from: number, to: number, form: JsFunction["form"], nameAt: JsName | undefined, params: readonly JsParam[], isAsync: boolean, isGenerator: boolean, body: readonly JsStmt[], result: JsExpr | undefined) {
    super(base, from, to, "Function");
    this.form = form;
    this.nameAt = nameAt;
    this.params = params;
    this.isAsync = isAsync;
    this.isGenerator = isGenerator;
    this.body = body;
    this.result = result;
    this.name = nameAt?.id;
  }
}

export class ParamNode extends PlainNode implements JsParam {
  declare readonly kind: "Param";
  declare readonly target: JsTarget;
  declare readonly fallback: JsExpr | undefined;
  declare readonly isRest: boolean;
  declare readonly isField: boolean;
  declare readonly typeName: string | undefined;
  declare readonly decorators: readonly JsExpr[];

  constructor(base: Base, from: number, to: number, target: JsTarget, fallback: JsExpr | undefined, isRest: boolean, isField: boolean, typeName: string | undefined, decorators: readonly JsExpr[]) {
    super(base, from, to, "Param");
    this.target = target;
    this.fallback = fallback;
    this.isRest = isRest;
    this.isField = isField;
    this.typeName = typeName;
    this.decorators = decorators;
  }
}

export class ObjectPatternNode extends PlainNode implements JsObjectPattern {
  declare readonly kind: "ObjectPattern";
  declare readonly entries: readonly JsPatternEntry[];
  declare readonly rest: JsTarget | undefined;

  constructor(base: Base, from: number, to: number, entries: readonly JsPatternEntry[], rest: JsTarget | undefined) {
    super(base, from, to, "ObjectPattern");
    this.entries = entries;
    this.rest = rest;
  }
}

export class PatternEntryNode extends PlainNode implements JsPatternEntry {
  declare readonly kind: "PatternEntry";
  declare readonly key: string | undefined;
  declare readonly target: JsTarget;
  declare readonly fallback: JsExpr | undefined;

  constructor(base: Base, from: number, to: number, key: string | undefined, target: JsTarget, fallback: JsExpr | undefined) {
    super(base, from, to, "PatternEntry");
    this.key = key;
    this.target = target;
    this.fallback = fallback;
  }
}

export class JsxNode extends PlainNode implements JsJsx {
  declare readonly kind: "Jsx";
  declare readonly tag: string | undefined;
  declare readonly attributes: readonly JsJsxAttribute[];
  declare readonly spreads: readonly JsExpr[];
  declare readonly children: readonly JsExpr[];

  constructor(base: Base, from: number, to: number, tag: string | undefined, attributes: readonly JsJsxAttribute[], spreads: readonly JsExpr[], children: readonly JsExpr[]) {
    super(base, from, to, "Jsx");
    this.tag = tag;
    this.attributes = attributes;
    this.spreads = spreads;
    this.children = children;
  }
}

export class JsxAttributeNode extends PlainNode implements JsJsxAttribute {
  declare readonly kind: "JsxAttribute";
  declare readonly name: string;
  private declare readonly nameTo: number;
  declare readonly value: JsExpr | undefined;

  constructor(base: Base, from: number, to: number, name: string, nameTo: number, value: JsExpr | undefined) {
    super(base, from, to, "JsxAttribute");
    this.name = name;
    this.nameTo = nameTo;
    this.value = value;
  }

  get nameAt(): Span {
    return this.place(this.from, this.nameTo);
  }
}

export class VariablesNode extends PlainNode implements JsVariables {
  declare readonly kind: "Variables";
  declare readonly how: JsVariables["how"];
  declare readonly declarations: readonly JsDeclarator[];

  constructor(base: Base, from: number, to: number, how: JsVariables["how"], declarations: readonly JsDeclarator[]) {
    super(base, from, to, "Variables");
    this.how = how;
    this.declarations = declarations;
  }
}

export class DeclaratorNode extends PlainNode implements JsDeclarator {
  declare readonly kind: "Declarator";
  declare readonly target: JsTarget;
  declare readonly value: JsExpr | undefined;
  declare readonly typeName: string | undefined;

  constructor(base: Base, from: number, to: number, target: JsTarget, value: JsExpr | undefined, typeName: string | undefined) {
    super(base, from, to, "Declarator");
    this.target = target;
    this.value = value;
    this.typeName = typeName;
  }
}

export class ImportNode extends PlainNode implements JsImport {
  declare readonly kind: "Import";
  declare readonly module: string;
  private declare readonly moduleFrom: number;
  private declare readonly moduleTo: number;
  declare readonly names: readonly JsImportName[];
  declare readonly isTypeOnly: boolean;

  constructor(base: Base, from: number, to: number, module: string, moduleFrom: number, moduleTo: number, names: readonly JsImportName[], isTypeOnly: boolean) {
    super(base, from, to, "Import");
    this.module = module;
    this.moduleFrom = moduleFrom;
    this.moduleTo = moduleTo;
    this.names = names;
    this.isTypeOnly = isTypeOnly;
  }

  get moduleAt(): Span {
    return this.place(this.moduleFrom, this.moduleTo);
  }
}

export class ImportNameNode extends PlainNode implements JsImportName {
  declare readonly kind: "ImportName";
  declare readonly imported: string;
  declare readonly local: JsName;
  declare readonly isTypeOnly: boolean;

  constructor(base: Base, from: number, to: number, imported: string, local: JsName, isTypeOnly: boolean) {
    super(base, from, to, "ImportName");
    this.imported = imported;
    this.local = local;
    this.isTypeOnly = isTypeOnly;
  }
}

export class ExprStmtNode extends PlainNode implements JsExprStmt {
  declare readonly kind: "ExprStmt";
  declare readonly value: JsExpr;

  constructor(base: Base, from: number, to: number, value: JsExpr) {
    super(base, from, to, "ExprStmt");
    this.value = value;
  }
}

export class ReturnNode extends PlainNode implements JsReturn {
  declare readonly kind: "Return";
  declare readonly value: JsExpr | undefined;

  constructor(base: Base, from: number, to: number, value: JsExpr | undefined) {
    super(base, from, to, "Return");
    this.value = value;
  }
}

export class BlockNode extends PlainNode implements JsBlock {
  declare readonly kind: "Block";
  declare readonly body: readonly JsStmt[];

  constructor(base: Base, from: number, to: number, body: readonly JsStmt[]) {
    super(base, from, to, "Block");
    this.body = body;
  }
}

export class IfNode extends PlainNode implements JsIf {
  declare readonly kind: "If";
  declare readonly test: JsExpr;
  declare readonly then: JsStmt;
  declare readonly otherwise: JsStmt | undefined;

  constructor(base: Base, from: number, to: number, test: JsExpr, then: JsStmt, otherwise: JsStmt | undefined) {
    super(base, from, to, "If");
    this.test = test;
    this.then = then;
    this.otherwise = otherwise;
  }
}
