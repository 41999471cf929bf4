/** Workspaces of several files: what one file does is told where another serves; `# <- rule` ends each line that is told. */

export interface Workspace { readonly title: string; readonly rules: readonly string[]; readonly files: Readonly<Record<string, string>> }

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
    title: "seed helper in another file", rules: ["unseeded-randomness", "missing-random-state"],
    files: {
      "train.py": `import numpy as np
from utils.repro import fix_everything
from sklearn.linear_model import Ridge
fix_everything(7)
X = np.random.rand(10, 3)
m = Ridge().fit(X, X[:, 0])
`,
      "utils/__init__.py": ``,
      "utils/repro.py": `import random
import numpy as np
def fix_everything(n):
    random.seed(n)
    np.random.seed(n)
`,
    },
  },
  {
    title: "seed helper reexported in package, called inside main", rules: ["unseeded-randomness"],
    files: {
      "train.py": `import torch
from common import prep
def main():
    prep.start(3)
    x = torch.randn(10, 3)
    net = torch.nn.Linear(3, 1)
    loss = net(x).sum()
    loss.backward()
if __name__ == "__main__":
    main()
`,
      "common/__init__.py": `from . import repro as prep
`,
      "common/repro.py": `import torch
def start(n):
    torch.manual_seed(n)
`,
    },
  },
  {
    title: "helper without seed does not count", rules: ["unseeded-randomness"],
    files: {
      "train.py": `import numpy as np
from sklearn.linear_model import Ridge
from utils.repro import start
start(7)
X = np.random.rand(10, 3)  # <- unseeded-randomness
m = Ridge().fit(X, X[:, 0])
`,
      "utils/__init__.py": ``,
      "utils/repro.py": `def start(n):
    print(n)
`,
    },
  },
  {
    title: "train-mode-inference loader in another file", rules: ["train-mode-inference"],
    files: {
      "app/main.py": `from flask import Flask, request
import torch
from app.loading import load_net
app = Flask(__name__)
net = load_net("w.pt")
@app.post("/predict")
def predict():
    x = torch.tensor(request.json["x"])
    with torch.no_grad():
        return {"p": net(x).tolist()}
`,
      "app/loading.py": `import torch
from app.arch import Net
def load_net(path):
    net = Net()
    net.load_state_dict(torch.load(path, weights_only=True))  # <- train-mode-inference
    return net
`,
      "app/arch.py": `import torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.l = torch.nn.Linear(2, 1)
        self.d = torch.nn.Dropout(0.5)
    def forward(self, x):
        return self.d(self.l(x))
`,
    },
  },
  {
    title: "train-mode-inference loader in another file evals: silent", rules: ["train-mode-inference"],
    files: {
      "app/main.py": `from flask import Flask, request
import torch
from app.loading import load_net
app = Flask(__name__)
net = load_net("w.pt")
@app.post("/predict")
def predict():
    x = torch.tensor(request.json["x"])
    with torch.no_grad():
        return {"p": net(x).tolist()}
`,
      "app/loading.py": `import torch
from app.arch import Net
def load_net(path):
    net = Net()
    net.load_state_dict(torch.load(path, weights_only=True))
    net.eval()
    return net
`,
      "app/arch.py": `import torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.l = torch.nn.Linear(2, 1)
    def forward(self, x):
        return self.l(x)
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
  {
    title: "FastAPI Depends loader class per request", rules: ["model-load-per-request", "refit-at-inference"],
    files: {
      "app/main.py": `from fastapi import FastAPI, Depends
from app.deps import get_predictor
app = FastAPI()
@app.post("/predict")
def predict(body: dict, predictor=Depends(get_predictor)):
    return predictor.predict(body["x"])
`,
      "app/deps.py": `from app.model import Predictor
def get_predictor():
    return Predictor()
`,
      "app/model.py": `import joblib
class Predictor:
    def __init__(self):
        self.model = joblib.load("m.joblib")  # <- model-load-per-request
    def predict(self, x):
        return float(self.model.predict([x])[0])
`,
    },
  },
  {
    title: "FastAPI Depends cached: silent", rules: ["model-load-per-request", "refit-at-inference"],
    files: {
      "app/main.py": `from fastapi import FastAPI, Depends
from app.deps import get_predictor
app = FastAPI()
@app.post("/predict")
def predict(body: dict, predictor=Depends(get_predictor)):
    return predictor.predict(body["x"])
`,
      "app/deps.py": `from functools import lru_cache
from app.model import Predictor
@lru_cache(maxsize=1)
def get_predictor():
    return Predictor()
`,
      "app/model.py": `import joblib
class Predictor:
    def __init__(self):
        self.model = joblib.load("m.joblib")
    def predict(self, x):
        return float(self.model.predict([x])[0])
`,
    },
  },
  {
    title: "instance loads lazily in method: silent", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.model import Predictor
app = FastAPI()
p = Predictor()
@app.post("/predict")
def predict(body: dict):
    return p.predict(body["x"])
`,
      "app/model.py": `import joblib
class Predictor:
    def __init__(self):
        self.model = None
    def load(self):
        self.model = joblib.load("m.joblib")
    def predict(self, x):
        if self.model is None:
            self.load()
        return float(self.model.predict([x])[0])
`,
    },
  },
  {
    title: "property cached: silent", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.model import Predictor
app = FastAPI()
p = Predictor()
@app.post("/predict")
def predict(body: dict):
    return p.predict(body["x"])
`,
      "app/model.py": `import joblib
from functools import cached_property
class Predictor:
    @cached_property
    def model(self):
        return joblib.load("m.joblib")
    def predict(self, x):
        return float(self.model.predict([x])[0])
`,
    },
  },
  {
    title: "property loads each time", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.model import Predictor
app = FastAPI()
p = Predictor()
@app.post("/predict")
def predict(body: dict):
    return p.predict(body["x"])
`,
      "app/model.py": `import joblib
class Predictor:
    @property
    def model(self):
        return joblib.load("m.joblib")  # <- model-load-per-request
    def predict(self, x):
        return float(self.model.predict([x])[0])
`,
    },
  },
  {
    title: "singleton __new__: silent", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from flask import Flask, request
from app.model import Predictor
app = Flask(__name__)
@app.post("/predict")
def predict():
    return Predictor().predict(request.json["x"])
`,
      "app/model.py": `import joblib
class Predictor:
    _instance = None
    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.model = joblib.load("m.joblib")
        return cls._instance
    def predict(self, x):
        return {"p": float(self.model.predict([x])[0])}
`,
    },
  },
  {
    title: "classmethod lazy singleton: silent (SageMaker ScoringService)", rules: ["model-load-per-request"],
    files: {
      "predictor.py": `import os, pickle
import flask
class ScoringService(object):
    model = None
    @classmethod
    def get_model(cls):
        if cls.model == None:
            with open(os.path.join("/opt/ml/model", "m.pkl"), "rb") as inp:
                cls.model = pickle.load(inp)
        return cls.model
    @classmethod
    def predict(cls, input):
        clf = cls.get_model()
        return clf.predict(input)
app = flask.Flask(__name__)
@app.route("/invocations", methods=["POST"])
def transformation():
    return str(ScoringService.predict([[1]]))
`,
    },
  },
  {
    title: "lifespan state in other file: silent", rules: ["model-load-per-request"],
    files: {
      "app/main.py": `from contextlib import asynccontextmanager
from fastapi import FastAPI, Request
from app.loader import load_all
@asynccontextmanager
async def lifespan(app):
    app.state.model = load_all()
    yield
app = FastAPI(lifespan=lifespan)
@app.post("/predict")
def predict(request: Request, body: dict):
    return {"p": float(request.app.state.model.predict([body["x"]])[0])}
`,
      "app/loader.py": `import joblib
def load_all():
    return joblib.load("m.joblib")
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
    title: "data-dependent across files", rules: ["data-dependent-transform"],
    files: {
      "app.py": `import joblib
import pandas as pd
from flask import Flask, request
from features import prepare
app = Flask(__name__)
model = joblib.load("m.joblib")
@app.post("/predict")
def predict():
    df = pd.DataFrame(request.json)
    return str(model.predict(prepare(df)))
`,
      "features.py": `import pandas as pd
def prepare(df):
    df["age"] = (df["age"] - df["age"].mean()) / df["age"].std()  # <- data-dependent-transform
    return pd.get_dummies(df)  # <- data-dependent-transform
`,
    },
  },
  {
    title: "lambda handler and shared module attribute", rules: ["model-load-per-request"],
    files: {
      "handler.py": `import services
def lambda_handler(event, context):
    return services.predictor.predict(event["x"])
`,
      "services.py": `from model import Predictor
predictor = Predictor()
`,
      "model.py": `import joblib
class Predictor:
    def predict(self, x):
        model = joblib.load("/opt/m.joblib")  # <- model-load-per-request
        return float(model.predict([x])[0])
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
    title: "to_thread reference", rules: ["model-load-per-request"],
    files: {
      "app.py": `import asyncio
from fastapi import FastAPI
from work import score
app = FastAPI()
@app.post("/p")
async def p(body: dict):
    return await asyncio.to_thread(score, body["rows"])
`,
      "work.py": `import joblib
def score(rows):
    m = joblib.load("m.joblib")  # <- model-load-per-request
    return m.predict(rows).tolist()
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
