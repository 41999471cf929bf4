# proves: python/target-in-features
import json
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

clients = pd.read_csv("clients.csv")
X = clients.drop(columns=["id"])
y = clients["left"]
model = DecisionTreeClassifier(max_depth=1, random_state=1).fit(X, y)
print(json.dumps({"fault": bool("left" in X.columns and model.score(X, y) == 1.0), "kept": [len(X), [name for name in X.columns if name != "left"], y.sum().item()]}))
