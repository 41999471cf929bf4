/** Conditions under which a node of a Python file runs, as far as they matter across files: flags, missing objects, training. */
import type { PyCompare, PyExpr, PyFunctionDef, PyIf, PyNode, PyStmt, PythonFile } from "../../../rules/api.ts";
import type { ConstantFact, GuardFact } from "../../../rules/facts/python.ts";
import { servingWords, trainingWords } from "./facts-knowledge.ts";
import { isWithin } from "./facts-scope.ts";

const longestText = 60;

/** Under what a node runs within its function, or the module. */
export interface Circumstances {
  /** Outermost last. */
  readonly guards: readonly GuardFact[];
  /** In the body of a `try` with a handler. */
  readonly isTried: boolean;
}

const always: Circumstances = { guards: [], isTried: false };

/** Of one text. What one statement runs under is asked by all that stands in it. */
export class Guards {
  private readonly ofStatements = new Map<PyNode, Circumstances>();

  constructor(private readonly file: PythonFile) {}

  /** `owner` is the function the node stands in. */
  of(node: PyNode, owner: PyFunctionDef | undefined): Circumstances {
    let found = always;
    const between: PyNode[] = []; // a node may stand deeper than a call may
    for (let child = node, parent = node.parent; parent && child !== owner; child = parent, parent = parent.parent) {
      const isStatement = statements.has(child.kind);
      const known = isStatement ? this.ofStatements.get(child) : undefined;
      if (known) {
        found = known;
        break;
      }
      if (isStatement || parent.kind === "Conditional" || parent.kind === "Handler") between.push(child);
    }
    for (let index = between.length - 1; index >= 0; index--) {
      const child = between[index];
      if (!child?.parent) continue;
      found = this.added(child, child.parent, owner, found);
      if (statements.has(child.kind)) this.ofStatements.set(child, found);
    }
    return found;
  }

  private added(child: PyNode, parent: PyNode, owner: PyFunctionDef | undefined, around: Circumstances): Circumstances {
    const own = this.guardsBetween(child, parent, owner);
    const isTried = around.isTried || (parent.kind === "Try" && parent.handlers.length > 0 && holds(parent.body, child));
    if (own.length === 0 && isTried === around.isTried) return around;
    const guards = own.length === 0 ? around.guards : [...own, ...around.guards];
    return { guards: guards.length < 2 ? guards : distinct(guards), isTried };
  }

  private guardsBetween(child: PyNode, parent: PyNode, owner: PyFunctionDef | undefined): readonly GuardFact[] {
    const { file } = this;
    const block = blockHolding(parent, child);
    const test = testOf(parent, child, block);
    const own = test ? readTest(file, test.of, test.holds, paramsOf(owner)) : parent.kind === "Handler" && parent.type ? guardsOfHandler(file, parent.type) : nothing;
    const earlier = block && earlierReturns(block, child);
    return earlier ? [...own, ...earlier.flatMap(({ test: left }) => readTest(file, left, false, paramsOf(owner)))] : own;
  }
}

const nothing: readonly GuardFact[] = [];
const statements: ReadonlySet<PyNode["kind"]> = new Set(["Assign", "AugAssign", "AnnAssign", "Return", "Raise", "If", "For", "While", "With", "Try", "ExprStmt", "Assert", "Delete", "FunctionDef", "ClassDef", "Match", "Import", "ImportFrom", "Global", "Nonlocal", "Pass", "Break", "Continue", "Other"]);

/** The test that decides whether a part of a statement or expression runs, and as what it has to turn out. */
function testOf(parent: PyNode, child: PyNode, block: readonly PyStmt[] | undefined): { readonly of: PyExpr; readonly holds: boolean } | undefined {
  if (parent.kind === "If") return child === parent.test ? undefined : { of: parent.test, holds: block === parent.body };
  if (parent.kind === "While") return block === parent.body && block ? { of: parent.test, holds: true } : undefined;
  return parent.kind === "Conditional" && child !== parent.test ? { of: parent.test, holds: child === parent.then } : undefined;
}

const none: ReadonlySet<string> = new Set();
const namesOfParams = new WeakMap<PyFunctionDef, ReadonlySet<string>>();

/** A function and its parameters are made at once. */
function paramsOf(owner: PyFunctionDef | undefined): ReadonlySet<string> {
  if (!owner) return none;
  let names = namesOfParams.get(owner);
  if (!names) namesOfParams.set(owner, (names = new Set(owner.params.map(({ name }) => name))));
  return names;
}

function guardsOfHandler(file: PythonFile, type: PyExpr): readonly GuardFact[] {
  const text = file.slice(type);
  return /NotFitted|FileNotFound|KeyError|AttributeError|OSError|IOError|NameError|UnboundLocal/.test(text) ? [{ when: "missing", text: `except ${text.slice(0, longestText)}` }] : [];
}

/** `if scaler is not None: return …` guards everything after it. */
function earlierReturns(block: readonly PyStmt[], child: PyNode): readonly PyIf[] | undefined {
  let found: PyIf[] | undefined;
  for (let index = 0; index < block.length; index++) {
    const earlier = block[index];
    if (!earlier || earlier === child || earlier.start >= child.start) break;
    if (earlier.kind === "If" && earlier.orelse.length === 0 && leaves(earlier.body)) (found ??= []).push(earlier);
  }
  return found;
}

function blockHolding(parent: PyNode, child: PyNode): readonly PyStmt[] | undefined {
  switch (parent.kind) {
    case "FunctionDef": case "ClassDef": case "With": case "Handler": return holds(parent.body, child) ? parent.body : undefined;
    case "If": case "For": case "While": return holds(parent.body, child) ? parent.body : holds(parent.orelse, child) ? parent.orelse : undefined;
    case "Try": return [parent.body, parent.orelse, parent.finalbody].find((block) => holds(block, child));
    default: return undefined;
  }
}

function holds(block: readonly PyNode[], child: PyNode): boolean {
  return block.includes(child);
}

function leaves(body: readonly PyStmt[]): boolean {
  const last = body[body.length - 1];
  return last?.kind === "Return" || last?.kind === "Raise" || last?.kind === "Continue" || last?.kind === "Break";
}

function readTest(file: PythonFile, test: PyExpr, holds: boolean, params: ReadonlySet<string>): readonly GuardFact[] {
  if (test.kind === "Unary" && test.op === "not") return readTest(file, test.operand, !holds, params);
  if (test.kind === "BoolOp") return readBoth(file, test, holds, params);
  if (test.kind === "Name" && params.has(test.id)) return [{ when: "parameter", name: test.id, test: "truthy", holds }];
  if (test.kind === "Compare") {
    const compared = readComparison(test, holds, params);
    if (compared) return [compared];
  }
  return readWords(file, test, holds);
}

function readBoth(file: PythonFile, test: Extract<PyExpr, { kind: "BoolOp" }>, holds: boolean, params: ReadonlySet<string>): readonly GuardFact[] {
  const left = readTest(file, test.left, holds, params);
  const right = readTest(file, test.right, holds, params);
  const isBoth = (test.op === "and") === holds;
  // of alternatives nothing certain follows, but what they are about is still said
  return isBoth ? [...left, ...right] : [...left, ...right].filter(({ when }) => when === "missing" || when === "training");
}

function readComparison(test: PyCompare, holds: boolean, params: ReadonlySet<string>): GuardFact | undefined {
  const [op, right] = [test.ops[0], test.rights[0]];
  if (!op || !right || test.ops.length !== 1) return undefined;
  if (test.left.kind === "Name" && test.left.id === "__name__") return holds ? { when: "main" } : undefined;
  if (test.left.kind !== "Name" || !params.has(test.left.id)) return undefined;
  const isEqual = op === "is" || op === "==";
  if (!isEqual && op !== "is not" && op !== "!=") return undefined;
  const value = constantOf(right);
  if (value === undefined) return undefined;
  const name = test.left.id;
  return value === null ? { when: "parameter", name, test: "none", holds: holds === isEqual } : { when: "parameter", name, test: "equal", value, holds: holds === isEqual };
}

/** What a condition about anything else than a parameter is about. */
function readWords(file: PythonFile, test: PyExpr, holds: boolean): readonly GuardFact[] {
  const text = file.slice({ start: test.start, end: Math.min(test.end, test.start + 200) });
  const short = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  if (isMissing(test, text, holds)) return [{ when: "missing", text: holds ? short : `not ${short}` }];
  if (holds ? trainingWords.test(text) : servingWords.test(text) && !trainingWords.test(text)) return [{ when: "training", text: short }];
  return [];
}

function isMissing(test: PyExpr, text: string, holds: boolean): boolean {
  if (test.kind === "Compare" && test.ops.length === 1) {
    const op = test.ops[0];
    if (test.rights[0]?.kind === "Const" && test.rights[0].value === null) return (op === "is" || op === "==") === holds;
    if (op === "not in" || op === "in") return (op === "not in") === holds && /state|cache|models?|scalers?|encoders?|artifacts?|globals|__dict__|fitted/i.test(text);
    return false;
  }
  if (holds) return false;
  // negated: `not os.path.exists(p)`, `not hasattr(self, "x")`, `not self.is_fitted`, `not model`
  if (/exists|is_file|isfile|hasattr|isinstance\(.*None|fitted|trained|loaded|initiali[sz]ed|ready/i.test(text)) return true;
  return (test.kind === "Name" || test.kind === "Attribute") && /model|scaler|encoder|transformer|vectorizer|pipe|preprocessor|imputer|_?(?:le|sc|dv|ohe)$|clf/i.test(text);
}

export function constantOf(node: PyExpr): ConstantFact | undefined {
  if (node.kind === "Const" && node.value !== "...") return node.value;
  if (node.kind === "Num") return node.value;
  if (node.kind === "Str" && node.holes.length === 0 && node.value.length <= 24) return node.value;
  return undefined;
}

function distinct(guards: readonly GuardFact[]): readonly GuardFact[] {
  const seen = new Map(guards.map((guard) => [JSON.stringify(guard), guard]));
  return [...seen.values()];
}

/** True inside a loop over cross-validation folds: `for train, test in kf.split(X)`. */
export function isInFolds(node: PyNode, owner: PyFunctionDef | undefined): boolean {
  for (let current = node.parent; current && current !== owner; current = current.parent) {
    if (current.kind === "For" && !isWithin(node, current.iter) && iteratesFolds(current.iter)) return true;
    if (current.kind === "Comprehension" && current.clauses.some(({ iter }) => iteratesFolds(iter))) return true;
  }
  return owner !== undefined && /(?:^|_)(?:folds?|cv|cross_?val\w*|kfold)(?:_|$)/i.test(owner.name);
}

function iteratesFolds(iter: PyExpr): boolean {
  if (iter.kind !== "Call") return iter.kind === "Name" && /folds?$|splits?$/i.test(iter.id);
  if (iter.func.kind === "Attribute" && iter.func.attr === "split") return true;
  return iter.args.some(({ value }) => value !== iter && iteratesFolds(value));
}
