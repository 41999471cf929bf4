/** Small services that fit again while answering, each with the fixed twin; `«…»` marks what must be said. */

export interface Program {
  readonly title: string;
  readonly path?: string;
  readonly wrong: string;
  /** Replacements that make the twin: from, to. */
  readonly mend: readonly (readonly [string, string])[];
  readonly files?: Readonly<Record<string, string>>;
}

const load = (name: string) => `joblib.load("${name}.joblib")`;

export const mistakes: readonly Program[] = [
  {
    title: "Flask: the loaded scaler is fitted on the form",
    wrong: `import joblib
from flask import Flask, request
app = Flask(__name__)
scaler, model = ${load("scaler")}, ${load("model")}

@app.route("/score", methods=["POST"])
def score():
    row = [[float(v) for v in request.form.values()]]
    return str(model.predict(scaler.«fit_transform»(row, None))[0])
`,
    mend: [["fit_transform(row, None)", "transform(row)"]],
  },
  {
    title: "FastAPI: router with a prefix, encoder made in the handler",
    wrong: `import pandas as pd
from fastapi import APIRouter
from joblib import load
from sklearn.preprocessing import OneHotEncoder
router = APIRouter(prefix="/v2")
booster = load("booster.joblib")

@router.post("/risk")
async def risk(body: dict):
    enc = OneHotEncoder(sparse_output=False)
    x = enc.«fit_transform»(pd.DataFrame([body]))
    return {"risk": booster.predict_proba(x)[0, 1].item()}
`,
    mend: [["enc = OneHotEncoder(sparse_output=False)", 'enc = load("encoder.joblib")'], ["fit_transform", "transform"]],
  },
  {
    title: "Helper two imports away",
    path: "api/main.py",
    wrong: `from flask import Flask, jsonify, request
from api.service import answer
app = Flask(__name__)

@app.post("/predict")
def predict():
    return jsonify(answer(request.get_json()))
`,
    mend: [],
    files: {
      "api/__init__.py": "",
      "api/service.py": `from .features import build
from . import store

def answer(body):
    return store.model.predict(build([body["x"]])).tolist()
`,
      "api/store.py": `import pickle
with open("model.pkl", "rb") as handle:
    model = pickle.load(handle)
`,
      "api/features.py": `from sklearn.impute import SimpleImputer

def build(rows):
    return SimpleImputer().«fit_transform»(rows)
`,
    },
  },
  {
    title: "Streamlit: button handler refits the module's scaler",
    path: "app.py",
    wrong: `import streamlit as st
import joblib
from sklearn.preprocessing import MinMaxScaler
model = ${load("model")}
scaler = MinMaxScaler()
age = st.number_input("Age")
if st.button("Predict"):
    st.write(model.predict(scaler.«fit_transform»([[age]])))
`,
    mend: [["scaler = MinMaxScaler()", `scaler = ${load("scaler")}`], ["fit_transform", "transform"]],
  },
  {
    title: "Gradio: function handed to an interface",
    wrong: `import gradio as gr
import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
clf = ${load("clf")}

def classify(text):
    vec = TfidfVectorizer()
    return clf.predict(vec.«fit_transform»([text]))[0]

gr.Interface(fn=classify, inputs="text", outputs="label").launch()
`,
    mend: [["vec = TfidfVectorizer()", `vec = ${load("vec")}`], ["fit_transform", "transform"]],
  },
  {
    title: "Lambda handler with a tokenizer that learns each text",
    wrong: `import json
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.text import Tokenizer
net = load_model("mood.keras")

def lambda_handler(event, context):
    text = json.loads(event["body"])["text"]
    words = Tokenizer(num_words=5000)
    words.«fit_on_texts»([text])
    return {"mood": float(net.predict(words.texts_to_sequences([text]))[0])}
`,
    mend: [["words = Tokenizer(num_words=5000)", 'words = pickle.load(open("words.pkl", "rb"))'], ["    words.fit_on_texts([text])\n", ""], ["import json", "import json\nimport pickle"]],
  },
  {
    title: "Service class: helper shared by training and predicting",
    wrong: `import joblib
from sklearn.preprocessing import RobustScaler

class Pricing:
    def __init__(self):
        self.model = ${load("price")}
        self.scaler = RobustScaler()

    def _ready(self, frame):
        return self.scaler.«fit_transform»(frame.dropna())

    def train(self, frame, y):
        self.model.fit(self._ready(frame), y)
        joblib.dump(self.model, "price.joblib")

    def predict(self, frame):
        return self.model.predict(self._ready(frame))
`,
    mend: [["self.scaler = RobustScaler()", `self.scaler = ${load("scaler")}`], ["fit_transform", "transform"]],
  },
  {
    title: "Kafka consumer loop",
    wrong: `import json
import joblib
from kafka import KafkaConsumer
from sklearn.preprocessing import StandardScaler
consumer = KafkaConsumer("events")
model = ${load("model")}
for message in consumer:
    row = json.loads(message.value)["x"]
    print(model.predict(StandardScaler().«fit_transform»([row])))
`,
    mend: [["StandardScaler().fit_transform", `${load("scaler")}.transform`]],
  },
  {
    title: "Django view through urls.py",
    path: "shop/views.py",
    wrong: `import pickle
from django.http import JsonResponse
from sklearn.preprocessing import LabelEncoder
model = pickle.load(open("m.pkl", "rb"))

def estimate(request):
    codes = LabelEncoder().«fit_transform»([request.GET["kind"]])
    return JsonResponse({"value": model.predict([codes])[0]})
`,
    files: { "shop/urls.py": 'from django.urls import path\nfrom . import views\nurlpatterns = [path("estimate/", views.estimate)]\n' },
    mend: [["LabelEncoder().fit_transform", 'pickle.load(open("codes.pkl", "rb")).transform']],
  },
  {
    title: "Flask-RESTful resource with an injected preprocessor",
    wrong: `import joblib
from flask import request
from flask_restful import Resource
from sklearn.decomposition import PCA
model = ${load("model")}
reducer = PCA(n_components=2)

class Score(Resource):
    def post(self):
        x = request.get_json()["x"]
        reducer.«fit»(x)
        return model.predict(reducer.transform(x)).tolist()
`,
    mend: [["reducer = PCA(n_components=2)", `reducer = ${load("reducer")}`], ["        reducer.fit(x)\n", ""]],
  },
  {
    title: "Airflow task scores a batch with a fresh scaler",
    path: "dags/score.py",
    wrong: `import joblib
import pandas as pd
from airflow.decorators import task
from sklearn.preprocessing import StandardScaler

@task
def score(day: str):
    frame = pd.read_parquet(f"s3://rows/{day}")
    model = ${load("model")}
    frame["p"] = model.predict(StandardScaler().«fit_transform»(frame))
    frame.to_parquet(f"s3://scores/{day}")
`,
    mend: [["StandardScaler().fit_transform", `${load("scaler")}.transform`]],
  },
  {
    title: "Batch script under a main guard",
    path: "jobs/nightly.py",
    wrong: `import joblib
import pandas as pd
from sklearn.preprocessing import PowerTransformer

def main():
    model = ${load("model")}
    rows = pd.read_csv("today.csv")
    power = PowerTransformer()
    rows["score"] = model.predict(power.«fit_transform»(rows))
    rows.to_csv("scores.csv")

if __name__ == "__main__":
    main()
`,
    mend: [["power = PowerTransformer()", `power = ${load("power")}`], ["fit_transform", "transform"]],
  },
  {
    title: "Lazily fitted on the first request",
    wrong: `import joblib
from flask import Flask, request
from sklearn.preprocessing import StandardScaler
app = Flask(__name__)
model = ${load("model")}
scaler = None

@app.route("/predict")
def predict():
    global scaler
    rows = request.get_json()
    if scaler is None:
        scaler = StandardScaler()
        scaler.«fit»(rows)
    return str(model.predict(scaler.transform(rows)))
`,
    mend: [["        scaler = StandardScaler()\n        scaler.fit(rows)\n", `        scaler = ${load("scaler")}\n`]],
  },
  {
    title: "Flag that is true by default where the route calls",
    wrong: `import joblib
from fastapi import FastAPI
from sklearn.preprocessing import StandardScaler
app = FastAPI()
model = ${load("model")}
scaler = StandardScaler()

def prepare(rows, training=True):
    if training:
        return scaler.«fit_transform»(rows)
    return scaler.transform(rows)

@app.post("/predict")
def predict(rows: list[list[float]]):
    return model.predict(prepare(rows)).tolist()
`,
    mend: [["model.predict(prepare(rows))", "model.predict(prepare(rows, training=False))"]],
  },
  {
    title: "aiohttp handler registered by hand",
    wrong: `from aiohttp import web
import joblib
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder, StandardScaler
model = ${load("model")}

async def handle(request):
    prep = ColumnTransformer([("n", StandardScaler(), [0]), ("c", OneHotEncoder(), [1])])
    return web.json_response(model.predict(prep.«fit_transform»(await request.json())).tolist())

app = web.Application()
app.router.add_post("/predict", handle)
`,
    mend: [['prep = ColumnTransformer([("n", StandardScaler(), [0]), ("c", OneHotEncoder(), [1])])', `prep = ${load("prep")}`], ["fit_transform", "transform"]],
  },
  {
    title: "Artefact dict, alias and walrus",
    wrong: `import pickle as pkl
from flask import Flask as F, request
app = F(__name__)
bundle = pkl.load(open("bundle.pkl", "rb"))

@app.post("/predict")
def predict():
    sc = bundle["scaler"]
    return str(bundle["model"].predict(sc.«fit_transform»(request.json)))
`,
    mend: [["fit_transform", "transform"]],
  },
  {
    title: "FastAPI state filled at start-up",
    wrong: `from contextlib import asynccontextmanager
import joblib
from fastapi import FastAPI, Request

@asynccontextmanager
async def lifespan(app):
    app.state.scaler = ${load("scaler")}
    app.state.model = ${load("model")}
    yield

app = FastAPI(lifespan=lifespan)

@app.post("/predict")
def predict(request: Request, body: dict):
    rows = request.app.state.scaler.«fit_transform»([body["x"]])
    return request.app.state.model.predict(rows).tolist()
`,
    mend: [["fit_transform", "transform"]],
  },
  {
    title: "Depends hands the fitted object over",
    wrong: `import joblib
from fastapi import Depends, FastAPI
app = FastAPI()

def scaler():
    return ${load("scaler")}

def model():
    return ${load("model")}

@app.post("/predict")
def predict(body: dict, sc=Depends(scaler), m=Depends(model)):
    return m.predict(sc.«fit_transform»([body["x"]])).tolist()
`,
    mend: [["fit_transform", "transform"]],
  },
  {
    title: "Keras normalisation adapts to the request",
    wrong: `import tensorflow as tf
from flask import Flask, request
app = Flask(__name__)
model = tf.keras.models.load_model("m.keras")
normal = tf.keras.layers.Normalization()

@app.post("/predict")
def predict():
    rows = request.get_json()
    normal.«adapt»(rows)
    return str(model.predict(normal(rows)))
`,
    mend: [["    normal.adapt(rows)\n", ""]],
  },
  {
    title: "Module-level scaler fitted at start, fitted again in the handler",
    wrong: `import joblib
import pandas as pd
from flask import Flask, request
from sklearn.preprocessing import StandardScaler
app = Flask(__name__)
model = ${load("model")}
scaler = StandardScaler()
scaler.fit(pd.read_csv("train.csv"))

@app.route("/predict", methods=["POST"])
def predict():
    return str(model.predict(scaler.«fit_transform»([request.json["x"]])))
`,
    mend: [["fit_transform", "transform"]],
  },
  {
    title: "BentoML service and a worker thread",
    wrong: `import bentoml
from concurrent.futures import ThreadPoolExecutor
from sklearn.preprocessing import QuantileTransformer
pool = ThreadPoolExecutor()

@bentoml.service
class Churn:
    def __init__(self):
        self.model = bentoml.sklearn.load_model("churn:latest")

    def _features(self, rows):
        return QuantileTransformer().«fit_transform»(rows)

    @bentoml.api
    def churn(self, rows: list) -> list:
        return self.model.predict(pool.submit(self._features, rows).result())
`,
    mend: [["QuantileTransformer().fit_transform", "self.quantiles.transform"]],
  },
  {
    title: "Model loaded and then fitted to each answer",
    wrong: `import joblib
from flask import Flask, request
app = Flask(__name__)
model = ${load("model")}

@app.post("/predict")
def predict():
    rows = request.get_json()["rows"]
    model.«partial_fit»(rows, request.get_json()["seen"])
    return str(model.predict(rows))
`,
    mend: [['    model.partial_fit(rows, request.get_json()["seen"])\n', ""]],
  },
  {
    title: "A scaler out of sight, fitted by the scikit-learn idiom",
    wrong: `from flask import Flask, request
from artefacts import model, scaler
app = Flask(__name__)

@app.post("/predict")
def predict():
    return str(model.predict(scaler.«fit_transform»(request.json)))
`,
    mend: [["fit_transform", "transform"]],
  },
];
