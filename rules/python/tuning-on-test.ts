/** The rows that the final score is computed on have decided something before: when to stop, which settings, which model. */
import { pythonRule, type PyRowStory } from "../api.ts";
import { storiesOf } from "./knowledge/leaks.ts";

export default pythonRule({
  id: "python/tuning-on-test",
  title: "Tuned by the test rows",
  severity: { default: "warning", compared: "info" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Early stopping keeps the round that fits its watch rows best; a loop over settings keeps the setting, a table of models the model. When those rows
are the test rows, the score reported afterwards is the best of many tries on them, not an answer about new rows; production gets the average try.`,
  remedy: `Let a validation part of the training rows, or cross-validation, decide; keep the test rows for one last score of what was chosen.`,
  silent: `When a validation part decides, when another part is kept, when watching decides nothing (no early stopping), for folds that take turns, for
a cut-off that is only printed, a baseline, for loops over seeds, and for one model judged by several metrics or slices. Several models side by side are information: nobody can see who chooses.`,
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
    {
      title: "The number of neighbours with the best test score",
      path: "neighbours.py",
      bad: `from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = load_wines()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
for near in range(1, 30):
    model = KNeighborsClassifier(n_neighbors=near).fit(X_train, y_train)
    print(near, «accuracy_score»(y_test, model.predict(X_test)))
`,
      good: `from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = load_wines()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": range(1, 30)})
search.fit(X_train, y_train)
print(search.best_params_, search.score(X_test, y_test))
`,
    },
    {
      title: "Two models, one test part",
      path: "compare.py",
      bad: `from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

X, y = load_rents()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
line = Ridge().fit(X_train, y_train)
forest = RandomForestRegressor(random_state=4).fit(X_train, y_train)
print(line.score(X_test, y_test))
print(forest.«score»(X_test, y_test))
`,
      good: `from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score, train_test_split

X, y = load_rents()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
models = [Ridge(), RandomForestRegressor(random_state=4)]
best = max(models, key=lambda model: cross_val_score(model, X_train, y_train).mean())
print(best.fit(X_train, y_train).score(X_test, y_test))
`,
    },
  ],
  prefilter: /eval_set|validation_data|evals|valid_sets|predict|score|evaluate|SearchCV/,
  silentInTests: true,
  *check(file) {
    for (const story of storiesOf(file, ({ kind }) => kind.endsWith("-on-test"))) {
      yield {
        at: story.at, message: messageOf(story), confidence: "likely", ...(story.kind === "compared-on-test" && { variant: "compared" }),
        related: story.use ? [{ at: story.use, message: story.kind === "search-fitted-on-test" ? "and a model with them is judged by these rows here" : "the first was judged by them here" }] : [],
      };
    }
  },
});

function messageOf({ kind, name, others = [] }: PyRowStory): string {
  if (kind === "stopped-on-test") return `\`${name}\` stops training by the rows it is judged by afterwards: the score is the best of many tries on them, and production gets the average one. Watch a validation part taken from the training rows.`;
  if (kind === "searched-on-test") return `\`${name}\` is judged by the same test rows for each setting of this loop: the best score is the luckiest of many tries, and production gets the average one. Let \`cross_val_score\` or a search on the training rows choose, and judge the choice once.`;
  if (kind === "threshold-on-test") return `The cut-off for \`${name}\` that scores best on the test rows is kept: the score belongs to these rows, and production gets less. Choose the cut-off on a validation part, and judge it once.`;
  if (kind === "search-fitted-on-test") return `\`${name}\` looks for its settings in the test rows: the score of what it found says nothing about new rows. Fit the search on the training part, and judge the choice once.`;
  const before = [...new Set(others)].filter((one) => one !== name).slice(0, 3).map((one) => `\`${one}\``).join(", ") || "another with other settings";
  return `\`${name}\` is judged by the same test rows as ${before}: whichever looks best was chosen by them, so its score promises more than production will keep. Choose by cross-validation on the training rows, and judge the winner once.`;
}
