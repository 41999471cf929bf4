/** Programs in which the test rows choose, and some in which they only judge; each line that is told ends in `# <- rule`. */

export const common = `import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split, GridSearchCV, RandomizedSearchCV, cross_val_score
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score, mean_squared_error
from sklearn.linear_model import Ridge, LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC
df = pd.read_csv("r.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["b"], random_state=0)
`;

export const loud: readonly (readonly [title: string, text: string])[] = [
  ["if score > best", `best = 0\nfor c in [0.1, 1, 10]:\n    m = LogisticRegression(C=c).fit(X_train, y_train)\n    s = m.score(X_test, y_test) # <- tuning-on-test\n    if s > best:\n        best = s\n        best_c = c\n`],
  ["if score nested gamma", `best = 0\nfor gamma in [0.1, 1]:\n    for C in [0.1, 1]:\n        svm = SVC(gamma=gamma, C=C)\n        svm.fit(X_train, y_train)\n        score = svm.score(X_test, y_test) # <- tuning-on-test\n        if score > best:\n            best = score\n            params = {"C": C, "gamma": gamma}\nsvm = SVC(**params).fit(X_train, y_train)\nprint(svm.score(X_test, y_test))\n`],
  ["max scores list", `scores = []\nfor k in range(1, 9):\n    m = Ridge(alpha=k).fit(X_train, y_train)\n    scores.append(m.score(X_test, y_test)) # <- tuning-on-test\nprint(max(scores))\n`],
  ["argmax", `scores = []\nks = [1, 2, 3]\nfor k in ks:\n    m = Ridge(alpha=k)\n    m.fit(X_train, y_train)\n    scores.append(accuracy_score(y_test, m.predict(X_test))) # <- tuning-on-test\nbest = ks[int(np.argmax(scores))]\n`],
  ["sorted dict", `results = {}\nfor k in (1, 2):\n    m = Ridge(alpha=k).fit(X_train, y_train)\n    results[k] = mean_squared_error(y_test, m.predict(X_test)) # <- tuning-on-test\nbest = min(results, key=results.get)\n`],
  ["max over models", `models = {"a": Ridge(), "b": LogisticRegression()}\nscores = {}\nfor name, m in models.items():\n    m.fit(X_train, y_train)\n    scores[name] = m.score(X_test, y_test) # <- tuning-on-test\nbest = max(scores, key=scores.get)\n`],
  ["threshold sweep", `m = LogisticRegression().fit(X_train, y_train)\np = m.predict_proba(X_test)[:, 1]\nbest, at = 0, 0\nfor t in np.arange(0, 1, 0.01):\n    s = f1_score(y_test, p > t) # <- tuning-on-test\n    if s > best:\n        best, at = s, t\n`],
  ["search on test", `g = GridSearchCV(Ridge(), {"alpha": [1, 2]})\ng.fit(X_test, y_test) # <- tuning-on-test\nprint(g.best_params_)\n`],
  ["search on test after train", `g = GridSearchCV(Ridge(), {"alpha": [1, 2]}, cv=5)\ng.fit(X_train, y_train)\nh = RandomizedSearchCV(SVC(), {"C": [1, 2]})\nh.fit(X_test, y_test) # <- tuning-on-test\nprint(g.score(X_test, y_test))\n`],
  ["search all then test", `g = GridSearchCV(Ridge(), {"alpha": [1, 2]})\ng.fit(df[["a"]], df["b"]) # <- tuning-on-test\nm = Ridge(**g.best_params_).fit(X_train, y_train)\nprint(m.score(X_test, y_test))\n`],
  ["params dict loop", `from sklearn.model_selection import ParameterGrid\nbest = -1\nfor p in ParameterGrid({"alpha": [1, 2]}):\n    m = Ridge(**p)\n    m.fit(X_train, y_train)\n    s = m.score(X_test, y_test) # <- tuning-on-test\n    if s > best:\n        best, best_p = s, p\n`],
  ["set_params loop", `best = -1\nm = Ridge()\nfor p in [1, 2]:\n    m.set_params(alpha=p)\n    m.fit(X_train, y_train)\n    s = m.score(X_test, y_test) # <- tuning-on-test\n    if s > best: best = s\n`],
  ["optuna objective", `import optuna\ndef objective(trial):\n    m = RandomForestClassifier(max_depth=trial.suggest_int("d", 1, 9), random_state=0)\n    m.fit(X_train, y_train)\n    return m.score(X_test, y_test) # <- tuning-on-test\nstudy = optuna.create_study(direction="maximize")\nstudy.optimize(objective, n_trials=50)\n`],
  ["comprehension of settings", `scores = [Ridge(alpha=a).fit(X_train, y_train).score(X_test, y_test) for a in (1, 2, 3)] # <- tuning-on-test\nprint(max(scores))\n`],
  ["if two models", `a = Ridge().fit(X_train, y_train)\nb = RandomForestClassifier(random_state=0).fit(X_train, y_train)\nif a.score(X_test, y_test) > b.score(X_test, y_test): # <- tuning-on-test\n    best = a\nelse:\n    best = b\n`],
  ["xgb train evals", `import xgboost as xgb\ndtrain = xgb.DMatrix(X_train, label=y_train)\ndtest = xgb.DMatrix(X_test, label=y_test)\nm = xgb.train({}, dtrain, 100, evals=[(dtrain, "t"), (dtest, "v")], early_stopping_rounds=10) # <- tuning-on-test\nprint(roc_auc_score(y_test, m.predict(dtest)))\n`],
  ["lgb train valid", `import lightgbm as lgb\ntr = lgb.Dataset(X_train, y_train)\nte = lgb.Dataset(X_test, y_test, reference=tr)\nm = lgb.train({}, tr, valid_sets=[te], callbacks=[lgb.early_stopping(10)]) # <- tuning-on-test\nprint(roc_auc_score(y_test, m.predict(X_test)))\n`],
  ["lgbm callbacks", `import lightgbm as lgb\nm = lgb.LGBMClassifier()\nm.fit(X_train, y_train, eval_set=[(X_train, y_train), (X_test, y_test)], callbacks=[lgb.early_stopping(10)]) # <- tuning-on-test\nprint(accuracy_score(y_test, m.predict(X_test)))\n`],
  ["xgb ctor", `from xgboost import XGBClassifier\nm = XGBClassifier(early_stopping_rounds=5)\nm.fit(X_train, y_train, eval_set=[(X_test, y_test)]) # <- tuning-on-test\nprint(accuracy_score(y_test, m.predict(X_test)))\n`],
  ["catboost", `from catboost import CatBoostClassifier\nm = CatBoostClassifier(iterations=100)\nm.fit(X_train, y_train, eval_set=(X_test, y_test), early_stopping_rounds=10) # <- tuning-on-test\nprint(accuracy_score(y_test, m.predict(X_test)))\n`],
  ["catboost ctor pool best_model", `from catboost import CatBoostClassifier, Pool\nm = CatBoostClassifier(iterations=100, use_best_model=True, early_stopping_rounds=5)\nm.fit(Pool(X_train, y_train), eval_set=Pool(X_test, y_test)) # <- tuning-on-test\nprint(accuracy_score(y_test, m.predict(X_test)))\n`],
  ["keras early", `from tensorflow import keras\nm = keras.Sequential([keras.layers.Dense(1)])\nm.compile(loss="mse")\nm.fit(X_train, y_train, validation_data=(X_test, y_test), callbacks=[keras.callbacks.EarlyStopping(patience=3)]) # <- tuning-on-test\nprint(m.evaluate(X_test, y_test))\n`],
  ["keras checkpoint best", `from tensorflow.keras.models import Sequential\nfrom tensorflow.keras.callbacks import ModelCheckpoint\nm = Sequential()\ncp = ModelCheckpoint("m.h5", save_best_only=True)\nm.fit(X_train, y_train, validation_data=(X_test, y_test), callbacks=[cp]) # <- tuning-on-test\nm.load_weights("m.h5")\nprint(m.evaluate(X_test, y_test))\n`],
  ["keras Model func", `from tensorflow import keras\ninp = keras.Input((3,))\nm = keras.Model(inp, keras.layers.Dense(1)(inp))\nm.fit(X_train, y_train, validation_data=(X_test, y_test), callbacks=[keras.callbacks.EarlyStopping()]) # <- tuning-on-test\nprint(accuracy_score(y_test, m.predict(X_test)))\n`],
];

export const silent: readonly (readonly [title: string, text: string])[] = [
  ["cv on test", `for c in [0.1, 1]:\n    print(cross_val_score(SVC(C=c), X_test, y_test).mean())\n`],
  ["per slice", `m = Ridge().fit(X_train, y_train)\nfor g in ["a", "b"]:\n    part = X_test["a"] == g\n    print(g, m.score(X_test[part], y_test[part]))\n`],
  ["third split if", `X_tr, X_val, y_tr, y_val = train_test_split(X_train, y_train, random_state=0)\nbest = 0\nfor c in [0.1, 1]:\n    m = LogisticRegression(C=c).fit(X_tr, y_tr)\n    s = m.score(X_val, y_val)\n    if s > best:\n        best = s\n        keep = m\nprint(keep.score(X_test, y_test))\n`],
  ["plain table", `m = Ridge().fit(X_train, y_train)\nrows = []\nfor name, X, y in [("train", X_train, y_train), ("test", X_test, y_test)]:\n    rows.append((name, m.score(X, y)))\nprint(pd.DataFrame(rows))\n`],
  ["thresholds table printed", `m = LogisticRegression().fit(X_train, y_train)\np = m.predict_proba(X_test)[:, 1]\nfor t in (0.3, 0.5, 0.7):\n    print(t, f1_score(y_test, p > t))\n`],
  ["gate", `m = Ridge().fit(X_train, y_train)\ns = m.score(X_test, y_test)\nif s > 0.9:\n    print("ship")\n`],
  ["search on train", `g = GridSearchCV(Ridge(), {"alpha": [1, 2]})\ng.fit(X_train, y_train)\nprint(g.score(X_test, y_test))\n`],
  ["threshold on val", `X_tr, X_val, y_tr, y_val = train_test_split(X_train, y_train, random_state=0)\nm = LogisticRegression().fit(X_tr, y_tr)\np = m.predict_proba(X_val)[:, 1]\nbest = max(np.arange(0, 1, 0.1), key=lambda t: f1_score(y_val, p > t))\nprint(f1_score(y_test, m.predict_proba(X_test)[:, 1] > best))\n`],
  ["learning curve of sizes", `for n in (100, 200, 400):\n    m = Ridge().fit(X_train[:n], y_train[:n])\n    print(n, m.score(X_test, y_test))\n`],
  ["optuna cv", `import optuna\ndef objective(trial):\n    m = RandomForestClassifier(max_depth=trial.suggest_int("d", 1, 9), random_state=0)\n    return cross_val_score(m, X_train, y_train).mean()\nstudy = optuna.create_study(direction="maximize")\nstudy.optimize(objective, n_trials=50)\n`],
  ["keras val", `from tensorflow import keras\nm = keras.Sequential([keras.layers.Dense(1)])\nm.fit(X_train, y_train, validation_split=0.1, callbacks=[keras.callbacks.EarlyStopping(patience=3)])\nprint(m.evaluate(X_test, y_test))\n`],
  ["keras watch only", `from tensorflow import keras\nm = keras.Sequential([keras.layers.Dense(1)])\nm.fit(X_train, y_train, validation_data=(X_test, y_test), callbacks=[keras.callbacks.TensorBoard()])\nprint(m.evaluate(X_test, y_test))\n`],
  ["xgb watch only", `from xgboost import XGBClassifier\nm = XGBClassifier()\nm.fit(X_train, y_train, eval_set=[(X_test, y_test)])\nprint(accuracy_score(y_test, m.predict(X_test)))\n`],
];
