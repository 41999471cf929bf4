/** Small services that make one mistake each, with the mended twin; a line ends in `# <- rule` for each finding expected on it. */

export interface Service {
  readonly title: string;
  readonly wrong: string;
  /** Replacements that make the twin: from, to. */
  readonly mend: readonly (readonly [string, string])[];
}

export const scoredRules = ["refit-at-inference", "data-dependent-transform", "hard-coded-scaling", "model-load-per-request", "naive-datetime"].map((name) => `python/${name}`);

const flask = `import joblib
import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
model = joblib.load("model.joblib")
`;
const fast = `import joblib
import numpy as np
import pandas as pd
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Ask(BaseModel):
    age: float
    rooms: float


`;

export const services: readonly Service[] = [
  {
    title: "scaled by the largest value of the request",
    wrong: `${flask}
@app.post("/score")
def score():
    rows = pd.DataFrame(request.get_json()["rows"])
    rows["age"] = rows["age"] / rows["age"].max() # <- data-dependent-transform
    return jsonify(model.predict(rows).tolist())
`,
    mend: [[`rows["age"].max() # <- data-dependent-transform`, `limits["age"]`], [`joblib.load("model.joblib")`, `joblib.load("model.joblib")\nlimits = joblib.load("limits.joblib")`]],
  },
  {
    title: "gaps filled with the mean of the batch",
    wrong: `${flask}
@app.post("/batch")
def batch():
    rows = pd.DataFrame(request.get_json())
    rows = rows.fillna(rows.mean()) # <- data-dependent-transform
    return jsonify(model.predict(rows).tolist())
`,
    mend: [["rows.mean()) # <- data-dependent-transform", "means)"], [`joblib.load("model.joblib")`, `joblib.load("model.joblib")\nmeans = joblib.load("means.joblib")`]],
  },
  {
    title: "a scaler fitted on the one row",
    wrong: `${fast}model = joblib.load("model.joblib")
scaler = joblib.load("scaler.joblib")


@app.post("/price")
def price(ask: Ask):
    row = scaler.fit_transform([[ask.age, ask.rooms]]) # <- refit-at-inference
    return {"price": float(model.predict(row)[0])}
`,
    mend: [["fit_transform([[ask.age, ask.rooms]]) # <- refit-at-inference", "transform([[ask.age, ask.rooms]])"]],
  },
  {
    title: "an encoder made and fitted in a helper",
    wrong: `${fast}from sklearn.preprocessing import LabelEncoder

model = joblib.load("model.joblib")


def encode(frame):
    frame["city"] = LabelEncoder().fit_transform(frame["city"]) # <- refit-at-inference
    return frame


@app.post("/price")
def price(ask: Ask):
    return {"price": float(model.predict(encode(pd.DataFrame([ask.model_dump()])))[0])}
`,
    mend: [["LabelEncoder().fit_transform(frame[\"city\"]) # <- refit-at-inference", "encoder.transform(frame[\"city\"])"], ["model = joblib.load", "encoder = joblib.load(\"encoder.joblib\")\nmodel = joblib.load"]],
  },
  {
    title: "training statistics typed into the service",
    wrong: `${fast}model = joblib.load("model.joblib")


@app.post("/price")
def price(ask: Ask):
    age = (ask.age - 41.7) / 12.3 # <- hard-coded-scaling
    return {"price": float(model.predict([[age, ask.rooms]])[0])}
`,
    mend: [["age = (ask.age - 41.7) / 12.3 # <- hard-coded-scaling", "age, _ = scaler.transform([[ask.age, ask.rooms]])[0]"], ["model = joblib.load", "scaler = joblib.load(\"scaler.joblib\")\nmodel = joblib.load"]],
  },
  {
    title: "range typed into the argument",
    wrong: `${flask}
@app.get("/risk")
def risk():
    age = float(request.args["age"])
    return jsonify(model.predict([[(age - 18) / (93 - 18)]]).tolist()) # <- hard-coded-scaling
`,
    mend: [["[[(age - 18) / (93 - 18)]]).tolist()) # <- hard-coded-scaling", "scaler.transform([[age]])).tolist())"], [`joblib.load("model.joblib")`, `joblib.load("model.joblib")\nscaler = joblib.load("scaler.joblib")`]],
  },
  {
    title: "the model read for each request",
    wrong: `import pickle
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.post("/score")
def score():
    with open("model.pkl", "rb") as file:
        model = pickle.load(file) # <- model-load-per-request
    return jsonify(model.predict(request.get_json()["rows"]).tolist())
`,
    mend: [["@app.post(\"/score\")\ndef score():\n    with open(\"model.pkl\", \"rb\") as file:\n        model = pickle.load(file) # <- model-load-per-request\n", "with open(\"model.pkl\", \"rb\") as file:\n    model = pickle.load(file)\n\n\n@app.post(\"/score\")\ndef score():\n"]],
  },
  {
    title: "the network read in a helper of the handler",
    wrong: `${fast}from tensorflow.keras.models import load_model


def network():
    return load_model("net.keras") # <- model-load-per-request


@app.post("/price")
def price(ask: Ask):
    return {"price": float(network().predict(np.array([[ask.age, ask.rooms]]))[0][0])}
`,
    mend: [["def network():\n    return load_model(\"net.keras\") # <- model-load-per-request", "NETWORK = load_model(\"net.keras\")\n\n\ndef network():\n    return NETWORK"]],
  },
  {
    title: "a record of a prediction without a zone",
    wrong: `${flask}from datetime import datetime


@app.post("/score")
def score():
    answer = model.predict(request.get_json()["rows"]).tolist()
    record = {"answer": answer, "at": datetime.now().isoformat()} # <- naive-datetime
    return jsonify(record)
`,
    mend: [["from datetime import datetime", "from datetime import datetime, timezone"], ["datetime.now().isoformat()} # <- naive-datetime", "datetime.now(timezone.utc).isoformat()}"]],
  },
  {
    title: "an hour of the day as a feature",
    wrong: `${fast}from datetime import datetime

model = joblib.load("model.joblib")


@app.post("/price")
def price(ask: Ask):
    hour = datetime.utcnow().hour # <- naive-datetime
    return {"price": float(model.predict([[ask.age, ask.rooms, hour]])[0])}
`,
    mend: [["from datetime import datetime", "from datetime import datetime, timezone"], ["datetime.utcnow().hour # <- naive-datetime", "datetime.now(timezone.utc).hour"]],
  },
  {
    title: "a Streamlit page that fits when the button is pressed",
    wrong: `import joblib
import pandas as pd
import streamlit as st
from sklearn.preprocessing import StandardScaler


@st.cache_resource
def model():
    return joblib.load("model.joblib")


age = st.number_input("age")
if st.button("Predict"):
    row = pd.DataFrame([{"age": age}])
    row = StandardScaler().fit_transform(row) # <- refit-at-inference
    st.write(model().predict(row))
`,
    mend: [["StandardScaler().fit_transform(row) # <- refit-at-inference", "scaler().transform(row)"], ["age = st.number_input", "@st.cache_resource\ndef scaler():\n    return joblib.load(\"scaler.joblib\")\n\n\nage = st.number_input"], ["from sklearn.preprocessing import StandardScaler\n", ""]],
  },
  {
    title: "a batch scorer that standardises by its own day",
    wrong: `import joblib
import pandas as pd

model = joblib.load("model.joblib")


def score_day(path):
    rows = pd.read_csv(path)
    rows["amount"] = (rows["amount"] - rows["amount"].mean()) / rows["amount"].std() # <- data-dependent-transform
    rows["risk"] = model.predict(rows[["amount"]])
    rows.to_csv("scored.csv", index=False)


if __name__ == "__main__":
    score_day("today.csv")
`,
    mend: [["(rows[\"amount\"] - rows[\"amount\"].mean()) / rows[\"amount\"].std() # <- data-dependent-transform", "(rows[\"amount\"] - means[\"amount\"]) / spreads[\"amount\"]"], ["model = joblib.load(\"model.joblib\")", "model = joblib.load(\"model.joblib\")\nmeans, spreads = joblib.load(\"statistics.joblib\")"]],
  },
];

/** The twin, with each replacement made. */
export function mended({ wrong, mend }: Service): string {
  return mend.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not there: ${from}`);
    return text.replace(from, to);
  }, wrong);
}

/** Lines and rules that the text says are expected. */
export function expectedIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) => [...line.matchAll(/# <- ([a-z-]+)/g)].map(([, rule]) => `${index + 1} python/${rule ?? ""}`));
}
