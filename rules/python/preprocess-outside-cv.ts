/** What cross-validation is given was already prepared with all its rows. */
import { pythonRule, type PyRowStory } from "../api.ts";
import { isResampling, leakOf, storiesOf } from "./knowledge/leaks.ts";

export default pythonRule({
  id: "python/preprocess-outside-cv",
  title: "Prepared outside the cross-validation",
  severity: { default: "warning", holdout: "info", categories: "hint" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Cross-validation is honest only when each fold prepares its rows without the fold it is judged by. Rows scaled, filled or selected before
carry the statistics of every fold: the score is too good, and settings are chosen by it. Feature selection outside can turn pure noise into a fine score.`,
  remedy: `Give \`cross_val_score\` or the search a \`Pipeline\` of the steps and the model, and the raw rows.`,
  silent: `When a \`Pipeline\` or \`ColumnTransformer\` does the steps inside, also one built by a function; for transformers that keep nothing of the rows.
When a test part is kept aside the finding is information: the last score is honest, only the choice is not.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#data-leakage-during-pre-processing", "https://scikit-learn.org/stable/modules/cross_validation.html"],
  examples: [
    {
      title: "Scaled, then cross-validated",
      path: "select.py",
      bad: `from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_leaves()
scaled = StandardScaler().«fit_transform»(X)
print(cross_val_score(SVC(), scaled, y, cv=5).mean())
`,
      good: `from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_leaves()
print(cross_val_score(make_pipeline(StandardScaler(), SVC()), X, y, cv=5).mean())
`,
    },
    {
      title: "The best columns of all rows, then a search",
      path: "search.py",
      bad: `from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

X, y = load_genes()
X = SelectKBest(k=20).«fit_transform»(X, y)
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1, 10]})
search.fit(X, y)
print(search.best_score_)
`,
      good: `from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline

X, y = load_genes()
steps = Pipeline([("best", SelectKBest(k=20)), ("model", LogisticRegression())])
search = GridSearchCV(steps, {"model__C": [0.1, 1, 10]})
search.fit(X, y)
print(search.best_score_)
`,
    },
  ],
  prefilter: /cross_val|SearchCV|learning_curve|validation_curve|permutation_test_score/,
  silentInTests: true,
  *check(file) {
    for (const story of storiesOf(file, (one) => one.kind === "outside-cv" && !isResampling(one))) {
      yield leakOf(story, messageOf(story), story.learns === "categories" ? "categories" : story.hasHoldout ? "holdout" : undefined);
    }
  },
});

function messageOf({ name, hasHoldout }: PyRowStory): string {
  const consequence = hasHoldout ? "settings are chosen by scores that are too good" : "the score promises more than production will keep";
  return `\`${name}\` learns from all rows before cross-validation splits them: each fold already knows the one it is judged by, and ${consequence}. Put it into a \`Pipeline\` and cross-validate that.`;
}
