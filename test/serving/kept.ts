/** Workspaces of several files: instances, properties and factories that keep a model or read it again; `# <- rule` ends each line that is told. */

import type { Workspace } from "./reached.ts";

export const workspaces: readonly Workspace[] = [
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
];
