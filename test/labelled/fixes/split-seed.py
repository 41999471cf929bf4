# proves: python/missing-random-state
import json
import pandas as pd
from sklearn.model_selection import train_test_split

clients = pd.read_csv("clients.csv")
train, test = train_test_split(clients[["age", "score"]], test_size=0.25)
print(json.dumps({"varies": test.index.tolist(), "kept": [len(train), len(test), list(train.columns)]}))
