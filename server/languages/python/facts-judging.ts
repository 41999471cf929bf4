/** Signs of how a file judges its models, and that it deals with a rare class: by accuracy, by anything else, with weights or resampling. */
import type { PyCall, PyExpr, PythonFile } from "../../../rules/api.ts";
import { balancingLibrary, isRareOutcome, weighingArguments, weighingFunctions } from "../../../rules/facts/imbalance.ts";
import type { SignFact } from "../../../rules/facts/python.ts";
import { says } from "../../engine/word-marks.ts";
import type { AnchorTable } from "./facts-scope.ts";

/** Any mention counts, also in a comment or a plot: a second opinion that cannot be followed still is one. */
const otherMetrics = /precision|recall|fbeta|roc_|auc|confusion|classification_report|kappa|matthews|balanced_accuracy|log_?loss|brier|sensitivity|specificity|crosstab|cost_matrix|top_k/i;
const shortMetrics = /\b(?:roc|mcc\b|gini\b)/i;
/** Too short for its letters to be rare. */
const shortest = /f1/i;
const mayJudge = /accuracy/;
const mayWeigh = /class_weight|pos_weight|unbalance|compute_sample_weight|imblearn/;

/** The first of each kind. */
export function judgingSigns(file: PythonFile, anchors: AnchorTable): readonly SignFact[] {
  const found: SignFact[] = [];
  if (says(otherMetrics, file.text) || says(shortMetrics, file.text) || shortest.test(file.text)) found.push({ does: "judge", name: "other", at: anchors.at({ start: 0, end: 0 }) });
  const accuracy = says(mayJudge, file.text) ? first(file.calls(), (call) => accuracyIn(file, call)) : undefined;
  if (accuracy) found.push({ does: "judge", name: accuracy.name, at: anchors.at({ start: accuracy.at.start, end: accuracy.at.end }) });
  const uneven = (says(mayWeigh, file.text) || mayWeigh.test(file.path) ? first(file.calls(), (call) => weighs(call)) : undefined) ?? first(file.nodes("Assign"), ({ targets, value }) => rareTarget(targets[0], value));
  if (uneven) found.push({ does: "imbalance", name: uneven.name, at: anchors.at({ start: uneven.at.start, end: uneven.at.end }) });
  return found;
}

interface Found { readonly name: string; readonly at: { readonly start: number; readonly end: number } }

function first<T>(all: readonly T[], find: (one: T) => Found | undefined): Found | undefined {
  for (const one of all) {
    const found = find(one);
    if (found) return found;
  }
  return undefined;
}

/** `accuracy_score(…)`, `compile(metrics=["accuracy"])`, `scoring="accuracy"`. */
function accuracyIn(file: PythonFile, call: PyCall): Found | undefined {
  if (/^(?:sklearn\.metrics\.(?:\w+\.)?accuracy_score|torchmetrics\.(?:\w+\.)*Accuracy)$/.test(call.callee ?? "")) return { name: call.method, at: call.name };
  const given = call.method === "compile" ? call.argument("metrics") : call.argument("scoring");
  const isAccuracy = (node: PyExpr | undefined): boolean => node?.kind === "Str" && /^(?:acc|accuracy|binary_accuracy)$/.test(node.value);
  const says = given && (isAccuracy(given) ? given : given.kind === "List" && given.elements.length > 0 && given.elements.every(isAccuracy) ? given : undefined);
  return says && { name: file.slice(says), at: says };
}

function weighs({ callee = "", method, name, node }: PyCall): Found | undefined {
  if (weighingFunctions.test(callee) || (balancingLibrary.test(callee) && !/\.(?:pipeline|metrics)\./.test(callee))) return { name: method, at: name };
  const given = node.args.find((one) => one.name !== undefined && weighingArguments.has(one.name) && !isNeutral(one.value));
  return given?.nameAt && given.name !== undefined ? { name: given.name, at: given.nameAt } : undefined;
}

function isNeutral(node: PyExpr): boolean {
  return (node.kind === "Const" && node.value !== true) || (node.kind === "Num" && node.value === 1);
}

/** `y = df["is_fraud"]`, `y = df.pop("is_fraud")`. */
function rareTarget(target: PyExpr | undefined, value: PyExpr): Found | undefined {
  if (target?.kind !== "Name" || !"yYlt".includes(target.id.charAt(0)) || !/^(?:y|Y|labels?|targets?)(?:_\w*)?$/.test(target.id)) return undefined;
  const column = value.kind === "Subscript" ? value.index : value.kind === "Call" && value.func.kind === "Attribute" && value.func.attr === "pop" ? value.args[0]?.value : undefined;
  return column?.kind === "Str" && isRareOutcome(column.value) ? { name: column.value, at: column } : undefined;
}
