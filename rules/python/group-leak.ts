/** Several rows of one person, device or account are parted at random: the test part knows its subjects from training. */
import { pythonRule, type PyCall, type PyExpr, type PyName, type PythonFile, type Span } from "../api.ts";
import { originsOf, textsOf, writesInto } from "./knowledge/origins.ts";
import { mentions } from "./knowledge/mentions.ts";
import { mappedBack, mergedBack } from "./knowledge/merged-back.ts";
import { randomSplits } from "./knowledge/random-splits.ts";
import { callsBelow, timeEvidence } from "./knowledge/time-order.ts";

export default pythonRule({
  id: "python/group-leak",
  title: "Groups split across training and test",
  severity: { default: "warning", notebook: "info" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `When one customer, patient or machine has several rows, a random split puts some of them on each side. The model recognises the customer instead
of learning what customers have in common, and the score is about people it knows; production sends new ones.`,
  remedy: "Split by the group: `GroupShuffleSplit`, `GroupKFold` or `StratifiedGroupKFold` with `groups=`, or split the ids and select rows by them.",
  silent: `Without proof that a group has several rows which stay rows (a column made by \`groupby(id)\` with \`transform\`, \`shift\`, a rolling or running
statistic, or counts per id joined back); when ids are what is split; when a group-aware splitter is used in the file; for time series, which
\`python/shuffled-time-series\` reports; in tests.`,
  references: ["https://scikit-learn.org/stable/modules/cross_validation.html#cross-validation-iterators-for-grouped-data"],
  examples: [
    {
      title: "A column per patient over many visits",
      path: "train.py",
      bad: `import pandas as pd
from sklearn.model_selection import train_test_split

visits = pd.read_csv("visits.csv")
visits["usual"] = visits.groupby("patient_id")["pressure"].transform("mean")
X_train, X_test, y_train, y_test = «train_test_split»(visits[["usual", "pressure"]], visits["ill"], random_state=2)
`,
      good: `import pandas as pd
from sklearn.model_selection import GroupShuffleSplit

visits = pd.read_csv("visits.csv")
visits["usual"] = visits.groupby("patient_id")["pressure"].transform("mean")
train, test = next(GroupShuffleSplit(1, random_state=2).split(visits, groups=visits["patient_id"]))
`,
    },
  ],
  prefilter: /groupby|value_counts/,
  silentInTests: true,
  judges: "statements",
  *check(file) {
    for (const { call, rows, group } of groupsTornApart(file)) {
      const first = file.collect(groupsTornApart).find((one) => one.call === call);
      if (first?.rows[0] !== rows[0] || knowsGroups(file)) continue;
      yield {
        at: call.name,
        ...(file.language === "notebook" && { variant: "notebook" }),
        message: `\`${call.method}\` parts rows at random although \`${group.id}\` has several of them: the test part knows its ${plural(group.id)} from training, production sends new ones. Split by the group: \`GroupShuffleSplit\` or \`GroupKFold\` with \`groups=\`.`,
        confidence: "likely",
        related: [{ at: { start: group.at.start, end: group.at.end }, message: `several rows per ${group.id}` }],
      };
    }
  },
});

const knowsGroups = mentions(/(?:Group(?:KFold|ShuffleSplit)|LeaveOneGroupOut|LeavePGroupsOut|PredefinedSplit)\(/);

function groupsTornApart(file: PythonFile): readonly { readonly call: PyCall; readonly rows: readonly PyExpr[]; readonly group: Group }[] {
  return Array.from(randomSplits(file)).flatMap(({ call, rows }) => {
    const group = groupOf(file, rows);
    return group && !call.argument("groups") && !timeEvidence(file, rows) ? [{ call, rows, group }] : [];
  });
}

interface Group { readonly id: string; readonly at: Span }

const entity = /^(?:user|customer|client|patient|subject|person|account|member|driver|speaker|session|household|student|employee|player|machine|engine|unit|device|vehicle|card|merchant|seller|visitor|participant|borrower|policy|msisdn|cc)_?(?:id|no|num|number|key|uuid|guid|nr)?$/;

/** Ids of those who have rows: `CustomerID`, `user_id`, `cc_num`. */
function isEntity(name: string | undefined): boolean {
  return name !== undefined && name.length < 60 && entity.test(name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().replace(/[\s-]+/g, "_"));
}

const keepsRows = /^(?:transform|shift|diff|pct_change|cumsum|cumcount|cummax|cummin|cumprod|rank|rolling|expanding|ewm|ffill|bfill)$/;

function groupOf(file: PythonFile, rows: readonly PyExpr[]): Group | undefined {
  for (const one of rows) {
    for (const node of originsOf(file, one)) {
      const merged = node.kind === "Call" ? mergedBack(file, file.call(node)) : undefined;
      const found = node.kind === "Name" ? ofName(file, node) : merged && isEntity(merged.key) ? { id: merged.key, at: merged.at } : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

/** `frame["usual"] = frame.groupby("patient_id")["pressure"].transform("mean")`. */
function ofName(file: PythonFile, name: PyName): Group | undefined {
  for (const { value } of writesInto(file, name)) {
    const calls = callsBelow(file, value);
    const mapped = calls.map((call) => mappedBack(file, call, name.id)).find((one) => one !== undefined);
    if (mapped && isEntity(mapped.key)) return { id: mapped.key, at: mapped.at };
    if (!calls.some(({ method }) => keepsRows.test(method))) continue;
    for (const call of calls) {
      const keys = call.method === "groupby" ? textsOf(file, call.argument("by", 0)) : undefined;
      if (keys?.length === 1 && isEntity(keys[0]) && keys[0] !== undefined) return { id: keys[0], at: call.name };
    }
  }
  return undefined;
}

function plural(id: string): string {
  const word = id.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().split(/[_\s-]/)[0] ?? "group";
  return word === "cc" ? "cards" : word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`;
}
