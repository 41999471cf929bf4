/** Small projects by rule: files, and the finding expected as `path:line`; none where the code only looks like it. */

export type Case = readonly [title: string, files: Readonly<Record<string, string>>, expected: readonly string[], paths?: readonly string[]];

const fit = "from sklearn.linear_model import Ridge\nimport joblib\nmodel = Ridge()\nmodel.fit(X, y)\nprint(model.score(X, y))\n";
const serve = (load: string, body = "str(model.predict([request.json]))") => `import joblib\nfrom flask import Flask, request\napp = Flask(__name__)\n${load}\n@app.route('/predict', methods=['POST'])\ndef predict():\n    return ${body}\n`;
const clean = (stem: string) => `import nltk\nfrom nltk.stem import PorterStemmer, WordNetLemmatizer\nps = PorterStemmer()\nwl = WordNetLemmatizer()\ndef clean(text):\n    text = text.lower()\n    words = nltk.word_tokenize(text)\n    words = [w for w in words if w.isalnum()]\n    words = [${stem} for w in words]\n    return " ".join(words)\n`;
const trainTexts = (stem: string) => `import joblib\nimport pandas as pd\nfrom sklearn.naive_bayes import MultinomialNB\n${clean(stem)}df = pd.read_csv('t.csv')\ndf['x'] = df['text'].apply(clean)\nmodel = MultinomialNB().fit(df[['x']], df['y'])\njoblib.dump(model, 'm.joblib')\n`;
const serveTexts = (helper: string) => `import joblib\nfrom flask import Flask, request\n${helper}app = Flask(__name__)\nmodel = joblib.load('m.joblib')\n@app.route('/p', methods=['POST'])\ndef p():\n    return str(model.predict([clean(request.json['t'])]))\n`;
const scaled = (end: string) => `import joblib\nfrom sklearn.linear_model import Ridge\nfrom sklearn.preprocessing import StandardScaler, Normalizer\nscaler = StandardScaler()\nZ = scaler.fit_transform(X)\nmodel = Ridge()\nmodel.fit(Z, y)\n${end}\n`;
const cut = "from sklearn.linear_model import Ridge\nfrom sklearn.model_selection import train_test_split\n";

export const cases: Readonly<Record<string, readonly Case[]>> = {
  "project/duplicated-transform": [
    ["equal copies", { "train.py": trainTexts("ps.stem(w)"), "app.py": serveTexts(clean("ps.stem(w)")) }, ["app.py:7"]],
    ["other variables", { "train.py": trainTexts("ps.stem(w)"), "app.py": serveTexts(clean("ps.stem(w)").replaceAll("words", "tokens").replaceAll("w ", "t ").replaceAll("(w)", "(t)").replaceAll("w.is", "t.is")) }, ["app.py:7"]],
    ["one stems, one lemmatizes", { "train.py": trainTexts("ps.stem(w)"), "app.py": serveTexts(clean("wl.lemmatize(w)")) }, ["app.py:7"]],
    ["loops for comprehensions", { "train.py": trainTexts("ps.stem(w)"), "app.py": serveTexts("import nltk\nps = nltk.PorterStemmer()\ndef clean(text):\n    out = []\n    for w in nltk.word_tokenize(text.lower()):\n        if w.isalnum():\n            out.append(ps.stem(w))\n    return ' '.join(out)\n") }, ["app.py:5"]],
    ["imported on both sides", { "texts.py": clean("ps.stem(w)"), "train.py": trainTexts("ps.stem(w)").replace(clean("ps.stem(w)"), "from texts import clean\n"), "app.py": serveTexts("from texts import clean\n") }, []],
    ["training only", { "train.py": trainTexts("ps.stem(w)"), "again.py": trainTexts("ps.stem(w)") }, []],
    ["in a test", { "train.py": trainTexts("ps.stem(w)"), "tests/test_app.py": `import pytest\n${serveTexts(clean("ps.stem(w)"))}` }, []],
    ["in an example", { "train.py": trainTexts("ps.stem(w)"), "examples/score.py": clean("ps.stem(w)") }, []],
    ["another function of the same name", { "train.py": trainTexts("ps.stem(w)"), "app.py": serveTexts("def clean(text):\n    return text.strip().lower()[:100]\n") }, []],
    ["columns in a handler", {
      "train.py": "import joblib\nimport numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\ndf = pd.read_csv('a.csv')\ndf['log_area'] = np.log1p(df['area'])\ndf['age'] = 2026 - df['built'].fillna(2000)\nmodel = Ridge().fit(df[['log_area', 'age']], df['price'])\nprint(model.score(df[['log_area', 'age']], df['price']))\n",
      "app.py": "import joblib\nimport numpy as np\nimport pandas as pd\nfrom flask import Flask, request\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n@app.route('/p', methods=['POST'])\ndef p():\n    row = pd.DataFrame([request.json])\n    row['log_area'] = np.log1p(row['area'])\n    row['age'] = 2026 - row['built'].fillna(2000)\n    return str(model.predict(row))\n",
    }, ["app.py:10"]],
    ["one column only", {
      "train.py": "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\ndf = pd.read_csv('a.csv')\ndf['log_area'] = np.log1p(df['area'])\nmodel = Ridge().fit(df[['log_area']], df['price'])\nprint(model.score(df[['log_area']], df['price']))\n",
      "app.py": "import joblib\nimport numpy as np\nimport pandas as pd\nfrom flask import Flask, request\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n@app.route('/p')\ndef p():\n    row = pd.DataFrame([request.json])\n    row['log_area'] = np.log1p(row['area'])\n    return str(model.predict(row))\n",
    }, []],
  ],
  "project/artifact-mismatch": [
    ["another name", { "train.py": `${fit}joblib.dump(model, 'out/price_v2.pkl')\n`, "app.py": serve("model = joblib.load('out/price.pkl')") }, ["app.py:4"]],
    ["a constant, opened first", { "train.py": `${fit}joblib.dump(model, 'price_v2.pkl')\n`, "app.py": serve("import pickle\nPATH = 'price.pkl'\nwith open(PATH, 'rb') as f:\n    model = pickle.load(f)") }, ["app.py:7"]],
    ["the same name in another folder", { "train.py": `${fit}joblib.dump(model, 'out/price.pkl')\n`, "app.py": serve("model = joblib.load('/models/price.pkl')") }, []],
    ["the file is there", { "train.py": `${fit}joblib.dump(model, 'price_v2.pkl')\n`, "app.py": serve("model = joblib.load('price.pkl')") }, [], ["models/price.pkl"]],
    ["tracked by DVC", { "train.py": `${fit}joblib.dump(model, 'price_v2.pkl')\n`, "app.py": serve("model = joblib.load('price.pkl')") }, [], ["models/price.pkl.dvc"]],
    ["saved under a name that cannot be seen", { "train.py": `${fit}joblib.dump(model, path)\n`, "app.py": serve("model = joblib.load('price.pkl')") }, []],
    ["saved under a name that fits", { "train.py": `${fit}joblib.dump(model, f'price{tag}.pkl')\njoblib.dump(model, 'b.pkl')\n`, "app.py": serve("model = joblib.load('price.pkl')") }, []],
    ["loaded from where the environment says", { "train.py": `${fit}joblib.dump(model, 'b.pkl')\n`, "app.py": serve("import os\nmodel = joblib.load(os.environ['MODEL'])") }, []],
    ["downloaded", { "train.py": `${fit}joblib.dump(model, 'b.pkl')\n`, "app.py": serve("import gdown\ngdown.download(url, 'price.pkl')\nmodel = joblib.load('price.pkl')") }, []],
    ["downloaded by the constant's name", { "train.py": `${fit}joblib.dump(model, 'b.pkl')\n`, "app.py": serve("from store import pull\nM = 'price.pkl'\npull(M)\nmodel = joblib.load(M)") }, []],
    ["named in another file", { "train.py": `${fit}joblib.dump(model, 'b.pkl')\n`, "sync.py": "files = ['price.pkl']\n", "app.py": serve("model = joblib.load('price.pkl')") }, []],
    ["trained in another example", { "train.py": `${fit}joblib.dump(model, 'b.pkl')\n`, "docs/b/app.py": serve("model = joblib.load('price.pkl')") }, []],
    ["another case of letters", { "train.py": `${fit}joblib.dump(model, 'priceModel.pkl')\n`, "app.py": serve("model = joblib.load('pricemodel.pkl')") }, ["app.py:4"]],
    ["trained elsewhere", { "app.py": serve("model = joblib.load('price.pkl')") }, []],
    ["another kind of file", { "train.py": `${fit}joblib.dump(model, 'b.pkl')\n`, "app.py": serve("from keras.models import load_model\nmodel = load_model('price.h5')") }, []],
  ],
  "project/unsaved-preprocessor": [
    ["the scaler stays behind", { "train.py": scaled("joblib.dump(model, 'm.pkl')"), "app.py": serve("model = joblib.load('m.pkl')") }, ["train.py:5"]],
    ["saved beside it", { "train.py": scaled("joblib.dump(model, 'm.pkl')\njoblib.dump(scaler, 's.pkl')"), "app.py": serve("model = joblib.load('m.pkl')") }, []],
    ["saved together", { "train.py": scaled("joblib.dump((scaler, model), 'm.pkl')"), "app.py": serve("scaler, model = joblib.load('m.pkl')") }, []],
    ["something unknown is saved too", { "train.py": scaled("joblib.dump(model, 'm.pkl')\njoblib.dump(bundle, 'b.pkl')"), "app.py": serve("model = joblib.load('m.pkl')") }, []],
    ["keeps no statistics", { "train.py": scaled("joblib.dump(model, 'm.pkl')").replace("StandardScaler()", "Normalizer()"), "app.py": serve("model = joblib.load('m.pkl')") }, []],
    ["serving scales by a function of its own", { "train.py": scaled("joblib.dump(model, 'm.pkl')"), "app.py": serve("from shared import scale_row\nmodel = joblib.load('m.pkl')", "str(model.predict(scale_row(request.json)))") }, []],
    ["serving transforms", { "train.py": scaled("joblib.dump(model, 'm.pkl')"), "app.py": serve("from shared import scaler\nmodel = joblib.load('m.pkl')", "str(model.predict(scaler.transform([request.json])))") }, []],
    ["another model is served", { "train.py": scaled("joblib.dump(model, 'm.pkl')"), "app.py": serve("model = joblib.load('n.pkl')") }, []],
    ["the model learned from raw rows", { "train.py": scaled("joblib.dump(model, 'm.pkl')").replace("fit(Z", "fit(X"), "app.py": serve("model = joblib.load('m.pkl')") }, []],
  ],
  "project/missing-baseline": [
    ["a score beside no other", { "train.py": `${fit}joblib.dump(model, 'm.pkl')\n`, "app.py": serve("model = joblib.load('m.pkl')") }, ["train.py:4"]],
    ["a dummy in another file", { "train.py": `${fit}joblib.dump(model, 'm.pkl')\n`, "check.py": "from sklearn.dummy import DummyRegressor\n", "app.py": serve("model = joblib.load('m.pkl')") }, []],
    ["by name", { "train.py": `${fit}joblib.dump(model, 'm.pkl')\nnaive_forecast = y.shift(7)\n`, "app.py": serve("model = joblib.load('m.pkl')") }, []],
    ["naive Bayes is no baseline by name", { "train.py": `${fit}joblib.dump(model, 'm.pkl')\nfrom sklearn.naive_bayes import GaussianNB\n`, "app.py": serve("model = joblib.load('m.pkl')") }, ["train.py:4"]],
    ["a heading speaks of it", { "train.py": `${fit}joblib.dump(model, 'm.pkl')\n`, "README.md": "# A\n## Baselines\n", "app.py": serve("model = joblib.load('m.pkl')") }, []],
    ["nothing is served", { "train.py": `${fit}joblib.dump(model, 'm.pkl')\n` }, []],
    ["a tutorial", { "tutorials/train.py": `${fit}joblib.dump(model, 'm.pkl')\n`, "app.py": serve("model = joblib.load('m.pkl')") }, []],
  ],
  "project/fit-before-split": [
    ["filled in one script, split in the next", { "prep.py": "import pandas as pd\ndf = pd.read_csv('raw.csv')\ndf['a'] = df['a'].fillna(df['a'].mean())\ndf.to_csv('data/clean.csv')\n", "train.py": `import pandas as pd\n${cut}df = pd.read_csv('./data/clean.csv')\na, b, c, d = train_test_split(df[['a']], df['y'])\nm = Ridge().fit(a, c)\nprint(m.score(b, d))\n` }, ["prep.py:3"]],
    ["another file is read", { "prep.py": "import pandas as pd\ndf = pd.read_csv('raw.csv')\ndf['a'] = df['a'].fillna(df['a'].mean())\ndf.to_csv('data/clean.csv')\n", "train.py": `import pandas as pd\n${cut}df = pd.read_csv('data/raw.csv')\na, b, c, d = train_test_split(df[['a']], df['y'])\nm = Ridge().fit(a, c)\n` }, []],
    ["only the training rows are filled", { "prep.py": "import pandas as pd\ntrain = pd.read_csv('train_raw.csv')\ntrain['a'] = train['a'].fillna(train['a'].mean())\ntrain.to_csv('clean.csv')\n", "train.py": `import pandas as pd\n${cut}df = pd.read_csv('clean.csv')\na, b, c, d = train_test_split(df[['a']], df['y'])\nm = Ridge().fit(a, c)\n` }, []],
    ["row by row", { "prep.py": "import numpy as np\nimport pandas as pd\ndf = pd.read_csv('raw.csv')\ndf['a'] = np.log1p(df['a'])\ndf.to_csv('clean.csv')\n", "train.py": `import pandas as pd\n${cut}df = pd.read_csv('clean.csv')\na, b, c, d = train_test_split(df[['a']], df['y'])\nm = Ridge().fit(a, c)\n` }, []],
    ["a helper scales, the caller splits", { "prep.py": "from sklearn.preprocessing import MinMaxScaler\ndef prepare(df):\n    y = df.pop('y')\n    return MinMaxScaler().fit_transform(df), y\n", "train.py": `import pandas as pd\nfrom prep import prepare\n${cut}X, y = prepare(pd.read_csv('a.csv'))\na, b, c, d = train_test_split(X, y)\nm = Ridge().fit(a, c)\nprint(m.score(b, d))\n` }, ["prep.py:4"]],
    ["the caller splits first", { "prep.py": "from sklearn.preprocessing import MinMaxScaler\ndef prepare(df):\n    return MinMaxScaler().fit_transform(df)\n", "train.py": `from prep import prepare\n${cut}a, b, c, d = train_test_split(load(), target())\na = prepare(a)\nm = Ridge().fit(a, c)\n` }, []],
    ["fits only when asked to", { "prep.py": "from sklearn.preprocessing import MinMaxScaler\nscaler = MinMaxScaler()\ndef prepare(df, fit=False):\n    if fit:\n        return scaler.fit_transform(df)\n    return scaler.transform(df)\n", "train.py": `from prep import prepare\n${cut}X = prepare(load())\na, b, c, d = train_test_split(X, y)\nm = Ridge().fit(a, c)\n` }, []],
    ["another helper of that name", { "prep.py": "from sklearn.preprocessing import MinMaxScaler\ndef prepare(df):\n    return MinMaxScaler().fit_transform(df)\n", "other.py": "def prepare(df):\n    return df\n", "train.py": `from other import prepare\n${cut}X = prepare(load())\na, b, c, d = train_test_split(X, y)\nm = Ridge().fit(a, c)\n` }, []],
  ],
};
