/** Workspaces in which a path, rows or a network go from one file to the next; `# <- rule` ends each line that is told. */

import type { Workspace } from "./reached.ts";

export const workspaces: readonly Workspace[] = [
  {
    title: "csv through shared constant", rules: ["fit-before-split"],
    files: {
      "config.py": `from pathlib import Path
DATA_DIR = Path("data")
CLEAN_PATH = DATA_DIR / "clean.csv"
`,
      "prep.py": `import pandas as pd
import config
df = pd.read_csv("raw.csv")
df["a"] = df["a"].fillna(df["a"].mean())  # <- fit-before-split
df.to_csv(config.CLEAN_PATH)
`,
      "train.py": `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
from config import CLEAN_PATH
df = pd.read_csv(CLEAN_PATH)
a, b, c, d = train_test_split(df[["a"]], df["y"], random_state=1)
m = Ridge().fit(a, c)
print(m.score(b, d))
`,
    },
  },
  {
    title: "csv through settings object", rules: ["fit-before-split"],
    files: {
      "app/settings.py": `from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    clean_path: str = "data/clean.csv"
    raw_path: str = "data/raw.csv"
settings = Settings()
`,
      "app/prep.py": `import pandas as pd
from app.settings import settings
df = pd.read_csv(settings.raw_path)
df["a"] = df["a"].fillna(df["a"].mean())  # <- fit-before-split
df.to_csv(settings.clean_path)
`,
      "app/train.py": `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
from .settings import settings
df = pd.read_csv(settings.clean_path)
a, b, c, d = train_test_split(df[["a"]], df["y"], random_state=1)
m = Ridge().fit(a, c)
print(m.score(b, d))
`,
    },
  },
  {
    title: "different constants: silent", rules: ["fit-before-split"],
    files: {
      "config.py": `CLEAN_PATH = "data/clean.csv"
RAW_PATH = "data/raw.csv"
`,
      "prep.py": `import pandas as pd
import config
df = pd.read_csv("raw0.csv")
df["a"] = df["a"].fillna(df["a"].mean())
df.to_csv(config.CLEAN_PATH)
`,
      "train.py": `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
import config
df = pd.read_csv(config.RAW_PATH)
a, b, c, d = train_test_split(df[["a"]], df["y"], random_state=1)
m = Ridge().fit(a, c)
print(m.score(b, d))
`,
    },
  },
  {
    title: "unknown constants: silent", rules: ["fit-before-split", "artifact-mismatch"],
    files: {
      "prep.py": `import pandas as pd
import config
df = pd.read_csv("raw0.csv")
df["a"] = df["a"].fillna(df["a"].mean())
df.to_csv(config.CLEAN_PATH)
`,
      "train.py": `import pandas as pd, joblib
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
import config
df = pd.read_csv(config.RAW_PATH)
a, b, c, d = train_test_split(df[["a"]], df["y"], random_state=1)
m = Ridge().fit(a, c)
print(m.score(b, d))
joblib.dump(m, config.MODEL)
`,
      "app.py": `import joblib
from flask import Flask, request
app = Flask(__name__)
model = joblib.load("models/ridge-v2.joblib")
@app.post("/predict")
def predict():
    return {"p": float(model.predict([[request.json["a"]]])[0])}
`,
    },
  },
  {
    title: "unsaved preprocessor with shared constant", rules: ["unsaved-preprocessor"],
    files: {
      "config.py": `MODEL_PATH = "m.joblib"
`,
      "train.py": `import joblib
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from config import MODEL_PATH
s = StandardScaler()
X = s.fit_transform(load())  # <- unsaved-preprocessor
m = Ridge()
m.fit(X, y)
joblib.dump(m, MODEL_PATH)
`,
      "app.py": `import joblib
from flask import Flask, request
from config import MODEL_PATH
app = Flask(__name__)
model = joblib.load(MODEL_PATH)
@app.post("/predict")
def predict():
    return {"p": float(model.predict([[request.json["a"]]])[0])}
`,
    },
  },
  {
    title: "same constant: no mismatch", rules: ["artifact-mismatch"],
    files: {
      "config.py": `MODEL_PATH = "m.joblib"
`,
      "train.py": `import joblib
from sklearn.linear_model import Ridge
from config import MODEL_PATH
m = Ridge().fit(X, y)
joblib.dump(m, MODEL_PATH)
`,
      "app.py": `import joblib
from flask import Flask, request
from config import MODEL_PATH
app = Flask(__name__)
model = joblib.load(MODEL_PATH)
@app.post("/predict")
def predict():
    return {"p": float(model.predict([[request.json["a"]]])[0])}
`,
    },
  },
  {
    title: "f-string of constant pieces", rules: ["artifact-mismatch"],
    files: {
      "config.py": `MODEL_NAME = "ridge"
VERSION_NAME = "v3"
`,
      "train.py": `import joblib
from sklearn.linear_model import Ridge
import config
m = Ridge().fit(X, y)
joblib.dump(m, f"out/{config.MODEL_NAME}-{config.VERSION_NAME}.joblib")
`,
      "app.py": `import joblib
from flask import Flask, request
app = Flask(__name__)
model = joblib.load("out/ridge-v2.joblib")  # <- artifact-mismatch
@app.post("/predict")
def predict():
    return {"p": float(model.predict([[request.json["a"]]])[0])}
`,
    },
  },
  {
    title: "a class keeps the network of another file", rules: ["train-mode-inference"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.predictor import Predictor
app = FastAPI()
predictor = Predictor()
@app.post("/predict")
def predict(body: dict):
    return predictor.run(body["x"])
`,
      "app/predictor.py": `import torch
from app.weights import load_net
class Predictor:
    def __init__(self):
        self.net = load_net()
    def run(self, x):
        with torch.no_grad():
            return self.net(torch.tensor(x)).tolist()
`,
      "app/weights.py": `import torch
from app.arch import Net
def load_net():
    net = Net()
    net.load_state_dict(torch.load("w.pt", weights_only=True))  # <- train-mode-inference
    return net
`,
    },
  },
  {
    title: "the class calls eval itself: silent", rules: ["train-mode-inference"],
    files: {
      "app/main.py": `from fastapi import FastAPI
from app.predictor import Predictor
app = FastAPI()
predictor = Predictor()
@app.post("/predict")
def predict(body: dict):
    return predictor.run(body["x"])
`,
      "app/predictor.py": `import torch
from app.weights import load_net
class Predictor:
    def __init__(self):
        self.net = load_net()
        self.net.eval()
    def run(self, x):
        with torch.no_grad():
            return self.net(torch.tensor(x)).tolist()
`,
      "app/weights.py": `import torch
from app.arch import Net
def load_net():
    net = Net()
    net.load_state_dict(torch.load("w.pt", weights_only=True))
    return net
`,
    },
  },
  {
    title: "through a third file that switches: silent", rules: ["train-mode-inference"],
    files: {
      "app.py": `import torch, gradio as gr
from model import get
net = get()
def p(img):
    with torch.no_grad():
        return net(torch.tensor(img)).argmax().item()
gr.Interface(p, "image", "number").launch()
`,
      "model.py": `from weights import load_net
def get():
    n = load_net()
    return n.eval()
`,
      "weights.py": `import torch
def load_net():
    net = torch.load("whole.pt", weights_only=False)
    return net
`,
    },
  },
  {
    title: "whole pickled network, through a third file", rules: ["train-mode-inference"],
    files: {
      "app.py": `import torch, gradio as gr
from model import get
net = get()
def p(img):
    with torch.no_grad():
        return net(torch.tensor(img)).argmax().item()
gr.Interface(p, "image", "number").launch()
`,
      "model.py": `from weights import load_net
def get():
    return load_net()
`,
      "weights.py": `import torch
def load_net():
    net = torch.load("whole.pt", weights_only=False)  # <- train-mode-inference
    return net
`,
    },
  },
  {
    title: "tuple of network and labels, Streamlit", rules: ["train-mode-inference"],
    files: {
      "app.py": `import streamlit as st, torch
from weights import load_all
net, labels = load_all()
up = st.file_uploader("x")
if up:
    with torch.no_grad():
        st.write(labels[net(prepare(up)).argmax().item()])
`,
      "weights.py": `import torch, json
from arch import Net
def load_all():
    net = Net()
    net.load_state_dict(torch.load("w.pt"))  # <- train-mode-inference
    labels = json.load(open("l.json"))
    return net, labels
`,
    },
  },
  {
    title: "the other file trains: silent", rules: ["train-mode-inference"],
    files: {
      "finetune.py": `import torch
from weights import load_net
net = load_net()
opt = torch.optim.Adam(net.parameters())
for x, y in data:
    opt.zero_grad()
    loss = ((net(x) - y) ** 2).mean()
    loss.backward()
    opt.step()
`,
      "weights.py": `import torch
from arch import Net
def load_net():
    net = Net()
    net.load_state_dict(torch.load("w.pt"))
    return net
`,
    },
  },
  {
    title: "state dict returned, not a network: silent", rules: ["train-mode-inference"],
    files: {
      "app.py": `from flask import Flask
from weights import load_state
app = Flask(__name__)
@app.post("/p")
def p():
    return str(load_state())
`,
      "weights.py": `import torch
def load_state():
    checkpoint = torch.load("w.pt")
    return checkpoint
`,
    },
  },
];
