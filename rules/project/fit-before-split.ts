/** Rows are scaled or filled by all of them in one file and split into training and test rows in another. */
import { projectRule, type HandoverFact, type Project, type ProjectFinding, type ReceiptFact } from "../api.ts";
import { areOneProject } from "./parity/sides.ts";

export default projectRule({
  id: "project/fit-before-split",
  title: "Fitted in one file, split in another",
  severity: "warning",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `A preparing script, notebook or helper scales the rows by statistics of all of them; the file that trains then splits what it was given. The test
rows have shaped their own features, so the score answers another question than production asks. Each file looks right alone.`,
  remedy: `Hand on raw rows, split first, and fit the transformer on the training part (best inside a \`Pipeline\`).`,
  silent: `When the path or the function cannot be followed, when the helper is given only the training part or takes apart what it was given itself, when fitting stands under a condition,
for encoders that only list categories, in tests. One file alone is \`python/fit-before-split\`.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#data-leakage"],
  examples: [
    {
      title: "A file between the two",
      path: "prepare.py",
      files: {
        "train.py": `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

rows = pd.read_csv("data/clean.csv")
train, test = train_test_split(rows, random_state=1)
model = Ridge().fit(train[["area", "rooms"]], train["price"])
print(model.score(test[["area", "rooms"]], test["price"]))
`,
      },
      bad: `import pandas as pd

houses = pd.read_csv("data/raw.csv")
houses["area"] = houses["area"].fillna(houses["area"].«mean»())
houses.to_csv("data/clean.csv", index=False)
`,
      good: `import pandas as pd

houses = pd.read_csv("data/raw.csv")
houses = houses.drop_duplicates()
houses.to_csv("data/clean.csv", index=False)
`,
    },
    {
      title: "A helper that fits on all it is given",
      path: "features.py",
      files: {
        "train.py": `from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from features import prepare
from store import load_visits

rows, labels = load_visits()
X = prepare(rows)
X_train, X_test, y_train, y_test = train_test_split(X, labels, random_state=1)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`,
      },
      bad: `from sklearn.preprocessing import StandardScaler


def prepare(rows):
    scaler = StandardScaler()
    return scaler.«fit_transform»(rows)
`,
      good: `from sklearn.preprocessing import StandardScaler


def prepare(rows, scaler: StandardScaler):
    return scaler.transform(rows)
`,
    },
  ],
  *check(project, context) {
    const receipts = [...project.python()].flatMap(([path, { parity }]) => (context.for(path).isTest ? [] : (parity?.receipts ?? []).map((receipt): Receipt => ({ path, receipt }))));
    if (receipts.length === 0) return;
    for (const [path, { parity }] of project.python()) {
      if (context.for(path).isTest) continue;
      for (const handover of parity?.handovers ?? []) {
        const receiver = receipts.find((one) => one.path !== path && isHandedTo(project, path, handover, one));
        if (receiver) yield findingOf(project, path, handover, receiver);
      }
    }
  },
});

interface Receipt { readonly path: string; readonly receipt: ReceiptFact }

function isHandedTo(project: Project, path: string, { to }: HandoverFact, { path: receiver, receipt: { from } }: Receipt): boolean {
  if ("path" in to) return "path" in from && isSameFile(project.graph.pathFrom(path, to.path), project.graph.pathFrom(receiver, from.path)) && areOneProject(project, path, receiver);
  if (!("function" in from)) return false;
  return project.graph.callers(path, to.function).some((caller) => caller.path === receiver && caller.call.to === from.function);
}

/** The last two parts of the paths agree, as far as both are known. */
function isSameFile(written: string, read: string): boolean {
  const [a, b] = [written, read].map((path) => path.split("/").filter((part) => part !== "." && part !== ".." && part !== "").reverse());
  const [folder, other] = [a?.[1] ?? "*", b?.[1] ?? "*"];
  return a?.[0] === b?.[0] && !a?.[0]?.includes("*") && (folder.includes("*") || other.includes("*") || folder === other);
}

function findingOf(project: Project, path: string, { name, at, learns, to }: HandoverFact, { path: receiver, receipt }: Receipt): ProjectFinding {
  const way = "path" in to ? `through \`${project.graph.pathFrom(path, to.path).replace(/^.*\//, "")}\`` : `through \`${to.function}\``;
  const deed = learns === "statistic" ? "is taken over all rows" : "learns from all rows";
  return {
    path, at, confidence: "likely",
    message: `\`${name}\` ${deed}, and \`${receiver}\` sets test rows apart only later (${way}, \`${receipt.by}\`): the score promises more than production will keep. Split first and fit on the training part.`,
    related: [{ path: receiver, at: receipt.at, message: "comes in here" }, { path: receiver, at: receipt.split, message: `taken apart only here (${receipt.by})` }],
  };
}
