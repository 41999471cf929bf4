/** Fits on test rows: what is said, what the fix does, and what stays silent. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";

const rule = "python/refit-on-test";
const imports = `import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import Ridge
from sklearn.manifold import TSNE
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, Normalizer, StandardScaler
`;

const wrong: readonly { readonly title: string; readonly text: string; readonly fixed?: string }[] = [
  { title: "one object on both sides", text: `a_train, a_test = train_test_split(rows)
sc = StandardScaler()
a_train = sc.fit_transform(a_train)
a_test = sc.«fit_transform»(a_test)
`, fixed: `a_train, a_test = train_test_split(rows)
sc = StandardScaler()
a_train = sc.fit_transform(a_train)
a_test = sc.transform(a_test)
` },
  { title: "a second scaler of the same class", text: `X_train, X_test, y_train, y_test = train_test_split(X, y)
X_train = StandardScaler().fit_transform(X_train)
X_test = StandardScaler().«fit_transform»(X_test)
` },
  { title: "column by column in one loop", text: `train, test = train_test_split(frame)
for column in ["kind", "town"]:
    le = LabelEncoder()
    train[column] = le.fit_transform(train[column])
    test[column] = le.«fit_transform»(test[column])
`, fixed: `train, test = train_test_split(frame)
for column in ["kind", "town"]:
    le = LabelEncoder()
    train[column] = le.fit_transform(train[column])
    test[column] = le.transform(test[column])
` },
  { title: "positional split with derived frames", text: `cut = int(len(frame) * 0.7)
data_training = pd.DataFrame(frame["close"][0:cut])
data_testing = pd.DataFrame(frame["close"][cut:int(len(frame))])
scaler = MinMaxScaler()
a = scaler.fit_transform(data_training.values)
b = scaler.«fit_transform»(data_testing.values.reshape(-1, 1))
` },
  { title: "iloc and a validation part", text: `train = frame.iloc[:800]
valid = frame.iloc[800:]
pca = PCA(2)
pca.fit(train)
x = pca.«fit_transform»(valid)
` },
  { title: "boolean mask and its inverse", text: `recent = frame["year"] >= 2020
train, test = frame[~recent], frame[recent]
cv = CountVectorizer()
a = cv.fit_transform(train["text"])
b = cv.«fit_transform»(test["text"])
` },
  { title: "train.csv and test.csv", text: `train = pd.read_csv("data/train.csv")
test = pd.read_csv("data/test.csv")
sc = StandardScaler()
a = sc.fit_transform(train[["x"]])
b = sc.«fit_transform»(test[["x"]])
` },
  { title: "attributes of an instance, over two methods", text: `class Job:
    def __init__(self, X):
        self.scaler = StandardScaler()
        self.X_train, self.X_test = train_test_split(X)
    def learn(self):
        return self.scaler.fit_transform(self.X_train)
    def judge(self):
        return self.scaler.«fit_transform»(self.X_test)
` },
  { title: "parameters named like the split of this file", text: `def scale(X_train, X_test):
    sc = StandardScaler()
    return sc.fit_transform(X_train), sc.«fit_transform»(X_test)
X_train, X_test = train_test_split(X)
` },
  { title: "a model that learns its test rows", text: `X_train, X_test, y_train, y_test = train_test_split(X, y)
model = Ridge()
model.fit(X_train, y_train)
model.«fit»(X_test, y_test)
` },
  { title: "target scaled by its own side, given with y", text: `X_train, X_test, y_train, y_test = train_test_split(X, y)
sc = StandardScaler()
a = sc.fit_transform(X_train, y_train)
b = sc.«fit_transform»(X_test, y_test)
`, fixed: `X_train, X_test, y_train, y_test = train_test_split(X, y)
sc = StandardScaler()
a = sc.fit_transform(X_train, y_train)
b = sc.transform(X_test)
` },
  { title: "a data set that comes in two parts", text: `from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
sc = StandardScaler()
a = sc.fit_transform(x_train.reshape(-1, 784))
b = sc.«fit_transform»(x_test.reshape(-1, 784))
` },
];

const fine: readonly { readonly title: string; readonly text: string }[] = [
  { title: "transform on the test side", text: `X_train, X_test = train_test_split(X)
sc = StandardScaler().fit(X_train)
X_test = sc.transform(X_test)
` },
  { title: "names without a split", text: `sc = StandardScaler()
def scale(X_train, X_test):
    return sc.fit_transform(X_train), sc.fit_transform(X_test)
` },
  { title: "folds", text: `for train, test in KFold(5).split(X):
    sc = StandardScaler()
    sc.fit_transform(X[train])
    sc.fit_transform(X[test])
` },
  { title: "last fit on everything", text: `X_train, X_test = train_test_split(X)
model = Ridge()
model.fit(X_train, y)
model.fit(pd.concat([X_train, X_test]), y)
model.fit(np.vstack((X_train, X_test)), y)
` },
  { title: "stateless", text: `X_train, X_test = train_test_split(X)
n = Normalizer()
a, b = n.fit_transform(X_train), n.fit_transform(X_test)
` },
  { title: "embeddings and clusters of each side", text: `X_train, X_test = train_test_split(X)
a, b = TSNE().fit_transform(X_train), TSNE().fit_transform(X_test)
c, d = KMeans(3).fit(X_train), KMeans(3).fit(X_test)
` },
  { title: "two models, each with its own rows", text: `X_train, X_test, y_train, y_test = train_test_split(X, y)
one = Ridge().fit(X_train, y_train)
other = Ridge().fit(X_test, y_test)
` },
  { title: "a name that was split and then replaced", text: `X_train, X_test = train_test_split(X)
sc = StandardScaler()
sc.fit(X_train)
X_test = pd.read_csv("fresh.csv")
sc.fit_transform(X_test)
` },
  { title: "two slices that are no split", text: `first, rest = text[:n], text[n:]
sc = StandardScaler()
sc.fit(first)
sc.fit(rest)
` },
  { title: "train only, over a loop of models", text: `X_train, X_test, y_train, y_test = train_test_split(X, y)
for model in [Ridge(), Ridge(2)]:
    model.fit(X_train, y_train)
    print(model.score(X_test, y_test))
` },
];

describe("speaks", () => {
  for (const { title, text, fixed } of wrong) {
    it(title, async () => {
      const plain = readMarkers(imports + text).text;
      const findings = await lint("study.py", plain, rule);
      expect(withMarkers(plain, findings)).toBe(imports + text);
      if (fixed === undefined) return;
      const fixes = findings.flatMap((finding) => finding.fixes);
      expect(fixes.map((fix) => [fix.safe, applyFix(plain, fix)])).toEqual([[true, imports + fixed]]);
    });
  }
});

describe("is silent", () => {
  for (const { title, text } of fine) {
    it(title, async () => expect(withMarkers(imports + text, await lint("study.py", imports + text, rule))).toBe(imports + text));
  }
});

it("offers no fix where other columns were fitted in between", async () => {
  const text = `${imports}X_train, X_test, y_train, y_test = train_test_split(X, y)
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
y_train = sc.fit_transform(y_train)
X_test = sc.fit_transform(X_test)
`;
  const findings = await lint("study.py", text, rule);
  expect(findings.map(({ fixes }) => fixes.length)).toEqual([0]);
});

it("follows parts handed to a helper in another file", async () => {
  const helper = `from sklearn.preprocessing import StandardScaler

def scale(first, second):
    sc = StandardScaler()
    return sc.fit_transform(first), sc.fit_transform(second)
`;
  const study = `from sklearn.model_selection import train_test_split
from helper import scale
a, b = train_test_split(rows)
scale(a, b)
`;
  const findings = await lint("helper.py", helper, rule, { "study.py": study });
  expect(findings.map(({ at, related }) => [helper.slice(at.start, at.end), related.map(({ path }) => path)])).toEqual([["fit_transform", ["helper.py", "study.py"]]]);
});
