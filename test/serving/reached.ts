/** Workspaces of several files: what one file learns or draws is told where another serves or trains; `# <- rule` ends each line that is told. */

export interface Workspace { readonly title: string; readonly rules: readonly string[]; readonly files: Readonly<Record<string, string>> }

export const workspaces: readonly Workspace[] = [
  {
    title: "star re-export", rules: ["refit-at-inference"],
    files: {
      "svc/api.py": `import joblib
from flask import Flask, request
from .lib import *
app = Flask(__name__)
model = joblib.load("model.joblib")

@app.route("/predict", methods=["POST"])
def predict():
    return str(model.predict(make(request.json["rows"]))[0])
`,
      "svc/__init__.py": ``,
      "svc/lib/__init__.py": `from .impl import *
`,
      "svc/lib/impl.py": `from sklearn.preprocessing import MinMaxScaler
def make(rows):
    s = MinMaxScaler()
    return s.fit_transform(rows)  # <- refit-at-inference
`,
    },
  },
  {
    title: "src layout", rules: ["refit-at-inference"],
    files: {
      "src/churn/api.py": `import joblib
from fastapi import FastAPI
from churn.prep import clean
app = FastAPI()
model = joblib.load("model.joblib")
@app.post("/predict")
async def predict(body: dict):
    return {"p": float(model.predict(clean(body["rows"]))[0])}
`,
      "src/churn/__init__.py": ``,
      "src/churn/prep.py": `from sklearn.impute import SimpleImputer
def clean(rows):
    imputer = SimpleImputer()
    return imputer.fit_transform(rows)  # <- refit-at-inference
`,
      "pyproject.toml": `[project]
name = "churn"
version = "1"
`,
    },
  },
  {
    title: "sibling without package", rules: ["refit-at-inference"],
    files: {
      "service/app.py": `import joblib
from flask import Flask, request
from utils import preprocess
app = Flask(__name__)
model = joblib.load("model.joblib")
@app.post("/predict")
def predict():
    return {"p": float(model.predict(preprocess(request.get_json()))[0])}
`,
      "service/utils.py": `from sklearn.preprocessing import LabelEncoder
import pandas as pd
def preprocess(data):
    df = pd.DataFrame([data])
    for c in df.columns:
        df[c] = LabelEncoder().fit_transform(df[c])  # <- refit-at-inference
    return df
`,
    },
  },
  {
    title: "refit in helper class method two files away with attribute set in __init__", rules: ["refit-at-inference"],
    files: {
      "app/main.py": `from flask import Flask, request
from app.pipeline import Pipeline
app = Flask(__name__)
pipe = Pipeline()
@app.post("/predict")
def predict():
    return str(pipe.run(request.json))
`,
      "app/pipeline.py": `import joblib
from app.prep import Preprocessor
class Pipeline:
    def __init__(self):
        self.model = joblib.load("m.joblib")
        self.prep = Preprocessor()
    def run(self, rows):
        return self.model.predict(self.prep.apply(rows))
`,
      "app/prep.py": `from sklearn.preprocessing import StandardScaler
class Preprocessor:
    def __init__(self):
        self.scaler = StandardScaler()
    def apply(self, rows):
        return self.scaler.fit_transform(rows)  # <- refit-at-inference
`,
    },
  },
  {
    title: "same with load: silent", rules: ["refit-at-inference"],
    files: {
      "app/main.py": `from flask import Flask, request
from app.pipeline import Pipeline
app = Flask(__name__)
pipe = Pipeline()
@app.post("/predict")
def predict():
    return str(pipe.run(request.json))
`,
      "app/pipeline.py": `import joblib
from app.prep import Preprocessor
class Pipeline:
    def __init__(self):
        self.model = joblib.load("m.joblib")
        self.prep = Preprocessor()
    def run(self, rows):
        return self.model.predict(self.prep.apply(rows))
`,
      "app/prep.py": `import joblib
class Preprocessor:
    def __init__(self):
        self.scaler = joblib.load("s.joblib")
    def apply(self, rows):
        return self.scaler.transform(rows)
`,
    },
  },
  {
    title: "shared helper with flag, train=True in train, False in serve: silent", rules: ["refit-at-inference"],
    files: {
      "app.py": `import joblib
from flask import Flask, request
from features import prepare
app = Flask(__name__)
model = joblib.load("m.joblib")
scaler = joblib.load("s.joblib")
@app.post("/predict")
def predict():
    return str(model.predict(prepare(request.json, scaler, fit=False)))
`,
      "train.py": `import joblib
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from features import prepare
s = StandardScaler()
X = prepare(load(), s, fit=True)
m = Ridge().fit(X, y)
joblib.dump(m, "m.joblib"); joblib.dump(s, "s.joblib")
`,
      "features.py": `def prepare(rows, scaler, fit=False):
    if fit:
        return scaler.fit_transform(rows)
    return scaler.transform(rows)
`,
    },
  },
  {
    title: "shared helper always fits the handed-in scaler", rules: ["refit-at-inference"],
    files: {
      "app.py": `import joblib
from flask import Flask, request
from features import prepare
app = Flask(__name__)
model = joblib.load("m.joblib")
scaler = joblib.load("s.joblib")
@app.post("/predict")
def predict():
    return str(model.predict(prepare(request.json, scaler)))
`,
      "features.py": `def prepare(rows, scaler):
    return scaler.fit_transform(rows)  # <- refit-at-inference
`,
    },
  },
  {
    title: "predict method in file that loads, helper from package alias import", rules: ["refit-at-inference"],
    files: {
      "ml/predictor.py": `import pickle
from . import features as F
class ChurnPredictor:
    def __init__(self, path):
        self.model = pickle.load(open(path, "rb"))
    def predict(self, df):
        X = F.encode(df)
        return self.model.predict(X)
`,
      "ml/__init__.py": ``,
      "ml/features/__init__.py": `from .encoding import encode
`,
      "ml/features/encoding.py": `from sklearn.preprocessing import OneHotEncoder
def encode(df):
    enc = OneHotEncoder(handle_unknown="ignore")
    return enc.fit_transform(df)  # <- refit-at-inference
`,
    },
  },
  {
    title: "kwargs and partial", rules: ["refit-at-inference"],
    files: {
      "app.py": `import joblib
from functools import partial
from fastapi import FastAPI
from steps import scale
app = FastAPI()
model = joblib.load("m.joblib")
prep = partial(scale, columns=["a"])
@app.post("/p")
def p(body: dict):
    return {"p": model.predict(prep(body["rows"])).tolist()}
`,
      "steps.py": `from sklearn.preprocessing import RobustScaler
def scale(rows, columns):
    return RobustScaler().fit_transform(rows)  # <- refit-at-inference
`,
    },
  },
  {
    title: "dispatch dict", rules: ["refit-at-inference"],
    files: {
      "app.py": `import joblib
from fastapi import FastAPI
from steps import a, b
app = FastAPI()
model = joblib.load("m.joblib")
STEPS = {"a": a, "b": b}
@app.post("/p")
def p(body: dict):
    return {"p": model.predict(STEPS[body["k"]](body["rows"])).tolist()}
`,
      "steps.py": `from sklearn.preprocessing import RobustScaler
def a(rows):
    return RobustScaler().fit_transform(rows)  # <- refit-at-inference
def b(rows):
    return rows
`,
    },
  },
  {
    title: "background task trains: silent", rules: ["refit-at-inference"],
    files: {
      "app.py": `import joblib
from fastapi import FastAPI, BackgroundTasks
from work import retrain
app = FastAPI()
model = joblib.load("m.joblib")
@app.post("/retrain")
def p(tasks: BackgroundTasks):
    tasks.add_task(retrain)
    return {}
@app.post("/predict")
def q(body: dict):
    return {"p": model.predict(body["rows"]).tolist()}
`,
      "work.py": `import joblib
from sklearn.linear_model import Ridge
def retrain():
    m = Ridge().fit(load(), y())
    joblib.dump(m, "m.joblib")
`,
    },
  },
  {
    title: "circular import and re-export", rules: ["refit-at-inference"],
    files: {
      "pkg/__init__.py": `from .api import app
from .core import prepare
`,
      "pkg/api.py": `import joblib
from flask import Flask, request
import pkg
app = Flask(__name__)
model = joblib.load("m.joblib")
@app.post("/p")
def p():
    return str(model.predict(pkg.prepare(request.json)))
`,
      "pkg/core.py": `from sklearn.decomposition import PCA
def prepare(x):
    return PCA(2).fit_transform(x)  # <- refit-at-inference
`,
    },
  },
  {
    title: "try/except import fallback", rules: ["refit-at-inference"],
    files: {
      "svc/app.py": `import joblib
from flask import Flask, request
try:
    from svc.prep import prepare
except ImportError:
    from prep import prepare
app = Flask(__name__)
model = joblib.load("m.joblib")
@app.post("/p")
def p():
    return str(model.predict(prepare(request.json)))
`,
      "svc/prep.py": `from sklearn.decomposition import PCA
def prepare(x):
    return PCA(2).fit_transform(x)  # <- refit-at-inference
`,
    },
  },
];
