/** The calls of a file that part rows at random, and the rows they part. */
import type { PyCall, PyExpr, PythonFile } from "../../api.ts";

export interface RandomSplit {
  readonly call: PyCall;
  readonly rows: readonly PyExpr[];
  /** Where `shuffle=` stands, or undefined where shuffling is the default. */
  readonly shuffle: PyExpr | undefined;
}

const splitter = /^sklearn\.(?:model_selection|cross_validation)\.(?:\w+\.)?(?:KFold|StratifiedKFold|ShuffleSplit|StratifiedShuffleSplit|RepeatedKFold|RepeatedStratifiedKFold)$/;
const trains = /^sklearn\.(?:model_selection|cross_validation)\.(?:\w+\.)?train_test_split$/;
const crossValidates = /^sklearn\.model_selection\.(?:\w+\.)?(?:cross_val_score|cross_val_predict|cross_validate)$/;

export function* randomSplits(file: PythonFile): Generator<RandomSplit> {
  for (const call of file.here.calls()) {
    const { callee = "" } = call;
    if (trains.test(callee)) {
      const shuffle = call.argument("shuffle");
      if (!call.spreadsUnknown && call.positional.length > 0 && (!shuffle || isTrue(file, shuffle))) yield { call, rows: call.positional, shuffle };
    } else if (crossValidates.test(callee)) {
      const rows = [call.argument("X", 1), call.argument("y", 2)].filter((one): one is PyExpr => one !== undefined);
      const cv = call.argument("cv");
      const folds = cv && foldsOf(file, cv);
      if (folds && rows.length > 0) yield { ...folds, rows };
    } else if (call.method === "split" && call.receiver && call.positional.length > 0) {
      const folds = foldsOf(file, call.receiver);
      if (folds) yield { ...folds, rows: call.positional };
    }
  }
}

/** A cross-validator that shuffles. */
function foldsOf(file: PythonFile, node: PyExpr): Pick<RandomSplit, "call" | "shuffle"> | undefined {
  const value = file.valueOf(node);
  if (value.kind !== "call" || !splitter.test(value.of)) return undefined;
  const name = value.of.slice(value.of.lastIndexOf(".") + 1);
  if (!/^(?:Stratified)?KFold$/.test(name)) return { call: value.call, shuffle: undefined };
  const shuffle = value.call.argument("shuffle", 1);
  return shuffle && isTrue(file, shuffle) ? { call: value.call, shuffle } : undefined;
}

function isTrue(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value;
}
