/** Features made from a request's own statistics, over files and frameworks; and accuracy as the only measure of a project. */
import { describe, expect, it } from "vitest";
import { readMarkers, withMarkers, workspace } from "../harness.ts";

type Files = Readonly<Record<string, string>>;

async function marked(rule: string, files: Files): Promise<Files> {
  const plain = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, readMarkers(text).text]));
  const { findings, trouble } = await workspace(plain);
  expect(trouble).toEqual([]);
  return Object.fromEntries(Object.entries(plain).map(([path, text]) => [path, withMarkers(text, findings(path, rule))]));
}

const flask = "import joblib\nimport numpy as np\nimport pandas as pd\nfrom flask import Flask, request\n\napp = Flask(__name__)\nmodel = joblib.load('m.pkl')\n\n\n";
const route = "@app.post('/predict')\ndef answer():\n    rows = pd.DataFrame(request.get_json())\n";
const end = "    return str(model.predict(rows))\n";

const transforms: readonly (readonly [title: string, files: Files])[] = [
  ["standardised by the request", { "app.py": `${flask}${route}    rows['a'] = «(rows['a'] - rows['a'].mean()) / rows['a'].std()»\n${end}` }],
  ["between smallest and largest", { "app.py": `${flask}${route}    rows = «(rows - rows.min()) / (rows.max() - rows.min())»\n${end}` }],
  ["codes by appearance", { "app.py": `${flask}${route}    rows['c'] = pd.«factorize»(rows['c'])[0]\n${end}` }],
  ["codes of categories", { "app.py": `${flask}${route}    rows['c'] = rows['c'].astype('category').cat.«codes»\n${end}` }],
  ["borders of the request", { "app.py": `${flask}${route}    rows['q'] = pd.«qcut»(rows['a'], 4, labels=False)\n    rows['r'] = pd.«cut»(rows['a'], 5, labels=False)\n${end}` }],
  ["a helper in another file", {
    "app.py": `${flask}from features import clean\n\n${route}    rows = clean(rows)\n${end}`,
    "features.py": "def clean(rows):\n    rows['a'] = rows['a'].«fillna»(rows['a'].median())\n    return rows\n",
  }],
  ["a class that loads and predicts", { "model.py": "import joblib\nimport pandas as pd\n\n\nclass Model:\n    def __init__(self):\n        self.model = joblib.load('m.pkl')\n\n    def _dummies(self, rows):\n        return pd.«get_dummies»(rows)\n\n    def predict(self, rows):\n        return self.model.predict(self._dummies(rows))\n" }],
  ["a Streamlit script", { "app.py": "import joblib\nimport pandas as pd\nimport streamlit as st\n\nmodel = joblib.load('m.pkl')\nrows = pd.read_csv(st.file_uploader('f'))\nrows['a'] = «rows['a'] / rows['a'].max()»\nst.write(model.predict(rows))\n" }],
  ["a Gradio function", { "app.py": "import gradio as gr\nimport joblib\nimport pandas as pd\n\nmodel = joblib.load('m.pkl')\n\n\ndef score(table: pd.DataFrame):\n    table = pd.«get_dummies»(table)\n    return model.predict(table)\n\n\ngr.Interface(fn=score, inputs='dataframe', outputs='dataframe').launch()\n" }],
  ["over the columns of a row", { "app.py": `${flask}${route}    rows['s'] = rows[['a', 'b']].max(axis=1)\n    rows = rows.div(rows.max(axis=1), axis=0)\n    rows['t'] = rows['a'] / rows[['a', 'b']].max(axis=1)\n${end}` }],
  ["rows of a request as an array", { "app.py": `${flask}@app.post('/predict')\ndef answer():\n    rows = np.array(request.get_json())\n    rows = «(rows - rows.mean()) / rows.std()»\n${end}` }],
  ["an image", { "app.py": `${flask}from PIL import Image\n\n@app.post('/predict')\ndef answer():\n    rows = np.array(Image.open(request.files['photo']))\n    rows = (rows - rows.mean()) / rows.std()\n${end}` }],
  ["constants", { "app.py": `${flask}${route}    rows['a'] = rows['a'] / 255\n    rows = rows.fillna(0)\n    rows['q'] = pd.cut(rows['a'], [0, 10, 20])\n${end}` }],
  ["after the prediction", { "app.py": `${flask}${route}    out = pd.DataFrame(model.predict(rows))\n    return str(out / out.max())\n` }],
  ["shown only", { "app.py": `${flask}${route}    print(rows['a'] / rows['a'].max())\n${end}` }],
  ["dummies brought to the columns of training", { "app.py": `${flask}columns = joblib.load('c.pkl')\n\n${route}    rows = pd.get_dummies(rows)\n    rows = rows.reindex(columns=columns, fill_value=0)\n${end}` }],
  ["columns added one by one", { "app.py": `${flask}columns = joblib.load('c.pkl')\n\n${route}    rows = pd.get_dummies(rows)\n    for c in columns:\n        if c not in rows.columns:\n            rows[c] = 0\n${end}` }],
  ["training", { "train.py": "import joblib\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n\nrows = pd.read_csv('a.csv')\nrows['a'] = rows['a'] / rows['a'].max()\nm = Ridge().fit(rows[['a']], rows['y'])\njoblib.dump(m, 'm.pkl')\n" }],
  ["a route that trains", { "app.py": `${flask}@app.post('/retrain')\ndef retrain():\n    rows = pd.DataFrame(request.get_json())\n    rows['a'] = rows['a'] / rows['a'].max()\n    model.fit(rows, rows['y'])\n    joblib.dump(model, 'm.pkl')\n    return str(model.predict(rows))\n` }],
  ["a model of the same run", { "app.py": "import pandas as pd\nimport streamlit as st\nfrom sklearn.linear_model import Ridge\n\nrows = pd.read_csv(st.file_uploader('f'))\nrows['a'] = rows['a'] / rows['a'].max()\nm = Ridge().fit(rows[['a']], rows['y'])\nst.write(m.predict(rows[['a']]))\n" }],
  ["no model", { "app.py": `${flask}@app.post('/chart')\ndef chart():\n    rows = pd.DataFrame(request.get_json())\n    rows['a'] = rows['a'] / rows['a'].max()\n    return rows.to_json()\n` }],
  ["half-typed", { "app.py": `${flask}${route}    rows['a'] = rows['a'] / rows['a'].max(\n${end}` }],
];

describe("python/data-dependent-transform", () => {
  it.each(transforms)("%s", async (_, files) => expect(await marked("python/data-dependent-transform", files)).toEqual(files));
});

const fit = "from sklearn.linear_model import LogisticRegression\nfrom sklearn.metrics import accuracy_score\n";
const weighed = `${fit}m = LogisticRegression(class_weight='balanced').fit(X, y)\n`;

const measures: readonly (readonly [title: string, files: Files])[] = [
  ["weights and accuracy", { "a.py": `${weighed}print(«accuracy_score»(v, m.predict(w)))\n` }],
  ["Keras", { "a.py": "import keras\nnet = keras.Sequential()\nnet.compile(metrics=«['accuracy']»)\nnet.fit(X, y, class_weight={0: 1, 1: 9})\n" }],
  ["a scoring name", { "a.py": "from imblearn.over_sampling import SMOTE\nfrom sklearn.model_selection import cross_val_score\nX, y = SMOTE().fit_resample(X, y)\ncross_val_score(m, X, y, scoring=«'accuracy'»)\n" }],
  ["a rare target", { "a.py": `${fit}y = df['isFraud']\nprint(«accuracy_score»(y, p))\n` }],
  ["another measure", { "a.py": `${weighed}print(accuracy_score(v, p))\nprint(f1_score(v, p))\n` }],
  ["another measure in another file", { "a.py": `${weighed}print(accuracy_score(v, p))\n`, "b.py": "def recall(t, p):\n    return (t & p).sum() / t.sum()\n" }],
  ["no sign of a rare class", { "a.py": `${fit}print(accuracy_score(v, p))\n` }],
  ["weights switched off", { "a.py": `${fit}m = LogisticRegression(class_weight=None)\nprint(accuracy_score(v, p))\n` }],
  ["an unrelated file has weights", { "a.py": `${fit}print(accuracy_score(v, p))\n`, "b.py": "from sklearn.svm import SVC\nm = SVC(class_weight='balanced')\n" }],
  ["no accuracy", { "a.py": "from sklearn.svm import SVC\nm = SVC(class_weight='balanced')\n" }],
  ["tests", { "tests/test_a.py": `${weighed}print(accuracy_score(v, p))\n` }],
];

describe("python/accuracy-only", () => {
  it.each(measures)("%s", async (_, files) => expect(await marked("python/accuracy-only", files)).toEqual(files));

  it("judges a notebook by itself", async () => {
    const notebook = JSON.stringify({ cells: [{ cell_type: "code", execution_count: 1, metadata: {}, outputs: [], source: `${weighed}print(accuracy_score(v, p))\n` }], metadata: {}, nbformat: 4, nbformat_minor: 5 });
    const { findings } = await workspace({ "a.ipynb": notebook, "b.py": "from sklearn.metrics import f1_score\n" });
    expect(findings("a.ipynb", "python/accuracy-only").map(({ severity }) => severity)).toEqual(["info"]);
  });
});
