/** A transformer or model is fitted again while answering: the features no longer mean what the model learned. */
import { type Fix, type Anchor, projectRule, type ProjectFinding, type Related } from "../api.ts";
import { isFittedBefore, type Refit, refitsIn, trainingFit } from "./knowledge/refits.ts";

export default projectRule({
  id: "python/refit-at-inference",
  title: "Fitted again at inference",
  severity: "error",
  principle: "parity",
  checklist: ["shared-transforms"],
  since: "0.1.0",
  why: `A scaler, encoder or imputer carries the statistics of the training rows; the model only understands features made with them.
Fitted again on a request, it uses the statistics of that request instead: one row scales to zeros, a batch depends on who else is in it.
Nothing fails, offline scores stay good, and production is quietly wrong.`,
  remedy: `Fit once in training, save the fitted object beside the model (best as one \`Pipeline\`), load it at start-up and call \`transform\`.`,
  silent: `When the route, function or condition says that it trains (\`/retrain\`, \`if training:\`), or the fitted object is saved afterwards;
for transformers that keep no statistics (\`Normalizer\`, \`HashingVectorizer\`, \`FunctionTransformer\`); under \`lru_cache\` or \`st.cache_resource\`;
when the values are literals, when the transformer feeds a model fitted in the same run, or no model at all (clustering, text similarity, forecasts of one series);
in tests. Where the origin of an object is out of sight, nothing is said.`,
  references: ["https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing", "https://developers.google.com/machine-learning/guides/rules-of-ml#training-serving_skew"],
  examples: [
    {
      title: "A loaded scaler is fitted on the request",
      bad: `import joblib
from flask import Flask, jsonify, request

app = Flask(__name__)
scaler = joblib.load("scaler.joblib")
model = joblib.load("model.joblib")


@app.route("/predict", methods=["POST"])
def predict():
    rows = scaler.«fit_transform»([request.get_json()["features"]])
    return jsonify(model.predict(rows).tolist())
`,
      good: `import joblib
from flask import Flask, jsonify, request

app = Flask(__name__)
scaler = joblib.load("scaler.joblib")
model = joblib.load("model.joblib")


@app.route("/predict", methods=["POST"])
def predict():
    rows = scaler.transform([request.get_json()["features"]])
    return jsonify(model.predict(rows).tolist())
`,
    },
    {
      title: "A fresh scaler, two calls away from the route",
      path: "service/api.py",
      files: {
        "service/features.py": `from sklearn.preprocessing import StandardScaler


def scale(frame):
    return StandardScaler().transform(frame)
`,
      },
      bad: `import pandas as pd
from fastapi import FastAPI
from joblib import load
from sklearn.preprocessing import StandardScaler

app = FastAPI()
model = load("churn.joblib")


def prepare(body):
    frame = pd.DataFrame([body])
    return StandardScaler().«fit_transform»(frame)


@app.post("/v1/churn")
def churn(body: dict):
    return {"churn": float(model.predict_proba(prepare(body))[0, 1])}
`,
      good: `import pandas as pd
from fastapi import FastAPI
from joblib import load

app = FastAPI()
model = load("churn.joblib")
scaler = load("churn-scaler.joblib")


def prepare(body):
    frame = pd.DataFrame([body])
    return scaler.transform(frame)


@app.post("/v1/churn")
def churn(body: dict):
    return {"churn": float(model.predict_proba(prepare(body))[0, 1])}
`,
    },
    {
      title: "One helper for training and predicting",
      bad: `from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler


class PriceModel:
    def __init__(self):
        self.scaler = StandardScaler()
        self.model = Ridge()

    def _scale(self, rows):
        return self.scaler.«fit_transform»(rows)

    def fit(self, rows, prices):
        self.model.fit(self._scale(rows), prices)

    def predict(self, rows):
        return self.model.predict(self._scale(rows))
`,
      good: `from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler


class PriceModel:
    def __init__(self):
        self.scaler = StandardScaler()
        self.model = Ridge()

    def _scale(self, rows, fit=False):
        return self.scaler.fit_transform(rows) if fit else self.scaler.transform(rows)

    def fit(self, rows, prices):
        self.model.fit(self._scale(rows, fit=True), prices)

    def predict(self, rows):
        return self.model.predict(self._scale(rows))
`,
    },
    {
      title: "A Streamlit script refits on freshly downloaded prices",
      path: "app.py",
      bad: `import streamlit as st
import yfinance as yf
from keras.models import load_model
from sklearn.preprocessing import MinMaxScaler

model = load_model("prices.keras")
prices = yf.download(st.text_input("Ticker", "ACME"))[["Close"]]
scaler = MinMaxScaler()
window = scaler.«fit_transform»(prices.tail(60))
st.write(scaler.inverse_transform(model.predict(window.reshape(1, 60, 1))))
`,
      good: `import joblib
import streamlit as st
import yfinance as yf
from keras.models import load_model

model = load_model("prices.keras")
scaler = joblib.load("prices-scaler.joblib")
prices = yf.download(st.text_input("Ticker", "ACME"))[["Close"]]
window = scaler.transform(prices.tail(60))
st.write(scaler.inverse_transform(model.predict(window.reshape(1, 60, 1))))
`,
    },
  ],
  *check(project, context) {
    for (const [path, facts] of project.python()) {
      if (context.for(path).isTest || project.graph.role(path) === "test") continue;
      for (const one of facts.functions) for (const refit of refitsIn(project, { path, name: one.name, facts: one })) yield findingOf(refit, project);
    }
  },
});

type Facts = Parameters<typeof trainingFit>[0];

function findingOf(refit: Refit, project: Facts): ProjectFinding {
  const { place, act } = refit;
  return {
    path: place.path,
    at: act.at,
    message: messageOf(refit),
    confidence: refit.isSure ? "certain" : "likely",
    related: storyOf(refit, project),
    fixes: fixesOf(refit, project),
  };
}

const moments: Readonly<Record<Refit["way"]["how"], string>> = {
  route: "on the request", handler: "on the request", rerun: "on every rerun", consumer: "on the message", predict: "at inference",
  batch: "on the batch it scores", task: "on the batch it scores", command: "at inference", startup: "at start-up",
};

function messageOf({ name, act, way, variant }: Refit): string {
  const moment = moments[way.how];
  const reached = `\`${act.name}\`, reached from \`${way.steps[0]?.label ?? "serving code"}\``;
  if (variant === "loaded") return `\`${name}\` is loaded fitted and then fitted again ${moment} (${reached}): live features stop matching what the model was trained on. ${act.name === "fit_transform" ? "Call `transform`." : "Use it as loaded; train offline."}`;
  if (variant === "model") return `\`${name}\` is trained again ${moment} (${reached}): answers depend on which data came last, and no version can be named or rolled back. Train offline, save the model and only load it here.`;
  if (act.data?.from === "file") return `\`${name}\` is fitted again ${moment} (${reached}) from a file that stands in for the training rows: whatever differs changes what the features mean to the loaded model. Save the fitted \`${name}\` in training, load it and call \`transform\`.`;
  return `\`${name}\` is fitted again ${moment} (${reached}): live features stop matching what the model was trained on. Load the fitted \`${name}\` and call \`transform\`.`;
}

function storyOf(refit: Refit, project: Facts): Related<Anchor>[] {
  const [entry, ...calls] = refit.way.steps;
  const story: Related<Anchor>[] = [];
  if (entry && !(entry.path === refit.place.path && entry.at === refit.act.at)) story.push({ path: entry.path, at: entry.at, message: `reached from ${entry.label}` });
  for (const { path, at, label } of calls) story.push({ path, at, message: `which calls ${label}` });
  const { object } = refit;
  if (object?.at !== undefined) story.push({ path: object.path, at: object.at, message: object.kind === "artefact" ? "loaded here, already fitted" : "made here" });
  const trained = trainingFit(project, refit);
  if (trained) story.push({ path: trained.place.path, at: trained.act.at, message: "fitted for training here" });
  return story;
}

function fixesOf(refit: Refit, project: Facts): Fix<Anchor>[] {
  const { act, variant } = refit;
  const isMeant = variant === "loaded" || (variant === "transformer" && isFittedBefore(project, refit));
  if (!isMeant || act.name !== "fit_transform") return [];
  const edits = [{ at: act.at, text: "transform" }, ...(act.second === undefined ? [] : [{ at: act.second, text: "" }])];
  return [{ title: "Call transform with the fitted object", safe: false, edits }];
}
