# proves: python/refit-on-test
import json
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

clients = pd.read_csv("clients.csv")
X_train, X_test, y_train, y_test = train_test_split(clients[["age"]], clients["left"], random_state=7)
raw = X_test["age"].to_numpy()
learned = X_train["age"].mean()
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)
print(json.dumps({"fault": bool(abs(scaler.mean_[0] - learned) > 1e-9), "kept": [X_train.round(9).tolist(), len(X_test), y_test.tolist(), raw.tolist()]}))
