/** The JavaScript and TypeScript façade: a plain syntax tree, import-resolved calls and values followed to where they come from. */
import type { Edit } from "../api.ts";
import type { JsHandler, JsServed } from "./javascript-handlers.ts";
import type { Comment, Span, TextFile } from "./text.ts";

/**
 * Every node knows its place and its parent; `start` and `end` are UTF-16 offsets into the file's text. Nodes are valid until the
 * file's next update. Types, interfaces and ambient declarations are left out; a statement that cannot be parsed is left out too.
 */
export interface JsBase extends Span {
  readonly parent: JsNode | undefined;
}

export interface JsName extends JsBase { readonly kind: "Name"; readonly id: string }
/** `a.b`, `a?.b`, `a["b"]`, `a[b]`. `property` is undefined when it is not known from the text. */
export interface JsMember extends JsBase { readonly kind: "Member"; readonly object: JsExpr; readonly property: string | undefined; readonly propertyAt: Span; readonly computed: JsExpr | undefined; readonly isOptional: boolean }
export interface JsCallExpr extends JsBase { readonly kind: "Call"; readonly callee: JsExpr; readonly args: readonly JsExpr[]; /** The parentheses, inclusive. */ readonly argsAt: Span; readonly isOptional: boolean }
/** `argsAt` is undefined in `new X`. */
export interface JsNewExpr extends JsBase { readonly kind: "New"; readonly callee: JsExpr; readonly args: readonly JsExpr[]; readonly argsAt: Span | undefined }
export interface JsStr extends JsBase { readonly kind: "Str"; readonly value: string; readonly innerAt: Span }
/** `value` has U+FFFC for each interpolation; `tag` is what stands before a tagged template. */
export interface JsTemplate extends JsBase { readonly kind: "Template"; readonly value: string; readonly holes: readonly JsExpr[]; readonly tag: JsExpr | undefined; readonly innerAt: Span }
export interface JsNum extends JsBase { readonly kind: "Num"; readonly value: number; readonly text: string }
export interface JsConst extends JsBase { readonly kind: "Const"; readonly value: true | false | null }
export interface JsRegex extends JsBase { readonly kind: "Regex"; readonly pattern: string; readonly flags: string }
/** A hole in `[a, , b]` is undefined. */
export interface JsArray extends JsBase { readonly kind: "Array"; readonly elements: readonly (JsExpr | undefined)[] }
export interface JsObject extends JsBase { readonly kind: "Object"; readonly properties: readonly (JsProperty | JsSpread)[] }
/** `key` is undefined when computed from something other than a literal. A getter or setter has `accessor`. */
export interface JsProperty extends JsBase { readonly kind: "Property"; readonly key: string | undefined; readonly keyAt: Span; readonly value: JsExpr; readonly isShorthand: boolean; readonly accessor: "get" | "set" | undefined }
/** `...x` in an array, object or argument list. */
export interface JsSpread extends JsBase { readonly kind: "Spread"; readonly value: JsExpr }
/** Declarations, expressions, arrows, and the functions of methods. An arrow without braces has `result` and an empty body. */
export interface JsFunction extends JsBase { readonly kind: "Function"; readonly form: "declaration" | "expression" | "arrow" | "method"; readonly name: string | undefined; readonly nameAt: Span | undefined; readonly params: readonly JsParam[]; readonly isAsync: boolean; readonly isGenerator: boolean; readonly body: readonly JsStmt[]; readonly result: JsExpr | undefined }
/** `typeName` is the annotation when it is a plain name: `HttpService` in `http: HttpService`. `isField`: a TypeScript constructor parameter that is also a field. */
export interface JsParam extends JsBase { readonly kind: "Param"; readonly target: JsTarget; readonly fallback: JsExpr | undefined; readonly isRest: boolean; readonly isField: boolean; readonly typeName: string | undefined; readonly decorators: readonly JsExpr[] }
export interface JsClass extends JsBase { readonly kind: "Class"; readonly name: string | undefined; readonly nameAt: Span | undefined; readonly base: JsExpr | undefined; readonly members: readonly (JsField | JsMethod)[]; readonly decorators: readonly JsExpr[] }
export interface JsField extends JsBase { readonly kind: "Field"; readonly name: string | undefined; readonly nameAt: Span; readonly value: JsExpr | undefined; readonly isStatic: boolean; readonly typeName: string | undefined; readonly decorators: readonly JsExpr[] }
export interface JsMethod extends JsBase { readonly kind: "Method"; readonly name: string | undefined; readonly nameAt: Span; readonly function: JsFunction; readonly isStatic: boolean; readonly role: "constructor" | "method" | "get" | "set"; readonly decorators: readonly JsExpr[] }
/** Arithmetic, comparison, `in`, `instanceof`. */
export interface JsBinary extends JsBase { readonly kind: "Binary"; readonly op: string; readonly left: JsExpr; readonly right: JsExpr }
export interface JsLogical extends JsBase { readonly kind: "Logical"; readonly op: "&&" | "||" | "??"; readonly left: JsExpr; readonly right: JsExpr }
/** `!x`, `typeof x`, `void x`, `delete x`, `x++`. */
export interface JsUnary extends JsBase { readonly kind: "Unary"; readonly op: string; readonly operand: JsExpr }
export interface JsConditional extends JsBase { readonly kind: "Conditional"; readonly test: JsExpr; readonly then: JsExpr; readonly otherwise: JsExpr }
/** `op` is "=", "+=", "??=" and so on. */
export interface JsAssign extends JsBase { readonly kind: "Assign"; readonly op: string; readonly target: JsTarget; readonly value: JsExpr }
export interface JsAwait extends JsBase { readonly kind: "Await"; readonly value: JsExpr }
export interface JsYield extends JsBase { readonly kind: "Yield"; readonly value: JsExpr | undefined }
export interface JsSequence extends JsBase { readonly kind: "Sequence"; readonly elements: readonly JsExpr[] }
/** `x as T`, `x satisfies T`, `<T>x`, `x!`. */
export interface JsCast extends JsBase { readonly kind: "Cast"; readonly how: "as" | "satisfies" | "non-null"; readonly value: JsExpr; readonly typeAt: Span | undefined }
/** `import(source)`. */
export interface JsImportCall extends JsBase { readonly kind: "ImportCall"; readonly source: JsExpr }
/** `tag` as written, undefined for a fragment. Children and attribute values are expressions; text is left out. */
export interface JsJsx extends JsBase { readonly kind: "Jsx"; readonly tag: string | undefined; readonly attributes: readonly JsJsxAttribute[]; readonly spreads: readonly JsExpr[]; readonly children: readonly JsExpr[] }
export interface JsJsxAttribute extends JsBase { readonly kind: "JsxAttribute"; readonly name: string; readonly nameAt: Span; readonly value: JsExpr | undefined }
export interface JsThis extends JsBase { readonly kind: "This" }
export interface JsSuper extends JsBase { readonly kind: "Super" }
export interface JsImportMeta extends JsBase { readonly kind: "ImportMeta" }
/** What no rule needs. Never a wrong node. */
export interface JsUnknown extends JsBase { readonly kind: "Unknown"; readonly children: readonly JsNode[] }

export interface JsObjectPattern extends JsBase { readonly kind: "ObjectPattern"; readonly entries: readonly JsPatternEntry[]; readonly rest: JsTarget | undefined }
export interface JsArrayPattern extends JsBase { readonly kind: "ArrayPattern"; readonly elements: readonly (JsPatternEntry | undefined)[]; readonly rest: JsTarget | undefined }
/** One part of a destructuring: `key: target = fallback`; in an array pattern `key` is the index as text. */
export interface JsPatternEntry extends JsBase { readonly kind: "PatternEntry"; readonly key: string | undefined; readonly target: JsTarget; readonly fallback: JsExpr | undefined }
export type JsTarget = JsName | JsMember | JsObjectPattern | JsArrayPattern | JsUnknown;

export type JsExpr =
  | JsName | JsMember | JsCallExpr | JsNewExpr | JsStr | JsTemplate | JsNum | JsConst | JsRegex | JsArray | JsObject | JsSpread | JsFunction
  | JsClass | JsBinary | JsLogical | JsUnary | JsConditional | JsAssign | JsAwait | JsYield | JsSequence | JsCast | JsImportCall | JsJsx | JsThis | JsSuper | JsImportMeta | JsUnknown;

export interface JsVariables extends JsBase { readonly kind: "Variables"; readonly how: "const" | "let" | "var" | "using"; readonly declarations: readonly JsDeclarator[] }
export interface JsDeclarator extends JsBase { readonly kind: "Declarator"; readonly target: JsTarget; readonly value: JsExpr | undefined; readonly typeName: string | undefined }
export interface JsImport extends JsBase { readonly kind: "Import"; readonly module: string; readonly moduleAt: Span; readonly names: readonly JsImportName[]; readonly isTypeOnly: boolean }
/** `imported` is "default", "*" or the exported name. `import x = require("m")` is a "*" import. */
export interface JsImportName extends JsBase { readonly kind: "ImportName"; readonly imported: string; readonly local: JsName; readonly isTypeOnly: boolean }
/**
 * `export const x`, `export { a as b }`, `export … from "m"`, `export default …`. `export * from "m"` has one name "*".
 * A default export of an expression has `value`; of a function or class `declaration`.
 */
export interface JsExport extends JsBase { readonly kind: "Export"; readonly declaration: JsStmt | undefined; readonly value: JsExpr | undefined; readonly isDefault: boolean; readonly module: string | undefined; readonly names: readonly { readonly local: string; readonly exported: string; readonly at: Span; readonly name: JsName | undefined }[] }
export interface JsExprStmt extends JsBase { readonly kind: "ExprStmt"; readonly value: JsExpr }
export interface JsReturn extends JsBase { readonly kind: "Return"; readonly value: JsExpr | undefined }
export interface JsThrow extends JsBase { readonly kind: "Throw"; readonly value: JsExpr }
export interface JsIf extends JsBase { readonly kind: "If"; readonly test: JsExpr; readonly then: JsStmt; readonly otherwise: JsStmt | undefined }
/** `for (;;)`, `for … of`, `for … in`, `for await`. */
export interface JsFor extends JsBase { readonly kind: "For"; readonly how: "classic" | "of" | "in"; readonly isAwait: boolean; /** A declaration, or for `of` and `in` possibly a target. */ readonly head: readonly JsNode[]; readonly iterated: JsExpr | undefined; readonly body: JsStmt }
export interface JsWhile extends JsBase { readonly kind: "While"; readonly isDo: boolean; readonly test: JsExpr; readonly body: JsStmt }
export interface JsTry extends JsBase { readonly kind: "Try"; readonly body: JsBlock; readonly handler: JsCatch | undefined; readonly finalizer: JsBlock | undefined }
export interface JsCatch extends JsBase { readonly kind: "Catch"; readonly param: JsTarget | undefined; readonly body: JsBlock }
export interface JsSwitch extends JsBase { readonly kind: "Switch"; readonly subject: JsExpr; readonly cases: readonly JsCase[] }
export interface JsCase extends JsBase { readonly kind: "Case"; /** Undefined for `default`. */ readonly test: JsExpr | undefined; readonly body: readonly JsStmt[] }
export interface JsBlock extends JsBase { readonly kind: "Block"; readonly body: readonly JsStmt[] }
export interface JsSimple extends JsBase { readonly kind: "Break" | "Continue" | "Empty" | "Debugger" }
/** Namespaces, labels, enums, anything else. */
export interface JsOther extends JsBase { readonly kind: "Other"; readonly children: readonly JsNode[] }

export type JsStmt =
  | JsVariables | JsFunction | JsClass | JsImport | JsExport | JsExprStmt | JsReturn | JsThrow | JsIf | JsFor | JsWhile | JsTry | JsSwitch | JsBlock | JsSimple | JsOther;

export type JsNode =
  | JsExpr | JsStmt | JsProperty | JsParam | JsField | JsMethod | JsJsxAttribute | JsDeclarator | JsImportName | JsCatch | JsCase | JsObjectPattern
  | JsArrayPattern | JsPatternEntry;

/** Where a value comes from, as far as the file shows. Names are followed through everything that is ever assigned to them. */
export type JsValue =
  | { readonly kind: "null" | "undefined" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string; readonly node: JsStr | JsTemplate }
  | { readonly kind: "array"; readonly node: JsArray }
  /** Spreads that can be seen are merged in, and so are later `x.key = value`. `open`: something hidden may add keys. */
  | { readonly kind: "object"; readonly node: JsObject | undefined; readonly entries: ReadonlyMap<string, JsExpr>; readonly open: boolean }
  | { readonly kind: "function"; readonly function: JsFunction }
  | { readonly kind: "class"; readonly class: JsClass }
  /** Result of calling, or of `new` with, a known qualified name: `axios.create()` is `{ of: "axios.create" }`. Awaiting changes nothing. */
  | { readonly kind: "call" | "new"; readonly of: string; readonly call: JsCall }
  /** A module, or something in one, by qualified name. */
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "parameter"; readonly param: JsParam; readonly function: JsFunction }
  /** Several values may be meant: branches, `a || b`, several assignments. */
  | { readonly kind: "any-of"; readonly values: readonly JsValue[] }
  | { readonly kind: "unknown" };

export interface JsCall extends Span {
  readonly node: JsCallExpr | JsNewExpr;
  readonly isNew: boolean;
  /**
   * Import-resolved qualified name. `axios.get` for every way to import axios; modules of Node are `node:http.request`; globals are
   * `globalThis.fetch`, with or without `window.`. What a call made is followed: a method of `axios.create()` is `axios.create().get`,
   * one of `new Pool()` from pg is `pg.Pool#query`, also through `this.pool` and base classes of this file. What this file defines is
   * `#name` or `#Class#method`; what a relative module exports is `./client.name` as the import writes it. Undefined when not known.
   */
  readonly callee: string | undefined;
  /** The last identifier of the callee: `get` in `axios.get(...)`. What a squiggle goes under. */
  readonly name: Span;
  /** Last identifier as text, resolved or not. */
  readonly method: string;
  /** `s` in `s.get()`. */
  readonly receiver: JsExpr | undefined;
  receiverValue(): JsValue;
  readonly args: readonly JsExpr[];
  /** The argument at a position; undefined when absent or hidden by a spread before it. */
  argument(position: number): JsExpr | undefined;
  /** True when `...args` may supply arguments that cannot be seen. */
  readonly spreadsUnknown: boolean;
  /** The innermost function, undefined at module level. */
  readonly function: JsFunction | undefined;
}

export interface JsBinding {
  readonly how: "declare" | "assign" | "update" | "import" | "function" | "class" | "parameter" | "catch" | "loop" | "other";
  readonly name: JsName;
  /** The expression that is bound as a whole; for destructuring the one that is taken apart, with the way into it in `path`. */
  readonly value: JsExpr | undefined;
  /** Keys from `value` to the name: `["data", "id"]` for `const { data: { id } } = value`; undefined when a rest or computed key hides it. */
  readonly path: readonly string[] | undefined;
  /** Default of the innermost destructuring or of the parameter. */
  readonly fallback: JsExpr | undefined;
  readonly node: JsNode;
}

/** What stands in a file, or in one piece of it. */
export interface JsPart {
  readonly text: string;
  /** Where it begins in the file. */
  readonly start: number;
  calls(): readonly JsCall[];
  functions(): readonly JsFunction[];
  classes(): readonly JsClass[];
  nodes<K extends JsNode["kind"]>(kind: K): readonly Extract<JsNode, { kind: K }>[];
  comments(): readonly Comment[];
  /** Those whose function stands here. */
  handlers(): readonly JsHandler[];
}

export interface JavaScriptFile extends TextFile {
  readonly language: "javascript";
  /** What a rule that judges in pieces goes through: the statements it is to judge, else all of the file. Everything else speaks of the whole file. */
  readonly here: JsPart;
  /** `compute(file)`, worked out once for a text. */
  once<T>(compute: (file: JavaScriptFile) => T): T;
  /**
   * What `each` finds in every piece of the file, which it goes through as `file.here`, in order. While somebody types it is asked again only about
   * pieces that changed or whose answers rest on something that did; so what a rule wants to know of the whole file should be gathered from this.
   */
  collect<T>(each: (file: JavaScriptFile) => readonly T[]): readonly T[];
  /** Whether some statement, or a comment about it, matches; cheaper than a look at the text, because what was seen is kept. The pattern is always the same object. */
  mentions(pattern: RegExp): boolean;
  /** How lines end. */
  readonly lineBreak: "\n" | "\r\n";
  /** True when some statements could not be read, so that what is absent from the tree may still be in the text. */
  readonly isPartial: boolean;
  readonly body: readonly JsStmt[];
  /** `"use strict"`, `"use client"`: the prologue. */
  readonly directives: readonly string[];
  /** Every call and `new` in source order. */
  calls(): readonly JsCall[];
  call(node: JsCallExpr | JsNewExpr): JsCall;
  functions(): readonly JsFunction[];
  classes(): readonly JsClass[];
  /** All nodes of one kind in source order of their starts. */
  nodes<K extends JsNode["kind"]>(kind: K): readonly Extract<JsNode, { kind: K }>[];
  /** Import-resolved name of an expression, values followed as for `JsCall.callee`. */
  qualifiedName(node: JsExpr): string | undefined;
  /** Values followed to their origin. */
  valueOf(node: JsExpr): JsValue;
  /** Everything that is ever bound to a name; empty when it is global or unknown. */
  bindingsOf(name: JsName): readonly JsBinding[];
  /** Every other mention of the same variable, in source order. */
  usesOf(name: JsName): readonly JsName[];
  enclosingFunction(node: JsNode): JsFunction | undefined;
  enclosingClass(node: JsNode): JsClass | undefined;
  /** Modules the file imports or requires, as written; Node's own as `node:x`. */
  imports(): readonly string[];
  /** Functions of this file that run once per request or message, in source order. */
  handlers(): readonly JsHandler[];
  /** The handler that a place runs for; with `throughCalls` also by calls within this file, shortest way first. */
  servedBy(node: JsNode, options?: { readonly throughCalls?: boolean }): JsServed | undefined;
  /** Runs only where something that outlives the call is missing, which it makes: `if (!cached) cached = read()`, or behind `if (cached) return cached`. */
  isRemembered(node: JsNode): boolean;
  /**
   * What other files call the code at this place by: `list`, `Service.load`, `api.send`; of a nested function the outer one's name; "" is
   * module-level code. The name in facts.
   */
  unitOf(node: JsNode): string;
  /** Adds `text` as the last argument, keeping trailing commas and layout. */
  addArgument(call: JsCallExpr | JsNewExpr, text: string): Edit;
  /** Adds `text` (`key: value`) as the last property, keeping trailing commas and layout. */
  addProperty(object: JsObject, text: string): Edit;
}
