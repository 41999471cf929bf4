/** Conditions under which a node of a Python file runs, as far as they matter across files: flags, missing objects, training. */
import type { PyCompare, PyExpr, PyFunctionDef, PyNode, PyStmt, PythonFile } from "../../../rules/api.ts";
import type { ConstantFact, GuardFact } from "../../../rules/facts/python.ts";
import { servingWords, trainingWords } from "./facts-knowledge.ts";
import { isWithin } from "./facts-scope.ts";

const longestText = 60;

/** Guards of a node within its function (or the module), outermost last. */
export function guardsOf(file: PythonFile, node: PyNode, owner: PyFunctionDef | undefined): readonly GuardFact[] {
  const params = owner ? paramsOf(owner) : none;
  const found: GuardFact[] = [];
  for (let child = node, parent = node.parent; parent && child !== owner; child = parent, parent = parent.parent) {
    if (parent.kind === "If") found.push(...guardsOfIf(file, parent, child, params));
    else if (parent.kind === "While" && parent.body.some((statement) => statement === child)) found.push(...readTest(file, parent.test, true, params));
    else if (parent.kind === "Conditional" && child !== parent.test) found.push(...readTest(file, parent.test, child === parent.then, params));
    else if (parent.kind === "Handler" && parent.type) found.push(...guardsOfHandler(file, parent.type));
    guardsOfEarlierReturns(file, child, parent, params, found);
  }
  return found.length < 2 ? found : distinct(found);
}

const none: ReadonlySet<string> = new Set();
const namesOfParams = new WeakMap<PyFunctionDef, ReadonlySet<string>>();

/** A function and its parameters are made at once. */
function paramsOf(owner: PyFunctionDef): ReadonlySet<string> {
  let names = namesOfParams.get(owner);
  if (!names) namesOfParams.set(owner, (names = new Set(owner.params.map(({ name }) => name))));
  return names;
}

function guardsOfIf(file: PythonFile, statement: Extract<PyNode, { kind: "If" }>, child: PyNode, params: ReadonlySet<string>): readonly GuardFact[] {
  if (child === statement.test) return [];
  return readTest(file, statement.test, statement.body.some((one) => one === child), params);
}

function guardsOfHandler(file: PythonFile, type: PyExpr): readonly GuardFact[] {
  const text = file.slice(type);
  return /NotFitted|FileNotFound|KeyError|AttributeError|OSError|IOError|NameError|UnboundLocal/.test(text) ? [{ when: "missing", text: `except ${text.slice(0, longestText)}` }] : [];
}

/** `if scaler is not None: return …` guards everything after it. */
function guardsOfEarlierReturns(file: PythonFile, child: PyNode, parent: PyNode, params: ReadonlySet<string>, found: GuardFact[]): void {
  const block = blockHolding(parent, child);
  if (!block) return;
  for (let index = 0; index < block.length; index++) {
    const earlier = block[index];
    if (!earlier || earlier === child || earlier.start >= child.start) return;
    if (earlier.kind === "If" && earlier.orelse.length === 0 && leaves(earlier.body)) found.push(...readTest(file, earlier.test, false, params));
  }
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
