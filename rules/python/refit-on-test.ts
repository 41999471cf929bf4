/** Something fitted on the training rows is fitted again on the test rows: the score no longer speaks about production. */
import { type Anchor, type Fix, type Project, projectRule, type ProjectFinding } from "../api.ts";
import { findRefitsOnTest, type TestRefit } from "./knowledge/test-refits.ts";

export default projectRule({
  id: "python/refit-on-test",
  title: "Fitted again on the test rows",
  severity: "error",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Fitting the transformer again on the test rows scales, encodes or fills them by their own statistics. Train and test stop being
comparable, categories get other codes, and the score is computed on features production will never send: one live row has no statistics of its own.`,
  remedy: `Fit on the training rows only and call \`transform\` on everything else. A \`Pipeline\` cannot get this wrong.`,
  silent: `In loops over cross-validation folds; when train and test rows are put together on purpose for a last fit; for transformers that keep
no statistics; for clusterings and embeddings, whose fit is their answer; and when only a name like \`X_test\` hints at a split that the file does not show.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#data-leakage-during-pre-processing"],
  examples: [
    {
      title: "fit_transform on both sides",
      path: "train.py",
      bad: `from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=7)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.«fit_transform»(X_test)
`,
      good: `from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=7)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
`,
    },
    {
      title: "In a helper that is handed both parts",
      path: "prepare.py",
      bad: `from sklearn.impute import SimpleImputer


def fill(learn, check):
    imputer = SimpleImputer()
    return imputer.fit_transform(learn), imputer.«fit_transform»(check)


def main(frame):
    cut = int(len(frame) * 0.8)
    train, test = frame[:cut], frame[cut:]
    return fill(train, test)
`,
      good: `from sklearn.impute import SimpleImputer


def fill(learn, check):
    imputer = SimpleImputer()
    return imputer.fit_transform(learn), imputer.transform(check)


def main(frame):
    cut = int(len(frame) * 0.8)
    train, test = frame[:cut], frame[cut:]
    return fill(train, test)
`,
    },
  ],
  *check(project, context) {
    for (const [path, facts] of project.python()) {
      if (context.for(path).isTest || !facts.functions.some(({ acts }) => acts?.some(({ does }) => does === "fit"))) continue;
      for (const refit of findRefitsOnTest(project, path, facts)) yield findingOf(project, path, refit);
    }
  },
});

function findingOf(project: Project, path: string, refit: TestRefit): ProjectFinding {
  const { again, first, split } = refit;
  const who = again.act.receiver && /^[\w.]+$/.test(again.act.receiver) ? `${again.act.receiver}.${again.act.name}` : again.act.name;
  const cure = /transform|texts/.test(again.act.name) ? `Call \`${again.act.name === "fit_on_texts" ? "texts_to_sequences" : "transform"}\` here.` : "Keep the test rows for the score.";
  const cause = `\`${who}\` learns from the test rows, as it did from the training rows`;
  const place = split && { path: split.path, at: split.at, message: `split here (${split.by})` };
  return {
    path, at: again.act.at,
    message: refit.isModel
      ? `${cause}: the model has seen the rows it is judged by, so its score promises more than production will keep. ${cure}`
      : `${cause}: both sides are measured by different statistics, so the score says nothing about production, where \`transform\` is all there is. ${cure}`,
    confidence: refit.isSameObject ? "certain" : "likely",
    related: [{ path, at: first.act.at, message: "fitted on the training rows here" }, ...(place ? [place] : [])],
    fixes: fixesOf(refit),
  };
}

function fixesOf({ again, isMechanical }: TestRefit): Fix<Anchor>[] {
  if (!isMechanical || again.act.name !== "fit_transform") return [];
  const edits = [{ at: again.act.at, text: "transform" }, ...(again.act.second === undefined ? [] : [{ at: again.act.second, text: "" }])];
  return [{ title: "Call transform on the test rows", safe: true, edits }];
}
