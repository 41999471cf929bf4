/** Training and test rows are put together, something learns from them, and they are taken apart again. */
import { pythonRule } from "../api.ts";
import { isResampling, leakOf, mayLeak, storiesOf } from "./knowledge/leaks.ts";

export default pythonRule({
  id: "python/fit-on-combined",
  title: "Fitted on training and test rows together",
  severity: { default: "warning", categories: "hint" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Concatenating train and test to scale, fill or encode them in one go lets the training rows know what the test rows look like.
Production never offers that: when the model is trained, the rows it will meet do not exist yet. The score is better than the service will be.`,
  remedy: `Fit on the training rows and call \`transform\` on the test rows. To avoid writing the steps twice, use a \`Pipeline\`.`,
  silent: `When columns are put side by side (\`axis=1\`), when training and validation rows are united for a last fit, and when the
rows stay together.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#data-leakage-during-pre-processing"],
  examples: [
    {
      title: "Scaling both files at once",
      path: "train.py",
      bad: `import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
scaler = MinMaxScaler()
scaler.«fit»(pd.concat([train, test]))
model = SVC().fit(scaler.transform(train), labels)
print(model.predict(scaler.transform(test)))
`,
      good: `import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
scaler = MinMaxScaler()
scaler.fit(train)
model = SVC().fit(scaler.transform(train), labels)
print(model.predict(scaler.transform(test)))
`,
    },
    {
      title: "Filled together, then sliced apart",
      path: "prepare.py",
      bad: `import pandas as pd
from sklearn.linear_model import Ridge

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
everything = pd.concat([train, test])
everything["age"] = everything["age"].fillna(everything["age"].«median»())
model = Ridge().fit(everything[:len(train)], prices)
print(model.predict(everything[len(train):]))
`,
      good: `import pandas as pd
from sklearn.linear_model import Ridge

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
middle = train["age"].median()
everything = pd.concat([train, test])
everything["age"] = everything["age"].fillna(middle)
model = Ridge().fit(everything[:len(train)], prices)
print(model.predict(everything[len(train):]))
`,
    },
  ],
  prefilter: mayLeak,
  silentInTests: true,
  *check(file) {
    for (const story of storiesOf(file, (one) => one.kind === "combined" && !isResampling(one))) {
      const message = story.learns === "categories"
        ? `\`${story.name}\` lists the categories of training and test rows together: the test part can hold no unknown category, production will. Fit on the training rows.`
        : `\`${story.name}\` learns from training and test rows put together: the model is prepared with rows it is judged by, so the score promises more than production will keep. Fit on the training rows and \`transform\` the others.`;
      yield leakOf(story, message, story.learns === "categories" ? "categories" : undefined);
    }
  },
});
