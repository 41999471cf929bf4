/** The Python façade: a plain syntax tree, import-resolved calls and values followed to where they come from. */
import type { ShellScript } from "./shell.ts";
import type { PyRowStory } from "./rows.ts";
import type { Comment, Span, TextFile } from "./text.ts";

/** Every node knows its place and its parent; `start` and `end` are UTF-16 offsets into the file's text. */
export interface PyBase extends Span {
  readonly parent: PyNode | undefined;
}

export interface PyName extends PyBase { readonly kind: "Name"; readonly id: string }
export interface PyAttribute extends PyBase { readonly kind: "Attribute"; readonly value: PyExpr; readonly attr: string; readonly attrAt: Span }
export interface PyCallExpr extends PyBase { readonly kind: "Call"; readonly func: PyExpr; readonly args: readonly PyArgument[]; /** The parentheses, inclusive. */ readonly argsAt: Span }
/** `f(x)`, `f(name=x)`, `f(*x)`, `f(**x)`. */
export interface PyArgument extends Span { readonly name: string | undefined; readonly nameAt: Span | undefined; readonly star: "" | "*" | "**"; readonly value: PyExpr }
/** Adjacent literals are one node. `value` has U+FFFC for each interpolation. */
export interface PyStr extends PyBase { readonly kind: "Str"; readonly value: string; readonly isBytes: boolean; readonly isFormat: boolean; readonly holes: readonly PyExpr[]; readonly pieces: readonly { readonly at: Span; readonly innerAt: Span; readonly prefix: string; readonly quote: string }[] }
export interface PyNum extends PyBase { readonly kind: "Num"; readonly value: number; readonly text: string }
export interface PyConst extends PyBase { readonly kind: "Const"; readonly value: true | false | null | "..." }
export interface PySequence extends PyBase { readonly kind: "List" | "Tuple" | "Set"; readonly elements: readonly PyExpr[] }
/** `key` is undefined for `**spread`. */
export interface PyDict extends PyBase { readonly kind: "Dict"; readonly entries: readonly { readonly key: PyExpr | undefined; readonly value: PyExpr }[] }
export interface PySubscript extends PyBase { readonly kind: "Subscript"; readonly value: PyExpr; readonly index: PyExpr }
export interface PySlice extends PyBase { readonly kind: "Slice"; readonly lower: PyExpr | undefined; readonly upper: PyExpr | undefined; readonly step: PyExpr | undefined }
export interface PyBinary extends PyBase { readonly kind: "Binary"; readonly op: string; readonly left: PyExpr; readonly right: PyExpr }
export interface PyUnary extends PyBase { readonly kind: "Unary"; readonly op: string; readonly operand: PyExpr }
export interface PyBoolOp extends PyBase { readonly kind: "BoolOp"; readonly op: "and" | "or"; readonly left: PyExpr; readonly right: PyExpr }
export interface PyCompare extends PyBase { readonly kind: "Compare"; readonly left: PyExpr; readonly ops: readonly string[]; readonly rights: readonly PyExpr[] }
export interface PyConditional extends PyBase { readonly kind: "Conditional"; readonly test: PyExpr; readonly then: PyExpr; readonly otherwise: PyExpr }
export interface PyLambda extends PyBase { readonly kind: "Lambda"; readonly params: readonly PyParam[]; readonly body: PyExpr }
export interface PyComprehension extends PyBase { readonly kind: "Comprehension"; readonly of: "list" | "set" | "dict" | "generator"; readonly element: PyExpr; readonly value: PyExpr | undefined; readonly clauses: readonly { readonly target: PyExpr; readonly iter: PyExpr; readonly ifs: readonly PyExpr[]; readonly isAsync: boolean }[] }
export interface PyAwait extends PyBase { readonly kind: "Await" | "Starred" | "YieldFrom"; readonly value: PyExpr }
export interface PyYield extends PyBase { readonly kind: "Yield"; readonly value: PyExpr | undefined }
export interface PyNamedExpr extends PyBase { readonly kind: "NamedExpr"; readonly target: PyName; readonly value: PyExpr }
/** What the parser could not read, and what no rule needs. Never a wrong node. */
export interface PyUnknown extends PyBase { readonly kind: "Unknown"; readonly children: readonly PyNode[] }

export type PyExpr =
  | PyName | PyAttribute | PyCallExpr | PyStr | PyNum | PyConst | PySequence | PyDict | PySubscript | PySlice | PyBinary | PyUnary
  | PyBoolOp | PyCompare | PyConditional | PyLambda | PyComprehension | PyAwait | PyYield | PyNamedExpr | PyUnknown;

export interface PyParam extends PyBase { readonly kind: "Param"; readonly name: string; readonly nameAt: Span; readonly star: "" | "*" | "**"; readonly annotation: PyExpr | undefined; readonly fallback: PyExpr | undefined }
export interface PyFunctionDef extends PyBase { readonly kind: "FunctionDef"; readonly name: string; readonly nameAt: Span; readonly params: readonly PyParam[]; readonly returns: PyExpr | undefined; readonly decorators: readonly PyExpr[]; readonly isAsync: boolean; readonly body: readonly PyStmt[] }
export interface PyClassDef extends PyBase { readonly kind: "ClassDef"; readonly name: string; readonly nameAt: Span; readonly bases: readonly PyArgument[]; readonly decorators: readonly PyExpr[]; readonly body: readonly PyStmt[] }
/** `a = b = value`: targets in order. */
export interface PyAssign extends PyBase { readonly kind: "Assign"; readonly targets: readonly PyExpr[]; readonly value: PyExpr }
export interface PyAugAssign extends PyBase { readonly kind: "AugAssign"; readonly target: PyExpr; readonly op: string; readonly value: PyExpr }
export interface PyAnnAssign extends PyBase { readonly kind: "AnnAssign"; readonly target: PyExpr; readonly annotation: PyExpr; readonly value: PyExpr | undefined }
export interface PyReturn extends PyBase { readonly kind: "Return"; readonly value: PyExpr | undefined }
export interface PyRaise extends PyBase { readonly kind: "Raise"; readonly exc: PyExpr | undefined; readonly cause: PyExpr | undefined }
export interface PyIf extends PyBase { readonly kind: "If"; readonly test: PyExpr; readonly body: readonly PyStmt[]; /** `elif` is a nested If. */ readonly orelse: readonly PyStmt[] }
export interface PyFor extends PyBase { readonly kind: "For"; readonly target: PyExpr; readonly iter: PyExpr; readonly body: readonly PyStmt[]; readonly orelse: readonly PyStmt[]; readonly isAsync: boolean }
export interface PyWhile extends PyBase { readonly kind: "While"; readonly test: PyExpr; readonly body: readonly PyStmt[]; readonly orelse: readonly PyStmt[] }
export interface PyWith extends PyBase { readonly kind: "With"; readonly items: readonly { readonly context: PyExpr; readonly target: PyExpr | undefined }[]; readonly body: readonly PyStmt[]; readonly isAsync: boolean }
export interface PyHandler extends PyBase { readonly kind: "Handler"; readonly type: PyExpr | undefined; readonly name: string | undefined; readonly isGroup: boolean; readonly body: readonly PyStmt[] }
export interface PyTry extends PyBase { readonly kind: "Try"; readonly body: readonly PyStmt[]; readonly handlers: readonly PyHandler[]; readonly orelse: readonly PyStmt[]; readonly finalbody: readonly PyStmt[] }
export interface PyMatch extends PyBase { readonly kind: "Match"; readonly subject: PyExpr; readonly cases: readonly { readonly captures: readonly PyName[]; readonly guard: PyExpr | undefined; readonly body: readonly PyStmt[] }[] }
/** `import a.b as c`: name "a.b", asname "c". */
export interface PyAlias extends Span { readonly name: string; readonly asname: string | undefined }
export interface PyImport extends PyBase { readonly kind: "Import"; readonly names: readonly PyAlias[] }
/** `from ..a import b`: level 2, module "a". A star import has one alias named "*". */
export interface PyImportFrom extends PyBase { readonly kind: "ImportFrom"; readonly module: string; readonly level: number; readonly names: readonly PyAlias[] }
export interface PyScopeDecl extends PyBase { readonly kind: "Global" | "Nonlocal"; readonly names: readonly string[] }
export interface PyExprStmt extends PyBase { readonly kind: "ExprStmt"; readonly value: PyExpr }
export interface PyAssert extends PyBase { readonly kind: "Assert"; readonly test: PyExpr; readonly message: PyExpr | undefined }
export interface PyDelete extends PyBase { readonly kind: "Delete"; readonly targets: readonly PyExpr[] }
export interface PySimple extends PyBase { readonly kind: "Pass" | "Break" | "Continue" }
/** `type X = …`, Python 2 statements, anything else. */
export interface PyOther extends PyBase { readonly kind: "Other"; readonly children: readonly PyNode[] }

export type PyStmt =
  | PyFunctionDef | PyClassDef | PyAssign | PyAugAssign | PyAnnAssign | PyReturn | PyRaise | PyIf | PyFor | PyWhile | PyWith | PyTry
  | PyMatch | PyImport | PyImportFrom | PyScopeDecl | PyExprStmt | PyAssert | PyDelete | PySimple | PyOther;

export type PyNode = PyExpr | PyStmt | PyHandler | PyParam;
export type PyNodeOf<K extends PyNode["kind"]> = PyNode extends infer N ? (N extends { readonly kind: infer Kinds } ? (K extends Kinds ? N : never) : never) : never;

/** Where a value comes from, as far as the file shows; a name is followed through the bindings that reach the use, in order. */
export type PyValue =
  | { readonly kind: "none" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string; readonly node: PyStr }
  | { readonly kind: "list" | "tuple" | "set"; readonly elements: readonly PyExpr[] }
  | { readonly kind: "dict"; readonly node: PyDict | PyCallExpr; readonly entries: ReadonlyMap<string, PyExpr>; /** True when a `**spread` or a computed key hides entries. */ readonly open: boolean }
  /** Result of calling something with a known qualified name: `requests.Session()` is `{ of: "requests.Session" }`. */
  | { readonly kind: "call"; readonly of: string; readonly call: PyCall }
  /** Known only by its declared type: an annotated attribute, `self` in a method, `super()`. */
  | { readonly kind: "instance"; readonly of: string }
  /** A module, function or class itself, by qualified name. */
  | { readonly kind: "symbol"; readonly name: string; readonly definition: PyFunctionDef | PyClassDef | undefined }
  | { readonly kind: "parameter"; readonly param: PyParam; readonly function: PyFunctionDef | PyLambda }
  /** Several bindings reach the use. */
  | { readonly kind: "any-of"; readonly values: readonly PyValue[] }
  | { readonly kind: "unknown" };

export interface PyCall extends Span {
  readonly node: PyCallExpr;
  /**
   * Import-resolved qualified name: aliases, `from` imports, function-local imports, module constants and instances are seen
   * through. A method on a known instance is `requests.Session.get`; of a class defined here `<path-as-module>.Class.method`,
   * and when that class inherits it, the base that defines it (subclasses of `requests.Session` give `requests.Session.get`).
   * Builtins are `builtins.open`. Undefined when not known.
   */
  readonly callee: string | undefined;
  /** The last identifier of the callee: `get` in `requests.get(...)`. What a squiggle goes under. */
  readonly name: Span;
  /** Last identifier as text, resolved or not. */
  readonly method: string;
  /** `s` in `s.get()`. */
  readonly receiver: PyExpr | undefined;
  /** Where the receiver comes from. */
  receiverValue(): PyValue;
  readonly positional: readonly PyExpr[];
  /** The argument by keyword, looked up in visible `**{...}` too; falls back to the position when given. */
  argument(keyword: string, position?: number): PyExpr | undefined;
  /** True when a `*args` or `**kwargs` that cannot be seen may supply arguments. */
  readonly spreadsUnknown: boolean;
  /** The innermost function, undefined at module level (class bodies count as module level). */
  readonly function: PyFunctionDef | PyLambda | undefined;
}

export interface PyAddArgument { readonly at: Span; readonly text: string }

/** A code cell; other cells are not there. */
export interface NotebookCell extends Span {
  /** Of the last run; undefined when the cell has not run or was cleared. */
  readonly executionCount: number | undefined;
  /** False when the cell is another language's: its text then stands in comments. */
  readonly isPython: boolean;
}

/** `%name rest` or `%%name rest`; shell lines are `!`, help is `?`. In the code they stand in comments. */
export interface NotebookMagic extends Span {
  readonly name: string;
  readonly rest: string;
  readonly isWholeCell: boolean;
}

export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly magics: readonly NotebookMagic[];
  /** What `!`, `%pip`, `%conda` and shell cells would run. */
  scripts(): readonly ShellScript[];
}

/** What stands in a file, or in one piece of it. */
export interface PyPart {
  readonly text: string;
  calls(): readonly PyCall[];
  functions(): readonly PyFunctionDef[];
  comments(): readonly Comment[];
  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[];
}

export interface PythonFile extends TextFile {
  readonly language: "python" | "notebook";
  /** Present in notebooks: the code is then that of all cells, in document order. */
  readonly notebook?: Notebook | undefined;
  /** Dotted module name by the file's path: `src/app/main.py` is `src.app.main`, `pkg/__init__.py` is `pkg`. */
  readonly moduleName: string;
  readonly body: readonly PyStmt[];
  /** What a rule that judges in pieces goes through: the statement it is to judge, else all of the file. Everything else speaks of the whole file. */
  readonly here: PyPart;
  /** `compute(file)`, worked out once for a text. */
  once<T>(compute: (file: PythonFile) => T): T;
  /**
   * What `each` finds in every piece of the file, which it goes through as `file.here`, in order. While somebody types it is asked again only about
   * pieces that changed or whose answers rest on something that did; so what a rule wants to know of the whole file should be gathered from this.
   */
  collect<T>(each: (file: PythonFile) => readonly T[]): readonly T[];
  /** Every call in source order. */
  calls(): readonly PyCall[];
  call(node: PyCallExpr): PyCall;
  functions(): readonly PyFunctionDef[];
  classes(): readonly PyClassDef[];
  /** All nodes of one kind in source order. */
  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[];
  /** Import-resolved dotted name of a name or attribute chain, without following values; relative imports of a file in the root keep a leading dot. */
  qualifiedName(node: PyExpr): string | undefined;
  /** Values followed to their origin. */
  valueOf(node: PyExpr): PyValue;
  /** Bindings of a name that may reach this use, in source order; empty when it is free or unknown. */
  bindingsOf(name: PyName): readonly PyBinding[];
  /** The nodes directly below a node, in source order. */
  childrenOf(node: PyNode): readonly PyNode[];
  enclosingFunction(node: PyNode): PyFunctionDef | PyLambda | undefined;
  enclosingClass(node: PyNode): PyClassDef | undefined;
  /** Everything the file imports, by qualified name, function-local imports included. */
  imports(): readonly string[];
  /** Leaks between training and test rows, and scores on rows already learned from; followed through functions of this file. */
  rowStories(): readonly PyRowStory[];
  /** Edit that adds `name=text` as the last argument, keeping trailing commas and layout. */
  addArgument(call: PyCallExpr, text: string): PyAddArgument;
  /** Edit that makes `import x` or `from x import y` available, or undefined when it already is. */
  addImport(module: string, name?: string): PyAddArgument | undefined;
}

export interface PyBinding {
  readonly how: "assign" | "augmented" | "import" | "function" | "class" | "parameter" | "for" | "with" | "except" | "named-expression" | "comprehension" | "match" | "delete";
  readonly node: PyNode;
  /** The expression bound, where there is one; for tuple targets the matching element when it is visible. */
  readonly value: PyExpr | undefined;
}
