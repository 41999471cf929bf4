/** Rows are copied or made up out of others before the split, so that both parts hold the same ones. */
import { pythonRule, type PyRowStory } from "../api.ts";
import { isResampling, leakOf, storiesOf } from "./knowledge/leaks.ts";

export default pythonRule({
  id: "python/resample-before-split",
  title: "Resampled before the split",
  severity: { default: "error", undersampled: "warning", holdout: "warning" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Oversampling copies rare rows, SMOTE mixes new ones out of neighbours. Done before the split, copies and mixtures of one row land on
both sides: the model is asked about rows it has learned by heart, and the rare class, which is the reason for the exercise, looks solved.
The test part also loses the balance that production has.`,
  remedy: `Split first and resample the training part only; in cross-validation put the sampler into an \`imblearn.pipeline.Pipeline\`.`,
  silent: `For a sampler on the training part, inside an imblearn pipeline, and for bootstrap rounds that are not split afterwards.`,
  references: ["https://imbalanced-learn.org/stable/common_pitfalls.html#data-leakage"],
  examples: [
    {
      title: "SMOTE on everything",
      path: "fraud.py",
      bad: `from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

X, y = load_payments()
X_more, y_more = SMOTE(random_state=1).«fit_resample»(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, random_state=1)
model = RandomForestClassifier(random_state=1).fit(X_train, y_train)
print(model.score(X_test, y_test))
`,
      good: `from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

X, y = load_payments()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
X_more, y_more = SMOTE(random_state=1).fit_resample(X_train, y_train)
model = RandomForestClassifier(random_state=1).fit(X_more, y_more)
print(model.score(X_test, y_test))
`,
    },
    {
      title: "Copies of the rare rows",
      path: "churn.py",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

people = pd.read_csv("people.csv")
stayed = people[people["left"] == 0]
gone = people[people["left"] == 1]
more = «resample»(gone, replace=True, n_samples=len(stayed), random_state=5)
balanced = pd.concat([stayed, more])
train, test = train_test_split(balanced, random_state=5)
model = LogisticRegression().fit(train[["age"]], train["left"])
print(model.score(test[["age"]], test["left"]))
`,
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

people = pd.read_csv("people.csv")
train, test = train_test_split(people, random_state=5)
stayed = train[train["left"] == 0]
gone = train[train["left"] == 1]
more = resample(gone, replace=True, n_samples=len(stayed), random_state=5)
balanced = pd.concat([stayed, more])
model = LogisticRegression().fit(balanced[["age"]], balanced["left"])
print(model.score(test[["age"]], test["left"]))
`,
    },
  ],
  prefilter: /resample|fit_sample|concat|stack|append|repeat|sample\(/,
  silentInTests: true,
  *check(file) {
    for (const story of storiesOf(file, isResampling)) {
      const isInner = story.kind === "outside-cv" && story.hasHoldout;
      yield leakOf(story, messageOf(story), story.learns === "undersampler" ? "undersampled" : isInner ? "holdout" : undefined);
    }
  },
});

function messageOf({ learns, name, kind, split }: PyRowStory): string {
  const when = kind === "outside-cv" ? "before cross-validation splits the rows" : `before \`${split?.by ?? "the split"}\``;
  const cure = kind === "outside-cv" ? "Put the sampler into an `imblearn.pipeline.Pipeline`." : "Split first and resample the training part only.";
  if (learns === "undersampler") return `\`${name}\` drops rows by class ${when}: the test part loses the balance production has, so precision and alarms per day are not what the score says. ${cure}`;
  return `\`${name}\` copies or mixes rows ${when}: relatives of one row land on both sides, and the model is judged by rows it has learned by heart. ${cure}`;
}
