/** More ways in which test rows choose, and rows stand on both sides; a line ends in `# <- rule` for each finding expected on it. */

const cut = `df = pd.read_csv("r.csv")
X, y = df.drop("left", axis=1), df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;
const judge = "X_train, X_test, y_train, y_test = train_test_split(X, y)\nprint(Ridge().fit(X_train, y_train).score(X_test, y_test))\n";
const keras = `from tensorflow import keras\n${cut}net = keras.Sequential([])\n`;
const boosted = `import xgboost as xgb\n${cut}a, b = xgb.DMatrix(X_train, label=y_train), xgb.DMatrix(X_test, label=y_test)\n`;

export const chosen: readonly (readonly [title: string, text: string])[] = [
  ["share of misses by hand", `${cut}misses = []\nfor k in range(1, 9):\n    said = Ridge(alpha=k).fit(X_train, y_train).predict(X_test)\n    misses.append(np.mean(said != y_test)) # <- tuning-on-test\n`],
  ["hits counted", `${cut}for k in range(1, 9):\n    m = Ridge(alpha=k).fit(X_train, y_train)\n    print((m.predict(X_test) == y_test).sum() / len(y_test)) # <- tuning-on-test\n`],
  ["squared differences by hand", `${cut}a = Ridge().fit(X_train, y_train)\nb = LogisticRegression().fit(X_train, y_train)\nprint(np.sqrt(np.mean((y_test - a.predict(X_test)) ** 2)))\nprint(np.sqrt(np.mean(np.power(np.array(y_test) - np.array(b.predict(X_test)), 2)))) # <- tuning-on-test\n`],
  ["tables of hits", `${cut}a = Ridge().fit(X_train, y_train)\nb = LogisticRegression().fit(X_train, y_train)\nprint(pd.crosstab(y_test, a.predict(X_test)))\nprint(pd.crosstab(y_test, b.predict(X_test))) # <- tuning-on-test\n`],
  ["displays", `from sklearn.metrics import RocCurveDisplay\n${cut}a = RandomForestClassifier().fit(X_train, y_train)\nb = LogisticRegression().fit(X_train, y_train)\nRocCurveDisplay.from_estimator(a, X_test, y_test)\nRocCurveDisplay.from_estimator(b, X_test, y_test) # <- tuning-on-test\n`],
  ["a helper of another file", `from helpers import evaluate\n${cut}a = RandomForestClassifier().fit(X_train, y_train)\nb = LogisticRegression().fit(X_train, y_train)\nevaluate(a, X_test, y_test)\nevaluate(b, X_test, y_test) # <- tuning-on-test\n`],
  ["models of another file", `from models import small, large\n${cut}a = small(3)\na.fit(X_train, y_train)\nb = large(3)\nb.fit(X_train, y_train)\nprint(accuracy_score(y_test, a.predict(X_test)))\nprint(accuracy_score(y_test, b.predict(X_test))) # <- tuning-on-test\n`],
  ["more and more columns", `${cut}for n in range(1, 9):\n    names = X.columns[:n]\n    m = LogisticRegression().fit(X_train[names], y_train)\n    print(n, m.score(X_test[names], y_test)) # <- tuning-on-test\n`],
  ["how many columns are chosen", `${cut}for k in range(1, 9):\n    p = Pipeline([("s", SelectKBest(k=k)), ("m", LogisticRegression())])\n    p.fit(X_train, y_train)\n    print(p.score(X_test, y_test)) # <- tuning-on-test\n`],
  ["components before the model", `${cut}for n in range(1, 9):\n    pca = PCA(n)\n    m = LogisticRegression().fit(pca.fit_transform(X_train), y_train)\n    print(m.score(pca.transform(X_test), y_test)) # <- tuning-on-test\n`],
  ["the same model on other columns", `${cut}a = LogisticRegression()\na.fit(X_train[["a"]], y_train)\nprint(a.score(X_test[["a"]], y_test))\nb = LogisticRegression()\nb.fit(X_train[["a", "b"]], y_train)\nprint(b.score(X_test[["a", "b"]], y_test)) # <- tuning-on-test\n`],
  ["the best round, read again", `${keras}best = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)\nnet.fit(X_train, y_train, validation_data=(X_test, y_test), callbacks=[best]) # <- tuning-on-test\nlast = keras.models.load_model("best.keras")\nprint(last.evaluate(X_test, y_test))\n`],
  ["watched rows by position", `${boosted}m = xgb.train({}, a, 99, [(a, "train"), (b, "test")], early_stopping_rounds=5) # <- tuning-on-test\nprint(mean_squared_error(y_test, m.predict(b)))\n`],
  ["a cut-off off the curve", `from sklearn.metrics import roc_curve\n${cut}p = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]\nfpr, tpr, cuts = roc_curve(y_test, p) # <- tuning-on-test\nbest = cuts[np.argmax(tpr - fpr)]\nprint(accuracy_score(y_test, p > best))\n`],
  ["weights of a blend", `${cut}a = LogisticRegression().fit(X_train, y_train).predict(X_test)\nb = LogisticRegression().fit(X_train, y_train).predict(X_test)\nbest = 0\nfor w in np.arange(0, 1, 0.1):\n    score = accuracy_score(y_test, w * a + (1 - w) * b) # <- tuning-on-test\n    best = max(best, score)\n`],
  ["columns by the weights of a forest", `df = pd.read_csv("r.csv")\nX, y = df.drop("left", axis=1), df["left"]\nforest = RandomForestClassifier().fit(X, y) # <- fit-before-split\nX = X[X.columns[np.argsort(forest.feature_importances_)[::-1][:9]]]\n${judge}`],
  ["columns by their scores", `df = pd.read_csv("r.csv")\nX, y = df.drop("left", axis=1), df["left"]\nchooser = SelectKBest(k=9).fit(X, y) # <- fit-before-split\nscores = pd.DataFrame({"name": X.columns, "score": chooser.scores_})\nX = X[scores.nlargest(9, "score")["name"]]\n${judge}`],
  ["a prediction as a column", `df = pd.read_csv("r.csv")\nX, y = df[["a"]], df["left"]\nfirst = Ridge().fit(X, y) # <- fit-before-split\ndf["said"] = first.predict(X)\nX = df[["a", "said"]]\n${judge}`],
  ["joined with an option", `train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")\nboth = train.append(test, ignore_index=True)\nboth["n"] = StandardScaler().fit_transform(both[["n"]]) # <- fit-on-combined\nm = Ridge().fit(both[:900][["n"]], y)\nprint(m.predict(both[900:][["n"]]))\n`],
  ["files named in constants", `learn, check = "data/train.csv", "data/test.csv"\nfirst = pd.read_csv(learn)\nsecond = pd.read_csv(check)\nboth = pd.concat([first, second])\nboth["n"] = StandardScaler().fit_transform(both[["n"]]) # <- fit-on-combined\nm = Ridge().fit(both[:900][["n"]], y)\nprint(m.predict(both[900:][["n"]]))\n`],
  ["pictures and their mirror images", `images, y = load()\nX = np.concatenate((images, images[:, :, ::-1])) # <- resample-before-split\ny = np.concatenate((y, y))\n${judge}`],
  ["noisy copies", `df = pd.read_csv("r.csv")\nX, y = df.drop("left", axis=1).values, df["left"].values\nX = np.vstack([X, X + np.random.normal(0, 1, X.shape)]) # <- resample-before-split\ny = np.concatenate([y, y])\n${judge}`],
  ["the frame three times", `df = pd.concat([pd.read_csv("r.csv")] * 3) # <- resample-before-split\nX, y = df.drop("left", axis=1), df["left"]\n${judge}`],
  ["rows repeated", `df = pd.read_csv("r.csv")\nX = np.repeat(df[["a"]].values, 3, axis=0) # <- resample-before-split\ny = np.repeat(df["left"].values, 3, axis=0)\n${judge}`],
  ["a preparing pipeline of another file", `from prepare import make_pipeline_of\ndf = pd.read_csv("r.csv")\npreprocessing_pipe = make_pipeline_of()\nX = preprocessing_pipe.fit_transform(df[["a"]]) # <- preprocess-outside-cv\nprint(cross_val_score(Ridge(), X, df["left"]))\n`],
  ["windows reshaped by a function", `from tensorflow import keras\ndata = pd.read_csv("r.csv").values\nscaled = MinMaxScaler().fit_transform(data) # <- fit-before-split\ntrain, test = scaled[:900], scaled[900:]\nX, y = [], []\nfor i in range(60, len(train)):\n    X.append(train[i - 60:i, 0])\n    y.append(train[i, 0])\nX = np.reshape(np.array(X), (len(X), 60, 1))\nnet = keras.Sequential([])\nnet.fit(X, np.array(y))\n`],
  ["names that a star import brought", `from everything import *\ndf = pd.read_csv("r.csv")\nX = RobustScaler().fit_transform(df[["a"]]) # <- fit-before-split\ny = df["left"]\n${judge}`],
];

export const harmless: readonly (readonly [title: string, text: string])[] = [
  ["columns of two questions under each other", `df = pd.read_csv("r.csv")\nasked = pd.concat([df["question1"], df["question2"]])\nprint(len(asked.unique()))\nX, y = df[["a"]], df["left"]\n${judge}`],
  ["two columns stacked for a picture", `data = np.loadtxt("r.csv")\npoints = np.vstack([data[:, 0], data[:, 1]]).T\nX, y = points, data[:, 2]\n${judge}`],
  ["channels beside each other", `images, y = load()\nX = np.concatenate([images, images, images], axis=3)\n${judge}`],
  ["predictions of the training part feed a second model", `${cut}first = Ridge().fit(X_train, y_train)\nX_train["said"] = first.predict(X_train)\nX_test["said"] = first.predict(X_test)\nprint(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n`],
  ["weights of a forest are only shown", `df = pd.read_csv("r.csv")\nX, y = df.drop("left", axis=1), df["left"]\nforest = RandomForestClassifier().fit(X, y)\nprint(pd.Series(forest.feature_importances_, index=X.columns).nlargest(9))\n${judge}`],
  ["a curve that is only drawn", `from sklearn.metrics import roc_curve\n${cut}p = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]\nfpr, tpr, cuts = roc_curve(y_test, p)\nprint(fpr, tpr)\n`],
  ["mean of the residuals", `df = pd.read_csv("r.csv")\nX, y = df[["a"]], df["left"]\nm = Ridge().fit(X, y)\nprint((y - m.predict(X)).mean())\n`],
  ["a model per target", `${cut}for name in ("left", "right"):\n    m = LogisticRegression().fit(X_train, y_train[name])\n    print(m.score(X_test, y_test[name]))\n`],
];
