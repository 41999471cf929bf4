/** Programs that leak; a line ends in `# <- rule` for each finding expected on it. Imports that most share stand in `common`. */

export const common = `import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer, HashingVectorizer
from sklearn.feature_selection import SelectKBest, VarianceThreshold
from sklearn.impute import SimpleImputer, KNNImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, mean_squared_error
from sklearn.model_selection import (train_test_split, cross_val_score, cross_validate, GridSearchCV, KFold, StratifiedKFold, TimeSeriesSplit)
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (StandardScaler, MinMaxScaler, LabelEncoder, OneHotEncoder, Normalizer, FunctionTransformer, PowerTransformer, scale)
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
`;

const judge = `model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n";
const read = `df = pd.read_csv("rows.csv")
y = df["left"]
X = df.drop("left", axis=1)
`;

export const leaky: readonly (readonly [title: string, text: string])[] = [
  ["scaler on all rows", `${read}X = StandardScaler().fit_transform(X) # <- fit-before-split\n${cut}${judge}`],
  ["fitted before, applied after", `${read}s = StandardScaler()\ns.fit(X) # <- fit-before-split\n${cut}X_train = s.transform(X_train)\nX_test = s.transform(X_test)\n${judge}`],
  ["scaler of some columns", `${read}cols = ["a", "b"]\nX[cols] = MinMaxScaler().fit_transform(X[cols]) # <- fit-before-split\n${cut}${judge}`],
  ["one column by name", `df = pd.read_csv("r.csv")\ndf["a"] = PowerTransformer().fit_transform(df[["a"]]) # <- fit-before-split\ny = df.pop("left")\nX_train, X_test, y_train, y_test = train_test_split(df, y)\n${judge}`],
  ["dimension reduction", `${read}X2 = PCA(2).fit_transform(X) # <- fit-before-split\nX_train, X_test, y_train, y_test = train_test_split(X2, y)\n${judge}`],
  ["columns chosen by the target", `${read}X = SelectKBest(k=3).fit_transform(X, y) # <- fit-before-split\n${cut}${judge}`],
  ["words of all texts", `df = pd.read_csv("mails.csv")\nX = TfidfVectorizer().fit_transform(df["text"]) # <- fit-before-split\ny = df["spam"]\n${cut}${judge}`],
  ["texts cleaned in a loop", `df = pd.read_csv("mails.csv")\ncorpus = []\nfor i in range(0, 1000):\n    words = df["text"][i].lower().split()\n    corpus.append(" ".join(words))\nX = CountVectorizer().fit_transform(corpus).toarray() # <- fit-before-split\ny = df["spam"]\n${cut}${judge}`],
  ["imputer into a corner of an array", `df = pd.read_csv("r.csv")\nX = df.iloc[:, :-1].values\ny = df.iloc[:, -1].values\nimp = SimpleImputer()\nimp.fit(X[:, 1:3]) # <- fit-before-split\nX[:, 1:3] = imp.transform(X[:, 1:3])\n${cut}${judge}`],
  ["gaps filled with a mean", `${read}X = X.fillna(X.mean()) # <- fit-before-split\n${cut}${judge}`],
  ["gaps filled in place", `${read}X["a"].fillna(X["a"].median(), inplace=True) # <- fit-before-split\n${cut}${judge}`],
  ["mean kept in a variable", `${read}m = X["a"].mean() # <- fit-before-split\nX["a"] = X["a"].fillna(m)\n${cut}${judge}`],
  ["standardised by hand", `${read}X = (X - X.mean()) / X.std() # <- fit-before-split # <- fit-before-split\n${cut}${judge}`],
  ["numpy by hand", `X, y = load()\nX = (X - np.mean(X, axis=0)) / 2 # <- fit-before-split\n${cut}${judge}`],
  ["where instead of fillna", `${read}X["a"] = np.where(X["a"].isna(), X["a"].mean(), X["a"]) # <- fit-before-split\n${cut}${judge}`],
  ["the function scale", `${read}X = scale(X) # <- fit-before-split\n${cut}${judge}`],
  ["pipeline of transformers", `${read}prep = Pipeline([("fill", SimpleImputer()), ("scale", StandardScaler())])\nX = prep.fit_transform(X) # <- fit-before-split\n${cut}${judge}`],
  ["column transformer from a factory", `def steps():\n    return ColumnTransformer([("n", StandardScaler(), ["a"])])\n\n${read}X = steps().fit_transform(X) # <- fit-before-split\n${cut}${judge}`],
  ["inside a function", `def prepare(rows):\n    s = StandardScaler()\n    return s.fit_transform(rows) # <- fit-before-split\n\n${read}X = prepare(X)\n${cut}${judge}`],
  ["a function that does it all", `def main(path):\n    df = pd.read_csv(path)\n    y = df["left"]\n    X = StandardScaler().fit_transform(df[["a"]]) # <- fit-before-split\n    a, b, c, d = train_test_split(X, y)\n    m = Ridge()\n    m.fit(a, c)\n    return m.score(b, d)\n`],
  ["in a class over methods", `class Job:\n    def load(self):\n        self.df = pd.read_csv("r.csv")\n    def prepare(self):\n        self.X = StandardScaler().fit_transform(self.df[["a"]]) # <- fit-before-split\n    def train(self):\n        a, b, c, d = train_test_split(self.X, self.df["left"])\n        m = Ridge().fit(a, c)\n        print(m.score(b, d))\n\njob = Job()\njob.load()\njob.prepare()\njob.train()\n`],
  ["function over columns", `${read}X = X.apply(lambda c: (c - c.mean()) / 2) # <- fit-before-split\n${cut}${judge}`],
  ["a method handed to apply", `${read}X = X.apply(MinMaxScaler().fit_transform) # <- fit-before-split\n${cut}${judge}`],
  ["loop over models", `${read}X = StandardScaler().fit_transform(X) # <- fit-before-split\n${cut}for m in [Ridge(), LogisticRegression()]:\n    m.fit(X_train, y_train)\n    print(m.score(X_test, y_test)) # <- tuning-on-test\n`],
  ["under a condition", `${read}if SCALE:\n    X = StandardScaler().fit_transform(X) # <- fit-before-split\n${cut}${judge}`],
  ["slices of a series", `s = pd.read_csv("p.csv")[["close"]].values\nv = MinMaxScaler().fit_transform(s) # <- fit-before-split\nn = int(len(v) * 0.8)\ntrain = v[:n]\ntest = v[n - 60:]\nA, b = [], []\nfor i in range(60, len(train)):\n    A.append(train[i-60:i])\n    b.append(train[i])\nmodel.fit(np.array(A), np.array(b))\nC = []\nfor i in range(60, len(test)):\n    C.append(test[i-60:i])\nmodel.predict(np.array(C))\n`],
  ["positions", `df = StandardScaler().fit_transform(pd.read_csv("r.csv")) # <- fit-before-split\ntrain, test = df[:700], df[700:]\nm = Ridge().fit(train[:, :3], train[:, 3])\nprint(m.score(test[:, :3], test[:, 3]))\n`],
  ["slices without telling names", `v = scale(load()) # <- fit-before-split\na, b = v[:90], v[90:]\nm = Ridge().fit(a, ya)\nprint(m.predict(b))\n`],
  ["random mask", `df = pd.read_csv("r.csv")\ndf["a"] = df["a"].fillna(df["a"].mean()) # <- fit-before-split\nmask = np.random.rand(len(df)) < 0.8\ntrain = df[mask]\ntest = df[~mask]\nm = Ridge().fit(train[["a"]], train["y"])\nprint(m.score(test[["a"]], test["y"]))\n`],
  ["sample and drop", `df = pd.read_csv("r.csv")\ndf["a"] = df["a"].fillna(df["a"].mean()) # <- fit-before-split\ntrain = df.sample(frac=0.8)\ntest = df.drop(train.index)\nm = Ridge().fit(train[["a"]], train["y"])\nprint(m.score(test[["a"]], test["y"]))\n`],
  ["indices drawn first", `X, y = load()\nX = StandardScaler().fit_transform(X) # <- fit-before-split\nlearn, check = train_test_split(np.arange(len(X)))\nm = Ridge().fit(X[learn], y[learn])\nprint(m.score(X[check], y[check]))\n`],
  ["permutation", `X, y = load()\nX = StandardScaler().fit_transform(X) # <- fit-before-split\norder = np.random.permutation(len(X))\ntrain_at, test_at = order[:80], order[80:]\nm = Ridge().fit(X[train_at], y[train_at])\nprint(m.score(X[test_at], y[test_at]))\n`],
  ["folds by hand", `${read}X = StandardScaler().fit_transform(X) # <- fit-before-split\nfor a, b in KFold(5).split(X):\n    m = Ridge().fit(X[a], y[a])\n    print(m.score(X[b], y[b]))\n`],
  ["numbered folds", `${read}X = StandardScaler().fit_transform(X) # <- fit-before-split\nfor i, (a, b) in enumerate(StratifiedKFold(5).split(X, y)):\n    m = Ridge()\n    m.fit(X[a], y[a])\n    print(m.score(X[b], y[b]))\n`],
  ["second split into validation", `${read}${cut}X_train = StandardScaler().fit_transform(X_train) # <- fit-before-split\nA, V, ya, yv = train_test_split(X_train, y_train)\nm = Ridge().fit(A, ya)\nprint(m.score(V, yv))\n`],
  ["categories only, a hint", `${read}X = OneHotEncoder().fit_transform(X) # <- fit-before-split\n${cut}${judge}`],
  ["a script that only prepares", `${read}X = StandardScaler().fit_transform(X) # <- fit-before-split\n${cut}`],
  ["parts that are returned", `def parts(X, y):\n    X = StandardScaler().fit_transform(X) # <- fit-before-split\n    return train_test_split(X, y)\n`],
  ["renamed splitter", `from sklearn.model_selection import train_test_split as tts\n${read}X = StandardScaler().fit_transform(X) # <- fit-before-split\nX_train, X_test, y_train, y_test = tts(X, y)\n${judge}`],
  ["train and test files together", `train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")\ns = StandardScaler().fit(pd.concat([train, test])) # <- fit-on-combined\nm = Ridge().fit(s.transform(train), y)\nm.predict(s.transform(test))\n`],
  ["together, filled, apart again", `train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")\nall_rows = pd.concat([train, test])\nall_rows["a"] = all_rows["a"].fillna(all_rows["a"].mean()) # <- fit-on-combined\nm = Ridge().fit(all_rows[:len(train)], y)\nm.predict(all_rows[len(train):])\n`],
  ["parts put together again", `${read}${cut}s = StandardScaler()\ns.fit(np.vstack([X_train, X_test])) # <- fit-on-combined\nm = Ridge().fit(s.transform(X_train), y_train)\nprint(m.score(s.transform(X_test), y_test))\n`],
  ["texts of both sides", `${read}${cut}v = TfidfVectorizer()\nv.fit(pd.concat([X_train["t"], X_test["t"]])) # <- fit-on-combined\nm = Ridge().fit(v.transform(X_train["t"]), y_train)\nprint(m.score(v.transform(X_test["t"]), y_test))\n`],
  ["new rows before the split", `${read}X, y = SMOTE().fit_resample(X, y) # <- resample-before-split\n${cut}${judge}`],
  ["copies before the split", `${read}Xr, yr = RandomOverSampler().fit_resample(X, y) # <- resample-before-split\nX_train, X_test, y_train, y_test = train_test_split(Xr, yr)\n${judge}`],
  ["dropped before the split", `${read}X, y = RandomUnderSampler().fit_resample(X, y) # <- resample-before-split\n${cut}${judge}`],
  ["new rows before folds", `${read}X, y = SMOTE().fit_resample(X, y) # <- resample-before-split\nprint(cross_val_score(LogisticRegression(), X, y))\n`],
  ["drawn with replacement", `df = pd.read_csv("r.csv")\nrare = df[df["y"] == 1].sample(n=500, replace=True) # <- resample-before-split\nrest = df[df["y"] == 0]\nboth = pd.concat([rest, rare])\na, b = train_test_split(both)\nm = Ridge().fit(a[["x"]], a["y"])\nprint(m.score(b[["x"]], b["y"]))\n`],
  ["scaled outside cross-validation", `${read}X = StandardScaler().fit_transform(X) # <- preprocess-outside-cv\nprint(cross_val_score(LogisticRegression(), X, y))\n`],
  ["chosen outside a search", `${read}X = SelectKBest(k=3).fit_transform(X, y) # <- preprocess-outside-cv\nsearch = GridSearchCV(Ridge(), {"alpha": [1, 2]})\nsearch.fit(X, y)\n`],
  ["filled outside cross_validate", `${read}X = X.fillna(X.median()) # <- preprocess-outside-cv\ncross_validate(Ridge(), X, y)\n`],
  ["training part prepared outside a search", `${read}${cut}X_train = StandardScaler().fit_transform(X_train) # <- preprocess-outside-cv\nGridSearchCV(Ridge(), {"alpha": [1]}).fit(X_train, y_train)\n`],
];
