# proves: python/shuffled-time-series
import json
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

power = pd.read_csv("power.csv", parse_dates=["date"], index_col="date")
power["yesterday"] = power["load"].shift(1)
power = power.dropna()
train, test = train_test_split(power, test_size=0.3)
model = LinearRegression().fit(train[["yesterday"]], train["load"])
print(json.dumps({"fault": bool(train.index.max() > test.index.min()), "kept": [len(train), len(test), list(train.columns)], "score": model.score(test[["yesterday"]], test["load"])}))
