/** Workspaces of several files: models read again for each request, and models that are kept; `# <- rule` ends each line that is told. */

import type { Workspace } from "./reached.ts";

export const workspaces: readonly Workspace[] = [
  {
    title: "refit through __init__ re-export", rules: ["refit-at-inference", "model-load-per-request", "train-mode-inference"],
    files: {
      "app/main.py": `import joblib
from fastapi import FastAPI
from app.features import prepare
app = FastAPI()
model = joblib.load("model.joblib")

@app.post("/predict")
def predict(body: dict):
    return {"p": model.predict(prepare([body["x"]])).tolist()}
`,
      "app/__init__.py": ``,
      "app/features/__init__.py": `from .scaling import prepare
__all__ = ["prepare"]
`,
      "app/features/scaling.py": `from sklearn.preprocessing import StandardScaler
def prepare(rows):
    return StandardScaler().fit_transform(rows)  # <- refit-at-inference
`,
    },
  },
  {
    title: "refit through alias re-export and module alias", rules: ["refit-at-inference", "model-load-per-request", "train-mode-inference"],
    files: {
      "svc/api.py": `import joblib
from flask import Flask, request
import svc.lib as L
app = Flask(__name__)
model = joblib.load("model.joblib")

@app.route("/predict", methods=["POST"])
def predict():
    return str(model.predict(L.make(request.json["rows"]))[0])
`,
      "svc/__init__.py": ``,
      "svc/lib/__init__.py": `from .impl import build_rows as make
`,
      "svc/lib/impl.py": `from sklearn import preprocessing as pp
def build_rows(rows):
    s = pp.MinMaxScaler()
    s.fit(rows)  # <- refit-at-inference
    return s.transform(rows)
`,
    },
  },
  {
    title: "model load per request through three files", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.service import answer
app = FastAPI()
@app.post("/predict")
def predict(body: dict):
    return answer(body)
`,
      "app/service.py": `from app.store import get_model
def answer(body):
    model = get_model()
    return {"p": float(model.predict([body["x"]])[0])}
`,
      "app/store.py": `from app.io import read
def get_model():
    return read("model.joblib")
`,
      "app/io.py": `import joblib
def read(path):
    return joblib.load(path)  # <- model-load-per-request
`,
    },
  },
  {
    title: "model load in __init__ constructed per request", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.model import ChurnModel
app = FastAPI()
@app.post("/predict")
def predict(body: dict):
    m = ChurnModel("model.pkl")
    return m.predict(body["x"])
`,
      "app/model.py": `import pickle
class ChurnModel:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.model = pickle.load(f)  # <- model-load-per-request
    def predict(self, x):
        return float(self.model.predict([x])[0])
`,
    },
  },
  {
    title: "model load in __init__ constructed at module level: silent", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.model import ChurnModel
app = FastAPI()
m = ChurnModel("model.pkl")
@app.post("/predict")
def predict(body: dict):
    return m.predict(body["x"])
`,
      "app/model.py": `import pickle
class ChurnModel:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.model = pickle.load(f)
    def predict(self, x):
        return float(self.model.predict([x])[0])
`,
    },
  },
  {
    title: "model class, method load called per request", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.model import ChurnModel
app = FastAPI()
m = ChurnModel("model.pkl")
@app.post("/predict")
def predict(body: dict):
    return m.predict(body["x"])
`,
      "app/model.py": `import joblib
class ChurnModel:
    def __init__(self, path):
        self.path = path
    def _load(self):
        return joblib.load(self.path)  # <- model-load-per-request
    def predict(self, x):
        model = self._load()
        return float(model.predict([x])[0])
`,
    },
  },
  {
    title: "base class in another file loads", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from flask import Flask, request
from app.model import ChurnModel
app = Flask(__name__)
m = ChurnModel()
@app.post("/predict")
def predict():
    return m.predict(request.json["x"])
`,
      "app/base.py": `import joblib
class Base:
    path = "m.joblib"
    def load(self):
        return joblib.load(self.path)  # <- model-load-per-request
`,
      "app/model.py": `from .base import Base
class ChurnModel(Base):
    def predict(self, x):
        return {"p": float(self.load().predict([x])[0])}
`,
    },
  },
  {
    title: "lazy global in another file: silent", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from flask import Flask, request
from app.model import get_model
app = Flask(__name__)
@app.post("/predict")
def predict():
    return {"p": float(get_model().predict([request.json["x"]])[0])}
`,
      "app/model.py": `import joblib
_model = None
def get_model():
    global _model
    if _model is None:
        _model = joblib.load("m.joblib")
    return _model
`,
    },
  },
  {
    title: "constants followed across files", rules: ["model-load-per-request", "unversioned-artifact", "artifact-mismatch"],
    files: {
      "train.py": `import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from settings import MODEL_PATH
df = pd.read_csv("d.csv")
m = Ridge().fit(df[["a"]], df["y"])
joblib.dump(m, MODEL_PATH)
`,
      "settings.py": `MODEL_PATH = "models/ridge-v1.joblib"
`,
      "serve.py": `import joblib
from flask import Flask, request
app = Flask(__name__)
model = joblib.load("models/ridge-v2.joblib")  # <- artifact-mismatch
@app.post("/predict")
def predict():
    return {"p": float(model.predict([[request.json["a"]]])[0])}
`,
    },
  },
];
