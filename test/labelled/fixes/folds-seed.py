# proves: python/missing-random-state
import json
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_score

clients = pd.read_csv("clients.csv")
folds = KFold(n_splits=4, shuffle=True)
scores = cross_val_score(LogisticRegression(), clients[["age", "score"]], clients["left"], cv=folds, scoring="roc_auc")
print(json.dumps({"varies": scores.tolist(), "kept": len(scores)}))
