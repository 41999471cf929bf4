/** Evidence in a file that the classes it learns are not equally frequent. */
import type { PyExpr, PythonFile, Span } from "../../api.ts";
import { balancingLibrary, isRareOutcome, weighingArguments, weighingFunctions } from "../../facts/imbalance.ts";
import { oncePerFile } from "./code.ts";
import { columnOf } from "./columns.ts";

export interface ImbalanceEvidence {
  readonly at: Span;
  /** As it ends the sentence "the classes are uneven: …". */
  readonly says: string;
}

/** What the code does against imbalance: weights, resampling. */
export const imbalanceMeasures = oncePerFile((file: PythonFile): ImbalanceEvidence | null => file.collect(firstMeasure)[0] ?? null);

function firstMeasure(file: PythonFile): readonly ImbalanceEvidence[] {
  for (const call of file.here.calls()) {
    if (weighingFunctions.test(call.callee ?? "") || (balancingLibrary.test(call.callee ?? "") && !/\.(?:pipeline|metrics)\./.test(call.callee ?? ""))) return [{ at: call.name, says: `\`${call.method}\` is there to make up for it` }];
    const weighs = call.node.args.find(({ name, value }) => name !== undefined && weighingArguments.has(name) && !isNeutral(file, value));
    if (weighs?.nameAt) return [{ at: weighs.nameAt, says: `\`${weighs.name ?? ""}\` is there to make up for it` }];
  }
  return [];
}

/** None, False or 1: nothing is weighed. */
function isNeutral(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "none" || (value.kind === "bool" && !value.value) || (value.kind === "number" && value.value === 1) || value.kind === "parameter";
}

/** The target column is named after a rare outcome. */
export function rareTarget(file: PythonFile, target: PyExpr): ImbalanceEvidence | undefined {
  const column = columnOf(file, target);
  return column && isRareOutcome(column.name) ? { at: target, says: `\`${column.name}\` is the exception` } : undefined;
}
