# proves: python/unseeded-randomness
import json
import numpy as np
import pandas as pd
from sklearn.linear_model import SGDRegressor

clients = pd.read_csv("clients.csv")
order = np.random.default_rng().permutation(len(clients))
model = SGDRegressor(shuffle=False, max_iter=2, tol=None, random_state=1)
model.fit(clients[["score"]].to_numpy()[order], clients["left"].to_numpy()[order])
print(json.dumps({"varies": model.coef_.tolist(), "kept": sorted(order.tolist())}))
