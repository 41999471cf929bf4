/** Workspaces where what settles a finding lies in another file: seeds, the mode of a network, statistics of a request. */
import type { Workspace } from "./reached.ts";

export const workspaces: readonly Workspace[] = [
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
];
