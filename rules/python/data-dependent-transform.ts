/** On the way to a prediction, features are made from what the rows of the request have in common: they depend on who else is in it. */
import { type Anchor, type PredictionWay, type Project, projectRule, type ProjectFinding, type Related } from "../api.ts";
import type { ActFact, FunctionFact } from "../facts/python.ts";
import { foreignPredictions, savesOnTheWay } from "./knowledge/refits.ts";

export default projectRule({
  id: "python/data-dependent-transform",
  title: "Features made from the request's own statistics",
  severity: "warning",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `The largest value, the mean or the list of categories of a request is not that of the training rows. One row alone scales to 1 or to nothing, its
gaps stay gaps, its only category becomes code 0 or the one dummy column; in a batch, the answer for one customer depends on the others. Nothing fails.`,
  remedy: `Take the numbers and categories from training: fit a \`MinMaxScaler\`, \`SimpleImputer\` or \`OneHotEncoder\`, save it with the model (best as one
\`Pipeline\`), and call \`transform\`. Dummies at least need \`reindex(columns=…)\` to the columns of training.`,
  silent: `For statistics over the columns of one row (\`axis=1\`), arrays whose rows cannot be told from columns (images, sound), results that reach no
model, what comes out of a prediction, dummies that are brought to fixed columns, rows stacked on training rows first, functions that train or save,
models fitted on the same way, literals, and in tests. See \`python/refit-at-inference\` for transformers.`,
  references: ["https://developers.google.com/machine-learning/guides/rules-of-ml#training-serving_skew", "https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing"],
  examples: [
    {
      title: "Scaled by the largest value of the request",
      path: "api.py",
      bad: `import joblib
import pandas as pd
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("limit.joblib")


@app.post("/v1/limits")
def limits(rows: list[dict]):
    frame = pd.DataFrame(rows)
    frame["income"] = «frame["income"] / frame["income"].max()»
    return model.predict(frame).tolist()
`,
      good: `import joblib
import pandas as pd
from fastapi import FastAPI

app = FastAPI()
pipeline = joblib.load("limit.joblib")


@app.post("/v1/limits")
def limits(rows: list[dict]):
    frame = pd.DataFrame(rows)
    return pipeline.predict(frame).tolist()
`,
    },
    {
      title: "Dummies of one row, made by a helper",
      path: "service/api.py",
      bad: `import joblib
import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
model = joblib.load("churn.joblib")


def features(body):
    frame = pd.DataFrame([body])
    return pd.«get_dummies»(frame)


@app.post("/v1/churn")
def churn():
    return jsonify(model.predict(features(request.get_json())).tolist())
`,
      good: `import joblib
import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
model = joblib.load("churn.joblib")
columns = joblib.load("churn-columns.joblib")


def features(body):
    frame = pd.DataFrame([body])
    return pd.get_dummies(frame).reindex(columns=columns, fill_value=0)


@app.post("/v1/churn")
def churn():
    return jsonify(model.predict(features(request.get_json())).tolist())
`,
    },
    {
      title: "Gaps filled with the mean of the batch",
      path: "score.py",
      bad: `import joblib
import pandas as pd

model = joblib.load("price.joblib")


def predict(rows: pd.DataFrame):
    rows = rows.«fillna»(rows.mean())
    return model.predict(rows)
`,
      good: `import joblib
import pandas as pd

model = joblib.load("price.joblib")
usual = joblib.load("price-means.joblib")


def predict(rows: pd.DataFrame):
    rows = rows.fillna(usual)
    return model.predict(rows)
`,
    },
  ],
  *check(project, context) {
    for (const [path, facts] of project.python()) {
      const reducing = facts.functions.filter(({ acts, isCached }) => !isCached && acts?.some(({ does }) => does === "reduce"));
      if (reducing.length === 0 || context.for(path).isTest || project.graph.role(path) === "test") continue;
      for (const one of reducing) yield* findingsIn(project, path, one);
    }
  },
});

function* findingsIn(project: Project, path: string, one: FunctionFact): Iterable<ProjectFinding> {
  const ways = project.graph.predictionWays(path, one.name).filter((way) => !savesOnTheWay(way) && !way.through.some(({ facts }) => facts.isCached));
  for (const act of (one.acts ?? []).filter(({ does }) => does === "reduce")) {
    const way = ways.find((candidate) => project.graph.mayRun(act.guards, candidate) && isOfRequest(act, candidate) && isForModel(project, candidate));
    if (way) yield findingOf(path, act, way);
  }
}

/** Rows read from a file are a batch where batches are scored, else training rows at hand. */
function isOfRequest({ data }: ActFact, { how }: PredictionWay): boolean {
  if (data?.from === "input") return true;
  if (data?.from === "file") return how === "batch" || how === "task";
  return data?.from === "unknown" && (how === "route" || how === "handler" || how === "consumer");
}

/** Something loaded predicts on the way, and nothing on it is trained. */
function isForModel(project: Project, way: PredictionWay): boolean {
  const { foreign } = foreignPredictions(project, way);
  return foreign.some(({ place, act }) => {
    const objects = project.graph.objects(place.path, place.name, act.on);
    return objects.length > 0 && objects.some(({ kind }) => kind !== "made");
  });
}

const consequences: Readonly<Record<string, string>> = {
  get_dummies: "only the categories that happen to be in the request become columns",
  factorize: "codes are handed out by order of appearance in the request",
  "cat.codes": "codes are handed out by the categories of the request alone",
  qcut: "the borders are those of the request, not of training",
  cut: "the borders are those of the request, not of training",
};

function findingOf(path: string, act: ActFact, way: PredictionWay): ProjectFinding {
  const [entry, ...calls] = way.steps;
  const label = entry?.label ?? "serving code";
  const what = consequences[act.name] ?? "the model gets features on another scale than it learned, and one row's depend on the others";
  const related: Related<Anchor>[] = entry && !(entry.path === path && entry.at === act.at) ? [{ path: entry.path, at: entry.at, message: `reached from ${label}` }] : [];
  for (const { path: file, at, label: called } of calls) related.push({ path: file, at, message: `which calls ${called}` });
  return {
    path, at: act.at, confidence: "likely", related,
    message: `\`${act.name}\` is worked out from the rows at hand (reached from \`${label}\`): ${what}. Save what training saw with the model and apply that.`,
  };
}
