"""Runs programs given as JSON on standard input, one after the other in one interpreter, and prints what each printed as its last line."""
import contextlib
import io
import json
import sys
import warnings

import numpy as np
import pandas as pd
import sklearn.ensemble  # noqa: F401  loaded once for all programs

warnings.simplefilter("ignore")


def write_tables():
    draw = np.random.default_rng(0)
    count = 240
    age = draw.normal(50, 12, count).round(1)
    score = draw.normal(0, 1, count).round(3)
    left = (score + draw.normal(0, 1, count) > 1.1).astype(int)
    pd.DataFrame({"id": range(count), "age": age, "score": score, "left": left}).to_csv("clients.csv", index=False)
    days = pd.date_range("2024-01-01", periods=count, freq="D")
    pd.DataFrame({"date": days, "load": np.arange(count) + draw.normal(0, 3, count)}).to_csv("power.csv", index=False)
    pd.DataFrame({"city": ["a", "b", "b"], "price": [1.0, 2.0, np.nan]}).to_csv("cities.csv", index=False)
    pd.DataFrame({"city": ["a", "b", "a", "b"], "rent": [10, 20, 30, 40]}).to_csv("flats.csv", index=False)


def run(code):
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(code, "program.py", "exec"), {"__name__": "__main__"})
    except Exception as error:
        return {"raised": type(error).__name__}
    return json.loads(out.getvalue().strip().splitlines()[-1])


write_tables()
for program in json.load(sys.stdin):
    print(json.dumps({"name": program["name"], "result": run(program["code"])}), flush=True)
