/** Training stops, or picks its best round, by the very rows that the final score is computed on. */
import { pythonRule } from "../api.ts";
import { storiesOf } from "./knowledge/leaks.ts";

export default pythonRule({
  id: "python/tuning-on-test",
  title: "Tuned by the test rows",
  severity: "warning",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Early stopping keeps the round that fits its watch rows best. When those are the test rows, the score reported afterwards is the best of
many tries on them, not an answer about new rows; production gets the average try.`,
  remedy: `Take a validation part from the training rows and let training watch that; keep the test rows for one last score.`,
  silent: `When the watched rows are a validation part, when another part is scored afterwards, and when watching decides nothing
(no early stopping).`,
  references: ["https://scikit-learn.org/stable/modules/cross_validation.html", "https://xgboost.readthedocs.io/en/stable/python/python_intro.html#early-stopping"],
  examples: [
    {
      title: "Stopping by the rows that are reported",
      path: "train.py",
      bad: `from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

X, y = load_clicks()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
model = XGBClassifier()
model.«fit»(X_train, y_train, eval_set=[(X_test, y_test)], early_stopping_rounds=10)
print(accuracy_score(y_test, model.predict(X_test)))
`,
      good: `from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

X, y = load_clicks()
X_rest, X_test, y_rest, y_test = train_test_split(X, y, random_state=4)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=4)
model = XGBClassifier()
model.fit(X_train, y_train, eval_set=[(X_val, y_val)], early_stopping_rounds=10)
print(accuracy_score(y_test, model.predict(X_test)))
`,
    },
  ],
  prefilter: /eval_set|validation_data/,
  *check(file, context) {
    for (const story of storiesOf(file, context, ({ kind }) => kind === "stopped-on-test")) {
      yield {
        at: story.at,
        message: `\`${story.name}\` stops training by the rows it is judged by afterwards: the score is the best of many tries on them, and production gets the average one. Watch a validation part taken from the training rows.`,
        confidence: "likely",
      };
    }
  },
});
