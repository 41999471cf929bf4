/** A model of a rare class is judged by accuracy and nothing else: always answering "no" would score as well. */
import { type Project, projectRule } from "../api.ts";
import type { PythonFacts, SignFact } from "../facts/python.ts";
import { connectedFiles } from "./knowledge/connected.ts";

export default projectRule({
  id: "python/accuracy-only",
  title: "Rare class judged by accuracy alone",
  severity: { default: "warning", notebook: "info" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `With one fraud in a hundred payments, a model that never says fraud is 99 % accurate. Accuracy cannot tell it from a good one, rises when the
model gives up on the rare class, and production finds out: the cases the model was built for are missed.`,
  remedy: "Report precision and recall of the rare class, `f1_score`, `average_precision_score` or the confusion matrix, and choose the threshold by what a miss and a false alarm cost.",
  silent: `When anything in the project's code, or in the same notebook, speaks of another measure; without evidence that a class is rare (weights, resampling,
a target such as \`is_fraud\`); in tests.`,
  references: ["https://developers.google.com/machine-learning/crash-course/classification/accuracy-precision-recall", "https://imbalanced-learn.org/stable/metrics.html"],
  examples: [
    {
      title: "Weighed classes, one number",
      path: "train.py",
      bad: `from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(«accuracy_score»(y_test, model.predict(X_test)))
`,
      good: `from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, average_precision_score

model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
print(average_precision_score(y_test, model.predict_proba(X_test)[:, 1]))
`,
    },
    {
      title: "The target is named in another file",
      path: "judge.py",
      files: { "rows.py": `import pandas as pd\n\n\ndef load():\n    frame = pd.read_csv("payments.csv")\n    y = frame.pop("is_fraud")\n    return frame, y\n` },
      bad: `from rows import load
from sklearn.metrics import accuracy_score

X, y = load()
print(«accuracy_score»(y, model.predict(X)))
`,
      good: `from rows import load
from sklearn.metrics import confusion_matrix

X, y = load()
print(confusion_matrix(y, model.predict(X)))
`,
    },
  ],
  *check(project, context) {
    const isJudgedOtherwise = [...project.python()].some(([path, facts]) => !facts.isNotebook && !context.for(path).isTest && otherwise(facts));
    for (const [path, facts] of project.python()) {
      const accuracy = facts.signs?.find(({ does, name }) => does === "judge" && name !== "other");
      if (!accuracy || otherwise(facts) || context.for(path).isTest || (!facts.isNotebook && isJudgedOtherwise)) continue;
      const connected = [...connectedFiles(project, path)];
      if (connected.some((other) => otherwise(project.python().get(other)))) continue;
      const uneven = imbalanceIn(project, [path, ...connected]);
      if (!uneven) continue;
      yield {
        path, at: accuracy.at, confidence: "likely", ...(facts.isNotebook && { variant: "notebook" }),
        message: `\`${accuracy.name}\` is the only measure here, and one class is rare (\`${uneven.sign.name}\`): a model that never predicts it would score nearly as well, and its cases are missed in production. Report precision and recall, or \`average_precision_score\`.`,
        related: [{ path: uneven.path, at: uneven.sign.at, message: "the classes are uneven" }],
      };
    }
  },
});

function otherwise(facts: PythonFacts | undefined): boolean {
  return facts?.signs?.some(({ does, name }) => does === "judge" && name === "other") ?? false;
}

function imbalanceIn(project: Project, paths: readonly string[]): { readonly path: string; readonly sign: SignFact } | undefined {
  for (const path of paths) {
    const sign = project.python().get(path)?.signs?.find(({ does }) => does === "imbalance");
    if (sign) return { path, sign };
  }
  return undefined;
}
