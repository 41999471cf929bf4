/** A rare class is left to chance: the split does not keep its share in both parts. */
import { type Fix, pythonRule, type PyCall, type PyExpr, type PythonFile } from "../api.ts";
import { columnOf } from "./knowledge/columns.ts";
import { type ImbalanceEvidence, imbalanceMeasures, rareTarget } from "./knowledge/imbalance.ts";
import { mentions } from "./knowledge/mentions.ts";
import { originsOf } from "./knowledge/origins.ts";
import { randomSplits } from "./knowledge/random-splits.ts";
import { timeEvidence } from "./knowledge/time-order.ts";

export default pythonRule({
  id: "python/missing-stratify",
  title: "Rare class split without stratifying",
  severity: { default: "info", notebook: "hint" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `When one class is rare, chance decides how many of its rows land in the test part. Precision and recall then move from split to split by more
than any change to the model would move them, and the threshold chosen on them is wrong for the share that production has.`,
  remedy: "Pass `stratify=y`: both parts keep the share of each class. For folds, `StratifiedKFold`.",
  silent: `Without evidence that the classes are uneven (weights, resampling, a target such as \`is_fraud\`); for regression and several labels per row; when the target does not stand
among the arguments; when rows were resampled before the split; when rows are ordered in time (see \`python/shuffled-time-series\`); for further splits of the same target; in tests.`,
  references: ["https://scikit-learn.org/stable/modules/cross_validation.html#stratification", "https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html"],
  examples: [
    {
      title: "Classes that are weighed",
      path: "train.py",
      bad: `from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X, y = load_claims()
X_train, X_test, y_train, y_test = «train_test_split»(X, y, test_size=0.2, random_state=5)
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
`,
      good: `from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X, y = load_claims()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5, stratify=y)
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
`,
    },
    {
      title: "An outcome that is rare by nature",
      path: "train.py",
      bad: `import pandas as pd
from sklearn.model_selection import train_test_split

payments = pd.read_csv("payments.csv")
X = payments.drop(columns=["is_fraud"])
X_train, X_test, y_train, y_test = «train_test_split»(X, payments["is_fraud"], random_state=5)
`,
      good: `import pandas as pd
from sklearn.model_selection import train_test_split

payments = pd.read_csv("payments.csv")
X = payments.drop(columns=["is_fraud"])
X_train, X_test, y_train, y_test = train_test_split(X, payments["is_fraud"], random_state=5, stratify=payments["is_fraud"])
`,
    },
  ],
  prefilter: /train_test_split/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const { call, target, text, stratify, evidence } of splitsByChance(file)) {
      if (file.collect(splitsByChance).find((one) => one.text === text)?.call !== call) continue;
      yield {
        at: call.name,
        ...(file.language === "notebook" && { variant: "notebook" }),
        message: `\`${call.method}\` leaves to chance how many rows of the rare class the test part gets (${evidence.says}): scores differ from split to split and thresholds are set on a share production does not have. Pass \`stratify=\`.`,
        confidence: "likely",
        related: [{ at: { start: evidence.at.start, end: evidence.at.end }, message: "the classes are uneven" }],
        fixes: fixesFor(file, call, target, stratify),
      };
    }
  },
});

interface SplitByChance {
  readonly call: PyCall;
  readonly target: PyExpr;
  readonly text: string;
  readonly stratify: PyExpr | undefined;
  readonly evidence: ImbalanceEvidence;
}

function splitsByChance(file: PythonFile): readonly SplitByChance[] {
  return Array.from(randomSplits(file)).flatMap(({ call, rows }) => {
    const target = call.method === "train_test_split" ? targetOf(file, call) : undefined;
    const stratify = call.argument("stratify");
    if (!target || (stratify && file.valueOf(stratify).kind !== "none")) return [];
    const evidence = rareTarget(file, target) ?? (isClassification(file, target) ? imbalanceMeasures(file) : undefined);
    return evidence && !isResampled(file, target) && !timeEvidence(file, rows) ? [{ call, target, text: file.slice(target), stratify, evidence }] : [];
  });
}

/** The last of two or more arrays, when its name or place says that it is the target. */
function targetOf(file: PythonFile, call: PyCall): PyExpr | undefined {
  const target = call.positional[1];
  if (!target || call.positional.length !== 2) return undefined;
  if (target.kind === "Name" && /^(?:y|Y|labels?|targets?|classes)(?:_\w*)?$|_(?:y|labels?|target)$/.test(target.id)) return target;
  return columnOf(file, target) ? target : undefined;
}

/** Weights elsewhere in the file speak of this target only when classes, not numbers, are predicted from it. */
function isClassification(file: PythonFile, target: PyExpr): boolean {
  if (hasSeveralLabels(file)) return false; // several labels per row cannot be stratified by
  const imports = file.imports();
  if (imports.some((name) => /Regressor$|\.(?:LinearRegression|Ridge|Lasso|SVR|mean_squared_error|mean_absolute_error|r2_score)$/.test(name))) return false;
  return target.kind === "Name" || target.kind === "Subscript";
}

const hasSeveralLabels = mentions(/MultiOutput|OneVsRest|MultiLabelBinarizer|multi_?label|iterstrat|skmultilearn|ClassifierChain/i);

function isResampled(file: PythonFile, target: PyExpr): boolean {
  for (const node of originsOf(file, target)) if (node.kind === "Call" && /^(?:fit_resample|fit_sample|resample|concat|groupby)$/.test(file.call(node).method)) return true;
  return false;
}

function fixesFor(file: PythonFile, call: PyCall, target: PyExpr, stratify: PyExpr | undefined): Fix[] {
  const text = file.slice(target);
  if (!/^[\w.[\]"' -]{1,60}$/.test(text)) return [];
  const edit = stratify ? { at: { start: stratify.start, end: stratify.end }, text } : file.addArgument(call.node, `stratify=${text}`);
  return stratify && stratify.kind !== "Const" ? [] : [{ title: `Pass stratify=${text}`, safe: false, edits: [edit] }];
}
