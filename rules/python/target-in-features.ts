/** The column to be predicted, or one computed from later rows, is among the columns a model learns from. */
import { type Fix, pythonRule, type PyCall, type PyExpr, type PyNode, type PythonFile } from "../api.ts";
import { type Column, type Columns, columnOf, columnsOf, droppedList, holds } from "./knowledge/columns.ts";
import { functionAround } from "./knowledge/code.ts";
import { estimatorKind, transformerName } from "./knowledge/estimators.ts";
import { mentions } from "./knowledge/mentions.ts";
import { callsBelow } from "./knowledge/time-order.ts";

export default pythonRule({
  id: "python/target-in-features",
  title: "Target among the features",
  severity: "error",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `A model that is given its answer learns to read it out: the score is nearly perfect and nothing else was learned. In production the column is
empty, because it is what nobody knows yet, and the answers are worthless or the request fails.`,
  remedy: `Drop the target, and every column made from later rows, from the features: \`X = df.drop(columns=["target"])\`.`,
  silent: `When the columns cannot be followed from the table to \`fit\`; when the target is another column's future (\`shift(-1)\`) and only the present one
is a feature; when a \`ColumnTransformer\` or the like chooses columns in the file; for models of the project's own making; in tests.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#data-leakage", "https://developers.google.com/machine-learning/crash-course/overfitting/data-characteristics"],
  examples: [
    {
      title: "Only the identifier was dropped",
      path: "train.py",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier

clients = pd.read_csv("clients.csv")
X = «clients.drop(columns=["id"])»
y = clients["left"]
model = RandomForestClassifier(random_state=1).fit(X, y)
`,
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier

clients = pd.read_csv("clients.csv")
X = clients.drop(columns=["id", "left"])
y = clients["left"]
model = RandomForestClassifier(random_state=1).fit(X, y)
`,
    },
    {
      title: "In a list, through a split",
      path: "train.py",
      bad: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
columns = «["rooms", "area", "price"]»
X_train, X_test, y_train, y_test = train_test_split(flats[columns], flats["price"], random_state=1)
model = Ridge()
model.fit(X_train, y_train)
`,
      good: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
columns = ["rooms", "area"]
X_train, X_test, y_train, y_test = train_test_split(flats[columns], flats["price"], random_state=1)
model = Ridge()
model.fit(X_train, y_train)
`,
    },
    {
      title: "Tomorrow's price helps to tell whether it rises",
      path: "train.py",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression

days = pd.read_csv("days.csv")
days["tomorrow"] = days["close"].shift(-1)
days["rises"] = (days["tomorrow"] > days["close"]).astype(int)
X = «days.drop(columns=["rises"])»
model = LogisticRegression().fit(X, days["rises"])
`,
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression

days = pd.read_csv("days.csv")
days["tomorrow"] = days["close"].shift(-1)
days["rises"] = (days["tomorrow"] > days["close"]).astype(int)
X = days.drop(columns=["rises", "tomorrow"])
model = LogisticRegression().fit(X, days["rises"])
`,
    },
  ],
  prefilter: /\bfit\b|cross_val/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    if (choosesColumns(file)) return;
    for (const { call, columns, column, leak } of leaksHere(file)) {
      if (file.collect(leaksHere).find((one) => one.columns.choice.start === columns.choice.start)?.call.node !== call.node) continue; // said of the first that learns from it
      yield {
        at: { start: columns.choice.start, end: columns.choice.end },
        message: leak.isFuture
          ? `\`${leak.column}\`, made by \`shift\` from later rows, is among the features that \`${call.method}\` learns to predict \`${column.name}\` from: nobody knows it when the model is asked, so the score cannot be kept. Drop it from the features.`
          : `\`${leak.column}\` is the target and stays among the features that \`${call.method}\` learns from: the score is that of reading the answer, and production has no answer to read. Drop it from the features.`,
        confidence: "likely",
        related: [{ at: call.name, message: "learns from it here" }],
        fixes: fixesFor(file, columns, leak.column),
      };
    }
  },
});

const choosesColumns = mentions(/ColumnTransformer|make_column|DataFrameMapper|FeatureUnion|ColumnSelector|featuretools|RFormula/);

interface Learning {
  readonly call: PyCall;
  readonly columns: Columns;
  readonly column: Column;
  readonly leak: { readonly column: string; readonly isFuture: boolean };
}

function leaksHere(file: PythonFile): readonly Learning[] {
  return file.here.calls().flatMap((call) => {
    const [rows, target] = learnsFrom(file, call);
    const column = rows && target && columnOf(file, target);
    const columns = column && columnsOf(file, rows);
    const leak = columns && columns.table === column.table ? leakIn(file, columns, column) : undefined;
    return columns && leak && !isRemovedInPlace(file, call, leak.column) ? [{ call, columns, column, leak }] : [];
  });
}

/** Features and target of a call that fits a predictor of a known library, or of one that cannot be seen. */
function learnsFrom(file: PythonFile, call: PyCall): readonly [PyExpr | undefined, PyExpr | undefined] {
  if (/^sklearn\.model_selection\.(?:\w+\.)?(?:cross_val_score|cross_validate|cross_val_predict)$/.test(call.callee ?? "")) return [call.argument("X", 1), call.argument("y", 2)];
  if (call.method !== "fit" || !call.receiver) return [undefined, undefined];
  const value = call.receiverValue();
  const of = value.kind === "call" || value.kind === "instance" ? value.of : undefined;
  const kind = of === undefined ? undefined : estimatorKind(of);
  if (of !== undefined ? kind !== "predictor" : transformerName.test(file.slice(call.receiver))) return [undefined, undefined];
  return [call.argument("X", 0), call.argument("y", 1)];
}

function leakIn(file: PythonFile, columns: Columns, { name }: Column): { readonly column: string; readonly isFuture: boolean } | undefined {
  if (holds(columns, name)) return { column: name, isFuture: false };
  // all columns of a table hold this one only when the table is the one written to
  const later = file.collect(writesFromLater).find(({ into, column }) => column !== name && into.start < columns.choice.start && holds(columns, column) && columnsOf(file, into)?.table === columns.table);
  return later && { column: later.column, isFuture: true };
}

/** A column that is made from later rows. One of a kind for each text it was found in. */
class LaterColumn {
  constructor(readonly into: PyExpr, readonly column: string) {}
}

function writesFromLater(file: PythonFile): readonly LaterColumn[] {
  return file.here.nodes("Assign").flatMap(({ targets: [target], value }) => (target?.kind === "Subscript" && target.value.kind === "Name" && target.index.kind === "Str" && isFromLater(file, value) ? [new LaterColumn(target.value, target.index.value)] : []));
}

/** `df["a"].shift(-1)`, of nothing else. */
function isFromLater(file: PythonFile, node: PyExpr): boolean {
  return callsBelow(file, node).some((call) => {
    const by = call.method === "shift" ? file.valueOf(call.argument("periods", 0) ?? node) : undefined;
    return by?.kind === "number" && by.value < 0;
  });
}

const anyColumn = "*";

/** `del X["price"]`, `X.pop("price")`, `X.drop("price", inplace=True)` in the same function. */
function isRemovedInPlace(file: PythonFile, near: PyCall, column: string): boolean {
  const home = functionAround(file, near.node);
  const says = (text: string) => text === anyColumn || text.includes(`"${column}"`) || text.includes(`'${column}'`);
  if (!home) return file.collect(removedLoose).some(says);
  return removals(file, (node) => functionAround(file, node) === home).some(says);
}

const removedLoose = (file: PythonFile): readonly string[] => removals(file, (node) => functionAround(file, node) === undefined);

/** What says which columns go; a `drop` in place may mean any. */
function removals(file: PythonFile, isMeant: (node: PyNode) => boolean): readonly string[] {
  const deleted = file.here.nodes("Delete").filter(isMeant).map((one) => file.slice(one));
  const taken = file.here.calls().filter((call) => (call.method === "pop" || call.method === "drop" && call.argument("inplace") !== undefined) && isMeant(call.node));
  return [...deleted, ...taken.map((call) => (call.method === "drop" ? anyColumn : file.slice(call.node.argsAt)))];
}

function fixesFor(file: PythonFile, { choice, only }: Columns, column: string): Fix[] {
  const title = `Drop ${column} from the features`;
  const text = JSON.stringify(column);
  if (choice.kind === "List" && only) {
    const index = choice.elements.findIndex((one) => one.kind === "Str" && one.value === column);
    const [one, before, after] = [choice.elements[index], choice.elements[index - 1], choice.elements[index + 1]];
    if (!one) return [];
    const at = before ? { start: before.end, end: one.end } : { start: one.start, end: after?.start ?? one.end };
    return [{ title, safe: false, edits: [{ at, text: "" }] }];
  }
  if (choice.kind === "Name") return [{ title, safe: false, edits: [{ at: { start: choice.end, end: choice.end }, text: `.drop(columns=[${text}])` }] }];
  const list = choice.kind === "Call" ? droppedList(file, choice) : undefined;
  if (list?.kind === "Str") return [{ title, safe: false, edits: [{ at: { start: list.start, end: list.end }, text: `[${file.slice(list)}, ${text}]` }] }];
  const last = list?.kind === "List" ? list.elements[list.elements.length - 1] : undefined;
  return last ? [{ title, safe: false, edits: [{ at: { start: last.end, end: last.end }, text: `, ${text}` }] }] : [];
}
