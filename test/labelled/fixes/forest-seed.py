# proves: python/missing-random-state
import json
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

clients = pd.read_csv("clients.csv")
model = RandomForestClassifier(n_estimators=10)
model.fit(clients[["age", "score"]], clients["left"])
print(json.dumps({"varies": model.predict_proba(clients[["age", "score"]])[:, 1].tolist(), "kept": [model.n_estimators, model.n_features_in_]}))
