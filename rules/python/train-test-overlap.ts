/** A model is judged only by rows that it was fitted on. */
import { pythonRule, type PyNode, type PythonFile, type Span } from "../api.ts";
import { storiesOf } from "./knowledge/leaks.ts";

export default pythonRule({
  id: "python/train-test-overlap",
  title: "Judged by the rows it was fitted on",
  severity: "warning",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `A model that is asked about the rows it learned from can recite them: a forest reaches nearly full marks on noise. Such a score says nothing
about rows it has never met, which are all that production will send, and a worse model can look better by remembering more.`,
  remedy: `Keep rows apart with \`train_test_split\`, or score with \`cross_val_score\`; report the score on those.`,
  silent: `When the same model is also judged by, or predicts, rows it was not fitted on; when it is cross-validated; when the rows are known to be the
training part, or the score is named so, and it says what it is; and when the rows cannot be followed.`,
  references: ["https://scikit-learn.org/stable/modules/cross_validation.html", "https://scikit-learn.org/stable/common_pitfalls.html"],
  examples: [
    {
      title: "Fitted and scored on everything",
      path: "report.py",
      bad: `from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score

X, y = load_patients()
model = RandomForestClassifier(random_state=2)
model.fit(X, y)
print(«accuracy_score»(y, model.predict(X)))
`,
      good: `from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

X, y = load_patients()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
model = RandomForestClassifier(random_state=2)
model.fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
`,
    },
    {
      title: "Split, and fitted on everything all the same",
      path: "report.py",
      bad: `from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

X, y = load_flats()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
model = Ridge().fit(X, y)
print(model.«score»(X_test, y_test))
`,
      good: `from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

X, y = load_flats()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))
`,
    },
  ],
  prefilter: /\bfit\b|\.score\(|sklearn\.metrics/,
  silentInTests: true,
  *check(file) {
    for (const story of storiesOf(file, ({ kind }) => kind === "overlap")) {
      if (isCalledTraining(file, story.at)) continue;
      yield {
        at: story.at,
        message: `\`${story.name}\` is judged only by rows it was fitted on: the score rewards remembering and says nothing about the rows production will send. Score it on rows kept apart, or with \`cross_val_score\`.`,
        confidence: "likely",
        related: story.use ? [{ at: { start: story.use.start, end: story.use.end }, message: "fitted on these rows here" }] : [],
      };
    }
  },
});

/** `log_metric("train_rmse", …)`, `train_score = …`: nobody takes it for a score on new rows. */
function isCalledTraining(file: PythonFile, at: Span): boolean {
  let node: PyNode | undefined = file.calls().find(({ name }) => name.start === at.start)?.node;
  for (; node?.parent; node = node.parent) {
    const { parent } = node;
    if (parent.kind === "Assign") return parent.targets.some((target) => isTrainingName(file.slice(target)));
    if (parent.kind === "Call" && parent.args.some(({ value }, index) => index < 2 && value !== node && value.kind === "Str" && isTrainingName(file.slice(value)))) return true;
    if (parent.kind === "ExprStmt") return false;
  }
  return false;
}

function isTrainingName(text: string): boolean {
  return /(?:\b|_)train(?:ing)?(?:\b|_)/i.test(text) && !/test|val|holdout|unseen/i.test(text);
}
