/** Programs that look like leaks and are none: each must stay silent, for the reason its title gives. */

const judge = `model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n";
const read = `df = pd.read_csv("rows.csv")
y = df["left"]
X = df.drop("left", axis=1)
`;

export const clean: readonly (readonly [title: string, text: string])[] = [
  ["scored on the fit, and said so", `rows = pd.read_csv("r.csv")\nx, y = rows[["a"]], rows["b"]\nm = Ridge().fit(x, y)\nmlflow.log_metric("train_r2", r2_score(y, m.predict(x)))\n`],
  ["fit on train, transform test", `${read}${cut}s = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.transform(X_test)\n${judge}`],
  ["a scaled result never used", `${read}scaled = StandardScaler().fit_transform(X)\n${cut}${judge}`],
  ["scaled for a plot only", `${read}import matplotlib.pyplot as plt\nplt.plot(StandardScaler().fit_transform(X))\nprint(X.mean())\n${cut}${judge}`],
  ["something unrelated elsewhere", `other = pd.read_csv("o.csv")\nother = StandardScaler().fit_transform(other)\n${read}${cut}${judge}`],
  ["pipeline fitted after the split", `${read}${cut}p = make_pipeline(StandardScaler(), LogisticRegression())\np.fit(X_train, y_train)\nprint(p.score(X_test, y_test))\n`],
  ["pipeline in cross-validation", `${read}p = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression())\nprint(cross_val_score(p, X, y))\n`],
  ["pipeline in a search, from a factory", `def steps():\n    return Pipeline([("s", StandardScaler()), ("m", Ridge())])\n\n${read}GridSearchCV(steps(), {"m__alpha": [1]}).fit(X, y)\n`],
  ["new rows on the training part", `${read}${cut}X_train, y_train = SMOTE().fit_resample(X_train, y_train)\n${judge}`],
  ["length of single rows", `${read}X = Normalizer().fit_transform(X)\n${cut}${judge}`],
  ["hashing keeps nothing", `${read}X = HashingVectorizer().fit_transform(X["t"])\n${cut}${judge}`],
  ["a function as a transformer", `${read}X = FunctionTransformer(np.log1p).fit_transform(X)\n${cut}${judge}`],
  ["arithmetic on single rows", `${read}X["ratio"] = X["a"] / X["b"]\nX = X / 255\n${cut}${judge}`],
  ["mean over the columns of a row", `${read}X["m"] = X[["a", "b"]].mean(axis=1)\n${cut}${judge}`],
  ["row by row", `${read}X["m"] = X.apply(lambda r: (r - r.mean()).sum(), axis=1)\n${cut}${judge}`],
  ["value by value", `${read}X["a"] = X["a"].apply(lambda v: v - 3)\n${cut}${judge}`],
  ["the target encoded", `${read}y = LabelEncoder().fit_transform(y)\n${cut}${judge}`],
  ["the target column encoded in place", `df = pd.read_csv("r.csv")\ndf["left"] = LabelEncoder().fit_transform(df["left"])\ny = df["left"]\nX = df.drop(columns=["left"])\n${cut}${judge}`],
  ["a scaled column that is dropped", `df = pd.read_csv("r.csv")\ndf["big"] = StandardScaler().fit_transform(df[["big"]])\ny = df["left"]\nX = df.drop(columns=["left", "big"])\n${cut}${judge}`],
  ["other columns are taken", `df = pd.read_csv("r.csv")\ndf["big"] = df["big"].fillna(df["big"].mean())\nX, y = df[["a", "b"]], df["left"]\n${cut}${judge}`],
  ["a constant for the gaps", `${read}X = X.fillna(0)\n${cut}${judge}`],
  ["mean of the training part", `${read}${cut}m = X_train.mean()\nX_train = X_train.fillna(m)\nX_test = X_test.fillna(m)\n${judge}`],
  ["a rolling window looks back only", `${read}X["m"] = X["a"] - X["a"].rolling(7).mean()\nX["e"] = X["a"] / X["a"].ewm(span=3).mean()\n${cut}${judge}`],
  ["a statistic printed", `${read}print(X.mean(), X["a"].max())\n${cut}${judge}`],
  ["inside each fold", `${read}for a, b in KFold(5).split(X):\n    s = StandardScaler()\n    A = s.fit_transform(X.iloc[a])\n    m = Ridge().fit(A, y.iloc[a])\n    print(m.score(s.transform(X.iloc[b]), y.iloc[b]))\n`],
  ["side by side", `train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")\nwide = pd.concat([train[["a"]], train[["b"]]], axis=1)\ns = StandardScaler().fit(wide)\nm = Ridge().fit(s.transform(wide), y)\n`],
  ["train and validation for the last fit", `${read}X_train, X_test, y_train, y_test = train_test_split(X, y)\nX_train, X_val, y_train, y_val = train_test_split(X_train, y_train)\nboth = pd.concat([X_train, X_val])\ns = StandardScaler().fit(both)\nm = Ridge().fit(s.transform(both), pd.concat([y_train, y_val]))\nprint(m.score(s.transform(X_test), y_test))\n`],
  ["refit on everything for production", `${read}${cut}m = Ridge().fit(X_train, y_train)\nprint(m.score(X_test, y_test))\ns = StandardScaler()\nfinal = Ridge().fit(s.fit_transform(X), y)\n`],
  ["a train score beside a test score", `${read}${cut}m = Ridge().fit(X_train, y_train)\nprint(m.score(X_train, y_train), m.score(X_test, y_test))\n`],
  ["no split at all", `${read}X = StandardScaler().fit_transform(X)\nm = Ridge().fit(X, y)\n`],
  ["pages of a frame", `df = pd.read_csv("r.csv")\ndf = df.fillna(df.mean())\nfirst, second = df[:100], df[100:]\nshow(first)\nshow(second)\n`],
  ["groups by sex are no split", `df = pd.read_csv("r.csv")\ndf["a"] = StandardScaler().fit_transform(df[["a"]])\nmen = df[df["sex"] == "m"]\nwomen = df[df["sex"] == "f"]\nprint(men["a"].mean(), women["a"].mean())\n`],
  ["bootstrap without a split", `from sklearn.utils import resample\n${read}for i in range(10):\n    A, b = resample(X, y, n_samples=50)\n    Ridge().fit(A, b)\n`],
  ["shuffled, not resampled", `from sklearn.utils import shuffle\n${read}X, y = shuffle(X, y)\nX = X.sample(frac=1)\n${cut}${judge}`],
  ["a scaler of which nothing is known", `def run(scaler, X, y):\n    X = scaler.fit_transform(X)\n    return train_test_split(X, y)\n`],
  ["a tool of which nothing is known", `from somewhere import make_tool\n${read}tool = make_tool()\nX = tool.fit_transform(X)\n${cut}${judge}`],
  ["clusters are an answer", `from sklearn.cluster import KMeans\n${read}print(KMeans(3).fit_predict(X))\n${cut}${judge}`],
  ["overwritten before use", `${read}Z = StandardScaler().fit_transform(X)\nZ_train, Z_test = train_test_split(Z)\nX_train, X_test, y_train, y_test = train_test_split(X, y)\n${judge}`],
  ["half-typed", `${read}X = StandardScaler().fit_transform(X\nX_train, X_test = train_test_split(\n`],
];
