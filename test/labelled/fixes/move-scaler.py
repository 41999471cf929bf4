# proves: python/fit-before-split
import json
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

clients = pd.read_csv("clients.csv")
X, y = clients[["age", "score"]], clients["left"]
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
model = LogisticRegression().fit(X_train, y_train)
learned = clients.loc[y_train.index, "age"].mean()
print(json.dumps({"fault": bool(abs(scaler.mean_[0] - learned) > 1e-9), "kept": [y_train.index.tolist(), y_test.tolist(), list(X_test.shape)], "score": model.score(X_test, y_test)}))
