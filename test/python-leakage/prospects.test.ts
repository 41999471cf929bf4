/** Statements that are not run, because nothing could be told of them, would have told nothing; and what is little and still tells is run. */
import { expect, it } from "vitest";
import type { PythonKnowledge } from "../../server/languages/python/file.ts";
import { RowCode } from "../../server/languages/python/provenance/code.ts";
import { groupsOf, hasCode } from "../../server/languages/python/provenance/groups.ts";
import { judged } from "../../server/languages/python/provenance/judge.ts";
import { Machine } from "../../server/languages/python/provenance/machine.ts";
import { mayTell } from "../../server/languages/python/provenance/prospects.ts";
import { allRules } from "../harness.ts";
import { python } from "../python/open.ts";
import { cases } from "../python-parity/projects.ts";
import { chosen, harmless } from "./choices.ts";
import { clean } from "./clean.ts";
import { contested, uncontested } from "./contests.ts";
import { common, leaky } from "./leaky.ts";

/** By whether they are run, what groups of statements that share names would tell. */
function tellings(text: string): { readonly run: number; readonly missed: number } {
  const known = (python(text) as unknown as { readonly ready: PythonKnowledge }).ready;
  const told = groupsOf(known.ledger.pieces.filter(hasCode)).map((pieces) => {
    const machine = new Machine(new RowCode(known, pieces));
    machine.run();
    const { stories, handovers } = judged([machine]);
    return { isRun: mayTell(known, pieces), tells: stories.length + handovers.handed.length + handovers.received.length };
  });
  const count = (isRun: boolean) => told.filter((one) => one.isRun === isRun).reduce((sum, { tells }) => sum + tells, 0);
  return { run: count(true), missed: count(false) };
}

const programs = [
  ...[...leaky, ...clean, ...contested, ...uncontested, ...chosen, ...harmless].map(([, program]) => common + program),
  ...allRules.flatMap(({ examples }) => examples.flatMap(({ bad, good }) => [bad.replaceAll(/[«»]/g, ""), good])),
  ...Object.values(cases).flatMap((each) => each.flatMap(([, files]) => Object.values(files))),
];

it("misses nothing that a program of the tests or of a rule's page tells", () => {
  const all = programs.map((text) => ({ text, ...tellings(text) }));
  expect(all.filter(({ missed }) => missed > 0)).toEqual([]);
  expect(all.reduce((sum, { run }) => sum + run, 0)).toBeGreaterThan(100);
});

it.each([
  ["a statistic in what a function gives back", 'def centred(rows):\n    rows["a"] = rows["a"] - rows["a"].mean()\n    return rows\n'],
  ["a statistic under another name", 'from numpy import mean as middle\n\ndef centred(rows):\n    rows["a"] = rows["a"] - middle(rows["a"])\n    return rows\n'],
  ["a package that is not imported", 'def centred(rows):\n    rows["a"] = rows["a"] - np.percentile(rows["a"], 50)\n    return rows\n'],
  ["a statistic that is named", 'def centred(rows):\n    rows["a"] = rows["a"] - rows["a"].agg("mean")\n    return rows\n'],
  ["a statistic of groups", 'def centred(rows):\n    rows["a"] = rows.groupby("b")["a"].transform("mean")\n    return rows\n'],
  ["rows that are written", 'from source import rows_of\nrows = rows_of()\nrows["a"] = rows["a"].fillna(rows["a"].median())\nrows.to_csv("a.csv")\n'],
  ["rows that are handed on to training", 'from source import rows_of, start_train\nrows = rows_of()\nrows["a"] = rows["a"].fillna(rows["a"].median())\nstart_train(rows)\n'],
  ["rows that the index of others leaves out", "from source import rows_of\nrows = rows_of()\nsome = rows.sample(frac=0.8)\nothers = rows.drop(some.index)\n"],
  ["rows whose names say what they are for", "from source import rows_of\nrows = rows_of()\ntrain = rows[:100]\ntest = rows[100:]\n"],
  ["rows whose names say what they are for, in an object", "from source import rows_of\nclass Parts:\n    def __init__(self):\n        rows = rows_of()\n        self.train = rows[:100]\n        self.test = rows[100:]\n    def both(self):\n        return self.train\n"],
  ["rows whose paths say what they are for", 'import pandas as pd\nfrom source import load_rows\nboth = pd.concat([load_rows("a/train.csv"), load_rows("a/test.csv")])\nmore = both.sample(frac=2, replace=True)\nmore.to_csv("more.csv")\n'],
  ["rows taken apart", "from sklearn.model_selection import train_test_split as halves\nfrom source import rows_of\none, other = halves(rows_of())\n"],
])("runs %s", (_, text) => {
  expect(tellings(text)).toEqual({ run: expect.any(Number) as number, missed: 0 });
  expect(tellings(text).run).toBeGreaterThan(0);
});
