# proves: python/missing-stratify
import json
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

clients = pd.read_csv("clients.csv")
X, y = clients[["age", "score"]], clients["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(json.dumps({"fault": bool(abs(y_test.mean() - y.mean()) > 1 / len(y_test)), "kept": [len(y_train), len(y_test), list(model.coef_.shape)]}))
