/** The same feature logic stands in training and in serving code instead of in one function that both import. */
import { projectRule, type Project, type ProjectFinding, type Related, type Anchor } from "../api.ts";
import { type Twin, twinsOf } from "./parity/twins.ts";

export default projectRule({
  id: "project/duplicated-transform",
  title: "Features made twice, once for training and once for serving",
  severity: { default: "warning", same: "info" },
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `Two copies of one transformation agree on the day they are written. The next fix goes into one of them: training drops what serving fills,
one counts in UTC and the other in local time. Nothing fails; the model is asked about features that it was never taught.`,
  remedy: `Put the steps into one module that training and serving import, or into the \`Pipeline\` that is saved with the model.`,
  silent: `When both sides import the function, when fewer than two telling steps agree, in tests, tutorials and examples. Copies that are still equal are information,
copies that differ a warning.`,
  references: ["https://developers.google.com/machine-learning/guides/rules-of-ml#training-serving_skew", "https://scikit-learn.org/stable/modules/compose.html"],
  examples: [
    {
      title: "The copies have come apart",
      path: "app.py",
      files: {
        "train.py": `import joblib
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression


def add_features(frame):
    frame["spend_log"] = np.log1p(frame["spend"])
    frame["age"] = frame["age"].fillna(frame["age"].median())
    frame["weekday"] = pd.to_datetime(frame["seen"], utc=True).dt.weekday
    return frame


rows = add_features(pd.read_csv("rows.csv"))
model = LogisticRegression().fit(rows[["spend_log", "age", "weekday"]], rows["churned"])
joblib.dump(model, "churn.joblib")
`,
        "features.py": `import numpy as np


def add_features(frame):
    frame["spend_log"] = np.log1p(frame["spend"])
    return frame
`,
      },
      bad: `import joblib
import numpy as np
import pandas as pd
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("churn.joblib")


def «add_features»(df):
    df["spend_log"] = np.log1p(df["spend"])
    df["age"] = df["age"].fillna(0)
    df["weekday"] = pd.to_datetime(df["seen"], utc=True).dt.weekday
    return df


@app.post("/churn")
def churn(body: dict):
    return float(model.predict_proba(add_features(pd.DataFrame([body])))[0, 1])
`,
      good: `import joblib
import pandas as pd
from fastapi import FastAPI

from features import add_features

app = FastAPI()
model = joblib.load("churn.joblib")


@app.post("/churn")
def churn(body: dict):
    return float(model.predict_proba(add_features(pd.DataFrame([body])))[0, 1])
`,
    },
  ],
  *check(project, context) {
    for (const twin of twinsOf(project, context)) yield findingOf(project, twin);
  },
});

function findingOf(project: Project, twin: Twin): ProjectFinding {
  const { serve, train, difference } = twin;
  const name = serve.recipe.function === "" || serve.recipe.function.includes("<") ? "This code" : `\`${serve.recipe.function}\``;
  const where = `\`${train.path}\`${train.recipe.function === "" ? "" : ` (\`${train.recipe.function}\`)`}`;
  const isInHandler = serve.recipe.function !== train.recipe.function && (serve.recipe.function === "" || train.recipe.function === "");
  const steps = twin.shared === 1 ? "step" : `${twin.shared} steps`;
  return {
    path: serve.path,
    at: isInHandler ? (sharedStep(twin) ?? serve.recipe.at) : serve.recipe.at,
    ...(!difference && { variant: "same" }),
    confidence: "likely",
    message: difference
      ? `${name} repeats ${steps} by which ${where} makes features for training, and the copies differ${shown(twin)}: the model gets other features in production than it learned from. Import one function on both sides.`
      : `${name} repeats the ${steps} by which ${where} makes features for training: the next fix to one copy makes production features differ from those the model learned from. Import one function on both sides.`,
    related: storyOf(project, twin),
  };
}

function sharedStep({ serve, train }: Twin): Anchor | undefined {
  return serve.recipe.steps.find((step) => step.column !== undefined && train.recipe.steps.some(({ hash }) => hash === step.hash))?.at;
}

function shown({ difference }: Twin): string {
  const [here, there] = [difference?.serve?.text, difference?.train?.text].map((text) => text?.replace(/`/g, "'"));
  if (here !== undefined && there !== undefined && here !== there) return ` (\`${here}\` here, \`${there}\` there)`;
  if (here !== undefined && !difference?.train) return ` (only here: \`${here}\`)`;
  return there !== undefined && !difference?.serve ? ` (only there: \`${there}\`)` : "";
}

function storyOf(project: Project, { serve, train, difference }: Twin): Related<Anchor>[] {
  const story: Related<Anchor>[] = [{ path: train.path, at: train.recipe.function === "" ? (train.recipe.steps[0]?.at ?? train.recipe.at) : train.recipe.at, message: "the copy that training uses" }];
  if (difference?.train) story.push({ path: train.path, at: difference.train.at, message: "training does this" });
  if (difference?.serve) story.push({ path: serve.path, at: difference.serve.at, message: "serving does this" });
  const [entry] = project.graph.servePath(serve.path, serve.recipe.function);
  if (entry && entry.label !== serve.recipe.function) story.push({ path: entry.path, at: entry.at, message: `reached from ${entry.label}` });
  return story;
}
