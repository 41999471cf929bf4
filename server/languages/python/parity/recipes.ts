/** The steps by which the functions of a Python file, and the code outside of them, make features. */
import type { PyExpr, PyFunctionDef, PyNode, PyStmt, Span } from "../../../../rules/api.ts";
import type { RecipeFact, StepFact } from "../../../../rules/facts/parity.ts";
import { type AnchorTable, ownerFunction, type Scope } from "../facts-scope.ts";
import { mayMakeFeatures, Shape, shapeHash } from "./shape.ts";

const mostSteps = 60;
const fewestSteps = 2;
const longestText = 60;
/** Files that import none of these make no features. */
const dataPackages = /^(?:pandas|numpy|polars|sklearn|scipy|nltk|spacy|torch|tensorflow|keras|cv2|PIL|skimage|xgboost|lightgbm|catboost|joblib|pickle|librosa|pyspark|dask|re|string)(?:\.|$)/;
/** Statements that look, tell or draw. */
const onlyShows = /^(?:print|display|head|tail|info|describe|sample|value_counts|show|plot|figure|title|xlabel|ylabel|legend|hist|scatter|subplots?|debug|warning|error|exception|critical|write|markdown|clear|set_option|filterwarnings|seed|download)$/;

interface Step { readonly text: string; readonly at: Span; readonly isFeature: boolean; readonly uses: ReadonlySet<string>; readonly isFrame?: true; readonly column?: string | undefined }

export function recipesOf(scope: Scope, anchors: AnchorTable): readonly RecipeFact[] {
  if (!scope.imported.some((symbol) => dataPackages.test(symbol))) return [];
  const signs = new Signs(scope);
  const recipes: RecipeFact[] = [];
  const add = (name: string, at: Span, body: readonly PyStmt[], isLoose: boolean) => {
    const steps = stepsIn(scope, body);
    if (steps.filter(({ isFeature }) => isFeature).length < fewestSteps) return;
    const kept = isLoose ? steps.filter(({ column }) => column !== undefined) : steps;
    if (kept.length >= fewestSteps) recipes.push({ function: name, at: anchors.at(at), steps: kept.slice(0, mostSteps).map((step) => factOf(scope, anchors, step)) });
  };
  if ((signs.columns.get(undefined) ?? 0) >= fewestSteps) add("", { start: 0, end: 0 }, scope.file.body, true);
  for (const made of scope.file.functions()) if ((signs.all.get(made) ?? 0) >= fewestSteps) add(scope.nameOf(made), made.nameAt, made.body, false);
  return recipes;
}

/** How much in each function, and outside of them, may make features: steps without a sign make none. */
class Signs {
  readonly all = new Map<PyFunctionDef | undefined, number>();
  /** Of columns that are set. */
  readonly columns = new Map<PyFunctionDef | undefined, number>();

  constructor(scope: Scope) {
    const { file } = scope;
    for (const kind of ["Call", "Attribute"] as const) for (const node of file.nodes(kind)) if (mayMakeFeatures(scope, node)) count(this.all, node);
    for (const { targets } of file.nodes("Assign")) if (targets.length === 1) this.note(targets[0]);
    for (const { target, value } of file.nodes("AnnAssign")) if (value) this.note(target);
    for (const { target } of file.nodes("AugAssign")) this.note(target);
  }

  private note(target: PyExpr | undefined): void {
    if (!target || columnOf(target) === undefined) return;
    count(this.all, target);
    count(this.columns, target);
  }
}

function count(counts: Map<PyFunctionDef | undefined, number>, node: PyNode): void {
  const owner = ownerFunction(node);
  counts.set(owner, (counts.get(owner) ?? 0) + 1);
}

function factOf(scope: Scope, anchors: AnchorTable, { text, at, isFrame, uses, column }: Step): StepFact {
  const written = at.end - at.start <= longestText ? scope.file.slice(at) : "";
  return {
    hash: shapeHash(text), at: anchors.at(at),
    ...(written && !/[\r\n]/.test(written) && { text: written }),
    ...(column !== undefined && { column }), ...(isFrame && { isFrame }), ...(uses.size > 0 && { uses: [...uses].sort() }),
  };
}

function stepsIn(scope: Scope, body: readonly PyStmt[]): Step[] {
  const found: Step[] = [];
  for (const statement of body) {
    if (found.length > 2 * mostSteps) break;
    found.push(...stepsOf(scope, statement));
  }
  return found;
}

function stepsOf(scope: Scope, node: PyStmt): Step[] {
  const inside = (body: readonly PyStmt[]) => stepsIn(scope, body);
  switch (node.kind) {
    case "Assign": return node.targets.length === 1 && node.targets[0] ? [assignStep(scope, node, node.targets[0], "=", node.value)] : [];
    case "AnnAssign": return node.value ? [assignStep(scope, node, node.target, "=", node.value)] : [];
    case "AugAssign": return [assignStep(scope, node, node.target, `${node.op}`, node.value)];
    case "Return": return node.value ? [frame(scope, node, "return", [node.value])] : [];
    case "ExprStmt": return node.value.kind === "Call" && !onlyShows.test(scope.file.call(node.value).method) ? [bare(scope, node.value)] : [];
    case "For": return [frame(scope, { start: node.target.start, end: node.iter.end }, "for", [node.iter, node.target]), ...inside(node.body)];
    case "While": return [frame(scope, node.test, "while", [node.test]), ...inside(node.body)];
    case "If": return isMainGuard(scope, node.test) ? inside(node.body) : [frame(scope, node.test, "if", [node.test]), ...inside(node.body), ...inside(node.orelse)];
    case "With": return inside(node.body);
    case "Try": return [...inside(node.body), ...inside(node.orelse), ...inside(node.finalbody)];
    default: return [];
  }
}

function assignStep(scope: Scope, at: PyNode, target: PyExpr, op: string, value: PyExpr): Step {
  const shape = new Shape(scope);
  const made = shape.print(value);
  const column = columnOf(target);
  const isMade = column !== undefined && value.kind !== "Const" && value.kind !== "Num" && value.kind !== "Str" && value.kind !== "Name" && !/request|\bst\.|input\(/.test(scope.file.slice(value).slice(0, 80));
  return { text: `${made} ${op} ${shape.print(target)}`, at: plain(at), isFeature: shape.uses.size > 0 || isMade, uses: shape.uses, ...(isMade && { column }) };
}

/** `frame["age"]`. */
function columnOf(target: PyExpr): string | undefined {
  return target.kind === "Subscript" && target.index.kind === "Str" && target.index.holes.length === 0 && target.value.kind === "Name" ? target.index.value : undefined;
}

function bare(scope: Scope, value: PyExpr): Step {
  const shape = new Shape(scope);
  return { text: shape.print(value), at: plain(value), isFeature: shape.uses.size > 0, uses: shape.uses };
}

function frame(scope: Scope, at: Span, word: string, parts: readonly PyExpr[]): Step {
  const shape = new Shape(scope);
  const text = `${word} ${parts.map((part) => shape.print(part)).join(" ")}`;
  return { text, at: plain(at), isFeature: shape.uses.size > 0, uses: shape.uses, isFrame: true };
}

const plain = ({ start, end }: Span): Span => ({ start, end });

const isMainGuard = (scope: Scope, test: PyExpr) => scope.file.slice(test).includes("__main__");

