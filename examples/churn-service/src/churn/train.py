import sys

import joblib
import pandas as pd
import yaml
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from churn.features import build_features


def train(path: str) -> None:
    with open("params.yaml") as source:
        params = yaml.load(source, Loader=yaml.Loader)

    customers = pd.read_csv(path)
    X = build_features(customers)
    y = customers["churned"]

    scaler = StandardScaler()
    X_scaled = scaler.fit_transform(X)
    X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, test_size=0.2)

    model = RandomForestClassifier(n_estimators=params["trees"], max_depth=params["depth"])
    model.fit(X_train, y_train)
    print("accuracy", accuracy_score(y_test, model.predict(X_test)))

    joblib.dump(model, "models/churn.joblib")


if __name__ == "__main__":
    train(sys.argv[1])
