/** Rows that follow each other in time are parted at random: the model is asked about days between days it has seen. */
import { type Fix, pythonRule, type PythonFile } from "../api.ts";
import { type RandomSplit, randomSplits } from "./knowledge/random-splits.ts";
import { timeEvidence } from "./knowledge/time-order.ts";

export default pythonRule({
  id: "python/shuffled-time-series",
  title: "Time series split at random",
  severity: { default: "warning", notebook: "info" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `In production a model is asked about days after the last one it learned from. A random split asks it about days between days it has seen:
yesterday and tomorrow are in the training part, and windows or lagged columns even carry the answer itself. The score is that of filling gaps, not
of looking ahead, and falls apart on the first live week.`,
  remedy: `Cut by time: \`train_test_split(..., shuffle=False)\` on sorted rows, a date as the border, or \`TimeSeriesSplit\` for cross-validation.`,
  silent: `When nothing shows that the rows are ordered in time (an index or sort key that is a date, \`shift\`, \`resample\`, windows of a series,
downloaded prices); when rows are put together anew before the split (\`groupby\`); with \`shuffle=False\`; in tests.`,
  references: ["https://scikit-learn.org/stable/modules/cross_validation.html#time-series-split", "https://otexts.com/fpp3/tscv.html"],
  examples: [
    {
      title: "Lagged columns, then a random split",
      path: "train.py",
      bad: `import pandas as pd
from sklearn.model_selection import train_test_split

sales = pd.read_csv("sales.csv")
sales["last_week"] = sales["sold"].shift(7)
sales = sales.dropna()
X, y = sales[["last_week", "price"]], sales["sold"]
X_train, X_test, y_train, y_test = «train_test_split»(X, y, test_size=0.2, random_state=1)
`,
      good: `import pandas as pd
from sklearn.model_selection import train_test_split

sales = pd.read_csv("sales.csv")
sales["last_week"] = sales["sold"].shift(7)
sales = sales.dropna()
X, y = sales[["last_week", "price"]], sales["sold"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, shuffle=False)
`,
    },
    {
      title: "Windows of one series, shuffled folds",
      path: "train.py",
      bad: `import numpy as np
from sklearn.model_selection import KFold, cross_val_score

X, y = [], []
for i in range(30, len(load)):
    X.append(load[i - 30:i])
    y.append(load[i])
folds = «KFold»(5, shuffle=True, random_state=1)
print(cross_val_score(model, np.array(X), np.array(y), cv=folds))
`,
      good: `import numpy as np
from sklearn.model_selection import TimeSeriesSplit, cross_val_score

X, y = [], []
for i in range(30, len(load)):
    X.append(load[i - 30:i])
    y.append(load[i])
folds = TimeSeriesSplit(5)
print(cross_val_score(model, np.array(X), np.array(y), cv=folds))
`,
    },
    {
      title: "Indexed by a date",
      path: "train.py",
      bad: `import pandas as pd
from sklearn.model_selection import train_test_split

power = pd.read_csv("power.csv", parse_dates=["date"]).set_index("date")
train, test = «train_test_split»(power, test_size=0.3, random_state=1)
`,
      good: `import pandas as pd

power = pd.read_csv("power.csv", parse_dates=["date"]).set_index("date").sort_index()
train, test = power[:"2024-12"], power["2025-01":]
`,
    },
  ],
  prefilter: /train_test_split|KFold|ShuffleSplit/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const split of randomSplits(file)) {
      const evidence = timeEvidence(file, split.rows);
      if (!evidence || !isFirst(file, split)) continue;
      yield {
        at: split.call.name,
        ...(file.language === "notebook" && { variant: "notebook" }),
        message: `\`${split.call.method}\` parts rows at random that are ${evidence.says}: the model is asked about moments between those it learned from, and production asks about the ones after. Cut by time: \`${split.call.method === "train_test_split" ? "shuffle=False" : "TimeSeriesSplit"}\`.`,
        confidence: "likely",
        related: [{ at: { start: evidence.at.start, end: evidence.at.end }, message: "ordered in time here" }],
        fixes: fixesFor(file, split),
      };
    }
  },
});

const splitsHere = (file: PythonFile): readonly RandomSplit[] => [...randomSplits(file)];

/** Folds that part several tables are told of once. */
function isFirst(file: PythonFile, { call, rows }: RandomSplit): boolean {
  const first = file.collect(splitsHere).find((one) => one.call.start === call.start && timeEvidence(file, one.rows) !== undefined);
  return first === undefined || first.rows[0] === rows[0];
}

/** Only `train_test_split` keeps its meaning without shuffling; stratifying asks for it. */
function fixesFor(file: PythonFile, { call, shuffle }: RandomSplit): Fix[] {
  if (call.method !== "train_test_split" || call.argument("stratify")) return [];
  const edit = shuffle ? { at: { start: shuffle.start, end: shuffle.end }, text: "False" } : file.addArgument(call.node, "shuffle=False");
  return shuffle && shuffle.kind !== "Const" ? [] : [{ title: "Pass shuffle=False", safe: false, edits: [edit] }];
}
