/** Programs that look like a refit at inference and are none: each must stay silent, for the reason its title gives. */

export const intended: readonly { readonly title: string; readonly path?: string; readonly text: string; readonly files?: Readonly<Record<string, string>> }[] = [
  { title: "retrain endpoint", text: `import joblib
from flask import Flask, request
app = Flask(__name__)
scaler, model = joblib.load("s.joblib"), joblib.load("m.joblib")
@app.post("/retrain")
def retrain():
    rows = request.get_json()
    model.fit(scaler.fit_transform(rows["x"]), rows["y"])
    return str(model.predict(rows["x"]))
` },
  { title: "what is fitted is saved", text: `import joblib
from flask import Flask, request
from sklearn.preprocessing import StandardScaler
app = Flask(__name__)
@app.post("/upload")
def upload():
    scaler = StandardScaler()
    rows = scaler.fit_transform(request.get_json())
    joblib.dump(scaler, "scaler.joblib")
    return str(joblib.load("m.joblib").predict(rows))
` },
  { title: "stateless transformers", text: `import joblib
from fastapi import FastAPI
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import FunctionTransformer, Normalizer
app = FastAPI()
model = joblib.load("m.joblib")
@app.post("/predict")
def predict(texts: list[str]):
    x = Normalizer().fit_transform(HashingVectorizer(n_features=64).fit_transform(texts))
    return model.predict(FunctionTransformer().fit_transform(x)).tolist()
` },
  { title: "a pipeline of stateless steps", text: `import joblib
from fastapi import FastAPI
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer
app = FastAPI()
model = joblib.load("m.joblib")
@app.post("/predict")
def predict(texts: list[str]):
    return model.predict(make_pipeline(HashingVectorizer(), Normalizer()).fit_transform(texts)).tolist()
` },
  { title: "cached resource", path: "app.py", text: `import joblib
import pandas as pd
import streamlit as st
from sklearn.preprocessing import StandardScaler
model = joblib.load("m.joblib")
@st.cache_resource
def scaler():
    return StandardScaler().fit(pd.read_csv("train.csv"))
st.write(model.predict(scaler().transform([[st.number_input("x")]])))
` },
  { title: "app.py that trains at start-up", path: "app.py", text: `import pandas as pd
from flask import Flask, request
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
frame = pd.read_csv("rows.csv")
scaler = StandardScaler()
model = LogisticRegression().fit(scaler.fit_transform(frame[["a"]]), frame["y"])
app = Flask(__name__)
@app.post("/predict")
def predict():
    return str(model.predict(scaler.transform([request.json["a"]])))
` },
  { title: "fitted during start-up hooks", text: `import joblib
import pandas as pd
from fastapi import FastAPI
from sklearn.preprocessing import StandardScaler
app = FastAPI()
scaler = StandardScaler()
model = joblib.load("m.joblib")
@app.on_event("startup")
def prepare():
    scaler.fit(pd.read_csv("train.csv"))
@app.post("/predict")
def predict(rows: list):
    return model.predict(scaler.transform(rows)).tolist()
` },
  { title: "the route passes training=False", text: `import joblib
from fastapi import FastAPI
from sklearn.preprocessing import StandardScaler
app = FastAPI()
model = joblib.load("m.joblib")
scaler = StandardScaler()
def prepare(rows, training):
    return scaler.fit_transform(rows) if training else scaler.transform(rows)
def train(rows, y):
    model.fit(prepare(rows, True), y)
@app.post("/predict")
def predict(rows: list):
    return model.predict(prepare(rows, training=False)).tolist()
` },
  { title: "a mode by name", text: `import joblib
from flask import Flask, request
from sklearn.preprocessing import StandardScaler
app = Flask(__name__)
model = joblib.load("m.joblib")
scaler = StandardScaler()
def prepare(rows, mode):
    if mode == "train":
        return scaler.fit_transform(rows)
    return scaler.transform(rows)
@app.post("/predict")
def predict():
    return str(model.predict(prepare(request.json, mode="serve")))
` },
  { title: "the object is handed in: if dv is None fit, else transform", text: `import pickle
from flask import Flask, request
from sklearn.feature_extraction import DictVectorizer
app = Flask(__name__)
with open("both.bin", "rb") as handle:
    dv, model = pickle.load(handle)
def features(rows, dv=None):
    if dv is None:
        dv = DictVectorizer()
        return dv.fit_transform(rows), dv
    return dv.transform(rows), dv
@app.post("/predict")
def predict():
    x, _ = features([request.get_json()], dv)
    return str(model.predict(x))
` },
  { title: "lazy load that falls back to nothing", text: `import joblib
from flask import Flask, request
app = Flask(__name__)
scaler = None
def get_scaler():
    global scaler
    if scaler is None:
        scaler = joblib.load("s.joblib")
    return scaler
@app.post("/predict")
def predict():
    return str(joblib.load("m.joblib").predict(get_scaler().transform(request.json)))
` },
  { title: "load, or train once and save", text: `import os
import joblib
from flask import Flask, request
from sklearn.linear_model import Ridge
import pandas as pd
app = Flask(__name__)
def get_model():
    if not os.path.exists("m.joblib"):
        frame = pd.read_csv("train.csv")
        model = Ridge()
        model.fit(frame[["a"]], frame["y"])
        joblib.dump(model, "m.joblib")
    return joblib.load("m.joblib")
@app.post("/predict")
def predict():
    return str(get_model().predict(request.json))
` },
  { title: "text similarity: the vectoriser feeds no model", text: `from flask import Flask, request
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity
app = Flask(__name__)
@app.post("/match")
def match():
    vectors = TfidfVectorizer().fit_transform([request.form["cv"], request.form["job"]])
    return str(cosine_similarity(vectors[0], vectors[1])[0, 0])
` },
  { title: "clustering as the answer", text: `from fastapi import FastAPI
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
app = FastAPI()
@app.post("/segments")
def segments(rows: list):
    return KMeans(3).fit_predict(StandardScaler().fit_transform(rows)).tolist()
` },
  { title: "a model fitted in the same run gets its own features", text: `from flask import Flask, request
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler
app = Flask(__name__)
@app.post("/trend")
def trend():
    points = request.get_json()
    scaler = StandardScaler()
    line = LinearRegression()
    line.fit(scaler.fit_transform(points["t"]), points["v"])
    return str(line.predict(scaler.transform(points["next"])))
` },
  { title: "a forecast of one series", text: `from fastapi import FastAPI
from prophet import Prophet
import pandas as pd
app = FastAPI()
@app.post("/forecast")
def forecast(rows: list[dict]):
    m = Prophet()
    m.fit(pd.DataFrame(rows))
    return m.predict(m.make_future_dataframe(7)).to_dict()
` },
  { title: "categories written in the code", text: `import joblib
from flask import Flask, request
from sklearn.preprocessing import LabelEncoder
app = Flask(__name__)
model = joblib.load("m.joblib")
KINDS = ["car", "van", "truck"]
@app.post("/predict")
def predict():
    codes = LabelEncoder()
    codes.fit(KINDS)
    return str(model.predict([codes.transform([request.json["kind"]])]))
` },
  { title: "a training playground", path: "app.py", text: `import pandas as pd
import streamlit as st
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
frame = pd.read_csv("iris.csv")
X_train, X_test, y_train, y_test = train_test_split(frame.drop(columns="y"), frame["y"], random_state=1)
scaler = StandardScaler()
clf = SVC(C=st.slider("C", 0.1, 10.0))
clf.fit(scaler.fit_transform(X_train), y_train)
st.write(accuracy_score(y_test, clf.predict(scaler.transform(X_test))))
` },
  { title: "train button beside a predict button", path: "app.py", text: `import joblib
import streamlit as st
from sklearn.preprocessing import StandardScaler
if st.button("Train the scaler"):
    scaler = StandardScaler()
    scaler.fit(st.session_state.rows)
    st.session_state.scaler = scaler
if st.button("Predict"):
    st.write(joblib.load("m.joblib").predict(st.session_state.scaler.transform(st.session_state.rows)))
` },
  { title: "load_model is a variable, fit is a tailor", text: `from flask import Flask, request
app = Flask(__name__)
load_model = "T"
class Tailor:
    def fit(self, body):
        return body
@app.post("/predict")
def predict():
    return str(Tailor().fit(request.json)) + load_model
` },
  { title: "scipy distributions and curve fits", text: `import joblib
from flask import Flask, request
from scipy import stats
from scipy.optimize import curve_fit
app = Flask(__name__)
model = joblib.load("m.joblib")
@app.post("/predict")
def predict():
    mean, spread = stats.norm.fit(request.json)
    return str(model.predict([[mean, spread]]))
` },
  { title: "training script with a function called predict", path: "train.py", text: `import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
def fit(frame):
    scaler, model = StandardScaler(), Ridge()
    model.fit(scaler.fit_transform(frame[["a"]]), frame["y"])
    joblib.dump((scaler, model), "both.joblib")
def predict(rows):
    scaler, model = joblib.load("both.joblib")
    return model.predict(scaler.transform(rows))
if __name__ == "__main__":
    fit(pd.read_csv("rows.csv"))
` },
  { title: "tests fit what they like", path: "tests/test_service.py", text: `import joblib
from sklearn.preprocessing import StandardScaler
def predict(rows):
    return joblib.load("m.joblib").predict(StandardScaler().fit_transform(rows))
def test_predict():
    assert predict([[1.0]]) is not None
` },
  { title: "an object nobody can see", text: `from flask import Flask, request
from vendor.runtime import engine, outfit
app = Flask(__name__)
@app.post("/predict")
def predict():
    outfit.fit(request.json)
    return str(engine.predict(request.json))
` },
  { title: "a custom estimator that fits inside its own fit", path: "estimator.py", text: `from sklearn.base import BaseEstimator
from sklearn.preprocessing import StandardScaler
class Scaled(BaseEstimator):
    def __init__(self, inner):
        self.inner = inner
    def fit(self, X, y):
        self.scaler_ = StandardScaler().fit(X)
        self.inner.fit(self.scaler_.transform(X), y)
        return self
    def predict(self, X):
        return self.inner.predict(self.scaler_.transform(X))
` },
];
