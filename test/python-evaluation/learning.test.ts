/** What models learn from and how they are asked: targets among features, NaN, gradients, modes, hooks; tables of what speaks and what does not. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const heads: Readonly<Record<string, string>> = {
  "python/target-in-features": "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import LinearRegression, LogisticRegression\nfrom sklearn.model_selection import cross_val_score, train_test_split\nfrom sklearn.preprocessing import StandardScaler\ndf = pd.read_csv('a.csv')\nm = LogisticRegression()\n",
  "python/compared-with-nan": "",
  "python/uncleared-gradients": "import torch\nopt = torch.optim.SGD(net.parameters(), lr=1)\n",
  "python/train-mode-inference": "import torch\nfrom nets import Net\n",
  "python/left-in-eval-mode": "import torch\n",
  "python/forward-call": "import torch\nfrom torch import nn\n",
};

const keep = "m.load_state_dict(torch.load('m.pt'))\n";
const step = "        loss.backward()\n        opt.step()\n";

const tables: Readonly<Record<string, readonly (readonly [title: string, marked: string])[]>> = {
  "python/target-in-features": [
    ["the whole table", "m.fit(«df», df['y'])\n"],
    ["a copy of it", "X = df.fillna(0).copy()\nm.fit(«X», df['y'].values)\n".replace("«X»", "X").replace("df.fillna", "«df».fillna")],
    ["dropped something else, by axis", "X = «df.drop('id', axis=1)»\ny = df['y']\nm.fit(X, y)\n"],
    ["a comprehension over the columns", "cols = «[c for c in df.columns if c not in ['id']]»\nm.fit(df[cols], df['y'])\n"],
    ["dropped from the index of columns", "cols = «df.columns.drop('id')»\nm.fit(df[cols], df['y'])\n"],
    ["scaled and split", "X = «df.drop(columns='id')»\ny = df['y'].astype(int)\nXs = StandardScaler().fit_transform(X)\na, b, c, d = train_test_split(Xs, y)\nm.fit(a, c)\n"],
    ["cross-validated", "print(cross_val_score(m, «df.drop(['id'], axis='columns')», df['y']))\n"],
    ["loc with a list", "m.fit(df.loc[:, «['a', 'y']»], df['y'])\n"],
    ["an encoded target", "from sklearn.preprocessing import LabelEncoder\ny = LabelEncoder().fit_transform(df['y'])\nm.fit(«df», y)\n"],
    ["a frame of chosen columns", "X = pd.DataFrame(df, columns=«['a', 'y']»)\nm.fit(X, df['y'])\n"],
    ["dropped", "X = df.drop(columns=['id', 'y'])\nm.fit(X, df['y'])\n"],
    ["chosen without it", "m.fit(df[['a', 'b']], df['y'])\nX = pd.DataFrame(df, columns=['a', 'b'])\nm.fit(X, df['y'])\n"],
    ["popped", "y = df.pop('y')\nm.fit(df, y)\n"],
    ["deleted in place", "X = df.copy()\ny = X['y']\ndel X['y']\nm.fit(X, y)\n"],
    ["dropped in place", "y = df['y']\ndf.drop('y', axis=1, inplace=True)\nm.fit(df, y)\n"],
    ["dropped in two steps", "X = df.drop('id', axis=1)\nX = X.drop('y', axis=1)\nm.fit(X, df['y'])\n"],
    ["the table was made anew between", "y = df['y']\ndf = df.drop(columns=['y'])\nm.fit(df, y)\n"],
    ["columns that cannot be seen", "m.fit(df[cols], df['y'])\nX = df.drop(columns=more)\nm.fit(X, df['y'])\nm.fit(df.iloc[:, :-1], df['y'])\n"],
    ["chosen after the split", "a, b = train_test_split(df)\nm.fit(a[['u']], a['y'])\n"],
    ["another table", "e = pd.read_csv('b.csv')\nm.fit(df, e['y'])\n"],
    ["tomorrow's value of a feature", "y = df['close'].shift(-1)\nm.fit(df[['close']], y)\n"],
    ["a transformer learns from both", "from sklearn.feature_selection import SelectKBest\nSelectKBest().fit(df, df['y'])\nStandardScaler().fit(df, df['y'])\n"],
    ["a model of one's own", "class Mine:\n    def fit(self, table, column):\n        pass\n\nMine().fit(df, df['y'])\n"],
    ["columns are chosen inside the pipeline", "from sklearn.compose import ColumnTransformer\nm.fit(df, df['y'])\n"],
    ["half-typed", "X = df.drop(columns=['id'\nm.fit(X, df['y'])\n"],
  ],
  "python/compared-with-nan": [
    ["an alias", "from numpy import nan as missing\nok = «x == missing»\n"],
    ["math", "import math\nif «x != math.nan»:\n    pass\n"],
    ["on the left", "import numpy as np\nok = «np.nan == x»\n"],
    ["a text made into a number", "ok = «x == float('NaN')»\n"],
    ["pandas' own", "import pandas as pd\nok = «df.a == pd.NaT»\n"],
    ["identity", "import numpy as np\nok = x is np.nan\n"],
    ["the test x != x", "ok = x != x\n"],
    ["the text", "ok = x == 'nan'\n"],
    ["a largest value", "import numpy as np\nok = x == np.nanmax(x)\nok = x == np.inf\n"],
    ["a name of one's own", "nan = 0\nok = x == nan\n"],
  ],
  "python/uncleared-gradients": [
    ["never", "for x in loader:\n    loss = f(x)\n    loss.«backward»()\n    opt.step()\n"],
    ["in a method", "class T:\n    def run(self):\n        for x in self.loader:\n            f(x).«backward»()\n            self.optimizer.step()\n"],
    ["cleared before", "for x in loader:\n    opt.zero_grad()\n    f(x).backward()\n    opt.step()\n"],
    ["cleared after", "for x in loader:\n    f(x).backward()\n    opt.step()\n    net.zero_grad(set_to_none=True)\n"],
    ["cleared once per epoch, on purpose", "for e in range(3):\n    opt.zero_grad()\n    for x in loader:\n        f(x).backward()\n        opt.step()\n"],
    ["by hand", "for x in loader:\n    f(x).backward()\n    opt.step()\n    for p in net.parameters():\n        p.grad = None\n"],
    ["in a helper", "def clear():\n    opt.zero_grad()\n\nfor x in loader:\n    clear()\n    f(x).backward()\n    opt.step()\n"],
    ["in a helper out of sight", "for x in loader:\n    begin(opt)\n    f(x).backward()\n    opt.step()\n"],
    ["no loop", "f(x).backward()\nopt.step()\n"],
    ["the step is elsewhere", "for x in loader:\n    f(x).backward()\n"],
    ["an engine", "for x in loader:\n    engine.backward(f(x))\n    engine.step()\n"],
  ],
  "python/train-mode-inference": [
    ["at module level", `m = Net()\nm.«load_state_dict»(torch.load('m.pt'))\nwith torch.no_grad():\n    print(m(x))\n`],
    ["the whole model", "m = torch.«load»('m.pt')\ndef go(x):\n    with torch.no_grad():\n        return m(x)\n"],
    ["an attribute", "class P:\n    def __init__(self):\n        self.net = Net()\n        self.net.«load_state_dict»(torch.load('m.pt'))\n\n    @torch.no_grad()\n    def __call__(self, x):\n        return self.net(x)\n"],
    ["handed back by a loader", "def load():\n    m = Net()\n    m.«load_state_dict»(torch.load('m.pt'))\n    return m\n\nm = load()\nwith torch.inference_mode():\n    m(x)\n"],
    ["global", "def load():\n    global m\n    m = Net()\n    m.«load_state_dict»(torch.load('m.pt'))\n\ndef go(x):\n    with torch.no_grad():\n        return m(x)\n"],
    ["gradients while answering", `m = Net()\n${keep}m.eval()\ny = «m»(x)\n`],
    ["forward while answering", `m = Net()\n${keep}m.eval()\ny = «m.forward»(x)\n`],
    ["both", `m = Net()\nm.«load_state_dict»(torch.load('m.pt'))\ny = «m»(x)\n`],
    ["evaluation mode before the weights", `m = Net().eval()\n${keep}with torch.no_grad():\n    m(x)\n`],
    ["by train(False)", `m = Net()\n${keep}m.train(False)\nwith torch.no_grad():\n    m(x)\n`],
    ["in a helper", `def freeze(net):\n    net.eval()\n\nm = Net()\n${keep}freeze(m)\nwith torch.no_grad():\n    m(x)\n`],
    ["wrapped before it is handed back", "def load():\n    m = Net()\n    m.load_state_dict(torch.load('m.pt'))\n    m = Wrapped(m)\n    return m\n\nm = load()\nwith torch.no_grad():\n    m(x)\n"],
    ["a parameter", "def go(m, x):\n    m.load_state_dict(torch.load('m.pt'))\n    return m(x)\n"],
    ["a part of a module", "class Big(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.net = Net()\n        self.net.load_state_dict(torch.load('m.pt'))\n\n    def forward(self, x):\n        return self.net(x)\n"],
    ["a network whose mode makes no difference", `class Line(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = torch.nn.Linear(1, 1)\n\n    def forward(self, x):\n        return self.a(x)\n\nm = Line()\n${keep}with torch.no_grad():\n    m(x)\n`],
    ["made without dropout", `m = Net(9, dropout=0.0)\n${keep}with torch.no_grad():\n    m(x)\n`],
    ["training goes on", `m = Net()\n${keep}m(x).sum().backward()\n`],
    ["nobody asks", `m = Net()\n${keep}torch.save(m, 'n.pt')\n`],
    ["weights that are no model", "w = torch.load('w.pt')\nprint(w['a'])\n"],
    ["gradients are wanted", `m = Net()\n${keep}m.eval()\nx.requires_grad = True\ny = m(x)\n`],
  ],
  "python/left-in-eval-mode": [
    ["while training by steps", `m.train()\nfor e in range(9):\n    for x in loader:\n        m(x).backward()\n        opt.step()\n    m.«eval»()\n    m(v)\n`],
    ["in one loop", "for i, x in enumerate(loader):\n    m(x).backward()\n    if i % 9 == 0:\n        m.«eval»()\n        m(v)\n"],
    ["switched back", `for e in range(9):\n    for x in loader:\n        m(x).backward()\n${step.replace("        loss.backward()\n", "")}    m.eval()\n    m(v)\n    m.train()\n`],
    ["a helper trains", "def epoch():\n    m.train()\n    for x in loader:\n        m(x).backward()\n\nfor e in range(9):\n    epoch()\n    m.eval()\n    m(v)\n"],
    ["a helper out of sight", "for e in range(9):\n    m(x).backward()\n    m.eval()\n    finish(m)\n"],
    ["frozen for the whole of training", "m.eval()\nfor x in loader:\n    m(x).backward()\n"],
    ["another model", "for x in loader:\n    m(x).backward()\n    teacher.eval()\n    m(x)\n"],
    ["a new model each time", "for e in range(9):\n    m = Net()\n    m(x).backward()\n    m.eval()\n    m(v)\n"],
    ["after the loop", "for x in loader:\n    m(x).backward()\nm.eval()\nm(v)\n"],
  ],
  "python/forward-call": [
    ["a layer", "layer = nn.Linear(1, 1)\ny = layer.«forward»(x)\n"],
    ["a network from torchvision", "import torchvision\nm = torchvision.models.resnet18()\ny = m.«forward»(x)\n"],
    ["its parent", "class A(nn.Module):\n    def forward(self, x):\n        return super().forward(x)\n"],
    ["itself", "class A(nn.Module):\n    def forward(self, x):\n        return x\n\n    def step(self, x):\n        return self.forward(x)\n"],
    ["no module", "class Car:\n    def forward(self, x):\n        return x\n\nCar().forward(1)\ncar = Car()\ncar.forward(1)\n"],
    ["unknown", "def go(m, x):\n    return m.forward(x)\n"],
    ["called", "layer = nn.Linear(1, 1)\ny = layer(x)\nf = layer.forward\n"],
  ],
};

for (const [rule, cases] of Object.entries(tables)) {
  describe(rule, () => {
    for (const [title, program] of cases) {
      it(title, async () => {
        const marked = (heads[rule] ?? "") + program;
        const { text } = readMarkers(marked);
        expect(withMarkers(text, await lint("run.py", text, rule))).toBe(marked);
      });
    }
  });
}

describe("survives programs cut off anywhere", () => {
  for (const [rule, [first]] of Object.entries(tables)) {
    it(rule, async () => {
      const { text } = readMarkers((heads[rule] ?? "") + (first?.[1] ?? ""));
      for (let end = heads[rule]?.length ?? 0; end < text.length; end += 3) {
        for (const { at } of await lint("run.py", text.slice(0, end), rule)) expect(at.end).toBeLessThanOrEqual(end);
      }
    });
  }
});
