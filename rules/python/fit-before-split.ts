/** Something learns from all rows before some of them become the test part. */
import { pythonRule, type PyRowStory } from "../api.ts";
import { splitFirst } from "./edits/split-first.ts";
import { isResampling, leakOf, mayLeak, storiesOf } from "./knowledge/leaks.ts";

export default pythonRule({
  id: "python/fit-before-split",
  title: "Fitted before the split",
  severity: { default: "warning", categories: "hint" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `A scaler, imputer, vocabulary or mean that has seen the test rows carries their statistics into training. The score then answers
another question than production asks: live rows were never part of the fit. Models look better offline than they are, by an amount nobody can tell afterwards.`,
  remedy: `Split first, fit on the training part, \`transform\` the rest; or put the steps into a \`Pipeline\` and give that the raw rows.`,
  silent: `For transformers that keep nothing of the rows (\`Normalizer\`, \`HashingVectorizer\`, \`FunctionTransformer\`), arithmetic on single rows and
rolling windows, encoders of the target, results that never reach a model, and where the rows cannot be followed. Encoders that only list
categories (\`OneHotEncoder\`, \`LabelEncoder\`) are a hint. Slices and masks count as a split when names or use show which part is judged.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#data-leakage", "https://developers.google.com/machine-learning/guides/rules-of-ml"],
  examples: [
    {
      title: "Scaling everything, then splitting",
      path: "train.py",
      bad: `from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

rows, labels = load_visits()
scaler = StandardScaler()
scaled = scaler.«fit_transform»(rows)
learn, check, y_learn, y_check = train_test_split(scaled, labels, random_state=3)
model = LogisticRegression().fit(learn, y_learn)
print(model.score(check, y_check))
`,
      good: `from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

rows, labels = load_visits()
learn, check, y_learn, y_check = train_test_split(rows, labels, random_state=3)
scaler = StandardScaler()
learn = scaler.fit_transform(learn)
model = LogisticRegression().fit(learn, y_learn)
print(model.score(scaler.transform(check), y_check))
`,
    },
    {
      title: "Gaps filled with the mean of all rows",
      path: "prepare.py",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor

houses = pd.read_csv("houses.csv")
houses["age"] = houses["age"].fillna(houses["age"].«mean»())
cut = int(len(houses) * 0.8)
train, test = houses[:cut], houses[cut:]
model = RandomForestRegressor().fit(train[["age", "rooms"]], train["price"])
print(model.score(test[["age", "rooms"]], test["price"]))
`,
      good: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor

houses = pd.read_csv("houses.csv")
cut = int(len(houses) * 0.8)
train, test = houses[:cut].copy(), houses[cut:].copy()
middle = train["age"].mean()
train["age"] = train["age"].fillna(middle)
test["age"] = test["age"].fillna(middle)
model = RandomForestRegressor().fit(train[["age", "rooms"]], train["price"])
print(model.score(test[["age", "rooms"]], test["price"]))
`,
    },
  ],
  prefilter: mayLeak,
  silentInTests: true,
  *check(file) {
    for (const story of storiesOf(file, (one) => one.kind === "before-split" && !isResampling(one))) {
      const fixes = splitFirst(file, story);
      yield { ...leakOf(story, messageOf(story), story.learns === "categories" ? "categories" : undefined), ...(fixes.length > 0 && { fixes }) };
    }
  },
});

function messageOf({ learns, name, split }: PyRowStory): string {
  const later = `before \`${split?.by ?? "the split"}\` sets test rows apart`;
  if (learns === "categories") return `\`${name}\` lists the categories of all rows ${later}: the test part can hold no unknown category, production will. Fit on the training part.`;
  if (learns === "statistic") return `\`${name}\` is taken over all rows ${later}: the training rows carry statistics of the test rows, so the score promises more than production will keep. Take it from the training part.`;
  return `\`${name}\` learns from all rows ${later}: the score promises more than production will keep. Split first, fit on the training part and \`transform\` the rest.`;
}
