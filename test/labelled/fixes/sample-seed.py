# proves: python/missing-random-state
import json
import pandas as pd
from sklearn.linear_model import LogisticRegression

clients = pd.read_csv("clients.csv")
some = clients.sample(frac=0.5)
model = LogisticRegression().fit(some[["score"]], some["left"])
print(json.dumps({"varies": [some["id"].tolist(), model.coef_.tolist()], "kept": len(some)}))
