# proves: python/fit-before-split
import json
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

clients = pd.read_csv("clients.csv")
labels = clients["left"]
rows = clients[["age", "score"]].where(clients["id"] % 5 > 0)
imputer = SimpleImputer(strategy="mean")
filled = imputer.fit_transform(rows)
learn, check, y_learn, y_check = train_test_split(filled, labels, random_state=3)
model = LogisticRegression().fit(learn, y_learn)
known = rows.loc[y_learn.index, "age"].mean()
print(json.dumps({"fault": bool(abs(imputer.statistics_[0] - known) > 1e-9), "kept": [y_learn.index.tolist(), y_check.tolist(), list(check.shape)], "score": model.score(check, y_check)}))
